"""No question that the window asks of a ledger reads a whole table without need, nor more often than it must."""

from datetime import date

import pytest
from tests.store.watching import SMALL, Watch

from tracker.desktop.views.common.facet_panel import SHOWN
from tracker.domain.search.ledger_query import Facet, Group, LedgerQuery, SortKey, query_for
from tracker.services.commitments import listing, reading
from tracker.services.ledgers.workspace import Workspace

CITIES = "MIIT-2025-044"


QUERIES = (
    LedgerQuery(),
    query_for(assessment={"met"}),
    query_for(department={"sme-bureau"}, light={"overdue"}, search="试点 城市"),
    query_for(attention={"unjudged", "old_search"}, tag={"重点"}),
    query_for(attention={"grounds_changed", "due", "due_asked", "review", "red"}),
    query_for(doubt={"claims_only", "before_due"}, light={"review", "unmeasured"}),
    query_for(speaker={"tao-qing"}, due_basis={"question"}),
    *(LedgerQuery(sort=key) for key in SortKey),
    *(LedgerQuery(group=group) for group in Group),
)


def test_no_list_reads_a_whole_table_but_through_an_index_of_what_is_asked(large: Workspace) -> None:
    watch = Watch(large)
    for query in QUERIES:
        watch.clear()
        listing.read_listing(large, query, SHOWN)
        assert watch.scans() == [], query
        assert watch.read_again == [], query


def test_a_page_a_detail_and_the_beginning_look_up_what_they_need(large: Workspace) -> None:
    watch = Watch(large)
    listing.read_page(large, [1, 2, 3])
    listing.read_first(large, LedgerQuery(), 100)
    reading.read_detail(large, CITIES)
    reading.latest_event(large)
    assert watch.scans() == []
    # Nor are whole indexes read, but that of the codes from its beginning on.
    read = [step for step in watch.plans if step.startswith("SCAN") and "sqlite_autoindex_commitment" not in step]
    assert [step for step in read if step.split()[1] not in SMALL | {"CONSTANT", "(subquery-1)"}] == []


def test_a_click_asks_for_the_first_rows_and_for_nothing_that_is_known(large: Workspace) -> None:
    listing.read_listing(large, LedgerQuery(), SHOWN)
    watch = Watch(large)
    for query in (query_for(assessment={"met"}), query_for(kind={"pilot"}, topic={"x"}), LedgerQuery()):
        watch.clear()
        found = listing.read_listing(large, query, SHOWN)
        # The rules, the newest event, and one page of rows, where there are any.
        assert len(watch.statements) == (3 if found.ids else 2), watch.statements


def test_words_are_looked_up_and_not_looked_for(large: Workspace) -> None:
    watch = Watch(large)
    listing.read_listing(large, query_for(search="试点城市"), (Facet.TAG,))
    assert any("VIRTUAL TABLE" in step for step in watch.plans)
    assert not any("passage" in statement or "evidence_state" in statement for statement in watch.statements)
    watch.clear()
    listing.read_listing(large, query_for(search="试点城市", as_of=date(2026, 1, 1)), (Facet.TAG,))
    assert any("passage" in statement for statement in watch.statements)  # the index knows what is said now


@pytest.mark.parametrize("shown", [None, ()], ids=["whole", "by pages"])
def test_the_detail_of_one_needs_as_many_questions_as_that_of_another(
    large: Workspace, shown: tuple[int, ...] | None
) -> None:
    watch = Watch(large)
    counts = set()
    for row in reading.list_rows(large, LedgerQuery()):
        watch.clear()
        reading.read_detail(large, row.code, shown=shown)
        counts.add(len(watch.statements))
        assert watch.scans() == []
    # More where there is evidence, for its links and files, what users call departments, and what its documents count
    # elsewhere; where it bears on parts, for their names now; where there are later words, for what was measured; and
    # where somebody has judged, for what the verdict rests on.
    # One asks whether it is in a chain.
    assert max(counts) <= 24
    assert max(counts) - min(counts) <= 7
    assert watch.read_again == []
