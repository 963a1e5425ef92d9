"""Searches for evidence: one or a round of them, what they came to, and what was said of that later (§6)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tracker.domain.errors import UserError
from tracker.domain.search.ledger_query import query_for
from tracker.domain.terms import Assessment, SearchOutcome
from tracker.services.assessment.judging import set_assessment, set_assessments
from tracker.services.assessment.searching import decide_search, log_round, log_search
from tracker.services.commands import (
    AssessmentChange,
    BulkAssessment,
    NewSearch,
    SearchDecision,
    SearchRound,
    command,
)
from tracker.services.commitments.reading import latest_event, list_rows, read_detail
from tracker.services.events.undoing import redo, undo
from tracker.services.ledgers.workspace import Workspace
from tracker.services.safety.checking import check

CITIES, CLUSTERS, STANDING = "MIIT-2025-044", "MIIT-2025-045", "MIIT-2025-046"
NOTHING, SOMETHING, UNCLEAR = SearchOutcome
Found = tuple[str, str, date, str, SearchOutcome]


def search(ledger: Workspace, code: str = CITIES, **values: object) -> None:
    wanted = {"commitment": code, "place": "中国政府网", "words": "试点城市", **values}
    log_search(ledger, command(NewSearch, **wanted))


def rounded(*searches: dict[str, object], **values: object) -> SearchRound:
    every = searches or ({"commitment": CITIES}, {"commitment": CLUSTERS}, {"commitment": STANDING})
    return command(SearchRound, **{"place": "工信部网站", "words": "中小企业", "searches": every, **values})


def decide(ledger: Workspace, outcome: str, number: int = 1, reason: str = "核对原文", **values: object) -> None:
    decision = {"search": number, "outcome": outcome, "reason": reason, **values}
    decide_search(ledger, command(SearchDecision, **decision))


def searches_of(ledger: Workspace, code: str = CITIES) -> list[Found]:
    return [(s.place, s.words, s.searched_on, s.found, s.outcome) for s in read_detail(ledger, code).searches]


def judge(ledger: Workspace, assessment: str = "no_evidence", code: str = CITIES) -> None:
    set_assessment(ledger, command(AssessmentChange, commitment=code, assessment=assessment, reason="据检索"))


def is_refused(ledger: Workspace, code: str, deed: Callable[[], object]) -> None:
    """That a deed is refused, and leaves nothing behind."""
    before = latest_event(ledger)
    with pytest.raises(UserError, match=code):
        deed()
    assert latest_event(ledger) == before


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ({}, NOTHING),
        ({"found": "只有旧闻"}, UNCLEAR),
        ({"outcome": "nothing", "found": "只有旧闻"}, NOTHING),
        ({"outcome": "something", "found": "第三批名单"}, SOMETHING),
        ({"outcome": "unclear"}, UNCLEAR),
    ],
)
def test_what_a_search_came_to_is_said_or_follows_from_whether_it_found_words(
    ledger: Workspace, values: dict[str, Any], outcome: SearchOutcome
) -> None:
    search(ledger, **values)
    (found,) = read_detail(ledger, CITIES).searches
    assert (found.outcome, found.decided, found.searched_on) == (outcome, True, date(2026, 11, 23))
    assert read_detail(ledger, CITIES).history[0].details["outcome"] == outcome
    assert check(ledger) == ()


def test_whoever_found_something_says_what(ledger: Workspace) -> None:
    is_refused(ledger, "found_missing", lambda: search(ledger, outcome="something"))
    is_refused(ledger, "found_missing", lambda: search(ledger, outcome="something", found=" "))


@pytest.mark.parametrize(
    ("outcome", "code"), [("something", "search_found"), ("unclear", "search_found"), ("nothing", None)]
)
def test_only_a_search_that_found_nothing_carries_that_there_is_nothing(
    ledger: Workspace, outcome: str, code: str | None
) -> None:
    search(ledger, outcome=outcome, found="第三批名单")
    if code:
        is_refused(ledger, code, lambda: judge(ledger))
    else:
        judge(ledger)
        assert read_detail(ledger, CITIES).row.assessment is Assessment.NO_EVIDENCE
    assert check(ledger) == ()


def test_the_newest_search_counts_and_of_one_day_the_last(ledger: Workspace) -> None:
    search(ledger, searched_on="2026-11-20", outcome="something", found="名单")
    search(ledger, searched_on="2026-11-10")
    is_refused(ledger, "search_found", lambda: judge(ledger))
    search(ledger, searched_on="2026-11-20")
    judge(ledger)
    assert check(ledger) == ()


def test_a_round_is_one_event_and_a_search_of_each(ledger: Workspace) -> None:
    before = latest_event(ledger)
    changes = log_round(
        ledger,
        rounded(
            {"commitment": CITIES},
            {"commitment": CLUSTERS, "words": "产业集群", "outcome": "something", "found": "第四批名单"},
            {"commitment": STANDING, "found": "一篇旧闻"},
            searched_on="2026-11-20",
        ),
    )
    assert changes.event_id == before + 1 == latest_event(ledger)
    day = date(2026, 11, 20)
    assert searches_of(ledger, CITIES) == [("工信部网站", "中小企业", day, "", NOTHING)]
    assert searches_of(ledger, CLUSTERS) == [("工信部网站", "产业集群", day, "第四批名单", SOMETHING)]
    assert searches_of(ledger, STANDING) == [("工信部网站", "中小企业", day, "一篇旧闻", UNCLEAR)]
    codes = (CITIES, CLUSTERS, STANDING)
    events = [read_detail(ledger, code).history[0] for code in codes]
    assert events == [events[0]] * 3
    assert (events[0].kind, events[0].details["commitments"]) == ("search_round_logged", [*codes])
    assert events[0].details["outcomes"] == {CITIES: "nothing", CLUSTERS: "something", STANDING: "unclear"}
    assert {s.searched_by for code in codes for s in read_detail(ledger, code).searches} == {"张三"}
    assert check(ledger) == ()

    undo(ledger)
    assert [searches_of(ledger, code) for code in codes] == [[], [], []]
    redo(ledger)
    assert [len(searches_of(ledger, code)) for code in codes] == [1, 1, 1]
    assert check(ledger) == ()


def test_a_round_carries_a_verdict_on_each_and_takes_their_ground_when_it_is_undone(ledger: Workspace) -> None:
    log_round(ledger, rounded())
    codes = (CITIES, CLUSTERS, STANDING)
    other = Workspace(ledger._engine, "李四", ledger.clock)
    set_assessments(other, command(BulkAssessment, commitments=codes, assessment="no_evidence", reason="未见"))
    undo(ledger)
    assert [row.code for row in list_rows(ledger, query_for(attention={"grounds_changed"}))] == [*codes]
    assert check(ledger) == ()
    redo(ledger)
    assert list_rows(ledger, query_for(attention={"grounds_changed"})) == ()
    assert check(ledger) == ()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"words": ""}, "field_missing"),
        ({"place": " "}, "field_missing"),
        ({"searched_on": "2026-11-24"}, "date_future"),
        ({"searched_on": "2026-11-31"}, "date_invalid"),
        ({"searches": []}, "field_missing"),
        ({"searches": [{"commitment": CITIES}, {"commitment": "MIIT-2025-999"}]}, "commitment_unknown"),
        ({"searches": [{"commitment": CITIES}, {"commitment": CLUSTERS, "outcome": "something"}]}, "found_missing"),
        ({"searches": [{"commitment": CITIES, "outcome": "maybe"}]}, "term_unknown"),
    ],
)
def test_of_a_round_that_is_wrong_nothing_is_kept(ledger: Workspace, wrong: dict[str, object], code: str) -> None:
    is_refused(ledger, code, lambda: log_round(ledger, rounded(**wrong)))
    assert searches_of(ledger) == []


def test_words_of_each_may_stand_for_those_of_the_round(ledger: Workspace) -> None:
    log_round(ledger, rounded({"commitment": CITIES, "words": "试点城市"}, words=""))
    assert searches_of(ledger)[0][1] == "试点城市"


def test_what_a_search_came_to_is_said_later(ledger: Workspace) -> None:
    search(ledger, found="一则旧闻")
    is_refused(ledger, "search_found", lambda: judge(ledger))
    decide(ledger, "nothing")
    (found,) = read_detail(ledger, CITIES).searches
    assert (found.outcome, found.found, found.searched_by) == (NOTHING, "一则旧闻", "张三")
    event = read_detail(ledger, CITIES).history[0]
    assert (event.kind, event.reason) == ("search_decided", "核对原文")
    assert (event.details["before"], event.details["outcome"]) == ("unclear", "nothing")
    judge(ledger)
    assert check(ledger) == ()


def test_a_decision_takes_the_ground_of_a_verdict_and_undo_gives_it_back(ledger: Workspace) -> None:
    search(ledger)
    judge(ledger)
    decide(ledger, "something", found="第三批名单")
    assert read_detail(ledger, CITIES).row.grounds_changed
    assert check(ledger) == ()
    undo(ledger)
    assert not read_detail(ledger, CITIES).row.grounds_changed
    assert searches_of(ledger) == [("中国政府网", "试点城市", date(2026, 11, 23), "", NOTHING)]
    assert check(ledger) == ()


def test_what_is_wrong_with_a_decision_is_refused(ledger: Workspace) -> None:
    search(ledger)
    is_refused(ledger, "found_missing", lambda: decide(ledger, "something"))
    is_refused(ledger, "found_missing", lambda: decide(ledger, "something", found=""))
    is_refused(ledger, "reason_missing", lambda: decide(ledger, "unclear", reason=" "))
    is_refused(ledger, "search_unknown", lambda: decide(ledger, "nothing", number=99))
    is_refused(ledger, "term_unknown", lambda: decide(ledger, "perhaps"))
    undo(ledger)
    is_refused(ledger, "search_unknown", lambda: decide(ledger, "nothing"))


def test_the_ledger_of_yesterday_knows_what_was_said_yesterday(ledger: Workspace) -> None:
    search(ledger, found="一则旧闻", searched_on="2026-11-01")
    yesterday, now = ledger.today(), ledger.clock()
    ledger.clock = lambda: now.replace(day=24)
    decide(ledger, "nothing")
    assert [s.outcome for s in read_detail(ledger, CITIES, as_of=yesterday).searches] == [UNCLEAR]
    assert [s.outcome for s in read_detail(ledger, CITIES).searches] == [NOTHING]
