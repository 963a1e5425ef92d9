"""What an office hid or struck out in a workbook, as the XML of an XLSX file says it: readers of cells do not tell.

Only the process of `reader_process` comes here. The XML is searched and never parsed, so nothing in it can
expand; a file that writes it otherwise than office programs do is said to be unknown, never to be free of marks.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from html import unescape
from posixpath import join, normpath
from typing import Any
from zipfile import ZipFile

from tracker.capture.documents import archives

# A prefix of a namespace may stand before any name, as XML has it.
_N = rb"<(?:\w+:)?"
_ROW = re.compile(_N + rb"row\b([^>]*)>")
_ROW_NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d{1,7})[\"']")
_HIDES = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true)[\"']|\bht\s*=\s*[\"']0(?:\.0)?[\"']")
_COLUMN = re.compile(_N + rb"col\b([^>]*)>")
_CELL = re.compile(_N + rb"c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_VALUE = re.compile(_N + rb"v\b[^>]*>\s*(\d{1,9})\s*<")
_RUN = re.compile(_N + rb"r\b[^>]*>(.*?)</(?:\w+:)?r>", re.DOTALL)
_TEXT = re.compile(_N + rb"t\b[^>]*>([^<]*)<")
_STRUCK = re.compile(_N + rb"d?strike\b(?![^>]*\bval\s*=\s*[\"'](?:0|false)[\"'])[^>]*>")
_FONTS = re.compile(_N + rb"fonts\b.*?</(?:\w+:)?fonts>", re.DOTALL)
_FONT = re.compile(_N + rb"font\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?font>)", re.DOTALL)
_FORMATS = re.compile(_N + rb"cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_FORMAT = re.compile(_N + rb"xf\b([^>]*)>")
_RULED = re.compile(_N + rb"dxf\b[^>]*?(?:/>|>.*?</(?:\w+:)?dxf>)", re.DOTALL)
_RULE = re.compile(_N + rb"cfRule\b[^>]*\bdxfId\s*=\s*[\"'](\d{1,6})[\"']")
_NUMBERS = re.compile(_N + rb"numFmt\b([^>]*)>")
_FILTER = re.compile(_N + rb"autoFilter\b([^>]*)(?<!/)>(.*?)</(?:\w+:)?autoFilter>", re.DOTALL)
_SHEET = re.compile(_N + rb"sheet\b([^>]*)>")
_RELATION = re.compile(_N + rb"Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_1904 = re.compile(_N + rb"workbookPr\b[^>]*\bdate1904\s*=\s*[\"'](?:1|true)[\"']")
_TRUE = ("1", "true")
_NOT_WRITTEN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
"""Of the code of a format, what is written beside the number, and its language."""
_MOST_MARKS = 200_000
"""Cells of a sheet that are struck out, and runs down its columns of what shows another value than it holds; with more,
its marks are unknown."""


class NumberFormat(StrEnum):
    """What a number is shown as: as a percentage, or, where it is a day, as its month alone."""

    PERCENT = "percent"
    MONTH = "month"


BUILT_IN: Mapping[int, NumberFormat] = {
    **dict.fromkeys((9, 10), NumberFormat.PERCENT),
    # mmm-yy, and yyyy"年"m"月" as Chinese Excel numbers it (ECMA-376, 18.8.30).
    **dict.fromkeys((17, 27, 36, 50, 52, 57), NumberFormat.MONTH),
}
"""The formats that are known by their numbers."""


def format_by(code: str) -> NumberFormat | None:
    """What the code of a number format shows; None for what is shown as it is kept."""
    # What may follow the sign only makes room or stands for texts: 0%_) and 0%;@ show percentages as well.
    if code.rstrip("_) ;@").endswith("%"):
        return NumberFormat.PERCENT
    letters = set(_NOT_WRITTEN.sub("", code.split(";", maxsplit=1)[0]).lower()) & set("ymdhs")
    return NumberFormat.MONTH if letters == {"y", "m"} else None


@dataclass(slots=True)
class Marks:
    """The marks of one sheet: rows, columns and cells from 0. `is_known` is False where the file does not tell."""

    hidden: list[int] = field(default_factory=list)
    filtered: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    struck: list[tuple[int, int]] = field(default_factory=list)
    partly: list[tuple[int, int]] = field(default_factory=list)
    shown: dict[NumberFormat, dict[int, list[range]]] = field(default_factory=dict)
    """The rows of each column that show another value than they hold."""
    shown_runs: int = 0
    from_1904: bool = False
    strikes_by_rule: bool = False
    is_known: bool = True

    def piece(self) -> dict[str, Any]:
        """The marks as JSON has them; what is shown is said by the cells themselves."""
        return {name: getattr(self, name) for name in self.__slots__ if not name.startswith("shown")}

    def add_struck(self, place: tuple[int, int], *, wholly: bool) -> None:
        """Note a cell that is struck out, wholly or in part."""
        if len(self.struck) + len(self.partly) < _MOST_MARKS:
            (self.struck if wholly else self.partly).append(place)
        else:
            self.is_known = False

    def add_format(self, shown: NumberFormat | None, row: int, column: int) -> None:
        """Note a cell that shows another value than it holds, if it does. A column of a million of them is one run."""
        if shown is None:
            return
        runs = self.shown.setdefault(shown, {}).setdefault(column, [])
        if runs and runs[-1].stop == row:
            runs[-1] = range(runs[-1].start, row + 1)
        elif self.shown_runs < _MOST_MARKS:
            runs.append(range(row, row + 1))
            self.shown_runs += 1
        else:
            self.is_known = False


@dataclass(frozen=True, slots=True)
class _Styles:
    struck: frozenset[int]
    shown: Mapping[int, NumberFormat]
    rules: frozenset[int]
    """The formats that rules set which strike out."""
    texts: Mapping[int, bool]
    """The shared texts that are struck out, by their numbers: whether all of each is."""


def marks_in(archive: ZipFile) -> Iterator[Marks]:
    """The marks of every sheet, in the order of the workbook."""
    names = set(archive.namelist())
    book = _member(archive, names, "xl/workbook.xml")
    targets = _relations(_member(archive, names, "xl/_rels/workbook.xml.rels"), "xl")
    styles = _styles(_member(archive, names, "xl/styles.xml"), _member(archive, names, "xl/sharedStrings.xml"))
    from_1904 = _1904.search(book) is not None
    for found in _SHEET.finditer(book):
        said = _attributes(found[1])
        path = targets.get(next((value for name, value in said.items() if name.endswith(":id")), ""), "")
        if path not in names:
            yield Marks(is_known=False)
            continue
        sheet = archives.member(archive, path)
        marks = _marks_of(sheet, list(_filters(archive, names, path, sheet)), styles)
        marks.from_1904 = from_1904
        yield marks


def _member(archive: ZipFile, names: Iterable[str], path: str) -> bytes:
    return archives.member(archive, path) if path in names else b""


def _attributes(said: bytes) -> dict[str, str]:
    return {
        found[1].decode(errors="replace"): unescape((found[2] or found[3] or b"").decode(errors="replace"))
        for found in _ATTRIBUTE.finditer(said)
    }


def _relations(said: bytes, folder: str) -> dict[str, str]:
    """The members that a part of the archive refers to, by the names that it has for them."""
    found: dict[str, str] = {}
    for one in _RELATION.finditer(said):
        attributes = _attributes(one[1])
        target = attributes.get("Target", "")
        found[attributes.get("Id", "")] = target[1:] if target.startswith("/") else normpath(join(folder, target))
    return found


def _styles(styles: bytes, strings: bytes) -> _Styles:
    fonts_of = _FONTS.search(styles)
    fonts = _FONT.finditer(fonts_of[0]) if fonts_of else ()
    struck_fonts = {place for place, one in enumerate(fonts) if one[1] and _STRUCK.search(one[1])}
    shown = dict(BUILT_IN)
    for one in _NUMBERS.finditer(styles):
        said = _attributes(one[1])
        if as_what := format_by(said.get("formatCode", "")):
            shown[_number(said.get("numFmtId", ""))] = as_what
    formats_of = _FORMATS.search(styles)
    formats = [_attributes(one[1]) for one in _FORMAT.finditer(formats_of[0])] if formats_of else []
    return _Styles(
        frozenset(i for i, one in enumerate(formats) if _number(one.get("fontId", "")) in struck_fonts),
        {i: shown[form] for i, one in enumerate(formats) if (form := _number(one.get("numFmtId", ""))) in shown},
        frozenset(place for place, one in enumerate(_RULED.findall(styles)) if _STRUCK.search(one)),
        _struck_texts(strings),
    )


def _struck_texts(strings: bytes) -> dict[int, bool]:
    if _STRUCK.search(strings) is None:
        return {}
    # By their ends: a text without contents closes itself, and one that is not counted would shift the numbers of all
    # behind it.
    pieces = re.split(rb"</(?:\w+:)?si>|<(?:\w+:)?si\s*/>", strings)
    found = ((place, _struck_runs(piece)) for place, piece in enumerate(pieces))
    return {place: whole for place, whole in found if whole is not None}


def _struck_runs(text: bytes) -> bool | None:
    """Whether all of a text of several runs is struck out; None where nothing of it is."""
    runs = [run[1] for run in _RUN.finditer(text) if b"".join(_TEXT.findall(run[1])).strip()]
    struck = sum(_STRUCK.search(run) is not None for run in runs)
    return struck == len(runs) if struck else None


def _filters(archive: ZipFile, names: set[str], path: str, sheet: bytes) -> Iterator[range]:
    """The rows under the headings of every filter that is in use, of the sheet itself and of its tables."""
    folder, _, name = path.rpartition("/")
    related = _relations(_member(archive, names, f"{folder}/_rels/{name}.rels"), folder)
    tables = (_member(archive, names, one) for one in related.values() if "/tables/" in one)
    for part in (sheet, *tables):
        for found in _FILTER.finditer(part):
            places = _PLACE.findall(_attributes(found[1]).get("ref", "").replace("$", ""))
            if places and b"filterColumn" in found[2]:
                yield range(int(places[0][1]), int(places[-1][1]))


def _marks_of(sheet: bytes, filters: list[range], styles: _Styles) -> Marks:
    marks = Marks(strikes_by_rule=any(int(form) in styles.rules for form in _RULE.findall(sheet)))
    for number in _hidden_rows(sheet):
        (marks.filtered if any(number in one for one in filters) else marks.hidden).append(number)
    for found in _COLUMN.finditer(sheet):
        column = _attributes(found[1])
        if column.get("hidden") in _TRUE or column.get("width") in ("0", "0.0"):
            first, last = (_number(column.get(name, "")) for name in ("min", "max"))
            marks.columns += range(first - 1, min(last, 16_384)) if first > 0 else ()
    if styles.struck or styles.texts or styles.shown.keys() & _used(sheet) or _STRUCK.search(sheet):
        _mark_cells(sheet, styles, marks)
    return marks


def _hidden_rows(sheet: bytes) -> Iterator[int]:
    # One search over the bytes: most sheets hide nothing, and then their million rows are not walked.
    if _HIDES.search(sheet) is None:
        return
    number = -1
    for found in _ROW.finditer(sheet):
        placed = _ROW_NUMBER.search(found[1])
        number = int(placed[1]) - 1 if placed else number + 1
        if _HIDES.search(found[1]):
            yield number


def _used(sheet: bytes) -> frozenset[int]:
    """The formats that the cells of a sheet have."""
    return frozenset(map(int, set(re.findall(rb"\bs=[\"'](\d{1,6})[\"']", sheet))))


def _mark_cells(sheet: bytes, styles: _Styles, marks: Marks) -> None:
    # The reference is optional (ECMA-376, 18.3.1.4), and some writers leave it out, or put it behind the style.
    if sheet.count(b"<c ") != sheet.count(b"<c r="):
        _mark_by_order(sheet, styles, marks)
        return
    forms = sorted(styles.struck | styles.shown.keys() & _used(sheet))
    ways = [rb"s=[\"'](?:%s)[\"']" % b"|".join(b"%d" % form for form in forms)] if forms else []
    ways += [rb"t=[\"']s[\"']"] if styles.texts else []
    ways += [rb"t=[\"']inlineStr[\"']"] if _STRUCK.search(sheet) else []
    # Made for this very sheet: only cells that can have a mark are looked at, of a million mostly none.
    marked = re.compile(_N + rb"c\b(?=[^>]*\b(?:%s))([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)" % b"|".join(ways), re.DOTALL)
    for found in marked.finditer(sheet):
        said = _attributes(found[1])
        place = _PLACE.fullmatch(said.get("r", ""))
        if place:
            _mark_cell((int(place[2]) - 1, column_of(place[1])), said, found[2] or b"", styles, marks)


def _mark_by_order(sheet: bytes, styles: _Styles, marks: Marks) -> None:
    """Of cells that do not say where they stand: each stands right of the one before."""
    row = -1
    for line in re.split(_N + rb"row\b", sheet)[1:]:
        head, _, cells = line.partition(b">")
        row = _number(_attributes(head).get("r", ""), row + 2) - 1
        column = -1
        for found in _CELL.finditer(cells):
            said = _attributes(found[1])
            place = _PLACE.fullmatch(said.get("r", ""))
            column = column_of(place[1]) if place else column + 1
            _mark_cell((row, column), said, found[2] or b"", styles, marks)


def _mark_cell(place: tuple[int, int], said: dict[str, str], content: bytes, styles: _Styles, marks: Marks) -> None:
    # An empty cell that is struck out strikes nothing: whole rows are formatted so, to their last column.
    if not content:
        return
    form = _number(said.get("s", ""), 0)
    # Numbers alone: a text in such a cell is shown as it is.
    if said.get("t", "n") == "n":
        marks.add_format(styles.shown.get(form), *place)
    whole: bool | None = None
    if said.get("t") == "s":
        value = _VALUE.search(content)
        whole = styles.texts.get(int(value[1])) if value else None
    elif said.get("t") == "inlineStr":
        whole = _struck_runs(content)
    if whole is not None or form in styles.struck:
        marks.add_struck(place, wholly=whole is not False)


def _number(text: str, otherwise: int = -1) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def column_of(letters: str) -> int:
    """The number of a column, from 0: A is 0, AA 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
