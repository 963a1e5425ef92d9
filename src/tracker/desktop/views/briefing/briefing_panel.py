"""Beside the source: its structure, what the tints mean, and what the reader wants to see."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.marks import draw_assessment
from tracker.desktop.settings import Settings
from tracker.desktop.theme import scaled
from tracker.desktop.views.briefing.briefing_setting import Options
from tracker.desktop.views.common.widgets import CheckBox, Scrolling, button, clear_layout, column, label, row, text
from tracker.domain.rows import EventRow
from tracker.domain.terms import Assessment

if TYPE_CHECKING:
    from tracker.services.briefings.briefing_view import BriefingView

_STATE = "briefing_options"
_ROW = 25
_COUNT = 32
_MOST_COMPARED = 5
"""Comparisons of codings that are named."""
_INDENT = 4
"""Of the words in the list, so that the frame of the focus does not touch them; all else follows."""
_COUNT_ROLE = Qt.ItemDataRole.UserRole + 1
_ALIGN_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_ALIGN_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class BriefingPanel(Scrolling):
    """Says where to go and what to show; does nothing itself. `comparison_wanted` carries an entry of the history by
    which two codings were compared."""

    place_wanted = Signal(int)
    options_changed = Signal(object)
    comparison_wanted = Signal(object)

    def __init__(self, appearance: Appearance, settings: Settings) -> None:
        super().__init__()
        self._appearance = appearance
        self._settings = settings
        self._view: BriefingView | None = None
        self.setObjectName("facets")
        self._structure = label("", "facetTitle")
        self._counted = label("", "facetTitle")
        self.topics = TopicList(appearance)
        self._legend_title = label("", "facetTitle")
        self._shown_title = label("", "facetTitle")
        self.legend = {assessment: LegendRow(appearance, assessment) for assessment in Assessment}
        self._compared_title = label("", "facetTitle")
        self._compared = QVBoxLayout()
        self._compared.setSpacing(scaled(8))
        self._compared_part = QWidget()
        self.tint, self.omissions, self.fade = (CheckBox(appearance) for _ in range(3))
        self._lay_out()
        self._restore()
        for box in (self.tint, self.omissions, self.fade):
            box.toggled.connect(lambda _: self.options_changed.emit(self.options))
        self.topics.place_wanted.connect(self.place_wanted)

    @property
    def options(self) -> Options:
        """What is ticked."""
        return Options(self.tint.isChecked(), self.omissions.isChecked(), self.fade.isChecked())

    def show_view(self, view: "BriefingView | None") -> None:
        """Show the structure of a source, and how its commitments are judged."""
        self._view = view
        self.topics.show_topics(view)
        judged = Counter({mark.code: mark.assessment for mark in view.marks}.values()) if view else Counter()
        for assessment, line in self.legend.items():
            line.set_count(judged[assessment])
        self._show_comparisons(view.comparisons[:_MOST_COMPARED] if view else ())

    def remember(self) -> None:
        """Keep what is ticked."""
        ticked = "".join("01"[box.isChecked()] for box in (self.tint, self.omissions, self.fade))
        self._settings.remember(_STATE, QByteArray(ticked.encode()))

    def retranslate(self) -> None:
        """Show all texts and colours in the current language and theme."""
        self.setFixedWidth(scaled(248 if self._appearance.language == "en" else 212))
        self._structure.setText(self.tr("Structure"))
        self._counted.setText(self.tr("Commitments"))
        self._legend_title.setText(self.tr("Legend"))
        self._shown_title.setText(self.tr("Show"))
        self._compared_title.setText(self.tr("Codings compared"))
        self.topics.setAccessibleName(self.tr("Structure"))
        self.topics.setToolTip(self.tr("Go to an answer"))
        for box, words, tip in (
            (self.tint, self.tr("Tint by assessment"), self.tr("Show on the words what became of them")),
            (
                self.omissions,
                self.tr("What was left out, why"),
                self.tr("Sentences that look ahead and are no commitment, each with its reason"),
            ),
            (
                self.fade,
                self.tr("Fade past results"),
                self.tr("Set back what tells of results and of the past"),
            ),
        ):
            box.setText(words)
            box.setAccessibleName(words)
            box.setToolTip(tip)
        for line in self.legend.values():
            line.retranslate()
        self.show_view(self._view)

    def _show_comparisons(self, comparisons: Sequence[EventRow]) -> None:
        """Name the newest comparisons of two codings of the source, each with its figures."""
        clear_layout(self._compared)
        self._compared_part.setVisible(bool(comparisons))
        for event in comparisons:
            opener = button(f"{event.day.isoformat()} · {event.author}", "quiet-link")
            opener.setObjectName("comparedCodings")
            opener.setToolTip(self.tr("Show what was settled, and why"))
            opener.clicked.connect(partial(self.comparison_wanted.emit, event))
            said = text(self._appearance.words.comparison(event), "small")
            self._compared.addLayout(column(opener, said, spacing=1))

    def _restore(self) -> None:
        kept = self._settings.state(_STATE)
        ticked = bytes(kept.data()).decode(errors="replace") if kept is not None else "101"
        for box, tick in zip((self.tint, self.omissions, self.fade), ticked, strict=False):
            box.setChecked(tick == "1")

    def _lay_out(self) -> None:
        body = QWidget()
        body.setObjectName("facetList")
        head = row(self._structure, None, self._counted, margins=(_INDENT, 0, _INDENT, 0))
        structure = column(head, self.topics, spacing=4)
        inner = (_INDENT, 0, 0, 0)
        legend = column(self._legend_title, column(*self.legend.values()), spacing=4, margins=inner)
        shown = column(self._shown_title, column(self.tint, self.omissions, self.fade), spacing=4, margins=inner)
        compared = column(self._compared_title, self._compared, spacing=4, margins=inner)
        self._compared_part.setLayout(compared)
        self._compared_part.hide()
        body.setLayout(column(structure, legend, shown, self._compared_part, None, spacing=20, margins=(8, 20, 8, 16)))
        self.setWidget(body)


class TopicList(QListWidget):
    """The answers by their subjects, each with the number of its commitments."""

    place_wanted = Signal(int)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.setObjectName("topics")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_TopicDelegate(appearance, self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # As high as its lines: in a high window the room that is left goes below, not above it.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.itemClicked.connect(self._tell)
        self.currentItemChanged.connect(self._tell)

    def show_topics(self, view: "BriefingView | None") -> None:
        """Show the subjects of a source; the one that was current stays so."""
        current = self.currentRow()
        # Filling is no choice: it would scroll the text to its beginning.
        self.blockSignals(True)
        self.clear()
        for topic in view.topics if view else ():
            name = self._appearance.words.name(topic.topic)
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, topic.start)
            item.setData(_COUNT_ROLE, topic.count)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}, {topic.count}")
            item.setToolTip(name)
            self.addItem(item)
        self.setCurrentRow(current if 0 <= current < self.count() else 0)
        self.blockSignals(False)
        self.setFixedHeight(scaled(_ROW) * max(1, self.count()))

    def mark(self, start: int) -> None:
        """The reader is at this offset of the source: show under which subject that is."""
        reached = [
            number for number in range(self.count()) if self.item(number).data(Qt.ItemDataRole.UserRole) <= start
        ]
        self.blockSignals(True)
        self.setCurrentRow(reached[-1] if reached else 0)
        self.blockSignals(False)
        self.viewport().update()

    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.place_wanted.emit(item.data(Qt.ItemDataRole.UserRole))


class _TopicDelegate(QStyledItemDelegate):
    def __init__(self, appearance: Appearance, view: QListWidget) -> None:
        super().__init__(view)
        self._appearance = appearance
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), scaled(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens = self._appearance.tokens
        box = option.rect
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, tokens.colour("line"))
        if current and self._view.hasFocus():
            painter.setPen(QPen(tokens.colour("accent"), 1))
            painter.drawRect(box.adjusted(0, 0, -1, -1))
        font = QFont(option.font)
        font.setBold(current)
        painter.setFont(font)
        painter.setPen(tokens.colour("ink"))
        room = box.adjusted(scaled(_INDENT), 0, -scaled(_COUNT), 0)
        name = index.data(Qt.ItemDataRole.DisplayRole)
        elided = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _ALIGN_LEFT, elided)
        painter.setPen(tokens.colour("soft"))
        painter.drawText(box.adjusted(0, 0, -scaled(_INDENT), 0), _ALIGN_RIGHT, str(index.data(_COUNT_ROLE)))
        painter.restore()


class LegendRow(QWidget):
    """What a tint means, and how many commitments have it."""

    def __init__(self, appearance: Appearance, assessment: Assessment) -> None:
        super().__init__()
        self._appearance = appearance
        self._assessment = assessment
        self._count = 0
        self.setFixedHeight(scaled(_ROW))

    def set_count(self, count: int) -> None:
        """Show how many commitments are judged so."""
        self._count = count
        self.setAccessibleName(f"{self._appearance.words.term(self._assessment)}: {count}")
        self.update()

    def retranslate(self) -> None:
        """Show all texts and colours in the current language and theme."""
        self.setToolTip(self._appearance.words.rule(self._assessment))
        self.set_count(self._count)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._appearance.tokens
        chip = tokens.assessments[self._assessment]
        painter = QPainter(self)
        width = scaled(22)
        height = scaled(17)
        side = scaled(9)
        swatch = QRectF(0, (self.height() - height) / 2, width, height)
        painter.fillRect(swatch, chip.ground)
        painter.fillRect(QRectF(0, swatch.bottom() - scaled(2), width, scaled(2)), chip.text)
        sign = QRectF((width - side) / 2, swatch.top() + (height - scaled(2) - side) / 2, side, side)
        draw_assessment(painter, sign, self._assessment, chip.text)
        painter.setPen(tokens.colour("ink" if self._count else "soft"))
        room = QRect(scaled(30), 0, self.width() - scaled(30 + _COUNT), self.height())
        words = self._appearance.words.term(self._assessment)
        painter.drawText(
            room, _ALIGN_LEFT, painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        )
        painter.setPen(tokens.colour("soft"))
        painter.drawText(self.rect().adjusted(0, 0, -scaled(_INDENT), 0), _ALIGN_RIGHT, str(self._count))
