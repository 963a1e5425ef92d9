"""Ask where a report is to go, and in which format."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from tracker.desktop.settings import Settings


class ReportPlace(QObject):
    """`chosen` carries the path, whose ending names the format. The dialog is the system's own where there is one."""

    chosen = Signal(object)

    def __init__(self, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._settings = settings
        self._window = window

    def ask(self) -> None:
        """Open the dialog in the folder of the last time."""
        dialog = QFileDialog(self._window, self.tr("Export report"), self._settings.folder())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        endings = self._endings()
        dialog.setNameFilters(list(endings))
        dialog.setDefaultSuffix("xlsx")
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(endings.get(chosen, "xlsx")))
        dialog.selectFile(self.tr("Commitment ledger") + ".xlsx")
        dialog.fileSelected.connect(self._take)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _endings(self) -> dict[str, str]:
        """What can be chosen, and how the name of such a file ends."""
        return {
            self.tr("Excel workbook (*.xlsx)"): "xlsx",
            self.tr("Word document (*.docx)"): "docx",
            self.tr("PDF document (*.pdf)"): "pdf",
            self.tr("Web page (*.html)"): "html",
            self.tr("Markdown text (*.md)"): "md",
            self.tr("CSV table (*.csv)"): "csv",
        }

    def _take(self, name: str) -> None:
        path = Path(name)
        self._settings.remember_folder(path.parent)
        self.chosen.emit(path)
