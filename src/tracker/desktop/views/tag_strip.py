"""The tags of the commitment that is shown: each can be taken off, and others added."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.bulk_dialogs import tags_in
from tracker.desktop.views.filter_chips import Chip
from tracker.desktop.views.flow import Flow
from tracker.desktop.views.widgets import column, label
from tracker.domain.rows import CommitmentDetail


class TagStrip(QFrame):
    """`changed` carries the code of the commitment, the tags to add and those to take off."""

    changed = Signal(str, object, object)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._code, self._tags = "", ()
        self.setObjectName("tagStrip")
        self._flow = Flow()
        self.setLayout(column(self._flow, margins=(18, 7, 16, 7)))
        self._name = label("", "fieldName")
        self._name.setFixedHeight(scaled(24))
        self.input = _TagLine()
        self.input.setObjectName("tagInput")
        self.input.returnPressed.connect(self._add)
        self.setVisible(False)

    def show_detail(self, detail: CommitmentDetail | None) -> None:
        """Show the tags of another commitment."""
        code, tags = (detail.row.code, detail.tags) if detail else ("", ())
        if (code, tags) != (self._code, self._tags):
            if code != self._code:
                self.input.clear()
            self._code, self._tags = code, tags
            self.retranslate()
        self.setVisible(bool(code))

    def retranslate(self) -> None:
        """Show all texts and colours anew."""
        focused = self.input.hasFocus()
        self.setAccessibleName(self.tr("Tags"))
        self._name.setText(self.tr("Tags"))
        chips: list[QWidget] = []
        for tag in self._tags:
            chip = Chip(self._appearance, tag, self.tr("Take the tag “{tag}” off").format(tag=tag))
            chip.clicked.connect(partial(self._remove, tag))
            chips.append(chip)
        self.input.setPlaceholderText(self.tr("Add a tag"))
        self.input.setAccessibleName(self.tr("Add a tag"))
        self.input.setFixedWidth(scaled(110))
        self._flow.fill([self._name, *chips, self.input])
        if focused:
            self.input.setFocus()
        self.updateGeometry()

    def _add(self) -> None:
        tags = tags_in(self.input.text())
        if tags:
            self.changed.emit(self._code, tags, ())
            self.input.clear()

    def _remove(self, tag: str) -> None:
        self.changed.emit(self._code, (), (tag,))


class _TagLine(QLineEdit):
    """Escape clears what was typed."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)
