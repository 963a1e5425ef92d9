"""Whose an event is on a server, and whose changes undo takes back there."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import datetime

import pytest
from sqlalchemy import create_engine, func, make_url, select, text
from tests.conftest import NOW

from tracker.domain.errors import UserError
from tracker.services.assessment.searching import log_search
from tracker.services.commands import NewSearch, command
from tracker.services.events.undoing import redo, reversible, undo
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.store.database.tables import Event

Open = Callable[..., Workspace]
ROLES = ("whose_zhang", "whose_li")


@pytest.fixture
def roles(address: str) -> Iterator[None]:
    """Two roles that may write in the ledger."""
    engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for role in ROLES:
            connection.execute(text(f"CREATE ROLE {role} LOGIN"))
            connection.execute(text(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}"))
            connection.execute(text(f"GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {role}"))
    yield
    with engine.connect() as connection:
        for role in ROLES:
            connection.execute(text(f"DROP OWNED BY {role}"))
            connection.execute(text(f"DROP ROLE {role}"))
    engine.dispose()


@pytest.fixture
def opened(address: str, roles: None) -> Iterator[Open]:
    """Open the ledger in a role, always under the same name."""
    with ExitStack() as open_ones:

        def open_as(role: str) -> Workspace:
            place = make_url(address).set(username=role).render_as_string(hide_password=False)
            return open_ones.enter_context(closing(open_workspace(place, author="user", clock=lambda: NOW)))

        yield open_as


def search(ledger: Workspace, words: str) -> int:
    return log_search(ledger, command(NewSearch, commitment="MIIT-2025-044", place="部网站", words=words)).event_id


def test_an_event_bears_role_author_session_and_the_servers_time(opened: Open) -> None:
    ledger = opened(ROLES[0])
    before = server_time(ledger)
    event = search(ledger, "城市")
    with ledger.snapshot() as snapshot:
        row = snapshot.connection.execute(select(Event).where(Event.id == event)).one()
    assert (row.role, row.author, row.session) == (ROLES[0], "user", ledger.session)
    assert row.at == NOW
    assert before < row.server_at < server_time(ledger)


def test_two_people_of_one_name_do_not_undo_each_other(opened: Open) -> None:
    zhang, li = opened(ROLES[0]), opened(ROLES[1])
    mine = search(zhang, "城市")
    theirs = search(li, "名单")
    assert (offered(zhang), offered(li)) == (mine, theirs)
    undo(zhang)
    assert (offered(zhang), offered(li)) == (None, theirs)
    with pytest.raises(UserError, match="nothing_to_undo"):
        undo(zhang)
    with pytest.raises(UserError, match="nothing_to_redo"):
        redo(li)
    redo(zhang)
    assert offered(zhang) == mine


def test_of_ones_own_changes_those_of_this_window_are_taken_back_first(opened: Open) -> None:
    one, other = opened(ROLES[0]), opened(ROLES[0])
    first = search(one, "城市")
    second = search(other, "名单")
    assert (offered(one), offered(other)) == (first, second)
    undo(one)
    assert offered(one) == second, "what the other window did is one's own as well"


def server_time(ledger: Workspace) -> datetime:
    with ledger.snapshot() as snapshot:
        return snapshot.connection.execute(select(func.clock_timestamp())).scalar_one()


def offered(ledger: Workspace) -> int | None:
    change = reversible(ledger).undo
    return change.id if change is not None else None
