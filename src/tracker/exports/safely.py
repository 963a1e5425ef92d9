"""Words of others in files: they stay text, never become a formula or markup, and never break the file."""

import re
from collections.abc import Sequence

LONGEST_CELL = 32_767
"""Characters that a cell holds in Excel."""

# XML 1.0 cannot carry these, nor UTF-8 the halves of surrogate pairs; none of them is a word of anybody.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NEWLINE = re.compile("\r\n?|[\u0085\u2028\u2029]")
# Spreadsheets skip blanks, no-break and zero-width ones too, before they look for a formula.
_INVISIBLE = re.compile("[\\s\u200b-\u200f\u2060-\u2064\ufeff\u00ad]*")
_FORMULA_STARTS = frozenset("=+-@＝＋－＠﹢﹣﹦﹫")
_CONTROL_STARTS = frozenset("\t\n")
# Where all is printable, the blank is the only invisible character that there is.
_SUSPICIOUS = re.compile(r"\|[ " + re.escape("".join(sorted(_FORMULA_STARTS))) + "]")


def printable(text: str) -> str:
    """Return the text without what a file cannot carry, lines ended by a line feed."""
    return _FORBIDDEN.sub("", _NEWLINE.sub("\n", text))


def clean(text: str) -> str:
    """Return the same, cut to what a cell holds."""
    text = printable(text)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def joined(texts: Sequence[str]) -> str:
    """Return several cells as one text, each behind a stroke, so that something can be asked of all at once."""
    return "|" + "|".join(texts)


def are_plain(cells: str) -> bool:
    """Whether of several `joined` cells none needs to be cleaned and none is risky: it is so with nearly all. To ask it
    of cells with several lines, put blanks for their line feeds."""
    # Asked of a whole line at once: cell by cell takes 18 times as long (twelve cells, Python 3.11), and hardly one of
    # ten thousand lines is risky.
    return len(cells) < LONGEST_CELL // 2 and cells.isprintable() and _SUSPICIOUS.search(cells) is None


def csv_texts(texts: Sequence[str]) -> Sequence[str]:
    """Return the cells of a line of a CSV file."""
    return texts if are_plain(joined(texts)) else list(map(csv_text, texts))


def is_risky(text: str) -> bool:
    """Return whether a spreadsheet might take the text for a formula, or might lose what it begins with."""
    if text[:1] in _CONTROL_STARTS:
        return True
    begin = _INVISIBLE.match(text)
    return begin is not None and text[begin.end() : begin.end() + 1] in _FORMULA_STARTS


def csv_text(text: str) -> str:
    """Return a cell of a CSV file: what is risky gets the apostrophe that marks text in a spreadsheet."""
    # OWASP's advice against formulas in CSV. The apostrophe is shown by Excel, but what is shown is harmless.
    text = clean(text)
    return "'" + text if is_risky(text) else text
