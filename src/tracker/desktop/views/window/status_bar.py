"""The line at the foot of the window: which ledger, what was just done, and what the source lacks."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame

from tracker.desktop.theme import scaled
from tracker.desktop.views.common.elided import ElidedLabel
from tracker.desktop.views.common.progress_strip import ProgressStrip
from tracker.desktop.views.common.widgets import label, row

_SECONDS = 10


class StatusBar(QFrame):
    """What was done is forgotten after a while; what was refused stays until something else is to be said."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusBar")
        self.setFixedHeight(scaled(28))
        self._ledger = label("")
        self._message = ElidedLabel()
        self._note = ElidedLabel()
        self.progress = ProgressStrip()
        parts = (self._ledger, self.progress, self._message, None, self._note)
        self.setLayout(row(*parts, spacing=16, margins=(16, 0, 16, 0)))
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(_SECONDS * 1000)
        self._forget.timeout.connect(lambda: self._message.setText(""))

    def name(self, ledger: str, tip: str, note: str) -> None:
        """Name the ledger, and what its sources lack."""
        for shown, words, more in ((self._ledger, ledger, tip), (self._note, note, note)):
            shown.setText(words)
            shown.setToolTip(more)

    def say(self, sentence: str) -> None:
        """Say what was done."""
        self._show(sentence, "")
        self._forget.start()

    def refuse(self, sentence: str) -> None:
        """Say what could not be done."""
        self._show(sentence, "fault")
        self._forget.stop()

    def _show(self, sentence: str, name: str) -> None:
        self._message.setObjectName(name)
        self._message.setStyleSheet("")  # the new name asks for new colours
        self._message.setText(sentence)
        self._message.setToolTip(sentence)
