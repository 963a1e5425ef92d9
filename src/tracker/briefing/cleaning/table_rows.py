"""Rows of tables: each a line with tabs between its cells, under one head, and whole where a page broke it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from tracker.briefing.cleaning.furniture import Furniture
from tracker.briefing.cleaning.text_edits import Edit, PlannedStep, StepKind
from tracker.briefing.cleaning.text_lines import TextLine
from tracker.capture.documents.documents import Document, ReadTable
from tracker.capture.documents.formats import Kind

_FEWEST_ROWS = 2
"""With several cells, below which a table only lays out a page."""
_MOST_MISSED = 20
"""Tables that are not found among the lines, after which none is looked for: each is looked for in all of them."""
_LONGEST_HEADING = 12
"""Characters of a cell of a head."""
_BLANK_IN_CELL = re.compile(r"(?<=[\u4e00-\u9fff，、]) (?=[\u4e00-\u9fff])")
_OFFICE = re.compile(r"[\u4e00-\u9fff]+[部局司委署会院办厅室处科所]")
_PARTED = re.compile(r"(?:[部局司委署会院办厅室处科所府心；。：！？]|牵头|配合|负责|单位|部门)$")
_SENTENCE_ENDS = ("。", "；")
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范"
    "方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文安"
)


@dataclass(frozen=True, slots=True)
class TableInLines:
    """A table of a page of the web whose cells stand on lines of their own: `rows` have the lines of each cell."""

    rows: tuple[tuple[tuple[TextLine, ...], ...], ...]

    @property
    def lines(self) -> Iterator[TextLine]:
        """All lines of its cells."""
        return (line for row in self.rows for cell in row for line in cell)


def tables_in_lines(tables: Sequence[ReadTable], lines: Sequence[TextLine]) -> Iterator[TableInLines]:
    """The tables of a page of the web where their cells stand among its lines, one after the other."""
    at = 0
    missed = 0
    for table in tables:
        if sum(len(set(filter(None, row))) > 1 for row in table.rows) < _FEWEST_ROWS or missed > _MOST_MISSED:
            continue
        found = next((match for start in range(at, len(lines)) if (match := _match(table, lines, start))), None)
        missed += found is None
        if found is not None:
            rows, at = found
            yield TableInLines(rows)


def _match(
    table: ReadTable, lines: Sequence[TextLine], at: int
) -> tuple[tuple[tuple[tuple[TextLine, ...], ...], ...], int] | None:
    """The lines of the cells of a table that begins with the line `at`, and the number of the line after it."""
    rows: list[tuple[tuple[TextLine, ...], ...]] = []
    above: tuple[str, ...] = ()
    for cells in table.rows:
        row: list[tuple[TextLine, ...]] = []
        for column, cell in enumerate(cells):
            found = _lines_of_cell(cell, lines, at)
            # A cell that spans several places is in each of them, and shows once.
            if (
                not found
                and cell
                and cell != (cells[column - 1] if column else None)
                and cell not in above[column:][:1]
            ):
                return None
            row.append(found)
            at += len(found)
        rows.append(tuple(row))
        above = cells
    return tuple(rows), at


def _lines_of_cell(cell: str, lines: Sequence[TextLine], at: int) -> tuple[TextLine, ...]:
    """The lines from `at` on that make up the words of a cell; none where they do not."""
    wanted = _squeezed(cell)
    found = ""
    for number in range(at, len(lines)):
        if found == wanted:
            return tuple(lines[at:number])
        found += _squeezed(lines[number].words)
        if not wanted.startswith(found):
            return ()
    return tuple(lines[at:]) if found == wanted else ()


def _squeezed(words: str) -> str:
    return "".join(words.split())


def written_rows(table: TableInLines, text: str) -> PlannedStep | None:
    """The step that writes the rows of a table as lines; None where each has a single cell that shows."""
    edits: list[Edit] = []
    for row in table.rows:
        before: TextLine | None = None
        tabs = 0
        for cell in row:
            for number, line in enumerate(cell):
                if number and before is not None:
                    edits.append(Edit(before.last, line.first, _between(before.words, line.words, text)))
                elif before is not None:
                    edits.append(Edit(before.last, line.first, "\t" * tabs))
                elif tabs:
                    edits.append(Edit(line.first, line.first, "\t" * tabs))
                before = line
                tabs = 0
            tabs += 1
    return PlannedStep(StepKind.TABLE_ROW, tuple(edits)) if edits else None


def _between(upper: str, lower: str, text: str) -> str:
    """What parts two lines of one cell."""
    return "" if _is_inside(f"{upper} {lower}", len(upper), text) else " "


def repeated_heads(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """Rows that say again, on the next page, what the head of their table says; `lines` are those that stay."""
    for is_row, run in groupby(lines, key=lambda line: line.is_row):
        if is_row:
            yield from _repeated(list(run))


def _repeated(rows: Sequence[TextLine]) -> Iterator[TextLine]:
    if not _is_head(rows[0]):
        return
    # A head of two rows is repeated with both.
    place = -1
    for number, row in enumerate(rows[1:], 1):
        place = 0 if row.words == rows[0].words else place + 1 if place >= 0 else -1
        if place >= 0 and row.words == rows[place].words and place < number - place:
            yield row
        else:
            place = -1


def _is_head(row: TextLine) -> bool:
    """Whether a row names columns: short words without figures."""
    cells = [cell.strip() for cell in row.words.split("\t")]
    named = [cell for cell in cells if cell]
    return len(named) > 1 and all(
        len(cell) <= _LONGEST_HEADING and not any(sign.isdigit() for sign in cell) for cell in named
    )


def cut_rows(lines: Sequence[TextLine], heads: frozenset[int]) -> Iterator[tuple[TextLine, TextLine]]:
    """Pairs of rows that are one: above and below a repeated head, by the places of those."""
    for is_row, run in groupby(lines, key=lambda line: line.is_row):
        if is_row:
            yield from _cut(list(run), heads)


def _cut(rows: Sequence[TextLine], heads: frozenset[int]) -> Iterator[tuple[TextLine, TextLine]]:
    kept = [row for row in rows if row.start not in heads]
    first_after = {after.start for before, after in pairwise(rows) if before.start in heads}
    # Where other rows have nothing in their first cell, either, it reaches down over them.
    if any(row.words.startswith("\t") and row.start not in first_after for row in kept):
        return
    said_again = {row.words for row in rows if row.start in heads}
    for upper, lower in pairwise(kept):
        # Below the head itself a row with an empty first cell goes on with nothing.
        goes_on = lower.start in first_after and upper.words not in said_again
        if goes_on and lower.words.startswith("\t") and _continues(upper, lower):
            yield upper, lower


def _continues(upper: TextLine, lower: TextLine) -> bool:
    above = upper.words.split("\t")
    below = lower.words.split("\t")
    return len(below) <= len(above) and all(there for there, more in zip(above, below, strict=False) if more)


def joined_row(upper: TextLine, lower: TextLine) -> PlannedStep:
    """The step that puts the cells of a row's second half behind those of its first."""
    edits: list[Edit] = []
    place = upper.first
    for there, more in zip(upper.words.split("\t"), lower.words.split("\t"), strict=False):
        if more:
            gap = " " if _PARTED.search(there) else ""
            edits.append(Edit(place + len(there), place + len(there), gap + more))
        place += len(there) + 1
    return PlannedStep(StepKind.JOINED_ROW, (*edits, Edit(lower.start, lower.end)))


def closed_gaps(line: TextLine, text: str) -> Iterator[Edit]:
    """Blanks of a row where a line broke inside a name or a sentence of a cell."""
    place = line.first
    for cell in line.words.split("\t"):
        for gap in _BLANK_IN_CELL.finditer(cell):
            if _is_inside(cell, gap.start(), text):
                yield Edit(place + gap.start(), place + gap.end())
        place += len(cell) + 1


def _is_inside(cell: str, place: int, text: str) -> bool:
    """Whether a blank of a cell parts what belongs together: 中小 企业局, but not 财政部 教育部."""
    before = cell[:place].rsplit(" ", maxsplit=1)[-1]
    after = cell[place + 1 :].split(" ", maxsplit=1)[0]
    if _PARTED.search(before):
        return False
    name = _OFFICE.match(after)
    if name is not None and (f"{before[-4:]}{name[0]}" in text or (len(before) > 1 and before[0] not in _SURNAMES)):
        return True
    # Clauses of a list have no marks at their ends, or all of them have.
    return cell.endswith(_SENTENCE_ENDS) and len(before) + len(after) > _LONGEST_HEADING


@dataclass(frozen=True, slots=True)
class TableSteps:
    """What is done to the tables of a document: `heads` are dropped, `gone` are the places of all lines that go, and
    `cells` of those that are parts of a row."""

    steps: tuple[PlannedStep, ...]
    heads: tuple[Furniture, ...]
    gone: frozenset[int]
    cells: frozenset[int]


def table_steps(document: Document, text: str, lines: Sequence[TextLine]) -> TableSteps:
    """What is to be done to the tables of a document, of whose lines those that stay are given."""
    steps: list[PlannedStep] = []
    cells: set[int] = set()
    if document.kind is Kind.HTML:
        for table in tables_in_lines(document.tables, lines):
            if (step := written_rows(table, text)) is not None:
                steps.append(step)
                cells.update(line.start for line in table.lines)
        return TableSteps(tuple(steps), (), frozenset(), frozenset(cells))
    heads = tuple(repeated_heads(lines))
    places = frozenset(head.start for head in heads)
    cut = tuple(cut_rows(lines, places))
    steps += (joined_row(upper, lower) for upper, lower in cut)
    gone = places | {lower.start for _, lower in cut}
    if document.kind is Kind.DOCX:  # its reader puts a blank where a cell has a line end
        rows = (line for line in lines if line.is_row and line.start not in gone)
        steps += (PlannedStep(StepKind.CLOSED_GAP, (edit,)) for row in rows for edit in closed_gaps(row, text))
    return TableSteps(
        tuple(steps), tuple(Furniture(StepKind.REPEATED_HEAD, (head,)) for head in heads), gone, frozenset()
    )
