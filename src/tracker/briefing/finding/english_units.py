"""Units of an English text, by its modal verbs. Rough: what is a purpose or a theme is not told apart."""

import re
from collections.abc import Iterator

from tracker.domain.briefings.found_units import FoundPassage, FoundUnit, UnitRule

_SENTENCE = re.compile(r"[^.!?;\n]+(?:\.(?=\w)[^.!?;\n]*)*[.!?;]?")
_MODAL = re.compile(
    r"\b(?:will|shall|(?:plans?|intends?|aims?|pledges?|commits?|undertakes?|is going|are going) to)\b"
    r"(?!\s+(?:not\s+)?(?:be|have been)\s+(?:asked|clear|seen|noted))",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:if|whether|hope|expect|would|may|might)\b", re.IGNORECASE)
_CHINESE = re.compile("[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_MOSTLY = 4
_ROUGH_SCORE = 0.5


def is_english(text: str) -> bool:
    """Return whether a text is in Latin letters for the most part."""
    return len(_LATIN.findall(text)) > _MOSTLY * len(_CHINESE.findall(text))


def english_units(text: str) -> Iterator[FoundUnit]:
    """Yield each sentence of an English text that says what somebody will do."""
    for found in _SENTENCE.finditer(text):
        words = found[0].strip()
        modal = _MODAL.search(words)
        if modal is None or _NOT.search(words[: modal.start()]):
            continue
        start = found.start() + found[0].index(words)
        end = start + len(words.rstrip(".!?; "))
        yield FoundUnit((FoundPassage(start, end, text[start:end]),), UnitRule.MODAL, _ROUGH_SCORE)
