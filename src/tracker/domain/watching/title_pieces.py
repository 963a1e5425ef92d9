"""The pieces of a title that are offered as words for what is not for us."""

import re

from tracker.domain.text.text_folding import fold
from tracker.domain.watching.item_signs import occasions_in

MOST_PIECES = 6
_SHORTEST, _LONGEST = 2, 6
"""Characters of a piece: one alone stands in every other title, and more than that in no other."""
_WHOLE = 4
"""Characters at the beginning and the end of a run that is too long: two words of Chinese, mostly."""
_RUN = re.compile(r"[\u4e00-\u9fff]+")
_WORD = re.compile(r"[A-Za-z][A-Za-z-]{3,}")
_BETWEEN = re.compile(
    "关于|有关|以及|进行|开展|举行|召开|组织|做好|印发|发布|公布|转发|的|了|和|与|及|或|等|在|对|为|将|于|从|向|由|把|被|就|年度|年|月|日|"
    "第|届|次|期|批"
)
"""Little words, and those that stand in titles of every kind."""
_ENGLISH = frozenset({"about", "after", "from", "into", "more", "notice", "over", "that", "this", "with"})


def pieces_of(title: str) -> tuple[str, ...]:
    """Return words of a title that may tell why it is not for us, the likeliest first, each once, at most
    `MOST_PIECES`.

    First those that name an occasion, an appointment or a purchase; then what stands between marks, figures and little
    words.
    """
    found = [*occasions_in(title)]
    for run in _RUN.findall(title):
        for piece in _BETWEEN.split(run):
            if len(piece) <= _LONGEST:
                found.append(piece)
            else:
                found += [piece[:_WHOLE], piece[-_WHOLE:]]
    found += [word for word in _WORD.findall(title) if word.casefold() not in _ENGLISH]
    known: dict[str, str] = {}
    for piece in found:
        if len(piece) >= _SHORTEST:
            known.setdefault(fold(piece), piece)
    return tuple(known.values())[:MOST_PIECES]
