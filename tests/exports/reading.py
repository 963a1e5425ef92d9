"""Every format read by a reader of its own: its words, or its values."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import docx
import icalendar
import openpyxl
import pypdfium2 as pdfium
from docx.oxml.ns import qn
from lxml import html
from markdown_it import MarkdownIt
from tests.exports.written import written

from tracker.exports import pdf_writer
from tracker.exports.docx import docx_writer
from tracker.exports.pages import html_, json_, markdown
from tracker.exports.references import ical
from tracker.exports.report_tree import Report
from tracker.exports.tables import csv_, datapackage
from tracker.exports.xlsx import xlsx_writer

IN_WORDS = (csv_, docx_writer, html_, ical, json_, markdown, pdf_writer, xlsx_writer)
"""The formats that name verdicts in words: all but the data package, which holds codes."""


def read(writer: ModuleType, report: Report) -> str:
    """All words of the file as a reader of this format finds them, without blanks."""
    content = written(writer, report)
    text = "".join(_READERS[writer](content))
    return re.sub(r"\s|\u200b|\x02|\ufffe", "", text)


def _in_page(content: bytes) -> Iterator[str]:
    yield from html.fromstring(content.decode()).itertext()


def _in_markdown(content: bytes) -> Iterator[str]:
    rendered = MarkdownIt("commonmark").enable("table").render(content.decode())
    yield from html.fromstring(f"<div>{rendered}</div>").itertext()


def _in_document(content: bytes) -> Iterator[str]:
    for piece in docx.Document(io.BytesIO(content)).element.body.iter(qn("w:t")):
        yield piece.text or ""


def _in_pages(content: bytes) -> Iterator[str]:
    document = pdfium.PdfDocument(content)
    for page in document:
        yield page.get_textpage().get_text_bounded()
    document.close()


def _in_workbook(content: bytes) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        yield from (str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def _in_data(content: bytes) -> Iterator[str]:
    yield from _strings(json.loads(content))


def _strings(value: Any) -> Iterator[str]:
    """The strings of a JSON value in order; of a run of text only its words."""
    match value:
        case str():
            yield value
        case {"text": text, "emphasis": _}:
            yield text
        case dict():
            for member in value.values():
                yield from _strings(member)
        case list():
            for member in value:
                yield from _strings(member)


def _in_calendar(content: bytes) -> Iterator[str]:
    for event in icalendar.Calendar.from_ical(content).walk("VEVENT"):
        yield from (str(event[name]) for name in ("SUMMARY", "DESCRIPTION"))


_READERS: dict[ModuleType, Callable[[bytes], Iterator[str]]] = {
    csv_: lambda content: iter([content.decode("utf-8-sig")]),
    docx_writer: _in_document,
    html_: _in_page,
    ical: _in_calendar,
    json_: _in_data,
    markdown: _in_markdown,
    pdf_writer: _in_pages,
    xlsx_writer: _in_workbook,
}


def tables_of(report: Report) -> dict[str, list[dict[str, str]]]:
    """The tables of the data package."""
    with zipfile.ZipFile(io.BytesIO(written(datapackage, report))) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".csv")}
    return {name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(text))) for name, text in texts.items()}
