"""The tables. Two sorts of rows: identities, written once, and versions of them.

A version is true from the event `since` until the event `until`, which is empty for what is true now; `since` 0 is the
coding itself, true from the day of the briefing on. So the current ledger and the ledger as of any past event are the
same queries with another condition (`versions.live`), and undoing an event reopens the versions that it closed.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint, false, text
from sqlmodel import Field
from uuid_utils import uuid7

from tracker.domain.terms import (
    Assessment,
    CommitmentKind,
    CountingBasis,
    DepartmentBasis,
    DepartmentRole,
    DueBasis,
    OmissionReason,
    Operator,
    PassageRole,
    SearchOutcome,
)
from tracker.store.database.column_types import (
    CheckedJson,
    DayOrMonth,
    KeptDoubts,
    LongText,
    Moment,
    SettingValue,
    SortableDecimal,
    term_column,
)
from tracker.store.database.decoding import are_parts, are_stretches, are_texts, is_threshold, is_working
from tracker.store.database.typed_columns import Col, StoredTable, metadata

_DIGITS = 6
"""Hexadecimal digits at the end of an event's UUID that number what it brings into being: 16 million things."""


def new_uid() -> str:
    """A UUIDv7 as text: stable across ledgers, and ordered by time of making."""
    return str(uuid7())


def new_event_uid() -> str:
    """The same for an event, ending in zeros: what the event brings into being is numbered from it."""
    return new_uid()[:-_DIGITS] + "0" * _DIGITS


def numbered_uid(event_uid: str, number: int) -> str:
    """The UUID of the `number`-th thing that an event brings into being, from 1. So whoever does the event again
    elsewhere gives the same things the same UUIDs. Raises `OverflowError` beyond 16 million."""
    if not 0 < number < 16**_DIGITS:
        raise OverflowError(number)
    # The digits are zeros in the UUID of the event itself, so that 0 is the event, and everything from 1 on is what it
    # made.
    return f"{event_uid[:-_DIGITS]}{number:0{_DIGITS}x}"


class Identity(StoredTable):
    """A record that stays itself when ledgers are merged."""

    id: Col[int] = Field(default=None, primary_key=True)
    uid: Col[str] = Field(default_factory=new_uid, max_length=36, unique=True)


class Source(Identity, table=True):
    """A document that holds commitments, with the clean text that offsets count in."""

    key: Col[str] = Field(max_length=80, unique=True)
    code_prefix: Col[str] = Field(max_length=40)
    title: Col[str]
    title_en: Col[str]
    occasion: Col[str]
    publisher: Col[str]
    publisher_en: Col[str]
    held_on: Col[date]
    raw_sha256: Col[str] = Field(max_length=64)
    clean_sha256: Col[str] = Field(max_length=64)
    clean_text: Col[str] = Field(sa_column=Column(LongText, nullable=False))
    incomplete: Col[str]
    incomplete_en: Col[str]
    revision: Col[int]
    open_words: Col[list[Any] | None] = Field(
        default=None, sa_column=Column(CheckedJson(list, are_stretches, none_as_null=True))
    )
    """Where words stand of which nobody has said whether they are a commitment: [start, end] of each."""


class Speaker(Identity, table=True):
    """Who spoke for the ministry."""

    source_id: Col[int] = Field(foreign_key="source.id", index=True)
    key: Col[str] = Field(max_length=80)
    name: Col[str]
    name_en: Col[str]
    office: Col[str]
    office_en: Col[str]

    __table_args__ = (UniqueConstraint("source_id", "key"),)


class Topic(Identity, table=True):
    """A subject of commitments; shared by sources."""

    key: Col[str] = Field(max_length=80, unique=True)
    name: Col[str]
    name_en: Col[str]
    position: Col[int]


class Department(Identity, table=True):
    """A department of the ministry, or another ministry."""

    key: Col[str] = Field(max_length=80, unique=True)
    name: Col[str]
    name_en: Col[str]
    position: Col[int]


class Omission(StoredTable, table=True):
    """Forward-looking words that are no commitment, and why."""

    id: Col[int] = Field(default=None, primary_key=True)
    source_id: Col[int] = Field(foreign_key="source.id", index=True)
    start: Col[int]
    end: Col[int]
    exact: Col[str]
    reason: Col[OmissionReason] = Field(sa_column=term_column(OmissionReason))


def now_index(table: str, name: str, *columns: str) -> Index:
    """An index of the versions that are true now, from which a question about many of them is answered alone.

    `until` is in it, though it is always empty there: SQLite would look it up in the table.
    """
    # What an index of a shared ledger is limited to stands in the migrations alone, which make it: to say
    # `postgresql_where` here as well would load PostgreSQL's dialect with all its drivers, a third of what the tables
    # take at each start.
    return Index(f"ix_{table}_{name}", *columns, "until", sqlite_where=text("until IS NULL"))


REPORTED = "report_made"
"""The kind of the events that tell of a report."""
_REPORTS = text(f"kind = '{REPORTED}'")
COMPARED = "codings_compared"
"""The kind of the events that tell of two codings of a source that were compared."""
_COMPARISONS = text(f"kind = '{COMPARED}'")


def index_endings() -> None:
    """Index the versions that have ended by the event that ended them. To be called when all tables are known.

    Not those that are true now: SQLite would take so many alike for the way to find each of them.
    """
    ended = text("until IS NOT NULL")
    for name, table in metadata.tables.items():
        if "until" in table.c:
            # It serves undo and whatever is brought up to date after an event, which look for what one event ended.
            Index(f"ix_{name}_until", table.c.until, sqlite_where=ended)


class Commitment(Identity, table=True):
    """A promise. `coded` keeps what the coding last said, so that a newer coding can tell what the user changed."""

    code: Col[str] = Field(max_length=40, unique=True)
    source_id: Col[int] = Field(foreign_key="source.id", index=True)
    speaker_id: Col[int] = Field(foreign_key="speaker.id", index=True)
    coded: Col[dict[str, Any]] = Field(sa_column=Column(CheckedJson(dict), nullable=False))

    __table_args__ = (Index("ix_commitment_code", "source_id", "speaker_id", "code"),)


class Passage(StoredTable, table=True):
    """Verbatim words of the source; prefix and suffix as in the W3C TextQuoteSelector."""

    id: Col[int] = Field(default=None, primary_key=True)
    commitment_id: Col[int] = Field(foreign_key="commitment.id", index=True)
    role: Col[PassageRole] = Field(sa_column=term_column(PassageRole))
    start: Col[int]
    end: Col[int]
    exact: Col[str]
    prefix: Col[str]
    suffix: Col[str]
    speaker_id: Col[int | None] = Field(default=None, foreign_key="speaker.id", index=True)
    """Who said it; of a source whose passages name nobody, the speaker of the commitment."""
    answer: Col[int | None] = Field(default=None)
    """The number, from 1, of the answer that it is in."""


class Part(Identity, table=True):
    """One of several objects of a commitment: what links of evidence refer to. What is said of it now, and whether it
    is still one, is in the state of the commitment."""

    commitment_id: Col[int] = Field(foreign_key="commitment.id", index=True)
    position: Col[int]
    title: Col[str]
    title_en: Col[str]
    event_id: Col[int | None] = Field(default=None, foreign_key="event.id", index=True)
    """The event by which a user added it; None for what came with its source."""


class CodingDraft(Identity, table=True):
    """A draft of a coding; no event records it before it is loaded.

    `draft` is `tracker.domain.briefings.coding_draft.Draft` without what follows from the text, `place` the offset at
    which its coder stopped, `source_key` the source that it became: while that is in use, the draft rests.
    """

    version: Col[int]
    begun_at: Col[datetime] = Field(sa_type=Moment)
    changed_at: Col[datetime] = Field(sa_type=Moment)
    coder: Col[str]
    name: Col[str]
    title: Col[str]
    publisher: Col[str]
    held_on: Col[date]
    code_prefix: Col[str] = Field(max_length=40)
    raw_sha256: Col[str] = Field(max_length=64)
    raw_name: Col[str] = Field(max_length=40)
    undone: Col[list[Any]] = Field(sa_column=Column(CheckedJson(list), nullable=False))
    clean_text: Col[str] = Field(sa_column=Column(LongText, nullable=False))
    draft: Col[dict[str, Any]] = Field(sa_column=Column(CheckedJson(dict), nullable=False))
    place: Col[int]
    source_key: Col[str | None] = Field(default=None, max_length=80)


class Event(Identity, table=True):
    """Something that was done to the ledger. Appended, never rewritten. No event has the `id` 0: see the module.

    `at` is what the clock of the machine said, right or wrong: the order is that of the ids. `server_at` is what the
    server's said; in a file it is empty but for what was done in another copy before the newest event here, of which it
    says when it came. `role` is the server's as well; `session` tells one opening of the ledger by one
    program. `cancels` names the event that this one takes back: of an undo the change, of a redo the undo. `hash` seals
    what the event says and did together with the hash of the event before: see `tracker.store.events.seals`.
    """

    at: Col[datetime] = Field(sa_type=Moment, index=True)
    author: Col[str]
    role: Col[str] = Field(default="", sa_column_kwargs={"server_default": ""})
    session: Col[str] = Field(default="", max_length=36, sa_column_kwargs={"server_default": ""})
    server_at: Col[datetime | None] = Field(default=None, sa_type=Moment)
    kind: Col[str] = Field(max_length=40)
    reason: Col[str] = Field(default="")
    details: Col[dict[str, Any]] = Field(sa_column=Column(CheckedJson(dict), nullable=False))
    cancels: Col[int | None] = Field(default=None, foreign_key="event.id", index=True)
    hash: Col[str] = Field(default="", max_length=64)

    __table_args__ = (
        Index("ix_event_report", "id", sqlite_where=_REPORTS),
        Index("ix_event_comparison", "id", sqlite_where=_COMPARISONS),
    )


class EventCommand(StoredTable, table=True):
    """What was asked for by an event, complete and by UUIDs, so that it can be done again in another ledger: see
    `tracker.store.events.event_commands`. Events from before schema 0007 have none."""

    event_id: Col[int] = Field(foreign_key="event.id", primary_key=True)
    command: Col[dict[str, Any]] = Field(sa_column=Column(CheckedJson(dict), nullable=False))


class EventCommitment(StoredTable, table=True):
    """Which commitments an event is part of the history of."""

    event_id: Col[int] = Field(foreign_key="event.id", primary_key=True)
    commitment_id: Col[int] = Field(foreign_key="commitment.id", primary_key=True, index=True)


class Version(StoredTable):
    """The span of events in which a row is true."""

    id: Col[int] = Field(default=None, primary_key=True)
    since: Col[int] = Field(index=True)
    until: Col[int | None] = Field(default=None)


class SettledWords(Version, table=True):
    """Words of a source that were open when it came in and were left out later, and why. Those that became a commitment
    later are its passages."""

    source_id: Col[int] = Field(foreign_key="source.id", index=True)
    start: Col[int]
    end: Col[int]
    exact: Col[str]
    reason: Col[OmissionReason] = Field(sa_column=term_column(OmissionReason))


class CommitmentState(Version, table=True):
    """What is true of a commitment: the coded fields that a user may change, the judgement, and what follows from
    the evidence (`actual`, `reached` as a share, `latest_evidence`, `evidence_count`), so that lists need no sums."""

    commitment_id: Col[int] = Field(foreign_key="commitment.id")
    version: Col[int]
    title: Col[str]
    title_en: Col[str]
    title_pinyin: Col[str]
    topic_id: Col[int] = Field(foreign_key="topic.id", index=True)
    kind: Col[CommitmentKind] = Field(sa_column=term_column(CommitmentKind))
    due_on: Col[date | None] = Field(default=None)
    due_basis: Col[DueBasis] = Field(sa_column=term_column(DueBasis))
    due_about: Col[bool] = Field(default=False, sa_column_kwargs={"server_default": false()})
    operator: Col[Operator | None] = Field(default=None, sa_column=term_column(Operator, nullable=True))
    target: Col[Decimal | None] = Field(default=None, sa_type=SortableDecimal)
    unit: Col[str | None] = Field(default=None)
    counted: Col[str | None] = Field(default=None)
    counting: Col[CountingBasis | None] = Field(default=None, sa_column=term_column(CountingBasis, nullable=True))
    wording: Col[str | None] = Field(default=None)
    baseline: Col[Decimal | None] = Field(default=None, sa_type=SortableDecimal)
    assessment: Col[Assessment] = Field(sa_column=term_column(Assessment))
    reason: Col[str] = Field(default="")
    reason_en: Col[str] = Field(default="", sa_column_kwargs={"server_default": ""})
    judged_by_event: Col[int | None] = Field(default=None)
    working: Col[list[Any] | None] = Field(
        default=None, sa_column=Column(CheckedJson(list, is_working, none_as_null=True))
    )
    reached: Col[float | None] = Field(default=None)
    latest_evidence: Col[str | None] = Field(default=None, sa_type=DayOrMonth)
    evidence_count: Col[int] = Field(default=0)
    keywords: Col[list[str]] = Field(
        default_factory=list, sa_column=Column(CheckedJson(list, are_texts), nullable=False)
    )
    threshold: Col[list[Any] | None] = Field(
        default=None, sa_column=Column(CheckedJson(list, is_threshold, none_as_null=True))
    )
    """What each counted thing must reach: [operator, value, unit]."""
    parts: Col[list[Any] | None] = Field(
        default=None, sa_column=Column(CheckedJson(list, are_parts, none_as_null=True))
    )
    """The parts, see `parts`; None in states of before schema 0005, whose parts are rows of `Part`."""
    parts_expected: Col[int | None] = Field(default=None)
    review_on: Col[date | None] = Field(default=None)
    """The next yearly review; None for the first one, a year after the briefing."""
    doubts: Col[str | None] = Field(default=None, sa_type=KeptDoubts)
    """What is shown beside the verdict, as the terms of `Doubt` with commas between; None for nothing."""
    unreviewed: Col[bool] = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether the rules proposed it and no person has read it yet."""

    __table_args__ = (
        Index("ix_commitment_state_commitment_id_since", "commitment_id", "since"),
        Index(
            "uq_commitment_state_current",
            "commitment_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
        ),
        # The few that wait for review: else each of the others is read out of the table to see that it does not.
        Index(
            "ix_commitment_state_unreviewed",
            "commitment_id",
            sqlite_where=text("until IS NULL AND unreviewed IS 1"),
        ),
        # Every column that facets, counts and lights ask for: with one that is asked for and not here, SQLite reads
        # each row out of the table (seen by EXPLAIN QUERY PLAN).
        now_index(
            "commitment_state",
            "overview",
            "commitment_id",
            "topic_id",
            "kind",
            "due_on",
            "due_basis",
            "operator",
            "target",
            "assessment",
            "judged_by_event",
            "reached",
            "latest_evidence",
            "due_about",
            "review_on",
            "doubts",
        ),
        CheckConstraint("(due_on IS NULL) = (due_basis = 'none')", "due_has_basis"),
    )


class CommitmentDepartment(Version, table=True):
    """A department's part in a commitment, and how we know."""

    commitment_id: Col[int] = Field(foreign_key="commitment.id", index=True)
    department_id: Col[int] = Field(foreign_key="department.id", index=True)
    role: Col[DepartmentRole] = Field(sa_column=term_column(DepartmentRole))
    basis: Col[DepartmentBasis] = Field(sa_column=term_column(DepartmentBasis))
    position: Col[int]

    __table_args__ = (now_index("commitment_department", "now", "commitment_id", "role", "department_id", "basis"),)


class DepartmentState(Version, table=True):
    """What a department that a user added or changed is called, and the key of the body that it belongs to, "" for the
    program's own word on that. A department that nobody has changed has none.

    `since` 0 is what it was called before the first change. `Department` repeats the names of now, for all that only
    asks for those.
    """

    department_id: Col[int] = Field(foreign_key="department.id", index=True)
    name: Col[str]
    name_en: Col[str]
    body: Col[str] = Field(max_length=80)


class DepartmentAlias(Version, table=True):
    """A further name of a department, or a former one, that a user gave it; `plain` as names are compared."""

    department_id: Col[int] = Field(foreign_key="department.id", index=True)
    name: Col[str]
    plain: Col[str] = Field(index=True)
    former: Col[bool]


class Citation(StoredTable, table=True):
    """The evidence that a judgement of a commitment rests on."""

    event_id: Col[int] = Field(foreign_key="event.id", primary_key=True)
    commitment_id: Col[int] = Field(foreign_key="commitment.id", primary_key=True, index=True)
    evidence_id: Col[int] = Field(foreign_key="evidence.id", primary_key=True, index=True)


class CommitmentTag(Version, table=True):
    """A word of the analyst's own on a commitment."""

    commitment_id: Col[int] = Field(foreign_key="commitment.id", index=True)
    label: Col[str] = Field(max_length=40, index=True)

    __table_args__ = (now_index("commitment_tag", "now", "label", "commitment_id"),)


class SavedView(Version, table=True):
    """A way to look at the ledger, kept under a name: filter, sort, groups and columns as JSON."""

    name: Col[str] = Field(max_length=80, index=True)
    definition: Col[dict[str, Any]] = Field(sa_column=Column(CheckedJson(dict), nullable=False))


class LedgerSetting(Version, table=True):
    """A setting that belongs to the ledger and not to whoever looks at it: verdicts depend on it."""

    name: Col[str] = Field(max_length=40, index=True)
    value: Col[float] = Field(sa_type=SettingValue)


class SearchLog(Version, table=True):
    """A documented search for evidence."""

    uid: Col[str] = Field(default_factory=new_uid, max_length=36, index=True)
    commitment_id: Col[int] = Field(foreign_key="commitment.id", index=True)
    place: Col[str]
    words: Col[str]
    searched_on: Col[date]
    searched_by: Col[str]
    found: Col[str]
    outcome: Col[SearchOutcome | None] = Field(default=None, sa_column=term_column(SearchOutcome, nullable=True))
    """None in rows of before schema 0005, which did not say: see `tracker.store.assessment.proof_cases.outcome_of`."""

    __table_args__ = (now_index("search_log", "now", "commitment_id", "searched_on"),)
