"""Copies of a ledger that a synchronised folder left beside it, as they do when two machines changed one file."""

import re
from contextlib import suppress
from pathlib import Path

from tracker.domain.errors import UserError
from tracker.store.ledger_file import known_in
from tracker.store.standing import UNREADABLE, quietly

_COPY = re.compile(
    r"""
      [ _.-]*[(（\[].*[)）\]]         # (conflicted copy …), (冲突副本 …), (SFConflict …), (1), （1）
    | \.sync-conflict-\d{8}-\d{6}.*  # Syncthing
    | [ _.-]+conflict.*              # _conflict-20260102-101010
    | [ _-]*(?:冲突|衝突|副本).*
    | -[^-].*                        # -DESKTOP-ABC, as OneDrive has it
    | \ \d{1,3}                      # " 2", as iCloud has it
    | \.mine-\d{4}-\d\d-\d\d(?:-\d+)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What stands between the name of a file and its ending in a copy of it."""


def is_copy_name(name: str, of: str) -> bool:
    """Whether one name without its ending is that of a copy of the other, as programs that synchronise form it."""
    return name != of and name.startswith(of) and _COPY.fullmatch(name.removeprefix(of)) is not None


def parted_copies(ledger: Path) -> tuple[Path, ...]:
    """The copies of this very ledger beside it, by their names, that have changes which it lacks, by their names."""
    try:
        beside = sorted(path for path in ledger.parent.iterdir() if path.suffix == ledger.suffix and path != ledger)
    except OSError:
        return ()
    stem = ledger.stem
    copies = [path for path in beside if is_copy_name(path.stem, stem) or is_copy_name(stem, path.stem)]
    return tuple(path for path in copies if _has_more(path, ledger))


def _has_more(copy: Path, ledger: Path) -> bool:
    with suppress(UserError, OSError, *UNREADABLE), quietly(copy) as other, quietly(ledger) as ours:
        theirs, mine = known_in(other), known_in(ours)
        if theirs is None or mine is None or theirs.first != mine.first:
            return False
        newest = other.execute("SELECT uid, hash FROM event WHERE id = ?", (theirs.event,)).fetchone()
        return ours.execute("SELECT uid, hash FROM event WHERE uid = ?", newest[:1]).fetchone() != newest
    return False
