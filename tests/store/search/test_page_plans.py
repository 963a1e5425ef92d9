"""No page of the window asks more of a large ledger than what it shows of it."""

from tests.store.watching import SMALL, Watch

from tracker.domain.evidence.evidence_query import INBOX, EvidenceFacet, EvidenceQuery, EvidenceSort
from tracker.services.briefings import briefing_view
from tracker.services.commitments import dashboard, reading
from tracker.services.evidence import evidence_view
from tracker.services.ledgers.workspace import Workspace

CITIES = "MIIT-2025-044"


def read_whole(watch: Watch) -> list[str]:
    """The tables and indexes that grow with the ledger and were read from end to end."""
    # An index of the comparisons alone holds a few rows, however large the history is.
    scans = [step for step in watch.plans if step.startswith("SCAN") and not step.endswith("INDEX ix_event_comparison")]
    names = [step.split()[1] for step in scans]
    return [name for name in names if name not in SMALL and not name.startswith(("(", "CONSTANT"))]


def test_a_briefing_is_read_without_a_look_at_the_others(large: Workspace) -> None:
    (source, *_) = reading.list_sources(large)
    watch = Watch(large)
    briefing_view.read_briefing(large, source.id)
    assert read_whole(watch) == []
    # The rules, the promises, the text, what is left out of it, and whether it is the one that was coded.
    assert len(watch.statements) <= 6, watch.statements


def test_the_sources_are_listed_without_their_texts(large: Workspace) -> None:
    watch = Watch(large)
    reading.list_sources(large)
    assert not any("clean_text" in statement for statement in watch.statements)


def test_the_dashboard_asks_the_same_few_questions_of_any_ledger(large: Workspace) -> None:
    dashboard.read_dashboard(large)
    watch = Watch(large)
    board = dashboard.read_dashboard(large)
    assert board.total == 72
    # The rules, the newest event for each index, and one page of targets.
    assert len(watch.statements) <= 5, watch.statements
    assert watch.scans() == []


def test_what_the_dashboard_counts_for_the_first_time_it_counts_through_indexes(large: Workspace) -> None:
    watch = Watch(large)
    dashboard.read_dashboard(large)
    assert watch.scans() in ([], ["evidence_state"]), "the kinds of evidence stand in no index: read once, and kept"
    # The rules, the newest event for each index, who is there, three of the pieces, the sides, one for each of the
    # nine things that ask for the analyst, the order, the names twice, and one page of targets.
    assert len(watch.statements) <= 21, watch.statements


def test_a_click_on_the_evidence_page_reads_one_page_of_pieces(large: Workspace) -> None:
    evidence_view.list_pieces(large, EvidenceQuery())
    watch = Watch(large)
    for query in (
        EvidenceQuery(INBOX),
        EvidenceQuery({EvidenceFacet.KIND: frozenset({"document"})}),
        EvidenceQuery(sort=EvidenceSort.STATE, descending=False),
    ):
        watch.clear()
        evidence_view.list_pieces(large, query)
        assert watch.scans() == []
        # The rules, the newest event; the pieces of one page with their links, files, and what their parts are called.
        assert len(watch.statements) <= 6, watch.statements


def test_words_in_evidence_are_looked_for_where_the_index_says(large: Workspace) -> None:
    evidence_view.list_pieces(large, EvidenceQuery())
    watch = Watch(large)
    assert evidence_view.list_pieces(large, EvidenceQuery(search="试点城市")).ids
    assert watch.scans() == []
    assert any("VIRTUAL TABLE" in step for step in watch.plans)


def test_a_piece_and_a_page_of_pieces_look_up_what_they_need(large: Workspace) -> None:
    watch = Watch(large)
    evidence_view.read_pieces(large, [1, 2, 3])
    evidence_view.read_piece(large, 3)
    assert read_whole(watch) == []


def test_a_commitment_to_link_to_is_looked_up(large: Workspace) -> None:
    watch = Watch(large)
    assert [target.code for target in evidence_view.find_targets(large, CITIES)] == [CITIES]
    assert evidence_view.find_targets(large, "试点 城市")
    assert watch.scans() == []
