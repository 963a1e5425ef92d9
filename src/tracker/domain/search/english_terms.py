"""The terms of industry and its policy in English, and what a briefing says for them: so an English text is read.

In `db/english_terms.txt` is one Chinese term a line, then the English ones that mean it, in any spelling; longer ones
win over shorter ones. They are terms of the field, and not of one ledger.
"""

import re
from functools import cache

from tracker.locations import db_dir

# Tried in this order, each on what the one before left. Both sides are cut alike, so a stem need be no word.
_ENDINGS = (
    (re.compile("is(ation|e[sd]?|ing)$"), r"iz\1"),
    (re.compile("ies$"), "y"),
    (re.compile("(?<![su])s$"), ""),
    (re.compile("(?<=[a-z]{4})(?:ing|ed|e)$"), ""),
    (re.compile("([bdgmnprt])\\1$"), r"\1"),
)
_SPELT = {
    "programme": "program",
    "centre": "center",
    "speciality": "specialty",
    "fibre": "fiber",
    "behaviour": "behavior",
    "labour": "labor",
}
_WORD = re.compile(r"[a-z0-9&+]+(?:'s)?")


def english_words(text: str) -> list[tuple[str, int, int]]:
    """Return the words of a folded English text as they are compared, each with where it stands; hyphens part words."""
    return [(_stem(found[0]), found.start(), found.end()) for found in _WORD.finditer(text)]


@cache
def english_terms() -> dict[tuple[str, ...], str]:
    """Return the Chinese term for each English one, which is given by its words as they are compared."""
    terms: dict[tuple[str, ...], str] = {}
    for line in (db_dir() / "english_terms.txt").read_text(encoding="utf-8").splitlines():
        chinese, _, english = line.partition(": ")
        for term in english.split(" | "):
            terms[tuple(word for word, _, _ in english_words(term))] = chinese
    return terms


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    # Irregular spellings first: the endings would make something else of them.
    word = _SPELT.get(word, _SPELT.get(word.removesuffix("s"), word))
    for ending, plain in _ENDINGS:
        word = ending.sub(plain, word)
    return word
