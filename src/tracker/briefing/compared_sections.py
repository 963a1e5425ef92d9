"""The sentences by which two codings of one text are compared (§7)."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from tracker.briefing.finding.clauses import Clause, sentences_of
from tracker.briefing.finding.finding_rules import read_rules
from tracker.briefing.finding.forward_text import Sentence, forward_sentences
from tracker.briefing.finding.plain_marks import plain_marks
from tracker.briefing.finding.text_structure import lines_of
from tracker.domain.briefings.agreement import ComparedSentence
from tracker.domain.commitments.coded import CodedBriefing


def compared_sections(first: CodedBriefing, second: CodedBriefing) -> tuple[tuple[ComparedSentence, ...], ...]:
    """Return the sentences of each section of a text that looks ahead, by answer or heading.

    What either coded outside of such a section is compared, too: its sentence goes with the section that follows, as
    the results of an answer go with what the answer promises.
    """
    plain = plain_marks(first.text)
    ahead = forward_sentences(plain, lines_of(first.text), read_rules(), first.source.held_on)
    sections = [[_compared(one.clauses) for one in found] for _, found in groupby(ahead, key=_heads_of)]
    coded = frozenset((*_coded(first), *_coded(second)))
    ends = [max(sentence.end for sentence in section) for section in sections]
    # What follows the last section is one more; of a text without any, such as an English one, that is all of it.
    blocks = [
        tuple(sorted((*section, *_others(plain, start, end, section, coded)), key=lambda one: one.start))
        for start, end, section in zip([0, *ends], [*ends, len(plain)], [*sections, []], strict=True)
    ]
    return tuple(block for block in blocks if block)


def _heads_of(sentence: Sentence) -> tuple[object, ...]:
    """What stands over a sentence, by which sections part."""
    return sentence.setting.question, sentence.setting.headings


def _coded(briefing: CodedBriefing) -> Iterator[int]:
    """The offsets of all that somebody coded or left out."""
    for commitment in briefing.commitments:
        for passage in commitment.promises:
            yield from range(passage.start, passage.end)
    for omission in briefing.omissions:
        yield from range(omission.start, omission.end)


def _others(
    plain: str, start: int, end: int, section: Sequence[ComparedSentence], coded: Collection[int]
) -> Iterator[ComparedSentence]:
    """The sentences of a stretch in which something is coded though they are not in its section."""
    ahead = frozenset(offset for one in section for offset in range(one.start, one.end))
    for clauses in sentences_of(plain, start, end):
        places = range(clauses[0].start, clauses[-1].end)
        if ahead.isdisjoint(places) and any(offset in coded for offset in places):
            yield _compared(clauses)


def _compared(clauses: Sequence[Clause]) -> ComparedSentence:
    return ComparedSentence(clauses[0].start, clauses[-1].end, tuple((one.start, one.end) for one in clauses))
