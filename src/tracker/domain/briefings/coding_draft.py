"""A coding on its way: what the rules proposed for a text, and what a person has decided on of it (coding rules §1).

A draft is a value: every operation returns another one, which can take the operation back. Of the sections that look
ahead every word stays in a unit, left out for a reason, or open, whatever is done; a coding is finished when nothing is
open and no unit is only proposed.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from itertools import takewhile
from typing import TypeVar

from tracker.domain.briefings.found_units import Findings, FoundDepartment, FoundPassage, FoundUnit, LeftOut, UnitRule
from tracker.domain.commitments.quantity import Quantity
from tracker.domain.errors import UserError
from tracker.domain.rows import Due
from tracker.domain.terms import CommitmentKind, OmissionReason

MOST_STEPS = 100
"""Operations that can be taken back; they are saved with the draft."""
NOT_VERIFIABLE_BY_RULE = "原文没有可核验的结果、数量或期限。"
"""The reason that is noted where a rule found nothing by which a unit could be verified."""
_OPENING = "“‘《（「『【〔("
_CLOSING = "”’》）」』】〕)%％"
_PARTING = re.compile(r"(?:[，；：。,;（(\n]|(?<=\d)[.．、](?!\d)|——)\s*")
"""Marks at which the edge of a unit may stand, besides the ends of clauses."""
_LEADS_IN = re.compile(
    r"(?:我们|我部|我委|我局)?(?:还|也|就|都|正)?(?:将|会|要|拟|计划|打算)?|同时|此外|另外|其中|为此|第?[一二三四五六七八九十\d]{1,3}是?"
)
"""Words that only introduce a unit (我们将, 同时, 第一是): left out as a theme."""
_FARTHEST = 2_000
"""Characters from an edge in which such a mark is looked for."""


class UnitState(StrEnum):
    """What somebody has decided of a unit."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class PieceState(StrEnum):
    """What is known of a piece of the text: of a unit what was decided, of other words whether they are left out."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    OMITTED = "omitted"
    OPEN = "open"


class Extent(StrEnum):
    """Of which units a value is set: of one, or also of those behind it that say the same as it does."""

    UNIT = "unit"
    SECTION = "section"
    SPEAKER = "speaker"


class Edge(StrEnum):
    """Which edge is moved: where the first passage of a unit, or a section, starts, or where the last one ends."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """A stretch of the clean text, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Speech:
    """A stretch of the clean text that one person says, end exclusive; `speaker` "" where nobody is named."""

    start: int
    end: int
    speaker: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class DraftSection:
    """What stands below a heading, by which units are chosen together."""

    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class UnitFields:
    """What is said of a unit besides its words; what is unsure is None or empty.

    `title` "" means the words themselves; `not_verifiable` is the reason why nobody could verify it.
    """

    kind: CommitmentKind | None = None
    quantity: Quantity | None = None
    due: Due | None = None
    departments: tuple[FoundDepartment, ...] = ()
    title: str = ""
    parts: tuple[str, ...] = ()
    not_verifiable: str = ""


@dataclass(frozen=True, slots=True)
class DraftUnit:
    """A unit by its number, which stays. `rule` is None where a person marked it; `reason` is why it was rejected.

    `is_quantity_set` and `is_due_set` tell whether a person has set its amount or its due date, or taken it away: the
    rules do not read it again then.
    """

    number: int
    passages: tuple[FoundPassage, ...]
    fields: UnitFields = field(default_factory=UnitFields)
    state: UnitState = UnitState.PROPOSED
    reason: OmissionReason | None = None
    rule: UnitRule | None = None
    score: float = 1
    is_quantity_set: bool = False
    is_due_set: bool = False

    @property
    def start(self) -> int:
        """Return where its first passage starts."""
        return self.passages[0].start

    @property
    def end(self) -> int:
        """Return where its last passage ends."""
        return self.passages[-1].end


@dataclass(frozen=True, slots=True)
class UnitFilter:
    """Which proposed units are accepted together; None means any. `section` counts from 0, `within` is a stretch in
    which they start."""

    section: int | None = None
    rule: UnitRule | None = None
    least_score: float = 0
    within: Stretch | None = None


@dataclass(frozen=True, slots=True)
class DraftStep:
    """What takes an operation back: the units and omissions that it brought, and those that it took away.

    `ahead` is which stretches looked ahead before it, None where it did not change them.
    """

    brought: tuple[DraftUnit, ...]
    took: tuple[DraftUnit, ...]
    brought_omissions: tuple[LeftOut, ...]
    took_omissions: tuple[LeftOut, ...]
    ahead: tuple[Stretch, ...] | None = None


@dataclass(frozen=True, slots=True)
class DraftCounts:
    """How far a coding is: units by what was decided, omissions without rejected units, and open stretches."""

    accepted: int
    proposed: int
    rejected: int
    omitted: int
    open: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A coding on its way, in the order of the text.

    `ahead` are the stretches of which every word is to be decided on, `clauses` all clauses of the text, by whose ends
    edges move, `speeches` who says what. `omitted` has the words that are left out for a reason; `open` follows from
    all of them.
    """

    text: str
    clauses: tuple[Stretch, ...]
    ahead: tuple[Stretch, ...]
    sections: tuple[DraftSection, ...] = ()
    units: tuple[DraftUnit, ...] = ()
    omitted: tuple[LeftOut, ...] = ()
    steps: tuple[DraftStep, ...] = ()
    open: tuple[LeftOut, ...] = ()
    speeches: tuple[Speech, ...] = ()

    @classmethod
    def begin(
        cls,
        text: str,
        findings: Findings,
        clauses: Iterable[Stretch],
        sections: Iterable[DraftSection] = (),
        speeches: Iterable[Speech] = (),
    ) -> "Draft":
        """Return a draft in which every unit that was found is proposed, and nothing decided."""
        passages = (passage for unit in findings.units for passage in unit.passages)
        ahead = _joined(Stretch(one.start, one.end) for one in (*passages, *findings.left_out))
        units = (_proposed(number, unit) for number, unit in enumerate(findings.units, 1))
        omitted = tuple(one for one in findings.left_out if one.reason is not None)
        draft = cls(text, tuple(clauses), ahead, tuple(sections), _in_order(units), omitted, speeches=tuple(speeches))
        return draft.settled()

    @property
    def is_finished(self) -> bool:
        """Return whether every word has been decided on."""
        return not self.open and all(unit.state is not UnitState.PROPOSED for unit in self.units)

    @property
    def counts(self) -> DraftCounts:
        """Return how far it is."""
        states = Counter(unit.state for unit in self.units)
        decided = (states[one] for one in (UnitState.ACCEPTED, UnitState.PROPOSED, UnitState.REJECTED))
        return DraftCounts(*decided, omitted=len(self.omitted), open=len(self.open))

    @property
    def pieces(self) -> tuple[DraftUnit | LeftOut, ...]:
        """Return the units, the words that are left out, and the open ones, in the order of the text."""
        return tuple(sorted((*self.units, *self.omitted, *self.open), key=_place_of))

    def unit(self, number: int) -> DraftUnit:
        """Return a unit. Raises `draft_unit_unknown`."""
        found = next((unit for unit in self.units if unit.number == number), None)
        if found is None:
            raise UserError("draft_unit_unknown", value=number)
        return found

    def accept(self, number: int, kind: CommitmentKind | None = None) -> "Draft":
        """Take a unit for a commitment; of a kind, where one is given."""

        def accepted(unit: DraftUnit) -> DraftUnit:
            fields = unit.fields if kind is None else replace(unit.fields, kind=kind)
            return replace(unit, fields=fields, state=UnitState.ACCEPTED, reason=None)

        return self._with(number, accepted)

    def reject(self, number: int, reason: OmissionReason) -> "Draft":
        """Leave out the words of a unit, for a reason; it can be accepted later."""
        return self._with(number, lambda unit: replace(unit, state=UnitState.REJECTED, reason=reason))

    def reject_with_rest(self, number: int, reason: OmissionReason) -> "Draft":
        """Leave out a unit and the open words behind it, up to the next unit or the end of the line, in one step."""
        return self.as_one_step_to(self.reject(number, reason).leave_out_rest(self.unit(number).start, reason))

    def propose_again(self, number: int) -> "Draft":
        """Leave undecided what was decided on a unit."""
        return self._with(number, lambda unit: replace(unit, state=UnitState.PROPOSED, reason=None))

    def as_one_step_to(self, later: "Draft") -> "Draft":
        """Return what several operations made of this draft, as one that can be taken back."""
        return self._changed(later.units, later.omitted, later.ahead)

    def set_fields(self, fields: Mapping[int, UnitFields]) -> "Draft":
        """Let a person say something else of units, by their numbers, in one step."""
        units = [self.unit(number) for number in fields]
        return self._replaced(units, [_set_by_hand(unit, fields[unit.number]) for unit in units])

    def read_fields(self, fields: Mapping[int, UnitFields]) -> "Draft":
        """Say of units, by their numbers, what the rules read in their words, in one step."""
        units = [self.unit(number) for number in fields]
        return self._replaced(units, [replace(unit, fields=fields[unit.number]) for unit in units])

    def also_set(self, number: int, name: str, extent: Extent) -> list[DraftUnit]:
        """Return the units behind one of which a field is set with it: those that say the same of it as it does."""
        if extent is Extent.UNIT:
            return []
        said = _what_is_said(self.unit(number).fields, name)
        rest = self._rest_of_section(number) if extent is Extent.SECTION else self._rest_of_speaker(number)
        return [one for one in rest if _what_is_said(one.fields, name) == said]

    def _rest_of_section(self, number: int) -> list[DraftUnit]:
        """The units after one that are only proposed and are in the same section that looks ahead."""
        start = self.unit(number).start
        section = self.section_at(start)
        return [] if section is None else [one for one in self._proposed_after(start) if one.start < section.end]

    def _rest_of_speaker(self, number: int) -> list[DraftUnit]:
        """The units after one that are only proposed and are said by the same person; of a text in which nobody speaks,
        all of them."""
        unit = self.unit(number)
        speaker = unit.passages[0].speaker
        return [one for one in self._proposed_after(unit.start) if one.passages[0].speaker == speaker]

    def _proposed_after(self, start: int) -> Iterator[DraftUnit]:
        return (one for one in self.units if one.start > start and one.state is UnitState.PROPOSED)

    def line_from(self, place: int) -> Stretch:
        """Return what is left of a line of the text from a place on."""
        end = self.text.find("\n", place)
        return Stretch(place, end if end >= 0 else len(self.text))

    def split(self, number: int, offset: int) -> "Draft":
        """Part a unit in two: what stands from an offset on becomes a unit of its own, proposed again.

        Raises `draft_place_unfit` where no words would be left on one side.
        """
        unit = self.unit(number)
        place = next((i for i, one in enumerate(unit.passages) if one.start < offset < one.end), None)
        if place is None:
            raise UserError("draft_place_unfit", value=offset)
        whole = unit.passages[place]
        first = (*unit.passages[:place], self._passage(whole.start, offset, whole))
        second = (self._passage(offset, whole.end, whole), *unit.passages[place + 1 :])
        kept = unit.fields
        said = "".join(one.exact for one in second)
        goes = kept.quantity is not None and kept.quantity.wording in said
        rest = UnitFields(due=kept.due, departments=kept.departments, quantity=kept.quantity if goes else None)
        new = replace(
            unit, number=self._next_number, passages=second, fields=rest, state=UnitState.PROPOSED, reason=None
        )
        # A title and parts were given to the whole: of neither half they are certain.
        fields = replace(kept, quantity=None if goes else kept.quantity, title="", parts=())
        return self._replaced([unit], [replace(unit, passages=first, fields=fields), new])

    def merge_with_next(self, number: int) -> "Draft":
        """Make one unit of a unit and the next that is not rejected; what the first does not say the second does.

        Raises `draft_nothing_follows`.
        """
        unit = self.unit(number)
        later = self.units[self.units.index(unit) + 1 :]
        following = next((one for one in later if one.state is not UnitState.REJECTED), None)
        if following is None:
            raise UserError("draft_nothing_follows")
        passages = (*unit.passages, *following.passages)
        first, second = unit.passages[-1], following.passages[0]
        if first.end <= second.start and not _has_words(self.text[first.end : second.start]):
            whole = self._passage(first.start, second.end, first)
            passages = (*unit.passages[:-1], whole, *following.passages[1:])
        in_order: list[FoundPassage] = []
        for one in sorted(passages, key=_by_start):
            if in_order and one.start < in_order[-1].end:
                # Two that share words say them once.
                end = max(one.end, in_order[-1].end)
                in_order[-1] = self._passage(in_order[-1].start, end, in_order[-1], trims=False)
            else:
                in_order.append(one)
        merged = replace(_both(unit, following), passages=tuple(in_order))
        return self._replaced([unit, following], [merged])

    def move_edge(self, number: int, edge: Edge, offset: int) -> "Draft":
        """Let a unit begin or end at another offset. Raises `draft_place_unfit` where it would lose its last word."""
        unit = self.unit(number)
        if not 0 <= offset <= len(self.text):
            raise UserError("draft_place_unfit", value=offset)
        if edge is Edge.START:
            like = unit.passages[0]
            before, now = self._said_at(unit.start), self._said_at(offset)
            if now is not None and before is not None and now.speaker != before.speaker:
                like = replace(like, speaker=now.speaker, office=now.office)
            first = self._passage(offset, unit.passages[0].end, like, trims=False)
            passages = (first, *unit.passages[1:])
        else:
            last = self._passage(unit.passages[-1].start, offset, unit.passages[-1], trims=False)
            passages = (*unit.passages[:-1], last)
        units = _exchanged(self.units, [unit], [replace(unit, passages=passages)])
        return self._changed(units, (*self.omitted, *self._led_in(unit.start, passages[0].start)))

    def _led_in(self, start: int, end: int) -> Iterator[LeftOut]:
        """The words before a unit that only lead in, which nobody has to decide on: 我们将, 要, 其中, 8."""
        words = _trimmed(self.text, start, end) if start < end else None
        if words is not None and _LEADS_IN.fullmatch(self.text, words.start, words.end):
            yield LeftOut(words.start, words.end, self.text[words.start : words.end], OmissionReason.THEME)

    def move_edge_by_characters(self, number: int, edge: Edge, by: int) -> "Draft":
        """The same by so many characters, forwards or backwards."""
        unit = self.unit(number)
        return self.move_edge(number, edge, (unit.start if edge is Edge.START else unit.end) + by)

    def move_edge_by_clause(self, number: int, edge: Edge, *, forwards: bool) -> "Draft":
        """The same to the next, or the last, place where a clause begins or ends; without one it stays."""
        unit = self.unit(number)
        offset = self._clause_edge(unit.start if edge is Edge.START else unit.end, edge, forwards=forwards)
        return self if offset is None else self.move_edge(number, edge, offset)

    def _clause_edge(self, now: int, edge: Edge, *, forwards: bool) -> int | None:
        """Where the next, or the last, clause or aside in brackets begins or ends; None where there is none."""
        clauses = (one.start if edge is Edge.START else one.end for one in self.clauses)
        places = sorted({*clauses, *self._marks(edge, now)})
        place = bisect_right(places, now) if forwards else bisect_left(places, now) - 1
        return places[place] if 0 <= place < len(places) else None

    def _marks(self, edge: Edge, near: int) -> Iterator[int]:
        """Where words begin behind a mark, or end before one: an aside and a leading phrase are within a clause."""
        for found in _PARTING.finditer(self.text, max(0, near - _FARTHEST), near + _FARTHEST):
            yield found.end() if edge is Edge.START else found.start()

    def bounds(self) -> tuple[Stretch, ...]:
        """Return the sections that look ahead, each from its first word to its last: marks and blanks part none."""
        sections: list[Stretch] = []
        for one in self.ahead:
            if sections and not _has_words(self.text[sections[-1].end : one.start]):
                sections[-1] = Stretch(sections[-1].start, one.end)
            else:
                sections.append(one)
        return tuple(sections)

    def section_at(self, place: int) -> Stretch | None:
        """Return the section that looks ahead and holds a place; None where none does."""
        return next((one for one in self.bounds() if one.start <= place < one.end), None)

    def move_bound(self, place: int, edge: Edge, offset: int) -> "Draft":
        """Let the section that looks ahead and holds a place begin or end at another offset.

        What it takes in is open; of what it leaves, omissions and units that are only proposed are gone. Raises
        `draft_place_unfit` where no section holds the place, or it would lose its last word.
        """
        section = self.section_at(place)
        if section is None or not 0 <= offset <= len(self.text):
            raise UserError("draft_place_unfit", value=offset)
        start, end = (offset, section.end) if edge is Edge.START else (section.start, offset)
        if not _has_words(self.text[start:end]):
            raise UserError("draft_place_unfit", value=offset)
        grown = _joined((*self.ahead, Stretch(start, end)))
        left = tuple(_without([section], [Stretch(start, end)]))
        ahead = tuple(_without(grown, left))
        units = (one for one in self.units if one.state is not UnitState.PROPOSED or not _lies_in(one, left))
        return self._changed(units, self._left_of_omissions(left), ahead)

    def move_bound_by_clause(self, place: int, edge: Edge, *, forwards: bool) -> "Draft":
        """The same to the next, or the last, place where a clause begins or ends; without one it stays."""
        section = self.section_at(place)
        if section is None:
            raise UserError("draft_place_unfit", value=place)
        offset = self._clause_edge(section.start if edge is Edge.START else section.end, edge, forwards=forwards)
        return self if offset is None else self.move_bound(place, edge, offset)

    def add_unit(self, start: int, end: int, kind: CommitmentKind | None = None) -> "Draft":
        """Make a unit of a selection, accepted; marks and blanks at its ends are not taken along, and whose words they
        are follows from the text. `kind` is None where its words tell it.

        Raises `draft_place_unfit` where there are no words.
        """
        words = _trimmed(self.text, max(0, start), end)
        said = (self._said_at(words.start) if words else None) or Speech(start, end)
        passage = self._passage(start, end, FoundPassage(start, end, "", said.speaker, said.office))
        made = DraftUnit(self._next_number, (passage,), UnitFields(kind=kind), state=UnitState.ACCEPTED)
        return self._replaced([], [made])

    def _said_at(self, place: int) -> Speech | None:
        return next((one for one in self.speeches if one.start <= place < one.end), None)

    def leave_out(self, start: int, end: int, reason: OmissionReason) -> "Draft":
        """Leave out a stretch for a reason, but for the words of units. Raises `draft_place_unfit`."""
        passage = self._passage(start, end, FoundPassage(start, end, ""))
        kept = self._left_of_omissions([Stretch(passage.start, passage.end)])
        new = LeftOut(passage.start, passage.end, passage.exact, reason)
        return self._changed(self.units, (*kept, new))

    def leave_out_rest(self, place: int, reason: OmissionReason) -> "Draft":
        """Leave out the open words from a place up to the next unit that begins behind it, or the end of the line."""
        line = self.line_from(place)
        end = min((unit.start for unit in self.units if place < unit.start), default=line.end)
        chosen = [replace(one, reason=reason) for one in self.open if place <= one.start < min(end, line.end)]
        return self._changed(self.units, (*self.omitted, *chosen))

    def open_again(self, start: int, end: int) -> "Draft":
        """Leave undecided what was left out within a stretch."""
        return self._changed(self.units, self._left_of_omissions([Stretch(start, end)]))

    def accept_all(self, wanted: UnitFilter | None = None) -> tuple["Draft", int]:
        """Accept every proposed unit that satisfies a filter, in one step; returns how many there were, too."""
        chosen = self.chosen(wanted or UnitFilter())
        accepted = [replace(unit, state=UnitState.ACCEPTED) for unit in chosen]
        return (self._replaced(chosen, accepted) if chosen else self), len(chosen)

    def chosen(self, wanted: UnitFilter) -> list[DraftUnit]:
        """Return the proposed units that satisfy a filter."""
        section = None if wanted.section is None else self.sections[wanted.section]
        return [
            unit
            for unit in self.units
            if unit.state is UnitState.PROPOSED
            and unit.score >= wanted.least_score
            and wanted.rule in (None, unit.rule)
            and (wanted.within is None or wanted.within.start <= unit.start < wanted.within.end)
            and (section is None or section.start <= unit.start < section.end)
        ]

    def next_open(self, place: int) -> int | None:
        """Return where the first undecided words after a place start, those of a proposed unit or open ones."""
        return next((start for start in self._undecided() if start > place), None)

    def previous_open(self, place: int) -> int | None:
        """Return where the last undecided words before a place start."""
        return next((start for start in reversed(self._undecided()) if start < place), None)

    @property
    def can_undo(self) -> bool:
        """Return whether an operation can be taken back."""
        return bool(self.steps)

    def undo(self) -> "Draft":
        """Take the last operation back; a draft in which there is none stays as it is."""
        if not self.steps:
            return self
        *earlier, step = self.steps
        units = _exchanged(self.units, step.brought, step.took)
        omitted = _exchanged(self.omitted, step.brought_omissions, step.took_omissions)
        ahead = self.ahead if step.ahead is None else step.ahead
        back = replace(self, units=_in_order(units), omitted=_in_order(omitted), ahead=ahead, steps=tuple(earlier))
        return replace(back, open=tuple(back.undecided_words()))

    def settled(self) -> "Draft":
        """Return the same with omissions that leave the words of units to them, and with what is open."""
        taken = _joined(Stretch(one.start, one.end) for unit in self.units for one in unit.passages)
        omitted = _in_order(self._left_of_omissions(taken))
        draft = replace(self, omitted=omitted)
        return replace(draft, open=tuple(draft.undecided_words()))

    def undecided_words(self) -> Iterator[LeftOut]:
        """Yield the words that look ahead and are neither in a unit nor left out, clause by clause."""
        passages = (passage for unit in self.units for passage in unit.passages)
        covered = _joined(Stretch(one.start, one.end) for one in (*passages, *self.omitted))
        ends = [clause.end for clause in self.clauses]
        for rest in _without(self.ahead, covered):
            start = rest.start
            # Clause by clause, each with the mark behind it: `_trimmed` takes that away.
            for end in (*ends[bisect_right(ends, rest.start) : bisect_left(ends, rest.end)], rest.end):
                if words := _trimmed(self.text, start, end):
                    yield LeftOut(words.start, words.end, self.text[words.start : words.end], None)
                start = end

    @property
    def _next_number(self) -> int:
        return max((unit.number for unit in self.units), default=0) + 1

    def _undecided(self) -> list[int]:
        proposed = (unit.start for unit in self.units if unit.state is UnitState.PROPOSED)
        return sorted((*proposed, *(one.start for one in self.open)))

    def _passage(self, start: int, end: int, like: FoundPassage, *, trims: bool = True) -> FoundPassage:
        """A passage that has the speaker of another. Raises `draft_place_unfit` for one without words."""
        words = _trimmed(self.text, start, end) if 0 <= start < end <= len(self.text) else None
        if words is None:
            raise UserError("draft_place_unfit", value=start)
        if trims:
            start, end = words.start, words.end
        return replace(like, start=start, end=end, exact=self.text[start:end])

    def _left_of_omissions(self, taken: Sequence[Stretch]) -> Iterator[LeftOut]:
        """What is left of the omissions without some stretches, which are in order and do not touch."""
        ends = [one.end for one in taken]
        for one in self.omitted:
            first = bisect_right(ends, one.start)
            over = list(takewhile(partial(_begins_before, one.end), (taken[i] for i in range(first, len(taken)))))
            if not over:
                yield one
            for rest in _without([Stretch(one.start, one.end)] if over else [], over):
                if words := _trimmed(self.text, rest.start, rest.end):
                    yield LeftOut(words.start, words.end, self.text[words.start : words.end], one.reason)

    def _with(self, number: int, change: Callable[[DraftUnit], DraftUnit]) -> "Draft":
        unit = self.unit(number)
        return self._replaced([unit], [change(unit)])

    def _replaced(self, old: Sequence[DraftUnit], new: Sequence[DraftUnit]) -> "Draft":
        return self._changed(_exchanged(self.units, old, new), self.omitted)

    def _changed(
        self, units: Iterable[DraftUnit], omitted: Iterable[LeftOut], ahead: tuple[Stretch, ...] | None = None
    ) -> "Draft":
        """The draft with these units and omissions, and what takes that back; the same one where nothing is new."""
        whole = self.ahead if ahead is None else ahead
        draft = replace(self, units=_in_order(units), omitted=tuple(omitted), ahead=whole).settled()
        if (draft.units, draft.omitted, draft.ahead) == (self.units, self.omitted, self.ahead):
            return self
        step = DraftStep(
            brought=_missing(self.units, draft.units),
            took=_missing(draft.units, self.units),
            brought_omissions=_missing(self.omitted, draft.omitted),
            took_omissions=_missing(draft.omitted, self.omitted),
            ahead=None if whole == self.ahead else self.ahead,
        )
        return replace(draft, steps=(*self.steps, step)[-MOST_STEPS:])


_Placed = TypeVar("_Placed", DraftUnit, LeftOut)


def _proposed(number: int, unit: FoundUnit) -> DraftUnit:
    fields = UnitFields(
        kind=unit.kind,
        quantity=unit.quantity,
        due=unit.due,
        departments=unit.departments,
        parts=unit.parts,
        not_verifiable=NOT_VERIFIABLE_BY_RULE if unit.not_verifiable else "",
    )
    passages = tuple(sorted(unit.passages, key=_by_start))
    return DraftUnit(number, passages, fields, rule=unit.rule, score=unit.score)


def _by_start(passage: FoundPassage) -> int:
    return passage.start


def _place_of(one: DraftUnit | LeftOut) -> tuple[int, int, int]:
    return (one.start, one.end, one.number if isinstance(one, DraftUnit) else 0)


def _in_order(some: Iterable[_Placed]) -> tuple[_Placed, ...]:
    return tuple(sorted(some, key=_place_of))


def _exchanged(some: Sequence[_Placed], old: Sequence[_Placed], new: Sequence[_Placed]) -> tuple[_Placed, ...]:
    return (*_missing(old, some), *new)


def _missing(some: Sequence[_Placed], of: Sequence[_Placed]) -> tuple[_Placed, ...]:
    """Those of the second that are not in the first."""
    # Nearly all are the very same values: a long text has thousands of them, and each key asks.
    same = {id(one) for one in some}
    others = [one for one in of if id(one) not in same]
    known: dict[tuple[int, int, int], list[_Placed]] = {}
    if not others:
        return ()
    for one in some:
        known.setdefault(_place_of(one), []).append(one)
    return tuple(one for one in others if one not in known.get(_place_of(one), ()))


def _what_is_said(fields: UnitFields, name: str) -> object:
    """What a unit says of a field, without how it is known."""
    match name:
        case "due":
            return fields.due.on if fields.due is not None else None
        case "departments":
            return tuple((one.name, one.role) for one in fields.departments)
        case "quantity":
            return fields.quantity
        case _:
            return fields.kind


def _set_by_hand(unit: DraftUnit, fields: UnitFields) -> DraftUnit:
    """A unit of which a person says this, and which keeps in mind what of it was other before."""
    return replace(
        unit,
        fields=fields,
        is_quantity_set=unit.is_quantity_set or fields.quantity != unit.fields.quantity,
        is_due_set=unit.is_due_set or fields.due != unit.fields.due,
    )


def _both(one: DraftUnit, other: DraftUnit) -> DraftUnit:
    """The first of two units that become one, with what both say; where both say something, what a person has set
    rather than what the rules read, and else the first."""
    first, second = one.fields, other.fields
    named = {each.name for each in first.departments}
    takes_other_quantity = other.is_quantity_set and not one.is_quantity_set
    takes_other_due = other.is_due_set and not one.is_due_set
    fields = UnitFields(
        kind=first.kind or second.kind,
        quantity=(second.quantity or first.quantity) if takes_other_quantity else (first.quantity or second.quantity),
        due=(second.due or first.due) if takes_other_due else (first.due or second.due),
        departments=(*first.departments, *(each for each in second.departments if each.name not in named)),
        title=first.title,
        parts=tuple(dict.fromkeys((*first.parts, *second.parts))),
        # One half that can be verified is enough.
        not_verifiable=first.not_verifiable if second.not_verifiable else "",
    )
    return replace(
        one,
        fields=fields,
        is_quantity_set=one.is_quantity_set or other.is_quantity_set,
        is_due_set=one.is_due_set or other.is_due_set,
    )


def words_left(text: str, stretches: Iterable[Stretch], taken: Iterable[Stretch]) -> Iterator[Stretch]:
    """Yield what is left of stretches of a text without some others, each from its first word to its last."""
    for rest in _without(_joined(stretches), _joined(taken)):
        if words := _trimmed(text, rest.start, rest.end):
            yield words


def _joined(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The same words as stretches in order that do not touch."""
    joined: list[Stretch] = []
    for one in sorted(stretches):
        if joined and one.start <= joined[-1].end:
            joined[-1] = Stretch(joined[-1].start, max(joined[-1].end, one.end))
        else:
            joined.append(one)
    return tuple(joined)


def _without(stretches: Sequence[Stretch], taken: Sequence[Stretch]) -> Iterator[Stretch]:
    """What is left of stretches; both are in order, and none of them touch."""
    ends = [one.end for one in taken]
    for one in stretches:
        start = one.start
        for other in taken[bisect_right(ends, start) :]:
            if other.start >= one.end:
                break
            if start < other.start:
                yield Stretch(start, other.start)
            start = max(start, other.end)
        if start < one.end:
            yield Stretch(start, one.end)


def _lies_in(unit: DraftUnit, stretches: Iterable[Stretch]) -> bool:
    """Whether every passage of a unit lies within these stretches."""
    within = tuple(stretches)
    return all(any(one.start <= said.start and said.end <= one.end for one in within) for said in unit.passages)


def _begins_before(place: int, stretch: Stretch) -> bool:
    return stretch.start < place


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


def _trimmed(text: str, start: int, end: int) -> Stretch | None:
    """A stretch without the blanks and marks around its words, but for those that open or close a quotation or a
    bracket; None where it has no words."""
    while start < end and not (text[start].isalnum() or text[start] in _OPENING):
        start += 1
    while start < end and not (text[end - 1].isalnum() or text[end - 1] in _CLOSING):
        end -= 1
    return Stretch(start, end) if _has_words(text[start:end]) else None
