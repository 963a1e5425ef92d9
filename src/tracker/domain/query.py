"""Which rows of the ledger are wanted."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.terms import Assessment, Light


class SortKey(StrEnum):
    """What the ledger can be ordered by."""

    CODE = "code"
    TITLE = "title"
    LEAD = "lead"
    ASSESSMENT = "assessment"
    LIGHT = "light"
    DUE = "due"
    TARGET = "target"
    LATEST_EVIDENCE = "latest_evidence"


@dataclass(frozen=True, slots=True)
class LedgerQuery:
    """Several values within one facet mean or; facets among each other mean and. Empty means all.

    `departments` holds department keys, in any role; `as_of` shows the ledger as it was at the end of that day.
    """

    departments: frozenset[str] = frozenset()
    assessments: frozenset[Assessment] = frozenset()
    lights: frozenset[Light] = frozenset()
    search: str = ""
    sort: SortKey = SortKey.CODE
    descending: bool = False
    as_of: date | None = None

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the ledger down."""
        return bool(self.departments or self.assessments or self.lights or self.search.strip())
