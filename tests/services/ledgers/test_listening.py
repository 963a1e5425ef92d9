"""Two programs at one shared ledger hear of each other at once."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from queue import Queue

import pytest
from sqlalchemy import create_engine, make_url, text
from tests.services.conftest import TASKS, Office
from tests.tcp_proxy import TcpProxy, server_of, through

from tracker.domain.errors import UserError
from tracker.domain.rows import Changes
from tracker.domain.safety.announcements import Announcement
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.services.commands import TagChange, command
from tracker.services.commitments.reading import list_rows
from tracker.services.commitments.tagging import change_tags
from tracker.services.events.undoing import undo
from tracker.services.exchange.importing import bring_in, offer
from tracker.services.ledgers.listening import list_present, listen
from tracker.services.ledgers.workspace import Workspace, open_workspace

pytestmark = pytest.mark.network
CITIES = "MIIT-2025-044"
MANY = 250
"""More commitments than the server carries in one announcement."""


@pytest.fixture
def others(address: str) -> Iterator[Workspace]:
    with closing(open_workspace(address, author="张三 100% 'A'")) as workspace:
        yield workspace


@pytest.fixture
def mine(address: str) -> Iterator[Workspace]:
    with closing(open_workspace(address, author="李四")) as workspace:
        yield workspace


@pytest.fixture
def heard(mine: Workspace) -> Iterator["Queue[Announcement | UserError]"]:
    """What the second program hears, in a thread of its own."""
    queue: Queue[Announcement | UserError] = Queue()
    over = threading.Event()

    def run() -> None:
        try:
            listen(mine, queue.put, over.is_set)
        except UserError as error:
            queue.put(error)

    thread = threading.Thread(target=run)
    thread.start()
    wait_for(lambda: bool(sessions(mine, "LISTEN ledger_changed")))
    yield queue
    over.set()
    thread.join(20)
    assert not thread.is_alive()


def wait_for(is_so: Callable[[], bool]) -> None:
    for _ in range(200):
        if is_so():
            return
        threading.Event().wait(0.05)
    raise AssertionError


def sessions(workspace: Workspace, query: str) -> list[int]:
    with workspace.snapshot() as snapshot:
        asked = text("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query = :query")
        return list(snapshot.connection.scalars(asked, {"query": query}))


def tag(workspace: Workspace, label: str) -> int:
    return change_tags(workspace, command(TagChange, commitments=(CITIES,), add=(label,))).event_id


def test_what_another_writes_is_heard_with_who_and_what(
    heard: "Queue[Announcement]", others: Workspace, mine: Workspace
) -> None:
    tag(mine, "自己")
    event = tag(others, "重点")
    told = heard.get(timeout=20)
    assert (told.event, told.author, told.count) == (event, "张三 100% 'A'", 1), "and nothing of one's own"
    with mine.snapshot() as snapshot:
        code = snapshot.connection.scalar(
            text("SELECT code FROM commitment WHERE id = :id"), {"id": told.commitments[0]}
        )
    assert code == CITIES


def bring_in_many(workspace: Workspace, office: Office) -> Changes:
    number, code, promise, *rest = TASKS[0]
    rows = [(number, f"{code}-{row}", f"{promise}{row}", *rest) for row in range(MANY)]
    file = office.file(office.workbook(*rows))
    return bring_in(workspace, file, offer(workspace, file).plan, office.wish())


def test_what_changes_more_than_an_announcement_can_carry_is_heard_whole(
    heard: "Queue[Announcement]", others: Workspace, office: Office
) -> None:
    brought = bring_in_many(others, office)
    codes = tuple(row.code for row in list_rows(others, LedgerQuery()))
    tagged = change_tags(others, command(TagChange, commitments=codes, add=("督办",)))
    taken_back = undo(others)
    assert len(brought.commitments) == MANY
    assert len(tagged.commitments) == len(codes) > MANY
    for changes in (brought, tagged, taken_back):
        told = heard.get(timeout=20)
        assert (told.event, told.count) == (changes.event_id, len(changes.commitments))
        assert set(told.commitments) == set(changes.commitments)
    assert heard.empty()


def test_what_was_not_committed_is_not_heard(heard: "Queue[Announcement]", others: Workspace) -> None:
    def write() -> None:
        with others.write() as work:
            work.record("tags_changed", {"add": [], "remove": []})
            work.evidence(7)

    with pytest.raises(UserError):
        write()
    event = tag(others, "重点")
    assert heard.get(timeout=20).event == event
    assert heard.empty()


def test_a_connection_that_ends_is_said(
    heard: "Queue[Announcement | UserError]", mine: Workspace, postgres: str
) -> None:
    (pid,) = sessions(mine, "LISTEN ledger_changed")
    admin = create_engine(make_url(postgres).set(drivername="postgresql+psycopg"))
    with admin.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    admin.dispose()
    error = heard.get(timeout=20)
    assert isinstance(error, UserError)
    assert error.code == "connection_lost"


def test_whoever_else_is_there_is_named(mine: Workspace, others: Workspace) -> None:
    assert [one.author for one in list_present(mine)] == ["张三 100% 'A'"]
    assert [one.author for one in list_present(others)] == ["李四"]


def test_a_file_has_nobody_else(workspace: Workspace) -> None:
    assert list_present(workspace) == ()


def listening(workspace: Workspace) -> list[int]:
    """The sessions that listen, or once did and are at rest."""
    with workspace.snapshot() as snapshot:
        asked = text(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND (query LIKE 'LISTEN %'"
            " OR query = 'SELECT 1') AND pid <> pg_backend_pid()"
        )
        return list(snapshot.connection.scalars(asked))


def test_who_listened_is_no_connection_for_others(mine: Workspace, others: Workspace) -> None:
    over = threading.Event()
    thread = threading.Thread(target=listen, args=(mine, lambda _: None, over.is_set))
    thread.start()
    wait_for(lambda: len(listening(others)) == 1)
    over.set()
    thread.join(20)
    wait_for(lambda: not listening(others))
    tag(mine, "自己")


def test_closing_ends_listening(address: str, others: Workspace) -> None:
    ended: Queue[str] = Queue()

    def run(workspace: Workspace) -> None:
        try:
            listen(workspace, lambda _: None, lambda: False)
        except UserError as error:
            ended.put(error.code)

    workspace = open_workspace(address, author="李四")
    thread = threading.Thread(target=run, args=(workspace,))
    thread.start()
    wait_for(lambda: len(listening(others)) == 1)
    workspace.close()
    assert ended.get(timeout=20) == "server_silent"
    thread.join(20)
    wait_for(lambda: not listening(others))


def test_a_change_whose_answer_was_lost_is_heard_once(address: str, heard: "Queue[Announcement]") -> None:
    with TcpProxy(server_of(address)) as proxy, closing(open_workspace(through(proxy, address), author="王五")) as far:

        def cut_after_commit(said: bytes) -> None:
            if b"COMMIT\0" in said:
                proxy.to_server.heard = None
                proxy.to_client.heard = lambda _: lose()

        def lose() -> None:
            proxy.to_client.heard = None
            proxy.cut()

        proxy.to_server.heard = cut_after_commit
        event = tag(far, "远方")
        last = tag(far, "又一")
    assert [heard.get(timeout=20).event for _ in range(2)] == [event, last]
    assert heard.empty()
