"""Files that appear whole or not at all."""

import errno
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedRandom
from pathlib import Path

from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.errors import UserError
from tracker.file_modes import give, mode_for, open_private
from tracker.services.evidence.recognising import belongs_to_database
from tracker.systems.file_names import is_open_elsewhere, is_reserved, is_too_long
from tracker.temp_files import own_name, put_durably, sweep

_BLOCK = 1 << 20


def write_whole(path: Path, content: bytes, progress: Progress = unwatched) -> None:
    """Write a file durably, by way of a temporary one beside it; on failure the old one still stands.

    `progress` counts bytes, and may cancel until the file takes its name. Raises what `writing` raises.
    """
    size = len(content)
    with writing(path, lambda: progress(size, size)) as file:
        for start in range(0, size, _BLOCK):
            progress(start, size)
            file.write(content[start : start + _BLOCK])


@contextmanager
def writing(path: Path, last_word: Callable[[], None]) -> Iterator[BufferedRandom]:
    """A file to be written, and read while it is; it takes its name, durably, when the block ends. If that raises, or
    `last_word`, which is asked when all is on disk, nothing is left of it, and the old one still stands.

    Raises `UserError` with `output_unwritable`, `output_open_elsewhere`, `output_name_reserved`, `path_too_long`,
    `output_is_ledger` or `disk_full`.
    """
    if is_reserved(path.name):
        raise UserError("output_name_reserved", field="out", path=path)
    target = _target(path)
    # Drafts that a killed program left beside the file go first: nobody else would ever remove them.
    sweep(target.parent)
    temporary = target.with_name(own_name(f"{secrets.token_hex(8)}.tmp"))
    try:
        # "x": a file that somebody put there under our name meanwhile is never written into. Private until it is whole,
        # as its rights are given only when it takes its name.
        with open(temporary, "x+b", opener=open_private) as file:
            yield file
            # On disk before it is named: else a power cut can leave the new name on an empty file.
            file.flush()
            os.fsync(file.fileno())
        last_word()
        give(temporary, target.stat().st_mode & 0o777 if target.exists() else mode_for(target))
        put_durably(temporary, target)
    except OSError as failure:
        raise _refusal(failure, path) from failure
    finally:
        _remove(temporary)


def _target(path: Path) -> Path:
    """The file that is meant, links followed. Neither a ledger nor a device or folder is ever replaced."""
    try:
        target = path.resolve()
        fits = target.is_file() or not target.exists()
        # SQLite itself is asked: to open a ledger's file here and close it would take away the locks that this program
        # holds on it, since POSIX drops all of a process with any handle.
        is_ledger = fits and belongs_to_database(target)
    except (OSError, ValueError, RuntimeError) as failure:  # a null byte in the path; a loop of links
        raise _refusal(failure, path) from failure
    if not fits or is_ledger:
        raise UserError("output_is_ledger" if is_ledger else "output_unwritable", field="out", path=path)
    return target


def _remove(temporary: Path) -> None:
    try:
        temporary.unlink(missing_ok=True)
    except OSError:
        # The folder let us write a moment ago; the error under way is the one worth telling.
        return


def _refusal(failure: Exception, path: Path) -> UserError:
    if isinstance(failure, OSError) and failure.errno in (errno.ENOSPC, errno.EDQUOT):
        code = "disk_full"
    elif is_open_elsewhere(failure, path):
        code = "output_open_elsewhere"
    elif is_too_long(path):
        code = "path_too_long"
    else:
        code = "output_unwritable"
    return UserError(code, field="out", path=path)
