"""Codings on their way, as the ledger keeps them until they are loaded."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, or_, select, update

from tracker.domain.errors import UserError
from tracker.domain.text.dates import stamp
from tracker.store.briefings.kept_coding import sources_in_use
from tracker.store.briefings.open_words import count_open
from tracker.store.database.tables import CodingDraft, Source
from tracker.store.database.typed_columns import NamedRow
from tracker.store.events.unit_of_work import UnitOfWork


def waiting_drafts(connection: Connection) -> tuple[NamedRow, ...]:
    """Return the drafts that are no source yet, or whose source was taken back, oldest first."""
    return tuple(connection.execute(select(CodingDraft).where(_is_waiting()).order_by(CodingDraft.id)))


def unfinished_drafts(connection: Connection) -> tuple[NamedRow, ...]:
    """Return the drafts whose source is in use and has words that are open still, oldest first; with their texts."""
    still = [source_id for source_id, count in count_open(connection).items() if count]
    if not still:
        return ()
    keys = select(Source.key).where(Source.id.in_(still), Source.key.in_(sources_in_use()))
    return tuple(
        connection.execute(select(CodingDraft).where(CodingDraft.source_key.in_(keys)).order_by(CodingDraft.id))
    )


def read_draft(connection: Connection, uid: str) -> NamedRow:
    """Return a draft with its text. Raises `draft_unknown`."""
    row = connection.execute(select(CodingDraft).where(CodingDraft.uid == uid)).one_or_none()
    if row is None:
        raise UserError("draft_unknown", value=uid)
    return row


def source_in_use(connection: Connection, key: str | None) -> str:
    """Return the key of a source where it is in use, else ""."""
    return connection.scalar(select(Source.key).where(Source.key == key, Source.key.in_(sources_in_use()))) or ""


def draft_of_file(connection: Connection, raw_sha256: str) -> NamedRow | None:
    """Return the draft that waits for a file, None where there is none."""
    found = select(CodingDraft).where(CodingDraft.raw_sha256 == raw_sha256, _is_waiting())
    return connection.execute(found.limit(1)).one_or_none()


def change_draft(work: UnitOfWork, uid: str, expected: int, values: Mapping[str, Any]) -> int:
    """Write over a draft in the version that its coder saw; returns the new one.

    Raises `draft_unknown`, `draft_changed_meanwhile` where somebody else has written it since.
    """
    mine = (CodingDraft.uid == uid, CodingDraft.version == expected)
    news = {**values, "version": expected + 1, "changed_at": work.moment}
    # By what it returns: how many rows were changed is not known within a write on a server before it is waited for.
    changed = update(CodingDraft).where(*mine).values(**news).returning(CodingDraft.id)
    if work.connection.execute(changed).first() is None:
        now = read_draft(work.connection, uid)
        raise UserError("draft_changed_meanwhile", by=now.coder, at=stamp(now.changed_at))
    return expected + 1


def note_source(connection: Connection, uid: str, key: str) -> None:
    """Note with a draft which source it became, so that it waits again where that is taken back."""
    connection.execute(update(CodingDraft).where(CodingDraft.uid == uid).values(source_key=key))


def drop_draft(work: UnitOfWork, uid: str) -> None:
    """Drop a draft. Raises `draft_unknown`."""
    read_draft(work.connection, uid)
    work.connection.execute(delete(CodingDraft).where(CodingDraft.uid == uid))


def _is_waiting() -> ColumnElement[bool]:
    became = CodingDraft.source_key
    # NULL = 'x' is neither true nor false in SQL: a draft that never became a source has to be named by itself.
    return or_(became.is_(None), became.not_in(sources_in_use()))
