"""Which pages the window has, in the order of their tabs. The first is the one that opens; the others come after it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.settings import Settings
from tracker.desktop.views.common.page import Page


@dataclass(frozen=True, slots=True)
class PageKind:
    """How a page is made, and the name on its tab, which shows before the page is there."""

    make: Callable[[Appearance, Settings, Jobs], Page]
    title: Callable[[], str]


class PageSet(QObject):
    """The pages of a window by their names: the first at once, the others one a turn of the event loop, since nobody
    can turn to them yet. `made` carries such a page."""

    made = Signal(object)

    def __init__(self, appearance: Appearance, settings: Settings, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._names = list(PAGES)
        self._make = lambda name: PAGES[name].make(appearance, settings, jobs)
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._go_on)
        self.pages: dict[str, Page] = {}
        self._go_on()

    def begin(self) -> None:
        """Make the others from now on."""
        self._turn.start()

    def finish(self) -> None:
        """Make at once all that are missing, because they are needed."""
        while self._names:
            self._go_on()

    def _go_on(self) -> None:
        if self._names:
            name = self._names.pop(0)
            self.pages[name] = self._make(name)
            self.made.emit(self.pages[name])
        else:
            self._turn.stop()


def _dashboard(appearance: Appearance, settings: Settings, jobs: Jobs) -> Page:
    from tracker.desktop.views.dashboard.dashboard_page import DashboardPage

    return DashboardPage(appearance, settings, jobs)


def _briefing(appearance: Appearance, settings: Settings, jobs: Jobs) -> Page:
    from tracker.desktop.views.briefing.briefing_page import BriefingPage

    return BriefingPage(appearance, settings, jobs)


def _evidence(appearance: Appearance, settings: Settings, jobs: Jobs) -> Page:
    from tracker.desktop.views.evidence.evidence_page import EvidencePage

    return EvidencePage(appearance, settings, jobs)


def _reports(appearance: Appearance, settings: Settings, jobs: Jobs) -> Page:
    from tracker.desktop.views.reports.reports_page import ReportsPage

    return ReportsPage(appearance, settings, jobs)


def _ledger(appearance: Appearance, settings: Settings, jobs: Jobs) -> Page:
    from tracker.desktop.views.ledger.ledger_page import LedgerPage

    return LedgerPage(appearance, settings, jobs)


PAGES: dict[str, PageKind] = {
    "ledger": PageKind(_ledger, lambda: QCoreApplication.translate("LedgerPage", "Ledger")),
    "dashboard": PageKind(_dashboard, lambda: QCoreApplication.translate("DashboardPage", "Dashboard")),
    "briefing": PageKind(_briefing, lambda: QCoreApplication.translate("BriefingPage", "Briefing")),
    "evidence": PageKind(_evidence, lambda: QCoreApplication.translate("EvidencePage", "Evidence")),
    "reports": PageKind(_reports, lambda: QCoreApplication.translate("ReportsPage", "Reports")),
}
