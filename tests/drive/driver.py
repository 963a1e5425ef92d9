"""One running program on one screen: told what to do by a real hand, asked where things stand by its socket."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from screen import Hand

_LONGEST = 120
"""Seconds until something that should come is given up."""
_HERE = Path(__file__).parent
_DRAGGED_FROM = (700, 2)
"""Where the other program's window stands: over the frame of ours, where nothing else is."""
_HALF_OF_SOURCE = 12
_UNTIL_DRAGGABLE = 1.5
"""Seconds until the other program's window stands there, and until what was dropped has arrived."""


class NeverCameError(AssertionError):
    """What a user would have waited for in vain."""


class Driver:
    """A user before the program: looks for what is written somewhere, goes there with the pointer, presses keys."""

    def __init__(self, process: subprocess.Popen[bytes], place: Path, hand: Hand) -> None:
        self._process = process
        self._place = place
        self._environment = os.environ | {"DISPLAY": hand.display, "QT_QPA_PLATFORM": "xcb"}
        self._socket: socket.socket | None = None
        self.hand = hand

    def ask(self, name: str, *arguments: object) -> Any:
        """Ask the program one of the questions of `looking`."""
        if self._socket is None:
            self._socket = self._reach()
        self._socket.sendall(json.dumps([name, *arguments]).encode() + b"\n")
        answer = b""
        while not answer.endswith(b"\n"):
            part = self._socket.recv(65536)
            if not part:
                raise NeverCameError("the program has ended")
            answer += part
        return json.loads(answer)

    def until(self, holds: Callable[[], Any], what: str) -> Any:
        """Wait until something holds, and return what it said. NeverCameError where it does not."""
        end = time.monotonic() + _LONGEST
        while time.monotonic() < end:
            if said := holds():
                return said
            time.sleep(0.05)
        raise NeverCameError(f"{what}: never came; before everything lies {self.ask('front')}")

    def settle(self) -> None:
        """Wait until everything that was asked for is shown."""
        time.sleep(0.15)
        self.until(lambda: self.ask("is_ready"), "a window at rest")

    def click(self, kind: str, name: str, button: int = 1) -> None:
        """Click on a thing that is seen; see `looking.find`."""
        left, top, width, height = self.until(lambda: self.ask("find", kind, name), f"{kind} {name}")
        self.hand.click(left + width // 2, top + height // 2, button)
        self.settle()

    def drop(self, files: Sequence[Path], kind: str, name: str) -> None:
        """Drag files from a window of another program onto a thing that is seen."""
        left, top, width, height = self.until(lambda: self.ask("find", kind, name), f"{kind} {name}")
        command = [sys.executable, str(_HERE / "drag_source.py"), *map(str, _DRAGGED_FROM), *map(str, files)]
        others = subprocess.Popen(command, env=self._environment)
        try:
            time.sleep(_UNTIL_DRAGGABLE)
            x, y = (corner + _HALF_OF_SOURCE for corner in _DRAGGED_FROM)
            self.hand.drag((x, y), (left + width // 2, top + height // 2))
            time.sleep(_UNTIL_DRAGGABLE)
        finally:
            others.terminate()
            others.wait(_LONGEST)
        self.settle()

    def press(self, *keys: str) -> None:
        """Press keys, each after what the one before has brought."""
        for key in keys:
            self.hand.press(key)
            self.settle()

    def type(self, words: str) -> None:
        """Type a text where the keyboard is."""
        self.hand.type(words)
        self.settle()

    def comes(self, front: str) -> None:
        """Wait for a form, a menu or a window of this class to lie before everything."""
        self.until(lambda: self.ask("front") == front, front)
        self.settle()

    def close(self) -> int:
        """Close the window as its frame does, and return the exit code of the program."""
        self.ask("quit_now")
        return self._process.wait(_LONGEST)

    def _reach(self) -> socket.socket:
        end = time.monotonic() + _LONGEST
        while time.monotonic() < end:
            if self._process.poll() is not None:
                raise NeverCameError(f"the program ended with {self._process.returncode}")
            reached = socket.socket(socket.AF_UNIX)
            try:
                reached.connect(str(self._place))
            except OSError:
                reached.close()
                time.sleep(0.05)
            else:
                return reached
        raise NeverCameError("a program that answers")


@contextmanager
def program(display: str, folder: Path, settings: Sequence[str] = (), language: str = "zh") -> Iterator[Driver]:
    """The program on that display with ledger, settings and data in a folder of its own.

    `settings` are lines of the settings file. What is written to stderr is kept in `stderr.txt` of the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "window.ini"
    if settings:
        kept.write_text("\n".join(("[General]", *settings)) + "\n", encoding="utf-8")
    own = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    command = [sys.executable, str(_HERE / "program.py"), str(folder / "socket"), str(folder / "ledger.db"), str(kept)]
    with (folder / "stderr.txt").open("ab") as errors:
        process = subprocess.Popen([*command, language], env=os.environ | own, stderr=errors)
        try:
            yield Driver(process, folder / "socket", Hand(display))
        finally:
            if process.poll() is None:
                process.terminate()
            process.wait(_LONGEST)
            (folder / "socket").unlink(missing_ok=True)
