"""Everything about one commitment, and the texts that commitments stand in."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, exists, or_, select, tuple_

from tracker.domain.judgement import Proof, is_fulfilled_late, rests_on_claims
from tracker.domain.passage import Omission as OmittedWords
from tracker.domain.passage import Passage as Words
from tracker.domain.passage import paragraph_number
from tracker.domain.query import LedgerQuery
from tracker.domain.rows import (
    CommitmentDetail,
    EvidenceRow,
    LedgerRow,
    Name,
    Quote,
    Responsible,
    SearchRow,
    SourceRow,
    SourceText,
    Speaker,
)
from tracker.domain.rows import Part as PartRow
from tracker.domain.sheets import SPREADSHEET
from tracker.domain.terms import Bearing, PassageRole
from tracker.store import sql as t
from tracker.store.coded import coded_fields, field_choices
from tracker.store.conditions import Scope
from tracker.store.evidence import evidence_by_commitment
from tracker.store.history import history_of
from tracker.store.ledger import list_rows, read_row, read_rows
from tracker.store.statements import claims_of, restatements_of
from tracker.store.tags import tags_of
from tracker.store.versions import live

_T = TypeVar("_T")
_PAGE = 500
"""Rows whose details are read together: few queries, and no list of ids too long for the database."""


def read_detail(connection: Connection, code: str, scope: Scope) -> CommitmentDetail | None:
    """One commitment by its code, or None."""
    row = read_row(connection, code, scope)
    return None if row is None else _details(connection, [row], scope)[0]


def list_details(connection: Connection, query: LedgerQuery, scope: Scope) -> Iterator[CommitmentDetail]:
    """The wanted rows of the ledger, each with everything about it; read a page at a time."""
    rows = list_rows(connection, query, scope)
    for start in range(0, len(rows), _PAGE):
        yield from _details(connection, rows[start : start + _PAGE], scope)


def read_details(connection: Connection, ids: Sequence[int], scope: Scope) -> Iterator[CommitmentDetail]:
    """The commitments with these ids, in their order, without their history; read a page at a time."""
    for start in range(0, len(ids), _PAGE):
        rows = read_rows(connection, ids[start : start + _PAGE], scope)
        yield from _details(connection, rows, scope, with_history=False)


def list_sources(connection: Connection) -> tuple[SourceRow, ...]:
    """All sources, oldest first, but for a spreadsheet that was taken back."""
    state, mine = t.commitment_state, t.commitment.c.source_id == t.source.c.id
    there = exists(
        select(state.c.id)
        .join(t.commitment, t.commitment.c.id == state.c.commitment_id)
        .where(mine, state.c.until.is_(None))
    )
    columns = [column for column in t.source.c if column is not t.source.c.clean_text]
    shown = select(*columns).where(or_(t.source.c.occasion != SPREADSHEET, there))
    return tuple(map(_source_row, connection.execute(shown.order_by(t.source.c.held_on, t.source.c.id))))


def read_source_text(connection: Connection, source_id: int) -> SourceText:
    """A source's clean text, and what of it was left out of the ledger."""
    source = connection.execute(select(t.source).where(t.source.c.id == source_id)).one()
    omitted = connection.execute(
        select(t.omission).where(t.omission.c.source_id == source_id).order_by(t.omission.c.start)
    )
    return SourceText(
        _source_row(source),
        source.clean_text,
        tuple(OmittedWords(row.start, row.end, row.exact, row.reason) for row in omitted),
    )


def _details(
    connection: Connection, rows: Sequence[LedgerRow], scope: Scope, *, with_history: bool = True
) -> list[CommitmentDetail]:
    """The details of a page of rows, by one query a subject, however many rows."""
    ids = [row.id for row in rows]
    states = {state.commitment_id: state for state in _states(connection, ids, scope)}
    texts = {i: read_source_text(connection, i) for i in {state.source_id for state in states.values()}}
    speakers, names = _speakers(connection, states.values()), field_choices(connection)
    departments, parts = _departments(connection, ids, scope), _parts(connection, ids)
    history = history_of(connection, ids, scope.horizon) if with_history else {}
    evidence, cited = evidence_by_commitment(connection, scope.horizon, ids), _cited(connection, states.values())
    claims, passages = claims_of(connection, ids, scope.horizon), _passages(connection, ids)
    restatements = restatements_of(connection, ids, scope.horizon)
    tags, searches = tags_of(connection, ids, scope.horizon), _searches(connection, ids, scope)

    def detail(row: LedgerRow) -> CommitmentDetail:
        state, pieces = states[row.id], tuple(evidence[row.id])
        text = texts[state.source_id]
        quotes = {role: [_quote(p, text.text) for p in passages[row.id] if p.role is role] for role in PassageRole}
        return CommitmentDetail(
            row=row,
            source=text.source,
            speaker=speakers[state.speaker_id],
            quotes=tuple(quotes[PassageRole.PROMISE]),
            baseline_quote=next(iter(quotes[PassageRole.BASELINE]), None),
            due_quote=next(iter(quotes[PassageRole.DUE]), None),
            departments=tuple(departments[row.id]),
            parts=tuple(parts[row.id]),
            reason=state.reason,
            judged_at=state.at,
            fulfilled_late=is_fulfilled_late(row.assessment, row.due.on, _proofs(row, pieces)),
            evidence=pieces,
            cited=tuple(cited[row.id]),
            searches=tuple(searches[row.id]),
            history=tuple(history.get(row.id, ())),
            tags=tuple(sorted(tags[row.id])),
            coded=coded_fields(state.coded, names),
            claims=claims.get(row.id, ()),
            restatements=restatements.get(row.id, ()),
            keywords=tuple(state.keywords),
            rests_on_claims=row.assessment.needs_evidence
            and rests_on_claims([piece.kind for piece in pieces if piece.id in cited[row.id]]),
        )

    return [detail(row) for row in rows]


def _proofs(row: LedgerRow, pieces: Iterable[EvidenceRow]) -> list[Proof]:
    return [
        Proof(piece.kind, piece.published)
        for piece in pieces
        if not (piece.withdrawn or piece.early or piece.same_briefing)
        and any(
            link.commitment == row.code and link.bearing in (Bearing.FULFILS, Bearing.PARTLY) for link in piece.links
        )
    ]


def _states(connection: Connection, ids: list[int], scope: Scope) -> Sequence[Row]:
    state = t.commitment_state
    return connection.execute(
        select(
            state.c.commitment_id,
            state.c.reason,
            state.c.judged_by_event,
            state.c.keywords,
            t.commitment.c.source_id,
            t.commitment.c.speaker_id,
            t.commitment.c.coded,
            t.event.c.at,
        )
        .select_from(state)
        .join(t.commitment, t.commitment.c.id == state.c.commitment_id)
        .outerjoin(t.event, t.event.c.id == state.c.judged_by_event)
        .where(state.c.commitment_id.in_(ids), live(state, scope.horizon))
    ).all()


def _passages(connection: Connection, ids: list[int]) -> dict[int, list[Row]]:
    passage = t.passage
    found = connection.execute(select(passage).where(passage.c.commitment_id.in_(ids)).order_by(passage.c.start))
    return _grouped(found, lambda row: row)


def _quote(row: Row, text: str) -> Quote:
    start = text.rfind("\n", 0, row.start) + 1
    end = text.find("\n", row.end)
    return Quote(
        passage=Words(row.start, row.end, row.exact, row.role),
        prefix=row.prefix,
        suffix=row.suffix,
        paragraph=text[start : end if end >= 0 else len(text)],
        paragraph_number=paragraph_number(text, row.start),
        offset=row.start - start,
    )


def _departments(connection: Connection, ids: list[int], scope: Scope) -> dict[int, list[Responsible]]:
    link = t.commitment_department
    found = connection.execute(
        select(
            link.c.commitment_id,
            t.department.c.key,
            t.department.c.name,
            t.department.c.name_en,
            link.c.role,
            link.c.basis,
        )
        .select_from(link)
        .join(t.department, t.department.c.id == link.c.department_id)
        .where(link.c.commitment_id.in_(ids), live(link, scope.horizon))
        .order_by(link.c.position)
    )
    return _grouped(found, lambda row: Responsible(Name(row.key, row.name, row.name_en), row.role, row.basis))


def _parts(connection: Connection, ids: list[int]) -> dict[int, list[PartRow]]:
    part = t.part
    found = connection.execute(select(part).where(part.c.commitment_id.in_(ids)).order_by(part.c.position))
    return _grouped(found, lambda row: PartRow(row.id, Name(row.uid, row.title, row.title_en)))


def _speakers(connection: Connection, states: Iterable[Row]) -> dict[int, Speaker]:
    ids = {state.speaker_id for state in states}
    return {
        row.id: Speaker(Name(row.key, row.name, row.name_en), Name(row.key, row.office, row.office_en))
        for row in connection.execute(select(t.speaker).where(t.speaker.c.id.in_(ids)))
    }


def _searches(connection: Connection, ids: list[int], scope: Scope) -> dict[int, list[SearchRow]]:
    log = t.search_log
    oldest = scope.horizon.day - timedelta(days=scope.rules.search_expiry_days)
    found = connection.execute(
        select(log)
        .where(log.c.commitment_id.in_(ids), live(log, scope.horizon))
        .order_by(log.c.searched_on.desc(), log.c.id.desc())
    )
    return _grouped(
        found,
        lambda row: SearchRow(
            row.id, row.place, row.words, row.searched_on, row.searched_by, row.found, row.searched_on < oldest
        ),
    )


def _cited(connection: Connection, states: Iterable[Row]) -> dict[int, list[int]]:
    cited = t.citation
    judged = [(state.judged_by_event, state.commitment_id) for state in states if state.judged_by_event]
    found = connection.execute(
        select(cited).where(tuple_(cited.c.event_id, cited.c.commitment_id).in_(judged)).order_by(cited.c.evidence_id)
    )
    return _grouped(found, lambda row: row.evidence_id)


def _grouped(rows: Iterable[Row], make: Callable[[Any], _T]) -> dict[int, list[_T]]:
    """What was made of each row, by the commitment that it belongs to, in the order of the rows."""
    groups: dict[int, list[_T]] = defaultdict(list)
    for row in rows:
        groups[row.commitment_id].append(make(row))
    return groups


def _source_row(row: Row) -> SourceRow:
    return SourceRow(
        id=row.id,
        key=row.key,
        title=Name(row.key, row.title, row.title_en),
        publisher=Name(row.key, row.publisher, row.publisher_en),
        held_on=row.held_on,
        sha256=row.raw_sha256,
        complete=not row.incomplete,
        incomplete_note=Name("incomplete", row.incomplete, row.incomplete_en),
        is_spreadsheet=row.occasion == SPREADSHEET,
    )
