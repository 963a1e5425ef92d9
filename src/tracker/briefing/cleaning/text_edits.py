"""Edits of a text, taken or left one by one."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class StepKind(StrEnum):
    """What a step from a document to its clean text does."""

    BLANKS = "blanks"
    BLANK_LINES = "blank_lines"
    JOINED_LINES = "joined_lines"
    PAGE_NUMBER = "page_number"
    RUNNING_HEAD = "running_head"
    CAPTION = "caption"
    NAVIGATION = "navigation"
    COLUMNS = "columns"
    TABLE_ROW = "table_row"
    REPEATED_HEAD = "repeated_head"
    JOINED_ROW = "joined_row"
    CLOSED_GAP = "closed_gap"


COUNTED = frozenset({StepKind.BLANKS, StepKind.BLANK_LINES})
"""Kinds whose steps lose nothing but blanks: each is one step, however often it is done."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `after` where the text has what is from `start` to `end`."""

    start: int
    end: int
    after: str = ""


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """What one step does, its edits in the order of the text; an edit of another step may lie within one of them, and
    counts only where that is left.

    `before` is what stands there where this step alone is undone, or None for what the text has. `over` are the first
    edits of steps that this one goes over: where one of those is undone, what this step changes stays as it was. The
    edits of a step that is `reversed` are made where it is undone, and bring back what was there.
    """

    kind: StepKind
    edits: tuple[Edit, ...]
    before: str | None = None
    over: tuple[Edit, ...] = ()
    reversed: bool = False


@dataclass(frozen=True, slots=True)
class RenderedStep:
    """A step by its number, from 1, and what is in its place in the text that came of it."""

    number: int
    plan: PlannedStep
    start: int
    end: int
    is_taken: bool


@dataclass(frozen=True, slots=True)
class _Taken:
    """An edit that was made, and where what it put there begins and ends."""

    edit: Edit
    start: int
    end: int


def render(base: str, plans: Sequence[PlannedStep], undone: frozenset[int]) -> tuple[str, tuple[RenderedStep, ...]]:
    """The text after all steps but those that are `undone`, which are numbered from 1 in the order of the text."""
    ordered = sorted(plans, key=lambda plan: (plan.kind not in COUNTED, plan.edits[0].start, plan.edits[0].end))
    numbers = {plan.edits[0]: number for number, plan in enumerate(ordered, 1)}
    is_taken = [
        number not in undone and not any(numbers[edit] in undone for edit in plan.over)
        for number, plan in enumerate(ordered, 1)
    ]
    # Of two edits of one stretch the first is made: a joint before the blanks, which make a page break a line end.
    by_words = sorted(zip(ordered, is_taken, strict=True), key=lambda pair: pair[0].kind in COUNTED)
    edits = (edit for plan, takes in by_words if takes != plan.reversed for edit in plan.edits)
    text, taken = _edited(base, edits)
    place_of = _Places(taken)
    steps = (
        RenderedStep(number, plan, *((0, len(text)) if plan.kind in COUNTED else place_of.step(plan, takes)), takes)
        for number, (plan, takes) in enumerate(zip(ordered, is_taken, strict=True), 1)
    )
    return text, tuple(steps)


def _edited(base: str, edits: Iterable[Edit]) -> tuple[str, list[_Taken]]:
    pieces: list[str] = []
    taken: list[_Taken] = []
    length = 0
    reached = 0
    # At one place insertions come first, then what takes away the most, within which all others lie.
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.start != edit.end, -edit.end)):
        if edit.start < reached:
            continue
        start = length + edit.start - reached
        length = start + len(edit.after)
        pieces += (base[reached : edit.start], edit.after)
        taken.append(_Taken(edit, start, length))
        reached = edit.end
    return "".join((*pieces, base[reached:])), taken


class _Places:
    """Where places of a text are after its edits."""

    def __init__(self, taken: Sequence[_Taken]) -> None:
        self._taken = taken
        self._starts = [one.edit.start for one in taken]
        self._made = {one.edit: one for one in taken}

    def step(self, plan: PlannedStep, is_taken: bool) -> tuple[int, int]:
        """From where to where goes what a step did, or would do."""
        is_made = is_taken != plan.reversed
        first = self._made.get(plan.edits[0]) if is_made else None
        last = self._made.get(plan.edits[-1]) if is_made else None
        start = first.start if first else self._moved(plan.edits[0].start)
        return start, last.end if last else max(start, self._moved(plan.edits[-1].end))

    def _moved(self, place: int) -> int:
        before = bisect_left(self._starts, place)
        if not before:
            return place
        one = self._taken[before - 1]
        return one.end + max(place - one.edit.end, 0)
