"""What would come of a spreadsheet, and the choices by which it is read: columns, words for a status, further rows."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import CheckBox, ElidedLabel, Scrolling, label
from tracker.desktop.views.forms.form_dialog import choice
from tracker.domain.exchange.spreadsheet_rows import (
    LEFT_FOR,
    LeftRow,
    RowFinding,
    RowMark,
    SheetColumn,
    SheetField,
    SheetItem,
    SheetPlan,
    SheetPreview,
    StatusWord,
)
from tracker.domain.rows import Due
from tracker.domain.terms import Assessment, DepartmentRole, DueBasis
from tracker.wording import Words

_CLAIMED = (
    Assessment.MET, Assessment.PARTLY_MET, Assessment.IN_PROGRESS, Assessment.NOT_MET, Assessment.DROPPED,
)  # fmt: skip
"""What an office may claim of itself."""


class ChoiceGrid(Scrolling):
    """Rows of words with a choice at the end of each; `changed` says that another was made."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.boxes: list[QComboBox] = []

    def fill(self, titles: Sequence[str], rows: Sequence[Sequence[str]], boxes: Sequence[QComboBox]) -> None:
        """Show these rows under these titles, each with its box."""
        body = QWidget()
        grid = QGridLayout()
        body.setObjectName("page")
        grid.setContentsMargins(scaled(4), scaled(4), scaled(10), scaled(4))
        grid.setHorizontalSpacing(scaled(14))
        grid.setVerticalSpacing(scaled(6))
        for place, title in enumerate(titles):
            grid.addWidget(label(title, "facetTitle"), 0, place)
            grid.setColumnStretch(place, 3 if place == 1 else 2)
        for number, (words, box) in enumerate(zip(rows, boxes, strict=True), start=1):
            for place, said in enumerate(words):
                shown = ElidedLabel("strong" if place == 0 else "ofTotal")
                shown.setText(said)
                shown.setToolTip(said)
                grid.addWidget(shown, number, place)
            grid.addWidget(box, number, len(words))
            box.currentIndexChanged.connect(self.changed)
        grid.setRowStretch(len(rows) + 1, 1)
        body.setLayout(grid)
        self.boxes = list(boxes)
        self.setWidget(body)
        for box in boxes:
            # What has the focus is to be seen.
            box.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QComboBox):
            if event.type() == QEvent.Type.FocusIn:
                self.ensureWidgetVisible(watched)
            elif event.type() == QEvent.Type.Wheel and not watched.hasFocus():
                # Turning the wheel over a closed box scrolls the list, and chooses nothing.
                event.ignore()
                return True
        return super().eventFilter(watched, event)


class MappingView(ChoiceGrid):
    """The columns of a sheet, with a few of their cells."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__("sheetColumns")
        self._appearance = appearance
        self._columns: Sequence[SheetColumn] = ()

    def show_columns(self, columns: Sequence[SheetColumn], plan: SheetPlan) -> None:
        """Offer these columns, each as the plan has it."""
        words = self._appearance.words
        options: list[tuple[str, object]] = [(self.tr("(left out)"), None)]
        options += [(words.term(field), field.value) for field in SheetField]
        self._columns = columns
        boxes = [choice(options, plan.fields.get(column.index)) for column in columns]
        for column, box in zip(columns, boxes, strict=True):
            box.setAccessibleName(self.tr("What column {column} holds").format(column=self._heading(column)))
            box.setMinimumWidth(scaled(170))
            if column.guess is not None and column.guessed_by:
                box.setToolTip(self.tr("Guessed by the heading’s “{words}”").format(words=column.guessed_by))
        rows = [(self._heading(column), " · ".join(column.samples)) for column in columns]
        self.fill((self.tr("Column"), self.tr("First cells"), self.tr("Holds")), rows, boxes)

    def fields(self) -> dict[int, SheetField]:
        """What is chosen, by the place of the column."""
        chosen = ((column.index, box.currentData()) for column, box in zip(self._columns, self.boxes, strict=True))
        return {index: SheetField(field) for index, field in chosen if field is not None}

    def _heading(self, column: SheetColumn) -> str:
        heading = column.heading or self.tr("Column {number}").format(number=column.index + 1)
        return self.tr("{heading} (hidden)").format(heading=heading) if column.is_hidden else heading


class StatusView(ChoiceGrid):
    """The office's words for a status."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__("sheetStatuses")
        self._appearance = appearance
        self._words: tuple[StatusWord, ...] = ()

    def show_words(self, statuses: Sequence[StatusWord]) -> None:
        """Offer these words; the same ones again leave the choices as they are."""
        # Each preview brings them again; the boxes would lose what was chosen.
        if [one.words for one in statuses] == [one.words for one in self._words]:
            return
        self._words = tuple(statuses)
        words = self._appearance.words
        options: list[tuple[str, object]] = [(self.tr("Claims nothing"), None)]
        options += [(words.term(term), term.value) for term in _CLAIMED]
        boxes = [choice(options, one.claimed) for one in statuses]
        for one, box in zip(statuses, boxes, strict=True):
            box.setAccessibleName(self.tr("What “{words}” claims").format(words=one.words))
            box.setMinimumWidth(scaled(170))
        rows = [(one.words, self.tr("rows: {count}").format(count=one.count)) for one in statuses]
        self.fill((self.tr("Status"), self.tr("Stands in"), self.tr("Claims")), rows, boxes)

    def statuses(self) -> dict[str, Assessment | None]:
        """What is chosen, by the folded words; a word that nobody knows and nobody chose for is not among them."""
        chosen = ((one, box.currentData()) for one, box in zip(self._words, self.boxes, strict=True))
        return {one.key: Assessment(term) if term else None for one, term in chosen if term or one.claimed}


class TakenChoice(QWidget):
    """A box for the sheets with the same headings, and one for each sort of marked rows; those that would change
    nothing are not shown. `changed` says that one was ticked or not any more."""

    changed = Signal()

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("takenChoice")
        self._words = appearance.words
        self._sisters: Sequence[str] = ()
        self.together = CheckBox(appearance)
        self.marks = {mark: CheckBox(appearance) for mark in RowMark}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for box in (self.together, *self.marks.values()):
            box.setVisible(False)
            box.clicked.connect(lambda _: self.changed.emit())
            column.addWidget(box)

    def show_sisters(self, names: Sequence[str]) -> None:
        """Offer these sheets; other ones than before are not ticked."""
        if tuple(names) != tuple(self._sisters):
            self.together.setChecked(False)
        self._sisters = names
        self.together.setText(
            self.tr("Also the sheets with the same headings: {names}").format(names=self._words.join(names))
        )
        self.together.setToolTip(self.together.text())
        self.together.setVisible(bool(names))

    def forget_marked(self) -> None:
        """Tick no sort of rows: those of another sheet are others."""
        for box in self.marks.values():
            box.setChecked(False)

    def show_marked(self, counts: Mapping[RowMark, int]) -> None:
        """Offer the sorts of rows that there are; what is ticked stays, so that it can be unticked."""
        for mark, box in self.marks.items():
            count = counts.get(mark, 0)
            sort = self._words.term(mark)
            box.setText(self.tr("Also: {sort} ({count})").format(sort=sort, count=f"{count:,}"))
            box.setVisible(count > 0 or box.isChecked())

    def also(self) -> tuple[str, ...]:
        """The further sheets that are taken."""
        return tuple(self._sisters) if self.together.isChecked() else ()

    def takes(self) -> frozenset[RowMark]:
        """The sorts of marked rows that are taken."""
        return frozenset(mark for mark, box in self.marks.items() if box.isChecked())


class Previewed(StrEnum):
    """What there is to look at."""

    COMMITMENTS = "commitments"
    FINDINGS = "findings"
    LEFT = "left"


PREVIEWS = {Previewed.COMMITMENTS: 2, Previewed.FINDINGS: 2, Previewed.LEFT: 2}
"""What is looked at, and which of its columns takes the room that is left."""
_NO_DUE = Due(None, DueBasis.NONE)

Rows = list[tuple[str, ...]]


class PreviewRows(QObject):
    """Puts what would come in into words."""

    def __init__(self, words: Words, parent: QObject) -> None:
        super().__init__(parent)
        self._words = words

    def shown(self, what: Previewed, found: SheetPreview | None) -> tuple[str, Sequence[str], Rows]:
        """The name of what is looked at, the titles of its columns, and its rows."""
        words = self._words
        row = self.tr("Row")
        if what is Previewed.COMMITMENTS:
            named = [words.column(key) for key in ("code", "title", "departments", "due", "quantity")]
            heads = (row, *named, words.field("claimed"), words.field("topic"))
            return self.tr("Commitments"), heads, [_commitment(item, words) for item in found.items] if found else []
        if what is Previewed.FINDINGS:
            heads = (row, self.tr("About"), self.tr("What comes of it"))
            told = found.findings if found else ()
            return self.tr("To know"), heads, [(f.place, words.term(f.code), self._finding(f)) for f in told]
        heads = (row, self.tr("Why"), self.tr("Words"))
        return self.tr("Left out"), heads, [_left(one, words) for one in found.left] if found else []

    def _finding(self, finding: RowFinding) -> str:
        """What there is to know; of rows that were left out also which tick takes them."""
        told = self._words.finding(finding)
        mark = LEFT_FOR.get(finding.code)
        if mark is None:
            return told
        return self.tr("{told} To take them, tick “Also: {sort}”.").format(told=told, sort=self._words.term(mark))


def _commitment(item: SheetItem, words: Words) -> tuple[str, ...]:
    leads = [one.name for one in item.departments if one.role is DepartmentRole.LEAD]
    others = [one.name for one in item.departments if one.role is not DepartmentRole.LEAD]
    row = item.row
    return (
        row.place,
        item.code,
        row.title,
        words.join([words.join(leads), words.join(others)] if leads and others else leads or others, "clause"),
        words.due(row.due or _NO_DUE),
        words.quantity(row.quantity) if row.quantity else "",
        words.term(item.claimed) if item.claimed else row.status[:20],
        row.topic,
    )


def _left(row: LeftRow, words: Words) -> tuple[str, ...]:
    reason = words.term(row.reason)
    return row.place, f"{reason} ({row.twin_place})" if row.twin else reason, row.words
