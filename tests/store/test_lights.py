"""The light in SQL is the light of the rules."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from tracker.domain.query import LedgerQuery
from tracker.domain.rules import Rules
from tracker.domain.schedule import Progress, light
from tracker.domain.terms import Assessment, DueBasis
from tracker.services.workspace import Workspace
from tracker.store import sql as t
from tracker.store.conditions import Scope
from tracker.store.ledger import list_rows
from tracker.store.versions import Horizon

HELD = date(2025, 1, 21)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    assessment=st.sampled_from(Assessment),
    basis=st.sampled_from(DueBasis),
    period=st.integers(-5, 400),
    since_held=st.integers(0, 500),
    reached=st.one_of(st.none(), st.integers(0, 150)),
    has_target=st.booleans(),
)
def test_sql_and_rules_agree(
    ledger: Workspace,
    assessment: Assessment,
    basis: DueBasis,
    period: int,
    since_held: int,
    reached: int | None,
    has_target: bool,
) -> None:
    due = None if basis is DueBasis.NONE else HELD + timedelta(days=period)
    share = None if reached is None else reached / 100
    today = HELD + timedelta(days=since_held)
    columns = {"assessment": assessment, "due_on": due, "due_basis": basis, "reached": share}
    with ledger.write() as work:
        first = work.connection.scalar(select(t.commitment_state.c.id).order_by(t.commitment_state.c.id))
        work.connection.execute(
            update(t.commitment_state)
            .where(t.commitment_state.c.id == first)
            .values(**columns, target=10 if has_target else None)
        )
    with ledger.look() as look:
        row = list_rows(look.connection, LedgerQuery(), Scope(Horizon(today), Rules()))[0]
    expected = light(Progress(assessment, HELD, due, basis, has_target, share), today)
    assert row.light is expected
