"""Tables of tasks in a text: rows with tabs between cells, with who does each task and by when (§1, §3, §4).

A cell may go on over several lines, and a row over a page. A cell for who or when that is left empty means what stands
above it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracker.briefing.finding.text_structure import Line, LineKind
from tracker.capture.spreadsheets.headings import fold

_LEAD = re.compile(
    "(?:牵头|责任|主办|主责|承办|负责|落实)(?:单位|部门|司局|处室|主体)?|(?:责任|任务|部门|职责)分工|分工"
)
_CO_LEAD = re.compile("(?:配合|协办|参与|参加|协同)(?:单位|部门|司局|处室)?")
_DUE = re.compile(
    "(?:计划|预计|要求)?(?:完成|办结|截止|落实)?(?:时限|期限|日期|时间|时间节点|时间安排|进度安排)(?:要求)?"
)
_TASK = re.compile(
    "(?:具体|重点|主要|工作|年度|改革|推进|落实|细化|政策|任务|目标|建设|承诺)*(?:任务|举措|措施|内容|事项|要点|目标|要求)"
    "(?:和|及|与|、)?(?:工作|具体|主要|重点|年度|建设)*(?:任务|举措|措施|内容|目标|要求|标准)?"
    "|[\u4e00-\u9fff]{0,4}实事(?:内容|项目)?"
)
_NUMBER = re.compile("序号|编号|no|号")
_OTHER = re.compile(
    f"{_NUMBER.pattern}|备注|类别|领域|(?:项目|任务|工程|事项)(?:名称|类别|类型)?|(?:分管|责任|包保|挂钩|牵头|挂联)?(?:区|县|市)?(?:领导|责任人|负责人)"
    "|(?:投资|资金)(?:规模|来源|额)?|进度|联系人"
)
"""Headings of columns of which nothing is taken."""
_PAGE = re.compile(r"\s*(?:[—–-]\s*\d+\s*[—–-]|第\s*\d+\s*页.*|\d{1,3}|[|:\s-]{3,})\s*")
"""A page number, or the rule below the headings of a table: |---|---|."""
_SENTENCE_ENDS = ("。", "；", "！", "）", "”")
_LEAST_LISTED = 3
_MOST_LISTED = 10
_SHORT_HEADING = 8
_LONGEST_NAME = 40
_HEADINGS = range(1, 4)
"""Levels of lines that stand over rows: 第一部分, 一、, （一）."""
_HELD = 2


@dataclass(frozen=True, slots=True)
class TaskCell:
    """A stretch of a text that tells a task, and what the table says of it.

    `number` is that of the stretch in its cell, from 1; `has_roles` where the table tells who leads and who helps.
    """

    start: int
    end: int
    lead: str = ""
    co_lead: str = ""
    due: str = ""
    number: int = 0
    has_roles: bool = False


@dataclass(slots=True)
class _Row:
    """The cells of a row, each as the stretches of the text that it covers."""

    cells: list[list[tuple[int, int]]]


@dataclass(slots=True)
class _Columns:
    """Which columns hold what; `tasks` in the order of the table."""

    count: int
    tasks: list[int] = field(default_factory=list)
    lead: int | None = None
    co_lead: int | None = None
    due: int | None = None
    has_roles: bool = False


def task_cells(plain: str, lines: Sequence[Line]) -> dict[int, tuple[TaskCell, ...]]:
    """Return the tasks of the tables of a text in its plain form, by the number of the line that each table begins
    with. A table without a column of tasks has none."""
    found: dict[int, tuple[TaskCell, ...]] = {}
    for first, last, columns in _listed(plain, lines):
        found[first] = tuple(_tasks(plain, _listed_rows(lines, first, last, columns), columns))
    for first, last in _stretches(plain, lines):
        columns, body = _header(plain, lines, first, last)
        if columns is not None and columns.tasks:
            found[first] = tuple(_tasks(plain, _rows(plain, lines, body, last, columns), columns))
    return found


def table_lines(lines: Sequence[Line], plain: str) -> frozenset[int]:
    """Return the numbers of the lines that are in a table, page numbers between its rows among them."""
    inside = {number for first, last in _stretches(plain, lines) for number in range(first, last + 1)}
    inside.update(number for first, last, _ in _listed(plain, lines) for number in range(first, last + 1))
    return frozenset(inside)


def _stretches(plain: str, lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """The first and last line of each table: rows, with no more between two of them than a cell or a page break has."""
    rows = [number for number, line in enumerate(lines) if line.kind is LineKind.ROW]
    start = previous = None
    for number in rows:
        if start is None or previous is None:
            start = number
        elif number - previous > _HELD + 1 and not all(_is_small(plain, lines[n]) for n in range(previous + 1, number)):
            yield start, previous
            start = number
        previous = number
    if start is not None and previous is not None:
        yield start, previous


def _listed(plain: str, lines: Sequence[Line]) -> Iterator[tuple[int, int, _Columns]]:
    """Tables of which each cell is a line, as they come when copied from a page: the first and the last line, and the
    columns. The headings stand first, and each row begins with its number."""
    number = 0
    while number < len(lines):
        count = 0
        while number + count < len(lines) and count < _MOST_LISTED and _heads(plain, lines[number + count]):
            count += 1
        first = lines[number + count] if number + count < len(lines) else None
        if count < _LEAST_LISTED or first is None or plain[first.start : first.end].strip() != "1":
            number += max(count, 1)
            continue
        columns = _Columns(count)
        for place in range(count):
            line = lines[number + place]
            for at, what in _named([_folded(plain, line.start, line.end)]).items():
                if what == "task":
                    columns.tasks.append(place + at)
                else:
                    setattr(columns, what, place)
                columns.has_roles = columns.has_roles or "牵头" in plain[line.start : line.end]
        last = number + count
        expected = 1
        while (
            last < len(lines)
            and plain[lines[last].start : lines[last].end].strip() == str(expected)
            and last + count <= len(lines)
        ):
            last += count
            expected += 1
        if columns.tasks and expected > 1:
            yield number, last - 1, columns
        number = max(last, number + 1)


def _heads(plain: str, line: Line) -> bool:
    said = _folded(plain, line.start, line.end)
    patterns = (_LEAD, _CO_LEAD, _DUE, _TASK, _NUMBER)
    return any(pattern.fullmatch(said) for pattern in patterns) or (
        len(said) <= _SHORT_HEADING and said.endswith(("实事", "事项", "项目", "内容", "备注"))
    )


def _listed_rows(lines: Sequence[Line], first: int, last: int, columns: _Columns) -> Iterator[_Row]:
    for start in range(first + columns.count, last + 1, columns.count):
        cells = lines[start : start + columns.count]
        yield _Row([[(line.start, line.end)] for line in cells])


def _folded(plain: str, start: int, end: int) -> str:
    """A cell as headings are compared; "" for what is too long to be one."""
    return fold(plain[start:end]) if end - start <= _LONGEST_NAME else ""


def _is_small(plain: str, line: Line) -> bool:
    return _PAGE.fullmatch(plain, line.start, line.end) is not None


def _split(plain: str, line: Line) -> list[tuple[int, int]]:
    """The cells of a line as offsets."""
    mark = "\t" if "\t" in plain[line.start : line.end] else "|"
    cells: list[tuple[int, int]] = []
    begin = line.start
    for place in range(line.start, line.end + 1):
        if place == line.end or plain[place] == mark:
            cells.append((begin, place))
            begin = place + 1
    if mark == "|":  # a mark at either end of the line parts nothing
        cells = [
            cell for number, cell in enumerate(cells) if plain[slice(*cell)].strip() or 0 < number < len(cells) - 1
        ]
    return cells


def _header(plain: str, lines: Sequence[Line], first: int, last: int) -> tuple[_Columns | None, int]:
    """What the columns hold, by the first rows that name any; and the line after those."""
    columns: _Columns | None = None
    for number in range(first, min(first + 4, last + 1)):
        if lines[number].kind is not LineKind.ROW:
            continue
        cells = [_folded(plain, *cell) for cell in _split(plain, lines[number])]
        named = _named(cells)
        if not named:
            return columns, number
        columns = columns or _Columns(len(cells))
        columns.count = max(columns.count, len(cells))
        for place, what in named.items():
            if what == "task":
                columns.tasks.append(place)
            else:
                setattr(columns, what, place)
            columns.has_roles = columns.has_roles or what == "co_lead" or (what == "lead" and "牵头" in cells[place])
    return columns, last + 1


def _named(cells: Sequence[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for place, cell in enumerate(cells):
        for what, pattern in (("lead", _LEAD), ("co_lead", _CO_LEAD), ("due", _DUE), ("task", _TASK)):
            if cell and pattern.fullmatch(cell):
                found[place] = what
                break
    leads = [place for place, what in found.items() if what == "lead"]
    if len(leads) > 1 and any("牵头" in cells[place] for place in leads):
        # 牵头单位, 责任单位: whoever else is responsible helps.
        found.update({place: "co_lead" for place in leads if "牵头" not in cells[place]})
    filled = [cell for cell in cells if cell]
    others = sum(_OTHER.fullmatch(cell) is not None for cell in filled)
    return found if found and len(found) + others >= len(filled) - 1 else {}


def _rows(plain: str, lines: Sequence[Line], body: int, last: int, columns: _Columns) -> Iterator[_Row]:
    row: _Row | None = None
    for number in range(body, last + 1):
        line = lines[number]
        if _is_small(plain, line):
            continue
        cells = _split(plain, line) if line.kind is LineKind.ROW else [(line.start, line.end)]
        if _named([_folded(plain, *cell) for cell in cells]):
            continue
        if row is not None and len(row.cells) + len(cells) - 1 <= columns.count and _ends_inside(plain, row, line):
            # The last cell goes on in another line.
            row.cells[-1].append(cells[0])
            row.cells += [[cell] for cell in cells[1:]]
        elif row is not None and _goes_on(plain, row, cells, columns):
            for place, cell in enumerate(cells[: len(row.cells)]):
                if plain[slice(*cell)].strip():
                    row.cells[place].append(cell)
        else:
            if row is not None:
                yield row
            row = _Row([[cell] for cell in cells])
    if row is not None:
        yield row


def _ends_inside(plain: str, row: _Row, line: Line) -> bool:
    """Whether a line goes on with the last cell of the row above: words without tabs, or behind such."""
    if line.kind is not LineKind.ROW:
        return line.level not in _HEADINGS
    number = plain[slice(*row.cells[0][0])].strip()
    first = plain[line.start : line.end].split("\t", maxsplit=1)[0].strip()
    return number.isdecimal() and bool(first) and not first.isdecimal()


def _goes_on(plain: str, row: _Row, cells: Sequence[tuple[int, int]], columns: _Columns) -> bool:
    """Whether a row is the rest of the one above, which a page cut off in the middle of a sentence."""
    filled = [place for place, cell in enumerate(cells) if plain[slice(*cell)].strip()]
    if len(filled) != 1 or filled[0] not in columns.tasks or filled[0] >= len(row.cells):
        return False
    before = plain[slice(*row.cells[filled[0]][-1])].strip()
    return bool(before) and not before.endswith(_SENTENCE_ENDS)


def _tasks(plain: str, rows: Iterator[_Row], columns: _Columns) -> Iterator[TaskCell]:
    kept = {"lead": "", "co_lead": "", "due": ""}
    for row in rows:
        filled = [cell for cell in row.cells if any(plain[slice(*piece)].strip() for piece in cell)]
        if len(filled) <= 1 and len(row.cells) >= columns.count and not _holds_task(plain, row, columns):
            kept = dict.fromkeys(kept, "")  # a heading over rows
            continue
        said = {name: _text(plain, row, getattr(columns, name)) for name in kept}
        # An office that is left empty is the one above; with another office, another may help or none.
        kept = {
            "lead": said["lead"] or kept["lead"],
            "co_lead": said["co_lead"] if said["lead"] else kept["co_lead"],
            "due": said["due"] or kept["due"],
        }
        column = next((place for place in reversed(columns.tasks) if _text(plain, row, place)), None)
        if column is None:
            continue
        for number, (start, end) in enumerate(row.cells[column], 1):
            if plain[start:end].strip():
                yield TaskCell(start, end, kept["lead"], kept["co_lead"], kept["due"], number, columns.has_roles)


def _holds_task(plain: str, row: _Row, columns: _Columns) -> bool:
    return any(place and _text(plain, row, place) for place in columns.tasks)


def _text(plain: str, row: _Row, column: int | None) -> str:
    if column is None or column >= len(row.cells):
        return ""
    return "".join(plain[slice(*piece)].strip() for piece in row.cells[column])
