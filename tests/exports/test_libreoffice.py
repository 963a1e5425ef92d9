"""What LibreOffice makes of our files: it is collected only where there is one (see `conftest.py`).

One start of it for each kind of file; the tests then compare what it understood with what was written.
"""

import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
import openpyxl
import pypdfium2 as pdfium
import pytest
from docx.oxml.ns import qn
from tests.surroundings import PATIENCE_SECONDS

from tracker.domain.reports.report_request import ReportKind, ReportWish
from tracker.domain.search.ledger_query import query_for
from tracker.domain.text.dates import BEIJING
from tracker.exports import write_report
from tracker.exports.compose import compose
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.reports.reporting import read_report
from tracker.wording import load_words

NAMES = ("ledger-zh", "period-en", "dossier-zh")
MADE = datetime(2026, 11, 23, 12, tzinfo=BEIJING)


@pytest.fixture(scope="module")
def ours(sample_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each report of a few commitments of the sample, with charts, as DOCX and XLSX."""
    folder = tmp_path_factory.mktemp("ours")
    shutil.copy(sample_ledger, folder / "sample.db")
    with closing(open_workspace(folder / "sample.db", clock=lambda: MADE)) as workspace:
        for name in NAMES:
            kind, language = name.split("-")
            few = query_for(department={"sme-bureau"})
            facts = read_report(workspace, ReportWish(ReportKind(kind), few, date(2025, 12, 31), "MIIT-2025-044"))
            report = compose(facts, load_words(language))
            for form in ("docx", "xlsx"):
                write_report(report, form, folder / f"{name}.{form}")
        whole = compose(read_report(workspace, ReportWish()), load_words("zh"), with_charts=False)
        write_report(whole, "xlsx", folder / "whole.xlsx")
    return folder


@pytest.fixture(scope="module")
def theirs(ours: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as LibreOffice writes them: each again in its format, and DOCX as `NAME.pdf`."""
    folder = tmp_path_factory.mktemp("theirs")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for source, target in (("docx", "docx"), ("xlsx", "xlsx"), ("docx", "pdf")):
        files = [ours / f"{name}.{source}" for name in NAMES]
        command = ["soffice", profile, "--headless", "--convert-to", target, "--outdir", folder, *files]
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE_SECONDS)
    return folder


def paragraphs(path: Path) -> list[str]:
    """Every paragraph of the text, those in tables too; blanks that only LibreOffice writes in another way are one."""
    body = docx.Document(str(path)).element.body
    texts = ("".join(_signs(paragraph)) for paragraph in body.iter(qn("w:p")))
    return [" ".join(text.split()) for text in texts if text.strip()]


def _signs(paragraph: Any) -> Iterator[str]:
    for piece in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        yield piece.text or "" if piece.tag == qn("w:t") else " "


@pytest.mark.parametrize("name", NAMES)
def test_a_document_comes_back_with_every_paragraph_in_its_place(ours: Path, theirs: Path, name: str) -> None:
    assert paragraphs(theirs / f"{name}.docx") == paragraphs(ours / f"{name}.docx")


@pytest.mark.parametrize("name", NAMES)
def test_a_document_comes_back_with_its_headings_tables_and_pictures(ours: Path, theirs: Path, name: str) -> None:
    def built(path: Path) -> tuple[list[str], list[tuple[int, int]], list[str]]:
        document: Any = docx.Document(str(path))
        headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
        tables = [(len(table.rows), len(table.columns)) for table in document.tables]
        pictures = [picture.get("descr") for picture in document.element.body.iter(qn("wp:docPr"))]
        return headings, tables, pictures

    assert built(theirs / f"{name}.docx") == built(ours / f"{name}.docx")


_OF_OTHER_FONTS = {"✕"}
"""Signs that the repository's fonts, the only ones here, do not have; those of every office do."""


@pytest.mark.parametrize("name", NAMES)
def test_a_document_as_pdf_lacks_no_sign_and_has_the_papers_size(ours: Path, theirs: Path, name: str) -> None:
    document = pdfium.PdfDocument(theirs / f"{name}.pdf")
    shown = Counter(sign for page in document for sign in plain(page.get_textpage().get_text_bounded()))
    sizes = {tuple(round(points / 72 * 25.4) for points in page.get_size()) for page in document}
    document.close()
    said = Counter(sign for paragraph in paragraphs(ours / f"{name}.docx") for sign in plain(paragraph))
    assert (said - shown).keys() <= _OF_OTHER_FONTS
    assert sizes == {(297, 210) if name.startswith("ledger") else (210, 297)}


@pytest.mark.parametrize(("name", "wanted"), [("ledger-zh", "各牵头司局的评估结论"), ("period-en", "judged anew")])
def test_the_first_page_of_a_document_does_not_end_after_its_figures(theirs: Path, name: str, wanted: str) -> None:
    document = pdfium.PdfDocument(theirs / f"{name}.pdf")
    first = document[0].get_textpage().get_text_bounded()
    document.close()
    assert plain(wanted) in plain(first)


def plain(text: str) -> str:
    """Without blanks, and hyphens, which pdfium drops at the end of a line; a hanzi drawn as a radical is the hanzi."""
    return "".join(unicodedata.normalize("NFKC", text.translate(dict.fromkeys(map(ord, "-\ufffe\u00ad")))).split())


def cells(path: Path) -> dict[str, dict[str, object]]:
    """The values of every sheet, by their places. An empty text and an empty cell are one to a reader."""
    return {
        sheet.title: {
            cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value not in ("", None)
        }
        for sheet in openpyxl.load_workbook(path)
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_workbook_comes_back_with_every_cell(ours: Path, theirs: Path, name: str) -> None:
    assert cells(theirs / f"{name}.xlsx") == cells(ours / f"{name}.xlsx")


@pytest.mark.parametrize("name", NAMES)
def test_a_workbook_comes_back_with_its_charts_filters_choices_and_pages(ours: Path, theirs: Path, name: str) -> None:
    def built(path: Path) -> dict[str, tuple[object, ...]]:
        return {sheet.title: _built(sheet) for sheet in openpyxl.load_workbook(path)}

    assert built(theirs / f"{name}.xlsx") == built(ours / f"{name}.xlsx")


def _built(sheet: Any) -> tuple[object, ...]:
    """All but what is frozen: that is a view, which LibreOffice has none of where it has no window."""
    choices = {(str(rule.sqref), rule.formula1) for rule in sheet.data_validations.dataValidation}
    merged = {str(area) for area in sheet.merged_cells.ranges}
    paper = (sheet.page_setup.orientation, int(sheet.page_setup.paperSize), sheet.print_title_rows, sheet.print_area)
    return len(sheet._charts), sheet.auto_filter.ref, choices, merged, paper


_MACRO = """Sub Main(source As String, target As String, area As String, place As Integer)
  On Error Goto Done
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  sheet = document.Sheets.getByIndex(0)
  Dim field(0) As New com.sun.star.table.TableSortField
  field(0).Field = place : field(0).IsAscending = False
  Dim how(1) As New com.sun.star.beans.PropertyValue
  how(0).Name = "SortFields" : how(0).Value = field()
  how(1).Name = "ContainsHeader" : how(1).Value = True
  sheet.getCellRangeByName(area).sort(how())
  Dim saved(0) As New com.sun.star.beans.PropertyValue
  saved(0).Name = "FilterName" : saved(0).Value = "Calc MS Excel 2007 XML"
  document.storeToURL(target, saved())
  document.close(True)
Done:
  StarDesktop.terminate()
End Sub"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Sorting"/></library:library>"""
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Sorting"
 script:language="StarBasic">{}</script:module>"""


def test_a_ledger_is_sorted_by_its_due_dates(ours: Path, theirs: Path, tmp_path: Path) -> None:
    """By the very range that its filter covers, as somebody would who clicks the arrow of the heading."""
    profile = theirs / "profile"
    library = profile / "user" / "basic" / "Standard"
    library.mkdir(parents=True, exist_ok=True)
    (library / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
    (library / "Sorting.xba").write_text(_MODULE.format(escape(_MACRO)), encoding="utf-8")
    target = tmp_path / "sorted.xlsx"
    source = ours / "whole.xlsx"
    place = heading_of(source).index("完成时限")
    area = openpyxl.load_workbook(source).worksheets[0].auto_filter.ref
    call = f'macro:///Standard.Sorting.Main("{source.as_uri()}","{target.as_uri()}","{area}",{place})'
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", call]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE_SECONDS)
    days = [row[place] for row in rows_of(target)]
    known = [day for day in days if day is not None]
    assert all(isinstance(day, datetime) for day in known)
    assert known == sorted(known, reverse=True)
    assert len(set(known)) > 1
    assert days[: len(known)] == known, "cells without a date come last"
    assert sorted(row[1] for row in rows_of(target)) == sorted(row[1] for row in rows_of(source))


def heading_of(path: Path) -> list[object]:
    sheet: Any = openpyxl.load_workbook(path).worksheets[0]
    return [cell.value for cell in sheet[sheet.auto_filter.ref][0]]


def rows_of(path: Path) -> list[list[Any]]:
    sheet: Any = openpyxl.load_workbook(path).worksheets[0]
    return [[cell.value for cell in row] for row in sheet[sheet.auto_filter.ref][1:]]
