"""What can be recorded about the commitment that is shown."""

from typing import TYPE_CHECKING

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QPushButton, QWidget

from tracker.desktop.views.common.widgets import Flow, button, column, row
from tracker.desktop.views.detail.sections import Shown

if TYPE_CHECKING:
    from tracker.desktop.views.detail.detail_pane import DetailPane


class RecordButtons(QWidget):
    """The three usual acts, and below them what is done more seldom. A review only where there is no due date."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        below = Flow(12)
        below.fill(self._seldom(shown))
        self.setLayout(column(row(*self._usual(shown.pane), None, spacing=8), below, spacing=4))

    def _usual(self, pane: "DetailPane") -> list[QPushButton]:
        tip = self.tr("Set the assessment (Ctrl+J)")
        judge = _button("judge", self.tr("Assess…"), tip, pane.judge_wanted, "primary")
        tip = self.tr("Record a piece of evidence (Ctrl+E)")
        add = _button("addEvidence", self.tr("Add evidence"), tip, pane.evidence_wanted)
        tip = self.tr("Record where and with which words you searched (Ctrl+L)")
        search = _button("logSearch", self.tr("Log a search"), tip, pane.search_wanted)
        for one in (judge, add, search):
            one.setAccessibleName(one.text().removesuffix("…"))
        return [judge, add, search]

    def _seldom(self, shown: Shown) -> list[QPushButton]:
        pane = shown.pane
        tip = self.tr("Record what the ministry says of it (Ctrl+Shift+J)")
        acts = [_button("addClaim", self.tr("Official claim…"), tip, pane.claim_wanted, "quiet-link")]
        tip = self.tr("Record later words about it, or a later commitment that repeats it (Ctrl+Shift+R)")
        acts.append(_button("addLater", self.tr("Relation…"), tip, pane.restatement_wanted, "quiet-link"))
        if shown.detail.row.due.on is None:
            tip = self.tr("Record that you looked at it again, and when to look next (Ctrl+R)")
            acts.append(_button("review", self.tr("Review…"), tip, pane.review_wanted, "quiet-link"))
        for one in acts:
            one.setAccessibleName(one.toolTip())
        return acts


def _button(name: str, words: str, tip: str, wanted: SignalInstance, kind: str = "") -> QPushButton:
    made = button(words, kind)
    made.setObjectName(name)
    made.setToolTip(tip)
    made.clicked.connect(wanted)
    return made
