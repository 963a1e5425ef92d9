"""After "not for us": words of the title that may tell why, to be added to the ledger's words."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from tracker.desktop.views.common.widgets import Flow, button, label, row

_MOST_KEYS = 9


class LearningStrip(QFrame):
    """`word_wanted` carries the word that is to be added, `words_wanted` asks for the whole list.

    A word keeps its number for as long as the offer stands: 1 and 2 pressed at once are for the two that were read.
    """

    word_wanted = Signal(str)
    words_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("quietStrip")
        self._offered: tuple[str, ...] = ()
        self._taken: set[str] = set()
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

    @property
    def words(self) -> tuple[str, ...]:
        """The words that can be taken now."""
        return tuple(word for word in self._offered if word not in self._taken)

    @property
    def offered(self) -> tuple[str, ...]:
        """All words of the offer that stands, taken or not."""
        return self._offered

    def offer(self, words: Sequence[str]) -> None:
        """Offer these words; none hides the line."""
        self._offered = tuple(words)[:_MOST_KEYS]
        self._taken.clear()
        self._show_words()

    def take_out(self, word: str) -> None:
        """A word is being added, and is offered no more."""
        self._taken.add(word)
        self._show_words()

    def put_back(self, word: str) -> None:
        """A word could not be added, and is offered again."""
        self._taken.discard(word)
        self._show_words()

    def take(self, number: int) -> None:
        """Ask for the word of this number; of one that is not offered nothing is said."""
        if self.isVisible() and number < len(self._offered) and self._offered[number] not in self._taken:
            self.word_wanted.emit(self._offered[number])

    def retranslate(self) -> None:
        """Show all texts in the current language."""
        self._said.setText(self.tr("Always not for us:"))
        self._said.setToolTip(self.tr("Items with such a word in their title stand in a group of their own, last."))
        chips = []
        for number, word in enumerate(self._offered, start=1):
            if word in self._taken:
                continue
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

    def _show_words(self) -> None:
        self.retranslate()
        self.setVisible(bool(self.words))
