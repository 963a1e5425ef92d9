"""The words that promise a commitment, each passage with who said it, in which answer, and the way to the briefing."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import button, column, label, row, text
from tracker.desktop.views.detail.quote_view import QuoteView
from tracker.domain.rows import CommitmentDetail, Quote, SpeakerRow


class QuotesBox(QWidget):
    """Speaker and answer belong to the passage (§1): nobody's words stand under another's name.

    `passage_wanted` carries the code and the place where a passage begins.
    """

    passage_wanted = Signal(str, int)

    def __init__(self, appearance: Appearance, detail: CommitmentDetail, *, leads: bool = True) -> None:
        """Where it `leads`, each passage has the way to its place in the briefing."""
        super().__init__()
        self._leads = leads
        self._appearance = appearance
        self._code = detail.row.code
        # Ledgers before schema 0005 knew one speaker of a commitment, and that was of all of its passages.
        only = None if any(quote.speaker for quote in detail.quotes) else detail.speaker
        quotes = column(spacing=10)
        for quote in detail.quotes:
            said_by = text(self._said_by(quote, quote.speaker or only), "small")
            said_by.setObjectName("saidBy")
            below = column(said_by, self._place(quote), spacing=1)
            quotes.addLayout(column(QuoteView(appearance, quote), below, spacing=6))
        self.setLayout(quotes)

    def _said_by(self, quote: Quote, speaker: SpeakerRow | None) -> str:
        """Name and office, and the number of the answer."""
        words = self._appearance.words
        pieces = [words.name(speaker.name), words.name(speaker.office)] if speaker is not None else []
        if quote.answer is not None:
            pieces.append(self.tr("answer {number}").format(number=quote.answer))
        return " · ".join(piece for piece in pieces if piece) or self.tr("Speaker not known")

    def _place(self, quote: Quote) -> QLayout:
        """Where the passage stands, and the way there."""
        place = self.tr("Source, paragraph {number}").format(number=quote.paragraph_number)
        if not self._leads:
            return row(label(place, "small"), None)
        there = button(self.tr("Show in the briefing"), "quiet-link")
        there.setObjectName("showPassage")
        there.clicked.connect(partial(self.passage_wanted.emit, self._code, quote.passage.start))
        return row(label(place, "small"), label("·", "small"), there, None, spacing=4)
