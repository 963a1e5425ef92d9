"""One commitment in a report: what is said about it, and the values behind the words."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tracker.domain.reports.report_text import Amount, Paragraph, Reference, Term


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who said something, and in which office."""

    name: str
    office: str


@dataclass(frozen=True, slots=True)
class ItemDoubt:
    """A doubt beside the verdict, the reason by which the analyst held to it, and the event that keeps the
    reason; "" and None where there is none."""

    rule: Term
    reason: str
    event: int | None


@dataclass(frozen=True, slots=True)
class Department:
    """Who is responsible, in which role, and how we know; `words` say all three. `speaker` is who heads it, where it is
    responsible because its head spoke, else ""."""

    key: str
    name: str
    role: Term
    basis: Term
    words: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """When it is due, or `about` due, and how we know. `on` is None exactly when nothing sets a date; then `review_on`
    is the day of the next yearly review, as long as the question is open. `words` say it all."""

    on: date | None
    basis: Term
    words: str
    about: bool = False
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """What each of the counted things must reach itself: at least 1000 亿元."""

    operator: Term
    amount: Amount


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A value that evidence, named by its `uid`, measured and the arithmetic leaves out, and why; `words` say all."""

    evidence: str
    amount: Amount
    role: Term
    why: Term
    words: str


@dataclass(frozen=True, slots=True)
class Target:
    """What was promised in numbers, and what came of it. `value` is None for 一批/若干; `actual`, `reached` (a share)
    and `satisfied` are None while nothing countable is documented, which is not zero. `words` say the target, `working`
    the arithmetic, and `left_out` is what it does not count."""

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
    threshold: Limit | None = None
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class PartDetail:
    """One of several objects of a commitment, each of which can be met alone, with what is its own: `details` say that,
    "" for nothing."""

    title: str
    due: Deadline | None
    target: Target | None
    departments: tuple[Department, ...]
    details: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a source, verbatim, where they stand, and who said them.

    `place` says the one: 原文第 36 段; `by` the other: 张云明，副部长, or that a reporter asked. `speaker` is None for
    a reporter, or where nobody is named; `answer` is the number, from 1, of the answer in which the words stand.
    """

    exact: str
    source: str
    paragraph: int
    place: str
    speaker: Spoken | None
    answer: int | None
    by: str


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
    """Later words about the same promise: a dated event beside it. `other` is the code of the later commitment that
    says it again, "" for none; `reason` is why the two were tied."""

    kind: Term
    wording: str
    by: str
    on: str
    due: date | None
    target: str
    working: str
    citation: int | None
    other: str = ""
    reason: str = ""


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
    `effective_on` is the day on which a law takes effect. `gist`, and the title in another tongue than its own,
    `translated`, are in the language of the report.
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
    effective_on: date | None = None
    gist: str = ""
    translated: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """A documented search (检索记录): what it came to, and what it `found`. `outcome` is None where nobody said so of
    an older one; `result` says both in words. `mark` says when it is old."""

    on: date
    place: str
    words: str
    found: str
    mark: str
    outcome: Term | None
    result: str


@dataclass(frozen=True, slots=True)
class Change:
    """Something done to it, told in one sentence, and the reason given ("" for none)."""

    on: date
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line about a commitment, for formats that are read: a label, and paragraphs.

    `key` is the same in both languages: quote, speaker, departments, due, target, parts, judgement, doubts, claims,
    restatements, evidence, searches, changes.
    """

    key: str
    label: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One commitment.

    Formats that are read (DOCX, PDF, HTML, Markdown) print `code`, `title`, then `assessment`, `light` and `marks` in
    words on one line, then `entries` in order: these hold everything below in words. Formats that are data take the
    values. `speaker` and `office` name everybody who promised it, `speakers` each of them, and every quotation its own.
    `doubts` and `grounds_changed` go with the assessment wherever it is shown. `parts` are titles, `part_details`
    the same with all else, `parts_unnamed` counts those that have no name yet. `changes` are what was done since the
    report's `since`; `history` everything, in a dossier only. `first_cited` are the references that nothing before it
    in the report cites. `evidence_unread` counts pieces in use that `evidence` lacks, because the format shows none.
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
    speakers: tuple[Spoken, ...] = ()
    doubts: tuple[ItemDoubt, ...] = ()
    grounds_changed: bool = False
    part_details: tuple[PartDetail, ...] = ()
    parts_unnamed: int = 0
    entries: tuple[Entry, ...] = field(default=())
    history: tuple[Change, ...] = field(default=())
    first_cited: tuple[Reference, ...] = field(default=())
    evidence_unread: int = 0
