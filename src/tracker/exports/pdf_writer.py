"""The report as PDF, typeset by typst from `resources/reports/report.typ`.

The template gets the report tree as data. Texts stay strings all the way: none is ever markup.
"""

import re
from datetime import UTC, datetime, time
from typing import Any

from tracker.domain.commitments.progress import Progress, unwatched
from tracker.exports.charts import chart_data
from tracker.exports.chips import chip
from tracker.exports.folding import Stacked, fold
from tracker.exports.report_item import Item
from tracker.exports.report_text import Paragraph, Reference, Run, Term
from tracker.exports.report_tree import Block, Chart, Figures, ItemTable, References, Report, Section, Table
from tracker.exports.safely import printable
from tracker.exports.title import lines_of_title
from tracker.exports.typesetting import typeset_pdf

_UNBROKEN = re.compile(r"[!-~\u00a0-\u02ff]{25,}")
_MAY_BREAK_AFTER = re.compile(r"([/?&=.,;:_#%+-]+|[^/?&=.,;:_#%+-]{20})(?=.)")
_LOOKS = {"code": "soft", "title": "strong", "exact": "quote"}


def render(report: Report, progress: Progress = unwatched) -> bytes:
    """Return the bytes of the file. `progress` may cancel before the typesetting, which cannot be stopped."""
    progress(0, 1)
    content = typeset_pdf("report.typ", pdf_data(report), datetime.combine(report.front.made_on, time(), UTC))
    progress(1, 1)
    return content


def pdf_data(report: Report) -> dict[str, Any]:
    """Return everything that the template prints."""
    made = report.front.made_on
    return {
        "kind": report.kind,
        "language": report.language,
        "title": text(report.title),
        "title_lines": list(map(text, lines_of_title(report))),
        "subtitle": text(report.subtitle),
        "mark": text(report.mark),
        "head": text(report.head),
        "lines": list(map(text, report.lines)),
        "colophon": text(report.colophon),
        "origin": report.front.origin,
        "made": [made.year, made.month, made.day],
        "sections": [_section(section, report) for section in report.sections],
    }


def text(words: str) -> str:
    """The words with places to break in what has none: an address longer than its column would leave the page."""
    # Zero-width spaces, which nobody sees: typst finds no place to break an address, and would set it over the edge.
    return _UNBROKEN.sub(lambda found: _MAY_BREAK_AFTER.sub("\\1\u200b", found[0]), printable(words))


def _section(section: Section, report: Report) -> dict[str, Any]:
    """A section: the first of the annex `starts` a new page, and the `held` block stays on one with the next."""
    blocks = [_block(block) | {"held": block is report.kept_with_signature} for block in section.blocks]
    shape = {"heading": text(section.heading), "level": section.level, "blocks": blocks}
    return shape | {"annex": section.annex, "starts": section.key == report.first_annex}


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"is": "paragraph"} | _paragraph(block)
        case Figures():
            figures = [{"label": text(figure.label), "text": text(figure.text)} for figure in block.figures]
            return {"is": "figures", "figures": figures}
        case Table() | ItemTable():
            return _table(block if isinstance(block, Table) else block.whole())
        case Item():
            return _item(block)
        case Chart():
            return _chart(block)
        case References():
            return {"is": "references", "entries": list(map(_reference, block.entries))}


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    return {"kind": paragraph.kind, "inset": paragraph.inset, "runs": list(map(_run, paragraph.runs))}


def _run(run: Run) -> dict[str, Any]:
    return {"text": text(run.text), "emphasis": run.emphasis, "citations": run.citations}


def _table(table: Table) -> dict[str, Any]:
    folded = fold(table)
    return {
        "is": "table",
        "caption": text(table.caption),
        "empty": text(table.empty),
        "columns": [
            {
                "heading": text(stack.heading),
                "width": stack.width,
                "align": stack.align,
                "fixed": stack.fixed,
                "days": stack.days,
            }
            for stack in folded.stacks
        ],
        "rows": [
            [{"breakable": splits, "parts": list(map(_part, cell))} for cell in row]
            for row, splits in zip(folded.rows, folded.splits, strict=True)
        ],
    }


def _part(stacked: Stacked) -> dict[str, Any]:
    value = stacked.cell.value
    return {
        "label": text(stacked.label),
        "lines": list(map(text, stacked.cell.lines)),
        "term": _term(value) if isinstance(value, Term) else None,
        "emphasis": _LOOKS.get(stacked.column.key, "plain"),
        "citations": stacked.cell.citations,
    }


def _term(term: Term) -> dict[str, Any]:
    look = chip(term)
    if look is None:
        return {"word": text(term.word), "sign": ""}
    return {"word": text(term.word), "sign": look.typeset_sign, "text": look.text, "ground": look.ground}


def _item(item: Item) -> dict[str, Any]:
    return {
        "is": "item",
        "code": text(item.code),
        "title": text(item.title),
        "terms": [_term(item.assessment), _term(item.light)],
        "marks": list(map(text, item.marks)),
        "entries": [
            {"label": text(entry.label), "paragraphs": list(map(_paragraph, entry.paragraphs))}
            for entry in item.entries
        ],
    }


def _chart(chart: Chart) -> dict[str, Any]:
    return {
        "is": "chart",
        "title": text(chart.title),
        "alternative": printable(chart.alternative),
        "drawing": chart_data(chart),
    }


def _reference(reference: Reference) -> dict[str, Any]:
    """The entry, with its address, where it has one, between what stands before and after it."""
    # The address is set as a link of its own, so that what is shown and where it leads are the same.
    before, address, after = reference.text.partition(reference.url) if reference.url else (reference.text, "", "")
    url = reference.url if address else ""
    return {
        "number": reference.number,
        "before": text(before),
        "url": printable(url),
        "shown": text(address),
        "after": text(after),
    }
