"""Asks, when a ledger is opened whose last change is dated in the future, which of the two clocks is wrong."""

from datetime import datetime
from typing import TYPE_CHECKING

from tracker.desktop import services
from tracker.desktop.views.common.page import Controller
from tracker.desktop.views.forms.plain_dialog import WaysDialog
from tracker.domain.text.dates import stamp

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger


class ClockQuestion(Controller):
    """Beside the window: looks each time a ledger is opened."""

    dialog: WaysDialog | None = None

    def open(self, ledger: "OpenLedger | None") -> None:
        """Ask about this ledger, where there is something to ask."""
        super().open(ledger)
        if self.dialog is not None:
            self.dialog.reject()
        self._look()

    def _look(self) -> None:
        self.run(_clocks, self._ask, "clocks")

    def _ask(self, clocks: tuple[datetime, datetime] | None) -> None:
        if clocks is None or self.ledger is None:
            return
        newest, now = map(stamp, clocks)
        said = self.tr("The last change in this ledger is dated {at}; the clock of this computer says {now}.")
        hint = self.tr(
            "Every change keeps the time of the computer that it is made on. If this clock is wrong, set it right "
            "first; if the other one was, go on: only that one change stands out of time."
        )
        ways = {self.tr("Look again"): self._look_again}
        title = self.tr("One of the clocks is wrong")
        self.dialog = WaysDialog(
            self._appearance, self._window, title, said.format(at=newest, now=now), hint, ways, self.tr("Go on")
        )
        self.dialog.finished.connect(self._let_go)
        self.dialog.open()

    def _look_again(self) -> None:
        if self.dialog is not None:
            self.dialog.reject()
        self._look()

    def _let_go(self) -> None:
        self.dialog = None


def _clocks(ledger: "OpenLedger") -> tuple[datetime, datetime] | None:
    """When the last change was dated, and what this clock says, where that is earlier; None where all is well."""
    newest = services.clocks.newest_ahead(ledger.workspace)
    return None if newest is None else (newest, ledger.workspace.clock())
