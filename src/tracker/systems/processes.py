"""Whose program this is, whether another one has ended, and a file that one of them holds."""

import getpass
import os
import sys
from typing import IO


def account_name() -> str:
    """The name of the account; where it has none, as a container's may not, its number."""
    try:
        return getpass.getuser()
    except (KeyError, ImportError, OSError):  # which of them depends on the version of Python
        return str(os.getuid()) if hasattr(os, "getuid") else "?"


def has_process_ended(process: int) -> bool:
    """Whether no process has this number, for certain."""
    if sys.platform == "win32":
        from tracker.systems.windows import has_ended, kernel32, last_error

        return has_ended(process, kernel32(), last_error)
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        return False
    return False


def hold(file: IO[bytes]) -> bool:
    """Whether nobody else holds a file; then it is held until it is closed, or the program ends, however it does."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def glibc_version() -> str:
    """The version of the C library of this Linux, such as `2.36`; "" where it is another one, or no Linux."""
    try:
        name, _, version = (os.confstr("CS_GNU_LIBC_VERSION") or "").partition(" ")
    except (AttributeError, ValueError):
        return ""
    return version if name == "glibc" else ""
