"""The briefing report (专报): conclusion first, then what happened, what is wrong, what to do next, and an annex.

Which facts are in it is decided in `tracker.domain.reports.brief`; here they get their order and their words.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import islice
from math import ceil

from tracker.domain.reports.brief import BriefFacts, ParagraphDraft, brief_of, hash_of, share_of
from tracker.domain.reports.happenings import Happening, Statement
from tracker.domain.reports.problem_rules import NextStep, Problem, contradicting
from tracker.domain.reports.report_request import Length
from tracker.domain.rows import ClaimRow, CommitmentDetail, EvidenceRow, LedgerRow, Name, RelationRow
from tracker.domain.terms import ASSESSMENTS_AS_SHOWN, Assessment, DepartmentBasis, Doubt, Light, SearchOutcome
from tracker.exports.compose.brief_prose import Notes, Prose, Told, body, quantity_key
from tracker.exports.report_text import Paragraph, ParagraphKind, Run, paragraph
from tracker.exports.report_tree import CLOSING, Section
from tracker.exports.running_text import amount_words
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words
from tracker.wording.numbers import hanzi

_UNNAMED = "unnamed"
"""The department that stands for 有关部门（未点名）, which nobody can write to."""
_OTHERS = "others"
_MOST_CODES = 12
"""Codes in a note; the annex has all of them."""


@dataclass(frozen=True, slots=True)
class _Room:
    """How much a length has room for: happenings told one by one, fields that are only named, commitments named in a
    sentence, departments, and amounts; and whether `each` problem and step has a paragraph, or all share one."""

    told: int
    topics: int
    named: int
    departments: int
    amounts: int
    each: bool = True


_SUMMARY = _Room(2, 6, 1, 3, 1, each=False)
_QUIET = _Room(0, 0, 1, 2, 1, each=False)
_FULL = _Room(80, 40, 10, 12, 20)
_STANDARD = (
    *(_Room(told, 6, 2, 3, 1) for told in range(9, 2, -1)),
    *(_Room(told, 6, 1, 3, 1) for told in range(6, 1, -1)),
    *(_Room(told, 6, 1, 1, 1) for told in range(3, 0, -1)),
    *(_Room(told, 6, 1, 3, 1, each=False) for told in range(6, 1, -1)),
)
"""What three pages may have room for, the most first. Problems and steps are what a leader has to decide about: they
have paragraphs of their own as long as anything that happened can be told beside them."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Three pages of a language: lines, less what a page ends with because the next paragraph holds on; hanzi to a
    line; lines that title and day take, that a heading takes, and that stand between two paragraphs."""

    lines: float
    width: float
    frame: float
    heading: float
    apart: float

    def holds(self, chapters: Iterable[tuple[str, tuple[Told, ...]]], around: float) -> bool:
        """Return whether a text fits on it, with the lines of what else stands around it."""
        used = self.frame + around
        for _, told in chapters:
            used += self.heading + sum(self._lines(one) + self.apart for one in told)
        return used <= self.lines

    def _lines(self, told: Told) -> int:
        said = told.lead + "".join(run.text for run in told.sentences)
        # A number in brackets that is raised takes about one; the first line stands two in and is counted: （一）.
        return ceil((_width(said) + len(told.citations) + 5) / self.width)


_OFFICIAL_LINES = 7.0
"""Lines kept free for the elements of an official document (head, subject, addressee, attachments, who signs), given or
not: else a name that is added would make other paragraphs, and those that were edited would fit none of them."""
_MARK_LINES = 1.2
_SHEETS = {"zh": _Sheet(65.5, 26.5, 6, 1.3, 0), "en": _Sheet(125, 42, 12, 2, 0.4)}
"""Measured on the sample, in PDF and as LibreOffice sets DOCX."""


@dataclass(slots=True)
class Brief:
    """A briefing report on its way into words."""

    facts: ReportFacts
    words: Words
    told: BriefFacts = field(init=False)
    prose: Prose = field(init=False)
    notes: Notes = field(init=False)
    details: dict[str, CommitmentDetail] = field(init=False)
    room: _Room = field(init=False)

    def __post_init__(self) -> None:
        facts = self.facts
        inputs = facts.brief_inputs
        if inputs is None:
            raise ValueError("a briefing report is read with its inputs")
        details = tuple(facts.details)
        self.told = brief_of(details, inputs.before, inputs.recorded, inputs.period, facts.as_of)
        self.details = {detail.row.code: detail for detail in details}
        self.notes = Notes(self.words)
        self.prose = Prose(self.words, inputs.period, facts.as_of, self.details)
        self.room = self._room(facts.wish.brief.length)

    def _room(self, length: Length) -> _Room:
        if length is not Length.STANDARD:
            return _SUMMARY if length is Length.SUMMARY else _FULL
        return _QUIET if self.is_quiet else next(filter(self._fits, _STANDARD), _STANDARD[-1])

    def _fits(self, room: _Room) -> bool:
        """Whether three pages hold the text with this room; the notes of the trial are thrown away."""
        self.room = room
        around = _OFFICIAL_LINES + (_MARK_LINES if self.facts.illustrative else 0)
        fits = _SHEETS[self.words.language].holds(self.chapters(), around)
        self.notes = Notes(self.words)
        return fits

    @property
    def is_quiet(self) -> bool:
        """Return whether nothing happened, was said or was judged: one page says so."""
        return not (self.told.happenings or self.told.statements or self.told.judged)

    @property
    def is_short(self) -> bool:
        """Return whether problems and steps are counted in one sentence each, and listed in the annex."""
        length = self.facts.wish.brief.length
        return length is Length.SUMMARY or (self.is_quiet and length is Length.STANDARD)

    def row(self, code: str) -> LedgerRow:
        """Return a commitment by its code."""
        return self.details[code].row

    def chapters(self) -> Iterator[tuple[str, tuple[Told, ...]]]:
        """Return the paragraphs by the key of their section, in the order of reading."""
        # Notes are numbered as the text leads to them: what comes first must be worded first.
        yield "opening", tuple(self._opening())
        if self.details:
            yield "progress", tuple(self._progress())
            yield "problems", tuple(self._problems() if self.room.each else self._all_problems())
            yield "steps", tuple(self._steps() if self.room.each else self._all_steps())

    def _opening(self) -> Iterator[Told]:
        words = self.words
        if not self.details:
            yield Told("conclusion", "", self.prose.sentence(words.report("brief_empty")), (0,))
            return
        yield self._conclusion()
        if not self.is_quiet:
            yield self._comparison()

    def _conclusion(self) -> Told:
        words = self.words
        told = self.told
        count = len(self.details)
        moved = {"count": count, "touched": len(told.touched), "happened": len(told.happenings)}
        clauses = [words.report("brief_moved" if told.touched else "brief_still", period=self.prose.in_period, **moved)]
        judged = Counter(one.after for one in told.judged)
        if judged:
            clauses.append(words.report("brief_judged", parts=self._parts(judged)))
        clauses.append(words.report("brief_standing", as_of=told.as_of, parts=self._parts(told.now.assessments)))
        if told.now.past_due:
            clauses.append(words.report("brief_past_due", count=told.now.past_due))
        basis = words.report(
            "brief_note_standing", count=count, as_of=told.as_of, overdue=Light.OVERDUE, awaiting=Light.AWAITING
        )
        days = told.period.first, told.as_of
        facts = (*days, *moved.values(), *_plain(judged), *_plain(told.now.assessments), told.now.past_due)
        runs = self.prose.sentence(self.prose.clauses(clauses), [self.notes.basis(basis)])
        if not told.happenings:
            runs = (*runs, *self.prose.sentence(words.report("brief_no_material")))
        if self.is_quiet:  # on its one page there is no room for a paragraph that compares
            runs = (*runs, *self.prose.sentence(self._moved_since(), [self._note_compared()]))
            facts = (*facts, *self._stood())
        return Told("conclusion", "", runs, facts)

    def _parts(self, counts: Mapping[Assessment, int]) -> str:
        words = self.words
        shown = [assessment for assessment in ASSESSMENTS_AS_SHOWN if counts.get(assessment)]
        parts = [words.report("brief_part", word=_low(words.term(a), words), count=counts[a]) for a in shown]
        return words.join(parts)

    def _comparison(self) -> Told:
        words = self.words
        told = self.told
        more = len(told.happenings) - told.earlier
        change = "brief_same" if more == 0 else "brief_more" if more > 0 else "brief_fewer"
        note = self._note_compared()
        first = words.report("brief_compared", count=len(told.happenings), change=words.report(change, count=abs(more)))
        facts = (told.period.first, len(told.happenings), told.earlier, *self._stood())
        runs = (*self.prose.sentence(first, [note]), *self.prose.sentence(self._moved_since(), [note]))
        return Told("comparison", "", runs, facts)

    def _note_compared(self) -> int:
        before = self.told.period.before
        said = self.words.report("brief_note_compared", period=self.prose.name_of(before), day=before.last)
        return self.notes.basis(said)

    def _stood(self) -> tuple[object, ...]:
        then = self.told.then
        if then is None:
            return ()
        now = self.told.now
        return (*_plain(then.assessments), then.past_due, *_plain(now.assessments), now.past_due)

    def _moved_since(self) -> str:
        words = self.words
        then = self.told.then
        now = self.told.now
        if then is None:
            return words.report("brief_incomparable")
        pairs = [(words.term(a), then.assessments.get(a, 0), now.assessments.get(a, 0)) for a in ASSESSMENTS_AS_SHOWN]
        pairs.append((words.report("brief_past_due_word"), then.past_due, now.past_due))
        parts = [
            words.report("brief_rose" if after > before else "brief_fell", word=word, before=before, after=after)
            for word, before, after in pairs
            if before != after
        ]
        return words.report("brief_since", parts=words.join(parts)) if parts else words.report("brief_unmoved")

    def _progress(self) -> Iterator[Told]:
        told = self.told
        yield from self._topics()
        yield from self._statements("later", [one for one in told.statements if isinstance(one.said, RelationRow)])
        yield from self._statements("claims", [one for one in told.statements if isinstance(one.said, ClaimRow)])
        if not self.is_short:
            if told.judged:
                yield self._verdicts()
            yield from self._quantities()
        if told.late or told.late_statements:
            yield self._late()

    def _late(self) -> Told:
        words = self.words
        told = self.told
        counts = {"brief_late_evidence": len(told.late), "brief_late_statements": len(told.late_statements)}
        parts = words.join(words.report(key, count=count) for key, count in counts.items() if count)
        facts = (*(one.piece.uid for one in told.late), *(one.said.uid for one in told.late_statements))
        sentence = self.prose.sentence(words.report("brief_late", parts=parts))
        return Told("progress.late", words.report("brief_lead_late"), sentence, facts)

    def _statements(self, key: str, statements: Sequence[Statement]) -> Iterator[Told]:
        """What was said in the period, attributed and dated: later words about promises, or official claims, and beside
        these our assessment (§2). What is not told is in the annex."""
        if not statements:
            return
        words = self.words
        happened = {one.piece.id for one in self.told.happenings}
        # A paper that is told already speaks for itself, unless the claim is how far the promise has come.
        worth = [one for one in statements if _claims(one.said) or one.said.evidence_id not in happened]
        shown = [] if self.is_short else worth[: self.room.named]
        runs: list[Run] = []
        for one in shown:
            number = self.notes.statement(one, self.details[one.code])
            runs += self.prose.statement(one, number, self.row(one.code).assessment)
        if len(shown) < len(statements):
            rest = "brief_said_more" if shown else "brief_said"
            runs += self.prose.sentence(words.report(rest, count=len(statements) - len(shown)))
        facts = tuple(
            fact
            for one in statements
            for fact in (one.said.uid, one.on, _claims(one.said), self.row(one.code).assessment)
        )
        yield Told(f"progress.{key}", words.report(f"brief_lead_{key}"), tuple(runs), facts)

    def _topics(self) -> Iterator[Told]:
        """A paragraph for each field; what there is no room for is counted, and listed in the annex."""
        told = self.told
        chosen = frozenset((one.piece.id, one.act) for one in self._worth_telling())
        groups: dict[str, list[Happening]] = defaultdict(list)
        for happening in told.happenings:
            groups[self.row(happening.codes[0]).topic.key].append(happening)
        names = {self.row(one.codes[0]).topic.key: self.row(one.codes[0]).topic for one in told.happenings}
        order = [self.row(code).topic.key for code in self.details]
        keys = sorted(groups, key=order.index)
        # Fields of which something is told have a paragraph of their own; the others are counted together.
        own = [key for key in keys if any((one.piece.id, one.act) in chosen for one in groups[key])]
        for key in own:
            yield self._topic(key, self.words.name(names[key]), groups[key], chosen)
        if others := [key for key in keys if key not in own]:
            lead = self.words.report("brief_other_topics" if own else "brief_all_topics")
            yield self._others(lead, [names[key] for key in others], [one for key in others for one in groups[key]])

    def _worth_telling(self) -> Sequence[Happening]:
        """The weightiest happenings that there is room for: of each commitment one, before any has a second."""
        seen: Counter[str] = Counter()
        order: list[tuple[int, Happening]] = []
        for happening in sorted(self.told.happenings, key=lambda one: one.rank):
            order.append((seen[happening.codes[0]], happening))
            seen[happening.codes[0]] += 1
        order.sort(key=lambda one: one[0])
        return [happening for _, happening in order[: self.room.told]]

    def _topic(self, key: str, name: str, happenings: Sequence[Happening], chosen: frozenset[tuple[int, str]]) -> Told:
        words = self.words
        shown = [one for one in happenings if (one.piece.id, one.act) in chosen]
        counts = _counts(happenings)
        runs: list[Run] = []
        if len(shown) < len(happenings):
            runs += self.prose.sentence(words.report("brief_topic_count", **counts))
        for happening in shown:
            runs += self.prose.happening(happening, self.notes.piece(happening.piece))
        facts = (*counts.values(), *(fact for one in shown for fact in _of_happening(one)))
        return Told(f"progress.{key}", name, tuple(runs), facts)

    def _others(self, lead: str, names: Sequence[Name], happenings: Sequence[Happening]) -> Told:
        words = self.words
        most = self.room.topics
        listed = words.join(map(words.name, names[:most]))
        if len(names) > most:
            listed = words.report("brief_titles_more", titles=listed)
        counts = _counts(happenings)
        runs = self.prose.sentence(words.report("brief_topic_untold", names=listed, **counts))
        facts = (*counts.values(), *(one.piece.uid for one in happenings))
        return Told(f"progress.{_OTHERS}", lead, runs, facts)

    def _verdicts(self) -> Told:
        words = self.words
        judged = self.told.judged
        first = judged[: self.room.named]
        said = [
            words.report("brief_verdict", title=self.prose.titled(one.code), before=one.before, after=one.after)
            for one in first
        ]
        text = self.prose.clauses(said)
        if len(judged) > len(first):
            text = words.report("brief_titles_more", titles=text)
        text = words.report("brief_verdict_count", count=len(judged), verdicts=text)
        cited = sorted({self.notes.piece(piece) for one in first for piece in self._resting(one.code)})
        facts = tuple(fact for one in judged for fact in (one.code, one.before, one.after))
        lead = words.report("brief_lead_verdicts")
        return Told("progress.verdicts", lead, self.prose.sentence(text, cited), facts)

    def _resting(self, code: str) -> Iterator[EvidenceRow]:
        """The pieces that a verdict names as its ground, the newest ones of many."""
        detail = self.details[code]
        resting = [piece for piece in detail.evidence if piece.id in detail.cited and not piece.withdrawn]
        yield from resting[:_MOST_CITED]

    def _quantities(self) -> Iterator[Told]:
        words = self.words
        promised = [d for d in self.details.values() if d.row.quantity and d.row.quantity.value]
        if not promised:
            return
        counted = [detail for detail in promised if detail.row.working]
        head = words.report("brief_quantities", count=len(promised), measured=len(counted))
        clauses: list[str] = []
        shown = counted[: self.room.amounts]
        cited: list[int] = []
        for detail in shown:
            clauses.append(self._quantity(detail))
            working = detail.row.working
            cited.append(self.notes.basis(words.report("brief_note_working", working=words.working(working))))  # pyright: ignore[reportArgumentType]
            cited += [self.notes.piece(piece) for piece in _measuring(detail)[:_MOST_CITED]]
        if missing := len(promised) - len(counted):
            clauses.append(words.report("brief_unmeasured", count=missing))
        facts = (len(promised), *(fact for detail in counted for fact in _of_amount(detail)))
        lead = words.report("brief_lead_quantities")
        if not counted:
            clauses.clear()
            head = words.report("brief_quantities_none", count=len(promised))
        parts = self.prose.clauses(clauses)
        text = words.report("brief_quantities_shown", head=head, parts=parts) if parts else head
        runs = self.prose.sentence(text, sorted(set(cited)))
        yield Told("progress.quantities", lead, runs, facts)

    def _quantity(self, detail: CommitmentDetail) -> str:
        quantity = detail.row.quantity
        working = detail.row.working
        if quantity is None or working is None:
            raise ValueError("an amount that is told has been counted")
        share = share_of(working)
        return self.words.report(
            quantity_key(quantity),
            title=self.prose.titled(detail.row.code),
            target=self.prose.target(quantity),
            actual=amount_words(working.actual, quantity.unit, self.words),
            share=share,
        )

    def _problems(self) -> Iterator[Told]:
        words = self.words
        if not self.told.problems:
            yield Told("problems.none", "", self.prose.sentence(words.report("brief_no_problems")), ())
        for problem, codes in self.told.problems.items():
            known = {code: self._known(problem, code) for code in codes}
            asides = {code: self._aside(known[code]) for code in codes}
            titles = self.prose.titles(codes, self.room.named, asides)
            text = words.report(f"brief_says_{problem}", count=len(codes), titles=titles)
            cited = [self._rule(f"brief_rule_{problem}", codes)]
            if problem is Problem.CONTRADICTED:
                cited += [self.notes.piece(piece) for piece in self._against(codes[: self.room.named])]
            facts = tuple(fact for code in codes for fact in (code, known[code]))
            lead = words.report(f"brief_problem_{problem}")
            yield Told(f"problems.{problem}", lead, self.prose.sentence(text, cited), facts)

    def _all_problems(self) -> Iterator[Told]:
        """Every problem in one sentence; which commitments have it is in the annex."""
        words = self.words
        problems = self.told.problems
        if not problems:
            yield from self._problems()
            return
        parts = [
            words.report("brief_part", word=_low(words.report(f"brief_problem_{problem}"), words), count=len(codes))
            for problem, codes in problems.items()
        ]
        text = words.report("brief_all_problems", parts=words.join(parts), number=self.table_number("problems"))
        cited = [self._rule(f"brief_rule_{problem}", codes) for problem, codes in problems.items()]
        facts = tuple((problem, codes) for problem, codes in problems.items())
        yield Told("problems.all", "", self.prose.sentence(text, cited), facts)

    def table_number(self, key: str) -> int:
        """Return the number of a table in the annex: progress is the first, where there is any."""
        return 1 + (key != "progress" and bool(self.told.happenings))

    def _known(self, problem: Problem, code: str) -> tuple[Doubt, ...] | Decimal | date | None:
        """What is said beside a commitment that has a problem: its doubts, its share, or the day of the search."""
        detail = self.details[code]
        row = detail.row
        match problem:
            case Problem.QUESTIONED:
                doubts = tuple(doubt for doubt in row.doubts if doubt is not Doubt.CONTRADICTED)
                return (*doubts, Doubt.GROUNDS_CHANGED) if row.grounds_changed else doubts
            case Problem.BEHIND if row.working is not None:
                return share_of(row.working)
            case Problem.NOTHING_FOUND:
                nothing = (one for one in detail.searches if one.decided and one.outcome is SearchOutcome.NOTHING)
                days = [search.searched_on for search in nothing]
                return max(days, default=None)
            case _:
                return None

    def _aside(self, known: tuple[Doubt, ...] | Decimal | date | None) -> str:
        words = self.words
        match known:
            case tuple():
                return words.join(map(words.term, known))
            case Decimal():
                return words.report("brief_reached", share=known)
            case date():
                return words.report("brief_searched", day=self.prose.day(known.isoformat()))
            case _:
                return ""

    def _against(self, codes: Sequence[str]) -> Iterator[EvidenceRow]:
        for code in codes:
            yield from islice(contradicting(self.details[code]), _MOST_CITED)

    def _rule(self, key: str, codes: Sequence[str]) -> int:
        """Return the number of a note that names a rule and what it holds of."""
        words = self.words
        listed = words.join(codes[:_MOST_CODES])
        if len(codes) > _MOST_CODES:
            listed = words.report("brief_note_codes_annex", codes=listed, count=len(codes))
        return self.notes.basis(words.report("brief_note_codes", rule=words.report(key), codes=listed))

    def _steps(self) -> Iterator[Told]:
        words = self.words
        if not self.told.steps:
            yield Told("steps.none", "", self.prose.sentence(words.report("brief_no_steps")), ())
        for step, codes in self.told.steps.items():
            lead = words.report(f"brief_step_{step}")
            cited = [self._rule(f"brief_rule_{step}", codes)]
            text = self._ask(step, codes) if step in _ASKED_OF_LEADS else self._does(step, codes)
            yield Told(f"steps.{step}", lead, self.prose.sentence(text, cited), self._step_facts(step, codes))

    def _all_steps(self) -> Iterator[Told]:
        """Whom to ask, and the other steps in one sentence."""
        words = self.words
        kept = {"steps.none", *(f"steps.{step}" for step in _ASKED_OF_LEADS)}
        yield from (one for one in self._steps() if one.key in kept)
        others = {step: codes for step, codes in self.told.steps.items() if step not in _ASKED_OF_LEADS}
        if not others or self.is_quiet:
            return
        parts = [
            words.report("brief_part", word=_low(words.report(f"brief_step_{step}"), words), count=len(codes))
            for step, codes in others.items()
        ]
        text = words.report("brief_all_steps", parts=words.join(parts), number=self.table_number("problems"))
        cited = [self._rule(f"brief_rule_{step}", codes) for step, codes in others.items()]
        facts = tuple((step, self._step_facts(step, codes)) for step, codes in others.items())
        yield Told("steps.others", "", self.prose.sentence(text, cited), facts)

    def _step_facts(self, step: NextStep, codes: Sequence[str]) -> tuple[object, ...]:
        rows = list(map(self.row, codes))
        if step in _ASKED_OF_LEADS:
            leads = [(row.lead.department.key, row.lead.basis) if row.lead else None for row in rows]
            return tuple(zip(codes, leads, strict=True))
        if step is NextStep.DUE_SOON:
            return (self.told.period.after.last, *((row.code, row.due.on) for row in rows))
        return tuple(codes)

    def _does(self, step: NextStep, codes: Sequence[str]) -> str:
        asides: dict[str, str] = {}
        values: dict[str, object] = {"count": len(codes)}
        if step is NextStep.DUE_SOON:
            values["day"] = self.prose.day(self.told.period.after.last.isoformat())
            days = {code: self.row(code).due.on for code in codes}
            asides = {code: self.prose.day(day.isoformat()) for code, day in days.items() if day}
        titles = self.prose.titles(codes, self.room.named, asides)
        return self.words.report(f"brief_does_{step}", titles=titles, **values)

    def _ask(self, step: NextStep, codes: Sequence[str]) -> str:
        """Whom to ask: lead departments, those with most first, each with how its lead is known (§3)."""
        words = self.words
        names: dict[str, Name] = {}
        bases: dict[str, Counter[DepartmentBasis]] = defaultdict(Counter)
        for code in codes:
            lead = self.row(code).lead
            if lead is not None and lead.department.key != _UNNAMED:
                names[lead.department.key] = lead.department
                bases[lead.department.key][lead.basis] += 1
        keys = sorted(names, key=lambda key: -bases[key].total())
        if not keys:
            return words.report(f"brief_does_{step}_nobody", count=len(codes))
        shown = words.join(self._department(names[key], bases[key]) for key in keys[: self.room.departments])
        if len(keys) > self.room.departments:
            shown = words.report("brief_departments_more", departments=shown, count=len(keys))
        return words.report(f"brief_does_{step}", departments=shown, count=len(codes))

    def _department(self, name: Name, bases: Counter[DepartmentBasis]) -> str:
        words = self.words
        known = words.join(words.term(basis) for basis in DepartmentBasis if bases[basis])
        return words.report("brief_department", department=words.name(name), count=bases.total(), basis=known)


_ASKED_OF_LEADS = (NextStep.PRESS, NextStep.JUDGE)
"""Steps that are told by who leads, and not by title."""
_MOST_CITED = 2
"""Notes that a clause leads to: who wants all has the annex."""


def chapters_of(brief: Brief) -> tuple[Section, ...]:
    """Return the text of the report, with the analyst's words where she wrote some."""
    edits = {edit.key: edit for edit in brief.facts.wish.brief.edits}
    sections: list[Section] = []
    for key, told in brief.chapters():
        shown = [(one, edits.get(one.key)) for one in told]
        kept = [(one, edit) for one, edit in shown if edit is None or edit.text.strip()]
        heading = "" if key == "opening" else brief.words.report(f"section_{key}")
        numbered = sum(bool(one.lead) for one, _ in kept) > 1
        blocks: list[Paragraph] = []
        for one, edit in kept:
            runs = one.sentences if edit is None else (Run(edit.text, citations=one.citations),)
            place = sum(bool(other.lead) for other, _ in kept[: kept.index((one, edit)) + 1])
            blocks.append(body(runs, _lead(one.lead, place if numbered else 0, brief.words)))
        # A section all of whose paragraphs were taken out is none.
        if blocks:
            sections.append(Section(key, heading, 1, tuple(blocks)))
    return tuple(sections)


def drafts_of(facts: ReportFacts, words: Words) -> tuple[ParagraphDraft, ...]:
    """Return every paragraph of a briefing report as the program words it."""
    told = [one for _, chapter in Brief(facts, words).chapters() for one in chapter]
    texts = ["".join(run.text for run in one.sentences).strip() for one in told]
    return tuple(
        ParagraphDraft(one.key, text, hash_of((one.key, *one.facts))) for one, text in zip(told, texts, strict=True)
    )


def addressed(facts: ReportFacts, words: Words, sections: Sequence[Section]) -> tuple[Section, ...]:
    """Return the sections between whom they are for and who signs them; what the office did not say is left out."""
    office = facts.wish.brief.office
    made = list(sections)
    if office.recipient and made:
        to = paragraph(words.report("brief_recipient", recipient=office.recipient), ParagraphKind.ADDRESS)
        made[0] = replace(made[0], blocks=(to, *made[0].blocks))
    return (*made, Section(CLOSING, "", 1, tuple(_closing(facts, words))))


def _closing(facts: ReportFacts, words: Words) -> Iterator[Paragraph]:
    office = facts.wish.brief.office
    if len(office.attachments) == 1:
        yield paragraph(words.report("brief_attachment", title=office.attachments[0]), ParagraphKind.ATTACHMENT)
    elif office.attachments:
        lines = [
            words.report("brief_attachments" if number == 1 else "brief_attachment_next", number=number, title=title)
            for number, title in enumerate(office.attachments, 1)
        ]
        yield paragraph("\n".join(lines), ParagraphKind.ATTACHMENT)
    day = words.day(office.signed_on or facts.made_on)
    signed_by = office.signed_by or office.sender
    if signed_by:
        # GB/T 9704—2012 §7.3.5: the day stands four characters from the edge, who signs in the middle above it.
        inset = max(_DAY_INSET + (_width(day) - _width(signed_by)) / 2, 0)
        yield replace(paragraph(signed_by, ParagraphKind.SIGNATURE), inset=inset)
    kind = ParagraphKind.SIGNED_ON if signed_by else ParagraphKind.SIGNATURE
    yield replace(paragraph(day, kind), inset=_DAY_INSET)


_DAY_INSET = 4.0


def _width(text: str) -> float:
    return sum(1 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in text)


def _lead(name: str, place: int, words: Words) -> str:
    if not name:
        return ""
    said = words.report("brief_lead", name=name)
    if place == 0 or words.language != "zh":
        return said
    return f"（{hanzi(place)}）{said}"


def _low(word: str, words: Words) -> str:
    """A word within a sentence: in English without its capital."""
    return word[:1].lower() + word[1:] if words.language == "en" else word


def _counts(happenings: Sequence[Happening]) -> dict[str, int]:
    return {"count": len(happenings), "commitments": len({code for one in happenings for code in one.codes})}


def _plain(counts: Mapping[Assessment, int]) -> tuple[object, ...]:
    return tuple(fact for assessment in ASSESSMENTS_AS_SHOWN for fact in (assessment, counts.get(assessment, 0)))


def _of_happening(happening: Happening) -> Iterator[object]:
    piece = happening.piece
    yield from (piece.uid, piece.version, happening.act, happening.on)
    for link in happening.links:
        yield from (link.commitment, link.bearing, link.stage, link.value, link.unit, link.role)


def _claims(said: ClaimRow | RelationRow) -> str | None:
    """What words change about a promise, or how far they claim it to be."""
    return said.claimed if isinstance(said, ClaimRow) else said.kind


def _of_amount(detail: CommitmentDetail) -> Iterator[object]:
    working = detail.row.working
    if working is not None:
        yield from (detail.row.code, working.actual, working.quantity.value)


def _measuring(detail: CommitmentDetail) -> list[EvidenceRow]:
    """The pieces with amounts of a commitment, newest first."""
    return [
        piece
        for piece in detail.evidence
        if not piece.withdrawn
        and any(link.commitment == detail.row.code and link.value is not None for link in piece.links)
    ]
