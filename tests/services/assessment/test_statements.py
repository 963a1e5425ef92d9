"""Later words of the ministry: official claims beside the assessment, relations beside the first words."""

from decimal import Decimal

import pytest

from tracker.domain.assessment.assessment_rules import Rules
from tracker.domain.errors import UserError
from tracker.domain.rows import CommitmentDetail
from tracker.domain.terms import EARLIER_TERMS, Assessment, CountingBasis, Operator, RelationKind
from tracker.services.assessment.judging import set_assessment
from tracker.services.assessment.statements import add_claim, add_restatement, withdraw_claim, withdraw_restatement
from tracker.services.commands import (
    AssessmentChange,
    EvidenceFields,
    NewClaim,
    NewRestatement,
    StatementWithdrawal,
    command,
)
from tracker.services.commitments.reading import read_detail
from tracker.services.events.undoing import undo
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.ledger_rules import set_rules
from tracker.services.ledgers.workspace import Workspace
from tracker.services.safety.checking import check

CITIES, CLUSTERS = "MIIT-2025-044", "MIIT-2025-045"
CLAIM = {"commitment": CITIES, "said": "已累计支持101个城市", "said_by": "工业和信息化部", "said_on": "2026-01-21"}
MORE = {
    "commitment": CITIES,
    "kind": "raised",
    "wording": "2025年再支持40个左右试点城市",
    "said_by": "工业和信息化部",
    "said_on": "2025-06",
}


def detail(ledger: Workspace, code: str = CITIES) -> CommitmentDetail:
    return read_detail(ledger, code)


def drop(ledger: Workspace) -> None:
    change = {"commitment": CITIES, "assessment": "dropped", "reason": "另有新的部署"}
    set_assessment(ledger, command(AssessmentChange, **change))


def test_an_official_claim_stands_beside_the_assessment_and_changes_nothing_of_it(ledger: Workspace) -> None:
    add_claim(ledger, command(NewClaim, **CLAIM, claimed="met"))
    (claim,) = detail(ledger).claims
    assert (claim.said, claim.said_by, claim.said_on) == ("已累计支持101个城市", "工业和信息化部", "2026-01-21")
    assert claim.claimed is Assessment.MET
    assert detail(ledger).row.assessment is Assessment.NOT_RATED
    assert detail(ledger).history[0].kind == "claim_added"
    assert check(ledger) == ()


def test_a_claim_is_withdrawn_with_a_reason_and_stays_in_the_history(ledger: Workspace) -> None:
    add_claim(ledger, command(NewClaim, **CLAIM))
    uid = detail(ledger).claims[0].uid
    with pytest.raises(UserError, match="reason_missing"):
        withdraw_claim(ledger, command(StatementWithdrawal, uid=uid, reason=""))
    withdraw_claim(ledger, command(StatementWithdrawal, uid=uid, reason="转述有误"))
    assert detail(ledger).claims == ()
    assert [event.kind for event in detail(ledger).history][:2] == ["claim_withdrawn", "claim_added"]
    with pytest.raises(UserError, match="statement_unknown"):
        withdraw_claim(ledger, command(StatementWithdrawal, uid=uid, reason="再来一次"))


def test_the_verdict_shows_against_both_wordings(ledger: Workspace) -> None:
    link = {"commitment": CITIES, "bearing": "fulfils", "value": "101", "unit": "个", "role": "cumulative"}
    notice = {"title": "发布会", "publisher": "工业和信息化部", "published": "2026-01-21", "kind": "statement"}
    add_evidence(ledger, command(EvidenceFields, **notice, links=(link,)))
    restated = command(NewRestatement, **MORE, operator="about", value="40", unit="个")
    add_restatement(ledger, restated)
    (later,) = detail(ledger).relations
    first = detail(ledger).row.working
    assert first is not None
    assert later.working is not None
    assert later.quantity is not None
    assert (first.actual, first.satisfied) == (Decimal(35), True)
    assert (later.quantity.operator, later.quantity.basis) == (Operator.ABOUT, CountingBasis.NEW)
    assert (later.working.actual, later.working.satisfied) == (Decimal(35), False)  # under nine tenths of 40
    assert later.kind is RelationKind.RAISED
    assert detail(ledger).row.quantity == first.quantity  # the first words stay what they were


def test_from_which_share_on_about_is_reached_is_a_setting_for_the_later_words_too(ledger: Workspace) -> None:
    link = {"commitment": CITIES, "bearing": "fulfils", "value": "35", "unit": "个", "role": "new"}
    notice = {"title": "名单", "publisher": "工业和信息化部", "published": "2026-01-21", "kind": "list"}
    add_evidence(ledger, command(EvidenceFields, **notice, links=(link,)))
    add_restatement(ledger, command(NewRestatement, **MORE, operator="about", value="40", unit="个"))
    set_rules(ledger, Rules(about_share=Decimal("0.8")))
    working = detail(ledger).relations[0].working
    assert working is not None
    assert working.satisfied


def test_words_that_set_no_amount_anew_have_no_arithmetic(ledger: Workspace) -> None:
    add_restatement(ledger, command(NewRestatement, **{**MORE, "kind": "restated"}))
    assert (detail(ledger).relations[0].quantity, detail(ledger).relations[0].working) == (None, None)


def test_a_relation_can_be_withdrawn_and_undone(ledger: Workspace) -> None:
    add_restatement(ledger, command(NewRestatement, **MORE))
    uid = detail(ledger).relations[0].uid
    withdraw_restatement(ledger, command(StatementWithdrawal, uid=uid, reason="误录"))
    assert detail(ledger).relations == ()
    undo(ledger)
    assert detail(ledger).relations[0].uid == uid
    assert check(ledger) == ()


def test_a_later_commitment_may_say_it_again_in_words_of_its_own(ledger: Workspace) -> None:
    tied = {"commitment": CITIES, "kind": "restated", "said_on": "2026-01-21", "other": CLUSTERS, "reason": "同一件事"}
    add_restatement(ledger, command(NewRestatement, **tied))
    (relation,) = detail(ledger).relations
    title = detail(ledger, CLUSTERS).row.title.zh
    assert (relation.other, relation.wording, relation.said_by) == (CLUSTERS, title, "工业和信息化部")
    assert relation.reason == detail(ledger).history[0].reason == "同一件事"
    with pytest.raises(UserError, match="relation_to_itself"):
        add_restatement(ledger, command(NewRestatement, **{**tied, "other": CITIES}))
    with pytest.raises(UserError, match="commitment_unknown"):
        add_restatement(ledger, command(NewRestatement, **{**tied, "other": "MIIT-2025-999"}))
    assert check(ledger) == ()


@pytest.mark.parametrize("kind", sorted(set(RelationKind) - EARLIER_TERMS))
def test_only_what_ends_a_promise_allows_it_to_be_dropped(workspace: Workspace, kind: RelationKind) -> None:
    with pytest.raises(UserError, match="dropped_unproved"):
        drop(workspace)
    add_restatement(workspace, command(NewRestatement, **{**MORE, "kind": kind}))
    if kind in (RelationKind.REPLACED, RelationKind.MERGED, RelationKind.DROPPED):
        drop(workspace)
        assert detail(workspace).row.assessment is Assessment.DROPPED
        assert (detail(workspace).row.doubts, detail(workspace).cited) == ((), ())
    else:
        with pytest.raises(UserError, match="dropped_unproved"):
            drop(workspace)
    assert check(workspace) == ()


def test_a_verdict_loses_its_ground_with_the_relation_and_gets_it_back(ledger: Workspace) -> None:
    add_restatement(ledger, command(NewRestatement, **{**MORE, "kind": "replaced"}))
    drop(ledger)
    uid = detail(ledger).relations[0].uid
    withdraw_restatement(ledger, command(StatementWithdrawal, uid=uid, reason="误录"))
    assert detail(ledger).row.grounds_changed
    assert check(ledger) == ()
    undo(ledger)
    assert not detail(ledger).row.grounds_changed
    assert check(ledger) == ()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"said_on": "2999-01-01"}, "date_future"),
        ({"said_on": "昨天"}, "date_invalid"),
        ({"commitment": "MIIT-2025-999"}, "commitment_unknown"),
        ({"evidence_id": 77}, "evidence_unknown"),
        ({"wording": ""}, "field_missing"),
        ({"said_by": ""}, "field_missing"),
        ({"value": "40"}, "amount_incomplete"),
        *(({"kind": kind}, "term_unknown") for kind in sorted(EARLIER_TERMS & set(RelationKind))),
    ],
)
def test_what_is_wrong_is_refused(ledger: Workspace, wrong: dict[str, object], code: str) -> None:
    with pytest.raises(UserError, match=code):
        add_restatement(ledger, command(NewRestatement, **{**MORE, **wrong}))
    assert detail(ledger).relations == ()


def test_an_amount_that_says_how_it_binds_binds_so(workspace: Workspace) -> None:
    later = {
        "commitment": "MIIT-2025-044",
        "kind": "raised",
        "wording": "支持40个以上",
        "said_by": "工信部",
        "said_on": "2025-11-01",
    }
    relation = command(NewRestatement, **later, value="40个以上", counting="new")
    assert (relation.operator, relation.value, relation.unit) == (Operator.AT_LEAST, 40, "个")
    with pytest.raises(UserError, match="operator_differs"):
        command(NewRestatement, **later, value="不超过40", unit="个", operator="at_least", counting="new")
