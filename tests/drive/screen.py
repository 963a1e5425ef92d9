"""An X screen of its own with a window manager on it, and a hand that moves a real pointer and presses real keys."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

NEEDED = ("Xvfb", "openbox", "xdotool")
"""Programs without which nobody can drive the window."""
_LONGEST = 60
"""Seconds until a program that was started is given up."""


def what_is_lacking() -> list[str]:
    """The programs that are not installed here."""
    return [name for name in NEEDED if shutil.which(name) is None]


@contextmanager
def screen(width: int, height: int) -> Iterator[str]:
    """A screen of that many pixels with openbox on it; yields the name of the display."""
    read, write = os.pipe()
    # -noreset: without it the server forgets its settings when the first program leaves.
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-noreset"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as said:
        display = f":{said.readline().strip()}"
    manager = subprocess.Popen(
        ["openbox"],
        env=os.environ | {"DISPLAY": display},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _until_managed(display)
        yield display
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(_LONGEST)


def _until_managed(display: str) -> None:
    """Wait for the window manager: a window shown before it stands there keeps no frame and gets no keys."""
    end = time.monotonic() + _LONGEST
    while time.monotonic() < end:
        asked = subprocess.run(
            ["xdotool", "get_num_desktops"],
            env=os.environ | {"DISPLAY": display},
            capture_output=True,
            text=True,
            check=False,
        )
        if asked.returncode == 0 and asked.stdout.strip().isdigit():
            return
        time.sleep(0.05)
    raise TimeoutError("openbox never took the screen over")


class Hand:
    """A pointer and a keyboard on one display. Counts what it did: texts that are typed are no keystrokes."""

    def __init__(self, display: str) -> None:
        self.display = display
        self._environment = os.environ | {"DISPLAY": display}
        self.clicks = 0
        self.keystrokes = 0

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Move there and press a button of the mouse: 1 left, 3 right."""
        self.clicks += 1
        self._do("mousemove", x, y, "click", button)

    def turn_wheel(self, x: int, y: int, down: bool) -> None:
        """One notch of the wheel over a place."""
        self._do("mousemove", x, y, "click", 5 if down else 4)

    def move(self, x: int, y: int) -> None:
        """Move the pointer there."""
        self._do("mousemove", x, y)

    def drag(self, begin: tuple[int, int], end: tuple[int, int]) -> None:
        """Press, move in steps as a hand does, and let go; one click."""
        self.clicks += 1
        self._do("mousemove", *begin, "mousedown", 1)
        for part in range(1, 11):
            x, y = (int(a + (b - a) * part / 10) for a, b in zip(begin, end, strict=True))
            self._do("mousemove", x, y)
            time.sleep(0.03)
        time.sleep(0.2)
        self._do("mouseup", 1)

    def press(self, *keys: str) -> None:
        """Press keys by their names, `ctrl+e` being one."""
        for key in keys:
            self.keystrokes += 1
            self._do("key", "--clearmodifiers", key)

    def type(self, text: str) -> None:
        """Type a text where the keyboard is."""
        self._do("type", "--delay", 12, text)

    def _do(self, *words: object) -> None:
        subprocess.run(["xdotool", *map(str, words)], env=self._environment, check=True, timeout=_LONGEST)
