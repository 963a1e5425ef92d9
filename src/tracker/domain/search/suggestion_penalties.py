"""What in a text speaks against its being follow-up: it says so, or speaks of another time, country or issuer."""

import re
from collections.abc import Sequence
from datetime import date

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
_AT_HOME = re.compile("我国|我方|中国|中方|中央|国内|全国|双方|工信|工业和信息化|互认|中[美欧日韩英德法印俄加澳越墨巴]")
_FOREIGN = 0.3

_RETOLD = re.compile("同一场|同场发布会|转述")
_WILL = re.compile("将(?:要)?(?:抓紧|加快|继续|进一步)?(?:研究|出台|制定|修订|完善|推进|推动|支持|实施|打造|开展|培育)")
_RETELLING = 0.25

_NUMBER = re.compile(r"([\u4e00-\u9fff]{1,10})[〔\[(（【]20\d\d[〕\])）】]\d+号")
_ISSUERS = {
    "财": "财政部",
    "发改": "国家发展改革委",
    "商": "商务部",
    "教": "教育部",
    "国科": "科技部",
    "司": "司法部",
    "环": "生态环境部",
    "交": "交通运输部",
    "国市监": "市场监管总局",
    "税总": "税务总局",
    "农": "农业农村部",
    "国卫": "国家卫生健康委",
    "人社": "人力资源社会保障部",
    "建": "住房城乡建设部",
    "自然资": "自然资源部",
    "国能": "国家能源局",
    "银": "中国人民银行",
    "证监": "中国证监会",
}
"""Who issues the documents whose numbers begin like this. The ministry's own (工信…) are nobody else's."""
_ANOTHER_ISSUER = 0.35

_NAMED = {
    "财政部": "财政部",
    "发展改革委|发改委": "国家发展改革委",
    "商务部": "商务部",
    "教育部": "教育部",
    "科技部": "科技部",
    "司法部": "司法部",
    "生态环境部": "生态环境部",
    "交通运输部": "交通运输部",
    "市场监管总局": "市场监管总局",
    "税务总局": "税务总局",
    "数据局": "国家数据局",
    "证监会": "中国证监会",
    "农业农村部|卫生健康委|卫健委|国资委|人民银行|央行|金融监管总局|能源局|住房城乡建设部|住建部|水利部|"
    "自然资源部|人力资源社会保障部|人社部|民政部|文化和旅游部|文旅部|网信办|民航局|药监局|医保局|消协": "",
}
"""Who else is named in a title, as departments are called; "" for those that the ledger has none for."""
_ABOVE_OR_OWN = re.compile("工信|工业和信息化|部门|国务院(?!国资委)|中央(?!企业|财政)|部里")
_ANOTHER_NAMED = 0.7


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
        self._issuers = _issuers(text)
        self._named = _named(title)
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

    def about(self, departments: Sequence[str], speakers: Sequence[str], held_on: date | None) -> float:
        """About a commitment of these departments, given by these speakers on that day."""
        factor = _FOREIGN if self._is_foreign else 1.0
        if self._issuers and not self._issuers.intersection(departments):
            factor *= _ANOTHER_ISSUER
        elif self._named and not self._named.intersection(departments):
            factor *= _ANOTHER_NAMED
        if held_on is not None:
            factor *= _FORMER if self._is_of_a_former_round(held_on.year) else 1.0
            factor *= _RETELLING if self._retells(speakers, held_on) else 1.0
        return factor

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


def _issuers(text: str) -> set[str]:
    """The other ministries that numbered the documents; none where one number is the ministry's own or unknown."""
    found = set(_NUMBER.findall(text))
    # A number that nobody in the list begins may be the ministry's own: then nothing speaks against the text.
    named = [next((name for start, name in _ISSUERS.items() if letters.startswith(start)), "") for letters in found]
    return set() if "" in named else set(named)


def _named(title: str) -> set[str]:
    """The other ministries that a title names; none where the ministry itself or somebody above it is named, too."""
    if _ABOVE_OR_OWN.search(title):
        return set()
    return {department for names, department in _NAMED.items() if re.search(names, title)}
