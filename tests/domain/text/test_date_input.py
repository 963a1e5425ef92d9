"""Dates as people type and paste them."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.errors import UserError
from tracker.domain.text.date_input import (
    LONGEST,
    Precision,
    read_date,
    read_day,
    read_due_day,
    read_last_day,
    read_published,
)

TODAY = date(2026, 11, 29)
MAY_12 = date(2025, 5, 12)
ONE_DAY = (
    *("2025年5月12日上午", "2025・5・12", "“2025-05-12”", "发布日期2025-05-12", "2025年5月12日（农历四月十五）"),
    *("北京时间2025年5月12日", "自2025年5月12日起施行", "2025-05-12 10:20 来源：人民网", "2025年5月12日下午3点半"),
    *("2025-05-12", "2025-5-12", "2025.5.12", "2025．05．12", "2025/5/12", "2025年5月12日", "2025年05月12号"),
    *(
        "2025年5月12",
        "20250512",
        "２０２５年５月１２日",
        "２０２５－０５－１２",
        "二〇二五年五月十二日",
        "二○二五年五月十二日",
    ),
    *("二0二五年五月十二日", "2025–05–12", "2025。5。12", "2025、5、12", "2025·5·12", "25年5月12日", "2025.5.12日"),
    *("2025.05.12.", "12-May-2025", "2025 年 5 月 12 日", " 2025-05-12 ", "2025 05 12", "2025 - 05 - 12"),
    *("12 May 2025", "May 12, 2025", "12th of May 2025", "Monday, 12 May 2025", "Mon 12 May 2025"),
    *("2025-05-12 10:20", "2025年5月12日 10:20", "2025-05-12T10:20:33", "2025年5月12日星期一", "2025-05-12（周一）"),
    *("发布时间：2025-05-12 10:20", "截至2025年5月12日", "（2025年5月12日）", "2025年5月12日前", "2025年5月12日印发"),
    *(
        "不晚于2025年5月12日",
        "最迟2025年5月12日",
        "公元2025年5月12日",
        "发布于2025年5月12日",
        "no later than 12 May 2025",
        "2025年5月12日零时",
        "2025-05-12（发布）",
        "2025年5月12日下午三点半",
    ),
    *("\u200b2025\u200b-05-12", "2025\u00a0年5月12日", "2025-05-12T20:00:00+08:00"),
)


def written(day: date) -> st.SearchStrategy[str]:
    """One of the forms in which such a day is written."""
    digits = str.maketrans("0123456789", "〇一二三四五六七八九")
    wide = str.maketrans("0123456789-.年", "０１２３４５６７８９－．年")
    plain = [f"{day:%Y-%m-%d}", f"{day.year}.{day.month}.{day.day}", f"{day:%Y/%m/%d}", f"{day:%Y%m%d}"]
    chinese = [f"{day.year}年{day.month}月{day.day}日", f"{str(day.year).translate(digits)}年{day.month}月{day.day}日"]
    english = [f"{day:%d %B %Y}", f"{day:%b} {day.day}, {day.year}"]
    return st.sampled_from([*plain, *chinese, *english, *(one.translate(wide) for one in plain + chinese[:1])])


@pytest.mark.parametrize("text", ONE_DAY)
def test_every_usual_form_of_a_day_is_that_day(text: str) -> None:
    assert read_day(text, "published") == MAY_12


@given(st.data(), st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_is_read_as_it_was_written(data: st.DataObject, day: date) -> None:
    assert read_day(data.draw(written(day)), "due_on") == day


@pytest.mark.parametrize("text", ["2025-05-12T20:00:00Z", "2025-05-12 23:00 UTC", "Mon, 12 May 2025 23:00:00 GMT"])
def test_a_day_of_another_zone_is_the_day_in_beijing(text: str) -> None:
    assert read_day(text, "published") == date(2025, 5, 13)


@pytest.mark.parametrize(
    "text", ["2025年起", "自2025年5月", "从2025年5月12日起", "2025年5月以后", "from May 2025", "2025年6月初"]
)
def test_a_day_from_which_on_is_none_by_which(text: str) -> None:
    with pytest.raises(UserError, match="date_invalid"):
        read_last_day(text, "due_on")


def test_the_end_of_a_month_is_its_last_day() -> None:
    assert read_day("2025年5月底", "as_of") == date(2025, 5, 31)
    assert read_published("2025年5月底", "published") == "2025-05"


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2025-05", "2025-05-01", "2025-05-31", Precision.MONTH),
        ("2025.12", "2025-12-01", "2025-12-31", Precision.MONTH),
        ("202502", "2025-02-01", "2025-02-28", Precision.MONTH),
        ("2025年2月底", "2025-02-01", "2025-02-28", Precision.MONTH),
        ("2024年2月末前", "2024-02-01", "2024-02-29", Precision.MONTH),
        ("二〇二五年十二月", "2025-12-01", "2025-12-31", Precision.MONTH),
        ("May 2025", "2025-05-01", "2025-05-31", Precision.MONTH),
        ("3/2025", "2025-03-01", "2025-03-31", Precision.MONTH),
        ("2025年5月上旬", "2025-05-01", "2025-05-10", Precision.TEN_DAYS),
        ("2025年2月下旬", "2025-02-21", "2025-02-28", Precision.TEN_DAYS),
        ("2025年第三季度", "2025-07-01", "2025-09-30", Precision.QUARTER),
        ("2025年四季度末", "2025-10-01", "2025-12-31", Precision.QUARTER),
        ("2025Q1", "2025-01-01", "2025-03-31", Precision.QUARTER),
        ("Q3 2025", "2025-07-01", "2025-09-30", Precision.QUARTER),
        *(
            (text, "2025-07-01", "2025-09-30", Precision.QUARTER)
            for text in ("2025-Q3", "Q3/2025", "Q3, 2025", "3Q2025", "third quarter of 2025", "3rd quarter 2025")
        ),
        *((text, "2025-01-01", "2025-06-30", Precision.HALF) for text in ("1H2025", "1H 2025")),
        ("到2025年底", "2025-01-01", "2025-12-31", Precision.YEAR),
        ("在2025年底前", "2025-01-01", "2025-12-31", Precision.YEAR),
        ("first half of 2025", "2025-01-01", "2025-06-30", Precision.HALF),
        ("2025年元月", "2025-01-01", "2025-01-31", Precision.MONTH),
        ("end of May 2025", "2025-05-01", "2025-05-31", Precision.MONTH),
        ("by the end of June 2025", "2025-06-01", "2025-06-30", Precision.MONTH),
        ("2025年上半年", "2025-01-01", "2025-06-30", Precision.HALF),
        ("2025H2", "2025-07-01", "2025-12-31", Precision.HALF),
        ("2025年", "2025-01-01", "2025-12-31", Precision.YEAR),
        ("2025年底前", "2025-01-01", "2025-12-31", Precision.YEAR),
        ("二〇二五年", "2025-01-01", "2025-12-31", Precision.YEAR),
        ("end of 2025", "2025-01-01", "2025-12-31", Precision.YEAR),
    ],
)
def test_what_is_less_than_a_day_is_the_span_that_it_means(
    text: str, first: str, last: str, precision: Precision
) -> None:
    found = read_date(text, "due_on")
    assert (found.first.isoformat(), found.last.isoformat(), found.precision) == (first, last, precision)
    assert read_last_day(text, "due_on").isoformat() == last


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("5/6/2025", ["2025-05-06", "2025-06-05"]),
        ("05.06.2025", ["2025-05-06", "2025-06-05"]),
        ("25.6.30", ["2025-06-30", "2030-06-25"]),
        ("31/12/25", ["2025-12-31", "2031-12-25"]),
        ("26.6.31", ["2031-06-26"]),
        ("10.1.2", ["2010-01-02"]),
        ("99.1.1", ["2099-01-01"]),
        ("26、6、3", ["2026-06-03"]),
    ],
)
def test_what_may_be_several_days_is_asked(text: str, days: list[str]) -> None:
    with pytest.raises(UserError) as asked:
        read_date(text, "published")
    assert (asked.value.code, asked.value.details["choices"]) == ("date_ambiguous", days)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("13/6/2025", "2025-06-13"),
        ("6/13/2025", "2025-06-13"),
        ("6.6.2025", "2025-06-06"),
        ("6/30/25", "2025-06-30"),
        ("12/31/25", "2025-12-31"),
        ("25.6.3", "2025-06-03"),
    ],
)
def test_what_can_be_one_day_only_is_that_day(text: str, day: str) -> None:
    assert read_day(text, "published").isoformat() == day


@pytest.mark.parametrize("text", ["5月12日", "６月３０日", "年底前", "三季度", "上半年", "12.5", "6月底", "十二月"])
def test_a_date_without_its_year_is_refused_for_that(text: str) -> None:
    with pytest.raises(UserError) as refused:
        read_date(text, "due_on")
    assert refused.value.code == "date_without_year"


@pytest.mark.parametrize(
    ("text", "day"),
    [("今天", "2026-11-29"), ("yesterday", "2026-11-28"), ("今年6月30日", "2026-06-30"), ("明年年底", "2027-12-31"),
     ("去年12月", "2025-12-31"), ("明年一季度", "2027-03-31"), ("本月底", "2026-11-30"), ("下个月", "2026-12-31"),
     ("上月5日", "2026-10-05")],
)  # fmt: skip
def test_what_is_told_from_today_needs_today(text: str, day: str) -> None:
    assert read_last_day(text, "due_on", TODAY).isoformat() == day
    with pytest.raises(UserError):
        read_last_day(text, "due_on")


NONE = (
    *(
        "",
        " ",
        "适当时候",
        "当前和今后一个时期",
        "本世纪中叶",
        "长期",
        "2025-02-30",
        "2025年13月",
        "20251332",
        "2025-5/12",
    ),
    *("2025-05-12 至 2025-06-01", "2025年5月12日至6月1日", "民国114年5月12日", "114年5月12日", "98年5月", "1749"),
    *(
        "45789",
        "2025-W20",
        "20-25",
        "2025年前",
        "2025前",
        "2025年5月12日 10:00 至 2025年6月12日 17:00",
        "2025年国庆前",
        "2025年6月前",
        "maybe 2025",
        "0025年6月",
        "end of Foo 2025",
        "end of 12 May 2025",
        "Marching 2025",
        "二百个",
        "12319",
        "a\x00b",
        "2025" * LONGEST,
        "9999-12-31T23:59:59-12:00",
    ),
)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_date_is_refused_as_it_was_typed(text: str) -> None:
    with pytest.raises(UserError) as refused:
        read_day(text, "published")
    assert refused.value.field == "published"
    assert refused.value.details["value"] == text


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_date_or_refused(text: str) -> None:
    for reader in (read_day, read_last_day, read_published):
        with suppress(UserError):
            assert str(reader(text, "published", TODAY))[:4].isdigit()


def test_a_publication_may_be_a_month_and_no_less() -> None:
    assert read_published("2025年5月", "published") == "2025-05"
    assert read_published("2025年5月上旬", "published") == "2025-05"
    for text in ("2025", "2025年三季度", "2025年上半年"):
        with pytest.raises(UserError, match="date_no_month"):
            read_published(text, "published")
    with pytest.raises(UserError, match="date_no_day"):
        read_day("2025年5月", "as_of")


def test_five_digits_are_a_day_only_where_cells_lose_their_format() -> None:
    assert read_date("45789", "published", counted=True).first == date(1899, 12, 30) + timedelta(days=45789)
    assert read_date("45789.5", "published", counted=True).first == MAY_12


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("6", "2026-06-30"),
        ("6月底", "2026-06-30"),
        ("9.15", "2026-09-15"),
        ("9月15日前", "2026-09-15"),
        ("2", "2027-02-28"),
        ("3", "2026-03-31"),
        ("3.1", "2027-03-01"),
        ("2028", "2028-12-31"),
        ("2027.6", "2027-06-30"),
        ("明年6月底", "2027-06-30"),
        ("2026-09-15", "2026-09-15"),
    ],
)
def test_a_due_day_in_short_is_the_first_that_is_not_past_when_its_text_is_dated(text: str, day: str) -> None:
    assert read_due_day(text, "due", date(2026, 3, 12)).isoformat() == day


@pytest.mark.parametrize("text", ["", "13", "0", "2.30", "尽快"])
def test_what_is_no_due_day_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        read_due_day(text, "due", date(2026, 3, 12))
