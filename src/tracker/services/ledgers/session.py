"""A ledger that is open, as every service sees it. Opening one is the business of `workspace`."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from threading import RLock

from sqlalchemy import Connection, Engine

from tracker.domain.errors import UserError
from tracker.domain.safety.event_days import EventDays
from tracker.domain.safety.ledger_roles import Access
from tracker.domain.text.dates import day_of
from tracker.store.database.engine import display_location, display_name, file_of, reading
from tracker.store.database.ledger_settings import read_rules
from tracker.store.database.tables import new_uid
from tracker.store.database.versions import Horizon, horizon_at
from tracker.store.events.event_times import KeptEventDays
from tracker.store.events.touched_commitments import touched, touched_pieces
from tracker.store.events.unanswered import Unanswered
from tracker.store.events.unit_of_work import Actor, Begin, UnitOfWork, units_of_work
from tracker.store.evidence.content_parts import bring_parts
from tracker.store.files.replaced_file import MOVED, keep_mine
from tracker.store.search.conditions import Scope
from tracker.store.search.facet_index import CommitmentIndex, EvidenceIndex, IndexCache
from tracker.store.search.suggestion_candidates import Keywords
from tracker.store.server.pipeline import Ahead, nothing_ahead
from tracker.store.server.server_engine import server_of

Clock = Callable[[], datetime]
"""Tells the time, with its zone: the machine's clock, or a test's, or the sample ledger's."""


def system_clock() -> datetime:
    """The time now."""
    return datetime.now(UTC)


class Indexes:
    """The indexes of an open ledger that are kept in memory between questions."""

    def __init__(self) -> None:
        self.commitments = IndexCache(CommitmentIndex.read, touched)
        self.evidence = IndexCache(EvidenceIndex.read, touched_pieces)
        self.keywords = IndexCache(Keywords.read, touched)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A consistent view of a ledger in one read transaction: the connection, and the state and rules to read it by."""

    connection: Connection
    scope: Scope
    indexes: Indexes = field(default_factory=Indexes)

    @property
    def commitment_index(self) -> CommitmentIndex:
        """Return the facet index of the commitments in this state."""
        return self.indexes.commitments.of(self.connection, self.scope, self.scope.horizon)

    @property
    def evidence_index(self) -> EvidenceIndex:
        """Return the facet index of the evidence in this state."""
        return self.indexes.evidence.of(self.connection, self._any_day, self.scope.horizon)

    @property
    def is_evidence_counted(self) -> bool:
        """Return whether the index of the evidence is in memory, so that asking it takes no time."""
        return self._any_day in self.indexes.evidence

    @property
    def keywords(self) -> Keywords:
        """Return the index of the present keywords, whatever day the snapshot is of."""
        return self.indexes.keywords.of(self.connection, None, Horizon(date.max))

    @property
    def _any_day(self) -> Horizon:
        """No state of a piece depends on the day: what was counted yesterday is true today."""
        return Horizon(date.max, self.scope.horizon.event)


HELD_NOTICE = "ledger_held_reading"
"""The code of the notice that somebody else holds a ledger on a share."""


COPIES_NOTICE = "copies_beside"
"""The code of the notice that copies of the ledger lie beside it which have changes that it lacks; `first` is one."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to whoever opened a ledger: `code` names its sentence among the phrases of the wording."""

    code: str
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a ledger is open that is only read for now.

    `refusal` says why it is not written. `claim` opens it for writing and returns the new engine; with True it takes
    the ledger over from whoever holds it, else it raises `ledger_held`. None where it can never be written. `close`
    frees what reading needed.
    """

    refusal: Callable[[], UserError | None]
    claim: Callable[[bool], Engine] | None
    close: Callable[[], None]


class Workspace:
    """A ledger that is open. Safe to use from several threads; close it when done.

    `notices` are what is to be told of how it was found. `access` is the role that a server gave whoever opened it;
    None where there are no roles, as in a file.
    """

    def __init__(self, engine: Engine, author: str, clock: Clock, reading_only: Reading | None = None) -> None:
        self.author = author
        self.clock = clock
        self.role = ""
        self.access: Access | None = None
        self.session = new_uid()
        self.notices: tuple[Notice, ...] = ()
        self._event_uid: str | None = None
        self._again_at: datetime | None = None
        self._unanswered = Unanswered()
        self._engine = engine
        self._reading = reading_only
        # Two threads may find at once that the ledger is only read; one of them opens it for writing, the other waits.
        self._changing = RLock()
        self._indexes = Indexes()
        self._event_days = KeptEventDays()

    @property
    def location(self) -> str:
        """The ledger's path or address, without a password."""
        return display_location(self._engine)

    @property
    def name(self) -> str:
        """A short name to show."""
        return display_name(self._engine)

    @property
    def refusal(self) -> UserError | None:
        """Why the ledger is not written now; None where it is, or would be at the first change."""
        return self._reading.refusal() if self._reading is not None else None

    @property
    def is_reading(self) -> bool:
        """Whether the ledger is open for reading only, as it is now. No I/O: may be asked anywhere."""
        return self._reading is not None

    @property
    def can_write(self) -> bool:
        """Whether changes can be made. On a share that nobody holds it is held from then on."""
        try:
            self.claim()
        except UserError:
            return False
        return True

    def claim(self, *, over: bool = False) -> None:
        """Make ready to write: on a share hold the ledger until it is closed, taking it `over` where that is asked for.

        Raises `ledger_held` where somebody else has it, `ledger_read_only`, and what opening raises.
        """
        with self._changing:
            reading_only = self._reading
            if reading_only is None:
                return
            if reading_only.claim is None:
                raise reading_only.refusal() or UserError("ledger_read_only", path=self.location)
            # The new one before the old is given back: where claiming fails, reading goes on as it was.
            engine = reading_only.claim(over)
            self._engine.dispose()
            self._engine = engine
            self._reading = None
            self.notices = tuple(one for one in self.notices if one.code != HELD_NOTICE)
            reading_only.close()

    def today(self) -> date:
        """The day that lights and old searches are reckoned from."""
        return day_of(self.clock())

    @contextmanager
    def snapshot(self, as_of: date | None = None) -> Generator[Snapshot]:
        """Read the ledger as it is now, or as it was at the end of a day.

        Raises `ledger_damaged` where a value that is read makes no sense; a defect comes out as what it is.
        """
        with reading(self._engine) as connection:
            days = None if as_of is None else self._event_days.of(connection)
            horizon = horizon_at(connection, self.today(), as_of, days)
            # The search index knows the present only.
            indexed = horizon.event is None
            scope = Scope(horizon, read_rules(connection, horizon), indexed, self._read_days)
            yield Snapshot(connection, scope, self._indexes)

    @contextmanager
    def snapshot_at(self, horizon: Horizon) -> Generator[Snapshot]:
        """Read the ledger as it was after an event. Raises as `snapshot`."""
        with reading(self._engine) as connection:
            yield Snapshot(connection, Scope(horizon, read_rules(connection, horizon), days=self._read_days))

    def _read_days(self) -> EventDays | None:
        """Read the days of the events in a transaction of its own: a scope outlives the snapshot it was made for."""
        with reading(self._engine) as connection:
            return self._event_days.of(connection)

    def upload(self, contents: Mapping[str, bytes]) -> None:
        """Upload contents, by SHA-256, to a server before the write that names them: others can write meanwhile, and an
        upload that broke off resumes. In a file the write itself keeps them. Raises as `write`."""
        self.claim()
        bring_parts(self._engine, contents)

    @contextmanager
    def write(self, ahead: Ahead = nothing_ahead) -> Generator[UnitOfWork]:
        """Write one change: durable when the block ends, gone when it raises.

        `ahead` yields the first questions: a server answers them in the round trip by which the write begins.
        Raises `ledger_damaged` as `snapshot`, as `check_file` where another file is at the ledger's path by now, as
        `claim` where it cannot be written, and `outcome_unknown` where the connection was lost and the server cannot be
        reached. The same command again first looks whether that change was saved, and then raises `saved_before`.
        """
        with self.write_several(ahead) as begin:
            yield begin()

    @contextmanager
    def write_several(self, ahead: Ahead = nothing_ahead) -> Generator[Begin]:
        """Write several events, each begun by a call: all durable when the block ends, or all gone when it raises.

        Raises what `write` raises.
        """
        self.claim()
        actor = Actor(self.author, self.role, self.session, self.access)
        uid, now = self._event_uid, self._again_at
        several = units_of_work(self._engine, actor, self.clock, uid, ahead, self._unanswered, now)
        with self._telling_replacement(), several as begin:
            yield begin

    def repeating(self, uid: str, actor: Actor, at: datetime) -> "Workspace":
        """Return the same ledger for repeating an event: the next write gets its UUID, author, session and time."""
        self.claim()
        # A copy, which shares the engine and the indexes: what is written by it is seen by everybody at once.
        again = copy(self)
        if self.access is None:  # a server with roles takes what somebody brings in their own name only
            again.author = actor.author
            again.role = actor.role
        again.session = actor.session
        again.clock = lambda: at
        again._event_uid = uid
        again._again_at = self.clock()
        return again

    def check_file(self) -> None:
        """Check that the ledger's file is still the one that was opened.

        Raises `ledger_replaced`, `ledger_replaced_same` and `ledger_replaced_unkept`: what was open has been kept as a
        copy beside it, is all in the other file, or could not be kept. Raises `lock_lost` where the ledger lies on a
        share and somebody else has taken it over.
        """
        file = file_of(self._engine)
        if file is not None:
            with self._telling_replacement():
                file.look()

    @contextmanager
    def _telling_replacement(self) -> Generator[None]:
        try:
            yield
        except UserError as error:
            if error.code != MOVED:
                raise
            raise keep_mine(self._engine) from error

    def run_on_engine(self, use: Callable[[Engine], None]) -> None:
        """Call a function of the store that works on the whole database, with its engine."""
        use(self._engine)

    def switch_to(self, other: "Workspace") -> None:
        """Close the ledger and take over another one, for everybody who holds this workspace."""
        self.close()
        self._engine = other._engine
        self._reading = other._reading
        self.notices = other.notices
        # With the ledger its indexes change: they are of events whose numbers mean something else there.
        self._indexes = other._indexes
        self._event_days = other._event_days

    def stop_waiting(self) -> None:
        """Give the server a few seconds to finish what is under way, and wait for nothing after that. No I/O."""
        server = server_of(self._engine)
        if server is not None:
            server.stop_waiting()

    def close(self) -> None:
        """Close the connections; where the file was replaced, keep what was open as a copy first, see `check_file`."""
        file = file_of(self._engine)
        # Closing goes on whatever became of the file: what had to be kept lies beside it by then.
        with suppress(UserError):
            self.check_file()
        self.stop_waiting()
        self._engine.dispose()
        if file is not None:
            file.let_go()
        if self._reading is not None:
            self._reading.close()
