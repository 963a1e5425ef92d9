"""Rows gathered in groups: which rows stand under which head, and what the head says."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.desktop.models.names import short_department
from tracker.domain.query import Group
from tracker.domain.rows import GroupRow, LedgerRow
from tracker.domain.terms import Assessment, Light
from tracker.wording import Words


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a group of rows. `first` is one of them: it knows the names of department and topic."""

    group: Group
    sums: GroupRow
    first: LedgerRow

    @property
    def key(self) -> str:
        """Which group it is."""
        return self.sums.key

    def name(self, words: Words) -> str:
        """What the rows of the group have in common."""
        match self.group:
            case Group.DEPARTMENT:
                lead = self.first.lead
                return short_department(lead.department, words) if lead else words.phrase("no_lead")
            case Group.TOPIC:
                return words.name(self.first.topic)
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
class Section:
    """A head, or None where nothing is gathered, with the rows under it."""

    head: Head | None
    rows: tuple[LedgerRow, ...]


def sections_of(rows: Sequence[LedgerRow], groups: Sequence[GroupRow], group: Group | None) -> tuple[Section, ...]:
    """The rows under their heads. Rows come gathered, in the order of the groups."""
    if group is None:
        return (Section(None, tuple(rows)),) if rows else ()
    gathered: dict[str, list[LedgerRow]] = {}
    for row in rows:
        gathered.setdefault(_key(row, group), []).append(row)
    sums = {one.key: one for one in groups}
    return tuple(
        Section(Head(group, sums[key], members[0]), tuple(members)) for key, members in gathered.items() if key in sums
    )


def _key(row: LedgerRow, group: Group) -> str:
    match group:
        case Group.DEPARTMENT:
            return row.lead.department.key if row.lead else ""
        case Group.TOPIC:
            return row.topic.key
        case Group.ASSESSMENT:
            return row.assessment.value
        case Group.LIGHT:
            return row.light.value
