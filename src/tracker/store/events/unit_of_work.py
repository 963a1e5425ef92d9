"""One change to the ledger: an event, the versions that it closes and opens, and what follows from them."""

import json
from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, bindparam, exists, or_, select, update

from tracker.domain.assessment.assessment_rules import Rules
from tracker.domain.errors import SavedBeforeError, UserError
from tracker.domain.rows import Changes
from tracker.domain.safety.ledger_roles import Access
from tracker.domain.terms import Assessment
from tracker.domain.text.dates import day_of, stamp
from tracker.store.commitments.derived_values import changed_doubts, current_states, summary_of, summary_questions
from tracker.store.database.engine import file_of, writing
from tracker.store.database.evidence_tables import EvidenceLink, EvidenceState
from tracker.store.database.id_pages import pages
from tracker.store.database.ledger_settings import read_rules, rules_question
from tracker.store.database.raw_rows import draw_id, put
from tracker.store.database.tables import (
    Citation,
    Commitment,
    CommitmentState,
    Event,
    EventCommand,
    EventCommitment,
    LedgerSetting,
    Source,
    Version,
    new_event_uid,
    numbered_uid,
)
from tracker.store.database.typed_columns import NamedRow, StoredTable
from tracker.store.database.versions import Horizon, inserting, inserting_telling, succeed
from tracker.store.events import seals
from tracker.store.events.change_set import ChangeSet, EventRecord
from tracker.store.events.event_commands import NOTE, Command, by_uuids
from tracker.store.events.event_place import EventPlace, place_questions, read_place
from tracker.store.events.event_times import last_came
from tracker.store.events.field_differences import differences
from tracker.store.events.touched_commitments import commitments_of
from tracker.store.events.unanswered import Unanswered, Written, refuse_twice, resolve
from tracker.store.evidence.file_contents import Contents, contents_of
from tracker.store.safety.newest_note import note_newest
from tracker.store.search import search_index
from tracker.store.server.listening import tell_others
from tracker.store.server.pipeline import Ahead, Question, UnansweredCommitError, announce, nothing_ahead

_COMMITMENTS = (
    select(CommitmentState, Commitment.code, Commitment.uid, Source.held_on)
    .select_from(CommitmentState)
    .join(Commitment, Commitment.id == CommitmentState.commitment_id)
    .join(Source, Source.id == Commitment.source_id)
    .where(CommitmentState.until.is_(None))
)
_BY_CODE = _COMMITMENTS.where(Commitment.code == bindparam("code"))
_BY_CODES = _COMMITMENTS.where(Commitment.code.in_(bindparam("codes", expanding=True)))
_UNKNOWN = EventPlace("")
_NOTHING: Mapping[str, Any] = {}
_PIECE = select(EvidenceState).where(EvidenceState.evidence_id == bindparam("id"), EvidenceState.until.is_(None))


def commitment_question(code: str) -> Question:
    """What `UnitOfWork.commitment` asks."""
    return _BY_CODE, {"code": code.strip()}


def evidence_question(evidence_id: int) -> Question:
    """What `UnitOfWork.evidence` asks."""
    return _PIECE, {"id": evidence_id}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who writes: the author by name, the `role` that a server knows them by, the `session` that one program opened,
    and the `access` that a server with roles gives them."""

    author: str
    role: str = ""
    session: str = ""
    access: Access | None = None


@dataclass(slots=True)
class UnitOfWork:
    """What a service writes with. Made by `units_of_work`; everything is kept, or nothing. `uid` is its event's."""

    connection: Connection
    actor: Actor
    moment: datetime
    """When it is written, by the clock of the machine: one moment for the whole unit, however long it takes."""
    uid: str = field(default_factory=new_event_uid)
    now: datetime | None = None
    """The time, where the moment is that of an event which is done again."""
    change_set: ChangeSet = field(default_factory=ChangeSet)
    returned: tuple[EventRecord, ...] = ()
    """Events that this opening of the ledger wrote without an answer, and that turned out to be there."""
    _made: int = 0
    _event: EventRecord | None = None
    _place: EventPlace = _UNKNOWN
    _evidence: dict[int, None] = field(default_factory=dict)
    _uids: dict[str, dict[Any, str]] = field(default_factory=lambda: {"commitment": {}, "evidence": {}, "event": {}})
    """UUIDs that are at hand, see `event_commands.by_uuids`: the command of the event names things by them."""
    _looked_up: dict[int, NamedRow] = field(default_factory=dict)
    """The commitments that were looked up, by their ids."""
    _rules: Rules | None = None

    @property
    def author(self) -> str:
        """Return the name of whoever writes."""
        return self.actor.author

    def new_uid(self) -> str:
        """A UUID for the next thing that this unit brings into being; the same when its command is done again."""
        self._made += 1
        return numbered_uid(self.uid, self._made)

    @property
    def event(self) -> EventRecord | None:
        """Return the event of this unit; None before it is recorded."""
        return self._event

    @property
    def event_id(self) -> int:
        """Return the event of this unit; 0 before it is recorded."""
        return self._event.id if self._event else 0

    @property
    def kind(self) -> str:
        """Return the kind of this unit's event; "" before it is recorded."""
        return self._event.kind if self._event else ""

    @property
    def contents(self) -> Contents:
        """Return where the bytes of attachments are kept."""
        return contents_of(self.connection.engine, self.connection)

    @property
    def today(self) -> date:
        """Return the day on which this is written."""
        return day_of(self.moment)

    @property
    def rules(self) -> Rules:
        """Return the settings in force."""
        if self._rules is None or LedgerSetting in self.change_set.columns:
            self._rules = read_rules(self.connection, Horizon(self.today))
        return self._rules

    @property
    def changes(self) -> Changes:
        """Return what was touched so far."""
        return Changes(self.event_id, tuple(self.change_set.commitments), tuple(self._evidence))

    def record(
        self,
        kind: str,
        details: Mapping[str, Any],
        reason: str = "",
        cancels: int | None = None,
        command: Command | None = None,
    ) -> int:
        """Append the event of this unit, and return its id. Its time is the clock's own, right or wrong.

        `command` is what was asked for; an event without one only notes what its details say. Raises `role_forbids`.
        """
        if self.actor.access is not None:  # in a sentence; the server would refuse it in a code
            self.actor.access.allow_event(kind, details)
        self._begin()
        values: dict[str, Any] = {
            "uid": self.uid,
            "at": self.moment.astimezone(UTC),
            "author": self.author,
            "role": self.actor.role or self._place.role,
            "session": self.actor.session,
            "server_at": self._place.server_at or self._came_at(),
            "kind": kind,
            "reason": reason,
            "details": _as_json(details),
            "cancels": cancels,
        }
        kept = _as_json(by_uuids(self.connection, command or Command(NOTE), self._uids))
        event = EventRecord(id=self._place.id or 0, command=kept, **values)
        refuse_twice(self.connection, self.returned, event)
        if event.id:
            self.insert(Event, {"id": event.id, **values})
        else:
            event = replace(event, id=self.insert_new(Event, values))
        self._event = event
        self.connection.execute(inserting(EventCommand.__table__), {"event_id": self.event_id, "command": kept})
        return self.event_id

    def announce(self, *questions: Question) -> None:
        """Send ahead what will be asked, and what the rules are; see `tracker.store.server.pipeline.announce`."""
        rules = (rules_question(Horizon(self.today)),) if self._rules is None else ()
        announce(self.connection, *rules, *questions)

    def _begin(self) -> None:
        """Learn the event's place before anything is written: afterwards the answer that was sent ahead is gone."""
        if self._place is _UNKNOWN:
            self._place = read_place(self.connection)

    def _came_at(self) -> datetime | None:
        """When an event that is done again comes into a file; None where its own time is not before the newest came."""
        newest = last_came(self.connection) if self.now is not None else None
        return self.now.astimezone(UTC) if self.now and newest and newest > self.moment else None

    def complete(self, details: Mapping[str, Any]) -> None:
        """Add to the details of this unit's event what is only known once it is done."""
        if self._event is None:
            raise ValueError(details)
        every = {**self._event.details, **_as_json(details)}
        self._event = replace(self._event, details=every)
        self.connection.execute(update(Event).where(Event.id == self.event_id).values(details=every))

    def finish(self) -> None:
        """Take over into the search index what the unit changed, and seal its event. To be called once, at the end."""
        if self._event is not None:
            announce(
                self.connection,
                *search_index.questions(self._event, self.change_set),
                *seals.questions(self._event, self.change_set),
            )
            search_index.update(self.connection, self._event, self.change_set)
            seals.seal(self.connection, self._place.before, self._event, self.change_set)
            tell_others(self.connection, self._event, self.change_set)

    def note(self, engine: Engine) -> None:
        """Note beside a ledger in a file that the event was acknowledged. To be called once it is committed."""
        if self._event is not None and engine.dialect.name == "sqlite":
            file = file_of(engine)
            looks = file.looks if file is not None else None
            note_newest(Path(engine.url.database or ""), self._event.id, self._event.at, looks)

    def insert(self, table: type[StoredTable], values: Mapping[str, Any]) -> None:
        """Insert one row."""
        self._write(table)
        self.connection.execute(inserting(table.__table__), dict(values))

    def insert_new(self, table: type[StoredTable], values: Mapping[str, Any]) -> int:
        """Insert one row and return its id, which a server is asked for before: see `new_id_question`."""
        self._begin()
        drawn = draw_id(self.connection, table)
        if drawn is not None:
            self.insert(table, {"id": drawn, **values})
            return drawn
        self.change_set.wrote(table)
        result = self.connection.execute(inserting_telling(table.__table__), dict(values))
        return (result.inserted_primary_key or (0,))[0]

    def insert_all(self, table: type[StoredTable], rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows that all name the same columns, by as few statements as there can be."""
        if rows:
            self._write(table)
            self.connection.execute(inserting(table.__table__), rows)

    def _write(self, table: type[StoredTable], columns: Iterable[str] | None = None) -> None:
        self._begin()
        self.change_set.wrote(table, columns)

    def put(self, table: type[StoredTable], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert rows of plain values, see `tracker.store.database.raw_rows`."""
        if rows:
            self._write(table)
            put(self.connection, table, columns, rows)

    def commitment(self, code: str) -> NamedRow:
        """The current state of a commitment, with its code and the day of its briefing.

        Raises `commitment_unknown`, and `field_missing` where no code is given.
        """
        if not code.strip():
            raise UserError("field_missing", field="commitment")
        statement, given = commitment_question(code)
        found = self.connection.execute(statement, given).one_or_none()
        if found is None:
            raise UserError("commitment_unknown", field="commitment", value=code)
        self.know("commitment", {found.code: found.uid})
        self._looked_up[found.commitment_id] = found
        return found

    def commitments(self, codes: Sequence[str]) -> list[NamedRow]:
        """Return the same of several, in the order of the codes."""
        found: dict[str, NamedRow] = {}
        for page in pages([code.strip() for code in codes]):
            found |= {row.code: row for row in self.connection.execute(_BY_CODES, {"codes": page})}
        unknown = next((code for code in codes if code.strip() not in found), None)
        if unknown is not None:
            raise UserError("commitment_unknown", field="commitment", value=unknown)
        self.know("commitment", {code: row.uid for code, row in found.items()})
        return [found[code.strip()] for code in codes]

    def know(self, member: str, uids: Mapping[Any, str]) -> None:
        """Note UUIDs that are at hand, see `event_commands.by_uuids`: to look them up again costs a statement."""
        self._uids[member] |= uids

    def evidence(self, evidence_id: int) -> NamedRow:
        """Return the current state of a piece of evidence. Raises `evidence_unknown`."""
        statement, given = evidence_question(evidence_id)
        found = self.connection.execute(statement, given).one_or_none()
        if found is None:
            raise UserError("evidence_unknown", field="evidence", value=evidence_id)
        return found

    def expect(
        self, table: type[Version], current: NamedRow, version: int | None, mine: Mapping[str, Any] = _NOTHING
    ) -> None:
        """Refuse to write over what another program changed meanwhile. `mine` is what is to be written, by column.

        Raises `changed_meanwhile`. Its details say `what` was changed, `by` whom and `at` what time, and `differences`:
        a tuple of (column, base, mine, theirs), values as JSON has them, see `field_differences.Difference`.
        """
        if version is None or current.version == version:
            return
        if current.version == version + 1 and current.since in {event.id for event in self.returned}:
            # Nobody else changed it: it is what was asked for before, and the answer was lost.
            return
        # Who and when, so that the sentence says whom to ask before the own words are put over theirs.
        by = self.connection.execute(select(Event.author, Event.at).where(Event.id == current.since)).one_or_none()
        raise UserError(
            "changed_meanwhile",
            what=getattr(current, "code", "") or getattr(current, "title", None),
            by=by.author if by else "",
            at=stamp(by.at) if by else "",
            differences=differences(self.connection, table, current, version, mine),
        )

    def replace(self, table: type[Version], current: NamedRow, **changed: Any) -> None:
        """Make a new version of a row true from this event on; a second change by the same event joins the first."""
        self.replace_all(table, [current], **changed)

    def replace_all(self, table: type[Version], current: Iterable[NamedRow], **changed: Any) -> None:
        """Return the same of many rows, in all of which the same is changed."""
        earlier: list[int] = []
        own: list[int] = []
        for row in current:
            # Two changes of one row by one event are one version: a version that begins and ends with the same event
            # would be true at no time, and its seal would hold what nobody could ever read.
            (own if row.since == self.event_id else earlier).append(row.id)
        self._write(table, changed)
        if earlier:
            succeed(self.connection, table.__table__, earlier, self.event_id, changed)
        if own and changed:
            self.connection.execute(update(table).where(table.id.in_(own)).values(**changed))

    def close(self, table: type[Version], *conditions: Any) -> None:
        """End every current version that meets the conditions, without a successor."""
        self._write(table)
        self.connection.execute(update(table).where(table.until.is_(None), *conditions).values(until=self.event_id))

    def cite(self, citations: Collection[tuple[int, int]]) -> None:
        """Keep which evidence the judgements of this unit rest on: the id of a commitment, and of a piece."""
        self.change_set.citations += citations
        event = {"event_id": self.event_id}
        self.insert_all(Citation, [{**event, "commitment_id": of, "evidence_id": one} for of, one in citations])

    def touch_evidence(self, evidence_id: int) -> None:
        """Name a piece of evidence among what this unit changed."""
        self._evidence[evidence_id] = None

    def touch(self, *commitment_ids: int) -> None:
        """Make the event part of the history of commitments, and recompute what follows from their evidence."""
        self.add_to_history(commitment_ids)
        touched = CommitmentState.commitment_id.in_(commitment_ids)
        known = [self._looked_up[one] for one in commitment_ids if one in self._looked_up]
        self.announce((current_states(touched), {}), *summary_questions(known))
        self._sum_up(touched)

    def touch_all(self, commitment_ids: Sequence[int]) -> None:
        """The same for many, of which those without evidence, before and now, and without a verdict need nothing."""
        self.add_to_history(commitment_ids)
        self._sum_up(*self._worth_summing_up())

    def history_question(self) -> Question:
        """What `touch_all` asks first, of the commitments whose history the event is in by then."""
        return current_states(*self._worth_summing_up()), {}

    def _worth_summing_up(self) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        state = CommitmentState
        link = EvidenceLink
        linked = exists(select(link.id).where(link.commitment_id == state.commitment_id, link.until.is_(None)))
        ours = commitments_of(self.event_id)
        judged = state.assessment != Assessment.NOT_RATED
        return state.commitment_id.in_(ours), or_(state.evidence_count > 0, linked, judged)

    def refresh_doubts(self) -> None:
        """Work out the doubts beside all verdicts after the rules themselves were changed; earlier days keep theirs."""
        for row, doubts in changed_doubts(self.connection, self.rules, self.today):
            self.replace(CommitmentState, row, doubts=doubts)

    def add_to_history(self, commitment_ids: Iterable[int]) -> None:
        """Make the event part of the history of commitments."""
        known = self.change_set.commitments
        new = [one for one in dict.fromkeys(commitment_ids) if one not in known]
        known |= dict.fromkeys(new)
        self.put(EventCommitment, ("event_id", "commitment_id"), [(self.event_id, one) for one in new])

    def _sum_up(self, *conditions: ColumnElement[bool]) -> None:
        """What follows from the evidence of commitments that are there; of one that was taken back nothing does."""
        states = self.connection.execute(current_states(*conditions)).all()
        # The ledger's own rules cost a statement, which most events have no use for.
        rules = self.rules if states else Rules()
        for page in pages(states):
            announce(self.connection, *summary_questions(page))
            # All of a page before the first of it is written: what was announced is answered until then.
            for current, summary in [(one, summary_of(self.connection, one, rules, self.today)) for one in page]:
                # Only where it differs: else each search that is logged would make a version of the commitment.
                if any(getattr(current, name) != value for name, value in summary.items()):
                    self.replace(CommitmentState, current, **summary)


Begin = Callable[[], UnitOfWork]
"""Begins the unit of the next event within a transaction, which ends the one before."""


@contextmanager
def units_of_work(
    engine: Engine,
    actor: Actor,
    clock: Callable[[], datetime],
    uid: str | None = None,
    ahead: Ahead = nothing_ahead,
    unanswered: Unanswered | None = None,
    now: datetime | None = None,
) -> Generator[Begin]:
    """One write transaction of one or several events: all of them are on disk when the block ends, or gone when it
    raises.

    `uid` is that of an event which is repeated, `now` the time at which it is; only the first can be. `ahead` yields
    the first questions, and `unanswered` remembers the events whose commit got no answer. Raises as `writing`, and
    `outcome_unknown`.
    """
    works: list[UnitOfWork] = []
    unanswered = unanswered or Unanswered()

    def questions(connection: Connection) -> Iterable[Question]:
        yield from place_questions(connection)
        yield rules_question(Horizon(date.max))
        yield from unanswered.questions()
        yield from ahead(connection)

    def begin() -> UnitOfWork:
        # The seal of an event is part of what the next is sealed over.
        for work in works[-1:]:
            work.finish()
        own = uid if not works else None
        # One that is done again is known by its UUID: another that asks for the same is another.
        returned = () if own else unanswered.returned(connection)
        work = UnitOfWork(connection, actor, clock(), own or new_event_uid(), now if own else None, returned=returned)
        works.append(work)
        announce(connection, *place_questions(connection))
        return works[-1]

    try:
        with writing(engine, questions) as connection:
            yield begin
            for work in works[-1:]:
                work.finish()
    except UnansweredCommitError as error:
        resolve(engine, _written(works), unanswered, error)
    except SavedBeforeError as error:
        unanswered.forget_reported(error.changes.event_id)
        raise
    unanswered.forget_before(_written(works))
    # After the commit: the note promises that the event is on disk, and by it the next start finds a lost log.
    for work in works[-1:]:
        work.note(engine)


def _written(works: Iterable[UnitOfWork]) -> list[Written]:
    return [(work.event, work.change_set) for work in works if work.event is not None]


def _as_json(details: Mapping[str, Any]) -> dict[str, Any]:
    """As they will be read back, so that the seal holds."""
    return json.loads(json.dumps(dict(details)))
