"""An open ledger: where it lies, who works in it, and by which settings."""

import errno
import getpass
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import platformdirs
from sqlalchemy import Connection, Engine

from tracker.domain.errors import UserError
from tracker.services.coding import load_briefings
from tracker.store.conditions import Scope
from tracker.store.engine import display_location, is_url, make_engine, reading
from tracker.store.schema import check_file, upgrade
from tracker.store.settings import read_rules
from tracker.store.versions import horizon_at
from tracker.store.work import UnitOfWork, unit_of_work

Clock = Callable[[], datetime]
"""Tells the time, with its zone: that of the machine, or a test's, or the sample ledger's."""


def system_clock() -> datetime:
    """The time now."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Look:
    """One consistent look at a ledger: the connection, and the state and rules that it is read by."""

    connection: Connection
    scope: Scope


class Workspace:
    """A ledger that is open. Safe to use from several threads; close it when done."""

    def __init__(self, engine: Engine, author: str, clock: Clock) -> None:
        self.author = author
        self.clock = clock
        self._engine = engine

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
        return self.clock().astimezone().date()

    @contextmanager
    def look(self, as_of: date | None = None) -> Iterator[Look]:
        """Read the ledger as it is now, or as it was at the end of a day."""
        with reading(self._engine) as connection:
            horizon = horizon_at(connection, self.today(), as_of)
            yield Look(connection, Scope(horizon, read_rules(connection, horizon)))

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        """Write one change: durable when the block ends, gone when it raises."""
        with unit_of_work(self._engine, self.author, self.clock) as work:
            yield work

    def hand_over(self, use: Callable[[Engine], None]) -> None:
        """Let the store do what concerns the database as a whole."""
        use(self._engine)

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()


def open_workspace(location: str | Path, *, author: str | None = None, clock: Clock | None = None) -> Workspace:
    """Open a ledger; make, migrate and fill it first where needed.

    `location` is a file path or a `postgresql://` address. Raises `UserError` where it cannot be opened: see
    `tracker.store.engine` and `tracker.store.schema`.
    """
    place = str(location)
    if not is_url(place):
        path = Path(place).expanduser().absolute()
        check_file(path)
        if not path.exists():
            _create(path, author or default_author(), clock or system_clock)
        place = str(path)
    return _open(place, author or default_author(), clock or system_clock)


def _open(place: str, author: str, clock: Clock) -> Workspace:
    engine = make_engine(place)
    try:
        upgrade(engine, place)
        workspace = Workspace(engine, author, clock)
        load_briefings(workspace)
    except BaseException:
        engine.dispose()
        raise
    return workspace


def _create(path: Path, author: str, clock: Clock) -> None:
    """Make a new ledger under another name and put it in place when it is whole; one that came first stays."""
    try:
        with TemporaryDirectory(dir=path.parent, prefix=".new-ledger-") as folder:
            draft = Path(folder) / path.name
            _open(str(draft), author, clock).close()
            with suppress(FileExistsError):
                _put_in_place(draft, path)
    except OSError as error:
        code = "disk_full" if error.errno == errno.ENOSPC else "ledger_unreachable"
        raise UserError(code, path=str(path)) from error


def _put_in_place(draft: Path, path: Path) -> None:
    """Move without ever replacing. Raises `FileExistsError`."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links, as on memory sticks
        if path.exists():
            raise FileExistsError(path) from None
        draft.rename(path)


def default_location() -> str:
    """`TRACKER_LEDGER`, or one file in the user's data directory."""
    return os.environ.get("TRACKER_LEDGER") or str(platformdirs.user_data_path("tracker") / "ledger.db")


def default_author() -> str:
    """`TRACKER_AUTHOR`, or the name of the account."""
    return os.environ.get("TRACKER_AUTHOR") or getpass.getuser()
