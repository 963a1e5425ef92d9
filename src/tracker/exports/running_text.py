"""Days, publishers, titles of papers and amounts, as the sentences of every report write them."""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from tracker.exports.citing import authors
from tracker.wording import Words
from tracker.wording.numbers import signed_text

_CJK = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_WIDE = str.maketrans("(),:;", "（），：；")
_NARROW_BY_HANZI = re.compile(rf"(?<=[{_CJK}])[(),:;]|[(),:;](?=[{_CJK}])|(?<=[{_CJK}\d])\)|(?<=\d)\((?=[{_CJK}])")


# A ledger of 10,000 has few days that differ, and asks for 30,000.
@lru_cache(maxsize=10_000)
def day_words(day: date | str, words: Words) -> str:
    """Return a day, or an ISO day or month, as running text has it: 2026年1月21日. What is neither stays as it is."""
    return words.published(day if isinstance(day, str) else day.isoformat())


def publishers(publisher: str, words: Words) -> str:
    """Return who published something, in the marks of an enumeration: 财政部、商务部."""
    return wide(words.join(authors(publisher)), words)


def titled(title: str, words: Words) -> str:
    """Return the title of a paper in the marks of titles, where it has none of its own."""
    title = wide(title, words)
    return title if "《" in title else words.report("titled", title=title)


def amount_words(value: Decimal, unit: str, words: Words) -> str:
    """Return an amount: 34个城市, without a blank in Chinese."""
    gap = "" if words.language == "zh" else " "
    return f"{signed_text(value)}{gap}{words.unit(unit)}".rstrip()


def wide(text: str, words: Words) -> str:
    """Return a text; in Chinese with the marks beside hanzi as wide as these: pages and clippings mix them."""
    if words.language != "zh":
        return text
    return _NARROW_BY_HANZI.sub(lambda found: found[0].translate(_WIDE), text)
