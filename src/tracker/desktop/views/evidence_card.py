"""One piece of evidence in the detail pane."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.widgets import badge, button, column, label, row, text
from tracker.domain.rows import EvidenceLink, EvidenceRow
from tracker.domain.terms import Bearing


class EvidenceCard(QFrame):
    """Title, origin, what it bears on, its words; with the ways to correct it or to take it out of use."""

    edit_wanted = Signal(object)
    withdraw_wanted = Signal(object)

    def __init__(
        self, appearance: Appearance, evidence: EvidenceRow, commitment: str, *, number: int, cited: bool
    ) -> None:
        super().__init__()
        self._words = appearance.words
        self._evidence = evidence
        self._links = [link for link in evidence.links if link.commitment == commitment]
        self.setAccessibleName(self._words.evidence(evidence))
        lines = column(spacing=3)
        lines.addWidget(text(f"{number}  {evidence.title}", "struck" if evidence.withdrawn else "strong"))
        lines.addLayout(self._badges(cited))
        lines.addWidget(text(self._origin(), "small"))
        self._add_contents(lines, appearance)
        self.setLayout(lines)

    def _add_contents(self, lines: QVBoxLayout, appearance: Appearance) -> None:
        evidence = self._evidence
        for link in self._links:
            if measured := self._measured(link):
                lines.addWidget(text(measured))
        if evidence.quote:
            quote = text(evidence.quote, "evidenceQuote")
            quote.setFont(appearance.quote_font)
            quote.setContentsMargins(8, 0, 0, 0)
            lines.addWidget(quote)
        if evidence.note:
            lines.addWidget(text(evidence.note, "small"))
        if evidence.url:
            lines.addWidget(self._address())
        if evidence.withdrawn:
            said = self._words.phrase("withdrawn", reason=evidence.withdrawal_reason)
            lines.addWidget(text(said, "fault"))
        else:
            lines.addLayout(self._buttons())

    def _badges(self, cited: bool) -> QHBoxLayout:
        words, badges = self._words, row(spacing=4)
        for bearing in dict.fromkeys(link.bearing for link in self._links):
            badges.addWidget(badge(words.term(bearing), warning=bearing is Bearing.CONTRADICTS))
        for stage in dict.fromkeys(link.stage for link in self._links if link.stage):
            badges.addWidget(badge(words.term(stage)))
        if self._evidence.early:
            tip = self.tr("Published before the briefing: it cannot by itself show fulfilment.")
            badges.addWidget(badge(words.phrase("early"), tip))
        if cited:
            badges.addWidget(badge(self.tr("Cited"), self.tr("The current assessment rests on it.")))
        badges.addStretch()
        return badges

    def _origin(self) -> str:
        evidence = self._evidence
        parts = (evidence.publisher, evidence.published, self._words.term(evidence.kind), evidence.number)
        return " · ".join(part for part in parts if part)

    def _measured(self, link: EvidenceLink) -> str:
        part = self._words.name(link.part.title) if link.part else ""
        amount = ""
        if link.value is not None and link.role:
            amount = f"{self._words.amount(link.value, link.unit or '')} {self._words.term(link.role)}"
        return " · ".join(piece for piece in (part, amount) if piece)

    def _address(self) -> QFrame:
        url = self._evidence.url
        address = label(f'<a href="{escape(url)}">{escape(_shortened(url))}</a>', "small", rich=True)
        address.setOpenExternalLinks(True)
        address.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        address.setToolTip(url)
        address.setMinimumWidth(1)
        return address

    def _buttons(self) -> QHBoxLayout:
        edit = button(self.tr("Edit"), "quiet-link")
        edit.setAccessibleName(self.tr("Edit evidence: {title}").format(title=self._evidence.title))
        edit.clicked.connect(lambda: self.edit_wanted.emit(self._evidence))
        withdraw = button(self.tr("Withdraw"), "quiet-link")
        withdraw.setAccessibleName(self.tr("Withdraw evidence: {title}").format(title=self._evidence.title))
        withdraw.clicked.connect(lambda: self.withdraw_wanted.emit(self._evidence))
        return row(edit, withdraw, None, spacing=4, margins=(0, 0, 0, 0))


def _shortened(url: str, longest: int = 44) -> str:
    bare = url.removeprefix("https://").removeprefix("http://")
    return bare if len(bare) <= longest else bare[: longest - 1] + "…"
