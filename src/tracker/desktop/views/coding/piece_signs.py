"""How the pieces of a coding look and read, in the text and in the list: what was decided of them, never by colour
alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from tracker.desktop.models.marks import draw_assessment
from tracker.desktop.theme import Tokens
from tracker.domain.briefings.coding_draft import DraftUnit, PieceState
from tracker.domain.briefings.found_units import FoundDepartment, LeftOut
from tracker.domain.terms import Assessment, DepartmentRole
from tracker.wording import Words

Piece = DraftUnit | LeftOut


@dataclass(frozen=True, slots=True)
class PieceLook:
    """The colours of a piece, and how its line is drawn; `ground` is None where it has none."""

    ink: QColor
    ground: QColor | None
    line: Qt.PenStyle


_LIKE = {
    PieceState.PROPOSED: Assessment.NOT_RATED,
    PieceState.ACCEPTED: Assessment.MET,
    PieceState.REJECTED: Assessment.DROPPED,
    PieceState.OMITTED: Assessment.DROPPED,
    PieceState.OPEN: Assessment.NOT_VERIFIABLE,
}
"""The signs are those of the assessments."""


def state_of(piece: Piece) -> PieceState:
    """Return what is known of a piece."""
    if isinstance(piece, DraftUnit):
        return PieceState(piece.state.value)
    return PieceState.OPEN if piece.reason is None else PieceState.OMITTED


def is_undecided(piece: Piece) -> bool:
    """Return whether somebody still has to decide on a piece."""
    return state_of(piece) in (PieceState.PROPOSED, PieceState.OPEN)


def words_of(piece: Piece) -> str:
    """Return the words of a piece on one line, passage after passage."""
    if isinstance(piece, DraftUnit):
        return " … ".join(" ".join(one.exact.split()) for one in piece.passages)
    return " ".join(piece.exact.split())


def places_of(piece: Piece) -> tuple[tuple[int, int], ...]:
    """Return the stretches of the text that a piece takes."""
    if isinstance(piece, DraftUnit):
        return tuple((one.start, one.end) for one in piece.passages)
    return ((piece.start, piece.end),)


def look_of(piece: Piece, tokens: Tokens) -> PieceLook:
    """Return how a piece is drawn in a theme."""
    match state_of(piece):
        case PieceState.PROPOSED:
            colours = tokens.assessments[Assessment.IN_PROGRESS]
            return PieceLook(colours.text, colours.ground, Qt.PenStyle.DashLine)
        case PieceState.ACCEPTED:
            colours = tokens.assessments[Assessment.MET]
            return PieceLook(colours.text, colours.ground, Qt.PenStyle.SolidLine)
        case PieceState.OPEN:
            return PieceLook(tokens.colour("ink"), tokens.colour("quote_mark"), Qt.PenStyle.NoPen)
        case _:
            return PieceLook(tokens.colour("soft"), None, Qt.PenStyle.DotLine)


def draw_sign(painter: QPainter, box: QRectF, piece: Piece, colour: QColor) -> None:
    """Draw the sign of a piece into a square box."""
    draw_assessment(painter, box, _LIKE[state_of(piece)], colour)


def describe(piece: Piece, words: Words) -> str:
    """Return what was decided of a piece, and why."""
    said = words.term(state_of(piece))
    reason = piece.reason
    return said if reason is None else words.join([said, words.term(reason)], "clause")


def facts_of(unit: DraftUnit, words: Words) -> str:
    """Return what is said of a unit besides its words, on one line; what is not said is left out."""
    fields = unit.fields
    said = [
        words.term(fields.kind) if fields.kind is not None else "",
        words.quantity(fields.quantity) if fields.quantity is not None else "",
        words.due(fields.due) if fields.due is not None and fields.due.on is not None else "",
        responsible_words(fields.departments, words),
        words.term(Assessment.NOT_VERIFIABLE) if fields.not_verifiable else "",
    ]
    return " · ".join(filter(None, said))


def responsible_words(departments: Sequence[FoundDepartment], words: Words) -> str:
    """Return who leads, and who works with them; "" where nobody is named."""
    leads = words.join(one.name for one in departments if one.role is not DepartmentRole.CO_LEAD)
    others = words.join(one.name for one in departments if one.role is DepartmentRole.CO_LEAD)
    beside = words.phrase("departments_beside", names=others) if others else ""
    return words.join(filter(None, (leads, beside)), "clause")
