"""Which column holds what, and what the office's words for a status claim: a choice beside each."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QScrollArea, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.elided import ElidedLabel
from tracker.desktop.views.common.widgets import label
from tracker.desktop.views.forms.form_dialog import choice
from tracker.domain.exchange.spreadsheet_rows import SheetColumn, SheetField, SheetPlan, StatusWord
from tracker.domain.terms import Assessment

_CLAIMED = (
    Assessment.MET, Assessment.PARTLY_MET, Assessment.IN_PROGRESS, Assessment.NOT_MET, Assessment.DROPPED,
)  # fmt: skip
"""What an office may claim of itself."""


class ChoiceGrid(QScrollArea):
    """Rows of words with a choice at the end of each; `changed` says that another was made."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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
        for box in boxes:  # what has the focus is to be seen
            box.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QComboBox):
            if event.type() == QEvent.Type.FocusIn:
                self.ensureWidgetVisible(watched)
            elif event.type() == QEvent.Type.Wheel and not watched.hasFocus():
                event.ignore()  # turning the wheel over a closed box scrolls the list, and chooses nothing
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
