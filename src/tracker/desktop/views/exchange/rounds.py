"""Rounds of forms (督办) in the window: who has returned, where answers disagree, reminding, and closing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs, Task
from tracker.desktop.models.rows_model import RowsModel, TableLine
from tracker.desktop.settings import Settings
from tracker.desktop.theme import scaled
from tracker.desktop.views.actions import Do
from tracker.desktop.views.common.page import Controller
from tracker.desktop.views.common.row_table import RowTable
from tracker.desktop.views.common.widgets import (
    ListOrReason,
    allow,
    ask_file,
    ask_folder,
    button,
    column,
    label,
    open_path,
    row,
    text,
)
from tracker.desktop.views.forms.form_dialog import choice
from tracker.desktop.views.forms.plain_dialog import PlainDialog, WaysDialog, call, if_open
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.domain.exchange.forms import FillField
from tracker.domain.exchange.rounds import AskedDepartment, Round, RoundAnswer, RoundStatus
from tracker.domain.rows import Changes
from tracker.wording import Words

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.exports.template import Template

_SIZE = (960, 620)
_RETURNS = 3
"""The column of what came back, which takes the room that is left."""
_SAID = 5
"""That of what was answered."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """Every round, the newest first, how the shown one stands, the day that this is reckoned by, what the file of its
    page is called, and why nothing may be written, if so."""

    known: tuple[Round, ...]
    status: RoundStatus | None
    today: date
    page_name: str
    why_not: str


@dataclass(frozen=True, slots=True)
class Written:
    """Files that were written just now, in a sentence; `opens` is the one to be opened, where there is one."""

    said: str
    folder: Path
    opens: Path | None = None


class WrittenLine(QWidget):
    """Says what was written and where, and leads there."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("roundWritten")
        self._written: Written | None = None
        self.said = text("", "strong")
        self.open_button = button(self.tr("Open"), "quiet-link")
        self.open_button.setObjectName("openLetter")
        self.folder_button = button(self.tr("Show in folder"), "quiet-link")
        self.folder_button.setObjectName("showFolder")
        self.open_button.clicked.connect(self._open)
        self.folder_button.clicked.connect(self._show_folder)
        line = row(self.said, self.open_button, self.folder_button, spacing=8)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.hide()

    def show_written(self, written: Written) -> None:
        """Show what was written last."""
        self._written = written
        self.said.setText(written.said)
        self.open_button.setVisible(written.opens is not None)
        self.show()

    def _open(self) -> None:
        if self._written is not None and self._written.opens is not None:
            open_path(self._written.opens)

    def _show_folder(self) -> None:
        if self._written is not None:
            open_path(self._written.folder)


class RoundsDialog(PlainDialog):
    """`chosen` carries the round that is to be shown, by its uid; `remind_wanted` and `close_wanted` are about the one
    that is shown, `open_wanted` asks for a new one."""

    chosen = Signal(str)
    open_wanted = Signal()
    remind_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("roundsDialog")
        self.set_title(self.tr("Rounds of forms"))
        self.shown: Rounds | None = None
        self.round = choice([])
        self.round.setObjectName("whichRound")
        call(self.round, self.tr("Round"))
        self.round.activated.connect(lambda _: self.chosen.emit(self.round.currentData()))
        self.open_button = button(self.tr("Open a round…"))
        self.open_button.setObjectName("openRound")
        self.summary = text("", "hint")
        self.asked, self.table = self._table(_RETURNS, self.tr("Departments that were asked"))
        self.answers, self.conflicts = self._table(_SAID, appearance.words.letter("conflicts"))
        self.agreement = text("", "hint")
        self.written = WrittenLine()
        self._fault = text("", "fault")
        self._fault.hide()
        self._lay_out()
        self._make_buttons()
        self.resize_within(*_SIZE)

    @property
    def status(self) -> RoundStatus | None:
        """How the round that is shown stands; None where there is none."""
        return self.shown.status if self.shown is not None else None

    def show_rounds(self, shown: Rounds) -> None:
        """Show how a round stands, and offer the others."""
        self.shown = shown
        self._fault.hide()
        self.round.clear()
        for one in shown.known:
            self.round.addItem(self._name(one), one.uid)
        status = shown.status
        self._content.show_list(status is not None)
        if status is not None:
            self.round.setCurrentIndex(self.round.findData(status.round.uid))
            self.summary.setText(self._summary(status))
            self._show_asked(status, shown.today)
            self._show_conflicts(status)
        self._allow()

    def show_written(self, written: Written) -> None:
        """Say which files were written, and lead there."""
        self.written.show_written(written)

    def busy(self) -> None:
        """Something is being written."""
        for made in (self.remind_button, self.close_button, self.open_button, self.round):
            made.setEnabled(False)

    def explain(self, error: Exception) -> None:
        """Say why something was not done; a defect has been reported already."""
        if self.status is not None:
            # It may be that another one was chosen, and could not be read.
            self.round.setCurrentIndex(self.round.findData(self.status.round.uid))
        self._allow()
        if isinstance(error, UserError):
            self._fault.setText(self.appearance.words.error(error))
            self._fault.setProperty("code", error.code)
            self._fault.show()

    @property
    def refusal(self) -> str:
        """The code of what is said against the last thing that was wanted; "" where nothing is."""
        return "" if self._fault.isHidden() else self._fault.property("code")

    def _table(self, stretched: int, name: str) -> tuple[RowsModel, RowTable]:
        model = RowsModel()
        table = RowTable(self.appearance)
        table.setModel(model)
        table.setObjectName("sheetTable")
        table.setAccessibleName(name)
        table.setMinimumHeight(scaled(90))
        table.horizontalHeader().setHighlightSections(False)
        model.modelReset.connect(partial(table.fit_columns, stretched))
        return model, table

    def _lay_out(self) -> None:
        which = row(self.round, self.open_button, spacing=8)
        which.setStretch(0, 1)
        inner = QWidget()
        title = label(self.appearance.words.letter("conflicts"), "strong")
        parts = column(which, self.summary, self.table, title, self.agreement, self.conflicts, spacing=8)
        parts.setStretch(2, 3)
        parts.setStretch(5, 2)
        inner.setLayout(parts)
        self._content = ListOrReason(inner)
        self._content.reason.setText(
            self.tr(
                "No round yet. A round asks departments for their forms by one day, and keeps who has returned, who has"
                " to be reminded, and where answers disagree."
            )
        )
        self._content.clear_button.setText(self.open_button.text())
        for made in (self.open_button, self._content.clear_button):
            made.clicked.connect(self.open_wanted)
        self.body.addWidget(self._content, 1)
        self.body.addWidget(self.written)
        self.body.addWidget(self._fault)

    def _make_buttons(self) -> None:
        self.remind_button = self.finish(self.tr("Write reminders…"), self.tr("Close"), width=640)
        self.remind_button.setObjectName("writeReminders")
        self.remind_button.clicked.connect(self.remind_wanted)
        self.close_button = self.offer(self.tr("Close the round…"))
        self.close_button.setObjectName("closeRound")
        self.close_button.clicked.connect(self.close_wanted)

    def _allow(self) -> None:
        status = self.status
        shown = self.shown
        why_not = shown.why_not if shown is not None else ""
        is_open = status is not None and status.round.closed_on is None
        self.round.setEnabled(True)
        for made in (self.open_button, self._content.clear_button):
            allow(made, why_not, possible=shown is not None)
        allow(self.close_button, why_not, possible=is_open)
        allow(self.remind_button, why_not, possible=is_open and status is not None and bool(status.missing))

    def _name(self, one: Round) -> str:
        if one.closed_on is not None:
            return self.tr("{period} · closed on {day}").format(period=one.period, day=one.closed_on)
        return self.tr("{period} · opened on {day}").format(period=one.period, day=one.opened_on)

    def _summary(self, status: RoundStatus) -> str:
        words = self.appearance.words
        filling = services.filling
        said = filling.returned_words(status, words, spelt=False), filling.ask_words(status.round, words)
        return "  ".join(filter(None, said))

    def _show_asked(self, status: RoundStatus, today: date) -> None:
        words = self.appearance.words
        titles = [words.letter(f"column_{key}") for key in ("department", "count", "sent", "returns")]
        titles += [self.tr("Days late"), words.letter("column_reminded")]
        # Who is to be pressed comes first.
        those = (*status.missing, *status.returned)
        self.asked.show_lines(titles, [self._asked(one, status.round, today) for one in those])

    def _asked(self, one: AskedDepartment, of: Round, today: date) -> TableLine:
        words = self.appearance.words
        late = one.days_late(of, today)
        cells = (
            words.name(one.department),
            f"{len(one.commitments):,}",
            one.sent_on.isoformat(),
            services.filling.returns_words(one, words, spelt=False) or self.tr("not yet"),
            str(late) if late else "",
            words.join(day.isoformat() for day in one.reminded),
        )
        return TableLine(cells, one)

    def _show_conflicts(self, status: RoundStatus) -> None:
        words = self.appearance.words
        keys = ("code", "title", "department", "claimed", "value", "said")
        lines = [line for key, answers in status.conflicts for line in self._side_by_side(status, key, answers)]
        self.answers.show_lines([words.letter(f"column_{key}") for key in keys], lines)
        self.conflicts.setVisible(bool(lines))
        self.agreement.setText(words.letter("no_conflicts"))
        self.agreement.setVisible(not lines)

    def _side_by_side(self, status: RoundStatus, key: str, answers: Sequence[RoundAnswer]) -> Iterator[TableLine]:
        """What each department says of one row; the row is named once."""
        words, filling = self.appearance.words, services.filling
        sent = next((one.rows[key] for one in status.asked if key in one.rows), {})
        named = (key, sent.get(FillField.TITLE, ""))
        for answer in answers:
            department = words.name(answer.department)
            told = filling.claimed_words(answer, words), filling.counted_words(answer, words)
            said = " ".join(answer.texts.get("said", "").split())
            yield TableLine((*named, department, *told, said), answer)
            named = ("", "")


class RoundKeeper(Controller):
    """Shows rounds, writes their reminders, and closes them. `open_wanted` asks for a new one."""

    open_wanted = Signal()

    def __init__(self, appearance: Appearance, settings: Settings, jobs: Jobs, window: QWidget) -> None:
        super().__init__(appearance, settings, jobs, window)
        self._dialog: RoundsDialog | None = None

    @property
    def handlers(self) -> dict[str, Do]:
        return {"form_rounds": self.ask}

    def open(self, ledger: "OpenLedger | None") -> None:
        if ledger is not self.ledger and self._dialog is not None:
            # It shows another ledger's departments.
            self._dialog.reject()
        super().open(ledger)

    def ask(self, uid: str = "", written: Written | None = None) -> None:
        """Show how a round stands, by default the newest that is open, and what was `written` of it just now."""
        look = partial(_look, appearance=self._appearance, uid=uid)
        self.run(look, partial(self._open_dialog, written), "rounds")

    def _open_dialog(self, written: Written | None, shown: Rounds) -> None:
        dialog = RoundsDialog(self._appearance, self._window)
        dialog.chosen.connect(partial(self._show, dialog))
        dialog.open_wanted.connect(partial(self._leave_to_open, dialog))
        dialog.remind_wanted.connect(partial(self._ask_folder, dialog))
        dialog.close_wanted.connect(partial(self._ask_to_close, dialog))
        dialog.finished.connect(self._forget)
        dialog.show_rounds(shown)
        if written is not None:
            dialog.show_written(written)
        self._dialog = dialog
        dialog.open()

    def _forget(self) -> None:
        self._dialog = None

    def _show(self, dialog: RoundsDialog, uid: str) -> None:
        if (ledger := self.ledger) is not None:
            look = partial(_look, ledger, self._appearance, uid)
            explain = if_open(dialog, dialog.explain, self.refuse)
            self._jobs.run(look, if_open(dialog, dialog.show_rounds), explain, "rounds")

    def _leave_to_open(self, dialog: RoundsDialog) -> None:
        dialog.accept()
        self.open_wanted.emit()

    def _ask_folder(self, dialog: RoundsDialog) -> None:
        title = self.tr("Folder for the reminders")
        ask_folder(dialog, title, partial(self._remind, dialog), folder=self._settings.folder())

    def _remind(self, dialog: RoundsDialog, folder: Path) -> None:
        ledger, status = self.ledger, dialog.status
        if ledger is None or status is None:
            return
        words, template = self._appearance.words, self._settings.report_template
        dialog.busy()
        self._jobs.run_long(
            Task(self.tr("Write reminders")),
            lambda progress: _remind(ledger, status.round.uid, folder, words, template, progress),
            partial(self._finish_reminding, dialog, status.round.uid, folder),
            if_open(dialog, dialog.explain, self.refuse),
        )

    def _finish_reminding(
        self, dialog: RoundsDialog, uid: str, folder: Path, reminded: tuple[tuple[Path, ...], Changes]
    ) -> None:
        paths, changes = reminded
        said = self.tr("Reminders written: {count}, in {folder}").format(count=len(paths), folder=folder)
        self._finish(dialog, uid, Written(said, folder, paths[0] if len(paths) == 1 else None), changes)

    def _ask_to_close(self, dialog: RoundsDialog) -> None:
        status = dialog.status
        if status is None:
            return
        words = self._appearance.words
        question = WaysDialog(
            self._appearance,
            dialog,
            self.tr("Close the round {period}?").format(period=status.round.period),
            services.filling.returned_words(status, words, spelt=False),
            self.tr("Its page for the report is saved. What comes later can be entered, but is not in that page."),
            {self.tr("Close it and save its page…"): lambda: self._ask_place(question, dialog, status.round.uid)},
            self.tr("Cancel"),
        )
        question.setObjectName("closeRoundQuestion")
        question.open()

    def _ask_place(self, question: WaysDialog, dialog: RoundsDialog, uid: str) -> None:
        question.accept()
        ask_file(
            dialog,
            self.tr("Page of the round"),
            partial(self._close, dialog, uid),
            folder=self._settings.folder(),
            filters=["*.docx"],
            saves=dialog.shown.page_name if dialog.shown is not None else ".docx",
        )

    def _close(self, dialog: RoundsDialog, uid: str, path: Path) -> None:
        ledger = self.ledger
        if ledger is None:
            return
        words, template = self._appearance.words, self._settings.report_template
        dialog.busy()
        self._jobs.run_long(
            Task(self.tr("Page of the round"), can_stop=False),
            lambda _: services.filling.close_with_page(ledger.present, uid, path, words, office_template(template)),
            partial(self._finish_closing, dialog, uid, path),
            if_open(dialog, dialog.explain, self.refuse),
        )

    def _finish_closing(self, dialog: RoundsDialog, uid: str, path: Path, changes: Changes) -> None:
        said = self.tr("The page of the round lies at {file}").format(file=path)
        self._finish(dialog, uid, Written(said, path.parent, path), changes)

    def _finish(self, dialog: RoundsDialog, uid: str, written: Written, changes: Changes) -> None:
        self._settings.remember_folder(written.folder)
        self.written.emit(changes)
        if dialog is self._dialog:
            dialog.show_written(written)
            self._show(dialog, uid)
        else:
            self.said.emit(written.said)


def office_template(path: str) -> "Template | None":
    """Return the office's own layout for DOCX; None where it has none. Raises what `read_template` raises."""
    return services.template.read_template(Path(path)) if path else None


def _look(ledger: "OpenLedger", appearance: Appearance, uid: str) -> Rounds:
    workspace = ledger.workspace
    known = services.rounds.list_rounds(workspace)[::-1]
    uid = uid or next((one.uid for one in known if one.closed_on is None), known[0].uid if known else "")
    status = services.rounds.round_status(workspace, uid) if uid else None
    name = services.filling.page_name(status.round, appearance.words) if status is not None else ""
    why_not = appearance.why_not(ledger.permissions, "round_opened")
    return Rounds(known, status, ledger.today(), name, why_not)


def _remind(
    ledger: "OpenLedger", uid: str, folder: Path, words: Words, template: str, progress: Progress
) -> tuple[tuple[Path, ...], Changes]:
    office = office_template(template)
    return services.filling.write_reminders(ledger.present, uid, folder, words, office, progress)
