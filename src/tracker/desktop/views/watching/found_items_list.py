"""The list of new items: one key for what becomes of an item, of several, or of a whole group by its head."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.found_item_delegate import FoundItemDelegate
from tracker.desktop.models.found_items_model import LINE_ROLE, FoundItemsModel, ItemHead, Line
from tracker.domain.watching.terms import ItemGroup
from tracker.domain.watching.watched import RankedItem

_STEPS = {Qt.Key.Key_J: Qt.Key.Key_Down, Qt.Key.Key_K: Qt.Key.Key_Up}
_FOLDING = {Qt.Key.Key_Left: True, Qt.Key.Key_Right: False}
_PLAIN = Qt.KeyboardModifier.NoModifier | Qt.KeyboardModifier.KeypadModifier
_DIGITS = range(Qt.Key.Key_1, Qt.Key.Key_9 + 1)
_NO_UPDATE = QItemSelectionModel.SelectionFlag.NoUpdate
_ONLY = QItemSelectionModel.SelectionFlag.ClearAndSelect
_Index = QModelIndex | QPersistentModelIndex


class FoundItemsList(QListView):
    """Lines are gone to by arrows, J and K, Home and End; several are selected with Ctrl and Shift.

    `asked` carries the letter of what is to become of what is meant, see `ITEM_KEYS`; `word_asked` the number of an
    offered word; `line_chosen` says that another line is current; `detail_wanted` that its detail is to have the
    keyboard; `menu_wanted` where on the screen a menu is to open; `group_asked` the group whose command was clicked.
    """

    asked = Signal(str)
    word_asked = Signal(int)
    line_chosen = Signal()
    detail_wanted = Signal()
    menu_wanted = Signal(QPoint)
    group_asked = Signal(object)

    def __init__(self, appearance: Appearance, keys: Collection[str]) -> None:
        """`keys`: the letters that are commands here."""
        super().__init__()
        self._keys = {Qt.Key(ord(key)): key for key in keys}
        self._pressed_head = False
        self.rows = FoundItemsModel(appearance)
        self.setObjectName("foundItems")
        self.setModel(self.rows)
        self.marks = FoundItemDelegate(appearance, self, self.rows)
        self.setItemDelegate(self.marks)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        # Letters are commands here; an input method would keep them for itself.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    @property
    def current(self) -> Line | None:
        """The item or the head that is current."""
        return self.currentIndex().data(LINE_ROLE) if self.currentIndex().isValid() else None

    @property
    def meant(self) -> tuple[RankedItem, ...]:
        """What a key is for: what is selected; where that is nothing, what is current, be it an item or a group."""
        chosen = self._selected
        if chosen:
            return chosen
        current = self.current
        if isinstance(current, ItemHead):
            return self.rows.members(current.group)
        return () if current is None else (current,)

    @property
    def means_group(self) -> bool:
        """Whether a key is for the whole group whose head is current."""
        return isinstance(self.current, ItemHead) and not self._selected

    @property
    def _selected(self) -> tuple[RankedItem, ...]:
        lines = (self.rows.line(index.row()) for index in sorted(self.selectedIndexes()))
        return tuple(line for line in lines if isinstance(line, RankedItem))

    def show_items(self, items: Sequence[RankedItem]) -> None:
        """Show other items: what is current and selected stays so, and what is in sight stays where it is.

        Where the current one is gone, one of those that are selected is current, or else what stands there now.
        """
        before = self.current
        place = max(0, self.currentIndex().row())
        kept = [(one.item.uid, one.group) for one in self._selected]
        scrolled = self.verticalScrollBar().value()
        was_in_sight = before is None or self._is_in_sight(self.currentIndex())
        # Qt would scroll to whatever becomes current.
        self.setAutoScroll(False)
        if self.rows.show_items(items):
            self._restore(
                before, place, [line for uid, group in kept if (line := self._line_in(uid, group)) is not None]
            )
            self.executeDelayedItemsLayout()
            self.verticalScrollBar().setValue(scrolled)
            if was_in_sight:
                self.scrollTo(self.currentIndex())
            self.line_chosen.emit()
        self.setAutoScroll(True)

    def take_out(self, uids: Collection[str]) -> None:
        """Take items out of the list; the next one becomes current."""
        # Of a group that is folded away there are no lines but its head.
        place = min(self.rows.lines_of(uids), default=self.currentIndex().row())
        self.rows.remove(uids)
        self.go_to(self.rows.next_item(max(0, place)))

    def go_to(self, line: int | None) -> None:
        """Let a line be current, and select it where it is an item; None is the first line, where there is one."""
        if self.rows.rowCount():
            self._make_current(line)
            self.scrollTo(self.currentIndex())
        # Also where the line is the same and what stands there is not.
        self.line_chosen.emit()

    def go_to_item(self, uid: str) -> None:
        """Let an item be current, which is unfolded where it is folded away; nothing where it is not there."""
        found = next((item for item in self.rows.items if item.item.uid == uid), None)
        if found is not None:
            self.rows.fold(found.group, False)
            self.go_to(self.rows.line_of(uid))

    def retranslate(self) -> None:
        """Show all texts in the current language, in rows as high as the user wants them."""
        self.rows.retranslate()
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self.line_chosen.emit()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.line_chosen.emit()

    def selectionCommand(self, index: _Index, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:
        """At a head nothing is selected, and a key is for its whole group, unless it is passed with Ctrl."""
        command = super().selectionCommand(index, event)
        if index.isValid() and command != _NO_UPDATE and self._head_at(index.row()) is not None:
            return QItemSelectionModel.SelectionFlag.Clear
        return command

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Where a key leads to; with Shift, heads are stepped over, or the range that grows would be lost there."""
        index = super().moveCursor(action, modifiers)
        if not modifiers & Qt.KeyboardModifier.ShiftModifier or self._head_line(index) is None:
            return index
        items = [n for n in range(self.rows.rowCount()) if self._head_at(n) is None]
        above = [n for n in items if n < index.row()]
        below = [n for n in items if n > index.row()]
        goes_up = index.row() < self.currentIndex().row()
        ways = (above[-1:], below[:1]) if goes_up else (below[:1], above[-1:])
        found = next((n for way in ways for n in way), None)
        return self.currentIndex() if found is None else self.rows.index(found)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The current row stays in sight where words are offered below the list, which take room from it."""
        current = self.currentIndex()
        was_in_sight = QRect(QPoint(), event.oldSize()).intersects(self.visualRect(current))
        super().resizeEvent(event)
        if was_in_sight:
            self.scrollTo(current)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands, and look for nothing."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~_PLAIN
        step = _STEPS.get(key)
        if self.ask_by_key(event):
            return
        if step is not None and not event.modifiers() & ~(_PLAIN | Qt.KeyboardModifier.ShiftModifier):
            super().keyPressEvent(QKeyEvent(event.type(), step, event.modifiers(), "", event.isAutoRepeat()))
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif not (plain and self._fold_by_key(key)):
            super().keyPressEvent(event)
        self._select_current()

    def ask_by_key(self, event: QKeyEvent) -> bool:
        """Ask for what a letter or a digit means; False for any other key."""
        key = Qt.Key(event.key())
        if event.modifiers() & ~_PLAIN or not (key in self._keys or key in _DIGITS):
            return False
        # A key that is held down says one thing of one item.
        if not event.isAutoRepeat():
            if key in self._keys:
                self.asked.emit(self._keys[key])
            else:
                self.word_asked.emit(key - Qt.Key.Key_1)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        head = self._head_line(index)
        self._pressed_head = head is not None
        if head is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            self._select_current()
            return
        self.go_to(index.row())
        if self.marks.command_box(head, self.visualRect(index), self.font()).contains(event.position().toPoint()):
            self.group_asked.emit(head.group)
        else:
            self.rows.fold(head.group, not self.rows.is_folded(head.group))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        # Qt would select from where it was pressed the last time.
        if not (self._pressed_head and event.buttons()):
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._pressed_head:
            super().mouseReleaseEvent(event)
            self._select_current()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._head_line(self.indexAt(event.position().toPoint())) is None:
            super().mouseDoubleClickEvent(event)
            self._enter()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        if self.meant:
            self.menu_wanted.emit(place)

    def _enter(self) -> None:
        current = self.current
        if isinstance(current, ItemHead):
            self.rows.fold(current.group, not self.rows.is_folded(current.group))
        elif current is not None:
            self.detail_wanted.emit()

    def _fold_by_key(self, key: Qt.Key) -> bool:
        """Left folds, or goes up to the head; Right unfolds; Space does the other of both."""
        current = self.current
        if isinstance(current, ItemHead) and key == Qt.Key.Key_Space:
            self.rows.fold(current.group, not self.rows.is_folded(current.group))
        elif isinstance(current, ItemHead) and key in _FOLDING:
            self.rows.fold(current.group, _FOLDING[key])
        elif current is not None and key == Qt.Key.Key_Left:
            self.go_to(self.rows.head_above(self.currentIndex().row()))
        else:
            return False
        return True

    def _head_line(self, index: _Index) -> ItemHead | None:
        line = index.data(LINE_ROLE) if index.isValid() else None
        return line if isinstance(line, ItemHead) else None

    def _head_at(self, number: int) -> ItemGroup | None:
        line = self.rows.line(number)
        return line.group if isinstance(line, ItemHead) else None

    def _line_in(self, uid: str, group: ItemGroup) -> int | None:
        """The line of an item in its group: one that went to another, as what is captured does, is not followed."""
        number = self.rows.line_of(uid)
        line = self.rows.line(number) if number is not None else None
        return number if line is not None and line.group is group else None

    def _restore(self, before: Line | None, place: int, selected: Sequence[int]) -> None:
        """Let be current and selected what was so before other items were shown."""
        if not self.rows.rowCount():
            return
        if isinstance(before, ItemHead):
            line = next((n for n in range(self.rows.rowCount()) if self._head_at(n) is before.group), None)
        else:
            line = self._line_in(before.item.uid, before.group) if before is not None else None
        if line is None and selected:
            line = min(selected, key=lambda number: abs(number - place))
        self._make_current(self.rows.next_item(place) if line is None else line)
        if selected:
            chosen = QItemSelection()
            for number in selected:
                chosen.select(self.rows.index(number), self.rows.index(number))
            self.selectionModel().select(chosen, _ONLY)

    def _make_current(self, line: int | None) -> None:
        """Let a line be current, and nothing else be selected."""
        number = 0 if line is None else min(line, self.rows.rowCount() - 1)
        is_head = self._head_at(number) is not None
        if is_head:
            self.selectionModel().clearSelection()
        self.selectionModel().setCurrentIndex(self.rows.index(number), _NO_UPDATE if is_head else _ONLY)

    def _select_current(self) -> None:
        """Where nothing is selected any more, as after a click below the rows, show that a key is for the current."""
        if isinstance(self.current, RankedItem) and not self._selected:
            self.selectionModel().select(self.currentIndex(), _ONLY)

    def _is_in_sight(self, index: _Index) -> bool:
        return self.visualRect(index).intersects(self.viewport().rect())
