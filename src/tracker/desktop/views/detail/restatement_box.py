"""How later words stand to a promise: dated relations beside its own words (coding rules §8)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import Flow, badge, column, label, text
from tracker.desktop.views.detail.statement_view import StatementView
from tracker.domain.rows import CommitmentDetail, RelationRow


class RestatementView(StatementView):
    """One restatement: its kind, and the amount and the due date that it newly sets."""

    def _above(self) -> QWidget:
        marks = Flow(4)
        words = self._appearance.words
        if isinstance(self.statement, RelationRow):
            stays = self.tr("The first words stay as they are: what came later stands beside them.")
            kind = self.statement.kind
            marks.fill([badge(words.term(kind), f"{words.rule(kind)}\n{stays}")])
        return marks

    def _below(self, lines: QVBoxLayout, detail: CommitmentDetail) -> None:
        later = self.statement
        words = self._appearance.words
        if not isinstance(later, RelationRow):
            return
        if later.quantity is not None:
            lines.addWidget(text(self.tr("Target now {target}").format(target=words.quantity(later.quantity))))
        if later.due_on is not None:
            due = self.tr("Due now {day}; at first: {first}")
            lines.addWidget(text(due.format(day=later.due_on.isoformat(), first=words.due(detail.row.due))))
        if later.other is not None:
            lines.addWidget(text(self.tr("Later commitment: {code}").format(code=later.other)))
        if later.reason:
            lines.addWidget(text(later.reason, "small"))


class RestatementBox(QWidget):
    """All later words, newest first, under the promise's own."""

    withdraw_wanted = Signal(object)
    evidence_wanted = Signal(int)

    def __init__(self, appearance: Appearance, detail: CommitmentDetail, *, read_only: bool) -> None:
        super().__init__()
        title = label(self.tr("Later words"), "sectionTitle")
        self.setAccessibleName(title.text())
        lines = column(title, spacing=8)
        for later in detail.relations:
            view = RestatementView(appearance, later, detail, read_only=read_only)
            view.withdraw_wanted.connect(self.withdraw_wanted)
            view.evidence_wanted.connect(self.evidence_wanted)
            lines.addWidget(view)
        self.setLayout(lines)
