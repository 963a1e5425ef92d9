"""A file as the viewer shows it, and the stretches in which its readable text is set."""

import re
from dataclasses import dataclass

from tracker.domain.rows import Anchor
from tracker.domain.text.lines import unified

_LONGEST = 40_000
"""Characters set at once: a longer page is shown in stretches, or setting it would hold the window up."""


@dataclass(frozen=True, slots=True)
class Viewed:
    """A file: `content` is None where it is gone. `quote` and `anchor` are what is quoted of it, if anything.

    `caption` says what it belongs to, `warning` what is wrong with it or its quote.
    """

    sha256: str
    name: str
    media_type: str
    content: bytes | None
    pages: tuple[str, ...]
    quote: str = ""
    anchor: Anchor | None = None
    caption: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a page, and where it begins there."""

    page: int
    start: int
    text: str


def stretches(pages: tuple[str, ...], whole: range | None = None, page: int = 0) -> tuple[Stretch, ...]:
    """All pages, long ones in several stretches that end with a line where they can; `whole` is not parted."""
    found: list[Stretch] = []
    for number, text in enumerate(pages):
        start = 0
        while start < len(text) or not start:
            end = _end(text, start)
            if whole is not None and number == page and whole.start < end < whole.stop:
                end = whole.stop
            found.append(Stretch(number, start, text[start:end]))
            start = end
            if end >= len(text):
                break
    return tuple(found) or (Stretch(0, 0, ""),)


def _end(text: str, start: int) -> int:
    if len(text) - start <= _LONGEST:
        return len(text)
    line = text.rfind("\n", start, start + _LONGEST)
    return line + 1 if line > start else start + _LONGEST


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: a page, from 0, and the characters of it."""

    page: int
    characters: range


def places(pages: tuple[str, ...], words: str) -> tuple[Place, ...]:
    """Return all places where words stand, in any case and however their lines are broken."""
    letters = [re.escape(letter) for letter in unified("".join(words.split()))]
    if not letters:
        return ()
    pattern = re.compile(r"\s*".join(letters), re.IGNORECASE)
    return tuple(
        Place(number, range(*found.span()))
        for number, text in enumerate(pages)
        for found in pattern.finditer(unified(text))
    )
