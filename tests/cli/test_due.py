"""`tracker due`: what has fallen due, what soon will, and an exit code for a scheduler."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Tracker = Callable[..., Any]
PILOTS = "MIIT-2025-044"


def kinds(result: Any) -> set[str]:
    return {one["kind"] for one in result.json}


def test_before_anything_falls_due_there_is_nothing_to_say(tracker: Tracker) -> None:
    found = tracker("due", "--within", "0d", "--as-of", "2025-03-01", "--exit-code", lang="zh")
    assert (found.code, found.out.strip()) == (0, "0 天内没有到期事项。")


def test_what_falls_due_within_the_days_is_listed_by_day(tracker: Tracker) -> None:
    found = tracker("due", "--within", "30d", "--as-of", "2025-12-01", "--json")
    (pilots,) = [one for one in found.json if one["code"] == PILOTS]
    assert (pilots["kind"], pilots["day"], pilots["days_left"]) == ("due", "2025-12-31", 30)
    assert tracker("due", "--within", "29d", "--as-of", "2025-12-01", "--json").json == []
    days = [one["day"] for one in tracker("due", "--within", "9999d", "--as-of", "2025-12-01", "--json").json]
    assert days == sorted(days)


def test_what_is_past_stays_until_it_is_judged(tracker: Tracker) -> None:
    assert PILOTS in {one["code"] for one in tracker("due", "--within", "0d", "--as-of", "2026-02-01", "--json").json}
    judged = tracker("status", "set", PILOTS, "not_verifiable", "--reason", "无法核验")
    assert judged.code == 0
    assert PILOTS not in {one["code"] for one in tracker("due", "--within", "0d", "--json").json}


def test_yearly_reviews_are_listed(tracker: Tracker) -> None:
    found = tracker("due", "--within", "0d", "--as-of", "2026-06-01", "--json")
    reviews = [one for one in found.json if one["kind"] == "review"]
    assert reviews
    assert {one["day"] for one in reviews} == {"2026-01-21"}


def test_a_search_is_listed_by_the_day_it_expires(tracker: Tracker) -> None:
    found = ("--place", "工信部网站", "--words", "试点城市", "--outcome", "nothing")
    assert tracker("search-log", "add", PILOTS, *found).code == 0
    assert tracker("status", "set", PILOTS, "no_evidence", "--reason", "没有找到").code == 0
    (search,) = [one for one in tracker("due", "--within", "30d", "--json").json if one["kind"] == "search"]
    assert (search["code"], search["days_left"]) == (PILOTS, 30)
    assert "search" not in kinds(tracker("due", "--within", "29d", "--json"))


def test_a_form_that_did_not_come_back_is_late_after_thirty_days(tracker: Tracker, tmp_path: Path) -> None:
    out = tmp_path / "form.xlsx"
    sent = tracker("fill-in", "send", "--department", "中小企业局", "--period", "2026年11月", "--out", str(out))
    assert sent.code == 0
    assert "form" not in kinds(tracker("due", "--within", "29d", "--json"))
    (form,) = [one for one in tracker("due", "--within", "30d", "--json").json if one["kind"] == "form"]
    assert (form["title"], form["period"], form["code"], form["days_left"]) == ("中小企业局", "2026年11月", "", 30)


def test_with_the_flag_it_ends_with_3_where_something_is_due(tracker: Tracker) -> None:
    assert tracker("due", "--as-of", "2026-02-01", "--exit-code").code == 3
    assert tracker("due", "--as-of", "2026-02-01").code == 0


@pytest.mark.parametrize("within", ["soon", "-1d", "1.5d", ""])
def test_what_is_no_period_is_refused_in_one_line(tracker: Tracker, within: str) -> None:
    refused = tracker("due", f"--within={within}")
    assert refused.code == 1
    assert len(refused.err.strip().splitlines()) == 1
