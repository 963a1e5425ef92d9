"""What a piece of evidence may bear on: a commitment, the words that speak for it, and how much they weigh."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.drawing import draw_bar
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import badge, button, column, row, text
from tracker.domain.evidence.evidence_query import EvidenceStatus
from tracker.domain.search.suggestion import Suggestion

_MOST_WORDS = 5


class ScoreBar(QWidget):
    """How much the matched words weigh, from nothing to all, as a quiet bar."""

    def __init__(self, appearance: Appearance, score: float) -> None:
        super().__init__()
        self._appearance = appearance
        self._score = score
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{score:.0%}")
        self.setToolTip(self.tr("Match: {share} of what could speak for it").format(share=f"{score:.0%}"))

    def sizeHint(self) -> QSize:
        return QSize(scaled(48), scaled(14))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._appearance.tokens
        bar = QRect(0, (self.height() - scaled(5)) // 2, self.width(), scaled(5))
        draw_bar(QPainter(self), bar, self._score, tokens.colour("soft"), tokens.colour("track"))


class SuggestionLine(QFrame):
    """One suggestion with the way to follow it."""

    taken = Signal(object)
    shown = Signal(str)

    def __init__(self, appearance: Appearance, suggestion: Suggestion, *, leads: bool = False) -> None:
        """With `leads`, its code leads to the commitment."""
        super().__init__()
        self.suggestion = suggestion
        self._words = appearance.words
        self.take = button("", "chip")
        self.take.clicked.connect(lambda: self.taken.emit(suggestion))
        title = self._words.name(suggestion.title)
        if suggestion.part is not None:
            title = f"{title} · {self._words.name(suggestion.part.title)}"
        score = ScoreBar(appearance, suggestion.score)
        early = [badge(self._words.term(EvidenceStatus.EARLY), self._words.rule(EvidenceStatus.EARLY), warning=True)]
        marks = [*([self._code()] if leads else []), score, *(early if suggestion.early else [])]
        head = row(*marks, None, self.take, spacing=8)
        lines = column(head, text(title if leads else f"{suggestion.code} · {title}"), spacing=1)
        if suggestion.matched:
            lines.addWidget(text(self._matched(), "small"))
        self.setLayout(lines)

    def _code(self) -> QPushButton:
        code = button(self.suggestion.code, "quiet-link")
        code.setToolTip(self.tr("Show the commitment"))
        code.clicked.connect(lambda: self.shown.emit(self.suggestion.code))
        return code

    def offer(self, words: str, *, allowed: bool = True) -> None:
        """Name what following the suggestion does; where nothing may be changed, it cannot be followed."""
        self.take.setText(words)
        self.take.setAccessibleName(f"{words}: {self.suggestion.code} {self._words.name(self.suggestion.title)}")
        self.take.setVisible(allowed)

    def _matched(self) -> str:
        """The words that matched, the weightiest first, with what of the commitment they agree with."""
        said: dict[str, list[str]] = {}
        for match in self.suggestion.reasons[:_MOST_WORDS]:
            said.setdefault(self._words.term(match.origin), []).append(self._words.quote(match.words))
        kinds = (f"{origin} {self._words.join(words)}" for origin, words in said.items())
        return " · ".join(kinds)


def not_in(suggestions: Sequence[Suggestion], codes: Sequence[str], most: int) -> list[Suggestion]:
    """The first of the suggestions that are not among these commitments already."""
    return [one for one in suggestions if one.code not in codes][:most]
