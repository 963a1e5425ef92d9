"""Defects: logged, and shown with a report that can be copied. Mistakes of the user are another road (`UserError`)."""

import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Signal, qVersion

from tracker.services.ledgers import defects
from tracker.systems.program_files import ProgramFiles


class Defects(QObject):
    """Hears of every exception that nothing caught, in whichever thread.

    `found` carries the report, and where it was logged or None; it comes in the thread of whoever listens. A defect
    that comes of telling another is logged alone. Where the `files` of the program were replaced, whatever fails does
    so for that: then `replaced` comes, and no report.
    """

    found = Signal(str, object)
    replaced = Signal()
    _is_telling = False

    def __init__(self, parent: QObject, files: ProgramFiles) -> None:
        super().__init__(parent)
        self._files = files

    def catch(self) -> None:
        """From now on, in place of Python's own words on the terminal."""
        sys.excepthook = self._take
        threading.excepthook = self._take_of_thread

    def _take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        if self._is_telling:
            # A defect in showing one, as when the window is gone: shown again it would never end.
            defects.record(self._report(error, trace))
            return
        self._is_telling = True
        try:
            if self._files.were_replaced():
                self.replaced.emit()
            else:
                report = self._report(error, trace)
                self.found.emit(report, defects.record(report))
        finally:
            self._is_telling = False

    def _report(self, error: BaseException, trace: TracebackType | None) -> str:
        return defects.describe(error.with_traceback(trace), f"Qt {qVersion()}")

    def _take_of_thread(self, failed: threading.ExceptHookArgs) -> None:
        if failed.exc_value is not None:
            self._take(failed.exc_type, failed.exc_value, failed.exc_traceback)
