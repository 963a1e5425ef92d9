"""A column of things that are made a few a turn of the event loop, so that a long one never holds the window up."""

from collections.abc import Callable, Iterable
from time import perf_counter

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from tracker.desktop.views.common.widgets import column

Maker = Callable[[], QWidget | None]
"""Makes the next thing, or for None adds to one that is there."""
_TURN = 0.008
"""Seconds of a turn: half a frame. With one thing a turn, sixty cards waited sixty times for all else that goes on."""
_NO_LIMIT = (1 << 24) - 1
"""What Qt has by itself for the most pixels of a widget, QWIDGETSIZE_MAX."""
_MOST_TURNS = 50
"""That are waited for a place; where none is given, there is nothing to wait for."""


class Gradual(QWidget):
    """`placed` says that everything is there, just before it is painted; `filled` that it has its place.

    `room` keeps a height until then, so that what is seen stays where it is.
    """

    placed = Signal()
    filled = Signal()

    def __init__(self, makers: Iterable[Maker], spacing: int, room: int = 0) -> None:
        super().__init__()
        self._makers = iter(makers)
        self._things = column(spacing=spacing)
        self._complete = False
        self._whole = False
        self._waited = 0
        self.setLayout(self._things)
        # As high as before until all is there: growing, it would take the room of what is above it.
        self.setFixedHeight(room)
        # Laid out and painted once, at the end: the things above would be laid out anew with each of them.
        self._things.setEnabled(False)
        self.setUpdatesEnabled(False)
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._go_on)
        self._turn.start()

    @property
    def is_whole(self) -> bool:
        """Whether everything is there and has its place."""
        return self._whole

    def finish(self) -> None:
        """Make all that is missing at once, because it is needed now; it has its place a turn later."""
        while not self._complete:
            self._go_on()

    def _go_on(self) -> None:
        if self._complete:
            self._waited += 1
            # Hidden, or on a screen that is locked, it may never get its place.
            if not self._has_its_place and self._waited < _MOST_TURNS:
                return
            self._turn.stop()
            self._whole = True
            self.filled.emit()
            return
        until = perf_counter() + _TURN
        while not self._complete and perf_counter() < until:
            self._make_next()

    def _make_next(self) -> None:
        make = next(self._makers, None)
        if make is None:
            self._complete = True
            self._place()
        elif (made := make()) is not None:
            self._things.addWidget(made)

    @property
    def _has_its_place(self) -> bool:
        """Whether what was asked to be laid out again has been: on a busy machine that may take some turns."""
        needed = self._things.minimumHeightForWidth(self.width())
        return not self.isVisible() or self.height() >= needed

    def _place(self) -> None:
        self._things.setEnabled(True)
        # What was only just made shows by itself a moment later, and until then needs no place: the list would be whole
        # before it has one, and a link into it would scroll short.
        for number in range(self._things.count()):
            item = self._things.itemAt(number)
            thing = item.widget() if item is not None else None
            if thing is not None:
                thing.show()
        self.setMinimumHeight(0)
        self.setMaximumHeight(_NO_LIMIT)
        self._things.activate()
        self.placed.emit()
        self.setUpdatesEnabled(True)
