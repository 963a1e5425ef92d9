"""Contents on their way to a server: in parts, before the write that names them, so that no writer waits for them.

Parts lie in the table of contents under names of their own, `<beginning of the SHA-256>#<day>#<place>`, until the write
joins them. An upload that broke off goes on with the parts that are missing; one that nobody used is swept.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, delete, func, insert, literal, select

from tracker.domain.errors import UserError
from tracker.store.database.engine import user_errors
from tracker.store.database.evidence_tables import AttachmentContent
from tracker.store.server.server_engine import begin

PART_BYTES = 1 << 20
"""A second on a slow line: so much is lost where the upload breaks off."""
_MARK = "#"
_DIGITS = 47
"""Digits of the SHA-256 in the name of a part, which with day and place has the length of one."""
_PLACE = 58
"""Where the place begins in the name."""
_KEPT_DAYS = 2
_NAME = AttachmentContent.__table__.c.sha256


def is_part(name: ColumnElement[str]) -> ColumnElement[bool]:
    """The condition that a row of the table of contents is a part of one on its way."""
    return name.contains(_MARK)


def bring_parts(engine: Engine, contents: Mapping[str, bytes]) -> None:
    """Bring those of the contents, by SHA-256, that have more than one part to a server and are not there yet.

    Each part is kept by itself. A ledger in a file keeps contents with the write itself. Raises as writing does.
    """
    large = {sha256: content for sha256, content in contents.items() if len(content) > PART_BYTES}
    if engine.dialect.name != "postgresql" or not large:
        return
    # Here, since only a server needs the dialect, which takes 20 ms to import.
    from sqlalchemy.dialects.postgresql import insert as insert_unless_there

    # Two programs may bring one file at once: whoever comes second with a part leaves the one that is there.
    keep_part = insert_unless_there(AttachmentContent).on_conflict_do_nothing()
    today = datetime.now(UTC).date()
    # It only tidies up: whoever may not remove rows leaves it to those who may.
    with suppress(UserError):
        _sweep(engine, today)
    for sha256, content in large.items():
        with user_errors(engine), engine.connect().execution_options(writes=True) as connection:
            for place in _missing(connection, sha256, len(content)):
                part = content[place * PART_BYTES : (place + 1) * PART_BYTES]
                name = f"{_beginning(sha256)}{today:%Y%m%d}{_MARK}{place:07}"
                with begin(connection):
                    connection.execute(keep_part, {"sha256": name, "content": part})


def join_parts(connection: Connection, sha256: str, size: int) -> bool:
    """Keep a content that was brought in parts, within a write; returns whether all of them are there.

    Whether they are what was brought is for the caller to verify.
    """
    place = func.substr(_NAME, _PLACE)
    # Two programs may have brought the same part on two days.
    once = _NAME.in_(select(func.min(_NAME)).where(_of(sha256)).group_by(place))
    if connection.scalar(select(func.sum(func.length(AttachmentContent.content))).where(once)) != size:
        return False
    joined = func.string_agg(AttachmentContent.content, func.decode("", "hex")).aggregate_order_by(place)
    whole = select(literal(sha256), joined).where(once)
    connection.execute(insert(AttachmentContent).from_select(["sha256", "content"], whole, include_defaults=False))
    return True


def _missing(connection: Connection, sha256: str, size: int) -> Iterator[int]:
    """The places of parts that are still to be brought, from 0; none where the content is there."""
    with begin(connection):
        if connection.scalar(select(func.count()).where(sha256 == _NAME)):
            return
        there = {int(name.rpartition(_MARK)[2]) for name in connection.scalars(select(_NAME).where(_of(sha256)))}
    yield from (place for place in range(-(-size // PART_BYTES)) if place not in there)


def _beginning(sha256: str) -> str:
    return f"{sha256[:_DIGITS]}{_MARK}"


def _of(sha256: str) -> ColumnElement[bool]:
    """The parts of a content."""
    return _NAME.startswith(_beginning(sha256))


def _sweep(engine: Engine, today: date) -> None:
    """Remove the parts of contents that were joined, and those that nobody used for days."""
    whole = AttachmentContent.__table__.alias()
    day = func.substr(_NAME, _DIGITS + 2, 8)
    is_old = day < f"{today - timedelta(days=_KEPT_DAYS):%Y%m%d}"
    joined = func.substr(_NAME, 1, _DIGITS).in_(
        select(func.substr(whole.c.sha256, 1, _DIGITS)).where(~is_part(whole.c.sha256))
    )
    with user_errors(engine), engine.connect().execution_options(writes=True) as connection, begin(connection):
        connection.execute(delete(AttachmentContent).where(is_part(_NAME), is_old | joined))
