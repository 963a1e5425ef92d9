"""Files that appear whole or not at all."""

import errno
import os
import secrets
from pathlib import Path

from tracker.domain.errors import UserError
from tracker.domain.progress import Progress, unwatched

_SQLITE_HEADER = b"SQLite format 3\x00"
_SQLITE_COMPANIONS = ("", "-wal", "-shm", "-journal")
_BLOCK = 1 << 20


def write_whole(path: Path, content: bytes, progress: Progress = unwatched) -> None:
    """Write a file durably, by way of a temporary one beside it; on failure the old one still stands.

    `progress` counts bytes, and may cancel until the file takes its name. Raises `UserError` with
    `output_unwritable`, `output_is_ledger` or `disk_full`.
    """
    temporary: Path | None = None
    try:
        target = path.resolve()
        _check_target(path, target)
        temporary = target.with_name(f".tracker-{secrets.token_hex(8)}.tmp")
        _write_durably(temporary, content, progress)
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o777)
        temporary.replace(target)
        _sync_folder(target.parent)
    except (OSError, ValueError, RuntimeError) as failure:  # a null byte in the path; a loop of links
        raise _refusal(failure, path) from failure
    finally:
        if temporary is not None:
            _remove(temporary)


def _check_target(path: Path, target: Path) -> None:
    """Neither a ledger nor a device or folder is ever replaced."""
    if target.exists() and not target.is_file():
        raise UserError("output_unwritable", field="out", path=path)
    for suffix in _SQLITE_COMPANIONS:
        if target.name.endswith(suffix) and _is_database(target.with_name(target.name.removesuffix(suffix))):
            raise UserError("output_is_ledger", field="out", path=path)


def _is_database(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_SQLITE_HEADER)) == _SQLITE_HEADER


def _write_durably(path: Path, content: bytes, progress: Progress) -> None:
    with path.open("xb") as file:
        for start in range(0, len(content), _BLOCK):
            progress(start, len(content))
            file.write(content[start : start + _BLOCK])
        file.flush()
        os.fsync(file.fileno())
    progress(len(content), len(content))


def _sync_folder(folder: Path) -> None:
    """Make the new name durable too; only POSIX can open a folder for it."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(temporary: Path) -> None:
    try:
        temporary.unlink(missing_ok=True)
    except OSError:
        # The folder let us write a moment ago; the error under way is the one worth telling.
        return


def _refusal(failure: Exception, path: Path) -> UserError:
    full = isinstance(failure, OSError) and failure.errno in (errno.ENOSPC, errno.EDQUOT)
    return UserError("disk_full" if full else "output_unwritable", field="out", path=path)
