"""A menu whose first entries are chosen by a digit."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

Choice = tuple[str, Callable[[], object]]
_DIGITS = "1234567890"
_OF_OTHERS = (9, 8)
"""The places of their digits: 0 for none of the values, 9 for another."""


class QuickMenu(QMenu):
    """Says each choice with its digit."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.aboutToHide.connect(self.deleteLater)

    def offer(self, choices: Sequence[Choice], others: Sequence[Choice] = ()) -> None:
        """Offer choices, the first ten by 1 to 9 and 0, and below them two others, by 0 and by 9.

        There are no more than eight of the first kind where there are others.
        """
        for words, do in choices:
            self._add(words, do, len(self.actions()))
        if choices and others:
            self.addSeparator()
        for (words, do), digit in zip(others, _OF_OTHERS, strict=False):
            self._add(words, do, digit)

    def _add(self, words: str, do: Callable[[], object], place: int) -> None:
        digit = f"&{_DIGITS[place]}  " if place < len(_DIGITS) else ""
        self.addAction(f"{digit}{words.replace('&', '&&')}").triggered.connect(partial(_without_state, do))


def _without_state(do: Callable[[], object], _: bool = False) -> None:
    do()
