"""What each role of a shared ledger may do by way of the program, on a server that holds it to that."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError
from tests.services.conftest import Office
from tests.services.events.test_replaying import (
    CITIES,
    PIECE,
    VALUE,
    arrange,
    collect,
    judge_and_search,
    say_later,
    take_in,
)
from tests.shared_office import PEOPLE, SharedOffice, set_up

from tracker.domain.assessment.assessment_rules import Rules
from tracker.domain.errors import UserError
from tracker.domain.reports.register_columns import RegisterColumn
from tracker.domain.safety.ledger_roles import NEEDED_FOR_COMMANDS, NEEDED_FOR_EVENTS, RANKS
from tracker.domain.terms import LedgerRole
from tracker.services.assessment.judging import record_review, set_assessment
from tracker.services.assessment.searching import log_search
from tracker.services.assessment.statements import add_claim
from tracker.services.briefings.coding import revise_commitment
from tracker.services.commands import (
    AssessmentChange,
    CommitmentRevision,
    FormEntries,
    FormEntry,
    NewClaim,
    NewDepartment,
    NewReview,
    NewSearch,
    TagChange,
    command,
    evidence_fields,
)
from tracker.services.commitments.departments import add_department
from tracker.services.commitments.reading import read_detail
from tracker.services.commitments.tagging import change_tags
from tracker.services.events.replaying import REPEATABLE, list_events
from tracker.services.events.undoing import redo, undo
from tracker.services.evidence.recording import add_evidence
from tracker.services.exchange.forms import put_entries
from tracker.services.ledgers.administration import revoke
from tracker.services.ledgers.clocks import newest_ahead
from tracker.services.ledgers.ledger_rules import set_rules
from tracker.services.ledgers.workspace import Workspace
from tracker.services.reports.layouts import save_layout
from tracker.services.safety.checking import check
from tracker.store.database.tables import Event
from tracker.store.events.undo import take_back
from tracker.store.server.server_clock import ServerClock

ANALYST, REVIEWER, ADMINISTRATOR = LedgerRole.ANALYST, LedgerRole.REVIEWER, LedgerRole.ADMINISTRATOR


@pytest.fixture
def shared(address: str) -> SharedOffice:
    """An earlier shared ledger that was given roles."""
    return set_up(address)


def propose(ledger: Workspace) -> None:
    """What an analyst does all day."""
    collect(ledger)
    say_later(ledger)
    log_search(ledger, command(NewSearch, commitment="MIIT-2025-003", place="官网", words="三品", found="?"))
    change_tags(ledger, command(TagChange, commitments=(CITIES,), add=("督办",)))
    revise_commitment(ledger, command(CommitmentRevision, commitment=CITIES, title="改过的标题", reason="更清楚"))
    undo(ledger)
    redo(ledger)
    keep_layout(ledger)
    enter_answer(ledger)


def keep_layout(ledger: Workspace) -> None:
    save_layout(ledger, "简表", [RegisterColumn.CODE])


def enter_answer(ledger: Workspace) -> None:
    """What a form that came back says."""
    claim = command(NewClaim, commitment=CITIES, said="已完成", said_by="工信部", said_on="2026-01")
    entry = command(FormEntry, commitment=CITIES, claim=claim, evidence=evidence_fields({**PIECE, "title": "填报"}))
    with ledger.write() as work:
        put_entries(work, {"evidence_known": []}, FormEntries(entries=(entry,)), {})


def judge(ledger: Workspace) -> None:
    add_evidence(ledger, evidence_fields({**PIECE, "links": [VALUE]}))
    set_assessment(ledger, command(AssessmentChange, commitment=CITIES, assessment="met", reason="101 − 66"))
    undo(ledger)
    redo(ledger)
    record_review(ledger, command(NewReview, commitment=CITIES, reason="已看"))
    take_in(ledger)


def rule(ledger: Workspace) -> None:
    add_department(ledger, command(NewDepartment, name="数据局", aliases=("省数局",)))
    set_rules(ledger, Rules(search_expiry_days=60))
    undo(ledger)


@pytest.mark.parametrize(("role", "acts"), [(ANALYST, propose), (REVIEWER, judge), (ADMINISTRATOR, rule)])
def test_each_role_does_what_is_its_own_and_its_events_bear_its_name(
    role: LedgerRole, acts: Callable[[Workspace], None], shared: SharedOffice
) -> None:
    with shared.opened(role) as ledger:
        before = len(list(list_events(ledger)))
        acts(ledger)
        mine = list(list_events(ledger))[before:]
        assert {(event.actor.role, event.actor.author) for event in mine} == {PEOPLE[role]}
        assert {event.actor.session for event in mine} == {ledger.session}
        needed = [NEEDED_FOR_EVENTS[event.kind] for event in mine]
        assert max(needed, key=RANKS.__getitem__) is role
        assert check(ledger) == ()


def test_an_administrator_has_every_command_carried_out(shared: SharedOffice, office: Office) -> None:
    with shared.opened(ADMINISTRATOR) as ledger:
        for act in (collect, judge_and_search, say_later, arrange, take_in, office.enter, keep_layout, enter_answer):
            act(ledger)
        done = {event.command["do"] for event in list_events(ledger) if event.command}
        # A ledger begins with `init`, as its owner.
        assert done == REPEATABLE - {"begin_ledger"}
        for event in list_events(ledger):
            if event.command and event.command["do"] not in ("note", "take_back"):
                assert NEEDED_FOR_EVENTS[event.kind] is NEEDED_FOR_COMMANDS[event.command["do"]]
        assert check(ledger) == ()


def set_met(ledger: Workspace) -> Any:
    return set_assessment(
        ledger, command(AssessmentChange, commitment=CITIES, assessment="not_verifiable", reason="无")
    )


def add_office(ledger: Workspace) -> Any:
    return add_department(ledger, command(NewDepartment, name="数据局"))


@pytest.mark.parametrize(
    ("role", "act", "needed"),
    [
        (ANALYST, set_met, REVIEWER),
        (ANALYST, take_in, REVIEWER),
        (ANALYST, lambda ledger: record_review(ledger, command(NewReview, commitment=CITIES, reason="已看")), REVIEWER),
        (ANALYST, add_office, ADMINISTRATOR),
        (REVIEWER, add_office, ADMINISTRATOR),
        (REVIEWER, lambda ledger: set_rules(ledger, Rules(search_expiry_days=60)), ADMINISTRATOR),
    ],
)
def test_what_a_role_may_not_do_is_refused_by_naming_who_may(
    role: LedgerRole, act: Callable[[Workspace], object], needed: LedgerRole, shared: SharedOffice
) -> None:
    with shared.opened(role) as ledger:
        before = len(list(list_events(ledger)))
        with pytest.raises(UserError, match="role_forbids") as refused:
            act(ledger)
        assert refused.value.details == {"role": role, "needed": needed}
        assert len(list(list_events(ledger))) == before


def test_a_reader_reads_and_is_told_so(shared: SharedOffice) -> None:
    with shared.opened(LedgerRole.READER) as ledger:
        assert read_detail(ledger, CITIES).row.code == CITIES
        assert [notice.code for notice in ledger.notices] == ["role_reading"]
        assert ledger.is_reading
        assert not ledger.can_write
        claim = command(NewClaim, commitment=CITIES, said="已完成", said_by="工信部", said_on="2026-01")
        with pytest.raises(UserError, match="role_reads"):
            add_claim(ledger, claim)


def test_an_analyst_does_not_take_a_judgement_back(shared: SharedOffice) -> None:
    with shared.opened(REVIEWER) as reviewer:
        set_met(reviewer)
    with shared.opened(ANALYST) as analyst, suppress(UserError), analyst.write() as work:
        judged = work.connection.execute(select(Event).where(Event.kind == "assessment_set")).one()
        with pytest.raises(UserError, match="role_forbids") as refused:
            take_back(work, judged, "undone")
        raise refused.value


def test_who_had_a_role_may_nothing_more_in_a_session_that_is_open(shared: SharedOffice) -> None:
    with shared.opened(ANALYST) as ledger:
        revoke(shared.address, PEOPLE[ANALYST][0])
        with pytest.raises((UserError, DBAPIError)):
            read_detail(ledger, CITIES)


def test_two_accounts_of_one_name_on_their_machines_are_two_people(shared: SharedOffice) -> None:
    """The name that an account has on its machine does not count: the server knows who it is."""
    with shared.opened(ANALYST) as analyst, shared.opened(REVIEWER) as reviewer:
        change_tags(analyst, command(TagChange, commitments=(CITIES,), add=("督办",)))
        with pytest.raises(UserError, match="nothing_to_undo"):
            undo(reviewer)


def test_a_clock_a_day_ahead_dates_nothing(shared: SharedOffice) -> None:
    """Of a machine that is a day ahead, and is set right while it works."""
    ahead = {"seconds": 86_400.0}
    with shared.opened(ANALYST) as ledger:
        ledger.run_on_engine(lambda engine: set_clock(ledger, engine, lambda: time.time() + ahead["seconds"]))
        change_tags(ledger, command(TagChange, commitments=(CITIES,), add=("甲",)))
        ahead["seconds"] = 0.0
        change_tags(ledger, command(TagChange, commitments=(CITIES,), add=("乙",)))
        *_, first, second = list_events(ledger)
        with ledger.snapshot() as snapshot:
            kept = snapshot.connection.execute(
                select(Event.at, Event.server_at).order_by(Event.id.desc()).limit(2)
            ).all()
        for event, row in zip((second, first), kept, strict=True):
            assert row.server_at is not None
            assert abs(event.at - row.server_at) < timedelta(minutes=1)
        assert abs(ledger.clock() - kept[0].at) < timedelta(minutes=5)
        assert newest_ahead(ledger) is None
        assert check(ledger) == ()


def set_clock(ledger: Workspace, engine: Engine, local: Callable[[], float]) -> None:
    ledger.clock = ServerClock(engine, local)


def test_the_clock_asks_again_after_the_machine_slept_or_was_set(shared: SharedOffice) -> None:
    """Else what it tells would be as far off as the machine slept long."""
    machine = {"local": 1_000.0, "steady": 50.0}
    with shared.opened(ANALYST) as ledger:
        clocks: list[ServerClock] = []
        ledger.run_on_engine(
            lambda engine: clocks.append(ServerClock(engine, lambda: machine["local"], lambda: machine["steady"]))
        )
        (clock,) = clocks
        assert clock() == datetime.fromtimestamp(1_000, UTC)  # nobody has asked the server yet
        read_detail(ledger, CITIES)
        right = datetime.now(UTC)
        assert abs(clock() - right) < timedelta(minutes=1)
        machine |= {"local": 9_000.0, "steady": 51.0}
        assert abs(clock() - right) < timedelta(minutes=1)  # not as far on as the machine's other clock
        machine |= {"steady": 5_000.0}
        read_detail(ledger, CITIES)
        assert abs(clock() - datetime.now(UTC)) < timedelta(minutes=1)
