"""The readable text of a file, set as a source: plain, to be selected, with the quoted words marked."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.viewer.viewed import Stretch

_UTF16 = "utf-16-le"
_BY_KEYBOARD = Qt.TextInteractionFlag.TextSelectableByKeyboard


class ReadableText(QPlainTextEdit):
    """Shows one stretch of a page. `selection_changed` says that other words are selected."""

    selection_changed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._stretch = Stretch(0, 0, "")
        self.setReadOnly(True)
        self.setObjectName("readableText")
        self.setTextInteractionFlags(self.textInteractionFlags() | _BY_KEYBOARD)
        self.setTabChangesFocus(True)
        self.selectionChanged.connect(self.selection_changed)

    def show_stretch(self, stretch: Stretch, mark: range | None) -> None:
        """Show a stretch; `mark` are the quoted words in it, by offsets in the page."""
        self._stretch = stretch
        self.setFont(self._appearance.quote_font)
        # Whatever ends a line in Qt's eyes takes one place, as it does in the page.
        self.setPlainText(stretch.text.replace("\r", " "))
        self._mark(mark)

    def select(self, start: int, end: int) -> None:
        """Select characters, by offsets in the page."""
        self.setTextCursor(self._cursor(start, end))

    @property
    def selected(self) -> range | None:
        """What is selected, by offsets in the page."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        start, end = (self._characters(place) for place in (cursor.selectionStart(), cursor.selectionEnd()))
        return range(start, end)

    def _mark(self, mark: range | None) -> None:
        if mark is None:
            self.setExtraSelections([])
            return
        tokens = self._appearance.tokens
        marked = QTextEdit.ExtraSelection()
        look = QTextCharFormat()
        look.setBackground(tokens.colour("quote_mark"))
        look.setForeground(tokens.colour("ink"))
        # pyright: ignore
        marked.format = look
        marked.cursor = self._cursor(mark.start, mark.stop)
        self.setExtraSelections([marked])
        there = self._cursor(mark.start, mark.start)
        self.setTextCursor(there)
        self.centerCursor()

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._units(start))
        cursor.setPosition(self._units(end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _units(self, offset: int) -> int:
        """A place as Qt counts it: in the units of UTF-16."""
        shown = self._stretch.text
        inside = max(0, min(offset - self._stretch.start, len(shown)))
        return len(shown[:inside].encode(_UTF16, errors="surrogatepass")) // 2

    def _characters(self, units: int) -> int:
        coded = self._stretch.text.encode(_UTF16, errors="surrogatepass")[: 2 * units]
        return self._stretch.start + len(coded.decode(_UTF16, errors="ignore"))
