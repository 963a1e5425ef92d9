"""Words and codes together, as the tree has them."""

import re
from enum import StrEnum
from functools import lru_cache

from tracker.domain.reports.report_text import Emphasis, Paragraph, ParagraphKind, Run, Term
from tracker.wording import Words

_HUMP = re.compile("(?<!^)(?=[A-Z])")


# Typed, because members of two vocabularies with one value are equal strings. A ledger of 10,000 asks 200,000 times.
@lru_cache(maxsize=None, typed=True)
def term(member: StrEnum, words: Words) -> Term:
    """Return a member of a vocabulary with its word."""
    return Term(_HUMP.sub("_", type(member).__name__).lower(), member.value, words.term(member))


def paragraph(text: str, kind: ParagraphKind = ParagraphKind.BODY, emphasis: Emphasis = Emphasis.PLAIN) -> Paragraph:
    """A paragraph of one run."""
    return Paragraph((Run(text, emphasis),), kind)


def quoted(text: str) -> Paragraph:
    """Words of a source, verbatim."""
    return paragraph(text, ParagraphKind.QUOTE, Emphasis.QUOTE)
