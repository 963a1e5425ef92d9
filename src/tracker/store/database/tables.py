"""The tables. Two sorts of rows: identities, written once, and versions of them.

A version is true from the event `since` until the event `until`, which is empty for what is true now; `since` 0 is the
coding itself, true from the day of the briefing on. So the current ledger and the ledger as of any past event are the
same queries with another condition (`versions.live`), and undoing an event reopens the versions that it closed.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, MetaData, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel
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
    Amount,
    CheckedJson,
    DayOrMonth,
    KeptDoubts,
    LongText,
    Moment,
    Setting,
    term_column,
)
from tracker.store.database.decoding import are_parts, are_texts, is_threshold, is_working

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


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
    return f"{event_uid[:-_DIGITS]}{number:0{_DIGITS}x}"


class Table(SQLModel):
    """Common ground of all tables."""

    metadata = metadata


class Identity(Table):
    """A record that stays itself when ledgers are merged."""

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, max_length=36, unique=True)


class Source(Identity, table=True):
    """A document that holds commitments, with the clean text that offsets count in."""

    key: str = Field(max_length=80, unique=True)
    code_prefix: str = Field(max_length=40)
    title: str
    title_en: str
    occasion: str
    publisher: str
    publisher_en: str
    held_on: date
    raw_sha256: str = Field(max_length=64)
    clean_sha256: str = Field(max_length=64)
    clean_text: str = Field(sa_column=Column(LongText, nullable=False))
    incomplete: str
    incomplete_en: str
    revision: int


class Speaker(Identity, table=True):
    """Who spoke for the ministry."""

    source_id: int = Field(foreign_key="source.id", index=True)
    key: str = Field(max_length=80)
    name: str
    name_en: str
    office: str
    office_en: str

    __table_args__ = (UniqueConstraint("source_id", "key"),)


class Topic(Identity, table=True):
    """A subject of commitments; shared by sources."""

    key: str = Field(max_length=80, unique=True)
    name: str
    name_en: str
    position: int


class Department(Identity, table=True):
    """A department of the ministry, or another ministry."""

    key: str = Field(max_length=80, unique=True)
    name: str
    name_en: str
    position: int


class Omission(Table, table=True):
    """Forward-looking words that are no commitment, and why."""

    id: int | None = Field(default=None, primary_key=True)
    source_id: int = Field(foreign_key="source.id", index=True)
    start: int
    end: int
    exact: str
    reason: OmissionReason = Field(sa_column=term_column(OmissionReason))


def now_index(table: str, name: str, *columns: str) -> Index:
    """An index of the versions that are true now, from which a question about many of them is answered alone.

    `until` is in it, though it is always empty there: SQLite would look it up in the table.
    """
    now = text("until IS NULL")
    return Index(f"ix_{table}_{name}", *columns, "until", sqlite_where=now, postgresql_where=now)


REPORTED = "report_made"
"""The kind of the events that tell of a report."""
_REPORTS = text(f"kind = '{REPORTED}'")


def index_endings() -> None:
    """Index the versions that have ended by the event that ended them. To be called when all tables are known.

    Not those that are true now: SQLite would take so many alike for the way to find each of them.
    """
    ended = text("until IS NOT NULL")
    for name, table in metadata.tables.items():
        if "until" in table.c:
            Index(f"ix_{name}_until", table.c.until, sqlite_where=ended, postgresql_where=ended)


class Commitment(Identity, table=True):
    """A promise. `coded` keeps what the coding last said, so that a newer coding can tell what the user changed."""

    code: str = Field(max_length=40, unique=True)
    source_id: int = Field(foreign_key="source.id", index=True)
    speaker_id: int = Field(foreign_key="speaker.id", index=True)
    coded: dict[str, Any] = Field(sa_column=Column(CheckedJson(dict), nullable=False))

    __table_args__ = (Index("ix_commitment_code", "source_id", "speaker_id", "code"),)


class Passage(Table, table=True):
    """Verbatim words of the source; prefix and suffix as in the W3C TextQuoteSelector."""

    id: int | None = Field(default=None, primary_key=True)
    commitment_id: int = Field(foreign_key="commitment.id", index=True)
    role: PassageRole = Field(sa_column=term_column(PassageRole))
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    speaker_id: int | None = Field(default=None, foreign_key="speaker.id", index=True)
    """Who said it; of a source whose passages name nobody, the speaker of the commitment."""
    answer: int | None = None
    """The number, from 1, of the answer that it stands in."""


class Part(Identity, table=True):
    """One of several objects of a commitment: what links of evidence refer to. What is said of it now, and whether it
    is still one, stands in the state of the commitment."""

    commitment_id: int = Field(foreign_key="commitment.id", index=True)
    position: int
    title: str
    title_en: str
    event_id: int | None = Field(default=None, foreign_key="event.id", index=True)
    """The event by which a user added it; None for what came with its source."""


class Event(Identity, table=True):
    """Something that was done to the ledger. Appended, never rewritten. `id` 0 is nobody's: see the module.

    `at` is what the clock of the machine said, right or wrong: the order is that of the ids. `server_at` is what the
    server's said, empty in a file. `role` is the server's as well; `session` tells one opening of the ledger by one
    program. `cancels` names the event that this one takes back: of an undo the change, of a redo the undo. `hash` seals
    what the event says and did together with the hash of the event before: see `tracker.store.events.seals`.
    """

    at: datetime = Field(sa_type=Moment, index=True)
    author: str
    role: str = Field(default="", sa_column_kwargs={"server_default": ""})
    session: str = Field(default="", max_length=36, sa_column_kwargs={"server_default": ""})
    server_at: datetime | None = Field(default=None, sa_type=Moment)
    kind: str = Field(max_length=40)
    reason: str = ""
    details: dict[str, Any] = Field(sa_column=Column(CheckedJson(dict), nullable=False))
    cancels: int | None = Field(default=None, foreign_key="event.id", index=True)
    hash: str = Field(default="", max_length=64)

    __table_args__ = (Index("ix_event_report", "id", sqlite_where=_REPORTS, postgresql_where=_REPORTS),)


class EventCommand(Table, table=True):
    """What was asked for by an event, complete and by UUIDs, so that it can be done again in another ledger: see
    `tracker.store.events.event_commands`. Events from before schema 0007 have none."""

    __tablename__ = "event_command"  # pyright: ignore[reportAssignmentType]

    event_id: int = Field(foreign_key="event.id", primary_key=True)
    command: dict[str, Any] = Field(sa_column=Column(CheckedJson(dict), nullable=False))


class EventCommitment(Table, table=True):
    """Which commitments an event is part of the history of."""

    __tablename__ = "event_commitment"  # pyright: ignore[reportAssignmentType]

    event_id: int = Field(foreign_key="event.id", primary_key=True)
    commitment_id: int = Field(foreign_key="commitment.id", primary_key=True, index=True)


class Version(Table):
    """The span of events in which a row is true."""

    id: int | None = Field(default=None, primary_key=True)
    since: int = Field(index=True)
    until: int | None = None


class CommitmentState(Version, table=True):
    """What is true of a commitment: the coded fields that a user may change, the judgement, and what follows from
    the evidence (`actual`, `reached` as a share, `latest_evidence`, `evidence_count`), so that lists need no sums."""

    __tablename__ = "commitment_state"  # pyright: ignore[reportAssignmentType]

    commitment_id: int = Field(foreign_key="commitment.id")
    version: int
    title: str
    title_en: str
    title_pinyin: str
    topic_id: int = Field(foreign_key="topic.id", index=True)
    kind: CommitmentKind = Field(sa_column=term_column(CommitmentKind))
    due_on: date | None = None
    due_basis: DueBasis = Field(sa_column=term_column(DueBasis))
    due_about: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    operator: Operator | None = Field(default=None, sa_column=term_column(Operator, nullable=True))
    target: Decimal | None = Field(default=None, sa_type=Amount)
    unit: str | None = None
    counted: str | None = None
    counting: CountingBasis | None = Field(default=None, sa_column=term_column(CountingBasis, nullable=True))
    wording: str | None = None
    baseline: Decimal | None = Field(default=None, sa_type=Amount)
    assessment: Assessment = Field(sa_column=term_column(Assessment))
    reason: str = ""
    judged_by_event: int | None = None
    working: list[Any] | None = Field(default=None, sa_column=Column(CheckedJson(list, is_working, none_as_null=True)))
    reached: float | None = None
    latest_evidence: str | None = Field(default=None, sa_type=DayOrMonth)
    evidence_count: int = 0
    keywords: list[str] = Field(default_factory=list, sa_column=Column(CheckedJson(list, are_texts), nullable=False))
    threshold: list[Any] | None = Field(
        default=None, sa_column=Column(CheckedJson(list, is_threshold, none_as_null=True))
    )
    """What each counted thing must reach: [operator, value, unit]."""
    parts: list[Any] | None = Field(default=None, sa_column=Column(CheckedJson(list, are_parts, none_as_null=True)))
    """The parts, see `parts`; None in states of before schema 0005, whose parts are rows of `Part`."""
    parts_expected: int | None = None
    review_on: date | None = None
    """The next yearly review; None for the first one, a year after the briefing."""
    doubts: str | None = Field(default=None, sa_type=KeptDoubts)
    """What stands beside the verdict, as the terms of `Doubt` with commas between; None for nothing."""

    __table_args__ = (
        Index("ix_commitment_state_commitment_id_since", "commitment_id", "since"),
        Index(
            "uq_commitment_state_current",
            "commitment_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
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

    __tablename__ = "commitment_department"  # pyright: ignore[reportAssignmentType]

    commitment_id: int = Field(foreign_key="commitment.id", index=True)
    department_id: int = Field(foreign_key="department.id", index=True)
    role: DepartmentRole = Field(sa_column=term_column(DepartmentRole))
    basis: DepartmentBasis = Field(sa_column=term_column(DepartmentBasis))
    position: int

    __table_args__ = (now_index("commitment_department", "now", "commitment_id", "role", "department_id", "basis"),)


class Citation(Table, table=True):
    """The evidence that a judgement of a commitment rests on."""

    event_id: int = Field(foreign_key="event.id", primary_key=True)
    commitment_id: int = Field(foreign_key="commitment.id", primary_key=True, index=True)
    evidence_id: int = Field(foreign_key="evidence.id", primary_key=True, index=True)


class CommitmentTag(Version, table=True):
    """A word of the analyst's own on a commitment."""

    __tablename__ = "commitment_tag"  # pyright: ignore[reportAssignmentType]

    commitment_id: int = Field(foreign_key="commitment.id", index=True)
    label: str = Field(max_length=40, index=True)

    __table_args__ = (now_index("commitment_tag", "now", "label", "commitment_id"),)


class SavedView(Version, table=True):
    """A way to look at the ledger, kept under a name: filter, sort, groups and columns as JSON."""

    __tablename__ = "saved_view"  # pyright: ignore[reportAssignmentType]

    name: str = Field(max_length=80, index=True)
    definition: dict[str, Any] = Field(sa_column=Column(CheckedJson(dict), nullable=False))


class LedgerSetting(Version, table=True):
    """A setting that belongs to the ledger and not to whoever looks at it: verdicts depend on it."""

    __tablename__ = "ledger_setting"  # pyright: ignore[reportAssignmentType]

    name: str = Field(max_length=40, index=True)
    value: float = Field(sa_type=Setting)


class SearchLog(Version, table=True):
    """A documented search for evidence."""

    __tablename__ = "search_log"  # pyright: ignore[reportAssignmentType]

    uid: str = Field(default_factory=new_uid, max_length=36, index=True)
    commitment_id: int = Field(foreign_key="commitment.id", index=True)
    place: str
    words: str
    searched_on: date
    searched_by: str
    found: str
    outcome: SearchOutcome | None = Field(default=None, sa_column=term_column(SearchOutcome, nullable=True))
    """None in rows of before schema 0005, which did not say: see `tracker.store.assessment.search_log.outcome_of`."""

    __table_args__ = (now_index("search_log", "now", "commitment_id", "searched_on"),)
