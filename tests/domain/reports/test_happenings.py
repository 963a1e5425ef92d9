"""What a piece of evidence is told to have brought about, and of which commitment."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tracker.domain.reports.happenings import Act, Happening, is_news
from tracker.domain.rows import EvidenceLinkRow, EvidenceRow
from tracker.domain.terms import Bearing, EvidenceKind, Stage, ValueRole

ONE, OTHER = "MIIT-2025-044", "MIIT-2025-045"
LINK = EvidenceLinkRow(1, ONE, None, Bearing.FULFILS, None, None, "", None)
PIECE = EvidenceRow(
    id=1,
    uid="u",
    kind=EvidenceKind.DOCUMENT,
    title="通知",
    number="",
    publisher="财政部",
    published="2025-05-12",
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


def happening(*links: EvidenceLinkRow) -> Happening:
    return Happening(PIECE, PIECE.published, Act.ISSUED, links)


def test_each_commitment_has_its_own_bearing() -> None:
    against = replace(LINK, id=2, commitment=OTHER, bearing=Bearing.CONTRADICTS)
    assert happening(LINK, against).bearings == {ONE: Bearing.FULFILS, OTHER: Bearing.CONTRADICTS}


@pytest.mark.parametrize("bearing", [Bearing.FULFILS, Bearing.PARTLY])
@pytest.mark.parametrize("stage", [Stage.DRAFTING, Stage.CONSULTATION, Stage.PUBLICITY])
def test_what_is_not_issued_yet_only_moves_a_commitment_on(stage: Stage, bearing: Bearing) -> None:
    assert happening(replace(LINK, stage=stage, bearing=bearing)).bearings == {ONE: Bearing.PROGRESS}


def test_a_plan_only_moves_a_commitment_on_and_a_result_beside_it_proves() -> None:
    plan = replace(LINK, value=Decimal(34), unit="个", role=ValueRole.PLAN)
    result = replace(plan, id=2, value=Decimal(101), role=ValueRole.CUMULATIVE)
    assert happening(plan).bearings == {ONE: Bearing.PROGRESS}
    assert happening(plan, result).bearings == {ONE: Bearing.FULFILS}


@pytest.mark.parametrize(
    ("day", "since", "until", "within"),
    [
        ("2026-11-30", date(2026, 10, 31), date(2026, 11, 30), True),
        ("2026-10-31", date(2026, 10, 31), date(2026, 11, 30), False),
        ("2026-11", date(2026, 10, 31), date(2026, 11, 29), True),  # or no report would ever tell of it
        ("2026-12", date(2026, 10, 31), date(2026, 11, 30), False),
        ("2026-10", date(2026, 10, 31), date(2026, 11, 30), False),
    ],
)
def test_a_month_is_news_of_the_days_in_which_it_begins(day: str, since: date, until: date, within: bool) -> None:
    assert is_news(day, since, until, is_new=False) is within
    assert is_news(day, since, until, is_new=True) is within


def test_a_month_that_had_begun_is_news_once_and_not_in_two_reports() -> None:
    first = date(2027, 1, 10), date(2027, 1, 20)
    second = date(2027, 1, 20), date(2027, 2, 5)
    assert is_news("2027-01", *first, is_new=True), "it was entered between the two days"
    assert not is_news("2027-01", *second, is_new=False), "the first report told it"
    assert not is_news("2027-01", date(2027, 1, 31), date(2027, 2, 28), is_new=True), "entered late"
