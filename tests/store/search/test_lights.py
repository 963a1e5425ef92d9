"""The light in SQL is the light of the rules."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from tracker.domain.assessment.assessment_rules import Rules
from tracker.domain.commitments.schedule import ScheduleFacts, Thresholds, light
from tracker.domain.rows import Due
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import Assessment, DueBasis, Light, Operator
from tracker.domain.text.dates import a_year_after
from tracker.services.ledgers.workspace import Workspace
from tracker.store.commitments.commitment_list import list_rows
from tracker.store.database.tables import CommitmentState, Source
from tracker.store.database.versions import Horizon
from tracker.store.search.conditions import Scope

HELD = (date(2025, 1, 21), date(2023, 2, 28), date(2024, 2, 29), date(2024, 3, 1))
"""Days of briefings, some of which have no day a year on."""
SHARES = (Decimal("0.9"), Decimal("0.75"), Decimal("0.6"), Decimal(1))
AT_ONCE = 20


@dataclass(frozen=True)
class State:
    """What the light depends on. `due_in` and `review_in` are days from the day that is asked about."""

    assessment: Assessment
    basis: DueBasis
    due_in: int
    about: bool
    review_in: int | None
    operator: Operator | None
    reached: float | None

    def due(self, today: date) -> Due:
        if self.basis is DueBasis.NONE:
            return Due(None, self.basis)
        return Due(today + timedelta(days=self.due_in), self.basis, self.about)

    def review_on(self, today: date) -> date | None:
        return None if self.review_in is None else today + timedelta(days=self.review_in)

    @property
    def promises_a_number(self) -> bool:
        return self.operator not in (None, Operator.UNQUANTIFIED)

    def columns(self, today: date) -> dict[str, object]:
        """The state as its row has it; an amount that is no number has neither a target nor a share of it."""
        due = self.due(today)
        return {
            "assessment": self.assessment,
            "due_on": due.on,
            "due_basis": due.basis,
            "due_about": due.about,
            "review_on": self.review_on(today),
            "operator": self.operator,
            "target": 10 if self.promises_a_number else None,
            "reached": self.reached if self.promises_a_number else None,
        }

    def progress(self, held_on: date, today: date, about_share: Decimal) -> ScheduleFacts:
        return ScheduleFacts(
            assessment=self.assessment,
            start=held_on,
            due=self.due(today),
            review_on=self.review_on(today) or a_year_after(held_on),
            operator=self.operator if self.promises_a_number else None,
            reached=self.reached if self.promises_a_number else None,
            about_share=about_share,
        )


near = st.one_of(st.integers(-2, 2), st.integers(-400, 400))
states = st.builds(
    State,
    assessment=st.sampled_from(Assessment),
    basis=st.sampled_from(DueBasis),
    due_in=near,
    about=st.booleans(),
    review_in=st.one_of(st.none(), near),
    operator=st.one_of(st.none(), st.sampled_from(Operator)),
    reached=st.one_of(st.none(), st.integers(0, 24).map(lambda twentieths: twentieths / 20), st.floats(0, 3)),
)
limits = st.sampled_from([Thresholds(), Thresholds(0, 0), Thresholds(5, 80)])
rules_in_force = st.builds(Rules, thresholds=limits, about_share=st.sampled_from(SHARES))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    held_on=st.sampled_from(HELD),
    since_held=st.one_of(st.integers(363, 368), st.integers(0, 800)),
    rules=rules_in_force,
    judged=st.lists(states, min_size=AT_ONCE, max_size=AT_ONCE),
)
def test_sql_and_rules_agree(
    ledger: Workspace, held_on: date, since_held: int, rules: Rules, judged: list[State]
) -> None:
    today = held_on + timedelta(days=since_held)
    state = CommitmentState
    with ledger.write() as work:
        work.connection.execute(update(Source).values(held_on=held_on))
        ids = work.connection.scalars(select(state.id).order_by(state.commitment_id).limit(AT_ONCE)).all()
        for row_id, one in zip(ids, judged, strict=True):
            work.connection.execute(update(state).where(state.id == row_id).values(**one.columns(today)))
    with ledger.snapshot() as snapshot:
        rows = list_rows(snapshot.connection, LedgerQuery(), Scope(Horizon(today), rules))
    for row, one in zip(rows, judged, strict=False):
        progress = one.progress(held_on, today, rules.about_share)
        assert row.light is light(progress, today, rules.thresholds), progress
        assert row.review_on == progress.review_on


@pytest.mark.parametrize("share", ["0.6", "0.7", "0.9", "1"])
@pytest.mark.parametrize(("missing", "shown"), [("0", Light.AWAITING), ("0.001", Light.OVERDUE)])
def test_from_the_share_itself_on_and_not_before_about_is_reached_in_both(
    ledger: Workspace, share: str, missing: str, shown: Light
) -> None:
    today, rules = HELD[0] + timedelta(days=400), Rules(about_share=Decimal(share))
    reached = float(Decimal(share) - Decimal(missing))
    just = State(Assessment.NOT_RATED, DueBasis.STATED, -1, False, None, Operator.ABOUT, reached)
    with ledger.write() as work:
        first = CommitmentState.commitment_id == 1
        work.connection.execute(update(CommitmentState).where(first).values(**just.columns(today)))
    with ledger.snapshot() as snapshot:
        row = list_rows(snapshot.connection, LedgerQuery(), Scope(Horizon(today), rules))[0]
    assert row.light is shown
    assert light(just.progress(HELD[0], today, rules.about_share), today) is shown
