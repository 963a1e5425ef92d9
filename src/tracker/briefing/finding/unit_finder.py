"""Find the units of a text that may be commitments (coding rules §1): by its own marks and words, without a model."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.briefing.finding.clause_reading import ClauseReader, ClauseSort, ReadClause
from tracker.briefing.finding.english_units import english_units, is_english
from tracker.briefing.finding.finding_rules import FindingRules, read_rules
from tracker.briefing.finding.forward_text import Sentence, forward_sentences
from tracker.briefing.finding.plain_marks import plain_marks
from tracker.briefing.finding.said_twice import join_repeated
from tracker.briefing.finding.text_structure import lines_of, offices_of
from tracker.briefing.finding.unit_fields import fields_of
from tracker.domain.briefings.found_units import Findings, FoundPassage, FoundUnit, LeftOut, UnitRule
from tracker.domain.terms import OmissionReason


def find_units(text: str, held_on: date, rules: FindingRules | None = None) -> Findings:
    """Return the units that a clean text may hold, and every other stretch of the sections that look ahead.

    `held_on` is the day on which it was said or issued: by it a year lies ahead. A text without a pledge has none.
    An English one is read roughly, by its modal verbs.
    """
    if is_english(text):
        return Findings(tuple(english_units(text)), ())
    return _Finder(text, held_on, rules or read_rules()).find()


@dataclass(slots=True)
class _Growing:
    """A unit whose words are still being gathered."""

    start: int
    end: int
    score: float
    rule: UnitRule


class _Finder:
    """What is found in one text."""

    def __init__(self, text: str, held_on: date, rules: FindingRules) -> None:
        self._text = text
        self._plain = plain_marks(text)
        self._held_on = held_on
        self._rules = rules
        self._lines = lines_of(text)
        self._reader = ClauseReader(self._plain, rules, held_on)
        self._offices = offices_of(text, sorted({line.speaker for line in self._lines if line.speaker}))
        self._left: list[LeftOut] = []

    def find(self) -> Findings:
        """Find everything, in the order of the text."""
        units: list[FoundUnit] = []
        answers: list[int] = []
        for sentence in forward_sentences(self._plain, self._lines, self._rules, self._held_on):
            found = list(self._in_sentence(sentence))
            units += found
            answers += [sentence.setting.question[1]] * len(found)
        return Findings(
            join_repeated(units, answers, self._rules), tuple(sorted(self._left, key=lambda one: one.start))
        )

    def _in_sentence(self, sentence: Sentence) -> Iterator[FoundUnit]:
        pending: ReadClause | None = None
        growing: _Growing | None = None
        touches = False
        """Whether nothing stands between the growing unit and the clause."""
        for one in self._reader.read(sentence):
            match one.sort:
                case ClauseSort.UNIT:
                    if growing:
                        yield self._unit(growing, sentence)
                    growing = _Growing(pending.start if pending else one.start, one.end, one.score, one.rule)
                    pending, touches = None, True
                    continue
                case ClauseSort.TAIL if growing is not None and touches:
                    growing.end = one.end
                    continue
                case ClauseSort.PREFIX if pending is None:
                    pending = one
                case ClauseSort.PREFIX:
                    pass
                case _:
                    pending = self._pass_over(pending)
                    self._leave(one.start, one.end, one.reason)
            touches = False
        if growing:
            yield self._unit(growing, sentence)
        self._pass_over(pending)

    def _pass_over(self, pending: ReadClause | None) -> None:
        """Leave out what no unit followed."""
        if pending:
            self._leave(pending.start, pending.end, OmissionReason.MANNER)

    def _leave(self, start: int, end: int, reason: OmissionReason | None) -> None:
        self._left.append(LeftOut(start, end, self._text[start:end], reason))

    def _unit(self, growing: _Growing, sentence: Sentence) -> FoundUnit:
        speaker = sentence.setting.speaker
        office = self._offices.get(speaker, "")
        exact = self._text[growing.start : growing.end]
        fields = fields_of(self._plain, growing.start, growing.end, sentence, self._held_on, self._rules, office)
        return FoundUnit(
            passages=(FoundPassage(growing.start, growing.end, exact, speaker, office),),
            rule=growing.rule,
            score=round(min(growing.score, 1), 2),
            kind=fields.kind,
            quantity=fields.quantity,
            due=fields.due,
            departments=fields.departments,
            parts=fields.parts,
        )
