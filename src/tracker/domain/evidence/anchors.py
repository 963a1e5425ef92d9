"""Where the quoted words of a piece of evidence are in a captured file, by text and by position (§5).

A quote whose words no longer stand exactly there is an orphan, and is shown as one; it is never moved to where the same
words may stand elsewhere.
"""

import re
from collections.abc import Iterator, Sequence

from tracker.domain.rows import Anchor
from tracker.domain.text.lines import unified

_RUN = re.compile(r"\S+")

_AROUND = 32
"""Characters kept before and after, as in the TextQuoteSelector of W3C Web Annotation."""


def anchor_at(sha256: str, pages: Sequence[str], page: int, start: int, end: int) -> tuple[Anchor, str]:
    """The anchor of a selection, and its words without the white space around them.

    Offsets count characters of the page, end exclusive. Raises `ValueError` where nothing but white space is selected.
    """
    text = pages[page]
    chosen = text[start:end]
    words = chosen.strip()
    if not words:
        raise ValueError("nothing is selected")
    first = start + len(chosen) - len(chosen.lstrip())
    last = first + len(words)
    around = (text[max(0, first - _AROUND) : first], text[last : last + _AROUND])
    return Anchor(sha256, page, first, *around), words


def stands(anchor: Anchor, words: str, pages: Sequence[str]) -> bool:
    """Whether the words stand where the anchor says, between the words that stood around them."""
    if anchor.page >= len(pages):
        return False
    text = pages[anchor.page]
    end = anchor.start + len(words)
    # A page may say the same words twice, and a file may be replaced by one in which a paragraph moved: the place
    # alone, or the words alone, would not notice.
    return (
        text[anchor.start : end] == words
        and text[: anchor.start].endswith(anchor.prefix)
        and text[end:].startswith(anchor.suffix)
    )


def marks(text: str) -> int:
    """How many characters a text has beside its white space: a place that does not depend on how lines are broken."""
    return sum(map(len, _RUN.findall(text)))


def locate(text: str, words: str, before: int) -> tuple[int, int] | None:
    """Where words are in a page, white space aside: start and end. `before` are the `marks` of the page before them
    as whoever selected them counts, and tell one of several places from the others. None where they do not stand."""
    wanted = unified("".join(words.split()))
    bare = unified("".join(text.split()))
    places = list(_places(bare, wanted)) if wanted else []
    if not places:
        return None
    # The nearest of several: the viewer counts signs, and counts a few otherwise than the text that was kept.
    first = min(places, key=lambda place: abs(place - before))
    return _offset(text, first), _offset(text, first + len(wanted) - 1) + 1


def _places(text: str, words: str) -> Iterator[int]:
    place = text.find(words)
    while place >= 0:
        yield place
        place = text.find(words, place + 1)


def _offset(text: str, mark: int) -> int:
    """Where the mark with this number stands."""
    passed = 0
    for run in _RUN.finditer(text):
        length = run.end() - run.start()
        if mark < passed + length:
            return run.start() + mark - passed
        passed += length
    raise ValueError("the text has not as many marks")
