"""What can be done with the commitment that is shown: one bar, always in the same place."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QToolButton

from tracker.desktop.views.common.widgets import ToolButton, button, row
from tracker.domain.rows import CommitmentDetail


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

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("actionBar")
        self._detail: CommitmentDetail | None = None
        self._read_only = False
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
        self.menu = QMenu(self.more)
        self.menu.aboutToShow.connect(self._fill)
        self.more.setMenu(self.menu)
        self.judge.clicked.connect(self.judge_wanted)
        self.add.clicked.connect(self.evidence_wanted)
        self.search.clicked.connect(self.search_wanted)
        self.setLayout(row(self.judge, self.add, self.search, None, self.more, spacing=6, margins=(16, 8, 12, 8)))
        self.retranslate()

    def show_detail(self, detail: CommitmentDetail | None, *, read_only: bool) -> None:
        """Offer what can be done with this one; nothing is offered where none is shown."""
        self._detail = detail
        self._read_only = read_only
        for one in (self.judge, self.add, self.search):
            one.setEnabled(detail is not None and not read_only)
        self.more.setEnabled(detail is not None)

    def retranslate(self) -> None:
        """Show all texts in the current language."""
        self.setAccessibleName(self.tr("What can be done with it"))
        # Short, so that all three have room in the narrowest pane; the names and the tips say the rest.
        for one, words, name, tip in (
            (self.judge, self.tr("Assess…"), self.tr("Assess"), self.tr("Set the assessment (Ctrl+J)")),
            (
                self.add,
                self.tr("Evidence…"),
                self.tr("Add evidence"),
                self.tr("Record a piece of evidence (Ctrl+E)"),
            ),
            (
                self.search,
                self.tr("Search…"),
                self.tr("Log a search"),
                self.tr("Record where and with which words you searched (Ctrl+L)"),
            ),
        ):
            one.setText(words)
            one.setToolTip(tip)
            one.setAccessibleName(name)
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
            ("addClaim", self.tr("Official claim…"), "Ctrl+Shift+J", self.claim_wanted),
            ("addLater", self.tr("Relation…"), "Ctrl+Shift+R", self.relation_wanted),
        ]
        if detail.row.due.on is None:
            acts.append(("review", self.tr("Review…"), "Ctrl+R", self.review_wanted))
        if not detail.row.is_reviewed:
            accept = menu.addAction(self.tr("Accept as reviewed"))
            accept.setObjectName("acceptUnit")
            accept.setEnabled(not self._read_only)
            accept.triggered.connect(self.accept_wanted)
            menu.addSeparator()
        for name, words, keys, wanted in acts:
            # The keys are only told: the window has them already, and twice they would do nothing.
            action = menu.addAction(f"{words}\t{keys}")
            action.setObjectName(name)
            action.setEnabled(not self._read_only)
            action.triggered.connect(wanted)
        menu.addSeparator()
        for name, words, wanted in (
            ("showInBriefing", self.tr("Show in the briefing"), self.passage_wanted),
            ("showFields", self.tr("Keywords, tags and other fields"), self.fields_wanted),
        ):
            action = menu.addAction(words)
            action.setObjectName(name)
            action.triggered.connect(wanted)
