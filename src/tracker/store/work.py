"""One change to the ledger: an event, the versions that it closes and opens, and what follows from them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, Table, exists, func, insert, or_, select, update

from tracker.domain.dates import stamp
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes
from tracker.store import search_index
from tracker.store import sql as t
from tracker.store.chain import seal
from tracker.store.contents import Contents, contents_of
from tracker.store.engine import writing
from tracker.store.sums import summary_of
from tracker.store.tables import new_uid


@dataclass(slots=True)
class UnitOfWork:
    """What a service writes with. Made by `unit_of_work`; everything is kept, or nothing."""

    connection: Connection
    author: str
    clock: Callable[[], datetime]
    event_id: int = 0
    _commitments: dict[int, None] = field(default_factory=dict)
    _evidence: dict[int, None] = field(default_factory=dict)

    @property
    def contents(self) -> Contents:
        """Where the bytes of attachments are kept."""
        return contents_of(self.connection.engine, self.connection)

    @property
    def changes(self) -> Changes:
        """What was touched so far."""
        return Changes(self.event_id, tuple(self._commitments), tuple(self._evidence))

    def record(self, kind: str, details: Mapping[str, Any], reason: str = "", cancels: int | None = None) -> int:
        """Append the event of this unit, and return its id. Its time is never before the last event's."""
        last = self.connection.scalar(select(func.max(t.event.c.at)))
        now = self.clock()
        values = {
            "uid": new_uid(),
            "at": max(now, last) if last else now,
            "author": self.author,
            "kind": kind,
            "reason": reason,
            "details": dict(details),
            "cancels": cancels,
        }
        self.event_id = self.insert(t.event, values)
        return self.event_id

    def complete(self, details: Mapping[str, Any]) -> None:
        """Add to the details of this unit's event what is only known once it is done."""
        known = self.connection.scalar(select(t.event.c.details).where(t.event.c.id == self.event_id))
        self.connection.execute(
            update(t.event).where(t.event.c.id == self.event_id).values(details={**(known or {}), **details})
        )

    def insert(self, table: Table, values: Mapping[str, Any]) -> int:
        """Insert one row and return its id."""
        result = self.connection.execute(insert(table).values(**values))
        return (result.inserted_primary_key or (0,))[0]

    def insert_all(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows that all name the same columns, by as few statements as there can be."""
        if rows:
            self.connection.execute(insert(table), rows)

    def insert_identities(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """The same of rows that have a `uid`, and the ids of all of them in their order."""
        if not rows:
            return []
        # Databases promise no order of what they return: the uid tells which row it is.
        returned = self.connection.execute(insert(table).returning(table.c.uid, table.c.id), rows)
        ids = {row.uid: row.id for row in returned}
        return [ids[row["uid"]] for row in rows]

    def commitment(self, code: str) -> Row:
        """The current state of a commitment, with its code and the day of its briefing. Raises `commitment_unknown`."""
        found = self.connection.execute(
            select(t.commitment_state, t.commitment.c.code, t.source.c.held_on)
            .select_from(t.commitment_state)
            .join(t.commitment, t.commitment.c.id == t.commitment_state.c.commitment_id)
            .join(t.source, t.source.c.id == t.commitment.c.source_id)
            .where(t.commitment.c.code == code.strip(), t.commitment_state.c.until.is_(None))
        ).one_or_none()
        if found is None:
            raise UserError("commitment_unknown", field="commitment", value=code)
        return found

    def evidence(self, evidence_id: int) -> Row:
        """The current state of a piece of evidence. Raises `evidence_unknown`."""
        found = self.connection.execute(
            select(t.evidence_state).where(
                t.evidence_state.c.evidence_id == evidence_id, t.evidence_state.c.until.is_(None)
            )
        ).one_or_none()
        if found is None:
            raise UserError("evidence_unknown", field="evidence", value=evidence_id)
        return found

    def expect(self, current: Row, version: int | None) -> None:
        """Refuse to write over what another program changed meanwhile. Raises `changed_meanwhile`."""
        if version is None or current.version == version:
            return
        by = self.connection.execute(
            select(t.event.c.author, t.event.c.at).where(t.event.c.id == current.since)
        ).one_or_none()
        raise UserError(
            "changed_meanwhile",
            what=current._mapping.get("code") or current._mapping.get("title"),
            by=by.author if by else "",
            at=stamp(by.at) if by else "",
        )

    def replace(self, table: Table, current: Row, **changed: Any) -> None:
        """Make a new version of a row true from this event on; a second change by the same event joins the first."""
        if current.since == self.event_id:
            if changed:
                self.connection.execute(update(table).where(table.c.id == current.id).values(**changed))
            return
        self.connection.execute(update(table).where(table.c.id == current.id).values(until=self.event_id))
        columns = table.columns.keys()
        values = {name: current._mapping[name] for name in columns if name not in ("id", "until")}
        values |= {"since": self.event_id, **changed}
        if "version" in columns:
            values["version"] = current.version + 1
        self.connection.execute(insert(table).values(**values))

    def close(self, table: Table, *conditions: Any) -> None:
        """End every current version that meets the conditions, without a successor."""
        self.connection.execute(update(table).where(table.c.until.is_(None), *conditions).values(until=self.event_id))

    def cite(self, commitment_id: int, evidence: Iterable[int]) -> None:
        """Keep which evidence the judgement of this unit rests on."""
        for evidence_id in evidence:
            ids = {"event_id": self.event_id, "commitment_id": commitment_id, "evidence_id": evidence_id}
            self.insert(t.citation, ids)

    def touch_evidence(self, evidence_id: int) -> None:
        """Name a piece of evidence among what this unit changed."""
        self._evidence[evidence_id] = None

    def touch(self, commitment_id: int) -> None:
        """Make the event part of a commitment's history, and work out anew what follows from its evidence."""
        self.tie([commitment_id])
        self._sum_up(t.commitment_state.c.commitment_id == commitment_id)

    def touch_all(self, commitment_ids: Sequence[int]) -> None:
        """The same for many; those without evidence, before and now, have nothing to be worked out."""
        self.tie(commitment_ids)
        state, link = t.commitment_state, t.evidence_link
        linked = exists(select(link.c.id).where(link.c.commitment_id == state.c.commitment_id, link.c.until.is_(None)))
        tied = select(t.event_commitment.c.commitment_id).where(t.event_commitment.c.event_id == self.event_id)
        self._sum_up(state.c.commitment_id.in_(tied), or_(state.c.evidence_count > 0, linked))

    def tie(self, commitment_ids: Iterable[int]) -> None:
        """Make the event part of the history of commitments."""
        new = [one for one in dict.fromkeys(commitment_ids) if one not in self._commitments]
        self._commitments |= dict.fromkeys(new)
        self.insert_all(t.event_commitment, [{"event_id": self.event_id, "commitment_id": one} for one in new])

    def _sum_up(self, *conditions: ColumnElement[bool]) -> None:
        """What follows from the evidence of commitments that are there; of one that was taken back nothing does."""
        state = t.commitment_state
        for current in self.connection.execute(select(state).where(state.c.until.is_(None), *conditions)).all():
            summary = summary_of(self.connection, current)
            if any(current._mapping[name] != value for name, value in summary.items()):
                self.replace(state, current, **summary)


@contextmanager
def unit_of_work(engine: Engine, author: str, clock: Callable[[], datetime]) -> Iterator[UnitOfWork]:
    """One write transaction. It is on disk when the block ends, or gone when the block raises."""
    with writing(engine) as connection:
        work = UnitOfWork(connection, author, clock)
        yield work
        if work.event_id:
            search_index.update(connection, work.event_id)
            seal(connection, work.event_id)
