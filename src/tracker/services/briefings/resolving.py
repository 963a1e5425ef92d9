"""Change the commitments of a source to what holds, where another coding of it was found to (§7)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.domain.briefings.agreement import UnitField, value_of
from tracker.domain.briefings.coding_differences import CodingDifference, Holding, Resolution
from tracker.domain.commitments.coded import CodedCommitment, CodedDepartment
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes
from tracker.domain.terms import DepartmentRole
from tracker.services.briefings.coding import revise_commitment
from tracker.services.briefings.comparing import ComparedCodings
from tracker.services.briefings.sources import read_source_coding
from tracker.services.commands import CommitmentRevision, command
from tracker.services.ledgers.workspace import Workspace

APPLIED_FIELDS = frozenset({UnitField.KIND, UnitField.DUE, UnitField.LEAD})
"""What a user may change of a commitment. The amount of a pledge is never edited, as its words are not, and that it
cannot be verified is a judgement, which has its own form and its own rules."""


@dataclass(frozen=True, slots=True)
class AppliedResolutions:
    """What became of the commitments of the ledger: those that were changed, by their codes, and why others were not.

    `changes` is None where none was changed.
    """

    commitments: tuple[str, ...]
    refused: Mapping[str, UserError]
    changes: Changes | None


def read_resolutions(compared: ComparedCodings, given: Iterable[Sequence[str]]) -> tuple[Resolution, ...]:
    """Return what was said of differences, each as its number among them, counted from 1, who holds, and why.

    Raises `difference_unknown`, `difference_twice`, `term_unknown` for who holds, and `reason_missing`.
    """
    found: dict[str, Resolution] = {}
    for number, holds, reason in given:
        count = len(compared.differences)
        place = int(number) if number.isascii() and number.isdigit() else 0
        if not 1 <= place <= count:
            raise UserError("difference_unknown", field="resolve", value=number, count=count)
        if str(place) in found:
            raise UserError("difference_twice", field="resolve", value=number)
        if holds not in list(Holding):
            raise UserError("term_unknown", field="resolve", value=holds, allowed=tuple(Holding))
        if not reason.strip():
            raise UserError("reason_missing", field="reason")
        found[str(place)] = Resolution(compared.differences[place - 1], Holding(holds), reason)
    return tuple(found.values())


def resolutions_to_apply(compared: ComparedCodings, resolutions: Sequence[Resolution]) -> dict[str, list[Resolution]]:
    """Return, by the codes of the commitments, the resolutions by which a field of the ledger's own coding is to be
    what the other coder says."""
    found: dict[str, list[Resolution]] = {}
    other = {Holding.FIRST: Holding.SECOND, Holding.SECOND: Holding.FIRST}
    for one in resolutions:
        if compared.own is not None and one.holds is other[compared.own] and one.difference.field in APPLIED_FIELDS:
            own, _ = _own_and_other(compared, one.difference)
            found.setdefault(own.code, []).append(one)
    return found


def apply_resolutions(
    workspace: Workspace, compared: ComparedCodings, resolutions: Sequence[Resolution]
) -> AppliedResolutions:
    """Let each commitment of the ledger say what the resolutions hold to, for their reasons, in one event each.

    One that cannot be changed is left alone: it says another thing by now (`compared_before`), or what the other coder
    says is not taken, as in `revise_commitment`.
    """
    refused: dict[str, UserError] = {}
    done: list[str] = []
    touched: set[int] = set()
    event = 0
    wanted = resolutions_to_apply(compared, resolutions)
    own = compared.first if compared.own is Holding.FIRST else compared.second
    coding = read_source_coding(workspace, own.briefing.source.key) if wanted else own.briefing
    now = {unit.code: unit for unit in coding.commitments}
    for code, held in wanted.items():
        try:
            _expect_unchanged(compared, code, now.get(code), held)
            changes = revise_commitment(workspace, _revision(compared, code, held))
        except UserError as error:
            refused[code] = error
            continue
        done.append(code)
        touched.update(changes.commitments)
        event = changes.event_id
    return AppliedResolutions(tuple(done), refused, Changes(event, tuple(sorted(touched))) if done else None)


def _own_and_other(compared: ComparedCodings, difference: CodingDifference) -> tuple[CodedCommitment, CodedCommitment]:
    """The commitment as the ledger has it, and as the other coder has it: a field differs only where both do."""
    first, second = difference.first, difference.second
    if first is None or second is None:
        raise ValueError(difference)
    return (first, second) if compared.own is Holding.FIRST else (second, first)


def _expect_unchanged(
    compared: ComparedCodings, code: str, now: CodedCommitment | None, held: Sequence[Resolution]
) -> None:
    """Raise `compared_before` where the commitment does not say any more what was compared."""
    for one in held:
        own, _ = _own_and_other(compared, one.difference)
        field = one.difference.field
        if now is None or (field is not None and value_of(field, now) != value_of(field, own)):
            raise UserError("compared_before", what=code)


def _revision(compared: ComparedCodings, code: str, held: Sequence[Resolution]) -> CommitmentRevision:
    values: dict[str, Any] = {}
    for one in held:
        own, other = _own_and_other(compared, one.difference)
        values |= _values(one.difference.field, own, other)
    reasons = dict.fromkeys(one.reason.strip() for one in held)
    return command(CommitmentRevision, commitment=code, reason="\n".join(reasons), **values)


def _values(field: UnitField | None, own: CodedCommitment, other: CodedCommitment) -> dict[str, Any]:
    """The fields of a revision by which the own commitment says what the other coder says."""
    match field:
        case UnitField.KIND:
            return {"kind": other.kind}
        case UnitField.DUE:
            return {"due_on": other.due.on, "due_basis": other.due.basis, "due_about": other.due.about}
        case UnitField.LEAD:
            leads = [one for one in other.departments if one.role is DepartmentRole.LEAD]
            leading = {one.key for one in leads}
            # Who takes part was not compared, and stays.
            others = [one for one in own.departments if one.role is not DepartmentRole.LEAD and one.key not in leading]
            return {"departments": tuple(map(_responsible, (*leads, *others)))}
        case _:
            return {}


def _responsible(one: CodedDepartment) -> dict[str, Any]:
    return {"department": one.key, "role": one.role, "basis": one.basis}
