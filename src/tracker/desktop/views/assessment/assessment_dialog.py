"""Setting the assessment: one of eight, with a reason, and with what the rules say of it while it is being chosen."""

from datetime import date
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.assessment.assessment_choices import AssessmentGrid
from tracker.desktop.views.assessment.held_reasons import HeldReasons
from tracker.desktop.views.assessment.proof_list import ProofList
from tracker.desktop.views.assessment.verdict_input import VerdictInput
from tracker.desktop.views.forms.form_dialog import FormDialog, lines
from tracker.domain.errors import UserError
from tracker.domain.rows import CommitmentDetail

_WIDTH = 660
_TYPED = frozenset({"reason_missing", "held_reason_missing", "text_too_long"})
"""Refusals of what was typed; any other one says that the ledger is no longer what the form shows."""


class AssessmentDialog(FormDialog):
    """A verdict that the rules refuse cannot be saved, and one that they question only with a reason for each question.

    `today` and `expiry_days`, after which a search is old, are what the rules ask besides the commitment itself.
    """

    def __init__(
        self, appearance: Appearance, parent: QWidget, detail: CommitmentDetail, today: date, expiry_days: int
    ) -> None:
        super().__init__(appearance, parent, detail)
        self._today = today
        self._expiry_days = expiry_days
        self.setMinimumWidth(scaled(_WIDTH))
        self.set_heading(self.tr("Set the assessment"))
        self._reason = lines(height=3)
        self.verdict = VerdictInput(self, self.add("reason", self._reason))
        self.fields.addWidget(self.verdict)
        self.fields.addStretch()
        self.verdict.changed.connect(self._allow)
        self.verdict.chose.connect(self._show_choice)
        self.verdict.picked.connect(self._reason.setFocus)
        self.verdict.show_case(detail, today, expiry_days, detail.row.assessment)
        self.verdict.grid.choose(detail.row.assessment)

    @property
    def grid(self) -> AssessmentGrid:
        """The assessments to choose among."""
        return self.verdict.grid

    @property
    def proof(self) -> ProofList:
        """The evidence that it may rest on."""
        return self.verdict.proof

    @property
    def held(self) -> HeldReasons:
        """The questions of the rules."""
        return self.verdict.held

    @property
    def refusal(self) -> UserError | None:
        """Why the rules refuse what is chosen and ticked; None where they do not."""
        return self.verdict.refusal

    def values(self) -> dict[str, Any]:
        return {
            "commitment": self.detail.row.code,
            "assessment": self.grid.chosen,
            "reason": self._reason.toPlainText(),
            "evidence": self.proof.ticked,
            "held": self.held.reasons,
            "expected_version": self.detail.row.version,
        }

    def accept_newer(self, detail: CommitmentDetail) -> None:
        """Show the evidence as it is now, and judge the newest state; choice and reasons stay as typed."""
        self.detail = detail
        self.verdict.show_case(detail, self._today, self._expiry_days)
        self.reloaded()

    def refuse(self, error: UserError) -> None:
        """Say it beside its field. Where the ledger is another one than the form shows, the newest state is offered."""
        if error.code == "verdict_questioned":
            self.complain(
                self.tr("The rules question this verdict by now: load the newest state to see what they ask.")
            )
        else:
            super().refuse(error)
        self.offer_newest(error.code not in _TYPED)

    def settle(self) -> None:
        super().settle()
        self._allow()

    def _show_choice(self) -> None:
        """Another assessment needs more room, or less."""
        self._clear_faults()
        QTimer.singleShot(0, self, self._fit)

    def _allow(self) -> None:
        """Save only what the rules allow."""
        if not self.is_busy:
            self.save_button.setEnabled(self.verdict.is_allowed)
        QTimer.singleShot(0, self, self._grow)  # what has just come in has no size before the event loop showed it
