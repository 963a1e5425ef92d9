"""Contents that are brought to a server in parts, before the write that names them."""

import hashlib
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from tests.conftest import NOW
from tests.tcp_proxy import TcpProxy, through

from tracker.domain.errors import UserError
from tracker.services.commands import EvidenceFields, command
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import check
from tracker.store.evidence.content_parts import PART_BYTES

pytestmark = pytest.mark.network

SCAN = random.Random(7).randbytes(3 * PART_BYTES + 1)
SHA256 = hashlib.sha256(SCAN).hexdigest()
FILE = {"sha256": SHA256, "name": "扫描件.pdf", "media_type": "application/pdf", "size": len(SCAN), "pages": ()}
NOTICE = {"title": "城市名单", "publisher": "工信部", "published": "2026-01-21", "kind": "list", "attachments": (FILE,)}


@pytest.fixture
def ledger(proxy: TcpProxy, address: str) -> Iterator[Workspace]:
    workspace = open_workspace(through(proxy, address), author="张三", clock=lambda: NOW)
    yield workspace
    workspace.close()


@pytest.fixture
def server(address: str) -> Iterator[Engine]:
    """The database itself, past the line."""
    engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


def names(server: Engine) -> list[str]:
    with server.connect() as connection:
        return list(connection.scalars(text("SELECT sha256 FROM attachment_content ORDER BY sha256")))


def add(ledger: Workspace) -> None:
    add_evidence(ledger, command(EvidenceFields, **NOTICE), {SHA256: SCAN})


def test_a_file_is_joined_of_its_parts_by_the_server(ledger: Workspace, proxy: TcpProxy, server: Engine) -> None:
    ledger.upload({SHA256: SCAN})
    assert [name[:47] for name in names(server)] == [SHA256[:47]] * 4
    before = proxy.to_server.passed
    add(ledger)
    assert proxy.to_server.passed - before < PART_BYTES / 10, "nothing of it goes over the line again"
    with server.connect() as connection:
        kept = connection.scalar(text(f"SELECT content FROM attachment_content WHERE sha256 = '{SHA256}'"))
    assert kept == SCAN
    assert check(ledger) == ()


def test_others_write_while_a_file_is_brought(ledger: Workspace, address: str) -> None:
    other = open_workspace(address, author="李四", clock=lambda: NOW)
    ledger.upload({SHA256: SCAN})
    add_evidence(other, command(EvidenceFields, **{**NOTICE, "attachments": ()}))
    other.close()


def test_two_programs_bring_one_file_at_once(ledger: Workspace, server: Engine) -> None:
    ledger.upload({SHA256: SCAN})
    parts = names(server)
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
    with ThreadPoolExecutor(1) as pool, server.connect().execution_options(isolation_level="READ COMMITTED") as other:
        # The other program has sent the same part, and its answer is on the way.
        kept = text("DELETE FROM attachment_content WHERE sha256 = :name RETURNING sha256, content")
        row = other.execute(kept, {"name": parts[1]}).one()
        other.commit()
        other.execute(text("INSERT INTO attachment_content VALUES (:sha256, :content)"), row._asdict())
        brought = pool.submit(ledger.upload, {SHA256: SCAN})
        with server.connect() as asking:
            while not asking.scalar(waiting) and not brought.done():
                sleep(0.01)
        other.commit()
        brought.result()
    assert names(server) == parts
    add(ledger)
    assert check(ledger) == ()


def test_an_upload_that_broke_off_goes_on_with_what_is_missing(
    ledger: Workspace, proxy: TcpProxy, server: Engine
) -> None:
    proxy.to_server.cut_after = 2 * PART_BYTES + PART_BYTES // 2
    with pytest.raises(UserError, match="connection_lost"):
        ledger.upload({SHA256: SCAN})
    assert len(names(server)) == 2
    before = proxy.to_server.passed
    add(ledger)
    assert proxy.to_server.passed - before < 2.2 * PART_BYTES
    assert check(ledger) == ()


def test_parts_that_were_altered_are_not_taken_for_the_file(ledger: Workspace, server: Engine) -> None:
    ledger.upload({SHA256: SCAN})
    with server.connect() as connection:
        connection.execute(text("UPDATE attachment_content SET content = set_byte(content, 0, 0)"))
    with pytest.raises(UserError, match="content_altered"):
        add(ledger)
    assert SHA256 not in names(server)


def test_parts_that_were_joined_and_those_that_nobody_used_are_swept(ledger: Workspace, server: Engine) -> None:
    with server.connect() as connection:
        unused = f"{'a' * 47}#20200101#0000000"
        connection.execute(text(f"INSERT INTO attachment_content VALUES ('{unused}', '')"))
    add(ledger)
    other = SCAN[::-1]
    ledger.upload({hashlib.sha256(other).hexdigest(): other})
    assert [name for name in names(server) if name.startswith((SHA256[:47], "aaaa"))] == [SHA256]
