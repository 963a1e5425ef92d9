"""Measures of what is written: an assessment, and reports."""

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, time
from itertools import cycle
from pathlib import Path

from floors.queries import Floor, bare_assessment
from results import Result, side_by_side, timed
from typst import Compiler, Fonts
from xlsxwriter.workbook import Workbook

from tracker.domain.reports.report_request import SITE, ReportForm
from tracker.exports.compose import compose, flow
from tracker.exports.making import make_report
from tracker.exports.pdf_writer import pdf_data
from tracker.exports.pdf_writer import render as render_pdf
from tracker.exports.registry import write_report
from tracker.exports.report_tree import Report
from tracker.exports.xlsx.rows import text_of
from tracker.exports.xlsx.tables import reference_rows
from tracker.locations import resources_dir
from tracker.services.assessment.judging import set_assessment
from tracker.services.commands import AssessmentChange, command
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.reports.reporting import ReportWish, read_report, reading_report
from tracker.wording import load_words


def assessment(ledger: Path, folder: Path, size: int, rounds: int) -> Iterator[Result]:
    """A judgement, durable, beside a bare transaction of the same rows; each in a copy of the ledger of its own."""
    ours, floor = (Path(shutil.copy(ledger, folder / f"{name}.db")) for name in ("ours", "floor"))
    said = cycle(("not_rated", "not_verifiable"))
    with closing(open_workspace(ours)) as workspace:
        code = "MIIT-2025-001"

        def judge() -> None:
            change = command(AssessmentChange, commitment=code, assessment=next(said), reason="据材料判断")
            set_assessment(workspace, change)

        yield Result(
            f"set an assessment, durable, {size:,}", *side_by_side(judge, bare_assessment(floor), rounds), most=2
        )


def reports(ledger: Path, folder: Path, size: int, rounds: int) -> Iterator[Result]:
    """CSV and XLSX of a whole ledger: writing cells that are ready, beside a bare loop over the same texts."""
    words = load_words("zh")
    with closing(open_workspace(ledger)) as workspace, reading_report(workspace, ReportWish()) as facts:
        report = flow(facts, words, with_charts=False)
        report = _ready(replace(report, items=tuple(report.items)))
    for name, most, floor in _floors(report, folder):
        ours = folder / f"ours.{name}"
        found = side_by_side(lambda name=name, ours=ours: write_report(report, name, ours), floor, rounds)
        yield Result(f"export as {name.upper()}, {size:,}, writing alone", *found, most=most, note="cells are ready")


def whole_reports(ledger: Path, folder: Path, size: int) -> Iterator[Result]:
    """The same from the ledger to the file, as a user has it, once each.

    The floor asks the very questions of the database that ours asks, through `sqlite3` alone, and writes cells that are
    ready: a loop over texts that came from nowhere would not be what anybody could export.
    """
    words = load_words("zh")
    asked = Floor(ledger)
    with closing(open_workspace(ledger)) as workspace:
        with reading_report(workspace, ReportWish()) as facts:
            floors = list(_floors(flow(facts, words, with_charts=False), folder))
        for (name, _, write), most in zip(floors, (6, 1.5), strict=True):
            form = ReportForm("zh", name, charts=False)
            read = asked.the_same(lambda form=form: make_report(workspace, ReportWish(), form, folder / "ours"))
            ours = timed(lambda form=form: make_report(workspace, ReportWish(), form, folder / "ours"))[1]
            floor = timed(lambda read=read, write=write: (read(), write()))[1]
            note = "the floor asks the same by sqlite3, and writes texts that are ready"
            yield Result(f"export as {name.upper()}, {size:,}, all of it", [ours], [floor], most=most, note=note)


def site(ledger: Path, folder: Path, size: int) -> Iterator[Result]:
    """The public pages of a whole ledger, once, beside a bare loop that writes the very same files."""
    form = ReportForm("zh", SITE)
    with closing(open_workspace(ledger)) as workspace:
        made = folder / "site"
        ours = timed(lambda: make_report(workspace, ReportWish(), form, made))[1]
    files = {path.relative_to(made): path.read_bytes() for path in made.rglob("*") if path.is_file()}

    def write() -> None:
        for name, content in files.items():
            path = folder / "bare" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    note = f"{len(files):,} files; the floor writes pages that are ready"
    yield Result(f"public pages, {size:,}, all of it", [ours], [timed(write)[1]], note=note)


def _ready(report: Report) -> Report:
    """The report with the rows of its tables made."""
    ready = {
        table.key: {item.code: tuple(table.rows_of(item)) for item in report.items}
        for table in (report.register, report.evidence)
    }
    register, evidence = (
        replace(table, rows_of=lambda item, rows=ready[table.key]: rows[item.code])
        for table in (report.register, report.evidence)
    )
    return replace(report, register=register, evidence=evidence)


def _floors(report: Report, folder: Path) -> Iterator[tuple[str, float, Callable[[], None]]]:
    """Bare loops over the very texts that the exports write, in every sheet that is a table of commitments."""
    day = report.front.as_of.isoformat()
    lines: list[list[str]] = []
    sheets: list[list[list[str]]] = [[], [], []]
    for item in report.items:
        register = list(report.register.rows_of(item))
        lines.extend([*("；".join(cell.lines) for cell in row), day] for row in register)
        for sheet, rows in zip(sheets, (register, report.evidence.rows_of(item), reference_rows(item)), strict=True):
            sheet.extend(list(map(text_of, row)) for row in rows)
    yield "csv", 1.5, lambda: _csv(folder / "bare.csv", lines)
    yield "xlsx", 1.3, lambda: _xlsx(folder / "bare.xlsx", sheets)


def pdf(ledger: Path, rounds: int) -> Iterator[Result]:
    """The report of the real ledger as PDF, beside the compiler alone on the same source and data."""
    words = load_words("zh")
    with closing(open_workspace(ledger)) as workspace:
        report = compose(read_report(workspace, ReportWish()), words)
    data = json.dumps(pdf_data(report), ensure_ascii=False)
    found = side_by_side(lambda: render_pdf(report), lambda: _compile(report, data), rounds)
    yield Result("PDF of the real ledger's report, with its charts", *found, most=1.5, note="the floor draws them too")


def _compile(report: Report, data: str) -> None:
    folder = resources_dir() / "reports"
    fonts = Fonts(include_system_fonts=False, font_paths=[resources_dir() / "fonts"])
    source = (folder / "report.typ").read_bytes()
    made = datetime.combine(report.front.made_on, time(), UTC)
    compiler = Compiler(source, root=folder, font_paths=fonts, sys_inputs={"report": data})
    compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=made)


def _csv(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def _xlsx(path: Path, sheets: list[list[list[str]]]) -> None:
    """As ours: bordered cells whose text wraps, and rows as high as somebody says, which no spreadsheet finds out."""
    workbook = Workbook(str(path), {"constant_memory": True})
    look = workbook.add_format({"border": 1, "text_wrap": True, "num_format": "@"})
    for rows in sheets:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                sheet.write_string(number, place, text[:32_000], look)
            sheet.set_row(number, 30)
    workbook.close()
