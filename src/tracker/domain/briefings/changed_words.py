"""What has changed between an earlier commitment and later words, and which relation of §8 that suggests.

It only suggests: a person says which relation it is. Words of change (并入, 推迟) count where the earlier words do not
have them too: 兼并重组 is no merger of two promises.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tracker.domain.commitments.quantity import Quantity
from tracker.domain.rows import Due
from tracker.domain.search.suggestion import Subject
from tracker.domain.terms import CommitmentKind, CountingBasis, DueBasis, Operator, RelationKind
from tracker.domain.text.numerals import NUMBER
from tracker.domain.text.text_folding import fold


class Change(StrEnum):
    """What is otherwise in later words."""

    REPLACED = "replaced"
    MERGED = "merged"
    RENAMED = "renamed"
    DROPPED = "dropped"
    AMOUNT_RAISED = "amount_raised"
    AMOUNT_LOWERED = "amount_lowered"
    AMOUNT_SET = "amount_set"
    AMOUNT_GONE = "amount_gone"
    UNIT = "unit"
    DUE_LATER = "due_later"
    DUE_EARLIER = "due_earlier"
    DUE_SET = "due_set"
    POSTPONED = "postponed"
    WIDER = "wider"
    NARROWER = "narrower"
    FIRMER = "firmer"
    SOFTER = "softer"
    TONE = "tone"
    NAME = "name"
    ACTOR = "actor"


@dataclass(frozen=True, slots=True)
class Difference:
    """One change, with the words or the value that were there before and are there now; "" where there is none.

    `said`: the later words say the change themselves.
    """

    change: Change
    before: str
    after: str
    said: bool = False


@dataclass(frozen=True, slots=True)
class Pledge:
    """An earlier commitment, as later words are compared with it. `publisher` is who said it."""

    subject: Subject
    quantity: Quantity | None = None
    due: Due | None = None
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class LaterWords:
    """The words of a unit or a passage, with what is known of it: amount, due date, departments by their names, and the
    day on which it was said."""

    text: str
    quantity: Quantity | None = None
    due: Due | None = None
    departments: tuple[str, ...] = ()
    said_on: date | None = None


_SAID: Mapping[Change, re.Pattern[str]] = {
    Change.REPLACED: re.compile("取代|替代|代替|废止|改由|改为|调整为|(?<!更)替换为|不再[^,，。]*而是"),
    Change.MERGED: re.compile(
        "并入|合并|整合(?:到|至|进|为|入)|(?:纳入|融入)[^,，。]*(?:统筹|一并|统一|行动|计划|方案|工程|体系)|归并|合二为一"
    ),
    Change.RENAMED: re.compile("更名|改名|改称|改叫|重新命名"),
    Change.DROPPED: re.compile("不再|停止|取消|终止|放弃|中止|暂停|撤销|叫停|不予|暂不|暂缓"),
    Change.POSTPONED: re.compile("推迟|延期|延长|顺延|延后|延至|延迟|推后|延续(?:到|至)|展期"),
    Change.AMOUNT_RAISED: re.compile("上调|提标|提高(?:到|至)|增加(?:到|至)|翻(?:一)?番"),
    Change.AMOUNT_LOWERED: re.compile("下调|调减|压减(?:到|至)|减少(?:到|至)|降低(?:到|至)|降(?:到|至)"),
    Change.NARROWER: re.compile(
        "缩小|收窄|缩减|限于|限定|仅(?:在|对|限|支持|面向)|只(?:在|对|限|支持|面向)|聚焦(?:到|于)|不含|除外|先(?:行)?在|率先在|首先在|集中(?:在|于)"
    ),
    Change.WIDER: re.compile(
        "扩围|扩面|扩容|扩大范围|范围扩大|扩范围|降门槛|(?:扩大|扩展|拓展|拓宽|扩充|延伸|推广|扩)(?:到|至)|全面推开|覆盖(?:到|至)|更大范围|"
        "更多(?:领域|行业|品类|城市)|全国范围|增加[^,，。]{1,12}(?:品类|领域|行业)"
    ),
}
"""Words that say the change themselves, the more telling first."""
_TENTATIVE = re.compile("研究(?!院|所|生|中心|型)|探索|谋划|论证|酝酿|筹备|试点")
_DOING = re.compile("建立|出台|印发|设立|建成|实施|启动|建设|全面|发布|开展|推出|落地")
_TONE = re.compile("适时|逐步|稳步|有序|力争|争取|鼓励|引导|加快|抓紧|尽快|大力|加力|深入|全面|持续|继续|积极")
_LISTED = re.compile("[、和与及]|以及")
_VERB = re.compile(
    "^(?:进一步|继续|持续|深入|加快|积极|着力|大力|有序|全面|加力|探索|研究|推动|推进|支持|实施|开展|建设|建立|制定|出台|打造|培育|发展|扩大|"
    "优化|完善|加强|促进|健全|落实|分级|组织|一批|聚焦|强化|提升|拓展|加大)+"
)
_END = re.compile("(?:等|产业|行业|领域|工作|行动|政策|试点|管理|建设|发展|制度|体系)+.*$")
_QUOTED = re.compile('[“"《]([^”"》]{2,30})[”"》]')
_CLAUSES = re.compile("[,，。；;：:]")
_CLASSES: Mapping[str, tuple[str, ...]] = {
    "制造业": ("消费品", "装备制造业", "原材料工业", "轻工", "纺织"),
    "工业": ("消费品工业", "制造业", "轻工业", "原材料工业"),
    "产品": ("汽车", "动力电池", "消费品", "家电"),
    "企业": ("中小企业", "民营企业", "大型企业", "外资企业"),
    "全国": ("部分城市", "部分地区", "试点城市", "东部", "中西部"),
    "各类": ("部分",),
}
"""What has others within it; where later words have the first for one of these, their scope is wider."""
_MEASURES = frozenset({"", "个", "家", "项", "件", "座", "所", "户", "款", "种", "批"})
_SHORTEST_ITEM = 2
_LONGEST_ITEM = 14
_SPLIT_ITEM = 4
_COUNT = re.compile(rf"(?:{NUMBER})[\u4e00-\u9fff%]")
_OPEN_TERMS = frozenset({DueBasis.STATED, DueBasis.DERIVED, DueBasis.DOCUMENT, DueBasis.USER})
"""A year that only stands over a section is another one each year, and no longer term."""
_RELATIONS: Mapping[Change, RelationKind] = {
    Change.REPLACED: RelationKind.REPLACED,
    Change.MERGED: RelationKind.MERGED,
    Change.RENAMED: RelationKind.RENAMED,
    Change.DROPPED: RelationKind.DROPPED,
    Change.POSTPONED: RelationKind.EXTENDED,
    Change.AMOUNT_RAISED: RelationKind.RAISED,
    Change.AMOUNT_LOWERED: RelationKind.LOWERED,
    Change.DUE_LATER: RelationKind.EXTENDED,
    Change.AMOUNT_SET: RelationKind.RAISED,
    Change.WIDER: RelationKind.WIDENED,
    Change.NARROWER: RelationKind.NARROWED,
    Change.FIRMER: RelationKind.RAISED,
    Change.SOFTER: RelationKind.LOWERED,
}
"""The relation that a change suggests, the more telling first; any other is a restatement with that difference."""

_OF_SCOPE = frozenset({Change.WIDER, Change.NARROWER})
_AMOUNTS = (Change.AMOUNT_RAISED, Change.AMOUNT_LOWERED)


def suggested_relation(changed: Sequence[Difference]) -> RelationKind:
    """Return the relation that the differences suggest: that of the most telling one, else a restatement."""
    found = {one.change for one in changed}
    said = {one.change for one in changed if one.said}
    # What the words say themselves goes before what follows from comparing them, but for two amounts that differ.
    first = [change for change in _RELATIONS if change in said and change not in _OF_SCOPE]
    first += [change for change in _AMOUNTS if change in found]
    first += [change for change in _RELATIONS if change in said]
    first += [change for change in _RELATIONS if change in found]
    return _RELATIONS[first[0]] if first else RelationKind.RESTATED


def differences(earlier: str, pledge: Pledge, later: LaterWords) -> tuple[Difference, ...]:
    """Return what later words have otherwise than an earlier commitment, whose most similar words are `earlier`."""
    before = fold(earlier)
    # By all that was promised: what stood in another passage of the commitment is nothing new.
    said_before = fold("\n".join((pledge.subject.title.zh, *pledge.subject.passages)))
    after = fold(later.text)
    found = [
        *_said(said_before, after),
        *_amount(pledge, later),
        *_due(pledge, later),
        *_scope(before, said_before, after, pledge),
        *_strength(before, said_before, after),
        *_names(earlier, said_before, later.text),
        *_actors(pledge.subject.departments, later.departments),
    ]
    kept: dict[Change, Difference] = {}
    for one in found:
        kept.setdefault(one.change, one)
    return tuple(kept.values())


def _said(before: str, after: str) -> Iterator[Difference]:
    for change, pattern in _SAID.items():
        new = [words[0] for words in pattern.finditer(after) if words[0] not in before]
        if new:
            yield Difference(change, "", new[0], said=True)


def says_change(before: str, after: str) -> bool:
    """Return whether later words say what becomes of something, in words that the earlier ones do not have."""
    return any(change not in _AMOUNTS for change in (one.change for one in _said(before, after)))


def _amount(pledge: Pledge, later: LaterWords) -> Iterator[Difference]:
    first, second = pledge.quantity, later.quantity
    before = first.wording if first else ""
    after = second.wording if second else ""
    if first is None or first.value is None:
        if second is not None and second.value is not None:
            yield Difference(Change.AMOUNT_SET, before, after)
        return
    if second is None or second.value is None:
        if (counted := _COUNT.search(first.wording)) and counted[0] in later.text:
            return  # the same amount, though no reader of amounts took it for one
        yield Difference(Change.AMOUNT_GONE, before, after)
    elif not _is_same_unit(first.unit, second.unit):
        yield Difference(Change.UNIT, before, after)
    elif (grown := _comparable(second, first) - _comparable(first, second)) != 0:
        # Of what must not be exceeded, less is more.
        is_more = (grown > 0) != (first.operator is Operator.AT_MOST)
        yield Difference(Change.AMOUNT_RAISED if is_more else Change.AMOUNT_LOWERED, before, after)


def _is_same_unit(one: str, other: str) -> bool:
    """Whether two amounts count alike: 个, 家 and 项 are measures of whatever is counted."""
    return one == other or _MEASURES.issuperset((one, other))


def _comparable(one: Quantity, other: Quantity) -> Decimal:
    """The amount as it compares with the other: an increment as the stock it leads to, where only one is a stock."""
    value = one.value or Decimal(0)
    is_increment = one.basis is CountingBasis.NEW and other.basis is CountingBasis.CUMULATIVE
    return value + one.baseline if is_increment and one.baseline is not None else value


def _due(pledge: Pledge, later: LaterWords) -> Iterator[Difference]:
    first = pledge.due.on if pledge.due else None
    second = later.due.on if later.due else None
    if later.due is None or second is None or first == second:
        return
    before = _day(first)
    after = second.isoformat()
    if first is None:
        yield Difference(Change.DUE_SET, before, after)
    elif second < first:
        yield Difference(Change.DUE_EARLIER, before, after)
    elif later.due.basis in _OPEN_TERMS and _is_term(pledge):
        yield Difference(Change.DUE_LATER, before, after)


def _is_term(pledge: Pledge) -> bool:
    """Whether the due date is a term of its own, and not the year for which something is promised every year."""
    due = pledge.due
    quantity = pledge.quantity
    if due is not None and due.on is not None and pledge.subject.kind is CommitmentKind.DOCUMENT:
        return True  # made once, whatever gave its year
    if due is None or due.on is None or due.basis not in _OPEN_TERMS:
        return False
    is_yearly = quantity is not None and quantity.basis is CountingBasis.NEW
    held_on = pledge.subject.held_on
    return not is_yearly or (held_on is not None and due.on.year > held_on.year)


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _scope(before: str, said_before: str, after: str, pledge: Pledge) -> Iterator[Difference]:
    """Whether more or fewer things are meant, by the lists of both and by what has others within it."""
    parts = {fold(part.title.zh) for part in pledge.subject.parts}
    first = _items(before) | parts
    second = _items(after)
    new = sorted(
        item for item in second if not _is_said(item, said_before) and not any(_is_said(item, one) for one in first)
    )
    gone = sorted(item for item in first if not _is_said(item, after))
    kept = [item for item in first if _is_said(item, after)]
    # One passage may promise several things, each a commitment: only of its own parts one can be missed.
    lost = sorted(part for part in parts if not _is_said(part, after))
    if len(second) > 1 and kept and new and not gone:
        yield Difference(Change.WIDER, "", "、".join(new))
    elif lost and len(lost) < len(parts) and not new:
        yield Difference(Change.NARROWER, "、".join(lost), "")
    for wide, narrow in _CLASSES.items():
        had = next((one for one in narrow if one in said_before and one not in after), None)
        has = next((one for one in narrow if one in after and one not in said_before), None)
        if had is not None and _has_wide(wide, after) and not _has_wide(wide, before):
            yield Difference(Change.WIDER, had, wide)
        elif has is not None and _has_wide(wide, before) and not _has_wide(wide, after):
            yield Difference(Change.NARROWER, wide, has)


def _has_wide(wide: str, words: str) -> bool:
    """Whether the words have it by itself, and not within one of what is narrower."""
    for narrow in _CLASSES[wide]:
        words = words.replace(narrow, "")
    return wide in words


def _items(words: str) -> frozenset[str]:
    """The things of a list, without the verb before and what is said of all behind; none where nothing is listed."""
    found: set[str] = set()
    for clause in _CLAUSES.split(words):
        pieces = _LISTED.split(clause.replace(",", "、"))
        if len(pieces) > 1:
            bare = (_END.sub("", _VERB.sub("", piece.strip())).split("的")[0] or piece.strip() for piece in pieces)
            found.update(item for item in bare if _SHORTEST_ITEM <= len(item) <= _LONGEST_ITEM)
    return frozenset(found)


def _is_said(item: str, words: str) -> bool:
    """Whether words name a thing: by all of it, by its end, as Chinese has the thing last, or by its first and last
    word (零碳工业园区, 零碳园区)."""
    if item in words or len(item) < _SPLIT_ITEM:
        return item in words
    ends = re.compile(f"{re.escape(item[:2])}.{{0,4}}{re.escape(item[-2:])}")
    return item[-3:] in words or ends.search(words) is not None


def _strength(before: str, said_before: str, after: str) -> Iterator[Difference]:
    first = [words for words in _TENTATIVE.findall(before) if words not in after]
    second = [words for words in _TENTATIVE.findall(after) if words not in said_before and words != "试点"]
    doing = _DOING.findall(after)
    if first and not second and doing:
        yield Difference(Change.FIRMER, first[0], doing[0])
    elif second and not first:
        yield Difference(Change.SOFTER, "", second[0])
    gone = next((words for words in _TONE.findall(before) if words not in after), "")
    new = next((words for words in _TONE.findall(after) if words not in said_before), "")
    if gone or new:
        yield Difference(Change.TONE, gone, new)


def _names(earlier: str, said_before: str, later: str) -> Iterator[Difference]:
    first = _QUOTED.findall(earlier)
    second = [name for name in _QUOTED.findall(later) if fold(name) not in said_before]
    gone = [name for name in first if fold(name) not in fold(later)]
    if gone and second:
        yield Difference(Change.NAME, gone[0], second[0])


def _actors(before: Sequence[str], after: Sequence[str]) -> Iterator[Difference]:
    """Whether others are responsible, where both name somebody."""
    if before and after and set(before).isdisjoint(after):
        yield Difference(Change.ACTOR, "、".join(before), "、".join(after))
