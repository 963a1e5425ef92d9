"""The contents of attachments, each kept once under its SHA-256 and never rewritten.

A ledger in a file has a folder beside it, `<ledger>.files/ab/abcd…`; a shared ledger has a table.
"""

import errno
import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, func, insert, select

from tracker.domain.errors import UserError
from tracker.domain.rows import Fault
from tracker.file_modes import give, make_folders, mode_for, open_private
from tracker.store.database.evidence_tables import AttachmentContent
from tracker.store.evidence.content_parts import is_part, join_parts
from tracker.temp_files import own_name, sweep, sync_folder

_DIGEST = re.compile("[0-9a-f]{64}")
_CHUNK = 1 << 20


class Contents(Protocol):
    """Where contents are kept."""

    def keep(self, content: bytes) -> str:
        """Keep a content, durably, and return its SHA-256; what is there already stays as it is.

        Raises `disk_full`, `content_unwritable`, `content_altered`.
        """
        ...

    def keep_pieces(self, sha256: str, pieces: Iterable[bytes]) -> None:
        """The same of a content that is too long to be held. Raises `content_altered` where it has another SHA-256."""
        ...

    def holds(self, sha256: str) -> bool:
        """Whether there is a content under this SHA-256; it is not verified."""
        ...

    def is_intact(self, sha256: str) -> bool:
        """Whether there is a content under this SHA-256, and it is the one that was kept."""
        ...

    def read(self, sha256: str) -> bytes:
        """A content, verified. Raises `content_missing`, `content_altered`."""
        ...

    def iter_problems(self, referenced: frozenset[str]) -> Iterator[Fault]:
        """What is missing of the referenced contents, what was altered, and what nothing refers to."""
        ...


def contents_of(engine: Engine, connection: Connection) -> Contents:
    """The contents of an open ledger; those of a shared one are written with the connection's transaction."""
    if engine.dialect.name == "postgresql":
        return TableContents(connection)
    return FolderContents(folder_beside(Path(str(engine.url.database))))


_BESIDE = ".files"


def folder_beside(ledger: Path) -> Path:
    """The folder that holds the contents of a ledger's attachments."""
    return ledger.with_name(f"{ledger.name}{_BESIDE}")


def is_content(path: Path) -> bool:
    """Whether a path in such a folder is a kept content, and not a folder, or a file that is still being written."""
    return _DIGEST.fullmatch(path.name) is not None and path.is_file() and not path.is_symlink()


class FolderContents:
    """Contents as files. Safe to use from several programs at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        self.keep_pieces(sha256, [content])
        return sha256

    def keep_pieces(self, sha256: str, pieces: Iterable[bytes]) -> None:
        path = self.path(sha256)
        if not self._is_sound(path, sha256):
            try:
                self._write(path, pieces)
            except OSError as fault:
                raise _refusal(fault, self._folder) from fault

    def holds(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    def is_intact(self, sha256: str) -> bool:
        path = self.path(sha256)
        try:
            status = path.lstat()
        except OSError:
            return False
        return _digest_once(path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino) == sha256

    def read(self, sha256: str) -> bytes:
        try:
            content = self.path(sha256).read_bytes()
        except OSError as fault:
            raise UserError("content_missing", sha256=sha256) from fault
        _verify(content, sha256)
        return content

    def iter_problems(self, referenced: frozenset[str]) -> Iterator[Fault]:
        for sha256 in sorted(referenced):
            if not self.holds(sha256):
                yield Fault("fault_content_missing", {"sha256": sha256})
        if not self._folder.is_dir():
            return
        for path in sorted(one for one in self._folder.rglob("*") if not one.is_dir() or one.is_symlink()):
            # A link is never followed: what it leads to is not the ledger's.
            if path.is_symlink() or path != self._expected(path.name):
                yield Fault("fault_content_stray", {"path": path.relative_to(self._folder).as_posix()})
            elif _digest(path) != path.name:
                yield Fault("fault_content_altered", {"sha256": path.name})
            elif path.name not in referenced:
                yield Fault("fault_content_unreferenced", {"sha256": path.name})

    def path(self, sha256: str) -> Path:
        """Where a content lies, for a reader that wants a file; it is not verified. Raises `content_missing`."""
        path = self._expected(sha256)
        if path is None:
            raise UserError("content_missing", sha256=sha256)
        return path

    def _expected(self, sha256: str) -> Path | None:
        return self._folder / sha256[:2] / sha256 if _DIGEST.fullmatch(sha256) else None

    def _is_sound(self, path: Path, sha256: str) -> bool:
        """Whether the content is there already. Raises `content_altered` rather than let it be written over."""
        # A link that leads nowhere is there as well, and would be written through.
        if not os.path.lexists(path):
            return False
        if path.is_symlink() or _digest(path) != sha256:
            raise UserError("content_altered", sha256=sha256)
        return True

    def _write(self, path: Path, pieces: Iterable[bytes]) -> None:
        """Write a draft, then put it in place without ever replacing; on failure nothing is left."""
        digest = hashlib.sha256()
        new = [folder for folder in (self._folder, path.parent) if not folder.exists()]
        temporary = self._folder / own_name(secrets.token_hex(8))
        try:
            ledger = self._folder.with_name(self._folder.name.removesuffix(_BESIDE))
            make_folders(path.parent, ledger)
            sweep(self._folder)
            with open(temporary, "xb", opener=open_private) as file:
                for piece in pieces:
                    digest.update(piece)
                    file.write(piece)
                if digest.hexdigest() != path.name:
                    raise UserError("content_altered", sha256=path.name)
                file.flush()
                os.fsync(file.fileno())
            # Private until it is whole; then it has the rights of the ledger that it belongs to.
            give(temporary, mode_for(path, ledger))
            # First the bytes on the disk, then the name, then the folders that hold it: after a power cut no name
            # stands for less than the whole.
            _put_in_place(temporary, path)
            for folder in (path.parent, *(folder.parent for folder in reversed(new))):
                sync_folder(folder)
        except BaseException:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            for folder in reversed(new):
                with suppress(OSError):  # another program has put something into it
                    folder.rmdir()
            raise


class TableContents:
    """Contents in a table of a shared ledger, within a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        if not self.holds(sha256) and not join_parts(self._connection, sha256, len(content)):
            self._connection.execute(insert(AttachmentContent).values(sha256=sha256, content=content))
        # By the server itself: what lies there already may be another content, and parts may have been altered.
        if not self.is_intact(sha256):
            raise UserError("content_altered", sha256=sha256)
        return sha256

    def keep_pieces(self, sha256: str, pieces: Iterable[bytes]) -> None:
        if self.keep(b"".join(pieces)) != sha256:
            raise UserError("content_altered", sha256=sha256)

    def holds(self, sha256: str) -> bool:
        there = select(func.count()).select_from(AttachmentContent).where(AttachmentContent.sha256 == sha256)
        return self._connection.execute(there).scalar_one() > 0

    def is_intact(self, sha256: str) -> bool:
        digest = func.encode(func.sha256(AttachmentContent.content), "hex")
        return self._connection.scalar(select(digest).where(AttachmentContent.sha256 == sha256)) == sha256

    def read(self, sha256: str) -> bytes:
        content = self._connection.scalar(select(AttachmentContent.content).where(AttachmentContent.sha256 == sha256))
        if content is None:
            raise UserError("content_missing", sha256=sha256)
        _verify(content, sha256)
        return content

    def iter_problems(self, referenced: frozenset[str]) -> Iterator[Fault]:
        table = AttachmentContent
        kept = frozenset(self._connection.scalars(select(table.sha256).where(~is_part(table.sha256))))
        for sha256 in sorted(referenced - kept):
            yield Fault("fault_content_missing", {"sha256": sha256})
        for sha256 in sorted(kept):
            content = self._connection.scalar(select(table.content).where(table.sha256 == sha256)) or b""
            if hashlib.sha256(content).hexdigest() != sha256:
                yield Fault("fault_content_altered", {"sha256": sha256})
            elif sha256 not in referenced:
                yield Fault("fault_content_unreferenced", {"sha256": sha256})


def _verify(content: bytes, sha256: str) -> None:
    if hashlib.sha256(content).hexdigest() != sha256:
        raise UserError("content_altered", sha256=sha256)


def _digest(path: Path) -> str:
    """The SHA-256 of a file; "" where it cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()


@lru_cache(maxsize=10_000)
def _digest_once(path: Path, *state: int) -> str:
    """The SHA-256 of a file, worked out again only when its `state` on the disk is another."""
    # The pane asks at each click whether the files that are quoted are as they were kept; a file whose size, times and
    # inode are the same is not read again.
    del state
    return _digest(path)


def _put_in_place(temporary: Path, path: Path) -> None:
    """Whoever came first with the same content stays."""
    try:
        # Not renamed, which would replace what another program put there in the meantime; a link fails then.
        os.link(temporary, path)
    except FileExistsError:
        temporary.unlink()
    except OSError:  # a file system without links, as on memory sticks
        temporary.replace(path)
    else:
        temporary.unlink()


def _refusal(fault: OSError, folder: Path) -> UserError:
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError("disk_full", path=str(folder))
    return UserError("content_unwritable", path=str(folder))
