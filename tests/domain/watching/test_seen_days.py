from datetime import date

import pytest

from tracker.domain.watching.listings import ListedItem
from tracker.domain.watching.seen_days import SeenDays, extended, reaches_back_to, runs_upwards

TODAY = date(2026, 11, 23)


def items(*days: str) -> list[ListedItem]:
    return [ListedItem(f"https://a.example/{n}", "标题", day) for n, day in enumerate(days)]


@pytest.mark.parametrize(
    ("days", "reach"),
    [
        (("2026-11-20", "2026-11-18", "2026-11-10", "2026-11-10"), date(2026, 11, 11)),
        (("2026-11-10", "2026-11-10", "2026-11-18", "2026-11-20"), date(2026, 11, 11)),
        # A pinned item of last year says nothing of the days since.
        (("2025-01-01", *["2026-11-20"] * 4, "2026-11-18", "2026-11-18"), date(2026, 11, 19)),
        # Nor does one stray link below the list.
        ((*["2026-11-22"] * 5, *["2026-11-21"] * 5, "2024-01-05"), date(2026, 11, 22)),
        (("2026-11-01", "2026-11-20", "2026-10-01", "2026-11-19"), None),
        (("", "", "2026-11-20"), None),
        (("2026-11-20", "2026-11-19"), None),
        ((), None),
    ],
)
def test_a_list_shows_everything_from_the_day_after_its_oldest_on(days: tuple[str, ...], reach: date | None) -> None:
    assert reaches_back_to(items(*days)) == reach


def test_of_a_list_that_begins_with_its_oldest_the_last_page_has_the_newest() -> None:
    rising = items("2026-11-10", "2026-11-10", "2026-11-18", "2026-11-20")
    assert runs_upwards(rising)
    assert not runs_upwards(rising[::-1])
    assert reaches_back_to(rising, has_more=True) is None
    assert reaches_back_to(rising[::-1], has_more=True) == date(2026, 11, 11)


def test_looks_that_meet_are_days_without_a_gap() -> None:
    first = extended(None, date(2026, 11, 2), date(2026, 11, 10))
    assert first == SeenDays(date(2026, 11, 2), date(2026, 11, 10))
    assert extended(first, date(2026, 11, 10), TODAY) == SeenDays(date(2026, 11, 2), TODAY)
    # What lies between the last look and the list that was seen next, nobody saw.
    assert extended(first, date(2026, 11, 12), TODAY) == SeenDays(date(2026, 11, 12), TODAY)
    assert extended(first, None, TODAY) is None
    assert extended(first, date(2026, 11, 25), TODAY) is None
