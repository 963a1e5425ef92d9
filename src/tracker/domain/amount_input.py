"""Amounts as people type or paste them: 34, 1,000, 1.2万, 34个, 8000以上, 约8000, 三十余家, at least 30."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from tracker.domain.errors import UserError
from tracker.domain.numerals import NUMBER, parse_number
from tracker.domain.quantity import normalise
from tracker.domain.terms import Operator

_BEFORE = {
    Operator.AT_LEAST: (
        *("不少于", "不低于", "至少", "超过", "逾"),
        *("at least", "no fewer than", "more than", "over", ">=", "≥", ">"),
    ),
    Operator.AT_MOST: ("不超过", "不多于", "不高于", "至多", "最多", "at most", "no more than", "up to", "<=", "≤"),
    Operator.ABOUT: ("大约", "约", "近", "about", "around", "nearly", "some", "~", "≈"),
}
_AFTER = {
    Operator.AT_LEAST: ("及以上", "以上", "or more", "+"),
    Operator.AT_MOST: ("及以内", "及以下", "以内", "以下", "or less", "or fewer"),
    Operator.ABOUT: ("左右", "上下"),
}
_MORE = "余多"
"""30余家, 30多个: between number and unit, they say that it is somewhat more."""
_SHAPE = re.compile(rf"([-−]?)({NUMBER})\s*([{_MORE}]?)\s*([百千万亿]{{0,2}})([^\d.,。，\-−—–~至到]*)")
_SEVERAL = re.compile("[一二三四五六七八九两]{2,}[十百千万亿]")
"""八九千 is eight or nine thousand, which is no number."""
_MAGNITUDE = re.compile("[千万亿]")


@dataclass(frozen=True, slots=True)
class AmountInput:
    """What was typed: the number, how it binds (None where it is said exactly), and the unit ("" for none)."""

    value: Decimal
    operator: Operator | None = None
    unit: str = ""


def read_amount(text: str, unit: str = "", field: str = "value") -> AmountInput:
    """Read an amount: full-width and Chinese numerals, thousands' commas, 千/万/亿 brought into the number (§4), a word
    for how it binds on either side, and a unit, before which `unit` goes where that was typed beside it.

    Of two such words the first counts. Raises `value_invalid` for what is no one number (a range, a date, words), and
    `value_scaled_twice` where number and `unit` both have a magnitude (1.2万 and 万元).
    """
    amount = _read(text, field)
    if not unit:
        return amount
    plain = normalise(amount.value, unit)[1]
    if plain != unit and _MAGNITUDE.search(text):
        if amount.unit != plain:  # 1.2亿元 beside 亿元 says it all, and means it once
            raise UserError("value_scaled_twice", field=field, value=text, unit=unit)
        return amount
    return AmountInput(amount.value, amount.operator, unit)


def _read(text: str, field: str) -> AmountInput:
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    before, plain = _bound_before(plain)
    after, plain = _bound_after(plain)
    shape = _SHAPE.fullmatch(plain)
    if shape is None or _SEVERAL.search(shape[2]):
        return AmountInput(_number(plain, text, field), before or after)
    sign, number, more, scale, unit = shape.groups()
    value = parse_number(number)
    if value is None:
        raise UserError("value_invalid", field=field, value=text)
    value, unit = normalise(value, (scale + unit).strip()) if unit.strip() else (_scaled(value, scale), "")
    inside, unit = _bound_inside(unit)
    operator = before or after or inside or (Operator.AT_LEAST if more else None)
    return AmountInput(-value if sign else value, operator, unit.strip())


def _bound_before(text: str) -> tuple[Operator | None, str]:
    for operator, words in _BEFORE.items():
        for word in words:
            if text.casefold().startswith(word):
                return operator, text[len(word) :].strip()
    return None, text


def _bound_after(text: str) -> tuple[Operator | None, str]:
    for operator, words in _AFTER.items():
        for word in words:
            if text.casefold().endswith(word):
                return operator, text[: -len(word)].strip()
    return None, text


def _bound_inside(unit: str) -> tuple[Operator | None, str]:
    """The word that stands between a measure word and what is counted (30个以上试点城市), and the unit without it."""
    for operator, words in _AFTER.items():
        for word in words:
            head, found, tail = unit.partition(word)
            if found:
                return operator, head + tail
    return None, unit


def _scaled(value: Decimal, scale: str) -> Decimal:
    """The number times 千, 万 or 亿 where one stands alone after it (1.2 万)."""
    factor = parse_number(f"1{scale}") if scale else None
    return value * factor if factor is not None else value


def _number(plain: str, text: str, field: str) -> Decimal:
    """A number as programs write it (1e3). Raises `value_invalid` for anything else."""
    try:
        value = Decimal(plain) if plain.isascii() else None
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite():
        raise UserError("value_invalid", field=field, value=text)
    return value
