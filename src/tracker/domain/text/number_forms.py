"""A word with its number in figures and spelt out, as texts have it in either way: 30个 and 三十个, 十大 and 10大."""

import re

from tracker.domain.text.numerals import DIGITS, parse_number, spelt

_YEAR_DIGITS = "〇一二三四五六七八九"
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
        is_year = len(number) == _YEAR and after.startswith("年")
        others = _year_forms(number) if is_year else _spelt_forms(int(number))
        return (word, *(f"{before}{one}{after}" for one in others))
    found = _SPELT.fullmatch(word)
    is_one = found is not None and found[2] != word and not _SEVERAL.search(word)
    value = parse_number(found[2]) if found and is_one else None
    # 0 is no count, and 万 and more are written in figures and signs both: 1.2万.
    if found is None or value is None or not 0 < value < _MOST:
        return (word,)
    return (word, f"{found[1]}{value}{found[3]}")


def _year_forms(year: str) -> tuple[str, ...]:
    """2025 as 二〇二五."""
    return ("".join(_YEAR_DIGITS[int(digit)] for digit in year),)


def _spelt_forms(number: int) -> tuple[str, ...]:
    """30 as 三十, 2 as 二 and 两, 200 as 二百 and 两百."""
    whole = spelt(number)
    is_two_of_something = whole[0] == "二" and whole[1:2] != "十"
    return (whole, "两" + whole[1:]) if is_two_of_something else (whole,)
