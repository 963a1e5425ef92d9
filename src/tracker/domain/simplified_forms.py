"""Traditional characters in their simplified forms, one for one, as headings and names are compared."""

from tracker.domain.traditional import SIMPLIFIED, TRADITIONAL

_TABLE = str.maketrans(TRADITIONAL, SIMPLIFIED)


def simplified(words: str) -> str:
    """The words with those characters in their simplified forms; for comparing words, never for keeping them."""
    return words.translate(_TABLE)
