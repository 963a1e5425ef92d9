"""The sources of a ledger, and the coding of one as it stands there now: with what users changed since it came."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, func, select

from tracker.domain.briefings.source_summary import SourceSummary
from tracker.domain.commitments.coded import CodedBriefing, CodedCommitment, CodedDepartment, CodedPart, CodedSource
from tracker.domain.commitments.passage import OmittedPassage, SourcePassage
from tracker.domain.errors import UserError
from tracker.domain.exchange.spreadsheet_rows import SPREADSHEET
from tracker.domain.rows import Name, SpeakerRow
from tracker.domain.terms import Assessment, CommitmentKind, DepartmentBasis, DepartmentRole
from tracker.store.briefings.coding import find_source
from tracker.store.briefings.open_words import count_open, open_words, settled_words
from tracker.store.commitments.commitment_detail import is_in_use
from tracker.store.commitments.commitment_fields import due_from, fields_of_several
from tracker.store.commitments.target_amounts import quantity_from
from tracker.store.database.decoding import Decoding, list_member, object_member
from tracker.store.database.tables import (
    Commitment,
    CommitmentState,
    Department,
    Event,
    EventCommand,
    Omission,
    Passage,
    Source,
    Speaker,
    Topic,
)
from tracker.store.database.typed_columns import NamedRow
from tracker.store.events.seals import ADDING

_NOBODY = ""


def summaries(connection: Connection) -> tuple[SourceSummary, ...]:
    """Return the sources in use, oldest first."""
    counted = (
        select(
            Commitment.source_id,
            func.count().label("commitments"),
            func.count().filter(CommitmentState.unreviewed).label("unreviewed"),
        )
        .join(CommitmentState, CommitmentState.commitment_id == Commitment.id)
        .where(CommitmentState.until.is_(None))
        .group_by(Commitment.source_id)
        .subquery()
    )
    columns = [column for column in Source.__table__.c if column is not Source.clean_text]
    still_open = count_open(connection)
    found = connection.execute(
        select(*columns, counted.c.commitments, counted.c.unreviewed)
        .outerjoin(counted, counted.c.source_id == Source.id)
        .where(is_in_use())
        .order_by(Source.held_on, Source.id)
    )
    return tuple(
        SourceSummary(
            key=row.key,
            prefix=row.code_prefix,
            title=Name(row.key, row.title, row.title_en),
            publisher=Name(row.key, row.publisher, row.publisher_en),
            held_on=row.held_on,
            commitments=row.commitments or 0,
            unreviewed=row.unreviewed or 0,
            open=still_open.get(row.id, 0),
            is_spreadsheet=row.occasion == SPREADSHEET,
        )
        for row in found
    )


def source_of(connection: Connection, commitment: int) -> str:
    """Return the key of the source that a commitment, by its id, comes from."""
    of = select(Source.key).join(Commitment, Commitment.source_id == Source.id)
    return connection.execute(of.where(Commitment.id == commitment)).scalar_one()


def sources_in_use() -> Select[str]:
    """Return the keys of the sources in use, for questions about them."""
    return select(Source.key).where(is_in_use())


def read_coding(connection: Connection, key: str, own: frozenset[str]) -> CodedBriefing:
    """Return the coding of a source as it stands now, without its raw bytes. `own` are the keys of the departments
    that the program lists itself.

    Raises `source_unknown`, `source_is_spreadsheet`.
    """
    source = find_source(connection, key)
    if source is None:
        known = [one.key for one in summaries(connection)]
        raise UserError("source_unknown", field="source", value=key, allowed=known)
    if source.occasion == SPREADSHEET:
        raise UserError("source_is_spreadsheet", field="source", value=key)
    people = connection.execute(select(Speaker).where(Speaker.source_id == source.id).order_by(Speaker.id)).all()
    commitments = tuple(_commitments(connection, source.id, {row.id: row.key for row in people}))
    topics = {one.topic for one in commitments}
    departments = {key for one in commitments for key in _departments_of(one)} - own
    loaded = _loaded(connection, key)
    omitted = connection.execute(select(Omission).where(Omission.source_id == source.id).order_by(Omission.id))
    return CodedBriefing(
        source=_with_steps(_source(source), loaded),
        raw=b"",
        text=source.clean_text,
        speakers=tuple(
            SpeakerRow(Name(one.key, one.name, one.name_en), Name(one.key, one.office, one.office_en)) for one in people
        ),
        topics=_names(connection, Topic, topics),
        commitments=commitments,
        omissions=(
            *(OmittedPassage(row.start, row.end, row.exact, row.reason) for row in omitted),
            *settled_words(connection, source.id),
        ),
        open=open_words(connection, source),
        departments=_names(connection, Department, departments),
        raw_name=loaded.get("raw_name", "raw.txt"),
    )


def _loaded(connection: Connection, key: str) -> Mapping[str, Any]:
    """The coding by which a user's own source came in, as the command of its event has it: it alone knows the file's
    format and the cleaning steps. Empty for a briefing that came with the program."""
    query = (
        select(EventCommand.command)
        .join(Event, Event.id == EventCommand.event_id)
        .where(Event.kind == ADDING, Event.details["source"].as_string() == key)
        .order_by(Event.id.desc())
        .limit(1)
    )
    command = connection.scalar(query)
    if command is None:
        return {}
    with Decoding(EventCommand.__table__.name):
        return object_member(object_member(command, "with"), "coding")


def _with_steps(source: CodedSource, loaded: Mapping[str, Any]) -> CodedSource:
    if not loaded:
        return source
    with Decoding(EventCommand.__table__.name):
        said = object_member(loaded, "source")
        return replace(source, captions=tuple(list_member(said, "captions")), undone=tuple(list_member(said, "undone")))


def _source(row: NamedRow) -> CodedSource:
    return CodedSource(
        key=row.key,
        code_prefix=row.code_prefix,
        title=Name("title", row.title, row.title_en),
        occasion=row.occasion,
        publisher=Name("publisher", row.publisher, row.publisher_en),
        held_on=row.held_on,
        raw_sha256=row.raw_sha256,
        clean_sha256=row.clean_sha256,
        captions=(),
        incomplete=Name("incomplete", row.incomplete, row.incomplete_en),
        revision=row.revision,
    )


def _commitments(connection: Connection, source_id: int, speakers: Mapping[int, str]) -> list[CodedCommitment]:
    rows = connection.execute(
        select(
            Commitment.id,
            Commitment.code,
            CommitmentState.assessment,
            CommitmentState.reason,
            CommitmentState.unreviewed,
        )
        .join(CommitmentState, CommitmentState.commitment_id == Commitment.id)
        .where(Commitment.source_id == source_id, CommitmentState.until.is_(None))
        .order_by(Commitment.id)
    ).all()
    mine = select(Commitment.id).where(Commitment.source_id == source_id)
    passages: dict[int, list[SourcePassage]] = {}
    for row in connection.execute(select(Passage).where(Passage.commitment_id.in_(mine)).order_by(Passage.id)):
        speaker = speakers.get(row.speaker_id, _NOBODY)
        passage = SourcePassage(row.start, row.end, row.exact, row.role, speaker, row.answer or 0)
        passages.setdefault(row.commitment_id, []).append(passage)
    fields = fields_of_several(connection, [row.id for row in rows])
    return [_commitment(row, fields[row.id], passages.get(row.id, ())) for row in rows]


def _commitment(row: NamedRow, fields: Mapping[str, Any], passages: Sequence[SourcePassage]) -> CodedCommitment:
    return CodedCommitment(
        code=row.code,
        title=fields["title"],
        title_en=fields["title_en"],
        topic=fields["topic"],
        kind=CommitmentKind(fields["kind"]),
        passages=tuple(passages),
        departments=_departments(fields["departments"]),
        due=due_from(fields["due"]),
        quantity=quantity_from(fields["quantity"]),
        parts=tuple(map(_part, fields["parts"])),
        not_verifiable=row.reason if row.assessment is Assessment.NOT_VERIFIABLE else "",
        keywords=tuple(fields["keywords"]),
        parts_expected=fields["parts_expected"],
        is_reviewed=not row.unreviewed,
    )


def _part(plain: Mapping[str, Any]) -> CodedPart:
    return CodedPart(
        title=plain["title"],
        title_en=plain["title_en"],
        departments=_departments(plain.get("departments", ())),
        due=due_from(plain["due"]) if "due" in plain else None,
        quantity=quantity_from(plain.get("quantity")),
    )


def _departments(plain: Sequence[Sequence[str]]) -> tuple[CodedDepartment, ...]:
    return tuple(CodedDepartment(key, DepartmentRole(role), DepartmentBasis(basis)) for key, role, basis in plain)


def _departments_of(coded: CodedCommitment) -> frozenset[str]:
    of_parts = (one for part in coded.parts for one in part.departments)
    return frozenset(one.key for one in (*coded.departments, *of_parts))


def _names(connection: Connection, table: type[Topic] | type[Department], keys: set[str]) -> tuple[Name, ...]:
    found = connection.execute(select(table.key, table.name, table.name_en).order_by(table.position))
    return tuple(Name(row.key, row.name, row.name_en) for row in found if row.key in keys)
