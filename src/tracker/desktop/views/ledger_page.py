"""The ledger page: filters, table and detail, kept in step with the ledger."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.settings import Settings
from tracker.desktop.theme import scaled
from tracker.desktop.views.detail_pane import DetailPane
from tracker.desktop.views.facet_panel import FacetPanel
from tracker.desktop.views.ledger_table import LedgerTable
from tracker.desktop.views.page import Page
from tracker.desktop.views.recorder import Recorder
from tracker.desktop.views.widgets import button, column, label, row, text
from tracker.domain.errors import UserError
from tracker.domain.query import Choices, LedgerQuery, SortKey
from tracker.domain.rows import Changes, CommitmentDetail, EvidenceRow, LedgerRow

if TYPE_CHECKING:
    from tracker.desktop.gateway import Listing, Opened

_SPLITTER = "ledger_splitter"


class LedgerPage(Page):
    """Holds the query; asks the ledger in the background; shows what comes back."""

    filters_cleared = Signal()

    def __init__(self, appearance: Appearance, settings: Settings, jobs: Jobs) -> None:
        super().__init__()
        self._appearance, self._settings, self._jobs = appearance, settings, jobs
        self._query = LedgerQuery()
        self._total = 0
        self._shown = 0
        self.facets = FacetPanel(appearance)
        self.table = LedgerTable(appearance, settings)
        self.detail = DetailPane(appearance)
        self.recorder = Recorder(appearance, jobs, self)
        self._lay_out()
        self._connect()
        self.retranslate()

    @property
    def query(self) -> LedgerQuery:
        """What is asked for now."""
        return self._query

    @property
    def title(self) -> str:
        return self.tr("Ledger")

    def open(self, opened: "Opened") -> None:
        self.recorder.gateway = opened.gateway
        self.detail.show_detail(None)
        super().open(opened)

    def close_ledger(self) -> None:
        self.recorder.gateway = None
        super().close_ledger()

    def focus(self) -> None:
        self.table.setFocus()

    def search(self, words: str) -> None:
        """Show what contains these words."""
        self._change(replace(self._query, search=words.strip()))

    def show_rows(self, choices: Choices) -> None:
        """Show what these choices, and nothing else, narrow the ledger down to."""
        self.filters_cleared.emit()
        self.facets.choose(choices)
        self._change(replace(self._query, choices=choices, search=""))

    def show_commitment(self, code: str) -> None:
        """Show one commitment, whatever is filtered away."""
        if not self.table.choose(code):
            self.clear_filters()
        self._read_detail(code)

    def clear_filters(self) -> None:
        """Show everything again."""
        self.facets.clear()
        self.filters_cleared.emit()

    def reload(self) -> None:
        """Ask anew for the list, and for the detail that stands beside it."""
        detail = self.detail.detail
        if detail is not None:
            self._read_detail(detail.row.code)
        self._ask(follow=detail is None)

    def export(self, path: Path) -> None:
        """Write the report of what is shown."""
        gateway, query, words = self.gateway, self._query, self._appearance.words
        if gateway is None:
            return

        def done(count: int) -> None:
            self.said.emit(self.tr("Exported {count} commitments to {path}").format(count=count, path=path))

        self._jobs.run(lambda: gateway.export(query, path, words), done, self._say_error)

    def restore(self, width: int) -> None:
        """Bring back the widths of last time, or share the window's width out."""
        state = self._settings.state(_SPLITTER)
        if state is None or not self.splitter.restoreState(state):
            widest = scaled(248 if self._appearance.language == "en" else 212)
            facets = min(widest, max(scaled(176), width // 6))
            detail = min(scaled(372), max(scaled(340), width // 4))
            self.splitter.setSizes([facets, max(1, width - facets - detail), detail])
        self.table.restore()

    def remember(self) -> None:
        """Keep the widths."""
        self._settings.remember(_SPLITTER, self.splitter.saveState())
        self.table.remember()

    def retranslate(self) -> None:
        """Show all texts and colours anew."""
        self.table.setAccessibleName(self.tr("Commitments"))
        self._clear.setText(self.tr("Clear"))
        self._clear.setAccessibleName(self.tr("Clear search and filters"))
        self._nothing.setText(self.tr("No commitment matches. Take a filter away, or search for other words."))
        self._clear_all.setText(self.tr("Clear search and filters"))
        self.facets.retranslate()
        self.table.retranslate()
        self.detail.retranslate()
        self._count()

    def act(self, action: Callable[[CommitmentDetail], None]) -> None:
        """Do something with the commitment that is shown."""
        if self.detail.detail is not None:
            action(self.detail.detail)

    def _change(self, query: LedgerQuery) -> None:
        if query != self._query:
            self._query = query
            self._ask(follow=True)

    def _filter(self) -> None:
        self._change(replace(self._query, choices=self.facets.choices))

    def _ask(self, *, follow: bool) -> None:
        """Ask for the list. `follow` chooses the first row where the chosen one is not among the answer."""
        gateway, query = self.gateway, self._query
        if gateway is not None:
            self._jobs.run(
                lambda: gateway.list(query), lambda found: self._show(found, follow), self._say_error, "list"
            )

    def _sort(self, key: SortKey, descending: bool) -> None:
        self._change(replace(self._query, sort=key, descending=descending))

    def _show(self, listing: "Listing", follow: bool) -> None:
        chosen = self.detail.detail.row.code if self.detail.detail else None
        self._total, self._shown = listing.facets.total, len(listing.rows)
        self.facets.show_facets(listing.facets)
        for before, after in pairwise([*self.facets.stops, self._clear, self.table, self.detail]):
            QWidget.setTabOrder(before, after)
        self.table.rows.set_rows(listing.rows)
        self.table.show_order(self._query.sort, self._query.descending)
        self._list.setCurrentIndex(0 if listing.rows else 1)
        self._count()
        if not self.table.choose(chosen) and (follow or chosen is None) and not self.table.choose(None):
            self.detail.show_detail(None)

    def _show_row(self, line: LedgerRow) -> None:
        self._read_detail(line.code)

    def _read_detail(self, code: str) -> None:
        gateway = self.gateway
        if gateway is not None:
            self._jobs.run(lambda: gateway.detail(code), self.detail.show_detail, self._say_error, "detail")

    def _refresh(self, changes: Changes) -> None:
        """After a write of ours: the list, and the detail where the write named it."""
        detail = self.detail.detail
        if detail is not None and detail.row.id in changes.commitments:
            self._read_detail(detail.row.code)
        self._ask(follow=False)
        self.written.emit(changes)

    def _say_error(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.refused.emit(self._appearance.words.error(error))

    def _count(self) -> None:
        filters = self.facets.count + bool(self._query.search)
        self._shown_label.setText(self.tr("{count} commitments").format(count=self._shown))
        said = self.tr("of {total}").format(total=self._total) if filters else ""
        if filters:
            said += " · " + self.tr("filters: {count}").format(count=filters)
        self._of_total.setText(said)
        self._clear.setVisible(filters > 0)

    def _lay_out(self) -> None:
        self._shown_label, self._of_total = label("", "shown"), label("", "ofTotal")
        self._clear = button("", "link")
        bar = QFrame()
        bar.setObjectName("countBar")
        bar.setFixedHeight(scaled(40))
        bar.setLayout(_bar(row(self._shown_label, self._of_total, self._clear, None, spacing=8)))
        self._nothing, self._clear_all = text("", "calmText"), button("")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        empty = QWidget()
        empty.setLayout(
            column(None, self._nothing, row(None, self._clear_all, None), None, spacing=14, margins=(40, 0, 40, 0))
        )
        self._list = QStackedWidget()
        self._list.addWidget(self.table)
        self._list.addWidget(empty)
        middle = QWidget()
        middle.setObjectName("page")
        middle.setLayout(column(bar, self._list))
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for place, (part, least) in enumerate(((self.facets, 168), (middle, 300), (self.detail, 330))):
            part.setMinimumWidth(scaled(least))
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(place, 1 if part is middle else 0)
        self.setLayout(column(self.splitter))

    def _connect(self) -> None:
        recorder, detail = self.recorder, self.detail
        self.facets.changed.connect(self._filter)
        self.table.row_chosen.connect(self._show_row)
        self.table.sort_wanted.connect(self._sort)
        self.table.detail_wanted.connect(detail.setFocus)
        self._clear.clicked.connect(self.clear_filters)
        self._clear_all.clicked.connect(self.clear_filters)
        recorder.written.connect(self._refresh)
        detail.judge_wanted.connect(lambda: self.act(recorder.judge))
        detail.evidence_wanted.connect(lambda: self.act(recorder.add_evidence))
        detail.search_wanted.connect(lambda: self.act(recorder.log_search))
        detail.edit_wanted.connect(self._edit)
        detail.withdraw_wanted.connect(self._withdraw)

    def _edit(self, evidence: EvidenceRow) -> None:
        self.act(lambda detail: self.recorder.edit_evidence(detail, evidence))

    def _withdraw(self, evidence: EvidenceRow) -> None:
        self.act(lambda detail: self.recorder.withdraw_evidence(detail, evidence))


def _bar(contents: QHBoxLayout) -> QVBoxLayout:
    return column(contents, margins=(16, 0, 12, 0))
