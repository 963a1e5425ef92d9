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
    assert report.subtitle == "自上一份报告（2026年11月23日）以来，截至2026年11月23日，共 9 项承诺"
    assert caption_of(report) == "自上一份报告（2026年11月23日）以来的进展"
    assert "2026年11月23日之后" not in repr(report)
    report = compose(second, en)
    assert report.subtitle == "Since the last report (23 November 2026), as of 23 November 2026 · commitments: 9"
    assert caption_of(report) == "What happened since the last report (23 November 2026)"
    assert "after 23 november 2026" not in repr(report).lower()


def test_its_chart_tells_the_last_report_from_today_though_the_day_is_one(second: ReportFacts, zh: Words) -> None:
    chart = change_of(compose(second, zh))
    assert [series.label.word for series in chart.series] == ["上一份报告（2026年11月23日）", "2026年11月23日"]
    assert "上一份报告（2026年11月23日）和截至2026年11月23日" in chart.alternative


def test_where_nothing_was_done_since_the_last_report_it_says_so(second: ReportFacts, zh: Words, en: Words) -> None:
    idle = replace(second, changes={}, moved=frozenset())
    assert "自上一份报告（2026年11月23日）以来没有新进展，也没有新结论。" in repr(compose(idle, zh))
    assert "Nothing happened since the last report (23 November 2026), and nothing was judged anew." in repr(
        compose(idle, en)
    )


def test_counted_from_a_day_it_names_the_day(a_year: ReportFacts, zh: Words) -> None:
    report = compose(a_year, zh)
    assert report.subtitle == "2025年12月31日之后至2026年11月23日，共 9 项承诺"
    assert [series.label.word for series in change_of(report).series] == ["2025年12月31日", "2026年11月23日"]
