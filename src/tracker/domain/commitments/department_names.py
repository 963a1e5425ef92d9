"""Which department an office means: by its name in either language, its key, or a short form that fits no other."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracker.domain.rows import Name
from tracker.domain.terms import DepartmentRole
from tracker.domain.text.lines import one_line
from tracker.domain.text.text_folding import simplified, without_unseen

LONGEST_DEPARTMENT = 40
"""Characters: what is longer is no name, but a sentence about several."""
# Two characters must be left, or 工信部 itself would become an empty name, which fits within any.
_MINISTRY = re.compile("^(?:国家|中华人民共和国)?(?:工业和信息化部|工信部|部机关|本?部)?(?=.{2})")
_CLAUSES = re.compile("[，；;,。]+")
_ENDS = re.compile("[、／/|]+")
_LINES = re.compile("\n+|(?<=[^\x00-\x7f])\\s+")
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_ROLES = "(?:(?P<lead>牵头|牽頭|主办|责任|主责|承办|lead)|(?P<co>配合|协办|协同|协助|参与|会办|with))"
_LABEL = re.compile("(?=(?:牵头|牽頭|主办|责任|主责|配合|协办|协同|协助|参与|会办)(?:单位|部门|司局|單位|部門)?[:：])")
_ROLE = re.compile(f"^(?:{_ROLES}(?:单位|部门|司局|單位|部門)?|(?:单位|部门|司局))[:：]")
_ASIDE = re.compile(rf"[（(]{_ROLES}(?:单位|部门)?[)）]$")
_BASIS = re.compile(
    r"\s*[（(](?:按职能推定|发言人主管|原文点名|分析员设定"
    r"|inferred\s?from\s?duties|named\s?in\s?the\s?text|headed\s?by\s?the\s?speaker|set\s?by\s?the\s?analyst)[)）]$"
)
"""What our own ledgers say behind a name of how it is known: nobody is called so."""
_ASIDE_BEFORE = re.compile(rf"^[（(【\[]{_ROLES}(?:单位|部门)?[)）】\]]")
_TAIL = re.compile(f"(?<=.{{2}})(?:分别|共同)?{_ROLES}$")
_NUMBERING = re.compile(r"^\s*(?:[（(]?\d{1,2}[)）.．、]|[①-⑳])\s*")
_AND_OTHERS = re.compile("(?<=.{2})等(?:有关|相关)?(?:部门|单位|司局)?$")
_SENTENCE = re.compile("职责|负责|会同|开展|共同|分别")
_OFFICE = re.compile(
    "(?:司|局|部|委|厅|廳|处|處|署|院|室|科|所|组|办|中心|公司|集团|银行|单位|大学|协会|学会|商会|联合会|委员会|管委会|政府|工商联)$"
)
"""How the name of an office ends."""
_SURE_OFFICE = 3
"""Characters from which on what ends so is a name of its own: 社会 is none."""
_SHORTEST = 2
_REMEMBERED = 4_000
"""Cells whose departments are remembered: thousands of rows name the same few."""


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
        for one in self._known:
            self._exact.setdefault(simplified(one.zh), one)
        self._short: dict[str, Name | None] = {}
        self._cells: dict[tuple[str, DepartmentRole], tuple[list[NamedDepartment], list[str]]] = {}

    def in_cell(self, cell: str, role: DepartmentRole) -> tuple[list[NamedDepartment], list[str]]:
        """The departments of a cell in order, each once; and the pieces that are no names: sentences, and what is only
        one character.

        牵头：甲司；配合：乙司 says the roles itself. Blanks and line breaks within a name are the layout's.
        """
        key = cell, role
        if key not in self._cells:
            # Emptied, not thinned out: the few names that matter are read again at once.
            if len(self._cells) > _REMEMBERED:
                self._cells.clear()
            self._cells[key] = self._in_cell(cell, role)
        found, unread = self._cells[key]
        return list(found), list(unread)

    def _in_cell(self, cell: str, role: DepartmentRole) -> tuple[list[NamedDepartment], list[str]]:
        cell = without_unseen(cell)
        whole = one_line(cell)
        # Before anything is parted: 有关部门（未点名） is one name, with its brackets.
        if whole.casefold() in self._exact:
            return [self._named(whole, role)], []
        found: dict[str, NamedDepartment] = {}
        unread: list[str] = []
        for piece, said_behind in self._pieces(_LABEL.sub("；", cell)):
            piece = _BASIS.sub("", piece)  # noqa: PLW2901 - the name alone
            said = _ROLE.match(piece) or _ASIDE_BEFORE.match(piece)
            if said is not None:
                role = _role(said, role)
                piece = piece[said.end() :].strip()  # noqa: PLW2901 - the role holds for what follows
            # In brackets it is certainly a role; without them it may be the end of a name, which `_tail` asks the
            # ledger for.
            aside = _ASIDE.search(piece) or self._tail(piece)
            name = _AND_OTHERS.sub("", piece[: aside.start()].strip() if aside else piece)
            if (
                len(name) > LONGEST_DEPARTMENT
                or _SENTENCE.search(name)
                or (len(name) == 1 and not self._is_known(name))
            ):
                unread.append(name)
            elif name:
                one = self._named(name, _role(aside, role) if aside else said_behind or role)
                found.setdefault(one.key or one.name, one)
        return list(found.values()), unread

    def _pieces(self, cell: str) -> Iterator[tuple[str, DepartmentRole | None]]:
        """The names of a cell, each with the role that is said behind the last of its clause (甲司、乙司配合). Marks
        part names, and blanks where a name ends before them; a mark in brackets parts nothing: 各部（委、局）."""
        for clause in _split(_CLAUSES, cell):
            parts = (self._parted(piece.strip()) for piece in _split(_ENDS, clause) if piece.strip())
            names = [name for part in parts for name in (_NUMBERING.sub("", one) for one in part) if name]
            said = self._tail(names[-1]) if len(names) > 1 else None
            yield from ((name, _role(said, DepartmentRole.LEAD) if said else None) for name in names)

    def _tail(self, piece: str) -> re.Match[str] | None:
        """The role that follows a name: 甲司牵头."""
        return None if piece.casefold() in self._exact else _TAIL.search(piece)

    def _parted(self, piece: str) -> Iterator[str]:
        """The names of a piece that holds blanks or line breaks, one or several."""
        piece = _BRACKETS.sub(lambda found: "".join(found[0].split()), piece)
        aside = re.search(rf"\s*{_BRACKETS.pattern}$", piece)
        if aside is not None and aside.start() > 0:
            *names, last = list(self._parted(piece[: aside.start()]))
            yield from (*names, last + aside[0].strip())
            return
        words = piece.split()
        if len(words) < _SHORTEST or not all(map(_is_chinese, words)):
            yield from map(one_line, _LINES.split(piece))
        elif all(len(word) == 1 for word in words):
            yield from (name for part in _by_wide_gaps(piece) for name in self._spelt("".join(part.split())))
        else:
            yield from self._joined(words)

    def _joined(self, words: Sequence[str]) -> Iterator[str]:
        """The names that words make, of which some are only pieces of one."""
        name = ""
        for word in words:
            if name and self._ends(name, word):
                yield name
                name = ""
            name += word
        yield name

    def _spelt(self, name: str) -> Iterator[str]:
        """A name whose characters stood apart; more than one only where each of them is known."""
        known: list[str] = []
        rest = name
        while rest:
            # The longest first: of 工业和信息化部办公厅 the ministry is the beginning, and not what is meant.
            first = next((rest[:end] for end in range(len(rest), 1, -1) if self._is_known(rest[:end])), "")
            if not first:
                yield name
                return
            known.append(first)
            rest = rest[len(first) :]
        yield from known

    def _ends(self, name: str, following: str) -> bool:
        """Whether a name is over where a blank stands before the next word."""
        if self._is_known(name + following):
            return False
        if self._is_known(name) or self._is_known(following):
            return self._is_known(name) or len(name) > 1
        ends = _OFFICE.search(name) is not None
        next_ends = _OFFICE.search(following) is not None
        if len(name) == 1 or len(following) == 1:
            return False
        if ends and (len(name) >= _SURE_OFFICE or next_ends):
            return True
        return not next_ends  # neither is an office: 张三 李四

    def _is_known(self, name: str) -> bool:
        plain = simplified(name)
        return plain.casefold() in self._exact or _MINISTRY.sub("", plain).casefold() in self._exact

    def _named(self, name: str, role: DepartmentRole) -> NamedDepartment:
        exact = self._exact.get(name.casefold()) or self._exact.get(simplified(name))
        if exact is not None:
            return NamedDepartment(exact.key, exact.zh, role)
        if name not in self._short:
            self._short[name] = self._guess(name)
        guess = self._short[name]
        return NamedDepartment(guess.key, guess.zh, role, name) if guess else NamedDepartment("", name, role)

    def _guess(self, name: str) -> Name | None:
        """中小局 for 中小企业局: the same first and last character, and what stands between in the same order."""
        short = _MINISTRY.sub("", simplified(name))
        if not _is_chinese(short) or len(short) <= _SHORTEST:
            return self._exact.get(short.casefold())
        forms = ((_MINISTRY.sub("", one.zh), one) for one in self._known)
        fitting = [
            one for form, one in forms if form[:1] == short[0] and form[-1:] == short[-1] and _within(short, form)
        ]
        # Where a short form fits two departments, nobody is guessed: a wrong lead is worse than none.
        return fitting[0] if len(fitting) == 1 else None


def _split(marks: re.Pattern[str], text: str) -> Iterator[str]:
    """What stands between marks, but for those in brackets."""
    masked = _BRACKETS.sub(lambda found: "\x00" * len(found[0]), text)
    start = 0
    for end in marks.finditer(masked):
        yield text[start : end.start()]
        start = end.end()
    yield text[start:]


def _by_wide_gaps(spaced: str) -> list[str]:
    """Characters that stand apart, parted where they stand further apart than elsewhere."""
    gaps = [len(gap.replace("\u3000", "  ").replace("\n", "  ")) for gap in re.findall(r"\s+", spaced)]
    widest = max(gaps)
    if min(gaps) == widest:
        return [spaced]
    parts = [""]
    gap_widths = iter(gaps)
    for word in spaced.split():
        parts[-1] += word
        if next(gap_widths, 0) == widest:
            parts.append("")
    return parts


def _role(match: re.Match[str], role: DepartmentRole) -> DepartmentRole:
    if match["co"]:
        return DepartmentRole.CO_LEAD
    return DepartmentRole.LEAD if match["lead"] else role


def _within(short: str, form: str) -> bool:
    characters = iter(form)
    return all(character in characters for character in short)


def _is_chinese(text: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in text)
