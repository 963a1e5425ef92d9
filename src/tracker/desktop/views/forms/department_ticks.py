"""Departments of which any number may be chosen."""

from collections.abc import Collection, Sequence

from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import CheckBox, Scrolling, column
from tracker.domain.rows import Name

_TICKS_HEIGHT = 132


class DepartmentTicks(Scrolling):
    """Departments, each with a box to be ticked."""

    def __init__(self, appearance: Appearance, departments: Sequence[Name]) -> None:
        super().__init__("choices")
        self._boxes = {one.key: CheckBox(appearance, appearance.words.name(one)) for one in departments}
        body = QWidget()
        body.setObjectName("choiceLines")
        body.setLayout(column(*self._boxes.values(), None, spacing=2, margins=(8, 6, 8, 6)))
        self.setWidget(body)
        self.setFixedHeight(scaled(_TICKS_HEIGHT))

    @property
    def keys(self) -> tuple[str, ...]:
        """Those that are ticked."""
        return tuple(key for key, box in self._boxes.items() if box.isChecked())

    def tick(self, keys: Collection[str]) -> None:
        """Tick these and no others."""
        for key, box in self._boxes.items():
            box.setChecked(key in keys)
