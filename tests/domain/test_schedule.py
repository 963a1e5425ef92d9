"""The schedule light, by the coding rules §2."""

from datetime import date

import pytest

from tracker.domain.schedule import Progress, Thresholds, light
from tracker.domain.terms import FINAL_ASSESSMENTS, Assessment, DueBasis, Light

START, DUE = date(2025, 1, 1), date(2025, 4, 11)  # one hundred days


def progress(reached: float | None = None, basis: DueBasis = DueBasis.STATED, **changed: object) -> Progress:
    values = {
        "assessment": Assessment.NOT_RATED,
        "start": START,
        "due": DUE,
        "due_basis": basis,
        "has_target": reached is not None,
        "reached": reached,
    }
    return Progress(**{**values, **changed})  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("reached", "expected"),
    [(0.61, Light.AHEAD), (0.60, Light.ON_SCHEDULE), (0.40, Light.ON_SCHEDULE), (0.39, Light.BEHIND),
     (0.20, Light.BEHIND), (0.19, Light.FAR_BEHIND)],
)  # fmt: skip
def test_half_way_the_light_tells_the_lag(reached: float, expected: Light) -> None:
    assert light(progress(reached), date(2025, 2, 20)) is expected


def test_thresholds_are_settings() -> None:
    assert light(progress(0.45), date(2025, 2, 20), Thresholds(on_schedule=2, behind=4)) is Light.FAR_BEHIND


@pytest.mark.parametrize("basis", [DueBasis.STATED, DueBasis.DERIVED])
def test_past_a_known_date_it_is_overdue(basis: DueBasis) -> None:
    assert light(progress(None, basis), date(2025, 4, 12)) is Light.OVERDUE
    assert light(progress(None, basis), DUE) is Light.NOT_APPLICABLE


def test_past_an_assumed_date_it_only_asks() -> None:
    assert light(progress(0.2, DueBasis.ASSUMED), date(2025, 4, 12)) is Light.AWAITING


def test_an_amount_that_was_reached_is_no_reproach() -> None:
    assert light(progress(1.0), date(2025, 12, 1)) is Light.ON_SCHEDULE
    assert light(progress(1.2), date(2025, 12, 1)) is Light.AHEAD


@pytest.mark.parametrize("final", sorted(FINAL_ASSESSMENTS))
def test_a_final_judgement_puts_the_light_out(final: Assessment) -> None:
    assert light(progress(0.0, assessment=final), date(2026, 1, 1)) is Light.NOT_APPLICABLE


def test_without_a_due_date_there_is_no_light() -> None:
    assert light(progress(0.5, DueBasis.NONE, due=None), date(2026, 1, 1)) is Light.NOT_APPLICABLE


def test_before_the_period_begins_nothing_is_late() -> None:
    assert light(progress(0.0), date(2024, 1, 1)) is Light.ON_SCHEDULE
