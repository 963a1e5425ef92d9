"""The main figures of a text, with unit, role and the sentence around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tracker.domain.numerals import NUMBER, parse_number
from tracker.domain.quantity import normalise
from tracker.domain.terms import ValueRole

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
    rf"(?<![\d.第〔\[（(]|[一二三四五六七八九十])({NUMBER})\s*(?:余|多)?\s*(?:(%|％|‰)|([百千万亿]?(?:{_MEASURES}))"
    r"(?:以上|以内|左右|以下)?的?"
    r"(?=((?:[\u4e00-\u9fffA-Za-z0-9“”·-](?!为|是|将|，)){0,14}[\u4e00-\u9fff])?))"
)
_NOUN_END = re.compile(
    "以上|以内|左右|以下|名单|的|和|与|及|等|为|是|将|在|已|并|由|共|，|开展|实现|进入|达到|通过|入选|纳入|列入|予以|进行|组织|获|按"
)
_NOUN_BEFORE = re.compile("([\u4e00-\u9fff]{2,16}?)(?:总数|数量|规模)?(?:达到?|超过|突破|共计?|合计|已|有|为|累计)*$")
_VERB = re.compile(
    "支持|认定|培育|建成|确定|新增|建设|打造|遴选|评选|发布|公布|累计|已|的|和|与|在|共有?|有|了|等|出|将|我国|全国"
)
_LONGEST_SENTENCE = 1_000
_NEAR = 60
"""Characters before a figure that can say what it counts."""
_SENTENCE = re.compile(r"[^。！？；!?;\n]+")
_NOT_A_COUNT = re.compile(
    r"^(部)(门|委|分|署|长|级)|^人(民|大|员|才|工|均|类|口)|^名(单|称|义|录)|^条(例|件|款)|^处(理|长|置|于)|^次(日|年|要)"
    r"|^架构|^台(账|湾)|^种(植|子)|^户(外|籍|均)|^家庭|^座谈|^P[A-Za-z]|^(个)(月|工作日|自然日|小时|方面|部分|环节|字|附件)|^[项款]$|^次(会议|全体)|^(名|人)$"
)
_LOOSE_MEASURES = ("个", "项", "种", "次", "条", "款", "名", "批次")
_ROLES = (
    (ValueRole.REMOVED, re.compile("退出|撤销|取消|移出|注销")),
    (ValueRole.PLAN, re.compile("计划|拟|力争|目标|到20[2-9]\\d年|将|预计|不少于")),
    (ValueRole.CUMULATIVE, re.compile("累计|总数|共有|已有|已建成|达到?|总量|保有|合计")),
    (ValueRole.NEW, re.compile("新增|新认定|新培育|再支持|本批|确定|公布|第[一二三四五六七八九十\\d]+批|认定|遴选")),
)
_TELLING = re.compile("共|累计|确定|公布|认定|新增|达到?|超过|突破|支持|建成|增长|完成|入选|培育|评选")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its measure word in `unit` (个), the thing counted in `counted` (城市), `wording` as written, and the
    `sentence` around it."""

    value: Decimal
    unit: str
    counted: str
    role: ValueRole | None
    wording: str
    sentence: str


def main_figures(title: str, text: str) -> tuple[Figure, ...]:
    """The figures that a document is most likely about, best first; each value with its unit once."""
    best: dict[tuple[Decimal, str, str], tuple[int, Figure]] = {}
    for number, (sentence, figure) in enumerate(_figures(title + "\n" + text[:_WITHIN])):
        weight = 2 * bool(_TELLING.search(sentence)) + 2 * bool(figure.counted) + (figure.wording in title) * 3
        weight = weight * 1_000 - number
        key = (figure.value, figure.unit, figure.counted)
        if key not in best or best[key][0] < weight:
            best[key] = (weight, figure)
    ranked = sorted(best.values(), key=lambda entry: -entry[0])
    return tuple(figure for _, figure in ranked[:MOST])


def _figures(text: str) -> Iterator[tuple[str, Figure]]:
    for sentence in _SENTENCE.finditer(text):
        words = sentence[0].strip()[:_LONGEST_SENTENCE]
        for match in _FIGURE.finditer(words):
            figure = _figure(match, words)
            if figure is not None:
                yield words, figure


def _figure(match: re.Match[str], sentence: str) -> Figure | None:
    value = parse_number(match[1])
    measure = match[2] or match[3]
    noun = match[4] or ""
    if value is None or not _can_be_kept(value) or _NOT_A_COUNT.search(measure + noun):
        return None
    counted = "" if match[2] else _counted(noun) or _counted_before(sentence[: match.start()])
    if not match[1].isascii() and _is_turn_of_speech(value, match[1], measure, counted):
        return None
    value, unit = normalise(value, measure.replace("％", "%"))
    value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    role = None if match[2] else _role(sentence, match.start())
    end = match.start(4) + len(_counted(noun)) if match[4] else match.end()
    return Figure(value, unit, counted, role, sentence[match.start() : end].strip(), sentence)


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


def _role(sentence: str, before: int) -> ValueRole | None:
    """By the nearest telling word before the figure, within its clause."""
    near = sentence[max(0, before - _NEAR) : before]
    clause = re.split("[，,、：:]", near)[-1] or near
    for text in (clause, near):
        places = [(found.start(), role) for role, words in _ROLES for found in words.finditer(text)]
        if places:
            return max(places, key=lambda place: place[0])[1]
    return None
