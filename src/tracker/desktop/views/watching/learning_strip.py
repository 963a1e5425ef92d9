"""After "not for us": words of the title that may tell why, to be added to the ledger's words."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from tracker.desktop.views.common.widgets import Flow, button, label, row

_MOST_KEYS = 9


class LearningStrip(QFrame):
    """`word_wanted` carries the word that is to be added, `words_wanted` asks for the whole list."""

    word_wanted = Signal(str)
    words_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("quietStrip")
        self.words: tuple[str, ...] = ()
        self._said = label("", "ofTotal")
        self._chips = Flow(6)
        self.list_button = button("", "quiet-link")
        self.list_button.setObjectName("notForUsWords")
        self.list_button.clicked.connect(self.words_wanted)
        self.close_button = button("", "quiet-link")
        self.close_button.setObjectName("closeLearning")
        self.close_button.clicked.connect(lambda: self.offer(()))
        line_up = row(self._said, self._chips, self.list_button, self.close_button, spacing=10, margins=(16, 5, 12, 5))
        line_up.setStretch(1, 1)
        self.setLayout(line_up)
        self.hide()

    def offer(self, words: Sequence[str]) -> None:
        """Offer these words; none hides the line."""
        self.words = tuple(words)[:_MOST_KEYS]
        self.retranslate()
        self.setVisible(bool(self.words))

    def take(self, number: int) -> None:
        """Ask for the word of this number; of one that is not offered nothing is said."""
        if self.isVisible() and number < len(self.words):
            self.word_wanted.emit(self.words[number])

    def retranslate(self) -> None:
        """Show all texts in the current language."""
        self._said.setText(self.tr("Always not for us:"))
        self._said.setToolTip(self.tr("Items with such a word in their title stand in a group of their own, last."))
        chips = []
        for number, word in enumerate(self.words, start=1):
            chip = button(f"{word}  {number}", "chip")
            chip.setAccessibleName(self.tr("Add “{word}” to the words for what is not for us").format(word=word))
            chip.setToolTip(self.tr("Add this word (key {number} in the list)").format(number=number))
            chip.clicked.connect(partial(self.word_wanted.emit, word))
            chips.append(chip)
        self._chips.fill(chips)
        self.list_button.setText(self.tr("Words…"))
        self.list_button.setToolTip(self.tr("All words for what is not for us: look at them, add, remove"))
        self.close_button.setText(self.tr("Close"))
        self.close_button.setAccessibleName(self.tr("Close the offer of words"))
