"""What somebody else changed while a form was open, field by field: what it was, what it is now, and what one typed.

For each field that the form has one chooses whose words are to be saved. Where one has changed nothing, it is theirs
to begin with, so that saving takes nothing of theirs back unasked.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import ComboBox, label, text
from tracker.wording.merging import changed_field, said_of

Differences = Sequence[tuple[str, Any, Any, Any]]
"""By column: what was seen, what was meant to be written, and what is there now."""
_THEIRS = 1
"""The place of theirs among what can be saved."""
_WIDE = 480
"""Pixels of the design that columns need."""
_LONGEST = 80
"""Signs of a value that are shown; the whole of it is in the tip."""


class ConflictRows(QWidget):
    """A line for each difference; hidden where there is none. `taken` carries a field and its new value."""

    taken = Signal(str, object)

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("conflict")
        self._appearance = appearance
        self.choices: dict[str, QComboBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, scaled(4), 0, 0)
        self._grid.setHorizontalSpacing(scaled(12))
        self._grid.setVerticalSpacing(scaled(6))
        self.hide()

    def show_differences(self, differences: Differences, typed: Mapping[str, Any], of_lines: Collection[str]) -> None:
        """Show what others changed. `typed` are the form's values by field; fields in `of_lines` can hold both texts.

        What one changed alone is no conflict.
        """
        differences = [one for one in differences if one[1] != one[3]]
        while (cell := self._grid.takeAt(0)) is not None:
            if (widget := cell.widget()) is not None:
                widget.deleteLater()
        self.choices = {}
        self.setVisible(bool(differences))
        if not differences:
            return
        # Beside something else a form is too narrow for columns: there a line is a value, not a field.
        around = self.parentWidget()
        is_narrow = around is not None and around.width() < scaled(_WIDE)
        for place in (1, 2, 3):
            self._grid.setColumnStretch(place, 1 if not is_narrow or place == 1 else 0)
        heads = (self.tr("Field"), self.tr("Before"), self.tr("Theirs, now"), self.tr("Yours"), self.tr("Save"))
        for place, head in enumerate(() if is_narrow else heads):
            self._place(label(head, "hint"), 0, place)
        for number, (column, base, mine, theirs) in enumerate(differences):
            line = number * len(heads) if is_narrow else number + 1
            said = self._said(column, base, mine, theirs)
            last = self._show_below(line, heads, said) if is_narrow else self._show_beside(line, said)
            if column in typed and mine != theirs:
                choice = self._choice(column, typed[column], theirs, column in of_lines)
                self._place(choice, line, last)
                if mine == base:
                    choice.setCurrentIndex(_THEIRS)

    def _show_beside(self, line: int, said: Sequence[str]) -> int:
        """A field and its values in one line; returns the column behind them."""
        field, *values = said
        self._grid.setRowMinimumHeight(line, 0)
        self._place(label(field), line, 0)
        for place, value in enumerate(values, 1):
            self._place(_cell(value), line, place)
        return len(said)

    def _show_below(self, line: int, heads: Sequence[str], said: Sequence[str]) -> int:
        """A field, and below it its values with their heads; returns the last column."""
        field, *values = said
        self._grid.setRowMinimumHeight(line, scaled(28))
        self._place(label(field), line, 0, 2)
        for place, value in enumerate(values, 1):
            self._place(label(heads[place], "hint"), line + place, 0)
            self._place(_cell(value), line + place, 1, 2)
        return 2

    def _place(self, widget: QWidget, line: int, place: int, width: int = 1) -> None:
        self._grid.addWidget(widget, line, place, 1, width, Qt.AlignmentFlag.AlignTop)
        # Qt shows it a turn later; the form makes room for it now.
        widget.show()

    def _said(self, column: str, base: Any, mine: Any, theirs: Any) -> tuple[str, ...]:
        words = self._appearance.words
        # What one did not touch is not meant to be as it was.
        own = self.tr("not changed") if mine == base else said_of(column, mine, words)
        return changed_field(column, words), said_of(column, base, words), said_of(column, theirs, words), own

    def _choice(self, column: str, mine: Any, theirs: Any, joins: bool) -> QComboBox:
        """Whose words are to be saved; of several lines, one after the other are a third way."""
        if theirs is None:
            theirs = ""
        ways = {self.tr("Yours"): mine, self.tr("Theirs"): theirs}
        if joins and mine and theirs:
            ways[self.tr("Both")] = f"{theirs}\n{mine}"
        choice = ComboBox()
        field = changed_field(column, self._appearance.words)
        choice.setAccessibleName(self.tr("{field}: what to save").format(field=field))
        for words, value in ways.items():
            choice.addItem(words, value)
        choice.currentIndexChanged.connect(partial(self._take, column))
        self.choices[column] = choice
        return choice

    def _take(self, column: str, place: int) -> None:
        self.taken.emit(column, self.choices[column].itemData(place))


def _cell(value: str) -> QWidget:
    made = text(value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…")
    made.setToolTip(value)
    return made
