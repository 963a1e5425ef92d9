"""Where the words that were searched for are in a text, as it was written."""

from tracker.domain.search.ledger_query import words_of
from tracker.domain.text.text_folding import find_folded


def spans(text: str, whole: str, search: str) -> list[tuple[int, int]]:
    """Start and end of every hit in `text`, which is the end of `whole`; hits that begin before it are cut.

    Only plain hits: what was found by its pinyin shows none.
    """
    if not whole.endswith(text):
        return []
    offset = len(whole) - len(text)
    hits = (hit for word in words_of(search) for hit in find_folded(whole, word))
    return sorted((max(0, start - offset), end - offset) for start, end in hits if end > offset)
