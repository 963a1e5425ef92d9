"""The report as DOCX in the official layout of GB/T 9704—2012; in English in a plain equivalent.

No author, no machine and no hour of making are written, so that the same report is the same bytes.
"""

import io
import zipfile
from datetime import datetime, time
from itertools import chain
from typing import TYPE_CHECKING, Any

import docx
from docx.document import Document
from docx.oxml.ns import qn

from tracker.domain.commitments.progress import Progress, unwatched
from tracker.exports.docx import xml_parts as xml
from tracker.exports.docx.body import DocxBody
from tracker.exports.docx.styles import add_styles, font_table, page_of, set_defaults, set_page
from tracker.exports.safely import printable
from tracker.exports.template import Template, refuse_active

if TYPE_CHECKING:
    from tracker.exports.report_tree import Report

_PAST = (1980, 1, 1, 0, 0, 0)
"""The day of every file in the archive: the earliest that one can have."""
_NOT_OURS = ("thumbnail", "customXml", "stylesWithEffects")
"""What python-docx's own empty document brings along."""


def render(report: "Report", progress: Progress = unwatched, template: Template | None = None) -> bytes:
    """Return the bytes of the file. `progress` counts commitments.

    Raises `UserError` where a template cannot be used: see `tracker.exports.docx.template`.
    """
    if template is not None:
        from tracker.exports.docx.template import fill

        content = packed(fill(template, report, progress), report)
        refuse_active(template.path, content)  # no word of the ledger has become a part of what the office wrote
        return content
    # python-docx starts from a file of its own, which brings a picture and a second copy of its styles along.
    document = docx.Document()
    _empty(document)
    set_defaults(document, report)
    set_page(document, report)
    body = DocxBody(document, report, add_styles(document, report, replace=True))
    count = len(report.items)
    # The properties of the section must stay the last element of the body: the schema wants them there.
    place: Any = document.element.body.sectPr
    for element in chain(body.front(), body.sections(lambda done: progress(done, count))):
        place.addprevious(element)
    _add_running(document, body, report)
    progress(count, count)
    return packed(document, report)


def _empty(document: Document) -> None:
    """Take out what is another's: its picture, its data, its styles' second copy."""
    owners: Any = (document.part.package, document.part)
    for part in owners:
        for key in [key for key, relation in part.rels.items() if any(word in relation.reltype for word in _NOT_OURS)]:
            part.rels.pop(key)
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            relation.target_part._blob = font_table()


def _add_running(document: Document, body: DocxBody, report: "Report") -> None:
    """Page numbers at the outer edge of the foot; above, where it is one, that this is a sample."""
    # GB/T 9704 §7.5 wants the page number at the outer edge, which is another side on the left page.
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    zh = report.language == "zh"
    around = ("— ", " —") if zh else ("", "")
    size = 280 if page_of(report).width < 250 and zh else 180
    # On its first page the text itself says that this is a sample.
    section.different_first_page_header_footer = bool(report.mark)
    feet = [(section.footer, "right"), (section.even_page_footer, "left")]
    if report.mark:
        feet.append((section.first_page_footer, "right"))
        _fill(section.first_page_header, body.paragraph("ReportLine", []))
    for footer, side in feet:
        inset = xml.element("w:ind", left=size, right=size, firstLine=0)
        number = body.paragraph("ReportFolio", xml.page_number(*around), inset, xml.element("w:jc", val=side))
        _fill(footer, number)
    for header in (section.header, section.even_page_header):
        mark = [xml.run(report.mark, xml.colour("#B3261E"))] if report.mark else []
        _fill(header, body.paragraph("ReportLine", mark, xml.element("w:jc", val="right")))


def _fill(story: Any, paragraph: Any) -> None:
    story.is_linked_to_previous = False
    for old in story._element.findall(qn("w:p")):
        story._element.remove(old)
    story._element.append(paragraph)


def packed(document: Document, report: "Report") -> bytes:
    """Return the file, with its properties cleaned and every date in it that of the report."""
    made = datetime.combine(report.front.made_on, time())
    properties = document.core_properties
    # Core properties hold 255 characters at most: python-docx raises on more.
    properties.title = printable(report.title)[:250]
    properties.subject = printable(report.subtitle)[:250]
    properties.language = {"zh": "zh-CN"}.get(report.language, "en-GB")
    properties.created = properties.modified = made
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.identifier = report.front.origin
    properties.revision = 1
    file = io.BytesIO()
    document.save(file)
    return _dated(file)


def _dated(file: io.BytesIO) -> bytes:
    """The archive again, in order and without the hour at which it was made."""
    made = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        # In the order that python-docx gave: [Content_Types].xml first, as some readers want it.
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _PAST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return made.getvalue()
