"""The day of a text that has no particulars beside it, where the text itself says so."""

from tracker.capture.datings import Dated, days, labelled_anywhere, of_writing, signed

_HEAD_LINES = 5
_LABELS_WITHIN = 60
"""Lines in which a label before a day is looked for."""
_LEADING = " \t\u3000(（【["
_HEAD = 400
"""Characters within which an English text says its day."""


def day_of_text(text: str) -> str:
    """Return the ISO day or month of a text: the one that is labelled as such, that a line of its head begins with, or
    that stands under it; "" where none of these is there."""
    lines = text.split("\n", _LABELS_WITHIN)[:_LABELS_WITHIN]
    found = labelled_anywhere(lines) or of_writing(lines) or _leading(lines) or signed(text) or _in_english(text)
    return found.published if found is not None else ""


def _leading(lines: list[str]) -> Dated | None:
    for line in lines[:_HEAD_LINES]:
        found = next(days(line), None)
        if found is not None and not line[: found.start].strip(_LEADING):
            return found
    return None


def _in_english(text: str) -> Dated | None:
    head = text[:_HEAD]
    return next((found for found in days(head) if any(sign.isascii() and sign.isalpha() for sign in found.words)), None)
