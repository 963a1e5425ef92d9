"""Names where there is little room, and the order in which assessments stand."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from tracker.domain.rows import Name
from tracker.domain.terms import EARLIER_TERMS
from tracker.wording import Words

_Term = TypeVar("_Term", bound=StrEnum)
_DEPARTMENT = re.compile(r"(?:(\w+) )?(?:Department|Bureau) of (.+)")


def short_department(name: Name, words: Words) -> str:
    """A department without the words that all their English names begin with, which would be all that is seen."""
    whole = words.name(name)
    match = _DEPARTMENT.fullmatch(whole)
    if match is None:
        return whole
    return f"{match[2]} ({match[1]})" if match[1] else match[2]


def current_terms(vocabulary: Iterable[_Term]) -> tuple[_Term, ...]:
    """The terms that a form offers: those of earlier versions are only read."""
    return tuple(term for term in vocabulary if term not in EARLIER_TERMS)


def at_the_beginning(word: str) -> str:
    """A word as it stands where nothing stands before it: terms are written as they stand within a sentence."""
    return word[:1].upper() + word[1:]
