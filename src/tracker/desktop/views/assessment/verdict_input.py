"""A verdict being chosen: the eight assessments, what the rules say of the one that is chosen, and what it rests on."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QWidget

from tracker.desktop.views.assessment.assessment_choices import AssessmentGrid
from tracker.desktop.views.assessment.held_reasons import HeldReasons
from tracker.desktop.views.assessment.proof_list import ProofList
from tracker.desktop.views.common.guide import with_rule
from tracker.desktop.views.common.widgets import column, text
from tracker.desktop.views.forms.field_host import FieldHost
from tracker.domain.assessment.proof import Case, case_of, questions, refusal
from tracker.domain.errors import UserError
from tracker.domain.rows import CommitmentDetail
from tracker.domain.terms import Assessment, CommitmentKind


class VerdictInput(QWidget):
    """`changed` says that the rules were asked again, `chose` that another assessment was chosen, `picked` that one was
    by its number, and that the reason is what is typed next."""

    changed = Signal()
    chose = Signal()
    picked = Signal()

    def __init__(self, host: FieldHost, reason: QLayout, columns: int = 4) -> None:
        """`reason` is its field, between the questions and the evidence; the choices stand in so many columns."""
        super().__init__()
        appearance = host.appearance
        self._words = appearance.words
        self._detail: CommitmentDetail | None = None
        self._case: Case | None = None
        self._today = date.min
        self.grid = AssessmentGrid(appearance, columns)
        self.proof = ProofList(appearance)
        self.held = HeldReasons(host)
        self._rule = text("", "hint")
        self._refused = text("", "fault")
        self._refused.setObjectName("refusal")
        self._refused.setAccessibleName(self.tr("Why the rules refuse it"))
        self._study = text(
            self.tr(
                "A study is fulfilled by its published conclusion, whatever it concluded; only calling it off "
                "contradicts."
            ),
            "hint",
        )
        self._study.setObjectName("studyHint")
        self._resting = QWidget()
        self._resting.setLayout(host.add("evidence", self.proof, self.tr("What it rests on")))
        lines = column(spacing=9)
        lines.addLayout(host.add("assessment", self.grid))
        lines.addWidget(self._study)
        lines.addLayout(with_rule(appearance, self._rule, 2))
        for part in (self._refused, self.held):
            lines.addWidget(part)
        lines.addLayout(reason)
        lines.addWidget(self._resting)
        self.setLayout(lines)
        self.grid.changed.connect(self._show_choice)
        self.grid.picked.connect(self.picked)
        self.proof.changed.connect(self._ask_rules)
        self.held.changed.connect(self.changed)

    def show_case(
        self, detail: CommitmentDetail, today: date, expiry_days: int, chosen: Assessment | None = None
    ) -> None:
        """Ask about this commitment on this day; a search is old after so many days. By default nothing else is chosen.

        Ticks and reasons for questions stay where the commitment is the same one.
        """
        if self._detail is not None and self._detail.row.code != detail.row.code:
            self.proof.forget()
            self.held.forget()
        self._detail = detail
        self._case = case_of(detail, expiry_days)
        self._today = today
        self._study.setVisible(detail.row.kind is CommitmentKind.STUDY)
        if chosen is not None and chosen is not self.grid.chosen:
            self.grid.choose(chosen)  # which shows the choice
        else:
            self._show_choice()

    @property
    def refusal(self) -> UserError | None:
        """Why the rules refuse what is chosen and ticked; None where they do not."""
        return refusal(self._case, self.grid.chosen, self.proof.ticked, self._today) if self._case else None

    @property
    def is_allowed(self) -> bool:
        """Whether the rules allow it, and each question has its reason."""
        return self._case is not None and self.refusal is None and self.held.is_answered

    def _show_choice(self) -> None:
        """Another assessment is proved by other pieces."""
        if self._detail is None or self._case is None:
            return
        self._rule.setText(self._words.rule(self.grid.chosen))
        self.proof.show_case(self._detail, self._case, self.grid.chosen)
        self._resting.setVisible(not self.proof.is_empty)
        self._ask_rules()
        self.chose.emit()

    def _ask_rules(self) -> None:
        """Say why the rules refuse what is chosen and ticked, or what they ask about it."""
        if self._case is None:
            return
        error = self.refusal
        self._refused.setText(self._words.error(error) if error is not None else "")
        self._refused.setVisible(error is not None)
        asked = questions(self._case, self.grid.chosen, self.proof.ticked, self._today) if error is None else ()
        self.held.ask(asked)
        self.changed.emit()
