"""Numbers as Chinese texts write them, read and spelt out: 34, 1,234, 5.5亿, 三十四, 一百零三, 二〇二五."""

import re
from decimal import Decimal

DIGITS = "〇零○Ｏ一二三四五六七八九两"
_VALUES = dict(zip(DIGITS, (0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True))
_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_SPOKEN = "一二三四五六七八九两"
_SPELT_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_ARABIC = re.compile(r"(\d{1,3}(?:[,，]\d{3})+|\d+)(\.\d+)?([十百千万亿]*)")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")

NUMBER = rf"(?:\d{{1,3}}(?:[,，]\d{{3}})+|\d+)(?:\.\d+)?[百千万亿]{{0,2}}|[{DIGITS}十百千万亿]{{1,12}}"
"""A pattern for one number."""
TENTH = "成(?!熟|立|为|本|果|效|员|人|就|分|品|绩)"
"""A pattern for 成 behind a number, where it means tenths: 三成, and not 一成立."""


def parse_number(text: str) -> Decimal | None:
    """Return the value of a number, or None where the text is none."""
    text = text.translate(_FULL_WIDTH).strip()
    match = _ARABIC.fullmatch(text)
    if match:
        value = Decimal(re.sub("[,，]", "", match[1]) + (match[2] or ""))
        for scale in match[3]:
            value *= _SCALES[scale]
        return value
    if not text or any(character not in _VALUES and character not in _SCALES for character in text):
        return None
    # Digit by digit, as years are written: 二〇二五.
    if not any(character in _SCALES for character in text):
        return Decimal("".join(str(_VALUES[character]) for character in text))
    return _value_of(text)


def spelt(number: int) -> str:
    """Return a number from 1 to 9999 spelt out: 十二, 一百零三, 二千."""
    digits = str(number)
    said = ""
    for digit, place in zip(digits, reversed(_PLACES[: len(digits)]), strict=True):
        said += _SPELT_DIGITS[int(digit)] + place if digit != "0" else "零"
    # One 零 stands for several places, and none behind the last digit.
    said = re.sub("零+", "零", said).rstrip("零")
    return said[1:] if said.startswith("一十") else said


def _value_of(text: str) -> Decimal | None:
    """一亿二千万: what stands before 万 or 亿 is multiplied as a whole; None for what nobody writes (万千).

    A digit right behind 百 or more is a tenth of it, as it is said: 三千八 is 3800, 三千零八 3008.
    """
    if text[-1] in _SPOKEN and len(text) > 1 and _SCALES.get(text[-2], 0) > _SCALES["十"]:
        whole = _value_of(text[:-1])
        return None if whole is None else whole + Decimal(_VALUES[text[-1]]) * _SCALES[text[-2]] / 10
    total = section = digit = 0
    seen = False
    for character in text:
        if character in _VALUES:
            digit = _VALUES[character]
            seen = True
        elif (scale := _SCALES[character]) >= _SCALES["万"]:
            if not seen:
                return None
            # 亿 takes all that stands before it, the 万 too (一万亿); 万 only what came since the last 亿.
            total = (total + section + digit) * scale if scale > _SCALES["万"] else total + (section + digit) * scale
            section = digit = 0
        else:
            # 十五 leaves out its 一.
            section += (digit or 1) * scale
            digit = 0
            seen = True
    return Decimal(total + section + digit)
