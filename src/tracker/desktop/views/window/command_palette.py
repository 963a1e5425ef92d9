"""Every command of the window: found by typing a few letters, or on one sheet with its keys."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.theme import scaled
from tracker.desktop.views.actions import ActionGroup, Actions, shortcut_text
from tracker.desktop.views.common.widgets import ElidedLabel, badge, column, label, row, text
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.domain.rows import LedgerRow, Name, SavedViewRow
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.search.pinyin import pinyin_of
from tracker.domain.search.typed_words import matches
from tracker.domain.text.lines import LONGEST_SEARCH, one_line
from tracker.domain.text.text_folding import fold

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger

_MOST = 12
"""Commitments that are offered at once."""
_LINE = 30
"""Height of a line, in pixels of the design."""
_HINT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_MAY_ROLE = _HINT_ROLE + 1
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """One line: its words, what stands at its right, and what it does; `also` are other names of the same thing. What
    one `may` not do is greyed."""

    words: str
    hint: str
    do: Callable[[], object]
    also: tuple[str, ...] = ()
    may: bool = True


@dataclass(frozen=True, slots=True)
class Reach:
    """What the palette can do besides the actions: show a commitment, apply a view, show a department's commitments."""

    ledger: "OpenLedger | None"
    show_commitment: Callable[[str], object]
    apply_view: Callable[[SavedViewRow], object]
    show_department: Callable[[str], object] = lambda _: None


class CommandPalette(QDialog):
    """A field and a list. The arrows choose while the field keeps the keyboard."""

    _is_open = True

    def __init__(self, appearance: Appearance, jobs: Jobs, window: QWidget, actions: Actions, reach: Reach) -> None:
        super().__init__(window, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._appearance = appearance
        self._jobs = jobs
        self._reach = reach
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Find a command or a commitment"))
        self._commands = [
            self._command(actions, action)
            for actions_of_group in actions.groups().values()
            for action in actions_of_group
            if action.objectName() not in ("palette", "escape")
            and (action.isEnabled() or actions.refusal(action.objectName()) is not None)
        ]
        self._commands.sort(key=lambda entry: not entry.may)
        self._views: list[PaletteEntry] = []
        self._departments: list[PaletteEntry] = []
        self._spelt: Mapping[str, str] = {}
        self._found: list[PaletteEntry] = []
        self._entries: list[PaletteEntry] = []
        self.field = QLineEdit()
        self.field.setObjectName("paletteField")
        self.field.setMaxLength(LONGEST_SEARCH)
        self.field.setPlaceholderText(self.tr("A command, a page, a department, a code or words of a commitment"))
        self.field.setAccessibleName(self.windowTitle())
        self.list = QListWidget()
        self.list.setObjectName("paletteList")
        self.list.setAccessibleName(self.tr("Matches"))
        self.list.setItemDelegate(_Line(appearance, self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._nothing = text(self.tr("Nothing matches. Try other words, pinyin initials or a code."), "hint")
        self.setLayout(column(self.field, self.list, self._nothing, spacing=8, margins=(10, 10, 10, 10)))
        self.field.textChanged.connect(self._ask)
        # The keyboard stays in the field; its arrows move in the list.
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(lambda _: self._do())
        self._place(window)
        self._ask_views()
        self._ask_departments()
        self._spell(self._commands)
        self._ask("")

    def _command(self, actions: Actions, action: QAction) -> PaletteEntry:
        """What may not be done now is found as well, and choosing it says why: else it would be looked for in vain."""
        words = action.text().replace("&&", "&")
        name = action.objectName()
        if actions.refusal(name) is None:
            return PaletteEntry(words, shortcut_text(action), action.trigger)
        needed = actions.role_missing(name)
        hint = self._appearance.words.phrase("needs_role", needed=needed) if needed is not None else self.tr("not now")
        return PaletteEntry(words, hint, partial(actions.refuse, name), may=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows, Page Up and Page Down move in the list, Enter does what is chosen."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _MOVES:
                self._move(_MOVES[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._do()
                return True
        return super().eventFilter(watched, event)

    def _move(self, by: int) -> None:
        last = self.list.count() - 1
        self.list.setCurrentRow(max(0, min(last, self.list.currentRow() + by)))
        self._tell()

    def _do(self) -> None:
        place = self.list.currentRow()
        if 0 <= place < len(self._entries):
            self.accept()
            self._entries[place].do()

    def _ask(self, words: str) -> None:
        ledger = self._reach.ledger
        words = one_line(words)
        if not words or ledger is None:
            self._found = []
        else:
            query = ledger.of_day(LedgerQuery(search=words))
            self._jobs.run(
                lambda: services.listing.read_first(ledger.workspace, query, _MOST),
                self._take,
                lambda _: None,
                "palette",
            )
        self._show()

    def _take(self, rows: Iterable[LedgerRow]) -> None:
        name = self._appearance.words.name
        show = self._reach.show_commitment
        self._found = [PaletteEntry(name(line.title), line.code, lambda code=line.code: show(code)) for line in rows]
        self._show()

    def _ask_views(self) -> None:
        ledger = self._reach.ledger
        apply = self._reach.apply_view
        if ledger is not None:
            self._jobs.run(
                lambda: services.saved_views.list_views(ledger.workspace),
                lambda views: self._take_views(views, apply),
                lambda _: None,
            )

    def _take_views(self, views: Iterable[SavedViewRow], apply: Callable[[SavedViewRow], object]) -> None:
        hint = self.tr("View")
        self._views = [PaletteEntry(view.name, hint, lambda view=view: apply(view)) for view in views]
        self._show()

    def _ask_departments(self) -> None:
        ledger = self._reach.ledger
        if ledger is not None:
            self._jobs.run(
                lambda: services.departments.list_called(ledger.workspace), self._take_departments, lambda _: None
            )

    def _take_departments(self, departments: Iterable[tuple[Name, tuple[str, ...]]]) -> None:
        if not self._is_open:
            return
        hint = self.tr("Department")
        show = self._reach.show_department
        name = self._appearance.words.name
        self._departments = [
            PaletteEntry(name(one), hint, lambda key=one.key: show(key), others)
            for one, others in departments
            if one.key
        ]
        self._spell(self._departments)
        self._show()

    def _spell(self, entries: Iterable[PaletteEntry]) -> None:
        """How these are typed by their sound: the dictionary takes a moment to load."""
        words = [entry.words for entry in entries]
        self._jobs.run(lambda: {said: pinyin_of(said) for said in words}, self._take_spelling)

    def _take_spelling(self, spelt: Mapping[str, str]) -> None:
        self._spelt = {**self._spelt, **spelt}
        self._show()

    def done(self, result: int) -> None:
        """What is answered from now on comes too late: there is nothing left to show it in."""
        self._is_open = False
        super().done(result)

    def _show(self) -> None:
        if not self._is_open:
            return
        words = self.field.text().strip()
        # Departments only by what is typed: forty of them would bury the commands.
        offered = (*self._commands, *self._views, *(self._departments if words else ()))
        fitting = [entry for entry in offered if self._matches(words, entry)]
        # What begins with what is typed is what is meant: before what only holds it.
        fitting.sort(key=lambda entry: not fold(entry.words).startswith(fold(words)))
        self._entries = [*fitting, *self._found]
        self.list.clear()
        for entry in self._entries:
            item = QListWidgetItem(entry.words)
            hint = " · ".join(filter(None, (self._other_name(words, entry), entry.hint)))
            item.setData(_HINT_ROLE, hint)
            item.setData(_MAY_ROLE, entry.may)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, (entry.words, hint))))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(self._entries))
        lines = min(self._highest // scaled(_LINE), len(self._entries))
        # A list widget asks for a height of its own, however few its rows are.
        self.list.setFixedHeight(scaled(_LINE) * lines + 2)
        self.adjustSize()
        self._nothing.setVisible(not self._entries)
        self._tell()

    def _matches(self, typed: str, entry: PaletteEntry) -> bool:
        spelt = fold(typed).strip() in self._spelt.get(entry.words, "")
        return spelt or matches(typed, entry.words) or bool(self._other_name(typed, entry))

    def _other_name(self, typed: str, entry: PaletteEntry) -> str:
        """The other name by which an entry is found, and by its words it is not."""
        sought = fold(typed).strip()
        if not sought or matches(typed, entry.words):
            return ""
        return next((name for name in entry.also if sought in fold(name)), "")

    def _tell(self) -> None:
        """The field keeps the focus, so it says what is chosen."""
        item = self.list.currentItem()
        self.field.setAccessibleDescription(item.data(Qt.ItemDataRole.AccessibleTextRole) if item else "")

    def _place(self, window: QWidget) -> None:
        wide = min(scaled(600), window.width() - scaled(40))
        high = min(scaled(440), window.height() - scaled(120))
        self.setFixedWidth(wide)
        self._highest = high
        self.move(window.mapToGlobal(window.rect().topLeft()).x() + (window.width() - wide) // 2,
                  window.mapToGlobal(window.rect().topLeft()).y() + scaled(72))  # fmt: skip


class _Line(QStyledItemDelegate):
    """Words at the left, elided where they must be; keys or a code at the right."""

    def __init__(self, appearance: Appearance, parent: QObject) -> None:
        super().__init__(parent)
        self._appearance = appearance

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del option, index
        return QSize(scaled(120), scaled(_LINE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        tokens = self._appearance.tokens
        view = self.parent()
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        if isinstance(view, QListWidget) and view.currentRow() == index.row():
            painter.fillRect(rect, tokens.colour("selection"))
        room = rect.adjusted(scaled(10), 0, -scaled(10), 0)
        hint = str(index.data(_HINT_ROLE) or "")
        metrics = painter.fontMetrics()
        painter.setPen(tokens.colour("soft"))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, hint)
        room.setRight(room.right() - metrics.horizontalAdvance(hint) - scaled(16))
        painter.setPen(tokens.colour("ink" if index.data(_MAY_ROLE) else "faint"))
        words = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)


_Lines = list[tuple[str, tuple[str, ...]]]


class ShortcutSheet(PlainDialog):
    """Two columns of keys; Esc closes it."""

    def __init__(self, appearance: Appearance, parent: QWidget, actions: Actions) -> None:
        super().__init__(appearance, parent)
        self.set_title(self.tr("Keyboard shortcuts"))
        titles = actions.headings()
        groups = actions.groups()
        left = column(spacing=6)
        right = column(spacing=6)
        for side, group in (
            (left, ActionGroup.RECORD), (left, ActionGroup.GO), (right, ActionGroup.LEDGER), (right, ActionGroup.HELP),
        ):  # fmt: skip
            self._fill(side, titles[group], [line for action in groups[group] if (line := _line(action))[1]])
        self._fill(right, self.tr("In lists and forms"), self._others())
        self._fill(right, self.tr("On the page of watched sources"), self._watching())
        self._fill(left, self.tr("In the review of a source"), self._reviewing())
        left.addStretch()
        right.addStretch()
        both = row(left, right, spacing=36)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        self.body.addLayout(both)
        self.close_button = self.finish(self.tr("Close"), "", width=760)
        self.close_button.clicked.connect(self.accept)

    def _others(self) -> _Lines:
        return [
            (self.tr("Up and down the list"), ("↑", "↓", "K", "J")),
            (self.tr("Next and previous commitment"), (_native("Alt+Down"), _native("Alt+Up"))),
            (self.tr("First and last row"), (_native("Home"), _native("End"))),
            (self.tr("From the row to its detail"), (_native("Return"),)),
            (self.tr("From control to control"), (_native("Tab"), _native("Shift+Tab"))),
            (self.tr("Save a form"), (_native("Ctrl+Return"),)),
        ]

    def _watching(self) -> _Lines:
        return [
            (self.tr("Capture as evidence"), ("E",)),
            (self.tr("Seen; not for us"), ("S", "N")),
            (self.tr("Open its page; undo"), ("O", "U")),
            (self.tr("To the heading, where a key is for its whole group"), ("←",)),
            (self.tr("Take a word that is offered"), ("1 – 9",)),
        ]

    def _reviewing(self) -> _Lines:
        return [
            (self.tr("Take; to the end of the paragraph"), (_native("Return"), _native("Shift+Return"))),
            (self.tr("Take as a kind, or with the value chosen"), (f"{_native('Ctrl+1')} – 0",)),
            (self.tr("Leave out; up to the next unit"), ("1 – 0", f"{_native('Alt+1')} – 0")),
            (self.tr("Who and when as before"), ("R",)),
            (self.tr("Kind, target, due date, departments"), ("C", "Q", "D", "L")),
            (self.tr("Split, merge, new unit, undo"), ("S", "M", "N", "U")),
        ]

    def _fill(self, side: QVBoxLayout, title: str, lines: _Lines) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(12))
        grid.setVerticalSpacing(scaled(5))
        grid.setColumnStretch(0, 1)
        for place, (words, keys) in enumerate(lines):
            shown = ElidedLabel()
            shown.setText(words)
            shown.setToolTip(words)  # what undo takes back may be a long sentence
            grid.addWidget(shown, place, 0)
            pressed = row(*(badge(key) for key in keys), spacing=4)
            grid.addLayout(pressed, place, 1, Qt.AlignmentFlag.AlignRight)
        box = column(label(title, "sectionTitle"), grid, spacing=6, margins=(0, 0, 0, 10))
        side.addLayout(box)


def _line(action: QAction) -> tuple[str, tuple[str, ...]]:
    keys = tuple(keys.toString(QKeySequence.SequenceFormat.NativeText) for keys in action.shortcuts())
    return action.text().replace("&&", "&").removesuffix("…"), keys


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
