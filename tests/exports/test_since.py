"""From when a report counts what changed, in words: a day, or the report of the same day before it."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.domain.reports.report_request import ReportKind, ReportWish
from tracker.exports.compose import compose
from tracker.exports.report_tree import Chart, Report, Table
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words

TODAY = date(2026, 11, 23)


@pytest.fixture
def second(a_year: ReportFacts) -> ReportFacts:
    """The second report of a day: it goes on at the event at which the first left off."""
    return replace(a_year, since=TODAY, wish=ReportWish(ReportKind.PERIOD, since=TODAY, after=7))


def caption_of(report: Report) -> str:
    (table,) = (block for block in report.blocks() if isinstance(block, Table) and block.key == "changes")
    return table.caption or table.empty


def change_of(report: Report) -> Chart:
    (chart,) = (block for block in report.blocks() if isinstance(block, Chart) and block.key == "change")
    return chart


def test_the_second_report_of_a_day_says_since_the_last_report_and_never_after_today(
    second: ReportFacts, zh: Words, en: Words
) -> None:
    report = compose(second, zh)
    assert report.subtitle == "自上一份报告（2026-11-23）以来，截至 2026-11-23，共 9 项承诺"
    assert caption_of(report) == "自上一份报告（2026-11-23）以来的变动"
    assert "2026-11-23 之后" not in repr(report)
    report = compose(second, en)
    assert report.subtitle == "Since the last report (2026-11-23), as of 2026-11-23 · commitments: 9"
    assert caption_of(report) == "Changes since the last report (2026-11-23)"
    assert "after 2026-11-23" not in repr(report).lower()


def test_its_chart_tells_the_last_report_from_today_though_the_day_is_one(second: ReportFacts, zh: Words) -> None:
    chart = change_of(compose(second, zh))
    assert [series.label.word for series in chart.series] == ["上一份报告（2026-11-23）", "2026-11-23"]
    assert "上一份报告（2026-11-23）和截至 2026-11-23" in chart.alternative


def test_where_nothing_was_done_since_the_last_report_it_says_so(second: ReportFacts, zh: Words, en: Words) -> None:
    idle = replace(second, changes={})
    assert "自上一份报告（2026-11-23）以来没有变动。" in repr(compose(idle, zh))
    assert "Nothing changed since the last report (2026-11-23)." in repr(compose(idle, en))


def test_counted_from_a_day_it_names_the_day(a_year: ReportFacts, zh: Words) -> None:
    report = compose(a_year, zh)
    assert report.subtitle == "2025-12-31 之后至 2026-11-23，共 9 项承诺"
    assert [series.label.word for series in change_of(report).series] == ["2025-12-31", "2026-11-23"]
