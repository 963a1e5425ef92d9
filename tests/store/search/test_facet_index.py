"""An index that is kept says what a new one says, whatever was written meanwhile, and by whom."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
from sqlalchemy import Connection, event
from tests.services.conftest import Office

from tracker.domain.assessment.assessment_rules import Rules
from tracker.domain.commitments.schedule import Thresholds
from tracker.domain.search.ledger_query import Facet, Group, LedgerQuery, SortKey, query_for
from tracker.domain.search.ordering import Order
from tracker.services.assessment import judging, searching
from tracker.services.briefings import coding
from tracker.services.commands import (
    AssessmentChange,
    BulkRevision,
    CommitmentRevision,
    DepartmentRevision,
    EvidenceFields,
    EvidenceRevision,
    NewReview,
    NewSearch,
    TagChange,
    Withdrawal,
    command,
)
from tracker.services.commitments import departments, listing, reading, tagging
from tracker.services.events import undoing
from tracker.services.evidence import recording
from tracker.services.ledgers import ledger_rules
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.store.database.engine import reading as reading_store
from tracker.store.database.versions import Horizon
from tracker.store.events.touched_commitments import touched
from tracker.store.search.conditions import Scope
from tracker.store.search.facet_index import CommitmentIndex

CITIES, FIRST, STANDING = "MIIT-2025-044", "MIIT-2025-001", "MIIT-2025-046"
QUERIES = (
    LedgerQuery(),
    query_for(department={"sme-bureau", "mof"}, search="试点"),
    query_for(assessment={"in_progress", "not_rated"}, tag={"重点"}),
    query_for(attention={"unjudged", "grounds_changed", "review"}, light={"overdue", "behind", "review"}),
    query_for(doubt={"grounds_changed", "before_due", "contradicted"}, speaker={"tao-qing", "zhang-yunming"}),
    query_for(attention={"unjudged"}, light={"overdue", "behind"}, changed_since=date(2026, 11, 1)),
)
Deed = Callable[[Workspace], object]


def notice(commitment: str = CITIES, **values: object) -> EvidenceFields:
    fields = {"title": "关于做好试点工作的通知", "publisher": "财政部", "published": "2025-05-12", "kind": "document"}
    links = [{"commitment": commitment, "bearing": "progress", "value": 34, "unit": "个", "role": "new"}]
    return command(EvidenceFields, **{**fields, "links": links, **values})


def judge(code: str, assessment: str, **held: str) -> Deed:
    change = command(AssessmentChange, commitment=code, assessment=assessment, reason="据材料", held=held)
    return lambda ledger: judging.set_assessment(ledger, change)


def search(code: str, **values: object) -> Deed:
    wanted = command(NewSearch, commitment=code, place="网", words="词", **values)
    return lambda ledger: searching.log_search(ledger, wanted)


DEEDS: tuple[Deed, ...] = (
    lambda ledger: recording.add_evidence(ledger, notice()),
    judge(CITIES, "in_progress"),
    lambda ledger: tagging.change_tags(ledger, command(TagChange, commitments=[CITIES, FIRST], add=["重点"])),
    search(FIRST, searched_on="2026-11-01"),
    judge(FIRST, "no_evidence"),
    search(FIRST, outcome="something", found="两份方案"),
    lambda ledger: recording.revise_evidence(
        ledger, EvidenceRevision(evidence_id=1, fields=notice(FIRST, published="2026-10-30"), expected_version=1)
    ),
    lambda ledger: judging.record_review(ledger, command(NewReview, commitment=STANDING, reason="仍在推进")),
    lambda ledger: coding.revise_commitments(
        ledger,
        command(
            BulkRevision,
            commitments=[CITIES, FIRST],
            departments=[{"department": "mof", "role": "lead", "basis": "user"}],
            reason="函告",
        ),
    ),
    lambda ledger: coding.revise_commitment(
        ledger,
        command(
            CommitmentRevision,
            commitment=FIRST,
            due_on="2026-12-31",
            due_basis="derived",
            due_about=True,
            parts_expected=7,
            reason="改",
        ),
    ),
    lambda ledger: recording.add_evidence(
        ledger, notice(FIRST, links=[{"commitment": FIRST, "bearing": "partly"}], title="方案", published="2026-09")
    ),
    judge(FIRST, "partly_met", before_due="首批已印发"),
    lambda ledger: ledger_rules.set_rules(ledger, Rules(Thresholds(5, 15), 10)),
    lambda ledger: recording.withdraw_evidence(ledger, command(Withdrawal, evidence_id=2, reason="重复")),
    *[undoing.undo] * 6,
    *[undoing.redo] * 5,
)


@pytest.fixture
def colleague(ledger: Workspace, location: str) -> Iterator[Workspace]:
    """The same ledger in another program."""
    other = open_workspace(location, author="张三", clock=ledger.clock)
    yield other
    other.close()


def answer(ledger: Workspace, query: LedgerQuery) -> tuple[object, ...]:
    found = listing.read_listing(ledger, query, tuple(Facet))
    return list(found.ids), found.rows, found.facets, found.groups


def test_what_is_kept_is_what_is_counted_anew(ledger: Workspace, colleague: Workspace) -> None:
    writers = (ledger, colleague)
    for number, deed in zip(count(), DEEDS, strict=False):
        deed(writers[number % 2])
        fresh = Workspace(ledger._engine, "张三", ledger.clock)
        # Counted once after each deed; and asked from the last to the first, lest the order of the questions matter.
        expected = [answer(fresh, query) for query in reversed(QUERIES)]
        for query in QUERIES:
            assert answer(ledger, query) == expected.pop(), (number, query)


def test_rows_that_come_and_go_stand_in_the_order_of_their_codes(ledger: Workspace, colleague: Workspace) -> None:
    """The order of the codes is kept while rows change, and read again where new ones may stand anywhere in it."""
    backwards = LedgerQuery(descending=True)
    office = Office()
    deeds: tuple[Deed, ...] = (
        judge(CITIES, "not_verifiable"),
        lambda one: office.enter(one, prefix="ALPHA"),
        judge(FIRST, "not_verifiable"),
        undoing.undo,
        undoing.undo,
        undoing.redo,
        lambda one: office.enter(one, "任务\n做甲事\n".encode(), "甲.csv", prefix="ZETA"),
        lambda one: departments.revise_department(
            one, command(DepartmentRevision, department="mof", name="财政部（国资）", reason="改")
        ),
    )
    for number, deed in enumerate(deeds):
        deed(colleague)
        fresh = Workspace(ledger._engine, "张三", ledger.clock)
        for query in (LedgerQuery(), backwards, query_for(department={"mof"})):
            assert answer(ledger, query) == answer(fresh, query), (number, query)


def test_what_a_rule_takes_the_ground_of_is_counted_and_given_back(ledger: Workspace) -> None:
    doubted = query_for(doubt={"grounds_changed"})
    search(FIRST, searched_on="2026-11-01")(ledger)
    judge(FIRST, "no_evidence")(ledger)
    assert answer(ledger, doubted)[0] == []
    for step, found in (
        (lambda: ledger_rules.set_rules(ledger, Rules(search_expiry_days=10)), [1]),
        (lambda: undoing.undo(ledger), []),
    ):
        step()
        fresh = Workspace(ledger._engine, "张三", ledger.clock)
        assert answer(ledger, doubted)[0] == answer(fresh, doubted)[0] == found


def test_a_facet_loaded_while_the_index_is_brought_up_to_date_does_no_harm(ledger: Workspace) -> None:
    """A reader of an earlier moment asks for a further facet just while a later one works out what has changed."""
    recording.add_evidence(ledger, notice())
    engine = ledger._engine
    with reading_store(engine) as earlier, reading_store(engine) as later:
        index = CommitmentIndex.read(earlier, Scope(Horizon(date(2026, 11, 1)), Rules()), 1)
        index.load(earlier, [Facet.TOPIC])

        def load_another(connection: Connection, *_: object) -> None:
            if connection is later:
                index.load(earlier, [*index.sides, next(one for one in Facet if one not in index.sides)])

        event.listen(engine, "after_cursor_execute", load_another)
        try:
            advanced = index.advanced(later, [44], 2)
        finally:
            event.remove(engine, "after_cursor_execute", load_another)
        assert len(index.sides) > len(advanced.sides)
        assert advanced.sides[Facet.TOPIC] == index.sides[Facet.TOPIC]


def test_a_new_day_is_counted_anew(ledger: Workspace) -> None:
    before = answer(ledger, LedgerQuery())
    now = ledger.clock()
    ledger.clock = lambda: now - timedelta(days=700)
    assert answer(ledger, LedgerQuery()) != before
    assert answer(ledger, LedgerQuery(as_of=date(2025, 1, 20)))[0] == []
    ledger.clock = lambda: now
    assert answer(ledger, LedgerQuery()) == before


THEN = (Order(SortKey.LEAD, descending=True), Order(SortKey.LIGHT))


@pytest.mark.parametrize("group", [None, *Group])
def test_ids_come_in_the_order_of_the_rows(ledger: Workspace, group: Group | None) -> None:
    recording.add_evidence(ledger, notice())
    for key in SortKey:
        for query in QUERIES[:2]:
            asked = replace(query, sort=key, group=group, descending=key is SortKey.DUE, then=THEN)
            rows = reading.list_rows(ledger, asked)
            assert list(listing.read_listing(ledger, asked, ()).ids) == [row.id for row in rows]
            assert listing.read_first(ledger, asked, 5) == rows[:5]


def test_a_selection_has_its_codes_in_order_and_counts_its_judgements(ledger: Workspace) -> None:
    judge(FIRST, "not_verifiable")(ledger)
    chosen = listing.read_selection(ledger, [44, 1])
    assert chosen.codes == (CITIES, FIRST)
    assert dict(chosen.assessments) == {"not_rated": 1, "not_verifiable": 1}


def test_a_loaded_coding_touches_everything(ledger: Workspace) -> None:
    recording.add_evidence(ledger, notice())
    with ledger.snapshot() as snapshot:
        assert touched(snapshot.connection, 0, 2) is None
        assert touched(snapshot.connection, 1, 2) == {44}
