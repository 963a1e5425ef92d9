"""Find words in a text as a reader means them."""

from itertools import count

_WIDE = str.maketrans("，。：；？！（）％", ",。:;?!()%")
"""Marks that an input method types wide, and the source has narrow."""


def occurrences(text: str, words: str) -> list[int]:
    """Where the words begin, whatever their case and the width of their marks; they do not overlap."""
    sought, searched = _folded(words.strip()), _folded(text)
    found: list[int] = []
    start = searched.find(sought) if sought else -1
    while start >= 0:
        found.append(start)
        start = searched.find(sought, start + len(sought))
    return found


def next_place(places: list[int], after: int) -> int:
    """The number of the first place at or after an offset; the first of all where there is none."""
    return next((number for number, place in zip(count(), places) if place >= after), 0)


def _folded(text: str) -> str:
    """Lower case, of the same length, so that offsets stay."""
    lowered = (character.lower() for character in text.translate(_WIDE))
    return "".join(low if len(low) == 1 else character for low, character in zip(lowered, text, strict=True))
