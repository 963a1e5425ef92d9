"""An amount as a cell of a spreadsheet gives it: 30个以上, ≥50家, 新增100个中小企业特色产业集群, 一批.

Its unit may be beside it, in a column of its own, or above it: 目标值（万家）.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from tracker.domain.commitments.quantity import Quantity, normalise
from tracker.domain.errors import UserError
from tracker.domain.terms import CountingBasis, Operator
from tracker.domain.text.amount_input import read_amount
from tracker.domain.text.numerals import DIGITS, NUMBER, parse_number

_LONGEST = 200
_REMEMBERED = 4_000
"""Cells whose amount is remembered: many rows of a sheet ask for the same."""
_MOST_DIGITS = 15
_MOST = Decimal(10) ** _MOST_DIGITS
_AT_LEAST = (
    "≥|≧|⩾|>=|>|不少于|不少於|不低于|不低於|至少|超过|超過|超出|逾|突破|以上|及以上|不小于|不小於|不下于"
    r"|(?<!不)(?:高于|高於|大于|大於|多于|多於)|at least|more than|\bover\b|no (?:fewer|less) than"
)
_AT_MOST = (
    "≤|≦|⩽|<=|<|不超过|不超過|不高于|不高於|不大于|不大於|不多于|不多於|控制在|以内|以下|至多|最多"
    r"|(?<!不)(?:低于|低於|小于|小於|少于|少於)|at most|(?<!no )(?:less|fewer) than|no more than|up to|\bunder\b"
)
_ABOUT = "约|左右|大约|上下|近|about|around|~|≈"
_OVER = "超"
_SHORT_OF = "不足|不到|不满|不滿"
"""Words that bind the number right behind them alone: not in 超大城市, 整改不到位."""
_BEFORE = (
    # 不超过 goes before the 超过 in it.
    (Operator.AT_MOST, re.compile(rf"(?:(?:{_AT_MOST})[^\d,，、;；。]{{0,6}}|{_SHORT_OF})$")),
    (Operator.AT_LEAST, re.compile(rf"(?:(?:{_AT_LEAST})[^\d,，、;；。]{{0,6}}|{_OVER})$")),
    (Operator.ABOUT, re.compile(rf"(?:{_ABOUT})[^\d,，、;；。]{{0,2}}$")),
)
_INCLUSIVE = r"(?:\(含\))?"
"""30家（含）以上."""
_AFTER = (
    (Operator.AT_LEAST, re.compile(rf"\s*{_INCLUSIVE}(?:及|或)?(?:以上|or more|\+)")),
    (Operator.AT_MOST, re.compile(rf"\s*{_INCLUSIVE}(?:及|或)?(?:以内|以下|or less)")),
    (Operator.ABOUT, re.compile(r"\s*(?:左右|上下)")),
)
_NEW = re.compile("新增|新建|新认定|新培育|新[建增设培引]|再|增加|new")
_BATCH = re.compile("(?:一批|若干|一系列|多个|多项|多家)")
_LATIN = "kwh|mwh|gwh|twh|kw|mw|gw|km|kg|mm|cm|eflops|pflops|tb|pb|eb|tce|gbps|mbps|zb|items?|units?|cities|pilots?"
_UNIT = (
    rf"个百分点|百分点|批次|人次|家次|场次|件次|车次|架次|亿元|万元|美元|平方公里|平方千米|平方米|平米|立方米|千瓦时|千瓦|兆瓦|吉瓦|公里|千米|公斤|公顷|(?:{_LATIN})(?![a-z\d])"
    "|%|[个個家项項件座部户戶台套辆輛艘架所种種款处處名人次条條类類场場天亩畝吨噸元批期间所支只头棵株篇组組站份册本倍斤克升]"
)
_AMOUNT = re.compile(
    rf"(?P<number>{NUMBER})\s*(?P<more>[余餘多])?\s*(?P<unit>[百千万萬亿億]{{0,2}}(?:{_UNIT}))|(?P<bare>{NUMBER})",
    re.IGNORECASE,
)
_UNIT_ALONE = re.compile(rf"[百千万萬亿億]{{0,2}}(?:{_UNIT}|次数|吨标准煤|千瓦时)", re.IGNORECASE)
_COUNTED = re.compile(rf"{_INCLUSIVE}(?:及|或)?(?:以上|以内|以下|左右|上下)?的?([\u4e00-\u9fff]{{0,20}})")
_NOT_BEFORE = re.compile(
    r"(?:[A-Za-z\d.,/+×xX*〔\[【第号-]|(?<!\d)年|GB/?T?\s*|ISO\s*|IEC\s*|IEEE\s*|Windows\s*|No\.?\s*)$"
)
"""What stands before a number that is part of a name, of another number, a date, a standard or a place in an order."""
_CUT = re.compile(r"\d\s+$|\d[百千万亿]$")
"""The number before goes on: 10 000家, 1万2千个."""
_ABOUT_TWO = re.compile("[一二三四五六七八九两]{2,}(?:[十百千万亿]|$)")
"""八九千家 and 两三家 are no one number."""
_SPELT = f"[{DIGITS}十百千万亿]"
# 统一到20家, 第一到, 唯一到 have no number before the word, and 到三季度末, 到三级, 到三亚 none behind it.
_RANGE_BEFORE = re.compile(rf"(?:\d[^\d,，、;；。]{{0,3}}|(?<![统第唯]){_SPELT}[^\d,，、;；。]?)[-—–~～至到]\s*$")
_RANGE_AFTER = re.compile(
    rf"[^\d,，、;；。]{{0,3}}[-—–~～至到]\s*\d|[^\d,，、;；。()（）]?[-—–~～至到]\s*(?!{_SPELT}+[季级月年期亚]){_SPELT}"
)
_DIGIT_BEFORE = re.compile(r"(?<!\d)(\d)\s*、\s*$")
_SOME_TENS = re.compile(r"[数數几幾上好成]\s*$")
"""数十家, 几百户, 上百家 are no one number."""
_EACH = re.compile(
    r"(?:每|平均(?!水平|值|数)|[人户戶年]均|各(?:省|市|[县縣]|[区區]|[乡鄉]|[镇鎮]|村|州|旗|盟|校|[园園]区|街道|社区|[单單]位|部[门門]))"
    r"[^\d,，、;；。:：共计計]{0,8}$"
)
_PER = re.compile(r"\s*(?:[/／]\s*[^\W_]|每|per\b|an? (?:year|month|quarter|week)\b)", re.IGNORECASE)
"""每县1个, 20家/年: how many there are altogether is not said."""
_SIZE = re.compile(r"(?:及|或)?以[上下内]的?[\u4e00-\u9fff]{1,12}\s*\d")
"""100人以上企业30家: the first says of what size those are that the second counts."""
_NO_MEASURE = re.compile(
    "家(?:[具居庭園园長长用装教]|电(?![商力子池信网]))|[个個](?:[体體人性月]|工作[日周]|小[时時]|季度|星期|[学學]期)|部[门委分署队]|处[置理]|名[单录称优]|人[工才大均民]"
    "|次[序生]|站[在位]|所[有在属]|类[似别]|期[间限末]|组[织合]|间[接隔]|台[账阶]|支[持撑]|只[有能]|批[准复]|条[例件]|项制"
)
"""Words that begin with what is a measure elsewhere: 618家电节, 3部门."""
_NOTHING_COUNTED = re.compile("方面|层面|层次|维度|阶段|环节|原则|坚持|统一|转变|聚焦|方向|领域发力|途径|角度")
"""三个方面 is a way to speak, and nothing that is to be reached."""
_NOT_ONE = re.compile(r"[统统統同第之任每某这這那哪另唯专專单單万百千十一二三四五六七八九]$")
_PERCENT = re.compile(f"百分之({NUMBER})")
_LONE_SCALE = re.compile("[百千万亿]+")
_LONE_YEAR = re.compile(r"(?:19|20)\d{2}(?:[-./]\d{1,2}){0,2}")
_OF_UNITS = re.compile("(?:计量|度量|计数|数量)单位|unit(?:of)?(?:measure(?:ment)?)?|uom")
_OF_UNITS_OR_OFFICES = re.compile("(?:指标)?单位")
_IN_BRACKETS = re.compile(
    r"\(\s*(?:单位\s*[:：]\s*)?([^()\s\d]{1,8})\s*\)\s*$|[,，/]\s*单位\s*[:：]\s*([^()\s\d]{1,8})$"
)
_A_WORD = re.compile(r"[^\W\d_]{1,8}")
_NO_UNITS = ("无", "無", "无单位", "none")
_BARE = re.compile(rf"(?:{NUMBER})")
_MOSTLY = 0.5
_LONGEST_AMOUNT = 12
"""Characters of a cell that holds an amount and little more."""


@dataclass(frozen=True, slots=True)
class ReadTarget:
    """The amount in the words, None for none; `is_several` where there are others next to it."""

    quantity: Quantity | None
    is_several: bool = False


def is_unit(words: str) -> bool:
    """Whether the words are a unit of amounts, and nothing else: 家, 万家, %, 亿元."""
    return _UNIT_ALONE.fullmatch(unicodedata.normalize("NFKC", words).strip()) is not None


def read_target(words: str) -> ReadTarget:
    """The first amount in the words (§4). A number that is part of a name (5G, 4A级, 12319热线), of a date or of a
    range is none."""
    return _target(words.strip()[:_LONGEST])


@lru_cache(maxsize=_REMEMBERED)
def _target(wording: str) -> ReadTarget:
    plain = _PERCENT.sub(r"\1%", unicodedata.normalize("NFKC", wording))
    # A year alone says when and not how many; without a unit it would be read as an amount of 2,025.
    if _LONE_YEAR.fullmatch(plain):
        return ReadTarget(None)
    amounts = list(_amounts(plain, wording))
    # One amount of the cell is a range, a rate or too large: the others may belong to it, so that only a reading of the
    # whole cell can tell.
    if any(one is None for one in amounts):
        return ReadTarget(_whole(plain, wording))
    different = {(one.value, one.unit) for one in amounts if one}
    if amounts:
        return ReadTarget(amounts[0], len(different) > 1)
    if _BATCH.search(plain) and not re.search(r"\d", plain):
        return ReadTarget(Quantity(Operator.UNQUANTIFIED, None, "", CountingBasis.CUMULATIVE, wording))
    return ReadTarget(None)


def _whole(plain: str, wording: str) -> Quantity | None:
    """The amount that a cell is as a whole, by the reader of all that is typed: 1万2千家, 10 000家."""
    try:
        amount = read_amount(plain)
    except UserError:
        return None
    if not is_unit(amount.unit) or not plain[0].isdigit():
        return None
    value = amount.value.quantize(Decimal(1)) if amount.value == amount.value.to_integral_value() else amount.value
    return Quantity(amount.operator or Operator.EQUAL, value, amount.unit, CountingBasis.CUMULATIVE, wording)


def _amounts(plain: str, wording: str) -> Iterator[Quantity | None]:
    """Every amount; None for one that cannot be taken: a range, or more than can be kept."""
    for match in _AMOUNT.finditer(plain):
        if not _is_amount(match, plain):
            continue
        before = plain[: match.start()]
        after = plain[match.end() :]
        number = match["number"] or match["bare"]
        value = parse_number(number)
        is_range = _RANGE_BEFORE.search(before) or _RANGE_AFTER.match(after)
        is_some = not number[0].isdigit() and _SOME_TENS.search(before) is not None
        is_rate = (match["unit"] != "%" and _EACH.search(before)) or _PER.match(after)
        # A wrong target would be judged against for years; one that is not read is shown, and typed by somebody.
        is_several = is_range or is_some or is_rate or _SIZE.match(after) or _is_one_or_two(before, number)
        is_vague = is_several or _CUT.search(before) or _ABOUT_TWO.match(number)
        if is_vague or value is None or value >= _MOST or len(value.as_tuple().digits) > _MOST_DIGITS:
            yield None
            continue
        value, unit = normalise(value, match["unit"] or "")
        value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
        basis = CountingBasis.NEW if _NEW.search(before) else CountingBasis.CUMULATIVE
        counted = _COUNTED.match(after)
        yield Quantity(_operator(match, before, after), value, unit, basis, wording, counted[1] if counted else "")


def _is_one_or_two(before: str, number: str) -> bool:
    """Whether a number is the second of 1、2个; in 1、30家 the first is that of an item."""
    first = _DIGIT_BEFORE.search(before)
    return first is not None and number == str(int(first[1]) + 1)


def _operator(match: re.Match[str], before: str, after: str) -> Operator:
    """How the amount binds: by what stands right behind it, else by what stands before it."""
    # What stands behind binds closer: 约30个以上 is at least thirty.
    for operator, pattern in _AFTER:
        if pattern.match(after):
            return operator
    for operator, pattern in _BEFORE:
        if pattern.search(before):
            return operator
    return Operator.AT_LEAST if match["more"] else Operator.EQUAL


def _is_amount(match: re.Match[str], plain: str) -> bool:
    """A number with its unit, or one that is all there is."""
    before = plain[: match.start()]
    after = plain[match.end() :]
    number = match["number"] or match["bare"]
    is_part = _NOT_BEFORE.search(before) and not _CUT.search(before)
    # The second number of a range stays an amount here, so that `_amounts` sees the range and refuses the whole cell.
    if is_part and not _RANGE_BEFORE.search(before):
        return False
    if not match["unit"]:
        return (number[0].isascii() or len(number) > 1) and _is_alone(before, after)
    if _NO_MEASURE.match(plain, match.end() - 1) or _NOTHING_COUNTED.match(after.lstrip("的")):
        return False
    is_rank = before.endswith("前") and match["unit"] == "名"
    is_figure_of_speech = _LONE_SCALE.fullmatch(number) is not None and not match["more"]
    if is_rank or is_figure_of_speech or match[0] == "一批":  # 前10名, 千家万户, 百家争鸣
        return False
    return number[0].isascii() or len(number) > 1 or _NOT_ONE.search(before) is None


def _is_alone(before: str, after: str) -> bool:
    """Whether nothing but a word for how it binds is next to a number."""
    bound = "|".join((_AT_LEAST, _OVER, _AT_MOST, _SHORT_OF, _ABOUT))
    alone_after = re.fullmatch(rf"\s*(?:及|或)?(?:{bound}|\+)?\s*", after) is not None
    return alone_after and re.fullmatch(rf"\s*(?:{bound})?\s*", before) is not None


def holds_units(heading: str, cells: Sequence[str]) -> bool:
    """Whether a column with this folded heading holds units of amounts: 计量单位, or 单位 over 家, 个, %."""
    if _OF_UNITS.fullmatch(heading):
        return True
    # 单位 is a unit and an office, and only what stands below it tells.
    return bool(_OF_UNITS_OR_OFFICES.fullmatch(heading) and cells) and all(map(is_unit, cells))


def holds_amounts(cells: Sequence[str]) -> bool:
    """Whether most of the cells are an amount and little more: 1.2, 30家, 6左右."""
    amounts = [cell for cell in cells if len(cell) <= _LONGEST_AMOUNT and re.search(r"\d", cell)]
    return len(amounts) > _MOSTLY * len(cells)


def unit_of(cell: str) -> str:
    """The unit that a cell of a column of units holds, "" for none: —, 无."""
    return cell if is_unit(cell) or (_A_WORD.fullmatch(cell) and cell not in _NO_UNITS) else ""


def unit_in(heading: str) -> str:
    """The unit in the brackets of a heading, "" for none."""
    found = _IN_BRACKETS.search(unicodedata.normalize("NFKC", heading).strip())
    unit = (found[1] or found[2]) if found else ""
    return unit if unit and is_unit(unit) else ""


def read_measured(words: str, unit: str) -> ReadTarget:
    """The amount in the words; one that has no unit has this one, and its magnitude."""
    read = read_target(words)
    if not unit or read.is_several:
        return read
    plain = unicodedata.normalize("NFKC", words).strip()
    if read.quantity is None and _BARE.fullmatch(plain):  # 2025 is a year where it has no unit
        measured = read_target(f"{plain}{unit}")
        return replace(measured, quantity=measured.quantity and replace(measured.quantity, wording=words.strip()))
    if read.quantity is None or read.quantity.value is None or read.quantity.unit:
        return read
    value, plain_unit = normalise(read.quantity.value, unicodedata.normalize("NFKC", unit.strip()))
    value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    return ReadTarget(replace(read.quantity, value=value, unit=plain_unit))
