"""The words that promise a commitment, set as a source: in serif, in their paragraph, with the passage marked."""

from functools import partial
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontInfo, QFontMetrics
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import button, column, label, row, text
from tracker.desktop.views.detail.sections import Shown
from tracker.domain.rows import Quote, SpeakerRow

_AROUND = 64
"""Characters of the paragraph shown on either side before it is opened; a little more to end at a full stop."""
_STOPS = "。；！？;"
_ELLIPSIS = "……"
_LEADING = 1.6
"""Distance of the lines, in sizes of the type."""


def context(quote: Quote, around: int | None = _AROUND) -> tuple[str, str]:
    """The words before and after the passage within its paragraph, cut to about `around` characters, or whole."""
    end = quote.offset + len(quote.passage.exact)
    before = quote.paragraph[: quote.offset]
    after = quote.paragraph[end:]
    if around is None:
        return before, after
    return _last(before, around), _first(after, around)


def _last(words: str, length: int) -> str:
    if len(words) <= length + length // 2:
        return words
    tail = words[-length:]
    stop = next((place for place, character in enumerate(tail) if character in _STOPS), None)
    return _ELLIPSIS + (tail if stop is None or stop == len(tail) - 1 else tail[stop + 1 :])


def _first(words: str, length: int) -> str:
    if len(words) <= length + length // 2:
        return words
    head = words[:length]
    stop = max(head.rfind(character) for character in _STOPS)
    return (head if stop < 0 else head[: stop + 1]) + _ELLIPSIS


class QuoteView(QFrame):
    """One passage in its paragraph, which can be opened to its full length."""

    def __init__(self, appearance: Appearance, quote: Quote) -> None:
        super().__init__()
        self._appearance = appearance
        self._quote = quote
        self.setObjectName("quoteBlock")
        self._words = text("", "quote", rich=True)
        self._words.setFont(appearance.quote_font)
        self._words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._words.setAccessibleName(self.tr("Words of the source"))
        self._words.setToolTip(
            self.tr("The words of the source are never edited: what changes later stands beside them, with its date.")
        )
        self._more = button("", "quiet-link")
        self._more.setCheckable(True)
        self._more.toggled.connect(self._show)
        lines = column(self._words, spacing=2, margins=(10, 0, 0, 0))
        # A paragraph that is there as a whole has nothing to be opened.
        if any(_ELLIPSIS in piece for piece in context(quote)):
            lines.addLayout(row(self._more, None))
        self.setLayout(lines)
        self._show()

    def _show(self) -> None:
        whole = self._more.isChecked()
        before, after = context(self._quote, None if whole else _AROUND)
        tokens = self._appearance.tokens
        mark = f"background-color:{tokens.colours['quote_mark']};color:{tokens.colours['ink']}"
        self._words.setText(
            f'<p style="line-height:{self._leading()}%;color:{tokens.colours["soft"]}">{escape(before)}'
            f'<span style="{mark}">{escape(self._quote.passage.exact)}</span>{escape(after)}</p>'
        )
        self._more.setText(self.tr("Show less") if whole else self.tr("Show the whole paragraph"))

    def _leading(self) -> int:
        """The distance of the lines in per cent of what the font itself wants, which differs much between fonts."""
        font = self._appearance.quote_font
        return round(100 * _LEADING * QFontInfo(font).pixelSize() / QFontMetrics(font).lineSpacing())


class QuotesBox(QWidget):
    """Each passage with who said it, in which answer, and the way to the briefing. Speaker and answer belong to the
    passage (§1): no words are shown under another speaker's name.

    `passage_wanted` carries the code and the place where a passage begins.
    """

    passage_wanted = Signal(str, int)

    def __init__(self, shown: Shown, *, leads: bool = True) -> None:
        """Where it does not `lead`, nothing goes to the briefing from here."""
        super().__init__()
        self._shown = shown
        self._leads = leads
        detail = shown.detail
        # Ledgers before schema 0005 knew one speaker of a commitment, and that was of all of its passages.
        only = None if any(quote.speaker for quote in detail.quotes) else detail.speaker
        quotes = column(spacing=10)
        for quote in detail.quotes:
            said_by = text(self._said_by(quote, quote.speaker or only), "small")
            said_by.setObjectName("saidBy")
            below = column(said_by, self._place(quote), spacing=1)
            quotes.addLayout(column(QuoteView(shown.appearance, quote), below, spacing=6))
        self.setLayout(quotes)

    def _said_by(self, quote: Quote, speaker: SpeakerRow | None) -> str:
        """Name and office, and the number of the answer."""
        words = self._shown.appearance.words
        pieces = list(map(words.name, speaker.called)) if speaker is not None else []
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
        there.clicked.connect(partial(self.passage_wanted.emit, self._shown.detail.row.code, quote.passage.start))
        return row(label(place, "small"), label("·", "small"), there, None, spacing=4)
