"""Which pages the window has, in the order of their tabs. The first is the one that opens."""

from collections.abc import Callable

from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.settings import Settings
from tracker.desktop.views.briefing.briefing_page import BriefingPage
from tracker.desktop.views.common.page import Page
from tracker.desktop.views.dashboard.dashboard_page import DashboardPage
from tracker.desktop.views.evidence.evidence_page import EvidencePage
from tracker.desktop.views.ledger.ledger_page import LedgerPage
from tracker.desktop.views.reports.reports_page import ReportsPage

PageMaker = Callable[[Appearance, Settings, Jobs], Page]

PAGES: dict[str, PageMaker] = {
    "ledger": LedgerPage,
    "dashboard": DashboardPage,
    "briefing": BriefingPage,
    "evidence": EvidencePage,
    "reports": ReportsPage,
}
