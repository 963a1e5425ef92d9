"""Holds the suite to its word that nothing is sent or fetched unasked.

`Guard` hears everything that Python asks the network for, in any thread. `close_the_network` shuts it for good, for
this process and its children, at the border to the kernel: whatever opens a socket there, Qt or a library in C, is
killed at once, so that an attempt cannot go unnoticed.
"""

import ctypes
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any

_PLACES = {
    "socket.bind": 1,
    "socket.connect": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyaddr": 0,
    "socket.gethostbyname": 0,
    "socket.getnameinfo": 0,
    "socket.sendmsg": 1,
    "socket.sendto": 1,
}
"""What is heard, and which of its arguments says where it goes."""
_RESOLVING = frozenset({"socket.getaddrinfo", "socket.gethostbyaddr", "socket.gethostbyname"})
_OWN_NAMES = frozenset({"localhost", ""})


class NetworkTouched(BaseException):
    """Something asked the network; no `except Exception` swallows it on its way to the test."""


class Guard:
    """Refuses whatever leaves the process by another road than a file; `loopback` lets the machine talk to itself."""

    def __init__(self) -> None:
        self.loopback = False
        self.attempts: list[str] = []

    def listen(self) -> None:
        """From now on, for the life of the process: what listens to Python's audit events cannot be taken off."""
        sys.addaudithook(self.hear)

    @contextmanager
    def talking_to_itself(self) -> Iterator[None]:
        """Let the machine talk to itself meanwhile."""
        before, self.loopback = self.loopback, True
        try:
            yield
        finally:
            self.loopback = before

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Refuse, and note, what one of Python's audit events asks of the network. Raises `NetworkTouched`."""
        place = _PLACES.get(event)
        if place is None or arguments[place] is None:
            return
        where = arguments[place]
        if event in _RESOLVING:
            allowed = self.loopback  # the tests of capturing ask for names that are none
        elif isinstance(where, tuple):
            # urllib3 binds a port of its own machine when it is imported, to see whether there is IPv6.
            allowed = (self.loopback or event == "socket.bind") and _is_own(where[0])
        else:
            allowed = True  # a socket that is a file
        if not allowed:
            self.attempts.append(f"{event} {where!r}")
            raise NetworkTouched(self.attempts[-1])


def _is_own(host: str) -> bool:
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host in _OWN_NAMES


# --- at the border to the kernel ---------------------------------------------------------------------------------

_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_SOCKET_CALLS = {"x86_64": 41, "aarch64": 198}
_INTERNET = (2, 10)
"""AF_INET and AF_INET6; a socket that is a file has another family."""
_ALLOW, _KILL = 0x7FFF_0000, 0x8000_0000
_LOAD, _IF_EQUAL, _RETURN = 0x20, 0x15, 0x06


class _Step(ctypes.Structure):
    _fields_ = (("code", ctypes.c_uint16), ("yes", ctypes.c_uint8), ("no", ctypes.c_uint8), ("value", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


def close_the_network() -> None:
    """Let the kernel kill this process, and any child, that opens a socket to the internet. Linux only."""
    steps = (
        _Step(_LOAD, 0, 0, 0),  # the number of the call
        _Step(_IF_EQUAL, 0, 3, _SOCKET_CALLS[platform.machine()]),
        _Step(_LOAD, 0, 0, 16),  # its first argument, the family
        _Step(_IF_EQUAL, 2, 0, _INTERNET[0]),
        _Step(_IF_EQUAL, 1, 0, _INTERNET[1]),
        _Step(_RETURN, 0, 0, _ALLOW),
        _Step(_RETURN, 0, 0, _KILL),
    )
    program = _Program(len(steps), (_Step * len(steps))(*steps))
    kernel = ctypes.CDLL(None, use_errno=True)
    for arguments in ((_NO_NEW_PRIVILEGES, 1, 0, 0, 0), (_SECCOMP, _FILTER, ctypes.byref(program), 0, 0)):
        if kernel.prctl(*arguments) != 0:
            raise OSError(ctypes.get_errno(), "the kernel does not close the network")
