"""Which pages the window has, in the order of their tabs. The first is the one that opens."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.settings import Settings
from tracker.desktop.views.common.page import Page


@dataclass(frozen=True, slots=True)
class PageKind:
    """How a page is made, and the name on its tab, which shows before the page is there.

    Its module is imported when it is made: the window is painted before.
    """

    make: Callable[[Appearance, Settings, Jobs], Page]
    title: Callable[[], str]


def _dashboard(appearance: Appearance, settings: Settings, jobs: Jobs) -> Page:
    from tracker.desktop.views.dashboard.dashboard_page import DashboardPage

    return DashboardPage(appearance, settings, jobs)


def _briefing(appearance: Appearance, settings: Settings, jobs: Jobs) -> Page:
    from tracker.desktop.views.briefing.briefing_page import BriefingPage

    return BriefingPage(appearance, settings, jobs)


def _evidence(appearance: Appearance, settings: Settings, jobs: Jobs) -> Page:
    from tracker.desktop.views.evidence.evidence_page import EvidencePage

    return EvidencePage(appearance, settings, jobs)


def _watching(appearance: Appearance, settings: Settings, jobs: Jobs) -> Page:
    from tracker.desktop.views.watching.watch_page import WatchPage

    return WatchPage(appearance, settings, jobs)


def _reports(appearance: Appearance, settings: Settings, jobs: Jobs) -> Page:
    from tracker.desktop.views.reports.reports_page import ReportsPage

    return ReportsPage(appearance, settings, jobs)


def _ledger(appearance: Appearance, settings: Settings, jobs: Jobs) -> Page:
    from tracker.desktop.views.ledger.ledger_page import LedgerPage

    return LedgerPage(appearance, settings, jobs)


class Pages(dict[str, Page]):
    """The pages of a window by their names, each made when it is first asked for."""

    def __init__(self, make: Callable[[str], Page]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> Page:
        page = self[name] = self._make(name)
        return page


PAGES: dict[str, PageKind] = {
    "ledger": PageKind(_ledger, lambda: QCoreApplication.translate("LedgerPage", "Ledger")),
    "dashboard": PageKind(_dashboard, lambda: QCoreApplication.translate("DashboardPage", "Dashboard")),
    "briefing": PageKind(_briefing, lambda: QCoreApplication.translate("BriefingPage", "Briefing")),
    "evidence": PageKind(_evidence, lambda: QCoreApplication.translate("EvidencePage", "Evidence")),
    "watching": PageKind(_watching, lambda: QCoreApplication.translate("WatchPage", "Watch")),
    "reports": PageKind(_reports, lambda: QCoreApplication.translate("ReportsPage", "Reports")),
}
