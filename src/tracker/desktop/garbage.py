"""Where cyclic garbage is collected: in the thread of the windows, and nowhere else.

Python collects in whichever thread happens to allocate. A background job that read many rows would so destroy dialogs
and other Qt objects that were closed long ago, in a thread that Qt does not allow to touch them, and the program would
crash at some later moment. So while there are background threads, automatic collection is off and a timer does it.
"""

import gc
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer

_PERIOD_MILLISECONDS = 500


class GarbageCollector(QObject):
    """Collects in its own thread, by Python's own thresholds, until it is stopped."""

    _at_work: ClassVar[int] = 0

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stopped = False
        GarbageCollector._at_work += 1
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_PERIOD_MILLISECONDS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def spare(self) -> None:
        """What there is now lasts as long as the windows do: do not look at it again, for there is a lot of it."""
        if not self._stopped:
            gc.collect(0)
            gc.freeze()

    def stop(self) -> None:
        """There is no background thread any more: let Python collect again, once the last collector has stopped."""
        if not self._stopped:
            self._stopped = True
            self._timer.stop()
            GarbageCollector._at_work -= 1
            if not GarbageCollector._at_work:
                gc.unfreeze()
                gc.enable()

    def _collect(self) -> None:
        """The oldest generation that is due, for that includes the younger ones."""
        due = [count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if any(due):
            gc.collect(max(generation for generation, is_due in enumerate(due) if is_due))
