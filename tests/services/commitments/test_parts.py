"""The parts of a commitment, as an analyst adds, renames and removes them (coding rules §1)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from tracker.domain.errors import UserError
from tracker.domain.rows import Due, PartRow
from tracker.domain.search.ledger_query import LedgerQuery, query_for
from tracker.domain.terms import Assessment, Doubt, DueBasis
from tracker.services.assessment.judging import set_assessment
from tracker.services.briefings.coding import revise_commitment
from tracker.services.commands import (
    AssessmentChange,
    CommitmentRevision,
    EvidenceFields,
    EvidenceRevision,
    Withdrawal,
    command,
)
from tracker.services.commitments.listing import read_listing
from tracker.services.commitments.reading import latest_event, list_evidence, list_rows, read_detail
from tracker.services.events.undoing import redo, undo
from tracker.services.evidence.recording import add_evidence, revise_evidence, withdraw_evidence
from tracker.services.ledgers.workspace import Workspace
from tracker.services.safety.checking import check

SITES, PLANS, CITIES = "MIIT-2025-050", "MIIT-2025-001", "MIIT-2025-044"
FACTORIES, PARKS = "零碳工厂", "零碳工业园区"


def kept(part: PartRow, **changed: Any) -> dict[str, Any]:
    """A part as it is, but for what changes."""
    departments = [{"department": one.department.key, "role": one.role, "basis": one.basis} for one in part.departments]
    values = {"title": part.title.zh, "title_en": part.title.en, "position": part.position, "departments": departments}
    return {**values, **changed}


def parts_of(ledger: Workspace, code: str = SITES) -> list[dict[str, Any]]:
    return [kept(part) for part in read_detail(ledger, code).parts]


def revise(ledger: Workspace, *parts: Mapping[str, Any], code: str = SITES, **fields: Any) -> None:
    values = {"commitment": code, "reason": "对照文件", "parts": parts, **fields}
    revise_commitment(ledger, command(CommitmentRevision, **values))


def refused(ledger: Workspace, *parts: Mapping[str, Any], code: str = SITES, **fields: Any) -> UserError:
    """How a change of the parts is refused; nothing of it is left behind."""
    before = latest_event(ledger), read_detail(ledger, code)
    with pytest.raises(UserError) as error:
        revise(ledger, *parts, code=code, **fields)
    assert (latest_event(ledger), read_detail(ledger, code)) == before
    return error.value


def titles(ledger: Workspace, code: str = SITES, as_of: date | None = None) -> list[str]:
    return [part.title.zh for part in read_detail(ledger, code, as_of).parts]


def prove(ledger: Workspace, part: PartRow | None, code: str = SITES, **link: object) -> int:
    """Record a document that fulfils a part; for None the whole."""
    name = part.title.zh if part else "全部"
    fields = {"title": f"{name}的通知", "publisher": "工信部", "published": "2026-01-19", "kind": "document"}
    links = [{"commitment": code, "bearing": "fulfils", "part_id": part.id if part else None, **link}]
    return add_evidence(ledger, command(EvidenceFields, **fields, links=links)).evidence[0]


def judge(ledger: Workspace, assessment: str = "met", code: str = SITES, **held: str) -> None:
    change = {"commitment": code, "assessment": assessment, "reason": "据通知", "held": held}
    set_assessment(ledger, command(AssessmentChange, **change))


@pytest.fixture
def met(ledger: Workspace) -> Workspace:
    """A ledger in which each of two parts is proved, and the commitment judged met."""
    for part in read_detail(ledger, SITES).parts:
        prove(ledger, part)
    judge(ledger)
    return ledger


def test_a_part_is_added_renamed_and_removed_and_keeps_its_id(ledger: Workspace) -> None:
    factories, parks = read_detail(ledger, SITES).parts
    revise(
        ledger, kept(factories), kept(parks, title="零碳园区"), {"title": "零碳数据中心", "title_en": "Data centres"}
    )
    first, second, third = read_detail(ledger, SITES).parts
    assert first == factories
    assert (second.id, second.title.zh, second.departments) == (parks.id, "零碳园区", parks.departments)
    assert (third.title.zh, third.title.en, third.position) == ("零碳数据中心", "Data centres", 3)
    assert read_detail(ledger, SITES).row.parts == 3
    assert read_detail(ledger, SITES).history[0].details == {"commitment": SITES, "fields": ["parts"]}
    assert check(ledger) == ()

    revise(ledger, kept(third), kept(first))
    assert titles(ledger) == ["零碳数据中心", FACTORIES]
    assert [part.id for part in read_detail(ledger, SITES).parts] == [third.id, first.id]
    assert check(ledger) == ()

    undo(ledger)
    undo(ledger)
    assert read_detail(ledger, SITES).parts == (factories, parks)
    redo(ledger)
    assert read_detail(ledger, SITES).parts == (first, second, third)
    assert check(ledger) == ()


def test_the_parts_of_yesterday_are_those_of_yesterday(ledger: Workspace) -> None:
    revise(ledger, *parts_of(ledger), {"title": "零碳数据中心"})
    assert titles(ledger, as_of=date(2026, 11, 22)) == [FACTORIES, PARKS]
    assert len(titles(ledger)) == 3


def test_a_place_that_a_part_once_had_is_no_other_parts(ledger: Workspace) -> None:
    before = parts_of(ledger)
    revise(ledger, *before, {"title": "零碳数据中心"})
    revise(ledger, *before)
    revise(ledger, *before, {"title": "零碳港口"})
    assert read_detail(ledger, SITES).parts[-1].position == 4
    assert check(ledger) == ()


def test_parts_that_are_the_same_are_no_event(ledger: Workspace) -> None:
    before = latest_event(ledger)
    for code in (SITES, PLANS):
        revise(ledger, *parts_of(ledger, code), code=code)
    revise(ledger, code=CITIES)
    assert latest_event(ledger) == before


def test_a_commitment_without_parts_gets_some_and_loses_them_again(ledger: Workspace) -> None:
    revise(ledger, {"title": "东部"}, {"title": "西部"}, code=CITIES)
    assert titles(ledger, CITIES) == ["东部", "西部"]
    revise(ledger, code=CITIES)
    assert titles(ledger, CITIES) == []
    assert check(ledger) == ()


def test_a_part_that_evidence_is_linked_to_stays(ledger: Workspace) -> None:
    factories, parks = read_detail(ledger, SITES).parts
    piece = prove(ledger, parks)
    error = refused(ledger, kept(factories))
    assert (error.code, error.details["parts"]) == ("part_in_use", [PARKS])
    revise(ledger, kept(factories, title="工厂"), kept(parks, title="园区"))
    assert [link.part.title.zh for link in list_evidence(ledger)[0].links if link.part] == ["园区"]
    unlinked = command(
        EvidenceFields, title="通知", publisher="工信部", published="2026-01-19", kind="document", links=[]
    )
    revise_evidence(ledger, EvidenceRevision(evidence_id=piece, fields=unlinked))
    revise(ledger, kept(factories))
    assert titles(ledger) == [FACTORIES]
    assert check(ledger) == ()


def test_what_is_taken_back_leaves_no_evidence_at_a_part_that_is_gone(ledger: Workspace) -> None:
    revise(ledger, *parts_of(ledger), {"title": "零碳数据中心"})
    other = Workspace(ledger._engine, "李四", ledger.clock)
    prove(other, read_detail(ledger, SITES).parts[-1])
    with pytest.raises(UserError, match="undo_blocked"):
        undo(ledger)
    undo(other)
    undo(ledger)
    assert titles(ledger) == [FACTORIES, PARKS]
    assert check(ledger) == ()


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([{"title": "甲", "position": 7}], "part_unknown"),
        ([{"title": "甲", "position": 0}], "field_invalid"),
        ([{"title": "甲", "position": 1}, {"title": "乙", "position": 1}], "part_twice"),
        ([{"title": "甲"}, {"title": "甲"}], "part_twice"),
        ([{"title": FACTORIES, "position": 1}, {"title": FACTORIES}], "part_twice"),
        ([{"title": " "}], "field_missing"),
        ([{"title": "甲", "departments": [{"department": "nobody", "role": "lead"}]}], "department_unknown"),
        (
            [{"title": "甲", "departments": [{"department": d, "role": "lead"} for d in ("mof", "ndrc")]}],
            "one_lead_only",
        ),
        ([{"title": "甲", "departments": [{"department": "mof", "role": "lead"}] * 2}], "one_lead_only"),
        ([{"title": "甲", "due_on": "2026-02-30"}], "date_invalid"),
        ([{"title": "甲", "due_basis": "stated"}], "due_incomplete"),
        ([{"title": "甲", "due_on": "2026-06-30", "due_basis": "assumed"}], "term_unknown"),
    ],
)
def test_what_is_wrong_with_a_part_is_refused(ledger: Workspace, parts: list[dict[str, Any]], code: str) -> None:
    assert refused(ledger, *parts).code == code


@pytest.mark.parametrize(
    "quantity",
    [
        ["at_least"],
        ["at_least", "many", "个", "", "new", "许多", None],
        ["beyond", "3", "个", "", "new", "三个", None],
        ["at_least", "3", "个", "", "old", "三个", None],
    ],
)
def test_an_amount_that_makes_no_sense_is_refused(ledger: Workspace, quantity: list[str | None]) -> None:
    assert refused(ledger, {"title": "甲", "quantity": quantity}).field


def test_a_change_of_the_parts_needs_a_reason(ledger: Workspace) -> None:
    assert refused(ledger, {"title": "甲"}, reason=" ").code == "reason_missing"


def test_a_removed_part_is_unknown_to_evidence(ledger: Workspace) -> None:
    factories, parks = read_detail(ledger, SITES).parts
    revise(ledger, kept(factories))
    with pytest.raises(UserError, match="part_unknown"):
        prove(ledger, parks)


def test_met_is_met_in_every_part(ledger: Workspace) -> None:
    factories, parks = read_detail(ledger, SITES).parts
    prove(ledger, factories)
    with pytest.raises(UserError, match="parts_unproved") as error:
        judge(ledger)
    assert (error.value.details["parts"], error.value.details["unnamed"]) == ([PARKS], 0)
    judge(ledger, "partly_met")
    prove(ledger, parks)
    judge(ledger)
    assert read_detail(ledger, SITES).row.assessment is Assessment.MET
    assert check(ledger) == ()


def test_a_new_part_takes_the_ground_of_a_verdict_and_undo_gives_it_back(met: Workspace) -> None:
    assert not read_detail(met, SITES).row.grounds_changed
    revise(met, *parts_of(met), {"title": "零碳数据中心"})
    row = read_detail(met, SITES).row
    assert (row.assessment, row.grounds_changed) == (Assessment.MET, True)
    for query in (query_for(attention={"grounds_changed"}), query_for(doubt={Doubt.GROUNDS_CHANGED})):
        assert [row.code for row in list_rows(met, query)] == [SITES]
        assert list(read_listing(met, query, ()).ids) == [row.id]
    assert check(met) == ()
    for step, changed in ((undo, False), (redo, True), (undo, False)):
        step(met)
        assert read_detail(met, SITES).row.grounds_changed is changed
        assert check(met) == ()


def test_what_proves_the_whole_proves_a_new_part_too(ledger: Workspace) -> None:
    prove(ledger, None)
    judge(ledger)
    revise(ledger, *parts_of(ledger), {"title": "零碳数据中心"})
    assert not read_detail(ledger, SITES).row.grounds_changed
    assert check(ledger) == ()


def test_with_the_piece_of_one_part_the_ground_of_the_whole_is_gone(met: Workspace) -> None:
    withdraw_evidence(met, command(Withdrawal, evidence_id=1, reason="重复"))
    assert read_detail(met, SITES).row.grounds_changed
    _, parks = read_detail(met, SITES).parts
    assert refused(met, kept(parks)).code == "part_in_use", "it is withdrawn, and still there"
    assert check(met) == ()


def test_more_parts_than_have_names_take_the_ground_too(met: Workspace) -> None:
    revise_commitment(met, command(CommitmentRevision, commitment=SITES, reason="共三项", parts_expected=3))
    detail = read_detail(met, SITES)
    assert (detail.parts_expected, len(detail.parts), detail.row.grounds_changed) == (3, 2, True)
    with pytest.raises(UserError, match="parts_unproved") as error:
        judge(met)
    assert (error.value.details["parts"], error.value.details["unnamed"]) == ([], 1)
    assert check(met) == ()
    undo(met)
    assert (read_detail(met, SITES).parts_expected, read_detail(met, SITES).row.grounds_changed) == (0, False)
    revise_commitment(met, command(CommitmentRevision, commitment=SITES, reason="共两项", parts_expected=2))
    assert not read_detail(met, SITES).row.grounds_changed


def test_ten_are_expected_of_which_seven_have_names(ledger: Workspace) -> None:
    plans = read_detail(ledger, PLANS)
    assert (plans.parts_expected, len(plans.parts), plans.row.parts) == (10, 7, 7)
    assert plans.coded is not None
    assert (plans.coded.parts_expected, len(plans.coded.parts)) == (10, 7)
    for part in plans.parts:
        prove(ledger, part, PLANS)
    with pytest.raises(UserError, match="parts_unproved") as error:
        judge(ledger, code=PLANS)
    assert (error.value.details["parts"], error.value.details["unnamed"]) == ([], 3)
    names = [{"title": name} for name in ("钢铁", "有色金属", "机械")]
    revise(ledger, *parts_of(ledger, PLANS), *names, code=PLANS)
    for part in read_detail(ledger, PLANS).parts[7:]:
        prove(ledger, part, PLANS)
    judge(ledger, code=PLANS)
    assert check(ledger) == ()


@pytest.mark.parametrize("expected", [-1, 1001])
def test_as_many_parts_as_nobody_expects_are_refused(ledger: Workspace, expected: int) -> None:
    before = latest_event(ledger)
    with pytest.raises(UserError, match="field_invalid"):
        command(CommitmentRevision, commitment=SITES, reason="共若干项", parts_expected=expected)
    assert latest_event(ledger) == before


def test_a_part_has_a_due_date_departments_and_an_amount_of_its_own(ledger: Workspace) -> None:
    own = {
        "due_on": "2027-06-30",
        "due_basis": "document",
        "due_about": True,
        "quantity": ("about", "20", "个", "零碳园区", "new", "20个左右", None),
        "departments": [{"department": "mof", "role": "lead"}],
    }
    revise(ledger, *parts_of(ledger), {"title": "零碳园区", **own})
    part = read_detail(ledger, SITES).parts[-1]
    assert part.due == Due(date(2027, 6, 30), DueBasis.DOCUMENT, about=True)
    assert [(one.department.key, one.role.value, one.basis.value) for one in part.departments] == [
        ("mof", "lead", "user")
    ]
    assert (part.quantity and part.quantity.value, part.working) == (20, None)
    prove(ledger, part, value="18", unit="个", role="new")
    working = read_detail(ledger, SITES).parts[-1].working
    assert working is not None
    assert (working.actual, working.satisfied) == (18, True)
    assert check(ledger) == ()


def test_an_amount_of_a_part_that_falls_short_questions_the_whole(met: Workspace) -> None:
    amount = ("at_least", "20", "个", "零碳园区", "new", "20个以上", None)
    revise(met, *parts_of(met), {"title": "零碳园区", "quantity": amount})
    prove(met, read_detail(met, SITES).parts[-1], value="12", unit="个", role="new")
    with pytest.raises(UserError, match="verdict_questioned") as error:
        judge(met)
    assert error.value.details["questions"] == ["arithmetic_short"]
    judge(met, arithmetic_short="另有八个未列明")
    assert read_detail(met, SITES).row.doubts == (Doubt.ARITHMETIC_SHORT,)
    assert len(list_rows(met, LedgerQuery())) == 72
    assert check(met) == ()
