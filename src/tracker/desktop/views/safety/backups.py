"""The backups of the ledger that is open: making them, and going back to one."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Task
from tracker.desktop.models.rows_model import ITEM_ROLE, TableLine
from tracker.desktop.theme import scaled
from tracker.desktop.views.actions import Do
from tracker.desktop.views.common.page import Controller
from tracker.desktop.views.common.row_table import TwoLineList
from tracker.desktop.views.common.widgets import ask_file, button, label, row, text
from tracker.desktop.views.forms.plain_dialog import PlainDialog, accept_if_open, if_open
from tracker.desktop.views.ledger.ledger_menu import Ledgers
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.domain.safety.backups import Backup, LedgerSummary, RestorePreview
from tracker.domain.text.dates import stamp
from tracker.wording.restoring import loss_lines

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger

_NOTHING = "–"


class StandingTable(QWidget):
    """A row for each figure; those in which the two differ stand out."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(scaled(16))
        self._grid.setVerticalSpacing(scaled(3))
        self._cells: list[tuple[QLabel, QLabel]] = []
        names = (
            self.tr("Newest entry"),
            self.tr("Entries of history"),
            self.tr("Commitments"),
            self.tr("Of them judged"),
            self.tr("Pieces of evidence"),
            self.tr("Files"),
        )
        for place, title in enumerate(("", self.tr("Ledger now"), self.tr("Backup"))):
            self._put(label(title, "hint"), 0, place)
        for number, name in enumerate(names, 1):
            cells = label(_NOTHING), label(_NOTHING)
            self._cells.append(cells)
            for place, cell in enumerate((label(name, "hint"), *cells)):
                self._put(cell, number, place)
        for place in range(3):
            self._grid.setColumnStretch(place, 1)

    def show_summaries(self, now: LedgerSummary | None, then: LedgerSummary | None) -> None:
        """Show both; None is one that is not known, or not there."""
        for cells, old, new in zip(self._cells, _figures(now), _figures(then), strict=True):
            for cell, figure in zip(cells, (old, new), strict=True):
                cell.setText(figure)
                font = cell.font()
                font.setBold(old != new and then is not None)
                cell.setFont(font)

    def _put(self, cell: QLabel, line: int, place: int) -> None:
        self._grid.addWidget(cell, line, place, Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft)


def _figures(summary: LedgerSummary | None) -> tuple[str, ...]:
    if summary is None:
        return (_NOTHING,) * 6
    counts = (summary.events, summary.commitments, summary.judged, summary.evidence, summary.attachments)
    return (stamp(summary.newest) if summary.newest else _NOTHING, *map(str, counts))


_LIST = 4 * 48
"""Pixels of the design: four backups."""
_MEGA = 1_000_000
_LINES = 4
"""Of the preview: room for all its sentences, so that the dialog stays as high as it is."""


class RestoreDialog(PlainDialog):
    """`preview_wanted` carries the backup's path, and so does `restore_wanted`; the answers come by the methods."""

    preview_wanted = Signal(object)
    restore_wanted = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget, backups: Sequence[Backup]) -> None:
        super().__init__(appearance, parent)
        self.source: Path | None = None
        self.set_title(self.tr("Restore a backup"))
        self.list = TwoLineList(appearance, "backups")
        self.list.setFixedHeight(scaled(_LIST))
        self.other_button = button(self.tr("From another file…"), "link")
        self.other_button.clicked.connect(self._choose_file)
        self.figures = StandingTable()
        self.preview = text("", "previewWords")
        self.preview.setMinimumHeight(self.preview.fontMetrics().lineSpacing() * _LINES)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        said = self.tr("The ledger becomes what the backup is. As it is now, it is kept as a backup first.")
        self.body.addWidget(text(said, "hint"))
        self.body.addLayout(self.add("backup", self.list, self.tr("Backups, newest first")))
        self.body.addLayout(row(None, self.other_button))
        self.body.addWidget(self.figures)
        self.body.addWidget(self.preview)
        self.restore_button = self.finish(self.tr("Restore"), self.tr("Cancel"), width=560)
        self.restore_button.setEnabled(False)
        self.restore_button.clicked.connect(self._restore)
        self.list.show_lines([self._line(backup) for backup in backups])
        self.list.selectionModel().currentChanged.connect(self._take)
        if not backups:
            self.preview.setText(self.tr("There is no backup yet. One is made each day on which something changed."))

    def choose_newest(self) -> None:
        """Begin with the newest backup; to be called when somebody listens."""
        self.list.setFocus()
        self.list.setCurrentIndex(self.list.rows.index(0, 0))

    def choose(self, source: Path) -> None:
        """Take this backup, of the list or not."""
        self.clear_faults()
        self.source = source
        self.restore_button.setEnabled(False)
        self.figures.show_summaries(None, None)
        self.preview.setText(self.tr("Looking at {file}…").format(file=source.name))
        self.preview_wanted.emit(source)

    def show_preview(self, preview: RestorePreview) -> None:
        """Say what would change; only then can it be restored."""
        if preview.path == self.source:
            self.figures.show_summaries(preview.now, preview.then)
            self.preview.setText("\n".join(loss_lines(preview, self.appearance.words)))
            self.restore_button.setEnabled(True)

    def explain(self, error: Exception) -> None:
        """Say why this backup cannot be restored."""
        self.preview.setText("")
        self.restore_button.setEnabled(False)
        if isinstance(error, UserError):
            self.refuse("backup", error)

    def _take(self, index: QModelIndex) -> None:
        if index.isValid():
            self.choose(index.data(ITEM_ROLE).path)

    def _line(self, backup: Backup) -> TableLine:
        """When a backup was made and how large it is, and below that why, and how much is in it."""
        words = self.appearance.words
        summary = backup.summary
        held = words.phrase("unreadable") if summary is None else words.phrase("backup_holds", events=summary.events)
        cells = (stamp(backup.made_at), f"{backup.size / _MEGA:.1f} MB", f"{words.term(backup.reason)} · {held}")
        return TableLine(cells, backup, tip=str(backup.path))

    def _choose_file(self) -> None:
        ask_file(self, self.tr("Restore a backup"), self._take_file)

    def _take_file(self, path: Path) -> None:
        self.list.setCurrentIndex(QModelIndex())
        self.list.clearSelection()
        self.choose(path)

    def _restore(self) -> None:
        self.restore_button.setEnabled(False)
        self.preview.setText(self.tr("Restoring…"))
        self.restore_wanted.emit(self.source)


class Backups(Controller):
    """Makes the day's backup when a ledger has been opened, one more when asked, and goes back to one."""

    @property
    def handlers(self) -> dict[str, Do]:
        return {"back_up": self.back_up, "restore_backup": self.ask}

    def open(self, ledger: "OpenLedger | None") -> None:
        super().open(ledger)
        if ledger is not None:
            # Apart from what the window asks, so that the first page waits for nothing.
            task = Task(self.tr("Back up the ledger"))
            self._jobs.run_long(
                task,
                lambda progress: services.backups.back_up_daily(ledger.workspace, progress),
                lambda _: None,
                self.refuse,
                "daily backup",
            )

    def back_up(self) -> None:
        """Make a backup now."""
        if self.ledger is not None:
            task = Task(self.tr("Back up the ledger"))
            workspace = self.ledger.workspace
            self._jobs.run_long(
                task, lambda progress: services.backups.back_up(workspace, progress), self._say, self.refuse
            )

    def ask(self) -> None:
        """Let the user choose a backup."""
        self.run(lambda ledger: services.backups.list_backups(ledger.location), self._show, "backups")

    def _show(self, backups: tuple[Backup, ...]) -> None:
        dialog = RestoreDialog(self._appearance, self._window, backups)
        dialog.preview_wanted.connect(lambda source: self._preview(dialog, source))
        dialog.restore_wanted.connect(lambda source: self._restore(dialog, source))
        # Only now, when its signals are connected.
        dialog.open()
        dialog.choose_newest()

    def _preview(self, dialog: RestoreDialog, source: Path) -> None:
        if self.ledger is not None:
            place = self.ledger.location
            show = if_open(dialog, dialog.show_preview)
            explain = if_open(dialog, dialog.explain)
            self._jobs.run(lambda: services.backups.preview_restore(place, source), show, explain, "restore preview")

    def _restore(self, dialog: RestoreDialog, source: Path) -> None:
        if self.ledger is not None:
            task = Task(self.tr("Restore a backup"), can_stop=False)
            restore = partial(_restore, self.ledger, source)
            done = partial(self._reopen, dialog, source)
            # In turn with all others: none of them may have the ledger open meanwhile.
            explain = if_open(dialog, dialog.explain, self.refuse)
            self._jobs.run_long(task, restore, done, explain, "restore", apart=False)

    def _reopen(self, dialog: RestoreDialog, source: Path, location: str) -> None:
        accept_if_open(dialog)
        ledgers = self._window.findChild(Ledgers)
        if ledgers is not None:
            ledgers.chosen.emit(location)
        self.said.emit(self.tr("The ledger is now what {file} was").format(file=source.name))

    def _say(self, path: Path) -> None:
        self.said.emit(self.tr("A backup has been made: {file}").format(file=path.name))


def _restore(ledger: "OpenLedger", source: Path, progress: Progress) -> str:
    """Go back to a backup, and return where the ledger lies, which is to be opened again: it is closed here."""
    workspace = ledger.present
    workspace.close()
    services.backups.restore(
        workspace.location, source, author=workspace.author, clock=workspace.clock, progress=progress
    )
    return workspace.location
