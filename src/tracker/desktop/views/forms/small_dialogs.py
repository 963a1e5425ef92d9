"""The short forms: taking evidence out of use, and a review."""

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import text
from tracker.desktop.views.forms.form_dialog import FormDialog, lines
from tracker.desktop.views.forms.read_field import DateField
from tracker.domain.rows import CommitmentDetail, EvidenceRow
from tracker.domain.text.dates import a_year_after


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


class ReviewDialog(FormDialog):
    """That a commitment without a due date was looked at again: what came of it, and when to look next (§2)."""

    def __init__(self, appearance: Appearance, parent: QWidget, detail: CommitmentDetail, today: date) -> None:
        super().__init__(appearance, parent, detail)
        self.set_heading(self.tr("Record a review"))
        self._reason = lines(height=4)
        self._next_on = DateField(appearance, a_year_after(today).isoformat(), "2027-01-21")
        hint = self.tr("The assessment stays as it is. A year on, the ledger asks again, unless another day is given.")
        self.fields.addWidget(text(hint, "hint"))
        self.fields.addLayout(self.add("reason", self._reason, self.tr("What came of it")))
        self.fields.addLayout(self.add("next_on", self._next_on))
        self.fields.addStretch()
        self._reason.setFocus()

    def values(self) -> dict[str, Any]:
        return {
            "commitment": self.detail.row.code,
            "reason": self._reason.toPlainText(),
            "next_on": self._next_on.value or None,
            "expected_version": self.detail.row.version,
        }

    def accept_newer(self, detail: CommitmentDetail) -> None:
        """Review the newest state."""
        self.detail = detail
        self.reloaded()
