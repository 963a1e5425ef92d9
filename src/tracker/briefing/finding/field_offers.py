"""What a person may mean to say of a unit, read off the words around it: offered for choosing, and never filled in."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache

from tracker.briefing.finding.clauses import clauses_of
from tracker.briefing.finding.plain_marks import plain_marks
from tracker.briefing.finding.unit_fields import headed_by, own_due, quantity_of
from tracker.domain.briefings.found_units import FoundDepartment
from tracker.domain.commitments.bodies import state_bodies
from tracker.domain.commitments.quantity import Quantity
from tracker.domain.errors import UserError
from tracker.domain.rows import Due
from tracker.domain.terms import CountingBasis, DepartmentBasis, DepartmentRole, DueBasis, Operator
from tracker.domain.text.amount_input import read_amount

_SEVERAL = re.compile("[、和及]|[扩增升降压提缩].{0,2}到|达到|到")
"""What parts two amounts of one clause: 从300个扩到400个."""
_FIGURE = re.compile(
    r"(?:至少有?|不少于|不低于|不高于|最高|不超过|超过|约|近)*\d[\d.,]*[十百千万亿]*[^\d，、；。的]{1,5}?(?:以上|以下|以内|左右)?"
)
"""A figure with its measure word, and what binds it."""
_ANY_FIGURE = re.compile(
    r"(?P<binds>不少于|不低于|不高于|至少|最高|不超过|超过|突破|约|近)?"
    r"(?P<number>\d[\d.,]*[十百千万亿]*|[一二两三四五六七八九十百千]+)(?P<range>[到至—~-]\d[\d.]*)?"
    r"(?P<unit>(?:个|[^\d，、；。：的“《（]{1,4}?)(?:/[\u4e00-\u9fff]{2,3})?(?:以上|以下|以内|左右|(?=[，、；。：“（《]|$)))"
)
"""A figure before a mark, whatever its measure word is (宗, 棒, 微克/立方米): no rule takes it by itself."""
_LED = "(?<=由)[\u4e00-\u9fff]{2,14}?(?=牵头|负责)"
_LOCAL = "[省市县区州][\u4e00-\u9fff]{2,9}?(?:局|委|办|厅|室|中心)"
"""How the departments of a province, a city or a county are called."""
_HEADED = "[\u4e00-\u9fff]{2,12}?[司局](?=(?:副)?[司局]长)"
"""Whom somebody in the text heads."""
_BESIDE = (
    "(?:(?<=会同)|(?<=联合)|(?<=协同)|(?<=配合)|(?<=依托)|(?<=跟))"
    "[\u4e00-\u9fff]{2,12}?(?:部门|协会|学会|法院|检察院|中心|银行|集团)"
)
"""Who something is done with, where it is no body of the State's or of a province's."""
_SEASONS = re.compile(
    "[汛节]期?[之以]?前|[供采]暖|入冬|开学|封冻|[春夏秋冬]季|今冬|明春|[一二两三四五]年(?:左右|内|时间)|前后"
)
"""Words from which a day must be reckoned."""
_YEAR_NAMES = {0: "今年|本年|全年|年内|当年", 1: "明年|下一?年"}
_REACH = 600
"""Characters behind a unit in which the brackets of its measure name who does it."""
_CENTRAL = "最高人民法院|最高人民检察院|全国总工会|共青团中央|全国妇联|全国工商联|中国残联|中国科协"
"""Bodies that are none of the State Council's."""
Departments = tuple[FoundDepartment, ...]


def amounts_in(words: str) -> tuple[Quantity, ...]:
    """Return every amount that words of a unit may promise, by clause and, where one has several, by their parts."""
    plain = plain_marks(words)
    found: list[Quantity | None] = []
    for clause in clauses_of(plain, 0, len(plain)):
        said = words[clause.start : clause.end]
        whole = quantity_of(said)
        parts = [*_SEVERAL.split(said), *(one[0] for one in _FIGURE.finditer(said))] if whole is None else []
        found += [whole, *(quantity_of(part) for part in parts if part), *_any_amounts(said)]
    amounts = dict.fromkeys(one for one in found if one is not None)
    # Of two that say the same number in the same way, the one that a rule has read.
    return tuple({(one.operator, one.value): one for one in reversed(amounts)}.values())[::-1]


def _any_amounts(said: str) -> Iterator[Quantity]:
    """What its figures say by themselves; of a range the lower end, which is promised at least."""
    for found in _ANY_FIGURE.finditer(said):
        number = found["number"] if found["range"] else f"{found['binds'] or ''}{found['number']}"
        try:
            read = read_amount(f"{number}{found['unit']}")
        except UserError:
            continue
        operator = Operator.AT_LEAST if found["range"] else read.operator or Operator.EQUAL
        yield Quantity(operator, read.value, read.unit, CountingBasis.CUMULATIVE, found[0])


def days_near(text: str, start: int, end: int, held_on: date) -> tuple[Due, ...]:
    """Return the days by which a unit may be due, the likeliest first: of its own words, its sentence and its line,
    and the ends of this year and the next, as said over its section."""
    plain = _plain(text)
    said = [own_due(plain[start:end], held_on)]
    for a, b in _around(plain, start, end):
        for clause in re.finditer("[^，；。]+", plain[a:b]):
            due = own_due(clause[0], held_on)
            # What a line says before the unit stands over it, but for a row, whose cells are the unit's own (§4).
            is_over = due is not None and due.basis is DueBasis.STATED and a + clause.end() <= start
            said.append(replace(due, basis=DueBasis.SECTION) if due and is_over and "\t" not in plain[a:b] else due)
    days = {due.on: due for due in reversed(said) if due is not None and due.on is not None}
    years = (date(held_on.year + later, 12, 31) for later in (0, 1))
    others = (day_said_over(plain, start, end, on, held_on) for on in years if on not in days)
    return (*reversed(days.values()), *others)


def day_as_known(text: str, start: int, end: int, on: date, held_on: date) -> Due:
    """Return a day that a person gives a unit, with the basis that its text has for it (§4): the words beside it, the
    year that stands before it, what must be reckoned, or the person alone."""
    near = next((one for one in days_near(text, start, end, held_on) if one.on == on), None)
    return near or day_said_over(_plain(text), start, end, on, held_on)


def day_said_over(plain: str, start: int, end: int, on: date, held_on: date) -> Due:
    """Return a day with its basis, where the words of the unit, its sentence and its line do not name it."""
    if _SEASONS.search(plain, start, end):
        return Due(on, DueBasis.DERIVED)
    names = "|".join(filter(None, (f"{on.year}年", _YEAR_NAMES.get(on.year - held_on.year))))
    is_over = (on.month, on.day) == (12, 31) and _first(names, plain) < start
    return Due(on, DueBasis.SECTION if is_over else DueBasis.USER)


@lru_cache(maxsize=16)
def _first(pattern: str, plain: str) -> int:
    """Return the offset of the first match of a pattern; the length of the text where there is none."""
    found = re.search(pattern, plain)
    return found.start() if found else len(plain)


@lru_cache(maxsize=2)
def _plain(text: str) -> str:
    """A text in its plain form, which is asked for again for each unit of a section: of 500 pages it takes 50 ms."""
    return plain_marks(text)


def departments_as_known(text: str, start: int, end: int, office: str, departments: Departments) -> Departments:
    """Return departments that a person gives a unit, each with the basis that its text has for it (§3): the words of
    its line, or of the row that goes on, the speaker's office, or the person alone."""
    plain = _plain(text)
    (_, _), (first, last) = _around(plain, start, end)
    words = plain[first : min(last, end + _REACH)]
    headed = headed_by(office)

    def known(one: FoundDepartment) -> FoundDepartment:
        if one.basis is DepartmentBasis.FUNCTION:
            return one
        basis = DepartmentBasis.SPEAKER if one.name == headed else DepartmentBasis.USER
        return replace(one, basis=DepartmentBasis.NAMED if plain_marks(one.name) in words else basis)

    return tuple(map(known, departments))


def names_in(text: str) -> tuple[str, ...]:
    """Return who may be responsible for something in a text: whom its words name, the most named first."""
    found = Counter(one[0] for one in _bodies().finditer(_plain(text)))
    return tuple(name for name, _ in found.most_common())


def departments_near(text: str, start: int, end: int, office: str) -> tuple[Departments, ...]:
    """Return who may be responsible for a unit, the likeliest first: whom its words name and whom its speaker heads,
    then whom its line names. `office` is that of the speaker."""
    plain = _plain(text)
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
    return re.compile(
        "|".join([*map(re.escape, sorted(names, key=len, reverse=True)), _CENTRAL, _LED, _HEADED, _LOCAL, _BESIDE])
    )
