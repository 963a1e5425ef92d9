"""Which backup to go back to, and what that would change."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.rows_model import ITEM_ROLE, Line
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.row_table import TwoLineList
from tracker.desktop.views.common.widgets import button, row, text
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.desktop.views.safety.inspection_table import StandingTable
from tracker.domain.errors import UserError
from tracker.domain.safety.backups import Backup, RestorePreview
from tracker.domain.text.dates import stamp
from tracker.wording.restoring import loss_lines

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
        self.figures.show_standings(None, None)
        self.preview.setText(self.tr("Looking at {file}…").format(file=source.name))
        self.preview_wanted.emit(source)

    def show_preview(self, preview: RestorePreview) -> None:
        """Say what would change; only then can it be restored."""
        if preview.path == self.source:
            self.figures.show_standings(preview.now, preview.then)
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

    def _line(self, backup: Backup) -> Line:
        """When a backup was made and how large it is, and below that why, and how much is in it."""
        words = self.appearance.words
        summary = backup.standing
        held = words.phrase("unreadable") if summary is None else words.phrase("backup_holds", events=summary.events)
        cells = (stamp(backup.made_at), f"{backup.size / _MEGA:.1f} MB", f"{words.term(backup.reason)} · {held}")
        return Line(cells, backup, tip=str(backup.path))

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Restore a backup"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self._take_file(Path(name)))
        dialog.open()

    def _take_file(self, path: Path) -> None:
        self.list.setCurrentIndex(QModelIndex())
        self.list.clearSelection()
        self.choose(path)

    def _restore(self) -> None:
        self.restore_button.setEnabled(False)
        self.preview.setText(self.tr("Restoring…"))
        self.restore_wanted.emit(self.source)
