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
from tracker.desktop.views.common.guide import with_rule
from tracker.desktop.views.common.widgets import text
from tracker.desktop.views.forms.form_dialog import FormDialog, lines
from tracker.domain.assessment.proof import Case, case_of, questions, refusal
from tracker.domain.errors import UserError
from tracker.domain.rows import CommitmentDetail
from tracker.domain.terms import Assessment, CommitmentKind

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
        self._case = case_of(detail, expiry_days)
        self.setMinimumWidth(scaled(_WIDTH))
        self.set_heading(self.tr("Set the assessment"))
        self.grid = AssessmentGrid(appearance)
        self.proof = ProofList(appearance)
        self.held = HeldReasons(self)
        self._rule = text("", "hint")
        self._refused = text("", "fault")
        self._refused.setObjectName("refusal")
        self._refused.setAccessibleName(self.tr("Why the rules refuse it"))
        self._reason = lines(height=3)
        self._resting = QWidget()
        self._lay_out()
        self.grid.changed.connect(self._show_choice)
        self.proof.changed.connect(self._ask_rules)
        self.held.changed.connect(self._allow)
        self.grid.choose(detail.row.assessment)
        self._show_choice()

    @property
    def refusal(self) -> UserError | None:
        """Why the rules refuse what is chosen and ticked; None where they do not."""
        return refusal(*self._asked)

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
        self._case = case_of(detail, self._expiry_days)
        self._show_choice()
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

    def _lay_out(self) -> None:
        self.fields.addLayout(self.add("assessment", self.grid))
        if self.detail.row.kind is CommitmentKind.STUDY:
            studied = self.tr(
                "A study is fulfilled by its published conclusion, whatever it concluded; only calling it off "
                "contradicts."
            )
            hint = text(studied, "hint")
            hint.setObjectName("studyHint")
            self.fields.addWidget(hint)
        self.fields.addLayout(with_rule(self.appearance, self._rule, 2))
        self.fields.addWidget(self._refused)
        self.fields.addWidget(self.held)
        self.fields.addLayout(self.add("reason", self._reason))
        self._resting.setLayout(self.add("evidence", self.proof, self.tr("What it rests on")))
        self.fields.addWidget(self._resting)
        self.fields.addStretch()

    def _show_choice(self) -> None:
        """Another assessment is proved by other pieces."""
        self._clear_faults()
        self._rule.setText(self.appearance.words.rule(self.grid.chosen))
        self.proof.show_case(self.detail, self._case, self.grid.chosen)
        self._resting.setVisible(not self.proof.is_empty)
        self._ask_rules()
        QTimer.singleShot(0, self, self._fit)

    def _ask_rules(self) -> None:
        """Why do the rules refuse what is chosen and ticked, or what do they ask about it?"""
        error = self.refusal
        self._refused.setText(self.appearance.words.error(error) if error is not None else "")
        self._refused.setVisible(error is not None)
        self.held.ask(questions(*self._asked) if error is None else ())
        self._allow()
        QTimer.singleShot(0, self, self._grow)  # what has just come in has no size before the event loop showed it

    def _allow(self) -> None:
        """Save only what the rules allow."""
        if not self.is_busy:
            self.save_button.setEnabled(self.refusal is None and self.held.is_answered)

    @property
    def _asked(self) -> tuple[Case, Assessment, tuple[int, ...], date]:
        """What the rules are asked."""
        return self._case, self.grid.chosen, self.proof.ticked, self._today
