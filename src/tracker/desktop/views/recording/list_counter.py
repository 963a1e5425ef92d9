"""Count a published list (名单): pasted, or a table of an attached file. The count is offered as the measured value."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QFrame, QHeaderView, QTableView, QWidget
from shiboken6 import isValid

from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.models.rows_model import RowsModel, TableLine
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.drop_overlay import FoundText
from tracker.desktop.views.common.widgets import row, text
from tracker.desktop.views.forms.evidence_draft import EvidenceDraft, examine
from tracker.desktop.views.forms.form_dialog import choice, line, lines, side_by_side
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.domain.commitments.progress import unwatched
from tracker.domain.errors import UserError
from tracker.domain.terms import ValueRole

if TYPE_CHECKING:
    from tracker.services.evidence.capturing import CountedList, ListColumn

_PAUSE_MILLISECONDS = 250
"""After the last key, before a pasted list is counted again."""


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file that may hold the list; `read` gives its bytes and may raise `UserError`. Not for the window's thread."""

    sha256: str
    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Counted:
    """A list that was counted: the tables there are, the columns of the one that was taken, and what is in it."""

    tables: tuple[str, ...]
    columns: "tuple[ListColumn, ...]"
    column: int
    found: "CountedList"


class ListCounter(PlainDialog):
    """`counted` carries the count, its unit and role, and the pasted list as a file to keep, or None for an attached
    one. `target` is what the commitment asks for, as words."""

    counted = Signal(int, str, object, object)

    def __init__(
        self,
        appearance: Appearance,
        jobs: Jobs,
        parent: QWidget,
        files: Sequence[ListFile],
        target: str = "",
    ) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("listCounter")
        self._jobs = jobs
        self._files = tuple(files)
        self._target = target
        self.found: Counted | None = None
        self._asked = 0
        self._make_inputs()
        self._make_table()
        self.use_button = self.finish("", self.tr("Cancel"), width=640)
        self.use_button.clicked.connect(self._use)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._count)
        self._connect()
        self._show_source()

    @property
    def summary(self) -> str:
        """What was counted, in words."""
        return self._summary.text()

    def _make_inputs(self) -> None:
        self.set_title(self.tr("Count a list"))
        options: list[tuple[str, object]] = [(self.tr("Pasted lines or columns"), "")]
        self._source = choice([*((file.name, file.sha256) for file in self._files), *options])
        self._paste = lines("", height=5)
        self._paste.setTabChangesFocus(True)
        self._sheet = choice([])
        self._column = choice([])
        self._unit = line("个")
        words = self.appearance.words
        self._role = choice([(words.term(role), role.value) for role in ValueRole], ValueRole.NEW.value)
        self.body.addLayout(self.add("source", self._source, self.tr("Where the list is")))
        self._paste_field = QWidget()
        self._paste_field.setLayout(self.add("text", self._paste, self.tr("The list, one name a line, or a table")))
        self.body.addWidget(self._paste_field)
        chosen = self.add("sheet", self._sheet, self.tr("Table")), self.add("column", self._column, self.tr("Column"))
        self._sheet_field = QWidget()
        self._sheet_field.setLayout(chosen[0])
        self.body.addLayout(row(self._sheet_field, chosen[1], spacing=12))

    def _make_table(self) -> None:
        self._summary = text("", "strong")
        self.model = RowsModel()
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setObjectName("countedTable")
        self.table.setAccessibleName(self.tr("Names of the list"))
        self.table.setShowGrid(False)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().setVisible(False)
        self.table.verticalHeader().setDefaultSectionSize(scaled(26))
        self.table.setMinimumHeight(scaled(220))
        self.table.horizontalHeader().setHighlightSections(False)
        self.body.addWidget(self._summary)
        self.body.addWidget(self.table, 1)
        words = self.appearance.words
        unit = self.add("unit", self._unit, words.field("unit"))
        role = self.add("role", self._role, words.field("role"))
        self.body.addLayout(side_by_side(unit, role))

    def _connect(self) -> None:
        self._source.currentIndexChanged.connect(self._show_source)
        self._paste.textChanged.connect(self._pause.start)
        self._sheet.activated.connect(self._count)
        self._column.activated.connect(self._count)

    def _show_source(self) -> None:
        pasted = not self._source.currentData()
        self._paste_field.setVisible(pasted)
        self._sheet.clear()
        self._column.clear()
        self._count()
        if pasted:
            self._paste.setFocus()

    def _count(self) -> None:
        """Count what is chosen, in the background; only the newest answer is shown."""
        self._asked += 1
        pasted = self._paste.toPlainText()
        file = self._file
        if file is None and not pasted.strip():
            self._show(None)
            return
        asked = self._asked
        sheet = max(0, self._sheet.currentIndex())
        column = self._column.currentData()
        work = partial(_count, file, pasted, sheet, column)

        def done(found: Counted) -> None:
            # An older list may take longer to read than a newer one.
            if isValid(self) and asked == self._asked:
                self._show(found)

        def failed(error: Exception) -> None:
            if isValid(self) and asked == self._asked:
                self._show(None)
                if isinstance(error, UserError):
                    self.refuse("source" if file is not None else "text", error)

        self._jobs.run(work, done, failed, "count")

    @property
    def _file(self) -> ListFile | None:
        return next((file for file in self._files if file.sha256 == self._source.currentData()), None)

    def _show(self, found: Counted | None) -> None:
        self.found = found
        self.clear_faults()
        titles = (self.tr("No."), self.tr("Name"), self.tr("Note"))
        self.model.show_lines(titles, self._lines(found.found) if found is not None else ())
        for section, mode in enumerate(_MODES):
            self.table.horizontalHeader().setSectionResizeMode(section, mode)
        self.use_button.setEnabled(found is not None)
        if found is None:
            self._sheet_field.setVisible(False)
            self._summary.setText(self.tr("Nothing to count yet."))
            self.use_button.setText(self.tr("Use as the value"))
            return
        self._refill(self._sheet, [(name or self.tr("Text"), name) for name in found.tables], None)
        self._sheet_field.setVisible(len(found.tables) > 1)
        columns: list[tuple[str, object]] = [(_column_words(column), column.index) for column in found.columns]
        self._refill(self._column, columns, found.column)
        self._summary.setText(self._sum_up(found.found))
        self.use_button.setText(self.tr("Use {count} as the value").format(count=found.found.count))

    def _refill(self, box: QComboBox, options: Sequence[tuple[str, object]], current: object) -> None:
        """Other options; what was chosen among the old ones stays where it is there again."""
        place = box.currentIndex()
        box.clear()
        for words, value in options:
            box.addItem(words, value)
        wanted = box.findData(current) if current is not None else place
        box.setCurrentIndex(max(0, min(wanted, box.count() - 1)))
        box.setEnabled(box.count() > 1)

    def _sum_up(self, found: "CountedList") -> str:
        pieces = [self.tr("{count} names").format(count=found.count)]
        if self._target:
            pieces = [self.tr("{count} names, target {target}").format(count=found.count, target=self._target)]
        if found.duplicates:
            extra = sum(len(place.rows) - 1 for place in found.duplicates)
            pieces.append(self.tr("repeated, counted once: {count}").format(count=extra))
        if found.dropped:
            pieces.append(self.tr("rows left out: {count}").format(count=len(found.dropped)))
        return " · ".join(pieces)

    def _lines(self, found: "CountedList") -> list[TableLine]:
        """The names in their order, then what was left out."""
        join = self.appearance.words.join
        twice = {place.name: place.rows for place in found.duplicates}
        said = self.tr("stands in rows {rows}, counts once")
        made = [
            TableLine((str(number), name, said.format(rows=join(map(str, twice[name]))) if name in twice else ""))
            for number, name in enumerate(found.names, start=1)
        ]
        reasons = {
            "header": self.tr("head of the table"),
            "total": self.tr("a total"),
            "heading": self.tr("a heading"),
            "no_name": self.tr("no name in this column"),
        }
        left = self.tr("row {row} left out: {reason}")
        return made + [
            TableLine(
                ("–", one.words, left.format(row=one.row, reason=reasons.get(one.reason, one.reason))), counts=False
            )
            for one in found.dropped
        ]

    def _use(self) -> None:
        if self.found is None:
            return
        count = self.found.found.count
        unit = self._unit.text().strip()
        role = ValueRole(self._role.currentData())
        pasted = self._paste.toPlainText()
        if self._file is not None:
            self.accept()
            self.counted.emit(count, unit, role, None)
            return
        self.use_button.setEnabled(False)
        name = self.tr("List of {count} names").format(count=count)

        def done(draft: EvidenceDraft) -> None:
            if isValid(self):
                self.accept()
                self.counted.emit(count, unit, role, replace(draft, figures=()))

        def failed(error: Exception) -> None:
            if isValid(self) and isinstance(error, UserError):
                self.use_button.setEnabled(True)
                self.refuse("text", error)

        self._jobs.run(lambda: examine(FoundText(pasted), name, unwatched), done, failed)


_MODES = (
    QHeaderView.ResizeMode.ResizeToContents,
    QHeaderView.ResizeMode.Stretch,
    QHeaderView.ResizeMode.ResizeToContents,
)


def _column_words(column: "ListColumn") -> str:
    """The head of a column, or what is in it."""
    return column.header or "、".join(column.samples)[:40] or str(column.index + 1)


def _count(file: ListFile | None, pasted: str, sheet: int, column: int | None) -> Counted:
    """Count a column of a table of the file, or of what was pasted. Raises `list_empty`, and what the readers raise."""
    from tracker.services.evidence import capturing

    if file is None:
        tables = (capturing.pasted_table(pasted),)
    else:
        tables = capturing.tables_in(capturing.examine_bytes(file.read(), file.name).document)
    table = tables[min(sheet, len(tables) - 1)]
    columns = capturing.columns(table)
    wanted = column if any(one.index == column for one in columns) else capturing.guess_column(table)
    return Counted(tuple(one.name for one in tables), columns, wanted or 0, capturing.count_list(table, wanted))
