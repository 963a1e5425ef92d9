"""The menu on the rows of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from tracker.desktop.views.ledger_page import LedgerPage


class RowMenu(QMenu):
    """Offers what can be done with the selected rows; where they are several, only what is done with several."""

    def __init__(self, page: LedgerPage) -> None:
        super().__init__(page)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        recorder, rows = page.recorder, page.table.selected
        self.addAction(self.tr("Assess…"), lambda: page.act(recorder.judge))
        if len(rows) == 1:
            code = rows[0].code
            self.addAction(self.tr("Add evidence"), lambda: page.act(recorder.add_evidence))
            self.addAction(self.tr("Log a search"), lambda: page.act(recorder.log_search))
            self.addAction(self.tr("Show in the briefing"), lambda: page.passage_wanted.emit(code))
        self.addSeparator()
        self.addAction(self.tr("Departments…"), lambda: page.act(recorder.set_departments))
        self.addAction(self.tr("Tags…"), page.change_tags)
        self.addSeparator()
        self.addAction(self.tr("Copy as table"), page.table.copy)
