"""An office's spreadsheet comes in as a source of its own: whole, in one step that can be taken back, or not at all."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from tracker.domain.errors import UserError
from tracker.domain.exchange.spreadsheet_rows import LeftReason, SheetField, SheetFinding
from tracker.domain.reports.report_request import ReportKind
from tracker.domain.search.ledger_query import Facet, LedgerQuery
from tracker.domain.terms import Assessment, Bearing, DepartmentBasis, EvidenceKind
from tracker.services.briefings.briefing_view import SourceParagraphKind, read_briefing
from tracker.services.commitments.reading import (
    count_facets,
    list_details,
    list_rows,
    list_sources,
    read_content,
    read_detail,
    read_source_text,
)
from tracker.services.events.undoing import undo
from tracker.services.exchange.importing import bring_in, offer, preview, read_sheets
from tracker.services.ledgers.workspace import Workspace
from tracker.services.reports.reporting import ReportWish, read_report
from tracker.services.safety.checking import check
from tracker.store.evidence.attachments import read_pages

if TYPE_CHECKING:
    from tests.services.conftest import Office


def test_the_headings_are_found_below_the_title_and_tell_what_the_columns_hold(
    office: Office, workspace: Workspace
) -> None:
    found = offer(workspace, office.file())
    assert (found.plan.sheet, found.plan.header, found.title) == ("台账", 3, "某省2026年重点任务台账")
    assert [(one.name, one.rows) for one in found.sheets] == [("台账", 8), ("说明", 1)]
    held = {column.heading: found.plan.fields.get(column.index) for column in found.columns}
    assert held["工作任务"] is SheetField.WORDS
    assert held["责任单位"] is SheetField.LEAD
    assert (held["序号"], held["电话"]) == (None, None)
    assert (found.held_on, found.stated_on) == (date(2026, 11, 20), date(2026, 11, 20))


def test_a_preview_says_what_would_come_in_and_records_nothing(office: Office, workspace: Workspace) -> None:
    before, file = office.contents(workspace), office.file()
    found = preview(workspace, file, offer(workspace, file).plan, office.wish())
    assert office.contents(workspace) == before
    assert (found.count, found.claims, found.unmapped) == (4, 3, ("序号", "电话"))
    assert found.left_out == {LeftReason.ABOVE: 1, LeftReason.EMPTY: 1, LeftReason.TOTAL: 1}
    assert found.found == {
        SheetFinding.DEPARTMENT_GUESSED: 1,
        SheetFinding.SECOND_LEAD: 1,
        SheetFinding.DEPARTMENT_NEW: 1,
        SheetFinding.DUE_UNREAD: 1,
        SheetFinding.STATUS_UNKNOWN: 1,
        SheetFinding.CODE_TWICE: 1,
    }
    assert (found.new_departments, found.new_topics) == (("财政厅",), ("金融",))
    assert [item.code for item in found.items] == ["GZ-01", "GZ-02", "GZ-03", "OFFICE-2026-001"]


def test_every_row_becomes_a_commitment_with_its_own_words(office: Office, ledger: Workspace) -> None:
    first, second, third, fourth = sorted(office.enter(ledger), key=lambda detail: detail.quotes[0].passage.start)
    assert [quote.passage.exact for quote in first.quotes] == ["制定“三品”行动实施方案"]
    assert [(one.department.key, one.role.value, one.basis) for one in first.departments] == [
        ("consumer-goods", "lead", DepartmentBasis.NAMED),
        ("science", "co_lead", DepartmentBasis.NAMED),
    ]
    assert (second.row.due.on, second.row.due.basis.value) == (date(2026, 12, 31), "stated")
    assert second.row.quantity is not None
    assert (second.row.quantity.value, second.row.quantity.unit) == (20, "个")
    assert [(d.department.zh, d.role.value) for d in third.departments] == [
        ("财务司", "lead"), ("规划司", "co_lead"), ("财政厅", "co_lead"),
    ]  # fmt: skip
    assert (third.row.due.on, third.row.topic.zh) == (None, "金融")
    assert "完成时限：长期坚持" in read_source_text(ledger, third.source.id).text
    assert (fourth.row.code, fourth.keywords, fourth.row.topic.key) == ("OFFICE-2026-001", ("GZ-03",), "unsorted")
    assert check(ledger) == ()


def test_the_status_of_an_office_is_its_claim_and_never_a_judgement(office: Office, ledger: Workspace) -> None:
    details = {detail.row.code: detail for detail in office.enter(ledger)}
    (claim,) = details["GZ-01"].claims
    assert (claim.said, claim.said_by, claim.said_on) == ("已完成：方案已印发。", "某省工信厅", "2026-11-01")
    assert claim.claimed is Assessment.MET
    assert [one.claimed for one in details["GZ-03"].claims] == [None]
    assert {detail.row.assessment for detail in details.values()} == {Assessment.NOT_RATED}


def test_the_user_says_what_a_status_claims(office: Office, workspace: Workspace) -> None:
    file = office.file()
    plan = offer(workspace, file).plan
    bring_in(
        workspace, file, replace(plan, statuses={**plan.statuses, "论证中": Assessment.IN_PROGRESS}), office.wish()
    )
    assert [claim.claimed for claim in read_detail(workspace, "GZ-03").claims] == [Assessment.IN_PROGRESS]


def test_evidence_that_a_row_names_comes_in_as_context_each_piece_once(office: Office, ledger: Workspace) -> None:
    rows = "任务,佐证材料,链接,材料日期,标签\n甲事,通知,https://example.org/a,2026-05-12,重点 督查\n乙事,通知,https://example.org/a,2026-05-12,\n"
    first, second = office.enter(ledger, rows.encode(), "a.csv")
    assert [piece.id for piece in first.evidence] == [piece.id for piece in second.evidence]
    (piece,) = first.evidence
    assert (piece.kind, piece.published, piece.url) == (EvidenceKind.OTHER, "2026-05-12", "https://example.org/a")
    assert {link.bearing for link in piece.links} == {Bearing.CONTEXT}
    assert (first.row.evidence_count, first.row.latest_evidence, first.tags) == (1, "2026-05-12", ("督查", "重点"))
    assert check(ledger) == ()


def test_the_source_says_whose_it_is_and_shows_its_rows(office: Office, ledger: Workspace) -> None:
    (detail, *_) = office.enter(ledger)
    assert [source.title.zh for source in list_sources(ledger)][-1] == "某省2026年台账"
    view = read_briefing(ledger, detail.source.id)
    assert (view.source.is_spreadsheet, view.source.complete, view.sound) == (True, True, True)
    assert [p.kind for p in view.paragraphs[:2]] == [SourceParagraphKind.ANSWER, SourceParagraphKind.NOTE]
    assert view.paragraphs[1].text.startswith("任务编号：GZ-01；责任单位：消费品司")
    assert [mark.code for mark in view.marks] == ["GZ-01", "GZ-02", "GZ-03", "OFFICE-2026-001"]
    assert [topic.count for topic in view.topics] == [1, 1, 1, 1]
    assert read_content(ledger, detail.source.sha256) == office.content


def test_reports_and_facets_hold_the_new_commitments_beside_the_old(office: Office, workspace: Workspace) -> None:
    before = len(list_rows(workspace, LedgerQuery()))
    office.enter(workspace)
    facets = count_facets(workspace, LedgerQuery(), [Facet.DEPARTMENT, Facet.TOPIC])
    assert facets.total == before + 4
    assert {"财政厅": 1}.items() <= {v.name.zh: v.count for v in facets.values[Facet.DEPARTMENT] if v.name}.items()
    report = read_report(workspace, ReportWish(ReportKind.LEDGER, LedgerQuery(search="产融对接")))
    assert [source.title.zh for source in report.sources] == ["某省2026年台账"]
    assert [detail.row.code for detail in report.details] == ["OFFICE-2026-001"]


def test_a_mapping_is_remembered_for_the_same_headings(office: Office, workspace: Workspace) -> None:
    file = office.file()
    guessed = offer(workspace, file).plan
    fields = {index: field for index, field in guessed.fields.items() if field is not SheetField.TOPIC}
    statuses = {**guessed.statuses, "论证中": Assessment.IN_PROGRESS}
    bring_in(
        workspace, file, replace(guessed, fields={**fields, 11: SheetField.SPEAKER}, statuses=statuses), office.wish()
    )
    later = offer(
        workspace, office.file(office.workbook((1, "HZ-01", "再做一件事", "规划司"), merged=False), "二期.xlsx")
    )
    assert later.plan.fields == {**fields, 11: SheetField.SPEAKER}
    assert later.plan.statuses["论证中"] is Assessment.IN_PROGRESS
    assert (later.remembered, later.publisher) == ("台账.xlsx", "某省工信厅")
    other = offer(workspace, read_sheets("任务,单位\n做事,规划司\n".encode(), "b.csv"))
    assert other.remembered == ""


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"prefix": "MIIT-2025"}, "prefix_taken"),
        ({"held_on": "2027-01-01"}, "date_future"),
        ({"held_on": "2026-02-30"}, "date_invalid"),
        ({"prefix": "a b"}, "field_invalid"),
        ({"publisher": " "}, "field_missing"),
        ({"title": "长" * 1001}, "text_too_long"),
    ],
)
def test_what_is_wrong_with_the_source_is_refused(
    office: Office, workspace: Workspace, values: dict[str, str], code: str
) -> None:
    with pytest.raises(UserError, match=code):
        office.enter(workspace, None, **values)


def test_what_is_wrong_with_the_mapping_is_refused(office: Office, workspace: Workspace) -> None:
    file = office.file()
    plan = offer(workspace, file).plan
    for wrong, code in (
        (replace(plan, fields={0: SheetField.LEAD}), "words_column_missing"),
        (replace(plan, fields={2: SheetField.WORDS, 3: SheetField.LEAD, 4: SheetField.LEAD}), "column_twice"),
        (replace(plan, header=900), "header_unknown"),
        (replace(plan, sheet="没有"), "sheet_unknown"),
        (
            replace(plan, header=0, fields={11: SheetField.WORDS, 0: SheetField.LEAD, 1: SheetField.DUE}, sheet="说明"),
            "sheet_without",
        ),
    ):
        with pytest.raises(UserError, match=code):
            bring_in(workspace, file, wrong, office.wish())


def test_numbers_go_on_where_the_last_sheet_ended_and_codes_are_never_used_twice(
    office: Office, workspace: Workspace
) -> None:
    first = office.enter(workspace, "任务\n做一件事\n做另一件事\n".encode(), "a.csv")
    second = office.enter(
        workspace, "任务,编号\n再做一件事,\n又做一件事,OFFICE-2026-001\n第三件,MIIT-2025-099\n".encode(), "b.csv"
    )
    assert [detail.row.code for detail in first] == ["OFFICE-2026-001", "OFFICE-2026-002"]
    assert [detail.row.code for detail in second] == ["OFFICE-2026-003", "OFFICE-2026-004", "OFFICE-2026-005"]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80), min_size=1, max_size=8))
def test_whatever_stands_in_the_words_stands_in_the_passage(
    office: Office, workspace: Workspace, cells: list[str]
) -> None:
    """The words as they were read, at their offsets in the text of the source; `check` compares them again."""
    book = io.BytesIO()
    made = xlsxwriter.Workbook(book, {"in_memory": True})
    sheet = made.add_worksheet("台账")
    sheet.write_row(0, 0, ("工作任务", "序号", "备注"))
    for number, cell in enumerate(cells, start=1):
        sheet.write_string(number, 0, cell)
        sheet.write_row(number, 1, (number, "有"))
    made.close()
    file = read_sheets(book.getvalue(), "台账.xlsx")
    plan = offer(workspace, file, recall=False).plan
    seen = preview(workspace, file, plan, office.wish())
    if not seen.count:
        return
    changes = bring_in(workspace, file, plan, office.wish())
    details = {d.row.id: d for d in list_details(workspace, LedgerQuery()) if d.row.id in changes.commitments}
    text = read_source_text(workspace, next(iter(details.values())).source.id).text
    for item, commitment_id in zip(seen.items, changes.commitments, strict=True):
        passage = details[commitment_id].quotes[0].passage
        assert passage.exact == item.row.words == text[passage.start : passage.end]
    assert check(workspace) == ()
    undo(workspace)


def test_a_file_of_a_source_is_kept_with_a_copy_of_the_ledger(office: Office, workspace: Workspace) -> None:
    detail = office.enter(workspace)[0]
    workspace.run_on_engine(lambda engine: _registered(engine, detail.source.sha256))


def _registered(engine: Engine, sha256: str) -> None:
    with engine.connect() as connection:
        assert isinstance(connection, Connection)
        assert read_pages(connection, sha256) == ("",)
