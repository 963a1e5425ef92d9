"""What somebody else changed while a form was open, field by field: what it was, what it is now, and what one typed.

For each field that the form has one chooses whose words are to be saved; all else of theirs stays as it is.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import label, text
from tracker.desktop.views.forms.plain_dialog import type_into, typed_in
from tracker.wording.merging import said_of

Differences = Sequence[tuple[str, Any, Any, Any]]
"""By column: what was seen, what was meant to be written, and what is there now."""
_LONGEST = 80
"""Signs of a value that are shown; the whole of it is in the tip."""


class ConflictRows(QWidget):
    """A line for each difference; hidden where there is none."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("conflict")
        self._appearance = appearance
        self.choices: dict[str, QComboBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(scaled(12))
        self._grid.setVerticalSpacing(scaled(4))
        for column, part in ((1, 1), (2, 1), (3, 1)):
            self._grid.setColumnStretch(column, part)
        self.hide()

    def show_differences(self, differences: Differences, inputs: Mapping[str, QWidget]) -> None:
        """Show what differs; `inputs` are the fields of the form by name, into which a choice is typed."""
        while (cell := self._grid.takeAt(0)) is not None:
            if (widget := cell.widget()) is not None:
                widget.deleteLater()
        self.choices = {}
        self.setVisible(bool(differences))
        if not differences:
            return
        heads = (self.tr("Field"), self.tr("Before"), self.tr("Theirs, now"), self.tr("Yours"), "")
        for place, head in enumerate(heads):
            self._grid.addWidget(label(head, "hint"), 0, place)
        for line, (column, base, mine, theirs) in enumerate(differences, 1):
            words = self._appearance.words
            values = (words.field(column), *(said_of(column, value, words) for value in (base, theirs, mine)))
            for place, value in enumerate(values):
                cell = text(value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…")
                cell.setToolTip(value)
                self._grid.addWidget(cell, line, place)
            field = inputs.get(column)
            if field is not None and theirs is not None and mine != theirs:
                self._grid.addWidget(self._choice(column, field, theirs), line, len(values))

    def _choice(self, column: str, field: QWidget, theirs: Any) -> QComboBox:
        """Whose words are to be saved; of words that are typed, one after the other are a third way."""
        mine = typed_in(field)
        ways = {self.tr("Yours"): mine, self.tr("Theirs"): theirs}
        if isinstance(field, QLineEdit | QPlainTextEdit) and mine:
            ways[self.tr("Both")] = f"{theirs}\n{mine}" if isinstance(field, QPlainTextEdit) else f"{theirs} {mine}"
        choice = QComboBox()
        choice.setAccessibleName(self._appearance.words.field(column))
        for words, value in ways.items():
            choice.addItem(words, value)
        choice.currentIndexChanged.connect(partial(_take, choice, field))
        self.choices[column] = choice
        return choice


def _take(choice: QComboBox, field: QWidget, place: int) -> None:
    type_into(field, choice.itemData(place))
