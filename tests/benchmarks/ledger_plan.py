"""What stands in a synthetic ledger: sources, commitments and evidence, made of the real ones by chance with a seed."""

from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from random import Random
from typing import Any, TypeVar

from tracker.domain.assessment.kept_doubts import as_kept
from tracker.domain.assessment.proof import (
    Case,
    Link,
    Search,
    Verdict,
    count_of,
    doubts_beside,
    proving,
    questions,
    refusal,
)
from tracker.domain.commitments.quantity import Measurement, Quantity, Working, working
from tracker.domain.rows import Due
from tracker.domain.terms import Assessment, Bearing, EvidenceKind, SearchOutcome, ValueRole
from tracker.domain.text.dates import a_year_after
from tracker.store.commitments.target_amounts import quantity_from, quantity_of

T = TypeVar("T")
FIRST_DAY, LAST_DAY = date(2016, 1, 15), date(2026, 6, 30)
"""The first and the last briefing: ten years of them."""
_PLACES = [
    "京津冀",
    "长三角",
    "粤港澳大湾区",
    "成渝",
    "长江中游",
    "中原",
    "关中",
    "北部湾",
    "东北",
    "山东半岛",
    "海峡西岸",
    "天山北坡",
    "呼包鄂榆",
    "兰西",
    "宁夏沿黄",
    "滇中",
    "黔中",
    "晋中",
    "哈长",
    "辽中南",
    "钢铁",
    "有色",
    "石化",
    "化工",
    "建材",
    "机械",
    "汽车",
    "轻工",
    "纺织",
    "食品",
    "医药",
    "电子",
    "软件",
    "通信",
    "船舶",
    "航空",
    "民爆",
    "稀土",
    "光伏",
    "锂电",
    "储能",
    "氢能",
    "机器人",
    "集成电路",
    "新材料",
    "工业母机",
]
_VERBS = ["印发", "公布", "公示", "部署", "推进", "启动", "批复", "通报", "解读", "征求意见", "验收", "督导"]
_PUBLISHERS = [
    "工业和信息化部",
    "新华社",
    "人民日报",
    "中国政府网",
    "财政部",
    "国家发展改革委",
    "中国电子报",
    "经济日报",
    "科技部",
    "商务部",
    "国家统计局",
    "生态环境部",
    "教育部",
    "中国工业报",
    "市场监管总局",
    "人力资源社会保障部",
    "农业农村部",
    "交通运输部",
    "国家能源局",
    "国务院国资委",
]
_TAGS = [
    "重点",
    "待核",
    "跨部门",
    "两会",
    "督查",
    "专班",
    "月报",
    "季报",
    "年报",
    "试点",
    "标准",
    "资金",
    "名单",
    "立法",
    "国际",
    "数据",
    "安全",
    "绿色",
    "中小",
    "人才",
]
_COUNTS = {0: 10, 1: 15, 2: 15, 4: 25, 6: 15, 9: 12, 18: 9}
"""Pieces of evidence of a commitment, each with its weight; five on average."""
_JUDGED = {
    Assessment.IN_PROGRESS: 38,
    Assessment.MET: 22,
    Assessment.PARTLY_MET: 13,
    Assessment.NOT_MET: 4,
    Assessment.DROPPED: 2,
    Assessment.NOT_RATED: 21,
}
_BEARINGS = {Bearing.PROGRESS: 55, Bearing.FULFILS: 15, Bearing.PARTLY: 14, Bearing.CONTEXT: 12, Bearing.CONTRADICTS: 4}


class Chance:
    """Draws by weights that are added up once."""

    def __init__(self, weights: Mapping[Any, float]) -> None:
        self._items, self._sums = list(weights), list(accumulate(weights.values()))

    def draw(self, random: Random) -> Any:
        """One of the items."""
        return self._items[bisect(self._sums, random.random() * self._sums[-1])]


def skewed(items: Sequence[T]) -> Chance:
    """By Zipf's law: the second half as often as the first, the third a third as often."""
    return Chance({item: 1 / place for place, item in enumerate(items, 1)})


_COUNT, _JUDGEMENT, _BEARING = Chance(_COUNTS), Chance(_JUDGED), Chance(_BEARINGS)
_PLACE, _VERB, _PUBLISHER, _TAG = skewed(_PLACES), skewed(_VERBS), skewed(_PUBLISHERS), skewed(_TAGS)
_KIND = skewed([EvidenceKind.STATE_PRESS, EvidenceKind.DOCUMENT, EvidenceKind.PRESS, EvidenceKind.LIST,
                EvidenceKind.STATEMENT, EvidenceKind.STATISTICS, EvidenceKind.LAW, EvidenceKind.OTHER])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence with its one link; `value` is what it measured, as newly come."""

    kind: EvidenceKind
    title: str
    number: str
    publisher: str
    published: str
    quote: str
    bearing: Bearing
    value: Decimal | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be recorded of one commitment: the evidence in two lots, then the judgement."""

    place: str
    lead: int
    pieces: tuple[Piece, ...]
    judged: Assessment
    tag: str

    @property
    def lots(self) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        """The evidence of the first two events."""
        half = (len(self.pieces) + 1) // 2
        return self.pieces[:half], self.pieces[half:]


def plan_of(number: int, seed: int, state: Any, held_on: date, departments: int) -> Plan:
    """The plan of the commitment of this number, the same for the same seed. `state` is the row it was made of."""
    random = Random(seed * 1_000_003 + number)
    place, count = _PLACE.draw(random), _COUNT.draw(random)
    pieces = tuple(_piece(random, state, place, held_on) for _ in range(count))
    judged = _JUDGEMENT.draw(random) if count else Assessment.NO_EVIDENCE
    if state.assessment is Assessment.NOT_VERIFIABLE:
        judged = Assessment.NOT_VERIFIABLE
    lead = int(departments * random.random() ** 3) + 1 if random.random() < 0.5 else 0
    return Plan(place, lead, pieces, judged, _TAG.draw(random))


@dataclass(frozen=True, slots=True)
class PlannedVerdict:
    """A verdict that the rules carry: the pieces that it rests on, the reasons by which each question is answered, and
    what its state keeps of the doubts beside it."""

    assessment: Assessment
    cited: tuple[int, ...]
    held: Mapping[str, str]
    doubts: str | None


_LESS = (Assessment.MET, Assessment.PARTLY_MET, Assessment.IN_PROGRESS, Assessment.NOT_RATED)
"""What is said instead of a verdict that the evidence does not carry."""


def case_of_plan(
    code: str,
    state: Any,
    held_on: date,
    pieces: Sequence[tuple[int, Piece]],
    parts: Sequence[Mapping[str, Any]],
    searches: Sequence[date],
) -> Case:
    """What the rules of proof know of a commitment, as `proof_cases` reads it from the database."""
    quantity = quantity_of(state)
    amounts = [(quantity, _counted(quantity, [piece for _, piece in pieces]))]
    amounts += [(quantity_from(part.get("quantity")), None) for part in parts]
    return Case(
        code=code,
        kind=state.kind,
        held_on=held_on,
        due=Due(state.due_on, state.due_basis, state.due_about),
        review_on=a_year_after(held_on),
        links=tuple(_link_of(number, piece) for number, piece in pieces),
        parts={part["id"]: part["title"] for part in parts},
        parts_expected=state.parts_expected or 0,
        count=count_of(amounts),
        searches=tuple(Search(on, SearchOutcome.NOTHING) for on in searches),
    )


def verdict_on(case: Case, wished: Assessment, today: date) -> PlannedVerdict:
    """The wished verdict, or the next less one that the rules carry."""
    for assessment in (wished, *(one for one in _LESS if one is not wished)):
        if assessment is Assessment.NOT_MET and case.due.on is None:
            continue
        cited = proving(case, assessment)
        if refusal(case, assessment, cited, today) is None:
            held = {doubt.value: "已逐件核对" for doubt in questions(case, assessment, cited, today)}
            verdict = Verdict(assessment, frozenset(cited), today)
            return PlannedVerdict(assessment, cited, held, as_kept(doubts_beside(case, verdict, today)))
    raise ValueError(wished)


def _link_of(number: int, piece: Piece) -> Link:
    role = None if piece.value is None else ValueRole.NEW
    return Link(number, piece.bearing, piece.kind, piece.published, role=role)


def _piece(random: Random, state: Any, place: str, held_on: date) -> Piece:
    published = min(held_on + timedelta(days=int(random.expovariate(1 / 240)) - 20), LAST_DAY)
    title, publisher = f"{_VERB.draw(random)}{place}{state.title}有关工作", _PUBLISHER.draw(random)
    number = f"工信部联规〔{published.year}〕{random.randrange(1, 400)}号" if random.random() < 0.3 else ""
    measured = state.target is not None and random.random() < 0.4
    value = Decimal(random.randrange(1, max(2, int(state.target or 0) // 2 + 2))) if measured else None
    quote = f"{publisher}表示,{place}{state.wording or state.title}已有进展,第{random.randrange(1, 30)}批。"
    return Piece(_KIND.draw(random), title, number, publisher, published.isoformat(), quote, _BEARING.draw(random),
                 value, state.unit if measured else None)  # fmt: skip


def _dated(pieces: Sequence[Piece]) -> list[Piece]:
    return sorted(pieces, key=lambda piece: piece.published)  # stable, as links of one day are in order of their ids


def _counted(quantity: Quantity | None, pieces: Sequence[Piece]) -> Working | None:
    measured = [
        Measurement(piece.value, piece.unit or "", ValueRole.NEW, piece.published, None)
        for piece in _dated(pieces)
        if piece.value is not None
    ]
    return working(quantity, measured) if quantity else None


def summary(state: Any, pieces: Sequence[Piece]) -> dict[str, Any]:
    """The derived columns, as `derived_values.summary_of` works them out from the database."""
    dated = _dated(pieces)
    found = _counted(quantity_of(state), pieces)
    return {
        "working": [[str(term.value), term.source] for term in found.terms] if found else None,
        "reached": found.reached if found else None,
        "latest_evidence": dated[-1].published if dated else None,
        "evidence_count": len(pieces),
    }
