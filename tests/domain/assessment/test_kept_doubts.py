"""The doubts beside a verdict as a state keeps them, and as they are read back on a day."""

from datetime import date
from itertools import combinations

import pytest

from tracker.domain.assessment.kept_doubts import as_kept, has_changed_grounds, row_doubts
from tracker.domain.rows import Due
from tracker.domain.terms import Assessment, Doubt, DueBasis

DUE, NO_DUE = Due(date(2025, 12, 31), DueBasis.STATED), Due(None, DueBasis.NONE)
LATER = date(2026, 3, 1)
EVERY = [frozenset(some) for size in range(len(Doubt) + 1) for some in combinations(Doubt, size)]


@pytest.mark.parametrize("doubts", EVERY)
def test_what_is_kept_is_read_back_in_the_order_of_the_terms(doubts: frozenset[Doubt]) -> None:
    kept = as_kept(sorted(doubts))
    lasting = doubts - {Doubt.BEFORE_DUE}
    assert (kept is None) == (not lasting)
    assert row_doubts(kept, Assessment.MET, DUE, LATER) == tuple(
        doubt for doubt in Doubt if doubt in lasting - {Doubt.GROUNDS_CHANGED}
    )
    assert has_changed_grounds(kept) == (Doubt.GROUNDS_CHANGED in doubts)


def test_that_it_was_judged_before_its_time_ends_by_itself() -> None:
    kept = as_kept([Doubt.BEFORE_DUE, Doubt.CLAIMS_ONLY])
    for day, expected in (
        (date(2025, 12, 31), (Doubt.CLAIMS_ONLY, Doubt.BEFORE_DUE)),
        (date(2026, 1, 1), (Doubt.CLAIMS_ONLY,)),
    ):
        assert row_doubts(kept, Assessment.PARTLY_MET, DUE, day) == expected
    assert row_doubts(None, Assessment.PARTLY_MET, NO_DUE, LATER) == ()
    assert row_doubts(None, Assessment.IN_PROGRESS, DUE, date(2025, 6, 1)) == ()
