"""Ask who is to fill in a form, for which period, and where the files go."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import button, row, text
from tracker.desktop.views.forms.form_dialog import choice, line
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.domain.errors import UserError
from tracker.domain.rows import Name
from tracker.locations import typed_path


@dataclass(frozen=True, slots=True)
class FormWish:
    """The departments by key, and what the form is to be."""

    keys: tuple[str, ...]
    period: str
    leads_only: bool
    folder: Path


class FormSending(PlainDialog):
    """`chosen` carries a `FormWish`."""

    chosen = Signal(object)

    def __init__(
        self, appearance: Appearance, parent: QWidget, departments: Sequence[Name], period: str, folder: str
    ) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("formSending")
        self._departments = tuple(departments)
        self.set_title(self.tr("Send for filling in"))
        self.body.addWidget(
            text(
                self.tr(
                    "Each department gets a workbook with its commitments. The ledger keeps what was sent, so that what"
                    " comes back can be compared with it."
                ),
                "hint",
            )
        )
        names = [(appearance.words.name(name), name.key) for name in departments]
        self.department = choice([(self.tr("All departments, a file each"), ""), *names])
        self.period = line(period)
        self.folder = line(folder or str(Path.home()))
        self.leads_only = QCheckBox(self.tr("Only commitments that the department leads"))
        self._browse = button(self.tr("Choose…"))
        self._browse.clicked.connect(self._choose_folder)
        self.body.addLayout(self.add("department", self.department, self.tr("Department")))
        self.body.addWidget(self.leads_only)
        self.body.addLayout(self.add("period", self.period, self.tr("Period"), self.tr("Such as 2026-11")))
        self.body.addLayout(self.add("folder", self.folder, self.tr("Folder for the files")))
        self.body.addLayout(row(self._browse, None))
        self.finish(self.tr("Send"), self.tr("Cancel"), 520).clicked.connect(self._choose)

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder for the files"), self.folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()

    def _choose(self) -> None:
        self.clear_faults()
        folder = typed_path(self.folder.text().strip())
        if not self.folder.text().strip() or not folder.is_dir():
            self.refuse("folder", UserError("output_unwritable", field="folder", path=folder))
            return
        key = str(self.department.currentData())
        keys = (key,) if key else tuple(name.key for name in self._departments)
        self.chosen.emit(FormWish(keys, self.period.text(), self.leads_only.isChecked(), folder))
        self.accept()
