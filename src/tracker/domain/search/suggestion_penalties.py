"""What in a text speaks against its being follow-up: it says so, or speaks of another time, country or issuer."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Protocol

from tracker.domain.commitments.bodies import state_bodies
from tracker.domain.search.phrases import PlainText

_HEAD = 500
"""Characters within which a text has said what it is about."""
_FADING = 1_500
"""Characters after that over which what is said comes to count for less and less."""
_IN_BODY = 0.5
_ARTICLES = re.compile(r"^第[一二三四五六七八九十百零0-9]{1,7}条", re.MULTILINE)
_RULE = re.compile("(?:法|条例|规定|办法|规则|细则|解释|决定)$")
_DUTY = "应当"
_MANY_ARTICLES = 3
_MANY_DUTIES = 3
_NO_LAW = 10**9
_PREAMBLE = 60
"""Characters after the title in which a law still says what it is about: who made it, and why."""
_IN_ARTICLE = 0.5
"""Of the weight of words in an article: a law touches everything, and is about what its title names."""

_DENIAL = re.compile("并非|不属|但属|而属|不涉及|无关|不是(?!只|仅|单)|有别于")
_DENIED_BEFORE = 24
_DENIED_AFTER = 12
"""Characters before and after a denial in which a phrase is what it denies."""
_DENIED = 0.4

_PERIOD = re.compile(r"(?:19|20)\d\d(?:年)?[—–~～至\-―]+((?:19|20)\d\d)年?")
_YEAR = re.compile(r"(20\d\d)年")
_ROUND = re.compile("上一轮|上一批|上一版|旧版")
_FORMER = 0.2

_ABROAD = re.compile("美国|欧盟|欧洲|欧委会|日本|韩国|英国|德国|法国|印度|俄罗斯|加拿大|澳大利亚|越南|墨西哥|巴西")
_AT_HOME = re.compile("我国|我方|中国|中方|中央|国内|全国|双方|互认|中[美欧日韩英德法印俄加澳越墨巴]")
_FOREIGN = 0.3

_RETOLD = re.compile("同一场|同场发布会|转述")
_WILL = re.compile("将(?:要)?(?:抓紧|加快|继续|进一步)?(?:研究|出台|制定|修订|完善|推进|推动|支持|实施|打造|开展|培育)")
_RETELLING = 0.25

_NUMBER = re.compile(r"([\u4e00-\u9fff]{1,10})[〔\[(（【]20\d\d[〕\])）】]\d+号")
_ANOTHER_ISSUER = 0.35

_OTHERS = re.compile("消协")
"""Who else is named in a title, and is no body of the State Council."""
_ABOVE = re.compile("部门|国务院(?!国资委)|中央(?!企业|财政)|部里")
"""Somebody above all of them, or several that are not named."""
_ANOTHER_NAMED = 0.7


class Spoken(Protocol):
    """What of a commitment says who would write about it, and when."""

    @property
    def departments(self) -> Sequence[str]:
        """The names of those responsible."""
        ...

    @property
    def speakers(self) -> Sequence[str]:
        """Who spoke at the briefing."""
        ...

    @property
    def held_on(self) -> date | None:
        """The day of the briefing."""
        ...

    @property
    def publisher(self) -> str:
        """Who published the source."""
        ...


class Penalties:
    """What speaks against one text, each a factor of at most 1 on what its words weigh."""

    def __init__(self, text: str, plain: PlainText, title: str) -> None:
        self._text = text
        self.is_law = _is_law(plain.words, title)
        self._head = len(title) + _PREAMBLE if self.is_law else _NO_LAW
        self._is_of_another_round = bool(_ROUND.search(title))
        self._ends = [int(found) for found in _PERIOD.findall(text)]
        # Spans of years are taken out first: the end of 2021—2025年 says how long a plan runs, not when the text was
        # written.
        self._years = [int(found) for found in _YEAR.findall(_PERIOD.sub("", text))]
        self._foretells = bool(_WILL.search(text))
        self._is_retold = bool(_RETOLD.search(text))
        self._denials = [found.span() for found in _DENIAL.finditer(plain.words)]
        self._title = title
        self._issuers = _issuers(text)
        self._named = _named(title)
        self._publishers: dict[str, _Publisher] = {}
        # Abroad by the title alone, but at home by anything in it: news of a partner country is about both.
        self._is_foreign = bool(_ABROAD.search(title)) and not _AT_HOME.search(text)

    def of_words(self, start: int, end: int) -> float:
        """About a phrase that stands there: beside it, the text says that it is about something else."""
        denied = any(
            end <= first <= end + _DENIED_BEFORE or last <= start <= last + _DENIED_AFTER
            for first, last in self._denials
        )
        return _DENIED if denied else 1.0

    def of_place(self, start: int) -> float:
        """About a phrase that begins there: far into a text, or in an article of a law, it is said by the way."""
        faded = max(_IN_BODY, 1.0 - (1.0 - _IN_BODY) * max(0, start - _HEAD) / _FADING)
        return faded * (_IN_ARTICLE if start > self._head else 1.0)

    def about(self, subject: Spoken) -> float:
        """About a commitment: who is responsible for it, who gave it when, and in whose source."""
        departments = subject.departments
        held_on = subject.held_on
        own = self._publisher(subject.publisher)
        factor = _FOREIGN if self._is_foreign and not own.is_in_text else 1.0
        # A number that nobody is known to begin so may be the publisher's own: then nothing speaks against the text.
        if self._issuers and not self._issuers & {"", own.key} and not _are_among(self._issuers, departments):
            factor *= _ANOTHER_ISSUER
        elif self.names_others(subject):
            factor *= _ANOTHER_NAMED
        if held_on is not None:
            factor *= _FORMER if self._is_of_a_former_round(held_on.year) else 1.0
            factor *= _RETELLING if self._retells(subject.speakers, held_on) else 1.0
        return factor

    def names_others(self, subject: Spoken) -> bool:
        """Whether the title names bodies of which none gave the commitment, and none is responsible for it."""
        own = self._publisher(subject.publisher)
        return bool(self._named) and not own.is_in_title and not _are_among(self._named, subject.departments)

    def _publisher(self, publisher: str) -> "_Publisher":
        if publisher not in self._publishers:
            self._publishers[publisher] = _Publisher.read(publisher, self._text, self._title)
        return self._publishers[publisher]

    def _is_of_a_former_round(self, year: int) -> bool:
        """The plan that it speaks of had run out before the briefing, and nothing in it is later."""
        if self._is_of_another_round:
            return True
        # A year of its own that is later saves it: the report on an old plan may be today's news.
        return bool(self._ends) and max((0, *self._ends, *self._years)) < year

    def _retells(self, speakers: Sequence[str], held_on: date) -> bool:
        """It reports what was said at the briefing itself, which proves nothing (coding rules §5)."""
        if max((0, *self._ends, *self._years)) > held_on.year:
            return False
        if self._is_retold:
            return True
        day = f"{held_on.month}月{held_on.day}日"
        of_briefing = any(name in self._text for name in speakers) or (day in self._text and "发布会" in self._text)
        return of_briefing and self._foretells


def _is_law(words: str, title: str) -> bool:
    """Whether a plain text is a law, a regulation or a ruling: by its articles, or its title and tone."""
    if len(_ARTICLES.findall(words)) >= _MANY_ARTICLES:
        return True
    return bool(_RULE.search(title)) and words.count(_DUTY) >= _MANY_DUTIES


@dataclass(frozen=True, slots=True)
class _Publisher:
    """Who published a commitment, as the key of a body, "" where it is none; and where a text names it."""

    key: str
    is_in_text: bool
    is_in_title: bool

    @classmethod
    def read(cls, publisher: str, text: str, title: str) -> "_Publisher":
        key, _ = state_bodies().parted(publisher)
        body = state_bodies().get(key)
        if body is None:
            named = bool(publisher) and publisher in text
            return cls("", named, named and publisher in title)
        letters = [one for one in body.letters if len(one) > 1]
        own = re.compile("|".join(filter(None, (body.field, *letters, *body.names))))
        return cls(key, bool(own.search(text)), bool(own.search(title)))


def _are_among(bodies: Set[str], departments: Sequence[str]) -> bool:
    """Whether one of these bodies, by their keys, is one of the departments, by the names that the ledger has."""
    known = (state_bodies().get(key) for key in bodies)
    return any(name in departments for body in known if body for name in body.names)


@cache
def _letters() -> tuple[tuple[str, str], ...]:
    """How the numbers of documents begin, the longest first, each with the key of the body that issues them."""
    every = ((letters, body.name.key) for body in state_bodies().independent for letters in body.letters)
    return tuple(sorted(every, key=lambda one: -len(one[0])))


@cache
def _names() -> re.Pattern[str]:
    """Every name of a body, the longest first."""
    every = (name for body in state_bodies().independent for name in (*body.names, *body.local))
    return re.compile("|".join(sorted(every, key=len, reverse=True)))


def _issuers(text: str) -> set[str]:
    """The bodies that numbered the documents, by their keys, and "" for one that nobody knows."""
    found = set(_NUMBER.findall(text))
    return {next((key for start, key in _letters() if letters.startswith(start)), "") for letters in found}


def _named(title: str) -> set[str]:
    """The bodies that a title names, by their keys; none where somebody above them is named, too."""
    if _ABOVE.search(title):
        return set()
    named = {body.name.key for name in _names().findall(title) for body in state_bodies().called(name)}
    return named | set(_OTHERS.findall(title))
