"""Reports of tables and data, made as the ledger is read: the same files as of a report that is held whole."""

import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest
from tests.exports.written import written

from tracker.domain.commitments.progress import Cancelled
from tracker.domain.reports.report_request import ReportForm, ReportKind, ReportWish
from tracker.domain.search.ledger_query import LedgerQuery, SortKey, query_for
from tracker.domain.text.dates import BEIJING
from tracker.exports.compose import compose, flow
from tracker.exports.making import make_report
from tracker.exports.pages import json_
from tracker.exports.registry import FLOWING
from tracker.exports.tables import csv_, datapackage
from tracker.exports.xlsx import xlsx_writer
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.reports.past_reports import list_reports
from tracker.services.reports.reporting import read_report, reading_report
from tracker.wording import load_words

WRITERS = (csv_, xlsx_writer, json_, datapackage)
MADE = datetime(2026, 11, 23, 12, tzinfo=BEIJING)


@pytest.fixture
def sample(sample_ledger: Path, tmp_path: Path) -> Iterator[Workspace]:
    """The sample ledger, full of evidence, claims and judgements."""
    path = Path(shutil.copy(sample_ledger, tmp_path / "sample.db"))
    with closing(open_workspace(path, clock=lambda: MADE)) as workspace:
        yield workspace


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.__name__.rpartition(".")[2])
@pytest.mark.parametrize(
    "wish",
    [
        ReportWish(),
        ReportWish(query=replace(query_for(department={"sme-bureau"}), sort=SortKey.DUE, descending=True)),
        ReportWish(query=LedgerQuery(as_of=date(2025, 6, 30))),
        ReportWish(query=LedgerQuery(search="没有这样的承诺")),
        ReportWish(ReportKind.PERIOD, since=date(2025, 12, 31)),
    ],
    ids=["all", "some", "past", "none", "period"],
)
def test_a_report_that_flows_is_the_same_file_as_one_that_is_held(
    sample: Workspace, wish: ReportWish, writer: ModuleType
) -> None:
    if (wish.kind, writer) == (ReportKind.PERIOD, json_):
        return  # which is always held
    words = load_words("zh")
    whole = compose(read_report(sample, wish), words)
    with reading_report(sample, wish, in_one_line=writer is csv_) as facts:
        report = flow(facts, words)
        flown, held = written(writer, report), written(writer, whole)
    if wish.kind is ReportKind.PERIOD and writer is xlsx_writer:
        # The sheets are begun in another order, and with them the looks of their cells are numbered in another.
        assert _everything(flown) == _everything(held)
    else:
        assert flown == held


@pytest.mark.parametrize("format_name", sorted(FLOWING))
def test_a_report_cancelled_in_the_middle_leaves_nothing_anywhere(
    sample: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_name: str
) -> None:
    out, scratch = tmp_path / "out", tmp_path / "scratch"
    out.mkdir()
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    seen: list[list[Path]] = []

    def cancel(done: int, total: int) -> None:
        if total and done == total // 2:
            seen.append(list(out.iterdir()))
            raise Cancelled

    with pytest.raises(Cancelled):
        make_report(sample, ReportWish(), ReportForm("zh", format_name), out / "report", cancel)
    assert [len(files) for files in seen] == [1], "it was being written"
    assert list(out.iterdir()) == list(scratch.iterdir()) == []
    assert list_reports(sample) == ()


def test_a_table_with_more_rows_than_a_sheet_goes_on_in_another(
    sample: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = load_words("zh")
    with reading_report(sample, ReportWish()) as facts:
        report = flow(facts, words)
        expected = _codes(written(xlsx_writer, report), [report.evidence.caption])
        monkeypatch.setattr("tracker.exports.xlsx.tables._LAST_ROW", len(expected) // 2 + 10)
        names = [report.evidence.caption, f"{report.evidence.caption} 2"]
        assert _codes(written(xlsx_writer, report), names) == expected


def _codes(content: bytes, names: list[str]) -> list[str]:
    """The first column of the rows of these sheets."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [str(row[0].value) for name in names for row in book[name].iter_rows()]
    return [text for text in cells if text.startswith("MIIT-")]


def _everything(content: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [(cell.value, cell.number_format) for row in sheet for cell in row] for sheet in book}
