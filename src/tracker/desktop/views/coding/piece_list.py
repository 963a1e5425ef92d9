"""The pieces of a coding as a list, in step with the text."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyleOptionViewItem

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.drawing import TwoLineDelegate
from tracker.desktop.models.rows_model import ITEM_ROLE, RowsModel, TableLine
from tracker.desktop.theme import scaled
from tracker.desktop.views.coding.piece_signs import Piece, describe, draw_sign, facts_of, look_of, words_of
from tracker.domain.briefings.coding_draft import DraftUnit

_LEFT = 34
_SIGN = 11


class _PieceDelegate(TwoLineDelegate):
    """Draws the sign of a piece before its two lines."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        piece = index.data(ITEM_ROLE)
        side = scaled(_SIGN)
        box = QRectF(option.rect.left() + scaled(14), option.rect.top() + scaled(9), side, side)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_sign(painter, box, piece, look_of(piece, self._appearance.tokens).ink)
        painter.restore()


class PieceList(QListView):
    """`picked` carries the piece that was clicked on. The keyboard stays with the text."""

    picked = Signal(object)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._pieces: tuple[Piece, ...] = ()
        self.rows = RowsModel()
        self.setObjectName("pieces")
        self.setModel(self.rows)
        self.setItemDelegate(_PieceDelegate(appearance, self, _LEFT))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Units and open words"))
        self.clicked.connect(lambda index: self.picked.emit(index.data(ITEM_ROLE)))

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What is listed, in the order of the text."""
        return self._pieces

    def show_pieces(self, pieces: Sequence[Piece], current: Piece | None) -> None:
        """List these, and mark one."""
        place = self.verticalScrollBar().value()
        self._pieces = tuple(pieces)
        with QSignalBlocker(self.selectionModel()):
            self.rows.show_lines(("", "", ""), [self._line(piece) for piece in pieces])
        self.verticalScrollBar().setValue(place)
        self.mark(current)

    def mark(self, current: Piece | None) -> None:
        """Mark a piece, if it is listed, and bring it in sight."""
        if current in self._pieces:
            index = self.rows.index(self._pieces.index(current), 0)
            self.setCurrentIndex(index)
            self.scrollTo(index)
        else:
            self.clearSelection()

    def _line(self, piece: Piece) -> TableLine:
        words = self._appearance.words
        said = words_of(piece)
        is_unit = isinstance(piece, DraftUnit)
        first = f"{piece.number}  {said}" if is_unit else said
        return TableLine((first, describe(piece, words), facts_of(piece, words) if is_unit else ""), piece, tip=said)
