"""A word with its number in figures and spelt out, as texts have it in either way: 30个 and 三十个, 十大 and 10大."""

import re

from tracker.domain.text.numerals import DIGITS, parse_number

_DIGITS = "零一二三四五六七八九"
_SCALES = ("", "十", "百", "千")
_HAN = "\u4e00-\u9fff"
_FIGURES = re.compile(rf"([{_HAN}]*)([1-9]\d{{0,3}})([{_HAN}]*)")
_SPELT = re.compile(rf"([^\d{DIGITS}十百千]*)([{DIGITS}十百千]+)([^\d]*)")
_SEVERAL = re.compile(rf"(?<![{DIGITS}])[一二三四五六七八九两]{{2}}(?![{DIGITS}年])")
"""三五个 and 二三十个 are no one number."""
_YEAR = 4
"""Digits of a year, which is spelt digit by digit."""
_MOST = 10_000


def number_forms(word: str) -> tuple[str, ...]:
    """Return a folded word, and after it the same with its first number written in the other ways; a number that stands
    alone is left, since it is in too many others."""
    if figures := _FIGURES.fullmatch(word):
        before, number, after = figures.groups()
        if not before + after:
            return (word,)
        spelt = _spelt(int(number), is_year=len(number) == _YEAR and after.startswith("年"))
        return (word, *(f"{before}{one}{after}" for one in spelt))
    found = _SPELT.fullmatch(word)
    is_one = found is not None and found[2] != word and not _SEVERAL.search(word)
    value = parse_number(found[2]) if found and is_one else None
    # 0 is no count, and 万 and more are written in figures and signs both: 1.2万.
    if found is None or value is None or not 0 < value < _MOST:
        return (word,)
    return (word, f"{found[1]}{value}{found[3]}")


def _spelt(number: int, *, is_year: bool) -> list[str]:
    """30 as 三十, 2 as 两 and 二, 2025 before 年 as 二〇二五."""
    if is_year:
        return ["".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))]
    said = ""
    for place, digit in enumerate(str(number)):
        scale = _SCALES[len(str(number)) - place - 1]
        said += _DIGITS[int(digit)] + scale if digit != "0" else "零"
    whole = re.sub("零+", "零", said).rstrip("零")
    whole = whole[1:] if whole.startswith("一十") else whole
    return [whole, "两" + whole[1:]] if whole[0] == "二" and whole[1:2] != "十" else [whole]
