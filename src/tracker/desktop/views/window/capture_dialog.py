"""Add from a file, a link or a text: what cannot be dragged can be typed."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.found import FoundFile, FoundLink, found_in_words
from tracker.desktop.views.common.widgets import button, row
from tracker.desktop.views.forms.form_dialog import lines
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.domain.errors import UserError


class CaptureDialog(PlainDialog):
    """`chosen` carries what is to be taken in. With `refused`, an address of the own network was not fetched, and may
    be allowed for this once."""

    chosen = Signal(object)

    def __init__(
        self,
        appearance: Appearance,
        parent: QWidget,
        link: FoundLink | None = None,
        refused: UserError | None = None,
    ) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("captureDialog")
        self._link = link
        self._host = str(refused.details.get("host", "")) if refused is not None else ""
        self.set_title(self.tr("Add from file or link"))
        self._input: QPlainTextEdit = lines(link.address if link is not None else "", height=4)
        self._input.setTabChangesFocus(True)
        hint = self.tr("Nothing is fetched before you press Add. A page is kept as it is served, without cookies.")
        caption = self.tr("Address of a page, path of a file, or the text itself")
        self.body.addLayout(self.add("found", self._input, caption, hint))
        choose = button(self.tr("Choose files…"))
        choose.clicked.connect(self._choose)
        self.allow_button = button(self.tr("Allow {host} once and fetch").format(host=self._host))
        self.allow_button.clicked.connect(self._allow)
        self.allow_button.setVisible(bool(self._host))
        self.body.addLayout(row(choose, self.allow_button, None, spacing=8))
        self.add_button = self.finish(self.tr("Add"), self.tr("Cancel"), width=540)
        self.add_button.clicked.connect(self._submit)
        self._input.textChanged.connect(self._follow)
        self._input.setFocus()
        if refused is not None:
            self.refuse("found", refused)

    def _submit(self) -> None:
        found = found_in_words(self._input.toPlainText())
        if not found:
            self.refuse("found", self.tr("Give an address, the path of a file, or some text."))
            return
        self.accept()
        self.chosen.emit(tuple(found))

    def _allow(self) -> None:
        link = self._link
        if link is not None:
            self.accept()
            self.chosen.emit((FoundLink(link.address, link.allowed | {self._host}),))

    def _follow(self) -> None:
        """What was refused is allowed for the very address that was refused, and no other."""
        same = self._link is not None and self._input.toPlainText().strip() == self._link.address
        self.allow_button.setVisible(bool(self._host) and same)

    def _choose(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, self.tr("Choose files"), folder)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._take)
        dialog.open()

    def _take(self, names: list[str]) -> None:
        self.accept()
        self.chosen.emit(tuple(FoundFile(Path(name)) for name in names))
