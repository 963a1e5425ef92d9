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
_LONGEST_NAME = 255
_BESIDE_LEDGER = len("-journal")
"""The longest ending of what SQLite keeps beside a file, and with `.backups` also of what we do."""
_SQLITE_LONGEST_PATH = 512 - _BESIDE_LEDGER
"""Bytes of a path that SQLite opens on POSIX, by which 168 Chinese characters fit."""


def name_length(name: str) -> int:
    """How long a name is where it is kept: in UTF-16 on Windows, elsewhere in bytes."""
    return len(name.encode("utf-16-le", "surrogatepass")) // 2 if os.name == "nt" else len(os.fsencode(name))


def fits_disk(name: str) -> bool:
    """Whether a disk takes so long a name."""
    return name_length(name) <= _LONGEST_NAME


def fits_ledger(path: "Path") -> bool:
    """Whether SQLite opens a file of this whole path, with what lies beside it."""
    if name_length(path.name) + _BESIDE_LEDGER > _LONGEST_NAME:
        return False
    return os.name == "nt" or len(os.fsencode(path)) <= _SQLITE_LONGEST_PATH


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
