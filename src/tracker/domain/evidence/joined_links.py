"""What becomes of the links of two pieces of evidence that are one document (coding rules §5).

What is counted is counted once, and a verdict that rested on either piece keeps its ground.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tracker.domain.commitments.quantity import BEFORE_ISSUE
from tracker.domain.terms import Bearing, Stage, ValueRole


@dataclass(frozen=True, slots=True)
class SaidOf:
    """What a piece says of a commitment or of a part of it. `row` is the id of the link."""

    row: int
    commitment: int
    part: int | None
    bearing: Bearing
    stage: Stage | None = None
    value: Decimal | None = None
    unit: str | None = None
    role: ValueRole | None = None


@dataclass(frozen=True, slots=True)
class JoinedLinks:
    """The links of the first piece that go over to the second, and those of the second that take something over from
    the first, as they are then. All other links of the first piece end, those of the second stay."""

    moved: tuple[SaidOf, ...]
    filled: tuple[SaidOf, ...]


def join_links(first: Iterable[SaidOf], second: Iterable[SaidOf]) -> JoinedLinks:
    """Join the links of a piece with those of the piece that it is joined into.

    A link goes over unless the second piece says the same. Of two measurements of one sort, the second's stands.
    """
    kept = {one.row: one for one in second}
    moved: list[SaidOf] = []
    filled: dict[int, SaidOf] = {}
    for link in first:
        # Those that went over already are among them: a piece may say the same twice, and it is counted once.
        others = [*kept.values(), *moved]
        left = _without_counted(link, others)
        if any(_covers(one, link) or _covers(one, left) for one in others):
            continue
        # A link that only has a bearing is filled rather than doubled: two rows for one statement would look like two
        # proofs.
        bare = next((one for one in kept.values() if _covers(left, one) and _is_bare(one)), None)
        if bare is None:
            moved.append(left)
        else:
            kept[bare.row] = replace(left, row=bare.row)
            filled[bare.row] = kept[bare.row]
    return JoinedLinks(tuple(moved), tuple(filled.values()))


def _without_counted(link: SaidOf, others: Sequence[SaidOf]) -> SaidOf:
    """The link without a value that is counted already. A plan counts nowhere, and limits what the link proves."""
    if link.value is None or link.role is ValueRole.PLAN or link.role is None:
        return link
    if any(_counts_same(one, link) for one in others):
        return replace(link, value=None, unit=None, role=None)
    return link


def _counts_same(one: SaidOf, other: SaidOf) -> bool:
    """Whether a link measures what another does, and is counted wherever that is: not before the list is issued."""
    if (one.commitment, one.part, one.role, one.unit) != (other.commitment, other.part, other.role, other.unit):
        return False
    return one.stage not in BEFORE_ISSUE or other.stage in BEFORE_ISSUE


def _covers(one: SaidOf, other: SaidOf) -> bool:
    """Whether a link says all that another says, and proves whatever that one proves."""
    if (one.commitment, one.part, one.bearing) != (other.commitment, other.part, other.bearing):
        return False
    measured = (one.role, one.unit) == (other.role, other.unit)
    if one.stage is other.stage and (measured or (other.value is None and one.role is not ValueRole.PLAN)):
        return True
    return _is_bare(other) and _is_firm(one)


def _is_bare(link: SaidOf) -> bool:
    """Whether a link is taken at its bearing alone."""
    return link.stage is None and link.value is None


def _is_firm(link: SaidOf) -> bool:
    """Whether stage and role take nothing from what a link proves, nor the day on which the piece takes effect."""
    return link.stage not in (*BEFORE_ISSUE, Stage.IN_FORCE) and link.role is not ValueRole.PLAN
