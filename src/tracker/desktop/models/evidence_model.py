"""The evidence as a Qt table model. It holds ids and fetches whole pages when they come into sight.

Roles carry facts, delegates choose how they look.
"""

from array import array
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.evidence_columns import EVIDENCE_COLUMNS, EvidenceColumn, EvidenceLook, codes_of
from tracker.domain.evidence.evidence_query import state_of
from tracker.domain.rows import EvidenceRow
from tracker.domain.terms import EvidenceKind
from tracker.wording import Words

PAGE = 100
"""Rows that are fetched at once."""
_MOST_PAGES = 20
"""Pages that are kept; those that came first go first."""
PIECE_ROLE = int(Qt.ItemDataRole.UserRole)
"""The `EvidenceRow` behind a cell; None while it is on its way."""
_ON_ITS_WAY = "…"
_Index = QModelIndex | QPersistentModelIndex


class EvidenceModel(QAbstractTableModel):
    """The pieces that the current query found, in its order. `page_wanted` asks for ids whose pieces are to be seen."""

    page_wanted = Signal(object)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._ids = array("q")
        self._pieces: dict[int, EvidenceRow] = {}
        self._pages: dict[int, None] = {}

    def set_listing(self, ids: Sequence[int], first: Sequence[EvidenceRow]) -> None:
        """Show these pieces, the first of which are there already. Where only contents changed, or pieces came after
        those that are shown, selection and scrolling are left in peace, and what is not there yet shows as it was."""
        wanted = ids if isinstance(ids, array) else array("q", ids)
        shown = len(self._ids)
        if wanted == self._ids:
            self._refill(first)
        elif len(wanted) > shown > 0 and wanted[:shown] == self._ids:
            self.beginInsertRows(QModelIndex(), shown, len(wanted) - 1)
            self._ids = wanted
            self.endInsertRows()
            self._refill(first)
        else:
            self.beginResetModel()
            self._ids = wanted
            self._pieces = {piece.id: piece for piece in first}
            self._pages = {0: None} if first else {}
            self.endResetModel()

    def fill(self, pieces: Sequence[EvidenceRow]) -> None:
        """These pieces have come; those that are not shown any more are passed over."""
        changed = {piece.id: piece for piece in pieces if self._pieces.get(piece.id) != piece}
        self._pieces |= changed
        for page in self._pages:
            for number in range(page * PAGE, min((page + 1) * PAGE, len(self._ids))):
                if self._ids[number] in changed:
                    self._tell(number, number)
        self._forget()

    def retranslate(self) -> None:
        """The language changed: every text is another one."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(EVIDENCE_COLUMNS) - 1)
        if self._ids:
            self._tell(0, len(self._ids) - 1)

    def piece(self, number: int) -> EvidenceRow | None:
        """The piece at a position, or None while it is on its way."""
        return self._pieces.get(self._ids[number])

    def id_at(self, number: int) -> int:
        """The id of the piece at a position."""
        return self._ids[number]

    def position(self, evidence_id: int) -> int | None:
        """Where a piece stands, or None when it is not shown."""
        try:
            return self._ids.index(evidence_id)
        except ValueError:
            return None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(EVIDENCE_COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        self._fetch(index.row())
        piece = self.piece(index.row())
        column = EVIDENCE_COLUMNS[index.column()]
        words = self._appearance.words
        if piece is None:
            return _ON_ITS_WAY if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(piece, words)
            case Qt.ItemDataRole.ToolTipRole:
                return _tool_tip(piece, column, words)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{column.heading(words)}: {column.text(piece, words)}"
            case _:
                return piece if role == PIECE_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return super().headerData(section, orientation, role)
        return EVIDENCE_COLUMNS[section].heading(self._appearance.words)

    def _fetch(self, number: int) -> None:
        """Ask once for the page that a row is in."""
        page = number // PAGE
        if page not in self._pages:
            self._pages[page] = None
            self.page_wanted.emit(self._ids[page * PAGE : (page + 1) * PAGE])

    def _refill(self, first: Sequence[EvidenceRow]) -> None:
        """The first pieces have come again; the others are asked for again when they are to be seen."""
        self._pages = {0: None} if first else {}
        self.fill(first)
        if len(self._ids) > PAGE:
            self._tell(PAGE, len(self._ids) - 1)

    def _forget(self) -> None:
        """Keep no more than so many pages, and the pieces that are in them."""
        if len(self._pieces) <= _MOST_PAGES * PAGE:
            return
        self._pages = dict.fromkeys(list(self._pages)[-_MOST_PAGES:])
        kept = (known for page in self._pages for known in self._ids[page * PAGE : (page + 1) * PAGE])
        self._pieces = {known: self._pieces[known] for known in kept if known in self._pieces}

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(EVIDENCE_COLUMNS) - 1))


def _tool_tip(piece: EvidenceRow, column: EvidenceColumn, words: Words) -> str | None:
    """The rule behind a mark, or the whole of what a cell can only hint at."""
    match column.look:
        case EvidenceLook.STATE:
            said = words.rule(state_of(piece))
            return f"{said}\n{words.phrase('withdrawn', reason=piece.withdrawal_reason)}" if piece.withdrawn else said
        case EvidenceLook.KIND:
            kinds = tuple(EvidenceKind)
            return words.phrase("strength", rank=kinds.index(piece.kind) + 1, count=len(kinds))
        case EvidenceLook.FILES if piece.attachments:
            return "\n".join(file.name for file in piece.attachments)
    return "\n".join(codes_of(piece)) or None if column.name == "bears_on" else None
