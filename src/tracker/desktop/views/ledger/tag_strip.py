"""The tags of the commitment that is shown: each can be taken off, and others added."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.filter_chips import FilterChip
from tracker.desktop.views.common.flow import Flow
from tracker.desktop.views.common.widgets import badge, column, label
from tracker.desktop.views.recording.bulk_dialogs import tags_in
from tracker.domain.rows import CommitmentDetail

_SHOWN = 20
"""Tags that are shown: what has more is found by its tags, and not read by them."""


class TagStrip(QFrame):
    """`changed` carries the code of the commitment, the tags to add and those to take off."""

    changed = Signal(str, object, object)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._code = ""
        self._tags = ()
        self._read_only = False
        self.setObjectName("tagStrip")
        self._flow = Flow()
        self.setLayout(column(self._flow, margins=(18, 7, 16, 7)))
        self._name = label("", "fieldName")
        self._name.setFixedHeight(scaled(24))
        self.input = _TagLine()
        self.input.setObjectName("tagInput")
        self.input.returnPressed.connect(self._add)
        self.setVisible(False)

    @property
    def read_only(self) -> bool:
        """Whether the tags are only shown, as for a day in the past."""
        return self._read_only

    @read_only.setter
    def read_only(self, read_only: bool) -> None:
        if read_only != self._read_only:
            self._read_only = read_only
            self.retranslate()

    def show_detail(self, detail: CommitmentDetail | None) -> None:
        """Show the tags of another commitment."""
        code, tags = (detail.row.code, detail.tags) if detail else ("", ())
        if (code, tags) != (self._code, self._tags):
            if code != self._code:
                self.input.clear()
            self._code = code
            self._tags = tags
            self.retranslate()
        self.setVisible(bool(code) and (bool(tags) or not self._read_only))

    def retranslate(self) -> None:
        """Show all texts and colours in the current language and theme."""
        focused = self.input.hasFocus()
        self.setAccessibleName(self.tr("Tags"))
        self._name.setText(self.tr("Tags"))
        chips = [self._chip(tag) for tag in self._tags[:_SHOWN]]
        if left := len(self._tags) - len(chips):
            chips.append(label(self.tr("and {count} more").format(count=f"{left:,}"), "small"))
        self.input.setPlaceholderText(self.tr("Add a tag"))
        self.input.setAccessibleName(self.tr("Add a tag"))
        self.input.setFixedWidth(scaled(110))
        self._flow.fill([self._name, *chips, self.input])
        self.input.setVisible(not self._read_only)
        if focused:
            self.input.setFocus()
        self.updateGeometry()

    def _chip(self, tag: str) -> QWidget:
        if self._read_only:
            return badge(tag)
        chip = FilterChip(self._appearance, tag, self.tr("Take the tag “{tag}” off").format(tag=tag))
        chip.clicked.connect(partial(self._remove, tag))
        return chip

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
