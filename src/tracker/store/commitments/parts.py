"""The parts of a commitment (coding rules §1), as its state keeps them.

A part is {"id", "position", "title", "title_en"} and, where they are its own, "due", "quantity" and "departments" in
the forms of `commitment_fields`. `id` and `position` are those of its row in `part`, which links of evidence refer
to and which is never taken away. States of before schema 0005 keep none: their parts are those rows.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select

from tracker.domain.rows import Name, PartRow
from tracker.store.database.evidence_tables import EvidenceLink
from tracker.store.database.id_pages import pages
from tracker.store.database.tables import Part

Entry = Mapping[str, Any]
ROWS = (
    select(Part)
    .where(Part.commitment_id.in_(bindparam("ids", expanding=True)))
    .order_by(Part.commitment_id, Part.position)
)


def entries_of(connection: Connection, states: Iterable[Any]) -> dict[int, list[Entry]]:
    """By commitment the parts that these states name, in their order; `states` have `commitment_id` and `parts`."""
    kept: dict[int, list[Entry]] = {}
    earlier: list[int] = []
    for state in states:
        # None is not the same as an empty list: from schema 0005 on that says that there are no parts.
        if state.parts is None:
            earlier.append(state.commitment_id)
        else:
            kept[state.commitment_id] = state.parts
    if earlier:
        kept |= rows_as_entries(connection, earlier)
    return kept


def rows_as_entries(connection: Connection, commitment_ids: Collection[int]) -> dict[int, list[Entry]]:
    """The rows of `part` of these commitments, as states of before schema 0005 have them."""
    found: dict[int, list[Entry]] = defaultdict(list)
    for page in pages(list(commitment_ids)):
        for row in connection.execute(ROWS, {"ids": page}):
            found[row.commitment_id].append(
                {"id": row.id, "position": row.position, "title": row.title, "title_en": row.title_en}
            )
    return {commitment_id: found[commitment_id] for commitment_id in commitment_ids}


def named_parts(code: str, parts: Iterable[Entry]) -> tuple[PartRow, ...]:
    """Return the parts of a commitment by what they are called."""
    return tuple(PartRow(part["id"], Name(code, part["title"], part["title_en"])) for part in parts)


def without_ids(parts: Iterable[Entry]) -> list[dict[str, Any]]:
    """The parts as codings have them."""
    return [{name: value for name, value in part.items() if name != "id"} for part in parts]


def linked_positions(connection: Connection, commitment_id: int) -> frozenset[int]:
    """The positions of the parts of a commitment that evidence is linked to now."""
    found = (
        select(Part.position)
        .join(EvidenceLink, EvidenceLink.part_id == Part.id)
        .where(Part.commitment_id == commitment_id, EvidenceLink.until.is_(None))
    )
    return frozenset(connection.scalars(found))
