"""From a text to a draft of its coding, and from the draft to a coding that a ledger can load."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from tracker.briefing.coding import Answers
from tracker.briefing.finding import field_offers
from tracker.briefing.finding.clauses import clauses_of
from tracker.briefing.finding.field_offers import amounts_in, day_as_known, days_near, departments_near, names_in
from tracker.briefing.finding.plain_marks import plain_marks
from tracker.briefing.finding.text_structure import LineKind, lines_of, offices_of, speakers_by_line
from tracker.briefing.finding.unit_fields import headed_by, own_due, quantity_of
from tracker.domain.briefings.coding_draft import Draft, DraftSection, Speech, Stretch, UnitFields, UnitState
from tracker.domain.commitments.bodies import state_bodies
from tracker.domain.commitments.coded import (
    PUBLISHER,
    CodedBriefing,
    CodedCommitment,
    CodedDepartment,
    CodedPart,
    CodedSource,
)
from tracker.domain.commitments.commitment_kinds import kind_of
from tracker.domain.commitments.passage import OmittedPassage, OpenPassage, SourcePassage
from tracker.domain.rows import Due, Name, SpeakerRow
from tracker.domain.search.typed_names import TypedNames
from tracker.domain.terms import DepartmentRole, DueBasis, OmissionReason, PassageRole
from tracker.store.commitments.departments import bodies_in, offered
from tracker.store.exchange.sheet_names import UNSORTED, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from tracker.domain.briefings.coding_draft import DraftUnit
    from tracker.domain.briefings.found_units import Findings, FoundDepartment, FoundPassage
    from tracker.domain.commitments.department_names import DepartmentNames
    from tracker.domain.commitments.quantity import Quantity
    from tracker.services.commands import NewSource
    from tracker.services.ledgers.workspace import Workspace

MOST_OFFERED = 8
"""Values that are offered for a field; 9 and 0 mean another one and none."""
LONGEST_TITLE = 60
"""Characters of a unit that become its title where nobody gave it one."""
_Value = TypeVar("_Value", bound=Hashable)
_QUOTED = (DueBasis.STATED, DueBasis.SECTION, DueBasis.QUESTION)
_BY_HAND = (DueBasis.USER, DueBasis.DOCUMENT, DueBasis.NONE)
"""How a due date is known that no rule has read; drafts of an earlier version do not tell what a person has set."""
_REVISION = 1
_LINES_BELOW = 2
"""Lines below a task in which its day may stand: who does it, and by when."""
_WHEN = "(?:\\d{1,2}月(?:\\d{1,2}日)?)?(?:[底末]前?|[以之]?前)?"
_THIS_YEAR = re.compile(
    f"(?:今年|本年|明年|全年){_WHEN}(?:[上下]半年)?|年内|年[底末]前?|[上下]半年|[一二三四]季度|\\d{{1,2}}月(?:\\d{{1,2}}日)?{_WHEN}"
)
"""How a day is said whose year follows from the text."""


@dataclass(frozen=True, slots=True)
class RawText:
    """The file that a text was read off: its bytes, its name in the folder of a coding (raw.docx), the cleaning steps
    that were not taken, and its readable text page by page."""

    content: bytes
    name: str
    undone: tuple[int, ...] = ()
    pages: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the bytes."""
        return hashlib.sha256(self.content).hexdigest()


def draft_of(text: str, findings: Findings) -> Draft:
    """Return the draft of a text in which everything that was found is proposed."""
    return Draft.begin(text, findings, clauses(text), _sections(text), speeches(text))


def clauses(text: str) -> tuple[Stretch, ...]:
    """Return the clauses of a text, by whose ends the edges of units move."""
    plain = plain_marks(text)
    return tuple(
        Stretch(clause.start, clause.end)
        for line in lines_of(text)
        for clause in clauses_of(plain, line.start, line.end)
    )


def department_names(workspace: Workspace, draft: Draft) -> TypedNames:
    """Return the names by which a department can be called, to be found by what is typed of them: first those of the
    text and of the units, and those that its speakers head, then those of the ledger and of the State's bodies."""
    with workspace.snapshot() as snapshot:
        known = offered(snapshot.connection)
        bodies = bodies_in(snapshot.connection).names
    used = Counter(one.name for unit in draft.units for one in unit.fields.departments)
    headed = filter(None, (headed_by(one.office) for one in draft.speeches))
    near = (*(name for name, _ in used.most_common()), *headed, *names_in(draft.text))
    return TypedNames((*near, *(one.zh for one in (*known, *bodies))))


def read_again(before: Draft, after: Draft, held_on: date) -> Draft:
    """Return a draft, in one step from another, in which the units whose words have changed say what their own words
    do: the amount, and the day that they name. What a person has set or taken away stays."""
    fields: dict[int, UnitFields] = {}
    known = {unit.number: unit for unit in before.units}
    for unit in after.units:
        old = known.get(unit.number)
        if old is not None and old.passages == unit.passages:
            continue
        # A unit that is new may be the half of one.
        origin = old or next((one for one in before.units if one.start < unit.end and unit.start < one.end), None)
        said = replace(unit.fields, quantity=_amount_again(old, unit), due=_due_again(old, origin, unit, held_on))
        if said != unit.fields:
            fields[unit.number] = said
    return before.as_one_step_to(after.read_fields(fields)) if fields else after


def _amount_again(old: DraftUnit | None, unit: DraftUnit) -> Quantity | None:
    """The amount of a unit whose words have changed."""
    said = unit.fields.quantity
    was = _own_amount(old) if old is not None else None
    return _own_amount(unit) if said == was and not unit.is_quantity_set else said


def _due_again(old: DraftUnit | None, origin: DraftUnit | None, unit: DraftUnit, held_on: date) -> Due | None:
    """The due date of a unit whose words have changed, and were in another one before, if it is new."""
    said = unit.fields.due
    if unit.is_due_set or (said is not None and said.basis in _BY_HAND):
        return said
    own = _own_due(unit, held_on)
    if own is not None and own.on is not None:
        return said if old is not None and own == _own_due(old, held_on) else own
    # What the words named that are no longer its own, they do not state of it.
    has_gone = origin is not None and said == _own_due(origin, held_on)
    return None if has_gone else said


def _own_amount(unit: DraftUnit) -> Quantity | None:
    return quantity_of(_plain_words(unit))


def _own_due(unit: DraftUnit, held_on: date) -> Due | None:
    return own_due(_plain_words(unit), held_on)


def _plain_words(unit: DraftUnit) -> str:
    return plain_marks("；".join(one.exact for one in unit.passages))


def due_as_known(draft: Draft, unit: DraftUnit, due: Due, held_on: date) -> Due:
    """Return a due date that was said of another unit, or typed, with the basis that this one has for it (§4)."""
    if due.on is None or due.basis in (DueBasis.DOCUMENT, DueBasis.QUESTION):
        return due
    known = day_as_known(draft.text, unit.start, unit.passages[0].end, due.on, held_on)
    if known.basis is DueBasis.USER and due.basis is DueBasis.SECTION:
        return due  # it stood over the section that both are in
    return replace(known, about=due.about)


def departments_as_known(
    draft: Draft, unit: DraftUnit, departments: tuple[FoundDepartment, ...]
) -> tuple[FoundDepartment, ...]:
    """Return departments that were said of another unit, or typed, with the basis that this one has for them (§3)."""
    office = _office_of(draft, unit)
    return field_offers.departments_as_known(draft.text, unit.start, unit.end, office, departments)


def as_before(draft: Draft, unit: DraftUnit, held_on: date) -> UnitFields:
    """Return what a unit would say if it took over, where it says nothing, who does it and by when from the unit before
    it that is not left out, with the basis that it has for that."""
    before = [one for one in draft.units if one.start < unit.start and one.state is not UnitState.REJECTED]
    if not before:
        return unit.fields
    departments = unit.fields.departments
    due = unit.fields.due
    said = before[-1].fields
    if not departments:
        departments = departments_as_known(draft, unit, said.departments)
    if due is None and said.due is not None:
        due = due_as_known(draft, unit, said.due, held_on)
    return replace(unit.fields, departments=departments, due=due)


def offered_amounts(unit: DraftUnit) -> tuple[Quantity, ...]:
    """Return the amounts that the words of a unit may promise."""
    return tuple(dict.fromkeys(amount for one in unit.passages for amount in amounts_in(one.exact)))


def offered_days(draft: Draft, unit: DraftUnit, held_on: date) -> tuple[Due, ...]:
    """Return the days by which a unit may be due: of the words around it, and those of other units, most used first."""
    used = Counter(one.fields.due for one in draft.units if one.fields.due is not None and one.fields.due.on)
    near = days_near(draft.text, unit.start, unit.passages[0].end, held_on)
    others = (due_as_known(draft, unit, due, held_on) for due, _ in used.most_common(MOST_OFFERED))
    return _likeliest(near, list(others))


def offered_departments(draft: Draft, unit: DraftUnit) -> tuple[tuple[FoundDepartment, ...], ...]:
    """Return who may be responsible for a unit: whom the words around it name, and those of other units."""
    used = Counter(one.fields.departments for one in draft.units if one.fields.departments)
    near = departments_near(draft.text, unit.start, unit.passages[0].end, _office_of(draft, unit))
    others = (departments_as_known(draft, unit, several) for several, _ in used.most_common(MOST_OFFERED))
    return _likeliest(near, list(others))


def _office_of(draft: Draft, unit: DraftUnit) -> str:
    """The office of whoever says a unit."""
    said = next((one for one in draft.speeches if one.start <= unit.start < one.end), None)
    return said.office if said is not None else unit.passages[0].office


def _likeliest(near: Sequence[_Value], used: Sequence[_Value]) -> tuple[_Value, ...]:
    """As many as digits choose: half of them of the words around, the others of other units."""
    half = MOST_OFFERED // 2
    some = dict.fromkeys((*near[:half], *used[:half], *near[half:], *used[half:]))
    return tuple(some)[:MOST_OFFERED]


def speeches(text: str) -> tuple[Speech, ...]:
    """Return who says what in a text, line by line."""
    said = tuple(speakers_by_line(lines_of(text)))
    offices = offices_of(text, sorted({speaker for _, speaker in said if speaker}))
    return tuple(Speech(line.start, line.end, speaker, offices.get(speaker, "")) for line, speaker in said)


def _sections(text: str) -> Iterator[DraftSection]:
    """What stands below each heading."""
    heads = [line for line in lines_of(text) if line.kind is LineKind.HEADING]
    ends = [*(line.start for line in heads[1:]), len(text)]
    for head, end in zip(heads, ends, strict=False):
        yield DraftSection(text[head.body : head.end].strip(), head.start, end)


class CodingMaker:
    """Makes the coding of a draft. `key` is that of the source; `names` finds departments, and `known` has the keys of
    those that the ledger has."""

    def __init__(
        self,
        draft: Draft,
        wish: NewSource,
        key: str,
        names: DepartmentNames,
        known: Iterable[str],
        *,
        is_reviewed: bool,
    ) -> None:
        self._draft = draft
        self._wish = wish
        self._key = key
        self._names = names
        self._known = frozenset(known)
        self._is_reviewed = is_reviewed
        self._departments: dict[str, Name] = {}
        """Those that the ledger does not know, by the keys that they get."""
        self._accepted = [unit for unit in draft.units if unit.state is UnitState.ACCEPTED]
        self._speakers = dict(self._people())
        self._said = Answers(draft.text, self._speakers.values())

    def make(self, raw: RawText, codes: Iterator[str]) -> CodedBriefing:
        """Return the coding; words of units that are only proposed are open in it."""
        commitments = tuple(self._commitment(unit, code) for unit, code in zip(self._accepted, codes, strict=False))
        still = [one for unit in self._draft.units if unit.state is UnitState.PROPOSED for one in unit.passages]
        key, zh, en = UNSORTED
        return CodedBriefing(
            source=self._source(raw),
            raw=raw.content,
            text=self._draft.text,
            speakers=tuple(self._speakers.values()),
            topics=(Name(key, zh, en),),
            commitments=commitments,
            omissions=tuple(self._omissions()),
            open=tuple(
                OpenPassage(one.start, one.end, one.exact)
                for one in sorted((*still, *self._draft.open), key=lambda one: one.start)
            ),
            departments=tuple(self._departments.values()),
            raw_name=raw.name,
        )

    def _source(self, raw: RawText) -> CodedSource:
        wish = self._wish
        return CodedSource(
            key=self._key,
            code_prefix=wish.prefix,
            title=Name("title", wish.title, wish.title),
            occasion="",
            publisher=Name("publisher", wish.publisher, wish.publisher),
            held_on=wish.held_on,
            raw_sha256=raw.sha256,
            clean_sha256=hashlib.sha256(self._draft.text.encode()).hexdigest(),
            captions=(),
            incomplete=Name("incomplete", "", ""),
            revision=_REVISION,
            undone=raw.undone,
        )

    def _people(self) -> Iterator[tuple[str, SpeakerRow]]:
        """Who speaks, by name; "" is the publisher, where nobody is named."""
        for unit in self._accepted:
            for passage in unit.passages:
                name = passage.speaker
                if name:
                    office = passage.office or self._wish.publisher
                    key = key_of("speaker", name)
                    yield name, SpeakerRow(Name(key, name, name), Name(key, office, office))
            if not unit.passages[0].speaker:
                publisher = self._wish.publisher
                yield "", SpeakerRow(Name(PUBLISHER, publisher, publisher), Name(PUBLISHER, publisher, publisher))

    def _omissions(self) -> Iterator[OmittedPassage]:
        for one in self._draft.omitted:
            yield OmittedPassage(one.start, one.end, one.exact, one.reason or OmissionReason.CONTEXT)
        for unit in self._draft.units:
            if unit.state is UnitState.REJECTED:
                for passage in unit.passages:
                    reason = unit.reason or OmissionReason.CONTEXT
                    yield OmittedPassage(passage.start, passage.end, passage.exact, reason)

    def _commitment(self, unit: DraftUnit, code: str) -> CodedCommitment:
        fields = unit.fields
        words = "；".join(one.exact for one in unit.passages)
        promises = tuple(self._passage(one) for one in unit.passages)
        due = fields.due or Due(None, DueBasis.NONE)
        title = " ".join((fields.title or words).split())
        if not fields.title and len(title) > LONGEST_TITLE:
            title = f"{title[: LONGEST_TITLE - 1]}…"
        return CodedCommitment(
            code=code,
            title=title,
            title_en=title,
            topic=UNSORTED[0],
            kind=fields.kind or kind_of(words),
            passages=(*promises, *self._due_passage(due, promises)),
            departments=self._responsible(fields.departments),
            due=due,
            quantity=fields.quantity,
            parts=tuple(CodedPart(part, part) for part in dict.fromkeys(fields.parts)),
            not_verifiable=fields.not_verifiable,
            is_reviewed=self._is_reviewed,
        )

    def _passage(self, found: FoundPassage) -> SourcePassage:
        speaker = self._speakers[found.speaker].name.key if found.speaker else ""
        answer = self._said.at(found.start, found.end).number
        return SourcePassage(found.start, found.end, found.exact, PassageRole.PROMISE, speaker, answer)

    def _due_passage(self, due: Due, promises: Sequence[SourcePassage]) -> Iterator[SourcePassage]:
        """The words that give the year of a due date, where its basis says that the text has them."""
        if due.on is None or due.basis not in _QUOTED:
            return
        text = self._draft.text
        year = re.compile(rf"{due.on.year}年{_WHEN}")
        if due.basis is DueBasis.STATED:
            places = [Stretch(one.start, one.end) for one in promises]
            # Of a row the day stands beside it, or in the row above whose column goes on; of a task with a line of its
            # own on who does it by when, below.
            start, end = promises[0].start, promises[-1].end
            line = text.rfind("\n", 0, start) + 1
            rest = text[end:].split("\n", _LINES_BELOW + 1)
            beside = [Stretch(end, end + len(rest[0]))]
            below = [Stretch(end, end + len("\n".join(rest[: _LINES_BELOW + 1])))]
            tries = [(year, places), (_THIS_YEAR, places), (year, beside), (_THIS_YEAR, beside)]
            is_row = "\t" in text[line:start]
            tries += [] if is_row else [(year, below)]
            words = (said for sort, some in tries for one in some for said in sort.finditer(text, one.start, one.end))
            found = next(words, None)
            if found is None and is_row:
                found = next(reversed(list(year.finditer(text, 0, line))), None)
        else:
            found = next(reversed(list(year.finditer(text, 0, promises[0].start))), None)
        if found is not None:
            answer = self._said.at(found.start(), found.end())
            yield SourcePassage(found.start(), found.end(), found[0], PassageRole.DUE, answer.speaker, answer.number)

    def _responsible(self, found: Iterable[FoundDepartment]) -> tuple[CodedDepartment, ...]:
        """The departments by the names of the ledger, each once, and one that leads; what it does not know it gets."""
        coded: dict[str, CodedDepartment] = {}
        has_lead = False
        for one in found:
            for named in self._names.in_cell(one.name, one.role)[0]:
                key = named.key or key_of("office", named.name)
                if key not in self._known:
                    body = state_bodies().get(key)
                    self._departments.setdefault(key, body.name if body else Name(key, named.name, named.name))
                role = DepartmentRole.CO_LEAD if has_lead and one.role is DepartmentRole.LEAD else one.role
                has_lead = has_lead or role is DepartmentRole.LEAD
                coded.setdefault(key, CodedDepartment(key, role, one.basis))
        return tuple(coded.values())
