"""What the commitments of a report are together."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.domain.rows import LedgerRow, Name
from tracker.domain.terms import Assessment, DepartmentBasis, Doubt, DueBasis, Light

_RED = (Light.FAR_BEHIND, Light.OVERDUE)


@dataclass(slots=True)
class Totals:
    """Counted row by row, so that nobody needs to hold them all.

    `judged` counts assessments by the key of the lead department ("" for none), `leads` are the names of these, `bases`
    counts how they are known. `doubted` counts verdicts beside which anything stands, `doubts` what does. `red` counts
    red lights, `targets` amounts that were promised, `reached` those of them that are documented as reached,
    `unmeasured` those of which nothing is counted; `parted` counts commitments with parts. `due_bases` are those used.
    """

    judged: dict[str, Counter[Assessment]] = field(default_factory=dict)
    leads: dict[str, Name] = field(default_factory=dict)
    bases: dict[str, Counter[DepartmentBasis]] = field(default_factory=dict)
    doubted: int = 0
    doubts: Counter[Doubt] = field(default_factory=Counter)
    red: int = 0
    targets: int = 0
    reached: int = 0
    unmeasured: int = 0
    parted: int = 0
    due_bases: set[DueBasis] = field(default_factory=set)

    def add(self, row: LedgerRow) -> None:
        """Count one more."""
        # Counted as rows pass by: a report of 100,000 commitments never holds them all.
        key = ""
        if row.lead:
            key = row.lead.department.key
            self.leads[key] = row.lead.department
            self.bases.setdefault(key, Counter())[row.lead.basis] += 1
        self.judged.setdefault(key, Counter())[row.assessment] += 1
        doubts = (*row.doubts, *([Doubt.GROUNDS_CHANGED] if row.grounds_changed else []))
        self.doubts.update(doubts)
        self.doubted += bool(doubts)
        self.due_bases.add(row.due.basis)
        self.parted += row.parts > 0
        self.red += row.light in _RED
        if row.quantity and row.quantity.value is not None:
            self.targets += 1
            self.reached += row.working is not None and row.working.satisfied is True
            self.unmeasured += row.working is None

    @property
    def assessments(self) -> Counter[Assessment]:
        """Return how many are judged how."""
        return sum(self.judged.values(), Counter[Assessment]())


def totals_of(rows: Iterable[LedgerRow]) -> Totals:
    """Return the totals of these rows."""
    totals = Totals()
    for row in rows:
        totals.add(row)
    return totals
