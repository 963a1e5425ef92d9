"""The choice of an office's own words by which commitments are found in a text, beside those of the program."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from tracker.desktop import services
from tracker.desktop.jobs import Jobs
from tracker.desktop.settings import Settings
from tracker.desktop.views.common.widgets import ElidedLabel, ask_file, button, row
from tracker.domain.errors import UserError


class RulesChoice(QWidget):
    """Shows the file by its name, and remembers it once it was looked through. `refused` carries the `UserError` of one
    that cannot be used, `chosen` says that another one is used now, or none."""

    refused = Signal(object)
    chosen = Signal()

    def __init__(self, settings: Settings, jobs: Jobs) -> None:
        super().__init__()
        self._settings = settings
        self._jobs = jobs
        self.name = ElidedLabel("small")
        self.choose_button = button(self.tr("Choose…"), "quiet-link")
        self.choose_button.setObjectName("chooseRules")
        self.choose_button.setAccessibleName(self.tr("Choose the office's own words"))
        self.choose_button.setToolTip(self.tr("A file of your office, in the form of db/finding_rules.toml"))
        self.clear_button = button(self.tr("Remove"), "quiet-link")
        self.clear_button.setObjectName("clearRules")
        self.clear_button.setAccessibleName(self.tr("Do without the office's own words"))
        self.choose_button.clicked.connect(self._ask)
        self.clear_button.clicked.connect(lambda: self._take(None))
        self.setFocusProxy(self.choose_button)
        line = row(self.name, self.choose_button, self.clear_button, spacing=8)
        line.setStretch(0, 1)
        self.setLayout(line)
        self._show()

    @property
    def path(self) -> Path | None:
        """Where the file lies; None for the words of the program alone."""
        return self._settings.finding_rules_file

    def look_through(self, path: Path) -> None:
        """Use this file from now on, if it can be used."""
        check = partial(services.finding.check_rules, path)
        self._jobs.run(check, lambda _: self._take(path), self._refuse, "finding_rules")

    def _ask(self) -> None:
        folder = str(self.path.parent) if self.path else self._settings.folder()
        filters = [self.tr("Lists of words (*.toml)"), self.tr("All files (*)")]
        ask_file(self.window(), self.tr("Words of your office"), self.look_through, folder=folder, filters=filters)

    def _refuse(self, error: Exception) -> None:
        if isValid(self) and isinstance(error, UserError):
            self.refused.emit(error)

    def _take(self, path: Path | None) -> None:
        self._settings.finding_rules = str(path) if path else ""
        if isValid(self):
            self._show()
            self.chosen.emit()

    def _show(self) -> None:
        self.name.setText(self.path.name if self.path else self.tr("The program's own words alone"))
        self.name.setToolTip(str(self.path) if self.path else "")
        self.clear_button.setVisible(self.path is not None)
