"""The pages of one PDF, drawn and read by a process of their own: a hostile file ends that process, not the window."""

import json
from array import array
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QTimer, Signal
from PySide6.QtGui import QImage

from tracker.desktop.views.viewer.page_text import PageText
from tracker.domain.errors import UserError
from tracker.services.evidence.viewing import page_fault, page_reader

_IDLE_MILLISECONDS = 60_000
"""After this the process ends, and begins again when a page is wanted: it holds some sixty megabytes."""
_LONGEST_END_MILLISECONDS = 3_000


class PdfPages(QObject):
    """Answers come by signals, the newest wish first; one page is drawn and one is read at a time.

    `opened` says that the sizes of the pages are known, `drawn` and `was_read` carry a page's number with its picture
    or its text, `failed` a `UserError`, after which nothing comes any more.
    """

    opened = Signal()
    drawn = Signal(int, QImage)
    was_read = Signal(int, object)
    failed = Signal(object)

    def __init__(self, content: bytes, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self.sizes: list[tuple[float, float]] = []
        self._content = content
        self._name = name
        self._wishes: dict[str, dict[str, int]] = {}
        self._asked = False
        self._buffer = bytearray()
        self._header: dict[str, Any] | None = None
        self._process: QProcess | None = None
        self._idle = QTimer(self, singleShot=True, interval=_IDLE_MILLISECONDS)
        self._idle.timeout.connect(self.close)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.close)
        self._start()

    @property
    def process_id(self) -> int:
        """The process that draws; 0 while there is none."""
        return self._process.processId() if self._process is not None else 0

    def draw(self, page: int, width: int) -> None:
        """Ask for the picture of a page so many dots wide; an earlier wish that has not begun is forgotten."""
        self._wish("draw", {"draw": page, "width": width})

    def read(self, page: int) -> None:
        """Ask for the text of a page; an earlier wish that has not begun is forgotten."""
        self._wish("read", {"read": page})

    def close(self) -> None:
        """End the process; what is asked for later begins another."""
        process = self._process
        self._process = None
        if process is not None:
            _end(process)

    def _wish(self, kind: str, wish: dict[str, int]) -> None:
        self._wishes[kind] = wish
        if self._process is None:
            self._start()
        self._ask()

    def _start(self) -> None:
        # A child, so that it goes with this and not in the order in which a program that ends lets go of its objects.
        process = QProcess(self)
        program, *arguments = page_reader()
        process.setProgram(program)
        process.setArguments(arguments)
        process.setStandardErrorFile(QProcess.nullDevice())
        process.readyReadStandardOutput.connect(self._take)
        process.finished.connect(self._finish)
        # Where no process can be made it never finishes.
        process.errorOccurred.connect(self._explain_start)
        # Qt warns of a process that still runs when it goes.
        self.destroyed.connect(lambda: _end(process))
        self._process = process
        self._asked = True  # the sizes come unasked
        self._buffer.clear()
        self._header = None
        process.start()
        process.write(f"{len(self._content)}\n".encode("ascii"))
        process.write(self._content)

    def _ask(self) -> None:
        """Send the next wish, reading before drawing: it takes a tenth of the time."""
        process = self._process
        if process is None or self._asked or not self._wishes:
            return
        kind = "read" if "read" in self._wishes else "draw"
        self._asked = True
        self._idle.stop()
        process.write(json.dumps(self._wishes.pop(kind)).encode("ascii") + b"\n")

    def _take(self) -> None:
        process = self._process
        if process is None:
            return
        self._buffer += process.readAllStandardOutput().data()
        while self._process is not None and (answer := self._whole_answer()) is not None:
            self._answer(*answer)

    def _whole_answer(self) -> tuple[dict[str, Any], bytes] | None:
        if self._header is None:
            end = self._buffer.find(b"\n")
            if end < 0:
                return None
            self._header = json.loads(self._buffer[:end])
            del self._buffer[: end + 1]
        header = self._header
        if header is None or len(self._buffer) < header["bytes"]:
            return None
        content = bytes(self._buffer[: header["bytes"]])
        del self._buffer[: header["bytes"]]
        self._header = None
        return header, content

    def _answer(self, header: dict[str, Any], content: bytes) -> None:
        self._asked = False
        self._idle.start()
        if "refused" in header:
            self._fail(header["refused"])
        elif "sizes" in header:
            is_first = not self.sizes
            self.sizes = [(width, height) for width, height in header["sizes"]]
            if is_first:
                self.opened.emit()
        elif "draw" in header:
            size = (header["width"], header["height"])
            # Copied: the picture otherwise borrows bytes that Python lets go of.
            self.drawn.emit(header["draw"], QImage(content, *size, QImage.Format.Format_RGB32).copy())
        else:
            edges = array("f")
            edges.frombytes(content)
            self.was_read.emit(header["read"], PageText(header["text"], edges))
        self._ask()

    def _finish(self, code: int, status: QProcess.ExitStatus) -> None:
        """It ended by itself: over its limits, or by a file that crashes PDFium."""
        self._take()
        if self._process is not None:
            self._fail(page_fault(code if status is QProcess.ExitStatus.CrashExit else 0))

    def _explain_start(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart and self._process is not None:
            self._fail("content_broken")

    def _fail(self, code: str) -> None:
        self.close()
        self._wishes.clear()
        self.failed.emit(UserError(code, field="file", name=self._name))


def _end(process: QProcess) -> None:
    if process.state() is not QProcess.ProcessState.NotRunning:
        process.kill()
        process.waitForFinished(_LONGEST_END_MILLISECONDS)
