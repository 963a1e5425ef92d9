"""The fields of a commitment that an analyst may change, each where it stands."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLayout, QSizePolicy, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.columns import review_day
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import badge, button, column, label, row, text
from tracker.desktop.views.detail.field_editor import EditableField
from tracker.desktop.views.forms.field_drafts import Drafts, is_edited
from tracker.domain.rows import CodedFields, CommitmentDetail, FieldChoices, LedgerRow, Responsible
from tracker.domain.terms import DepartmentRole

_NAME_WIDTH = 58
_KEYWORDS = 40
_ROLES = tuple(DepartmentRole)
_DEPARTMENTS = 30


class FieldsBox(QWidget):
    """Some of the fields in a column; stays standing when a newer state comes in, so that nothing typed is lost."""

    def __init__(self, appearance: Appearance, drafts: Drafts, fields: tuple[str, ...], spacing: int) -> None:
        super().__init__()
        self._appearance = appearance
        self.fields = {field: EditableField(appearance, drafts, field) for field in fields}
        self._column = column(*self.fields.values(), spacing=spacing)
        self.setLayout(self._column)

    def show_detail(self, detail: CommitmentDetail, *, read_only: bool) -> None:
        """Show how the fields read now."""
        raise NotImplementedError

    def offer(self, choices: FieldChoices) -> None:
        """These are the topics and departments to choose among."""
        for field in self.fields.values():
            field.choices = choices

    def retranslate(self) -> None:
        """Show all texts in the current language: the next state that is shown makes them."""
        for field in self.fields.values():
            field.retranslate()

    def follow(self) -> None:
        """Open and close as the drafts are."""
        for field in self.fields.values():
            field.follow()

    def _edited(self, detail: CommitmentDetail, field: str, said: str) -> QLabel | None:
        """A word that this is not what the coding said, which its tooltip tells."""
        if not is_edited(detail, field):
            return None
        return badge(self.tr("edited"), self.tr("Edited by an analyst. The coding said: {said}").format(said=said))


class HeadingBox(FieldsBox):
    """Code, kind and topic; and the title. The one in the other language is made here, too, and stands elsewhere."""

    def __init__(self, appearance: Appearance, drafts: Drafts) -> None:
        super().__init__(appearance, drafts, ("sort", "title", "title_en"), 1)
        self._put_other_title_away()

    @property
    def other_title(self) -> EditableField:
        """The field of the title that is not in the language of the window."""
        return self.fields["title" if self._appearance.language == "en" else "title_en"]

    def retranslate(self) -> None:
        super().retranslate()
        self._put_other_title_away()

    def show_detail(self, detail: CommitmentDetail, *, read_only: bool) -> None:
        words = self._appearance.words
        line = detail.row
        coded = detail.coded
        said = " · ".join((words.term(coded.kind), words.name(coded.topic))) if coded else ""
        self._show(
            "sort",
            self._marked(text(_sorted(line, self._appearance), "meta"), self._edited(detail, "sort", said)),
            (self.tr("Kind and topic"), self.tr("Edit the kind and the topic")),
            detail,
            read_only,
        )
        self._show_title(detail, "title", line.title.zh, read_only)
        self._show_title(detail, "title_en", line.title.en, read_only)

    def _show_title(self, detail: CommitmentDetail, field: str, title: str, read_only: bool) -> None:
        leads = self.fields[field] is not self.other_title
        coded = detail.coded
        said = (coded.title_en if field == "title_en" else coded.title) if coded else ""
        name = self._appearance.words.field(field)
        mark = self._edited(detail, field, said)
        if leads:
            reading = self._marked(text(title, "title"), mark)
        else:
            if detail.row.title.zh == detail.row.title.en:
                title = ""  # there is no title in the other language: it is the same words
            grid = _grid()
            grid.addWidget(label(name, "fieldName"), 0, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._marked(text(title or self._appearance.words.phrase("none_yet")), mark), 0, 1)
            reading = _holder(grid)
        invitation = self.tr("Edit the English title") if field == "title_en" else self.tr("Edit the title")
        self._show(field, reading, (name, invitation), detail, read_only)

    def _put_other_title_away(self) -> None:
        other = self.other_title
        self._column.removeWidget(other)
        for field in self.fields.values():
            if field is not other and self._column.indexOf(field) < 0:
                self._column.addWidget(field)

    def _marked(self, said: QLabel, mark: QLabel | None) -> QWidget:
        reading = QWidget()
        reading.setLayout(column(said, row(mark, None)) if mark is not None else column(said))
        return reading

    def _show(
        self, field: str, reading: QWidget, names: tuple[str, str], detail: CommitmentDetail, read_only: bool
    ) -> None:
        self.fields[field].show_field(detail, reading, *names, read_only=read_only)


class FactsBox(FieldsBox):
    """Who is responsible, and when it is due, each with how we know.

    `passage_wanted` carries the code and the place where a passage begins.
    """

    passage_wanted = Signal(str, int)

    def __init__(self, appearance: Appearance, drafts: Drafts) -> None:
        super().__init__(appearance, drafts, ("departments", "due"), 4)
        self._room = 0

    def set_room(self, width: int) -> None:
        """How wide a value with its mark may be before the mark goes below it."""
        self._room = width - scaled(_NAME_WIDTH + 8 + 14 + 30)

    def show_detail(self, detail: CommitmentDetail, *, read_only: bool) -> None:
        words = self._appearance.words
        coded = detail.coded
        departments = self._departments(detail)
        if (mark := self._edited(detail, "departments", self._said_departments(coded))) is not None:
            departments.addLayout(row(mark, None), departments.rowCount(), 1)
        due = self._due(detail)
        if (mark := self._edited(detail, "due", words.due(coded.due) if coded else "")) is not None:
            due.addLayout(row(mark, None), due.rowCount(), 1)
        names = {
            "departments": (words.field("departments"), self.tr("Edit the departments")),
            "due": (words.field("due"), self.tr("Edit the due date")),
        }
        layouts = {"departments": departments, "due": due}
        for field, layout in layouts.items():
            self.fields[field].show_field(detail, _holder(layout), *names[field], read_only=read_only)

    def _departments(self, detail: CommitmentDetail) -> QGridLayout:
        words = self._appearance.words
        grid = _grid()
        shown = sorted(detail.departments, key=lambda one: _ROLES.index(one.role))[:_DEPARTMENTS]
        for role in DepartmentRole:
            for place, one in enumerate(d for d in shown if d.role is role):
                mark = self._basis(one, detail.row.code)
                self._add(grid, words.term(role) if place == 0 else "", words.name(one.department), mark)
        if left := len(detail.departments) - len(shown):
            self._add(grid, "", self.tr("and {count} more").format(count=f"{left:,}"), None)
        if not detail.departments:
            self._add(grid, words.term(DepartmentRole.LEAD), words.phrase("no_lead"), None)
        return grid

    def _basis(self, one: Responsible, code: str) -> QWidget:
        """How it is known that a department is responsible; where its head spoke, the way to the words."""
        words = self._appearance.words
        if one.passage is None:
            return badge(words.term(one.basis), words.rule(one.basis))
        way = button(words.term(one.basis), "chip")
        way.setObjectName("spokenBasis")
        way.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        press = self.tr("Press to see the words in the briefing.")
        way.setToolTip(f"{words.rule(one.basis)}\n{press}")
        said = self.tr("{department}, {basis}: show the words")
        way.setAccessibleName(said.format(department=words.name(one.department), basis=words.term(one.basis)))
        way.clicked.connect(partial(self.passage_wanted.emit, code, one.passage))
        return way

    def _due(self, detail: CommitmentDetail) -> QGridLayout:
        """The day with how it is known; without one, that there is none and when it is looked at again."""
        words = self._appearance.words
        grid = _grid()
        due = detail.row.due
        if due.on is None:
            review_on = review_day(detail.row)
            again = [words.phrase("review_on", day=review_on)] if review_on is not None else []
            self._add(grid, words.field("due"), " · ".join([words.due(due), *again]), None)
            return grid
        tip = words.rule(due.basis)
        if detail.due_quote is not None:
            tip = f"{tip}\n{words.quote(detail.due_quote.passage.exact)}"
        day = due.on.isoformat()
        said = words.phrase("about_day", day=day) if due.about else day
        self._add(grid, words.field("due"), said, badge(words.term(due.basis), tip))
        return grid

    def _add(self, grid: QGridLayout, name: str, value: str, mark: QWidget | None) -> None:
        line = grid.rowCount()
        grid.addWidget(label(name, "fieldName"), line, 0, Qt.AlignmentFlag.AlignTop)
        if mark is None:
            grid.addWidget(text(value), line, 1)
            return
        # Beside the value where both fit on a line, else below it.
        both = self.fontMetrics().horizontalAdvance(value) + mark.sizeHint().width()
        said = label(value) if both <= self._room else text(value)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        beside = both <= self._room
        grid.addLayout(
            row(said, mark, None, spacing=6) if beside else column(said, row(mark, None), spacing=2), line, 1
        )

    def _said_departments(self, coded: CodedFields | None) -> str:
        words = self._appearance.words
        return words.join(map(words.responsible, coded.departments), "clause") if coded else ""


class MoreBox(FieldsBox):
    """What is seldom read: the title in the other language, and by which words a follow-up is known."""

    def __init__(self, appearance: Appearance, drafts: Drafts) -> None:
        super().__init__(appearance, drafts, ("keywords",), 4)

    def take_title(self, field: EditableField) -> None:
        """Show the field of the other title, which belongs to the heading, above the rest."""
        self._column.insertWidget(0, field)

    def show_detail(self, detail: CommitmentDetail, *, read_only: bool) -> None:
        words = self._appearance.words
        grid = _grid()
        keywords = detail.keywords
        shown = words.join(keywords[:_KEYWORDS]) or words.phrase("none_yet")
        if len(keywords) > _KEYWORDS:
            shown = self.tr("{words} and {count} more").format(words=shown, count=len(keywords) - _KEYWORDS)
        grid.addWidget(label(words.field("keywords"), "fieldName"), 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(text(shown), 0, 1)
        invitation = self.tr("Edit the keywords")
        self.fields["keywords"].show_field(
            detail, _holder(grid), words.field("keywords"), invitation, read_only=read_only
        )


def _sorted(line: LedgerRow, appearance: Appearance) -> str:
    words = appearance.words
    return " · ".join((line.code, words.term(line.kind), words.name(line.topic)))


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(scaled(8))
    grid.setVerticalSpacing(scaled(4))
    grid.setColumnMinimumWidth(0, scaled(_NAME_WIDTH))
    grid.setColumnStretch(1, 1)
    return grid


def _holder(layout: QLayout) -> QWidget:
    holder = QWidget()
    holder.setLayout(layout)
    return holder
