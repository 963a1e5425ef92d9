"""The office's own document, in which a DOCX report is laid out."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from tracker.desktop.settings import Settings
from tracker.desktop.views.common.elided import ElidedLabel
from tracker.desktop.views.common.widgets import button, row

_STANDARD = "GB/T 9704—2012"


class TemplateChoice(QWidget):
    """`changed` says that another one is chosen, or none. It is remembered for next time. `picked` carries a path that
    is to be looked through before it is taken."""

    changed = Signal()
    picked = Signal(object)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._name = ElidedLabel("small")
        self.choose_button = button("", "quiet-link")
        self.clear_button = button("", "quiet-link")
        self.choose_button.clicked.connect(self._ask)
        self.clear_button.clicked.connect(lambda: self.take(None))
        self.setFocusProxy(self.choose_button)
        line = row(self._name, self.choose_button, self.clear_button, spacing=8)
        line.setStretch(0, 1)
        self.setLayout(line)

    @property
    def path(self) -> Path | None:
        """Where the template lies; None for the program's own layout."""
        kept = self._settings.report_template
        return Path(kept) if kept else None

    def take(self, path: Path | None) -> None:
        """Use this template from now on, or for None the program's own layout."""
        self._settings.report_template = str(path) if path else ""
        self.retranslate()
        self.changed.emit()

    def retranslate(self) -> None:
        """Show all texts in the current language."""
        self._name.setText(self.path.name if self.path else _STANDARD)
        self._name.setToolTip(str(self.path) if self.path else self.tr("The layout of official documents"))
        self.choose_button.setText(self.tr("Our own…"))
        self.choose_button.setToolTip(self.tr("A DOCX of your office with {{title}}, {{body}} and so on in it"))
        self.clear_button.setText(self.tr("Remove"))
        self.clear_button.setVisible(self.path is not None)

    def _ask(self) -> None:
        folder = str(self.path.parent) if self.path else self._settings.folder()
        dialog = QFileDialog(self.window(), self.tr("Template"), folder, self.tr("Word document (*.docx)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.picked.emit(Path(name)))
        dialog.open()
