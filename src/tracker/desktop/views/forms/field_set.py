"""Fields with their captions above, and room below each for a hint and for why it was refused."""

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.widgets import column, label, mark_invalid, text
from tracker.desktop.views.forms.read_field import ReadField, with_readout
from tracker.domain.errors import UserError


class FieldSet:
    """The fields of a form by name."""

    def __init__(self, appearance: Appearance) -> None:
        self._appearance = appearance
        self._inputs: dict[str, QWidget] = {}
        self._captions: dict[str, QLabel] = {}
        self._faults: dict[str, QLabel] = {}

    def add(self, name: str, widget: QWidget, caption: str = "", hint: str = "") -> QVBoxLayout:
        """A new field, laid out."""
        shown = label("", "formLabel")
        fault = text("", "fault")
        shown.setBuddy(widget)
        fault.setVisible(False)
        self._inputs[name] = widget
        self._captions[name] = shown
        self._faults[name] = fault
        self.name(name, caption)
        field = column(shown, with_readout(widget), spacing=3)
        if hint:
            field.addWidget(text(hint, "hint"))
        field.addWidget(fault)
        return field

    def name(self, name: str, caption: str) -> None:
        """Say what a field is for."""
        self._captions[name].setText(caption)
        self._inputs[name].setAccessibleName(caption)

    def show(self, name: str, shown: bool) -> None:
        """Show a field, or take it away."""
        self._captions[name].setVisible(shown)
        field = self._inputs[name]
        field.setVisible(shown)
        if isinstance(field, ReadField):
            field.show_readout()
        if not shown:
            self._faults[name].setVisible(False)

    def has(self, name: str | None) -> bool:
        """Whether there is a field of this name."""
        return name in self._inputs

    def input(self, name: str) -> QWidget:
        """The input of a field."""
        return self._inputs[name]

    def fault(self, name: str) -> str:
        """The sentence that is shown beside a field."""
        fault = self._faults[name]
        return "" if fault.isHidden() else fault.text()

    def refuse(self, name: str, error: UserError | str) -> None:
        """Say beside a field why it was not taken; nothing is said beside the others."""
        self.clear_faults()
        fault = self._faults[name]
        field = self._inputs[name]
        fault.setText(error if isinstance(error, str) else self._appearance.words.error(error))
        fault.setVisible(True)
        # Beside other fields it is narrow, and needs more lines than it guesses.
        fault.setMinimumHeight(fault.heightForWidth(field.width()))
        mark_invalid(field, True)

    def clear_faults(self) -> None:
        """Try again."""
        for name, fault in self._faults.items():
            if not fault.isHidden():
                fault.setVisible(False)
                mark_invalid(self._inputs[name], False)
