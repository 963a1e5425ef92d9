"""Put a coded briefing into the ledger; and a newer coding of it, without overwriting what a user changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from tracker.domain.commitments.coded import CodedBriefing, CodedCommitment
from tracker.domain.rows import Name
from tracker.domain.terms import Assessment
from tracker.store.commitments.commitment_detail import is_in_use
from tracker.store.commitments.commitment_fields import (
    Fields,
    Keys,
    fields_now,
    fields_of_coding,
    identified,
    insert_departments,
    replace_fields,
    state_columns,
)
from tracker.store.commitments.parts import linked_positions
from tracker.store.database.tables import (
    Commitment,
    CommitmentState,
    Department,
    Identity,
    Omission,
    Passage,
    Source,
    Speaker,
    Topic,
    new_uid,
)
from tracker.store.database.typed_columns import NamedRow
from tracker.store.events.unit_of_work import UnitOfWork

_FROM_THE_START = 0


@dataclass(frozen=True, slots=True)
class Merge:
    """What a newer coding did: codes added, (code, field) taken over, and (code, field) left as the user has it."""

    added: tuple[str, ...] = ()
    updated: tuple[tuple[str, str], ...] = ()
    left: tuple[tuple[str, str], ...] = ()


def find_source(connection: Connection, key: str) -> NamedRow | None:
    """A source by its key, or None."""
    return connection.execute(select(Source).where(Source.key == key)).one_or_none()


def list_publishers(connection: Connection) -> tuple[str, ...]:
    """Who published the sources of a ledger, each once; of those that were taken back nobody."""
    return tuple(connection.scalars(select(Source.publisher).where(is_in_use()).distinct().order_by(Source.publisher)))


def key_of_text(connection: Connection, clean_sha256: str) -> str | None:
    """The key of the source in use that has this clean text, the newest where it came in again, or None."""
    newest = select(Source.key).where(is_in_use(), Source.clean_sha256 == clean_sha256).order_by(Source.id.desc())
    return connection.scalar(newest.limit(1))


def insert_briefing(work: UnitOfWork, briefing: CodedBriefing, departments: Iterable[Name]) -> None:
    """Load a briefing for the first time. What it says is true from the day it was held."""
    source_id = work.insert_new(Source, {"uid": work.new_uid(), "key": briefing.source.key, **_source_values(briefing)})
    speakers, keys = _keys(work, briefing, departments, source_id)
    _insert_omissions(work, briefing, source_id)
    _insert_all(work, briefing, source_id, speakers, keys, _FROM_THE_START)


def add_source(work: UnitOfWork, briefing: CodedBriefing) -> None:
    """Put a source in that a user had coded, by the unit's event, which can be taken back: what it says is true from
    that on."""
    columns = {"uid": work.new_uid(), "key": briefing.source.key, **_source_values(briefing)}
    still = [[one.start, one.end] for one in briefing.open]
    source_id = work.insert_new(Source, {**columns, "open_words": still or None})
    speakers = _speakers(work, briefing, source_id)
    for table, names in ((Topic, briefing.topics), (Department, briefing.departments)):
        add_names(work, table, names)
    _insert_omissions(work, briefing, source_id)
    _insert_all(work, briefing, source_id, speakers, Keys.read(work.connection), work.event_id)


def continue_source(work: UnitOfWork, briefing: CodedBriefing, source_id: int) -> None:
    """Put further commitments of a source in, by the unit's event, which can be taken back."""
    speakers = _speakers(work, briefing, source_id)
    for table, names in ((Topic, briefing.topics), (Department, briefing.departments)):
        add_names(work, table, names)
    _insert_all(work, briefing, source_id, speakers, Keys.read(work.connection), work.event_id)


def add_names(work: UnitOfWork, table: type[Topic] | type[Department], names: Iterable[Name]) -> None:
    """Add the names that the ledger does not have yet, by their keys, after those that it has."""
    # Those that are there keep their names and places: another source may have brought them, and listed them otherwise.
    rows = work.connection.execute(select(table.key, table.position)).all()
    known = {row.key for row in rows}
    place = max((row.position for row in rows), default=-1)
    for name in names:
        if name.key not in known:
            place += 1
            values = {"key": name.key, "name": name.zh, "name_en": name.en, "position": place}
            work.insert(table, {"uid": work.new_uid(), **values})


def _insert_all(
    work: UnitOfWork, briefing: CodedBriefing, source_id: int, speakers: Mapping[str, int], keys: Keys, since: int
) -> None:
    for coded in briefing.commitments:
        commitment_id = _insert_commitment(work, coded, source_id, speakers[coded.speaker])
        _insert_passages(work, commitment_id, coded, briefing.text, speakers)
        _insert_state(work, commitment_id, coded, keys, since)
        work.touch(commitment_id)


def refill_source(connection: Connection, briefing: CodedBriefing) -> bool:
    """Put back the row of a briefing that is lost while its commitments are there; returns whether it was so."""
    codes = [coded.code for coded in briefing.commitments]
    lost = Commitment.source_id.not_in(select(Source.id))
    ids = connection.scalars(select(Commitment.source_id).where(Commitment.code.in_(codes), lost).distinct()).all()
    # Commitments of two lost sources cannot be told apart by a repair, and are better left than mixed.
    if len(ids) != 1 or find_source(connection, briefing.source.key) is not None:
        return False
    values = {"id": ids[0], "uid": new_uid(), "key": briefing.source.key, **_source_values(briefing)}
    connection.execute(insert(Source).values(**values))
    return True


def merge_briefing(work: UnitOfWork, briefing: CodedBriefing, departments: Iterable[Name], source_id: int) -> Merge:
    """Take over a newer coding: a field that still is as the last coding had it follows, any other is left."""
    work.connection.execute(update(Source).where(Source.id == source_id).values(**_source_values(briefing)))
    speakers, keys = _keys(work, briefing, departments, source_id)
    work.connection.execute(delete(Omission).where(Omission.source_id == source_id))
    _insert_omissions(work, briefing, source_id)
    added: list[str] = []
    updated: list[tuple[str, str]] = []
    left: list[tuple[str, str]] = []
    for coded in briefing.commitments:
        known = work.connection.execute(select(Commitment).where(Commitment.code == coded.code)).one_or_none()
        if known is None:
            commitment_id = _insert_commitment(work, coded, source_id, speakers[coded.speaker])
            _insert_passages(work, commitment_id, coded, briefing.text, speakers)
            _insert_state(work, commitment_id, coded, keys, work.event_id)
            work.touch(commitment_id)
            added.append(coded.code)
            continue
        took, kept = _merge_commitment(work, known, coded, keys, speakers)
        # Deleted, unlike anything that somebody recorded: they follow from the coding, whose digest the event keeps.
        work.connection.execute(delete(Passage).where(Passage.commitment_id == known.id))
        _insert_passages(work, known.id, coded, briefing.text, speakers)
        updated += [(coded.code, name) for name in took]
        left += [(coded.code, name) for name in kept]
    return Merge(tuple(added), tuple(updated), tuple(left))


def _merge_commitment(
    work: UnitOfWork, known: NamedRow, coded: CodedCommitment, keys: Keys, speakers: Mapping[str, int]
) -> tuple[list[str], list[str]]:
    wanted = fields_of_coding(coded)
    before = known.coded
    now = fields_now(work.connection, known.id)
    # A field that the last coding did not know yet stands as it left it.
    before = now | before
    news = [name for name in wanted if wanted[name] != before[name] and wanted[name] != now[name]]
    took = [name for name in news if now[name] == before[name] and not _loses_evidence(work, known.id, name, wanted)]
    if took:
        replace_fields(work, known.id, {name: wanted[name] for name in took}, keys)
    if _follow_verifiability(work, known.id, coded):
        took.append("assessment")
    # Noted even for fields that were left: the next coding is compared with this one, not with what a user made of it.
    values = {"coded": wanted, "speaker_id": speakers[coded.speaker]}
    work.connection.execute(update(Commitment).where(Commitment.id == known.id).values(**values))
    return took, [name for name in news if name not in took]


def _loses_evidence(work: UnitOfWork, commitment_id: int, name: str, wanted: Fields) -> bool:
    """Whether a newer coding would take away a part that somebody has linked evidence to."""
    if name != "parts":
        return False
    return bool(linked_positions(work.connection, commitment_id) - {part["position"] for part in wanted["parts"]})


def _follow_verifiability(work: UnitOfWork, commitment_id: int, coded: CodedCommitment) -> bool:
    """Let what nobody has judged be verifiable or not as the newer coding says; returns whether it was otherwise.

    What somebody has judged stays as it is.
    """
    unjudged = (Assessment.NOT_RATED, Assessment.NOT_VERIFIABLE)
    current = work.connection.execute(
        select(CommitmentState).where(
            CommitmentState.commitment_id == commitment_id,
            CommitmentState.until.is_(None),
            CommitmentState.judged_by_event.is_(None),
            CommitmentState.assessment.in_(unjudged),
        )
    ).one_or_none()
    wanted = _first_assessment(coded)
    if current is None or (current.assessment, current.reason) == (wanted, coded.not_verifiable):
        return False
    work.replace(CommitmentState, current, assessment=wanted, reason=coded.not_verifiable)
    work.add_to_history([commitment_id])
    return current.assessment is not wanted


def _first_assessment(coded: CodedCommitment) -> Assessment:
    return Assessment.NOT_VERIFIABLE if coded.not_verifiable else Assessment.NOT_RATED


def _source_values(briefing: CodedBriefing) -> dict[str, Any]:
    source = briefing.source
    return {
        "code_prefix": source.code_prefix,
        "title": source.title.zh,
        "title_en": source.title.en,
        "occasion": source.occasion,
        "publisher": source.publisher.zh,
        "publisher_en": source.publisher.en,
        "held_on": source.held_on,
        "raw_sha256": source.raw_sha256,
        "clean_sha256": source.clean_sha256,
        "clean_text": briefing.text,
        "incomplete": source.incomplete.zh,
        "incomplete_en": source.incomplete.en,
        "revision": source.revision,
    }


def _keys(
    work: UnitOfWork, briefing: CodedBriefing, departments: Iterable[Name], source_id: int
) -> tuple[dict[str, int], Keys]:
    """The ids that the coding refers to; what the ledger does not know yet is added."""
    speakers = _speakers(work, briefing, source_id)
    for position, name in enumerate(briefing.topics):
        values = {"name": name.zh, "name_en": name.en, "position": position}
        _upsert(work, Topic, {"key": name.key}, values)
    add_names(work, Department, departments)
    return speakers, Keys.read(work.connection)


def _speakers(work: UnitOfWork, briefing: CodedBriefing, source_id: int) -> dict[str, int]:
    return {
        speaker.name.key: _upsert(
            work,
            Speaker,
            {"source_id": source_id, "key": speaker.name.key},
            {
                "name": speaker.name.zh,
                "name_en": speaker.name.en,
                "office": speaker.office.zh,
                "office_en": speaker.office.en,
            },
        )
        for speaker in briefing.speakers
    }


def _upsert(work: UnitOfWork, table: type[Identity], key: dict[str, Any], values: dict[str, Any]) -> int:
    same = [table.__table__.c[name] == value for name, value in key.items()]
    known = work.connection.scalar(select(table.id).where(*same))
    if known is None:
        return work.insert_new(table, {"uid": work.new_uid(), **key, **values})
    # A newer coding may correct names; the key, by which exchanged events and saved views know it, stays for good.
    work.connection.execute(update(table).where(table.id == known).values(**values))
    return known


def _insert_omissions(work: UnitOfWork, briefing: CodedBriefing, source_id: int) -> None:
    for omission in briefing.omissions:
        values = {"start": omission.start, "end": omission.end, "exact": omission.exact, "reason": omission.reason}
        work.insert(Omission, {"source_id": source_id, **values})


def _insert_commitment(work: UnitOfWork, coded: CodedCommitment, source_id: int, speaker_id: int) -> int:
    values = {"code": coded.code, "source_id": source_id, "speaker_id": speaker_id, "coded": fields_of_coding(coded)}
    return work.insert_new(Commitment, {"uid": work.new_uid(), **values})


def _insert_passages(
    work: UnitOfWork, commitment_id: int, coded: CodedCommitment, text: str, speakers: Mapping[str, int]
) -> None:
    """Passages are the coder's alone, so a newer coding replaces them."""
    for passage in coded.passages:
        values = {
            "commitment_id": commitment_id,
            "role": passage.role,
            "start": passage.start,
            "end": passage.end,
            "exact": passage.exact,
            "prefix": passage.prefix(text),
            "suffix": passage.suffix(text),
            "speaker_id": speakers.get(passage.speaker),
            "answer": passage.answer or None,
        }
        work.insert(Passage, values)


def _insert_state(work: UnitOfWork, commitment_id: int, coded: CodedCommitment, keys: Keys, since: int) -> None:
    fields: Fields = fields_of_coding(coded)
    insert_departments(work, commitment_id, fields, keys, since)
    values = state_columns(fields, keys) | {
        "commitment_id": commitment_id,
        "since": since,
        "version": 1,
        "assessment": _first_assessment(coded),
        "reason": coded.not_verifiable,
        "evidence_count": 0,
        "parts": identified(work, commitment_id, fields["parts"]),
        "unreviewed": not coded.is_reviewed,
    }
    work.insert(CommitmentState, values)
