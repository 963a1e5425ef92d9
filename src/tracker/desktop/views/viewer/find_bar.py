"""A line in which words of a file are looked for."""

import re
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from tracker.desktop.views.common.widgets import label, row, tool_button
from tracker.domain.text.lines import LONGEST_SEARCH, unified


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: a page, from 0, and the characters of it."""

    page: int
    characters: range


def places(pages: tuple[str, ...], words: str) -> tuple[Place, ...]:
    """Return all places where words stand, in any case and however their lines are broken."""
    letters = [re.escape(letter) for letter in unified("".join(words.split()))]
    if not letters:
        return ()
    pattern = re.compile(r"\s*".join(letters), re.IGNORECASE)
    return tuple(
        Place(number, range(*found.span()))
        for number, text in enumerate(pages)
        for found in pattern.finditer(unified(text))
    )


class FindBar(QWidget):
    """`sought` carries the words, `stepped` +1 for the next place and -1 for the one before, `closed` that it went."""

    sought = Signal(str)
    stepped = Signal(int)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("findBar")
        self.words = QLineEdit()
        self.words.setObjectName("findWords")
        self.words.setMaxLength(LONGEST_SEARCH)
        self.words.setClearButtonEnabled(True)
        self._count = label("", "small")
        self._back = tool_button("‹")
        self._on = tool_button("›")
        self._close = tool_button("×")
        self.setLayout(row(self.words, self._count, self._back, self._on, self._close, spacing=8))
        self.words.textChanged.connect(self.sought)
        self._back.clicked.connect(lambda: self.stepped.emit(-1))
        self._on.clicked.connect(lambda: self.stepped.emit(1))
        self._close.clicked.connect(self.close_bar)
        self.hide()
        self._retranslate()

    def open_bar(self, words: str = "") -> None:
        """Show it and look for words, or for those of last time."""
        self.show()
        if words:
            self.words.setText(words)
        self.words.selectAll()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.sought.emit(self.words.text())

    def close_bar(self) -> None:
        """Hide it; nothing is marked any more."""
        self.hide()
        self.closed.emit()

    def show_count(self, number: int, total: int) -> None:
        """Say which of how many places is shown; of none where nothing was found."""
        said = self.tr("{number} of {total}").format(number=number, total=total) if total else self.tr("Not found")
        self._count.setText(said if self.words.text().strip() else "")
        for step in (self._back, self._on):
            step.setEnabled(total > 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.words.setPlaceholderText(self.tr("Find in this file"))
        self.words.setAccessibleName(self.tr("Find in this file"))
        names = (self.tr("Previous place"), self.tr("Next place"), self.tr("Close the search"))
        for made, name in zip((self._back, self._on, self._close), names, strict=True):
            made.setToolTip(name)
            made.setAccessibleName(name)
