"""What is taken away from a shared ledger with roles, and comes home to it; and a file that becomes an office's."""

from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url
from tests.conftest import MADE, NOW, NewDatabase
from tests.shared_office import PEOPLE, SharedOffice, set_up

from tracker.domain.errors import UserError
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import Assessment, LedgerRole
from tracker.services.assessment.judging import set_assessment
from tracker.services.assessment.searching import log_search
from tracker.services.commands import AssessmentChange, NewSearch, TagChange, command, evidence_fields
from tracker.services.commitments.reading import list_rows, read_content, read_detail
from tracker.services.commitments.tagging import change_tags
from tracker.services.events.replaying import list_events
from tracker.services.events.undoing import undo
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.administration import grant, init, upgrade
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import check
from tracker.services.safety.merging import list_put_aside, merge, settle
from tracker.services.safety.moving import pull, push
from tracker.store.database.engine import make_engine
from tracker.store.database.migrating import create
from tracker.store.database.schema_check import HEAD
from tracker.store.evidence import content_parts
from tracker.store.server import roles
from tracker.store.server.connecting import as_owner, changing, connected
from tracker.store.server.guarding import guard

READER, ANALYST, REVIEWER, ADMINISTRATOR = LedgerRole
CITIES, OTHER = "MIIT-2025-044", "MIIT-2025-001"
PIECE = {"title": "试点城市名单", "publisher": "财政部", "published": "2025-06-12", "kind": "list"}
LINK = {"commitment": CITIES, "bearing": "fulfils", "value": "101", "unit": "个", "role": "cumulative"}
CONTENT = b"a list of cities\n" * 200_000
FILE = {"sha256": sha256(CONTENT).hexdigest(), "name": "a.txt", "size": len(CONTENT), "media_type": "text/plain"}


@pytest.fixture
def shared(new_database: NewDatabase, fresh_database: str) -> Iterator[SharedOffice]:
    with new_database(make_url(fresh_database).database) as address:
        yield set_up(address)


@pytest.fixture
def empty(new_database: NewDatabase) -> Iterator[str]:
    with new_database() as address:
        yield address


def order(address: str, *statements: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def taken(shared: SharedOffice, role: LedgerRole, path: Path) -> Path:
    """A working copy, taken by somebody of this role."""
    pull(shared.address_of(PEOPLE[role][0]), path, PEOPLE[role][1])
    return path


def judge(ledger: Workspace, code: str, reason: str) -> None:
    change = command(AssessmentChange, commitment=code, assessment="not_verifiable", reason=reason)
    set_assessment(ledger, change)


def record_file(ledger: Workspace) -> None:
    piece = {**PIECE, "links": (LINK,), "attachments": [{**FILE, "pages": ["a list of cities"]}]}
    add_evidence(ledger, evidence_fields(piece), {FILE["sha256"]: CONTENT})


def test_a_reader_takes_a_working_copy(shared: SharedOffice, tmp_path: Path) -> None:
    with shared.opened(ANALYST) as ledger:
        record_file(ledger)
    with closing(open_workspace(taken(shared, READER, tmp_path / "a.db"))) as copy:
        assert check(copy) == ()
        assert read_content(copy, FILE["sha256"]) == CONTENT


def test_parts_of_a_file_on_its_way_are_no_part_of_a_working_copy(shared: SharedOffice, tmp_path: Path) -> None:
    with shared.opened(ANALYST) as ledger:
        ledger.run_on_engine(lambda engine: content_parts.bring_parts(engine, {FILE["sha256"]: CONTENT}))
    with closing(open_workspace(taken(shared, ANALYST, tmp_path / "a.db"))) as copy:
        assert check(copy) == ()
        record_file(copy)
        with shared.opened(ANALYST) as ledger:
            assert merge(ledger, copy).done == 1
            assert read_content(ledger, FILE["sha256"]) == CONTENT
            assert check(ledger) == ()


def test_what_an_analyst_brings_home_is_the_analysts_own(shared: SharedOffice, tmp_path: Path) -> None:
    """What the role may not do waits for somebody whose role may, and is no analyst's to dismiss either."""
    with closing(open_workspace(taken(shared, ANALYST, tmp_path / "a.db"), author="在路上", clock=lambda: NOW)) as copy:
        record_file(copy)
        change_tags(copy, command(TagChange, commitments=(OTHER,), add=("路上",)))
        judge(copy, OTHER, "路上所判")
        with shared.opened(ANALYST) as ledger:
            before = len(list(list_events(ledger)))
            merged = merge(ledger, copy)
            assert (merged.done, [one.refusal for one in merged.put_aside]) == (2, ["role_forbids"])
            mine = list(list_events(ledger))[before:]
            assert {(event.actor.role, event.actor.author) for event in mine} == {PEOPLE[ANALYST]}
            (aside,) = merged.put_aside
            for take in (True, False):
                with pytest.raises(UserError, match="role_forbids"):
                    settle(ledger, aside.uid, take=take, reason="由我定")
            assert merge(ledger, copy).put_aside == ()
    with shared.opened(REVIEWER) as ledger:
        assert [one.uid for one in list_put_aside(ledger)] == [aside.uid]
        settle(ledger, aside.uid, take=True, reason="复核无误")
        assert read_detail(ledger, OTHER).row.assessment is Assessment.NOT_VERIFIABLE
        assert list_put_aside(ledger) == ()
        assert {event.actor.author for event in list_events(ledger) if event.kind == "put_aside_settled"} == {
            PEOPLE[REVIEWER][1]
        }
        assert check(ledger) == ()


def test_an_analyst_brings_home_what_was_undone_and_settled_and_dismisses_none_of_it(
    shared: SharedOffice, tmp_path: Path
) -> None:
    """A working copy knows no roles, so that in it whoever has it judges, takes that back and settles."""
    with (
        closing(open_workspace(taken(shared, ANALYST, tmp_path / "a.db"), clock=lambda: NOW)) as copy,
        closing(open_workspace(taken(shared, ANALYST, tmp_path / "b.db"), clock=lambda: NOW)) as other,
        shared.opened(ANALYST) as ledger,
    ):
        judge(copy, OTHER, "在此所判")
        judge(other, OTHER, "在彼所判")
        (theirs,) = merge(copy, other).put_aside
        settle(copy, theirs.uid, take=False, reason="以此为准")
        judge(copy, CITIES, "误判")
        undo(copy)
        merge(ledger, copy)
        waiting = list_put_aside(ledger)
        kinds = ["assessment_set", "assessment_set", "put_aside_settled", "assessment_set", "undone"]
        assert sorted(one.kind for one in waiting) == sorted(kinds)
        for one in waiting:
            with pytest.raises(UserError, match="role_forbids"):
                settle(ledger, one.uid, take=False, reason="由我定")
    with shared.opened(REVIEWER) as ledger:
        for one in waiting:
            settle(ledger, one.uid, take=True, reason="复核无误")
        assert list_put_aside(ledger) == ()
        assert check(ledger) == ()


def test_the_server_lets_no_analyst_settle_a_judgement(shared: SharedOffice) -> None:
    """Whatever program it is asked by, and of whichever kind that says it is."""
    with shared.opened(ANALYST) as ledger:
        ledger.access = None
        for uid, kind in (("x", "assessment_set"), ("y", "tags_changed")):
            with ledger.write() as work:
                work.record("event_put_aside", {"other": {"uid": uid, "kind": kind, "details": {}}})
        with pytest.raises(UserError, match="server_not_permitted"), ledger.write() as work:
            work.record("put_aside_settled", {"other": {"uid": "x", "kind": "tags_changed"}, "taken": False}, "我定")
        with ledger.write() as work:
            work.record("put_aside_settled", {"other": {"uid": "y", "kind": "tags_changed"}, "taken": False}, "我定")


def test_a_file_becomes_an_offices(empty: str, ledger_path: Path) -> None:
    """`tracker push`, and then `tracker admin init`, which gives the tables to the ledger's owner."""
    with closing(open_workspace(ledger_path, author="张三", clock=lambda: NOW)) as ledger:
        record_file(ledger)
    push(ledger_path, empty)
    office = set_up(empty)
    with office.opened(ANALYST) as ledger:
        assert list_rows(ledger, LedgerQuery(search="试点城市名单"))
        log_search(ledger, command(NewSearch, commitment=CITIES, place="官网", words="三品"))
        assert read_content(ledger, FILE["sha256"]) == CONTENT
        assert check(ledger) == ()
    with office.connected(PEOPLE[ANALYST][0]) as session, pytest.raises(psycopg.errors.InsufficientPrivilege):
        session.execute("DELETE FROM event")


def test_whoever_pushed_a_file_into_an_own_database_may_give_it_roles(empty: str, ledger_path: Path) -> None:
    name = make_url(empty).database
    order(empty, "CREATE ROLE file_host LOGIN CREATEROLE", f"ALTER DATABASE {name} OWNER TO file_host")
    try:
        host = SharedOffice(empty).address_of("file_host")
        push(ledger_path, host)
        init(host)
        grant(host, "file_newcomer", ANALYST)
        with closing(open_workspace(SharedOffice(empty).address_of("file_newcomer"))) as ledger:
            change_tags(ledger, command(TagChange, commitments=(CITIES,), add=("督办",)))
            assert check(ledger) == ()
    finally:
        order(empty, f"ALTER DATABASE {name} OWNER TO postgres")


@pytest.mark.parametrize("role", [ANALYST, ADMINISTRATOR])
def test_a_ledger_with_roles_on_a_server_that_is_read_only_is_read(role: LedgerRole, shared: SharedOffice) -> None:
    name = make_url(shared.address).database
    order(shared.address, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with shared.opened(role) as ledger:
        assert ledger.is_reading
        assert [notice.code for notice in ledger.notices] == ["ledger_reading"]
        assert read_detail(ledger, CITIES).row.code == CITIES
        with pytest.raises(UserError, match="server_read_only"):
            log_search(ledger, command(NewSearch, commitment=CITIES, place="官网", words="三品"))


def test_a_ledger_of_the_schema_before_keeps_its_roles_over_an_upgrade(empty: str) -> None:
    engine = make_engine(empty)
    create(engine, "0011")
    engine.dispose()
    with connected(empty) as connection:
        roles.make_roles(connection)
    with as_owner(empty) as engine, changing(engine) as connection:
        guard(connection)
    office = SharedOffice(empty)
    for role, (login, author) in PEOPLE.items():
        grant(empty, login, role, author=author)
    with pytest.raises(UserError, match="ledger_needs_upgrade"), office.opened(ANALYST):
        pass
    assert upgrade(office.address_of(PEOPLE[ADMINISTRATOR][0]), lambda: MADE).schema == HEAD
    with office.opened(ANALYST) as ledger:
        record_file(ledger)
        assert [row.code for row in list_rows(ledger, LedgerQuery(search="试点城市名单"))] == [CITIES]
        assert check(ledger) == ()
    with office.opened(READER) as ledger:
        assert [row.code for row in list_rows(ledger, LedgerQuery(search="试点城市名单"))] == [CITIES]
