"""The pieces of evidence that a ledger has, as many documents at once are compared with them (coding rules §5)."""

from sqlalchemy import Connection, or_, select

from tracker.domain.evidence.same_document import document_address, plain_publisher, plain_title
from tracker.domain.text.text_folding import digest_of
from tracker.store.database.evidence_tables import EvidenceState
from tracker.store.database.typed_columns import NamedRow
from tracker.store.evidence.joined_evidence import replacements_of

_piece = EvidenceState
_NOW = _piece.until.is_(None)


class KnownPieces:
    """Finds the piece that is a document which a spreadsheet names. Only digests are held, however many there are.

    Nobody looks at each of them, so that less is taken for the same than elsewhere: a title has to be the same to the
    letter, and an address that several pieces have, as a list page, tells nothing by itself.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._titles: dict[bytes, int] = {}
        self._addresses: dict[bytes, int] = {}
        self._list_pages: set[bytes] = set()
        self._is_read = False

    def find(self, title: str, publisher: str, published: str, url: str) -> int:
        """Return the id of the piece that is this document, 0 for none."""
        if not self._is_read:  # most spreadsheets name no evidence
            self._read()
        address = document_address(url)
        known = self._titles.get(_title_digest(title, publisher, published, address or _ANY), 0)
        if not known and address:
            known = self._titles.get(_title_digest(title, publisher, published, ""))
        if not known and address and digest_of(address) not in self._list_pages:
            known = self._addresses.get(digest_of(address))
        return known or 0

    def _read(self) -> None:
        columns = (_piece.evidence_id, _piece.title, _piece.publisher, _piece.published, _piece.url)
        joined = self._joined()
        offered = or_(_piece.withdrawn.is_(False), _piece.joined_into.is_not(None))
        query = select(*columns).where(_NOW, offered).order_by(_piece.evidence_id)
        for row in self._connection.execute(query.execution_options(yield_per=1_000)):
            known = joined.get(row.evidence_id, row.evidence_id)
            if known:
                self._note(known, row)
        self._is_read = True

    def _joined(self) -> dict[int, int]:
        """By the id of each joined piece the one that replaces it, 0 where that was withdrawn."""
        joined = self._connection.scalars(select(_piece.evidence_id).where(_NOW, _piece.joined_into.is_not(None)))
        replacements = replacements_of(self._connection, joined.all())
        withdrawn = select(_piece.evidence_id).where(_NOW, _piece.withdrawn, _piece.joined_into.is_(None))
        gone = frozenset(self._connection.scalars(withdrawn)) if replacements else frozenset[int]()
        return {known: 0 if other in gone else other for known, other in replacements.items()}

    def _note(self, known: int, row: NamedRow) -> None:
        address = document_address(row.url)
        # Under its own address and under any: a spreadsheet may name none, or another than the ledger has.
        for place in (address, _ANY):
            self._titles.setdefault(_title_digest(row.title, row.publisher, row.published, place), known)
        if address and self._addresses.setdefault(digest_of(address), known) != known:
            self._list_pages.add(digest_of(address))


_ANY = "\x1e"
"""In place of an address: whatever it is."""


def _title_digest(title: str, publisher: str, published: str, address: str) -> bytes:
    said = (plain_title(title) or title, plain_publisher(publisher) or publisher, published, address)
    return digest_of("\x1f".join(said))
