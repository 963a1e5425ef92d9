"""What a window shows while a ledger opens. Imports nothing heavy: that is what it is for."""

import os
from datetime import UTC, datetime

from tracker.domain.errors import UserError
from tracker.domain.rows import LedgerRow
from tracker.domain.text.dates import day_of
from tracker.locations import data_dir, typed_path
from tracker.store.commitments.first_rows import first_rows

_ROWS = 100


def default_location() -> str:
    """`TRACKER_LEDGER`, or one file in the user's data directory."""
    return os.environ.get("TRACKER_LEDGER") or str(data_dir() / "ledger.db")


def is_there(location: str | None) -> bool:
    """Whether there is a ledger to open, or opening must say what is wrong; of a shared one that is not asked."""
    place = location or default_location()
    try:
        return "://" in place or typed_path(place).exists()
    except (UserError, OSError):
        return True


def read_first_rows(location: str | None) -> tuple[LedgerRow, ...]:
    """The first rows of a ledger in a file; none of a shared one, which is not asked before it is open."""
    place = location or default_location()
    if "://" in place:
        return ()
    return first_rows(typed_path(place), day_of(datetime.now(UTC)), _ROWS)
