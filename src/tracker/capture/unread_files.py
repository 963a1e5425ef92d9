"""Why the pages of a file gave no words."""

import re
from collections.abc import Sequence

from tracker.domain.unreadable import Unread, Unreadable

_FEW_A_PAGE = 12
"""Characters of a page of a scan that may come from a stamp of the scanner or a page number."""
_LEAST_READABLE = 0.6
"""Share of letters that are letters of a script, below which a text layer was made without its alphabet."""
_LEAST_TO_JUDGE, _SAMPLE = 20, 20_000


def of_pages(pages: Sequence[str]) -> Unreadable | None:
    """Why a file with pages gave no words: it is a scan, or its text layer cannot be read."""
    text = "".join("".join(pages).split())
    if not text:
        return Unreadable(Unread.SCAN)
    if len(text) <= _FEW_A_PAGE * len(pages) and not re.search("[\u4e00-\u9fff]{4}|[A-Za-z]{4}", text):
        return Unreadable(Unread.SCAN)
    return Unreadable(Unread.GARBLED) if is_garbled(text) else None


def is_garbled(text: str) -> bool:
    """Whether most of a text is signs that no alphabet has, as where a PDF keeps its alphabet to itself."""
    letters = [one for one in text[:_SAMPLE] if not one.isspace()]
    if len(letters) < _LEAST_TO_JUDGE:
        return False
    readable = sum(one.isascii() or one.isalpha() or _is_mark(one) for one in letters)
    return readable < _LEAST_READABLE * len(letters)


def _is_mark(one: str) -> bool:
    return (
        "\u2000" <= one <= "\u27bf"
        or "\u3000" <= one <= "\u33ff"
        or "\uff00" <= one <= "\uffef"
        or "\u00a0" <= one <= "\u00ff"
    )
