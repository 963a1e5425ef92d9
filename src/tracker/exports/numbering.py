"""The numbers of headings: 一、 （一） 1. in Chinese, 1. 1.1 1.1.1 in English."""

from collections.abc import Sequence

_DIGITS = "零一二三四五六七八九"


def numbered(counts: Sequence[int], language: str) -> str:
    """What stands before a heading; `counts` are its number and those of the sections around it, outermost first."""
    number = counts[-1]
    if language != "zh":
        return ".".join(map(str, counts)) + ("." if len(counts) == 1 else "") + " "
    return (f"{hanzi(number)}、", f"（{hanzi(number)}）", f"{number}. ")[len(counts) - 1]


def hanzi(number: int) -> str:
    """A number below 100 in Chinese: 十二, 二十一; a larger one in digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return ten + (_DIGITS[ones] if ones else "")
