"""Pieces of evidence with what they bear on."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Connection, select, true

from tracker.domain.evidence.same_briefing import Briefing
from tracker.domain.exchange.spreadsheet_rows import SPREADSHEET
from tracker.domain.reports.happenings import came_after
from tracker.domain.rows import Anchor, AttachmentRow, EvidenceOutline, EvidenceRow, LedgerRow, Name, PartRow
from tracker.domain.rows import EvidenceLinkRow as LinkRow
from tracker.domain.text.dates import is_early
from tracker.store.commitments.parts import entries_of
from tracker.store.database.evidence_tables import Evidence, EvidenceLink, EvidenceState
from tracker.store.database.id_pages import PAGE, pages
from tracker.store.database.tables import Commitment, CommitmentState, Part, Source, Speaker
from tracker.store.database.typed_columns import NamedRow
from tracker.store.database.versions import Horizon, live
from tracker.store.evidence.attachments import attachments_of
from tracker.store.server.pipeline import Question

_link = EvidenceLink
_state = EvidenceState


def list_evidence(connection: Connection, horizon: Horizon) -> list[EvidenceRow]:
    """All evidence, newest first, the withdrawn pieces among it."""
    return _pieces(connection, horizon, true())


def evidence_by_code(
    connection: Connection, horizon: Horizon, commitment_ids: Collection[int]
) -> dict[str, list[EvidenceRow]]:
    """The evidence that bears on these commitments, by the code of each, newest first.

    There are the codes of further commitments that the same pieces bear on, with as much of their evidence.
    """
    bearing = select(_link.evidence_id).where(_link.commitment_id.in_(commitment_ids), live(_link, horizon))
    by_code: dict[str, list[EvidenceRow]] = defaultdict(list)
    for piece in _pieces(connection, horizon, _state.evidence_id.in_(bearing)):
        for code in dict.fromkeys(link.commitment for link in piece.links):
            by_code[code].append(piece)
    return by_code


def outlines_of(
    connection: Connection, horizon: Horizon, about: LedgerRow, held_on: date, parts: Mapping[int, PartRow]
) -> list[EvidenceOutline]:
    """The outlines of the evidence that bears on a commitment, newest first, with what each piece says of it alone.

    `early` goes by the briefing of this commitment, `held_on`, and not by those of others that a piece bears on;
    `parts` are those that it has or had, by their ids.
    """
    said = (_state.kind, _state.title, _state.publisher, _state.published)
    marks = (_state.withdrawn, _state.same_briefing, _state.effective_on)
    links = (_link.id, _link.part_id, _link.bearing, _link.stage, _link.value, _link.unit, _link.role)
    rows = connection.execute(
        select(_state.evidence_id, *said, *marks, *links)
        .join(_link, _link.evidence_id == _state.evidence_id)
        .where(_link.commitment_id == about.id, live(_link, horizon), live(_state, horizon))
        .order_by(_state.published.desc(), _state.evidence_id.desc(), _link.id)
    )
    pieces: dict[int, EvidenceOutline] = {}
    # A page of rows at a time, unpacked and not read by name: 20,000 rows that are held at once are looked through by
    # the garbage collector. With that, and without a value for each measurement, a detail took 0.45 s and not 0.58.
    for known, kind, title, publisher, published, withdrawn, same, effective_on, link_id, part_id, *said_of in (
        row for page in rows.partitions(PAGE) for row in page
    ):
        link = LinkRow(link_id, about.code, parts.get(part_id or 0), *said_of)
        before = pieces.get(known)
        pieces[known] = EvidenceOutline(
            id=known,
            kind=kind,
            title=title,
            publisher=publisher,
            published=published,
            withdrawn=withdrawn,
            early=is_early(published, held_on),
            links=(link,) if before is None else (*before.links, link),
            same_briefing=same,
            effective_on=effective_on,
        )
    return list(pieces.values())


def newest_by_commitment(
    connection: Connection, horizon: Horizon, commitment_ids: Collection[int]
) -> tuple[dict[int, list[EvidenceRow]], dict[int, int]]:
    """Return of each commitment the newest piece in use, the newest that shows something after the briefing and those
    that measure something, newest first, and how many others are in use: what one line about it shows. A ledger of
    10,000 has five pieces each, of which it needs one."""
    bearing = connection.execute(
        select(
            _link.commitment_id,
            _link.evidence_id,
            EvidenceState.withdrawn,
            EvidenceState.same_briefing,
            EvidenceState.published,
            Source.held_on,
            _link.bearing,
            _link.value.is_not(None).label("measures"),
        )
        .join(EvidenceState, EvidenceState.evidence_id == _link.evidence_id)
        .join(Commitment, Commitment.id == _link.commitment_id)
        .join(Source, Source.id == Commitment.source_id)
        .where(_link.commitment_id.in_(commitment_ids), live(_link, horizon), live(EvidenceState, horizon))
        .order_by(EvidenceState.published.desc(), EvidenceState.evidence_id.desc())
    ).all()
    in_use: dict[int, set[int]] = defaultdict(set)
    shown: dict[int, dict[int, None]] = defaultdict(dict)
    told: set[int] = set()
    for row in bearing:
        # Newest first, so that the first one in use is the newest, and the first that shows something the newest that
        # does (see `domain.reports.happenings.shows`); those that measure are shown whatever their day, for the
        # arithmetic names them.
        tells = not (row.withdrawn or row.same_briefing or row.commitment_id in told) and came_after(
            row.published, row.held_on, row.bearing
        )
        if row.measures or tells or not (row.withdrawn or in_use[row.commitment_id]):
            shown[row.commitment_id][row.evidence_id] = None
        if tells:
            told.add(row.commitment_id)
        if not row.withdrawn:
            in_use[row.commitment_id].add(row.evidence_id)
    wanted = sorted({known for pieces in shown.values() for known in pieces})
    found = {
        piece.id: piece
        for page in pages(wanted)
        for piece in _pieces(connection, horizon, EvidenceState.evidence_id.in_(page))
    }
    others = {commitment_id: len(pieces - shown[commitment_id].keys()) for commitment_id, pieces in in_use.items()}
    return {commitment_id: [found[known] for known in pieces] for commitment_id, pieces in shown.items()}, others


def read_pieces(connection: Connection, ids: Collection[int], horizon: Horizon) -> list[EvidenceRow]:
    """These pieces of evidence as far as they are there, in the order of the ids."""
    found = {piece.id: piece for piece in _pieces(connection, horizon, EvidenceState.evidence_id.in_(ids))}
    return [found[known] for known in ids if known in found]


def read_evidence(connection: Connection, evidence_id: int, horizon: Horizon) -> EvidenceRow | None:
    """One piece of evidence, or None."""
    return next(iter(_pieces(connection, horizon, EvidenceState.evidence_id == evidence_id)), None)


_SPEAKERS = select(Speaker.source_id, Speaker.name)
_BRIEFINGS = select(Source.id, Source.held_on, Source.clean_text).where(Source.occasion != SPREADSHEET)
BRIEFING_QUESTIONS: Sequence[Question] = ((_SPEAKERS, {}), (_BRIEFINGS, {}))
"""What `read_briefings` asks."""


def read_briefings(connection: Connection) -> list[Briefing]:
    """What each briefing says, as far as reports of it can be told by it; nobody reports a spreadsheet."""
    names: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute(_SPEAKERS):
        names[row.source_id].append(row.name)
    sources = connection.execute(_BRIEFINGS)
    return [Briefing(row.held_on, row.clean_text, tuple(names[row.id])) for row in sources]


def _pieces(connection: Connection, horizon: Horizon, condition: ColumnElement[bool]) -> list[EvidenceRow]:
    statement = (
        select(EvidenceState, Evidence.uid)
        .select_from(EvidenceState)
        .join(Evidence, Evidence.id == EvidenceState.evidence_id)
        .where(live(EvidenceState, horizon), condition)
        .order_by(EvidenceState.published.desc(), EvidenceState.evidence_id.desc())
    )
    pieces = connection.execute(statement).all()
    ids = [piece.evidence_id for piece in pieces]
    found = _links_of(connection, horizon, ids)
    links: dict[int, list[NamedRow]] = defaultdict(list)
    for row in found:
        links[row.evidence_id].append(row)
    files = attachments_of(connection, horizon, ids)
    # A part keeps in its row what it was first called, and in the state of its commitment what it is called now.
    titles = part_titles(connection, horizon, {row.commitment_id for row in found if row.part_id is not None})
    return [
        _evidence_row(piece, links[piece.evidence_id], files.get(piece.evidence_id, ()), titles) for piece in pieces
    ]


def _links_of(connection: Connection, horizon: Horizon, ids: Sequence[int]) -> list[NamedRow]:
    """The links of these pieces, those of each in the order of the codes."""
    query = (
        select(
            _link,
            Commitment.code,
            Source.held_on,
            Part.uid.label("part_uid"),
            Part.title,
            Part.title_en,
            Part.position,
        )
        .select_from(_link)
        .join(Commitment, Commitment.id == _link.commitment_id)
        .join(Source, Source.id == Commitment.source_id)
        .outerjoin(Part, Part.id == _link.part_id)
        .where(live(_link, horizon))
        .order_by(Commitment.code, _link.id)
    )
    # By pages: no database takes tens of thousands of numbers in one question.
    # And all rows of a page at once, which is a third faster than one by one.
    return [row for page in pages(ids) for row in connection.execute(query.where(_link.evidence_id.in_(page))).all()]


def part_titles(
    connection: Connection, horizon: Horizon, commitment_ids: Collection[int]
) -> dict[int, tuple[str, str]]:
    """What the parts of these commitments are called at the horizon, in both languages, by the ids of the parts."""
    if not commitment_ids:
        return {}
    named = select(CommitmentState.commitment_id, CommitmentState.parts).where(
        CommitmentState.commitment_id.in_(commitment_ids), live(CommitmentState, horizon)
    )
    entries = entries_of(connection, connection.execute(named).all())
    return {part["id"]: (part["title"], part["title_en"]) for parts in entries.values() for part in parts}


def _evidence_row(
    row: NamedRow, links: list[NamedRow], files: tuple[AttachmentRow, ...], parts: Mapping[int, tuple[str, str]]
) -> EvidenceRow:
    return EvidenceRow(
        id=row.evidence_id,
        uid=row.uid,
        kind=row.kind,
        title=row.title,
        number=row.number,
        publisher=row.publisher,
        published=row.published,
        retrieved=row.retrieved.isoformat() if row.retrieved else None,
        url=row.url,
        quote=row.quote,
        note=row.note,
        withdrawn=row.withdrawn,
        withdrawal_reason=row.withdrawal_reason,
        same_briefing=row.same_briefing,
        early=any(is_early(row.published, link.held_on) for link in links),
        version=row.version,
        links=tuple(_link_row(link, parts) for link in links),
        anchor=None if row.anchor is None else Anchor(**row.anchor),
        attachments=files,
        effective_on=row.effective_on,
        gist=row.gist,
        title_en=row.title_en,
        gist_en=row.gist_en,
        joined_into=row.joined_into,
    )


def _link_row(row: NamedRow, parts: Mapping[int, tuple[str, str]]) -> LinkRow:
    part = None
    if row.part_id is not None:
        title = parts.get(row.part_id, (row.title, row.title_en))
        part = PartRow(row.part_id, Name(row.part_uid, *title), position=row.position)
    return LinkRow(
        id=row.id,
        commitment=row.code,
        part=part,
        bearing=row.bearing,
        stage=row.stage,
        value=row.value,
        unit=row.unit,
        role=row.role,
    )


def link_targets(connection: Connection, evidence_id: int) -> list[int]:
    """The commitments that a piece of evidence is linked to now."""
    targets = select(_link.commitment_id).where(_link.evidence_id == evidence_id, _link.until.is_(None)).distinct()
    return list(connection.scalars(targets))
