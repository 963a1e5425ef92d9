"""An input for a commitment: its code or some words of its title, completed as one types."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit

from tracker.desktop.appearance import Appearance
from tracker.domain.evidence.evidence_rows import LinkTarget

_SEPARATOR = " · "
_MOST_AT_ONCE = 10


class CommitmentInput(QLineEdit):
    """`chosen` says that it may name another commitment now, `wanted` by which words the ledger is to be asked for what
    is meant: `offer` takes the answer."""

    chosen = Signal()
    wanted = Signal(str)

    def __init__(self, appearance: Appearance, code: str, title: str) -> None:
        super().__init__(f"{code}{_SEPARATOR}{title}" if title else code)
        self._appearance = appearance
        self._words = appearance.words
        self._targets: tuple[LinkTarget, ...] = ()
        self._answered = ""
        self._is_due = False
        self._said_targets = QStringListModel(self)
        completer = QCompleter(self._said_targets, self)
        # The ledger has matched already, by code, words and pinyin; the completer would match again, by the beginning
        # alone.
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(_MOST_AT_ONCE)
        self.setCompleter(completer)
        self.setCursorPosition(0)
        self.retranslate()
        self.textChanged.connect(self._ask)
        self.editingFinished.connect(self._complete)

    @property
    def code(self) -> str:
        """The code of the commitment that is named, or what was typed where that names none."""
        return self.text().partition(_SEPARATOR)[0].strip()

    @property
    def target(self) -> LinkTarget | None:
        """The commitment that is named, once it is known."""
        return next((one for one in self._targets if one.code.casefold() == self.code.casefold()), None)

    def retranslate(self) -> None:
        """Show all texts in the current language."""
        self._words = self._appearance.words
        self.setPlaceholderText(self.tr("Code, or words of the title"))
        self._said_targets.setStringList([self._said(target) for target in self._targets])

    def ask(self) -> None:
        """Ask for what is meant by the words that stand there, unless that is known."""
        if self.code and self.code != self._answered:
            self.wanted.emit(self.code)

    def offer(self, words: str, targets: Sequence[LinkTarget]) -> None:
        """These are the first commitments that are meant by some words; passed over where others stand there by now."""
        if words != self.code:
            return
        self._answered = words
        self._targets = tuple(targets)
        self._said_targets.setStringList([self._said(target) for target in targets])
        if self._is_due or not self.hasFocus():
            self._complete()
        elif targets and self.isModified() and self.target is None:
            self.completer().complete()
        self.chosen.emit()

    def _ask(self) -> None:
        self._is_due = False
        self.chosen.emit()
        if self.target is None:
            self.ask()

    def _complete(self) -> None:
        """What was typed names a commitment where only one has it, be it that the answer is still to come."""
        self._is_due = True
        found = [self.target] if self.target else self._targets if self._answered == self.code else ()
        if self.code and len(found) == 1 and found[0] is not None and self.text() != self._said(found[0]):
            self.setText(self._said(found[0]))
            self.setCursorPosition(0)

    def _said(self, target: LinkTarget) -> str:
        return f"{target.code}{_SEPARATOR}{self._words.name(target.title)}"
