"""A small report made by hand: one row of every assessment, and words that try to be formulas."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tracker.domain.quantity import Quantity, Term, Working
from tracker.domain.query import Facet, LedgerQuery
from tracker.domain.rows import Due, EvidenceRow, LedgerRow, Name, Responsible, SourceRow
from tracker.domain.terms import (
    Assessment,
    CommitmentKind,
    CountingBasis,
    DepartmentBasis,
    DepartmentRole,
    DueBasis,
    EvidenceKind,
    Light,
    Operator,
)
from tracker.services.reporting import Report, ReportRow
from tracker.wording import Words, load_words

BUREAU = Responsible(Name("sme", "中小企业局", "SME Bureau"), DepartmentRole.LEAD, DepartmentBasis.FUNCTION)
TREASURY = Responsible(Name("mof", "财政部", "Ministry of Finance"), DepartmentRole.CO_LEAD, DepartmentBasis.NAMED)
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
    links=(),
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


@pytest.fixture
def zh() -> Words:
    return load_words("zh")


@pytest.fixture
def en() -> Words:
    return load_words("en")


@pytest.fixture
def pilots() -> ReportRow:
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
        working=Working((Term(Decimal(101), "cumulative"), Term(Decimal(-66), "baseline")), Decimal(35), PILOTS),
        parts=0,
        latest_evidence="2026-01-21",
        evidence_count=2,
        version=3,
    )
    exact = ("深入实施中小企业数字化赋能专项行动，2025年再支持30个以上试点城市",)
    reason = "累计101个，扣除基数66个，新增35个，达到30个以上。"
    return ReportRow(row=row, exact=exact, departments=(BUREAU, TREASURY), reason=reason, latest=NOTICE)


@pytest.fixture
def report_of() -> Callable[..., Report]:
    """A report of these rows, unfiltered unless told otherwise."""

    def make(*rows: ReportRow, query: LedgerQuery | None = None, total: int = 60) -> Report:
        return Report(
            rows=rows,
            total=total,
            as_of=date(2026, 11, 23),
            made_at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
            sources=(SOURCE,),
            query=query or LedgerQuery(),
            names={facet: {} for facet in Facet} | {Facet.DEPARTMENT: {"sme": BUREAU.department}},
            illustrative=False,
        )

    return make


@pytest.fixture
def report(report_of: Callable[..., Report], pilots: ReportRow) -> Report:
    """One row of every assessment, and of every light."""
    lights = (*Light, Light.AWAITING)
    rows = [
        replace(pilots, row=replace(pilots.row, code=f"MIIT-2025-{n:03}", assessment=assessment, light=light))
        for n, (assessment, light) in enumerate(zip(Assessment, lights, strict=True), 1)
    ]
    return report_of(*rows)
