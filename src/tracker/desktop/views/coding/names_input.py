"""A line for several names, each completed as it is typed."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

_PARTING = re.compile(r"[、，,；;\n]\s*")
_MOST_AT_ONCE = 10


class NamesInput(QLineEdit):
    """Names parted by 、 or a comma. What is offered holds the letters that are typed, wherever."""

    def __init__(self, names: Sequence[str], value: str) -> None:
        super().__init__(value)
        self.setCursorPosition(0)
        self._completer = QCompleter(QStringListModel(list(names), self), self)
        self._completer.setWidget(self)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setMaxVisibleItems(_MOST_AT_ONCE)
        self._completer.activated.connect(self._complete)
        self.textEdited.connect(self._offer)

    @property
    def names(self) -> tuple[str, ...]:
        """The names that stand there, each once."""
        return tuple(dict.fromkeys(filter(None, map(str.strip, _PARTING.split(self.text())))))

    def _bounds(self) -> tuple[int, int]:
        """Where the name that is being typed begins and ends."""
        caret = self.cursorPosition()
        before = [found.end() for found in _PARTING.finditer(self.text(), 0, caret)]
        after = _PARTING.search(self.text(), caret)
        return (before[-1] if before else 0), (after.start() if after else len(self.text()))

    def _offer(self) -> None:
        start, _ = self._bounds()
        typed = self.text()[start : self.cursorPosition()].strip()
        self._completer.setCompletionPrefix(typed)
        popup = self._completer.popup()
        if popup is None:
            return
        if typed and self._completer.completionCount():
            self._completer.complete()
            popup.setCurrentIndex(self._completer.completionModel().index(0, 0))
        else:
            popup.hide()

    def _complete(self, name: str) -> None:
        start, end = self._bounds()
        self.setText(f"{self.text()[:start]}{name}{self.text()[end:]}")
        self.setCursorPosition(start + len(name))
