"""Where the words that were searched for stand in a text."""


def spans(text: str, whole: str, search: str) -> list[tuple[int, int]]:
    """Start and end of every hit in `text`, which is the end of `whole`; hits that begin before it are cut.

    Only plain hits: what was found by its pinyin shows none.
    """
    if not whole.endswith(text) or len(whole.casefold()) != len(whole):
        return []
    offset, lowered = len(whole) - len(text), whole.casefold()
    found: list[tuple[int, int]] = []
    for word in search.casefold().split():
        start = lowered.find(word)
        while start >= 0:
            end = start + len(word)
            if end > offset:
                found.append((max(0, start - offset), end - offset))
            start = lowered.find(word, end)
    return sorted(found)
