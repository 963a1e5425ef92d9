"""Exact words of a source, and where they are in it."""

from dataclasses import dataclass

from tracker.domain.terms import OmissionReason, PassageRole

SELECTOR_CONTEXT = 32
"""Characters of prefix and suffix kept with a passage, as in the W3C TextQuoteSelector."""


@dataclass(frozen=True, slots=True)
class SourcePassage:
    """Verbatim words of a source. Offsets count characters of its clean text, end exclusive.

    `speaker` is the key of who said them, "" where nobody is known to; `answer` the number, from 1, of the answer they
    are in, 0 outside of any.
    """

    start: int
    end: int
    exact: str
    role: PassageRole = PassageRole.PROMISE
    speaker: str = ""
    answer: int = 0

    def stands_in(self, text: str) -> bool:
        """Return whether the words are the text's own at these offsets."""
        return 0 <= self.start < self.end and text[self.start : self.end] == self.exact

    def prefix(self, text: str) -> str:
        """Return the characters just before the passage, at most `SELECTOR_CONTEXT`."""
        return text[max(0, self.start - SELECTOR_CONTEXT) : self.start]

    def suffix(self, text: str) -> str:
        """Return the characters just after the passage, at most `SELECTOR_CONTEXT`."""
        return text[self.end : self.end + SELECTOR_CONTEXT]


@dataclass(frozen=True, slots=True)
class OmittedPassage:
    """Forward-looking words that are no commitment, and why (§1, completeness)."""

    start: int
    end: int
    exact: str
    reason: OmissionReason


@dataclass(frozen=True, slots=True)
class OpenPassage:
    """Forward-looking words of which nobody has said yet whether they are a commitment (§1, completeness)."""

    start: int
    end: int
    exact: str


def paragraph_number(text: str, offset: int) -> int:
    """Return the number, from 1, of the paragraph (line of the clean text) that holds the offset."""
    return text.count("\n", 0, offset) + 1
