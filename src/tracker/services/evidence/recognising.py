"""What a file is that somebody wants to write over."""

from pathlib import Path

from tracker.open_files import BESIDE
from tracker.store.safety.ledger_inspection import is_database


def belongs_to_database(path: Path) -> bool:
    """Whether a file is SQLite's, or one of those that it keeps beside one, which are told by their names alone: to
    open and close them would take the locks of a ledger that is open from it."""
    owners = [path.with_name(path.name.removesuffix(ending)) for ending in BESIDE if path.name.endswith(ending)]
    return any(map(is_database, (*owners, path)))
