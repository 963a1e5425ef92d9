"""The signs beside a word, drawn as shapes, so that they look the same with every font."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from tracker.domain.evidence.evidence_query import EvidenceStatus
from tracker.domain.terms import Assessment, DueBasis, Light

_QUARTER = 16 * 90
"""Qt counts angles in sixteenths of a degree."""
_BASIS_FILLED = {DueBasis.STATED: 1.0, DueBasis.SECTION: 0.5}
"""How much of the square of a basis is full."""


def draw_assessment(painter: QPainter, box: QRectF, assessment: Assessment, colour: QColor) -> None:
    """Draw ○ ∅ ◐ ◑ ● ✕ ⊘ ? into a square box."""
    circle = box.adjusted(1, 1, -1, -1)
    with _lines(painter, box, colour):
        match assessment:
            case Assessment.NOT_RATED:
                painter.drawEllipse(circle)
            case Assessment.NO_EVIDENCE:
                painter.drawEllipse(box.adjusted(2, 2, -2, -2))
                painter.drawLine(box.bottomLeft(), box.topRight())
            case Assessment.IN_PROGRESS:
                _half(painter, circle, colour, _QUARTER)
            case Assessment.PARTLY_MET:
                _half(painter, circle, colour, -_QUARTER)
            case Assessment.MET:
                painter.setBrush(colour)
                painter.drawEllipse(circle)
            case Assessment.NOT_MET:
                painter.drawLine(circle.topLeft(), circle.bottomRight())
                painter.drawLine(circle.bottomLeft(), circle.topRight())
            case Assessment.DROPPED:
                painter.drawEllipse(circle)
                painter.drawLine(_at(circle, 0.15, 0.15), _at(circle, 0.85, 0.85))
            case Assessment.NOT_VERIFIABLE:
                _question(painter, box)


def draw_light(painter: QPainter, box: QRectF, light: Light, colour: QColor) -> None:
    """Draw ▲ ■ ▼ (hollow or filled), ! in a box, ◇, a clock, □ or – into a square box."""
    with _lines(painter, box, colour):
        match light:
            case Light.AHEAD:
                painter.setBrush(colour)
                painter.drawPolygon(_polygon(box, (0.5, 0.15), (0.9, 0.85), (0.1, 0.85)))
            case Light.ON_SCHEDULE | Light.UNMEASURED:
                if light is Light.ON_SCHEDULE:
                    painter.setBrush(colour)
                painter.drawRect(box.adjusted(1.5, 1.5, -1.5, -1.5))
            case Light.BEHIND | Light.FAR_BEHIND:
                if light is Light.FAR_BEHIND:
                    painter.setBrush(colour)
                painter.drawPolygon(_polygon(box, (0.1, 0.15), (0.9, 0.15), (0.5, 0.85)))
            case Light.OVERDUE:
                painter.drawLine(_at(box, 0.5, 0.1), _at(box, 0.5, 0.62))
                painter.drawPoint(_at(box, 0.5, 0.92))
            case Light.AWAITING:
                painter.drawPolygon(_polygon(box, (0.5, 0.05), (0.95, 0.5), (0.5, 0.95), (0.05, 0.5)))
            case Light.REVIEW:
                painter.drawEllipse(box.adjusted(0.6, 0.6, -0.6, -0.6))
                painter.drawPolyline(_polygon(box, (0.5, 0.24), (0.5, 0.54), (0.72, 0.66)))
            case Light.NOT_APPLICABLE:
                painter.drawLine(_at(box, 0.2, 0.5), _at(box, 0.7, 0.5))


def draw_state(painter: QPainter, box: QRectF, state: EvidenceStatus, colour: QColor) -> None:
    """Draw ○ (waits), ● (linked), ◁ (early), = (the same again) or – (withdrawn) into a square box."""
    inner = box.adjusted(1.5, 1.5, -1.5, -1.5)
    centre = box.center()
    with _lines(painter, box, colour):
        match state:
            case EvidenceStatus.UNLINKED:
                painter.drawEllipse(inner)
            case EvidenceStatus.LINKED:
                painter.setBrush(colour)
                painter.drawEllipse(inner)
            case EvidenceStatus.EARLY:
                painter.drawPolygon([inner.topRight(), inner.bottomRight(), QPointF(inner.left(), centre.y())])
            case EvidenceStatus.SAME_BRIEFING:
                for down in (-0.18, 0.18):
                    at = centre.y() + down * box.height()
                    painter.drawLine(round(inner.left()), round(at), round(inner.right()), round(at))
            case EvidenceStatus.WITHDRAWN:
                painter.drawLine(round(inner.left()), round(centre.y()), round(inner.right()), round(centre.y()))


def draw_basis(painter: QPainter, box: QRectF, basis: DueBasis, colour: QColor) -> None:
    """Draw a square for a date that the briefing tells: full where it is stated, filled in part where it has to be
    inferred. A circle for one that comes from elsewhere: full from a later document, hollow from the analyst."""
    square = box.adjusted(0.5, 0.5, -0.5, -0.5)
    with _lines(painter, box, colour, thick=1):
        match basis:
            case DueBasis.NONE:
                painter.fillRect(QRectF(square.left(), square.center().y(), square.width(), 1), colour)
            case DueBasis.DOCUMENT | DueBasis.USER:
                if basis is DueBasis.DOCUMENT:
                    painter.setBrush(colour)
                painter.drawEllipse(square)
            case _:
                painter.drawRect(square)
                if basis is DueBasis.DERIVED:
                    painter.setBrush(colour)
                    painter.drawPolygon(QPolygonF([square.topLeft(), square.topRight(), square.bottomLeft()]))
                share = _BASIS_FILLED.get(basis, 0.0)
                painter.fillRect(QRectF(square.left(), square.top(), square.width() * share, square.height()), colour)


def draw_doubt(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """Draw the sign of a doubt into a square box: a triangle that stands on its base, with a stroke and a point in it.

    No other sign beside a word is one, so that it is known by its shape alone.
    """
    with _lines(painter, box, colour):
        painter.setPen(QPen(colour, max(1.2, box.width() / 9), j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolygon(_polygon(box, (0.5, 0.06), (0.97, 0.92), (0.03, 0.92)))
        painter.drawLine(_at(box, 0.5, 0.38), _at(box, 0.5, 0.60))
        painter.drawPoint(_at(box, 0.5, 0.77))


def draw_fold(painter: QPainter, box: QRectF, folded: bool, colour: QColor) -> None:
    """Draw ▸ for what is folded away, ▾ for what shows, into a square box."""
    points = ((0.3, 0.1), (0.85, 0.5), (0.3, 0.9)) if folded else ((0.1, 0.3), (0.9, 0.3), (0.5, 0.85))
    with _lines(painter, box, colour):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(_polygon(box, *points))


@contextmanager
def _lines(painter: QPainter, box: QRectF, colour: QColor, thick: float | None = None) -> Iterator[None]:
    """Draw in smooth lines of one colour, as thick as the box is large, and leave the painter as it was."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # A thinner line than that is drawn in grey by the smoothing, and the sign fades into its ground.
    painter.setPen(QPen(colour, thick or max(1.2, box.width() / 8)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    yield
    painter.restore()


def _half(painter: QPainter, circle: QRectF, colour: QColor, start: int) -> None:
    painter.drawEllipse(circle)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPie(circle, start, 2 * _QUARTER)


def _question(painter: QPainter, box: QRectF) -> None:
    font = painter.font()
    font.setBold(True)
    font.setPixelSize(max(8, round(box.height() * 1.15)))
    painter.setFont(font)
    painter.drawText(box.adjusted(-4, -4, 4, 4), Qt.AlignmentFlag.AlignCenter, "?")


def _at(box: QRectF, right: float, down: float) -> QPointF:
    return QPointF(box.x() + right * box.width(), box.y() + down * box.height())


def _polygon(box: QRectF, *points: tuple[float, float]) -> QPolygonF:
    return QPolygonF([_at(box, right, down) for right, down in points])
