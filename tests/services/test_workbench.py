"""What an analyst does to many commitments at once, and what she keeps for next time."""

import pytest

from tracker.domain.errors import UserError
from tracker.domain.query import LedgerQuery, query_for
from tracker.domain.rules import Rules
from tracker.domain.schedule import Thresholds
from tracker.domain.terms import Assessment, Light
from tracker.services.checking import check
from tracker.services.commands import BulkAssessment, EvidenceFields, NewSearch, TagChange, ViewDefinition, command
from tracker.services.evidence import add_evidence
from tracker.services.judging import set_assessments
from tracker.services.reading import latest_event, list_rows, read_detail
from tracker.services.rules import read_rules, set_rules
from tracker.services.searching import log_search
from tracker.services.tagging import change_tags
from tracker.services.undoing import redo, undo
from tracker.services.views import delete_view, list_views, rename_view, save_view
from tracker.services.workspace import Workspace, open_workspace
from tracker.store.tags import tags_of

CITIES, CLUSTERS = "MIIT-2025-044", "MIIT-2025-045"


def tags(ledger: Workspace, code: str) -> set[str]:
    commitment_id = read_detail(ledger, code).row.id
    with ledger.look() as look:
        return tags_of(look.connection, [commitment_id])[commitment_id]


def bulk(assessment: str, reason: str = "季度复核") -> BulkAssessment:
    return command(BulkAssessment, commitments=[CITIES, CLUSTERS, CITIES], assessment=assessment, reason=reason)


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
    link = {"commitment": CITIES, "bearing": "progress"}
    add_evidence(
        ledger, command(EvidenceFields, title="a", publisher="b", published="2025-05", kind="press", links=[link])
    )
    before = latest_event(ledger)
    with pytest.raises(UserError, match="evidence_missing") as refused:
        set_assessments(ledger, bulk("in_progress"))
    assert refused.value.details["commitment"] == CLUSTERS
    assert latest_event(ledger) == before


def test_each_judgement_of_many_cites_its_own_evidence(ledger: Workspace) -> None:
    for code in (CITIES, CLUSTERS):
        link = {"commitment": code, "bearing": "progress"}
        fields = command(EvidenceFields, title="a", publisher="b", published="2025-05", kind="press", links=[link])
        add_evidence(ledger, fields)
    set_assessments(ledger, bulk("in_progress"))
    assert (read_detail(ledger, CITIES).cited, read_detail(ledger, CLUSTERS).cited) == ((1,), (2,))


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
        return next(row.light for row in list_rows(ledger, LedgerQuery()) if "千件" in row.title.zh)

    assert brands() is Light.FAR_BEHIND
    set_rules(ledger, Rules(Thresholds(on_schedule=20, behind=90), search_expiry_days=365))
    assert brands() is Light.BEHIND
    undo(ledger)
    assert brands() is Light.FAR_BEHIND
    assert read_rules(ledger) == Rules()
    assert check(ledger) == ()


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
