"""The one place that configures a connection to a server: its limits, its security, what a transaction begins with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from time import monotonic
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote, unquote

from sqlalchemy import URL, Connection, Engine, RootTransaction, create_engine, event
from sqlalchemy.exc import DBAPIError

from tracker.domain.errors import UserError
from tracker.store.server.addresses import ServerAddress, read_address
from tracker.store.server.known_passwords import password_for, remember_password
from tracker.store.server.pipeline import PIPELINE, Pipeline, use_pipelines
from tracker.store.server.tls_defaults import tls_options

if TYPE_CHECKING:
    from tracker.store.server.server_connection import ServerConnection

OLDEST_SERVER = 14
"""The oldest version of PostgreSQL that is taken: what is older gets no mends of its holes any more, and lacks what the
search and the time limits of this program rest on."""
_CONNECT_SECONDS = 10
"""A server of one's own network answers in milliseconds, one across the world in two seconds."""
_LOCK_SECONDS = 10
"""As for a file (`BUSY_SECONDS`): by then the writer before is done, or somebody has forgotten a transaction."""
_STATEMENT_SECONDS = 120
"""Several times what the longest statement takes at a hundred thousand commitments, or an attachment on a slow line."""
_IDLE_SECONDS = 600
"""Between two statements of one snapshot: the pages of a large report are set while it lasts."""
_IDLE_WRITE_SECONDS = 60
"""The same of a write: a laptop that sleeps in the middle of one lets go of the lock that everybody waits for."""
_PATIENCE_SECONDS = _STATEMENT_SECONDS + 30.0
"""How long an answer is waited for where the network is silent: longer than the server itself would let it take."""
_BEGIN_SECONDS = 10.0
"""How long for the first answer of a transaction, which needs no work: a connection that died while nobody used it is
noticed by it."""
_GRACE_SECONDS = 3.0
"""How long what is under way may take yet when the ledger is closed."""
_KEPT_ALIVE = {
    "keepalives": "1",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    # Milliseconds, for what was sent and is not confirmed; Linux alone knows it.
    "tcp_user_timeout": "30000",
}
"""A line that is dead shows within a minute, and routers do not forget a connection at rest."""
LONGEST_NAME = 63
"""The bytes that PostgreSQL keeps of a name: of a login, a group, a program."""
_PROGRAM = "tracker: "
_SERVER = "server"
"""The execution option that holds what is known of an engine's server."""
_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
"""Whatever is read within one snapshot is of one moment, however many statements it takes. It waits for no writer."""
_WRITE = "BEGIN ISOLATION LEVEL READ COMMITTED"
"""Not READ WRITE besides: that would override an administrator who has set the database read-only."""
_LOCK = "LOCK TABLE event IN EXCLUSIVE MODE"
"""Without it two writers could draw their event's number in one order and commit in the other, and whoever knows the
newest event would miss the one before it."""
_LIMITS = {
    "lock_timeout": _LOCK_SECONDS,
    "statement_timeout": _STATEMENT_SECONDS,
    "idle_in_transaction_session_timeout": _IDLE_SECONDS,
}
_OF_WRITES = {"idle_in_transaction_session_timeout": _IDLE_WRITE_SECONDS}
_WITHOUT_LIMITS = {"statement_timeout": 0, "lock_timeout": _LOCK_SECONDS}
"""0 is for ever."""
_UNKNOWN_TO_POOLER = "unsupported startup parameter"
"""How PgBouncer refuses a setting of a session, which it could not keep."""
_LARGEST_PROCESS = 1 << 22
"""The largest number of a process on Linux; other systems stay below it as well. A pooler, which has no process of its
own for a session, makes up a number of 32 bits: one in a thousand is no larger."""
LOCKS_EVENTS = "locks_events"
"""The execution option that lets a write take the lock of all writers as it begins, in the same round trip."""
WITHOUT_LIMITS = "without_limits"
"""The execution option for a write whose statements may take as long as they need, as a migration does.

No answer is too late then; a line that is dead shows all the same, see `_KEPT_ALIVE`."""


@dataclass(slots=True)
class Server:
    """What is known of the server of a ledger. `stopping` says whether whoever opens it waits no longer.

    Known once it is connected: `reads_only`, whether nobody can write there, as on a standby; and `is_pooled`, whether
    a pooler stands before it, as PgBouncer, which may give each transaction to another session of the server: nothing
    may be left in one for the next. `role` is in whose name each transaction works, where it is not the login.
    """

    address: ServerAddress
    author: str
    stopping: Callable[[], bool]
    reads_only: bool = field(default=False, init=False)
    is_pooled: bool = field(default=False, init=False)
    role: str = field(default="", init=False)
    _until: float | None = field(default=None, init=False)

    def stop_waiting(self) -> None:
        """Let what is under way take a few seconds yet, and then nothing wait any more."""
        self._until = monotonic() + _GRACE_SECONDS

    @property
    def is_closing(self) -> bool:
        """Whether the ledger is being closed, or is closed."""
        return self._until is not None

    def is_over(self) -> bool:
        """Whether nothing is to be waited for any more."""
        return self.stopping() or (self._until is not None and monotonic() > self._until)


def make_server_engine(location: str, author: str, stopping: Callable[[], bool]) -> Engine:
    """An engine for a `postgresql://` address. Nothing is opened yet.

    Raises `driver_missing` where psycopg is not installed, and `address_unclear`.
    """
    address = read_address(location)
    if find_spec("psycopg") is None:
        raise UserError("driver_missing")
    if address.password is not None:
        # So that the address without it, by which the ledger is known from now on, leads there again.
        remember_password(location, address.password)
    server = Server(address, author, stopping)
    # The address is not among what SQLAlchemy knows, and may show.
    engine = create_engine(
        URL.create("postgresql+psycopg"), use_native_hstore=False, execution_options={_SERVER: server}
    )
    event.listen(engine, "do_connect", partial(_connect, server))
    event.listen(engine, "begin", _begin)
    use_pipelines(engine)
    event.listen(engine, "checkin", partial(_returned, server))
    return engine


def server_of(engine: Engine) -> Server | None:
    """What is known of the server of a ledger; None for one in a file."""
    return engine.get_execution_options().get(_SERVER)


def work_as(engine: Engine, role: str) -> None:
    """Let every transaction work in the name of another role of the server, which the login may become."""
    server = server_of(engine)
    if server is not None:
        server.role = role


def begin(connection: Connection) -> RootTransaction:
    """Begin a transaction. Where the connection turns out to be dead, a new one is taken once: nothing was sent yet."""
    try:
        return connection.begin()
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        return connection.begin()


def author_of(program: str) -> str:
    """Return who works in a session that is called so; another program's name as it is."""
    return unquote(program.removeprefix(_PROGRAM))


def _connect(
    server: Server, _dialect: object, _record: object, _arguments: object, options: dict[str, Any]
) -> "ServerConnection":
    from psycopg import OperationalError

    from tracker.store.server.server_connection import connect

    given = server.address.options
    own = {
        "connect_timeout": str(_CONNECT_SECONDS),
        "application_name": _name_of_program(server.author),
        **_KEPT_ALIVE,
        **tls_options(given),
        **given,
        "client_encoding": "UTF8",
    }
    password = password_for(server.address.display)
    if password is not None:
        own["password"] = password
    # Our own BEGIN says what a transaction is; psycopg's would be a round trip besides.
    parameters = {**own, "context": options.get("context"), "autocommit": True}
    # Each of several servers is given its time.
    seconds = (int(own["connect_timeout"]) or _CONNECT_SECONDS) * (own.get("host", "").count(",") + 1) + 1.0
    # In the first message to the server, not by a statement each; what the address says comes later, and so counts.
    limits = " ".join(f"-c {name}={limit}s" for name, limit in _LIMITS.items())
    settings = {} if server.is_pooled else {"options": f"{limits} {given.get('options', '')}".strip()}
    try:
        connection = connect(parameters | settings, server.is_over, seconds)
    except OperationalError as error:
        if not settings or _UNKNOWN_TO_POOLER not in str(error):
            raise
        server.is_pooled = True
        connection = connect(parameters, server.is_over, seconds)
    try:
        _greeted(connection, server)
    except UserError:
        connection.close()
        raise
    if server.is_pooled:
        connection.prepare_threshold = None
    connection.attend(server.is_over, _PATIENCE_SECONDS)
    return connection


def _returned(server: Server, connection: "ServerConnection | None", _record: object) -> None:
    """Close what comes back after the ledger was closed: the pool that it came from is not looked at again."""
    if connection is None:
        return
    connection.patience = _PATIENCE_SECONDS  # it may have been used for what takes as long as it needs
    if server.is_closing:
        connection.close()


def _greeted(connection: "ServerConnection", server: Server) -> None:
    """Heed what the server told of itself when it greeted us. Raises `server_old` and `server_encoding`."""
    path = server.address.display
    version = connection.info.server_version
    if version < OLDEST_SERVER * 10_000:
        raise UserError("server_old", path=path, version=version // 10_000, oldest=OLDEST_SERVER)
    told = connection.info.parameter_status
    server.is_pooled = server.is_pooled or not 0 < connection.info.backend_pid <= _LARGEST_PROCESS
    server.reads_only = "on" in (told("in_hot_standby"), told("default_transaction_read_only"))
    encoding = told("server_encoding")
    if encoding != "UTF8":
        raise UserError("server_encoding", path=path, encoding=encoding or "?")


def _name_of_program(author: str) -> str:
    """By this a session is known to the others: who works in it. A server takes ASCII only, and cuts."""
    name = ""
    for sign in author:
        escaped = quote(sign, safe=" .,@()'-_~+")
        if len(_PROGRAM) + len(name) + len(escaped) > LONGEST_NAME:
            break
        name += escaped
    return _PROGRAM + name


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    server: Server = options[_SERVER]
    limits = {
        **(_LIMITS if server.is_pooled else {}),
        **(_OF_WRITES if options.get("writes") else {}),
        **(_WITHOUT_LIMITS if options.get(WITHOUT_LIMITS) else {}),
    }
    statements = [_WRITE if options.get("writes") else _READ]
    statements += [f"SET LOCAL {name} = '{seconds}s'" for name, seconds in limits.items()]
    if server.role:
        statements.append(f"SET LOCAL ROLE {connection.dialect.identifier_preparer.quote_identifier(server.role)}")
    if options.get(LOCKS_EVENTS):
        statements.append(_LOCK)
    pipeline: Pipeline | None = options.get(PIPELINE)
    driver = cast("ServerConnection", connection.connection.driver_connection)
    with driver.patient(_BEGIN_SECONDS + (_LOCK_SECONDS if options.get(LOCKS_EVENTS) else 0)):
        if pipeline is not None:
            pipeline.begin(connection, statements)
        else:
            connection.exec_driver_sql("; ".join(statements))
    if options.get(WITHOUT_LIMITS):
        driver.patience = 0
