"""Cells that name departments, with what stands around the names brought into one form: 牵头：甲；配合：乙、丙."""

import re

MARKS = "★☆▲△▼▽●○◎◆◇■□※√✓✔*#"
"""Signs by which an office marks the one of several departments that leads."""
HOLLOW_MARKS = "☆△▽○◎◇□"
LEADS = "牵头|牽頭|主办|责任|主责|承办"
HELPS = "配合|协办|协同|协助|参与|会办"
OFFICES = "单位|部门|司局|單位|部門"
"""What follows such a word in a label: 牵头单位."""
_HAN = "\u4e00-\u9fff"
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_QUOTED = re.compile(rf'(?<![{_HAN}])[“"「『]([^“”"「」『』]+)[”"」』](?![{_HAN}])')
"""A whole name in quotation marks; a part of one keeps them: “一带一路”办公室."""
_MARK_IN_BRACKETS = re.compile(rf"[（(]\s*([{re.escape(MARKS)}])\s*[)）]")
_BLANKS_AROUND = re.compile(rf"(?<=[{_HAN}])\s+(以及|[和与及])\s+(?=[{_HAN}])")
_ASIDE = re.compile(r"[（(][^（）()]*(?:联系|电话|手机|负责人|分管|职责|范围|\d{5})[^（）()]*[)）]")
"""Brackets in which a person is named, how to reach one, or how far a duty goes."""
_PERSON = re.compile(
    r"(?:^|(?<=[\s；;，,、]))(?:责任人|负责人|联系人|联系方式|联系电话|电话)\s*[:：]\s*"
    r"(?![^\s；;，,、]*(?:[司局部委厅处署办院室科所]|中心|公司|政府|银行|集团)(?:[\s；;，,、]|$))[^\s；;，,、]*"
)
"""A person, and not an office that is called so: 责任人：市发改委."""
_SPELT = "[一二三四五六七八九十]{1,2}"
_NUMBERED = re.compile(
    rf"(?:^|(?<=[\s；;，,、。]))(?:\d{{1,2}}[.．、]|{_SPELT}[、.．](?!{_SPELT}[、.．处司局科室]))(?=[{_HAN}])"
    rf"|\s*(?:[①-⑳]|[（(]\d{{1,2}}[)）])\s*(?=[{_HAN}])"
)
"""A number before a name: 1、, 一、, ① or （1）; the ordinals of 一、二、三处 are none."""
_ROLE = f"{LEADS}|{HELPS}|[牵主配协]"
_ROLE_IN_BRACKETS = rf"[（(](?:{_ROLE})(?:{OFFICES})?[:：]?[)）]"
_OTHER_BRACKETS = re.compile(rf"[〔\[【［〖]((?:{_ROLE})(?:{OFFICES})?)[:：]?[〕\]】］〗]")
_IS_THE_ROLE = re.compile(rf"((?:{LEADS}|{HELPS})(?:{OFFICES}))[为是](?=[{_HAN}]{{2}})")
"""牵头单位为甲司."""
_LABEL_BEFORE = re.compile(rf"(?<=[{_HAN}])(?={_ROLE_IN_BRACKETS}\s*[{_HAN}])")
_LABEL_BEHIND = re.compile(rf"(?<=[{_HAN}])({_ROLE_IN_BRACKETS})\s*(?=[{_HAN}])")
_HELPERS = re.compile(
    rf"[（(]\s*(?:(?:会同|(?:{HELPS})(?:{OFFICES})?\s*[:：])\s*(?P<behind>[^（）()]{{2,}}?)(?:{HELPS})?"
    rf"|(?P<before>[^（）()]{{2,}}?)(?:{HELPS}))\s*[)）]"
)
"""科技司（规划司配合）, 科技司（会同规划司）, 科技司（配合单位：规划司）."""
_TOGETHER = re.compile(rf"(?<=[{_HAN}])会同(?=[{_HAN}]{{2}})")
_LABEL = re.compile(f"(?=(?:{LEADS}|{HELPS})(?:{OFFICES})?[:：])")
_ORDINAL = "([一二三四五六])([司处局室院所])?"
_ORDINALS = re.compile(rf"([{_HAN}]{{2,12}}){_ORDINAL}((?:[、和][一二三四五六][司处局室院所]?)+)(?![{_HAN}])")
"""装备工业一、二司."""
_FURTHER_ORDINAL = re.compile(f"[、和]{_ORDINAL}")
_AROUND_NAMES = (
    (_ASIDE, ""),
    (_BREAK, "\n"),
    (_QUOTED, r"\1"),
    (_BLANKS_AROUND, r"\1"),
    (_MARK_IN_BRACKETS, r"\1"),
    (_OTHER_BRACKETS, r"（\1）"),
    (_NUMBERED, "；"),
    (_PERSON, ""),
    (_IS_THE_ROLE, r"\1："),
)
"""What is written otherwise before the roles in brackets are looked at, in this order."""


def in_one_form(cell: str) -> str:
    """Return the cell without numbers before the names, with its roles as labels, and the ordinals of departments that
    share a name written out (装备工业一、二司)."""
    for pattern, form in _AROUND_NAMES:
        cell = pattern.sub(form, cell)
    # Before the names where the cell begins with one, 【牵头】甲【配合】乙, else behind them: 甲（牵头）乙（配合）.
    is_before = re.match(_ROLE_IN_BRACKETS, cell) is not None
    cell = _LABEL_BEFORE.sub("；", cell) if is_before else _LABEL_BEHIND.sub(r"\1；", cell)
    cell = _HELPERS.sub(lambda found: f"；配合：{found['behind'] or found['before']}；", cell)
    cell = _TOGETHER.sub("；配合：", cell)
    cell = _ORDINALS.sub(_written_out, cell)
    return _LABEL.sub("；", cell)


def without_mark(name: str) -> tuple[str, str]:
    """Return a name without the sign that marks it, and that sign; "" for none."""
    plain = name.strip(MARKS + " ")
    return plain, name.strip().replace(plain, "", 1).strip()[:1]


def _written_out(found: re.Match[str]) -> str:
    """装备工业一司、装备工业二司 for 装备工业一、二司."""
    others = _FURTHER_ORDINAL.findall(found[4])
    sort = found[3] or next((office for _, office in reversed(others) if office), "")
    # 研究一、二 says of neither what it is.
    if not sort:
        return found[0]
    return "、".join(f"{found[1]}{number}{office or sort}" for number, office in ((found[2], sort), *others))
