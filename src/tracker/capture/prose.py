"""Whether what was given as a table is a text: a speech, an article, notes, a file of a program."""

import re
from collections.abc import Sequence
from itertools import islice
from pathlib import PurePath

from tracker.capture.formats import MEDIA_TYPES, Kind
from tracker.capture.headings import headings_at, names_fields
from tracker.capture.workbooks import Sheet, SheetFile

_SAMPLE = 200
_TABLES = (".csv", ".tsv")
_SENTENCE = re.compile(r"[。！？；]|[A-Za-z]{2}[.!?](?=\s|$)")
_BYLINE = re.compile(
    r"(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s+\d{1,2}[:：]\d{2}|^\s*(?:来源|來源|作者|记者|記者|编辑|責任編輯|责任编辑)\s*[:：]"
    r"|(?:新华社|新華社|本报|本報|日报|日報|晚报)\S{0,10}\s*(?:\d|讯|電|电)|^\S{2,8}(?:日报|日報|晚报|早报)(?:\s|$)"
)
_MARKUP = re.compile(r"\s*(?:[{\[<]|#{1,6}\s|>\s|```|---\s*$|\*\*)")
_EVEN = 0.8
"""Share of rows with the same number of cells: that of a table."""
_MOSTLY = 0.5
_SOME = 0.3
_LONG = 60
_ROWS_OF_TABLE = 2


def is_text(sheet: Sheet, header: int, file: SheetFile) -> bool:
    """Whether a file without a format of its own holds sentences, and no table.

    A row of headings that names two fields makes a table of whatever stands below. Without one, rows must be alike. In
    a file that is called a table, lines of one sentence each are a list.
    """
    if file.media_type != MEDIA_TYPES[Kind.CSV]:
        return False
    if header and names_fields(headings_at(sheet, header)) >= _ROWS_OF_TABLE:
        return False
    is_named = PurePath(file.name.lower()).suffix in _TABLES
    rows = [[cell for cell in row if cell] for row in islice(sheet.rows, _SAMPLE)]
    rows = [row for row in rows if row]
    lines = [" ".join(row) for row in rows]
    above = [line for number, line in enumerate(lines, 1) if number < header - sheet.first + 1]
    if header and len(above) <= 1 and not _are_sentences(lines[len(above) + 1 :], is_named=True):
        return False
    return (
        len(rows) < _ROWS_OF_TABLE
        or _MARKUP.match(lines[0]) is not None
        or any(_BYLINE.search(line) for line in lines[:5])
        or _is_uneven(rows)
        or (max(map(len, rows)) == 1 and _are_sentences(lines, is_named=is_named))
    )


def _is_uneven(rows: Sequence[Sequence[str]]) -> bool:
    """Whether commas part the rows as they part clauses: into now few pieces, now many, or up to the end of a
    sentence."""
    counts = [len(row) for row in rows]
    usual = max(set(counts), key=counts.count)
    if max(counts) == 1:
        return False
    ends = sum(_ends_sentence(row[-1]) for row in rows if len(row) > 1)
    return counts.count(usual) < _EVEN * len(counts) or ends > _MOSTLY * len(rows)


def _are_sentences(lines: Sequence[str], *, is_named: bool) -> bool:
    """Whether lines are paragraphs: some with several sentences, or sentences under a headline."""
    if not lines:
        return False
    several = sum(len(_SENTENCE.findall(line)) > 1 for line in lines)
    if several > _SOME * len(lines):
        return True
    ended = list(map(_ends_sentence, lines))
    headline = not ended[0] and sum(ended[1:]) > _MOSTLY * (len(lines) - 1)
    if is_named:
        return headline
    long = sum(len(line) > _LONG for line in lines)
    return headline or sum(ended) > _SOME * len(lines) or long > _MOSTLY * len(lines)


def _ends_sentence(words: str) -> bool:
    return _SENTENCE.search(words[-3:]) is not None
