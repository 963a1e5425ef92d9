"""What every desk has: the ledger, and the day that it is shown as of."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.errors import UserError
from tracker.services.ledgers.workspace import Workspace


@dataclass(slots=True)
class Shown:
    """The past day that everything is shown as of; then nothing can be written. None is now."""

    as_of: date | None = None


class Desk:
    """Works in one ledger, in the window's background thread only. Every method may raise `UserError`."""

    def __init__(self, workspace: Workspace, shown: Shown) -> None:
        self._workspace = workspace
        self._shown = shown

    @property
    def _present(self) -> Workspace:
        """The ledger for writing. Raises `ledger_past` while a past day is shown."""
        if self._shown.as_of is not None:
            raise UserError("ledger_past", day=self._shown.as_of)
        return self._workspace
