"""An amount as a cell of a spreadsheet gives it: 30个以上, ≥50家, 新增100个中小企业特色产业集群, 一批."""

import re
from decimal import Decimal
from functools import lru_cache

from tracker.domain.numerals import NUMBER, parse_number
from tracker.domain.quantity import Quantity, normalise
from tracker.domain.terms import CountingBasis, Operator

_LONGEST = 200
_REMEMBERED = 4_000
"""Cells whose amount is remembered: many rows of a sheet ask for the same."""
_LONGEST_UNIT = 4
_MOST = Decimal(10) ** 15
_AT_LEAST = "≥|>=|＞=|不少于|不低于|至少|超过|突破|以上|及以上|不小于|at least|more than"
_AT_MOST = "≤|<=|不超过|不高于|不大于|控制在|以内|以下|at most|no more than"
_ABOUT = "约|左右|大约|about|around|~|≈"
_OPERATORS = (
    (Operator.AT_MOST, re.compile(_AT_MOST)),  # 不超过 goes before the 超过 in it
    (Operator.AT_LEAST, re.compile(_AT_LEAST)),
    (Operator.ABOUT, re.compile(_ABOUT)),
)
_NEW = re.compile("新增|新建|新认定|新培育|再|增加|new")
_BATCH = re.compile("^(?:[^0-9]{0,20})(一批|若干|一系列|多个)")
_UNIT = (
    "个百分点|批次|人次|亿元|万元|平方公里|千瓦时|千瓦|公里|[a-z]{1,12}|%|％"
    "|[个家项件座部户台套辆艘架所种款处名人次条类场天亩吨元批期]"
)
_AMOUNT = re.compile(
    rf"(?<![\d.年第])({NUMBER})\s*(?:余|多)?\s*([百千万亿]{{0,2}}(?:{_UNIT}))?(?![\d年月日季])"
    r"(?:以上|及以上|以内|以下|左右)?的?([\u4e00-\u9fff]{0,20})",
    re.IGNORECASE,
)


def parse_target(words: str) -> Quantity | None:
    """The first amount in the words; None where there is none, or none that could be kept."""
    return _target(words.strip()[:_LONGEST])


@lru_cache(maxsize=_REMEMBERED)
def _target(wording: str) -> Quantity | None:
    batch = _BATCH.search(wording)
    found = next((match for match in _AMOUNT.finditer(wording) if _is_amount(match, wording)), None)
    if batch and not re.search(r"\d", wording):
        return Quantity(Operator.UNQUANTIFIED, None, "", CountingBasis.CUMULATIVE, wording)
    if found is None:
        return None
    value = parse_number(found[1])
    if value is None or value >= _MOST or len(value.as_tuple().digits) > 15:
        return None
    value, unit = normalise(value, (found[2] or "").replace("％", "%"))
    value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    operator = next((one for one, pattern in _OPERATORS if pattern.search(wording)), Operator.EQUAL)
    basis = CountingBasis.NEW if _NEW.search(wording) else CountingBasis.CUMULATIVE
    return Quantity(operator, value, unit, basis, wording, found[3] or "")


def _is_amount(match: re.Match[str], wording: str) -> bool:
    """A number with its unit, or one that is all there is; 一 in 统一 is none."""
    if match[2]:
        return match[1].isascii() or len(match[1]) > 1 or match.start() == 0
    return match[1].isascii() and match[0].strip() == re.sub(
        rf"^\s*(?:{_AT_LEAST}|{_AT_MOST}|{_ABOUT})\s*", "", wording
    )
