"""One commitment in a report: what is said about it, and the values behind the words."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tracker.domain.report_text import Amount, Paragraph, Reference, Term


@dataclass(frozen=True, slots=True)
class Department:
    """Who is responsible, in which role, and how we know. `words` say all three."""

    key: str
    name: str
    role: Term
    basis: Term
    words: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """When it is due, and how we know; an assumed date says so. `on` is None exactly when nothing sets a date."""

    on: date | None
    basis: Term
    words: str


@dataclass(frozen=True, slots=True)
class Target:
    """What was promised in numbers, and what came of it. `value` is None for 一批/若干; `actual`, `reached` (a share)
    and `satisfied` are None while nothing countable is documented. `words` say the target, `working` the arithmetic."""

    operator: Term
    value: Decimal | None
    unit: str
    counted: str
    basis: Term
    baseline: Decimal | None
    actual: Decimal | None
    reached: float | None
    satisfied: bool | None
    words: str
    working: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of the promise, verbatim, and where they stand. `place` says it: 原文第 36 段."""

    exact: str
    source: str
    paragraph: int
    place: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What the ministry itself says of it (官方口径), never mixed with the assessment."""

    said: str
    by: str
    on: str
    claimed: Term | None
    citation: int | None


@dataclass(frozen=True, slots=True)
class Restatement:
    """Later words of the ministry about the same promise: a dated event beside it."""

    kind: Term
    wording: str
    by: str
    on: str
    due: date | None
    target: str
    working: str
    citation: int | None


@dataclass(frozen=True, slots=True)
class Link:
    """What a piece of evidence says about the commitment, or about a part of it ("" for the whole). `words` say it."""

    bearing: Term
    part: str
    stage: Term | None
    measured: Amount | None
    role: Term | None
    words: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence that bears on this commitment. `citation` is the number of its reference.

    `cited`: the judgement rests on it. `marks` are words about what it cannot prove (early, same briefing, withdrawn).
    """

    uid: str
    kind: Term
    title: str
    publisher: str
    published: str
    document: str
    url: str
    quote: str
    note: str
    links: tuple[Link, ...]
    cited: bool
    withdrawn: bool
    marks: tuple[str, ...]
    citation: int | None


@dataclass(frozen=True, slots=True)
class Search:
    """A documented search (检索记录). `mark` says when it is old."""

    on: date
    place: str
    words: str
    found: str
    mark: str


@dataclass(frozen=True, slots=True)
class Change:
    """Something done to it, told in one sentence, and the reason given ("" for none)."""

    on: date
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line about a commitment, for formats that are read: a label, and paragraphs.

    `key` is the same in both languages: quote, departments, due, target, judgement, claims, restatements, evidence,
    searches, changes, parts, speaker, history.
    """

    key: str
    label: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One commitment.

    Formats that are read (DOCX, PDF, HTML, Markdown) print `code`, `title`, then `assessment`, `light` and `marks` in
    words on one line, then `entries` in order: these hold everything below in words. Formats that are data take the
    values. `changes` are what was done since the report's `since`; `history` everything, in a dossier only.
    `first_cited` are the references that nothing before it in the report cites.
    """

    code: str
    title: str
    topic: str
    kind: Term
    speaker: str
    office: str
    assessment: Term
    light: Term
    marks: tuple[str, ...]
    reason: str
    judged_on: date | None
    quotes: tuple[Quotation, ...]
    departments: tuple[Department, ...]
    due: Deadline
    target: Target | None
    parts: tuple[str, ...]
    evidence: tuple[Piece, ...]
    claims: tuple[Claim, ...]
    restatements: tuple[Restatement, ...]
    searches: tuple[Search, ...]
    changes: tuple[Change, ...]
    entries: tuple[Entry, ...] = field(default=())
    history: tuple[Change, ...] = field(default=())
    first_cited: tuple[Reference, ...] = field(default=())
