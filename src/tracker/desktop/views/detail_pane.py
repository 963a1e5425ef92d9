"""Everything about the chosen commitment: the words that promised it, and the words that prove what became of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.evidence_card import EvidenceCard
from tracker.desktop.views.quote_view import QuoteView
from tracker.desktop.views.target_box import TargetBox
from tracker.desktop.views.timeline import Timeline
from tracker.desktop.views.widgets import (
    AssessmentChip,
    LightMark,
    badge,
    button,
    column,
    hairline,
    label,
    row,
    text,
)
from tracker.domain.rows import CommitmentDetail, SearchRow
from tracker.domain.terms import DepartmentRole, PassageRole

_MARGINS = (20, 18, 16, 24)


class DetailPane(QScrollArea):
    """Shows one `CommitmentDetail`, and asks for what the user wants to do with it."""

    judge_wanted = Signal()
    evidence_wanted = Signal()
    search_wanted = Signal()
    edit_wanted = Signal(object)
    withdraw_wanted = Signal(object)
    passage_wanted = Signal(str)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.detail: CommitmentDetail | None = None
        self.setObjectName("detail")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._show()

    def show_detail(self, detail: CommitmentDetail | None) -> None:
        """Show another commitment from its top, or the same one anew where it was scrolled to."""
        same = self.detail is not None and detail is not None and detail.row.id == self.detail.row.id
        if same and detail == self.detail:
            return
        place = self.verticalScrollBar().value() if same else 0
        self.detail = detail
        self._show()
        if same:
            self.verticalScrollBar().setValue(place)

    def retranslate(self) -> None:
        """Show all texts and colours anew."""
        self._show()

    def _show(self) -> None:
        self.setAccessibleName(self.tr("Detail"))
        body = QWidget()
        body.setObjectName("detailBody")
        if self.detail is None:
            empty = text(self.tr("Choose a commitment to see its words, its evidence and its history."), "calmText")
            empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
            body.setLayout(column(None, empty, None, margins=_MARGINS))
        else:
            body.setLayout(self._contents(self.detail))
        self.setWidget(body)

    def _contents(self, detail: CommitmentDetail) -> QVBoxLayout:
        contents = column(spacing=12, margins=_MARGINS)
        for part in (
            self._heading(detail),
            self._quotes(detail),
            self._fields(detail),
            self._parts(detail),
            self._target(detail),
            self._buttons(),
            self._judgement(detail),
            self._evidence(detail),
            self._searches(detail),
            self._history(detail),
        ):
            if isinstance(part, QWidget):
                contents.addWidget(part)
            elif part is not None:
                contents.addLayout(part)
        contents.addStretch()
        return contents

    def _heading(self, detail: CommitmentDetail) -> QLayout:
        line, words = detail.row, self._appearance.words
        other = line.title.zh if words.language == "en" else line.title.en
        meta = " · ".join((line.code, words.term(line.kind), words.name(line.topic)))
        marks = row(AssessmentChip(self._appearance, line.assessment), spacing=10)
        marks.addWidget(LightMark(self._appearance, line.light))
        if detail.fulfilled_late:
            marks.addWidget(badge(words.phrase("late"), warning=True))
        marks.addStretch()
        heading = column(text(meta, "meta"), text(words.name(line.title), "title"), spacing=3)
        if other != words.name(line.title):
            heading.addWidget(text(other, "otherTitle"))
        heading.addSpacing(scaled(5))
        heading.addLayout(marks)
        return heading

    def _quotes(self, detail: CommitmentDetail) -> QLayout:
        words, speaker, quotes = self._appearance.words, detail.speaker, column(spacing=10)
        said_by = f"{words.name(speaker.name)} · {words.name(speaker.office)}"
        for quote in detail.quotes:
            if quote.passage.role is PassageRole.PROMISE:
                place = self.tr("Source, paragraph {number}").format(number=quote.paragraph_number)
                lines = column(QuoteView(self._appearance, quote), spacing=6)
                lines.addLayout(column(text(said_by, "small"), self._place(place, detail.row.code), spacing=1))
                quotes.addLayout(lines)
        return quotes

    def _place(self, place: str, code: str) -> QLayout:
        """Where the passage stands, and the way there."""
        there = button(self.tr("Show in the briefing"), "quiet-link")
        there.setObjectName("showPassage")
        there.clicked.connect(lambda: self.passage_wanted.emit(code))
        return row(label(place, "small"), label("·", "small"), there, None, spacing=4)

    def _fields(self, detail: CommitmentDetail) -> QLayout:
        words, grid = self._appearance.words, QGridLayout()
        grid.setHorizontalSpacing(scaled(8))
        grid.setVerticalSpacing(scaled(4))
        grid.setColumnMinimumWidth(0, scaled(58))
        grid.setColumnStretch(1, 1)
        for role in DepartmentRole:
            for place, one in enumerate(d for d in detail.departments if d.role is role):
                mark = badge(words.term(one.basis), words.rule(one.basis))
                name = words.name(one.department)
                self._add_field(grid, words.term(role) if place == 0 else "", name, mark)
        due = detail.row.due
        if due.on is None:
            self._add_field(grid, words.field("due"), words.due(due), None)
        else:
            mark = badge(words.term(due.basis), words.rule(due.basis))
            self._add_field(grid, words.field("due"), due.on.isoformat(), mark)
        return grid

    def _add_field(self, grid: QGridLayout, name: str, value: str, mark: QWidget | None) -> None:
        line = grid.rowCount()
        grid.addWidget(label(name, "fieldName"), line, 0, Qt.AlignmentFlag.AlignTop)
        if mark is None:
            grid.addWidget(text(value), line, 1)
            return
        # Beside the value where both fit on a line, else below it.
        room = self.viewport().width() - scaled(_MARGINS[0] + _MARGINS[2] + 58 + 8 + 14)
        both = self.fontMetrics().horizontalAdvance(value) + mark.sizeHint().width()
        said = label(value) if both <= room else text(value)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        together = row(said, mark, None, spacing=6) if both <= room else column(said, row(mark, None), spacing=2)
        grid.addLayout(together, line, 1)

    def _parts(self, detail: CommitmentDetail) -> QLayout | None:
        if not detail.parts:
            return None
        lines = self._section(self.tr("Parts: met only when all of them are"))
        for number, part in enumerate(detail.parts, start=1):
            lines.addWidget(text(f"{number}. {self._appearance.words.name(part.title)}"))
        return lines

    def _target(self, detail: CommitmentDetail) -> QWidget | None:
        line = detail.row
        if line.quantity is None:
            return None
        return TargetBox(self._appearance, line.quantity, line.working, detail.baseline_quote)

    def _buttons(self) -> QLayout:
        judge = button(self.tr("Assess…"), "primary")
        add = button(self.tr("Add evidence"))
        search = button(self.tr("Log a search"))
        for one, tip, signal in (
            (judge, self.tr("Set the assessment (Ctrl+J)"), self.judge_wanted),
            (add, self.tr("Record a piece of evidence (Ctrl+E)"), self.evidence_wanted),
            (search, self.tr("Record where and with which words you searched (Ctrl+L)"), self.search_wanted),
        ):
            one.setToolTip(tip)
            one.setAccessibleName(one.text().removesuffix("…"))
            one.clicked.connect(signal)
        judge.setObjectName("judge")
        add.setObjectName("addEvidence")
        search.setObjectName("logSearch")
        return row(judge, add, search, None, spacing=8)

    def _judgement(self, detail: CommitmentDetail) -> QLayout | None:
        if not detail.reason:
            return None
        lines = self._section(self.tr("Reason for the assessment"))
        lines.addWidget(text(detail.reason))
        said = [detail.judged_at.astimezone().date().isoformat()] if detail.judged_at else []
        numbers = [number for number, piece in self._numbered(detail) if piece in detail.cited]
        if numbers:
            listed = self._appearance.words.join(map(str, numbers))
            said.append(self.tr("rests on evidence {numbers}").format(numbers=listed))
        lines.addWidget(text(" · ".join(said), "small"))
        return lines

    def _evidence(self, detail: CommitmentDetail) -> QLayout:
        count = sum(not piece.withdrawn for piece in detail.evidence)
        lines = self._section(self.tr("Evidence ({count})").format(count=count), spacing=10)
        if not detail.evidence:
            lines.addWidget(text(self.tr("None yet. Add the first piece with Ctrl+E."), "small"))
        for number, piece in enumerate(detail.evidence, start=1):
            cited = piece.id in detail.cited
            card = EvidenceCard(self._appearance, piece, detail.row.code, number=number, cited=cited)
            card.edit_wanted.connect(self.edit_wanted)
            card.withdraw_wanted.connect(self.withdraw_wanted)
            lines.addWidget(card)
        return lines

    def _searches(self, detail: CommitmentDetail) -> QLayout | None:
        if not detail.searches:
            return None
        lines = self._section(self.tr("Searches ({count})").format(count=len(detail.searches)), spacing=8)
        for search in detail.searches:
            lines.addLayout(self._search(search))
        return lines

    def _search(self, search: SearchRow) -> QLayout:
        words = self._appearance.words
        head = row(label(search.searched_on.isoformat()), spacing=6)
        if search.old:
            head.addWidget(badge(words.phrase("old_search"), warning=True))
        head.addStretch()
        what = self.tr("{place}: “{words}”").format(place=search.place, words=search.words)
        found = search.found or self.tr("Nothing was found.")
        by = " · ".join(part for part in (found, search.searched_by) if part)
        return column(head, text(what), text(by, "small"), spacing=1)

    def _history(self, detail: CommitmentDetail) -> QLayout | None:
        if not detail.history:
            return None
        lines = self._section(self.tr("History"), spacing=8)
        lines.addWidget(Timeline(self._appearance, detail.history))
        return lines

    def _section(self, title: str, spacing: int = 4) -> QVBoxLayout:
        lines = column(hairline(), spacing=spacing)
        lines.addSpacing(scaled(2))
        lines.addWidget(label(title, "sectionTitle"))
        return lines

    def _numbered(self, detail: CommitmentDetail) -> list[tuple[int, int]]:
        return [(number, piece.id) for number, piece in enumerate(detail.evidence, start=1)]
