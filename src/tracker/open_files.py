"""Which files SQLite has open in this process, so that nobody opens one of them besides and closes it again.

POSIX drops all locks that a process has on a file as soon as the process closes any handle to it. Another program then
takes SQLite for gone, and removes the write-ahead log that SQLite goes on writing to: what is acknowledged is lost.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition
from typing import BinaryIO

BESIDE = ("-wal", "-shm", "-journal")
"""How the names end of what SQLite keeps beside a file, and locks as well."""
Number = tuple[int, int]
"""Device and inode of a file."""

_changing = Condition()
_by_sqlite: Counter[Number] = Counter()
_plainly: Counter[Number] = Counter()
_written_over: set[Number] = set()


def add_open(number: Number) -> None:
    """Note a connection of SQLite's to a file, once it is made and before anything is asked of it."""
    with _changing:
        # Whoever is reading the file plainly right now would drop SQLite's locks on closing it, so that the connection
        # waits until that is done.
        _changing.wait_for(lambda: not _plainly[number])
        _by_sqlite[number] += 1


def remove_open(number: Number) -> None:
    """Note that a connection was closed."""
    with _changing:
        _by_sqlite[number] -= 1


def mark_written_over(number: Number) -> None:
    """Note that somebody wrote over a file, or its log, while SQLite had it open in this process.

    A connection to it stays open to the end, and what that knows of the log would be taken for that of a new one.
    """
    _written_over.add(number)


def was_written_over(path: Path) -> bool:
    """Whether a file can be opened by a new process only, see `mark_written_over`."""
    return _number_of(path) in _written_over


def is_open(path: Path) -> bool:
    """Whether SQLite has a file open in this process, by whatever name."""
    number = _number_of(path)
    return number is not None and _by_sqlite[number] > 0


def belongs_to_open(path: Path) -> bool:
    """The same, or whether it is one of the files that SQLite keeps beside such a file."""
    owners = (path.with_name(path.name.removesuffix(ending)) for ending in BESIDE if path.name.endswith(ending))
    return is_open(path) or any(map(is_open, owners))


@contextmanager
def opened_plainly(path: Path) -> Iterator[BinaryIO | None]:
    """Open a file to read it, past SQLite; None where SQLite has it open in this process. Raises `OSError`.

    Until the block ends no connection to it is used that is noted here.
    """
    number = _number_of(path)
    if number is None:
        raise FileNotFoundError(path)
    with _changing:
        if _by_sqlite[number] > 0:
            number = None
        else:
            _plainly[number] += 1
    if number is None:
        yield None
        return
    try:
        with path.open("rb", buffering=0) as file:
            yield file
    finally:
        with _changing:
            _plainly[number] -= 1
            _changing.notify_all()


def _number_of(path: Path) -> Number | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
