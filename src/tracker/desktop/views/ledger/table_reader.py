"""Brings the table what it asks for: pages of rows, what several selected rows are, and all of them for a copy."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs, Task
from tracker.desktop.models.copying import Copy, table_of
from tracker.desktop.models.lazy_table import PAGE
from tracker.desktop.views.ledger.ledger_table import LedgerTable
from tracker.domain.commitments.progress import Progress, steps
from tracker.domain.terms import Assessment

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.services.commitments.listing import Selection


class TableReader(QObject):
    """`selected` carries how many rows are selected and, once that is known, how they are judged."""

    selected = Signal(int, object)
    refused = Signal(object)

    def __init__(self, appearance: Appearance, jobs: Jobs, table: LedgerTable) -> None:
        super().__init__(table)
        self._appearance = appearance
        self._jobs = jobs
        self._table = table
        self.ledger: OpenLedger | None = None
        self._codes: tuple[str, ...] = ()
        self._is_known = True
        self._waiting: Callable[[], object] | None = None
        table.page_wanted.connect(self._fetch)
        table.copy_wanted.connect(self._copy)
        table.selection_changed.connect(self._select)

    @property
    def codes(self) -> tuple[str, ...]:
        """The commitments that are selected, where they are several and it is known which."""
        return self._codes

    def when_known(self, action: Callable[[], object]) -> None:
        """Do something with what is selected, once it is known which commitments these are."""
        if self._is_known:
            action()
        else:
            self._waiting = action

    def _fetch(self, ids: Sequence[int]) -> None:
        ledger = self.ledger
        if ledger is not None:
            self._jobs.run(
                lambda: services.listing.read_page(ledger.workspace, ids, ledger.as_of),
                self._table.fill,
                self.refused.emit,
            )

    def _select(self) -> None:
        """What is there already is known at once."""
        ledger = self.ledger
        ids = self._table.selected
        table = self._table
        several = len(ids) > 1
        rows = table.rows.known_rows(ids) if several else ()
        if rows is not None:
            self._tell(tuple(row.code for row in rows), len(ids), Counter(row.assessment for row in rows))
            return
        self._codes = ()
        self._is_known = False
        self._waiting = None
        self.selected.emit(len(ids), {})
        if ledger is not None:

            def show(found: "Selection") -> None:
                if self._table.selected == ids:
                    self._tell(found.codes, len(ids), found.assessments)

            self._jobs.run(
                lambda: services.listing.read_selection(ledger.workspace, ids, ledger.as_of),
                show,
                self.refused.emit,
                "selection",
            )

    def _tell(self, codes: tuple[str, ...], count: int, assessments: Mapping[Assessment, int]) -> None:
        self._codes = codes
        self._is_known = True
        self.selected.emit(count, assessments)
        action = self._waiting
        self._waiting = None
        if action is not None:
            action()

    def _copy(self, ids: Sequence[int]) -> None:
        """Read all rows page by page, then copy them."""
        ledger = self.ledger
        names = self._table.header.seen
        words = self._appearance.words
        if ledger is None:
            return

        def read(progress: Progress) -> Copy:
            pages = [ids[start : start + PAGE] for start in range(0, len(ids), PAGE)]
            read_page = services.listing.read_page
            found = (read_page(ledger.workspace, page, ledger.as_of) for page in steps(pages, progress))
            return table_of([row for rows in found for row in rows], names, words)

        done = partial(self._take_copy, len(ids))
        self._jobs.run_long(Task(self.tr("Copy as table")), read, done, self.refused.emit)

    def _take_copy(self, count: int, copy: Copy) -> None:
        self._table.take_copy(copy, count)
