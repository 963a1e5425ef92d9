"""What became of another copy's changes, in sentences."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from tracker.domain.errors import UserError
from tracker.domain.rows import EventRow
from tracker.domain.safety.merging import Clash, PutAside
from tracker.domain.terms import Assessment, Bearing, CommitmentKind, DueBasis, EvidenceKind, Operator
from tracker.domain.text.dates import stamp
from tracker.wording.words import Words

_TERMS: dict[str, tuple[type[StrEnum], ...]] = {
    "assessment": (Assessment,),
    "kind": (EvidenceKind, CommitmentKind),
    "bearing": (Bearing,),
    "due_basis": (DueBasis,),
    "operator": (Operator,),
}
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def put_aside_lines(waiting: Sequence[PutAside], words: Words) -> Iterator[str]:
    """Return each change that waits, with its number, and below it what stands against it."""
    for one in waiting:
        event = EventRow(0, one.at, one.author, one.kind, one.reason, one.details)
        yield "  ".join(part for part in (one.uid, stamp(one.at), one.author, words.event(event), one.reason) if part)
        yield from (f"  {line}" for line in against(one, words))


def against(one: PutAside, words: Words) -> Iterator[str]:
    """Return what stands against a change, a line for each thing that both changed; else why it was refused."""
    for clash in one.clashes:
        yield clash_line(clash, words)
    if one.refusal:
        yield words.error(UserError(one.refusal, **one.why))


def clash_line(clash: Clash, words: Words) -> str:
    """Return what both copies changed: what it was, what it is here, and what the other made of it."""
    base, mine, theirs = (said_of(clash.column, value, words) for value in (clash.base, clash.mine, clash.theirs))
    field = words.field(clash.column)
    return words.phrase("merge_clash", what=clash.what, field=field, base=base, mine=mine, theirs=theirs)


def said_of(column: str, value: object, words: Words) -> str:
    """Return a value of a column as it is shown."""
    if value is None or value == "":
        return words.phrase("merge_nothing")
    # What another row is called tells nobody anything but that it is another.
    if isinstance(value, str) and _UUID.fullmatch(value):
        return words.phrase("merge_other_thing")
    for vocabulary in _TERMS.get(column, ()):
        if value in set(vocabulary):
            return words.term(vocabulary(value))
    return str(value)
