"""The tables of what came afterwards: evidence, its files, and later words. See `tracker.store.database.tables`."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, LargeBinary, Text, text
from sqlmodel import Field

from tracker.domain.terms import (
    Assessment,
    Bearing,
    CountingBasis,
    EvidenceKind,
    Operator,
    RelationKind,
    Stage,
    ValueRole,
)
from tracker.store.database.column_types import CheckedJson, DayOrMonth, Moment, SortableDecimal, term_column
from tracker.store.database.decoding import is_anchor
from tracker.store.database.tables import Identity, Version, new_uid, now_index
from tracker.store.database.typed_columns import Col, StoredTable

SHORT_ENOUGH = text("length(number) <= 100 AND length(url) <= 500")
"""The pieces whose number and address are in an index: PostgreSQL takes no longer texts. A question has to say it in
the same words; what is longer is no number, and hardly an address that anybody has twice."""


class Evidence(Identity, table=True):
    """A piece of evidence, apart from what is said in it: `EvidenceState`."""


class EvidenceState(Version, table=True):
    """The fields of a piece of evidence. `published` is an ISO day or month.

    `anchor` tells where in an attachment the quoted words stand: see `tracker.domain.evidence.anchors`.
    """

    evidence_id: Col[int] = Field(foreign_key="evidence.id")
    version: Col[int]
    kind: Col[EvidenceKind] = Field(sa_column=term_column(EvidenceKind))
    title: Col[str]
    number: Col[str] = Field(default="")
    publisher: Col[str]
    published: Col[str] = Field(sa_type=DayOrMonth)
    retrieved: Col[date | None] = Field(default=None)
    url: Col[str] = Field(default="")
    quote: Col[str] = Field(default="")
    note: Col[str] = Field(default="")
    withdrawn: Col[bool] = Field(default=False)
    withdrawal_reason: Col[str] = Field(default="")
    same_briefing: Col[bool] = Field(default=False)
    anchor: Col[dict[str, Any] | None] = Field(
        default=None, sa_column=Column(CheckedJson(dict, is_anchor, none_as_null=True))
    )
    effective_on: Col[date | None] = Field(default=None)
    gist: Col[str] = Field(default="", sa_column_kwargs={"server_default": ""})
    title_en: Col[str] = Field(default="", sa_column_kwargs={"server_default": ""})
    gist_en: Col[str] = Field(default="", sa_column_kwargs={"server_default": ""})
    joined_into: Col[int | None] = Field(default=None, foreign_key="evidence.id", index=True)
    """The piece that this one was found to be the same document as; it is withdrawn then."""

    __table_args__ = (
        Index("ix_evidence_state_evidence_id_since", "evidence_id", "since"),
        Index(
            "uq_evidence_state_current",
            "evidence_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
        ),
        now_index("evidence_state", "now", "evidence_id", "published", "withdrawn", "same_briefing"),
        now_index("evidence_state", "newest", "published", "evidence_id"),
        Index(
            "ix_evidence_state_document",
            "number",
            "url",
            "evidence_id",
            "until",
            sqlite_where=text(f"until IS NULL AND {SHORT_ENOUGH}"),
        ),
    )


class EvidenceLink(Version, table=True):
    """What a piece of evidence says about a commitment or a part of it."""

    uid: Col[str] = Field(default_factory=new_uid, max_length=36, index=True)
    evidence_id: Col[int] = Field(foreign_key="evidence.id", index=True)
    commitment_id: Col[int] = Field(foreign_key="commitment.id", index=True)
    part_id: Col[int | None] = Field(default=None, foreign_key="part.id", index=True)
    bearing: Col[Bearing] = Field(sa_column=term_column(Bearing))
    stage: Col[Stage | None] = Field(default=None, sa_column=term_column(Stage, nullable=True))
    value: Col[Decimal | None] = Field(default=None, sa_type=SortableDecimal)
    unit: Col[str | None] = Field(default=None)
    role: Col[ValueRole | None] = Field(default=None, sa_column=term_column(ValueRole, nullable=True))

    __table_args__ = (
        now_index("evidence_link", "now", "commitment_id", "evidence_id", "bearing", "since"),
        # Without its role nobody can tell a plan from a result (§4), and without its unit it cannot be added up.
        CheckConstraint("(value IS NULL) = (role IS NULL) AND (value IS NULL) = (unit IS NULL)", "value_is_whole"),
    )


class Attachment(StoredTable, table=True):
    """A file that evidence rests on, known by the SHA-256 of its content and kept once. `readable` is its text, with a
    form feed between pages."""

    sha256: Col[str] = Field(max_length=64, primary_key=True)
    size: Col[int]
    media_type: Col[str] = Field(max_length=120)
    readable: Col[str] = Field(sa_column=Column(Text, nullable=False))


class AttachmentContent(StoredTable, table=True):
    """The bytes of an attachment of a shared ledger. A ledger in a file keeps them in a folder beside it."""

    sha256: Col[str] = Field(max_length=64, primary_key=True)
    content: Col[bytes] = Field(sa_column=Column(LargeBinary, nullable=False))


class EvidenceAttachment(Version, table=True):
    """A file of a piece of evidence: under which name, and from where and when it was taken."""

    evidence_id: Col[int] = Field(foreign_key="evidence.id", index=True)
    sha256: Col[str] = Field(foreign_key="attachment.sha256", max_length=64, index=True)
    name: Col[str]
    url: Col[str] = Field(default="")
    retrieved_at: Col[datetime | None] = Field(default=None, sa_type=Moment)


class OfficialClaim(Version, table=True):
    """What the ministry itself says of a commitment, attributed and dated; never an assessment. `claimed` is what the
    words claim in our terms, where they do."""

    uid: Col[str] = Field(default_factory=new_uid, max_length=36, index=True)
    commitment_id: Col[int] = Field(foreign_key="commitment.id", index=True)
    said: Col[str]
    said_by: Col[str]
    said_on: Col[str] = Field(sa_type=DayOrMonth)
    claimed: Col[Assessment | None] = Field(default=None, sa_column=term_column(Assessment, nullable=True))
    url: Col[str] = Field(default="")
    evidence_id: Col[int | None] = Field(default=None, foreign_key="evidence.id", index=True)


class Restatement(Version, table=True):
    """Later words about the same promise (§8), beside the first ones, which stay. Amount and due date only where the
    later words change them; `other_id` is a later commitment that says it again."""

    uid: Col[str] = Field(default_factory=new_uid, max_length=36, index=True)
    commitment_id: Col[int] = Field(foreign_key="commitment.id", index=True)
    kind: Col[RelationKind] = Field(sa_column=term_column(RelationKind))
    said_on: Col[str] = Field(sa_type=DayOrMonth)
    said_by: Col[str]
    wording: Col[str]
    url: Col[str] = Field(default="")
    evidence_id: Col[int | None] = Field(default=None, foreign_key="evidence.id", index=True)
    due_on: Col[date | None] = Field(default=None)
    operator: Col[Operator | None] = Field(default=None, sa_column=term_column(Operator, nullable=True))
    target: Col[Decimal | None] = Field(default=None, sa_type=SortableDecimal)
    unit: Col[str | None] = Field(default=None)
    counted: Col[str | None] = Field(default=None)
    counting: Col[CountingBasis | None] = Field(default=None, sa_column=term_column(CountingBasis, nullable=True))
    baseline: Col[Decimal | None] = Field(default=None, sa_type=SortableDecimal)
    other_id: Col[int | None] = Field(default=None, foreign_key="commitment.id", index=True)
    reason: Col[str] = Field(default="", sa_column_kwargs={"server_default": ""})
