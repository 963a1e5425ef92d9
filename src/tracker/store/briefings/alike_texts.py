"""Whether a text is in the ledger already: by its SHA-256, or by most of its sentences."""

import re

from sqlalchemy import Connection, select

from tracker.domain.exchange.spreadsheet_rows import SPREADSHEET
from tracker.store.commitments.commitment_detail import is_in_use
from tracker.store.database.tables import Source
from tracker.store.database.typed_columns import NamedRow

_ENDS = re.compile("[。．.！!？?；;\n]+")
ALIKE = 0.9
"""The share of its sentences from which on a text is another copy of one that is there."""


def find_alike(connection: Connection, raw_sha256: str, clean_sha256: str, text: str) -> NamedRow | None:
    """Return a source in use with the same bytes, the same text, or more than nine tenths of its sentences."""
    said = _sentences(text)
    query = select(Source).where(is_in_use(), Source.occasion != SPREADSHEET).order_by(Source.id)
    for row in connection.execute(query):
        if raw_sha256 == row.raw_sha256 or clean_sha256 == row.clean_sha256:
            return row
        if said and len(said & _sentences(row.clean_text)) > ALIKE * len(said):
            return row
    return None


def _sentences(text: str) -> frozenset[str]:
    """The sentences by their letters and digits: copies differ in marks and blanks, and in where lines are broken."""
    said = ("".join(filter(str.isalnum, one)) for one in _ENDS.split(text))
    return frozenset(filter(None, said))
