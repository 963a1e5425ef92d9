"""The report as Markdown (CommonMark with tables): readable as it is, and wherever Markdown is shown."""

import re
from collections.abc import Iterator

from tracker.domain.commitments.progress import Progress, unwatched
from tracker.exports.charts import chart_table
from tracker.exports.citing import mark_of
from tracker.exports.report_item import Entry, Item
from tracker.exports.report_text import Emphasis, Paragraph, ParagraphKind, Run
from tracker.exports.report_tree import Block, Cell, Chart, Figures, References, Report, Section, Table
from tracker.exports.safely import printable
from tracker.wording import Words, load_words

_MARKUP = re.compile(r"([\\`*_\[\]<>|~&{}$^])")
_LINE_START = re.compile(r"^(?:([#+\-=:!])|(\d+)([.)]))", re.MULTILINE)


def render(report: Report, progress: Progress = unwatched) -> bytes:
    """Return the bytes of the file: UTF-8, ended by a line feed. `progress` counts commitments."""
    progress(0, len(report.items))
    writer = _Writer(load_words(report.language), len(report.items), progress)
    return ("\n\n".join(writer.report(report)) + "\n").encode()


def escaped(text: str) -> str:
    """Return the text, none of which is markup; on one line each, without blanks that would make it code."""
    # Four blanks at the beginning of a line make code of it, two at its end a break.
    lines = (line.strip() for line in printable(text).split("\n"))
    marked = _MARKUP.sub(r"\\\1", "\n".join(lines))
    return _LINE_START.sub(lambda start: f"\\{start[1]}" if start[1] else f"{start[2]}\\{start[3]}", marked)


class _Writer:
    def __init__(self, words: Words, items: int, progress: Progress) -> None:
        self._words = words
        self._items = items
        self._progress = progress
        self._done = 0

    def report(self, report: Report) -> Iterator[str]:
        """Return every block of Markdown; blank lines go between."""
        if report.head:
            yield _line(report.head)
        yield f"# {_line(report.title)}"
        yield _line(report.subtitle)
        if report.mark:
            yield f"**{_line(report.mark)}**"
        if report.lines:
            yield "\n".join(f"- {_line(line)}" for line in report.lines)
        for section in report.sections:
            if section.heading:
                yield f"{'#' * (section.level + 1)} {_line(section.heading)}"
            for block in section.blocks:
                yield from self._block(block, section)
        yield _line(report.colophon)

    def _block(self, block: Block, section: Section) -> Iterator[str]:
        match block:
            case Paragraph():
                yield _paragraph(block)
            case Figures():
                yield "\n".join(f"- {self._label(f.label)}**{_line(f.text)}**" for f in block.figures)
            case Table():
                yield from _table(block, block.caption if block.caption != section.heading else "")
            case Chart():
                yield f"**{_line(block.title)}**"
                yield _line(block.alternative)
                yield from _table(chart_table(block, self._words), "")
            case References():
                yield "\n\n".join(f"\\[{entry.number}\\] {_line(entry.text)}" for entry in block.entries)
            case Item():
                yield from self._item(block, section.level + 2)

    def _label(self, label: str) -> str:
        return _line(self._words.report("label", label=label))

    def _item(self, item: Item, level: int) -> Iterator[str]:
        self._progress(self._done, self._items)
        self._done += 1
        yield f"{'#' * level} {_line(item.code)} {_line(item.title)}"
        said = [f"**{_line(item.assessment.word)}**", self._words.report("light", light=item.light.word)]
        yield " · ".join([*said, *map(_line, item.marks)])
        for entry in item.entries:
            yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    first, *others = entry.paragraphs
    if first.kind is ParagraphKind.BODY:
        yield f"**{_line(entry.label)}** {_paragraph(first)}"
    else:
        yield f"**{_line(entry.label)}**"
        yield _paragraph(first)
    for paragraph in others:
        yield _paragraph(paragraph)


def _paragraph(paragraph: Paragraph) -> str:
    text = "".join(map(_run, paragraph.runs)).strip().replace("\n", "\\\n")
    match paragraph.kind:
        case ParagraphKind.QUOTE:
            return "\n".join(f"> {line}" for line in text.split("\n"))
        case ParagraphKind.POINT:
            return "- " + text.replace("\n", "\n  ")
        case ParagraphKind.NOTE:
            return "  " + text.replace("\n", "\n  ")
        case _:
            return text


def _run(run: Run) -> str:
    text = escaped(run.text)
    if run.emphasis in (Emphasis.STRONG, Emphasis.LEAD) and text.strip():
        text = f"**{text.strip()}**"
    # One blank is kept between runs: English sentences are told apart by it.
    before = " " * (run.text[:1] == " ")
    after = " " * (run.text[-1:] == " ")
    return before + text + escaped(mark_of(run.citations)) + after


def _table(table: Table, caption: str) -> Iterator[str]:
    if caption:
        yield f"*{_line(caption)}*"
    if not table.rows:
        yield _line(table.empty)
        return
    lines = [_row(column.heading for column in table.columns), _row("---" for _ in table.columns)]
    yield "\n".join([*lines, *(_row(map(_cell, row)) for row in table.rows)])


def _row(cells: Iterator[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(cell: Cell) -> str:
    # Tables of Markdown have no line breaks of their own; every reader of them takes this one.
    text = "<br>".join(escaped(line).replace("\n", "<br>") for line in cell.lines)
    return text + escaped(mark_of(cell.citations))


def _line(text: str) -> str:
    return " ".join(escaped(text).split())
