"""The rules of proof against a table that was written from the coding rules §2, apart from the engine.

`proof_table.txt` says what is to come out, and `Reader` looks it up; it compares dates by itself. What is common to
both is only what a case is made of. Not every combination of every dimension can be asked: of each verdict, the
dimensions that bear on it are walked in full, the others drawn by lot, mostly harmless; at last all are drawn.
"""

import random
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import combinations, product
from math import prod
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tracker.domain.assessment import proof
from tracker.domain.assessment.proof import Case, Link, Search
from tracker.domain.rows import Due
from tracker.domain.terms import (
    Assessment,
    Bearing,
    CommitmentKind,
    Doubt,
    DueBasis,
    EvidenceKind,
    RelationKind,
    SearchOutcome,
    Stage,
    ValueRole,
)

HELD, DUE, REVIEW = date(2025, 1, 17), date(2025, 12, 31), date(2026, 1, 17)
COMPARED_AT_LEAST = 450_000
DRAWN, CROWDS = 25_000, 5_000  # cases, of which each is asked for all eight verdicts

# --- the table, and its reader -----------------------------------------------------------------------------------

NONE, YES_NO = ("none",), ("yes", "no")
SYMBOLS: dict[str, tuple[str, ...]] = {
    "assessment": tuple(Assessment),
    "promised": tuple(CommitmentKind),
    "bearing": tuple(Bearing),
    "kind": tuple(EvidenceKind),
    "stage": NONE + tuple(Stage),
    "role": NONE + tuple(ValueRole),
    "quantity": tuple(proof.Count),
    "published": ("before", "month", "since"),
    "effective": (*NONE, "before", "since"),
    "timely": ("never", "before", "month", "since"),
    "parts": (*NONE, "open", "proved", "unnamed"),
    "newest": NONE + tuple(SearchOutcome),
    "age": (*NONE, "fresh", "old"),
    "made": (*NONE, "by", "after"),
    "relation": NONE + tuple(RelationKind),
    "basis": tuple(DueBasis),
}
"""What may stand in each column; in all others it is yes or no."""


class Block:
    """One block of the table: lines of conditions, each with its answer."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = columns
        self.lines: list[tuple[list[frozenset[str]], str]] = []
        self.used: set[int] = set()
        self._known: dict[tuple[str, ...], tuple[str, ...]] = {}

    def add(self, cells: Sequence[str], answer: str) -> None:
        self.lines.append(([_meant(column, cell) for column, cell in zip(self.columns, cells, strict=True)], answer))

    def all(self, *facts: str) -> tuple[str, ...]:
        """The answers of all lines that fit, in their order."""
        if (answers := self._known.get(facts)) is None:
            fitting = [number for number, (cells, _) in enumerate(self.lines) if all(map(_holds, cells, facts))]
            self.used.update(fitting if self is QUESTIONS else fitting[:1])
            answers = self._known[facts] = tuple(self.lines[number][1] for number in fitting)
        return answers

    def first(self, *facts: str) -> str:
        """The answer of the first line that fits."""
        return (self._known.get(facts) or self.all(*facts))[0]


def _meant(column: str, cell: str) -> frozenset[str]:
    """The symbols that a cell stands for."""
    symbols = frozenset(SYMBOLS.get(column, YES_NO))
    if cell == "*":
        return symbols
    named = frozenset(cell.removeprefix("!").split("|"))
    assert named <= symbols, f"{column} knows no {named - symbols}"
    return symbols - named if cell.startswith("!") else named


def _holds(cell: frozenset[str], fact: str) -> bool:
    return fact in cell


def _read(path: Path) -> dict[str, Block]:
    blocks: dict[str, Block] = {}
    name = ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif line and not line.startswith("#"):
            conditions, _, answer = line.partition("->")
            if name in blocks:
                blocks[name].add(conditions.split(), answer.strip())
            else:
                blocks[name] = Block(conditions.split())
    return blocks


TABLE = _read(Path(__file__).with_name("proof_table.txt"))
TIMELY, LIMITED, COUNTS, FIRM, REFUSED, QUESTIONS = TABLE.values()


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


@cache
def _published(text: str, held_on: date) -> str:
    day = f"{held_on:%Y-%m-%d}"[: len(text)]  # the briefing, as exactly as the source is dated
    if text == day:
        return "month" if len(text) == len("YYYY-MM") else "since"
    return "before" if text < day else "since"


@cache
def _effective(day: date | None, held_on: date) -> str:
    if day is None:
        return "none"
    return "before" if day < held_on else "since"


@cache
def _after(text: str, term: date) -> str:
    return _yes((text + "-01")[: len("YYYY-MM-DD")] > f"{term:%Y-%m-%d}")


class Piece(NamedTuple):
    """What the table says of a link, whatever the verdict."""

    link: Link
    timely: str
    limited: str
    after_due: str

    def counts(self, assessment: Assessment) -> bool:
        """Whether it can carry the verdict; of no_evidence, whether the search should have found it."""
        link = self.link
        return COUNTS.first(assessment, self.timely, link.bearing, self.limited, link.kind, self.after_due) == "yes"


def _piece(link: Link, case: Case, term: date) -> Piece:
    stage, held_on = link.stage or "none", case.held_on
    published, effective = _published(link.published, held_on), _effective(link.effective_on, held_on)
    return Piece(
        link,
        TIMELY.first(_yes(link.withdrawn), _yes(link.same_briefing), stage, published, effective),
        LIMITED.first(case.kind, stage, link.role or "none", case.count),
        _after(link.published, term),
    )


class Reader:
    """Looks the verdicts on one case up in the table."""

    def __init__(self, asked: "Asked") -> None:
        case, self.cited, today, judged_on = asked
        term = case.due.on or case.review_on
        self.case, self.past = case, _yes(today > term)
        self.pieces = [_piece(link, case, term) for link in case.links]
        self.relation = next(iter(case.relations), "none")
        self.newest, self.age, self.made = "none", "none", "none"
        if case.searches:
            search = sorted(case.searches, key=lambda search: search.on)[-1]  # of one day, the one made last
            self.newest = search.outcome.value
            self.age = "old" if ((judged_on or today) - search.on).days > case.expiry_days else "fresh"
            self.made = "after" if search.on > term else "by"

    def _counting(self, assessment: Assessment) -> list[Link]:
        cited = None if assessment == "no_evidence" else self.cited
        return [
            piece.link
            for piece in self.pieces
            if (cited is None or piece.link.evidence_id in cited) and piece.counts(assessment)
        ]

    def _parts(self, counting: list[Link]) -> str:
        if self.case.parts_expected > len(self.case.parts):
            return "unnamed"
        if not self.case.parts:
            return "none"
        proved = {link.part for link in counting}
        return "proved" if None in proved or proved.issuperset(self.case.parts) else "open"

    def refused(self, assessment: Assessment) -> str:
        """The code of the refusal, or `ok`."""
        counting = self._counting(assessment)
        pieces, parts = _yes(bool(counting)), self._parts(counting)
        return REFUSED.first(assessment, pieces, parts, self.past, self.newest, self.age, self.made, self.relation)

    def questions(self, assessment: Assessment) -> tuple[str, ...]:
        """What is asked of it, where it is not refused."""
        counting = self._counting(assessment)
        firm = _yes(any(FIRM.first(link.kind) == "yes" for link in counting))
        search = _yes(self.newest == "nothing" and self.made == "after")
        against = _yes(any(link.bearing == "contradicts" and timely != "never" for link, timely, *_ in self.pieces))
        count, basis = self.case.count, self.case.due.basis
        return QUESTIONS.all(assessment, count, _yes(bool(counting)), firm, search, against, self.past, basis)


# --- the cases ---------------------------------------------------------------------------------------------------

DATED: dict[str, tuple[str, date | None]] = {
    "since": ("2025-06-15", None),
    "before": ("2025-01-16", None),
    "month before": ("2024-12", None),
    "month of the briefing": ("2025-01", None),
    "day of the briefing": ("2025-01-17", None),
    "month after": ("2025-02", None),
    "before, effective since": ("2024-12-20", date(2025, 7, 1)),
    "before, effective on the day": ("2024-12", HELD),
    "month of the briefing, effective since": ("2025-01", date(2025, 2, 1)),
    "since, effective before": ("2025-06-15", date(2025, 1, 16)),
    "due date": ("2025-12-31", None),
    "month of the due date": ("2025-12", None),
    "after the due date": ("2026-01-01", None),
    "month after the due date": ("2026-01", None),
    "after the review date": ("2026-01-18", None),
    "month after the review date": ("2026-02", None),
    "after both, effective before the briefing": ("2026-03-01", date(2025, 1, 1)),
    "before the due date, effective after both": ("2025-12-30", date(2026, 3, 1)),
}
SEARCHES: dict[str, tuple[tuple[int, str], ...]] = {  # days ago, and the outcome
    "nothing fresh": ((3, "nothing"),),
    "none": (),
    "nothing, 30 days ago": ((30, "nothing"),),
    "nothing, 31 days ago": ((31, "nothing"),),
    "nothing, long ago": ((89, "nothing"),),
    "something": ((3, "something"),),
    "unclear": ((3, "unclear"),),
    "something, long ago": ((89, "something"),),
    "nothing, then something": ((5, "nothing"), (3, "something")),
    "nothing, then unclear the same day": ((3, "nothing"), (3, "unclear")),
    "something, then nothing": ((5, "something"), (3, "nothing")),
    "nothing long ago, then nothing today": ((89, "nothing"), (0, "nothing")),
    "nothing on the day before": ((1, "nothing"),),
    "something, then nothing of an earlier day": ((3, "something"), (5, "nothing")),
    "nothing, then something of an earlier day": ((3, "nothing"), (5, "something")),
}
PARTS: dict[str, tuple[int, int, int | None, str]] = {  # named, expected, the part of the link, kind of a sound other
    "none": (0, 0, None, ""),
    "this": (2, 0, 1, ""),
    "all": (2, 2, None, ""),
    "some": (2, 0, 1, "statement"),
    "some, by law": (2, 2, 1, "law"),
    "expected": (2, 10, None, ""),
    "expected, all named proved": (2, 10, 1, "law"),
    "expected, none named": (0, 10, None, ""),
}
BESIDE: dict[str, Link | None] = {
    "none": None,
    "claim": Link(3, Bearing.CONTRADICTS, EvidenceKind.PRESS, "2025-06-15"),
    "early": Link(3, Bearing.CONTRADICTS, EvidenceKind.DOCUMENT, "2024-06-15"),
    "withdrawn": Link(3, Bearing.CONTRADICTS, EvidenceKind.LAW, "2026-02-03", withdrawn=True),
    "same briefing": Link(3, Bearing.CONTRADICTS, EvidenceKind.LAW, "2026-02-03", same_briefing=True),
    "law": Link(3, Bearing.CONTRADICTS, EvidenceKind.LAW, "2026-02-03"),
}
CITED: dict[str, tuple[int, ...] | None] = {"all": None, "piece": (1,), "others": (2, 3), "nothing": ()}
BASES = (DueBasis.STATED, *(basis for basis in DueBasis if basis not in (DueBasis.STATED, DueBasis.ASSUMED)))
RELATIONS = (RelationKind.REPLACED, RelationKind.MERGED, RelationKind.DROPPED, RelationKind.RESTATED)
WIDER = (RelationKind.RAISED, RelationKind.LOWERED, RelationKind.EXTENDED, RelationKind.RENAMED)


class Point(NamedTuple):
    """One combination; the fields in the order of `DIMENSIONS`."""

    bearing: Bearing
    kind: EvidenceKind
    stage: Stage | None
    role: ValueRole | None
    dated: str
    same_briefing: bool
    withdrawn: bool
    parts: str
    beside: str
    cited: str
    quantity: proof.Count
    promised: CommitmentKind
    basis: DueBasis
    days_past: int
    searches: str
    judged: int | None
    relation: RelationKind | None


DIMENSIONS: dict[str, tuple[Any, ...]] = {  # the first of each is harmless
    "bearing": tuple(Bearing),
    "kind": tuple(EvidenceKind),
    "stage": (None, *Stage),
    "role": (None, *ValueRole),
    "dated": tuple(DATED),
    "same_briefing": (False, True),
    "withdrawn": (False, True),
    "parts": tuple(PARTS),
    "beside": tuple(BESIDE),
    "cited": tuple(CITED),
    "quantity": tuple(proof.Count),
    "promised": (CommitmentKind.PROGRAMME, CommitmentKind.DOCUMENT, CommitmentKind.DESIGNATION),
    "basis": BASES,
    "days_past": (40, 1, 0, -5),
    "searches": tuple(SEARCHES),
    "judged": (None, 20),
    "relation": (None, *RELATIONS, *WIDER, RelationKind.WIDENED, RelationKind.NARROWED),
}
assert tuple(DIMENSIONS) == Point._fields


class Asked(NamedTuple):
    """What is put to both."""

    case: Case
    cited: tuple[int, ...] | None
    today: date
    judged_on: date | None


def _link(part: int | None, dated: str, *rest: Any) -> Link:
    bearing, kind, stage, role, same_briefing, withdrawn = rest
    published, effective_on = DATED[dated]
    return Link(1, bearing, kind, published, effective_on, part, stage, role, withdrawn, same_briefing)


@cache
def _other(kind: str) -> Link:
    return Link(2, Bearing.FULFILS, EvidenceKind(kind), "2025-06-15", part=2)


@cache
def _due(basis: DueBasis) -> Due:
    return Due(None if basis is DueBasis.NONE else DUE, basis, basis is DueBasis.DERIVED)


@cache
def _searches(name: str, today: date) -> tuple[Search, ...]:
    return tuple(Search(today - timedelta(ago), SearchOutcome(outcome)) for ago, outcome in SEARCHES[name])


@cache
def _days(basis: DueBasis, days_past: int, judged: int | None) -> tuple[date, date | None]:
    today = (REVIEW if basis is DueBasis.NONE else DUE) + timedelta(days_past)
    return today, today - timedelta(judged) if judged else None


NAMED = {0: {}, 2: {1: "纺织", 2: "轻工"}}
RELATED = {None: frozenset[RelationKind]()} | {kind: frozenset({kind}) for kind in RelationKind}


def _asked(p: Point) -> Asked:
    named, expected, part, other = PARTS[p.parts]
    links = (_link(part, p.dated, p.bearing, p.kind, p.stage, p.role, p.same_briefing, p.withdrawn),)
    if other:
        links += (_other(other),)
    if beside := BESIDE[p.beside]:
        links += (beside,)
    today, judged_on = _days(p.basis, p.days_past, p.judged)
    case = Case(
        "MIIT-2025-001",
        p.promised,
        HELD,
        _due(p.basis),
        REVIEW,
        links,
        NAMED[named],
        expected,
        p.quantity,
        _searches(p.searches, today),
        RELATED[p.relation],
    )
    return Asked(case, CITED[p.cited], today, judged_on)


CARRIED, OTHERS, ALL = "met partly_met in_progress", "no_evidence not_met dropped", " ".join(Assessment)
WALKS: tuple[tuple[str, str], ...] = (  # verdicts, and the dimensions whose whole product is walked for them
    (ALL, "bearing kind dated same_briefing withdrawn"),
    (CARRIED, "bearing kind parts beside cited"),
    (CARRIED, "bearing stage role promised quantity"),
    (f"{CARRIED} {OTHERS}", "bearing stage dated same_briefing withdrawn"),
    ("met partly_met", "bearing stage role dated promised"),
    ("met", "stage role parts promised quantity"),
    ("met", "kind parts beside cited quantity"),
    ("partly_met", "bearing parts cited basis days_past"),
    (OTHERS, "bearing kind stage role promised"),
    ("no_evidence", "bearing dated same_briefing withdrawn searches"),
    ("no_evidence", "bearing dated beside searches judged"),
    ("no_evidence", "bearing parts beside searches judged"),
    ("not_met", "bearing dated basis days_past searches"),
    ("not_met", "bearing dated same_briefing withdrawn days_past searches"),
    ("not_met", "bearing beside cited days_past searches"),
    ("not_met dropped", "bearing kind stage dated"),
    ("dropped", "bearing kind relation beside cited"),
)


def _walked(names: Sequence[str], lot: random.Random) -> Iterator[Asked]:
    """The whole product of some dimensions; the others are drawn, nine times in ten the harmless value."""
    walked = [DIMENSIONS[name] for name in names]
    number = prod(map(len, walked))
    drawn = {
        name: lot.choices(values, [9 * (len(values) - 1), *(1 for _ in values[1:])], k=number)
        for name, values in DIMENSIONS.items()
        if name not in names
    }
    fields = (*names, *drawn)
    in_order = itemgetter(*(fields.index(name) for name in DIMENSIONS))
    for values, others in zip(product(*walked), zip(*drawn.values(), strict=True), strict=True):
        yield _asked(Point._make(in_order((*values, *others))))


def _drawn_points(lot: random.Random, number: int) -> Iterator[Point]:
    """Points of the full product, each as likely as any other."""
    return map(Point, *(lot.choices(values, k=number) for values in DIMENSIONS.values()))


def _crowds(lot: random.Random, number: int) -> Iterator[Asked]:
    """Cases with several links, of the whole or of parts; a piece may have more than one."""
    for asked in map(_asked, _drawn_points(lot, number)):
        bearings = (Bearing.FULFILS, *Bearing)
        links = tuple(
            Link(
                lot.randint(1, 3),
                lot.choice(bearings),
                lot.choice(DIMENSIONS["kind"]),
                *lot.choice([DATED["since"], *DATED.values()]),
                lot.choice((None, 1, 2)),
                lot.choice(DIMENSIONS["stage"]),
                lot.choice(DIMENSIONS["role"]),
                withdrawn=lot.random() < 0.1,
                same_briefing=lot.random() < 0.1,
            )
            for _ in range(lot.randint(0, 4))
        )
        case = asked.case
        changed = Case(
            case.code,
            case.kind,
            case.held_on,
            case.due,
            case.review_on,
            links,
            case.parts,
            case.parts_expected,
            case.count,
            case.searches,
            case.relations,
            lot.choice((7, 30, 90)),
        )
        yield asked._replace(case=changed)


# --- the comparison ----------------------------------------------------------------------------------------------


class Tally:
    """Counts what was compared, and keeps where engine and table differ."""

    def __init__(self) -> None:
        self.answers: Counter[tuple[str, str]] = Counter()
        self.asked: Counter[tuple[str, ...]] = Counter()
        self.differing: dict[tuple[str, ...], tuple[Asked, int]] = {}

    def compare(self, verdicts: Collection[Assessment], points: Iterator[Asked]) -> None:
        for point in points:
            reader = Reader(point)
            for assessment in verdicts:
                self._refusal(point, assessment, reader)

    def _refusal(self, point: Asked, assessment: Assessment, reader: Reader) -> None:
        error = proof.refusal(point.case, assessment, point.cited, point.today, point.judged_on)
        got = "ok" if error is None else error.code
        expected = reader.refused(assessment)
        self.answers[assessment, expected] += 1
        if got != expected:
            self._differs(point, assessment, expected, got)
        elif got == "ok":
            self._questions(point, assessment, reader.questions(assessment))

    def _questions(self, point: Asked, assessment: Assessment, expected: tuple[str, ...]) -> None:
        self.asked[expected] += 1
        got = proof.questions(point.case, assessment, point.cited, point.today)
        if got != expected:
            self._differs(point, assessment, "+".join(expected), "+".join(got))

    def _differs(self, point: Asked, assessment: Assessment, expected: str, got: str) -> None:
        key = (assessment, expected, got)
        first, times = self.differing.get(key, (point, 0))
        self.differing[key] = first, times + 1


@pytest.fixture(scope="module")
def tally() -> Tally:
    compared = Tally()
    lot = random.Random(2025)
    for verdicts, names in WALKS:
        compared.compare([Assessment(verdict) for verdict in verdicts.split()], _walked(names.split(), lot))
    compared.compare(tuple(Assessment), map(_asked, _drawn_points(lot, DRAWN)))
    compared.compare(tuple(Assessment), _crowds(lot, CROWDS))
    return compared


def test_the_engine_answers_as_the_table_does(tally: Tally) -> None:
    compared, allowed = tally.answers.total(), tally.asked.total()
    print(f"{compared} combinations compared, {allowed} of them allowed and asked for their questions")
    told = [
        f"{times} times {assessment}: the table says {expected or 'no question'}, the engine {got or 'no question'}:"
        f"\n  {point}"
        for (assessment, expected, got), (point, times) in tally.differing.items()
    ]
    assert not told, "\n".join(told)
    assert compared >= COMPARED_AT_LEAST


def test_each_line_of_the_table_was_looked_up(tally: Tally) -> None:
    unused = {
        name: [answer for number, (_, answer) in enumerate(block.lines) if number not in block.used]
        for name, block in TABLE.items()
    }
    assert {name: answers for name, answers in unused.items() if answers} == {}


def test_each_answer_came_often(tally: Tally) -> None:
    lines = REFUSED.lines
    expected = {(assessment, answer) for cells, answer in lines for assessment in cells[0]}
    assert set(tally.answers) == expected
    assert min(tally.answers.values()) >= 800
    asked = Counter(question for questions, times in tally.asked.items() for question in questions * times)
    assert set(asked) == set(Doubt) - {Doubt.GROUNDS_CHANGED}
    assert min(asked.values()) >= 800


def test_the_lot_meets_every_pair_of_values() -> None:
    points = list(_drawn_points(random.Random(2025), DRAWN))
    for one, other in combinations(range(len(DIMENSIONS)), 2):
        met = {(point[one], point[other]) for point in points}
        values = list(DIMENSIONS.values())
        assert len(met) == len(values[one]) * len(values[other])
