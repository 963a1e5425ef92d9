"""What an English report shows in Chinese, because the ledger has no English for it: a list at its end."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from tracker.exports.report_item import Item
from tracker.exports.report_text import Paragraph, ParagraphKind, paragraph
from tracker.exports.report_tree import Section
from tracker.wording import Words, has_chinese

_MOST_CODES = 200
"""Commitments that are named one by one: of more, the number says enough."""


def untranslated(items: Sequence[Item], words: Words) -> Iterator[Section]:
    """Yield the section that says which titles, gists and reasons have no English yet; none where all have it, or the
    report is in Chinese."""
    if words.language != "en":
        return
    if lines := list(_lines(items, words)):
        note = paragraph(words.report("untranslated_intro"), ParagraphKind.NOTE)
        yield Section("untranslated", words.report("section_untranslated"), 1, (note, *lines))


def _lines(items: Sequence[Item], words: Words) -> Iterator[Paragraph]:
    pieces = [(item.numbers[piece.id], piece) for item in items for piece in item.new]
    found = {
        "commitments": _codes([item.code for item in items if has_chinese(item.title)], words),
        "reasons": _codes([item.code for item in items if _is_reason_left(item)], words),
        "titles": _numbers([n for n, one in pieces if not one.title_en and has_chinese(one.title)], words),
        "gists": _numbers([n for n, one in pieces if not one.gist_en and has_chinese(one.gist)], words),
    }
    for key, named in found.items():
        if named:
            yield paragraph(words.report(f"untranslated_{key}", named=named), ParagraphKind.POINT)


def _is_reason_left(item: Item) -> bool:
    """Whether the reason for the verdict, or one for holding to it, is in Chinese."""
    detail = item.detail
    is_left = has_chinese(detail.reason) and not detail.reason_en
    return is_left or any(has_chinese(doubt.reason) for doubt in detail.doubts)


def _codes(codes: Sequence[str], words: Words) -> str:
    named = words.join(codes[:_MOST_CODES])
    left = len(codes) - _MOST_CODES
    return words.report("untranslated_more", named=named, count=left) if left > 0 else named


def _numbers(numbers: Sequence[int], words: Words) -> str:
    """The numbers of references, those in a row as one: [1]–[4], [7]."""
    # Within a row each number is as far from its place as the others.
    rows = groupby(enumerate(sorted(numbers)), key=lambda one: one[1] - one[0])
    ends = [(row[0][1], row[-1][1]) for row in (list(group) for _, group in rows)]
    return words.join(f"[{first}]" if first == last else f"[{first}]–[{last}]" for first, last in ends)
