"""What can be done with the commitment that is shown: one bar, always in the same place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QToolButton

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import TipMenu, ToolButton, allow, button, row
from tracker.domain.rows import CommitmentDetail
from tracker.domain.safety.ledger_roles import Permissions


class ActionBar(QFrame):
    """The three usual acts, and a menu of what is done more seldom. A review only where there is no due date.

    Nothing of it moves or goes: what cannot be done, as for a day in the past, steps back.
    """

    judge_wanted = Signal()
    evidence_wanted = Signal()
    search_wanted = Signal()
    claim_wanted = Signal()
    relation_wanted = Signal()
    review_wanted = Signal()
    accept_wanted = Signal()
    passage_wanted = Signal()
    fields_wanted = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.setObjectName("actionBar")
        self._detail: CommitmentDetail | None = None
        self._permissions = Permissions()
        self.judge = button("", "primary")
        self.judge.setObjectName("judge")
        self.add = button("")
        self.add.setObjectName("addEvidence")
        self.search = button("")
        self.search.setObjectName("logSearch")
        self.more = ToolButton()
        self.more.setObjectName("moreActs")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.menu = TipMenu(self.more)
        self.menu.aboutToShow.connect(self._fill)
        self.more.setMenu(self.menu)
        self.judge.clicked.connect(self.judge_wanted)
        self.add.clicked.connect(self.evidence_wanted)
        self.search.clicked.connect(self.search_wanted)
        self.setLayout(row(self.judge, self.add, self.search, None, self.more, spacing=6, margins=(16, 8, 12, 8)))
        self.retranslate()

    def show_detail(self, detail: CommitmentDetail | None, permissions: Permissions) -> None:
        """Offer what may be done with this one; nothing is offered where none is shown."""
        self._detail = detail
        self._permissions = permissions
        self.more.setEnabled(detail is not None)
        self._allow()

    def _why_not(self, act: str) -> str:
        return self._appearance.why_not(self._permissions, act)

    def _allow(self) -> None:
        is_shown = self._detail is not None
        for made, act, tip in (
            (self.judge, "set_assessment", self.tr("Set the assessment (Ctrl+J)")),
            (self.add, "add_evidence", self.tr("Record a piece of evidence (Ctrl+E)")),
            (self.search, "log_search", self.tr("Record where and with which words you searched (Ctrl+L)")),
        ):
            allow(made, self._why_not(act), tip, possible=is_shown)

    def retranslate(self) -> None:
        """Show all texts in the current language."""
        self.setAccessibleName(self.tr("What can be done with it"))
        # Short, so that all three have room in the narrowest pane; the names and the tips say the rest.
        for one, words, name in (
            (self.judge, self.tr("Assess…"), self.tr("Assess")),
            (self.add, self.tr("Evidence…"), self.tr("Add evidence")),
            (self.search, self.tr("Search…"), self.tr("Log a search")),
        ):
            one.setText(words)
            one.setAccessibleName(name)
        self._allow()
        self.more.setText("…")  # the narrowest pane has no room for a fourth word
        self.more.setToolTip(self.tr("What is done more seldom"))
        self.more.setAccessibleName(self.tr("More actions"))

    def _fill(self) -> None:
        detail = self._detail
        menu = self.menu
        menu.clear()
        if detail is None:
            return
        acts = [
            ("addClaim", self.tr("Official claim…"), "Ctrl+Shift+J", self.claim_wanted, "add_claim"),
            ("addLater", self.tr("Relation…"), "Ctrl+Shift+R", self.relation_wanted, "add_restatement"),
        ]
        if detail.row.due.on is None:
            acts.append(("review", self.tr("Review…"), "Ctrl+R", self.review_wanted, "record_review"))
        if not detail.row.is_reviewed:
            accept = menu.addAction(self.tr("Accept as reviewed"))
            accept.setObjectName("acceptUnit")
            allow(accept, self._why_not("accept_units"))
            accept.triggered.connect(self.accept_wanted)
            menu.addSeparator()
        for name, words, keys, wanted, act in acts:
            # The keys are only told: the window has them already, and twice they would do nothing.
            action = menu.addAction(f"{words}\t{keys}")
            action.setObjectName(name)
            allow(action, self._why_not(act))
            action.triggered.connect(wanted)
        menu.addSeparator()
        for name, words, wanted in (
            ("showInBriefing", self.tr("Show in the briefing"), self.passage_wanted),
            ("showFields", self.tr("Keywords, tags and other fields"), self.fields_wanted),
        ):
            action = menu.addAction(words)
            action.setObjectName(name)
            action.triggered.connect(wanted)
