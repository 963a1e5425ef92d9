"""What an analyst does to many commitments at once, and what she keeps for next time."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tracker.domain.assessment.assessment_rules import Rules
from tracker.domain.commitments.schedule import Thresholds
from tracker.domain.errors import UserError
from tracker.domain.rows import VerdictDoubt
from tracker.domain.search.ledger_query import LedgerQuery, query_for
from tracker.domain.terms import Assessment, Doubt, Light
from tracker.services.assessment.judging import set_assessment, set_assessments
from tracker.services.assessment.searching import log_round, log_search
from tracker.services.commands import (
    AssessmentChange,
    BulkAssessment,
    EvidenceFields,
    NewSearch,
    SearchRound,
    TagChange,
    ViewDefinition,
    command,
)
from tracker.services.commitments.reading import latest_event, list_rows, read_detail
from tracker.services.commitments.saved_views import delete_view, list_views, rename_view, save_view
from tracker.services.commitments.tagging import change_tags
from tracker.services.events.undoing import redo, undo
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.ledger_rules import read_rules, set_rules
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import check
from tracker.store.commitments.commitment_detail import tags_of
from tracker.wording import load_words

if TYPE_CHECKING:
    from tests.services.conftest import Office

CITIES, CLUSTERS, FIRST, BRANDS = (f"MIIT-2025-{number}" for number in ("044", "045", "001", "022"))


def tags(ledger: Workspace, code: str) -> set[str]:
    commitment_id = read_detail(ledger, code).row.id
    with ledger.snapshot() as snapshot:
        return tags_of(snapshot.connection, [commitment_id])[commitment_id]


def bulk(
    assessment: str, reason: str = "季度复核", codes: Iterable[str] = (CITIES, CLUSTERS, CITIES), **held: str
) -> BulkAssessment:
    return command(BulkAssessment, commitments=tuple(codes), assessment=assessment, reason=reason, held=held)


def step(ledger: Workspace, code: str, kind: str = "document") -> int:
    """Record a step towards a commitment; the piece's id."""
    fields = {"title": f"关于{code}的通知", "publisher": "b", "published": "2025-05", "kind": kind}
    links = [{"commitment": code, "bearing": "progress"}]
    return add_evidence(ledger, command(EvidenceFields, **fields, links=links)).evidence[0]


def refused(ledger: Workspace, change: BulkAssessment) -> UserError:
    """How a judgement of many is refused; nothing of it is left behind."""
    before = latest_event(ledger), [row.assessment for row in list_rows(ledger, LedgerQuery())]
    with pytest.raises(UserError) as error:
        set_assessments(ledger, change)
    assert (latest_event(ledger), [row.assessment for row in list_rows(ledger, LedgerQuery())]) == before
    return error.value


def test_many_are_judged_in_one_step_and_undone_in_one(ledger: Workspace) -> None:
    changes = set_assessments(ledger, bulk("not_verifiable"))
    assert len(changes.commitments) == 2
    for code in (CITIES, CLUSTERS):
        assert read_detail(ledger, code).row.assessment is Assessment.NOT_VERIFIABLE
        assert read_detail(ledger, code).history[0].id == changes.event_id
    undo(ledger)
    assert {read_detail(ledger, code).row.assessment for code in (CITIES, CLUSTERS)} == {Assessment.NOT_RATED}
    assert check(ledger) == ()


def test_where_the_rules_refuse_one_none_is_judged(ledger: Workspace) -> None:
    step(ledger, CITIES)
    error = refused(ledger, bulk("in_progress"))
    assert (error.code, error.details["count"], error.details["whole"]) == ("bulk_refused", 1, 2)
    assert error.details["commitments"] == {CLUSTERS: "evidence_missing"}


def test_where_the_rules_question_one_none_is_judged_until_the_questions_are_answered(ledger: Workspace) -> None:
    step(ledger, CITIES)
    step(ledger, CLUSTERS, "press")
    error = refused(ledger, bulk("in_progress"))
    assert (error.code, error.details["count"], error.details["whole"]) == ("bulk_questioned", 1, 2)
    assert error.details["commitments"] == {CLUSTERS: ["claims_only"]}
    assert error.details["questions"] == ["claims_only"]
    assert refused(ledger, bulk("in_progress", claims_only=" ")).code == "held_reason_missing"

    event = set_assessments(ledger, bulk("in_progress", claims_only="文件未公开")).event_id
    assert read_detail(ledger, CITIES).doubts == ()
    assert read_detail(ledger, CLUSTERS).doubts == (VerdictDoubt(Doubt.CLAIMS_ONLY, "文件未公开", event),)
    assert read_detail(ledger, CITIES).history[0].details["held"] == {"claims_only": "文件未公开"}
    assert check(ledger) == ()


def test_a_refusal_goes_before_a_question_and_names_each_with_its_own(ledger: Workspace) -> None:
    step(ledger, CLUSTERS, "press")
    found = {"commitment": FIRST, "place": "网", "words": "词", "outcome": "something", "found": "方案"}
    log_search(ledger, command(NewSearch, **found))
    error = refused(ledger, bulk("no_evidence", codes=(CITIES, CLUSTERS, FIRST)))
    assert error.details["commitments"] == {
        CITIES: "search_missing",
        CLUSTERS: "search_missing",
        FIRST: "search_found",
    }
    assert error.details["reasons"] == {"search_missing": 2, "search_found": 1}
    for language in ("zh", "en"):
        words = load_words(language)
        assert words.phrase("refused_count", why=words.phrase("refused_search_missing"), count=2) in words.error(error)
    error = refused(ledger, bulk("in_progress", codes=(CITIES, CLUSTERS)))
    assert (error.code, error.details["commitments"]) == ("bulk_refused", {CITIES: "evidence_missing"})


def test_of_very_many_some_are_named_and_all_are_counted(ledger: Workspace) -> None:
    codes = [f"MIIT-2025-{number:03}" for number in range(1, 31)]
    error = refused(ledger, bulk("met", codes=codes))
    assert (error.details["count"], error.details["whole"]) == (30, 30)
    assert error.details["commitments"] == dict.fromkeys(codes[:20], "evidence_missing")
    searches = [{"commitment": code} for code in codes]
    log_round(ledger, command(SearchRound, place="网", words="词", searches=searches))
    past = [code for code in codes if code != BRANDS]
    error = refused(ledger, bulk("not_met", codes=past))
    assert (error.code, error.details["count"], error.details["whole"]) == ("bulk_questioned", 29, 29)
    assert error.details["commitments"] == {code: ["due_inferred"] for code in past[:20]}
    assert error.details["questions"] == ["due_inferred"]


def test_each_judgement_of_many_cites_its_own_evidence(ledger: Workspace) -> None:
    pieces = [step(ledger, code) for code in (CITIES, CLUSTERS)]
    set_assessments(ledger, bulk("in_progress"))
    assert [read_detail(ledger, code).cited for code in (CITIES, CLUSTERS)] == [(piece,) for piece in pieces]


def test_tags_come_and_go_and_come_back(ledger: Workspace) -> None:
    change_tags(ledger, command(TagChange, commitments=[CITIES, CLUSTERS], add=["重点", "季报"]))
    change_tags(ledger, command(TagChange, commitments=[CITIES], remove=["季报", "没有的"]))
    assert (tags(ledger, CITIES), tags(ledger, CLUSTERS)) == ({"重点"}, {"重点", "季报"})
    undo(ledger)
    assert tags(ledger, CITIES) == {"重点", "季报"}
    redo(ledger)
    assert tags(ledger, CITIES) == {"重点"}
    before = latest_event(ledger)
    change_tags(ledger, command(TagChange, commitments=[CITIES], add=["重点"]))
    assert latest_event(ledger) == before
    with pytest.raises(UserError, match="field_missing"):
        change_tags(ledger, command(TagChange, commitments=[CITIES]))
    assert check(ledger) == ()


def test_views_are_kept_in_the_ledger_under_their_name(ledger: Workspace, location: str) -> None:
    save_view(ledger, command(ViewDefinition, name="季度复核", definition={"departments": ["gone"]}))
    save_view(ledger, command(ViewDefinition, name="季度复核", definition={"departments": ["mof"]}))
    again = open_workspace(location)
    assert [(view.name, view.definition) for view in list_views(again)] == [("季度复核", {"departments": ["mof"]})]
    again.close()
    delete_view(ledger, "季度复核")
    assert list_views(ledger) == ()
    with pytest.raises(UserError, match="view_unknown"):
        delete_view(ledger, "季度复核")
    undo(ledger)
    assert [view.name for view in list_views(ledger)] == ["季度复核"]


def test_a_view_is_renamed_in_one_event_that_undo_takes_back(ledger: Workspace) -> None:
    save_view(ledger, command(ViewDefinition, name="季度复核", definition={"search": "词"}))
    before = latest_event(ledger)
    changes = rename_view(ledger, "季度复核", "  年度\n复核 ")
    assert changes.event_id == before + 1 == latest_event(ledger)
    assert [(view.name, view.definition) for view in list_views(ledger)] == [("年度 复核", {"search": "词"})]
    undo(ledger)
    assert [view.name for view in list_views(ledger)] == ["季度复核"]
    redo(ledger)
    assert [view.name for view in list_views(ledger)] == ["年度 复核"]
    assert rename_view(ledger, "年度 复核", "年度 复核").event_id == 0
    with pytest.raises(UserError, match="view_unknown"):
        rename_view(ledger, "没有的", "别的")
    with pytest.raises(UserError, match="field_missing"):
        rename_view(ledger, "年度 复核", " \u200b ")
    assert check(ledger) == ()


def test_limits_of_the_lights_are_the_ledgers_and_can_be_undone(ledger: Workspace) -> None:
    def brands() -> Light:
        return read_detail(ledger, BRANDS).row.light

    assert brands() is Light.UNMEASURED
    link = {"commitment": BRANDS, "bearing": "partly", "value": "300", "unit": "件", "role": "new"}
    fields = {"title": "品牌名单", "publisher": "b", "published": "2026-05", "kind": "list"}
    add_evidence(ledger, command(EvidenceFields, **fields, links=[link]))
    assert brands() is Light.FAR_BEHIND
    set_rules(ledger, Rules(Thresholds(on_schedule=20, behind=90), search_expiry_days=365))
    assert brands() is Light.BEHIND
    undo(ledger)
    assert brands() is Light.FAR_BEHIND
    assert read_rules(ledger) == Rules()
    assert check(ledger) == ()


@pytest.fixture
def about_twenty(ledger: Workspace, office: "Office") -> str:
    """The code of a commitment of about twenty, of which 17 are counted and the due date is past."""
    sheet = "工作任务,责任单位,完成时限,量化目标\n培育20个左右省级特色产业集群,中小局,2026年6月底,20个左右\n"
    (task,) = office.enter(ledger, sheet.encode(), "about.csv")
    link = {"commitment": task.row.code, "bearing": "fulfils", "value": "17", "unit": "个", "role": "new"}
    fields = {"title": "集群名单", "publisher": "b", "published": "2026-05", "kind": "list"}
    add_evidence(ledger, command(EvidenceFields, **fields, links=[link]))
    return task.row.code


def judge(ledger: Workspace, code: str, assessment: str) -> None:
    set_assessment(ledger, command(AssessmentChange, commitment=code, assessment=assessment, reason="据名单"))


def test_from_which_share_on_about_that_many_are_reached_is_the_ledgers_too(
    ledger: Workspace, about_twenty: str
) -> None:
    def seen() -> tuple[bool | None, Light]:
        row = read_detail(ledger, about_twenty).row
        assert row.working is not None
        return row.working.satisfied, row.light

    assert seen() == (False, Light.OVERDUE)
    with pytest.raises(UserError, match="verdict_questioned"):
        judge(ledger, about_twenty, "met")
    set_rules(ledger, Rules(about_share=Decimal("0.85")))
    assert seen() == (True, Light.AWAITING)
    assert [row.code for row in list_rows(ledger, query_for(light={Light.AWAITING}, search="左右"))] == [about_twenty]
    judge(ledger, about_twenty, "met")
    assert read_detail(ledger, about_twenty).doubts == ()
    assert check(ledger) == ()
    set_rules(ledger, Rules(about_share=Decimal("0.9")))
    assert read_detail(ledger, about_twenty).doubts == (VerdictDoubt(Doubt.ARITHMETIC_SHORT),)
    assert check(ledger) == ()


def test_with_the_rules_that_are_undone_the_doubts_go_back_to_what_they_were(
    ledger: Workspace, about_twenty: str
) -> None:
    set_rules(ledger, Rules(about_share=Decimal("0.85")))
    judge(ledger, about_twenty, "met")
    set_rules(ledger, Rules())
    undo(ledger)
    assert read_detail(ledger, about_twenty).doubts == ()
    assert check(ledger) == ()
    redo(ledger)
    assert read_detail(ledger, about_twenty).row.doubts == (Doubt.ARITHMETIC_SHORT,)
    assert check(ledger) == ()


def test_a_rule_of_today_says_nothing_of_the_doubts_of_yesterday(ledger: Workspace, about_twenty: str) -> None:
    set_rules(ledger, Rules(about_share=Decimal("0.85")))
    judge(ledger, about_twenty, "met")
    yesterday, now = ledger.today(), ledger.clock()
    ledger.clock = lambda: now + timedelta(days=1)
    set_rules(ledger, Rules(about_share=Decimal("0.9")))
    assert read_detail(ledger, about_twenty).row.doubts == (Doubt.ARITHMETIC_SHORT,)
    assert read_detail(ledger, about_twenty, as_of=yesterday).row.doubts == ()


def test_a_search_is_old_by_the_ledgers_own_rule(ledger: Workspace) -> None:
    search = command(NewSearch, commitment=CITIES, place="网", words="词", searched_on="2026-10-01")
    log_search(ledger, search)
    assert read_detail(ledger, CITIES).searches[0].old
    set_rules(ledger, Rules(search_expiry_days=365))
    assert not read_detail(ledger, CITIES).searches[0].old


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        (Rules(Thresholds(on_schedule=40, behind=30)), "thresholds_invalid"),
        (Rules(Thresholds(on_schedule=-1)), "thresholds_invalid"),
        (Rules(Thresholds(behind=101)), "thresholds_invalid"),
        (Rules(search_expiry_days=0), "expiry_invalid"),
        (Rules(about_share=Decimal(0)), "about_invalid"),
        (Rules(about_share=Decimal("1.01")), "about_invalid"),
    ],
)
def test_limits_that_make_no_sense_are_refused(workspace: Workspace, rules: Rules, code: str) -> None:
    with pytest.raises(UserError, match=code):
        set_rules(workspace, rules)


@pytest.mark.parametrize("letters", ["shidianchengshi", "sdcs", "SDCS", "chanye jiqun", "wzgw"])
def test_titles_are_found_by_their_sound(ledger: Workspace, letters: str) -> None:
    found = [row.title.zh for row in list_rows(ledger, query_for(search=letters))]
    wanted = {"shidianchengshi": "试点城市", "sdcs": "试点城市", "SDCS": "试点城市", "wzgw": "万兆光网"}
    assert found
    assert all(wanted.get(letters, "产业") in title for title in found)
