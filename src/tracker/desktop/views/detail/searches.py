"""The documented searches of a commitment, each with what it came to (coding rules §6)."""

from functools import partial

from PySide6.QtWidgets import QFrame, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import Flow, badge, button, column, label, row, text
from tracker.desktop.views.detail.sections import Shown
from tracker.domain.rows import SearchRow
from tracker.domain.terms import SearchOutcome


class SearchEntry(QFrame):
    """One search, with the way to say what it came to, where that is unclear or nobody said so."""

    def __init__(self, shown: Shown, search: SearchRow) -> None:
        super().__init__()
        self.search = search
        words = shown.appearance.words
        said = self.tr("{day}, {place}, “{words}”")
        lines = column(
            text(said.format(day=search.searched_on.isoformat(), place=search.place, words=search.words)), spacing=2
        )
        marks: list[QWidget] = [self._outcome(shown.appearance)]
        if search.old:
            marks.append(badge(words.phrase("old_search"), warning=True))
        if shown.editor is not None and (not search.decided or search.outcome is SearchOutcome.UNCLEAR):
            decide = button(self.tr("Say what it came to…"), "quiet-link")
            decide.setObjectName("decideSearch")
            decide.setAccessibleName(self.tr("Say what the search for “{words}” came to").format(words=search.words))
            decide.clicked.connect(partial(shown.editor.search_decision_wanted.emit, search))
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
        # Searches of older ledgers say only whether words were found: that is no outcome, and is not shown as one.
        if not search.decided:
            made = badge(words.phrase("undecided"), words.rule(SearchOutcome.UNCLEAR), warning=True)
        else:
            made = badge(words.term(search.outcome), words.rule(search.outcome))
        made.setAccessibleDescription(search.outcome.value)
        return made


class SearchBox(QWidget):
    """The search behind a verdict that nothing was found: when, where, and with which words; an old one can be done
    again."""

    def __init__(self, shown: Shown, search: SearchRow) -> None:
        super().__init__()
        rests = self.tr("Rests on the search of {day}").format(day=search.searched_on.isoformat())
        head = row(label(rests, "strong"), spacing=6)
        if search.old:
            tip = self.tr("Longer ago than the settings allow: what was not public then may be now.")
            head.addWidget(badge(shown.appearance.words.phrase("old_search"), tip, warning=True))
        head.addStretch()
        lines = column(head, spacing=3)
        lines.addWidget(text(self.tr("In {place}, for “{words}”").format(place=search.place, words=search.words)))
        lines.addWidget(text(search.found or self.tr("Nothing was found."), "small"))
        lines.addWidget(text(self.tr("Searched by {author}").format(author=search.searched_by), "small"))
        if search.old and shown.editor is not None:
            again = button(self.tr("Search again"))
            again.setObjectName("searchAgain")
            again.setToolTip(self.tr("Record a new search, with the last place and words to begin with"))
            again.clicked.connect(shown.editor.search_again_wanted)
            lines.addLayout(row(again, None))
        self.setLayout(lines)
