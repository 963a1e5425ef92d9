"""Undo and redo, as compensating events."""

from collections.abc import Callable

import pytest

from tracker.domain.assessment.assessment_rules import Rules
from tracker.domain.errors import UserError
from tracker.domain.rows import CommitmentDetail
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import Assessment
from tracker.services.assessment.judging import record_review, set_assessment
from tracker.services.assessment.searching import decide_search, log_round, log_search
from tracker.services.assessment.statements import add_restatement
from tracker.services.briefings.coding import revise_commitment
from tracker.services.commands import (
    AssessmentChange,
    CommitmentRevision,
    EvidenceFields,
    EvidenceRevision,
    NewEvidenceLink,
    NewRestatement,
    NewReview,
    NewSearch,
    SearchDecision,
    SearchRound,
    Withdrawal,
    command,
)
from tracker.services.commitments.reading import latest_event, list_evidence, list_rows, read_detail
from tracker.services.events.undoing import redo, reversible, undo
from tracker.services.evidence.recording import add_evidence, link_evidence, revise_evidence, withdraw_evidence
from tracker.services.ledgers.ledger_rules import set_rules
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import check

CITIES, CLUSTERS = "MIIT-2025-044", "MIIT-2025-045"
NOTICE = {"title": "通知", "publisher": "财政部", "published": "2025-05-12", "kind": "document"}


def fields(code: str = CITIES, title: str = "通知", value: int = 101) -> EvidenceFields:
    link = {"commitment": code, "bearing": "fulfils", "value": value, "unit": "个", "role": "cumulative"}
    return command(EvidenceFields, **{**NOTICE, "title": title}, links=[link])


def judge(ledger: Workspace, assessment: str = "not_verifiable", reason: str = "理由") -> None:
    change = command(AssessmentChange, commitment=CITIES, assessment=assessment, reason=reason)
    set_assessment(ledger, change)


CHANGES: dict[str, Callable[[Workspace], object]] = {
    "assessment_set": judge,
    "evidence_added": lambda ledger: add_evidence(ledger, fields(title="公告")),
    "evidence_revised": lambda ledger: revise_evidence(
        ledger, EvidenceRevision(evidence_id=1, fields=fields(CLUSTERS, "名单", 400))
    ),
    "evidence_withdrawn": lambda ledger: withdraw_evidence(ledger, Withdrawal(evidence_id=1, reason="重复")),
    "search_logged": lambda ledger: log_search(ledger, command(NewSearch, commitment=CITIES, place="网", words="词")),
    "commitment_revised": lambda ledger: revise_commitment(
        ledger,
        command(
            CommitmentRevision,
            commitment=CITIES,
            reason="更正",
            title="新标题",
            departments=[{"department": "planning", "role": "lead"}],
            parts=[{"title": "第三批"}],
            parts_expected=2,
            due_on="2026-06-30",
            due_basis="derived",
            due_about=True,
        ),
    ),
    "search_round_logged": lambda ledger: log_round(
        ledger, command(SearchRound, place="网", words="词", searches=[{"commitment": c} for c in (CITIES, CLUSTERS)])
    ),
    "search_decided": lambda ledger: decide_search(
        ledger, command(SearchDecision, search=1, outcome="something", found="名单", reason="核对")
    ),
    "reviewed": lambda ledger: record_review(ledger, command(NewReview, commitment=CITIES, reason="复核")),
    "restatement_added": lambda ledger: add_restatement(
        ledger,
        command(
            NewRestatement, commitment=CITIES, kind="merged", wording="并入", said_by="工信部", said_on="2026-01-21"
        ),
    ),
    "rules_changed": lambda ledger: set_rules(ledger, Rules(search_expiry_days=5)),
}


def picture(ledger: Workspace) -> list[tuple[object, ...]]:
    """Everything that a reader sees, but for versions and history."""

    def seen(detail: CommitmentDetail) -> tuple[object, ...]:
        row = detail.row
        return (
            (row.title, row.assessment, row.light, row.working, row.latest_evidence, row.evidence_count, row.lead),
            (row.due, row.review_on, row.doubts, row.grounds_changed, row.parts, detail.parts, detail.parts_expected),
            (detail.reason, detail.departments, detail.cited, [(r.kind, r.wording) for r in detail.relations]),
            [(s.place, s.words, s.searched_on, s.outcome, s.found, s.old) for s in detail.searches],
            [(e.title, e.withdrawn, [(k.commitment, k.bearing, k.value) for k in e.links]) for e in detail.evidence],
        )

    return [seen(read_detail(ledger, code)) for code in (CITIES, CLUSTERS)]


@pytest.mark.parametrize("kind", list(CHANGES))
def test_every_change_can_be_undone_and_done_again(ledger: Workspace, kind: str) -> None:
    add_evidence(ledger, fields())
    search = {"commitment": CITIES, "place": "网", "words": "词", "searched_on": "2026-11-13"}
    log_search(ledger, command(NewSearch, **search))
    before = picture(ledger)
    CHANGES[kind](ledger)
    after = picture(ledger)
    assert after != before
    steps = reversible(ledger)
    assert steps.undo is not None
    assert (steps.undo.kind, steps.redo) == (kind, None)
    for _ in range(2):
        undo(ledger)
        assert picture(ledger) == before
        redo(ledger)
        assert picture(ledger) == after
    assert check(ledger) == ()


@pytest.mark.parametrize("kind", list(CHANGES))
def test_with_what_is_undone_the_doubts_beside_the_verdicts_are_those_of_before(ledger: Workspace, kind: str) -> None:
    search = {"commitment": CLUSTERS, "place": "网", "words": "词", "searched_on": "2026-11-13"}
    log_search(ledger, command(NewSearch, **search))
    change = {"commitment": CLUSTERS, "assessment": "no_evidence", "reason": "未见"}
    set_assessment(ledger, command(AssessmentChange, **change))
    add_evidence(ledger, fields())
    judge(ledger, "met")
    before = picture(ledger)
    CHANGES[kind](ledger)
    after = picture(ledger)
    for step, expected in ((undo, before), (redo, after), (undo, before)):
        step(ledger)
        assert picture(ledger) == expected
        assert check(ledger) == ()


def test_steps_are_taken_back_in_turn_and_survive_a_restart(ledger: Workspace, location: str) -> None:
    pictures = [picture(ledger)]
    for change in (CHANGES["evidence_added"], CHANGES["assessment_set"], CHANGES["evidence_withdrawn"]):
        change(ledger)
        pictures.append(picture(ledger))
    again = open_workspace(location, author=ledger.author, clock=ledger.clock)
    for expected in reversed(pictures[:-1]):
        undo(again)
        assert picture(again) == expected
    with pytest.raises(UserError, match="nothing_to_undo"):
        undo(again)
    for expected in pictures[1:]:
        redo(again)
        assert picture(again) == expected
    with pytest.raises(UserError, match="nothing_to_redo"):
        redo(again)
    again.close()


def test_a_new_change_ends_redo(ledger: Workspace) -> None:
    judge(ledger)
    undo(ledger)
    assert reversible(ledger).redo is not None
    CHANGES["search_logged"](ledger)
    assert reversible(ledger).redo is None


def test_nobody_undoes_what_another_did(ledger: Workspace, location: str) -> None:
    other = open_workspace(location, author="李四", clock=ledger.clock)
    judge(other)
    assert reversible(ledger).undo is None
    other.close()


def test_an_undo_keeps_what_another_did_to_the_same_commitment(ledger: Workspace, location: str) -> None:
    judge(ledger)
    other = open_workspace(location, author="李四", clock=ledger.clock)
    add_evidence(other, fields())
    other.close()
    undo(ledger)
    detail = read_detail(ledger, CITIES)
    assert (detail.row.assessment, detail.row.evidence_count) == (Assessment.NOT_RATED, 1)
    assert check(ledger) == ()


def test_an_undo_never_overwrites_a_later_judgement(ledger: Workspace, location: str) -> None:
    judge(ledger)
    other = open_workspace(location, author="李四", clock=ledger.clock)
    judge(other, "not_rated", "重新评估")
    other.close()
    before = latest_event(ledger)
    with pytest.raises(UserError, match="undo_blocked"):
        undo(ledger)
    assert latest_event(ledger) == before
    assert read_detail(ledger, CITIES).reason == "重新评估"


def test_an_undo_never_takes_a_piece_from_under_what_another_tied_to_it(ledger: Workspace, location: str) -> None:
    (piece,) = add_evidence(ledger, fields()).evidence
    other = open_workspace(location, author="李四", clock=ledger.clock)
    link = {"commitment": "MIIT-2025-045", "bearing": "progress", "evidence_id": piece, "expected_version": 1}
    link_evidence(other, command(NewEvidenceLink, **link))
    with pytest.raises(UserError, match="undo_blocked"):
        undo(ledger)
    undo(other)
    other.close()
    undo(ledger)
    assert check(ledger) == ()


def test_the_history_tells_of_the_undo(ledger: Workspace) -> None:
    judge(ledger)
    undo(ledger)
    redo(ledger)
    told = [(event.kind, event.details.get("change")) for event in read_detail(ledger, CITIES).history]
    assert told[:3] == [("redone", "assessment_set"), ("undone", "assessment_set"), ("assessment_set", None)]


def test_the_briefing_itself_cannot_be_undone(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="nothing_to_undo"):
        undo(workspace)
    assert len(list_rows(workspace, LedgerQuery())) == 72
    assert list_evidence(workspace) == ()
