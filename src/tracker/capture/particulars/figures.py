"""The main figures of a text, with unit, role and the sentence around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tracker.capture.particulars.conventions import plain
from tracker.domain.commitments.quantity import normalise
from tracker.domain.terms import ValueRole
from tracker.domain.text.numerals import NUMBER, parse_number

MOST = 8
_MOST_DIGITS = 15
"""What has more is no count of anything, and more than a ledger keeps."""
_WITHIN = 20_000
"""Characters that are searched: the figures of an annex are not the main ones."""

_MEASURES = (
    "个百分点|个|家|项|批次|件|座|部|户|台|套|辆|艘|架|所|种|款|处|名|人次|人|次|条|类|场|天|亩|公里|千米|平方米|立方米|吨标准煤|吨"
    "|千瓦时|千瓦|亿元|万元|元|美元|亿户|EFLOPS|GW|P"
)
_FIGURE = re.compile(
    # 数十家 is no ten, while 总数10家 is one
    r"(?<![\d.第〔\[(A-Za-z]|[一二三四五六七八九十])(?:(?<![数數几幾])|(?=\d))"
    rf"({NUMBER})\s*(?:余|多)?\s*(?:(%|‰)|([百千万亿]?(?:{_MEASURES}))"
    r"(?:以上|以内|左右|以下)?的?"
    r"(?=((?:[\u4e00-\u9fffA-Za-z0-9“”·-](?!为|是|将|,)){0,14}[\u4e00-\u9fff])?))"
)
_NOUN_END = re.compile(
    "拟|调整|以上|以内|左右|以下|名单|的|和|与|及|等|为|是|将|在|已|并|由|共|,|开展|实现|进入|达到|通过|入选|纳入|列入|予以|进行|组织|获|按"
    "|减少|增加|增至|增长|扩大|提高|提升|上升|下降|退出|被|撤销|取消|注销|累计|较|比"
)
_NOUN_BEFORE = re.compile("([\u4e00-\u9fff]{2,16}?)(?:总数|数量|规模)?(?:达到?|超过|突破|共计?|合计|已|有|为|累计)*$")
_VERB = re.compile(
    "调整|变更|[年月日周季]均|每[年月天日]|新设|支持|认定|培育|建成|确定|新增|建设|打造|遴选|评选|发布|公布|累计|已|的|和|与|在|共有?|有|了|等|出|将|我国|全国|增加|减少|增至|净增|保留"
    "|撤销|取消|退出|注销|上年|去年|同期|同比|年度?|较|比|由|从|到|目前|其中|多$|少$|被|剩余?|达|个|家|全市|全省|全县"
)
_LONGEST_SENTENCE = 1_000
_NEAR = 60
"""Characters before a figure that can say what it counts."""
_SENTENCE = re.compile(r"[^。！？；!?;\n]+")
_NOT_A_COUNT = re.compile(
    r"^部(门|委|分|署|长|级|件|位|队)|^人(民|大|员|才|工|均|类|口)|^名(单|称|义|录)|^条(例|件|款)|^处(理|长|置|于)|^次(日|年|要|生)"
    r"|^架构|^台(账|湾)|^种(植|子|类)|^户(外|籍|均|型|口)|^家(庭|具|电|纺|居|族|政|长|人)|^座谈|^P[A-Za-z]|^次会议|^项目|^类(别|型|似)"
    r"|^个(月|工作日|自然日|小时|方面|部分|环节|字|附件|百分点)|^[项款]$|^(名|人)$|^所(示|列|述|属|有|在|谓|以|需|得|指|称)|^场(景|所|地|馆)"
    r"|^天(然|津|气|线)|^元(素|宇|件|旦|器|月|年)"
)
"""Measures that are the beginning of another word."""
_NUMBERS_A_PLACE = re.compile(
    r"(?:图|表|附件|附图|附表|附录|公式|式|例|注|第|专栏|案例|步骤|章|节|条|款|编号|序号|前|后|[Nn][Oo]\.?|电话|传真|热线"
    r"|邮编|手机|[+×~～—–-])\s*[\d.\-]*$"
)
"""图2, 表3, 第5条: before a number that counts nothing, but says which."""
_LOOSE_MEASURES = ("个", "项", "种", "次", "条", "款", "名", "批次")
_PLANNED = re.compile(
    "|".join(
        (
            r"(?<!按)(?<!按照)(?<!原)(?<!比)(?<!较)计划",
            r"(?<![虚模])拟(?![定合人])|力争|争取|预计|有望|要求|不少于|将(?!$)|规划(?:建设|布局)",
            r"(?<!比)(?<!较)目标",
            r"(?<!截至)(?<!截止)到20[2-9]\d年",
            # that of a later five-year plan than the fourteenth, which is over
            r"到[“\"]?十[五六七]五",
            # 超过预期, 比预期, 不及预期 say what came of it, and 预期寿命 is no plan
            r"(?<![过出于比较到合])预期(?!寿命)",
        )
    )
)
"""In what is near before a figure: it is planned, and not what something is measured by (比计划, 按照计划)."""
_PLAN_FULFILLED = re.compile(
    r"(?<!确保)(?<!保证)(?<!努力)(?<!奋力)(?<!坚决)(?<!要)"
    r"(?:超额|提前|如期|圆满|全面)完成[^,。]{0,16}(?:目标|任务|计划)"
)
"""A plan of which it is told that it was fulfilled, and not that it shall be."""
_DONE = re.compile("已|截至|截止|实际|完成了|目前|现有")
"""What was counted already, in a clause that may speak of a plan too."""
_THAN_BEFORE = "(?:比|较)(?!原?计划|预期|目标|全国|全省|平均)[^,。]{1,12}"
_NEW_WORDS = (
    "新增(?!长)|净增|新认定|新培育|新建|新设|新入选|新入库|新开工|增加(?!值|到|至)|增长(?!到|至|率|点)|增设|增补|补入|递补|调入|新评定|再支持|本批|确定|公布"
    rf"|第[一二三四五六七八九十\d]+批|认定|遴选|入选|{_THAN_BEFORE}(?:多[出了]?|增)$"
)
_STOCK_WORDS = (
    "累计(?:已)?(?:认定|培育|支持|建成|公布|确定|遴选|入选|培训)?|总数|共有|已有|现有|拥有|实有|现为|已建成|(?<!未)(?<!不)达(?!不|标)(?:到(?!标))?|总量|保有|合计|总计|共计|存量|突破"
    "|(?:增加|增长|扩大|扩围|扩容|提高|提升|上升|增|减少|下降|减|降|缩减|压减)(?:到|至)|现存|共支持|总[\u4e00-\u9fff]{1,4}数"
)
_REMOVED_WORDS = (
    "退出|撤销|取消|移出|注销|除名|减少(?!到|至)|净减(?!到|至)|关停|淘汰(?!赛)|清退|压减(?!到|至)|调减(?!到|至)|调出|摘牌|吊销|撤并|停运"
    f"|{_THAN_BEFORE}少了?$"
)
_UNTOLD_WORDS = (
    "保留|剩余|还剩|其余|其中|延续|整改|累计新增|累计增加|由$|从$|(?:调整|变更?|更改|改)(?:为|到|至|成)"
    "|包括|包含|涵盖|涉及|囊括"
)
"""After which a figure is part of another, or what is left of it: its role cannot be told."""
_ROLES = (
    (ValueRole.REMOVED, re.compile(_REMOVED_WORDS)),
    (ValueRole.CUMULATIVE, re.compile(_STOCK_WORDS)),
    (ValueRole.NEW, re.compile(_NEW_WORDS)),
    (None, re.compile(_UNTOLD_WORDS)),
)
_BEHIND = (
    (ValueRole.REMOVED, re.compile("退出|被?撤销|被?取消|被?移出|注销|除名|关停|清退|不再")),
    (ValueRole.PLAN, re.compile("[^,。]{0,8}拟(?:予以?)?(?:入选|认定|纳入|推荐|支持|入围|入库|列入|确定)")),
    (ValueRole.NEW, re.compile("(?:为|是|系|属|均为)(?:本[次批年])?新(?:增|建|认定|入选|培育)|首次入选")),
)
_RATE = re.compile("[年月日周季]均|每[百千万]?(?:人|户)|每(?:[一1]?个?)?(?:年|月|天|日|周|星期|季度|小时)|平均每")
"""年均新增20家: neither what came new nor what there is."""
_BOTH = re.compile(
    "(?:新增|增加|新认定|入选)[^,。\\d]{0,4}[和与及、或/][^,。\\d]{0,4}(?:退出|撤销|取消|减少|移出)|"
    "(?:退出|撤销|取消|减少|移出)[^,。\\d]{0,4}[和与及、或/][^,。\\d]{0,4}(?:新增|增加|新认定|入选)"
)
_ROUGH = re.compile("(?<![一二两兩三四五六七八九])[一二两兩三四五六七八九]{2}(?:[十百千万萬亿億]|$)")
"""一两百, 七八: a guess and no number."""
_LONGEST_CLAUSE_BEHIND = 20
_TELLING = re.compile("共|累计|确定|公布|认定|新增|达到?|超过|突破|支持|建成|增长|完成|入选|培育|评选")


@dataclass(frozen=True, slots=True)
class TextFigure:
    """A figure: its measure word in `unit` (个), the thing counted in `counted` (城市), `wording` as written, and the
    `sentence` around it; `by_ocr` where they were read off a picture."""

    value: Decimal
    unit: str
    counted: str
    role: ValueRole | None
    wording: str
    sentence: str
    by_ocr: bool = False


def main_figures(title: str, text: str) -> tuple[TextFigure, ...]:
    """The figures that a document is most likely about, best first; each value with its unit once."""
    best: dict[tuple[Decimal, str, str], tuple[int, TextFigure]] = {}
    for number, (sentence, figure) in enumerate(_figures(title + "\n" + text[:_WITHIN])):
        weight = 2 * bool(_TELLING.search(sentence)) + 2 * bool(figure.counted) + (figure.wording in title) * 3
        # Among equals the earlier one: the main figure comes first, its parts follow.
        weight = weight * 1_000 - number
        key = (figure.value, figure.unit, figure.counted)
        # The same figure stands in the title, the text and the annex: the sentence that tells most of it is kept.
        if key not in best or best[key][0] < weight:
            best[key] = (weight, figure)
    ranked = sorted(best.values(), key=lambda entry: -entry[0])
    return tuple(figure for _, figure in ranked[:MOST])


def _figures(text: str) -> Iterator[tuple[str, TextFigure]]:
    folded = plain(text)
    for sentence in _SENTENCE.finditer(folded):
        start = sentence.start() + len(sentence[0]) - len(sentence[0].lstrip())
        end = min(start + _LONGEST_SENTENCE, start + len(sentence[0].strip()))
        for match in _FIGURE.finditer(folded[start:end]):
            figure = _figure(match, text[start:end])
            if figure is not None:
                yield text[start:end], figure


def _figure(match: re.Match[str], sentence: str) -> TextFigure | None:
    """The figure of a match in the folded `sentence`, in the words of the sentence as it is written."""
    value = parse_number(match[1])
    measure = match[2] or match[3]
    noun = sentence[match.start(4) : match.end(4)] if match[4] else ""
    if value is None or not _can_be_kept(value) or _NOT_A_COUNT.search(measure + plain(noun)):
        return None
    if _NUMBERS_A_PLACE.search(match.string[: match.start()]):
        return None
    # A share counts nothing: what stands before it (占比, 增速) is no noun that could be counted.
    counted = "" if match[2] else _counted(noun) or _counted_before(sentence[: match.start()])
    is_spelt = not any(sign.isascii() and sign.isdigit() for sign in match[1])
    if is_spelt and _ROUGH.search(match[1]):
        return None
    # 一批, 两手抓, 三方面: Chinese counts with small numbers where nothing is counted.
    if is_spelt and _is_turn_of_speech(value, match[1], measure, counted):
        return None
    value, unit = normalise(value, measure)
    # 1.2万 is 12000, where the product would be written 12000.0.
    value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    role = None if match[2] else _role(match.string, match.start(), match.end())
    end = match.start(4) + len(_counted(noun)) if match[4] else match.end()
    return TextFigure(value, unit, counted, role, sentence[match.start() : end].strip(), sentence)


def _can_be_kept(value: Decimal) -> bool:
    return value < Decimal(10) ** _MOST_DIGITS and len(value.as_tuple().digits) <= _MOST_DIGITS


def _is_turn_of_speech(value: Decimal, number: str, measure: str, counted: str) -> bool:
    """一天, 两个, 三方面: spelt out, and no counts."""
    return value <= 1 or (measure in _LOOSE_MEASURES and (len(number) == 1 or not counted))


def _counted(noun: str) -> str:
    """The thing counted, without the words that go on after it."""
    end = _NOUN_END.search(noun)
    return noun[: end.start()] if end else noun


def _counted_before(words: str) -> str:
    """The thing counted where it stands before the number: 累计支持试点城市101个."""
    found = _NOUN_BEFORE.search(words[-_NEAR:])
    return _VERB.split(found[1])[-1] if found else ""


def _role(sentence: str, before: int, end: int) -> ValueRole | None:
    """By the nearest telling word before the figure, within its clause or the list that it is in.

    A plan makes a plan of whatever is counted, and what follows the figure goes before what stands further off.
    """
    near = sentence[max(0, before - _NEAR) : before]
    clause = re.split("[,:()]", near)[-1]
    behind = re.split("[,、:()]", sentence[end : end + _LONGEST_CLAUSE_BEHIND])[0]
    # Told of no role rather than of a wrong one: a stock taken for an increment would be added up with others. But
    # 新增与退出相抵后净增7家 says which it is.
    if _RATE.search(clause) or (_BOTH.search(clause) and not clause.endswith(("净增", "净减"))):
        return None
    # A plan reaches over the whole sentence (力争到2027年，培育…，建成…), so that it is sought in all that is near,
    # while what was done is told by the clause alone.
    is_planned = _PLANNED.search(_PLAN_FULFILLED.sub("", near)) is not None
    if is_planned and not _DONE.search(clause) and "其中" not in clause:
        return ValueRole.PLAN
    for role, words in _BEHIND:
        # What came new follows the noun at once, what was removed may follow later: 12家企业因…被撤销.
        if words.match(behind) or (role is ValueRole.REMOVED and words.search(behind)):
            return role
    # In a list each entry may have its own verb: 新增12家、退出3家.
    own = clause.split("、")[-1]
    for text in (own, clause):
        places = [(found.end(), found.start(), role) for role, words in _ROLES for found in words.finditer(text)]
        if places:
            # The one that ends nearest; of two that end together the longer, since 累计新增 holds 新增 and says
            # something else.
            return max(places, key=lambda place: (place[0], -place[1]))[2]
    return None
