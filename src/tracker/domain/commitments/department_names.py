"""Which department an office means: by any of its names, its key, or a short form that fits no other."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.domain.commitments.bodies import Bodies, FoundBody
from tracker.domain.commitments.department_cells import HELPS, HOLLOW_MARKS, LEADS, OFFICES, in_one_form, without_mark
from tracker.domain.rows import Name
from tracker.domain.terms import DepartmentRole
from tracker.domain.text.lines import one_line
from tracker.domain.text.text_folding import fold, simplified, without_unseen

LONGEST_DEPARTMENT = 40
"""Characters: what is longer is no name, but a sentence about several."""
# Two characters must be left, or 本部 itself would become an empty name, which fits within any.
_OWN = re.compile("^(?:国家|中华人民共和国)?(?:部机关|本?部)?(?=.{2})")
"""Words before a department that do not say whose it is."""
_CLAUSES = re.compile("[，；;,。]+")
_OFFICE_OR_BRACKET = r"[司局部委厅廳处處署院室科所组办心行会\x00]"
"""The last character of an office, or of brackets as `_split` masks them."""
_ENDS = re.compile(rf"[、／/|｜\\＼]+|(?:(?<={_OFFICE_OR_BRACKET})|(?<={_OFFICE_OR_BRACKET}\s))[&＆+＋]+")
"""Marks that part names; + and & only behind an office: 互联网+办公室, A&B公司."""
_LINES = re.compile("\n+|(?<=[^\x00-\x7f])\\s+")
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_ROLES = f"(?:(?P<lead>{LEADS}|lead)|(?P<co>{HELPS}|with))"
_BETWEEN = re.compile(r"\s+and\s+|以及|[和与與及暨:：·•.．\-—–]+")
"""What may part two names, or be a part of one."""
_LOOSE_MARK = re.compile(r"[:：·•.．\-—–]+")
"""What stands as often between a body and its department as between two."""
_AUTHORITY = re.compile("..[司局部委厅廳署办](?<!干部|布局|格局|督办|承办|交办|内部|外部|全部|东部|中部|西部)$")
"""What ends as an authority does, and is no other word that ends so: 产业布局, 老干部."""
_ROLE = re.compile(f"^(?:{_ROLES}(?:{OFFICES})?|(?:{OFFICES}))[:：]")
_ASIDE = re.compile(rf"[（(](?:{_ROLES}(?:{OFFICES})?|(?P<leads>[牵主])|(?P<helps>[配协]))[)）]$")
_BASIS = re.compile(
    r"\s*[（(](?:按职能推定|发言人主管|原文点名|分析员设定"
    r"|inferred\s?from\s?duties|named\s?in\s?the\s?text|headed\s?by\s?the\s?speaker|set\s?by\s?the\s?analyst)[)）]$"
)
"""What our own ledgers say behind a name of how it is known: nobody is called so."""
_ASIDE_BEFORE = re.compile(rf"^[（(【\[]{_ROLES}(?:{OFFICES})?[)）】\]]")
_TAIL = re.compile(f"(?<=.{{2}})(?:分别|共同)?(?:{_ROLES}|(?P<leads>为主))$")
_NUMBERING = re.compile(r"^\s*(?:[（(]?\d{1,2}[)）.．、]|[①-⑳])\s*")
_AND_OTHERS = re.compile("(?<=.{2})等(?:\\d{1,2}个|[二两三四五六七八九十]{1,2}个)?(?:有关|相关)?(?:部门|单位|司局)?$")
_BY = re.compile("^由(?=.{2})")
_IN_CHARGE = re.compile("(?:按(?:照)?职责(?:分工)?)?(?:分别|共同)?负责$")
_UNNAMED = re.compile("各?(?:有关|相关)(?:部门|单位|司局|方面)")
_THE_UNNAMED = "有关部门（未点名）"
_NOBODY = re.compile("待定|另定|未定|待明确|待确定|同上|同前|暂无|不详|null|n/a")
"""What is in the place of a name, and names none."""
_SENTENCE = re.compile("职责|负责|会同|开展|共同|分别")
_OFFICE = re.compile(
    "(?:司|局|部|委|厅|廳|处|處|署|院|室|科|所|组|办|中心|公司|集团|银行|单位|大学|协会|学会|商会|联合会|委员会|管委会|政府|工商联)$"
)
"""How the name of an office ends."""
_SURE_OFFICE = 3
"""Characters from which on what ends so is a name of its own: 社会 is none."""
_PERSON_BEHIND = re.compile(r"(.{2,}?)[（(]([\u4e00-\u9fff]+)[)）]")
_LONGEST_PERSON = 3
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭"
    "陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
"""The commonest ones. Who has another stays in the name, where the user sees it."""
_MOST_JOINED = 6
"""Words for and, and marks like it, up to which names are sought between them."""
_SHORTEST = 2
_REMEMBERED = 4_000
"""Cells whose departments are remembered: thousands of rows name the same few."""


@dataclass(frozen=True, slots=True)
class NamedDepartment:
    """A department that a cell names. `key` is "" where nobody knows it; `guessed` is the short form that led to it,
    where one did, and `former` the former name."""

    key: str
    name: str
    role: DepartmentRole
    guessed: str = ""
    former: str = ""


@dataclass(frozen=True, slots=True)
class MeantDepartment:
    """What a name is taken for: by a former name, or by a guess, which a short form can only be."""

    department: Name
    guessed: bool = False
    former: bool = False


class DepartmentNames:
    """The departments that the ledger has, and bodies that it may come to have; what it was asked once it remembers.

    `publishers` are those of the ledger's sources: theirs are the departments that are named without their body.
    """

    def __init__(self, known: Iterable[Name], bodies: Bodies | None = None, publishers: Iterable[str] = ()) -> None:
        self._known = list(known)
        self._bodies = bodies or Bodies(())
        self._owners = self._bodies.owners(publishers)
        self._by_key = {one.key: one for one in self._known}
        self._exact: dict[str, list[Name]] = {}
        for one in self._known:
            for form in {fold(one.key), fold(one.en), fold(one.zh)}:
                self._exact.setdefault(form, []).append(one)
        self._meant: dict[str, MeantDepartment | None] = {}
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

    def meant(self, name: str) -> MeantDepartment | None:
        """Return what a single name means; None where that is not sure. Nobody is guessed by a form that only looks
        like a name."""
        return self._certain(one_line(without_unseen(name)))

    def _in_cell(self, cell: str, role: DepartmentRole) -> tuple[list[NamedDepartment], list[str]]:
        cell = without_unseen(cell)
        whole = one_line(cell)
        # Before anything is parted: 有关部门（未点名） is one name, with its brackets.
        if fold(whole) in self._exact:
            return [self._named(whole, role)], []
        found: dict[str, NamedDepartment] = {}
        marks: dict[str, str] = {}
        unread: list[str] = []
        now = role
        for words, said_behind in self._pieces(in_one_form(cell)):
            piece, mark_outside = without_mark(_BASIS.sub("", words))
            label = _ROLE.match(piece) or _ASIDE_BEFORE.match(piece)
            if label is not None:
                now = _role(label, now)  # it holds for what follows, too
                piece = piece[label.end() :].strip()
            # In brackets it is certainly a role; without them it may be the end of a name, which `_tail` asks the
            # ledger for.
            aside = _ASIDE.search(piece) or self._tail(piece)
            marked, mark_inside = without_mark(piece[: aside.start()] if aside else piece)
            name = self._bare(marked)
            if self._is_no_name(name):
                unread.append(name)
            elif name:
                one = self._named(name, _role(aside, now) if aside else said_behind or now)
                found.setdefault(one.key or one.name, one)
                if mark := mark_outside or mark_inside:
                    marks[one.key or one.name] = mark
        if role is DepartmentRole.LEAD:
            found |= _helping(found, marks)
        return list(found.values()), unread

    def _is_no_name(self, words: str) -> bool:
        """Whether words in the place of a name are a sentence, or name nobody."""
        is_lone_character = len(words) == 1 and not self._is_known(words)
        is_sentence = len(words) > LONGEST_DEPARTMENT or _SENTENCE.search(words) is not None
        return is_lone_character or is_sentence or _NOBODY.fullmatch(words.lower()) is not None

    def _bare(self, words: str) -> str:
        """A name without the words around it: 由甲司, 甲司等部门, 甲司负责, 甲司（张三）."""
        name = _AND_OTHERS.sub("", _BY.sub("", words))
        in_charge = _AND_OTHERS.sub("", _IN_CHARGE.sub("", name))
        if self._is_known(in_charge):  # otherwise it is a sentence: 各司局按职责分工负责
            return in_charge
        bracket = _PERSON_BEHIND.fullmatch(name)
        if bracket is None or self._is_known(name):
            return name
        if self._is_known(bracket[2]) and self._is_person(bracket[1]):
            return bracket[2]
        return bracket[1] if self._is_person(bracket[2]) and self._is_known(bracket[1]) else name

    def _is_person(self, word: str) -> bool:
        """Whether a word next to an office looks like a person's name, and is no office: 团中央 and 妇联 are bodies."""
        is_name = 1 < len(word) <= _LONGEST_PERSON and word[0] in _SURNAMES
        return is_name and not (_OFFICE.search(word) or self._is_known(word))

    def _pieces(self, cell: str) -> Iterator[tuple[str, DepartmentRole | None]]:
        """The names of a cell, each with the role that is said behind the last of its clause (甲司、乙司配合). Marks
        part names, and blanks where a name ends before them; a mark in brackets parts nothing: 各部（委、局）."""
        for clause in _split(_CLAUSES, cell):
            parts = (self._by_blanks(piece.strip()) for piece in _split(_ENDS, clause) if piece.strip())
            unnumbered = (_NUMBERING.sub("", one) for part in parts for one in part)
            names = [name for one in unnumbered if one for name in self._apart(one) or [one]]
            said = self._tail(names[-1]) if len(names) > 1 else None
            yield from ((name, _role(said, DepartmentRole.LEAD) if said else None) for name in names)

    def _apart(self, words: str) -> list[str]:
        """The names between which 和 or a mark stands, where that is no part of one (市文化和旅游局); [] where the
        words are no names."""
        if (label := _ROLE.match(words)) is not None:
            first, *others = self._apart(words[label.end() :]) or [""]
            return [label[0] + first, *others] if first else []
        name = self._plain(words)
        if self._is_known(name):
            return [words]
        marks = list(_BETWEEN.finditer(words))
        # The longest first: a name may have such a word in it.
        for between in reversed(marks if len(marks) <= _MOST_JOINED else ()):
            head = words[: between.start()]
            tail = words[between.end() :]
            following = self._apart(tail) if self._apart(head) == [head] else []
            if _LOOSE_MARK.fullmatch(between[0]):
                if self._is_known(self._plain(head + tail)):  # 某部-某司
                    return [head + tail]
                if not all(self._is_known(self._plain(one)) for one in (head, *following)):
                    continue
            if following:
                return [head, *following]
        return [words] if _AUTHORITY.search(name) else []

    def _plain(self, words: str) -> str:
        """A name without its mark and its role."""
        plain = without_mark(words)[0]
        tail = _ASIDE.search(plain) or self._tail(plain)
        return _IN_CHARGE.sub("", _BY.sub("", plain[: tail.start()] if tail else plain))

    def _tail(self, piece: str) -> re.Match[str] | None:
        """The role that follows a name: 甲司牵头."""
        return None if fold(piece) in self._exact else _TAIL.search(piece)

    def _by_blanks(self, piece: str) -> Iterator[str]:
        """The names of a piece that holds blanks or line breaks, one or several."""
        piece = _BRACKETS.sub(lambda found: "".join(found[0].split()), piece)
        aside = re.search(rf"\s*{_BRACKETS.pattern}$", piece)
        if aside is not None and aside.start() > 0:
            *names, last = list(self._by_blanks(piece[: aside.start()]))
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
            if self._is_known(name) and self._is_person(word) and not self._is_known(name + word):
                yield f"{name}（{word}）"
                name = ""
                continue
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
            # The longest first: of 财政部办公厅 the ministry is the beginning, and not what is meant.
            first = next((rest[:end] for end in range(len(rest), 1, -1) if self._is_known(rest[:end])), "")
            if not first:
                yield name
                return
            known.append(first)
            rest = rest[len(first) :]
        yield from known

    def _ends(self, name: str, following: str) -> bool:
        """Whether a name is over where a blank stands before the next word."""
        # What the ledger knows goes before what a name looks like; only then do endings decide, and they guess.
        if self._is_known(name + following):
            return False
        if self._is_known(name) or self._is_known(following):
            return self._is_known(name) or len(name) > 1
        ends = _OFFICE.search(name) is not None
        next_ends = _OFFICE.search(following) is not None
        # A single character is a piece of a word that was spaced out: 办 公 厅.
        if len(name) == 1 or len(following) == 1:
            return False
        if ends and (len(name) >= _SURE_OFFICE or next_ends):
            return True
        return not next_ends  # neither is an office: 张三 李四

    def _is_known(self, name: str) -> bool:
        return self._certain(name) is not None

    def _named(self, name: str, role: DepartmentRole) -> NamedDepartment:
        if name not in self._meant:
            self._meant[name] = self._certain(name) or self._guess(name)
        meant = self._meant[name]
        if meant is None:
            return NamedDepartment("", name, role)
        guessed, former = name if meant.guessed else "", name if meant.former else ""
        return NamedDepartment(meant.department.key, meant.department.zh, role, guessed, former)

    def _certain(self, name: str) -> MeantDepartment | None:
        """What a name says by itself, or with the body before it: nothing where that is not sure."""
        name = _UNNAMED.sub(_THE_UNNAMED, name) if _UNNAMED.fullmatch(name) else name
        owner, rest = self._parted(name)
        fitting = [one for one in self._exact.get(fold(name), ()) if owner or self._is_ours(one)]
        fitting = fitting or [one for one in self._exact.get(fold(rest), ()) if self._belongs(one, owner)]
        if len(fitting) == 1:
            return MeantDepartment(fitting[0])
        found = None if fitting else self._bodies.find(name, self._owners)
        return found and self._in_ledger(found)

    def _in_ledger(self, found: FoundBody) -> MeantDepartment:
        """A body as the ledger has it, by its key or under another of its names, or as it is to come into it."""
        body = found.body
        rows = [] if body.of else [one for name in body.names for one in self._exact.get(fold(name), ())]
        department = self._by_key.get(body.name.key) or next(iter(rows), body.name)
        return MeantDepartment(department, found.guessed, found.former)

    def _guess(self, name: str) -> MeantDepartment | None:
        """中小局 for 中小企业局: the same first and last character, and what stands between in the same order."""
        owner, short = self._parted(name)
        if not _is_chinese(short) or len(short) <= _SHORTEST:
            return None
        forms = ((_OWN.sub("", one.zh), one) for one in self._known if self._belongs(one, owner))
        fitting = [
            one for form, one in forms if form[:1] == short[0] and form[-1:] == short[-1] and _within(short, form)
        ]
        # Where a short form fits two departments, nobody is guessed: a wrong lead is worse than none.
        return MeantDepartment(fitting[0], guessed=True) if len(fitting) == 1 else None

    def _parted(self, name: str) -> tuple[str, str]:
        """Whose department a name says it is, as a key, "" where it does not; and the name without that."""
        plain = simplified(name)
        owner, rest = self._bodies.parted(plain)
        return (owner, rest) if owner and rest else ("", _OWN.sub("", plain))

    def _belongs(self, department: Name, owner: str) -> bool:
        """Whether a department can be meant by a name that says whose it is."""
        if not owner:
            return self._is_ours(department)
        body = self._bodies.get(department.key)
        return body.of == owner if body else bool(self._owners) and self._owners <= {owner}

    def _is_ours(self, department: Name) -> bool:
        """Whether a department can be meant by its bare name: each ministry has a 科技司."""
        body = self._bodies.get(department.key)
        return body is None or not body.of or self._owners <= {body.of}


def _helping(found: Mapping[str, NamedDepartment], marks: Mapping[str, str]) -> dict[str, NamedDepartment]:
    """The departments that work with those that a sign marks as leading; a sign on all of them tells nobody apart."""
    # ★甲司、☆乙司: beside a filled sign a hollow one tells who helps.
    leading = {key for key, mark in marks.items() if mark not in HOLLOW_MARKS} or marks.keys()
    if not 0 < len(leading) < len(found):
        return {}
    return {key: replace(one, role=DepartmentRole.CO_LEAD) for key, one in found.items() if key not in leading}


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
    said = match.groupdict()
    if said["co"] or said.get("helps"):
        return DepartmentRole.CO_LEAD
    return DepartmentRole.LEAD if said["lead"] or said.get("leads") else role


def _within(short: str, form: str) -> bool:
    characters = iter(form)
    return all(character in characters for character in short)


def _is_chinese(text: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in text)
