"""A ledger that is open, as every service sees it. Opening one is the business of `workspace`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Engine

from tracker.domain.dates import day_of
from tracker.domain.event_days import EventDays
from tracker.store.census import Census, Censuses
from tracker.store.conditions import Scope
from tracker.store.engine import display_location, reading
from tracker.store.event_times import KeptEventDays
from tracker.store.evidence_census import EvidenceCensus, EvidenceCensuses
from tracker.store.keywords import KeptKeywords, Keywords
from tracker.store.settings import read_rules
from tracker.store.tables import new_uid
from tracker.store.versions import Horizon, horizon_at
from tracker.store.work import Actor, UnitOfWork, unit_of_work

Clock = Callable[[], datetime]
"""Tells the time, with its zone: the machine's clock, or a test's, or the sample ledger's."""


def system_clock() -> datetime:
    """The time now."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Look:
    """One consistent look at a ledger: the connection, and the state and rules that it is read by."""

    connection: Connection
    scope: Scope
    censuses: Censuses = field(default_factory=Censuses)
    evidence_censuses: EvidenceCensuses = field(default_factory=EvidenceCensuses)
    kept_keywords: KeptKeywords = field(default_factory=KeptKeywords)

    @property
    def census(self) -> Census:
        """Which commitments have which value of a facet, in this look."""
        return self.censuses.of(self.connection, self.scope)

    @property
    def evidence_census(self) -> EvidenceCensus:
        """Which pieces of evidence are in which state, of which kind and year, in this look."""
        return self.evidence_censuses.of(self.connection, self.scope.horizon)

    @property
    def keywords(self) -> Keywords:
        """Which commitments have which keyword now, on whatever day the ledger is looked at."""
        return self.kept_keywords.of(self.connection)


class Workspace:
    """A ledger that is open. Safe to use from several threads; close it when done."""

    def __init__(self, engine: Engine, author: str, clock: Clock) -> None:
        self.author = author
        self.clock = clock
        self.role = ""
        self.doubtful_time: datetime | None = None
        """When the event before the last write was dated, if that was in the future: some clock is wrong."""
        self.session = new_uid()
        self._event_uid: str | None = None
        self._engine = engine
        self._censuses, self._evidence_censuses = Censuses(), EvidenceCensuses()
        self._keywords = KeptKeywords()
        self._event_days = KeptEventDays()

    @property
    def location(self) -> str:
        """The ledger's path or address, without a password."""
        return display_location(self._engine)

    @property
    def name(self) -> str:
        """A short name to show."""
        return self._engine.url.database.rpartition("/")[2] if self._engine.url.database else self.location

    def today(self) -> date:
        """The day that lights and old searches are reckoned from."""
        return day_of(self.clock())

    @contextmanager
    def look(self, as_of: date | None = None) -> Iterator[Look]:
        """Read the ledger as it is now, or as it was at the end of a day.

        Raises `ledger_damaged` where a value that is read makes no sense; a defect comes out as what it is.
        """
        with reading(self._engine) as connection:
            days = None if as_of is None else self._event_days.of(connection)
            horizon = horizon_at(connection, self.today(), as_of, days)
            indexed = connection.dialect.name == "sqlite" and horizon.event is None
            scope = Scope(horizon, read_rules(connection, horizon), indexed, self._read_days)
            yield Look(connection, scope, self._censuses, self._evidence_censuses, self._keywords)

    @contextmanager
    def look_back(self, horizon: Horizon) -> Iterator[Look]:
        """Read the ledger as it was after an event. Raises `ledger_damaged` as `look`."""
        with reading(self._engine) as connection:
            yield Look(connection, Scope(horizon, read_rules(connection, horizon), days=self._read_days))

    def _read_days(self) -> EventDays | None:
        """By a look of its own: a scope outlives the look that it was made for."""
        with reading(self._engine) as connection:
            return self._event_days.of(connection)

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        """Write one change: durable when the block ends, gone when it raises. Raises `ledger_damaged` as `look`."""
        actor = Actor(self.author, self.role, self.session)
        with unit_of_work(self._engine, actor, self.clock, self._event_uid) as work:
            yield work
        self.doubtful_time = work.doubtful_time

    def doing_again(self, uid: str, actor: Actor, at: datetime) -> "Workspace":
        """The same ledger for whoever did something before, at that moment: what is written next is that event."""
        again = copy(self)
        again.author, again.role, again.session = actor.author, actor.role, actor.session
        again.clock = lambda: at
        again._event_uid = uid
        return again

    def hand_over(self, use: Callable[[Engine], None]) -> None:
        """Let the store do what concerns the database as a whole."""
        use(self._engine)

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()
