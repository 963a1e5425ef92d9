"""Where things stand in the window, asked from inside it: nothing here changes what is on the screen."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMenu, QPlainTextEdit, QWidget

from tracker.desktop.views.common.widgets import CheckBox
from tracker.desktop.views.forms.form_dialog import FormDialog
from tracker.desktop.views.window.main_window import MainWindow

Place = list[int]
"""Left, top, width and height on the screen."""


def is_ready() -> bool:
    """Whether the window stands there and everything that was asked has been answered, or it asks how to begin."""
    window = _window()
    return window is not None and window.isVisible() and (window.is_ready or window.welcome.isVisible())


def find(kind: str, name: str) -> Place | None:
    """Where a thing stands that can be clicked: a `button`, a `field` of the form, a `row`, a `filter`, a `choice`.

    Buttons and choices of menus go by object name or by what stands on them, those of the `bar` at the top and fields
    by their name, rows by code, filters and other `words` by what they say. None where it is not shown, or something
    else lies over it.
    """
    return _FINDERS[kind](name)


def focus() -> str:
    """What has the keyboard: its object name, else the name that a screen reader says, else its class."""
    widget = QApplication.focusWidget()
    return "" if widget is None else widget.objectName() or widget.accessibleName() or type(widget).__name__


def front() -> str:
    """What lies before everything else: the class of the form, the menu or the window that is active."""
    widget = QApplication.activePopupWidget() or QApplication.activeModalWidget() or QApplication.activeWindow()
    return "" if widget is None else type(widget).__name__


def frames() -> list[tuple[str, Place, Place]]:
    """Each window that is seen: its class, where it stands with its frame, and the room of its screen."""
    seen = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible() and widget.isWindow()]
    return [
        (type(widget).__name__, _place(widget.frameGeometry()), _place(widget.screen().availableGeometry()))
        for widget in seen
    ]


def value(field: str) -> str:
    """What stands in a field of the form that is open."""
    form = _form()
    widget = form.input(field) if form is not None else None
    if isinstance(widget, QLineEdit):
        return widget.text()
    return widget.toPlainText() if isinstance(widget, QPlainTextEdit) else ""


def chosen() -> list[str]:
    """Code and assessment of the commitment that is selected in the ledger; nothing where none is."""
    window = _window()
    row = window.page.table.chosen if window is not None else None
    return [] if row is None else [row.code, row.assessment.value]


def picture(path: str) -> bool:
    """Keep what is on the screen as a picture."""
    screen = QGuiApplication.primaryScreen()
    return screen.grabWindow(0).save(path)


def page() -> str:
    """The name of the page that is shown."""
    window = _window()
    names = window.pages.items() if window is not None else ()
    return next((name for name, page in names if page.isVisible()), "")


def evidence() -> int:
    """How many pieces of evidence the detail pane counts."""
    window = _window()
    detail = window.page.detail.detail if window is not None else None
    return detail.row.evidence_count if detail is not None else 0


def search() -> str:
    """What the ledger is searched for."""
    window = _window()
    return window.top_bar.search_field.text() if window is not None else ""


def quit_now() -> bool:
    """Close the window as its frame does."""
    window = _window()
    return window is not None and window.window().close()


def _window() -> MainWindow | None:
    return next((one for one in QApplication.allWidgets() if isinstance(one, MainWindow)), None)


def _form() -> FormDialog | None:
    form = QApplication.activeModalWidget() or QApplication.activeWindow()
    return form if isinstance(form, FormDialog) else None


def _before() -> QWidget | None:
    """What takes the mouse: a menu, else a modal form, else the window that is active."""
    return QApplication.activePopupWidget() or QApplication.activeModalWidget() or _window()


def _button(name: str) -> Place | None:
    before = _before()
    buttons = before.findChildren(QAbstractButton) if before is not None else []
    return _first_seen(one for one in buttons if name in (one.objectName(), one.text(), one.accessibleName()))


def _bar(name: str) -> Place | None:
    window = _window()
    found = getattr(window.top_bar, f"{name}_button") if window is not None else None
    return _first_seen([found] if found is not None else [])


def _field(name: str) -> Place | None:
    form = _form()
    widget = form.input(name) if form is not None else None
    return _first_seen([widget] if widget is not None else [])


def _filter(word: str) -> Place | None:
    window = _window()
    boxes = window.findChildren(CheckBox) if window is not None else []
    return _first_seen(box for box in boxes if box.text() == word)


def _row(code: str) -> Place | None:
    window = _window()
    if window is None:
        return None
    table = window.page.table
    for row in range(table.rows.rowCount()):
        if table.rows.row(row).code == code:
            index = table.rows.index(row, 1)
            shown = table.visualRect(index)
            seen = shown.intersected(table.viewport().rect())
            return _on_screen(table.viewport(), seen) if not seen.isEmpty() else None
    return None


def _choice(name: str) -> Place | None:
    menu = QApplication.activePopupWidget()
    if not isinstance(menu, QMenu):
        return None
    for action in menu.actions():
        if _is_called(action, name):
            return _on_screen(menu, menu.actionGeometry(action))
    return None


def _is_called(action: QAction, name: str) -> bool:
    return name in (action.objectName(), action.text().split("\t")[0].replace("&", ""))


def _words(name: str) -> Place | None:
    before = _before()
    labels = before.findChildren(QLabel) if before is not None else []
    return _first_seen(one for one in labels if name in one.text())


def _first_seen(widgets: Iterator[QWidget] | Sequence[QWidget]) -> Place | None:
    """The first that lies before everything else at its middle, so that a click there arrives."""
    for widget in widgets:
        if not widget.isVisible():
            continue
        seen = widget.visibleRegion().boundingRect()
        if seen.isEmpty():
            continue
        hit = QApplication.widgetAt(widget.mapToGlobal(seen.center()))
        if hit is not None and (hit is widget or widget.isAncestorOf(hit)):
            return _on_screen(widget, seen)
    return None


def _on_screen(widget: QWidget, inside: QRect) -> Place:
    return _place(QRect(widget.mapToGlobal(inside.topLeft()), inside.size()))


def _place(rect: QRect) -> Place:
    corner: QPoint = rect.topLeft()
    return [corner.x(), corner.y(), rect.width(), rect.height()]


_FINDERS: dict[str, Callable[[str], Place | None]] = {
    "bar": _bar,
    "button": _button,
    "field": _field,
    "filter": _filter,
    "row": _row,
    "choice": _choice,
    "words": _words,
}
ANSWERS: dict[str, Callable[..., Any]] = {
    one.__name__: one
    for one in (is_ready, find, focus, front, frames, value, chosen, page, evidence, picture, search, quit_now)
}
