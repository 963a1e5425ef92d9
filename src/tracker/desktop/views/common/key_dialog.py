"""A large dialog that is worked by keys: one thing after another, with how far it is and why a key did nothing."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QProgressBar, QPushButton, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import on_screen, scaled
from tracker.desktop.views.common.widgets import button, label, text

_LOWEST = 900


class KeyDialog(QDialog):
    """Has a counter, a bar of progress and a line for a fault; subclasses place them, and then call `fit`."""

    def __init__(self, appearance: Appearance, parent: QWidget, name: str, title: str) -> None:
        """`name` is that of the object, by which it is found; `title` is shown in the frame of the window."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.appearance = appearance
        self._counter = label("", "ofTotal")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(scaled(4))
        self._fault = text("", "fault")
        self._fault.setVisible(False)

    @property
    def counter(self) -> str:
        """How far it is, in words."""
        return self._counter.text()

    @property
    def fault(self) -> str:
        """Why the last key did nothing."""
        return self._fault.text() if self._fault.isVisibleTo(self) else ""

    def complain(self, words: str) -> None:
        """Say why a key did nothing."""
        self._fault.setText(words)
        self._fault.setVisible(True)

    def key_button(self, words: str, key: str) -> QPushButton:
        """A button for the mouse, for what a key does; the keyboard stays where it is."""
        made = button(words)
        made.setToolTip(key)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return made

    def fit(self, width: float, height: float, lowest: float) -> None:
        """Be so large, in pixels of the design, or less where the window around has no room; never lower than
        `lowest`."""
        self.setMinimumSize(scaled(_LOWEST), scaled(lowest))
        owner = self.parentWidget()
        wanted = on_screen(width, height)
        self.resize(wanted if owner is None else owner.size().boundedTo(wanted))
