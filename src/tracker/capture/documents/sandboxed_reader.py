"""Lets a process of its own read what is read by code that is not ours and can end the process that it runs in.

A file that was made for it can have the readers of workbooks and of PDFs ask for a hundred gigabytes, loop for ever, or
crash. What ends then is that process, which holds nothing, and never the window with what is being written in it.
"""

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, Any

from tracker.capture.documents.reader_start import reader_command
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.systems.process_limits import OVER_LIMIT

_MODULE = "tracker.capture.documents.reader_process"
_TICK_SECONDS = 0.1
# A native reader that is out of memory aborts; out of time is SIGXCPU, and SIGKILL where that is not heard.
_SIGNALS = ("SIGABRT", "SIGXCPU", "SIGKILL")
_OVER_LIMIT = frozenset({OVER_LIMIT, *(-getattr(signal, name) for name in _SIGNALS if hasattr(signal, name))})
_UNCAUGHT = 1
"""How Python ends on an exception that nothing caught."""
_Lines = SimpleQueue[dict[str, Any] | None]


def read_sandboxed(reader: str, data: bytes, name: str, progress: Progress) -> list[Any]:
    """The pieces that a reader of `tracker.capture.documents.reader_process` makes of a file.

    Raises what the reader refuses; `content_bomb` where it took more memory or time than any honest file needs,
    `content_broken` where it ended otherwise; lets `Cancelled` pass.
    """
    found: list[Any] = []
    reached = (0, 0)
    with _started(reader, data) as (process, lines, hearing):
        while True:
            try:
                line = lines.get(timeout=_TICK_SECONDS)
            except Empty:
                # Its thread can end before it began, as seen under a tracer: nobody would ever tell the end.
                if not hearing.is_alive() and lines.empty():
                    raise RuntimeError("what the reader of a file said was not heard") from None
                progress(*reached)
                continue
            if line is None:
                # The end of what it says comes a little before its own end, and only its code tells why it fell silent.
                raise _ended(process.wait(), name)
            if "piece" in line:
                found.append(line["piece"])
            elif "reached" in line:
                done, total = reached = tuple(line["reached"])
                progress(done, total)
            else:
                _check_end(line, name)
                return found


def is_over_limit(code: int) -> bool:
    """Return whether a reader's process that ended with this code took more memory or time than it may."""
    return code in _OVER_LIMIT


def _ended(code: int, name: str) -> Exception:
    if code == _UNCAUGHT:
        return RuntimeError("the reader of a file could not begin")
    return UserError("content_bomb" if is_over_limit(code) else "content_broken", field="file", name=name)


def _check_end(line: dict[str, Any], name: str) -> None:
    if "refused" in line:
        raise UserError(line["refused"], field="file", name=name)
    if "defect" in line:
        raise RuntimeError(f"the reader of a file failed:\n{line['defect']}")


@contextmanager
def _started(reader: str, data: bytes) -> Iterator[tuple[subprocess.Popen[bytes], _Lines, Thread]]:
    """The process, the lines that it says, None being the end, and the thread that hears them; all are gone afterwards,
    whatever happens."""
    process = subprocess.Popen(
        reader_command(_MODULE, reader), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    lines: _Lines = SimpleQueue()
    # Both pipes have their own thread: a reader that speaks before it has heard everything would fill its pipe and
    # wait, and so would we.
    feeding = Thread(target=_feed, args=(process.stdin, data), name="feed-reader", daemon=True)
    hearing = Thread(target=_hear, args=(process.stdout, lines), name="hear-reader", daemon=True)
    threads = (feeding, hearing)
    for thread in threads:
        thread.start()
    try:
        yield process, lines, hearing
    finally:
        # Whatever happened, also for `Cancelled`: nothing of the file goes on running.
        process.kill()
        process.wait()
        for thread in threads:
            thread.join()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def _feed(pipe: IO[bytes], data: bytes) -> None:
    with suppress(OSError), pipe:  # it may have seen enough, or have ended
        pipe.write(data)


def _hear(pipe: IO[bytes], lines: _Lines) -> None:
    try:
        with pipe:
            for line in pipe:
                with suppress(ValueError):  # broken off in the middle
                    lines.put(json.loads(line))
    finally:
        lines.put(None)
