"""What every act before a picture is made of."""

import sys
from collections.abc import Callable
from time import monotonic

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from tracker.desktop.views.reports.reports_page import ReportsPage
from tracker.desktop.views.viewer.pdf_view import PdfView
from tracker.desktop.views.window.main_window import MainWindow

PILOT_CITIES = "MIIT-2025-044"
_LONGEST = 120
"""Seconds."""
Act = Callable[[MainWindow], None]


def wait(window: MainWindow) -> None:
    """Until everything that was asked has been answered and painted. Ends the program where that does not come."""
    QTest.qWait(50)
    end = monotonic() + _LONGEST
    while not (window.is_ready and _pages_are_drawn(window)):
        if monotonic() > end:
            sys.exit(f"make screenshots gives up: the window did not come to rest within {_LONGEST} seconds")
        QTest.qWait(10)
    QTest.qWait(150)


def _pages_are_drawn(window: MainWindow) -> bool:
    """Whether the pages of PDFs that are seen are there: a process of their own draws them."""
    reports = [page for page in window.findChildren(ReportsPage) if page.isVisible()]
    views = [view for view in window.findChildren(PdfView) if view.isVisible()]
    return not any(page.is_waiting for page in reports) and all(view.is_drawn and view.is_read for view in views)


def do(name: str) -> Act:
    """What an action of the window brings up."""
    return lambda window: window.actions_by_name[name].trigger()


def press(inside: QWidget | None, name: str) -> None:
    """Press the button of this name."""
    found = inside.findChild(QAbstractButton, name) if inside is not None else None
    if found is not None:
        found.click()


def several(name: str) -> Act:
    """What an action of the window brings up about all commitments at once."""

    def act(window: MainWindow) -> None:
        window.page.table.selectAll()
        window.actions_by_name[name].trigger()

    return act
