"""Judging, with the evidence behind it."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

import pytest

from tracker.domain.errors import UserError
from tracker.domain.rows import Changes, VerdictDoubt
from tracker.domain.search.ledger_query import Attention, query_for
from tracker.domain.terms import Assessment, Doubt, Light
from tracker.domain.text.dates import BEIJING
from tracker.services.assessment.judging import set_assessment, set_assessments
from tracker.services.assessment.searching import log_search
from tracker.services.commands import AssessmentChange, BulkAssessment, EvidenceFields, NewSearch, Withdrawal, command
from tracker.services.commitments.reading import latest_event, list_rows, read_detail
from tracker.services.events.undoing import redo, undo
from tracker.services.evidence.recording import add_evidence, withdraw_evidence
from tracker.services.ledgers.workspace import Workspace
from tracker.services.safety.checking import check

CITIES, CLUSTERS, STANDING = "MIIT-2025-044", "MIIT-2025-045", "MIIT-2025-046"
NUMBERS = count(1)
"""Of the documents, each of which is another one."""
COUNTED: dict[str, Any] = {"value": "101", "unit": "个", "role": "cumulative"}


def add(
    ledger: Workspace,
    code: str = CITIES,
    published: str = "2026-01-21",
    kind: str = "list",
    same_briefing: bool | None = None,
    **link: object,
) -> int:
    fields = {"title": "城市名单", "publisher": "工信部", "published": published, "kind": kind}
    fields |= {"same_briefing": same_briefing, "number": f"工信部企业〔2026〕{next(NUMBERS)}号"}
    links = [{"commitment": code, "bearing": "fulfils", **link}]
    return add_evidence(ledger, command(EvidenceFields, **fields, links=links)).evidence[0]


def search(ledger: Workspace, code: str = CITIES, **values: object) -> Changes:
    wanted = {"commitment": code, "place": "工信部网站", "words": "试点城市 第三批", "searched_on": "2026-11-01"}
    return log_search(ledger, command(NewSearch, **{**wanted, **values}))


def judge(ledger: Workspace, assessment: str, code: str = CITIES, **more: object) -> Changes:
    return set_assessment(
        ledger, command(AssessmentChange, commitment=code, assessment=assessment, reason="据发布会", **more)
    )


def refused(deed: Callable[[], object]) -> UserError:
    with pytest.raises(UserError) as error:
        deed()
    return error.value


def on(ledger: Workspace, day: date) -> None:
    """Go on at noon of a day."""
    ledger.clock = lambda: datetime.combine(day, time(12), BEIJING)


def later(ledger: Workspace, days: int) -> None:
    on(ledger, ledger.today() + timedelta(days=days))


def test_from_a_plan_to_a_verdict(ledger: Workspace) -> None:
    assert read_detail(ledger, CITIES).row.light is Light.OVERDUE
    add(ledger, published="2025-05-12", kind="document", bearing="progress", value="34", unit="个", role="plan")
    row = read_detail(ledger, CITIES).row
    assert (row.working, row.light) == (None, Light.OVERDUE)
    add(ledger, **COUNTED)
    row = read_detail(ledger, CITIES).row
    assert row.working is not None
    assert (row.working.actual, row.working.satisfied, row.light) == (35, True, Light.AWAITING)
    changes = judge(ledger, "met")
    detail = read_detail(ledger, CITIES)
    assert changes.commitments == (detail.row.id,)
    assert (detail.row.assessment, detail.row.light, detail.reason, detail.doubts) == (
        Assessment.MET,
        Light.NOT_APPLICABLE,
        "据发布会",
        (),
    )
    assert detail.cited == (2,), "a plan proves no amount"
    assert [event.kind for event in detail.history] == [
        "assessment_set",
        "evidence_added",
        "evidence_added",
        "source_loaded",
    ]
    assert check(ledger) == ()


@pytest.mark.parametrize("assessment", [*Assessment])
def test_no_judgement_without_a_reason(ledger: Workspace, assessment: Assessment) -> None:
    add(ledger)
    before = latest_event(ledger)
    blank = command(AssessmentChange, commitment=CITIES, assessment=assessment, reason=" \n")
    assert refused(lambda: set_assessment(ledger, blank)).code == "reason_missing"
    assert latest_event(ledger) == before


def test_a_refused_judgement_leaves_nothing_behind(ledger: Workspace) -> None:
    before = latest_event(ledger)
    with pytest.raises(UserError, match="evidence_missing"):
        judge(ledger, "met")
    assert latest_event(ledger) == before
    assert read_detail(ledger, CITIES).row.assessment is Assessment.NOT_RATED


def test_a_refusal_says_of_each_piece_why_it_cannot_carry_the_verdict(ledger: Workspace) -> None:
    plan = add(ledger, published="2025-05-12", value="34", unit="个", role="plan")
    early = add(ledger, published="2024-11-20")
    step = add(ledger, bearing="progress")
    error = refused(lambda: judge(ledger, "met", evidence=(plan, early, step)))
    assert (error.code, error.details["obstacles"]) == (
        "evidence_missing",
        {plan: "plan", early: "early", step: "bearing"},
    )
    assert error.field == "evidence"


def test_only_the_named_evidence_is_cited(ledger: Workspace) -> None:
    add(ledger, **COUNTED)
    second = add(ledger)
    judge(ledger, "met", evidence=(second,))
    assert read_detail(ledger, CITIES).cited == (second,)


def test_a_piece_that_proves_nothing_may_be_named_beside_one_that_does(ledger: Workspace) -> None:
    proof, context = add(ledger, **COUNTED), add(ledger, bearing="context")
    judge(ledger, "met", evidence=(proof, context))
    assert read_detail(ledger, CITIES).cited == (proof, context)
    assert check(ledger) == ()


def test_context_alone_carries_no_finding(ledger: Workspace) -> None:
    piece = add(ledger, bearing="context")
    for named in (None, (piece,)):
        with pytest.raises(UserError, match="evidence_missing"):
            judge(ledger, "in_progress", evidence=named)


def test_evidence_of_another_commitment_proves_nothing_here(ledger: Workspace) -> None:
    foreign = add(ledger, code="MIIT-2025-001")
    with pytest.raises(UserError, match="evidence_not_linked"):
        judge(ledger, "met", evidence=(foreign,))
    with pytest.raises(UserError, match="evidence_unknown"):
        judge(ledger, "met", evidence=(99,))


def test_a_report_of_the_same_briefing_is_never_cited(ledger: Workspace) -> None:
    report, proof = add(ledger, published="2025-01-22", same_briefing=True), add(ledger, **COUNTED)
    with pytest.raises(UserError, match="evidence_same_briefing"):
        judge(ledger, "met", evidence=(report, proof))


def test_what_is_only_said_is_questioned_and_held_to_by_a_reason_of_its_own(ledger: Workspace) -> None:
    said = add(ledger, kind="statement", **COUNTED)
    before = latest_event(ledger)
    error = refused(lambda: judge(ledger, "met"))
    assert (error.code, error.field, error.details["questions"]) == ("verdict_questioned", "held", ["claims_only"])
    assert refused(lambda: judge(ledger, "met", held={"contradicted": "另一回事"})).code == "verdict_questioned"
    assert refused(lambda: judge(ledger, "met", held={"claims_only": " "})).code == "held_reason_missing"
    assert latest_event(ledger) == before

    event = judge(ledger, "met", held={"claims_only": "名单尚未公布", "contradicted": "没有人问"}).event_id
    detail = read_detail(ledger, CITIES)
    assert detail.doubts == (VerdictDoubt(Doubt.CLAIMS_ONLY, "名单尚未公布", event),)
    assert detail.row.doubts == (Doubt.CLAIMS_ONLY,)
    assert (detail.cited, detail.row.grounds_changed) == ((said,), False)
    assert detail.history[0].details["held"] == {"claims_only": "名单尚未公布"}
    assert check(ledger) == ()


def test_a_doubt_that_arises_later_has_no_reason(ledger: Workspace) -> None:
    add(ledger, **COUNTED)
    judge(ledger, "met")
    add(ledger, published="2026-03-01", kind="press", bearing="contradicts")
    detail = read_detail(ledger, CITIES)
    assert detail.doubts == (VerdictDoubt(Doubt.CONTRADICTED),)
    assert not detail.row.grounds_changed
    assert check(ledger) == ()


def test_an_amount_that_falls_short_is_questioned_until_it_is_counted(ledger: Workspace) -> None:
    add(ledger, value="20", unit="个", role="new")
    assert refused(lambda: judge(ledger, "met")).details["questions"] == ["arithmetic_short"]
    judge(ledger, "met", held={"arithmetic_short": "另有十五个未列明"})
    add(ledger, published="2026-02-01", value="15", unit="个", role="new")
    detail = read_detail(ledger, CITIES)
    assert (detail.row.doubts, detail.doubts) == ((), ())
    assert check(ledger) == ()


def test_before_the_due_date_a_part_is_questioned_and_with_the_date_the_question_ends(ledger: Workspace) -> None:
    on(ledger, date(2025, 10, 23))
    add(ledger, published="2025-06-01", bearing="partly", value="12", unit="个", role="new")
    assert refused(lambda: judge(ledger, "partly_met")).details["questions"] == ["before_due"]
    judge(ledger, "partly_met", held={"before_due": "首批已公布"})
    row = read_detail(ledger, CITIES).row
    assert (row.doubts, row.light) == ((Doubt.BEFORE_DUE,), Light.FAR_BEHIND), "the light stays on"
    later(ledger, 60)
    row = read_detail(ledger, CITIES).row
    assert (row.doubts, row.light) == ((Doubt.BEFORE_DUE,), Light.FAR_BEHIND)
    later(ledger, 30)
    row = read_detail(ledger, CITIES).row
    assert (row.doubts, row.light) == ((), Light.NOT_APPLICABLE)
    assert check(ledger) == ()


def test_withdrawn_evidence_no_longer_counts_but_the_verdict_waits_for_the_analyst(ledger: Workspace) -> None:
    piece = add(ledger, **COUNTED)
    judge(ledger, "met")
    withdraw_evidence(ledger, command(Withdrawal, evidence_id=piece, reason="重复"))
    detail = read_detail(ledger, CITIES)
    assert (detail.row.working, detail.row.evidence_count, detail.row.latest_evidence) == (None, 0, None)
    assert (detail.row.assessment, detail.row.grounds_changed) == (Assessment.MET, True)
    assert [(e.withdrawn, e.withdrawal_reason) for e in detail.evidence] == [(True, "重复")]
    assert [row.code for row in list_rows(ledger, query_for(attention={Attention.GROUNDS_CHANGED}))] == [CITIES]
    with pytest.raises(UserError, match="evidence_withdrawn"):
        judge(ledger, "met", evidence=(piece,))
    assert check(ledger) == ()


def test_what_took_the_ground_away_gives_it_back_when_it_is_undone(ledger: Workspace) -> None:
    piece = add(ledger, **COUNTED)
    judge(ledger, "met")
    withdraw_evidence(ledger, command(Withdrawal, evidence_id=piece, reason="重复"))
    for step, changed in ((undo, False), (redo, True), (undo, False)):
        step(ledger)
        assert read_detail(ledger, CITIES).row.grounds_changed is changed
        assert check(ledger) == ()


def test_another_piece_does_not_take_the_place_of_the_cited_one(ledger: Workspace) -> None:
    piece = add(ledger, **COUNTED)
    judge(ledger, "met")
    add(ledger, **COUNTED)
    withdraw_evidence(ledger, command(Withdrawal, evidence_id=piece, reason="重复"))
    assert read_detail(ledger, CITIES).row.grounds_changed
    judge(ledger, "met")
    assert not read_detail(ledger, CITIES).row.grounds_changed
    assert check(ledger) == ()


def test_nothing_found_rests_on_a_search_that_is_not_old(ledger: Workspace) -> None:
    with pytest.raises(UserError, match="search_missing"):
        judge(ledger, "no_evidence")
    search(ledger, searched_on="2026-10-01")
    with pytest.raises(UserError, match="search_expired"):
        judge(ledger, "no_evidence")
    search(ledger, searched_on="2026-11-01")
    judge(ledger, "no_evidence")
    newest, oldest = read_detail(ledger, CITIES).searches
    assert (newest.place, newest.searched_by, newest.old, oldest.old) == ("工信部网站", "张三", False, True)
    assert check(ledger) == ()


def test_a_search_that_grows_old_is_only_old(ledger: Workspace) -> None:
    search(ledger, searched_on="2026-11-01")
    judge(ledger, "no_evidence")
    later(ledger, 100)
    detail = read_detail(ledger, CITIES)
    assert (detail.searches[0].old, detail.row.grounds_changed) == (True, False)
    assert [row.code for row in list_rows(ledger, query_for(attention={Attention.OLD_SEARCH}))] == [CITIES]
    assert check(ledger) == ()


def test_a_search_that_found_something_takes_the_ground_of_nothing_found(ledger: Workspace) -> None:
    search(ledger)
    judge(ledger, "no_evidence")
    search(ledger, searched_on="2026-11-20", outcome="something", found="第三批名单")
    assert read_detail(ledger, CITIES).row.grounds_changed
    with pytest.raises(UserError, match="search_found"):
        judge(ledger, "no_evidence")
    undo(ledger)
    assert not read_detail(ledger, CITIES).row.grounds_changed
    assert check(ledger) == ()


def test_nothing_found_is_refused_beside_what_was_found(ledger: Workspace) -> None:
    search(ledger)
    piece = add(ledger, bearing="progress")
    error = refused(lambda: judge(ledger, "no_evidence"))
    assert (error.code, error.details["evidence"]) == ("evidence_found", [piece])


def test_a_search_in_the_future_is_refused(ledger: Workspace) -> None:
    with pytest.raises(UserError, match="date_future"):
        search(ledger, searched_on="2027-01-01")


def test_not_met_wants_the_due_date_past_and_a_search_after_it(ledger: Workspace) -> None:
    on(ledger, date(2025, 12, 31))
    search(ledger, searched_on="2025-12-31")
    assert refused(lambda: judge(ledger, "not_met")).code == "due_not_passed"
    later(ledger, 1)
    assert refused(lambda: judge(ledger, "not_met")).code == "not_met_unproved"
    search(ledger, searched_on="2026-01-01")
    judge(ledger, "not_met")
    row = read_detail(ledger, CITIES).row
    assert (row.assessment, row.doubts, row.light) == (Assessment.NOT_MET, (), Light.NOT_APPLICABLE)
    assert check(ledger) == ()


def test_not_met_by_a_date_that_the_section_names_is_questioned(ledger: Workspace) -> None:
    search(ledger, CLUSTERS)
    assert refused(lambda: judge(ledger, "not_met", CLUSTERS)).details["questions"] == ["due_inferred"]
    judge(ledger, "not_met", CLUSTERS, held={"due_inferred": "整节都说2025年"})
    assert read_detail(ledger, CLUSTERS).row.doubts == (Doubt.DUE_INFERRED,)
    assert check(ledger) == ()


def test_standing_work_is_not_met_once_its_review_is_past(ledger: Workspace) -> None:
    detail = read_detail(ledger, STANDING)
    assert (detail.row.due.on, detail.row.review_on) == (None, date(2026, 1, 21))
    search(ledger, STANDING)
    judge(ledger, "not_met", STANDING, held={"due_inferred": "已过复核日"})
    row = read_detail(ledger, STANDING).row
    assert (row.assessment, row.doubts, row.grounds_changed) == (Assessment.NOT_MET, (Doubt.DUE_INFERRED,), False)
    assert check(ledger) == (), (
        "the verdict sets the next review, which takes its own ground away no more than time does"
    )


def test_a_verdict_sets_the_next_review_a_year_on(ledger: Workspace) -> None:
    assert read_detail(ledger, STANDING).row.light is Light.REVIEW
    add(ledger, STANDING, bearing="progress")
    judge(ledger, "in_progress", STANDING)
    row = read_detail(ledger, STANDING).row
    assert (row.review_on, row.light) == (date(2027, 11, 23), Light.NOT_APPLICABLE)
    later(ledger, 366)
    assert read_detail(ledger, STANDING).row.light is Light.REVIEW
    undo(ledger)
    assert read_detail(ledger, STANDING).row.review_on == date(2026, 1, 21)


def test_a_change_made_meanwhile_is_reported_and_not_overwritten(ledger: Workspace, location: str) -> None:
    from tracker.services.ledgers.workspace import open_workspace

    seen = read_detail(ledger, CITIES).row.version
    other = open_workspace(location, author="李四")
    judge(other, "not_verifiable")
    other.close()
    with pytest.raises(UserError) as error:
        judge(ledger, "not_rated", expected_version=seen)
    assert error.value.code == "changed_meanwhile"
    assert error.value.details["by"] == "李四"
    # Base, mine, theirs: what stood there when it was seen, what was to be written, and what the other wrote.
    differences = error.value.details["differences"]
    assert isinstance(differences, tuple)
    assert ("assessment", "not_rated", "not_rated", "not_verifiable") in differences
    assert read_detail(ledger, CITIES).row.assessment is Assessment.NOT_VERIFIABLE


def test_an_unknown_code_is_refused(ledger: Workspace) -> None:
    with pytest.raises(UserError, match="commitment_unknown"):
        judge(ledger, "met", code="MIIT-2025-999")


def test_vague_pledges_are_listed_and_marked(ledger: Workspace) -> None:
    rows = list_rows(ledger, query_for(assessment={Assessment.NOT_VERIFIABLE}))
    assert len(rows) == 16
    assert all(read_detail(ledger, row.code).reason for row in rows)


def test_what_proves_nothing_hides_no_lateness(ledger: Workspace) -> None:
    due = read_detail(ledger, CITIES).row.due.on
    assert due is not None
    add(ledger, published=f"{due.year + 1}-02-01", kind="document", **COUNTED)
    judge(ledger, "met")
    assert read_detail(ledger, CITIES).fulfilled_late
    add(ledger, published="2025-01-22", same_briefing=True)
    add(ledger, published="2024-12-01")
    assert read_detail(ledger, CITIES).fulfilled_late


def test_a_report_of_the_briefing_asks_for_no_judgement(ledger: Workspace) -> None:
    add(ledger, published="2025-01-22", same_briefing=True)
    assert list_rows(ledger, query_for(attention={Attention.UNJUDGED})) == ()
    add(ledger, published="2025-01-22", same_briefing=False)
    assert [row.code for row in list_rows(ledger, query_for(attention={Attention.UNJUDGED}))] == [CITIES]


def test_a_reason_in_english_stands_beside_the_chinese_one_until_the_next_judgement(workspace: Workspace) -> None:
    add(workspace, **COUNTED)
    judge(workspace, "met", reason_en="  As the briefing says ")
    detail = read_detail(workspace, CITIES)
    assert (detail.reason, detail.reason_en) == ("据发布会", "As the briefing says")
    assert detail.history[0].reason_en == "As the briefing says"
    judge(workspace, "in_progress")
    assert read_detail(workspace, CITIES).reason_en == ""
    undo(workspace)
    detail = read_detail(workspace, CITIES)
    assert (detail.reason_en, detail.history[0].reason_en) == ("As the briefing says", "")
    assert check(workspace) == ()


def test_one_reason_in_english_serves_several_and_none_is_kept_where_none_is_given(workspace: Workspace) -> None:
    several = {"assessment": "not_verifiable", "reason": "没有对象"}
    codes = (CLUSTERS, STANDING)
    set_assessments(workspace, command(BulkAssessment, commitments=codes, reason_en="Names no object", **several))
    assert {read_detail(workspace, code).reason_en for code in codes} == {"Names no object"}
    set_assessments(workspace, command(BulkAssessment, commitments=codes, **several))
    detail = read_detail(workspace, CLUSTERS)
    assert detail.reason_en == ""
    assert "reason_en" not in detail.history[0].details
