"""Asks, when a ledger is opened whose last change is dated in the future, which of the two clocks is wrong."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.views.actions import Do
from tracker.desktop.views.common.page import Companion
from tracker.desktop.views.common.widgets import text
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.domain.text.dates import stamp

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger


class ClockDialog(PlainDialog):
    """What the last change is dated, and what this computer says. To close it goes on as well: nothing is in danger."""

    def __init__(self, appearance: Appearance, parent: QWidget, newest: datetime, now: datetime) -> None:
        super().__init__(appearance, parent)
        self.set_title(self.tr("One of the clocks is wrong"))
        self.said = text(
            self.tr("The last change in this ledger is dated {at}; the clock of this computer says {now}.").format(
                at=stamp(newest), now=stamp(now)
            )
        )
        self.hint = text(
            self.tr(
                "Every change keeps the time of the computer that it is made on. If this clock is wrong, set it right "
                "first; if the other one was, go on: only that one change stands out of time."
            ),
            "hint",
        )
        self.body.addWidget(self.said)
        self.body.addWidget(self.hint)
        go_on = self.finish(self.tr("Go on"), "", width=520)
        self.again_button = self.offer(self.tr("Look again"))
        go_on.clicked.connect(self.accept)


class ClockQuestion(Companion):
    """Beside the window: looks each time a ledger is opened."""

    dialog: ClockDialog | None = None

    @property
    def deeds(self) -> dict[str, Do]:
        """It offers nothing of itself."""
        return {}

    def open(self, ledger: "OpenLedger | None") -> None:
        """Ask about this ledger, where there is something to ask."""
        super().open(ledger)
        if self.dialog is not None:
            self.dialog.reject()
        self._look()

    def _look(self) -> None:
        if self.ledger is not None:
            self._jobs.run(partial(_clocks, self.ledger), self._ask, self.refuse, "clocks")

    def _ask(self, clocks: tuple[datetime, datetime] | None) -> None:
        if clocks is None or self.ledger is None:
            return
        self.dialog = ClockDialog(self._appearance, self._window, *clocks)
        self.dialog.finished.connect(self._let_go)
        self.dialog.again_button.clicked.connect(self.dialog.reject)
        self.dialog.again_button.clicked.connect(self._look)
        self.dialog.open()

    def _let_go(self) -> None:
        self.dialog = None


def _clocks(ledger: "OpenLedger") -> tuple[datetime, datetime] | None:
    """When the last change was dated, and what this clock says, where that is earlier; None where all is well."""
    newest = services.clocks.newest_ahead(ledger.workspace)
    return None if newest is None else (newest, ledger.workspace.clock())
