"""Everything about one commitment, and the texts that commitments are in."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, exists, null, or_, select, union_all

from tracker.domain.assessment.proof import case_of, is_fulfilled_late
from tracker.domain.commitments.passage import OmittedPassage as OmittedWords
from tracker.domain.commitments.passage import SourcePassage as Words
from tracker.domain.commitments.passage import paragraph_number
from tracker.domain.commitments.quantity import Measurement, Uncountable, why_uncounted, working
from tracker.domain.exchange.spreadsheet_rows import SPREADSHEET
from tracker.domain.rows import (
    ChainLink,
    ClaimRow,
    CommitmentDetail,
    EventRow,
    EvidenceLinkRow,
    EvidenceOutline,
    EvidenceRow,
    FieldChoices,
    LedgerRow,
    Name,
    PartRow,
    Quote,
    RelationRow,
    Responsible,
    SearchRow,
    SourceRow,
    SourceText,
    SpeakerRow,
    Uncounted,
    VerdictDoubt,
)
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import Assessment, DepartmentBasis, Doubt, PassageRole, ValueRole
from tracker.store.assessment.proof_cases import cited_by, outcome_of
from tracker.store.assessment.statements import claims_of, relations_of
from tracker.store.commitments.commitment_fields import coded_fields, field_choices, part_row
from tracker.store.commitments.commitment_list import list_rows, read_row, read_rows
from tracker.store.commitments.parts import entries_of
from tracker.store.commitments.pledge_chains import chains_of
from tracker.store.database.id_pages import pages
from tracker.store.database.tables import (
    Commitment,
    CommitmentDepartment,
    CommitmentState,
    CommitmentTag,
    Department,
    Event,
    Omission,
    Part,
    Passage,
    SearchLog,
    SettledWords,
    Source,
    Speaker,
)
from tracker.store.database.typed_columns import NamedRow
from tracker.store.database.versions import Horizon, live
from tracker.store.events.history import history_of
from tracker.store.evidence.evidence_pieces import (
    evidence_by_code,
    newest_by_commitment,
    outlines_of,
    read_pieces,
)
from tracker.store.search.conditions import Scope

HELD = "held"
"""Name among the details of a verdict's event: by question, the reason by which the analyst held to it."""
FIRST_PIECES = 30
"""Pieces of a commitment that a window shows before anybody asks for more: each card takes it some milliseconds."""
_T = TypeVar("_T")
_PAGE = 500
"""Rows whose details are read together: few queries, and no list of ids too long for the database."""


def read_detail(
    connection: Connection, code: str, scope: Scope, shown: Collection[int] | None = None
) -> CommitmentDetail | None:
    """One commitment by its code, or None.

    Where `shown` are ids of pieces, only these and the newest `FIRST_PIECES` are read whole, and outlines of all: with
    20,000 pieces a second of work less.
    """
    row = read_row(connection, code, scope)
    return None if row is None else _details(connection, [row], scope, shown)[0]


def list_details(connection: Connection, query: LedgerQuery, scope: Scope) -> Iterator[CommitmentDetail]:
    """The wanted rows of the ledger, each with everything about it; read a page at a time."""
    rows = list_rows(connection, query, scope)
    for start in range(0, len(rows), _PAGE):
        yield from _details(connection, rows[start : start + _PAGE], scope)


def read_details(
    connection: Connection, ids: Sequence[int], scope: Scope, *, in_one_line: bool = False
) -> Iterator[CommitmentDetail]:
    """The commitments with these ids, in their order, read a page at a time: without history, tags, keywords and
    coding, which no report shows.

    `in_one_line` reads what the line of a register shows: no searches, and of the evidence what
    `newest_by_commitment` tells; then `fulfilled_late` and `cited` are not known.
    """
    for start in range(0, len(ids), _PAGE):
        rows = read_rows(connection, ids[start : start + _PAGE], scope)
        found = (
            _find_newest(connection, rows, scope) if in_one_line else _find_all(connection, rows, scope, whole=False)
        )
        for row in rows:
            detail = _detail(row, found, (), scope)
            yield detail if in_one_line else _with_lateness(detail, scope)


def list_sources(connection: Connection) -> tuple[SourceRow, ...]:
    """All sources, oldest first, but for those that were taken back."""
    columns = [column for column in Source.__table__.c if column is not Source.clean_text]
    shown = select(*columns).where(is_in_use())
    return tuple(map(_source_row, connection.execute(shown.order_by(Source.held_on, Source.id))))


def is_in_use() -> ColumnElement[bool]:
    """Return the condition that a source has not been taken back: none of its commitments would be left."""
    state = CommitmentState
    mine = Commitment.source_id == Source.id
    there = exists(
        select(state.id).join(Commitment, Commitment.id == state.commitment_id).where(mine, state.until.is_(None))
    )
    # A source that never had any was not taken back, but damaged: it is shown, so that somebody sees it.
    return or_(there, ~exists(select(Commitment.id).where(mine)))


def read_source_text(connection: Connection, source_id: int, horizon: Horizon) -> SourceText:
    """A source's clean text, and what of it was left out of the ledger at the horizon."""
    source = connection.execute(select(Source).where(Source.id == source_id)).one()
    first = select(Omission.start, Omission.end, Omission.exact, Omission.reason).where(Omission.source_id == source_id)
    later = select(SettledWords.start, SettledWords.end, SettledWords.exact, SettledWords.reason).where(
        SettledWords.source_id == source_id, live(SettledWords, horizon)
    )
    omitted = connection.execute(union_all(first, later).order_by("start"))
    return SourceText(
        _source_row(source),
        source.clean_text,
        tuple(OmittedWords(row.start, row.end, row.exact, row.reason) for row in omitted),
        tuple((start, end) for start, end in source.open_words or ()),
    )


def _details(
    connection: Connection, rows: Sequence[LedgerRow], scope: Scope, shown: Collection[int] | None = None
) -> list[CommitmentDetail]:
    """The details of a page of rows, by one query a subject, however many rows; with `shown` of a single row."""
    ids = [row.id for row in rows]
    found = _find_all(connection, rows, scope, shown)
    history = history_of(connection, ids, scope.horizon)
    tags = tags_of(connection, ids, scope.horizon)
    return [
        replace(
            _with_lateness(_detail(row, found, history.get(row.id, ()), scope), scope),
            tags=tuple(sorted(tags[row.id])),
            coded=coded_fields(found.states[row.id].coded, found.names),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read of a page of commitments, by their ids; of sources and speakers by theirs."""

    states: Mapping[int, NamedRow]
    sources: Mapping[int, NamedRow]
    speakers: Mapping[int, SpeakerRow]
    names: FieldChoices
    departments: Mapping[int, list[Responsible]]
    parts: Mapping[int, list[PartRow]]
    former_parts: Mapping[int, PartRow]
    claims: Mapping[int, tuple[ClaimRow, ...]]
    passages: Mapping[int, list[NamedRow]]
    relations: Mapping[int, tuple[RelationRow, ...]]
    chains: Mapping[int, tuple[ChainLink, ...]]
    evidence: Mapping[int, Sequence[EvidenceRow]] = field(default_factory=dict[int, Sequence[EvidenceRow]])
    outlines: Mapping[int, Sequence[EvidenceOutline]] = field(default_factory=dict[int, Sequence[EvidenceOutline]])
    evidence_unread: Mapping[int, int] = field(default_factory=dict[int, int])
    cited: Mapping[int, list[int]] = field(default_factory=dict[int, list[int]])
    searches: Mapping[int, list[SearchRow]] = field(default_factory=dict[int, list[SearchRow]])


def _find(connection: Connection, ids: Sequence[int], scope: Scope, *, whole: bool = True) -> _Found:
    """Read everything but evidence and searches, by one query a subject, however many commitments.

    Keywords and what the coding said are left out unless it is to be the `whole`.
    """
    states = {state.commitment_id: state for state in _states(connection, ids, scope, whole=whole)}
    # Apart from the states, though a join would do: a page of 500 would bring the text of the briefing 500 times.
    sources = connection.execute(select(Source).where(Source.id.in_({state.source_id for state in states.values()})))
    passages = _passages(connection, ids)
    names = field_choices(connection)
    part_rows = connection.execute(select(Part).where(Part.commitment_id.in_(ids))).all()
    return _Found(
        states=states,
        sources={source.id: source for source in sources},
        speakers=_speakers(connection, states.values(), passages.values()),
        names=names,
        departments=_departments(connection, ids, scope),
        parts=_parts(connection, states.values(), part_rows, names, scope),
        former_parts={
            row.id: PartRow(row.id, Name(row.uid, row.title, row.title_en), position=row.position) for row in part_rows
        },
        claims=claims_of(connection, ids, scope.horizon),
        passages=passages,
        relations=relations_of(connection, ids, scope.horizon, scope.rules),
        chains=chains_of(connection, ids, scope),
    )


def _find_newest(connection: Connection, rows: Sequence[LedgerRow], scope: Scope) -> _Found:
    """Read what the lines of a register show."""
    ids = [row.id for row in rows]
    evidence, unread = newest_by_commitment(connection, scope.horizon, ids)
    return replace(_find(connection, ids, scope, whole=False), evidence=evidence, evidence_unread=unread)


def _find_all(
    connection: Connection,
    rows: Sequence[LedgerRow],
    scope: Scope,
    shown: Collection[int] | None = None,
    *,
    whole: bool = True,
) -> _Found:
    """Read everything, see `_find`; with `shown`, of a single row, the evidence by pages."""
    ids = [row.id for row in rows]
    found = _find(connection, ids, scope, whole=whole)
    # Nothing is cited before somebody has judged, as in most of a ledger.
    judged = [(state.judged_by_event, known) for known, state in found.states.items() if state.judged_by_event]
    cited = cited_by(connection, judged, scope.horizon) if judged else {}
    found = replace(
        found,
        cited={known: sorted(pieces) for known, pieces in cited.items()},
        searches=searches_of(connection, ids, scope),
    )
    if shown is not None:
        return _with_page(connection, found, rows[0], scope, shown)
    by_code = evidence_by_code(connection, scope.horizon, ids)
    return replace(found, evidence={row.id: by_code.get(row.code, ()) for row in rows})


def _with_page(connection: Connection, found: _Found, row: LedgerRow, scope: Scope, shown: Collection[int]) -> _Found:
    """What was found with the first page of the evidence, what is `shown` besides, and outlines of all of it."""
    (source,) = found.sources.values()
    # What a part is called now stands in the state, what a former one was called in its row.
    current = {part.id: PartRow(part.id, part.title, position=part.position) for part in found.parts[row.id]}
    parts = {**found.former_parts, **current}
    outlines = outlines_of(connection, scope.horizon, row, source.held_on, parts)
    # In the order of the outlines: what was asked for stands where its number says.
    wanted = [one.id for place, one in enumerate(outlines) if place < FIRST_PIECES or one.id in shown]
    pieces = [piece for page in pages(wanted) for piece in read_pieces(connection, page, scope.horizon)]
    return replace(found, evidence={row.id: pieces}, outlines={row.id: outlines})


def _detail(row: LedgerRow, found: _Found, history: Sequence[EventRow], scope: Scope) -> CommitmentDetail:
    state = found.states[row.id]
    pieces = tuple(found.evidence.get(row.id, ()))
    outlines = tuple(found.outlines.get(row.id, ()))
    source = found.sources[state.source_id]
    quotes: dict[PassageRole, list[Quote]] = {role: [] for role in PassageRole}
    for passage in found.passages[row.id]:
        quotes[passage.role].append(_quote(passage, source.clean_text, found.speakers))
    promises = tuple(quotes[PassageRole.PROMISE])
    return CommitmentDetail(
        row=row,
        source=_source_row(source),
        speaker=found.speakers[state.speaker_id],
        quotes=promises,
        baseline_quote=next(iter(quotes[PassageRole.BASELINE]), None),
        due_quote=next(iter(quotes[PassageRole.DUE]), None),
        departments=tuple(_with_passage(one, promises) for one in found.departments[row.id]),
        parts=tuple(_with_working(part, row.code, outlines or pieces) for part in found.parts.get(row.id, ())),
        reason=state.reason,
        reason_en=state.reason_en,
        judged_at=state.at,
        fulfilled_late=False,
        evidence=pieces,
        evidence_unread=found.evidence_unread.get(row.id, 0),
        cited=tuple(found.cited.get(row.id, ())),
        searches=tuple(found.searches.get(row.id, ())),
        history=tuple(history),
        claims=found.claims.get(row.id, ()),
        relations=found.relations.get(row.id, ()),
        chain=found.chains.get(row.id, ()),
        keywords=tuple(state.keywords or ()),
        doubts=tuple(_verdict_doubt(rule, state) for rule in row.doubts),
        parts_expected=state.parts_expected or 0,
        uncounted=tuple(_uncounted(row, outlines or pieces)),
        outlines=outlines,
    )


def _with_lateness(detail: CommitmentDetail, scope: Scope) -> CommitmentDetail:
    if detail.row.assessment is not Assessment.MET:
        return detail  # nothing else is ever late, and its case need not be made
    case = case_of(detail, scope.rules.search_expiry_days)
    return replace(detail, fulfilled_late=is_fulfilled_late(case, detail.row.assessment))


def _verdict_doubt(rule: Doubt, state: NamedRow) -> VerdictDoubt:
    """A doubt with the reason by which the analyst held to her verdict, where she was asked."""
    details: Mapping[str, Mapping[str, str]] = state.details or {}
    held = details.get(HELD, {})
    return VerdictDoubt(rule, held[rule.value], state.judged_by_event) if rule.value in held else VerdictDoubt(rule)


def _with_passage(one: Responsible, quotes: Sequence[Quote]) -> Responsible:
    """A department that is responsible because its head spoke, with the place of the words."""
    if one.basis is not DepartmentBasis.SPEAKER:
        return one
    spoken = (quote for quote in quotes if quote.speaker and one.department.zh in quote.speaker.office.zh)
    first = next(spoken, None)
    return replace(one, passage=first.passage.start if first else None)


_Measured = tuple[EvidenceOutline, EvidenceLinkRow, Decimal, str, ValueRole]
"""A piece, what it says of a commitment, and the value, unit and role that it measured of it."""


def _measured(code: str, pieces: Sequence[EvidenceOutline]) -> Iterator[_Measured]:
    """What pieces in use measured of a commitment, oldest first; `pieces` are in the order of a detail."""
    for piece in reversed(pieces):
        if piece.withdrawn or piece.same_briefing:
            continue
        for link in piece.links:
            if link.commitment == code and link.value is not None and link.unit is not None and link.role is not None:
                yield piece, link, link.value, link.unit, link.role


def _with_working(part: PartRow, code: str, pieces: Sequence[EvidenceOutline]) -> PartRow:
    """A part that has an amount of its own, with the arithmetic towards it."""
    if part.quantity is None:
        return part
    own = [
        Measurement(value, unit, role, piece.published, link.stage)
        for piece, link, value, unit, role in _measured(code, pieces)
        if link.part is not None and link.part.id == part.id
    ]
    return replace(part, working=working(part.quantity, own))


def _uncounted(row: LedgerRow, pieces: Sequence[EvidenceOutline]) -> Iterator[Uncounted]:
    """The measured values that the arithmetic leaves out, each with its reason: nothing is dropped in silence (§4)."""
    if row.quantity is None or row.quantity.value is None:
        return
    reasons: dict[tuple[object, ...], Uncountable | None] = {}
    for piece, link, value, unit, role in _measured(row.code, pieces):
        # The rule asks neither for the amount nor for the day, so that thousands of pieces ask it a few times.
        kind = (unit, role, link.stage)
        if kind not in reasons:
            reasons[kind] = why_uncounted(row.quantity, Measurement(value, unit, role, piece.published, link.stage))
        if (why := reasons[kind]) is not None:
            yield Uncounted(piece.id, value, unit, role, why.value)


def _states(connection: Connection, ids: Sequence[int], scope: Scope, *, whole: bool) -> Sequence[NamedRow]:
    """Without keywords and coding unless `whole`: to decode both takes half the time of this query."""
    return connection.execute(
        select(
            CommitmentState.commitment_id,
            CommitmentState.reason,
            CommitmentState.reason_en,
            CommitmentState.judged_by_event,
            CommitmentState.keywords if whole else null().label("keywords"),
            Commitment.source_id,
            Commitment.speaker_id,
            Commitment.coded if whole else null().label("coded"),
            CommitmentState.parts,
            CommitmentState.parts_expected,
            Event.at,
            Event.details,
        )
        .select_from(CommitmentState)
        .join(Commitment, Commitment.id == CommitmentState.commitment_id)
        .outerjoin(Event, Event.id == CommitmentState.judged_by_event)
        .where(CommitmentState.commitment_id.in_(ids), live(CommitmentState, scope.horizon))
    ).all()


def _passages(connection: Connection, ids: Sequence[int]) -> dict[int, list[NamedRow]]:
    found = connection.execute(select(Passage).where(Passage.commitment_id.in_(ids)).order_by(Passage.start))
    return _grouped(found.all(), lambda row: row)


def _quote(row: NamedRow, text: str, speakers: Mapping[int, SpeakerRow]) -> Quote:
    # Where there is no line before, rfind gives -1, and the paragraph begins at 0.
    start = text.rfind("\n", 0, row.start) + 1
    end = text.find("\n", row.end)
    return Quote(
        passage=Words(row.start, row.end, row.exact, row.role),
        prefix=row.prefix,
        suffix=row.suffix,
        paragraph=text[start : end if end >= 0 else len(text)],
        paragraph_number=paragraph_number(text, row.start),
        offset=row.start - start,
        speaker=speakers.get(row.speaker_id) if row.speaker_id is not None else None,
        answer=row.answer,
    )


def _departments(connection: Connection, ids: Sequence[int], scope: Scope) -> dict[int, list[Responsible]]:
    found = connection.execute(
        select(
            CommitmentDepartment.commitment_id,
            Department.key,
            Department.name,
            Department.name_en,
            CommitmentDepartment.role,
            CommitmentDepartment.basis,
        )
        .select_from(CommitmentDepartment)
        .join(Department, Department.id == CommitmentDepartment.department_id)
        .where(CommitmentDepartment.commitment_id.in_(ids), live(CommitmentDepartment, scope.horizon))
        .order_by(CommitmentDepartment.position)
    )
    return _grouped(found.all(), lambda row: Responsible(Name(row.key, row.name, row.name_en), row.role, row.basis))


def _parts(
    connection: Connection,
    states: Collection[NamedRow],
    part_rows: Iterable[NamedRow],
    names: FieldChoices,
    scope: Scope,
) -> dict[int, list[PartRow]]:
    uids = {row.id: row.uid for row in part_rows}
    departments = {name.key: name for name in names.departments}
    return {
        commitment_id: [part_row(part, departments, uids.get(part["id"], ""), scope.rules) for part in parts]
        for commitment_id, parts in entries_of(connection, states).items()
    }


def _speakers(
    connection: Connection, states: Iterable[NamedRow], passages: Iterable[Iterable[NamedRow]]
) -> dict[int, SpeakerRow]:
    ids = {state.speaker_id for state in states}
    ids |= {row.speaker_id for rows in passages for row in rows if row.speaker_id is not None}
    return {
        row.id: SpeakerRow(Name(row.key, row.name, row.name_en), Name(row.key, row.office, row.office_en))
        for row in connection.execute(select(Speaker).where(Speaker.id.in_(ids)))
    }


def searches_of(connection: Connection, ids: Sequence[int], scope: Scope) -> dict[int, list[SearchRow]]:
    """Return the searches for these commitments, by their ids, newest first."""
    oldest = scope.horizon.day - timedelta(days=scope.rules.search_expiry_days)
    found = connection.execute(
        select(SearchLog)
        .where(SearchLog.commitment_id.in_(ids), live(SearchLog, scope.horizon))
        .order_by(SearchLog.searched_on.desc(), SearchLog.id.desc())
    )
    return _grouped(
        found.all(),
        lambda row: SearchRow(
            id=row.id,
            place=row.place,
            words=row.words,
            searched_on=row.searched_on,
            searched_by=row.searched_by,
            found=row.found,
            old=row.searched_on < oldest,
            outcome=outcome_of(row),
            decided=row.outcome is not None or not row.found,
            uid=row.uid,
        ),
    )


def _grouped(rows: Iterable[NamedRow], make: Callable[[Any], _T]) -> dict[int, list[_T]]:
    """What was made of each row, by the commitment that it belongs to, in the order of the rows."""
    # A defaultdict, so that a commitment without any has an empty list wherever it is asked for.
    groups: dict[int, list[_T]] = defaultdict(list)
    for row in rows:
        groups[row.commitment_id].append(make(row))
    return groups


def _source_row(row: NamedRow) -> SourceRow:
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


def tags_of(
    connection: Connection, commitment_ids: Collection[int], horizon: Horizon | None = None
) -> dict[int, set[str]]:
    """The tags of each of these commitments, now or at a horizon."""
    standing = CommitmentTag.until.is_(None) if horizon is None else live(CommitmentTag, horizon)
    found: dict[int, set[str]] = defaultdict(set)
    columns = select(CommitmentTag.commitment_id, CommitmentTag.label)
    statement = columns.where(CommitmentTag.commitment_id.in_(commitment_ids), standing)
    for commitment_id, label in connection.execute(statement).all():
        found[commitment_id].add(label)
    return found
