"""A source as its reader sees it: paragraphs, the passages of commitments in them, and what was left out and why."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.briefing.finding.text_structure import LineKind, lines_of
from tracker.briefing.sections import Span, answers, forward_sections
from tracker.domain.briefings.coding_draft import Draft, Stretch, words_left
from tracker.domain.commitments.passage import OmittedPassage
from tracker.domain.rows import EventRow, Name, SourceRow, SourceText
from tracker.domain.terms import Assessment, Doubt
from tracker.services.ledgers.workspace import Workspace
from tracker.store.briefings.promised_passages import Promise, list_promises
from tracker.store.commitments import commitment_detail
from tracker.store.events.history import comparisons_of
from tracker.store.safety.integrity_check import is_text_as_coded

_HEADING = re.compile(r"(#+)\s*")
_HEADING_OF_TEXT = 3
"""The level of a heading that only its number or its place tells: as large as the text."""


class SourceParagraphKind(StrEnum):
    """What a paragraph of a briefing is to its reader."""

    HEADING = "heading"
    QUESTION = "question"
    ANSWER = "answer"
    RESULT = "result"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class SourceParagraph:
    """A paragraph without the sign of a heading. Offsets count characters of the source's text, end exclusive.

    `ahead` is where it begins to look ahead: None in results and outside answers, `start` in a wholly forward-looking
    paragraph. `level` is that of a heading, from 1; else 0.
    """

    kind: SourceParagraphKind
    start: int
    end: int
    text: str
    ahead: int | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class PassageMark:
    """A passage that promises something, and what became of it, with the doubts beside that verdict. Several marks may
    stand on the same words."""

    code: str
    title: Name
    assessment: Assessment
    start: int
    end: int
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicPlace:
    """A subject of the briefing: how many commitments it has, and where the reader finds it."""

    topic: Name
    count: int
    start: int


@dataclass(frozen=True, slots=True)
class BriefingView:
    """A whole source, ready to be set. `sound`: its text has the SHA-256 that was noted when it was coded.

    `comparisons` are the entries of the history by which two codings of it were compared, newest first; `open` are the
    words on which nobody has decided yet.
    """

    source: SourceRow
    sound: bool
    speakers: tuple[Name, ...]
    paragraphs: tuple[SourceParagraph, ...]
    marks: tuple[PassageMark, ...]
    omissions: tuple[OmittedPassage, ...]
    topics: tuple[TopicPlace, ...]
    comparisons: tuple[EventRow, ...] = ()
    open: tuple[Stretch, ...] = ()


def read_briefing(workspace: Workspace, source_id: int, as_of: date | None = None) -> BriefingView:
    """A source with its passages, in the order of the text, judged as they were at the end of a day."""
    with workspace.snapshot(as_of) as snapshot:
        promised = list_promises(snapshot.connection, source_id, snapshot.scope)
        source = commitment_detail.read_source_text(snapshot.connection, source_id, snapshot.scope.horizon)
        sound = is_text_as_coded(snapshot.connection, source_id)
        comparisons = comparisons_of(snapshot.connection, source.source.key, snapshot.scope.horizon)
    marks = _marks(promised)
    is_sheet = source.source.is_spreadsheet
    return BriefingView(
        source=source.source,
        sound=sound,
        speakers=tuple(dict.fromkeys(promise.speaker for promise in promised)),
        paragraphs=tuple(sheet_rows(source.text, marks) if is_sheet else _read(source, marks)),
        marks=marks,
        omissions=source.omissions,
        topics=_topics("" if is_sheet else source.text, promised),
        comparisons=comparisons,
        open=tuple(_still_open(source, marks)),
    )


def _still_open(source: SourceText, marks: Sequence[PassageMark]) -> Iterator[Stretch]:
    first = [Stretch(start, end) for start, end in source.open_at_first]
    return words_left(source.text, first, [Stretch(one.start, one.end) for one in (*marks, *source.omissions)])


def _read(source: SourceText, marks: Sequence[PassageMark]) -> Iterator[SourceParagraph]:
    """The paragraphs of a source: by its questions and answers or, where it has none, by its structure and by what
    was coded of it."""
    if any(answers(source.text)):
        return paragraphs(source.text)
    coded = {(one.start, one.end) for one in (*marks, *source.omissions)}
    return paragraphs_by_structure(source.text, sorted(coded.union(source.open_at_first)))


def paragraphs(text: str) -> Iterator[SourceParagraph]:
    """The paragraphs (lines) of a clean text of questions and answers, empty ones left out."""
    spoken = tuple(answers(text))
    ahead = forward_sections(text)
    start = 0
    for line in text.splitlines(keepends=True):
        words = line.rstrip()
        if words:
            yield _paragraph(Span(start, start + len(words)), words, spoken, ahead)
        start += len(line)


def sheet_rows(text: str, marks: Sequence[PassageMark]) -> Iterator[SourceParagraph]:
    """The lines of the text of a spreadsheet as they are: the words that promise, and below them what else is in
    their row. What looks like markup is the office's own."""
    promised = {mark.start for mark in marks}
    start = 0
    for line in text.splitlines(keepends=True):
        words = line.removesuffix("\n")
        is_promise = start in promised
        kind = SourceParagraphKind.ANSWER if is_promise else SourceParagraphKind.NOTE
        yield SourceParagraph(kind, start, start + len(words), words, ahead=start if is_promise else None)
        start += len(line)


def draft_paragraphs(draft: Draft) -> Iterator[SourceParagraph]:
    """The lines of a text that is being coded, as `paragraphs_by_structure`."""
    return paragraphs_by_structure(draft.text, [(one.start, one.end) for one in draft.bounds()])


def paragraphs_by_structure(text: str, ahead: Sequence[tuple[int, int]]) -> Iterator[SourceParagraph]:
    """The lines of a text of any genre by what the rules take them for, empty ones left out.

    `ahead` are the stretches that look ahead, in order; lines outside them are results.
    """
    ends = [end for _, end in ahead]
    for line in lines_of(text):
        words = text[line.start : line.end]
        sign = _HEADING.match(words)
        start = line.start + (sign.end() if sign else 0)
        number = bisect_right(ends, start)
        begins = ahead[number][0] if number < len(ahead) and ahead[number][0] < line.end else None
        kind = SourceParagraphKind.RESULT if begins is None else SourceParagraphKind.ANSWER
        if line.kind is LineKind.QUESTION:
            kind = SourceParagraphKind.QUESTION
        elif sign or line.kind is LineKind.HEADING:
            kind = SourceParagraphKind.HEADING
        level = (len(sign[1]) if sign else _HEADING_OF_TEXT) if kind is SourceParagraphKind.HEADING else 0
        looks_ahead = None if begins is None else max(start, begins)
        yield SourceParagraph(kind, start, line.end, text[start : line.end], looks_ahead, level)


def _paragraph(span: Span, words: str, spoken: Sequence[Span], ahead: Sequence[Span]) -> SourceParagraph:
    heading = _HEADING.match(words)
    if heading is not None:
        start = span.start + heading.end()
        return SourceParagraph(
            SourceParagraphKind.HEADING, start, span.end, words[heading.end() :], level=len(heading[1])
        )
    if any(answer.start == span.end + 1 for answer in spoken):
        return SourceParagraph(SourceParagraphKind.QUESTION, span.start, span.end, words)
    if not any(answer.overlaps(span.start, span.end) for answer in spoken):
        return SourceParagraph(SourceParagraphKind.NOTE, span.start, span.end, words)
    section = next((one for one in ahead if one.overlaps(span.start, span.end)), None)
    if section is None:
        return SourceParagraph(SourceParagraphKind.RESULT, span.start, span.end, words)
    return SourceParagraph(
        SourceParagraphKind.ANSWER, span.start, span.end, words, ahead=max(span.start, section.start)
    )


def _marks(promised: Sequence[Promise]) -> tuple[PassageMark, ...]:
    marks = (
        PassageMark(promise.code, promise.title, promise.assessment, start, end, promise.doubts)
        for promise in promised
        for start, end in promise.places
    )
    return tuple(sorted(marks, key=lambda mark: (mark.start, mark.code)))


def _topics(text: str, promised: Sequence[Promise]) -> tuple[TopicPlace, ...]:
    """Each topic where most of its passages stand: at the question of that answer, or at the first of the passages."""
    spoken = tuple(answers(text))
    counts = Counter(promise.topic for promise in promised)
    places: list[TopicPlace] = []
    for topic, count in counts.items():
        passages = [place for promise in promised if promise.topic == topic for place in promise.places]
        answered = Counter(a for start, end in passages for a in spoken if a.overlaps(start, end))
        # At the question, where the reader sees what it is about, not at the first word of the promise.
        if answered:
            answer = answered.most_common(1)[0][0]
            places.append(TopicPlace(topic, count, text.rfind("\n", 0, answer.start - 1) + 1))
        elif passages:
            places.append(TopicPlace(topic, count, min(passages)[0]))
    return tuple(sorted(places, key=lambda place: place.start))
