"""Find words in a text as a reader means them."""

from itertools import count

from tracker.domain.text.text_folding import find_folded, fold


def occurrences(text: str, words: str) -> list[tuple[int, int]]:
    """Where the words stand as they were written, however they were typed; they do not overlap."""
    sought = " ".join(fold(words).split())
    return list(find_folded(text, sought))


def next_place(places: list[int], after: int) -> int:
    """The number of the first place at or after an offset; the first of all where there is none."""
    return next((number for number, place in zip(count(), places) if place >= after), 0)
