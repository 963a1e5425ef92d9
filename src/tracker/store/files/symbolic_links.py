"""A ledger that is opened by a symbolic link is the file that the link leads to; all that belongs to it lies there.

Versions before this one kept attachments and backups beside the link. They are brought to the ledger, and stay; which
backups were brought is remembered, so that those which were thinned out since do not come again."""

import os
from contextlib import suppress
from pathlib import Path

from tracker.domain.errors import UserError
from tracker.file_modes import touch_private
from tracker.locations import typed_path
from tracker.store.evidence.file_contents import FolderContents, folder_beside, is_content
from tracker.store.safety.backups import folder_of
from tracker.store.safety.copying import copy_durably
from tracker.systems.file_names import fits_ledger
from tracker.temp_files import sync_folder

_BROUGHT = "brought-from-link.txt"
"""Beside the backups, with the names of those that were brought."""
_SHOWN = 60
"""Characters of a path that is too long to be shown whole."""


def ledger_at(location: str | os.PathLike[str]) -> Path:
    """The file of a ledger that was named: the path that was typed, or where that is a link the file it leads to.

    Raises `ledger_unreachable`, `path_too_long`, `ledger_path_too_long`.
    """
    path = typed_path(location).absolute()
    if not path.is_symlink():
        check_length(path)
        return path
    # Path.resolve would raise for a circle on some versions of Python and return the link on others.
    found = Path(os.path.realpath(path))
    if found.is_symlink():  # links that lead round in a circle
        raise UserError("ledger_unreachable", path=str(path))
    check_length(found)
    return found


def check_length(ledger: Path, *, is_new: bool = False) -> None:
    """Refuse a path that is too long for SQLite, which would only say that it cannot open it, or for the backups of a
    new ledger.

    Raises `ledger_path_too_long`.
    """
    if not fits_ledger(ledger, is_new=is_new):
        raise UserError("ledger_path_too_long", path=str(ledger)[:_SHOWN] + "…")


def bring_from_link(location: str | os.PathLike[str], ledger: Path) -> int:
    """Copy what earlier versions kept beside a link to the ledger itself; returns how many files came.

    Where that cannot be done they stay where they are, and are tried again at the next opening.
    """
    link = typed_path(location).absolute()
    if link == ledger or (link.parent.resolve() == ledger.parent.resolve() and link.name == ledger.name):
        return 0
    brought = 0
    with suppress(OSError, UserError):
        brought += _bring_contents(folder_beside(link), folder_beside(ledger))
        brought += _bring_backups(folder_of(link), folder_of(ledger))
    return brought


def _bring_contents(source: Path, target: Path) -> int:
    kept = FolderContents(target)
    brought = 0
    for path in source.rglob("*") if source.is_dir() else ():
        if is_content(path) and not kept.holds(path.name):
            kept.keep(path.read_bytes())
            brought += 1
    return brought


def _bring_backups(source: Path, target: Path) -> int:
    note = target / _BROUGHT
    known = set(note.read_text(encoding="utf-8").splitlines()) if note.exists() else set[str]()
    new = [path for path in source.glob("*.db") if path.name not in known] if source.is_dir() else []
    found = [path for path in new if not (target / path.name).exists()]
    if new:
        target.mkdir(exist_ok=True)
    for path in found:
        copy_durably(path, target / path.name)
    if new:
        touch_private(note)
        note.write_text("".join(f"{name}\n" for name in sorted(known.union(path.name for path in new))), "utf-8")
        sync_folder(target)
    return len(found)
