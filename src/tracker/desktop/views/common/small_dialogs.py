"""The short forms: a documented search, and taking evidence out of use."""

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.form_dialog import FormDialog, line, lines
from tracker.desktop.views.common.widgets import row, text
from tracker.domain.rows import CommitmentDetail, EvidenceRow, SearchRow


class SearchDialog(FormDialog):
    """Where was searched, with which words, when, and what was found (coding rules §6)."""

    def __init__(
        self,
        appearance: Appearance,
        parent: QWidget,
        detail: CommitmentDetail,
        today: date,
        before: SearchRow | None = None,
    ) -> None:
        """`before` is the search that is done again."""
        super().__init__(appearance, parent, detail)
        self.set_heading(self.tr("Log a search"))
        hint = self.tr("Such as the ministry's website, or a search engine")
        self._place = line(before.place if before is not None else "", hint)
        self._words = line(before.words if before is not None else "")
        self._searched_on = line(today.isoformat())
        self._found = lines(height=3)
        self.fields.addLayout(self.add("place", self._place))
        words, day = self.add("words", self._words), self.add("searched_on", self._searched_on)
        both = row(words, day, spacing=12)
        both.setStretch(0, 2)
        both.setStretch(1, 1)
        self.fields.addLayout(both)
        self.fields.addLayout(self.add("found", self._found, optional=True))
        hint = self.tr("Leave the result empty when nothing was found: that, too, is worth recording.")
        self.fields.addWidget(text(hint, "hint"))
        self.fields.addStretch()
        self._place.setFocus()

    def values(self) -> dict[str, Any]:
        return {
            "commitment": self.detail.row.code,
            "place": self._place.text(),
            "words": self._words.text(),
            "searched_on": self._searched_on.text().strip() or None,
            "found": self._found.toPlainText(),
        }


class WithdrawDialog(FormDialog):
    """Why a piece of evidence is taken out of use. It stays in the history."""

    def __init__(
        self, appearance: Appearance, parent: QWidget, detail: CommitmentDetail | None, evidence: EvidenceRow
    ) -> None:
        super().__init__(appearance, parent, detail)
        self._evidence = evidence
        self.set_heading(self.tr("Withdraw evidence"))
        self.save_button.setText(self.tr("Withdraw"))
        self._reason = lines(height=4)
        self.fields.addWidget(text(appearance.words.evidence(evidence), "strong"))
        self.fields.addWidget(text(self.tr("It stays in the history, struck through, with your reason."), "hint"))
        self.fields.addLayout(self.add("reason", self._reason))
        self.fields.addStretch()
        self._reason.setFocus()

    def values(self) -> dict[str, Any]:
        return {
            "evidence_id": self._evidence.id,
            "reason": self._reason.toPlainText(),
            "expected_version": self._evidence.version,
        }

    def accept_newer(self, evidence: EvidenceRow) -> None:
        """Withdraw the newest version of the evidence."""
        self._evidence = evidence
        self.reloaded()
