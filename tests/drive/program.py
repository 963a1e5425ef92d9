"""The program as users start it, with a socket beside it that says where things stand on the screen.

python tests/drive/program.py SOCKET LEDGER SETTINGS [LANGUAGE]
"""

import faulthandler
import json
import sys

from looking import ANSWERS
from PySide6.QtCore import QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from tracker.desktop import application


class Witness:
    """Answers one line of JSON by another, in the window's own thread: what it says is what stands there."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._server = QLocalServer()
        self._server.newConnection.connect(self._meet)
        self._asking: list[QLocalSocket] = []

    def listen(self) -> None:
        """Begin to answer."""
        if not self._server.listen(self._place):
            sys.exit(self._server.errorString())

    def _meet(self) -> None:
        asking = self._server.nextPendingConnection()
        asking.readyRead.connect(lambda: self._answer(asking))
        self._asking.append(asking)

    def _answer(self, asking: QLocalSocket) -> None:
        while asking.canReadLine():
            name, *arguments = json.loads(bytes(asking.readLine().data()))
            asking.write(json.dumps(ANSWERS[name](*arguments)).encode() + b"\n")
            asking.flush()


def main(place: str, ledger: str, settings: str, language: str = "zh") -> int:
    """Run the window until it is closed."""
    faulthandler.enable()
    witness = Witness(place)
    QTimer.singleShot(0, witness.listen)
    return application.run(ledger, ["--lang", language, "--settings", settings])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
