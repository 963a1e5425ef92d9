"""Whether what was given as a table is a text: a speech, an article, notes, a file of a program."""

import re
from collections.abc import Sequence
from itertools import islice
from pathlib import PurePath

from tracker.capture.spreadsheets.headings import headings_at, names_fields
from tracker.capture.spreadsheets.workbooks import CsvRows, Sheet, SheetFile

_SAMPLE = 200
_TABLES = (".csv", ".tsv")
_SENTENCE = re.compile(r"[。！？；]|[A-Za-z]{2}[.!?](?=\s|$)")
_BYLINE = re.compile(
    r"(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s+\d{1,2}[:：]\d{2}|^\s*(?:来源|來源|作者|记者|記者|编辑|責任編輯|责任编辑)\s*[:：]"
    r"|(?:新华社|新華社|本报|本報|日报|日報|晚报)\S{0,10}\s*(?:\d|讯|電|电)|^\S{2,8}(?:日报|日報|晚报|早报)(?:\s|$)"
)
_ADDRESS = re.compile(
    r"^\s*(?:同志们|同志們|各位\S{1,8}[，、:：!！]|女士们|女士們|大家好|谢谢大家|謝謝大家|(?:尊敬|亲爱)的)"
)
"""How somebody speaks to an audience."""
_MARKUP = re.compile(r"\s*(?:[{\[<]|#{1,6}\s|>\s|```|---\s*$|\*\*)")
_ITEM = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+[、.．是]|第[一二三四五六七八九十]+[章条、，])"
)
_EVEN = 0.8
"""Share of rows with the same number of cells: that of a table."""
_MOSTLY = 0.5
_SOME = 0.3
_ROWS_OF_TABLE = 2


def is_text(sheet: Sheet, header: int, file: SheetFile) -> bool:
    """Whether a file without a format of its own holds sentences, and no table.

    A row of headings that names two fields makes a table of whatever stands below. Without one, rows must be alike;
    lines that are not parted at all need a heading over them, or a file that is called a table: then they are a list.
    """
    if not isinstance(sheet.rows, CsvRows) or (header and names_fields(headings_at(sheet, header)) > 1):
        return False
    is_named = PurePath(file.name.lower()).suffix in _TABLES
    rows = [row for row in ([cell for cell in row if cell] for row in islice(sheet.rows, _SAMPLE)) if row]
    lines = [" ".join(row) for row in rows]
    if not header and any(map(_ADDRESS.match, lines)):
        return True
    if len(rows) < _ROWS_OF_TABLE or _MARKUP.match(lines[0]) or any(_BYLINE.search(line) for line in lines[:5]):
        return True
    widths = [width for width in islice(sheet.rows.widths(), _SAMPLE) if width]
    if max(widths) > 1 and (is_named or max(set(widths), key=widths.count) > 1):
        return _is_uneven(widths) or (not header and _end_sentences(rows))
    above = header - sheet.first
    if header and above <= 1:  # a heading, and perhaps a title over it
        return _are_sentences(lines[above + 1 :])
    return not is_named or _are_sentences(lines) or _is_outline(lines) or (not header and _end_sentences(rows))


def _is_uneven(widths: Sequence[int]) -> bool:
    """Whether marks part the lines as they part clauses: into now few pieces, now many. A title may stand over a
    table."""
    usual = max(set(widths), key=widths.count)
    return widths.count(usual) < _EVEN * (len(widths) - 1)


def _end_sentences(rows: Sequence[Sequence[str]]) -> bool:
    return sum(_ends_sentence(row[-1]) for row in rows) > _MOSTLY * len(rows)


def _are_sentences(lines: Sequence[str]) -> bool:
    """Whether lines are paragraphs: some with several sentences, or sentences under a headline."""
    if not lines:
        return False
    several = sum(len(_SENTENCE.findall(line)) > 1 for line in lines)
    if several > _SOME * len(lines):
        return True
    ended = list(map(_ends_sentence, lines))
    return not ended[0] and sum(ended[1:]) > _MOSTLY * (len(lines) - 1)


def _is_outline(lines: Sequence[str]) -> bool:
    """Whether numbered points stand under a title, as in a document."""
    return not _ITEM.match(lines[0]) and all(map(_ITEM.match, lines[1:]))


def _ends_sentence(words: str) -> bool:
    return _SENTENCE.search(words[-3:]) is not None
