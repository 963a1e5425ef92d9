"""Reading the evidence as a list of its own, one piece of it whole, and what a piece that is being written comes to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from tracker.domain.assessment.link_hints import LinkClaim, hints_on
from tracker.domain.commitments.quantity import Measurement, Quantity, Working, working
from tracker.domain.errors import UserError
from tracker.domain.evidence.evidence_query import EvidenceQuery
from tracker.domain.evidence.evidence_rows import EvidenceFacets, EvidencePreview, LinkPreview, LinkTarget, PieceDetail
from tracker.domain.rows import EvidenceRow, LedgerRow
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.search.suggestion import Origin, Suggestion
from tracker.domain.terms import EvidenceKind
from tracker.domain.text.date_input import read_published
from tracker.services.commands import NewLink, command
from tracker.services.evidence.quoting import with_orphans
from tracker.services.evidence.recording import reports_briefing
from tracker.services.evidence.suggesting import suggest
from tracker.services.ledgers.workspace import Snapshot, Workspace
from tracker.store.commitments import commitment_list, derived_values
from tracker.store.database import id_pages
from tracker.store.evidence import evidence_list, evidence_pieces
from tracker.store.evidence.attachments import read_pages

PAGE = 100
"""Pieces that are read at once."""
_MOST_TARGETS = 50
"""Commitments that are offered to be linked to; whoever looks for another one types on."""
_SMALL = 10_000
"""Pieces that are counted before anybody would notice."""


@dataclass(frozen=True, slots=True)
class EvidenceListing:
    """One answer to a query: the ids of all pieces in order, the first of them whole, and the counts."""

    ids: Sequence[int]
    first: tuple[EvidenceRow, ...]
    facets: EvidenceFacets


@dataclass(frozen=True, slots=True)
class WrittenEvidence:
    """A piece as a form has it while it is being written: nothing of it need be right yet.

    `links` are values of `NewLink`; `texts` what its files say; `evidence_id` the piece that is being corrected.
    """

    kind: str
    published: str
    title: str
    quote: str
    links: tuple[Mapping[str, Any], ...]
    same_briefing: bool | None = None
    texts: tuple[str, ...] = ()
    evidence_id: int | None = None


def list_pieces(workspace: Workspace, query: EvidenceQuery, first: int = PAGE) -> EvidenceListing:
    """The evidence that matches, in the wanted order."""
    with workspace.snapshot(query.as_of) as snapshot:
        index = snapshot.evidence_index
        ids = index.ids(snapshot.connection, query)
        facets = index.facets(snapshot.connection, query)
        return EvidenceListing(ids, _read(snapshot, ids[:first]), facets)


def begin_pieces(workspace: Workspace, query: EvidenceQuery) -> tuple[EvidenceRow, ...] | None:
    """The first pieces alone, where there are so many that counting them takes its time, and nothing narrows them."""
    with workspace.snapshot(query.as_of) as snapshot:
        horizon = snapshot.scope.horizon
        # Once counted, all of it is there at once, and a first page alone would only be replaced.
        if query.is_filtered or snapshot.is_evidence_counted:
            return None
        if evidence_list.highest_id(snapshot.connection) <= _SMALL:
            return None
        return _read(snapshot, evidence_list.first_ids(snapshot.connection, query, horizon, PAGE))


def read_pieces(workspace: Workspace, ids: Sequence[int], as_of: date | None = None) -> tuple[EvidenceRow, ...]:
    """These pieces, as far as they are there."""
    with workspace.snapshot(as_of) as snapshot:
        return _read(snapshot, ids)


def read_piece(workspace: Workspace, evidence_id: int, as_of: date | None = None) -> PieceDetail:
    """Everything about one piece. Raises `evidence_unknown`."""
    with workspace.snapshot(as_of) as snapshot:
        piece = evidence_pieces.read_evidence(snapshot.connection, evidence_id, snapshot.scope.horizon)
        if piece is None:
            raise UserError("evidence_unknown", field="evidence", value=evidence_id)
        (piece,) = with_orphans(snapshot, (piece,))
        recorded, changed = evidence_list.read_makers(snapshot.connection, evidence_id, snapshot.scope.horizon)
        rows = _rows(snapshot, {link.commitment for link in piece.links})
        return PieceDetail(piece, recorded, None if changed.id == recorded.id else changed, rows)


def suggest_for(workspace: Workspace, evidence_id: int, as_of: date | None = None) -> tuple[Suggestion, ...]:
    """The commitments that a piece may bear on and is not linked to, by its own words and those of its files.

    Words that give the code of a commitment say which one is meant; then the files are not asked.
    """
    with workspace.snapshot(as_of) as snapshot:
        piece = evidence_pieces.read_evidence(snapshot.connection, evidence_id, snapshot.scope.horizon)
        if piece is None:
            return ()
        pages = [page for file in piece.attachments for page in read_pages(snapshot.connection, file.sha256)]
    linked = {link.commitment for link in piece.links}
    own = "\n".join((piece.title, piece.quote, piece.note))
    suggested = suggest(workspace, own, as_of, piece.published)
    # Long files are only asked where the piece itself names no commitment by its code.
    if not any(match.origin is Origin.CODE for found in suggested for match in found.matched):
        suggested = suggest(workspace, "\n".join((own, *pages)), as_of, piece.published)
    return tuple(found for found in suggested if found.code not in linked)


def suggest_while_written(
    workspace: Workspace, text: str, published: str, as_of: date | None = None
) -> tuple[Suggestion, ...]:
    """The commitments that words may bear on; what was typed as their day need not be one yet."""
    return suggest(workspace, text, as_of, _date(published))


def find_targets(workspace: Workspace, words: str, as_of: date | None = None) -> tuple[LinkTarget, ...]:
    """The commitment with this code; where there is none, the first whose code, title or its pinyin holds all words."""
    with workspace.snapshot(as_of) as snapshot:
        return commitment_list.find_targets(snapshot.connection, words, snapshot.scope, _MOST_TARGETS)


def preview(workspace: Workspace, written: WrittenEvidence) -> EvidencePreview:
    """What a piece would come to if it were saved as it is; what cannot be understood yet counts for nothing."""
    links = tuple(map(_understood, written.links))
    published = _date(written.published)
    with workspace.snapshot() as snapshot:
        same = _is_report(snapshot, written, published)
        rows = _rows(snapshot, {link.commitment for link in links})
        days = evidence_list.briefing_days(snapshot.connection, rows)
        ids = [row.id for row in rows.values()]
        before = derived_values.measurements(snapshot.connection, ids, snapshot.scope.horizon, written.evidence_id)
    # Without a day the value would stand nowhere in the order of measurements; today's is where it would come by
    # itself.
    day = published or workspace.today().isoformat()
    added = [] if same else [link for link in links if link.commitment in rows and link.value is not None]

    def preview_link(link: NewLink) -> LinkPreview | None:
        row = rows.get(link.commitment)
        if row is None:
            return None
        claimed = LinkClaim(EvidenceKind(written.kind), published, same, link.bearing, link.stage, link.unit, link.role)
        known = before.get(row.id, [])
        new = [measured for one in added if one.commitment == row.code if (measured := _measurement(one, day))]
        return LinkPreview(
            code=row.code,
            title=row.title,
            quantity=row.quantity,
            before=_worked_out(row.quantity, known),
            after=_worked_out(row.quantity, [*known, *new]),
            hints=hints_on(claimed, days[row.code], row.quantity),
        )

    return EvidencePreview(same, tuple(map(preview_link, links)))


def _read(snapshot: Snapshot, ids: Sequence[int]) -> tuple[EvidenceRow, ...]:
    return tuple(evidence_pieces.read_pieces(snapshot.connection, ids, snapshot.scope.horizon))


def _is_report(snapshot: Snapshot, written: WrittenEvidence, published: str | None) -> bool:
    if written.same_briefing is not None:
        return written.same_briefing
    texts = (written.title, written.quote, *written.texts)
    return published is not None and reports_briefing(snapshot.connection, published, texts)


def _measurement(link: NewLink, day: str) -> Measurement | None:
    if link.value is None or link.unit is None or link.role is None:
        return None
    return Measurement(link.value, link.unit, link.role, day, link.stage)


def _understood(values: Mapping[str, Any]) -> NewLink:
    """A link as far as it can be understood: what is measured only where it is whole."""
    try:
        return command(NewLink, **values)
    except UserError:
        return command(NewLink, **{**values, "value": None, "unit": None, "role": None})


def _date(published: str) -> str | None:
    try:
        return read_published(published, "published")
    except UserError:
        return None


def _rows(snapshot: Snapshot, codes: Collection[str]) -> dict[str, LedgerRow]:
    queries = (LedgerQuery(codes=frozenset(page)) for page in id_pages.pages(sorted(codes)))
    found = (commitment_list.list_rows(snapshot.connection, query, snapshot.scope) for query in queries)
    return {row.code: row for row in chain.from_iterable(found)}


def _worked_out(quantity: Quantity | None, measured: Sequence[Measurement]) -> Working | None:
    return working(quantity, measured) if quantity is not None else None
