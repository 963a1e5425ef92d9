"""The menu on the rows of the ledger."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget


@dataclass(frozen=True, slots=True)
class RowDeeds:
    """What the entries of the menu do."""

    judge: Callable[[], None]
    add_evidence: Callable[[], None]
    log_search: Callable[[], None]
    show_passage: Callable[[], None]
    set_departments: Callable[[], None]
    change_tags: Callable[[], None]
    copy: Callable[[], None]


class RowMenu(QMenu):
    """Offers what can be done with the selected rows; where they are several, only what is done with several.

    `read_only`: a past day is shown, and nothing can be changed.
    """

    def __init__(self, parent: QWidget, deeds: RowDeeds, *, several: bool, read_only: bool = False) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._writing = [self.addAction(self.tr("Assess…"), deeds.judge)]
        if several:
            self._writing.append(self.addAction(self.tr("Log a round of searching…"), deeds.log_search))
        else:
            self._writing.append(self.addAction(self.tr("Add evidence"), deeds.add_evidence))
            self._writing.append(self.addAction(self.tr("Log a search"), deeds.log_search))
            self.addAction(self.tr("Show in the briefing"), deeds.show_passage)
        self.addSeparator()
        self._writing.append(self.addAction(self.tr("Departments…"), deeds.set_departments))
        self._writing.append(self.addAction(self.tr("Tags…"), deeds.change_tags))
        self.addSeparator()
        for one in self._writing:
            one.setEnabled(not read_only)
        self.addAction(self.tr("Copy as table"), deeds.copy)
