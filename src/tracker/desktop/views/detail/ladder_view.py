"""The ladder that a document or a list climbs, with the highest documented rung marked (coding rules §5)."""

from functools import partial

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import DrawnButton, column, row, text
from tracker.desktop.views.detail.sections import Shown
from tracker.domain.assessment.ladder import Ladder, Rung, ladders
from tracker.domain.evidence.evidence_query import EvidenceStatus
from tracker.domain.rows import CommitmentDetail
from tracker.domain.terms import Assessment, Stage

_DOT = 9
_TOP = 9
_TYPE = 11
_MOST = 20
"""Pieces that a tip names, the newest of those that document a rung: a tip is no higher than the screen."""


class RungMark(DrawnButton):
    """One rung: a dot on the line and its word below. A documented one leads to what documents it.

    Filled: documented; filled and larger in bold words: the highest; a small ring: documented before the briefing
    only; a stroke: nothing documents it.
    """

    def __init__(self, appearance: Appearance, rung: Rung, *, highest: bool, worded: bool) -> None:
        """`worded`: its word stands below it, and not only in its tip."""
        super().__init__()
        self._appearance = appearance
        self.rung = rung
        self.highest = highest
        self._worded = worded
        words = appearance.words
        self._word = words.phrase(f"rung_{rung.stage.value}")
        said = [words.term(rung.stage), *self._documents(rung)]
        self.setToolTip("\n".join(said))
        self.setAccessibleName(words.join(said, "clause"))
        small = self.font()
        small.setPixelSize(scaled(_TYPE))
        small.setBold(highest)
        self.setFont(small)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if rung.evidence:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if rung.evidence else Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        high = scaled(_TOP * 2)
        if not self._worded:
            return QSize(scaled(40), high)
        return QSize(metrics.horizontalAdvance(self._word) + scaled(4), high + scaled(2) + metrics.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._appearance.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(self.width() / 2, scaled(_TOP))
        painter.setPen(QPen(tokens.colour("edge"), 1))
        # Each rung draws its share of the line, so that the rungs need nothing behind them.
        left = middle.x() if self.rung.stage is Stage.DRAFTING else 0
        right = middle.x() if self.rung.stage is Stage.EFFECTIVE else self.width()
        painter.drawLine(QPointF(left, middle.y()), QPointF(right, middle.y()))
        self._draw_dot(painter, middle)
        if self._worded:
            below = QRect(0, scaled(_TOP * 2), self.width(), self.height() - scaled(_TOP * 2))
            painter.setPen(tokens.colour("ink" if self.highest else "soft"))
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self._word)
        if self.hasFocus():
            painter.setPen(QPen(tokens.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)

    def _documents(self, rung: Rung) -> list[str]:
        """Who documents it, and when."""
        said = [f"{piece.publisher} · {piece.published} · {piece.title}" for piece in rung.evidence[-_MOST:]]
        if (rest := len(rung.evidence) - _MOST) > 0:
            said.append(self.tr("and {count} more").format(count=f"{rest:,}"))
        if not said:
            said.append(self.tr("Nothing documents it."))
        if rung.early:
            said.append(self._appearance.words.rule(EvidenceStatus.EARLY))
        if rung.stage in (Stage.PUBLICITY, Stage.ISSUED):
            said.append(self.tr("A list that is publicised and then published is one list: it counts once."))
        return said

    def _draw_dot(self, painter: QPainter, middle: QPointF) -> None:
        tokens = self._appearance.tokens
        rung = self.rung
        done = tokens.assessments[Assessment.MET].text
        radius = scaled(_DOT + (3 if self.highest else 0)) / 2
        if rung.documented:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(done if self.highest else tokens.colour("soft"))
        elif rung.evidence:
            painter.setPen(QPen(tokens.colour("soft"), 1.4))
            painter.setBrush(tokens.colour("card"))
        else:
            radius = scaled(4) / 2
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("edge"))
        painter.drawEllipse(middle, radius, radius)


def rungs(shown: Shown, ladder: Ladder, *, worded: bool) -> QHBoxLayout:
    """Return the rungs of one ladder in a line; each leads to the newest piece that documents it."""
    highest = ladder.highest
    line = row()
    for rung in ladder.rungs:
        mark = RungMark(shown.appearance, rung, highest=rung is highest, worded=worded)
        if rung.evidence:
            mark.clicked.connect(partial(shown.reader.show_evidence, rung.evidence[-1].id))
        line.addWidget(mark)
    return line


class LadderView(QWidget):
    """The ladder of a whole commitment, with its words, and who documents where it stands."""

    def __init__(self, shown: Shown, ladder: Ladder) -> None:
        super().__init__()
        stand = self.tr("No stage after the briefing is documented yet.")
        if (highest := ladder.highest) is not None:
            piece = highest.evidence[-1]
            stand = f"{shown.appearance.words.term(highest.stage)} · {piece.published} · {piece.publisher}"
        self.setLayout(column(rungs(shown, ladder, worded=True), text(stand, "small"), spacing=6))


def ladders_of(detail: CommitmentDetail) -> tuple[Ladder, ...]:
    """The ladders of a commitment: one for all of it, one a part, or none."""
    line = detail.row
    return ladders(line.kind, detail.parts, detail.pieces, line.code, detail.source.held_on)
