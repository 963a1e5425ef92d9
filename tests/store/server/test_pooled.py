"""A ledger behind a pooler that gives each transaction to another session of the server, as PgBouncer may."""

from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from sqlalchemy import make_url, text
from tests.conftest import NewDatabase
from tests.tcp_proxy import HERE, server_of
from tests.transaction_pooler import TransactionPooler

from tracker.domain.errors import UserError
from tracker.domain.terms import LedgerRole
from tracker.services.assessment.searching import log_search
from tracker.services.commands import NewSearch, TagChange, command
from tracker.services.commitments.reading import read_detail
from tracker.services.commitments.tagging import change_tags
from tracker.services.events.undoing import undo
from tracker.services.ledgers.administration import grant, init, read_status
from tracker.services.ledgers.listening import list_present
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.safety.checking import check

pytestmark = pytest.mark.network
CITIES, OTHER = "MIIT-2025-044", "MIIT-2025-001"
TIMES = 8
"""More often than a statement is asked before psycopg prepares it in the session."""


@pytest.fixture(params=[True, False], ids=["settings are refused", "settings are dropped"])
def pooled(address: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of the ledger by way of a pooler, which refuses the settings of a session, or does not say."""
    with TransactionPooler(str(server_of(address)), refuses_settings=request.param) as pooler:
        yield _by_way_of(pooler, address)


@pytest.fixture
def pooled_place(new_database: NewDatabase) -> Iterator[str]:
    """The same of an empty database."""
    with new_database() as address, TransactionPooler(str(server_of(address))) as pooler:
        yield _by_way_of(pooler, address)


def _settings(place: str, name: str) -> set[str]:
    """What the sessions of the server say of a setting."""
    with psycopg.connect(place, autocommit=True, prepare_threshold=None) as connection:
        rows = [connection.execute(f"SHOW {name}".encode()).fetchone() for _ in range(TIMES)]
    return {row[0] for row in rows if row is not None}


def _by_way_of(pooler: TransactionPooler, address: str) -> str:
    return make_url(address).set(host=HERE, port=pooler.port, query={}).render_as_string(hide_password=False)


def test_everybody_works_as_with_the_server_itself(pooled: str) -> None:
    with (
        closing(open_workspace(pooled, author="张三")) as first,
        closing(open_workspace(pooled, author="李四")) as second,
    ):
        for number in range(TIMES):
            for ledger, code in ((first, CITIES), (second, OTHER)):
                log_search(ledger, command(NewSearch, commitment=code, place="部网站", words=f"{number}"))
                change_tags(ledger, command(TagChange, commitments=(code,), add=(f"{number}",)))
        undo(second)
        assert len(read_detail(second, CITIES).tags) == TIMES
        assert len(read_detail(first, OTHER).tags) == TIMES - 1
        assert check(first) == ()


def test_the_time_limits_are_those_of_each_transaction(pooled: str) -> None:
    with closing(open_workspace(pooled)) as ledger, ledger.snapshot() as snapshot:
        assert snapshot.connection.scalar(text("SHOW statement_timeout")) == "2min"
        assert snapshot.connection.scalar(text("SHOW lock_timeout")) == "10s"
    with closing(open_workspace(pooled)) as ledger, ledger.write() as work:
        assert work.connection.scalar(text("SHOW idle_in_transaction_session_timeout")) == "1min"
    assert _settings(pooled, "statement_timeout") == {"0"}


def test_nobody_is_told_of_who_may_have_left_long_ago(pooled: str) -> None:
    with closing(open_workspace(pooled, author="张三")) as ledger:
        log_search(ledger, command(NewSearch, commitment=CITIES, place="部网站", words="城市"))
    with closing(open_workspace(pooled, author="李四")) as ledger:
        assert list_present(ledger) == ()


def test_roles_are_set_up_and_the_owner_s_rights_stay_with_nobody(pooled_place: str) -> None:
    init(pooled_place)
    person = grant(pooled_place, "pooled_analyst", LedgerRole.ANALYST)
    assert person in [one for one in read_status(pooled_place).people if one.login == person.login]
    assert _settings(pooled_place, "role") == {"none"}


def test_settings_that_the_address_asks_for_are_not_left_out(address: str) -> None:
    with TransactionPooler(str(server_of(address))) as pooler, pytest.raises(UserError) as refused:
        open_workspace(f"{_by_way_of(pooler, address)}?options=-c%20search_path%3Dpublic")
    assert refused.value.code == "server_refuses"
    assert "options" in str(refused.value.details["words"])
