"""The reason of a verdict: Enter gives the verdict, and earlier reasons and beginnings are at hand."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import Flow, button, column

_WIDEST = 230
"""Pixels of the design that an offer takes on its button; its tip says all of it."""
_LINES = 4


class ReasonInput(QPlainTextEdit):
    """`submitted` is Enter; Shift+Enter begins a line. `left` is Escape. `turned` asks for the next offer (+1) or the
    one before (-1): the arrows, where there is no line to go to."""

    submitted = Signal()
    left = Signal()
    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("reason")
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + scaled(14))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.submitted.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key == Qt.Key.Key_Down and self._is_at(QTextCursor.MoveOperation.Down):
            self.turned.emit(1)
        elif key == Qt.Key.Key_Up and self._is_at(QTextCursor.MoveOperation.Up):
            self.turned.emit(-1)
        else:
            super().keyPressEvent(event)

    def take(self, words: str) -> None:
        """Set these words, to be gone on with."""
        self.setPlainText(words)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def _is_at(self, way: QTextCursor.MoveOperation) -> bool:
        """Whether the cursor cannot go this way: it is in the first line, or in the last."""
        return not self.textCursor().movePosition(way)


class ReasonField(QWidget):
    """The input, and below it what may be taken: earlier reasons for the same verdict, then beginnings."""

    submitted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.input = ReasonInput()
        self._offers: tuple[str, ...] = ()
        self._turn = -1
        self._chips = Flow(4)
        self.setLayout(column(self.input, self._chips, spacing=6))
        self.input.submitted.connect(self.submitted)
        self.input.turned.connect(self._turn_to)

    @property
    def words(self) -> str:
        """What was typed."""
        return self.input.toPlainText().strip()

    def offer(self, offers: Sequence[str]) -> None:
        """Offer these words."""
        if tuple(offers) == self._offers:
            return
        self._offers = tuple(offers)
        self._turn = -1
        chips: list[QWidget] = []
        for words in self._offers:
            chip = button(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, scaled(_WIDEST)), "chip")
            chip.setObjectName("reasonOffer")
            chip.setToolTip(words)
            chip.setAccessibleName(self.tr("Take as the reason: {words}").format(words=words))
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.clicked.connect(partial(self._take, words))
            chips.append(chip)
        self._chips.fill(chips)
        self._chips.setVisible(bool(chips))

    def _take(self, words: str) -> None:
        self.input.take(words)
        self.input.setFocus()

    def _turn_to(self, by: int) -> None:
        """Show the next offer, in place of nothing or of another offer, never of what was typed."""
        if self._offers and (not self.words or self.input.toPlainText() in self._offers):
            self._turn = (self._turn + by) % len(self._offers) if self._turn >= 0 or by > 0 else len(self._offers) - 1
            self.input.take(self._offers[self._turn])
