"""What is wrong and what is next: one set of rules, which a briefing report and the line of a register both ask."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tracker.domain.reports.problem_rules import (
    CommitmentOnDay,
    NextStep,
    Problem,
    contradicting,
    problems_of,
    steps_of,
)
from tracker.domain.reports.report_period import Period, PeriodSpan
from tracker.domain.rows import CommitmentDetail, Due
from tracker.domain.terms import Assessment, Bearing, Doubt, DueBasis, Light
from tracker.exports.ledger_words import next_step, problems
from tracker.exports.report_item import Item
from tracker.wording import Words

TODAY = date(2026, 11, 23)
YEAR = Period(PeriodSpan.QUARTER, date(2026, 10, 1), date(2026, 12, 31))


@pytest.fixture
def asked(pilots: CommitmentDetail) -> Callable[..., CommitmentOnDay]:
    """A commitment that was due at the end of 2025, in a state."""

    def make(period: Period | None = None, **state: object) -> CommitmentOnDay:
        clean = {"light": Light.NOT_APPLICABLE, "doubts": (), "grounds_changed": False}
        return CommitmentOnDay(replace(pilots, row=replace(pilots.row, **{**clean, **state})), TODAY, period)  # pyright: ignore[reportArgumentType]

    return make


@pytest.mark.parametrize(
    ("state", "problem", "step"),
    [
        ({"assessment": Assessment.NOT_MET}, Problem.NOT_MET, NextStep.PRESS),
        ({"assessment": Assessment.PARTLY_MET}, Problem.PARTLY_MET, NextStep.PRESS),
        ({"assessment": Assessment.IN_PROGRESS, "light": Light.OVERDUE}, Problem.OVERDUE, NextStep.PRESS),
        ({"assessment": Assessment.IN_PROGRESS, "light": Light.BEHIND}, Problem.BEHIND, NextStep.PRESS),
        ({"assessment": Assessment.IN_PROGRESS, "light": Light.AWAITING}, Problem.AWAITING, NextStep.JUDGE),
        ({"assessment": Assessment.NOT_MET, "grounds_changed": True}, Problem.NOT_MET, NextStep.JUDGE),
        ({"assessment": Assessment.MET, "doubts": (Doubt.CONTRADICTED,)}, Problem.CONTRADICTED, NextStep.VERIFY),
        ({"assessment": Assessment.MET, "doubts": (Doubt.CLAIMS_ONLY,)}, Problem.QUESTIONED, NextStep.PROVE),
        ({"assessment": Assessment.IN_PROGRESS, "light": Light.UNMEASURED}, Problem.UNMEASURED, NextStep.PROVE),
        ({"assessment": Assessment.NO_EVIDENCE}, Problem.NOTHING_FOUND, NextStep.SEARCH),
    ],
)
def test_a_register_and_a_briefing_report_are_told_the_same(
    asked: Callable[..., CommitmentOnDay], zh: Words, state: dict[str, object], problem: Problem, step: NextStep
) -> None:
    for period in (None, YEAR):
        one = asked(period, **state)
        assert next(problems_of(one)) is problem
        assert next(steps_of(one)) is step
    item = Item(asked(**state).detail, zh)
    assert next_step(item, TODAY)


def test_no_report_of_the_same_briefing_speaks_against_a_promise(pilots: CommitmentDetail) -> None:
    piece = pilots.evidence[0]
    against = tuple(replace(link, bearing=Bearing.CONTRADICTS, commitment=pilots.row.code) for link in piece.links)
    used = replace(piece, links=against, withdrawn=False, same_briefing=False)
    other = replace(used, links=tuple(replace(link, commitment="MIIT-2025-999") for link in against))
    pieces = (replace(used, same_briefing=True), used, replace(used, withdrawn=True), other)
    assert list(contradicting(replace(pilots, evidence=pieces))) == [used]


def test_what_is_met_without_any_doubt_asks_for_nothing(asked: Callable[..., CommitmentOnDay], zh: Words) -> None:
    one = asked(assessment=Assessment.MET, light=Light.OVERDUE)
    assert not [*problems_of(one), *steps_of(one)]
    assert next_step(Item(one.detail, zh), TODAY) == ""
    assert not [*problems(Item(one.detail, zh), TODAY)]


def test_a_part_that_is_there_before_the_due_date_is_no_reproach(asked: Callable[..., CommitmentOnDay]) -> None:
    one = asked(assessment=Assessment.PARTLY_MET)
    early = replace(
        one, detail=replace(one.detail, row=replace(one.row, due=replace(one.row.due, on=date(2027, 1, 1))))
    )
    assert list(problems_of(early)) == []
    assert list(steps_of(early)) == [NextStep.FOLLOW]
    assert next(steps_of(replace(early, period=YEAR))) is NextStep.DUE_SOON


def test_a_part_without_any_due_date_is_not_late(asked: Callable[..., CommitmentOnDay]) -> None:
    one = asked(assessment=Assessment.PARTLY_MET)
    undated = replace(one, detail=replace(one.detail, row=replace(one.row, due=Due(None, DueBasis.NONE))))
    assert Problem.PARTLY_MET not in problems_of(undated)
    assert NextStep.PRESS not in steps_of(undated)
