"""The dashboard: what needs attention first, then where the ledger stands. Every mark leads to its rows."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.settings import Settings
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.page import Page
from tracker.desktop.views.common.widgets import Scrolling, column, lead, row
from tracker.desktop.views.dashboard.charts import ChartView
from tracker.desktop.views.dashboard.dashboard_cards import (
    ActivityCard,
    AttentionCard,
    DepartmentCard,
    DoubtCard,
    DueCard,
    TargetCard,
    TaskCard,
)
from tracker.domain.evidence.evidence_query import INBOX
from tracker.domain.rows import FacetValue
from tracker.domain.search.ledger_query import Facet, LedgerQuery

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.services.commitments.dashboard import Dashboard

_WIDE = 1120
"""Pixels of the design from which on two columns stand side by side."""
_SHARES = (46, 54)
"""How the two columns share the width."""


class DashboardPage(Page):
    """Reads everything in one job, and shows it on cards in one column or two."""

    def __init__(self, appearance: Appearance, settings: Settings, jobs: Jobs) -> None:
        super().__init__(appearance, settings, jobs)
        self._board: Dashboard | None = None
        self._doubted: tuple[FacetValue, ...] = ()
        self._wide: bool | None = None
        self.attention = AttentionCard(appearance)
        self.doubts = DoubtCard(appearance)
        self.departments = DepartmentCard(appearance)
        self.targets = TargetCard(appearance)
        self.dues = DueCard(appearance)
        self.activity = ActivityCard(appearance)
        self.pictures = (self.departments, self.targets, self.dues, self.activity)
        self.cards = (self.attention, self.doubts, *self.pictures)
        self._lay_out()
        for card in self.cards:
            card.wanted.connect(self._lead_on)
            card.said.connect(self.said)
        for card in self.pictures:
            card.chart.described.connect(partial(self._keep_in_sight, card.chart))

    @property
    def is_wide(self) -> bool:
        """Whether the cards are in two columns."""
        return bool(self._wide)

    def close_ledger(self) -> None:
        self._board = None
        self._body.hide()
        super().close_ledger()

    def focus(self) -> None:
        """The first task takes the keyboard, or the first picture where nothing is to be done."""
        if self._board is None:
            # A picture that has the keyboard says its first mark: not before there is anything to say.
            self.setFocus()
        else:
            self._focus_task(0)

    def reload(self) -> None:
        """Read everything."""
        self.run(_read, lambda found: self._show(*found), "dashboard")

    def retranslate(self) -> None:
        """Show all texts and colours in the current language and theme."""
        self._scroll.setAccessibleName(self.tr("Dashboard"))
        if self._board is not None:
            self._show(self._board, self._doubted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _show(self, board: "Dashboard", doubted: tuple[FacetValue, ...]) -> None:
        first = self._board is None
        focused = next((place for place, line in enumerate(self.attention.lines) if line.hasFocus()), None)
        self._board = board
        self._doubted = doubted
        for card in (self.attention, *self.pictures):
            card.show_board(board)
        self.doubts.show_doubts(doubted)
        self._body.show()
        self._set_tab_order()
        if self.isVisible() and (first or focused is not None):
            self._focus_task(focused or 0)

    def _focus_task(self, place: int) -> None:
        stops = [line for line in self.attention.lines if line.task.goal]
        (stops[min(place, len(stops) - 1)] if stops else self.departments.chart).setFocus()

    def _lead_on(self, goal: object) -> None:
        if goal == INBOX:
            self.inbox_wanted.emit()
        elif isinstance(goal, str):
            self.commitment_wanted.emit(goal)
        else:
            self.rows_wanted.emit(goal)

    def _keep_in_sight(self, chart: ChartView, words: str) -> None:
        """Scroll to the mark that the keyboard stands on; a picture may be taller than the window."""
        del words
        if chart.current is not None:
            place = chart.mapTo(self._body, chart.current.rect.center().toPoint())
            self._scroll.ensureVisible(place.x(), place.y(), 0, scaled(60))

    def _lay_out(self) -> None:
        self.setObjectName("page")
        self._left = column(spacing=16)
        self._right = column(spacing=16)
        self._aside = QWidget()
        self._aside.setLayout(self._right)
        main = QWidget()
        main.setLayout(self._left)
        self._columns = row(main, self._aside, spacing=16, margins=(24, 20, 24, 20))
        for place, share in enumerate(_SHARES):
            self._columns.setStretch(place, share)
        self._body = QWidget()
        self._body.setObjectName("page")
        self._body.setLayout(column(self._columns, None))
        self._scroll = Scrolling()
        self._scroll.setWidget(self._body)
        self._body.hide()
        self.setLayout(column(self._scroll))
        self._arrange()

    def _arrange(self) -> None:
        """Two columns where there is room; one, in reading order, where there is not."""
        wide = self.width() >= scaled(_WIDE)
        if wide == self._wide:
            return
        self._wide = wide
        for lines in (self._left, self._right):
            # The cards are moved, not made again; a layout lets go of its items and not of their widgets.
            while lines.takeAt(0) is not None:
                pass
        aside = (self.departments, self.activity) if wide else ()
        for card in self.cards:
            lines = self._right if card in aside else self._left
            lines.addWidget(card)
        self._aside.setVisible(wide)
        self._left.addStretch()
        if wide:
            self._right.setStretchFactor(self.activity, 1)

    def _set_tab_order(self) -> None:
        stops: list[QWidget] = []
        for card in self.cards:
            stops += card.lines if isinstance(card, TaskCard) else [card.body]
            stops.append(card.copy_button)
        lead(stops)


def _read(ledger: "OpenLedger") -> "tuple[Dashboard, tuple[FacetValue, ...]]":
    """Where the ledger stands, and which doubts are shown beside its verdicts."""
    workspace = ledger.workspace
    counts = services.reading.count_facets(workspace, ledger.of_day(LedgerQuery()), (Facet.DOUBT,))
    return services.dashboard.read_dashboard(workspace, ledger.as_of), counts.values[Facet.DOUBT]
