"""The tables of what is watched: pages, looks at them, the items found, and captured pages that were looked at again.

Rows name each other, and evidence, by UUIDs and without foreign keys: to take back that a page is watched, or that a
piece was recorded, must not be blocked by what was seen there since.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column
from sqlmodel import Field

from tracker.domain.watching.terms import ItemState, LookOutcome, RecheckOutcome
from tracker.store.database.column_types import CheckedJson, DayOrMonth, Moment, check_columns, term_column
from tracker.store.database.decoding import are_texts
from tracker.store.database.evidence_tables import Evidence
from tracker.store.database.tables import Version, index_endings, new_uid, now_index
from tracker.store.database.typed_columns import Col

all_tables = Evidence.__table__.metadata
"""This module completes the tables, so whoever needs all of them takes them from here."""


class WatchedPage(Version, table=True):
    """A page that is watched. `rule` is how its items are found, `departments` the keys of those it is watched for."""

    uid: Col[str] = Field(default_factory=new_uid, max_length=36, index=True)
    name: Col[str]
    address: Col[str]
    rule: Col[dict[str, Any]] = Field(sa_column=Column(CheckedJson(dict), nullable=False))
    departments: Col[list[str]] = Field(
        default_factory=list, sa_column=Column(CheckedJson(list, are_texts), nullable=False)
    )
    is_on: Col[bool]


class WatchLook(Version, table=True):
    """The last look at a watched page; earlier ones are its earlier versions.

    From `seen_since` to `seen_until` every item that the page showed was seen, by looks of which the first was that of
    the event `seen_from`; all are empty where nobody knows. `logged_until` is the last day for which the looks were
    logged as searches, by the event `logged_by`.
    """

    page_uid: Col[str] = Field(max_length=36, index=True)
    looked_at: Col[datetime] = Field(sa_type=Moment)
    outcome: Col[LookOutcome] = Field(sa_column=term_column(LookOutcome))
    problem: Col[str] = Field(max_length=40)
    details: Col[dict[str, Any]] = Field(sa_column=Column(CheckedJson(dict), nullable=False))
    """What is kept of the problem beside its code: what its sentence names, with the `field`."""
    items: Col[int]
    etag: Col[str]
    last_modified: Col[str]
    seen_since: Col[date | None] = Field(default=None)
    seen_until: Col[date | None] = Field(default=None)
    seen_from: Col[int | None] = Field(default=None)
    logged_until: Col[date | None] = Field(default=None)
    logged_by: Col[int | None] = Field(default=None)


class ItemSighting(Version, table=True):
    """That a watched page shows an item: several may show the same."""

    item_uid: Col[str] = Field(max_length=36, index=True)
    page_uid: Col[str] = Field(max_length=36, index=True)


class FoundItem(Version, table=True):
    """An item of watched pages. `address` is its address as documents are compared by, so that each comes in once."""

    uid: Col[str] = Field(default_factory=new_uid, max_length=36, index=True)
    address: Col[str] = Field(index=True)
    url: Col[str]
    title: Col[str]
    published: Col[str | None] = Field(default=None, sa_type=DayOrMonth)
    summary: Col[str]
    found_at: Col[datetime] = Field(sa_type=Moment)
    state: Col[ItemState] = Field(sa_column=term_column(ItemState))

    __table_args__ = (now_index("found_item", "now", "state", "uid"),)


class NotForUsWord(Version, table=True):
    """A word of titles that are not for us: items that hold it stand last."""

    word: Col[str] = Field(max_length=40, index=True)


class PageRecheck(Version, table=True):
    """What a captured page was when it was looked at again; the piece of evidence itself is not altered by it."""

    evidence_uid: Col[str] = Field(max_length=36, index=True)
    address: Col[str]
    looked_at: Col[datetime] = Field(sa_type=Moment)
    outcome: Col[RecheckOutcome] = Field(sa_column=term_column(RecheckOutcome))
    problem: Col[str] = Field(max_length=40)
    sha256: Col[str] = Field(max_length=64)
    change: Col[dict[str, Any]] = Field(sa_column=Column(CheckedJson(dict), nullable=False))


index_endings()
# Only now are all tables known; a table that was defined later would get neither index nor checks.
check_columns(all_tables)
