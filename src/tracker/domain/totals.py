"""What the commitments of a report are together."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.domain.rows import LedgerRow, Name
from tracker.domain.terms import Assessment, Light

_RED = (Light.FAR_BEHIND, Light.OVERDUE)


@dataclass(slots=True)
class Totals:
    """Counted row by row, so that nobody needs to hold them all.

    `judged` counts assessments by the key of the lead department ("" for none), `leads` are the names of these. `red`
    counts red lights, `targets` amounts that were promised, `reached` those of them that are documented as reached.
    """

    judged: dict[str, Counter[Assessment]] = field(default_factory=dict)
    leads: dict[str, Name] = field(default_factory=dict)
    red: int = 0
    targets: int = 0
    reached: int = 0

    def add(self, row: LedgerRow) -> None:
        """Count one more."""
        key = ""
        if row.lead:
            key = row.lead.department.key
            self.leads[key] = row.lead.department
        self.judged.setdefault(key, Counter())[row.assessment] += 1
        self.red += row.light in _RED
        if row.quantity and row.quantity.value is not None:
            self.targets += 1
            self.reached += row.working is not None and row.working.satisfied is True

    @property
    def assessments(self) -> Counter[Assessment]:
        """How many are judged how."""
        return sum(self.judged.values(), Counter())


def totals_of(rows: Iterable[LedgerRow]) -> Totals:
    """The totals of these rows."""
    totals = Totals()
    for row in rows:
        totals.add(row)
    return totals
