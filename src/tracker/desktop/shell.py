"""The window itself. It is painted first; what is in it is imported and built after that.

So this module imports little but Qt and the settings.
"""

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QLayout, QMainWindow, QWidget

from tracker.desktop.settings import SCHEMES, Settings
from tracker.desktop.theme import on_screen, scaled

STATE = "window"
"""The name under which the place and size of the window are remembered."""
SMALLEST = (800, 520)
"""The smallest size of the window, in pixels of the design."""
_SIZE = QSize(1440, 900)


def place(window: QWidget, settings: Settings) -> None:
    """Where and as large as last time; the first time as large as the design, where the screen is."""
    state = settings.state(STATE)
    if state is None or not window.restoreGeometry(state):
        window.resize(on_screen(_SIZE.width(), _SIZE.height()).expandedTo(window.minimumSize()))


class Shell(QMainWindow):
    """An empty window as large as last time. `painted` says once that it stands there."""

    painted = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._is_painted = False
        QGuiApplication.styleHints().setColorScheme(SCHEMES[settings.theme])
        # Its smallest size is its own: a window that is shown already should not be told another.
        if (layout := self.layout()) is not None:
            layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setMinimumSize(*(scaled(side) for side in SMALLEST))
        state = settings.state(STATE)
        self._is_restored = state is not None and self.restoreGeometry(state)
        if not self._is_restored:
            self.resize(on_screen(_SIZE.width(), _SIZE.height()).expandedTo(self.minimumSize()))

    def furnish(self, contents: QMainWindow) -> None:
        """Show this, under its own title, and close when it can be closed."""
        if not self._is_restored:
            self.resize(contents.size())
        contents.windowTitleChanged.connect(self.setWindowTitle)
        contents.windowIconChanged.connect(self.setWindowIcon)
        self.setWindowTitle(contents.windowTitle())
        self.setWindowIcon(contents.windowIcon())
        self.setCentralWidget(contents)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        # After super(): by then the frame is on its way to the screen.
        if event.type() == QEvent.Type.UpdateRequest and not self._is_painted:
            self._is_painted = True
            self.painted.emit()
        return done

    def closeEvent(self, event: QCloseEvent) -> None:
        contents = self.centralWidget()
        if contents is None or contents.close():
            super().closeEvent(event)
        else:
            event.ignore()
