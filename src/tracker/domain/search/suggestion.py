"""Which commitments a text bears on, and by which of its words. No model, no network: words are found and weighed.

A commitment is known by its code, its keywords, stretches of its title and passages, and its figure. What only sounds
like the field (高质量发展) weighs little, because many commitments share it; what few share weighs much,
and the longer the more. So "none" is an answer: nothing is suggested without a phrase that is a commitment's own.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from heapq import nlargest

from tracker.domain.commitments.bodies import state_bodies
from tracker.domain.rows import Name, PartRow
from tracker.domain.search.english_terms import english_words
from tracker.domain.search.english_text import plain_english, read_plain
from tracker.domain.search.phrases import CLAUSE, LINE, PhraseFinder, PlainText, grams, plain_text
from tracker.domain.search.suggestion_penalties import Penalties
from tracker.domain.terms import CommitmentKind
from tracker.domain.text.dates import is_early
from tracker.domain.text.text_folding import fold


class Origin(StrEnum):
    """What of a commitment the words of a text agree with."""

    KEYWORD = "keyword"
    TITLE = "title"
    PASSAGE = "passage"
    FIGURE = "figure"
    CODE = "code"
    LIKENESS = "likeness"


@dataclass(frozen=True, slots=True)
class Subject:
    """A commitment as far as words can tell it.

    The words of one keyword, parted by blanks, must all stand near each other. `figure` is the target as a text would
    give it (100个), `departments` are the names of those responsible, `speakers`, `held_on` and `publisher` those of
    the briefing.
    """

    code: str
    title: Name
    passages: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    parts: tuple[PartRow, ...] = ()
    figure: str = ""
    departments: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    held_on: date | None = None
    kind: CommitmentKind | None = None
    verifiable: bool = True
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """Words of the text, what they agree with, and what that weighs."""

    words: str
    origin: Origin
    weight: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A commitment that a text may bear on. `score` lies between 0 and 1; the heaviest match comes first.

    `early`: the text is older than the briefing, so that it shows what was under way, and fulfils nothing (§5).
    `others`: its title names other bodies than who gave the commitment and who is responsible for it.
    """

    code: str
    title: Name
    part: PartRow | None
    score: float
    matched: tuple[Match, ...]
    early: bool = False
    others: bool = False

    @property
    def reasons(self) -> tuple[Match, ...]:
        """The matches as a reader sees them: without those whose words another one has within its own, the heaviest
        of equal ones."""
        said = [fold(match.words) for match in self.matched]
        return tuple(
            match
            for place, match in enumerate(self.matched)
            if not any(
                said[place] in other and (said[place] != other or number < place)
                for number, other in enumerate(said)
                if number != place
            )
        )


@dataclass(frozen=True, slots=True)
class Commonness:
    """How many of all commitments hold each pair of characters of a text, where only some of them are looked at."""

    holders: Mapping[str, int]
    total: int


MOST_SUGGESTIONS = 8
LONGEST_TEXT = 8_000
"""Characters of a text that are read: what it is about, it has said by then."""

_THRESHOLD = 1.25
"""What the matches of a commitment must weigh for it to be suggested at all."""
_SHARE = 0.4
"""Of the weight of the first suggestion: what weighs less is left out."""
_HALF = 3.0
"""The weight at which a score is one half."""
_TITLE_LENGTH = 40
"""Characters taken for the title of a text that is one line."""
_IN_TITLE = 1.5
_IN_ANOTHER = 0.5
_OF_FIGURE = 0.3
_OF_CODE = 20.0
"""A text that gives the code of a commitment says outright which one it means."""
_NEXT = 0.6
"""What each further match adds, as a share of the one before."""
_VAGUE = 0.8
"""Of the weight for a pledge that nobody can verify: a notice is seldom about one."""
_OF_ITS_KIND = 1.1
_ALIKE = 0.9
"""How much a text has to have in common with one commitment, pair by pair of characters, where it has no phrase of any:
the rarity of the shared pairs, by the root of how many the text has."""
_ALONE = 1.8
"""How many times as much as with the next one."""
_ALIKE_WITHIN = 500
"""Characters of a text that are compared so."""
_FEW_PAIRS = 10
_WINDOW = 120
"""Characters within which the words of one keyword stand together."""
_GRAM = 4


@cache
def _fields() -> re.Pattern[str]:
    """What publishers work in: it is in every text of theirs, and 工业和信息化 says nothing of 工业."""
    return re.compile("|".join(body.field for body in state_bodies().independent if body.field))


_SIGNS = {
    CommitmentKind.DOCUMENT: re.compile("条例|办法|规定|意见|方案|措施|规划|法规|规范|文件|印发|施行"),
    CommitmentKind.DESIGNATION: re.compile("名单|公示|认定|遴选|入选|案例"),
    CommitmentKind.CULTIVATION: re.compile("名单|公示|认定|培育|累计"),
    CommitmentKind.PILOT: re.compile("试点|先行区|首批"),
    CommitmentKind.STUDY: re.compile("研究|筹备|论证|座谈"),
}
"""Words of a title that tell which kind of commitment it is likely to be about."""

_GENERAL = re.compile(
    "工业和信息化|高质量发展|数字化转型|指导意见|实施意见|若干意见|行动方案|工作方案|实施方案|行动计划|专项行动|管理办法|"
    "政策措施|若干措施|政策机制|重点行业|重点领域|典型案例|推广应用|融合应用|应用场景|产业发展|深入实施|制造业|产业|企业|"
    "发展|推进|推动|促进|加快|加强|实施|开展|建设|培育|一批|支持|完善|政策|研究|制定|出台|打造|优化|工作|国家|中国|市场|"
    "技术|行业|领域|体系|机制|水平|能力|管理|创新|试点|标准|城市|应用|文件"
)
"""Words of every notice: no commitment is known by them."""


@cache
def _little_words() -> frozenset[str]:
    """English words of every notice, as they are compared."""
    return frozenset(
        word
        for word, _, _ in english_words(
            "a an the of for and or to in on with by that as is are was were be been has have had will would should "
            "shall can it its at from more most further new build promote up out into over under than their this "
            "these those which who not no but about after before all any each other one first so such when where said "
            "say make made take also china chinese national ministry department state year optimise orderly way carry "
            "run put effect work step support ahead widen draw plan issue list speed use foster improve explore "
            "develop development high quality policy measure action program press conference notice better strengthen "
            "enhance push key level system result set open case "
        )
    )


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One way to know a commitment: all of `words`, near each other."""

    subject: int
    words: tuple[str, ...]
    origin: Origin
    weight: float


@dataclass(frozen=True, slots=True)
class _Hit:
    phrase: _Phrase
    spans: tuple[tuple[int, int], ...]
    weight: float

    @property
    def places(self) -> frozenset[int]:
        return frozenset(place for start, end in self.spans for place in range(start, end))


class Suggester:
    """An index over commitments. Build it once; `rank` is fast, and says the same of the same text every time.

    Without a `commonness` the subjects are all that there are, and tell it themselves.
    """

    def __init__(self, subjects: Iterable[Subject], commonness: Commonness | None = None) -> None:
        self._subjects = tuple(subjects)
        self._rarity = _Rarity(self._subjects, commonness)
        self._english = _EnglishTitles(self._subjects)
        self._by_word: dict[str, list[_Phrase]] = defaultdict(list)
        words: dict[str, None] = {}
        for phrase in self._phrases():
            # By its first word alone: the others are only looked up where that one stands, so that most phrases of a
            # ledger cost nothing.
            self._by_word[phrase.words[0]].append(phrase)
            words.update(dict.fromkeys(phrase.words))
        self._finder = PhraseFinder((word, word) for word in words)

    def rank(self, text: str, published: str = "", *, whole: bool = False) -> tuple[Suggestion, ...]:
        """The commitments that the text bears on, the likeliest first; none where it says nothing that is theirs.

        `published` is its ISO day or month, "" where nobody knows. `whole` leaves none out that it may bear on, however
        many there are and however much less likely: for who has to say of each that nothing was found.
        """
        text = text[:LONGEST_TEXT]
        plain = read_plain(text)
        title = plain.words[: _title_end(plain.words)]
        penalties = Penalties(fold(text), plain, title)
        weighed: list[tuple[float, int, list[_Hit]]] = []
        for number, hits in self._hits(plain, penalties).items():
            subject = self._subjects[number]
            weight = sum(_added(hits)) * penalties.about(subject)
            weighed.append((weight * _likelihood(subject, title), number, hits))
        weighed.sort(key=lambda entry: (-entry[0], self._subjects[entry[1]].code))
        # A last resort: a text that names nothing by its phrases may still be much more like one commitment than like
        # any other. Laws are like all of them.
        if self._subjects and not any(weight >= _THRESHOLD for weight, _, _ in weighed) and not penalties.is_law:
            weighed = list(self._alike(plain, penalties))
        # What weighs much less than the first is noise beside it, though alone it might have been shown.
        share = 0.0 if whole else _SHARE
        least = max([_THRESHOLD, *(weight * share for weight, _, _ in weighed[:1])])
        return tuple(
            replace(
                self._suggestion(number, weight, hits, plain, text),
                early=self._is_early(number, published),
                others=penalties.names_others(self._subjects[number]),
            )
            for weight, number, hits in (weighed if whole else weighed[:MOST_SUGGESTIONS])
            if weight >= least
        )

    def _phrases(self) -> Iterator[_Phrase]:
        """Every way to know a commitment by its code, its keywords and its figure, with its weight."""
        for number, subject in enumerate(self._subjects):
            yield _Phrase(number, (unbroken(subject.code),), Origin.CODE, _OF_CODE)
            for keyword in subject.keywords:
                words = tuple(word for piece in keyword.split() if (word := unbroken(piece)))
                if words:
                    rarity = max(map(self._rarity.of, words))
                    yield _Phrase(number, words, Origin.KEYWORD, rarity * _length_factor(sum(map(len, words))))
            if figure := unbroken(subject.figure):
                yield _Phrase(number, (figure,), Origin.FIGURE, _OF_FIGURE)

    def _hits(self, plain: PlainText, penalties: Penalties) -> dict[int, list[_Hit]]:
        """What of the text agrees with which commitment, by its number."""
        words_of_text = words_of(plain)
        places: dict[str, list[int]] = defaultdict(list)
        for found in self._finder.find(words_of_text):
            places[found.key].append(found.start)
        hits = [
            _Hit(phrase, spans, phrase.weight)
            for word in places
            for phrase in self._by_word[word]
            if (spans := _nearest(phrase.words, places))
        ]
        for number, start, end, origin in self._rarity.runs(words_of_text):
            words = plain.words[start:end]
            weight = self._rarity.of(words) * _length_factor(_own_length(words)) * _trust(end - start)
            hits.append(_Hit(_Phrase(number, (words,), origin, weight), ((start, end),), weight))
        for number, spans, weight in self._english.said_in(plain.units):
            words = tuple(plain.words[start:end] for start, end in spans)
            hits.append(_Hit(_Phrase(number, words, Origin.TITLE, weight), spans, weight))
        title = _title_end(plain.words)
        longest = _longest_at(hits)
        weighed: dict[int, list[_Hit]] = defaultdict(list)
        for hit in hits:
            factor = penalties.of_words(hit.spans[0][0], hit.spans[-1][1]) * penalties.of_place(hit.spans[0][0])
            factor *= _IN_TITLE if hit.spans[0][0] < title else 1.0
            factor *= _IN_ANOTHER if _is_inside(hit, longest) else 1.0
            # A code means its commitment wherever it stands, and whatever is denied beside it.
            factor = 1.0 if hit.phrase.origin is Origin.CODE else factor
            weighed[hit.phrase.subject].append(replace(hit, weight=hit.weight * factor))
        return weighed

    def _alike(self, plain: PlainText, penalties: Penalties) -> Iterator[tuple[float, int, list[_Hit]]]:
        """The one commitment that a text has much more in common with than with any other, where there is one."""
        words = words_of(plain)[:_ALIKE_WITHIN]
        pairs = dict.fromkeys(pair for pair in grams(words, 2) if not any(map(str.isdigit, pair)))
        common: dict[int, float] = defaultdict(float)
        for pair in pairs:
            rarity = self._rarity.of(pair)
            for number in self._rarity.holders(pair):
                common[number] += rarity
        for number, subject in enumerate(self._subjects):
            common[number] *= penalties.about(subject)
        # Two that are nobody's behind them, so that there are two however few commitments there are.
        (most, number), (next_most, _) = nlargest(2, [*((v, n) for n, v in common.items()), (0.0, -1), (0.0, -1)])
        if most >= _ALIKE * math.sqrt(len(pairs) + _FEW_PAIRS) and most >= _ALONE * next_most:
            hits = [
                _Hit(_Phrase(number, (words[start:end],), Origin.LIKENESS, 0.0), ((start, end),), float(end - start))
                for start, end in self._rarity.shared(words, number)
            ]
            yield _THRESHOLD, number, hits

    def _is_early(self, number: int, published: str) -> bool:
        held_on = self._subjects[number].held_on
        return bool(published) and held_on is not None and is_early(published, held_on)

    def _suggestion(self, number: int, weight: float, hits: list[_Hit], plain: PlainText, text: str) -> Suggestion:
        subject = self._subjects[number]
        matched: list[Match] = []
        shown: set[int] = set()
        said: set[tuple[str, Origin]] = set()
        # Heaviest first, and by place among equals: the sum depends on the order, and must not on that of a dict.
        for hit in sorted(hits, key=lambda hit: (-hit.weight, hit.spans)):
            # Shown only where more than half of it is new: a title, a keyword and a passage that agree would say the
            # same words three times.
            if hit.weight > 0 and len(hit.places - shown) * 2 > len(hit.places):
                words = " ".join(plain.original(text, start, end) for start, end in hit.spans)
                shown |= hit.places
                if (fold(words), hit.phrase.origin) not in said:
                    matched.append(Match(words, hit.phrase.origin, round(hit.weight, 3)))
                    said.add((fold(words), hit.phrase.origin))
        score = round(weight / (weight + _HALF), 3)
        return Suggestion(subject.code, subject.title, _part_in(subject.parts, plain.words), score, tuple(matched))


class _Rarity:
    """How rare words are among commitments, and which of them say a stretch of a text."""

    def __init__(self, subjects: Sequence[Subject], commonness: Commonness | None) -> None:
        self._pairs: Counter[str] = Counter()
        self._having: dict[str, list[int]] = defaultdict(list)
        self._said: dict[str, dict[int, Origin]] = defaultdict(dict)
        for number, subject in enumerate(subjects):
            own = [(subject.title.zh, Origin.TITLE), *((words, Origin.PASSAGE) for words in subject.passages)]
            promise = [(plain_text(words).words, origin) for words, origin in own]
            said = [words for words, _ in promise]
            said += [unbroken(piece) for keyword in subject.keywords for piece in keyword.split()]
            said += [plain_text(part.title.zh).words for part in subject.parts]
            for pair in {pair for words in said for pair in grams(words, 2)}:
                self._pairs[pair] += 1
                self._having[pair].append(number)
            for words, origin in promise:
                for gram in grams(words, _GRAM):
                    self._said[gram].setdefault(number, origin)
        # Of a large ledger these subjects are a few that were chosen for being like the text: how rare a pair is, all
        # the others have to say.
        known = commonness or Commonness(self._pairs, len(subjects))
        self._holders = known.holders
        self._most = math.log(known.total + 1)

    def of(self, words: str) -> float:
        """From 0, what every commitment says, to 1, what one alone says: by the rarest pair of characters in it."""
        said_by = min((self._holders.get(pair, 0) for pair in grams(words, 2)), default=1)
        return 1.0 - math.log(max(1, said_by)) / self._most

    def holders(self, pair: str) -> Sequence[int]:
        """The commitments whose title, passages, keywords or parts hold a pair of characters."""
        return self._having.get(pair, ())

    def shared(self, words: str, number: int) -> Iterator[tuple[int, int]]:
        """The stretches of a text all of whose pairs a commitment holds."""
        begun = None
        for start in range(len(words)):
            if number in self.holders(words[start : start + 2]):
                begun = start if begun is None else begun
            elif begun is not None:
                yield begun, start + 1
                begun = None

    def runs(self, words: str) -> Iterator[tuple[int, int, int, Origin]]:
        """The stretches of a text that a title or a passage says, too: the commitment, start, end, and which."""
        # Runs of four characters that go on are one stretch: the longer it is, the less it is chance, and it must weigh
        # once.
        begun: dict[int, tuple[int, Origin]] = {}
        for start in range(max(0, len(words) - _GRAM + 2)):
            gram = words[start : start + _GRAM]
            # Years and days stand in every notice, and two that share them have nothing in common.
            said = {} if _is_date(gram) else self._said.get(gram, {})
            for number in [number for number in begun if number not in said]:
                first, origin = begun.pop(number)
                yield number, first, start + _GRAM - 1, origin
            for number, origin in said.items():
                begun.setdefault(number, (start, origin))


class _EnglishTitles:
    """Which titles an English text says in other words: the terms and words that they have in common."""

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self._said: dict[str, dict[int, None]] = defaultdict(dict)
        little = _little_words()
        for number, subject in enumerate(subjects):
            for words in (subject.title.en, *(part.title.en for part in subject.parts)):
                for unit, _, _ in plain_english(words).units:
                    # Years and numbers stand in every notice, and two that share them have nothing in common.
                    if unit not in little and not unit.isdigit():
                        self._said[unit][number] = None
        self._most = math.log(len(subjects) + 1)
        self._whole: dict[int, float] = defaultdict(float)
        for unit, numbers in self._said.items():
            for number in numbers:
                self._whole[number] += self._rarity(unit)

    def said_in(
        self, units: Sequence[tuple[str, int, int]]
    ) -> Iterator[tuple[int, tuple[tuple[int, int], ...], float]]:
        """The titles that two units or more of a text agree with: which, where, and what that weighs."""
        found: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
        for unit, start, end in units:
            for number in self._said.get(unit, ()):
                found[number].setdefault(unit, (start, end))
        for number, spans in found.items():
            # One word in common is chance, however rare: `innovation` alone would suggest every title that has it.
            if len(spans) > 1:
                mass = sum(map(self._rarity, spans))
                yield number, tuple(sorted(spans.values())), mass * math.sqrt(mass / self._whole[number])

    def _rarity(self, unit: str) -> float:
        return 1.0 - math.log(len(self._said[unit])) / self._most


def _likelihood(subject: Subject, title: str) -> float:
    """How much likelier or not a notice of this title is about such a pledge, as a factor."""
    sign = _SIGNS.get(subject.kind) if subject.kind else None
    return (_OF_ITS_KIND if sign and sign.search(title) else 1.0) * (1.0 if subject.verifiable else _VAGUE)


def words_of(plain: PlainText) -> str:
    """A text as it is compared, as long as it is: without the names of what its publishers work in."""
    # As many marks as it had characters, so that places in the text stay what they were.
    return _fields().sub(lambda found: CLAUSE * len(found[0]), plain.words)


@lru_cache(maxsize=100_000)
def unbroken(words: str) -> str:
    """The words of one piece of a keyword as a plain text has them."""
    return "".join(plain_text(words).words.split())


def _is_date(gram: str) -> bool:
    return sum(map(str.isdigit, gram)) > 1


def _own_length(words: str) -> int:
    """Characters of it that are not the words of every notice."""
    return len(_GENERAL.sub("", words))


def _trust(characters: int) -> float:
    """How far words shared with the promise itself are meant: four by chance, twelve hardly."""
    return min(1.0, 0.4 + 0.05 * characters)


def _length_factor(characters: int) -> float:
    return 0.5 + 0.5 * math.sqrt(characters - 1) if characters > 1 else 0.0


def _title_end(words: str) -> int:
    """Where the first line ends: a document's title says what it is about."""
    end = words.find(LINE)
    return end if end >= 0 else min(len(words), _TITLE_LENGTH)


def _nearest(words: Sequence[str], places: dict[str, list[int]]) -> tuple[tuple[int, int], ...]:
    """Where all the words stand nearest to each other; nothing where they do not stand together at all."""
    if not all(word in places for word in words):
        return ()
    best: tuple[tuple[int, int], ...] = ()
    reach = _WINDOW
    for first in places[words[0]]:
        starts = [min(places[word], key=lambda place: abs(place - first)) for word in words]
        if max(starts) - min(starts) < reach:
            reach = max(starts) - min(starts)
            best = tuple(sorted((start, start + len(word)) for start, word in zip(starts, words, strict=True)))
    return best


def _longest_at(hits: Iterable[_Hit]) -> dict[int, tuple[int, set[int]]]:
    """How long the longest phrase is that stands at each place of the text, and whose it is."""
    longest: dict[int, tuple[int, set[int]]] = {}
    for hit in hits:
        for start, end in hit.spans:
            for place in range(start, end):
                length, owners = longest.get(place, (0, set()))
                if end - start > length:
                    longest[place] = (end - start, {hit.phrase.subject})
                elif end - start == length:
                    owners.add(hit.phrase.subject)
    return longest


def _is_inside(hit: _Hit, longest: dict[int, tuple[int, set[int]]]) -> bool:
    """Whether the phrase is only a piece of a longer one of others, which then says what is meant."""
    ((start, end), *more) = hit.spans
    covers = [longest[place] for place in range(start, end)]
    return not more and all(length > end - start and hit.phrase.subject not in owners for length, owners in covers)


def _added(hits: Iterable[_Hit]) -> Iterator[float]:
    """What each match adds: less for words that a heavier one counts already, and less the more there are. Words that
    are said again say nothing new."""
    counted: set[int] = set()
    said: set[tuple[str, ...]] = set()
    share = 1.0
    for hit in sorted(hits, key=lambda hit: (-hit.weight, hit.spans)):
        if hit.phrase.words in said:
            continue
        said.add(hit.phrase.words)
        # Title, passage and keyword mostly hold the same words: each place of the text speaks once, by its heaviest
        # phrase.
        fresh = len(hit.places - counted) / len(hit.places)
        if fresh > 0.2:
            yield hit.weight * fresh * share
            share *= _NEXT
        counted |= hit.places


def _part_in(parts: Sequence[PartRow], words: str) -> PartRow | None:
    """The one part that the text names, by the pairs of characters that it shares with no other part."""
    pairs = [set(grams(unbroken(part.title.zh), 2)) for part in parts]
    said: list[tuple[float, PartRow]] = []
    for number, part in enumerate(parts):
        # What all parts are called alike (第一批, 第二批) tells none of them.
        own = pairs[number].difference(*(pairs[:number] + pairs[number + 1 :]))
        said.append((sum(pair in words for pair in own) / len(own) if own else 0.0, part))
    said.sort(key=lambda entry: -entry[0])
    # Half of what is its own, and more than any other: a document names the wrong part as easily as none, and the wrong
    # one would be counted.
    if not said or said[0][0] < 0.5 or (len(said) > 1 and said[1][0] >= said[0][0]):
        return None
    return said[0][1]
