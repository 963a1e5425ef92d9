"""What became of another copy's changes, in sentences."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from tracker.domain.errors import UserError
from tracker.domain.json_values import is_list
from tracker.domain.rows import EventRow
from tracker.domain.safety.merging import Clash, PutAside
from tracker.domain.terms import (
    Assessment,
    Bearing,
    CommitmentKind,
    CountingBasis,
    DepartmentBasis,
    DepartmentRole,
    DueBasis,
    EvidenceKind,
    OmissionReason,
    Operator,
    RelationKind,
    SearchOutcome,
    Stage,
    ValueRole,
)
from tracker.domain.text.dates import stamp
from tracker.domain.watching.terms import ItemState
from tracker.wording.words import Words

_TERMS: dict[str, tuple[type[StrEnum], ...]] = {
    "assessment": (Assessment,),
    "kind": (EvidenceKind, CommitmentKind, RelationKind),
    "bearing": (Bearing,),
    "due_basis": (DueBasis,),
    "operator": (Operator,),
    "counting": (CountingBasis,),
    "role": (ValueRole, DepartmentRole),
    "basis": (DepartmentBasis,),
    "stage": (Stage,),
    "outcome": (SearchOutcome,),
    "claimed": (Assessment,),
    "state": (ItemState,),
    "reason": (OmissionReason,),
}
_CALLED = {"kind": "any_kind", "role": "any_role", "target": "target_value"}
"""Columns of several tables, or whose name is an input's of something else."""
_SHOWN = 3
"""So many commitments are named that a change is about."""
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def put_aside_lines(waiting: Sequence[PutAside], words: Words) -> Iterator[str]:
    """Return each change that waits, with its number, and below it what stands against it."""
    for one in waiting:
        event = EventRow(0, one.at, one.author, one.kind, one.reason, one.details)
        told = (one.uid, stamp(one.at), one.author, about(one, words), words.event(event), one.reason)
        yield "  ".join(part for part in told if part)
        yield from (f"  {line}" for line in against(one, words))


def about(one: PutAside, words: Words) -> str:
    """Return the commitments that a change is about, by their codes, or what else stands against it."""
    shown = words.join(one.commitments[:_SHOWN]) + ("…" if len(one.commitments) > _SHOWN else "")
    return shown or next((clash.what for clash in one.clashes), "")


def against(one: PutAside, words: Words) -> Iterator[str]:
    """Return what stands against a change, a line for each thing that both changed; else why it was refused."""
    for clash in one.clashes:
        yield clash_line(clash, words)
    if one.refusal:
        yield words.phrase("merge_refused", why=words.error(UserError(one.refusal, **one.why)))


def clash_line(clash: Clash, words: Words) -> str:
    """Return what both copies changed: what it was, what it is here, and what the other made of it."""
    values = (clash.base, clash.mine, clash.theirs)
    # In quotation marks what was written, and not that there was nothing.
    base, mine, theirs = (
        said_of(clash.column, value, words) if is_nothing(value) else words.quote(said_of(clash.column, value, words))
        for value in values
    )
    field = changed_field(clash.column, words)
    return words.phrase("merge_clash", what=clash.what, field=field, base=base, mine=mine, theirs=theirs)


def changed_field(column: str, words: Words) -> str:
    """Return what a column that was changed is called."""
    return words.field(_CALLED.get(column, column))


def is_nothing(value: object) -> bool:
    """Return whether nothing was written."""
    return value is None or value in ("", [])


def said_of(column: str, value: object, words: Words) -> str:
    """Return a value of a column as it is shown."""
    if is_nothing(value):
        return words.phrase("merge_nothing")
    if isinstance(value, bool):
        return words.phrase("merge_yes" if value else "merge_no")
    if is_list(value) and all(isinstance(part, str) for part in value):
        return words.join(map(str, value))
    # What another row is called tells nobody anything but that it is another; and of what has parts of its own no line
    # tells all.
    of_row = isinstance(value, int) and (column.endswith("_id") or column == "joined_into")
    if of_row or isinstance(value, dict | list) or (isinstance(value, str) and _UUID.fullmatch(value)):
        return words.phrase("merge_other_thing")
    term = next((kind for kind in _TERMS.get(column, ()) if value in set(kind)), None)
    return words.term(term(value)) if term is not None else str(value)
