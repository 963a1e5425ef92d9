"""Writes rows of a ledger in bulk, and seals each event as `tracker.store.events.seals` does."""

import hashlib
import json
import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from ledger_plan import Piece
from sqlalchemy import Boolean, Connection, Table, select

from tracker.domain.terms import SearchOutcome
from tracker.domain.text.dates import day_of
from tracker.store.database.evidence_tables import EvidenceLink, EvidenceState
from tracker.store.database.tables import (
    Commitment,
    CommitmentDepartment,
    CommitmentState,
    CommitmentTag,
    Passage,
    SearchLog,
    Source,
)
from tracker.store.database.tables import Event as EventTable
from tracker.store.database.versions import BOOKKEEPING, DERIVED
from tracker.store.events.seals import LOADING

_UNSEALED = BOOKKEEPING | DERIVED
_NOTHING = (None, "", False, [], {})
_STATE_COLUMNS = [column.name for column in CommitmentState.__table__.columns]
_PASSAGE_COLUMNS = [column.name for column in Passage.__table__.columns]


def template_states(connection: Connection) -> list[Any]:
    """The states of the real commitments as they were coded, in the order of their codes."""
    state = CommitmentState
    return list(connection.execute(select(state).where(state.since == 0).order_by(state.commitment_id)))


@dataclass(slots=True)
class Event:
    """An event that is being written: what it did so far, as the seal has it."""

    id: int
    at: datetime
    author: str
    content: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))


class Rows:
    """Collects rows by table and writes them many at a time; `hash` is that of the newest event."""

    def __init__(self, connection: sqlite3.Connection, before: str) -> None:
        self._connection, self._hash = connection, before
        self._waiting: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self._next = {name: self._last_id(name) + 1 for name in CommitmentState.metadata.tables if self._has_id(name)}
        self._uid = 0
        self._codes = dict(connection.execute("SELECT id, code FROM commitment"))
        self._copied = {
            name: connection.execute(f"SELECT {_quoted(name)} FROM {name} ORDER BY id").fetchall()
            for name in ("commitment", "passage", "part", "commitment_department", "speaker")
        }
        self._parts: dict[int, dict[int, int]] = {}
        """By commitment the ids of its parts, by those of the real ones."""
        self._loading: list[list[Any]] = []
        self._responsible: list[list[Any]] = []

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]

    def code(self, commitment_id: int) -> str:
        """The code of a commitment."""
        return self._codes[commitment_id]

    def add_source(self, number: int, held_on: date, real: Any) -> tuple[int, dict[int, int]]:
        """A source and its speakers; their ids by those of the real ones."""
        source_id, year = self._new("source"), str(held_on.year)
        values = {**real._mapping, "id": source_id, "uid": self._new_uid(), "key": f"synthetic-{number:05d}"}
        values |= {"code_prefix": f"S{number:05d}", "held_on": held_on.isoformat()}
        values |= {"title": real.title.replace("2025", year), "publisher": f"第{number % 26 + 1}部委"}
        self._put("source", tuple(values[column.name] for column in Source.__table__.columns))
        speakers = {}
        for row in self._copied["speaker"]:
            speakers[row[0]] = self._new("speaker")
            self._put("speaker", (speakers[row[0]], self._new_uid(), source_id, *row[3:]))
        return source_id, speakers

    def add_commitment(
        self, commitment_id: int, code: str, source_id: int, speakers: dict[int, int], like: Any
    ) -> None:
        """A commitment with the passages and parts of a real one."""
        self._codes[commitment_id] = code
        real = self._copied["commitment"][like.commitment_id - 1]
        names = [column.name for column in Commitment.__table__.columns]
        values = dict(zip(names, real, strict=True))
        values |= {"id": commitment_id, "uid": self._new_uid(), "code": code, "source_id": source_id}
        values["speaker_id"] = speakers[values["speaker_id"]]
        self._put("commitment", tuple(values.values()))
        for row in self._copied["passage"]:
            if row[1] == like.commitment_id:
                spoken = dict(zip(_PASSAGE_COLUMNS, row, strict=True))
                spoken |= {"id": self._new("passage"), "commitment_id": commitment_id}
                spoken["speaker_id"] = speakers.get(spoken["speaker_id"])
                self._put("passage", tuple(spoken.values()))
        self._parts[commitment_id] = {}
        for row in self._copied["part"]:
            if row[2] == like.commitment_id:
                self._parts[commitment_id][row[0]] = new = self._new("part")
                self._put("part", (new, self._new_uid(), commitment_id, *row[3:]))

    def parts(self, commitment_id: int, like: Any) -> list[dict[str, Any]] | None:
        """The parts of a commitment as its state has them, like those of a real one."""
        own = self._parts.get(commitment_id)
        return like.parts if own is None else [{**part, "id": own[part["id"]]} for part in like.parts]

    def add_state(self, values: dict[str, Any], since: int, version: int, event: Event | None = None) -> int:
        """A version of a commitment; its id. Without an event it holds from the start."""
        new = self._new("commitment_state")
        row = values | {"id": new, "since": since, "until": None, "version": version}
        self._put("commitment_state", tuple(_stored(row[name]) for name in _STATE_COLUMNS))
        sealed = _sealed(values)
        (self._loading if event is None else event.content["+commitment_state"]).append(sealed)
        return new

    def close_state(self, event: Event, state_id: int, commitment_id: int) -> None:
        """End a version of a commitment."""
        self._waiting["close"].append((event.id, state_id))
        event.content["-commitment_state"].append([commitment_id])

    def add_departments(self, commitment_id: int, like: Any, lead: int) -> None:
        """The departments of the real one; `lead` takes the place of its lead, unless it is 0 or another of them."""
        names = [column.name for column in CommitmentDepartment.__table__.columns]
        known = [dict(zip(names, row, strict=True)) for row in self._copied["commitment_department"]]
        responsible = [values for values in known if values["commitment_id"] == like.commitment_id]
        if lead in [values["department_id"] for values in responsible]:
            lead = 0
        for values in responsible:
            values |= {"id": self._new("commitment_department"), "commitment_id": commitment_id, "since": 0}
            if lead and values["role"] == "lead":
                values["department_id"] = lead
            self._put("commitment_department", tuple(values[name] for name in names))
            self._responsible.append(_sealed(values))

    def load_event(self, number: int, at: datetime, ids: list[int]) -> None:
        """The event by which a source came into the ledger, with what holds from the start because of it."""
        event = Event(self._new("event"), at, "程序")
        event.content |= {"0commitment_state": self._loading, "0commitment_department": self._responsible}
        for commitment_id in ids:
            self._tie(event, commitment_id)
        self._loading, self._responsible = [], []
        self.end(event, LOADING, {"source": f"synthetic-{number:05d}", "revision": 1})

    def begin(self, at: datetime, author: str, commitment_id: int) -> Event:
        """An event in the history of a commitment."""
        event = Event(self._new("event"), at, author)
        self._tie(event, commitment_id)
        return event

    def end(self, event: Event, kind: str, details: dict[str, Any], reason: str = "") -> None:
        """Write the event, sealed."""
        uid, at = self._new_uid(), event.at.astimezone(UTC)
        said = [uid, at.isoformat(), event.author, kind, reason, details, None]
        sealed = json.dumps(
            [self._hash, said, event.content], ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        self._hash = hashlib.sha256(sealed.encode()).hexdigest()
        moment = at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        said = {"uid": uid, "at": moment, "author": event.author, "role": "", "session": "", "server_at": None}
        said |= {"kind": kind, "reason": reason, "details": json.dumps(details), "cancels": None, "hash": self._hash}
        self._put("event", tuple({"id": event.id, **said}[column.name] for column in EventTable.__table__.columns))

    def add_pieces(self, event: Event, commitment_id: int, lot: tuple[Piece, ...]) -> tuple[int, ...]:
        """Pieces of evidence, each linked to the commitment; their ids."""
        ids = []
        for piece in lot:
            evidence_id = self._new("evidence")
            ids.append(evidence_id)
            self._put("evidence", (evidence_id, self._new_uid()))
            said = {"kind": piece.kind, "title": piece.title, "number": piece.number, "publisher": piece.publisher,
                    "published": piece.published, "quote": piece.quote}  # fmt: skip
            state = {"evidence_id": evidence_id, **said}
            event.content["+evidence_state"].append(_sealed(state))
            whole = {**_nothing_of(EvidenceState.__table__), **state, "version": 1}
            whole |= {"id": self._new("evidence_state"), "since": event.id}
            columns = EvidenceState.__table__.columns
            self._put("evidence_state", tuple(_stored(whole[column.name]) for column in columns))
            self._link(event, commitment_id, evidence_id, piece)
        return tuple(ids)

    @staticmethod
    def details_of(evidence_id: int, piece: Piece) -> dict[str, Any]:
        """What the event of a new piece says of it."""
        return {
            "evidence_id": evidence_id,
            "title": piece.title,
            "publisher": piece.publisher,
            "published": piece.published,
            "kind": piece.kind.value,
            "number": piece.number,
            "url": "",
            "retrieved": None,
            "same_briefing": None,
            "bearing": piece.bearing.value,
        }

    def log_search(self, commitment_id: int, at: datetime, author: str) -> None:
        """A search that found nothing."""
        event = self.begin(at, author, commitment_id)
        said = {"place": "中国政府网", "words": "试点 名单", "searched_on": day_of(at).isoformat(), "found": ""}
        said |= {"outcome": SearchOutcome.NOTHING.value}
        row = {"uid": self._new_uid(), "commitment_id": commitment_id, "searched_by": author, **said}
        event.content["+search_log"].append(_sealed(row))
        whole = row | {"id": self._new("search_log"), "since": event.id, "until": None}
        self._put("search_log", tuple(whole[column.name] for column in SearchLog.__table__.columns))
        self.end(event, "search_logged", {"commitment": self.code(commitment_id), **said})

    def tag(self, commitment_id: int, label: str, at: datetime, author: str) -> None:
        """A word of the analyst's on a commitment."""
        event = self.begin(at, author, commitment_id)
        event.content["+commitment_tag"].append(_sealed({"commitment_id": commitment_id, "label": label}))
        whole = {"id": self._new("commitment_tag"), "since": event.id, "until": None}
        whole |= {"commitment_id": commitment_id, "label": label}
        self._put("commitment_tag", tuple(whole[column.name] for column in CommitmentTag.__table__.columns))
        self.end(event, "tags_changed", {"commitments": [self.code(commitment_id)], "add": [label], "remove": []})

    def cite(self, event: Event, commitment_id: int, evidence: tuple[int, ...]) -> None:
        """What the judgement rests on."""
        for evidence_id in evidence:
            event.content["citation"].append([commitment_id, evidence_id])
            self._put("citation", (event.id, commitment_id, evidence_id))

    def flush(self) -> None:
        """Write what has been collected."""
        closing = self._waiting.pop("close", [])
        for name, rows in self._waiting.items():
            marks = ",".join("?" * len(rows[0]))
            columns = _quoted(name)
            self._connection.executemany(f"INSERT INTO {name} ({columns}) VALUES ({marks})", rows)
        self._connection.executemany("UPDATE commitment_state SET until = ? WHERE id = ?", closing)
        self._waiting.clear()

    def _link(self, event: Event, commitment_id: int, evidence_id: int, piece: Piece) -> None:
        role = None if piece.value is None else "new"
        measured = {"value": piece.value, "unit": piece.unit, "role": role}
        row = {"uid": self._new_uid(), "evidence_id": evidence_id, "commitment_id": commitment_id, **measured}
        row |= {"part_id": None, "bearing": piece.bearing, "stage": None}
        event.content["+evidence_link"].append(_sealed(row))
        whole = row | {"id": self._new("evidence_link"), "since": event.id, "until": None}
        self._put("evidence_link", tuple(_stored(whole[column.name]) for column in EvidenceLink.__table__.columns))

    def _tie(self, event: Event, commitment_id: int) -> None:
        event.content["event_commitment"].append([commitment_id])
        self._put("event_commitment", (event.id, commitment_id))

    def _put(self, table: str, row: tuple[Any, ...]) -> None:
        self._waiting[table].append(row)

    def _new(self, table: str) -> int:
        new = self._next[table]
        self._next[table] = new + 1
        return new

    def _new_uid(self) -> str:
        self._uid += 1
        return f"01900000-0000-7000-8000-{self._uid:012x}"

    def _has_id(self, table: str) -> bool:
        return "id" in CommitmentState.metadata.tables[table].c

    def _last_id(self, table: str) -> int:
        return self._connection.execute(f"SELECT max(id) FROM {table}").fetchone()[0] or 0


def _nothing_of(table: Table) -> dict[str, Any]:
    """A row of which nothing is said."""
    said = {True: None, False: ""}
    flags = {column.name: False for column in table.columns if isinstance(column.type, Boolean)}
    return {column.name: said[bool(column.nullable)] for column in table.columns} | flags


def _quoted(table: str) -> str:
    """The columns of a table in the order of its class, for SQL."""
    return ",".join(f'"{column.name}"' for column in CommitmentState.metadata.tables[table].columns)


def _sealed(values: dict[str, Any]) -> list[Any]:
    """A row as the seal has it: [name, value, …] in alphabetic order, without what is empty."""
    said = {name: _plain(value) for name, value in values.items() if name not in _UNSEALED}
    return [part for name in sorted(said) if said[name] not in _NOTHING for part in (name, said[name])]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else value


def _stored(value: Any) -> Any:
    """A value as SQLite stores it."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, list):
        return json.dumps(value)
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "value", value)
