"""What a coder says of a unit, in words: in the tables and the window that hold two codings against each other."""

from collections.abc import Mapping

from tracker.domain.briefings.agreement import UnitField, leads_of
from tracker.domain.commitments.coded import CodedCommitment
from tracker.domain.rows import Name
from tracker.wording.words import Words


def coded_value(field: UnitField, unit: CodedCommitment, departments: Mapping[str, Name], words: Words) -> str:
    """Return what a coder says of a unit, "" for nothing; `departments` are names by their keys."""
    match field:
        case UnitField.KIND:
            return words.term(unit.kind)
        case UnitField.AMOUNT:
            return words.quantity(unit.quantity) if unit.quantity else ""
        case UnitField.DUE:
            return words.due(unit.due)
        case UnitField.LEAD:
            return words.join(words.name(departments[key]) if key in departments else key for key in leads_of(unit))
        case UnitField.NOT_VERIFIABLE:
            return unit.not_verifiable or words.phrase("agree_verifiable")
