"""What two copies of a ledger have in common and what not, in sentences."""

from collections.abc import Iterator, Sequence

from tracker.domain.safety.comparison import ComparedEvent, Comparison
from tracker.domain.text.dates import stamp
from tracker.wording.words import Words

_MOST_CODES = 5
"""Commitments of one event that are named; of more their number is told."""


def comparison_lines(found: Comparison, words: Words) -> Iterator[str]:
    """Return where they part, then what each has that the other lacks, a line an event."""
    if found.last_common is not None:
        at = stamp(found.last_common.event.at)
        yield words.phrase("compare_common", count=found.common, at=at)
    if found.are_same:
        yield words.phrase("compare_same")
        return
    for path, told in ((found.first, found.only_first), (found.second, found.only_second)):
        yield (
            words.phrase("compare_only", path=path, count=len(told))
            if told
            else words.phrase("compare_nothing_of_its_own", path=path)
        )
        yield from _event_lines(told, words)
    if found.altered:
        yield words.phrase("compare_altered", count=len(found.altered))
        yield from _event_lines(found.altered, words)


def event_line(told: ComparedEvent, words: Words) -> str:
    """One event: when, who, of which commitments, what, why."""
    event = told.event
    codes = told.commitments
    # A bulk change names hundreds; the line would hide when and who.
    about = " ".join(codes) if len(codes) <= _MOST_CODES else words.phrase("compare_commitments", count=len(codes))
    parts = (stamp(event.at), event.author, about, words.event(event), event.reason)
    return "  ".join(part for part in parts if part)


def _event_lines(told: Sequence[ComparedEvent], words: Words) -> Iterator[str]:
    return (f"  {event_line(one, words)}" for one in told)
