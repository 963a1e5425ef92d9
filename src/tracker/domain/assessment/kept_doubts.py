"""The doubts beside a verdict as the state of a commitment keeps them: lists and filters need not ask the rules."""

from collections.abc import Iterable
from datetime import date

from tracker.domain.rows import Due
from tracker.domain.terms import Assessment, Doubt


def as_kept(doubts: Iterable[Doubt]) -> str | None:
    """Doubts as a state keeps them: their terms with commas between. One that ends by itself on a day, before_due,
    is worked out when the state is read."""
    kept = [doubt for doubt in Doubt if doubt in set(doubts) - {Doubt.BEFORE_DUE}]
    return ",".join(kept) or None


def row_doubts(kept: str | None, assessment: Assessment, due: Due, today: date) -> tuple[Doubt, ...]:
    """Return the doubts of a state on a day, without whether its grounds have changed; `kept` as `as_kept` has them."""
    doubts = {Doubt(term) for term in kept.split(",")} if kept else set[Doubt]()
    if assessment is Assessment.PARTLY_MET and due.on is not None and today <= due.on:
        # Worked out on the day that is asked about: it ends by itself, and no event would take it away.
        doubts.add(Doubt.BEFORE_DUE)
    return tuple(doubt for doubt in Doubt if doubt in doubts - {Doubt.GROUNDS_CHANGED})


def has_changed_grounds(kept: str | None) -> bool:
    """Return whether the rules would refuse the verdict of a state now."""
    return kept is not None and Doubt.GROUNDS_CHANGED in kept
