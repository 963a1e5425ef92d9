"""What the ministry itself says of a commitment, beside the assessment and never mixed with it (coding rules §2)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import Flow, badge, column, label, row
from tracker.desktop.views.detail.statement_view import StatementView
from tracker.domain.rows import ClaimRow, CommitmentDetail


class ClaimView(StatementView):
    """One official claim, and what it claims in our terms."""

    def _above(self) -> QWidget:
        claimed = self.statement.claimed if isinstance(self.statement, ClaimRow) else None
        marks = Flow(4)
        if claimed is None:
            marks.hide()
        else:
            said = self.tr("It claims: {assessment}").format(assessment=self._appearance.words.term(claimed))
            marks.fill([badge(said, self.tr("The ministry's own word; it is not the assessment."))])
        return marks


class ClaimsBox(QFrame):
    """Who said what, when, and what it claims, newest first."""

    withdraw_wanted = Signal(object)
    evidence_wanted = Signal(int)

    def __init__(self, appearance: Appearance, detail: CommitmentDetail, *, read_only: bool) -> None:
        super().__init__()
        self.setObjectName("box")
        title = label(self.tr("Official claim"), "sectionTitle")
        title.setToolTip(self.tr("What the ministry itself says, attributed and dated; the assessment stays ours."))
        self.setAccessibleName(title.text())
        lines = column(row(title, None), spacing=10, margins=(12, 8, 12, 10))
        for claim in detail.claims:
            view = ClaimView(appearance, claim, detail, read_only=read_only)
            view.withdraw_wanted.connect(self.withdraw_wanted)
            view.evidence_wanted.connect(self.evidence_wanted)
            lines.addWidget(view)
        self.setLayout(lines)
