"""Rows gathered in groups: which lines of the table are heads, and which are rows of which group."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from tracker.desktop.models.names import short_department
from tracker.domain.rows import GroupRow
from tracker.domain.search.ledger_query import Group
from tracker.domain.terms import Assessment, Light
from tracker.wording import Words


@dataclass(frozen=True, slots=True)
class GroupHead:
    """The head of a group of rows."""

    group: Group
    sums: GroupRow

    @property
    def key(self) -> str:
        """Which group it is."""
        return self.sums.key

    def name(self, words: Words) -> str:
        """What the rows of the group have in common."""
        known = self.sums.name
        match self.group:
            case Group.DEPARTMENT:
                return short_department(known, words) if known else words.phrase("no_lead")
            case Group.TOPIC:
                return words.name(known) if known else self.key
            case Group.ASSESSMENT:
                return words.term(Assessment(self.key))
            case Group.LIGHT:
                return words.term(Light(self.key))

    def judged(self, words: Words) -> str:
        """How many of the rows are judged how; nothing where the group says so already."""
        if self.group is Group.ASSESSMENT:
            return ""
        counts = self.sums.assessments
        return " · ".join(f"{words.term(one)} {counts[one]}" for one in Assessment if counts.get(one))


@dataclass(frozen=True, slots=True)
class RowGroup:
    """A head, or None where nothing is gathered, and the rows under it: `count` places from `first` on."""

    head: GroupHead | None
    first: int
    count: int


def sections_of(count: int, groups: Sequence[GroupRow], group: Group | None) -> tuple[RowGroup, ...]:
    """How `count` rows stand under their heads. Rows come gathered, in the order of the groups."""
    if group is None:
        return (RowGroup(None, 0, count),) if count else ()
    firsts = accumulate((one.count for one in groups), initial=0)
    return tuple(RowGroup(GroupHead(group, one), first, one.count) for one, first in zip(groups, firsts, strict=False))


class Lines:
    """The lines of a table: a head, then its rows unless they are folded away, and so on."""

    def __init__(self, sections: Sequence[RowGroup], folded: frozenset[tuple[Group, str]]) -> None:
        self.sections = tuple(sections)
        self._folded = folded
        self._starts = list(accumulate(map(self._length, self.sections), initial=0))
        self._firsts = [section.first for section in self.sections]

    def __len__(self) -> int:
        return self._starts[-1]

    def head(self, line: int) -> GroupHead | None:
        """The head at a line, or None where a row stands."""
        section, offset = self._at(line)
        return section.head if offset < 0 else None

    def place(self, line: int) -> int | None:
        """The place of the row at a line, or None where a head stands."""
        section, offset = self._at(line)
        return section.first + offset if offset >= 0 else None

    def line(self, place: int) -> int | None:
        """Where the row of a place stands, or None while it is folded away."""
        number = bisect_right(self._firsts, place) - 1
        section = self.sections[number]
        if self._is_folded(section):
            return None
        return self._starts[number] + (section.head is not None) + place - section.first

    def section(self, line: int) -> RowGroup:
        """The section that a line belongs to."""
        return self._at(line)[0]

    def section_of(self, place: int) -> RowGroup:
        """The section that the row of a place belongs to."""
        return self.sections[bisect_right(self._firsts, place) - 1]

    def start(self, head: GroupHead) -> int:
        """The line of a head."""
        return next(
            start
            for start, one in zip(self._starts, self.sections, strict=False)
            if one.head and one.head.key == head.key
        )

    def spans(self, first: int, last: int) -> list[range]:
        """The places of the rows from one line to another."""
        found = []
        for start, section in zip(self._starts, self.sections, strict=False):
            top = start + (section.head is not None)
            low = max(first, top)
            high = min(last + 1, top + (0 if self._is_folded(section) else section.count))
            if low < high:
                found.append(range(section.first + low - top, section.first + high - top))
        return found

    def _at(self, line: int) -> tuple[RowGroup, int]:
        """The section of a line, and the offset in it: -1 means its head."""
        number = bisect_right(self._starts, line) - 1
        section = self.sections[number]
        return section, line - self._starts[number] - (section.head is not None)

    def _length(self, section: RowGroup) -> int:
        return (section.head is not None) + (0 if self._is_folded(section) else section.count)

    def _is_folded(self, section: RowGroup) -> bool:
        return section.head is not None and (section.head.group, section.head.key) in self._folded
