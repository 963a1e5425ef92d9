import re
import shutil
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from tracker import locations
from tracker.domain.commitments.progress import Cancelled
from tracker.domain.reports.report_request import ReportKind, ReportWish
from tracker.domain.reports.totals import totals_of
from tracker.domain.rows import CommitmentDetail, Name
from tracker.exports import pdf_writer, typesetting, write_report
from tracker.exports.compose import compose
from tracker.exports.report_tree import Report, Table
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words

ReportMaker = Callable[..., Report]
EVIL = '#read("/etc/passwd") $x^2$ @ref <label> *bold* _it_ `raw` \\ // /* [ ] { } <script>alert(1)</script> =1+1'


def text_of(content: bytes) -> str:
    """What a reader sees, without blanks and the places where an address may break."""
    document = pdfium.PdfDocument(content)
    words = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return squeezed(words.translate(dict.fromkeys(map(ord, "\x02\ufffe\u00ad"))))


def squeezed(words: str) -> str:
    """Without hyphens either: a reader cannot tell those of a word from those at the end of a line."""
    return "".join(words.replace("\u200b", "").replace("-", "").split())


@pytest.fixture
def period(a_year: ReportFacts, zh: Words) -> Report:
    return compose(a_year, zh, with_charts=False)


def words_in_order(report: Report) -> Iterator[str]:
    for section in report.sections:
        yield section.heading
        for block in section.blocks:
            if isinstance(block, Table) and block.key == "changes":
                yield from (cell.lines[0] for row in block.rows for cell in row if cell.lines)


def test_everything_stands_in_the_order_of_the_tree(period: Report) -> None:
    text, place = text_of(pdf_writer.render(period)), 0
    for words in words_in_order(period):
        assert squeezed(words) in text[place:]
        place = text.index(squeezed(words), place)


@pytest.mark.parametrize("kind", ["ledger", "period", "dossier"])
def test_every_word_of_every_commitment_is_there(
    kind: str, a_year: ReportFacts, rich: CommitmentDetail, facts_of: Callable[..., ReportFacts], en: Words
) -> None:
    facts = {
        "ledger": facts_of(*a_year.details),
        "period": a_year,
        "dossier": facts_of(rich, wish=ReportWish(ReportKind.DOSSIER)),
    }[kind]
    report = compose(facts, en, with_charts=False)
    text = text_of(pdf_writer.render(report))
    for item in report.items:
        assert squeezed(item.code) in text
        assert squeezed(item.detail.quotes[0].passage.exact) in text
        for entry in item.entries if kind != "ledger" else ():
            for paragraph in entry.paragraphs:
                for run in paragraph.runs:
                    assert squeezed(run.text) in text
    for reference in report.references:
        assert squeezed(reference.text) in text


def test_the_same_report_is_the_same_bytes(a_year: ReportFacts, zh: Words) -> None:
    period = compose(a_year, zh)
    assert pdf_writer.render(period) == pdf_writer.render(period)


def test_every_section_and_commitment_has_its_bookmark(period: Report) -> None:
    document = pdfium.PdfDocument(pdf_writer.render(period))
    marks = [bookmark.get_title() for bookmark in document.get_toc()]
    document.close()
    headings = [section.heading for section in period.sections]
    assert [heading for heading in headings for mark in marks if mark.endswith(heading)] == headings
    for item in period.items:
        assert sum(item.code in mark for mark in marks) == 1


def test_it_is_tagged_and_says_what_it_is_and_nothing_of_who_made_it(period: Report) -> None:
    content = pdf_writer.render(period)
    assert b"/StructTreeRoot" in inflated(content)
    assert b"/MarkInfo" in inflated(content)
    document = pdfium.PdfDocument(content)
    properties = document.get_metadata_dict()
    document.close()
    assert properties["Title"] == period.title
    assert properties["Author"] == ""
    assert properties["CreationDate"].startswith("D:20261123000000")


def test_every_font_is_embedded_as_a_subset(period: Report) -> None:
    content = pdf_writer.render(period)
    document = pdfium.PdfDocument(content)
    for page in document:
        for part in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_TEXT]):
            assert pdfium.raw.FPDFFont_GetIsEmbedded(pdfium.raw.FPDFTextObj_GetFont(part)) == 1
    document.close()
    names = set(re.findall(rb"/BaseFont ?/([^ /\n]+)", inflated(content)))
    assert names
    assert all(re.match(rb"[A-Z]{6}\+Noto", name) for name in names)


def inflated(content: bytes) -> bytes:
    """The file with its streams unpacked, as far as they are packed the usual way."""
    pieces, place = [content], 0
    while (start := content.find(b"stream\n", place)) >= 0:
        place = start + 7
        try:
            pieces.append(zlib.decompressobj().decompress(content[place:]))
        except zlib.error:
            continue
    return b"\n".join(pieces)


def test_markup_in_a_text_stays_text(report_of: ReportMaker, pilots: CommitmentDetail) -> None:
    evil = replace(pilots, reason=EVIL, row=replace(pilots.row, title=Name("", EVIL, EVIL)))
    text = text_of(pdf_writer.render(report_of(evil)))
    assert squeezed(EVIL) in text
    assert "root:" not in text


def test_ten_thousand_characters_go_on_overleaf(report_of: ReportMaker, pilots: CommitmentDetail) -> None:
    long = replace(pilots, reason="很长的理由" * 2000, row=replace(pilots.row, title=Name("", "a" * 10_000, "")))
    text = text_of(pdf_writer.render(report_of(long)))
    assert text.count("很长的理由") >= 1900  # page numbers and running heads stand between some
    assert text.count("a") >= 10_000


def test_no_text_leaves_the_page(report_of: ReportMaker, pilots: CommitmentDetail) -> None:
    address = "https://example.org/" + "x" * 400
    document = pdfium.PdfDocument(pdf_writer.render(report_of(replace(pilots, reason=address))))
    for page in document:
        width, _ = page.get_size()
        for part in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_TEXT]):
            left, _, right, _ = part.get_bounds()
            assert left >= 0
            assert right <= width
    document.close()


@pytest.mark.parametrize("strange", ["𠮷", "\U000e0001", "\x00\x1b\ufffe", "\u202eevil", "👩\u200d👧", "\u0301" * 50])
def test_a_character_without_a_type_does_not_stop_the_report(
    strange: str, report_of: ReportMaker, pilots: CommitmentDetail
) -> None:
    assert "前后" in text_of(pdf_writer.render(report_of(replace(pilots, reason=f"前后{strange}"))))


def test_only_what_has_no_type_is_replaced(
    report_of: ReportMaker, pilots: CommitmentDetail, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = typesetting._fonts(of_the_system=False)
    monkeypatch.setattr(typesetting, "_fonts", lambda *, of_the_system: ours)  # whatever this machine has
    text = text_of(pdf_writer.render(report_of(replace(pilots, reason="前𠮷后\U000e0001，éß≥"))))
    assert "前〓后" in text
    assert "，éß≥" in text


def test_it_works_in_a_folder_with_a_name_in_chinese(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "承诺 台账"
    shutil.copytree(locations.resources_dir() / "reports", home / "resources" / "reports")
    shutil.copytree(locations.resources_dir() / "fonts", home / "resources" / "fonts")
    shutil.copytree(locations.resources_dir() / "themes", home / "resources" / "themes")
    (home / "db").mkdir()
    monkeypatch.setattr(typesetting, "resources_dir", lambda: home / "resources")
    typesetting._fonts.cache_clear()
    try:
        write_report(report, "pdf", home / "报告.pdf")
    finally:
        typesetting._fonts.cache_clear()
    assert (home / "报告.pdf").read_bytes().startswith(b"%PDF")


def test_it_can_be_cancelled_before_the_typesetting(report: Report, tmp_path: Path) -> None:
    def cancel(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_report(report, "pdf", tmp_path / "report.pdf", cancel)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_first_page_of_a_ledger_holds_its_charts_and_that_of_a_period_what_changed(
    a_year: ReportFacts, request: pytest.FixtureRequest, language: str
) -> None:
    words = request.getfixturevalue(language)
    many = [
        replace(detail, row=replace(detail.row, lead=replace(lead, department=Name(str(n), f"第{n}司", name))))
        for n, detail in enumerate([*a_year.details, *list(a_year.details)[:4]])
        if (lead := detail.row.lead) is not None
        for name in [f"Department number {n} of Information and Communications Development"]
    ]
    totals = totals_of(detail.row for detail in many)
    ledger = replace(a_year, wish=ReportWish(ReportKind.LEDGER), details=tuple(many), totals=totals)
    for report, wanted in (
        (compose(ledger, words), "chart_departments"),
        (compose(a_year, words), "section_changes"),
    ):
        document = pdfium.PdfDocument(pdf_writer.render(report))
        first = document[0].get_textpage().get_text_bounded()
        document.close()
        assert squeezed(words.report(wanted)) in squeezed(first)
