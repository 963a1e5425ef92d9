"""Codes of a new source: a prefix that no other one in use has, and numbers that were never used."""

import re
from collections.abc import Iterator
from itertools import count

from sqlalchemy import Connection, select

from tracker.store.commitments.commitment_detail import is_in_use
from tracker.store.database.tables import Commitment, Source


def prefixes_in_use(connection: Connection) -> frozenset[str]:
    """Return the prefixes of the sources in use."""
    return frozenset(connection.scalars(select(Source.code_prefix).where(is_in_use())))


def prefixes_of(connection: Connection, publisher: str) -> tuple[str, ...]:
    """Return the prefixes that the sources of a publisher have, newest first."""
    mine = select(Source.code_prefix).where((Source.publisher == publisher) | (Source.publisher_en == publisher))
    return tuple(connection.scalars(mine.order_by(Source.id.desc())))


def free_codes(connection: Connection, prefix: str) -> Iterator[str]:
    """Yield PREFIX-001 and so on, after the highest that was ever used, by a source that was taken back as well."""
    used = connection.scalars(select(Commitment.code).where(Commitment.code.startswith(f"{prefix}-", autoescape=True)))
    tails = (code[len(prefix) + 1 :] for code in used)
    last = max((int(tail) for tail in tails if re.fullmatch("[0-9]{1,9}", tail)), default=0)
    return (f"{prefix}-{number:03d}" for number in count(last + 1))
