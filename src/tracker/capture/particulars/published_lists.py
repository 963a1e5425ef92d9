"""Count a published list (名单): the names in it, cleaned, each once."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.capture.documents.documents import Document, ReadTable, table_of
from tracker.domain.errors import UserError

_MARK = r"[\d〇零一二三四五六七八九十百]{1,5}"
_NUMBERING = re.compile(
    rf"^\s*(?:[（(【\[]\s*{_MARK}\s*[）)】\]]\s*[、.．]?|{_MARK}\s*[、.．)）](?!\d)|\d{{1,5}}\s+(?=\D)"
    r"|[①-⑳㉑-㉟㊱-㊿]|[•·●○■□◆◇★☆▪*\-–—]\s+|第\s*" + _MARK + r"\s*[、.．:：])\s*"
)
_ORDINAL = re.compile(rf"[（(]?(?:{_MARK}|[①-⑳])[）)]?[、.．]?")
_ORDINAL_HEADER = re.compile(r"^(?:序\s*号|编\s*号|序|号|No\.?|#)$", re.IGNORECASE)
_NAME_HEADER = re.compile(
    "名称|名\\s*单|企业|单位|城市|地区|集群|园区|基地|项目|产品|工厂|机构|学校|标准|姓\\s*名|申报主体|试点",
    re.IGNORECASE,
)
_HEADER = re.compile(
    "^(?:序\\s*号|编\\s*号|名\\s*称|省\\s*份|省|地\\s*区|所在地|所属.{1,6}|推荐单位|类\\s*别|备\\s*注|批\\s*次|行\\s*业|领\\s*域)$"
    "|(?:名称|名单|单位|企业|城市|地区|省份|类别|方向|领域|项目|产品|编号|地市|所在地|姓名|备注|号|部门|集群|基地)$"
)
_TOTAL = re.compile(r"^(?:合\s*计|总\s*计|小\s*计|共\s*计|汇\s*总|总\s*数)\s*[:：]?\s*\d*\s*\S?$|^共\s*\d+\s*\S$")
_HEADING = re.compile(
    rf"^(?:附\s*件.{{0,4}}|(?:[一二三四五六七八九十]+|[（(][一二三四五六七八九十]+[）)])\s*[、.．]?\s*.{{0,12}}[（(]\s*共?\s*\d+\s*[个家项]\s*[）)]"
    rf"|.{{2,40}}名单(?:\s*[（(].{{1,20}}[）)])?|注\s*[:：].*|备\s*注\s*[:：].*|[—–-]\s*{_MARK}\s*[—–-])$"
)
_ENDS = " \t\r\n　;；,，。、"
_LONGEST_NAME = 200
_SAMPLE = 1_000
"""Rows that tell which column holds the names."""


@dataclass(frozen=True, slots=True)
class ListPlace:
    """A name and the rows (from 1) where it stands, as first written."""

    name: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A row that is no entry of the list."""

    row: int
    words: str
    reason: str  # header, total, heading, no_name


@dataclass(frozen=True, slots=True)
class CountedList:
    """A list, counted: the header of the column, the different names in order, what stood twice, what was left out."""

    header: str
    names: tuple[str, ...]
    duplicates: tuple[ListPlace, ...]
    dropped: tuple[Dropped, ...]

    @property
    def count(self) -> int:
        """How many different names there are: the value that is offered."""
        return len(self.names)


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column that may hold the names: its place, its header or "", and a few of its cells."""

    index: int
    header: str
    samples: tuple[str, ...]


def tables_in(document: Document) -> tuple[ReadTable, ...]:
    """The tables of a document with at least one row; its text as one, where it has none."""
    tables = tuple(table for table in document.tables if table.rows)
    return tables or (pasted_table("\n".join(document.pages)),)


def pasted_table(text: str) -> ReadTable:
    """Pasted text as a table: by tabs where it has them, else one line a row. Raises `list_empty`."""
    rows = [line.strip(" 　").split("\t") for line in re.split("[\r\n\f]+", text) if line.strip()]
    if not rows:
        raise UserError("list_empty", field="text")
    if len(rows) == 1 and len(rows[0]) == 1:
        rows = [[name] for name in re.split("[、；;]", rows[0][0])]
    return table_of("", [[cell.strip() for cell in row] for row in rows])


def columns(table: ReadTable) -> tuple[ListColumn, ...]:
    """Every column that holds anything."""
    head = _header_row(table)
    found: list[ListColumn] = []
    for index in range(_width(table)):
        cells = [row[index] for number, row in enumerate(table.rows) if number > head and row[index].strip()]
        header = _clean(table.rows[head][index]) if head >= 0 else ""
        if cells or header:
            found.append(ListColumn(index, header, tuple(cells[:3])))
    return tuple(found)


def guess_column(table: ReadTable) -> int:
    """The column that most likely holds the names: by its header, by how many and how different its cells are."""
    head = _header_row(table)
    return max(columns(table), key=lambda column: _likelihood(table, head, column), default=ListColumn(0, "", ())).index


def count_list(table: ReadTable, column: int | None = None) -> CountedList:
    """Count the names in a column, by default the likeliest. Raises `list_empty` where there is no name."""
    if column is None:
        column = guess_column(table)
    if not 0 <= column < _width(table):
        raise UserError("list_empty", field="column")
    head = _header_row(table)
    dropped: list[Dropped] = []
    places: dict[str, list[int]] = {}
    written: dict[str, str] = {}
    for number, row in enumerate(table.rows):
        reason = _reason(row, row[column], is_head=number <= head)
        name = "" if reason else _clean(row[column])
        if name:
            # Shown as it was first written, and known by what its spellings have in common.
            written.setdefault(_key(name), name)
            places.setdefault(_key(name), []).append(number + 1)
        elif any(map(str.strip, row)):
            dropped.append(Dropped(number + 1, " ".join(filter(None, row))[:_LONGEST_NAME], reason or "no_name"))
    if not places:
        raise UserError("list_empty", field="text")
    return CountedList(
        _clean(table.rows[head][column]) if head >= 0 else "",
        tuple(written.values()),
        tuple(ListPlace(written[key], tuple(rows)) for key, rows in places.items() if len(rows) > 1),
        tuple(dropped),
    )


def is_total(cell: str) -> bool:
    """Whether a cell heads a row of sums: 合计, 小计, 共 12 项."""
    return _TOTAL.match(cell.strip()) is not None


def _reason(row: Sequence[str], cell: str, *, is_head: bool) -> str:
    if is_head:
        return "header"
    first = next((one.strip() for one in row if one.strip()), "")
    if is_total(cell) or is_total(first):
        return "total"
    return "heading" if _HEADING.match(cell.strip()) and _is_alone(row) else ""


def _is_alone(row: Sequence[str]) -> bool:
    """Whether a row holds one thing, once or repeated by a cell that spans all columns."""
    return len({cell.strip() for cell in row if cell.strip()}) == 1


def _header_row(table: ReadTable) -> int:
    """The last of the first rows in which most cells are headers; -1 for a table without."""
    found = -1
    for number, row in enumerate(table.rows[:5]):
        cells = [cell.strip() for cell in row if cell.strip()]
        known = sum(
            bool(_HEADER.search("".join(cell.split()))) for cell in cells if len(cell) <= len("推荐单位所在省份名称")
        )
        # A title that spans the table is repeated in every cell by whoever resolves merged cells.
        if len(cells) > 1 and len(set(cells)) > 1 and known * 2 > len(cells):
            return number
        if len(cells) == 1 and known == 1 and number == 0 and not _HEADING.match(cells[0]):
            found = _single_header(table, cells[0])
    return found


def _single_header(table: ReadTable, cell: str) -> int:
    """A single column has a header only where that stands out: 企业名称 over names that end otherwise."""
    others = [_clean(next(filter(None, row), "")) for row in table.rows[1:]]
    return 0 if others and not any(other.endswith(cell[-2:]) for other in others) and not _NUMBERING.match(cell) else -1


def _likelihood(table: ReadTable, head: int, column: ListColumn) -> tuple[float, int]:
    cells = [_clean(row[column.index]) for row in table.rows[head + 1 : head + 1 + _SAMPLE]]
    full = [cell for cell in cells if cell]
    if not full:
        return (-1.0, -column.index)
    different = len({_key(cell) for cell in full}) / len(full)
    ordinal = _ORDINAL_HEADER.match(column.header) or all(_ORDINAL.fullmatch(cell) or cell.isdigit() for cell in full)
    named = 2.0 if column.header.endswith(("名称", "姓名", "名单")) else float(bool(_NAME_HEADER.search(column.header)))
    # Names differ from row to row and fill the column; provinces, kinds and batches repeat, and remarks leave gaps.
    worth = 3 * different + len(full) / len(cells) + named + min(sum(map(len, full)) / len(full), 12) / 12
    return (-1.0 if ordinal else worth, -column.index)


def _clean(cell: str) -> str:
    """A name without numbering, line breaks, and blanks that stand between hanzi; letters and digits in one width."""
    cell = cell[: 10 * _LONGEST_NAME]
    text = "".join(
        character for character in cell if unicodedata.category(character) not in ("Cc", "Cf") or character.isspace()
    )
    text = _NUMBERING.sub("", " ".join(text.split()), count=1) or text
    text = re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s+(?=[\u3000-\u9fff\uff00-\uffef])", "", " ".join(text.split()))
    # Letter by letter: NFKC of the whole would also take ① and ㈱ apart, which belong to names.
    narrow = (unicodedata.normalize("NFKC", one) if "０" <= one <= "ｚ" or one == "　" else one for one in text)
    return "".join(narrow).strip(_ENDS)[:_LONGEST_NAME]


def _key(name: str) -> str:
    """What two spellings of one name have in common: width, case, blanks and brackets do not matter."""
    return re.sub(r"[\s·•・]", "", unicodedata.normalize("NFKC", name)).casefold()


def _width(table: ReadTable) -> int:
    return max(map(len, table.rows), default=0)
