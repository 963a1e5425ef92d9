"""A menu whose first entries are chosen by a digit."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

_DIGITS = "1234567890"


class QuickMenu(QMenu):
    """Says each choice with its digit, the one that stands in bold; below them what has none."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.aboutToHide.connect(self.deleteLater)

    def offer(
        self, choices: Sequence[tuple[str, Callable[[], object]]], others: Sequence[tuple[str, Callable[[], object]]]
    ) -> None:
        """Offer choices, ten of them by a digit, and below them others."""
        for number, (words, do) in enumerate(choices):
            digit = f"&{_DIGITS[number]}  " if number < len(_DIGITS) else ""
            self._add(f"{digit}{words.replace('&', '&&')}", do)
        if choices and others:
            self.addSeparator()
        for words, do in others:
            self._add(words, do)

    def _add(self, words: str, do: Callable[[], object]) -> None:
        self.addAction(words).triggered.connect(partial(_without_state, do))


def _without_state(do: Callable[[], object], _: bool = False) -> None:
    do()
