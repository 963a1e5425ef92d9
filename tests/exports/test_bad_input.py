"""Words that try to be something else, and far too many of them: every format stays what it is."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import icalendar
import openpyxl
import pytest
import rispy
from lxml import html
from markdown_it import MarkdownIt
from tests.exports.written import written

from tracker.domain.commitments.progress import Cancelled
from tracker.domain.reports.report_request import ReportKind, ReportWish
from tracker.domain.rows import CommitmentDetail, SpeakerRow
from tracker.exports.compose import compose
from tracker.exports.pages import html_, json_, markdown
from tracker.exports.references import csl, ical, ris
from tracker.exports.report_tree import Report
from tracker.exports.safely import LONGEST_CELL, clean, csv_text, printable
from tracker.exports.tables import csv_, datapackage
from tracker.exports.xlsx import xlsx_writer
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>&amp;\"'</style>{{ 7*7 }}"
FORMULA = '=HYPERLINK("http://evil.example","点此")'
COMMAND = "+cmd|' /C calc'!A0"
FORBIDDEN = "甲\x00乙\x0b丙\x1f丁\ufffe戊\x85己\u2028庚"
MARKS = "# 标题\n- 一\n1. 二\n> 三\n| 四 | 五 |\n```\n六\n[七](javascript:alert(1)) *八* __九__ <b>十</b>"
WRITERS = (csl, csv_, datapackage, html_, ical, json_, markdown, ris, xlsx_writer)
Maker = Callable[[str], Report]


@pytest.fixture
def full_of(facts_of: Callable[..., ReportFacts], rich: CommitmentDetail, zh: Words) -> Maker:
    """A dossier with a text in every field that somebody writes."""

    def make(text: str) -> Report:
        named = replace(rich.row.title, zh=text, en=text)
        speaker = SpeakerRow(named, named)
        pieces = tuple(
            replace(piece, title=text, publisher=text, number=text, quote=text, note=text, withdrawal_reason=text)
            for piece in rich.evidence
        )
        detail = replace(
            rich,
            row=replace(rich.row, title=named),
            reason=text,
            evidence=pieces,
            parts=tuple(replace(part, title=named) for part in rich.parts),
            doubts=tuple(replace(doubt, reason=text) for doubt in rich.doubts),
            claims=(replace(rich.claims[0], said=text, said_by=text),),
            relations=(replace(rich.relations[0], wording=text, said_by=text, reason=text),),
            searches=(replace(rich.searches[0], place=text, words=text, found=text),),
            quotes=tuple(replace(q, passage=replace(q.passage, exact=text), speaker=speaker) for q in rich.quotes),
            history=tuple(replace(event, reason=text) for event in rich.history),
        )
        wish = ReportWish(ReportKind.DOSSIER, code=rich.row.code)
        return compose(facts_of(detail, wish=wish, ledger=text), zh)

    return make


@pytest.mark.parametrize("text", [MARKUP, MARKS, FORMULA, FORBIDDEN])
def test_a_page_shows_every_word_and_takes_none_for_markup(full_of: Maker, text: str) -> None:
    content = html_.render(full_of(text)).decode()
    page = html.fromstring(content)
    assert page.xpath("//script | //img | //b | //*[@onerror] | //a[starts-with(@href, 'javascript')]") == []
    (article,) = page.iter("article")
    shown = "".join(article.itertext())
    assert shown.count(printable(text).strip()) >= 15
    assert not set(content) & set("\x00\x0b\x1f\ufffe\x85\u2028")


@pytest.mark.parametrize("text", [MARKUP, MARKS, FORMULA, COMMAND, FORBIDDEN])
def test_markdown_shows_every_word_and_takes_none_for_markup(full_of: Maker, text: str) -> None:
    rendered = MarkdownIt("commonmark").enable("table").render(markdown.render(full_of(text)).decode())
    page = html.fromstring(f"<div>{rendered}</div>")
    assert page.xpath("//script | //img | //b | //pre | //code | //em[contains(., '八')] | //a") == []
    assert [heading for heading in page.iter("h1") if "标题" in "".join(heading.itertext())[:3]] == []
    shown = "".join("".join(page.itertext()).split())
    assert shown.count("".join(printable(text).split())) >= 15


@pytest.mark.parametrize("text", [MARKUP, FORMULA, COMMAND, FORBIDDEN, "\t=1", "@x", "－1"])
def test_a_workbook_holds_texts_alone(full_of: Maker, text: str) -> None:
    content = written(xlsx_writer, full_of(text))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.endswith(".xml")]
        assert all(ElementTree.fromstring(archive.read(name)) is not None for name in sheets)
        assert all(b"<f>" not in archive.read(name) for name in sheets)
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert all(cell.hyperlink is None for cell in cells)
    assert clean(text) in [cell.value for cell in cells]


@pytest.mark.parametrize("text", [FORMULA, COMMAND, "@x", "-1"])
def test_no_cell_of_a_table_file_is_a_formula(full_of: Maker, text: str) -> None:
    report = full_of(text)
    with zipfile.ZipFile(io.BytesIO(written(datapackage, report))) as archive:
        tables = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".csv")]
    for table in (written(csv_, report).decode("utf-8-sig"), *tables):
        cells = [cell for row in csv.reader(io.StringIO(table, newline="")) for cell in row]
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert csv_text(text) in list(csv.reader(io.StringIO(written(csv_, report).decode("utf-8-sig"), newline="")))[1]


@pytest.mark.parametrize("text", [MARKUP, FORMULA, FORBIDDEN, MARKS])
def test_data_formats_give_every_word_back(full_of: Maker, text: str) -> None:
    report = full_of(text)
    data = json.loads(written(json_, report))
    assert data["items"][0]["title"] == data["items"][0]["reason"] == printable(text)
    assert json.loads(csl.render(report))[0]["title"] == printable(text)
    assert rispy.loads(ris.render(report).decode())[0]["title"] == " ".join(printable(text).split())
    event: Any = icalendar.Calendar.from_ical(ical.render(report)).walk("VEVENT")[0]
    assert event["SUMMARY"].endswith(printable(text))


@pytest.fixture
def endless(facts_of: Callable[..., ReportFacts], rich: CommitmentDetail, zh: Words) -> Report:
    """A commitment with a reason of 10,000 characters and 300 pieces of evidence."""
    piece = rich.evidence[0]
    pieces = tuple(replace(piece, id=n, uid=f"u-{n}", title=f"第{n}件", note="记" * 10_000) for n in range(1, 301))
    long = replace(rich, reason="理" * 10_000, evidence=pieces, cited=tuple(range(1, 301)), claims=())
    return compose(facts_of(long, wish=ReportWish(ReportKind.PERIOD)), zh)


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.__name__.rpartition(".")[2])
def test_very_much_of_everything_is_written_in_every_format(endless: Report, writer: Any) -> None:
    content = written(writer, endless)
    text = content if writer not in (datapackage, xlsx_writer) else b"".join(_members(content))
    assert "第300件".encode() in text or writer in (csv_, ical)


def _members(content: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def test_very_much_evidence_is_cited_in_one_mark_and_told_whole(endless: Report) -> None:
    page = html.fromstring(html_.render(endless).decode())
    assert len(page.xpath("//div[@class='references']/p")) == 300
    assert "[1-300]" in page.xpath("//div[@class='judgement']//sup/a/text()")
    assert len(page.xpath("//div[@class='evidence']//p[@class='point']")) == 300
    assert len(page.xpath("//div[@class='judgement']//p")[0].text_content()) > 10_000


def test_a_text_longer_than_a_cell_is_cut_only_where_cells_are(full_of: Maker) -> None:
    report = full_of("字" * 20_000)
    many = replace(report, register=_with_longer_cell(report))
    sheet = openpyxl.load_workbook(io.BytesIO(written(xlsx_writer, many))).worksheets[0]
    longest = max(len(str(cell.value)) for row in sheet.iter_rows() for cell in row if cell.value)
    assert longest == LONGEST_CELL
    assert json.loads(written(json_, report))["items"][0]["reason"] == "字" * 20_000


def _with_longer_cell(report: Report) -> Any:
    (row,) = report.register.rows
    longer = replace(row[2], lines=("字" * 20_000, "字" * 20_000))
    return replace(report.register, rows_of=lambda _: [(*row[:2], longer, *row[3:])])


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.__name__.rpartition(".")[2])
def test_every_writer_can_be_stopped(a_year: ReportFacts, zh: Words, writer: Any) -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        written(writer, compose(a_year, zh), stop)
