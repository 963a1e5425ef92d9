"""Judging, with the evidence behind it."""

import pytest

from tracker.domain.errors import UserError
from tracker.domain.query import Attention, query_for
from tracker.domain.rows import Changes
from tracker.domain.terms import Assessment, Light
from tracker.services.checking import check
from tracker.services.commands import AssessmentChange, EvidenceFields, NewSearch, Withdrawal, command
from tracker.services.evidence import add_evidence, withdraw_evidence
from tracker.services.judging import set_assessment
from tracker.services.reading import latest_event, list_rows, read_detail
from tracker.services.searching import log_search
from tracker.services.workspace import Workspace

CITIES = "MIIT-2025-044"


def add(
    ledger: Workspace,
    code: str = CITIES,
    published: str = "2026-01-21",
    kind: str = "statement",
    same_briefing: bool | None = None,
    **link: object,
) -> int:
    fields = {"title": "发布会", "publisher": "国新办", "published": published, "kind": kind}
    fields |= {"same_briefing": same_briefing}
    links = [{"commitment": code, "bearing": "fulfils", **link}]
    return add_evidence(ledger, command(EvidenceFields, **fields, links=links)).evidence[0]


def judge(ledger: Workspace, assessment: str, code: str = CITIES, **more: object) -> Changes:
    return set_assessment(
        ledger, command(AssessmentChange, commitment=code, assessment=assessment, reason="据发布会", **more)
    )


def test_from_a_plan_to_a_verdict(ledger: Workspace) -> None:
    assert read_detail(ledger, CITIES).row.light is Light.OVERDUE
    add(ledger, published="2025-05-12", bearing="progress", value="34", unit="个", role="plan")
    assert read_detail(ledger, CITIES).row.working is None
    add(ledger, value="101", unit="个", role="cumulative")
    row = read_detail(ledger, CITIES).row
    assert row.working is not None
    assert (row.working.actual, row.working.satisfied, row.light) == (35, True, Light.AHEAD)
    changes = judge(ledger, "met")
    detail = read_detail(ledger, CITIES)
    assert changes.commitments == (detail.row.id,)
    assert (detail.row.assessment, detail.row.light, detail.reason) == (
        Assessment.MET,
        Light.NOT_APPLICABLE,
        "据发布会",
    )
    assert detail.cited == (1, 2)
    assert [event.kind for event in detail.history] == [
        "assessment_set",
        "evidence_added",
        "evidence_added",
        "source_loaded",
    ]
    assert check(ledger) == ()


def test_a_refused_judgement_leaves_nothing_behind(ledger: Workspace) -> None:
    before = latest_event(ledger)
    with pytest.raises(UserError, match="evidence_missing"):
        judge(ledger, "met")
    assert latest_event(ledger) == before
    assert read_detail(ledger, CITIES).row.assessment is Assessment.NOT_RATED


def test_only_the_named_evidence_is_cited(ledger: Workspace) -> None:
    add(ledger)
    second = add(ledger)
    judge(ledger, "met", evidence=(second,))
    assert read_detail(ledger, CITIES).cited == (second,)


def test_context_alone_carries_no_finding(ledger: Workspace) -> None:
    add(ledger, bearing="context")
    with pytest.raises(UserError, match="evidence_missing"):
        judge(ledger, "in_progress")


def test_evidence_of_another_commitment_proves_nothing_here(ledger: Workspace) -> None:
    foreign = add(ledger, code="MIIT-2025-001")
    with pytest.raises(UserError, match="evidence_not_linked"):
        judge(ledger, "met", evidence=(foreign,))
    with pytest.raises(UserError, match="evidence_unknown"):
        judge(ledger, "met", evidence=(99,))


def test_withdrawn_evidence_no_longer_counts_but_the_verdict_waits_for_the_analyst(ledger: Workspace) -> None:
    piece = add(ledger, value="101", unit="个", role="cumulative")
    judge(ledger, "met")
    withdraw_evidence(ledger, command(Withdrawal, evidence_id=piece, reason="重复"))
    detail = read_detail(ledger, CITIES)
    assert (detail.row.working, detail.row.evidence_count, detail.row.latest_evidence) == (None, 0, None)
    assert detail.row.assessment is Assessment.MET
    assert [(e.withdrawn, e.withdrawal_reason) for e in detail.evidence] == [(True, "重复")]
    with pytest.raises(UserError, match="evidence_withdrawn"):
        judge(ledger, "met", evidence=(piece,))


def test_nothing_found_rests_on_a_search(ledger: Workspace) -> None:
    with pytest.raises(UserError, match="search_missing"):
        judge(ledger, "no_evidence")
    log_search(
        ledger,
        command(NewSearch, commitment=CITIES, place="工信部网站", words="试点城市 第三批", searched_on="2026-10-01"),
    )
    judge(ledger, "no_evidence")
    search = read_detail(ledger, CITIES).searches[0]
    assert (search.place, search.searched_by, search.old) == ("工信部网站", "张三", True)


def test_a_search_in_the_future_is_refused(ledger: Workspace) -> None:
    with pytest.raises(UserError, match="date_future"):
        log_search(ledger, command(NewSearch, commitment=CITIES, place="a", words="b", searched_on="2027-01-01"))


def test_a_change_made_meanwhile_is_reported_and_not_overwritten(ledger: Workspace, location: str) -> None:
    from tracker.services.workspace import open_workspace

    seen = read_detail(ledger, CITIES).row.version
    other = open_workspace(location, author="李四")
    judge(other, "not_verifiable")
    other.close()
    with pytest.raises(UserError) as refused:
        judge(ledger, "not_rated", expected_version=seen)
    assert refused.value.code == "changed_meanwhile"
    assert refused.value.details["by"] == "李四"
    assert read_detail(ledger, CITIES).row.assessment is Assessment.NOT_VERIFIABLE


def test_an_unknown_code_is_refused(ledger: Workspace) -> None:
    with pytest.raises(UserError, match="commitment_unknown"):
        judge(ledger, "met", code="MIIT-2025-999")


def test_vague_pledges_are_listed_and_marked(ledger: Workspace) -> None:
    rows = list_rows(ledger, query_for(assessment={Assessment.NOT_VERIFIABLE}))
    assert len(rows) == 11
    assert all(read_detail(ledger, row.code).reason for row in rows)


def test_what_proves_nothing_hides_no_lateness(ledger: Workspace) -> None:
    due = read_detail(ledger, CITIES).row.due.on
    assert due is not None
    add(ledger, published=f"{due.year + 1}-02-01", kind="document")
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
