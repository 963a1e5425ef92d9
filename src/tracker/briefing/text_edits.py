"""Edits of a text that do not overlap, taken or left one by one."""

from collections.abc import Iterator, Sequence
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
    """What one step does, its edits in the order of the text.

    `over` are the places of dropped lines that it goes over: where one of those stays, so does what this step changes.
    """

    kind: StepKind
    edits: tuple[Edit, ...]
    over: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RenderedStep:
    """A step by its number, from 1, and what is in its place in the text that came of it."""

    number: int
    plan: PlannedStep
    start: int
    end: int
    is_taken: bool


def render(base: str, plans: Sequence[PlannedStep], undone: frozenset[int]) -> tuple[str, tuple[RenderedStep, ...]]:
    """The text after all steps but those that are `undone`, which are numbered from 1 in the order of the text."""
    ordered = sorted(plans, key=lambda plan: (plan.kind not in COUNTED, plan.edits[0].start, plan.edits[0].end))
    places = {plan.edits[0].start: number for number, plan in enumerate(ordered, 1) if plan.kind not in COUNTED}
    taken = [
        number not in undone and not any(places[place] in undone for place in plan.over)
        for number, plan in enumerate(ordered, 1)
    ]
    pieces: list[str] = []
    spans: dict[int, tuple[int, int]] = {}
    length = 0
    reached = 0
    for edit, number in _in_order(ordered):
        unchanged = base[reached : edit.start]
        words = edit.after if taken[number] else base[edit.start : edit.end]
        start = length + len(unchanged)
        length = start + len(words)
        pieces += (unchanged, words)
        spans[number] = (spans.get(number, (start, start))[0], length)
        reached = edit.end
    text = "".join((*pieces, base[reached:]))
    steps = (
        RenderedStep(number + 1, plan, *((0, len(text)) if plan.kind in COUNTED else spans[number]), taken[number])
        for number, plan in enumerate(ordered)
    )
    return text, tuple(steps)


def _in_order(plans: Sequence[PlannedStep]) -> Iterator[tuple[Edit, int]]:
    """All edits in the order of the text, each with the index of its step; they do not overlap."""
    edits = [(edit, number) for number, plan in enumerate(plans) for edit in plan.edits]
    yield from sorted(edits, key=lambda found: (found[0].start, found[0].end))
