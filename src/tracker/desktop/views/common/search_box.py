"""The search behind a verdict that nothing was found (coding rules §6)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import badge, button, column, label, row, text
from tracker.domain.rows import SearchRow


class SearchBox(QFrame):
    """When and where it was searched, with which words, and what was found; an old search can be done again."""

    again_wanted = Signal()

    def __init__(self, appearance: Appearance, search: SearchRow, *, read_only: bool) -> None:
        super().__init__()
        self.setObjectName("box")
        rests = self.tr("Rests on the search of {day}").format(day=search.searched_on.isoformat())
        head = row(label(rests, "sectionTitle"), spacing=6)
        if search.old:
            tip = self.tr("Longer ago than the settings allow: what was not public then may be now.")
            head.addWidget(badge(appearance.words.phrase("old_search"), tip, warning=True))
        head.addStretch()
        lines = column(head, spacing=4, margins=(12, 8, 12, 10))
        lines.addWidget(text(self.tr("In {place}, for “{words}”").format(place=search.place, words=search.words)))
        lines.addWidget(text(search.found or self.tr("Nothing was found."), "small"))
        lines.addWidget(text(self.tr("Searched by {author}").format(author=search.searched_by), "small"))
        if search.old and not read_only:
            again = button(self.tr("Search again"))
            again.setObjectName("searchAgain")
            again.setToolTip(self.tr("Record a new search, with the last place and words to begin with"))
            again.clicked.connect(self.again_wanted)
            lines.addLayout(row(again, None))
        self.setLayout(lines)
