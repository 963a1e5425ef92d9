"""Amounts as people type them."""

from decimal import Decimal

import pytest

from tracker.domain.errors import UserError
from tracker.domain.terms import Operator
from tracker.domain.text.amount_input import AmountInput, read_amount


@pytest.mark.parametrize(
    ("text", "value", "operator", "unit"),
    [
        ("34", "34", None, ""),
        ("-5", "-5", None, ""),
        ("0.5", "0.5", None, ""),
        ("1e3", "1000", None, ""),
        ("1,000", "1000", None, ""),
        ("１，０００", "1000", None, ""),
        ("1.2万", "12000", None, ""),
        ("34个", "34", None, "个"),
        ("34 个城市", "34", None, "个城市"),
        ("35%", "35", None, "%"),
        ("1.2亿元", "120000000", None, "元"),
        ("1.5 万亿元", "1500000000000", None, "元"),
        ("千件", "1000", None, "件"),
        ("一百零三", "103", None, ""),
        ("8000以上", "8000", Operator.AT_LEAST, ""),
        ("8000家以上", "8000", Operator.AT_LEAST, "家"),
        ("30个以上试点城市", "30", Operator.AT_LEAST, "个试点城市"),
        ("三十余家", "30", Operator.AT_LEAST, "家"),
        ("超过1000家", "1000", Operator.AT_LEAST, "家"),
        ("不超过20天", "20", Operator.AT_MOST, "天"),
        ("20天以内", "20", Operator.AT_MOST, "天"),
        ("约8000", "8000", Operator.ABOUT, ""),
        ("8000家左右", "8000", Operator.ABOUT, "家"),
        ("近2万户", "20000", Operator.ABOUT, "户"),
        ("at least 30", "30", Operator.AT_LEAST, ""),
        ("About 8,000 companies", "8000", Operator.ABOUT, "companies"),
        ("1.2 million", "1200000", None, ""),
        ("1 234 567", "1234567", None, ""),
        ("1万2千", "12000", None, ""),
        ("1亿2千万元", "120000000", None, "元"),
        ("500万千瓦", "5000000000", None, "瓦"),
        ("三千八", "3800", None, ""),
        ("一万二", "12000", None, ""),
        ("三千零八", "3008", None, ""),
        ("一百二十", "120", None, ""),
        ("三点五亿", "350000000", None, ""),
        ("一点二万家", "12000", None, "家"),
        ("30；", "30", None, ""),
        ("累计34个", "34", None, "个"),
        ("退出5家", "5", None, "家"),
        ("3个亿", "300000000", None, ""),
        ("二十来家", "20", Operator.ABOUT, "家"),
        ("不足100家", "100", Operator.AT_MOST, "家"),
        ("＜100", "100", Operator.AT_MOST, ""),
        ("大于30家", "30", Operator.AT_LEAST, "家"),
        ("(34)", "34", None, ""),
        ("<=30", "30", Operator.AT_MOST, ""),
        ("≤30", "30", Operator.AT_MOST, ""),
        ("累计超过30家", "30", Operator.AT_LEAST, "家"),
        ("34個", "34", None, "个"),
        ("百分之三十", "30", None, "%"),
        ("三成", "30", None, "%"),
        ("五成半", "55", None, "%"),
        ("壹佰", "100", None, ""),
        ("累计达到30个", "30", None, "个"),
        ("突破100家", "100", Operator.AT_LEAST, "家"),
        ("\u200b34\u200d个", "34", None, "个"),
        ("千分之五", "5", None, "‰"),
        ("负3", "-3", None, ""),
        ("累计认定30家", "30", None, "家"),
        ("2bn", "2000000000", None, ""),
        ("1.5 billion users", "1500000000", None, "users"),
        ("控制在30家以内", "30", Operator.AT_MOST, "家"),
        ("控制在30家", "30", Operator.AT_MOST, "家"),
        ("控制在30家以上", "30", Operator.AT_LEAST, "家"),
        ("控制在30家左右", "30", Operator.ABOUT, "家"),
        *((f"{word}30家", "30", Operator.ABOUT, "家") for word in ("大概", "大致", "几乎", "差不多")),
        *((f"{word} 30", "30", Operator.ABOUT, "") for word in ("approximately", "approx.", "roughly")),
        *((f"{word} 30", "30", Operator.AT_LEAST, "") for word in ("起码", "not less than", "exceeding", "⩾")),
        *((f"{word} 30", "30", Operator.AT_MOST, "") for word in ("not more than", "less than", "below", "⩽")),
    ],
)
def test_usual_forms_give_number_bound_and_unit(text: str, value: str, operator: Operator | None, unit: str) -> None:
    assert read_amount(text) == AmountInput(Decimal(value), operator, unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "many",
        "几十个",
        "八九千",
        "30-40",
        "30至40个",
        "1,00",
        "2025-01-01",
        "1/3",
        "NaN",
        "约",
        "三五个",
        "一半",
        "二分之一",
        "2025年",
        "2025年底",
        "3月",
        "第3批",
        "二〇二五",
        "数十",
        "上百家",
        "12 3",
        "1.2W",
        "负增长3%",
        "十几家",
        "数十家",
        "一批",
        "3k",
        "1e5000",
        "1e999999999",
        "9" * 200,
    ],
)
def test_what_is_no_one_number_is_refused_as_it_was_typed(text: str) -> None:
    with pytest.raises(UserError) as refused:
        read_amount(text, field="target")
    assert (refused.value.code, refused.value.field, refused.value.details["value"]) == (
        "value_invalid",
        "target",
        text,
    )


@pytest.mark.parametrize(
    ("text", "beside", "value", "unit"),
    [
        ("34", "个", "34", "个"),
        ("34个", "试点城市", "34", "试点城市"),
        ("1.2", "亿元", "1.2", "亿元"),
        ("1.2亿", "元", "120000000", "元"),
        ("1.2亿元", "亿元", "120000000", "元"),
    ],
)
def test_a_unit_beside_the_amount_goes_before(text: str, beside: str, value: str, unit: str) -> None:
    assert read_amount(text, beside) == AmountInput(Decimal(value), None, unit)


def test_a_magnitude_said_twice_is_asked_about() -> None:
    with pytest.raises(UserError, match="value_scaled_twice"):
        read_amount("1.2万", "万元")


@pytest.mark.parametrize(("text", "beside"), [("30%", "个"), ("34家", "个"), ("5亿元", "家"), ("12吨", "万户")])
def test_another_unit_than_the_one_beside_it_is_asked_about(text: str, beside: str) -> None:
    with pytest.raises(UserError, match="value_two_units"):
        read_amount(text, beside)


def test_one_unit_is_one_however_it_is_written() -> None:
    assert read_amount("34個", "个") == AmountInput(Decimal(34), None, "个")
    assert read_amount("30%", "％") == AmountInput(Decimal(30), None, "%")
