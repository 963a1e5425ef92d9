"""What a list of sources says of each."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.rows import Name


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """A source of the ledger: how many commitments it has, how many of them nobody has read (`unreviewed`), and how
    many stretches of its text are still `open`."""

    key: str
    prefix: str
    title: Name
    publisher: Name
    held_on: date
    commitments: int
    unreviewed: int = 0
    open: int = 0
    is_spreadsheet: bool = False

    @property
    def is_finished(self) -> bool:
        """Return whether somebody has decided on every word of it (§1, completeness)."""
        return not self.unreviewed and not self.open
