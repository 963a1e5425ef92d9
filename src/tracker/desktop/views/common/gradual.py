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
        self._holder = QWidget()
        self._complete = False
        self._whole = False
        self._waited = 0
        # Hidden until all is there: what is added to something that shows is laid out by itself, in no width yet.
        self._holder.hide()
        self._holder.setLayout(self._things)
        self.setLayout(column(self._holder))
        # As high as before until then: growing, it would take the room of what is above it.
        self.setFixedHeight(room)
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
        self.setMinimumHeight(0)
        self.setMaximumHeight(_NO_LIMIT)
        self._holder.resize(self.width(), self._holder.height())
        self._holder.show()
        self.placed.emit()
