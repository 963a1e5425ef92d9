"""Measures of what is written: an assessment, and reports."""

import csv
import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, time
from itertools import cycle
from pathlib import Path

from floors.queries import bare_assessment
from results import Result, side_by_side, timed
from typst import Compiler, Fonts
from xlsxwriter.workbook import Workbook

from tracker.domain.report import Report
from tracker.exports.compose import compose
from tracker.exports.pdf import render as render_pdf
from tracker.exports.pdf_data import drawn, pdf_data
from tracker.exports.registry import write_report
from tracker.locations import resources_dir
from tracker.services.commands import AssessmentChange, command
from tracker.services.judging import set_assessment
from tracker.services.reporting import ReportWish, read_report
from tracker.services.workspace import open_workspace
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


def reports(ledger: Path, folder: Path, size: int) -> Iterator[Result]:
    """CSV and XLSX of a whole ledger: reading it, putting it into words, writing it; beside a loop over ready cells."""
    words = load_words("zh")
    with closing(open_workspace(ledger)) as workspace:
        facts, reading = timed(lambda: read_report(workspace, ReportWish()))
    report, composing = timed(lambda: compose(facts, words, with_charts=False))
    cells = [[cell.text for cell in row] for row in report.register.rows]
    sheets = [cells, [[cell.text for cell in row] for row in report.evidence.rows]]
    note = f"writing alone; read {reading:.0f} s, put into words {composing:.0f} s before"
    for name, most, floor in (
        ("csv", 1.5, lambda: _csv(folder / "bare.csv", cells)),
        ("xlsx", 1.3, lambda: _xlsx(folder / "bare.xlsx", sheets)),
    ):
        ours = [timed(lambda name=name: write_report(report, name, folder / f"ours.{name}"))[1]]
        yield Result(f"export as {name.upper()}, {size:,}", ours, [timed(floor)[1]], most=most, note=note)


def pdf(ledger: Path, rounds: int) -> Iterator[Result]:
    """The report of the real ledger as PDF, beside the compiler alone on the same source and data."""
    words = load_words("zh")
    with closing(open_workspace(ledger)) as workspace:
        report = compose(read_report(workspace, ReportWish()), words)
    pictures = {chart.key: picture for chart, picture in drawn(report, lambda done, total: None)}
    data = json.dumps(pdf_data(report, pictures), ensure_ascii=False)
    found = side_by_side(lambda: render_pdf(report), lambda: _compile(report, data), rounds)
    yield Result("PDF of the real ledger's report", *found, most=1.5, note="charts are drawn anew each time")


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
    workbook = Workbook(str(path), {"constant_memory": True})
    for rows in sheets:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                sheet.write_string(number, place, text[:32_000])
    workbook.close()
