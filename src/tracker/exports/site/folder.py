"""The folder of a site: files come in and go so that the old site or the new one can be read at any moment.

A marker in it (`tracker-site.json`) lists our files. Only these are ever replaced or removed; a folder in which
anything else lies, and no marker, is refused. What others put beside our files later (a `.git`, a `CNAME`) stays.
"""

import errno
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from tracker.domain.errors import UserError
from tracker.domain.reports.site_files import MARKER, is_ours
from tracker.exports.atomic import write_whole
from tracker.temp_files import PREFIX, draft_folder, put_durably, sweep, sync_file

_LARGEST_MARKER = 100_000_000
_MADE_BY = "commitment-ledger site"


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """A folder that we may write a site into. `ours` are the files of it that we wrote; `is_new`: there is none yet."""

    path: Path
    ours: frozenset[str]
    is_new: bool


class SiteDraft:
    """A whole site on its way, in a folder of drafts on the same disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.digests: dict[str, str] = {}
        self._made: set[Path] = set()

    def write(self, name: str, content: bytes) -> None:
        """Write a file. Raises `OSError`."""
        path = self.path_of(name)
        path.write_bytes(content)
        self.digests[name] = sha256(content).hexdigest()

    def write_pieces(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write a file bit by bit. Raises `OSError`."""
        digest = sha256()
        with self.path_of(name).open("wb") as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
        self.digests[name] = digest.hexdigest()

    def path_of(self, name: str) -> Path:
        """Return where a file is written; its folder is there then."""
        path = self.folder / name
        # Thousands of pages lie in folders of their own, but those above them are made once.
        if path.parent not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        return path


def claim(path: Path) -> SiteFolder:
    """Return the folder, if a site may be written there: there is none yet, it is empty, or it holds a site of ours.

    Raises `site_folder_foreign`, `site_marker_broken` or `output_unwritable`.
    """
    try:
        folder = path.resolve()
        if not folder.exists():
            if not folder.parent.is_dir():
                raise UserError("output_unwritable", field="out", path=path)
            return SiteFolder(folder, frozenset(), is_new=True)
        if not folder.is_dir():
            raise UserError("output_unwritable", field="out", path=path)
        if (folder / MARKER).is_file():
            return SiteFolder(folder, _listed(folder / MARKER), is_new=False)
        if any(not one.name.startswith(PREFIX) for one in folder.iterdir()):
            raise UserError("site_folder_foreign", field="out", path=path)
        return SiteFolder(folder, frozenset(), is_new=False)
    except (OSError, ValueError, RuntimeError) as failure:  # a null byte in the path; a loop of links
        raise UserError("output_unwritable", field="out", path=path) from failure


@contextmanager
def drafting(site: SiteFolder) -> Iterator[SiteDraft]:
    """A place for the new site, gone when the block ends. What raises in it is raised as `disk_full` or
    `output_unwritable`."""
    # Beside a folder that is not there yet, so that it can come as a whole; else in it, as it may be a disk of its own.
    parent = site.path.parent if site.is_new else site.path
    try:
        sweep(parent)
        with draft_folder(parent, "site") as folder:
            inner = folder / "site"
            inner.mkdir()
            yield SiteDraft(inner)
    except OSError as failure:
        full = failure.errno in (errno.ENOSPC, errno.EDQUOT)
        raise UserError("disk_full" if full else "output_unwritable", field="out", path=site.path) from failure


def put_in_place(site: SiteFolder, draft: SiteDraft, about: dict[str, Any]) -> str:
    """Let the draft be the site, and return the SHA-256 of its marker, which holds that of each file.

    Raises `site_file_foreign` before anything is touched, and `OSError`.
    """
    marker = _marker(draft.digests, about)
    if site.is_new:
        draft.write(MARKER, marker)
        _sync(draft)
        put_durably(draft.folder, site.path)
        return sha256(marker).hexdigest()
    _refuse_foreign(site, draft.digests)
    _sync(draft)
    # While files change, the marker lists the old ones and the new: whatever a kill leaves, the next update knows it
    # for ours. Pages come before those that lead to them, and what nothing leads to any more goes last.
    both = dict.fromkeys(site.ours, "") | draft.digests
    write_whole(site.path / MARKER, _marker(both, {**about, "is_whole": False}))
    for name in sorted(draft.digests, key=_turn):
        _move(draft, name, site.path)
    for name in sorted(site.ours - draft.digests.keys()):
        _remove(site.path, name)
    write_whole(site.path / MARKER, marker)
    return sha256(marker).hexdigest()


def _marker(digests: dict[str, str], about: dict[str, Any]) -> bytes:
    shape = {"made_by": _MADE_BY, "is_whole": True, **about, "files": dict(sorted(digests.items()))}
    return json.dumps(shape, ensure_ascii=False, indent=1).encode() + b"\n"


def _listed(marker: Path) -> frozenset[str]:
    """The files that a marker lists. It may have been altered: a name that no file of ours can have is not believed."""
    try:
        if marker.stat().st_size > _LARGEST_MARKER:
            raise ValueError("too large")
        shape: Any = json.loads(marker.read_bytes())
        names = frozenset[Any](shape["files"])
        fits = shape["made_by"] == _MADE_BY and all(isinstance(name, str) and is_ours(name) for name in names)
    except (ValueError, LookupError, TypeError, RecursionError):
        fits = False
        names = frozenset[Any]()
    if not fits:
        raise UserError("site_marker_broken", field="out", path=marker)
    return names


def _refuse_foreign(site: SiteFolder, names: Iterable[str]) -> None:
    """Refuse where somebody else's file is in the way, or a link leads our files out of the folder."""
    folders: set[PurePosixPath] = set()
    for name in {*names, *site.ours}:
        path = site.path / name
        folders.update(PurePosixPath(name).parents)
        if name not in site.ours and os.path.lexists(path):
            raise UserError("site_file_foreign", field="out", path=path)
    for folder in folders:
        path = site.path / folder
        if folder.name and os.path.lexists(path) and (path.is_symlink() or not path.is_dir()):
            raise UserError("site_file_foreign", field="out", path=path)


def _turn(name: str) -> tuple[int, str]:
    """When a file comes: style, script and rows, then pages, then what leads to them."""
    if name.startswith(("assets/", "data/")):
        return 0, name
    return (1 if "commitments/" in name else 2 if name.count("/") > name.startswith("en/") else 3), name


def _move(draft: SiteDraft, name: str, folder: Path) -> None:
    path = folder / name
    new = draft.folder / name
    # What has not changed keeps its file, and with it the time by which web servers and copies know it.
    if path.is_file() and path.stat().st_size == new.stat().st_size and path.read_bytes() == new.read_bytes():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    new.replace(path)


def _remove(folder: Path, name: str) -> None:
    path = folder / name
    path.unlink(missing_ok=True)
    for parent in PurePosixPath(name).parents:
        if parent.name:
            with suppress(OSError):  # something is still in it
                (folder / parent).rmdir()


def _sync(draft: SiteDraft) -> None:
    """Let all files be on disk before any takes its name: else a power cut can leave new names on empty files."""
    if hasattr(os, "sync"):
        # All at once: ten thousand files one by one take a minute.
        os.sync()
        return
    for name in draft.digests:
        sync_file(draft.folder / name)
