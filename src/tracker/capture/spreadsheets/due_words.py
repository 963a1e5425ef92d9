"""The words of a day made plain before it is read, and those that name no day of the calendar at all."""

import re
import unicodedata

from tracker.domain.text.numerals import DIGITS
from tracker.domain.text.text_folding import simplified

_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
_DASH = r"(?:[-‐‑‒–—―−~〜]+|至|到)"
_MONTHS = re.compile(
    rf"(?<![\d.])((?:19|20)\d{{2}})\s*([-./年])\s*(\d{{1,2}})\s*月?\s*({_DASH})\s*(\d{{1,2}})(?!\d)\s*月?份?(?!\s*[-./季日号年\d])"
)
"""Months of one year: 2025.1-12, 2025/3至9, 2025年1—6."""
_MONTHS_OF_A_YEAR = 12
_SPACED = re.compile(r"(?<!\d)\d(?: \d){3}(?= ?年)(?: ?年(?: ?\d(?: \d)? ?月)?(?: ?\d(?: \d)? ?[日号])?)")
"""2 0 2 5 年 1 2 月: set wide, as titles are."""
_APART = re.compile(r"(?<!\d)\d{1,3}\s+\d{1,3}\s*[年月日号]")
"""Figures that may be one number or two: 2025年1 2月."""
_BEGINS = re.compile(r"(?<=[年月日号旬度底末])(?:份|正式|全面|陆续|逐步|集中)*(?:启动|开始|开工|动工|着手)")
_FEASTS = (
    "国庆|两会|春节|元旦|元宵|端午|中秋|清明节|除夕|劳动节|儿童节|建党节|建军节|圣诞|感恩节|腊月|正月|农历|阴历"
    "|汛期|汛前|汛后|雨季|旱季|主汛|供暖|采暖|入冬|入夏|开学|暑假|暑期|寒假|高考|中考|春耕|秋收|三夏|双十一|六一八"
    "|[七八五六]一(?=[\"”’'》」]?\\s*[前后节期建])|十一(?=[\"”’'》」]?\\s*(?:[前后]|期间|假|黄金|长假))"
)
_ERAS = r"民国|令和|平成|昭和|佛历|回历|(?<!\d)\d{3}\s*年"
_SPAN = (
    rf"(?<![\d{DIGITS}十])(?:\d|1\d|[05-9]\d|[{DIGITS}十半几数多]{{1,3}})\s*年\s*(?:[底末终后期]|[之以]?内|左右|时间内)"
    r"|(?:\d|[一二三四五六七八九十两几数半])\s*个(?:半)?(?:月|季度|星期|工作日)|(?<![月\d])\d{1,3}\s*(?:工作日|[日天周])[之以]?内"
    rf"|(?<!\d)\d\s*年\s*[\d{DIGITS}十]+\s*月"
)
_AN_EVENT = r"年中(?=[秋央国小考共])|年(?:中秋|国庆)"
_NO_DAY = re.compile(f"{_FEASTS}|{_ERAS}|{_SPAN}|{_AN_EVENT}")
"""A feast or a season, whose day differs or is not written; years of another calendar; how long something takes."""
_BEFORE_EVENT = re.compile(
    r"[\u4e00-\u9fff](?<![底末之以内终中初提目当此日号月年旬度半季])前(?![期沿瞻往列提后端景置述面台哨])"
)
"""2025年党代会前: before what is no day."""


def plain_words(words: str) -> str | None:
    """The words in simplified characters and plain figures, months of one year as 2025年1月至12月, and a beginning as
    起; None for those that name no day."""
    plain = simplified(unicodedata.normalize("NFKC", words)).translate(_FORMAL)
    plain = _SPACED.sub(lambda spaced: spaced[0].replace(" ", ""), plain)
    if _APART.search(plain) or _NO_DAY.search(plain) or _BEFORE_EVENT.search(plain):
        return None
    for found in reversed(list(_MONTHS.finditer(plain))):
        year, mark, first, dash, last = found.groups()
        if mark == dash or int(last) > _MONTHS_OF_A_YEAR:
            continue  # 2025-1-12 and 2025.3-31 are days
        if int(last) <= int(first):
            return None  # 2025.12-3 may be a day, or go on into the next year
        plain = f"{plain[: found.start()]}{year}年{first}月至{last}月{plain[found.end() :]}"
    return _BEGINS.sub("起", plain)
