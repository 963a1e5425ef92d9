"""Every format says the same: each is opened by a reader of its own, and what it says of the items is compared."""

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from lxml import html
from markdown_it import MarkdownIt
from tests.exports.written import written

from tracker.domain.reports.report_request import ReportKind, ReportWish
from tracker.domain.rows import CommitmentDetail
from tracker.exports.compose import compose
from tracker.exports.pages import html_, json_, markdown
from tracker.exports.report_item import Item
from tracker.exports.report_tree import Figures, Report
from tracker.exports.running_text import day_words
from tracker.exports.tables import csv_
from tracker.exports.xlsx import xlsx_writer
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words, load_words

Row = tuple[str, ...]


def plain(text: str) -> str:
    """The words without what is layout: blanks and ends of lines, and the numbers of references."""
    return re.sub(r"\[[\d,-]+\]", "", re.sub(r"\s+", "", text))


def in_tree(report: Report) -> list[Row]:
    return [tuple(plain(cell.text) for cell in row) for row in report.register.rows]


def in_csv(report: Report) -> list[Row]:
    _, *lines = csv.reader(io.StringIO(written(csv_, report).decode("utf-8-sig"), newline=""))
    mark = "；" if report.language == "zh" else "; "
    words = load_words(report.language)

    def said(cell: str) -> str:
        return day_words(cell, words) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell) else cell.replace(mark, "\n")

    return [tuple(plain(said(cell)) for cell in line[:-1]) for line in lines]


def in_workbook(report: Report) -> list[Row]:
    sheet = openpyxl.load_workbook(io.BytesIO(written(xlsx_writer, report))).worksheets[0]
    assert sheet.auto_filter.ref is not None
    cells: Any = sheet[sheet.auto_filter.ref]
    return [tuple(plain(_shown(cell.value, report)) for cell in line) for line in cells[1:]]


def _shown(value: object, report: Report) -> str:
    """A cell as its format shows it."""
    return day_words(value.date(), load_words(report.language)) if isinstance(value, datetime) else str(value or "")


def markdown_read(report: Report) -> Any:
    """Markdown read by a reader of its own into HTML, and that by another into elements."""
    rendered = MarkdownIt("commonmark").enable("table").render(markdown.render(report).decode())
    return html.fromstring(f"<div>{rendered}</div>")


def page(report: Report) -> Any:
    return html.fromstring(html_.render(report).decode())


def lines_of(table: Any) -> list[Row]:
    rows = [[re.sub(r"^[○∅◐◑●✕⊘?▲■▽▼◆◇◎□–]\s*(?=\S)", "", words(cell)) for cell in row] for row in table.iter("tr")]
    return [tuple(map(plain, row)) for row in rows[1:]]


def words(cell: Any) -> str:
    return "".join(cell.itertext()).strip()


@pytest.fixture
def ledger_facts(
    facts_of: Callable[..., ReportFacts], eight: list[CommitmentDetail], rich: CommitmentDetail
) -> ReportFacts:
    few = replace(rich, claims=(replace(rich.claims[0], said="“完成”；均已\n落实"),))
    return facts_of(*eight, few)


def test_the_register_is_the_same_in_every_format(ledger_facts: ReportFacts, zh: Words, en: Words) -> None:
    for language in (zh, en):
        report = compose(ledger_facts, language, with_charts=False)
        expected = in_tree(report)
        assert in_workbook(report) == expected
        unsplit = [tuple(re.sub("[；;]", "", cell) for cell in row) for row in expected]
        assert [tuple(re.sub("[；;]", "", cell) for cell in row) for row in in_csv(report)] == unsplit
        (in_page,) = page(report).xpath("//section[@id='register']//table")
        assert lines_of(in_page) == expected
        assert lines_of(markdown_read(report).findall(".//table")[0]) == expected


def told(item: Item) -> tuple[str, str, str, str, list[str]]:
    """What every format that is read says of a commitment."""
    entries = [plain(entry.label + "".join(p.text for p in entry.paragraphs)) for entry in item.entries]
    marks = "".join(item.marks)
    return item.code, plain(item.title), plain(item.assessment.word), plain(marks), entries


def told_by_page(article: Any) -> tuple[str, str, str, str, list[str]]:
    chips = article.xpath("./p[@class='verdict']/span[contains(@class, 'assessment')]")
    marks = "".join(mark.text for mark in article.xpath("./p[@class='verdict']/span[@class='remark']"))
    code, title = article[0].xpath("./span/text()")[0], article[0].xpath("./text()")[-1]
    entries = [plain(words(entry)) for entry in article.xpath("./dl/div")]
    return code, plain(title), plain(words(chips[0])[1:]), plain(marks), entries


def told_by_json(item: dict[str, Any]) -> tuple[str, str, str, str, list[str]]:
    entries = [
        plain(entry["label"] + "".join(run["text"] for p in entry["paragraphs"] for run in p["runs"]))
        for entry in item["entries"]
    ]
    return item["code"], plain(item["title"]), plain(item["assessment"]["word"]), plain("".join(item["marks"])), entries


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_items_of_a_period_are_the_same_in_every_format_that_is_read(
    a_year: ReportFacts, request: pytest.FixtureRequest, language: str
) -> None:
    report = compose(a_year, request.getfixturevalue(language), with_charts=False)
    shown = [block for block in report.blocks() if isinstance(block, Item)]
    expected = [told(item) for item in shown]
    assert sorted(item.code for item in shown) == sorted(item.code for item in report.items)
    assert [told_by_page(article) for article in page(report).iter("article")] == expected
    data = json.loads(written(json_, report))
    assert sorted(map(told_by_json, data["items"])) == sorted(expected)
    order = [block["code"] for section in data["sections"] for block in section["blocks"] if block["type"] == "item"]
    assert order == [item.code for item in shown]
    text = plain(
        words(html.fromstring(MarkdownIt("commonmark").enable("table").render(markdown.render(report).decode())))
    )
    begin = text.index(plain(section.heading)) if (section := report.section("items")) else 0
    places = [text.index(plain(item.code + item.title + item.assessment.word), begin) for item in shown]
    assert places == sorted(places)
    for item, place, end in zip(shown, places, [*places[1:], len(text)], strict=True):
        for entry in told(item)[4]:
            place = text.index(entry, place, end)  # noqa: PLW2901 - one behind the other


def test_figures_and_references_are_the_same_in_every_format(a_year: ReportFacts, zh: Words) -> None:
    report = compose(a_year, zh, with_charts=False)
    (figures,) = (block for block in report.blocks() if isinstance(block, Figures))
    numbers = {figure.label: figure.value for figure in figures.figures}
    assert numbers == {
        "承诺事项": 9,
        "已完成": 1,
        "推进中": 1,
        "结论存疑": 3,
        "亮红灯": 2,
        "本期有进展": 2,
        "需要处理": 3,
    }
    shown = page(report).xpath("//ul[@class='figures']/li")
    assert {words(li[1]): int(words(li[0])) for li in shown} == numbers
    sheet = openpyxl.load_workbook(io.BytesIO(written(xlsx_writer, report)))["总体情况"]
    assert numbers.items() <= {row[0].value: row[1].value for row in sheet.iter_rows()}.items()
    listed = [(entry.number, plain(entry.text)) for entry in report.references]
    cited = page(report).xpath("//div[@class='references']/p")
    assert [(int(p[0].text.strip("[]")), plain(words(p))) for p in cited] == listed
    sheet = openpyxl.load_workbook(io.BytesIO(written(xlsx_writer, report)))["参考文献"]
    numbered = [row for row in sheet.iter_rows(values_only=True) if str(row[0]).startswith("[")]
    assert [(int(str(row[0]).strip("[]")), plain(str(row[1]))) for row in numbered] == listed
    assert [(r["number"], plain(r["text"])) for r in json.loads(written(json_, report))["references"]] == listed


def test_a_dossier_tells_what_was_withdrawn_and_the_whole_history(
    facts_of: Callable[..., ReportFacts], rich: CommitmentDetail, zh: Words
) -> None:
    report = compose(facts_of(rich, wish=ReportWish(ReportKind.DOSSIER, code=rich.row.code)), zh)
    article = page(report).find(".//article")
    assert article is not None
    said = words(article)
    assert "误收的材料" in said
    assert "已撤回：与承诺无关" in said
    assert lines_of(page(report).xpath("//section[@id='history']//table")[0]) == [
        ("2025-01-22", "载入来源文本，登记承诺事项", "")
    ]
    period = compose(facts_of(rich, wish=ReportWish(ReportKind.PERIOD)), zh)
    assert "误收的材料" not in html_.render(period).decode()


def test_the_path_of_a_file_on_the_analysts_machine_is_in_no_format(
    facts_of: Callable[..., ReportFacts], rich: CommitmentDetail, zh: Words
) -> None:
    report = compose(facts_of(rich, wish=ReportWish(ReportKind.DOSSIER, code=rich.row.code)), zh)
    contents: Sequence[bytes] = [written(writer, report) for writer in (html_, markdown, json_, csv_)]
    assert all(b"/home/x" not in content for content in contents)
    assert all("张三".encode() not in content for content in contents)
