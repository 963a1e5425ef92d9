"""One page with all keys: those of the actions, and those of the list."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.theme import scaled
from tracker.desktop.views.actions import ActionGroup, Actions
from tracker.desktop.views.common.widgets import badge, column, label, row
from tracker.desktop.views.forms.plain_dialog import PlainDialog

_Lines = list[tuple[str, tuple[str, ...]]]


class ShortcutSheet(PlainDialog):
    """Two columns of keys; Esc closes it."""

    def __init__(self, appearance: Appearance, parent: QWidget, actions: Actions) -> None:
        super().__init__(appearance, parent)
        self.set_title(self.tr("Keyboard shortcuts"))
        titles = actions.headings()
        groups = actions.groups()
        left = column(spacing=6)
        right = column(spacing=6)
        for side, group in (
            (left, ActionGroup.RECORD), (left, ActionGroup.GO), (right, ActionGroup.LEDGER), (right, ActionGroup.HELP),
        ):  # fmt: skip
            self._fill(side, titles[group], [line for action in groups[group] if (line := _line(action))[1]])
        self._fill(right, self.tr("In lists and forms"), self._others())
        left.addStretch()
        right.addStretch()
        both = row(left, right, spacing=36)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        self.body.addLayout(both)
        self.close_button = self.finish(self.tr("Close"), "", width=760)
        self.close_button.clicked.connect(self.accept)

    def _others(self) -> _Lines:
        return [
            (self.tr("Up and down the list"), ("↑", "↓")),
            (self.tr("First and last row"), (_native("Home"), _native("End"))),
            (self.tr("From the row to its detail"), (_native("Return"),)),
            (self.tr("From control to control"), (_native("Tab"), _native("Shift+Tab"))),
            (self.tr("Save a form"), (_native("Ctrl+Return"),)),
        ]

    def _fill(self, side: QVBoxLayout, title: str, lines: _Lines) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(12))
        grid.setVerticalSpacing(scaled(5))
        grid.setColumnStretch(0, 1)
        for place, (words, keys) in enumerate(lines):
            grid.addWidget(label(words), place, 0)
            shown = row(*(badge(key) for key in keys), spacing=4)
            grid.addLayout(shown, place, 1, Qt.AlignmentFlag.AlignRight)
        box = column(label(title, "sectionTitle"), grid, spacing=6, margins=(0, 0, 0, 10))
        side.addLayout(box)


def _line(action: QAction) -> tuple[str, tuple[str, ...]]:
    keys = tuple(keys.toString(QKeySequence.SequenceFormat.NativeText) for keys in action.shortcuts())
    return action.text().replace("&&", "&").removesuffix("…"), keys


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
