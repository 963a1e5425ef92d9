"""The blocks of a report as paragraphs and tables of a DOCX."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from docx.document import Document
from docx.shared import Emu, Inches

from tracker.exports.charts import png
from tracker.exports.chips import chip
from tracker.exports.docx import xml_parts as xml
from tracker.exports.docx.styles import KAI, room_of
from tracker.exports.folding import Folded, Stack, Stacked, fold
from tracker.exports.report_item import Entry, Item
from tracker.exports.report_text import Emphasis, Paragraph, ParagraphKind, Reference, Run, Term
from tracker.exports.report_tree import Align, Chart, Figures, References, Report, Section, Table
from tracker.exports.safely import printable
from tracker.exports.title import lines_of_title
from tracker.wording.numbers import hanzi

_SOFT = "#5E6166"
_PANEL = "#F3F1ED"
_PARAGRAPHS = {
    ParagraphKind.NOTE: "ReportNote",
    ParagraphKind.ADDRESS: "ReportAddress",
    ParagraphKind.ATTACHMENT: "ReportAttachment",
    ParagraphKind.SIGNATURE: "ReportSignature",
    ParagraphKind.SIGNED_ON: "ReportSignedOn",
}
_JUSTIFIED = {Align.START: "left", Align.CENTRE: "center", Align.END: "right"}
_LOOKS = {"code": Emphasis.SOFT, "title": Emphasis.STRONG, "exact": Emphasis.QUOTE}


class DocxBody:
    """Makes the elements of one report, in a document whose styles have these ids."""

    def __init__(self, document: Document, report: Report, styles: Mapping[str, str]) -> None:
        self._document = document
        self._report = report
        self._styles = styles
        self._room = room_of(document)
        self._broad = self._room >= _BROAD_ROOM
        self._kai = KAI if report.language == "zh" else "宋体"
        self._colon = "：" if report.language == "zh" else ": "
        self._counts = [0, 0, 0]

    def paragraph(self, style: str, runs: Sequence[Any], *properties: Any) -> Any:
        """Return a paragraph in one of the report's styles."""
        return xml.paragraph(self._styles[style], runs, *properties)

    def front(self) -> Iterator[Any]:
        """Yield what stands above the sections."""
        report = self._report
        if report.head:
            below = xml.element("w:pBdr", xml.element("w:bottom", val="single", sz=16, space=6, color=_RED))
            yield self.paragraph("ReportHead", [xml.run(report.head, xml.colour(f"#{_RED}"))], below)
        yield self.paragraph("Title", [xml.run("\n".join(lines_of_title(report)))])
        yield self.paragraph("Subtitle", [xml.run(report.subtitle)])
        if report.mark:
            yield self.paragraph("ReportMark", [xml.run(report.mark, xml.colour("#B3261E"))])
        yield from self.lines()

    def lines(self) -> Iterator[Any]:
        """Yield source, scope and what is missing."""
        for line in (*self._report.lines, *([] if self._broad or not self._report.lines else [""])):
            yield self.paragraph("ReportLine", [xml.run(line)])

    def sections(self, told: Callable[[int], None]) -> Iterator[Any]:
        """Yield the elements of every section in order; `told` gets how many commitments are written."""
        written = 0
        for section in self._report.sections:
            if section.heading:
                yield self._heading(section)
            charts = [block for block in section.blocks if isinstance(block, Chart)] if self._broad else []
            for block in section.blocks:
                if block not in charts:
                    yield from self._block(block, section)
                if isinstance(block, Item):
                    written += 1
                    told(written)
            # Two and two, low enough for the first page: one below the other they would leave most of a broad page
            # empty.
            if charts:
                yield self._side_by_side(charts)
        yield self.paragraph("ReportLine", [xml.run(self._report.colophon)])

    def _heading(self, section: Section) -> Any:
        level = section.level
        if section.annex:
            first = section.key == self._report.first_annex
            new_page = [xml.element("w:pageBreakBefore")] if first else []
            return self.paragraph("ReportAnnex", [xml.run(section.heading)], *new_page)
        self._counts[level - 1] += 1
        self._counts[level:] = [0] * (len(self._counts) - level)
        number = numbered(self._counts[:level], self._report.language)
        return self.paragraph(f"Heading{level}", [xml.run(number + section.heading)])

    def _block(self, block: Any, section: Section) -> Iterator[Any]:
        match block:
            case Paragraph():
                yield self._paragraph(block, held=block is self._report.kept_with_signature)
            case Figures():
                yield from self._figures(block)
            case Table():
                yield from self._table(block, section)
            case Item():
                yield from self._item(block)
            case Chart():
                yield from self._chart(block, min(self._room, _WIDEST))
            case References():
                yield from map(self._reference, block.entries)

    def _paragraph(self, paragraph: Paragraph, *, held: bool = False) -> Any:
        inset = round(paragraph.inset * _CHARACTER)
        properties = [xml.element("w:keepNext")] if held else []
        properties += [xml.element("w:ind", right=inset)] if inset else []
        return self.paragraph(_PARAGRAPHS.get(paragraph.kind, "ReportBody"), self._runs(paragraph), *properties)

    def _runs(self, paragraph: Paragraph) -> list[Any]:
        return [made for run in paragraph.runs for made in self._run(run)]

    def _run(self, run: Run) -> Iterator[Any]:
        yield xml.run(run.text, *self._look(run.emphasis))
        yield from self._citations(run.citations)

    def _look(self, emphasis: Emphasis) -> Sequence[Any]:
        if emphasis is Emphasis.STRONG:
            return [xml.element("w:b"), xml.element("w:bCs")]
        if emphasis is Emphasis.SOFT:
            return [xml.colour(_SOFT)]
        if emphasis is Emphasis.QUOTE:
            return [xml.fonts(self._kai, "Times New Roman")]
        if emphasis is Emphasis.LEAD:
            face = [xml.fonts(self._kai, "Times New Roman")] if self._report.language == "zh" else []
            return [*face, xml.element("w:b"), xml.element("w:bCs")]
        return []

    def _citations(self, numbers: Sequence[int]) -> Iterator[Any]:
        for number in numbers:
            raised = xml.run(f"[{number}]", xml.element("w:vertAlign", val="superscript"))
            yield xml.link_within(f"reference_{number}", raised)

    def _figures(self, block: Figures) -> Iterator[Any]:
        width = self._room // max(len(block.figures), 1)
        cells = [
            xml.cell(
                width,
                [
                    self.paragraph("ReportNumber", [xml.run(figure.text)], xml.element("w:keepNext")),
                    self.paragraph("ReportLabel", [xml.run(figure.label)]),
                ],
            )
            for figure in block.figures
        ]
        yield xml.table([width] * len(cells), [xml.row(cells)], between=xml.NO_RULE, below=xml.PALE_RULE)
        yield self.paragraph("ReportLine", [], xml.element("w:spacing", line=_AIR, lineRule="exact"))

    def _table(self, table: Table, section: Section) -> Iterator[Any]:
        if table.caption and table.caption != section.heading:
            yield self.paragraph("ReportCaption", [xml.run(table.caption)], xml.element("w:keepNext"))
        if not table.rows:
            yield self.paragraph("ReportBody", [xml.run(table.empty)])
            return
        folded = fold(table)
        widths = folded.widths(self._room)
        yield xml.table(widths, self._rows(folded, widths))
        yield self.paragraph("ReportLine", [])

    def _rows(self, folded: Folded, widths: Sequence[int]) -> Iterator[Any]:
        """The heading, and row after row. (LibreOffice 7.4 loses rows of a short table that a page would tear.)"""
        pairs = list(zip(folded.stacks, widths, strict=True))
        heads = [
            xml.cell(
                width, [self._cell_paragraph("ReportCellHead", stack, [xml.run(stack.heading)], folded.whole)], _PANEL
            )
            for stack, width in pairs
        ]
        yield xml.row(heads, heading=True)
        for number, (row, splits) in enumerate(zip(folded.rows, folded.splits, strict=True), 1):
            held = folded.whole and number < len(folded.rows)
            cells = [
                xml.cell(width, [self._cell_paragraph("ReportCell", stack, self._stacked(one), held) for one in cell])
                for cell, (stack, width) in zip(row, pairs, strict=True)
            ]
            yield xml.row(cells, splits=splits)

    def _cell_paragraph(self, style: str, stack: Stack, runs: Sequence[Any], held: bool) -> Any:
        """`held` by what follows it: on the same page."""
        properties = [*([xml.element("w:keepNext")] if held else []), xml.element("w:jc", val=_JUSTIFIED[stack.align])]
        return self.paragraph(style, runs, *properties)

    def _stacked(self, stacked: Stacked) -> list[Any]:
        runs = [xml.run(stacked.label + self._colon, xml.colour(_SOFT))] if stacked.label else []
        value = stacked.cell.value
        if isinstance(value, Term):
            runs.append(self._term(value))
        else:
            look = self._look(_LOOKS.get(stacked.column.key, Emphasis.PLAIN))
            runs.append(xml.run(stacked.cell.text, *look))
        return [*runs, *self._citations(stacked.cell.citations)]

    def _term(self, term: Term) -> Any:
        look = chip(term)
        if look is None:
            return xml.run(term.word)
        ground = [xml.shading(look.ground)] if look.ground else []
        words = f"{look.sign}\u00a0{term.word}"
        return xml.run(words, xml.element("w:b"), xml.element("w:bCs"), xml.colour(look.text), *ground)

    def _item(self, item: Item) -> Iterator[Any]:
        yield self.paragraph("ReportItem", [xml.run(f"{item.code}\u3000{item.title}")])
        status = [self._term(item.assessment), xml.run("\u3000"), self._term(item.light)]
        status += [xml.run(f"\u3000{mark}") for mark in item.marks]
        yield self.paragraph("ReportStatus", status, xml.element("w:keepNext"))
        for entry in item.entries:
            yield from self._entry(entry)

    def _entry(self, entry: Entry) -> Iterator[Any]:
        """The label hangs before the first paragraph; the others stand below the first."""
        label = [xml.run(f"{entry.label}\t", xml.colour(_SOFT))]
        under = xml.element("w:ind", firstLine=0)
        for number, paragraph in enumerate(entry.paragraphs):
            runs = self._runs(paragraph)
            if paragraph.kind is ParagraphKind.POINT:
                runs.insert(0, xml.run("·\u2002"))
            if number:
                yield self.paragraph("ReportEntry", runs, under if number == 1 else xml.element("w:ind", firstLine=0))
            else:
                yield self.paragraph("ReportEntry", [*label, *runs])

    def _side_by_side(self, charts: Sequence[Chart]) -> Any:
        """Two and two, in a table without rules."""
        width = self._room // 2
        cells = [xml.cell(width, list(self._chart(chart, width - _GUTTER, _TALLEST))) for chart in charts]
        cells += [xml.cell(width, [])] * (len(cells) % 2)
        rows = [xml.row(cells[place : place + 2]) for place in range(0, len(cells), 2)]
        none = xml.NO_RULE
        return xml.table([width] * 2, rows, above=none, between=none, below=none)

    def _chart(self, chart: Chart, width: int, tallest: float = 9.0) -> Iterator[Any]:
        """Its title and its picture, `width` twentieths of a point broad, but no taller than so many inches."""
        # Two side by side are in a row that stays whole; LibreOffice would keep the table with what follows it.
        together = self._closer(before=0, after=60) or [xml.element("w:keepNext")]
        yield self.paragraph("ReportCaption", [xml.run(chart.title)], *together, xml.element("w:jc", val="center"))
        inches = width / _INCH
        # python-docx adds a picture only to a run that stands in the document already: so it is made there and moved.
        held = self._document.add_paragraph()
        content = io.BytesIO(png(chart, self._report.language, inches))
        picture = held.add_run().add_picture(content, width=Emu(int(Inches(inches))))
        # By width first, as the picture is drawn for it; a chart of many departments would else be taller than the
        # page, and Word would cut it off.
        if picture.height > Inches(tallest):
            picture.width = Emu(int(picture.width * Inches(tallest) / picture.height))
            picture.height = Inches(tallest)
        named: Any = picture._inline.docPr
        named.set("descr", printable(chart.alternative))
        named.set("name", chart.key)
        held._p.getparent().remove(held._p)
        yield self.paragraph("ReportPicture", list(held._p.r_lst), *self._closer(before=0, after=60))

    def _closer(self, **spacing: object) -> Sequence[Any]:
        """On broad pages, which are low, other spacing than that of the style."""
        return [xml.element("w:spacing", **spacing)] if self._broad else []

    def _reference(self, reference: Reference) -> Any:
        begin, end = xml.bookmark(f"reference_{reference.number}", _FIRST_BOOKMARK + reference.number)
        runs = [begin, xml.run(f"[{reference.number}]\t"), end]
        before, address, after = reference.text.partition(reference.url) if reference.url else (reference.text, "", "")
        runs.append(xml.run(before))
        if address:
            # printable: lxml takes no control character into an attribute, and an address may have come with one.
            relation = self._document.part.relate_to(printable(address), _HYPERLINK, is_external=True)
            runs += [xml.link_out(relation, xml.run(address)), xml.run(after)]
        return self.paragraph("ReportReference", runs)


_RED = "E60012"
"""Of the office's name above the title, and of the line below it."""
_CHARACTER = 320
"""Twentieths of a point of a 3号 character."""
_INCH = 1440
"""Twentieths of a point of an inch."""
_BROAD_ROOM = 9 * _INCH
_WIDEST = 8_900
_GUTTER = 200
"""Twentieths of a point: from where charts stand side by side, of one alone at most, and between two."""
_AIR = 100
"""Twentieths of a point below the figures."""
_TALLEST = 2.95
"""Inches of a chart that stands below title, source and figures on the first of broad pages."""
_FIRST_BOOKMARK = 10_000
"""Numbers below may be those of a template."""
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def numbered(counts: Sequence[int], language: str) -> str:
    """What stands before a heading; `counts` are its number and those of the sections around it, outermost first."""
    number = counts[-1]
    if language != "zh":
        return ".".join(map(str, counts)) + ("." if len(counts) == 1 else "") + " "
    return (f"{hanzi(number)}、", f"（{hanzi(number)}）", f"{number}. ")[len(counts) - 1]
