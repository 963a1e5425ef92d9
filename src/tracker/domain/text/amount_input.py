"""Amounts as people type or paste them: 34, 1,000, 1.2万, 34个, 8000以上, 约8000, 三十余家, at least 30."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from tracker.domain.commitments.quantity import normalise
from tracker.domain.errors import UserError
from tracker.domain.terms import Operator
from tracker.domain.text.numerals import DIGITS, NUMBER, parse_number
from tracker.domain.text.text_folding import simplified, without_unseen

_BEFORE = {
    Operator.AT_LEAST: (
        *("不少于", "不低于", "至少", "超过", "突破", "高于", "多于", "大于", "最少", "起码", "超", "逾", "≧", "⩾"),
        *("at least", "no fewer than", "no less than", "not less than", "more than", "exceeding", "minimum", "over"),
        *(">=", "≥", ">"),
    ),
    Operator.AT_MOST: (
        *("不超过", "不多于", "不高于", "至多", "最多", "低于", "少于", "小于", "不足", "不到", "⩽"),
        *("at most", "no more than", "not more than", "less than", "fewer than", "below", "maximum", "up to"),
        *("<=", "≤", "≦", "<"),
    ),
    Operator.ABOUT: (
        *("大约", "约为", "约", "大概", "大致", "差不多", "几乎", "接近", "将近", "近"),
        *("about", "around", "nearly", "approximately", "approx.", "approx", "roughly", "some", "~", "≈"),
    ),
}
_AFTER = {
    Operator.AT_LEAST: ("及以上", "以上", "or more", "+"),
    Operator.AT_MOST: ("及以内", "及以下", "以内", "以下", "or less", "or fewer"),
    Operator.ABOUT: ("左右", "上下"),
}
_LEADING = re.compile(
    "^(?:累计|总计|达到?|共计?|合计|新增|增加|减少|退出|撤销|完成|认定|培育|建成|支持|为|(?P<kept>控制在))+"
)
"""Words that say nothing of the number itself; 控制在 says that it is the most where nothing else tells the bound."""
_MORE = "余多来"
"""30余家, 30多个: between number and unit, they say that it is somewhat more."""
_SHAPE = re.compile(rf"([-−]?)({NUMBER})\s*([{_MORE}]?)\s*([十百千万亿]{{0,2}})([^\d.,。，\-−—–~至到]*)")
_SEVERAL = re.compile("[一二三四五六七八九两]{2}(?![一二三四五六七八九两〇零○])|[一二三四五六七八九两]{2,}[十百千万亿]")
"""八九千 is eight or nine thousand, and 三五个 three to five, which is no number."""
_NO_UNIT = re.compile(r"半|分之|点|几|数|[百千万亿十]|\d|[kKwW](?![A-Za-z])")
"""What stands after a number only where there is more to it (一半, 二分之一), or is 万 as well as watt: 1.2w."""
_LARGEST = 15
"""Digits before the point, and behind it, that an amount may have."""
_POINT = re.compile(rf"([{DIGITS}十百千]+)点([{DIGITS}]+)")
_AROUND = " .,;。；，、"
_IN_BRACKETS = re.compile(r"\((.*)\)")
_VAGUE = re.compile("一(?:批|些|系列|定|部分)")
_OF_HUNDREDS = re.compile("(?<=[\\d十百千])个(?=[万亿])")
"""3个亿 is 3亿, as it is said."""
_A_DATE = re.compile(r"(?:19|20)\d{2}年.*|\d{1,2}[月日号]")
_BLANKS_BETWEEN = re.compile(r"(?<=\d)[ '](?=\d{3}(?!\d))")
_SHARE = re.compile("([百千])分之(.+)")
_BELOW_ZERO = re.compile(rf"^负(?=[\d{DIGITS}十百千])")
_TENTHS = re.compile(rf"([{DIGITS}]|\d(?:\.\d)?)成([{DIGITS}半]?)")
_IN_STEPS = re.compile(rf"({NUMBER})(?<=[万亿])((?=[\d{DIGITS}])(?:{NUMBER}))(?<=[百千万])([^\d.,]*)")
"""1万2千: a number said in steps of which each has its own magnitude."""
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億兩", "一二三四五六七八九十百千万亿两")
_ENGLISH = {"thousand": "千", "million": "百万", "billion": "十亿", "trillion": "万亿", "bn": "十亿"}
_ENGLISH_SCALE = re.compile(rf"(?<=[\d.])\s*({'|'.join(_ENGLISH)})s?\b", re.IGNORECASE)
_MEASURE_WORDS = frozenset("个家项件户所座条台套辆艘架名位次只批种类处场")
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

    Of two such words the first counts. Raises `value_invalid` for what is no one number (a range, a date, words),
    `value_scaled_twice` where number and `unit` both have a magnitude (1.2万 and 万元), and `value_two_units` where
    the unit behind the number is another one than `unit`.
    """
    amount = _read(text, field)
    unit = simplified(unicodedata.normalize("NFKC", unit)).strip()
    # Otherwise 1e999999 would be written out digit by digit wherever it is shown.
    # Amounts are kept as floating-point numbers, exact to fifteen digits: more would come back as another number.
    if amount.value and abs(amount.value.adjusted()) > _LARGEST:
        raise UserError("value_invalid", field=field, value=text)
    if not unit:
        return amount
    plain = normalise(amount.value, unit)[1]
    if amount.unit and not _is_of(amount.unit, plain) and not _is_of(amount.unit, unit):
        raise UserError("value_two_units", field=field, value=text, unit=unit)
    # 1.2万 beside 万元: nobody but the writer knows whether that is 12,000 or 120 million.
    if plain != unit and _MAGNITUDE.search(text):
        if amount.unit != plain:  # 1.2亿元 beside 亿元 says it all, and means it once
            raise UserError("value_scaled_twice", field=field, value=text, unit=unit)
        return amount
    return AmountInput(amount.value, amount.operator, unit)


def with_wording(note: str, wording: str) -> str:
    """The note with how an amount was worded (约8000) on a line of its own, unless it says so already; a link keeps
    the number alone."""
    remark = f"原文：{wording}" if wording else ""
    return note if remark in note else "\n".join(filter(None, (note, remark)))


def _read(text: str, field: str) -> AmountInput:
    plain = _plain(text)
    before, plain = _bound_before(plain)
    after, plain = _bound_after(plain)
    leading = _LEADING.match(plain)
    kept = Operator.AT_MOST if leading and leading["kept"] else None
    plain = plain[leading.end() :].lstrip() if leading else plain
    if before is None:  # it may stand behind such a word: 累计超过30家
        before, plain = _bound_before(plain)
    plain = _in_arabic(plain)
    # 2025年 is a year before it is 2025 of something.
    if _A_DATE.fullmatch(plain) or _VAGUE.match(plain):
        raise UserError("value_invalid", field=field, value=text)
    # The whole of it or nothing: `search` would make 3 of 3至5个, and nobody would see that it was a range.
    shape = _SHAPE.fullmatch(plain)
    if shape is None or _SEVERAL.search(shape[2]):
        return AmountInput(_number(plain, text, field), before or after or kept)
    sign, number, more, scale, unit = shape.groups()
    value = parse_number(number)
    if value is None or _NO_UNIT.match(unit):
        raise UserError("value_invalid", field=field, value=text)
    value, unit = normalise(value, (scale + unit).strip()) if unit.strip() else (_scaled(value, scale), "")
    inside, unit = _bound_inside(unit)
    # 余 and 多 never mean less; 来 may.
    somewhat = None if not more else Operator.ABOUT if more == "来" else Operator.AT_LEAST
    operator = before or after or inside or somewhat or kept
    return AmountInput(-value if sign else value, operator, unit.strip())


def _is_of(typed: str, unit: str) -> bool:
    """Whether a unit that was typed is this one, the measure word that it begins with (个 of 个城市), or the one that
    is left out before it (34个 beside 城市)."""
    if unit.startswith(typed) or typed.startswith(unit):
        return True
    return typed in _MEASURE_WORDS and unit[:1] not in _MEASURE_WORDS and unit.isalpha()


def _plain(text: str) -> str:
    """Half-width, with one blank at most between words, in plain numerals."""
    folded = simplified(unicodedata.normalize("NFKC", text.translate(_FORMAL)))
    plain = _BLANKS_BETWEEN.sub("", " ".join(without_unseen(folded).split()))
    plain = _BELOW_ZERO.sub("-", plain)
    plain = _OF_HUNDREDS.sub("", _POINT.sub(_decimal, plain)).rstrip(_AROUND)
    if (inner := _IN_BRACKETS.fullmatch(plain)) is not None:
        plain = inner[1].strip()
    return _ENGLISH_SCALE.sub(lambda scale: _ENGLISH[scale[1].lower()], plain)


def _decimal(spelt: re.Match[str]) -> str:
    """三点五 in Arabic numerals."""
    whole = parse_number(spelt[1])
    return spelt[0] if whole is None else f"{whole}.{''.join(str(parse_number(digit)) for digit in spelt[2])}"


def _in_arabic(plain: str) -> str:
    """百分之三十 and 三成 as per cent, and 1万2千 as one number."""
    if (share := _SHARE.fullmatch(plain)) is not None:
        value = parse_number(share[2].strip())
        return plain if value is None else f"{value}{'%' if share[1] == '百' else '‰'}"
    if (tenths := _TENTHS.fullmatch(plain)) is not None:
        more = 5 if tenths[2] == "半" else parse_number(tenths[2]) or 0
        return f"{(parse_number(tenths[1]) or 0) * 10 + more:f}%"
    # Only with digits: `parse_number` reads 一万二千 as a whole, and knows better than steps that 一万二 is 12,000.
    if plain[:1].isdigit() and (steps := _IN_STEPS.fullmatch(plain)) is not None:
        great = parse_number(steps[1])
        small = parse_number(steps[2])
        if great is not None and small is not None and great > small:
            return f"{great + small:f}{steps[3]}"
    return plain


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
        # Decimal reads the digits of every script, and NaN and Infinity.
        value = Decimal(plain) if plain.isascii() else None
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite() or abs(value.adjusted()) > 2 * _LARGEST:
        raise UserError("value_invalid", field=field, value=text)
    return value
