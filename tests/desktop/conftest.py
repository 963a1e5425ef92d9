"""A real window on a real ledger."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.views.forms.form_dialog import FormDialog
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.services.commitments import reading
from tracker.services.ledgers.workspace import open_workspace


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of this test's own: light, so that pictures and colours do not depend on the machine."""
    settings = Settings(tmp_path / "window.ini")
    settings.theme = "light"
    return settings


@pytest.fixture
def appearance(qtbot: QtBot, settings: Settings) -> Appearance:
    """The window in Chinese."""
    return Appearance(settings, "zh")


@contextmanager
def opened_window(qtbot: QtBot, appearance: Appearance, settings: Settings, location: str) -> Iterator[MainWindow]:
    """The window, open on a ledger, with everything answered; closed afterwards."""
    window = MainWindow(appearance, settings, location)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    qtbot.waitUntil(lambda: window.is_ready and window.page.detail.detail is not None)
    yield window
    window.close()


@pytest.fixture
def window(qtbot: QtBot, appearance: Appearance, settings: Settings, ledger_path: Path) -> Iterator[MainWindow]:
    """The window, open on a fresh ledger."""
    with opened_window(qtbot, appearance, settings, str(ledger_path)) as window:
        yield window


@pytest.fixture(scope="session")
def titles(fresh_ledger: Path) -> dict[str, str]:
    """The Chinese titles, by their codes, of the commitments that every ledger begins with."""
    workspace = open_workspace(fresh_ledger)
    found = {row.code: row.title.zh for row in reading.list_rows(workspace, LedgerQuery())}
    workspace.close()
    return found


@pytest.fixture(scope="session")
def promised(titles: dict[str, str]) -> int:
    """How many commitments every ledger begins with."""
    return len(titles)


class Hands:
    """What a user's hands do with the window; each waits for what follows."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot = qtbot
        self._window = window

    def settle(self) -> None:
        """Wait until everything that was asked has been answered."""
        self._qtbot.wait(1)
        self._qtbot.waitUntil(lambda: self._window.is_ready)

    def click(self, widget: QWidget) -> None:
        """Click on a widget."""
        self._qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()

    def press(self, words: str) -> None:
        """Click on the button that says these words."""
        buttons = self._window.findChildren(QPushButton)
        self.click(next(button for button in buttons if button.text() == words and button.isVisible()))

    def type(self, widget: QWidget, words: str) -> None:
        """Type words the way an input method commits them, so that Chinese can be typed."""
        widget.setFocus()
        event = QInputMethodEvent()
        event.setCommitString(words)
        QApplication.sendEvent(widget, event)

    def choose(self, form: FormDialog, field: str, value: object) -> None:
        """Choose a value, by what it stands for, in a field of a form."""
        box = form.input(field)
        assert isinstance(box, QComboBox)
        place = box.findData(value)
        assert place >= 0, value
        box.setCurrentIndex(place)
        self.settle()

    def search(self, words: str) -> None:
        """Ctrl+F, then the words."""
        self._qtbot.keyClick(self._window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        self.type(self._window.top_bar.search_field, words)
        self._qtbot.waitUntil(lambda: self._window.page.query.search == words)
        self.settle()

    def take(self, code: str) -> str:
        """Click on the row of a commitment, and return its code."""
        table = self._window.page.table
        rows = [table.rows.row(number) for number in range(table.rows.rowCount())]
        position = next(number for number, row in enumerate(rows) if row.code == code)
        index = table.rows.index(position, 1)
        table.scrollTo(index)
        place = table.visualRect(index).center()
        self._qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        self._qtbot.waitUntil(lambda: self.code == rows[position].code)
        self.settle()
        return self.code

    def form(self, key: Qt.Key) -> FormDialog:
        """Press Ctrl and a key, and wait for the form that opens."""
        self._window.activateWindow()  # what a window manager does when a form closes
        self._qtbot.waitUntil(self._window.isActiveWindow)
        self._qtbot.keyClick(self._window, key, Qt.KeyboardModifier.ControlModifier)
        return self.opened_form()

    def opened_form(self) -> FormDialog:
        """The form that is open."""
        self._qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), FormDialog))
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, FormDialog)
        return dialog

    @property
    def form_is_closed(self) -> bool:
        """Whether no form is open any more."""
        return QApplication.activeModalWidget() is None

    @property
    def code(self) -> str:
        """The code of the commitment in the detail pane."""
        detail = self._window.page.detail.detail
        return detail.row.code if detail else ""

    @property
    def said(self) -> list[str]:
        """Everything that the detail pane says."""
        return [label.text() for label in self._window.page.detail.findChildren(QLabel)]


@pytest.fixture
def hands(qtbot: QtBot, window: MainWindow) -> Hands:
    """The user's hands on the window."""
    return Hands(qtbot, window)


@pytest.fixture
def clipped(qtbot: QtBot) -> Callable[[QWidget], list[str]]:
    """Labels and buttons to be seen that have less room than their words need, and no tip that says all of them.

    What has just come in is laid out first.
    """

    def look(root: QWidget) -> list[str]:
        found: list[str] = []

        def is_whole() -> bool:
            found[:] = _clipped(root)
            return not found

        with suppress(qtbot.TimeoutError):
            qtbot.waitUntil(is_whole)
        return found

    return look


def _clipped(root: QWidget) -> list[str]:
    return [
        f"{type(widget).__name__} {widget.objectName()} {widget.text()[:60]} ({widget.width()} × {widget.height()})"
        for kind in (QLabel, QPushButton)  # not every widget there is: each would become an object of Python
        for widget in root.findChildren(kind)
        if widget.isVisible() and widget.window() is root and _needs_more(widget)
    ]


def _needs_more(widget: QLabel | QPushButton) -> bool:
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.heightForWidth(widget.width()) > widget.height() + 1
    return widget.sizeHint().width() > widget.width() + 1 and not widget.toolTip()


def code_of(form: FormDialog | PlainDialog, name: str = "") -> str:
    """The code of what a form refuses beside a field, or with no name as a whole; "" where it refuses nothing."""
    fault = form._by_name.faults.get(name, form._fault) if isinstance(form, FormDialog) else form._fields.faults[name]
    return "" if fault.isHidden() else fault.property("code")


def button_of(parent: QWidget, name: str) -> QPushButton:
    """The button of that object name; fails where there is none."""
    button = parent.findChild(QPushButton, name)
    assert button is not None, name
    return button


def more_acts(window: MainWindow) -> dict[str, QAction]:
    """What the detail pane offers behind "More", by object names."""
    menu = window.page.detail.bar.menu
    menu.aboutToShow.emit()
    return {action.objectName(): action for action in menu.actions() if not action.isSeparator()}
