"""One window for each user: a start with a file hands it to the window that is there, and ends.

Nothing but the path of a file is taken, and nobody else's: the socket lies in a folder that is the user's alone. A
window that does not answer in time is left alone, and the second start is a window of its own.
"""

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QCryptographicHash, QDeadlineTimer, QObject, QTimer, Signal

from tracker.locations import data_dir, default_location
from tracker.systems.desktops import let_others_come_forward

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

# QtNetwork is imported by need: it takes 30 ms, and Kerberos, which not every machine has. Of it only what stays on
# this machine is used (`tests/test_silence.py`).

_END = b"\0"
"""After a path or an answer; in neither can it stand."""
_LONGEST = 32_768
"""Bytes of a message; no path is longer."""
_PATIENCE = 3_000
"""Milliseconds in all for an answer: a window that is just being opened needs one or two seconds."""
_PATIENCE_AT_START = 10_000
"""The same where nobody was there a moment ago: whoever is there now is being opened as this is, on a busy machine."""
_PRIVATE = 0o700


class InstanceReply(StrEnum):
    """What came of asking the window that is there."""

    TAKEN = "taken"
    BUSY = "busy"
    """It shows something that must be answered first."""
    NOBODY = "nobody"
    """Nothing listens there, though something may have been left."""
    NONE = "none"
    """Somebody is there and says nothing that we understand."""


def own_address() -> str:
    """Return where this user's window listens: a socket in a private folder; on Windows the name of a pipe.

    It is another one for other data, so that a ledger that is named by `TRACKER_LEDGER` is a window of its own. Raises
    `OSError` where no private folder can be had.
    """
    parts = (_user(), str(data_dir()), default_location())
    said = QByteArray("\0".join(parts).encode("utf-8", "surrogatepass"))
    # Not hashlib, which takes 10 ms to load: this is on the way to the first frame.
    digest = QCryptographicHash.hash(said, QCryptographicHash.Algorithm.Sha256).toHex()
    name = "tracker-" + bytes(digest.data()).decode()[:16]
    return name if os.name == "nt" else str(_private_folder() / f"{name}.sock")


def _user() -> str:
    if os.name == "nt":
        return os.environ.get("USERNAME", "")
    return str(os.getuid())


def _private_folder() -> Path:
    """A folder for sockets that only the user can reach, and that is gone after a restart."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime and _is_private(Path(runtime)):
        return Path(runtime)
    # Not a name in the temporary folder itself, where anybody could have put one before us.
    folder = Path(tempfile.gettempdir()) / f"tracker-{_user()}"
    with suppress(FileExistsError):
        folder.mkdir(_PRIVATE)
    if not _is_private(folder):
        raise PermissionError(f"{folder} is not private")
    return folder


def _is_private(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return found.st_uid == os.getuid() and found.st_mode & 0o170777 == 0o040000 | _PRIVATE


class SingleInstance(QObject):
    """Hands a file over to the window that is there, or listens for others. `wanted` carries the path of a file that is
    to be opened, "" where the window is only to come to the front; before it, `takes` is asked whether it can be."""

    wanted = Signal(object)
    """A `str`, which Qt would spoil where a name is no UTF-8."""

    def __init__(self, address: str, parent: QObject | None = None, patience: int = _PATIENCE) -> None:
        super().__init__(parent)
        self.takes: Callable[[str], bool] = lambda path: True
        self._address = address
        self._patience = patience
        self._server: QLocalServer | None = None
        self._is_somebody_there = False

    def hand_over(self, file: str) -> bool:
        """Hand over the absolute path of a file, or "" for none; whether it was taken, so that this start is done."""
        if os.name != "nt" and not Path(self._address).exists():
            return False
        answer = self._ask(file, self._patience)
        self._is_somebody_there = answer in (InstanceReply.BUSY, InstanceReply.NONE)
        return answer is InstanceReply.TAKEN

    def claim(self, file: str) -> bool:
        """Listen from now on. False where somebody else was first and has taken the `file`, so that this start is done.

        Where nobody can listen, nothing is handed over, and every start is a window.
        """
        if self._is_somebody_there:  # who has been asked, and does not take it
            return True
        try:
            from PySide6.QtNetwork import QLocalServer
        except ImportError:  # a library of the system is missing
            return True
        server = QLocalServer(self)
        if os.name == "nt":
            # Elsewhere the folder is private, and with this option Qt would replace a socket that somebody listens to.
            server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(lambda: self._meet(server))
        if not server.listen(self._address):
            if os.name != "nt" and not Path(self._address).exists():  # no matter of who was first
                return True
            answer = self._ask(file, max(self._patience, _PATIENCE_AT_START))
            if answer is InstanceReply.TAKEN:
                return False
            if answer is not InstanceReply.NOBODY:
                return True
            QLocalServer.removeServer(self._address)  # of a program that was killed
            server.listen(self._address)
        self._server = server
        return True

    def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _ask(self, file: str, patience: int) -> InstanceReply:
        try:
            from PySide6.QtNetwork import QLocalSocket
        except ImportError:
            return InstanceReply.NONE
        left = QDeadlineTimer(patience)
        socket = QLocalSocket()
        socket.connectToServer(self._address)
        if not socket.waitForConnected(left.remainingTime()):
            gone = (
                QLocalSocket.LocalSocketError.ServerNotFoundError,
                QLocalSocket.LocalSocketError.ConnectionRefusedError,
            )
            return InstanceReply.NOBODY if socket.error() in gone else InstanceReply.NONE
        let_others_come_forward()
        socket.write(os.fsencode(file) + _END)
        said = b""
        while _END not in said and len(said) < _LONGEST:
            if not socket.waitForReadyRead(left.remainingTime()):
                break
            said += bytes(socket.readAll().data())
        return next(
            (one for one in (InstanceReply.TAKEN, InstanceReply.BUSY) if said == one.encode() + _END),
            InstanceReply.NONE,
        )

    def _meet(self, server: "QLocalServer") -> None:
        while (socket := server.nextPendingConnection()) is not None:
            _Visitor(socket, self._answer)

    def _answer(self, file: str) -> InstanceReply | None:
        """What to say to a message; None where it is none of ours."""
        if file and not Path(file).is_absolute():
            return None
        if file and not self.takes(file):
            return InstanceReply.BUSY
        # When the answer is on its way: to open a ledger takes longer than whoever waits for it should.
        QTimer.singleShot(0, self, lambda: self.wanted.emit(file))
        return InstanceReply.TAKEN


class _Visitor(QObject):
    """Somebody who has connected, until an answer is given. Who says too much, or nothing in time, is sent away."""

    def __init__(self, socket: "QLocalSocket", answer: Callable[[str], InstanceReply | None]) -> None:
        super().__init__(socket)
        self._socket = socket
        self._answer = answer
        self._said = b""
        socket.disconnected.connect(socket.deleteLater)
        socket.readyRead.connect(self._hear)
        QTimer.singleShot(_PATIENCE, self, socket.abort)
        self._hear()

    def _hear(self) -> None:
        self._said += bytes(self._socket.read(_LONGEST + 1 - len(self._said)).data())
        file, ended, more = self._said.partition(_END)
        if not ended and len(self._said) <= _LONGEST:
            return
        answer = self._answer(os.fsdecode(file)) if ended and not more else None
        if answer is None:
            self._socket.abort()
            return
        self._socket.write(answer.encode() + _END)
        self._socket.disconnectFromServer()
