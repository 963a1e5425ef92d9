"""What can be recorded about the commitment that is shown."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from tracker.desktop.views.common.widgets import Flow, button, column, row
from tracker.domain.rows import CommitmentDetail


class RecordButtons(QWidget):
    """The three usual acts, and below them what is done more seldom. A review only where there is no due date."""

    judge_wanted = Signal()
    evidence_wanted = Signal()
    search_wanted = Signal()
    claim_wanted = Signal()
    restatement_wanted = Signal()
    review_wanted = Signal()

    def __init__(self, detail: CommitmentDetail) -> None:
        super().__init__()
        below = Flow(12)
        below.fill(self._seldom(detail))
        self.setLayout(column(row(*self._usual(), None, spacing=8), below, spacing=4))

    def _usual(self) -> list[QPushButton]:
        judge = button(self.tr("Assess…"), "primary")
        judge.setObjectName("judge")
        judge.setToolTip(self.tr("Set the assessment (Ctrl+J)"))
        judge.clicked.connect(self.judge_wanted)
        add = button(self.tr("Add evidence"))
        add.setObjectName("addEvidence")
        add.setToolTip(self.tr("Record a piece of evidence (Ctrl+E)"))
        add.clicked.connect(self.evidence_wanted)
        search = button(self.tr("Log a search"))
        search.setObjectName("logSearch")
        search.setToolTip(self.tr("Record where and with which words you searched (Ctrl+L)"))
        search.clicked.connect(self.search_wanted)
        for one in (judge, add, search):
            one.setAccessibleName(one.text().removesuffix("…"))
        return [judge, add, search]

    def _seldom(self, detail: CommitmentDetail) -> list[QPushButton]:
        claim = button(self.tr("Official claim…"), "quiet-link")
        claim.setObjectName("addClaim")
        claim.setToolTip(self.tr("Record what the ministry says of it (Ctrl+Shift+J)"))
        claim.clicked.connect(self.claim_wanted)
        later = button(self.tr("Relation…"), "quiet-link")
        later.setObjectName("addLater")
        later.setToolTip(self.tr("Record later words about it, or a later commitment that repeats it (Ctrl+Shift+R)"))
        later.clicked.connect(self.restatement_wanted)
        acts = [claim, later]
        if detail.row.due.on is None:
            review = button(self.tr("Review…"), "quiet-link")
            review.setObjectName("review")
            review.setToolTip(self.tr("Record that you looked at it again, and when to look next (Ctrl+R)"))
            review.clicked.connect(self.review_wanted)
            acts.append(review)
        for one in acts:
            one.setAccessibleName(one.toolTip())
        return acts
