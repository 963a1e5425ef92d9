"""What of a press briefing looks ahead: sentences, answers and their forward-looking sections (coding rules §1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SENTENCE = re.compile(r"[^。?!\n]+[。?!]?”?")
_QUESTION = "记者:"
_HEADING = "#"
_OPENING = re.compile(r"下一步|20\d\d年,[^。]*将")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, end exclusive."""

    start: int
    end: int

    def overlaps(self, start: int, end: int) -> bool:
        """Whether they share a character."""
        return start < self.end and self.start < end


def sentences(text: str, within: Span) -> Iterator[Span]:
    """The sentences of a stretch, their closing mark included."""
    for match in _SENTENCE.finditer(text, within.start, within.end):
        yield Span(match.start(), match.end())


def answers(text: str) -> Iterator[Span]:
    """The answers to the questions, in order. A heading of the page ends one."""
    # By lines, since a question is one paragraph and its answer runs until the next question or heading, in however
    # many.
    start: int | None = None
    offset = 0
    for line in text.splitlines(keepends=True):
        if line.startswith((_QUESTION, _HEADING)):
            if start is not None:
                yield Span(start, offset)
            start = offset + len(line) if line.startswith(_QUESTION) else None
        offset += len(line)
    if start is not None:
        yield Span(start, offset)


def question_of(text: str, answer: Span) -> Span:
    """The question that an answer follows: the paragraph just before it."""
    return Span(text.rfind("\n", 0, answer.start - 1) + 1, answer.start)


def forward_sections(text: str) -> tuple[Span, ...]:
    """The part of each answer from its first sentence that opens with 下一步 or 2025年…将 to the answer's end."""
    return tuple(
        Span(opening.start, answer.end) for answer in answers(text) if (opening := _opening(text, answer)) is not None
    )


def _opening(text: str, answer: Span) -> Span | None:
    return next((s for s in sentences(text, answer) if _OPENING.match(text, s.start)), None)
