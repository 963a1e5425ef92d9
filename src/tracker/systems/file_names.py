"""Names and paths that a system, or SQLite there, does not take, and files that it keeps from being replaced."""

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_WINDOWS_LONGEST_PATH = 259
"""Characters of a path where long ones were not switched on."""
_DEVICES = frozenset(
    ("CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in "123456789¹²³"))
)
_WINDOWS_LONGEST_AT_ALL = 32_766
_POSIX_LONGEST_PATH = 4_095
_LONGEST_NAME = 255
_BESIDE_LEDGER = len("-journal")
"""The longest ending of what SQLite keeps beside a file, and with `.backups` also of what we do."""
_BACKUPS = 80
"""How much longer the path of a backup is while it is being made."""
_SQLITE_LONGEST_PATH = 512 - _BESIDE_LEDGER
"""Bytes of a path that SQLite opens on POSIX, by which 168 Chinese characters fit."""


def name_length(name: str) -> int:
    """How long a name is where it is kept: in UTF-16 on Windows, elsewhere in bytes."""
    return len(name.encode("utf-16-le", "surrogatepass")) // 2 if os.name == "nt" else len(os.fsencode(name))


def fits_disk(path: "Path") -> bool:
    """Whether a disk takes so long a path, and each name in it."""
    longest = _WINDOWS_LONGEST_AT_ALL if os.name == "nt" else _POSIX_LONGEST_PATH
    return name_length(str(path)) <= longest and all(name_length(name) <= _LONGEST_NAME for name in path.parts)


def fits_ledger(path: "Path", *, is_new: bool = False) -> bool:
    """Whether SQLite opens a file of this whole path, with what lies beside it; with its backups, too, if it is new."""
    if name_length(path.name) + _BESIDE_LEDGER > _LONGEST_NAME:
        return False
    room = _BACKUPS if is_new else 0
    return os.name == "nt" or len(os.fsencode(path)) + room <= _SQLITE_LONGEST_PATH


def is_reserved(name: str) -> bool:
    """Whether Windows takes the name of a file for a device, or drops its end; elsewhere every name is itself."""
    if sys.platform != "win32" or name in (".", ".."):
        return False
    return name.partition(".")[0].rstrip(" ").upper() in _DEVICES or name.endswith((".", " "))


def is_too_long(path: "Path") -> bool:
    """Whether a path is longer than Windows takes where long ones were not switched on."""
    return sys.platform == "win32" and len(str(path)) > _WINDOWS_LONGEST_PATH


def is_open_elsewhere(failure: Exception, path: "Path") -> bool:
    """Whether a file could not be replaced because another program has it open, which only Windows minds."""
    if sys.platform != "win32" or not isinstance(failure, PermissionError):
        return False
    return path.is_file() and os.access(path, os.W_OK)
