"""The user guide, from `resources/guide`, in a window of its own beside the ledger."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import column
from tracker.locations import resources_dir

_STYLE = """
h1 {{ font-size: large; }}
h2 {{ font-size: medium; }}
a {{ color: {accent}; }}
code {{ color: {ink}; background-color: {panel}; }}
"""


class Guide:
    """The guide of one window, made when it is first asked for."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        self._appearance = appearance
        self._parent = parent
        self._window: GuideWindow | None = None

    def open(self) -> None:
        """Show it, in front of everything."""
        if self._window is None:
            self._window = GuideWindow(self._appearance, self._parent)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()


class GuideWindow(QDialog):
    """Shows the guide in the window's language and colours, without a network."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._appearance = appearance
        self.browser = QTextBrowser()
        self.browser.setObjectName("guide")
        self.browser.setOpenExternalLinks(True)
        self.setLayout(column(self.browser))
        room = QGuiApplication.primaryScreen().availableSize()
        self.resize(min(scaled(760), room.width()), min(scaled(760), room.height()))
        appearance.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Show the guide again."""
        self.setWindowTitle(self.tr("User guide"))
        self.browser.setAccessibleName(self.tr("User guide"))
        colours = self._appearance.tokens.colours
        document = self.browser.document()
        document.setDocumentMargin(scaled(28))
        document.setDefaultStyleSheet(_STYLE.format(**colours))
        path = resources_dir() / "guide" / self._appearance.language / "guide.md"
        self.browser.setSearchPaths([str(path.parent)])  # for its pictures
        self.browser.setMarkdown(path.read_text(encoding="utf-8"))
