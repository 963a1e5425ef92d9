"""Which pages the window has, in the order of their tabs. The first is the one that opens."""

from collections.abc import Callable

from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.settings import Settings
from tracker.desktop.views.briefing_page import BriefingPage
from tracker.desktop.views.dashboard_page import DashboardPage
from tracker.desktop.views.evidence_page import EvidencePage
from tracker.desktop.views.ledger_page import LedgerPage
from tracker.desktop.views.page import Page

PageMaker = Callable[[Appearance, Settings, Jobs], Page]

PAGES: dict[str, PageMaker] = {
    "ledger": LedgerPage,
    "dashboard": DashboardPage,
    "briefing": BriefingPage,
    "evidence": EvidencePage,
}
