"""The official layout of GB/T 9704—2012 for a DOCX, and a plain equivalent in English: pages, styles, fonts.

Word takes the first font that a machine has: each is entered in the table of fonts with the names of those that may
replaces it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from tracker.domain.reports.report_request import ReportKind
from tracker.exports.docx import xml_parts as xml
from tracker.exports.report_tree import Report

SONG = "方正小标宋简体"
FANG = "仿宋_GB2312"
KAI = "楷体_GB2312"
HEI = "黑体"
_SERIF = "Times New Roman"
_SANS = "Arial"
_STAND_INS = {
    SONG: "方正小标宋_GBK,小标宋体,华文中宋,宋体,SimSun,Noto Serif SC,Noto Serif CJK SC",
    FANG: "仿宋,FangSong,华文仿宋,STFangsong,Noto Serif SC,Noto Serif CJK SC",
    KAI: "楷体,KaiTi,华文楷体,STKaiti,Noto Serif SC,Noto Serif CJK SC",
    HEI: "SimHei,微软雅黑,Noto Sans SC,Noto Sans CJK SC",
    "宋体": "SimSun,Noto Serif SC,Noto Serif CJK SC",
}
_SOFT = "#5E6166"
_USUAL_ROOM = 8845
"""Twentieths of a point between the margins of the official layout."""
_PITCH = 579
"""Twentieths of a point of a line: 22 on 225 mm, which 580 would be a hair too much for."""
_CLOSER = -5
"""Twentieths of a point that 3号 characters stand closer: 28 on 156 mm. (A grid of characters would say it too, but
LibreOffice gives a character that is wider than its cell two of them.)"""


@dataclass(frozen=True, slots=True)
class Style:
    """A style of paragraphs. `indent`, of the first line, and `left`, of all, are in characters; `line` in points, 0
    for the grid; `level` 0 for no heading; `at_end`: at the right edge;
    `held` on the page of what follows."""

    name: str
    east: str
    latin: str
    size: float
    line: float = 0
    bold: bool = False
    soft: bool = False
    centred: bool = False
    indent: int = 0
    hanging: float = 0
    before: float = 0
    after: float = 0
    level: int = 0
    left: int = 0
    at_end: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True)
class PageLayout:
    """Millimetres of a page: its size, and its margins from the top, clockwise."""

    width: float
    height: float
    margins: tuple[float, float, float, float]


_UPRIGHT = PageLayout(210, 297, (37, 26, 35, 28))
_BROAD = PageLayout(297, 210, (20, 16, 16, 16))


def page_of(report: Report) -> PageLayout:
    """Return the layout of the pages: a register needs broad ones."""
    return _BROAD if report.kind is ReportKind.LEDGER else _UPRIGHT


def is_official(report: Report) -> bool:
    """Return whether the text is set as an official document: 3号, on the grid."""
    return report.language == "zh" and report.kind is not ReportKind.LEDGER


def styles_of(report: Report) -> Mapping[str, Style]:
    """By id. The names are those of Word where it has one, so that an office's template may bring its own."""
    zh = report.language == "zh"
    official = is_official(report)
    body = 16 if official else 10.5
    line = 0 if official else 16
    kai, hei = (KAI, HEI) if zh else ("宋体", "黑体")
    fang = FANG if zh else "宋体"
    sans = HEI if zh else _SANS
    indent = 2 if zh else 0
    air = 0 if official else 4
    below = 4 if report.kind is ReportKind.LEDGER else 8
    label = 5.2 if zh else 6.4
    small = 8 if report.kind is ReportKind.LEDGER else 9
    made = (
        (
            "Title",
            Style("Title", SONG if zh else hei, _SERIF if zh else _SANS, 22, 32, not zh, centred=True, after=below),
        ),
        ("Subtitle", Style("Subtitle", kai, _SERIF, body, 24, centred=True, after=below)),
        ("Heading1", _heading(1, hei, sans, body if official else 13, 2 if official else 0, bold=not zh)),
        ("Heading2", _heading(2, kai, _SERIF, body if official else 12, 2 if official else 0, bold=True)),
        ("Heading3", _heading(3, fang, _SERIF, body if official else 11, 2 if official else 0, bold=True)),
        ("ReportBody", Style("Report Body", fang, _SERIF, body, line, indent=indent, after=air)),
        (
            "ReportHead",
            Style("Report Head", SONG if zh else hei, _SERIF if zh else _SANS, 30, 40, not zh, centred=True, after=12),
        ),
        ("ReportAddress", Style("Report Address", fang, _SERIF, body, line, after=air)),
        ("ReportAttachment", Style("Report Attachment", fang, _SERIF, body, line, left=indent, before=28, held=True)),
        (
            "ReportSignature",
            Style("Report Signature", fang, _SERIF, body, line, before=28, after=air, at_end=True, held=True),
        ),
        ("ReportSignedOn", Style("Report Signed On", fang, _SERIF, body, line, after=air, at_end=True)),
        (
            "ReportAnnex",
            Style("Report Annex", hei, sans, body if official else 13, 28, not zh, before=10, after=4, level=1),
        ),
        ("ReportMark", Style("Report Mark", hei, sans, 10.5, 16, True, centred=True, after=below)),
        ("ReportLine", Style("Report Line", "宋体", _SERIF, 9, 14, soft=True)),
        ("ReportItem", Style("Report Item", hei, sans, 11.5, 18, True, before=14, after=2, level=3)),
        ("ReportStatus", Style("Report Status", hei, sans, 9.5, 16, after=4)),
        ("ReportEntry", Style("Report Entry", fang if zh else "宋体", _SERIF, 10.5, 16.5, hanging=label, after=1)),
        ("ReportNote", Style("Report Note", "宋体", _SERIF, 9, 14, soft=True)),
        ("ReportCaption", Style("Report Caption", hei, sans, 10, 16, True, before=8, after=4)),
        ("ReportCell", Style("Report Cell", "宋体", _SERIF, small, small + 4)),
        ("ReportCellHead", Style("Report Cell Head", hei, sans, small, small + 4, True)),
        ("ReportNumber", Style("Report Number", hei, _SANS, 20, 24, True, centred=True)),
        ("ReportLabel", Style("Report Label", "宋体", _SERIF, 9.5, 14, soft=True, centred=True)),
        ("ReportPicture", Style("Report Picture", "宋体", _SERIF, 9.5, centred=True, before=2, after=10, line=-1)),
        ("ReportReference", Style("Report Reference", "宋体", _SERIF, 10.5, 16.5, hanging=2.6, after=2)),
        ("ReportFolio", Style("Report Folio", "宋体", _SERIF, 14 if official else 9, 18)),
    )
    return dict(made)


def _heading(level: int, east: str, latin: str, size: float, indent: int, *, bold: bool) -> Style:
    air = 8 if indent else 10
    line = 0 if indent else size * 1.5
    return Style(
        f"heading {level}",
        east,
        latin,
        size,
        line,
        bold,
        indent=indent,
        before=air,
        after=0 if indent else 5,
        level=level,
    )


def add_styles(document: Document, report: Report, *, replace: bool) -> Mapping[str, str]:
    """Put in the styles that the report uses, and say by which id each stands there.

    Those that a template has stay unless they are to be replaced; Word writes their names in its own ways.
    """
    styles: Any = document.styles.element
    there = {(style.name_val or "").lower(): style for style in styles.style_lst}
    base = there["normal"].styleId if "normal" in there else "Normal"
    ids: dict[str, str] = {}
    for key, style in styles_of(report).items():
        old = there.get(style.name.lower())
        ids[key] = old.styleId if old is not None else key
        # An office's own style wins: its paper is to look like its paper.
        if old is None or replace:
            styles.append(_style_element(ids[key], style, base))
        if old is not None and replace:
            styles.remove(old)
    return ids


def _style_element(key: str, style: Style, base: str) -> Any:
    spacing = {"before": round(style.before * 20), "after": round(style.after * 20)}
    if style.line > 0:
        spacing |= {"line": round(style.line * 20), "lineRule": "exact"}
    elif style.line == 0:
        spacing |= {"line": _PITCH, "lineRule": "exact"}
    else:
        spacing |= {"line": 240, "lineRule": "auto"}
    size = style.size * 20
    indents: dict[str, object] = {"left": 0, "firstLine": 0}
    if style.indent:
        indents = {"firstLineChars": style.indent * 100, "firstLine": round(style.indent * size)}
    elif style.left:
        indents = {"leftChars": style.left * 100, "left": round(style.left * size), "firstLine": 0}
    elif style.hanging:
        indents = {"left": round(style.hanging * size), "hanging": round(style.hanging * size)}
    paragraph = [
        *([xml.element("w:keepNext")] if style.level or style.held else []),
        *([xml.element("w:keepLines")] if style.level else []),
        xml.element("w:widowControl"),
        *([xml.element("w:tabs", xml.element("w:tab", val="left", pos=indents["left"]))] if style.hanging else []),
        *([] if style.line == 0 else [xml.element("w:snapToGrid", val=0)]),
        xml.element("w:spacing", **spacing),
        xml.element("w:ind", **indents),
        xml.element("w:jc", val=_side(style)),
        *([xml.element("w:outlineLvl", val=style.level - 1)] if style.level else []),
    ]
    letters = [
        xml.fonts(style.east, style.latin),
        *([xml.element("w:b"), xml.element("w:bCs")] if style.bold else []),
        *([xml.colour(_SOFT)] if style.soft else []),
        *([xml.element("w:spacing", val=_CLOSER)] if style.line == 0 and style.size == 16 else []),
        *xml.half_points(style.size),
    ]
    made = xml.element(
        "w:style",
        xml.element("w:name", val=style.name),
        xml.element("w:basedOn", val=base),
        xml.element("w:qFormat"),
        xml.element("w:pPr", *paragraph),
        xml.element("w:rPr", *letters),
        type="paragraph",
        styleId=key,
    )
    if style.name.startswith("Report"):
        made.set(qn("w:customStyle"), "1")
    return made


def _side(style: Style) -> str:
    if style.centred:
        return "center"
    if style.at_end:
        return "right"
    return "left" if style.level or style.line > 0 else "both"


def room_of(document: Document) -> int:
    """Between the margins of its last pages, in twentieths of a point."""
    section = document.sections[-1]
    width = section.page_width
    left = section.left_margin
    right = section.right_margin
    # A section need not say its size, and in a template some do not.
    if width is None or left is None or right is None:
        return _USUAL_ROOM
    return max(round((width - left - right) / Pt(1) * 20), _USUAL_ROOM // 4)


def set_page(document: Document, report: Report) -> None:
    """Set paper, margins and grid."""
    section = document.sections[0]
    page = page_of(report)
    section.page_width = Mm(page.width)
    section.page_height = Mm(page.height)
    top, right, bottom, left = map(Mm, page.margins)
    section.top_margin = top
    section.right_margin = right
    section.bottom_margin = bottom
    section.left_margin = left
    section.footer_distance = Mm(23 if page is _UPRIGHT else 8)
    section.header_distance = Mm(20 if page is _UPRIGHT else 10)
    properties = section._sectPr
    # The default document has a grid of its own, and the schema allows one.
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    if page is _BROAD:
        properties.find(qn("w:pgSz")).set(qn("w:orient"), "landscape")
    if is_official(report):
        properties.append(xml.element("w:docGrid", type="lines", linePitch=_PITCH))


def set_defaults(document: Document, report: Report) -> None:
    """Set the font and size that everything starts from, and the language of the spelling checker."""
    # All styles are based on Normal: what it says of fonts would show through wherever ours say nothing.
    normal: Any = document.styles["Normal"].element
    for old in (*normal.findall(qn("w:rPr")), *normal.findall(qn("w:pPr"))):
        normal.remove(old)
    size = 16 if is_official(report) else 10.5
    language = {"val": "en-GB", "eastAsia": "zh-CN"}
    letters = [xml.fonts(FANG if report.language == "zh" else "宋体", _SERIF), *xml.half_points(size)]
    normal.append(xml.element("w:rPr", *letters, xml.element("w:lang", **language)))


def font_table() -> bytes:
    """Return the part that names what replaces a font that a machine lacks."""
    entries: Sequence[str] = [
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"swiss" if name == HEI else "roman"}"/><w:pitch w:val="variable"/></w:font>'
        for name, others in _STAND_INS.items()
    ]
    parsed: Any = parse_xml(f"<w:fonts {nsdecls('w')}>{''.join(entries)}</w:fonts>")
    return etree.tostring(parsed, xml_declaration=True, encoding="UTF-8", standalone=True)
