"""Which earlier commitments the words of a unit say again, and what has changed (§8). No model, no network.

A unit and a commitment are compared by pairs of characters. What is rare among the commitments weighs much, what every
notice says little. Both ways count: how much of the unit the commitment says, and how much of the commitment the unit
says; so that words in common alone (投入机制 of research and of manufacturing) make no pair.
"""

import math
import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from tracker.domain.briefings.changed_words import (
    Difference,
    LaterWords,
    Pledge,
    differences,
    says_change,
    suggested_relation,
)
from tracker.domain.briefings.fields import fields_of, share_field
from tracker.domain.briefings.no_pledge import is_no_pledge
from tracker.domain.rows import Name
from tracker.domain.search.phrases import CLAUSE, LINE, PlainText, grams, plain_text
from tracker.domain.search.suggestion import Commonness, Match, Origin, unbroken
from tracker.domain.terms import RelationKind
from tracker.domain.text.text_folding import fold

_LEAST = 0.34
"""The score below which nothing is named."""
_LEAST_BY_KEYWORDS = 0.5
"""The same, where next to nothing of it stands in the commitment itself."""
_SURE = 0.7
"""The score from which a relation is suggested in any case."""
_SHARE = 0.6
"""Of the score of the first: what is less alike is left out."""
_LEAST_OWN = 0.2
"""The share of a unit that title, passages and parts must say for a relation to be suggested: keywords alone, by which
evidence is found, tell that two are about one matter, but not that they promise the same."""
_GENERAL_WEIGHT = 0.2
_HALF_GENERAL_WEIGHT = 0.5
_COMMON_WEIGHT = 0.2
"""What a pair counts, of 1, that every commitment has."""
_OF_PART = 0.9
_OF_WHOLE_TITLE = 0.8
_OF_KEYWORD = 0.85
_OF_KEYWORD_PAIR = 0.8
_LEAST_TOTAL = 1.5
_LEAST_MASS = 1.5
_LEAST_KEYWORD_MASS = 2.5
"""Below which words are too few to be all of a commitment, though the unit has them all."""
_THEME = re.compile("^[^：:]*[：:]")
_TWO_WORDS = 4
_NEAR = 40
"""Characters within which the words of one keyword stand."""

_GENERAL = re.compile(
    "高质量发展|指导意见|实施意见|行动方案|工作方案|实施方案|行动计划|专项行动|管理办法|政策措施|政策机制|"
    "重点行业|重点领域|深入实施|进一步|有序推进|加快推进|深入推进|持续|继续|组织|积极|努力|有关|相关|加大|力度|"
    "发展|推进|推动|促进|加快|加强|实施|开展|建设|培育|一批|支持|完善|政策|研究|制定|出台|打造|优化|工作|国家|中国|市场|"
    "技术|行业|领域|体系|机制|水平|能力|管理|创新|产业|企业|应用|文件|建立|健全|强化|提升|提高|扩大|构建|安排|深化|落实|"
    "全国|试点|方案|措施|改革|方式|投入|单独|部署|时间|更好|发挥|作用|城市|基础设施"
)
"""Words of every notice: no commitment is known by them."""
_UNCOUNTED = re.compile(
    rf"(?:到|在|自)?20\d\d年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:上半年|下半年)?(?:底|末|前|起)?|年内|今年|明年|年底前?|力争|争取|确保"
    r"|(?<![a-z0-9])\d+(?:\.\d+)?[百千万亿]{0,2}(?:个百分点|[个家项件户台套辆种名人次条类场天亩吨元批期所支只栋])?(?:以上|以内|左右)?(?![a-z0-9])"
    rf"|^(?:安排|统筹|发行|用好)[^{CLAUSE}{LINE}]{{1,20}}?(?:支持|用于)"
    rf"|(?:采取|通过|运用|利用|借助|采用)[^{CLAUSE}{LINE}]{{1,30}}?(?:等)?(?:方式|形式|手段|途径|渠道)"
    rf"|(?:并入|更名为|改名为|改称|调整到|推迟到|推迟至|延长至|延长到|改为|改由)[^{CLAUSE}{LINE}]*"
    "|不再|停止|取消|暂缓|暂不|终止|放弃|中止|撤销|搁置|进行|推迟|延期|延长|顺延|上调|下调|扩围|扩面|扩大到|扩展到|拓展到|调整|收窄|缩小"
)
"""Amounts, days, money, means and what becomes of it: they tell how, how much and what else, but not what was
promised."""
_LOCAL = re.compile("[全我本][市县省区州](?!域)|县级")
_VERBS = re.compile(
    "建设|打造|培育|制定|出台|修订|扩大|优化|遴选|认定|构建|健全|规范|设立|拓展|降低|减轻|清理|推广|探索|落实|下沉|保持|加大"
)
_OF_NO_PLEDGE = 0.35
_OF_LOCAL = 0.65
_OF_OTHER_FIELD = 0.35
_OF_NEW_FIELD = 0.7
_OF_OTHER_HEAD = 0.75
_OF_SAME_VERB = 1.1
_OF_CHANGE = 1.25
_OF_SAME_NAME = 1.7
_OF_CLAUSE = 0.95
"""Of the score, for words that are no pledge, of another place, of another field or of one where there was none, whose
last words are another thing than was promised, which do the same to it, which say what becomes of it, or which are one
of several clauses."""
_CALLED = re.compile('"([^"]{2,12})"')
"""What stands in quotation marks, in folded words: the name of a programme, which another pledge seldom has."""
_LIST_MARKS = frozenset("、和与及")


@dataclass(frozen=True, slots=True)
class Recognition:
    """An earlier commitment that a unit may say again.

    `score` lies between 0 and 1; `matched` are the words of the unit that it shares, the heaviest first; `earlier` is
    the passage that is most alike, said by `publisher` on `held_on`; `relation` is what the differences suggest, None
    for words that are only related.
    """

    code: str
    title: Name
    publisher: str
    held_on: date | None
    score: float
    matched: tuple[Match, ...]
    earlier: str
    differences: tuple[Difference, ...]
    relation: RelationKind | None


@dataclass(slots=True)
class _Known:
    """A commitment with its words in plain form: its own texts, each with what it counts at most, and its keywords."""

    pledge: Pledge
    texts: tuple[tuple[str, float], ...]
    keywords: tuple[tuple[str, ...], ...]
    own: frozenset[str]
    said: str
    fields: frozenset[str]
    called: frozenset[str]
    weighed: list[tuple[dict[str, float], float, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Words:
    """A unit in plain form, with the weight of each pair of characters by where it begins."""

    text: str
    plain: PlainText
    pairs: tuple[tuple[int, str, float], ...]
    total: float
    general: frozenset[int]
    said_on: date | None

    @property
    def clauses(self) -> list[list[tuple[int, str, float]]]:
        """The pairs of each clause."""
        found: dict[int, list[tuple[int, str, float]]] = defaultdict(list)
        ends = [place for place, sign in enumerate(self.plain.words) if sign in (CLAUSE, LINE)]
        for start, pair, weight in self.pairs:
            found[bisect(ends, start)].append((start, pair, weight))
        return list(found.values())

    @property
    def all_pairs(self) -> frozenset[str]:
        return frozenset(pair for _, pair, _ in self.pairs)


class Recogniser:
    """An index over earlier commitments. Build it once; `rank` says the same of the same words every time.

    Without a `commonness` the pledges are all that there are, and tell it themselves.
    """

    def __init__(self, pledges: Iterable[Pledge], commonness: Commonness | None = None) -> None:
        self._known = [_known(pledge) for pledge in pledges]
        self._commonness = commonness
        self._having: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(self._known):
            in_keywords = {pair for words in one.keywords for word in words for pair in grams(word, 2)}
            for pair in one.own | in_keywords:
                self._having[pair].append(number)
        total = commonness.total if commonness else len(self._known)
        self._most = math.log(total + 1)
        # Of a large ledger these are a few that were chosen: how common a pair is among all follows from its share.
        self._each = total / len(self._known) if self._known else 1.0
        for one in self._known:
            for words, most in one.texts:
                weights = {pair: weight for _, pair, weight in self._weights(words)}
                one.weighed.append((weights, max(sum(weights.values()), _LEAST_MASS), most))

    def rank(self, later: LaterWords) -> tuple[Recognition, ...]:
        """The earlier commitments that the words say again, the likeliest first; none where they say none again."""
        plain = plain_text(later.text)
        pairs = tuple(self._weights(plain.words))
        total = sum(weight for _, _, weight in pairs)
        words = _Words(later.text, plain, pairs, total, _marked(_GENERAL, plain.words), later.said_on)
        asked = {
            number for _, pair, weight in pairs if weight > _GENERAL_WEIGHT for number in self._having.get(pair, ())
        }
        found = [(self._score(words, self._known[number]), self._known[number]) for number in asked]
        likely = [(score, known) for score, known in found if score >= self._least(words, known)]
        likely.sort(key=_order)
        best = max((score for score, _ in likely), default=0.0)
        return tuple(self._recognition(later, words, known, score) for score, known in likely if score >= best * _SHARE)

    def _least(self, words: _Words, known: _Known) -> float:
        return _LEAST if _own_share(words, known) >= _LEAST_OWN else _LEAST_BY_KEYWORDS

    def _weights(self, words: str) -> Iterator[tuple[int, str, float]]:
        """Every pair of characters that no end of a clause parts: where it begins, and what it weighs."""
        general = _marked(_GENERAL, words)
        uncounted = _marked(_UNCOUNTED, words)
        for start in range(len(words) - 1):
            pair = words[start : start + 2]
            if CLAUSE in pair or LINE in pair or start in uncounted or start + 1 in uncounted:
                continue
            both = (start in general) + (start + 1 in general)
            factor = (1.0, _HALF_GENERAL_WEIGHT, _GENERAL_WEIGHT)[both]
            yield start, pair, factor * (_COMMON_WEIGHT + (1 - _COMMON_WEIGHT) * self._rarity(pair))

    def _rarity(self, pair: str) -> float:
        """From 0, what every commitment says, to 1, what at most one says."""
        known = self._commonness.holders.get(pair) if self._commonness else None
        holders = len(self._having.get(pair, ())) * self._each if known is None else known
        return 1.0 - min(1.0, math.log(max(1.0, holders)) / self._most) if self._most else 1.0

    def _score(self, words: _Words, known: _Known) -> float:
        """How alike they are: as a whole, or by the clause that is most alike where there are several."""
        keywords = _keywords_in(known, words.plain.words)
        by_keyword = {pair for keyword in keywords for word in keyword for pair in grams(word, 2)}
        clauses = words.clauses
        scores = [self._score_of(words, words.pairs, known, keywords, by_keyword)]
        if len(clauses) > 1:
            # Each by itself, and with the next: what is promised, and how much of it, are often two.
            parts = [*clauses, *([*one, *after] for one, after in pairwise(clauses) if len(clauses) > 2)]
            scores += [_OF_CLAUSE * self._score_of(words, one, known, keywords, by_keyword) for one in parts]
        same_name = _OF_SAME_NAME if known.called.intersection(_CALLED.findall(fold(words.text))) else 1.0
        return min(1.0, max(scores) * same_name * _likelihood(words, known))

    def _score_of(
        self,
        words: _Words,
        pairs: Sequence[tuple[int, str, float]],
        known: _Known,
        keywords: Sequence[tuple[str, ...]],
        by_keyword: Collection[str],
    ) -> float:
        """The mean of both shares: of the words that the commitment says, and of the commitment that the words say."""
        said = sum(
            weight * (1.0 if pair in known.own else _OF_KEYWORD_PAIR)
            for _, pair, weight in pairs
            if pair in known.own or pair in by_keyword
        )
        asked = {pair for _, pair, _ in pairs}
        share = max(
            (
                most * sum(weights[pair] for pair in asked & weights.keys()) / mass
                for weights, mass, most in known.weighed
            ),
            default=0.0,
        )
        for keyword in keywords:
            own = [pair for word in keyword for pair in grams(word, 2)]
            if asked.issuperset(own):
                mass = sum(weight for word in keyword for _, _, weight in self._weights(word))
                share = max(share, _OF_KEYWORD * min(1.0, mass / _LEAST_KEYWORD_MASS))
        total = max(_LEAST_TOTAL, sum(weight for _, _, weight in pairs))
        score = math.sqrt(said / total * share)
        score *= _of_field(words, pairs, known)
        return score if _has_head(words, pairs, known, by_keyword) else score * _OF_OTHER_HEAD

    def _recognition(self, later: LaterWords, words: _Words, known: _Known, score: float) -> Recognition:
        pledge = known.pledge
        earlier = self._most_alike(words, known)
        changed = differences(earlier, pledge, later)
        is_promised = _own_share(words, known) >= _LEAST_OWN or score >= _SURE
        relation = suggested_relation(changed) if is_promised else None
        return Recognition(
            pledge.subject.code,
            pledge.subject.title,
            pledge.publisher,
            pledge.subject.held_on,
            round(score, 3),
            tuple(_matches(words, known)),
            earlier,
            changed,
            relation,
        )

    def _most_alike(self, words: _Words, known: _Known) -> str:
        """The passage that shares most with the words; the title where there is none."""
        asked = words.all_pairs
        passages = known.pledge.subject.passages or (known.pledge.subject.title.zh,)

        def shared(passage: str) -> float:
            weights = [(pair, weight) for _, pair, weight in self._weights(plain_text(passage).words)]
            # By the root of its own weight: the longer of two passages is not the more alike for being longer.
            own = math.sqrt(sum(weight for _, weight in weights)) or 1.0
            return sum(weight for pair, weight in weights if pair in asked) / own

        return max(passages, key=shared)


def _order(scored: tuple[float, _Known]) -> tuple[float, int, str]:
    """The likeliest first; of those that are alike what was said last, which itself says the others again."""
    score, known = scored
    held_on = known.pledge.subject.held_on
    return -score, -held_on.toordinal() if held_on else 0, known.pledge.subject.code


def _known(pledge: Pledge) -> _Known:
    subject = pledge.subject
    # What stands before a colon in a title is its theme, which commitments beside it have too.
    title = plain_text(_THEME.sub("", subject.title.zh)).words
    parts = [plain_text(part.title.zh).words for part in subject.parts]
    texts = [title, *(plain_text(passage).words for passage in subject.passages)]
    keywords = tuple(words for keyword in subject.keywords for words in _forms(keyword))
    whole = plain_text(subject.title.zh).words
    own = frozenset(pair for words in (whole, *texts, *parts) for pair in grams(words, 2))
    weighed = (*((words, 1.0) for words in texts), (whole, _OF_WHOLE_TITLE), *((words, _OF_PART) for words in parts))
    said = CLAUSE.join((whole, *texts, *parts))
    called = frozenset(name for text in (subject.title.zh, *subject.passages) for name in _CALLED.findall(fold(text)))
    return _Known(pledge, weighed, keywords, own, said, fields_of(said), called)


def _forms(keyword: str) -> Iterator[tuple[str, ...]]:
    """A keyword as its words appear in a text; one of two words of two signs (算力布局) also with others between."""
    words = tuple(word for piece in keyword.split() if (word := unbroken(piece)))
    if words:
        yield words
    if len(words) == 1 and len(words[0]) == _TWO_WORDS and not words[0].isascii():
        yield words[0][:2], words[0][2:]


def _keywords_in(known: _Known, words: str) -> list[tuple[str, ...]]:
    """The keywords of a commitment that the words have whole, the words of each near each other."""
    return [keyword for keyword in known.keywords if _stand_near(keyword, words)]


def _stand_near(keyword: tuple[str, ...], words: str) -> bool:
    places = [words.find(word) for word in keyword]
    return min(places) >= 0 and max(places) - min(places) <= _NEAR


def _likelihood(words: _Words, known: _Known) -> float:
    """How much likelier or not it is that such words say this commitment again, as a factor."""
    text = words.plain.words
    factor = 1.0
    if _says_change(words, known):
        factor = _OF_CHANGE
    elif is_no_pledge(fold(words.text), words.said_on):
        factor = _OF_NO_PLEDGE
    if any(found not in known.said for found in _LOCAL.findall(text)):
        factor *= _OF_LOCAL
    return factor * (_OF_SAME_VERB if any(verb in known.said for verb in _VERBS.findall(text)) else 1.0)


def _says_change(words: _Words, known: _Known) -> bool:
    return says_change(known.said, fold(words.text))


def _of_field(words: _Words, pairs: Sequence[tuple[int, str, float]], known: _Known) -> float:
    """What it counts that the words are of another field than the commitment, or of one where it is of none."""
    if not pairs:
        return 1.0
    own = fields_of(words.plain.words[pairs[0][0] : pairs[-1][0] + len(pairs[-1][1])])
    # What is widened, merged or replaced may be of another field from then on.
    if not own or share_field(own, known.fields) or _says_change(words, known):
        return 1.0
    return _OF_OTHER_FIELD if known.fields else _OF_NEW_FIELD


def _has_head(
    words: _Words, pairs: Sequence[tuple[int, str, float]], known: _Known, by_keyword: Collection[str]
) -> bool:
    """Whether the last thing of the words, or of one item of a list in them, is the commitment's: Chinese has what is
    meant last, and what it is of before (绿色低碳 of technology, of the economy)."""
    heads: dict[int, str] = {}
    item = 0
    last = -1
    for start, pair, _ in pairs:
        between = words.text[words.plain.ends[start - 1] if start else 0 : words.plain.starts[start]]
        parted = (
            bool(_LIST_MARKS.intersection(between))
            or pair[0] in _LIST_MARKS
            or CLAUSE in words.plain.words[last + 1 : start]
        )
        item += parted
        last = start
        if start not in words.general and start + 1 not in words.general:
            heads[item] = pair
    return any(pair in known.own or pair in by_keyword for pair in heads.values())


def _own_share(words: _Words, known: _Known) -> float:
    """How much of the words is in the commitment itself, and not in its keywords alone."""
    own = sum(weight for _, pair, weight in words.pairs if pair in known.own)
    return own / words.total if words.total else 0.0


def _marked(pattern: re.Pattern[str], words: str) -> frozenset[int]:
    return frozenset(place for found in pattern.finditer(words) for place in range(*found.span()))


def _matches(words: _Words, known: _Known) -> list[Match]:
    """The stretches that both say, and the keywords, as they are written in the unit, the heaviest first."""
    found: list[Match] = []
    run: list[tuple[int, float]] = []

    def close() -> None:
        if run and max(weight for _, weight in run) > _GENERAL_WEIGHT:
            said = words.plain.original(words.text, run[0][0], run[-1][0] + 2)
            found.append(Match(said, Origin.PASSAGE, round(sum(weight for _, weight in run), 3)))
        run.clear()

    for start, pair, weight in words.pairs:
        if pair in known.own:
            if run and start != run[-1][0] + 1:
                close()
            run.append((start, weight))
        else:
            close()
    close()
    said = {match.words for match in found}
    weights = {pair: weight for _, pair, weight in words.pairs}
    for keyword in _keywords_in(known, words.plain.words):
        spans = sorted((words.plain.words.find(word), len(word)) for word in keyword)
        told = " ".join(words.plain.original(words.text, start, start + size) for start, size in spans)
        if not any(told in one for one in said):
            weight = sum(weights.get(pair, 0.0) for word in keyword for pair in grams(word, 2))
            found.append(Match(told, Origin.KEYWORD, round(_OF_KEYWORD * weight, 3)))
            said.add(told)
    return sorted(found, key=lambda match: (-match.weight, match.words))
