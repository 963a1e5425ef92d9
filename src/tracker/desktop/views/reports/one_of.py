"""Choices of which one is chosen: a few side by side, or as many as there are in a box."""

from collections.abc import Hashable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QComboBox, QWidget

from tracker.desktop.views.common.widgets import Flow, button, column


class OneOf(QWidget):
    """`changed` says that another one is chosen. The arrows go from one to the next, Tab past all of them."""

    changed = Signal()

    def __init__(self, choices: tuple[Hashable, ...]) -> None:
        """The first is chosen."""
        super().__init__()
        self._group = QButtonGroup(self)
        self.buttons = {choice: button("", "pick") for choice in choices}
        line = Flow(2)
        for made in self.buttons.values():
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self._group.addButton(made)
        line.fill(list(self.buttons.values()))
        self.setLayout(column(line))
        self._group.buttonToggled.connect(self._turn)
        self.buttons[choices[0]].setChecked(True)

    @property
    def chosen(self) -> Hashable:
        """Which one is chosen."""
        return next(choice for choice, made in self.buttons.items() if made.isChecked())

    def choose(self, choice: Hashable) -> None:
        """Choose one."""
        self.buttons[choice].setChecked(True)

    def name(self, names: Mapping[Hashable, str], group: str) -> None:
        """Say what each is called, and what the choice is about."""
        for choice, made in self.buttons.items():
            made.setText(names[choice])
            made.setAccessibleName(f"{group}: {names[choice]}")

    def _turn(self, made: QAbstractButton, checked: bool) -> None:
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if checked else Qt.FocusPolicy.ClickFocus)
        if checked:
            self.changed.emit()


def fill(combo: QComboBox, names: Mapping[str, str], chosen: str, part_at: int = 0) -> None:
    """Offer these choices by their keys, with a line before the one with the number `part_at`, unless that is 0; silent
    where the chosen one is still there."""
    before = combo.currentData()
    # Between clear() and the last item another choice would seem to be made.
    combo.blockSignals(True)
    combo.clear()
    for key, name in names.items():
        combo.addItem(name, key)
    if 0 < part_at < len(names):
        combo.insertSeparator(part_at)
    combo.setCurrentIndex(max(0, combo.findData(chosen)))
    combo.blockSignals(False)
    if combo.currentData() != before:
        combo.currentIndexChanged.emit(combo.currentIndex())
