"""Bring a spreadsheet in: its sheet and headings, its columns, what the source is called, and what would come of it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QWidget
from shiboken6 import isValid

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs, Task
from tracker.desktop.models.rows_model import RowsModel, TableLine
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.progress_strip import ProgressStrip
from tracker.desktop.views.common.row_table import RowTable
from tracker.desktop.views.common.widgets import button, row, text
from tracker.desktop.views.exchange.sheet_views import (
    PREVIEWS,
    MappingView,
    Previewed,
    PreviewRows,
    StatusView,
    TakenChoice,
)
from tracker.desktop.views.forms.form_dialog import choice, line, side_by_side
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.desktop.views.forms.read_field import DateField
from tracker.domain.commitments.progress import Cancelled, Progress
from tracker.domain.errors import UserError
from tracker.domain.exchange.spreadsheet_rows import SheetChoice, SheetOffer, SheetPlan, SheetPreview
from tracker.domain.rows import Changes

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.domain.exchange.spreadsheet_rows import SheetOffer
    from tracker.services.exchange.importing import SheetFile

_PAUSE_MILLISECONDS = 300
"""After the last key or choice, before what would come in is computed again."""
_CHANNEL = "sheet_preview"
_SIZE = (1000, 720)


class SheetDialog(PlainDialog):
    """`brought_in` carries how many commitments came in, and the `Changes`."""

    brought_in = Signal(int, object)

    def __init__(
        self,
        appearance: Appearance,
        jobs: Jobs,
        parent: QWidget,
        ledger: "OpenLedger",
        file: "SheetFile",
        offer: SheetOffer,
    ) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("sheetDialog")
        self._jobs = jobs
        self._ledger = ledger
        self._file = file
        self._offer = offer
        self.found: SheetPreview | None = None
        self._rows = PreviewRows(appearance.words, self)
        self._asked = 0
        self._task: Task | None = None
        self._looking: Task | None = None
        self._make_inputs()
        self._make_views()
        self._make_foot()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._preview)
        self.finished.connect(self._stop_looking)
        self._show_offer(offer, named=False)
        self._connect()
        self.resize_within(*_SIZE)

    def look_at(self, view: str) -> None:
        """Turn to the columns, the status words, or what would come in."""
        self._picked[view].click()

    def reject(self) -> None:
        """The first time stops what is being written; what was not written is as it was."""
        if self._task is not None:
            self._task.cancel()
            return
        super().reject()

    def _make_inputs(self) -> None:
        self.set_title(self.tr("Bring in {file}").format(file=self._file.name))
        words = self.appearance.words
        found = self._offer
        self._sheet = choice([(self._sheet_name(one), one.name) for one in found.sheets], found.plan.sheet)
        self._sheet.setEnabled(len(found.sheets) > 1)
        self._header = line("")
        self._header.setMaximumWidth(scaled(110))
        self._title = line(found.title)
        self._publisher = line(found.publisher or self.appearance.settings.office)
        self._held_on = DateField(self.appearance, found.held_on.isoformat(), "2025-03-31")
        self._stated_on = DateField(self.appearance, found.stated_on.isoformat(), "2025-03-31")
        self._prefix = line(found.prefix)
        self._publisher.setPlaceholderText(self.tr("The office whose ledger it is"))
        first = side_by_side(
            self.add("sheet", self._sheet, words.field("sheet")),
            self.add("header", self._header, words.field("header")),
            self.add("title", self._title, self.tr("Title of the source")),
        )
        for place, share in enumerate((2, 0, 5)):
            first.setStretch(place, share)
        self.body.addLayout(first)
        self.body.addLayout(
            side_by_side(
                self.add("publisher", self._publisher, words.field("publisher")),
                self.add("held_on", self._held_on, words.field("held_on")),
                self.add("stated_on", self._stated_on, words.field("stated_on")),
                self.add("prefix", self._prefix, words.field("prefix")),
            )
        )
        self.taken = TakenChoice(self.appearance)
        self.body.addWidget(self.taken)
        self._held_on.setToolTip(self.tr("The day on which the commitments were made: lights are reckoned from it."))
        self._stated_on.setToolTip(self.tr("Status and progress come in as what the office said on this day."))
        self._prefix.setToolTip(self.tr("Commitments without a usable code of their own get this and a number."))

    def _sheet_name(self, sheet: SheetChoice) -> str:
        if not sheet.name:
            return self.tr("The whole file")
        return sheet.name if sheet.is_shown else self.tr("{sheet} (hidden)").format(sheet=sheet.name)

    def _make_views(self) -> None:
        self.mapping = MappingView(self.appearance)
        self.status_words = StatusView(self.appearance)
        self._note = text("", "hint")
        self._stack = QStackedWidget()
        self._picks = QButtonGroup(self)
        self._picked: dict[str, QPushButton] = {}
        self.tables: dict[Previewed, RowsModel] = {}
        self._views: dict[str, RowTable] = {}
        bar = row(spacing=4)
        for name, view in (("columns", self.mapping), ("statuses", self.status_words)):
            self._offer_view(bar, name, view)
        for name in PREVIEWS:
            self.tables[name] = RowsModel()
            self._offer_view(bar, name, self._table(self.tables[name], name))
        bar.addStretch()
        self._picked["columns"].setChecked(True)
        self.body.addLayout(bar)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self._note)

    def _offer_view(self, bar: Any, name: str, view: QWidget) -> None:
        pick = button("", "pick")
        pick.setCheckable(True)
        pick.setAutoDefault(False)
        pick.clicked.connect(lambda: self._stack.setCurrentWidget(view))
        self._picks.addButton(pick)
        self._picked[name] = pick
        bar.addWidget(pick)
        self._stack.addWidget(view)

    def _table(self, model: RowsModel, name: str) -> RowTable:
        table = RowTable(self.appearance)
        table.setModel(model)
        table.setObjectName("sheetTable")
        self._views[name] = table
        table.setMinimumHeight(scaled(120))
        table.horizontalHeader().setHighlightSections(False)
        model.modelReset.connect(partial(table.fit_columns, PREVIEWS[Previewed(name)]))
        return table

    def _make_foot(self) -> None:
        self._progress = ProgressStrip(offers=False)
        self.body.addWidget(self._progress)
        self.bring_button = self.finish("", self.tr("Cancel"), width=640)
        self.bring_button.setObjectName("bringIn")
        self.bring_button.clicked.connect(self._bring_in)
        self.setMinimumHeight(scaled(420))
        (self.bring_button if self._publisher.text() else self._publisher).setFocus()

    def _connect(self) -> None:
        self._sheet.activated.connect(lambda _: self._ask_offer(None))
        self._header.editingFinished.connect(self._take_header)
        for field in (self._title, self._publisher, self._prefix):
            field.textEdited.connect(self._pause.start)
        for day in (self._held_on, self._stated_on):
            # What is chosen, not typed, tells only that the text changed.
            day.textChanged.connect(self._pause.start)
        self.mapping.changed.connect(self._pause.start)
        self.taken.changed.connect(self._pause.start)
        self.status_words.changed.connect(self._pause.start)

    def _take_header(self) -> None:
        wanted = self._header.text().strip()
        if wanted == str(self._offer.plan.header or ""):
            return
        if wanted and not (wanted.isascii() and wanted.isdigit() and len(wanted) <= 7):
            self.refuse("header", UserError("field_invalid", field="header", value=wanted))
            return
        self._ask_offer(int(wanted or 0))

    def _ask_offer(self, header: int | None) -> None:
        """Another sheet, or other headings, are read again."""
        sheet = str(self._sheet.currentData())
        file = self._file
        workspace = self._ledger.workspace
        self._jobs.run(
            lambda: services.importing.offer(workspace, file, sheet, header),
            self._take_offer,
            self._refuse,
            "sheet_offer",
        )

    def _take_offer(self, offer: SheetOffer) -> None:
        if isValid(self):
            self._show_offer(offer, named=True)

    def _show_offer(self, offer: SheetOffer, *, named: bool) -> None:
        """Show how the sheet would be read; what was `named` already keeps its name."""
        if offer.plan.sheet != self._offer.plan.sheet:
            self.taken.forget_marked()
        self._offer = offer
        self._header.setText(str(offer.plan.header or ""))
        if not named:
            self._title.setText(offer.title)
        self.taken.show_sisters(offer.sisters)
        self.mapping.show_columns(offer.columns, offer.plan)
        self._preview()

    def plan(self) -> SheetPlan:
        """How the sheet is to be read by what is chosen."""
        statuses = {**self._offer.plan.statuses, **self.status_words.statuses()}
        also = self.taken.also()
        takes = self.taken.takes()
        return replace(self._offer.plan, fields=self.mapping.fields(), statuses=statuses, also=also, takes=takes)

    def values(self) -> dict[str, Any]:
        """What the source is to be called, as it was typed."""
        return {
            "title": self._title.text(),
            "publisher": self._publisher.text(),
            "held_on": self._held_on.value,
            "stated_on": self._stated_on.value,
            "prefix": self._prefix.text().strip(),
        }

    def _preview(self) -> None:
        """Work out what would come in, in the background; only the newest answer is shown."""
        self._asked += 1
        asked = self._asked
        values = self.values()
        waits = not values["publisher"].strip()
        # It is asked for before anything is written.
        values["publisher"] = values["publisher"].strip() or "–"

        def done(found: SheetPreview) -> None:
            if isValid(self) and asked == self._asked:
                self.clear_faults()
                self._show(found, waits=waits)

        def failed(error: Exception) -> None:
            if isValid(self) and asked == self._asked:
                self._show(None)
                self._refuse(error)

        before = self._looking
        self._looking = Task(self.tr("Look at the rows"))
        work = partial(_preview, self._ledger, self._file, self.plan(), values)
        self._jobs.run_long(self._looking, work, done, failed, _CHANNEL)
        if before is not None:
            # After that: nobody is told of one that another has taken the place of.
            before.cancel()

    def _stop_looking(self) -> None:
        """Nobody waits for the rows any more."""
        self._pause.stop()
        if self._looking is not None:
            # A newer job in the channel, so that the answer to the one under way is dropped.
            self._jobs.run(lambda: None, lambda _: None, None, _CHANNEL)
            self._looking.cancel()

    def _show(self, found: SheetPreview | None, *, waits: bool = False) -> None:
        self.found = found
        count = found.count if found else 0
        self.bring_button.setText(self.tr("Bring in {count} commitments").format(count=f"{count:,}"))
        self.bring_button.setEnabled(count > 0 and self._task is None)
        titles = {"columns": self.tr("Columns"), "statuses": self.tr("Status words")}
        counts = {"statuses": len(found.statuses) if found else 0}
        if found is not None:
            self.status_words.show_words(found.statuses)
            self.taken.show_marked(found.marked)
            counts |= {
                Previewed.COMMITMENTS: found.count,
                Previewed.FINDINGS: sum(found.found.values()),
                Previewed.LEFT: sum(found.left_out.values()),
            }
        for name, model in self.tables.items():
            titles[name], heads, rows = self._rows.shown(name, found)
            model.show_lines(heads, [TableLine(row) for row in rows])
            self._views[name].setAccessibleName(titles[name])
        for name, pick in self._picked.items():
            pick.setText(f"{titles[name]} {counts[name]}" if name in counts else titles[name])
            pick.setEnabled(name not in counts or counts[name] > 0)
        self._note.setText(self._about(found, waits=waits))

    def _about(self, found: SheetPreview | None, *, waits: bool) -> str:
        """What else is to be known before it comes in."""
        if found is None:
            return self.tr("Nothing can be brought in yet.")
        words = self.appearance.words
        said = [self.tr("Say whose ledger it is.")] if waits else []
        if self._offer.remembered:
            said.append(self.tr("Columns as they were confirmed for {file}.").format(file=self._offer.remembered))
        left = [self._sheet_name(one) for one in self._offer.left_out(self.plan())]
        if left:
            said.append(self.tr("Sheets left out: {sheets}.").format(sheets=words.join(left)))
        if found.unmapped:
            said.append(self.tr("Columns left out: {columns}.").format(columns=words.join(found.unmapped)))
        if found.new_departments:
            said.append(self.tr("New departments: {names}.").format(names=words.join(found.new_departments)))
        if found.new_topics:
            said.append(self.tr("New topics: {names}.").format(names=words.join(found.new_topics)))
        if found.count > len(found.items):
            said.append(self.tr("The first {count} are shown.").format(count=len(found.items)))
        if found.claims:
            said.append(self.tr("Official claims: {count}, none of them an assessment.").format(count=found.claims))
        return " ".join(said)

    def _bring_in(self) -> None:
        if self.found is None or self._task is not None:
            return
        if not self._publisher.text().strip():
            self.refuse("publisher", UserError("field_missing", field="publisher"))
            return
        self._task = Task(self.tr("Bring in {file}").format(file=self._file.name))
        self._progress.watch(self._task)
        self.bring_button.setEnabled(False)

        def done(changes: Changes) -> None:
            if isValid(self):
                self._task = None
                self.accept()
            self.brought_in.emit(len(changes.commitments), changes)

        def failed(error: Exception) -> None:
            if isValid(self):
                self._task = None
                self._progress.watch(None)
                self.bring_button.setEnabled(True)
                if not isinstance(error, Cancelled):
                    self._refuse(error)

        work = partial(_bring_in, self._ledger, self._file, self.plan(), self.values())
        self._jobs.run_long(self._task, work, done, failed)

    def _refuse(self, error: Exception) -> None:
        """Say it beside the field concerned, else where the rows are; whoever is typing goes on typing."""
        if not isValid(self) or not isinstance(error, UserError):
            return
        if self.has(error.field):
            self.refuse(str(error.field), error, focuses=False)
        else:
            self._note.setText(self.appearance.words.error(error))


def _preview(
    ledger: "OpenLedger", file: "SheetFile", plan: SheetPlan, values: Mapping[str, Any], progress: Progress
) -> SheetPreview:
    """What would come in; the values are those of `SheetWish`."""
    wish = services.commands.command(services.commands.SheetWish, **values)
    return services.importing.preview(ledger.workspace, file, plan, wish, progress)


def _bring_in(
    ledger: "OpenLedger", file: "SheetFile", plan: SheetPlan, values: Mapping[str, Any], progress: Progress
) -> Changes:
    """Enter every commitment of the sheet."""
    wish = services.commands.command(services.commands.SheetWish, **values)
    return services.importing.bring_in(ledger.present, file, plan, wish, progress)
