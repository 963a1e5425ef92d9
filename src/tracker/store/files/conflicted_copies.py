"""Copies of a ledger that a synchronised folder left beside it, as they do when two machines changed one file."""

import re
from contextlib import suppress
from pathlib import Path

from tracker.domain.errors import UserError
from tracker.open_files import BESIDE
from tracker.store.files.ledger_file import known_in
from tracker.store.safety.ledger_inspection import UNREADABLE, quietly

# Each row was taken from what the program writes: Dropbox, Seafile, Nextcloud and browsers put brackets, in either
# width and language, Syncthing a time, OneDrive the name of the machine, iCloud a number.
_COPY = re.compile(
    r"""
      [ _.-]*[(（\[].*[)）\]]         # (conflicted copy …), (冲突副本 …), (SFConflict …), (1), （1）
    | \.sync-conflict-\d{8}-\d{6}.*  # Syncthing
    | [ _.-]+conflict.*              # _conflict-20260102-101010
    | [ _-]*的?(?:冲突|衝突|副本|複本|复制|複製).*
    | [ _-]+copy(?:[ _-]*\(?\d+\)?)?
    | -[^-].*                        # -DESKTOP-ABC, as OneDrive has it
    | [ _~]\d{1,3}                   # " 2", as iCloud has it; ~1, _1
    | \.mine-\d{4}-\d\d-\d\d(?:-\d+)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What stands between the name of a file and its ending in a copy of it, or behind the ending."""
_COPY_OF = re.compile(r"(?:copy(?: \(\d+\))? of|副本|複本|复件|複件)[ _-]*(?:\(\d+\)[ _-]*)?", re.IGNORECASE)
"""What stands before the name of the file in a copy of it."""
_BESIDE = (*BESIDE, ".lock", ".newest")
_MOST_COPIES = 50
"""Files that are looked into; a folder that holds more of such names holds no copies of conflicts."""


def is_copy_name(name: str, of: str) -> bool:
    """Whether one name without its ending is that of a copy of the other, as programs that synchronise form it."""
    if name == of:
        return False
    if name.startswith(of):
        return _COPY.fullmatch(name.removeprefix(of)) is not None
    return name.endswith(of) and _COPY_OF.fullmatch(name.removesuffix(of)) is not None


def _is_copy(path: Path, ledger: Path) -> bool:
    """Whether a file is named as a copy of a ledger, or the ledger as one of it.

    What SQLite keeps beside a file is none: to open it and close it would take SQLite's locks away.
    """
    if path.name.endswith(_BESIDE):
        return False
    if path.suffix.lower() == ledger.suffix.lower():
        return is_copy_name(path.stem, ledger.stem) or is_copy_name(ledger.stem, path.stem)
    return is_copy_name(path.name, ledger.name) or is_copy_name(ledger.name, path.name)


def parted_copies(ledger: Path) -> tuple[Path, ...]:
    """The copies of this very ledger beside it, by their names, that have changes which it lacks, by their names."""
    try:
        beside = sorted(path for path in ledger.parent.iterdir() if path != ledger and _is_copy(path, ledger))
    except OSError:
        return ()
    # Only ordinary files: to open a pipe would wait for somebody to write into it.
    copies = [path for path in beside if path.is_file()][:_MOST_COPIES]
    return tuple(path for path in copies if _has_more(path, ledger))


def _has_more(copy: Path, ledger: Path) -> bool:
    with suppress(UserError, OSError, *UNREADABLE), quietly(copy) as other, quietly(ledger) as ours:
        theirs = known_in(other)
        mine = known_in(ours)
        if theirs is None or mine is None or theirs.first != mine.first:
            return False
        # By uid and hash, not by number: two machines give the same number to different events.
        newest = other.execute("SELECT uid, hash FROM event WHERE id = ?", (theirs.event,)).fetchone()
        return ours.execute("SELECT uid, hash FROM event WHERE uid = ?", newest[:1]).fetchone() != newest
    return False
