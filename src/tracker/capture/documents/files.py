"""Take a file off the disk: looked at before it is read, and under a name that can be shown."""

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from tracker.capture.documents.formats import LARGEST_FILE, MEGABYTE
from tracker.domain.errors import UserError
from tracker.open_files import belongs_to_open

LONGEST_NAME = 200
"""Bytes of a name that every file system takes, with something to spare."""

_SEPARATORS = re.compile(r"[/\\]")
_UNSAFE = re.compile(r'[<>:"|?*]')
_ENDING = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,19}")
"""What says what a file is, and not that it is the second of its kind or version 1.0."""
_DEVICE = re.compile(r"CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|(COM|LPT)[0-9\u00b9\u00b2\u00b3]", re.IGNORECASE)
_LONGEST_STEM = 80
"""Characters: Windows has 260 for a file and all its folders."""
_NAMELESS = "file"
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
"""Categories of characters that only disguise a name: controls, and marks that turn the direction of reading."""


def read_file(path: Path) -> bytes:
    """The content of an ordinary file.

    Raises `UserError`: `file_missing`, `file_is_folder`, `file_is_link`, `file_special`, `file_empty`,
    `file_too_large`, `file_unreadable`, `file_is_open_ledger`.
    """
    name = display_name(path.name)
    with _opened(path, name) as file:
        _check_size(os.fstat(file.fileno()), name)
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise UserError("file_too_large", field="file", name=name, limit=LARGEST_FILE // MEGABYTE)
    return data


def hash_file(path: Path) -> str:
    """The SHA-256 of an ordinary file of any size. Raises as `read_file`, but for `file_too_large`."""
    with _opened(path, display_name(path.name)) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _opened(path: Path, name: str) -> Iterator[BufferedReader]:
    try:
        if belongs_to_open(path):  # to read it would take its locks away, and with them what is saved next
            raise UserError("file_is_open_ledger", field="file", name=name)
        _check(path, name)
        # What was looked at may be another file by now: a link is not followed, a pipe does not hold us up.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags), "rb") as file:
            _check_status(os.fstat(file.fileno()), name)
            yield file
    except FileNotFoundError:
        raise UserError("file_missing", field="file", value=str(path)) from None
    except (OSError, ValueError) as fault:
        raise UserError("file_unreadable", field="file", name=name) from fault


def display_name(name: str) -> str:
    """The last part of a name, without what disguises it, short enough for every file system; "" where none is left."""
    last = _SEPARATORS.split(name)[-1].encode("utf-8", errors="replace").decode("utf-8")
    shown = "".join(character for character in last if unicodedata.category(character) not in _INVISIBLE)
    shown = _UNSAFE.sub("_", shown).strip(" .")
    stem, dot, suffix = shown.rpartition(".")
    if not stem or len(suffix) > len("xhtml"):
        stem = shown
        dot = ""
        suffix = ""
    room = LONGEST_NAME - len((dot + suffix).encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip() + dot + suffix


def safe_name(name: str, suffix: str) -> str:
    """A name under which a stranger's file is given to other programs: it keeps its words and ends with `suffix`.

    What a name can do elsewhere is taken from it: to be a device of Windows, an option of a command, or hidden.
    """
    # The stranger's ending goes and the kind's own is put on: text called .slk or .scf, and a PDF called .hta, would be
    # run by the program that the system chooses.
    stem = display_name(name)
    head, dot, ending = stem.rpartition(".")
    if dot and _ENDING.fullmatch(ending):
        stem = head
    stem = stem.lstrip(".-~ \u3000\u00a0").rstrip(". \u3000\u00a0")
    # To Windows CON.txt is the console, whatever stands behind the point.
    if _DEVICE.fullmatch(stem.partition(".")[0].strip()):
        stem = f"_{stem}"
    room = LONGEST_NAME - len(suffix)
    return (stem.encode()[:room].decode(errors="ignore")[:_LONGEST_STEM].rstrip(". ") or _NAMELESS) + suffix


def _check(path: Path, name: str) -> None:
    # lstat: a link is refused and not followed, so that nothing outside the folder that was shown is read by its name.
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        raise UserError("file_is_link", field="file", name=name)
    if stat.S_ISDIR(status.st_mode):
        raise UserError("file_is_folder", field="file", name=name)
    _check_status(status, name)


def _check_status(status: os.stat_result, name: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise UserError("file_special", field="file", name=name)
    if status.st_size == 0:
        raise UserError("file_empty", field="file", name=name)


def _check_size(status: os.stat_result, name: str) -> None:
    if status.st_size > LARGEST_FILE:
        raise UserError("file_too_large", field="file", name=name, limit=LARGEST_FILE // MEGABYTE)
