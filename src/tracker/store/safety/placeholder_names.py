"""Rows of topics, speakers and departments that a repair puts in the place of lost ones, so that references hold."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Column, Connection, func, insert, select

from tracker.domain.commitments.coded import CodedBriefing
from tracker.domain.json_values import is_list, is_object
from tracker.domain.rows import Fault, Name
from tracker.store.database.tables import (
    Commitment,
    CommitmentDepartment,
    CommitmentState,
    Department,
    Speaker,
    Topic,
    new_uid,
)

_Named = type[Topic] | type[Speaker] | type[Department]
_UNKNOWN: Mapping[_Named, tuple[Column[int], str, str]] = {
    Topic: (CommitmentState.topic_id, "未知专题", "Unknown topic"),
    Speaker: (Commitment.speaker_id, "未知发言人", "Unknown speaker"),
    Department: (CommitmentDepartment.department_id, "未知司局", "Unknown department"),
}
"""The column that refers to each table, and the Chinese and English placeholder for an unknown name."""
_Names = dict[str, dict[str, Any]]
"""Values by column, by the key of the row."""


def fill_in_names(
    connection: Connection, briefings: Sequence[CodedBriefing], departments: Sequence[Name]
) -> list[Fault]:
    """Insert a row for each topic, speaker and department that is referred to but lost, so that no commitment is lost
    with it. It gets the name that the program's briefings have for it where a coding tells which one it was, else one
    that says "unknown"."""
    names: dict[_Named, _Names] = {
        Topic: {key: row for briefing in briefings for key, row in _placed(briefing.topics).items()},
        Speaker: _speakers(briefings),
        Department: _placed(departments),
    }
    keys: dict[_Named, Iterator[tuple[int, object]]] = {
        Topic: _topic_keys(connection),
        Speaker: _speaker_keys(connection, briefings),
        Department: _department_keys(connection),
    }
    lost: list[Fault] = []
    for table, (of, *unknown) in _UNKNOWN.items():
        missing = connection.scalars(select(of).where(of.not_in(select(table.id))).distinct().order_by(of)).all()
        if missing:
            key_of = _most_said(keys[table])
            known = sum(
                _fill_in(connection, table, number, key_of.get(number, ""), names[table], unknown) for number in missing
            )
            lost.append(Fault("lost_names", {"table": table.__table__.name, "count": len(missing), "known": known}))
    return lost


def _fill_in(
    connection: Connection, table: _Named, number: int, key: str, names: _Names, unknown: Sequence[str]
) -> bool:
    """Insert the row of this number; returns whether it is what it was."""
    values: dict[str, Any] = {"name": f"{unknown[0]} {number}", "name_en": f"{unknown[1]} {number}"}
    taken = select(table.key)
    if issubclass(table, Speaker):
        source = connection.scalar(select(Commitment.source_id).where(Commitment.speaker_id == number).limit(1))
        values |= {"source_id": source, "office": "", "office_en": ""}
        taken = taken.where(table.source_id == source)
    else:
        values["position"] = (connection.scalar(select(func.max(table.position))) or 0) + 1
    is_free = bool(key) and key not in connection.scalars(taken).all()
    values |= {"key": key, **names.get(key, {})} if is_free else {"key": f"lost-{number}"}
    connection.execute(insert(table).values(id=number, uid=new_uid(), **values))
    return is_free and key in names


def _topic_keys(connection: Connection) -> Iterator[tuple[int, object]]:
    """The number of a topic with the key that the coding has for it, once a commitment; so of the others below."""
    state = CommitmentState
    rows = select(state.topic_id, Commitment.coded).join(Commitment, Commitment.id == state.commitment_id)
    for row in connection.execute(rows.where(state.version == 1)):
        yield row.topic_id, _said_in(row.coded, "topic")


def _speaker_keys(connection: Connection, briefings: Sequence[CodedBriefing]) -> Iterator[tuple[int, object]]:
    said = {coded.code: coded.speaker for briefing in briefings for coded in briefing.commitments}
    for row in connection.execute(select(Commitment.speaker_id, Commitment.code)):
        yield row.speaker_id, said.get(row.code, "")


def _department_keys(connection: Connection) -> Iterator[tuple[int, object]]:
    """They were written in the order of the coding; a commitment whose rows and coding differ in it tells nothing."""
    held = CommitmentDepartment
    rows = select(held.commitment_id, held.department_id, held.role, held.basis, Commitment.coded).join(
        Commitment, Commitment.id == held.commitment_id
    )
    ordered = connection.execute(rows.where(held.since == 0).order_by(held.commitment_id, held.id))
    # Rows were inserted in the order of the coding, which is the only thing that ties a number to a key once the names
    # are lost.
    for _, group in groupby(ordered, lambda row: row.commitment_id):
        of = list(group)
        found = _said_in(of[0].coded, "departments")
        coded = [said for said in found if is_list(said)] if is_list(found) else []
        if [said[1:] for said in coded] == [[row.role, row.basis] for row in of]:
            yield from ((row.department_id, said[0]) for row, said in zip(of, coded, strict=True))


def _said_in(coded: object, name: str) -> Any:
    """A field of a coding, which may be damaged as well."""
    return coded.get(name) if is_object(coded) else None


def _most_said(keys: Iterable[tuple[int, object]]) -> dict[int, str]:
    """By number the key that is said of it most often."""
    counts = Counter((number, key) for number, key in keys if isinstance(key, str))
    # Backwards: of several keys of one number the last that is put stays, and that is the most frequent one.
    return {number: key for (number, key), _ in reversed(counts.most_common()) if key}


def _placed(names: Sequence[Name]) -> _Names:
    return {
        name.key: {"name": name.zh, "name_en": name.en, "position": position} for position, name in enumerate(names)
    }


def _speakers(briefings: Sequence[CodedBriefing]) -> _Names:
    return {
        one.name.key: {"name": one.name.zh, "name_en": one.name.en, "office": one.office.zh, "office_en": one.office.en}
        for briefing in briefings
        for one in briefing.speakers
    }
