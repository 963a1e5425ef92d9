"""The lines of a text as it was read, each with its place, and what one line alone says of itself."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_PAGE_BREAK = "\f"
_INDENT = re.compile(r"\s*")
_INDENT_OF_ROW = re.compile(r"[^\S\t]*")
_ITEM = re.compile(
    r"[（(][一二三四五六七八九十百]{1,4}[）)]|[（(]\d{1,2}[）)]|[一二三四五六七八九十百]{1,4}、|\d{1,3}(?:[.．](?!\d)|、|\))"
    r"|第[一二三四五六七八九十百]{1,4}[，,、：:章节条编部]|[\u2460-\u2473\u2776-\u277f]|[●•▪■◆◇★☆○▲►※]|[-–*·]\s|#|>"
)
_COUNTED = re.compile(r"[一二三四五六七八九十]{1,2}是")
_ROLE = re.compile(
    r"(?:[\u4e00-\u9fff\w ]{0,14}记者|主持人|发言人|问|答|提问|回答|Q|A)[ \u3000\u4e00-\u9fff·]{0,8}[：:]"
)
_NAME = re.compile(r"([\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff]{1,8})[：:]")
_DATE = re.compile(r"[（(]?(?:\d{4}|[二〇○零一三四五六七八九]{4})\s*年\s*[\d一二三四五六七八九十]{1,2}\s*月.{0,8}")
_CLOSED = re.compile(r"[。！？!?：:….][”’」』）)】》\"']*$")
_DOUBTFUL = ("）", ")", "”", "’", "」", "』", "】", "》", "；", ";", '"')
_INNER_END = re.compile(r"[。！？；!?;][”’）)]?(?=.)|\.\s(?=.)")
_INNER_MARK = re.compile(r"[，。、；,;](?=.)")
_CLAUSE_MARK = re.compile(r"[，。；,;]")
_CELLS = re.compile(r"[\u4e00-\u9fff）] +[\u4e00-\u9fff（]")
_LEAST_TABS = 2
_LEAST_ROWS = 3
"""Rows with as many tabs that make a table of a text."""
_OPENING = ("，", ",", "、", "（", "(", "《", "“", "「", "『", "〔")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a text: from `start` to `end`, its line end included; `words` stand from `first` to `last`.

    `page` counts from 0. A row of a table keeps the tabs before its first word, which are empty cells.
    """

    start: int
    end: int
    first: int
    last: int
    words: str
    page: int
    indent: int
    is_in_table: bool = False

    @property
    def width(self) -> int:
        """How wide it shows, in half-width columns."""
        return display_width(self.words)

    @property
    def right(self) -> int:
        """How far it reaches, its indent included."""
        return self.indent + self.width

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table, with tabs between its cells."""
        return self.is_in_table or "\t" in self.words

    @property
    def may_be_row(self) -> bool:
        """Whether it has words with blanks between them and no clauses, as the rows of a table in a PDF have."""
        return _CELLS.search(self.words) is not None and _CLAUSE_MARK.search(self.words) is None

    @property
    def closes(self) -> bool:
        """Whether a sentence ends with it for certain."""
        return _CLOSED.search(self.words) is not None

    @property
    def is_open(self) -> bool:
        """Whether it ends without any mark that could end a sentence or an entry of a list."""
        return not self.closes and not self.words.endswith(_DOUBTFUL)

    @property
    def ends_inside(self) -> bool:
        """Whether a sentence ends before its end."""
        return _INNER_END.search(self.words) is not None

    @property
    def is_prose(self) -> bool:
        """Whether it has a mark that parts clauses, as names and headings seldom have."""
        return not (self.is_row or self.may_be_row) and _INNER_MARK.search(self.words) is not None

    @property
    def leaves_open(self) -> bool:
        """Whether it ends with a mark after which no sentence ends, or within a bracket."""
        if self.words.endswith(_OPENING):
            return True
        return any(self.words.count(left) > self.words.count(right) for left, right in ("（）", "《》", "()"))

    @property
    def is_item(self) -> bool:
        """Whether it begins as a heading or an entry of a list does: 一、 （一） 1. 第一， #."""
        return _ITEM.match(self.words) is not None

    @property
    def is_counted(self) -> bool:
        """Whether it begins with 一是, which stands inside paragraphs as well."""
        return _COUNTED.match(self.words) is not None

    @property
    def is_heading(self) -> bool:
        """Whether it is marked as a heading, as plain texts mark them."""
        return self.words.startswith("#")

    @property
    def is_date(self) -> bool:
        """Whether it is nothing but the day under a document."""
        return _DATE.fullmatch(self.words) is not None

    @property
    def has_role(self) -> bool:
        """Whether somebody begins to speak whose role says so: 记者： 主持人： 问："""
        return _ROLE.match(self.words) is not None

    @property
    def name(self) -> str:
        """What may be the name of who begins to speak, with its colon, or ""."""
        found = _NAME.match(self.words)
        return found[1] if found else ""


def display_width(words: str) -> int:
    """How wide a text shows, in half-width columns."""
    if words.isascii():
        return len(words)
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in words)


def lines_of(text: str, rows: frozenset[str] = frozenset()) -> tuple[TextLine, ...]:
    """The lines of a text, the blank ones among them. `rows` are those that are known to be rows of a table."""
    return tuple(_lines(text, rows))


def _lines(text: str, rows: frozenset[str]) -> Iterator[TextLine]:
    pieces = text.splitlines(keepends=True)
    tabs = [_tabs(piece) for piece in pieces]
    has_rows = sum(number >= _LEAST_TABS for number in tabs) >= _LEAST_ROWS
    start = 0
    page = 0
    for number, piece in enumerate(pieces):
        # A tab before the first word is an empty cell where the line is a row of those around it, else an indent.
        around = tabs[max(number - 1, 0) : number] + tabs[number + 1 : number + 2]
        is_known = piece.strip("\r\n\f") in rows
        # In a text with a table several tabs are cells, how many of them are empty.
        is_row = is_known or (tabs[number] > 0 and tabs[number] in around)
        is_row = is_row or (has_rows and piece.count("\t") >= _LEAST_TABS)
        end = len(piece.rstrip())
        blanks = (_INDENT_OF_ROW if is_row else _INDENT).match(piece, 0, end)
        first = blanks.end() if blanks else 0
        indent = display_width(piece[:first].expandtabs(4))
        yield TextLine(start, start + len(piece), start + first, start + end, piece[first:end], page, indent, is_known)
        start += len(piece)
        page += piece.count(_PAGE_BREAK)


def _tabs(piece: str) -> int:
    """How many tabs a line has before its last word; -1 where there is none between words."""
    return piece.rstrip().count("\t") if "\t" in piece.strip() else -1
