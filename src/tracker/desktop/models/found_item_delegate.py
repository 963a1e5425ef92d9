"""How new items of watched pages are drawn: day, title and source, and below what they may bear on."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.columns import NOTHING
from tracker.desktop.models.drawing import (
    MARK,
    PADDING,
    draw_ground,
    mark_box,
    middle,
    row_height,
    script_of,
    width_of,
)
from tracker.desktop.models.found_items_model import (
    LINE_ROLE,
    FoundItemsModel,
    ItemHead,
    Line,
    group_name,
    marks_of,
    matched_text,
)
from tracker.desktop.models.marks import draw_fold
from tracker.desktop.models.row_painter import badge_font
from tracker.desktop.theme import scaled
from tracker.domain.watching.terms import ItemGroup
from tracker.domain.watching.watched import RankedItem

_SECOND_LINE = 18
_GAP = 10
_SOURCE_SHARE = 0.22
_MARK_SHARE = 0.3
"""Of the width of a row: what the name of the source takes at most, and each mark."""
_Index = QModelIndex | QPersistentModelIndex


class FoundItemDelegate(QStyledItemDelegate):
    """Draws the lines of a `FoundItemsModel`; the command of a head is a part of it that can be pressed."""

    def __init__(self, appearance: Appearance, view: QAbstractItemView, model: FoundItemsModel) -> None:
        super().__init__(view)
        self._appearance = appearance
        self._model = model
        self.is_allowed = True
        """Whether anything may be said of items: else heads offer no command."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        # As wide as the list: words that have no room are cut short, and nothing scrolls sideways.
        line = index.data(LINE_ROLE)
        return QSize(0, row_height(self._appearance) + (scaled(_SECOND_LINE) if _has_two_lines(line) else 0))

    def command(self, head: ItemHead) -> str:
        """Return what the head of a group offers for all of it."""
        if head.group is ItemGroup.PUT_DOWN:
            return self.tr("All {count} not for us").format(count=head.count)
        return self.tr("All {count} seen").format(count=head.count)

    def command_box(self, head: ItemHead, rect: QRect, font: QFont) -> QRect:
        """Return where the command of a head is, in one whose place is `rect`."""
        if not self.is_allowed:
            return QRect()
        width = script_of(font).metrics.horizontalAdvance(self.command(head)) + 2 * scaled(PADDING)
        return QRect(rect.right() - width, rect.top(), width, rect.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line: Line | None = index.data(LINE_ROLE)
        painter.save()
        painter.setFont(option.font)
        if isinstance(line, ItemHead):
            self._draw_head(painter, option, index, line)
        elif line is not None:
            self._draw_item(painter, option, index, line)
        painter.restore()

    def _draw_head(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index, head: ItemHead) -> None:
        tokens = self._appearance.tokens
        rect: QRect = option.rect
        painter.fillRect(rect, tokens.colour("panel"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens.colour("line"))
        view = option.widget
        if isinstance(view, QAbstractItemView) and view.hasFocus() and view.currentIndex().row() == index.row():
            accent = tokens.colour("accent")
            painter.fillRect(QRect(rect.left(), rect.top(), scaled(MARK), rect.height()), accent)
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), accent)
        soft = tokens.colour("soft")
        draw_fold(painter, mark_box(rect.left() + scaled(13), rect), self._model.is_folded(head.group), soft)
        bold = QFont(option.font)
        bold.setBold(True)
        name = group_name(head.group, self._appearance.words)
        box = self.command_box(head, rect, option.font)
        room = rect.adjusted(scaled(30), 0, -box.width() - scaled(_GAP), 0)
        script_of(bold).write(painter, room, name, tokens.colour("ink"))
        room.setLeft(room.left() + script_of(bold).metrics.horizontalAdvance(name) + scaled(_GAP))
        script_of(option.font).write(painter, room, self._model.count_text(head), soft)
        if not box.isEmpty():
            script_of(option.font).write(painter, box.adjusted(scaled(PADDING), 0, 0, 0), self.command(head), soft)

    def _draw_item(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index, ranked: RankedItem) -> None:
        tokens = self._appearance.tokens
        words = self._appearance.words
        draw_ground(painter, option, index, tokens)
        script = script_of(option.font)
        soft = tokens.colour("soft")
        rect = option.rect.adjusted(2 * scaled(PADDING), 0, -scaled(PADDING), 0)
        two = _has_two_lines(ranked)
        upper = QRect(rect.left(), rect.top(), rect.width(), row_height(self._appearance))
        beside = width_of(["2026-12-31"], script.metrics, 0)
        script.write(painter, upper, ranked.item.published or NOTHING, soft)
        room = upper.adjusted(beside, 0, 0, 0)
        marks = marks_of(ranked, words)
        if not two:
            room.setRight(self._draw_marks(painter, option.font, room, marks))
        source = script.cut(ranked.item.page, round(rect.width() * _SOURCE_SHARE))
        script.write(painter, room, source, soft, Qt.AlignmentFlag.AlignRight)
        room.setRight(room.right() - script.metrics.horizontalAdvance(source) - scaled(_GAP))
        script.write(painter, room, ranked.item.title, tokens.colour("ink"))
        if two:
            lower = QRect(upper.left() + beside, 0, upper.width() - beside, scaled(_SECOND_LINE))
            lower.moveTop(rect.bottom() - scaled(_SECOND_LINE) - scaled(5))
            self._draw_bearing(painter, option.font, lower, ranked, marks)

    def _draw_bearing(
        self, painter: QPainter, font: QFont, room: QRect, ranked: RankedItem, marks: tuple[str, ...]
    ) -> None:
        """The likeliest commitment with the words that speak for it; how many others there are."""
        tokens = self._appearance.tokens
        words = self._appearance.words
        room.setRight(self._draw_marks(painter, font, room, marks))
        small = script_of(_small(font))
        first = ranked.suggestions[0]
        said = f"{first.code}  {words.name(first.title)}"
        matched = matched_text(first, words)
        others = len(ranked.suggestions) - 1
        if others:
            matched += f"  +{others}"
        # The words that speak for it are what is looked for: the title of the commitment gives way.
        wide = min(small.metrics.horizontalAdvance(matched), room.width() * 3 // 5)
        shown = small.cut(said, room.width() - wide - scaled(_GAP))
        small.write(painter, room, shown, tokens.colour("soft"))
        begins = room.left() + small.metrics.horizontalAdvance(shown) + scaled(_GAP)
        small.write(
            painter,
            QRect(begins, room.top(), room.right() - begins, room.height()),
            matched,
            tokens.colour("ink"),
        )

    def _draw_marks(self, painter: QPainter, font: QFont, room: QRect, marks: tuple[str, ...]) -> int:
        """Draw small framed words at the right of a room; returns where what is before them ends."""
        tokens = self._appearance.tokens
        script = script_of(badge_font(font))
        right = room.right()
        most = round(room.width() * _MARK_SHARE)
        for whole in reversed(marks):
            # The tip says all of it.
            mark = script.cut(whole, most)
            width = script.metrics.horizontalAdvance(mark) + scaled(8)
            height = script.metrics.height() + scaled(2)
            box = QRect(right - width, middle(room, height), width, height)
            painter.setPen(tokens.colour("edge"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, scaled(3), scaled(3))
            script.write(painter, box.adjusted(scaled(4), 0, 0, 0), mark, tokens.colour("soft"))
            right = box.left() - scaled(6)
        return right


def _has_two_lines(line: Line | None) -> bool:
    return isinstance(line, RankedItem) and line.group is ItemGroup.BEARING


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(scaled(12))
    return small
