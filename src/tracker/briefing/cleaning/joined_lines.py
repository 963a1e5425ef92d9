"""Lines that the column of a page broke inside a sentence.

A text whose lines are whole paragraphs stays as it is. Lines are joined where the page has a column, which shows in
many lines of one width that end without the mark of a sentence; and, in any text, where a line breaks off in the middle
of a sentence for certain: after a comma, within a bracket, or in its second sentence.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from tracker.briefing.cleaning.text_lines import TextLine

_LEAST_WIDTH = 24
"""Half-width columns of the narrowest column of a newspaper: twelve characters."""
_FEW = 4
"""Full lines, below which they have to be wide or every one of them open to be those of a column."""
_OVERHANG = 4
"""Half-width columns of the marks that may stand in the margin."""
_WIDE_ENOUGH = 30
_LEAST_PARAGRAPH = 40
"""Half-width columns of a line that is no heading."""
_RAGGED = 0.12
_RAGGED_LATIN = 0.25
"""Share of a column that a full line may fall short of: a mark, a figure or a word that did not fit into it."""
_LEAST_RAGGED = 4
_LEAST_OPEN = 0.5
"""Share of the full lines of a column that end without any mark."""
_LEAST_GOING_ON = 0.8
_MOST_WIDER = 0.2
"""Share of lines of prose that are wider than the column: more of them, and there is none."""
_LEAST_FLUSH = 0.8
_LATIN = 0.6
_SALUTATION = re.compile(r"(?:尊敬|各位|女士|先生|同志|朋友|[Dd]ear ).*|.*们[，,]")
_ENDS_ENTRY = re.compile(r"(?:负责|牵头|配合|落实|下同)[)）]$")
"""Who is responsible stands at the end of a paragraph."""
_UNBROKEN = re.compile(r"[A-Za-z0-9.%+-]+")
_CONTINUING = "，。、；：？！）》”’」』〕】,;?!)…"
"""Marks that no paragraph begins with."""


@dataclass(frozen=True, slots=True)
class Joint:
    """Two lines, one after the other, that are one paragraph, and what parts them there: a blank or nothing."""

    upper: TextLine
    lower: TextLine
    gap: str


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a page: lines that fill it are at least `least` wide, and at most `most`."""

    least: float
    most: float

    def is_filled_by(self, line: TextLine) -> bool:
        return self.least <= line.right <= self.most + _OVERHANG

    def breaks_between(self, upper: TextLine, lower: TextLine) -> bool:
        """Whether the next word had no room in the line before it."""
        if self.is_filled_by(upper):
            return True
        word = _UNBROKEN.match(lower.words)
        return word is not None and self.most / 2 <= upper.right < self.most < upper.right + len(word[0])


def joined_lines(lines: Sequence[TextLine], cells: Set[int] = frozenset()) -> Iterator[Joint]:
    """What is to be joined of the lines of a text, blank and dropped ones left out; `cells` are the places of those
    that are in the cells of a table."""
    columns = _columns(lines)
    indents = _Indents(lines, columns)
    speakers = Counter(line.name for line in lines if line.name)
    for upper, lower in pairwise(lines):
        column = columns.get(upper.page)
        fills = column is not None and column.breaks_between(upper, lower)
        if upper.start in cells or lower.start in cells or upper.is_row or lower.is_row:
            continue
        if upper.is_heading or upper.may_be_row or lower.may_be_row or indents.begins(lower):
            continue
        is_inside = lower.words[0] in _CONTINUING and not upper.closes
        continues = fills and indents.continues(lower)
        begins = _begins(lower, upper, speakers, continues=continues)
        if is_inside or (not begins and (continues or _goes_on(upper, lower, fills=fills))):
            yield _joint(upper, lower)


def _goes_on(upper: TextLine, lower: TextLine, *, fills: bool) -> bool:
    """Whether a paragraph goes on after its line `upper`; `fills` where the next word had no room in it."""
    if fills:
        return upper.leaves_open or not (upper.closes or _ENDS_ENTRY.search(upper.words))
    if upper.closes:
        return False
    if upper.leaves_open:
        return upper.width >= _LEAST_WIDTH and not _SALUTATION.fullmatch(upper.words)
    if not upper.is_open or not (lower.closes or lower.is_prose):
        return False
    # A page may break a paragraph wherever its lines end, but hardly just below a heading.
    return upper.ends_inside or (upper.page != lower.page and upper.is_prose and upper.width >= _LEAST_PARAGRAPH)


def _begins(line: TextLine, before: TextLine, speakers: Counter[str], *, continues: bool) -> bool:
    """Whether a line begins a paragraph by its first words."""
    if line.is_item or line.is_date or line.has_role:
        return True
    if line.is_counted:
        return not (before.is_open or continues)
    # A few signs and a colon stand in the middle of a sentence, too; who speaks does so more than once.
    return bool(line.name) and (speakers[line.name] > 1 or not before.is_open)


def _joint(upper: TextLine, lower: TextLine) -> Joint:
    return Joint(upper, lower, " " if _is_between_words(upper.words, lower.words) else "")


def _is_between_words(upper: str, lower: str) -> bool:
    """Whether words of an alphabet stand on both sides, which a blank parts."""
    last = upper[-1]
    first = lower[0]
    if not (last.isascii() and first.isascii() and first.isalnum()) or last in "-(/":
        return False
    both = upper + lower
    if sum(sign.isascii() for sign in both) > _LATIN * len(both):
        return True
    return last.isalpha() and first.isalpha()


def _columns(lines: Sequence[TextLine]) -> dict[int, _Column]:
    """The column of each page that has one, by its number; a page too short to tell has that of the others."""
    pages: dict[int, list[TextLine]] = {}
    for line in lines:
        if not line.is_row:
            pages.setdefault(line.page, []).append(line)
    found = {page: column for page, of_page in pages.items() if (column := _column(of_page)) is not None}
    if not found:
        return {}
    usual = Counter(found.values()).most_common(1)[0][0]
    for page, of_page in pages.items():
        if page not in found and all(line.right <= usual.most for line in of_page):
            found[page] = usual
    return found


def _column(lines: Sequence[TextLine]) -> _Column | None:
    prose = [line for line in lines if line.is_prose]
    widths = sorted(line.right for line in prose)
    if not widths:
        return None
    is_latin = sum(line.words.isascii() for line in prose) > len(prose) / 2
    column = max((_column_up_to(width, is_latin=is_latin) for width in set(widths)), key=lambda one: _rank(one, widths))
    full = [line for line in lines if column.is_filled_by(line)]
    is_open = sum(line.is_open for line in full)
    wider = sum(width > column.most for width in widths)
    if column.most < _LEAST_WIDTH or is_open < max(1, _LEAST_OPEN * len(full)) or wider > _MOST_WIDER * len(widths):
        return None
    return column if _is_broken(lines, full, column) else None


def _column_up_to(width: int, *, is_latin: bool) -> _Column:
    ragged = max(_LEAST_RAGGED, width * (_RAGGED_LATIN if is_latin else _RAGGED))
    return _Column(width - ragged, width)


def _rank(column: _Column, widths: Sequence[int]) -> tuple[int, float]:
    return sum(column.least <= width <= column.most for width in widths), column.most


def _is_broken(lines: Sequence[TextLine], full: Sequence[TextLine], column: _Column) -> bool:
    """Whether sentences go on from one full line to the next, and these are no names or headings of one length."""
    if len(full) >= _FEW and any(line.ends_inside for line in full):
        return True
    if len(full) < 2 or (len(full) < _FEW and column.most < _WIDE_ENOUGH):
        return False
    # Paragraphs of a single sentence each: what follows a full line fills one, too, or closes the sentence.
    after = [lower for upper, lower in pairwise(lines) if column.is_filled_by(upper) and upper.is_open]
    go_on = sum(column.is_filled_by(line) or line.closes for line in after)
    return any(line.closes for line in after) and go_on >= (_LEAST_GOING_ON if len(full) >= _FEW else 1) * len(after)


class _Indents:
    """Whether a text tells its paragraphs by their indents."""

    def __init__(self, lines: Sequence[TextLine], columns: dict[int, _Column]) -> None:
        sure = [
            lower
            for upper, lower in pairwise(lines)
            if upper.page in columns and columns[upper.page].is_filled_by(upper) and upper.is_open
        ]
        least = min((line.indent for line in lines), default=0)
        self._flush = least + 1
        flush = sum(line.indent <= self._flush for line in sure)
        indented = sum(line.indent > self._flush for line in lines)
        self._tell = indented > 1 and bool(sure) and flush >= _LEAST_FLUSH * len(sure)

    def begins(self, line: TextLine) -> bool:
        """Whether the line is indented as the first of a paragraph."""
        return self._tell and line.indent > self._flush

    def continues(self, line: TextLine) -> bool:
        """Whether the line stands where only those stand that go on."""
        return self._tell and line.indent <= self._flush
