"""Whole files as they were approved, their day masked. `UPDATE_GOLDEN=1` writes them anew: read the diff."""

import io
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest
from tests.exports.written import written

from tracker.domain.reports.report_period import PeriodSpan, period_of
from tracker.domain.reports.report_request import BriefWish, Office, ReportKind, ReportWish
from tracker.domain.rows import CommitmentDetail
from tracker.exports.compose import compose
from tracker.exports.pages import html_, json_, markdown
from tracker.exports.references import csl, ical, ris
from tracker.exports.report_tree import Report
from tracker.exports.tables import csv_
from tracker.exports.xlsx import xlsx_writer
from tracker.services.reports.reporting import BriefInputs, ReportFacts
from tracker.wording import load_words

FOLDER = Path(__file__).parent.parent / "golden"
MADE = "2026-11-23"
CASES = (
    ("ledger-zh.csv", csv_),
    ("ledger-zh.xlsx.txt", xlsx_writer),
    ("ledger-en.md", markdown),
    ("brief-zh.md", markdown),
    ("brief-en.md", markdown),
    ("period-zh.md", markdown),
    ("period-zh.html", html_),
    ("period-en.xlsx.txt", xlsx_writer),
    ("period-en.json", json_),
    ("period-zh.ics", ical),
    ("dossier-zh.md", markdown),
    ("dossier-en.html", html_),
    ("dossier-zh.csl.json", csl),
    ("dossier-zh.ris", ris),
)


@pytest.fixture
def report_called(
    a_year: ReportFacts, facts_of: Callable[..., ReportFacts], rich: CommitmentDetail
) -> Callable[[str], Report]:
    """The report that a file is named after: its kind and its language. Charts are drawn elsewhere."""

    def make(name: str) -> Report:
        kind, language = name.partition(".")[0].split("-")
        wish = ReportWish(ReportKind(kind), code=rich.row.code)
        facts = {
            ReportKind.LEDGER: replace(a_year, wish=wish, since=None, changes={}, attention={}),
            ReportKind.PERIOD: a_year,
            ReportKind.BRIEF: a_quarter(a_year),
            ReportKind.DOSSIER: facts_of(rich, wish=wish),
        }[wish.kind]
        return compose(facts, load_words(language), with_charts=kind == "ledger" and "xlsx" in name)

    return make


def a_quarter(facts: ReportFacts) -> ReportFacts:
    """The first quarter of a year that is over: with evidence, claims and later words of its days, a commitment that is
    judged anew, and a piece of evidence and a claim of before that were entered in it."""
    day = date(2026, 3, 31)
    before = {detail.row.id: detail.row for detail in facts.details}
    before |= {number: change.before for number, change in facts.changes.items() if change.before}
    pieces = [piece for detail in facts.details for piece in detail.evidence]
    said = [one for detail in facts.details for one in (*detail.claims, *detail.relations)]
    recorded: dict[int | str, date] = {piece.id: day for piece in pieces} | {one.uid: day for one in said}
    office = Office("", "规划司", "部办公厅", attachments=("附表",))
    brief = BriefWish(PeriodSpan.QUARTER, day, office=office)
    inputs = BriefInputs(period_of(day, PeriodSpan.QUARTER), before, recorded)
    return replace(facts, wish=ReportWish(ReportKind.BRIEF, brief=brief), since=None, brief_inputs=inputs)


def as_text(name: str, content: bytes) -> str:
    """The file as text: of a workbook, every filled cell with its place."""
    if ".xlsx" not in name:
        return content.decode().replace(MADE, "<made>").replace(MADE.replace("-", ""), "<made>")
    lines = []
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        lines.append(f"[{sheet.title}] {sheet.auto_filter.ref or ''} {sheet.freeze_panes or ''}")
        lines += [f"{cell.coordinate} {cell.value!r}" for row in sheet.iter_rows() for cell in row if cell.value]
    return "\n".join(lines).replace(MADE, "<made>") + "\n"


@pytest.mark.parametrize(("name", "writer"), CASES, ids=[name for name, _ in CASES])
def test_a_report_is_written_as_it_was_approved(
    report_called: Callable[[str], Report], name: str, writer: ModuleType
) -> None:
    text = as_text(name, written(writer, report_called(name)))
    golden = FOLDER / name
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_bytes(text.encode())
    assert text == golden.read_bytes().decode()
