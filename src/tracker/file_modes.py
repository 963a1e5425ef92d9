"""Who may read what the program writes.

What is new in the user's own folders (data, settings, logs) is the user's alone: 0600, folders 0700. What lies beside a
ledger (backups, attachments, notes) has the ledger's rights, as SQLite gives them to its own companions. Anything else,
in a place that somebody chose, has what the umask leaves, so that a folder that is shared stays shared. Files on their
way are private until they are whole. A mode that somebody set is never changed: all of this is for new files only.

Windows has no such modes: there a file has the rights of its folder, and nothing is done here.
"""

import os
from contextlib import suppress
from pathlib import Path

PRIVATE = 0o600
_PRIVATE_FOLDER = 0o700
_ANYBODY = 0o666
_ANYBODY_FOLDER = 0o777
_HAS_MODES = os.name == "posix"


def mode_for(path: Path, ledger: Path | None = None) -> int:
    """Return the mode that a new file gets when it is whole; one that belongs to a `ledger` gets that of it."""
    if ledger is not None:
        with suppress(OSError):  # there is none yet
            return ledger.stat().st_mode & _ANYBODY | PRIVATE
    return PRIVATE if _is_own(path) else _ANYBODY & ~_umask()


def give(path: Path, mode: int) -> None:
    """Give a file its mode, where the file system has modes."""
    if _HAS_MODES:
        with suppress(OSError):  # a memory stick, or a share
            path.chmod(mode)


def give_all(folder: Path, mode: int) -> None:
    """Give a folder and all in it the modes that go with that of a file."""
    for path in (folder, *folder.rglob("*")):
        give(path, _of_folder(mode) if path.is_dir() else mode)


def touch_private(path: Path) -> None:
    """Let an empty file be there that only the user can read; one that is there stays as it is. Raises `OSError`."""
    os.close(open_private(path, os.O_WRONLY | os.O_CREAT))


def open_private(path: str | os.PathLike[str], flags: int) -> int:
    """Open a file, which is the user's alone if it is new: an `opener` for `open`. Raises `OSError`."""
    return os.open(path, flags, PRIVATE)


def make_folders(folder: Path, ledger: Path | None = None) -> None:
    """Make a folder where it is not there, with those above it. Raises `OSError`."""
    missing: list[Path] = []
    while not folder.is_dir() and folder != folder.parent:
        missing.append(folder)
        folder = folder.parent
    # One by one: mkdir(parents=True) gives only the last folder the mode, and the others what the umask leaves.
    for new in reversed(missing):
        with suppress(FileExistsError):
            new.mkdir(_PRIVATE_FOLDER)
            give(new, _of_folder(mode_for(new, ledger)))
        if not new.is_dir():
            raise NotADirectoryError(new)


def _of_folder(mode: int) -> int:
    """The mode of a folder whose files have this one: who may read may look in as well."""
    # The bit for looking into a folder stands two places below that for reading.
    return mode | (mode & 0o444) >> 2


def _is_own(path: Path) -> bool:
    from tracker.locations import own_folders

    try:
        place = path.resolve()
        return any(place.is_relative_to(folder.resolve()) for folder in own_folders())
    except (OSError, RuntimeError):  # a loop of links
        return False


def _umask() -> int:
    """The umask, which can only be read by setting it: for that instant to one that shows nothing to anybody."""
    umask = os.umask(_ANYBODY_FOLDER & ~_PRIVATE_FOLDER)
    os.umask(umask)
    return umask
