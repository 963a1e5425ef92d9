"""An input for a commitment: its code or some words of its title, completed as one types."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit

from tracker.desktop.appearance import Appearance
from tracker.domain.evidence_rows import LinkTarget

_SEPARATOR = " · "
_SOUGHT = int(Qt.ItemDataRole.UserRole)
"""All that a commitment can be found by."""
_MOST_AT_ONCE = 10


class _Completer(QCompleter):
    """Looks in code, title and pinyin, and puts code and title into the input."""

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return index.data(Qt.ItemDataRole.DisplayRole) or ""


class CommitmentInput(QLineEdit):
    """`chosen` says that it may name another commitment now."""

    chosen = Signal()

    def __init__(self, appearance: Appearance, code: str, title: str) -> None:
        super().__init__(f"{code}{_SEPARATOR}{title}" if title else code)
        self._appearance, self._words = appearance, appearance.words
        self._targets: tuple[LinkTarget, ...] = ()
        self.setCursorPosition(0)
        self.retranslate()
        self.textChanged.connect(self.chosen)
        self.editingFinished.connect(self._complete)

    @property
    def code(self) -> str:
        """The code of the commitment that is named, or what was typed where that names none."""
        return self.text().partition(_SEPARATOR)[0].strip()

    @property
    def target(self) -> LinkTarget | None:
        """The commitment that is named, once they are known."""
        return next((one for one in self._targets if one.code.casefold() == self.code.casefold()), None)

    def retranslate(self) -> None:
        """Show all texts anew."""
        self._words = self._appearance.words
        self.setPlaceholderText(self.tr("Code, or words of the title"))

    def offer(self, targets: Sequence[LinkTarget]) -> None:
        """These are the commitments that there are."""
        self._targets = tuple(targets)
        model = QStandardItemModel(self)
        for target in targets:
            item = QStandardItem(self._said(target))
            item.setData(f"{item.text()} {target.title.zh} {target.title.en} {target.pinyin}", _SOUGHT)
            model.appendRow(item)
        completer = _Completer(model, self)
        completer.setCompletionRole(_SOUGHT)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(_MOST_AT_ONCE)
        self.setCompleter(completer)
        if not self.hasFocus():
            self._complete()
        self.chosen.emit()

    def _complete(self) -> None:
        """What was typed names a commitment where only one has it."""
        typed = self.text().strip().casefold()
        found = [self.target] if self.target else [one for one in self._targets if typed in self._sought(one)]
        if typed and len(found) == 1 and found[0] is not None and self.text() != self._said(found[0]):
            self.setText(self._said(found[0]))
            self.setCursorPosition(0)

    def _said(self, target: LinkTarget) -> str:
        return f"{target.code}{_SEPARATOR}{self._words.name(target.title)}"

    def _sought(self, target: LinkTarget) -> str:
        return f"{target.code} {target.title.zh} {target.title.en} {target.pinyin}".casefold()
