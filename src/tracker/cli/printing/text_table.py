"""Tables for terminals: aligned by what a character takes on the screen, where Chinese is two columns wide."""

import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

_GAP = "  "
_NARROWEST = 8
"""Columns that the widest column keeps, however narrow the terminal is."""
_BLANKS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029), " ")
"""All of the categories Cc, Zl and Zp. As a table: 20,000 pieces of evidence have two million characters to look at."""


def display_width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return sum(map(_columns, text))


def one_line(text: str) -> str:
    """The text with every control character and line break as a blank, so that none reaches the terminal."""
    # A title that somebody sent may hold escape sequences, by which a terminal can be made to hide or repeat lines.
    return text.translate(_BLANKS)


def cut(text: str, width: int) -> str:
    """The text within so many columns, with an ellipsis where something is missing."""
    if display_width(text) <= width:
        return text
    kept = ""
    used = 0
    for character in text:
        used += _columns(character)
        if used > width - 1:
            break
        kept += character
    return kept + "…"


def wrap(text: str, width: int | None, indent: str = "") -> Iterator[str]:
    """The text as indented lines of at most `width` columns; a blank is kept only inside a line."""
    room = None if width is None else max(_NARROWEST, width - len(indent))
    for paragraph in text.splitlines() or [""]:
        rest = one_line(paragraph)
        while room is not None and display_width(rest) > room:
            end = _break_at(rest, room)
            yield indent + rest[:end].rstrip()
            rest = rest[end:].lstrip()
        yield indent + rest


def print_lines(texts: Iterable[str], indent: str = "") -> None:
    """Print each text in lines that the terminal holds; an empty one as an empty line."""
    for text in texts:
        print(*wrap(text, terminal_width(), indent), sep="\n")


def terminal_width() -> int | None:
    """The width of the terminal; None where the output goes elsewhere, and nothing should be cut."""
    if "COLUMNS" in os.environ or sys.stdout.isatty():
        return max(_NARROWEST, shutil.get_terminal_size().columns)
    return None


def table_lines(
    titles: Sequence[str], rows: Sequence[Sequence[str]], flexible: int, width: int | None
) -> Iterator[str]:
    """The lines of a table. The column `flexible` gives way where the table is too wide; then lines are cut."""
    cells = [list(map(one_line, row)) for row in (titles, *rows)]
    widths = [max(map(display_width, column)) for column in zip(*cells, strict=True)]
    if width is not None:
        over = sum(widths) + len(_GAP) * (len(widths) - 1) - width
        widths[flexible] = max(min(widths[flexible], _NARROWEST), widths[flexible] - max(0, over))
    for row in cells:
        line = _GAP.join(_pad(cut(cell, size), size) for cell, size in zip(row, widths, strict=True)).rstrip()
        yield line if width is None else cut(line, width)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _pad(text: str, width: int) -> str:
    return text + " " * (width - display_width(text))


def _break_at(text: str, room: int) -> int:
    """Where to end the line: at the last blank if it is not far back, else at the last character that fits."""
    end = used = 0
    while end < len(text) and used + _columns(text[end]) <= room:
        used += _columns(text[end])
        end += 1
    blank = text.rfind(" ", 0, end + 1)
    return blank if blank > end * 2 // 3 else max(1, end)
