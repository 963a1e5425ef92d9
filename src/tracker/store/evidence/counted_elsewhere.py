"""What other pieces of the same documents count under other promises: lists and attachments of one document."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, literal, select, union

from tracker.domain.evidence.follow_up_questions import CountedElsewhere, Measured
from tracker.domain.evidence.same_document import document_number
from tracker.domain.rows import EvidenceRow, OtherPiece
from tracker.domain.terms import ValueRole
from tracker.store.database.evidence_tables import SHORT_ENOUGH, EvidenceAttachment, EvidenceLink, EvidenceState
from tracker.store.database.id_pages import pages
from tracker.store.database.tables import Commitment
from tracker.store.database.typed_columns import NamedRow
from tracker.store.database.versions import Horizon, live

_piece = EvidenceState
_link = EvidenceLink
_files = EvidenceAttachment
_NUMBER = "number"
_FILE = "file"
_Key = tuple[str, str]
"""What two pieces share, and its value."""


def counted_elsewhere(
    connection: Connection, horizon: Horizon, code: str, pieces: Sequence[EvidenceRow]
) -> dict[int, list[CountedElsewhere]]:
    """Return what further pieces, with the number or a file of one of these, claim as counted under other commitments
    than that with the code, by the ids of these; by one query, and by none where no piece counts anything.

    A number is the same where it is written the same: what `same_document` recognises besides was offered to be linked
    as one piece when it was recorded.
    """
    by_key: dict[_Key, list[int]] = defaultdict(list)
    for piece in pieces:
        if not piece.withdrawn and _counts(piece, code):
            for key in _keys(piece):
                by_key[key].append(piece.id)
    found: dict[int, list[CountedElsewhere]] = defaultdict(list)
    own = {piece.id for piece in pieces}
    for page in pages(list(by_key)):
        for row in _read(connection, horizon, code, page):
            if row.evidence_id not in own:
                measured = Measured(row.value, row.unit, row.role, row.stage, row.part_id)
                other = OtherPiece(row.evidence_id, row.title, row.published)
                for known in by_key[row.shared, row.key]:
                    found[known].append(CountedElsewhere(row.code, measured, other))
    return found


def _counts(piece: EvidenceRow, code: str) -> bool:
    return any(
        link.commitment == code and link.value is not None and link.role is not ValueRole.PLAN for link in piece.links
    )


def _keys(piece: EvidenceRow) -> list[_Key]:
    """By what a further piece is known to be of the same document: its files, and its number where that says whose it
    is."""
    number = document_number(piece.number)
    numbers = [(_NUMBER, piece.number)] if number is not None and number.says_whose else []
    return [*numbers, *((_FILE, file.sha256) for file in piece.attachments)]


def _read(connection: Connection, horizon: Horizon, code: str, keys: Sequence[_Key]) -> Sequence[NamedRow]:
    numbers = [key for shared, key in keys if shared == _NUMBER]
    files = [key for shared, key in keys if shared == _FILE]
    numbered = select(_piece.evidence_id, literal(_NUMBER).label("shared"), _piece.number.label("key")).where(
        _piece.number.in_(numbers), live(_piece, horizon), SHORT_ENOUGH
    )
    filed = select(_files.evidence_id, literal(_FILE).label("shared"), _files.sha256.label("key")).where(
        _files.sha256.in_(files), live(_files, horizon)
    )
    same = union(numbered, filed).subquery()
    said = (_link.value, _link.unit, _link.role, _link.stage, _link.part_id)
    return connection.execute(
        select(same.c.shared, same.c.key, Commitment.code, _piece.evidence_id, _piece.title, _piece.published, *said)
        .select_from(same)
        .join(_piece, _piece.evidence_id == same.c.evidence_id)
        .join(_link, _link.evidence_id == same.c.evidence_id)
        .join(Commitment, Commitment.id == _link.commitment_id)
        .where(
            live(_piece, horizon),
            live(_link, horizon),
            _piece.withdrawn.is_(False),
            _piece.same_briefing.is_(False),
            _link.value.is_not(None),
            Commitment.code != code,
        )
        .order_by(Commitment.code, _piece.evidence_id, _link.id)
    ).all()
