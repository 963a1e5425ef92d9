"""Why the pages of a file gave no words."""

import re
from collections.abc import Sequence

from tracker.domain.evidence.unreadable import Unread, Unreadable

_FEW_A_PAGE = 12
"""Characters of a page of a scan that may come from a stamp of the scanner or a page number."""
_LEAST_READABLE = 0.6
"""Share of letters that are letters of a script, below which a text layer was made without its alphabet."""
_LEAST_TO_JUDGE = 20
_SAMPLE = 20_000
_LOST = ("?", "\ufffd", "锟", "斤", "拷")
_LEAST_LOST = 4
_MOST_LOST = 0.5
"""What is left of letters that an encoding does not have."""
_LATIN_RUN = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2018-\u203a\u20ac\u2122]{6,}"
)
"""Letters of Western Europe, and the marks of its code page, as they follow each other in no language."""


def of_pages(pages: Sequence[str]) -> Unreadable | None:
    """Why a file with pages gave no words: it is a scan, or its text layer cannot be read."""
    text = "".join("".join(pages).split())
    if not text:
        return Unreadable(Unread.SCAN)
    # Four letters in a row are a word, and a page with one word of its own is no scan, however short.
    if len(text) <= _FEW_A_PAGE * len(pages) and not re.search("[\u4e00-\u9fff]{4}|[A-Za-z]{4}", text):
        return Unreadable(Unread.SCAN)
    return Unreadable(Unread.GARBLED) if is_garbled(text) else None


def is_garbled(text: str) -> bool:
    """Whether most of a text is signs that no alphabet has, as where a PDF keeps its alphabet to itself, or letters
    that bytes of another encoding were taken for."""
    if _was_misread(text[:_SAMPLE]):
        return True
    letters = [one for one in text[:_SAMPLE] if not one.isspace()]
    if len(letters) < _LEAST_TO_JUDGE:
        return False
    readable = sum(one.isascii() or one.isalpha() or _is_mark(one) for one in letters)
    return readable < _LEAST_READABLE * len(letters)


def _was_misread(text: str) -> bool:
    """Whether a text was read in a wrong encoding and saved: 关于 as å…³äºŽ or 鍏充簬, or nothing left but ? and �."""
    letters = "".join(text.split())
    lost = sum(letters.count(one) for one in _LOST)
    if len(letters) >= _LEAST_LOST and lost > _MOST_LOST * len(letters):
        return True
    if len(letters) < _LEAST_TO_JUDGE:
        return False
    if sum(map(len, _LATIN_RUN.findall(letters))) > _MOST_LOST * len(letters):
        return True
    foreign = "".join(one for one in letters if not one.isascii())
    if len(foreign) < _LEAST_TO_JUDGE:
        return False
    # Real Chinese, written in GB 18030, is next to never UTF-8.
    again = foreign.encode("gb18030", errors="ignore").decode("utf-8", errors="replace")
    chinese = sum("\u4e00" <= one <= "\u9fff" or "\u3000" <= one <= "\u303f" for one in again)
    return chinese > _LEAST_READABLE * len(again)


def _is_mark(one: str) -> bool:
    return (
        "\u2000" <= one <= "\u27bf"
        or "\u3000" <= one <= "\u33ff"
        or "\uff00" <= one <= "\uffef"
        or "\u00a0" <= one <= "\u00ff"
    )
