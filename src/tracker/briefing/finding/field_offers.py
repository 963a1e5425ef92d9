"""What a person may mean to say of a unit, read off the words around it: offered for choosing, and never filled in."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from tracker.briefing.finding.clauses import clauses_of
from tracker.briefing.finding.plain_marks import plain_marks
from tracker.briefing.finding.unit_fields import headed_by, own_due, quantity_of
from tracker.domain.briefings.found_units import FoundDepartment
from tracker.domain.commitments.bodies import state_bodies
from tracker.domain.commitments.quantity import Quantity
from tracker.domain.rows import Due
from tracker.domain.terms import DepartmentBasis, DepartmentRole, DueBasis

_SEVERAL = re.compile("[、和及]|[扩增升降压提缩].{0,2}到|达到|到")
"""What parts two amounts of one clause: 从300个扩到400个."""
_FIGURE = re.compile(
    r"(?:不少于|不低于|不高于|最高|不超过|超过|约|近)*\d[\d.,]*[十百千万亿]*[^\d，、；。的]{1,5}?(?:以上|以下|以内|左右)?"
)
"""A figure with its measure word, and what binds it."""
_LED = "(?<=由)[\u4e00-\u9fff]{2,14}?(?=牵头|负责)"
_LOCAL = "[省市县区州][\u4e00-\u9fff]{2,9}?(?:局|委|办|厅)"
"""How the departments of a province, a city or a county are called."""
Departments = tuple[FoundDepartment, ...]


def amounts_in(words: str) -> tuple[Quantity, ...]:
    """Return every amount that words of a unit may promise, by clause and, where one has several, by their parts."""
    plain = plain_marks(words)
    found: list[Quantity | None] = []
    for clause in clauses_of(plain, 0, len(plain)):
        said = words[clause.start : clause.end]
        whole = quantity_of(said)
        parts = [*_SEVERAL.split(said), *(one[0] for one in _FIGURE.finditer(said))] if whole is None else []
        found += [whole, *(quantity_of(part) for part in parts if part)]
    return tuple(dict.fromkeys(one for one in found if one is not None))


def days_near(text: str, start: int, end: int, held_on: date) -> tuple[Due, ...]:
    """Return the days by which a unit may be due, the likeliest first: of its own words, its sentence and its line,
    and the ends of this year and the next, as said over its section."""
    plain = plain_marks(text)
    said = [own_due(plain[start:end], held_on)]
    for a, b in _around(plain, start, end):
        said += [own_due(clause, held_on) for clause in re.split("[，；。]", plain[a:b])]
    days = {due.on: due for due in reversed(said) if due is not None and due.on is not None}
    years = (Due(date(held_on.year + later, 12, 31), DueBasis.SECTION) for later in (0, 1))
    return (*reversed(days.values()), *(due for due in years if due.on not in days))


def departments_near(text: str, start: int, end: int, office: str) -> tuple[Departments, ...]:
    """Return who may be responsible for a unit, the likeliest first: whom its words name and whom its speaker heads,
    then whom its line names. `office` is that of the speaker."""
    plain = plain_marks(text)
    headed = headed_by(office)
    speaker = (FoundDepartment(headed, DepartmentRole.LEAD, DepartmentBasis.SPEAKER),) if headed else ()
    offers: list[Departments] = []
    for a, b in ((start, end), *_around(plain, start, end)):
        names = [found[0] for found in _bodies().finditer(plain, a, b)]
        others = tuple(_named(one, DepartmentRole.CO_LEAD) for one in dict.fromkeys(names))
        offers += [(*speaker, *others), speaker]
        offers += [tuple(_in_turn(names)), others]
    return tuple(dict.fromkeys(filter(None, offers)))


def _in_turn(names: list[str]) -> Iterator[FoundDepartment]:
    """The first leads, the others work with it."""
    for number, name in enumerate(dict.fromkeys(names)):
        yield _named(name, DepartmentRole.CO_LEAD if number else DepartmentRole.LEAD)


def _named(name: str, role: DepartmentRole) -> FoundDepartment:
    return FoundDepartment(name, role, DepartmentBasis.NAMED)


def _around(plain: str, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """The sentence and the line that a unit is in."""
    first = plain.rfind("\n", 0, start) + 1
    last = plain.find("\n", end)
    last = last if last >= 0 else len(plain)
    opens = plain.rfind("。", first, start) + 1 or first
    closes = plain.find("。", end, last)
    return (opens, closes if closes >= 0 else last), (first, last)


@cache
def _bodies() -> re.Pattern[str]:
    names = {name for body in state_bodies().independent for name in (*body.names, *body.former)}
    return re.compile("|".join([*map(re.escape, sorted(names, key=len, reverse=True)), _LED, _LOCAL]))
