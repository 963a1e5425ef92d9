"""A ledger of the former program (schema 0004) that holds each verdict that the rules do not allow any more.

`ledgers/0004.db.gz` was written by that program itself: verdicts without proof, searches that found something behind
"no public evidence", assumed due dates, relations of the former kinds, a document recorded three times, and what a user
had changed.
"""

import gzip
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from tracker.domain.errors import UserError
from tracker.domain.rows import CommitmentDetail
from tracker.domain.search.ledger_query import LedgerQuery, query_for
from tracker.domain.terms import Assessment, Doubt, DueBasis, RelationKind, SearchOutcome
from tracker.domain.text.dates import BEIJING
from tracker.services.assessment.searching import decide_search
from tracker.services.commands import SearchDecision, command
from tracker.services.commitments.reading import list_details, list_rows, read_detail
from tracker.services.events.undoing import undo
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import check

NOW = datetime(2026, 11, 29, 12, tzinfo=BEIJING)
BEFORE = date(2026, 3, 1)
"""A day before the ledger was opened by this program."""
NEVER_ALLOWED = {
    "MIIT-2025-008": "evidence_missing",  # met on a piece that contradicts
    "MIIT-2025-013": "evidence_missing",  # met on a context piece that was named
    "MIIT-2025-018": "evidence_missing",  # met on a call for comments
    "MIIT-2025-044": "evidence_missing",  # met on a plan of 34
    "MIIT-2025-047": "search_found",  # no evidence beside a search that found three documents
    "MIIT-2025-048": "search_expired",  # no evidence on a search 89 days old
    "MIIT-2025-059": "evidence_missing",  # in progress by a document of 2024
}


@pytest.fixture
def former(tmp_path: Path) -> Iterator[Workspace]:
    path = tmp_path / "ledger.db"
    path.write_bytes(gzip.decompress((Path(__file__).parent / "ledgers" / "0004.db.gz").read_bytes()))
    workspace = open_workspace(path, author="分析员", clock=lambda: NOW)
    yield workspace
    workspace.close()


def detail(ledger: Workspace, number: int, as_of: date | None = None) -> CommitmentDetail:
    return read_detail(ledger, f"MIIT-2025-{number:03}", as_of)


def test_check_names_each_verdict_that_was_never_allowed_and_no_other(former: Workspace) -> None:
    found = check(former)
    verdicts = {fault.details["commitment"]: fault.details["why"] for fault in found if fault.code == "fault_verdict"}
    assert verdicts == NEVER_ALLOWED
    assert {fault.code for fault in found} == {"fault_verdict", "search_undecided"}


def test_no_verdict_is_changed_by_itself(former: Workspace) -> None:
    for code in NEVER_ALLOWED:
        now, then = read_detail(former, code), read_detail(former, code, BEFORE)
        assert (now.row.assessment, now.reason) == (then.row.assessment, then.reason)
        assert now.row.grounds_changed
    changed = list_rows(former, query_for(doubt={Doubt.GROUNDS_CHANGED}))
    assert {row.code for row in changed} == set(NEVER_ALLOWED)


def test_a_verdict_that_is_only_questionable_stands_with_its_doubt(former: Workspace) -> None:
    row = detail(former, 45).row  # 10 of 100
    assert (row.assessment, row.doubts, row.grounds_changed) == (Assessment.MET, (Doubt.ARITHMETIC_SHORT,), False)
    assert detail(former, 20).row.doubts == (Doubt.CLAIMS_ONLY, Doubt.DUE_INFERRED)
    assert detail(former, 53).row.doubts == ()


def test_a_search_that_found_some_words_waits_to_be_decided(former: Workspace) -> None:
    assert [fault.details["search"] for fault in check(former) if fault.code == "search_undecided"] == [1]
    (search,) = detail(former, 47).searches
    assert (search.outcome, search.decided) == (SearchOutcome.UNCLEAR, False)
    (empty,) = detail(former, 48).searches
    assert (empty.outcome, empty.decided) == (SearchOutcome.NOTHING, True)
    decide_search(former, command(SearchDecision, search=1, outcome="nothing", reason="三份都与基金无关"))
    (search,) = detail(former, 47).searches
    assert (search.outcome, search.decided, search.found) == (SearchOutcome.NOTHING, True, "找到三份文件")
    assert not detail(former, 47).row.grounds_changed
    undo(former)
    assert detail(former, 47).row.grounds_changed


def test_due_dates_follow_the_new_coding_and_those_of_the_user_are_hers(former: Workspace) -> None:
    bases = {row.due.basis for row in list_rows(former, LedgerQuery())}
    assert DueBasis.ASSUMED not in bases
    assert detail(former, 45).row.due.basis is DueBasis.SECTION
    assert (detail(former, 24).row.due.on, detail(former, 24).row.due.basis) == (date(2026, 6, 30), DueBasis.STATED)
    assert (detail(former, 25).row.due.on, detail(former, 25).row.due.basis) == (date(2026, 3, 31), DueBasis.USER)
    assert detail(former, 1).row.title.zh == "改过的标题"


def test_what_was_said_before_is_shown_as_of_that_day(former: Workspace) -> None:
    assert detail(former, 19, BEFORE).row.due.basis is DueBasis.ASSUMED
    assert detail(former, 25, BEFORE).row.due.basis is DueBasis.ASSUMED
    assert [one.kind for one in detail(former, 44, BEFORE).relations] == [RelationKind.REVISION]
    assert [part.title.zh for part in detail(former, 6, BEFORE).parts] == ["大规模设备更新", "技术改造"]
    assert len(list_rows(former, LedgerQuery(as_of=BEFORE))) == 69


def test_restatements_take_the_relations_of_the_rules(former: Workspace) -> None:
    kinds = {number: [one.kind for one in detail(former, number).relations] for number in (18, 20, 44, 45, 55, 60)}
    assert kinds == {
        18: [RelationKind.RESTATED],
        20: [RelationKind.EXTENDED],
        44: [RelationKind.RAISED],
        45: [RelationKind.LOWERED],
        55: [RelationKind.RESTATED],
        60: [RelationKind.MERGED],
    }


def test_no_part_is_taken_away_that_evidence_is_linked_to(former: Workspace) -> None:
    now = detail(former, 6)
    assert [part.title.zh for part in now.parts] == ["大规模设备更新", "技术改造"]  # the coding's new ones wait
    assert detail(former, 2).parts == ()
    (link,) = (link for piece in now.evidence for link in piece.links)
    assert link.part is not None
    assert link.part.title.zh == "技术改造"


def test_words_stand_under_who_said_them(former: Workspace) -> None:
    for number in (6, 7, 9, 10):
        said = [quote.speaker.name.zh for quote in detail(former, number).quotes if quote.speaker]
        assert said == ["张云明", "陶青"]


def test_what_happened_is_one_event_that_undo_passes_by(former: Workspace) -> None:
    events = [event for event in detail(former, 25).history if event.kind == "terms_revised"]
    assert [event.author for event in events] == ["tracker"]
    undo(former)  # the analyst's own last change
    assert detail(former, 25).row.due.basis is DueBasis.USER


def test_the_ledger_is_sound_and_stays_so_when_it_is_opened_again(former: Workspace, tmp_path: Path) -> None:
    before = check(former)
    former.close()
    again = open_workspace(tmp_path / "ledger.db", clock=lambda: NOW)
    try:
        assert check(again) == before
        assert len(list_details(again, LedgerQuery())) == 72
    finally:
        again.close()


def test_a_search_that_nobody_made_is_no_search(former: Workspace) -> None:
    decision = command(SearchDecision, search=99, outcome="nothing", reason="没有这一条")
    with pytest.raises(UserError, match="search_unknown"):
        decide_search(former, decision)
