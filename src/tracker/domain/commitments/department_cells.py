"""Cells that name departments, with what stands around the names brought into one form: 牵头：甲；配合：乙、丙."""

import re

MARKS = "★☆▲△▼▽●○◎◆◇■□※*#"
"""Signs by which an office marks the one of several departments that leads."""
_HAN = "\u4e00-\u9fff"
_NUMBERED = re.compile(
    rf"(?:^|(?<=[\s；;，,、。]))\d{{1,2}}[.．、](?=[{_HAN}])|\s*(?:[①-⑳]|[（(]\d{{1,2}}[)）])\s*(?=[{_HAN}])"
)
_ROLE = "牵头|牽頭|主办|责任|主责|承办|配合|协办|协同|协助|参与|会办|[牵主配协]"
_ROLE_IN_BRACKETS = rf"[（(【\[](?:{_ROLE})(?:单位|部门|司局)?[:：]?[)）】\]]"
_LABEL_BEFORE = re.compile(rf"(?<=[{_HAN}])(?={_ROLE_IN_BRACKETS}\s*[{_HAN}])")
_LABEL_BEHIND = re.compile(rf"(?<=[{_HAN}])({_ROLE_IN_BRACKETS})\s*(?=[{_HAN}])")
_HELP = "配合|协办|协同|协助|参与"
_HELPERS = re.compile(
    rf"[（(]\s*(?:(?:会同|(?:{_HELP})(?:单位|部门|司局)?\s*[:：])\s*(?P<behind>[^（）()]{{2,}}?)(?:{_HELP})?"
    rf"|(?P<before>[^（）()]{{2,}}?)(?:{_HELP}))\s*[)）]"
)
"""科技司（规划司配合）, 科技司（会同规划司）, 科技司（配合单位：规划司）."""
_TOGETHER = re.compile(rf"(?<=[{_HAN}])会同(?=[{_HAN}]{{2}})")
_ORDINALS = re.compile(
    rf"([{_HAN}]{{2,12}})([一二三四五六])([司处局室院所])?((?:[、和][一二三四五六][司处局室院所]?)+)(?![{_HAN}])"
)
_ORDINAL = re.compile("[、和]([一二三四五六])([司处局室院所])?")
_ABOUT_A_PERSON = re.compile(r"联系|电话|手机|负责人|分管|\d{5}")
_BRACKETS_BEHIND = re.compile(r"(?<=.)\s*[（(]([^（）()]*)[)）]$")


def in_one_form(cell: str) -> str:
    """Return the cell without numbers before the names, with its roles as labels, and the ordinals of departments that
    share a name written out (装备工业一、二司)."""
    cell = _NUMBERED.sub("；", cell)
    # Before the names where the cell begins with one, 【牵头】甲【配合】乙, else behind them: 甲（牵头）乙（配合）.
    is_before = re.match(_ROLE_IN_BRACKETS, cell) is not None
    cell = _LABEL_BEFORE.sub("；", cell) if is_before else _LABEL_BEHIND.sub(r"\1；", cell)
    cell = _HELPERS.sub(lambda found: f"；配合：{found['behind'] or found['before']}；", cell)
    return _ORDINALS.sub(_written_out, _TOGETHER.sub("；配合：", cell))


def without_mark(name: str) -> tuple[str, bool]:
    """Return a name without the sign that marks it, and whether there was one."""
    plain = name.strip(MARKS + " ")
    return plain, plain != name.strip()


def without_person(name: str) -> str:
    """Return a name without the brackets behind it in which a person is named, or how to reach one."""
    found = _BRACKETS_BEHIND.search(name)
    return name[: found.start()] if found and _ABOUT_A_PERSON.search(found[1]) else name


def _written_out(found: re.Match[str]) -> str:
    others = _ORDINAL.findall(found[4])
    sort = found[3] or next((office for _, office in reversed(others) if office), "")
    # 研究一、二 says of neither what it is.
    if not sort:
        return found[0]
    return "、".join(f"{found[1]}{number}{office or sort}" for number, office in ((found[2], sort), *others))
