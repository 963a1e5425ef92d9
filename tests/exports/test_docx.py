import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Inches
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from tracker.domain.reports.report_request import ReportKind, ReportWish
from tracker.domain.rows import CommitmentDetail, Name
from tracker.exports.compose import compose
from tracker.exports.docx import docx_writer
from tracker.exports.docx.body import hanzi
from tracker.exports.report_item import Item
from tracker.exports.report_tree import Chart, Report
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words

EVIL = "\x00\x0b\ufffe{{title}} {% for %} <w:p/> &amp; =HYPERLINK(1) ]]> \ud800"


@pytest.fixture
def period(a_year: ReportFacts, zh: Words) -> Report:
    return compose(a_year, zh, with_charts=False)


def opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def paragraphs(document: Any) -> Iterator[Any]:
    return document.element.body.iter(qn("w:p"))


def words_of(element: Any) -> str:
    return "".join(piece.text or "" for piece in element.iter(qn("w:t")))


def test_title_headings_and_commitments_stand_in_the_order_of_the_tree(period: Report) -> None:
    document = opened(docx_writer.render(period))
    said = [p.text for p in document.paragraphs if p.style.name.startswith(("Title", "Heading", "Report Item"))]
    expected = [period.title]
    for section in period.sections:
        expected.append(section.heading)
        expected += [f"{item.code}　{item.title}" for item in section.blocks if isinstance(item, Item)]
    assert [
        re.sub(r"^([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）)", "", words) for words in said
    ] == expected


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_word_of_every_commitment_is_there(a_year: ReportFacts, language: str, zh: Words, en: Words) -> None:
    report = compose(a_year, {"zh": zh, "en": en}[language], with_charts=False)
    text = "\n".join(map(words_of, paragraphs(opened(docx_writer.render(report)))))
    for item in report.items:
        for entry in item.entries:
            for paragraph in entry.paragraphs:
                assert all(run.text in text for run in paragraph.runs)
    for reference in report.references:
        assert reference.text in text


def test_the_page_is_that_of_the_standard(period: Report) -> None:
    section = opened(docx_writer.render(period)).sections[0]
    millimetres = [round(length.mm) for length in (section.page_width, section.page_height)]
    assert millimetres == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]


def test_the_type_is_that_of_the_standard(period: Report) -> None:
    document = opened(docx_writer.render(period))

    def face(style: str) -> tuple[str, float]:
        found = document.styles[style]
        return found.element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")), found.font.size.pt

    assert face("Title") == ("方正小标宋简体", 22)
    assert face("Report Body") == ("仿宋_GB2312", 16)
    assert face("Heading 1") == ("黑体", 16)
    assert face("Heading 2") == ("楷体_GB2312", 16)
    body = document.styles["Report Body"].paragraph_format
    assert round(body.line_spacing.pt) == 29  # 22 of them on 225 mm


def test_the_fonts_name_who_may_stand_in(period: Report) -> None:
    with zipfile.ZipFile(io.BytesIO(docx_writer.render(period))) as archive:
        table = archive.read("word/fontTable.xml").decode()
    assert re.search('仿宋_GB2312"><w:altName w:val="仿宋,', table)


def test_pages_are_numbered_at_the_outer_edge(period: Report) -> None:
    section = opened(docx_writer.render(period)).sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        assert footer.paragraphs[0].text == "— 1 —"
        assert "PAGE" in etree.tostring(footer._element, encoding="unicode")
        assert footer.paragraphs[0]._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side


def test_a_table_repeats_its_heading_and_keeps_its_rows_whole(period: Report) -> None:
    changes = next(
        table for table in opened(docx_writer.render(period)).tables if "编号" in table.rows[0].cells[0].text
    )
    assert changes.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    # What happened to the last one is a list, which may go on overleaf.
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in changes.rows[:-1])


def test_no_table_is_wider_than_the_page(a_year: ReportFacts, facts_of: Callable[..., ReportFacts], zh: Words) -> None:
    for facts in (a_year, facts_of(*a_year.details)):
        document = opened(docx_writer.render(compose(facts, zh, with_charts=False)))
        section = document.sections[0]
        room = section.page_width.twips - section.left_margin.twips - section.right_margin.twips
        for table in document.tables:
            assert sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid) <= room + 1


def test_who_made_it_on_which_machine_is_not_told(period: Report) -> None:
    content = docx_writer.render(period)
    properties = opened(content).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.title == period.title
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if "thumbnail" in name or "customXml" in name]
        assert all(b"python-docx" not in archive.read(name) for name in archive.namelist())


def test_the_same_report_is_the_same_bytes(a_year: ReportFacts, zh: Words) -> None:
    period = compose(a_year, zh)
    assert docx_writer.render(period) == docx_writer.render(period)


def test_a_chart_has_its_alternative(a_year: ReportFacts, zh: Words) -> None:
    period = compose(a_year, zh)
    document = opened(docx_writer.render(period))
    pictures = list(document.element.body.iter(qn("wp:docPr")))
    assert len({properties.get("id") for properties in pictures}) == len(pictures) == 3
    told = [properties.get("descr") for properties in pictures]
    assert told == [block.alternative for block in period.blocks() if isinstance(block, Chart)]


def test_citations_lead_to_their_references(period: Report) -> None:
    document = opened(docx_writer.render(period))
    marks = {mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))}
    links = {link.get(qn("w:anchor")) for link in document.element.body.iter(qn("w:hyperlink"))} - {None}
    assert links
    assert links <= marks


def test_what_tries_to_be_markup_is_text(
    report_of: Callable[..., Report], pilots: CommitmentDetail, period: Report
) -> None:
    evil = replace(pilots, reason=EVIL, row=replace(pilots.row, title=Name("", EVIL, EVIL)))
    facts = {"wish": ReportWish(ReportKind.DOSSIER)}
    text = "".join(map(words_of, paragraphs(opened(docx_writer.render(report_of(evil, **facts))))))
    assert "{{title}} {% for %} <w:p/> &amp; =HYPERLINK(1) ]]> " in text


def test_three_hundred_pieces_and_ten_thousand_characters_are_all_there(
    report_of: Callable[..., Report], pilots: CommitmentDetail
) -> None:
    piece = pilots.evidence[0]
    many = tuple(replace(piece, id=n, uid=str(n), title=f"第{n}件" + "很长" * 5000 * (n == 1)) for n in range(1, 301))
    report = report_of(replace(pilots, evidence=many), wish=ReportWish(ReportKind.DOSSIER))
    text = "".join(map(words_of, paragraphs(opened(docx_writer.render(report)))))
    assert all(f"第{n}件" in text for n in range(1, 301))
    assert "很长" * 5000 in text


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五"), (100, "100")]
)
def test_numbers_of_sections_are_read_in_chinese(number: int, words: str) -> None:
    assert hanzi(number) == words


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_broad_pages_charts_stand_two_and_two_low_enough_for_the_first_page(
    a_year: ReportFacts, request: pytest.FixtureRequest, language: str
) -> None:
    facts = replace(a_year, wish=ReportWish(ReportKind.LEDGER))
    tables = opened(docx_writer.render(compose(facts, request.getfixturevalue(language)))).tables
    (grid,) = (table for table in tables if next(table._tbl.iter(qn("wp:inline")), None) is not None)
    assert [[len(list(cell._tc.iter(qn("wp:inline")))) for cell in row.cells] for row in grid.rows] == [[1, 1], [1, 0]]
    for size in grid._tbl.iter(qn("wp:extent")):
        assert int(size.get("cy")) <= Inches(2.95)
        assert int(size.get("cx")) <= grid.rows[0].cells[0].width
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in grid.rows)
