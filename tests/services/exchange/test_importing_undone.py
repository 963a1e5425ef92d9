"""A spreadsheet that came in is taken back whole, comes in once, and leaves nothing where it is stopped."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, event

from tracker.domain.commitments.progress import Cancelled
from tracker.domain.errors import UserError
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import Assessment
from tracker.services.assessment.judging import set_assessment
from tracker.services.assessment.statements import add_restatement
from tracker.services.commands import AssessmentChange, EvidenceFields, NewRestatement, TagChange, command
from tracker.services.commitments.reading import (
    list_details,
    list_sources,
    read_detail,
)
from tracker.services.commitments.tagging import change_tags
from tracker.services.events.undoing import redo, reversible, undo
from tracker.services.evidence.recording import add_evidence
from tracker.services.exchange.importing import bring_in, offer, preview, read_sheets
from tracker.services.ledgers.workspace import Workspace
from tracker.services.safety.checking import check

if TYPE_CHECKING:
    from tests.services.conftest import Office


def test_the_same_sheet_comes_in_once(office: Office, workspace: Workspace) -> None:
    office.enter(workspace)
    with pytest.raises(UserError, match="sheet_known") as refused:
        office.enter(workspace)
    details = refused.value.details
    assert (details["name"], details["by"]) == ("台账.xlsx", "张三")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", str(details["at"]))
    file = office.file()
    with pytest.raises(UserError, match="sheet_known"):
        preview(workspace, file, offer(workspace, file).plan, office.wish())


def test_undo_takes_the_whole_source_out_of_sight_and_redo_brings_it_back(office: Office, ledger: Workspace) -> None:
    before = list_details(ledger, LedgerQuery())
    came = office.enter(ledger)
    after = list_details(ledger, LedgerQuery())
    undo(ledger)
    assert [d.row for d in list_details(ledger, LedgerQuery())] == [d.row for d in before]
    assert len(list_sources(ledger)) == 1
    assert check(ledger) == ()
    redo(ledger)
    again = list_details(ledger, LedgerQuery())
    assert [replace(d, history=()) for d in again] == [replace(d, history=()) for d in after]
    assert len(list_sources(ledger)) == 2
    assert check(ledger) == ()
    assert [event.kind for event in read_detail(ledger, came[0].row.code).history][-1] == "spreadsheet_imported"


def test_a_sheet_that_was_taken_back_comes_in_again_under_codes_of_its_own(office: Office, ledger: Workspace) -> None:
    office.enter(ledger)
    undo(ledger)
    again = office.enter(ledger)
    assert [detail.row.code for detail in again] == [f"OFFICE-2026-{n:03}" for n in range(2, 6)]
    assert [detail.keywords for detail in again][:1] == [("GZ-01",)]
    assert check(ledger) == ()


def test_undo_is_refused_while_something_hangs_on_a_commitment_that_came_in(office: Office, ledger: Workspace) -> None:
    office.enter(ledger)
    link = {"commitment": "GZ-01", "bearing": "progress"}
    values = {"title": "通知", "publisher": "财政部", "published": "2026-05-12", "kind": "document", "links": [link]}
    add_evidence(ledger, command(EvidenceFields, **values))
    other = Workspace(ledger._engine, "李四", ledger.clock)
    change_tags(other, command(TagChange, commitments=["GZ-02"], add=["重点"]))
    undo(ledger)  # the evidence
    with pytest.raises(UserError, match="undo_blocked"):
        undo(ledger)  # the sheet, of which another has tagged a commitment
    undo(other)
    undo(ledger)
    assert check(ledger) == ()
    assert reversible(ledger).redo is not None


def test_undo_is_refused_while_another_promise_is_said_again_by_one_that_came_in(
    office: Office, ledger: Workspace
) -> None:
    office.enter(ledger)
    other = Workspace(ledger._engine, "李四", ledger.clock)
    relation = {"commitment": "MIIT-2025-044", "kind": "restated", "said_on": "2026-11-01", "other": "GZ-02"}
    add_restatement(other, command(NewRestatement, **relation))
    with pytest.raises(UserError, match="undo_blocked"):
        undo(ledger)
    undo(other)
    undo(ledger)
    assert check(ledger) == ()


def test_a_judged_commitment_keeps_its_sheet_in_the_ledger(office: Office, workspace: Workspace) -> None:
    office.enter(workspace)
    change = {"commitment": "GZ-01", "assessment": "not_verifiable", "reason": "无法判断"}
    other = Workspace(workspace._engine, "李四", workspace.clock)
    set_assessment(other, command(AssessmentChange, **change))
    with pytest.raises(UserError, match="undo_blocked"):
        undo(workspace)
    assert read_detail(workspace, "GZ-01").row.assessment is Assessment.NOT_VERIFIABLE


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_who_cancels_finds_everything_as_it_was(office: Office, workspace: Workspace, steps: int) -> None:
    before, file = office.contents(workspace), office.file()
    told: list[int] = []

    def stop(done: int, total: int) -> None:
        told.append(done)
        if len(told) > steps:
            raise Cancelled

    try:
        bring_in(workspace, file, offer(workspace, file).plan, office.wish(), stop)
    except Cancelled:
        assert office.contents(workspace) == before
    else:
        assert steps >= len(told)
    assert check(workspace) == ()


def test_what_fails_at_the_end_leaves_everything_as_it_was(
    office: Office, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, ledger_path: Path
) -> None:
    before, file = office.contents(workspace), office.file()
    blocked = ledger_path.with_name(f"{ledger_path.name}.files")
    blocked.write_text("no folder")  # where the bytes of the file should go
    with pytest.raises(UserError, match="content_unwritable"):
        bring_in(workspace, file, offer(workspace, file).plan, office.wish())
    assert office.contents(workspace) == before


def test_thousands_of_rows_take_few_statements(office: Office, workspace: Workspace) -> None:
    rows = "\n".join(f"任务{n},规划司,2026年底,{n}个,推进中,说明{n}" for n in range(3_000))
    file = read_sheets(f"工作任务,牵头单位,完成时限,目标,状态,进展\n{rows}\n".encode(), "大表.csv")
    plan, statements = offer(workspace, file).plan, 0

    def count(*_: object) -> None:
        nonlocal statements
        statements += 1

    told: list[tuple[int, int]] = []
    event.listen(Engine, "before_cursor_execute", count)
    try:
        bring_in(workspace, file, plan, office.wish(), lambda done, total: told.append((done, total)))
        brought, statements = statements, 0
        undo(workspace)
        redo(workspace)
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    assert brought < 150
    assert statements < 300, "with the pages of the search index"
    assert len(told) >= 6
    assert all(done <= total for done, total in told)
    assert check(workspace) == ()
