"""Asks for a name."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.domain.text.lines import one_line

LONGEST_NAME = 80


class NameDialog(PlainDialog):
    """`chosen` carries the name; one that is too long or empty is refused beside the field."""

    chosen = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget, title: str, caption: str, name: str = "") -> None:
        super().__init__(appearance, parent)
        self.set_title(title)
        self.field = QLineEdit(name)
        self.field.selectAll()
        self.body.addLayout(self.add("name", self.field, caption))
        self.save_button = self.finish(self.tr("Save"), self.tr("Cancel"), width=400)
        self.save_button.clicked.connect(self._submit)

    def _submit(self) -> None:
        name = one_line(self.field.text())
        if not name:
            self.refuse("name", self.tr("A name is needed."))
        elif len(name) > LONGEST_NAME:
            self.refuse("name", self.tr("The name is too long: {most} characters at most.").format(most=LONGEST_NAME))
        else:
            self.accept()
            self.chosen.emit(name)
