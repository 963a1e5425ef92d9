"""The documented searches of a commitment, newest first, each with what it came to (coding rules §6)."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import Flow, badge, button, column, text
from tracker.domain.rows import SearchRow
from tracker.domain.terms import SearchOutcome


class SearchEntry(QFrame):
    """One search. `decision_wanted` asks to say what it came to, where that is unclear or nobody said so."""

    decision_wanted = Signal(object)

    def __init__(self, appearance: Appearance, search: SearchRow, *, read_only: bool) -> None:
        super().__init__()
        self.search = search
        words = appearance.words
        said = self.tr("{day}, {place}, “{words}”")
        lines = column(
            text(said.format(day=search.searched_on.isoformat(), place=search.place, words=search.words)), spacing=2
        )
        marks: list[QWidget] = [self._outcome(appearance)]
        if search.old:
            marks.append(badge(words.phrase("old_search"), warning=True))
        if not read_only and (not search.decided or search.outcome is SearchOutcome.UNCLEAR):
            decide = button(self.tr("Say what it came to…"), "quiet-link")
            decide.setObjectName("decideSearch")
            decide.setAccessibleName(self.tr("Say what the search for “{words}” came to").format(words=search.words))
            decide.clicked.connect(partial(self.decision_wanted.emit, search))
            marks.append(decide)
        flow = Flow(6)
        flow.fill(marks)
        lines.addWidget(flow)
        if search.found:
            lines.addWidget(text(search.found, "small"))
        self.setLayout(lines)

    def _outcome(self, appearance: Appearance) -> QWidget:
        words = appearance.words
        search = self.search
        if not search.decided:
            made = badge(words.phrase("undecided"), words.rule(SearchOutcome.UNCLEAR), warning=True)
        else:
            made = badge(words.term(search.outcome), words.rule(search.outcome))
        made.setAccessibleDescription(search.outcome.value)
        return made
