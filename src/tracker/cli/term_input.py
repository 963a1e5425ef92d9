"""Terms as people type them: by their value, or by the word that the program shows for them, in either language."""

from collections.abc import Collection, Iterator
from enum import StrEnum
from typing import TypeVar

from tracker.domain.errors import UserError
from tracker.domain.languages import LANGUAGES
from tracker.domain.terms import EARLIER_TERMS
from tracker.domain.text.text_folding import fold
from tracker.wording import Words, load_words

_Term = TypeVar("_Term", bound=StrEnum)
_BLANKS = str.maketrans("- ", "__")
_VALUES_READ_IN = "en"
"""The language whose choices are listed by their values: those are English, short, and what scripts use."""


def read_term(
    vocabulary: type[_Term], field: str, text: str, words: Words, allowed: Collection[_Term] | None = None
) -> _Term:
    """The term that is meant: its value (in_progress, in-progress), or its word in Chinese or English (推进中, In
    progress), whatever the case and width of the letters. Of a word such as 印发/公布 each half will do.

    `allowed` narrows the vocabulary down. Raises `term_unknown`, which lists what there is.
    """
    members = [one for one in vocabulary if one not in EARLIER_TERMS and (allowed is None or one in allowed)]
    meant = _plain(text)
    for member in members:
        if meant == _plain(member.value):
            return member
    for member in members:
        if meant in _said(member):
            return member
    choices = [member.value if words.language == _VALUES_READ_IN else words.term(member) for member in members]
    raise UserError("term_unknown", field=field, value=text, allowed=choices)


def read_optional(vocabulary: type[_Term], field: str, text: str | None, words: Words) -> _Term | None:
    """The same for an option that may be left out, or be empty."""
    return read_term(vocabulary, field, text, words) if text else None


def _said(member: StrEnum) -> Iterator[str]:
    """The words for a term in every language, whole and by their halves."""
    for language in LANGUAGES:
        word = load_words(language).term(member)
        yield _plain(word)
        yield from (_plain(half) for half in word.split("/"))


def _plain(text: str) -> str:
    return " ".join(fold(text).split()).translate(_BLANKS)
