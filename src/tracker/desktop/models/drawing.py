"""What all that is drawn by hand is drawn from: the ground of a row, words, bars, rings, and the boxes of marks.

Words on one line are cut short where their room ends. How they are cut is remembered, and so is what a mark looks like:
a table draws the same ones in row after row.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from itertools import takewhile
from operator import eq

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import Tokens, scaled
from tracker.domain.search.ledger_query import words_of
from tracker.domain.text.number_forms import number_forms
from tracker.domain.text.text_folding import find_folded

ROW_HEIGHTS = {"comfortable": 34, "dense": 26}
PADDING = 8
MARK = 3
_BOX = 14
_GAP = 8
"""Pixels of the design: the side of a box to be ticked, and what is between it and its words."""
_FONTS = 32
"""Fonts that are remembered; the window has about ten."""
_MOST_WORDS = 4_000
"""Words that are remembered of a font; then it begins again."""
_TWO_LINES = 48
"""Pixels of the design that a row of two lines takes."""
_TICK = ((0.24, 0.52), (0.43, 0.72), (0.78, 0.3))
_Index = QModelIndex | QPersistentModelIndex


class TableDelegate(QStyledItemDelegate):
    """Cells of the height that the user chose, whose tips say what is cut short."""

    def __init__(self, appearance: Appearance, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._appearance = appearance

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), row_height(self._appearance))

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """Show the model's tool tip, or the whole text where the cell cuts it short."""
        tip = index.data(Qt.ItemDataRole.ToolTipRole)
        text = index.data(Qt.ItemDataRole.DisplayRole) or ""
        room = option.rect.width() - 2 * scaled(PADDING)
        # Qt asks for other kinds of help by the same event.
        if event.type() != QEvent.Type.ToolTip or tip or QFontMetrics(view.font()).horizontalAdvance(text) <= room:
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), text, view.viewport(), option.rect)  # gone with the pointer
        return True


class TickDelegate(TableDelegate):
    """Draws cells on one line, with a box to be ticked before the first one of a row that has a check state."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setFont(option.font)
        tokens = self._appearance.tokens
        draw_ground(painter, option, index, tokens)
        room = option.rect.adjusted(scaled(PADDING), 0, -scaled(PADDING), 0)
        text = index.data(Qt.ItemDataRole.DisplayRole) or ""
        if index.column() == 0:
            state = index.data(Qt.ItemDataRole.CheckStateRole)
            side = scaled(_BOX)
            if state is not None:
                box = QRectF(room.left(), middle(room, side), side, side)
                ticked = Qt.CheckState(state) is Qt.CheckState.Checked
                draw_tick_box(painter, box, tokens, ticked=ticked, marked=ticked)
            room.setLeft(room.left() + side + scaled(_GAP))
        write(painter, room, text, tokens.colour("ink" if index.column() in (0, 1) else "soft"))
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """Tick the box, or take the tick away: by a click on it or beside it in its column, or by the space bar."""
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None or not self._is_meant(event, option):
            return False
        ticked = Qt.CheckState(state) is Qt.CheckState.Checked
        return model.setData(
            index, Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole
        )

    def _is_meant(self, event: QEvent, option: QStyleOptionViewItem) -> bool:
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            return event.position().x() <= option.rect.left() + scaled(PADDING + _BOX + _GAP)
        pressed = event if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        return pressed is not None and pressed.key() == Qt.Key.Key_Space


class TwoLineDelegate(QStyledItemDelegate):
    """Draws the first cell of a row, at its right the second, and below them, small, the third."""

    def __init__(self, appearance: Appearance, view: QAbstractItemView, left: int = PADDING) -> None:
        """`left`: pixels of the design before the words."""
        super().__init__(view)
        self._appearance = appearance
        self._left = left

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        # As wide as the list: words that have no room are cut short, and nothing scrolls sideways.
        return QSize(0, scaled(_TWO_LINES))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        tokens = self._appearance.tokens
        first, second, third = (index.model().index(index.row(), place).data() for place in range(3))
        painter.save()
        painter.setFont(option.font)
        draw_ground(painter, option, index, tokens)
        room = option.rect.adjusted(scaled(self._left), scaled(5), -scaled(PADDING), -scaled(5))
        upper = QRect(room.left(), room.top(), room.width(), room.height() // 2)
        write(painter, upper, second, tokens.colour("soft"), Qt.AlignmentFlag.AlignRight)
        beside = painter.fontMetrics().horizontalAdvance(second) + scaled(8)
        write(painter, upper.adjusted(0, 0, -beside, 0), first, tokens.colour("ink"))
        small = QFont(option.font)
        small.setPixelSize(scaled(12))
        painter.setFont(small)
        write(painter, upper.translated(0, room.height() // 2), third, tokens.colour("soft"))
        painter.restore()


class Script:
    """Writes in one font."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetrics(font)
        self._height = self.metrics.height()
        self._ascent = self.metrics.ascent()
        self._cut: dict[tuple[str, int, Qt.TextElideMode], str] = {}

    def write(
        self,
        painter: QPainter,
        room: QRect,
        words: str,
        colour: QColor,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        """Write in the middle of the room's height."""
        shown = self.cut(words, room.width())
        left = room.left()
        if align != Qt.AlignmentFlag.AlignLeft:
            free = room.width() - self.metrics.horizontalAdvance(shown)
            left += free if align == Qt.AlignmentFlag.AlignRight else free // 2
        painter.setFont(self.font)
        painter.setPen(colour)
        painter.drawText(left, room.top() + (room.height() - self._height) // 2 + self._ascent, shown)

    def cut(self, words: str, width: int, elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> str:
        """As much of the words as so many pixels hold."""
        # Eliding measures letter by letter; most cells of a table are drawn again and again at the same width.
        known = self._cut.get((words, width, elide))
        if known is None:
            if len(self._cut) >= _MOST_WORDS:
                self._cut.clear()
            known = self._cut[words, width, elide] = self.metrics.elidedText(words, elide, width)
        return known


@lru_cache(maxsize=_FONTS)
def script_of(font: QFont) -> Script:
    """The script of a font."""
    return Script(font)


def cut_to_tell(script: Script, words: str, others: Sequence[str], width: int) -> str:
    """Return so many pixels of words, cut so that they are told from the others: as a rule at the end."""
    for mode in (Qt.TextElideMode.ElideRight, Qt.TextElideMode.ElideMiddle, Qt.TextElideMode.ElideLeft):
        shown = script.cut(words, width, mode)
        if shown == words or all(script.cut(other, width, mode) != shown for other in others if other != words):
            return shown
    # They begin and end like another, and there is room for no more: what follows the common beginning tells them.
    alike = max(_alike(words, other) for other in others if other != words)
    return script.cut(f"…{words[alike:].lstrip()}", width)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(bool, map(eq, one, other)))


class Stamps:
    """Marks as pictures, as sharp as the screen is. There are as many as there are marks, sizes and colours of them."""

    def __init__(self, ratio: float) -> None:
        self._ratio = ratio
        self._drawn: dict[Hashable, QPixmap] = {}

    def stamp(self, name: Hashable, size: QSize, draw: Callable[[QPainter, QRectF], None]) -> QPixmap:
        """The picture of this name; `draw` is called with a box of this size where it is not there yet."""
        known = self._drawn.get((name, size.width(), size.height()))
        if known is None:
            known = self._drawn[name, size.width(), size.height()] = self._draw(size, draw)
        return known

    def _draw(self, size: QSize, draw: Callable[[QPainter, QRectF], None]) -> QPixmap:
        picture = QPixmap(size * self._ratio)
        # Or the marks would be blurred on screens of more than one pixel a point.
        picture.setDevicePixelRatio(self._ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        draw(painter, QRectF(0, 0, size.width(), size.height()))
        painter.end()
        return picture


def draw_ground(painter: QPainter, option: QStyleOptionViewItem, index: _Index, tokens: Tokens) -> None:
    """Draw the line under a row, and the marks of one that is selected or has the keyboard."""
    rect = option.rect
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    if selected:
        painter.fillRect(rect, tokens.colour("selection"))
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens.colour("line"))
    if not selected:
        return
    accent = tokens.colour("accent")
    if _is_first(option, index):
        painter.fillRect(QRect(rect.left(), rect.top(), scaled(MARK), rect.height()), accent)
    view = option.widget
    if isinstance(view, QAbstractItemView) and view.hasFocus() and view.currentIndex().row() == index.row():
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), accent)


def write(
    painter: QPainter,
    room: QRect | QRectF,
    text: str,
    colour: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Write words on one line in the middle of the room's height, cut short where their room ends."""
    place = room.toRect() if isinstance(room, QRectF) else room
    script_of(painter.font()).write(painter, place, text, colour, align)


def mark_words(painter: QPainter, room: QRect, text: str, found: list[tuple[int, int]], colour: QColor) -> None:
    """Lay a colour under what was searched for."""
    metrics = painter.fontMetrics()
    height = metrics.height()
    for start, end in found:
        left = room.left() + metrics.horizontalAdvance(text[:start])
        width = min(metrics.horizontalAdvance(text[:end]) + room.left(), room.right()) - left
        if width > 0:
            painter.fillRect(QRect(left, middle(room, height), width, height), colour)


def spans(text: str, whole: str, search: str) -> list[tuple[int, int]]:
    """Start and end of every hit in `text`, which is the end of `whole`; hits that begin before it are cut.

    Only plain hits: what was found by its pinyin shows none.
    """
    if not whole.endswith(text):
        return []
    offset = len(whole) - len(text)
    forms = {form for word in words_of(search) for form in number_forms(word)}
    hits = (hit for form in forms for hit in find_folded(whole, form))
    return sorted((max(0, start - offset), end - offset) for start, end in hits if end > offset)


def draw_focus(painter: QPainter, rect: QRect, tokens: Tokens, radius: float = 3, width: int = 1) -> None:
    """Draw the ring of what has the keyboard."""
    inset = width / 2
    painter.setPen(QPen(tokens.colour("accent"), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius)


def draw_tick_box(
    painter: QPainter, box: QRectF, tokens: Tokens, *, ticked: bool, marked: bool, allowed: bool = True
) -> None:
    """Draw the box of a choice, ticked or not; `marked` is one that is ticked or has the mouse over it. A choice that
    is not `allowed` has a stroke in its box, and cannot be ticked."""
    accent = tokens.colour("accent")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(accent if marked else tokens.colour("faint"), 1))
    painter.setBrush(accent if ticked else tokens.colour("card" if allowed else "panel"))
    painter.drawRoundedRect(box, scaled(3), scaled(3))
    if not allowed:
        side = box.width() / 4
        half = box.center().y()
        painter.drawLine(QPointF(box.left() + side, half), QPointF(box.right() - side, half))
    if ticked:
        painter.setPen(QPen(tokens.colour("on_accent"), 1.6, c=Qt.PenCapStyle.RoundCap))
        painter.drawPolyline(
            [box.topLeft() + QPointF(right * box.width(), down * box.height()) for right, down in _TICK]
        )


def draw_bar(painter: QPainter, bar: QRect, reached: float, colour: QColor, track: QColor) -> None:
    """Draw a bar filled to a share between 0 and 1."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = bar.height() / 2
    painter.setBrush(track)
    painter.drawRoundedRect(bar, radius, radius)
    if reached > 0:
        painter.setBrush(colour)
        # Never less than its own height, or the round ends would not fit.
        filled = max(bar.height(), round(bar.width() * reached))
        painter.drawRoundedRect(QRect(bar.left(), bar.top(), filled, bar.height()), radius, radius)


def row_height(appearance: Appearance) -> int:
    """How high a row is at the density that the user chose."""
    return scaled(ROW_HEIGHTS[appearance.density])


def width_of(terms: Iterable[str], metrics: QFontMetrics, beside: int) -> int:
    """The width of a column at which every term fits whole, with so much room beside it."""
    return max(map(metrics.horizontalAdvance, terms)) + scaled(beside) + 2 * scaled(PADDING)


def mark_box(left: int, beside: QRect) -> QRectF:
    """Where a mark is in front of words."""
    side = scaled(10)
    return QRectF(left, beside.top() + (beside.height() - side) / 2, side, side)


def middle(room: QRect, height: int) -> int:
    """Where something of this height begins so that it is centred."""
    return room.top() + (room.height() - height) // 2


def _is_first(option: QStyleOptionViewItem, index: _Index) -> bool:
    view = option.widget
    return not isinstance(view, QTableView) or view.horizontalHeader().sectionPosition(index.column()) == 0
