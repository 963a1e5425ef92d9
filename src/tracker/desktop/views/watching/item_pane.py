"""What is known of a new item before anybody opens it, and all commitments that it may bear on."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.found_items_model import ItemHead, Line, group_name
from tracker.desktop.views.common.widgets import (
    Flow,
    Scrolling,
    address_line,
    badge,
    clear_layout,
    column,
    hairline,
    label,
    lead,
    stops_in,
    text,
)
from tracker.desktop.views.recording.evidence_suggestions import SuggestionLine
from tracker.domain.evidence.evidence_query import EvidenceStatus
from tracker.domain.text.dates import stamp
from tracker.domain.watching.watched import RankedItem

_MARGINS = (20, 18, 16, 24)


class ItemPane(Scrolling):
    """`commitment_wanted` carries the code of a commitment that is to be shown."""

    commitment_wanted = Signal(str)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.shown: Line | None = None
        self.setObjectName("detail")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        body = QWidget()
        body.setObjectName("detailBody")
        self._parts = column(spacing=10)
        body.setLayout(column(self._parts, None, margins=_MARGINS))
        self.setWidget(body)
        self._show()

    def show_line(self, line: Line | None) -> None:
        """Show another item from its top, or the rule by which a group is gathered."""
        if line != self.shown:
            self.shown = line
            self._show()
            self.verticalScrollBar().setValue(0)

    def retranslate(self) -> None:
        """Show all texts and colours in the current language and theme."""
        self._show()

    def _show(self) -> None:
        self.setAccessibleName(self.tr("New item"))
        clear_layout(self._parts)
        for part in self._made():
            if isinstance(part, QLayout):
                self._parts.addLayout(part)
            else:
                self._parts.addWidget(part)
                part.show()
        body = self.widget()
        lead([self, *(stops_in(body) if body is not None else ())])

    def _made(self) -> Sequence[QWidget | QLayout]:
        words = self._appearance.words
        line = self.shown
        if isinstance(line, ItemHead):
            hint = self.tr("A key is for the whole group while its heading is current.")
            return (text(group_name(line.group, words), "title"), text(words.rule(line.group)), text(hint, "small"))
        if line is None:
            empty = text(self.tr("Choose an item to see what is known of it."), "calmText")
            empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
            return (empty,)
        return (*self._heading(line), *self._bearing(line))

    def _heading(self, ranked: RankedItem) -> list[QWidget | QLayout]:
        item = ranked.item
        origin = " · ".join(part for part in (item.page, item.published) if part)
        found = self.tr("Found on {day}").format(day=stamp(item.found_at))
        parts: list[QWidget | QLayout] = []
        if marks := self._marks(ranked):
            badges = Flow(4)
            badges.fill(marks)
            parts.append(badges)
        parts += [text(item.title, "title"), text(origin, "meta"), address_line(item.url), text(found, "small")]
        if item.summary:
            summary = text(item.summary, "evidenceQuote")
            summary.setFont(self._appearance.quote_font)
            summary.setAccessibleName(self.tr("Words beside its title"))
            parts.append(summary)
        if ranked.piece is not None:
            said = self.tr("It is piece {number} of the evidence already.")
            parts.append(text(said.format(number=ranked.piece), "small"))
        return parts

    def _marks(self, ranked: RankedItem) -> list[QWidget]:
        words = self._appearance.words
        marks: list[QWidget] = []
        for holds, status in (
            (ranked.same_briefing, EvidenceStatus.SAME_BRIEFING),
            (ranked.early, EvidenceStatus.EARLY),
        ):
            if holds:
                marks.append(badge(words.term(status), words.rule(status), warning=True))
        if ranked.sign is not None and ranked.suggestions:
            marks.append(badge(words.term(ranked.sign), words.rule(ranked.sign)))
        if ranked.put_down_by:
            said = self.tr("holds {word}").format(word=words.quote(ranked.put_down_by))
            marks.append(badge(said, words.rule(ranked.group)))
        return marks

    def _bearing(self, ranked: RankedItem) -> list[QWidget | QLayout]:
        title = label(self.tr("May bear on"), "sectionTitle")
        if not ranked.suggestions:
            return [hairline(), title, text(self.tr("Its words name no commitment of the ledger."), "small")]
        lines: list[QWidget | QLayout] = []
        for suggestion in ranked.suggestions:
            shown = SuggestionLine(self._appearance, suggestion, leads=True)
            shown.offer("", allowed=False)
            shown.shown.connect(self.commitment_wanted)
            lines.append(shown)
        return [hairline(), title, *lines]
