"""Which department an office means: by its name in either language, its key, or a short form that fits no other."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.domain.lines import one_line
from tracker.domain.rows import Name
from tracker.domain.terms import DepartmentRole

LONGEST_DEPARTMENT = 40
"""Characters: what is longer is no name, but a sentence about several."""
_MINISTRY = re.compile("^(?:国家|中华人民共和国)?(?:工业和信息化部|工信部|部机关|本?部)?(?=.{2})")
_ENDS = re.compile("[、，；;,／/|\n]+|(?<=[^\x00-\x7f])\\s+")
_ROLE = re.compile("^(?P<lead>牵头|主办|责任|lead)?(?P<co>配合|协办|协同|参与|会办|with)?(?:单位|部门|司局)?[:：]")
_ASIDE = re.compile(r"[（(](?P<lead>牵头|主办)?(?P<co>配合|协办|参与)?(?:单位|部门)?[)）]$")
_SENTENCE = re.compile("职责|负责|会同|开展|共同|分别")
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class NamedDepartment:
    """A department that a cell names. `key` is "" where the ledger does not know it; `guessed` is the short form that
    led to it, where one did."""

    key: str
    name: str
    role: DepartmentRole
    guessed: str = ""


class DepartmentNames:
    """The departments that the ledger knows; what it was asked once it remembers."""

    def __init__(self, known: Iterable[Name]) -> None:
        self._known = list(known)
        self._exact = {form.casefold(): one for one in self._known for form in (one.key, one.en, one.zh)}
        self._short: dict[str, Name | None] = {}

    def in_cell(self, cell: str, role: DepartmentRole) -> tuple[list[NamedDepartment], list[str]]:
        """The departments of a cell in order, each once; and the pieces that are sentences rather than names.

        牵头：甲司；配合：乙司 says the roles itself.
        """
        whole = one_line(cell)
        if whole.casefold() in self._exact:
            return [self._named(whole, role)], []
        found: dict[str, NamedDepartment] = {}
        unread: list[str] = []
        for piece in filter(None, map(one_line, _ENDS.split(cell))):
            said = _ROLE.match(piece)
            if said is not None:
                role = _role(said, role)
                piece = piece[said.end() :].strip()  # noqa: PLW2901 - the role holds for what follows
            aside = _ASIDE.search(piece)
            name = piece[: aside.start()].strip() if aside else piece
            if len(name) > LONGEST_DEPARTMENT or _SENTENCE.search(name):
                unread.append(name)
            elif name:
                one = self._named(name, _role(aside, role) if aside else role)
                found.setdefault(one.key or one.name, one)
        return list(found.values()), unread

    def _named(self, name: str, role: DepartmentRole) -> NamedDepartment:
        exact = self._exact.get(name.casefold())
        if exact is not None:
            return NamedDepartment(exact.key, exact.zh, role)
        if name not in self._short:
            self._short[name] = self._guess(name)
        guess = self._short[name]
        return NamedDepartment(guess.key, guess.zh, role, name) if guess else NamedDepartment("", name, role)

    def _guess(self, name: str) -> Name | None:
        """中小局 for 中小企业局: the same first and last character, and what stands between in the same order."""
        short = _MINISTRY.sub("", name)
        if not _is_chinese(short) or len(short) <= _SHORTEST:
            return self._exact.get(short.casefold())
        forms = ((_MINISTRY.sub("", one.zh), one) for one in self._known)
        fitting = [
            one for form, one in forms if form[:1] == short[0] and form[-1:] == short[-1] and _within(short, form)
        ]
        return fitting[0] if len(fitting) == 1 else None


def _role(match: re.Match[str], role: DepartmentRole) -> DepartmentRole:
    if match["co"] and not match["lead"]:
        return DepartmentRole.CO_LEAD
    return DepartmentRole.LEAD if match["lead"] else role


def _within(short: str, form: str) -> bool:
    characters = iter(form)
    return all(character in characters for character in short)


def _is_chinese(text: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in text)
