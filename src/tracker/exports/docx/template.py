"""The office's own DOCX in place of ours: its fields are filled, all else stays as it is.

The fields are told in `resources/reports/README.md`. A template is another's file: it is looked through before it is
opened, and what is wrong with it is said in one sentence.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from tracker.capture.documents.archives import BROKEN
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.exports.docx.body import DocxBody
from tracker.exports.docx.styles import add_styles
from tracker.exports.safely import printable
from tracker.exports.template import Template, check_template

if TYPE_CHECKING:
    from tracker.exports.report_tree import Report

BLOCKS = ("body", "lines")
"""Fields that become paragraphs of their own."""
FIELDS = ("title", "subtitle", "mark", "date", "as_of", "since", "source", "scope", "ledger", "count", "total", "check")
"""Fields that become words."""

_FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_BROKEN = (*BROKEN, OpcError, etree.XMLSyntaxError, AttributeError, TypeError, ValueError)
"""What python-docx raises where a file is not what it says it is: of widths and styles only when they are asked for."""


def fill(template: Template, report: "Report", progress: Progress) -> Document:
    """Return the template with the report in it.

    Raises `UserError`: what `check_template` raises, `template_field_unknown` or `template_body_missing`.
    """
    path = template.path
    # Before python-docx unpacks it: a bomb, or a part under two names, must not get as far.
    check_template(template)
    document = _opened(path, template.content)
    _check_fields(path, document)
    try:
        _fill(document, report, progress)
    except _BROKEN as failure:
        raise UserError("template_broken", field="template", path=path) from failure
    _check_parts(path, document)
    return document


def _fill(document: Document, report: "Report", progress: Progress) -> None:
    body = DocxBody(document, report, add_styles(document, report, replace=False))
    words = _words(report)
    count = len(report.items)
    # A list, since filling in adds paragraphs behind the walk.
    for paragraph in list(_paragraphs(document)):
        blocks = [name for name in BLOCKS if name in _names(paragraph)]
        _replace(paragraph, {**words, **dict.fromkeys(BLOCKS, "")})
        for name in blocks:
            made = body.lines() if name == "lines" else body.sections(lambda done: progress(done, count))
            _put(paragraph, made)
    progress(count, count)


def _opened(path: Path, content: bytes) -> Document:
    try:
        document = docx.Document(io.BytesIO(content))
        if document.element.body.sectPr is None or not document.sections or document.styles is None:
            raise UserError("template_broken", field="template", path=path)
        list(_paragraphs(document))
    except _BROKEN as failure:
        raise UserError("template_broken", field="template", path=path) from failure
    return document


def _check_parts(path: Path, document: Document) -> None:
    """Every part is of a type, and none stands twice under one name: which of them counts is another matter in every
    program."""
    package: Any = document.part.package
    parts = list(package.iter_parts())
    names = {str(part.partname).lower() for part in parts}
    # What the refusal says of one part must hold of what every program then opens.
    if len(names) != len(parts) or not all(part.content_type for part in parts):
        raise UserError("template_broken", field="template", path=path)


def _check_fields(path: Path, document: Document) -> None:
    """Every field is known, and there is one place for the body."""
    used = {name for paragraph in _paragraphs(document) for name in _names(paragraph)}
    if unknown := sorted(used - {*FIELDS, *BLOCKS}):
        allowed = [*FIELDS, *BLOCKS]
        raise UserError("template_field_unknown", field="template", path=path, names=unknown, allowed=allowed)
    places = [p for p in document.element.body.iter(qn("w:p")) if "body" in _names(p)]
    if len(places) != 1:
        raise UserError("template_body_missing", field="template", path=path)


def _words(report: "Report") -> Mapping[str, str]:
    front = report.front
    return {
        "title": report.title,
        "subtitle": report.subtitle,
        "mark": report.mark,
        "date": _day(front.made_on, report.language),
        "as_of": _day(front.as_of, report.language),
        "since": _day(front.since, report.language) if front.since else "",
        "source": "；".join(source.text for source in front.sources),
        "scope": front.scope,
        "ledger": front.ledger,
        "count": str(front.count),
        "total": str(front.total),
        "check": front.fingerprint,
    }


def _day(day: Any, language: str) -> str:
    """As a Chinese office dates its papers: 2026年11月23日."""
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else day.isoformat()


def _paragraphs(document: Document) -> Iterator[Any]:
    """Of the text, the headers and the footers, those in tables and boxes too."""
    package: Any = document.part.package
    for part in package.iter_parts():
        root = getattr(part, "element", None)
        if root is not None:
            yield from root.iter(qn("w:p"))


def _texts(paragraph: Any) -> list[Any]:
    """The pieces that its words are in: Word cuts them where it likes."""
    pieces = paragraph.iter(qn("w:t"))
    return [piece for piece in pieces if next(piece.iterancestors(qn("w:p"))) is paragraph]


def _names(paragraph: Any) -> list[str]:
    return _FIELD.findall("".join(piece.text or "" for piece in _texts(paragraph)))


def _replace(paragraph: Any, words: Mapping[str, str]) -> None:
    """Put the words in the piece in which a field begins, whose look they take."""
    pieces = _texts(paragraph)
    whole = "".join(piece.text or "" for piece in pieces)
    # From the end, so that the places of the fields before stay what they are.
    for field in reversed(list(_FIELD.finditer(whole))):
        value = " ".join(printable(words[field[1]]).split("\n"))
        end = 0
        for piece in pieces:
            text = piece.text or ""
            start = end
            end = end + len(text)
            first = max(field.start() - start, 0)
            last = min(field.end() - start, len(text))
            if first < last:
                piece.text = text[:first] + (value if start <= field.start() else "") + text[last:]
                piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _put(paragraph: Any, elements: Iterable[Any]) -> None:
    """The blocks before the paragraph that asked for them, which goes if it says nothing else."""
    for element in elements:
        paragraph.addprevious(element)
    empty = not "".join(piece.text or "" for piece in _texts(paragraph)).strip()
    properties = paragraph.find(qn("w:pPr"))
    # A paragraph can carry the break between two sections; to remove it would join their pages.
    divides = properties is not None and properties.find(qn("w:sectPr")) is not None
    if empty and not divides and paragraph.getparent().tag == qn("w:body"):
        paragraph.getparent().remove(paragraph)
