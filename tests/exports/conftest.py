"""A small report made by hand: one commitment of every assessment, and words that try to be formulas."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from tracker.domain.commitments.passage import SourcePassage
from tracker.domain.commitments.quantity import Quantity, SumTerm, Threshold, Working
from tracker.domain.reports.report_request import ReportKind, ReportWish
from tracker.domain.reports.totals import totals_of
from tracker.domain.rows import (
    ClaimRow,
    CommitmentChange,
    CommitmentDetail,
    Due,
    EventRow,
    EvidenceLinkRow,
    EvidenceRow,
    LedgerRow,
    Name,
    PartRow,
    Quote,
    RelationRow,
    Responsible,
    SearchRow,
    SourceRow,
    SpeakerRow,
    Uncounted,
    VerdictDoubt,
)
from tracker.domain.search.ledger_query import Attention, Facet
from tracker.domain.terms import (
    Assessment,
    Bearing,
    CommitmentKind,
    CountingBasis,
    DepartmentBasis,
    DepartmentRole,
    Doubt,
    DueBasis,
    EvidenceKind,
    Light,
    Operator,
    RelationKind,
    SearchOutcome,
    Stage,
    ValueRole,
)
from tracker.exports.compose import compose
from tracker.exports.report_tree import Report
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words, load_words

collect_ignore = [] if shutil.which("soffice") else ["test_libreoffice.py"]

BUREAU = Responsible(Name("sme", "中小企业局", "SME Bureau"), DepartmentRole.LEAD, DepartmentBasis.FUNCTION)
TREASURY = Responsible(Name("mof", "财政部", "Ministry of Finance"), DepartmentRole.CO_LEAD, DepartmentBasis.NAMED)
LINK = EvidenceLinkRow(
    1, "MIIT-2025-038", None, Bearing.FULFILS, Stage.ISSUED, Decimal(101), "个", ValueRole.CUMULATIVE
)
NOTICE = EvidenceRow(
    id=7,
    uid="0193",
    kind=EvidenceKind.STATEMENT,
    title="国新办举行新闻发布会：试点城市累计101个",
    number="",
    publisher="国务院新闻办公室",
    published="2026-01-21",
    retrieved=None,
    url="",
    quote="",
    note="",
    withdrawn=False,
    withdrawal_reason="",
    early=False,
    version=1,
    links=(LINK,),
)
PILOTS = Quantity(Operator.AT_LEAST, Decimal("30"), "个", CountingBasis.NEW, "30个以上", "试点城市", Decimal(66))
SOURCE = SourceRow(
    id=1,
    key="2025-01-21-miit",
    title=Name("title", "工信部解读2024年工业和信息化发展亮点", "Highlights of 2024"),
    publisher=Name("publisher", "中国电子报", "China Electronics News"),
    held_on=date(2025, 1, 21),
    sha256="",
    complete=False,
    incomplete_note=Name("note", "原文不完整：下转第3版，未收录", "Source incomplete: page 3 is missing"),
)
ORIGIN = f"commitment-ledger:{UUID(int=1)}:{UUID(int=2)}:{'0123456789abcdef' * 4}"
SPEAKER = SpeakerRow(Name("zhang", "张云明", "Zhang Yunming"), Name("zhang", "副部长", "Vice Minister"))
SECOND = SpeakerRow(
    Name("tao", "陶青", "Tao Qing"), Name("tao", "运行监测协调局局长", "Director-General of Operations")
)
LOADED = EventRow(1, datetime(2025, 1, 22, 4, tzinfo=UTC), "程序", "source_loaded", "", {"source": SOURCE.key})
JUDGED = EventRow(
    9,
    datetime(2026, 1, 22, 4, tzinfo=UTC),
    "张三",
    "assessment_set",
    "累计101个",
    {"before": "not_rated", "after": "not_verifiable"},
)


@pytest.fixture
def zh() -> Words:
    return load_words("zh")


@pytest.fixture
def en() -> Words:
    return load_words("en")


@pytest.fixture
def pilots() -> CommitmentDetail:
    """The pilot cities: countable, met, with its arithmetic and its latest evidence."""
    row = LedgerRow(
        id=38,
        code="MIIT-2025-038",
        title=Name("", "再支持30个以上试点城市", "Support 30 or more further pilot cities"),
        topic=Name("sme", "中小企业", "Small firms"),
        kind=CommitmentKind.PILOT,
        lead=BUREAU,
        assessment=Assessment.MET,
        light=Light.NOT_APPLICABLE,
        due=Due(date(2025, 12, 31), DueBasis.STATED),
        quantity=PILOTS,
        working=Working((SumTerm(Decimal(101), "cumulative"), SumTerm(Decimal(-66), "baseline")), Decimal(35), PILOTS),
        parts=0,
        latest_evidence="2026-01-21",
        evidence_count=1,
        version=3,
    )
    exact = "深入实施中小企业数字化赋能专项行动，2025年再支持30个以上试点城市"
    return CommitmentDetail(
        row=row,
        source=SOURCE,
        speaker=SPEAKER,
        quotes=(Quote(SourcePassage(0, len(exact), exact), "", "", exact, 36, 0, SPEAKER, 5),),
        baseline_quote=None,
        due_quote=None,
        departments=(BUREAU, TREASURY),
        parts=(),
        reason="累计101个，扣除基数66个，新增35个，达到30个以上。",
        judged_at=datetime(2026, 1, 22, 4, tzinfo=UTC),
        fulfilled_late=False,
        evidence=(NOTICE,),
        cited=(NOTICE.id,),
        searches=(),
        history=(LOADED,),
    )


def _pieces() -> tuple[EvidenceRow, ...]:
    """Evidence on a part and on the whole, of a page and of a newspaper, and one that was withdrawn."""
    link = replace(LINK, commitment="MIIT-2025-039", part=PartRow(1, Name("a", "零碳工厂", "Zero-carbon factories")))
    return (
        replace(NOTICE, id=11, uid="u-11", links=(link, replace(link, id=2, part=None, bearing=Bearing.PROGRESS))),
        replace(
            NOTICE,
            id=12,
            uid="u-12",
            kind=EvidenceKind.DOCUMENT,
            title="关于做好试点工作的通知。",
            number="工信部联企业〔2025〕20号",
            publisher="工业和信息化部、财政部、商务部、教育部",
            published="2025-05-06",
            retrieved="2026-01-02",
            url="https://www.miit.gov.cn/a.html?b=1&c=2",
            quote="支持34个左右城市开展试点",
            note="计划数",
            links=(
                replace(link, part=None, bearing=Bearing.PARTLY, value=None, unit=None, role=None),
                replace(link, id=3, part=None, bearing=Bearing.PROGRESS, role=ValueRole.PLAN, value=Decimal(34)),
            ),
        ),
        replace(
            NOTICE,
            id=13,
            uid="u-13",
            kind=EvidenceKind.PRESS,
            title="试点城市名单被指有误",
            publisher="人民日报",
            published="2025-06",
            url="https://paper.people.cn/1",
            links=(replace(link, bearing=Bearing.CONTRADICTS, value=None, unit=None, role=None, stage=None),),
        ),
        replace(
            NOTICE,
            id=14,
            uid="u-14",
            title="误收的材料",
            withdrawn=True,
            withdrawal_reason="与承诺无关",
            url="/home/x/a.pdf",
        ),
    )


@pytest.fixture
def rich(pilots: CommitmentDetail) -> CommitmentDetail:
    """A commitment with everything there can be: two speakers, parts, claims, later words, searches, doubts, all sorts
    of evidence."""
    repeated = "推进零碳工厂和零碳工业园区建设"
    factories = PartRow(
        1,
        Name("a", "零碳工厂", "Zero-carbon factories"),
        due=Due(date(2026, 12, 31), DueBasis.DOCUMENT),
        quantity=replace(
            PILOTS,
            value=Decimal(100),
            unit="家",
            counted="零碳工厂",
            baseline=None,
            threshold=Threshold(Operator.AT_LEAST, Decimal(2), "亿元"),
        ),
        departments=(replace(BUREAU, basis=DepartmentBasis.NAMED),),
        position=1,
    )
    raised = RelationRow(
        *("r2", RelationKind.RAISED, "2026-02-01", "工业和信息化部", "支持40个以上试点城市", ""),
        evidence_id=None,
        due_on=None,
        quantity=replace(PILOTS, value=Decimal(40)),
        working=None,
        other="MIIT-2026-003",
        reason="同一专项行动的下一年度",
    )
    search = SearchRow(1, "工信部网站", "零碳 工厂", date(2026, 1, 5), "张三", "", old=True)
    return replace(
        pilots,
        row=replace(
            pilots.row,
            id=39,
            code="MIIT-2025-039",
            title=Name("", "建设零碳工厂和零碳工业园区", "Build zero-carbon factories and parks"),
            assessment=Assessment.PARTLY_MET,
            lead=None,
            due=Due(date(2027, 12, 31), DueBasis.DERIVED, about=True),
            light=Light.AHEAD,
            parts=2,
            doubts=(Doubt.CONTRADICTED, Doubt.BEFORE_DUE),
        ),
        quotes=(
            *pilots.quotes,
            Quote(SourcePassage(90, 90 + len(repeated), repeated), "", "", repeated, 40, 0, SECOND, 6),
        ),
        departments=(TREASURY,),
        parts=(factories, PartRow(2, Name("b", "零碳工业园区", "Parks"), position=2)),
        parts_expected=3,
        evidence=_pieces(),
        cited=(12,),
        doubts=(VerdictDoubt(Doubt.CONTRADICTED, "报道所指的城市不在名单里", 9), VerdictDoubt(Doubt.BEFORE_DUE)),
        uncounted=(Uncounted(12, Decimal(34), "个", ValueRole.PLAN, "plan"),),
        claims=(ClaimRow("c", "已全面完成", "工业和信息化部", "2026-01-21", Assessment.MET, "", 11),),
        relations=(
            RelationRow(
                *("r", RelationKind.EXTENDED, "2026-03-01", "工业和信息化部", "2026年底前完成", ""),
                evidence_id=None,
                due_on=date(2026, 12, 31),
                quantity=replace(PILOTS, value=Decimal(40)),
                working=None,
            ),
            raised,
        ),
        searches=(
            replace(
                search,
                id=2,
                searched_on=date(2026, 11, 1),
                found="征求意见稿",
                outcome=SearchOutcome.SOMETHING,
                old=False,
            ),
            replace(
                search,
                id=3,
                searched_on=date(2026, 3, 1),
                found="一则简讯",
                outcome=SearchOutcome.UNCLEAR,
                decided=False,
            ),
            search,
        ),
    )


@pytest.fixture
def facts_of() -> Callable[..., ReportFacts]:
    """The facts of a report of these commitments, on the whole ledger unless told otherwise."""

    def make(*details: CommitmentDetail, wish: ReportWish | None = None, total: int = 60, **others: Any) -> ReportFacts:
        facts = ReportFacts(
            wish=wish or ReportWish(),
            as_of=date(2026, 11, 23),
            since=None,
            made_on=date(2026, 11, 23),
            ledger="ledger",
            event=9,
            fingerprint="0123456789abcdef" * 4,
            total=total,
            details=details,
            totals=totals_of(detail.row for detail in details),
            measured=tuple((d.row, d.source.held_on) for d in details if d.row.quantity and d.row.quantity.value),
            stated=any(detail.claims or detail.relations for detail in details),
            relations=frozenset(later.kind for detail in details for later in detail.relations),
            evidenced=any(not piece.withdrawn for detail in details for piece in detail.evidence),
            changes={},
            new_evidence=0,
            attention={},
            asking=(),
            sources=(SOURCE,),
            names={facet: {} for facet in Facet} | {Facet.DEPARTMENT: {"sme": BUREAU.department}},
            illustrative=None,
            origin=ORIGIN,
        )
        return replace(facts, **others)

    return make


@pytest.fixture
def report_of(facts_of: Callable[..., ReportFacts], zh: Words) -> Callable[..., Report]:
    """A report of these commitments, in Chinese unless told otherwise."""

    def make(*details: CommitmentDetail, words: Words | None = None, **others: Any) -> Report:
        return compose(facts_of(*details, **others), words or zh)

    return make


@pytest.fixture
def eight(pilots: CommitmentDetail) -> list[CommitmentDetail]:
    """One commitment of every assessment, and of every light that the rich one does not have; of the second nothing is
    due, of the third nothing counted, and beside some verdicts stands a doubt."""
    lights = (
        *(Light.AWAITING, Light.REVIEW, Light.UNMEASURED, Light.ON_SCHEDULE, Light.BEHIND, Light.FAR_BEHIND),
        *(Light.OVERDUE, Light.NOT_APPLICABLE),
    )
    own: dict[Assessment, dict[str, Any]] = {
        Assessment.NOT_RATED: {"due": Due(date(2025, 12, 31), DueBasis.SECTION)},
        Assessment.NO_EVIDENCE: {"due": Due(None, DueBasis.NONE), "review_on": date(2026, 1, 21), "quantity": None},
        Assessment.IN_PROGRESS: {"working": None, "due": Due(date(2027, 12, 31), DueBasis.STATED)},
        Assessment.PARTLY_MET: {"grounds_changed": True},
        Assessment.MET: {"doubts": (Doubt.CLAIMS_ONLY,)},
    }
    rows = [
        replace(
            pilots.row, id=n, code=f"MIIT-2025-{n:03}", assessment=assessment, light=light, **own.get(assessment, {})
        )
        for n, (assessment, light) in enumerate(zip(Assessment, lights, strict=True), 1)
    ]
    held = VerdictDoubt(Doubt.CLAIMS_ONLY, "统计公报发布前，先据发布会判断", 9)
    return [
        replace(
            pilots,
            row=row,
            doubts=(held,) if row.doubts else (),
            fulfilled_late=row.assessment is Assessment.MET,
            evidence=(replace(NOTICE, links=(replace(LINK, id=row.id, commitment=row.code),)),),
        )
        for row in rows
    ]


@pytest.fixture
def report(report_of: Callable[..., Report], eight: list[CommitmentDetail]) -> Report:
    """The report of the eight."""
    return report_of(*eight)


@pytest.fixture
def a_year(facts_of: Callable[..., ReportFacts], eight: list[CommitmentDetail], rich: CommitmentDetail) -> ReportFacts:
    """A period in which the last of the eight was judged, and three ask for it, the fourth above all; and a ninth with
    all else."""
    last = eight[-1]
    asking = {3: (Attention.GROUNDS_CHANGED,), 0: (Attention.DUE_ASKED,), 1: (Attention.REVIEW, Attention.OLD_SEARCH)}
    before = replace(last.row, assessment=Assessment.NOT_RATED)
    change = CommitmentChange(before, last.row, (JUDGED,))
    return facts_of(
        *eight,
        rich,
        wish=ReportWish(ReportKind.PERIOD, todo=True),
        total=9,
        since=date(2025, 12, 31),
        changes={last.row.id: change},
        moved=frozenset({last.row.id, rich.row.id}),
        new_evidence=2,
        attention={eight[place].row.code: attention for place, attention in asking.items()},
        asking=tuple(eight[place].row for place in asking),
    )
