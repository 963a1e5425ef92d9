"""One piece of evidence in the detail pane."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout

from tracker.desktop.views.common.widgets import DoubtSign, Flow, address_line, badge, button, column, row, text
from tracker.desktop.views.detail.evidence_files import PieceFiles, orphan_badge
from tracker.desktop.views.detail.sections import Shown
from tracker.domain.evidence.evidence_query import EvidenceStatus
from tracker.domain.rows import EvidenceLinkRow, EvidenceRow, FollowUpQuestion
from tracker.domain.terms import Bearing
from tracker.domain.text.dates import is_early
from tracker.domain.watching.page_changes import RecheckRow

if TYPE_CHECKING:
    from tracker.desktop.views.detail.detail_pane import DetailPane

_FLASH_MILLISECONDS = 1_600
_WEB = ("http://", "https://")
_MOST_CHANGES = 8
"""Changes of a captured page that a tool tip shows."""


class EvidenceCard(QFrame):
    """Title, origin, what it bears on, its words; with the ways to correct it or to take it out of use."""

    def __init__(self, shown: Shown, evidence: EvidenceRow, number: int) -> None:
        super().__init__()
        self._shown = shown
        self._words = shown.appearance.words
        self._evidence = evidence
        self.number = number
        self._links = [link for link in evidence.links if link.commitment == shown.detail.row.code]
        self.setObjectName("evidenceCard")
        self.setAccessibleName(self._words.evidence(evidence))
        # No stop of the Tab key: its buttons are. A link to it takes the focus here.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._flash = QTimer(self)
        self._flash.setSingleShot(True)
        self._flash.setInterval(_FLASH_MILLISECONDS)
        self._flash.timeout.connect(lambda: self._set_found(False))
        lines = column(spacing=3)
        lines.addWidget(text(f"{number}  {evidence.title}", "struck" if evidence.withdrawn else "strong"))
        lines.addWidget(self._badges())
        lines.addWidget(text(self._origin(), "small"))
        for question in shown.detail.questions:
            if question.evidence_id == evidence.id:
                lines.addLayout(self._question(question))
        for recheck in shown.detail.rechecks:
            if recheck.evidence_id == evidence.id and (said := self._words.recheck(recheck)):
                lines.addLayout(self._recheck(said, recheck))
        self._add_contents(lines)
        self.setLayout(lines)

    @property
    def evidence(self) -> EvidenceRow:
        """What it shows."""
        return self._evidence

    @property
    def is_found(self) -> bool:
        """Whether it is marked as what a link led to."""
        return bool(self.property("found"))

    def mark_found(self) -> None:
        """Show for a moment that a link led here."""
        self.setFocus()
        self._set_found(True)
        self._flash.start()

    def _set_found(self, found: bool) -> None:
        self.setProperty("found", found)
        # A property alone changes nothing to be seen: Qt asks a style sheet about it only when it polishes.
        self.style().unpolish(self)
        self.style().polish(self)

    def _add_contents(self, lines: QVBoxLayout) -> None:
        evidence = self._evidence
        for link in self._links:
            if measured := self._measured(link):
                lines.addWidget(text(measured))
        english = self._words.language == "en"
        if gist := (english and evidence.gist_en) or evidence.gist:
            shown = text(gist)
            shown.setObjectName("gist")
            lines.addWidget(shown)
        if evidence.quote:
            quote = text(evidence.quote, "evidenceQuote")
            quote.setAccessibleName(self.tr("Words of the evidence"))
            quote.setFont(self._shown.appearance.quote_font)
            quote.setContentsMargins(8, 0, 0, 0)
            lines.addWidget(quote)
        if evidence.attachments:
            files = PieceFiles(self._shown.appearance, evidence)
            files.wanted.connect(partial(self._shown.reader.look_at, evidence))
            files.folder_wanted.connect(partial(self._shown.reader.show_folder, evidence))
            lines.addWidget(files)
        if evidence.note:
            lines.addWidget(text(evidence.note, "small"))
        if evidence.url:
            lines.addWidget(address_line(evidence.url))
        if evidence.withdrawn:
            said = self._words.phrase("withdrawn", reason=evidence.withdrawal_reason)
            lines.addWidget(text(said, "fault"))
        elif self._shown.editor is not None:
            lines.addLayout(self._buttons(self._shown.editor))

    def _badges(self) -> Flow:
        words = self._words
        evidence = self._evidence
        badges = [
            badge(words.term(bearing), warning=bearing is Bearing.CONTRADICTS)
            for bearing in dict.fromkeys(link.bearing for link in self._links)
        ]
        badges += [
            badge(words.term(stage)) for stage in dict.fromkeys(link.stage for link in self._links if link.stage)
        ]
        if evidence.orphaned:
            badges.append(orphan_badge(words))
        if evidence.same_briefing:
            tip = words.rule(EvidenceStatus.SAME_BRIEFING)
            badges.append(badge(words.phrase("same_briefing"), tip, warning=True))
        elif is_early(evidence.published, self._shown.detail.source.held_on):
            badges.append(badge(words.phrase("early"), words.rule(EvidenceStatus.EARLY)))
        if evidence.id in self._shown.detail.cited:
            badges.append(badge(self.tr("Cited"), self.tr("The current assessment rests on it.")))
        marks = Flow(4)
        marks.fill(badges)
        return marks

    def _question(self, question: FollowUpQuestion) -> QLayout:
        line = text(self._words.follow_up(question), "followUp")
        line.setToolTip(self._words.rule(question.kind))
        line.setProperty("kind", question.kind.value)
        both = row(column(DoubtSign(self._shown.appearance), None), line, spacing=4, margins=(0, 0, 0, 0))
        both.setStretch(1, 1)
        return both

    def _recheck(self, said: str, recheck: RecheckRow) -> QLayout:
        line = text(said, "recheck")
        changes = [self._words.change(one.before, one.after) for one in recheck.change.changes[:_MOST_CHANGES]]
        line.setToolTip("\n".join(changes))
        line.setProperty("outcome", recheck.change.outcome.value)
        both = row(column(DoubtSign(self._shown.appearance), None), line, spacing=4, margins=(0, 0, 0, 0))
        both.setStretch(1, 1)
        return both

    def _origin(self) -> str:
        evidence = self._evidence
        in_force = ""
        if evidence.effective_on is not None:
            in_force = self.tr("in force from {day}").format(day=evidence.effective_on.isoformat())
        parts = (evidence.publisher, evidence.published, self._words.term(evidence.kind), evidence.number, in_force)
        return " · ".join(part for part in parts if part)

    def _measured(self, link: EvidenceLinkRow) -> str:
        part = self._words.name(link.part.title) if link.part else ""
        amount = ""
        if link.value is not None and link.role:
            amount = f"{self._words.amount(link.value, link.unit or '')} {self._words.term(link.role)}"
        return " · ".join(piece for piece in (part, amount) if piece)

    def _buttons(self, editor: "DetailPane") -> QHBoxLayout:
        edit = button(self.tr("Edit"), "quiet-link")
        edit.setObjectName("editEvidence")
        edit.setAccessibleName(self.tr("Edit evidence: {title}").format(title=self._evidence.title))
        edit.clicked.connect(partial(editor.edit_wanted.emit, self._evidence))
        withdraw = button(self.tr("Withdraw"), "quiet-link")
        withdraw.setAccessibleName(self.tr("Withdraw evidence: {title}").format(title=self._evidence.title))
        withdraw.clicked.connect(partial(editor.withdraw_wanted.emit, self._evidence))
        buttons = [edit, withdraw]
        if any(file.url.startswith(_WEB) for file in self._evidence.attachments):
            again = button(self.tr("Check the page again"), "quiet-link")
            again.setObjectName("recheckPage")
            again.setAccessibleName(self.tr("Check the page again: {title}").format(title=self._evidence.title))
            again.setToolTip(self.tr("Asks for it now, and says what changed; the evidence is not altered"))
            again.clicked.connect(partial(editor.recheck_wanted.emit, self._evidence))
            buttons.append(again)
        return row(*buttons, None, spacing=4, margins=(0, 0, 0, 0))
