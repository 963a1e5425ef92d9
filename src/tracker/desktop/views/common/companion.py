"""What is shown beside the pages of a window: it offers actions, opens dialogs, and writes in the background."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.settings import Settings
from tracker.desktop.views.actions import Do
from tracker.domain.errors import UserError

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger


class Companion(QObject):
    """`written` carries the `Changes` of a write; `said` and `refused` a sentence for the status bar."""

    written = Signal(object)
    said = Signal(str)
    refused = Signal(str)

    def __init__(self, appearance: Appearance, settings: Settings, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._appearance = appearance
        self._settings = settings
        self._jobs = jobs
        self._window = window
        self.ledger: OpenLedger | None = None

    @property
    def deeds(self) -> dict[str, Do]:
        """What its actions do, by their names."""
        raise NotImplementedError

    def open(self, ledger: "OpenLedger | None") -> None:
        """Work in this ledger, or for None in none."""
        self.ledger = ledger

    def refuse(self, error: Exception) -> None:
        """Say in the status bar why something was not done; a defect has been reported already."""
        if isinstance(error, UserError):
            self.refused.emit(self._appearance.words.error(error))
