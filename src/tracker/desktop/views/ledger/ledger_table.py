"""The table of commitments."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemView

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs, Task
from tracker.desktop.models.columns import Copy, mime_of, table_of
from tracker.desktop.models.frozen_columns import frozen_width
from tracker.desktop.models.lazy_table import PAGE
from tracker.desktop.models.ledger_model import GroupHead, LedgerModel
from tracker.desktop.models.row_painter import LedgerPainter
from tracker.desktop.settings import Settings
from tracker.desktop.views.common.row_table import LazyTableView
from tracker.domain.commitments.progress import Progress, steps
from tracker.domain.rows import GroupRow, LedgerRow
from tracker.domain.search.ledger_query import Group
from tracker.domain.terms import Assessment

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.services.commitments.listing import Selection

_FOLDING = {Qt.Key.Key_Left: True, Qt.Key.Key_Right: False}
_Index = QModelIndex | QPersistentModelIndex


class LedgerTable(LazyTableView):
    """Rows are chosen by arrows, Home, End, typing and clicking, several with Ctrl and Shift; Enter goes to the detail.

    Heads of groups fold and unfold by a click, Space, Left and Right. Ctrl+C copies the selected rows. A click on the
    assessment of a row asks for another one: `verdict_wanted` carries where on the screen that is.
    """

    row_chosen = Signal(object)
    page_wanted = Signal(object)
    selection_changed = Signal()
    detail_wanted = Signal()
    menu_wanted = Signal(object)
    verdict_wanted = Signal(object)
    copied = Signal(int)
    copy_wanted = Signal(object)

    def __init__(self, appearance: Appearance, settings: Settings) -> None:
        model = LedgerModel(appearance)
        super().__init__(appearance, settings, model, LedgerPainter, "ledger_columns")
        self.rows = model
        self._pressed_chip = -1
        self._pressed_head = False
        self._awaited = 0
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.rows.page_wanted.connect(self.page_wanted)
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.activated.connect(self._activate)

    @property
    def chosen(self) -> LedgerRow | None:
        """The row that is current, once it is there."""
        index = self.currentIndex()
        return self.rows.known(index.row()) if index.isValid() else None

    def show_rows(
        self, ids: Sequence[int], first: Sequence[LedgerRow], groups: Sequence[GroupRow], group: Group | None
    ) -> None:
        """Show other rows; those of them that were selected among others stay so."""
        kept = self.selected
        self.rows.set_listing(ids, first, groups, group)
        # Qt forgets the selection when a model begins again.
        if len(kept) > 1 and not self.selected:
            self.select_again(kept)
        self.selection_changed.emit()

    def fill(self, rows: Sequence[LedgerRow]) -> None:
        """Rows have come that were asked for; whoever waits for the current one gets it."""
        self.rows.fill(rows)
        current = self.chosen
        if current is not None and current.id == self._awaited:
            self._tell(self.currentIndex())

    def choose(self, commitment_id: int | None) -> bool:
        """Choose a commitment, or with None the first one; False where it is not shown."""
        edges = self.rows.edges
        first = edges[0] if edges else None
        position = first if commitment_id is None else self.rows.position(commitment_id)
        if position is not None:
            self.go_to_line(position)
        return position is not None

    def fold_all(self, folded: bool) -> None:
        """Fold or unfold every group."""
        if folded and self.rows.rowCount() and self.rows.head(0) is not None:
            self._go_to(0)
        self.rows.fold_all(folded)

    def copy(self) -> None:
        """Put the selected rows on the clipboard, as a table for a spreadsheet."""
        ids = self.selected
        rows = self.rows.known_rows(ids)
        if rows is None:
            self.copy_wanted.emit(ids)
        elif rows:
            self.take_copy(table_of(rows, self.header.columns, self._appearance.words), len(rows))

    def take_copy(self, table: Copy, count: int) -> None:
        """Put a table of so many rows on the clipboard."""
        QGuiApplication.clipboard().setMimeData(mime_of(table))
        self.copied.emit(count)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.selection_changed.emit()

    def selectionCommand(self, index: _Index, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:
        """Going to a head leaves what is selected as it is."""
        if index.isValid() and self._head(index) is not None:
            return QItemSelectionModel.SelectionFlag.NoUpdate
        return super().selectionCommand(index, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif not self._fold_by_key(Qt.Key(event.key())):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        head = self._head(self.indexAt(event.position().toPoint()))
        self._pressed_head = head is not None
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        self._pressed_chip = self._chip_line(event.position().toPoint()) if plain else -1
        if head is None:
            super().mousePressEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._turn(head)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        head = self._head(self.indexAt(event.position().toPoint()))
        if head is None:
            super().mouseDoubleClickEvent(event)
        else:
            self._turn(head)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not (self._pressed_head and event.buttons()):
            super().mouseMoveEvent(event)
        over_chip = self._chip_line(event.position().toPoint()) >= 0
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over_chip else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._pressed_head:
            super().mouseReleaseEvent(event)
        pressed = self._pressed_chip
        self._pressed_chip = -1
        if pressed >= 0 and pressed == self._chip_line(event.position().toPoint()):
            self.ask_verdict()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        if self.selectionModel().hasSelection():
            self.menu_wanted.emit(place)

    def ask_verdict(self) -> None:
        """Ask for another assessment of the current row, below the one that it has."""
        current = self.currentIndex()
        if self.chosen is None:
            return
        self.scrollTo(current)
        chip = self._ledger_painter.chip_at(current.row())
        # Where the column is hidden, or scrolled out of sight, below the row.
        is_seen = chip is not None and self.viewport().rect().contains(chip)
        box = chip if chip is not None and is_seen else self.visualRect(self.rows.index(current.row(), 0))
        self.verdict_wanted.emit(self.viewport().mapToGlobal(box.bottomLeft()))

    def _chip_line(self, place: QPoint) -> int:
        """The line on whose assessment a place is; -1 where it is on none."""
        line = self.rowAt(place.y())
        if line < 0 or self._head(self.rows.index(line, 0)) is not None:
            return -1
        chip = self._ledger_painter.chip_at(line)
        stays = frozen_width(self.header, self.rows.columns) if self.header.offset() else 0
        return line if chip is not None and place.x() >= stays and chip.contains(place) else -1

    @property
    def _ledger_painter(self) -> LedgerPainter:
        return cast(LedgerPainter, self._painter)

    def _fold_by_key(self, key: Qt.Key) -> bool:
        """Left folds, or goes up to the head; Right unfolds; Space does the other of both."""
        index = self.currentIndex()
        head = self._head(index)
        if head is not None and key == Qt.Key.Key_Space:
            self._turn(head)
        elif head is not None and key in _FOLDING:
            self._fold(head, _FOLDING[key])
        elif key == Qt.Key.Key_Left and index.isValid() and (above := self.rows.head_above(index.row())) is not None:
            self._go_to(above)
        else:
            return False
        return True

    def _turn(self, head: GroupHead) -> None:
        self._fold(head, not self.rows.is_folded(head))

    def _fold(self, head: GroupHead, folded: bool) -> None:
        # The head is gone to first: Qt would choose another row in place of one that is folded away.
        self._go_to(self.rows.line_of_head(head))
        self.rows.fold(head, folded)

    def _go_to(self, number: int) -> None:
        self.go_to_line(number, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _head(self, index: _Index) -> GroupHead | None:
        return self.rows.head(index.row()) if index.isValid() else None

    def _activate(self, index: _Index) -> None:
        head = self._head(index)
        if head is None:
            self.detail_wanted.emit()
        else:
            self._turn(head)

    def _tell(self, current: _Index) -> None:
        row = self.rows.known(current.row()) if current.isValid() else None
        self._awaited = 0
        if row is not None:
            self.row_chosen.emit(row)
        elif current.isValid():
            # A head, or a row that is on its way.
            # Told of when it has come: see fill().
            self._awaited = self.rows.id_at(current.row()) or 0


class TableReader(QObject):
    """`selected` carries how many rows are selected and, once that is known, how they are judged."""

    selected = Signal(int, object)
    refused = Signal(object)

    def __init__(self, appearance: Appearance, jobs: Jobs, table: LedgerTable) -> None:
        super().__init__(table)
        self._appearance = appearance
        self._jobs = jobs
        self._table = table
        self.ledger: OpenLedger | None = None
        self._codes: tuple[str, ...] = ()
        self._is_known = True
        self._waiting: Callable[[], object] | None = None
        table.page_wanted.connect(self._fetch)
        table.copy_wanted.connect(self._copy)
        table.selection_changed.connect(self._select)

    @property
    def codes(self) -> tuple[str, ...]:
        """The commitments that are selected, where they are several and it is known which."""
        return self._codes

    def when_known(self, action: Callable[[], object]) -> None:
        """Do something with what is selected, once it is known which commitments these are."""
        if self._is_known:
            action()
        else:
            self._waiting = action

    def _fetch(self, ids: Sequence[int]) -> None:
        ledger = self.ledger
        if ledger is not None:
            self._jobs.run(
                lambda: services.listing.read_page(ledger.workspace, ids, ledger.as_of),
                self._table.fill,
                self.refused.emit,
            )

    def _select(self) -> None:
        """What is there already is known at once."""
        ledger = self.ledger
        ids = self._table.selected
        table = self._table
        several = len(ids) > 1
        rows = table.rows.known_rows(ids) if several else ()
        if rows is not None:
            self._tell(tuple(row.code for row in rows), len(ids), Counter(row.assessment for row in rows))
            return
        self._codes = ()
        self._is_known = False
        self._waiting = None
        self.selected.emit(len(ids), {})
        if ledger is not None:

            def show(found: "Selection") -> None:
                # Another selection may have been made meanwhile; its own answer is on the way.
                if self._table.selected == ids:
                    self._tell(found.codes, len(ids), found.assessments)

            self._jobs.run(
                lambda: services.listing.read_selection(ledger.workspace, ids, ledger.as_of),
                show,
                self.refused.emit,
                "selection",
            )

    def _tell(self, codes: tuple[str, ...], count: int, assessments: Mapping[Assessment, int]) -> None:
        self._codes = codes
        self._is_known = True
        self.selected.emit(count, assessments)
        action = self._waiting
        self._waiting = None
        if action is not None:
            action()

    def _copy(self, ids: Sequence[int]) -> None:
        """Read all rows page by page, then copy them."""
        ledger = self.ledger
        names = self._table.header.columns
        words = self._appearance.words
        if ledger is None:
            return

        def read(progress: Progress) -> Copy:
            pages = [ids[start : start + PAGE] for start in range(0, len(ids), PAGE)]
            read_page = services.listing.read_page
            found = (read_page(ledger.workspace, page, ledger.as_of) for page in steps(pages, progress))
            return table_of([row for rows in found for row in rows], names, words)

        done = partial(self._take_copy, len(ids))
        self._jobs.run_long(Task(self.tr("Copy as table")), read, done, self.refused.emit)

    def _take_copy(self, count: int, copy: Copy) -> None:
        self._table.take_copy(copy, count)
