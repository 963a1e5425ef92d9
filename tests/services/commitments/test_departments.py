"""Departments that users add and call otherwise: by events that can be undone, and known by each name wherever one is
read."""

from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text
from tests.services.briefings.conftest import DAY

from tracker.domain.errors import UserError
from tracker.domain.rows import DepartmentRow
from tracker.domain.search.ledger_query import Facet, LedgerQuery
from tracker.services.briefings.coding import revise_commitments
from tracker.services.briefings.coding_drafts import raw_of
from tracker.services.briefings.draft_coding import draft_of
from tracker.services.briefings.finding import find_in_source
from tracker.services.briefings.loading import load_draft
from tracker.services.briefings.source_text import read_pasted_text
from tracker.services.commands import BulkRevision, DepartmentRevision, NewDepartment, NewSource, command
from tracker.services.commitments.departments import (
    add_department,
    list_all,
    list_called,
    list_named,
    names_in_use,
    revise_department,
)
from tracker.services.commitments.reading import count_facets, field_choices, list_rows, read_detail
from tracker.services.events.replaying import list_events
from tracker.services.events.undoing import redo, undo
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import check

if TYPE_CHECKING:
    from tests.services.conftest import Office

CITIES = "MIIT-2025-044"
SME = "sme-bureau"


def add(ledger: Workspace, name: str, **fields: Any) -> DepartmentRow:
    """Add a department; it as it is listed."""
    add_department(ledger, command(NewDepartment, name=name, **fields))
    return by_name(ledger, name)


def revise(ledger: Workspace, key: str, **fields: Any) -> int:
    return revise_department(
        ledger, command(DepartmentRevision, department=key, **{"reason": "更名", **fields})
    ).event_id


def by_name(ledger: Workspace, name: str) -> DepartmentRow:
    return next(row for row in list_named(ledger) if row.name.zh == name)


def meant(ledger: Workspace, name: str) -> str | None:
    found = names_in_use(ledger, field_choices(ledger).departments).meant(name)
    return found and found.department.key


def found_by(ledger: Workspace, words: str) -> Sequence[str]:
    return [row.code for row in list_rows(ledger, LedgerQuery(search=words))]


def hold(ledger: Workspace, key: str, code: str = CITIES) -> None:
    """Let a department lead a commitment."""
    lead = {"department": key, "role": "lead"}
    revise_commitments(ledger, command(BulkRevision, commitments=(code,), departments=[lead], reason="分工"))


def refused(ledger: Workspace, wish: NewDepartment | DepartmentRevision) -> UserError:
    """How a change is refused, which leaves nothing behind."""
    before = len(list(list_events(ledger))), list_named(ledger)
    with pytest.raises(UserError) as caught:
        add_department(ledger, wish) if isinstance(wish, NewDepartment) else revise_department(ledger, wish)
    assert (len(list(list_events(ledger))), list_named(ledger)) == before
    return caught.value


def test_a_department_is_added_by_one_event_and_offered_at_once(ledger: Workspace) -> None:
    before = len(list(list_events(ledger)))
    ours = add(ledger, "某省数据局", aliases=("省数局",), former=("某省大数据局",))
    assert [event.kind for event in list(list_events(ledger))[before:]] == ["department_added"]
    assert (ours.aliases, ours.former, ours.body, ours.commitments) == (("省数局",), ("某省大数据局",), None, 0)
    assert ours.name in field_choices(ledger).departments
    assert [meant(ledger, name) for name in ("某省数据局", "省数局", "某省大数据局")] == [ours.name.key] * 3
    assert check(ledger) == ()


def test_an_addition_is_undone_and_redone_with_its_names(ledger: Workspace) -> None:
    ours = add(ledger, "某省数据局", aliases=("省数局",))
    undo(ledger)
    assert ours.name not in field_choices(ledger).departments
    assert meant(ledger, "省数局") is None
    redo(ledger)
    assert by_name(ledger, "某省数据局") == ours
    assert meant(ledger, "省数局") == ours.name.key
    undo(ledger)
    assert add(ledger, "某省数据局").name == ours.name
    assert check(ledger) == ()


def test_an_addition_is_not_undone_while_a_commitment_names_the_department(workspace: Workspace) -> None:
    ours = add(workspace, "某省数据局")
    with closing(open_workspace(workspace.location, author="李四", clock=workspace.clock)) as other:
        hold(other, ours.name.key)
        with pytest.raises(UserError) as caught:
            undo(workspace)
        assert caught.value.code == "undo_blocked"
        undo(other)
    undo(workspace)
    assert ours.name not in field_choices(workspace).departments
    assert check(workspace) == ()


def test_a_body_that_the_program_knows_comes_in_by_its_own_key(ledger: Workspace) -> None:
    energy = add(ledger, "国家能源局", aliases=("能源局机关",))
    assert (energy.name.key, energy.name.en) == ("nea", "National Energy Administration")
    assert meant(ledger, "能源局机关") == "nea"


def test_a_department_is_renamed_wherever_it_shows_and_back(ledger: Workspace) -> None:
    name = by_name(ledger, "中小企业局").name
    count_facets(ledger, LedgerQuery(), [Facet.DEPARTMENT])
    revise(ledger, SME, name="中小企业发展司", name_en="SME Development", former=("中小企业局",))
    (lead, *_) = read_detail(ledger, CITIES).departments
    assert (lead.department.zh, lead.department.en) == ("中小企业发展司", "SME Development")
    counted = count_facets(ledger, LedgerQuery(), [Facet.DEPARTMENT]).values[Facet.DEPARTMENT]
    assert {one.name.zh for one in counted if one.name and one.key == SME} == {"中小企业发展司"}
    assert CITIES in found_by(ledger, "中小企业发展司")
    assert CITIES in found_by(ledger, "中小企业局")
    assert check(ledger) == ()
    undo(ledger)
    assert by_name(ledger, "中小企业局").name == name
    assert found_by(ledger, "中小企业发展司") == []
    assert check(ledger) == ()
    redo(ledger)
    assert by_name(ledger, "中小企业发展司").former == ("中小企业局",)
    assert check(ledger) == ()


def test_a_further_name_finds_commitments_until_it_is_dropped(ledger: Workspace) -> None:
    revise(ledger, SME, aliases=("企业服务处",))
    assert CITIES in found_by(ledger, "企业服务处")
    assert {one.zh: others for one, others in list_called(ledger)}["中小企业局"][0] == "企业服务处"
    revise(ledger, SME, former=("企业服务处",))
    assert by_name(ledger, "中小企业局").former == ("企业服务处",)
    assert by_name(ledger, "中小企业局").aliases == ()
    revise(ledger, SME, drop=("企业服务处",))
    assert found_by(ledger, "企业服务处") == []
    assert meant(ledger, "企业服务处") is None
    undo(ledger)
    assert CITIES in found_by(ledger, "企业服务处")
    assert check(ledger) == ()


def test_a_spreadsheet_and_a_text_name_it_by_each_of_its_names(ledger: Workspace, office: "Office") -> None:
    ours = add(ledger, "某省数据局", aliases=("省数办",), former=("某省大数据局",))
    rows = (
        ("1", "", "制定实施方案", "省数办", "某省大数据局", "2026年6月底前", "", "", "", "", "", ""),
        ("2", "", "举办对接活动", "某省大数据局", "", "2026年6月底前", "", "", "", "", "", ""),
    )
    first, second = office.enter(ledger, office.workbook(*rows))
    assert {one.department.key for detail in (first, second) for one in detail.departments} == {ours.name.key}
    found = find_in_source(read_pasted_text("要点\n下一步，我们将修订管理办法。（省数办负责）\n"), DAY)
    draft, _ = draft_of(found.source.clean.text, found.findings).accept_all()
    wish = command(NewSource, title="要点", publisher="某部", held_on="2026-01-01", prefix="MB-2026")
    load_draft(ledger, draft, raw_of(found), wish, is_reviewed=False)
    assert [one.department.key for one in read_detail(ledger, "MB-2026-001").departments] == [ours.name.key]
    assert by_name(ledger, "某省数据局").commitments == 3
    assert check(ledger) == ()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("中小企业局", {}),
        ("新处", {"aliases": ("中小企业局",)}),
        ("新处", {"former": ("sme-bureau",)}),
        ("财政部", {}),
        ("新处", {"aliases": ("中国证监会",)}),
        ("新处", {"aliases": ("银保监会",)}),
        ("新处", {"name_en": "Ministry of Finance"}),
    ],
)
def test_a_name_of_somebody_else_is_refused(ledger: Workspace, name: str, fields: dict[str, Any]) -> None:
    assert refused(ledger, command(NewDepartment, name=name, **fields)).code == "department_name_taken"


def test_departments_of_two_bodies_may_share_a_name(ledger: Workspace) -> None:
    add_department(ledger, command(NewDepartment, name="科技司", body="moe"))
    row = next(row for row in list_named(ledger) if row.name.zh == "科技司" and row.body and row.body.key == "moe")
    assert meant(ledger, "教育部科技司") == row.name.key
    assert meant(ledger, "工信部科技司") == "science"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"department": "nobody", "name": "新处"}, "department_unknown"),
        ({"name": "财政部"}, "department_name_taken"),
        ({"aliases": ("财务司",)}, "department_name_taken"),
        ({"drop": ("中小局",)}, "department_alias_unknown"),
        ({"name": "新处", "reason": " "}, "reason_missing"),
        ({"body": "nobody"}, "department_unknown"),
        ({"body": "science"}, "department_of_department"),
        ({"body": SME}, "department_of_department"),
    ],
)
def test_what_cannot_be_is_refused(ledger: Workspace, fields: dict[str, Any], code: str) -> None:
    revision = command(DepartmentRevision, **{"department": SME, "reason": "更名", **fields})
    assert refused(ledger, revision).code == code


def test_what_is_so_already_is_no_event(ledger: Workspace) -> None:
    revise(ledger, SME, aliases=("企业处",))
    before = len(list(list_events(ledger)))
    assert revise(ledger, SME, name="中小企业局", aliases=("企业处",)) == 0
    assert len(list(list_events(ledger))) == before


def test_whoever_alters_what_a_department_is_called_is_found_out(workspace: Workspace) -> None:
    revise(workspace, SME, name="中小企业发展司", aliases=("企业处",))
    for statement in (
        "UPDATE department SET name = 'x' WHERE key = 'sme-bureau'",
        "UPDATE department_state SET name = 'x' WHERE since = 0",
        "UPDATE department_state SET name = 'x' WHERE since > 0",
        "UPDATE department_alias SET name = 'x'",
    ):
        with workspace.write() as work:
            kept = work.connection.begin_nested()
            work.connection.execute(text(statement))
            kept.commit()
        assert {fault.code for fault in check(workspace)} & {"fault_ground", "fault_chain"}, statement


def test_the_list_of_all_says_what_is_the_programs_and_what_the_users(ledger: Workspace) -> None:
    key = add(ledger, "数字经济办公室", aliases=("数经办",)).name.key
    revise(ledger, SME, aliases=("小企业局",))
    listed = {one.row.name.key: one for one in list_all(ledger)}
    assert [row.name.key for row in list_named(ledger)] == [key for key, one in listed.items() if one.is_offered]
    new, changed, known = listed[key], listed[SME], listed["mohrss"]
    assert (new.is_known, new.was_named, new.row.aliases) == (False, True, ("数经办",))
    assert (changed.is_known, changed.was_named, changed.row.aliases) == (True, True, ("小企业局",))
    assert "小企业局" not in changed.known
    assert (known.is_offered, known.was_named, known.row.commitments) == (False, False, 0)
    assert "人社部" in (*known.known, *known.known_former)


def test_a_taken_name_is_refused_at_the_field_that_holds_it(ledger: Workspace) -> None:
    for field in ("aliases", "former"):
        wish = command(NewDepartment, name="新设办公室", **{field: ("财政部",)})
        assert refused(ledger, wish).field == field
