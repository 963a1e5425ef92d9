"""Two codings compared, in words: what each says of a unit, and what was settled."""

from collections.abc import Iterator, Mapping

from tracker.domain.briefings.agreement import UnitField, leads_of
from tracker.domain.briefings.coding_differences import CodingDifference, DifferenceKind, Holding
from tracker.domain.commitments.coded import CodedCommitment
from tracker.domain.json_values import is_list, is_object
from tracker.domain.rows import EventRow, Name
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


def difference_line(one: CodingDifference, departments: Mapping[str, Name], words: Words) -> str:
    """Return what two codings differ in: the codes, and what each coder says, or who alone has it."""
    units = [unit for unit in (one.first, one.second) if unit is not None]
    codes = " / ".join(dict.fromkeys(unit.code for unit in units))
    if one.field is not None and one.first is not None and one.second is not None:
        first, second = (coded_value(one.field, unit, departments, words) for unit in (one.first, one.second))
        said = words.phrase("agree_differs", field=words.term(one.field), first=first, second=second)
    elif one.kind is DifferenceKind.UNIT:
        said = f"{words.term(one.kind)} ({'A' if one.first is not None else 'B'})"
    else:
        said = words.term(one.kind)
    return f"{codes}  {said}"


def comparison_lines(event: EventRow, words: Words) -> Iterator[str]:
    """Return what an entry of the history says of two codings that were compared: the figures, the reason for the
    whole, then by difference whose coding holds and why, and how many nobody settled."""
    yield words.comparison(event)
    if event.reason:
        yield event.reason
    kept = event.details.get("resolutions")
    settled = [line for one in kept if (line := _settled(one, words))] if is_list(kept) else []
    if settled:
        yield ""
        yield from settled
    total = event.details.get("differences")
    if isinstance(total, int) and total > len(settled):
        yield ""
        yield words.phrase("agree_unsettled", count=total - len(settled))


def _settled(plain: object, words: Words) -> str:
    """A resolution in words; "" for what makes no sense."""
    known = plain if is_object(plain) else {}
    holds, kind, field = (known.get(name) for name in ("holds", "kind", "field"))
    if holds not in list(Holding) or kind not in list(DifferenceKind):
        return ""
    codes = dict.fromkeys(str(code) for code in (known.get("first"), known.get("second")) if code)
    about = words.term(UnitField(field)) if field in list(UnitField) else words.term(DifferenceKind(kind))
    reason = " ".join(str(known.get("reason", "")).split())
    what = f"{' / '.join(codes)}  {about}"
    return words.phrase("agree_settled", what=what, holds=words.term(Holding(holds)), reason=reason)
