"""Native crashes: the trace that one leaves, and how the next start finds it."""

import faulthandler
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from tracker import __version__
from tracker.file_modes import open_private
from tracker.locations import log_dir

_NAME = "crash-{}.txt"
_MOST_BYTES = 200_000
"""Of a trace; one has a few thousand."""
_watching: list[TextIO] = []


@dataclass(frozen=True, slots=True)
class Crash:
    """That the program crashed, when, and what a developer needs to know of it."""

    at: datetime
    report: str


def watch() -> None:
    """Let a crash of this process leave its trace in the user's log directory, where that can be written.

    One file for each version of the program; whoever is running appends to it, and it stays empty until one crashes.
    """
    with suppress(OSError):
        path = log_dir() / _NAME.format(__version__)
        file = open(path, "a", encoding="utf-8", opener=open_private)  # noqa: SIM115 - stays open
        # faulthandler keeps the number of the file, not the object: if that is collected, it writes into whatever opens
        # next.
        faulthandler.enable(file)
        _watching.append(file)  # to be open as long as the process lives


def last_crash() -> Crash | None:
    """The newest crash that nobody has been shown yet, or that was not to be forgotten."""
    from tracker.services.ledgers.defects import (
        describe_crash,  # when there is time: the program is watched from its start
    )

    with suppress(OSError):
        traces = {path.stat().st_mtime: path for path in _traces() if path.stat().st_size}
        if traces:
            moment, path = max(traces.items())
            with path.open(encoding="utf-8", errors="replace") as file:
                trace = file.read(_MOST_BYTES)
            version = path.stem.removeprefix("crash-")
            return Crash(datetime.fromtimestamp(moment).astimezone(), describe_crash(trace, version))
    return None


def forget_crashes() -> None:
    """Offer none of the crashes so far any more."""
    with suppress(OSError):
        for path in _traces():
            path.open("w").close()  # emptied, not removed: a window may have it open


def _traces() -> list[Path]:
    return list(log_dir().glob(_NAME.format("*")))
