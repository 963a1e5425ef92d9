"""Rows, facets, search, and the ledger as it was."""

from collections.abc import Iterator
from datetime import date, datetime, time

import pytest

from tracker.domain.query import LedgerQuery, SortKey
from tracker.domain.terms import Assessment, DueBasis, Light
from tracker.services.commands import AssessmentChange, EvidenceFields, command
from tracker.services.evidence import add_evidence
from tracker.services.judging import set_assessment
from tracker.services.reading import (
    count_facets,
    list_departments,
    list_details,
    list_evidence,
    list_rows,
    list_sources,
    read_detail,
    read_source_text,
)
from tracker.services.reporting import build_report
from tracker.services.workspace import Clock, Workspace, open_workspace

CITIES = "MIIT-2025-044"


def codes(ledger: Workspace, **query: object) -> list[str]:
    return [row.code for row in list_rows(ledger, LedgerQuery(**query))]  # pyright: ignore[reportArgumentType]


def add_notice(ledger: Workspace) -> None:
    notice = command(
        EvidenceFields,
        title="关于做好试点工作的通知",
        publisher="财政部",
        published="2025-05-12",
        kind="document",
        number="财办建〔2025〕20号",
        links=[{"commitment": CITIES, "bearing": "progress"}],
    )
    add_evidence(ledger, notice)


@pytest.mark.parametrize(
    "words", ["网", "试点", "30个以上", "pilot CITIES", "miit-2025-044", "中小企业 机制", "制造制造业"]
)
def test_words_of_any_length_are_found(ledger: Workspace, words: str) -> None:
    found = codes(ledger, search=words)
    assert 0 < len(found) < 69


def test_search_looks_into_the_evidence(ledger: Workspace) -> None:
    assert codes(ledger, search="财办建") == []
    add_notice(ledger)
    assert codes(ledger, search="财办建〔2025〕20号") == codes(ledger, search="做好试点工作") == [CITIES]


@pytest.mark.parametrize("words", ["%", "_", "\\", "'; DROP TABLE event; --", "没有这样的词"])
def test_signs_that_sql_knows_are_only_signs(ledger: Workspace, words: str) -> None:
    assert codes(ledger, search=words) == []


def test_choices_within_a_facet_are_or_and_among_facets_are_and(ledger: Workspace) -> None:
    small, green = (
        codes(ledger, departments=frozenset({"sme-bureau"})),
        codes(ledger, departments=frozenset({"energy-saving"})),
    )
    both = codes(ledger, departments=frozenset({"sme-bureau", "energy-saving"}))
    assert sorted(small + green) == both
    overdue = codes(ledger, departments=frozenset({"sme-bureau"}), lights=frozenset({Light.OVERDUE}))
    assert overdue == [CITIES, "MIIT-2025-045"]


def test_a_facet_counts_under_the_others_choices_and_not_under_its_own(ledger: Workspace) -> None:
    query = LedgerQuery(departments=frozenset({"sme-bureau"}), search="中小企业")
    facets = count_facets(ledger, query)
    found = list_rows(ledger, query)
    assert facets.total == 69
    assert sum(facets.assessments.values()) == sum(facets.lights.values()) == len(found)
    other = next(choice for choice in facets.departments if choice.value.key == "mof")
    assert other.count == len(list_rows(ledger, LedgerQuery(departments=frozenset({"mof"}), search="中小企业")))
    for choice in count_facets(ledger, LedgerQuery()).departments:
        assert choice.count == len(list_rows(ledger, LedgerQuery(departments=frozenset({choice.value.key}))))


@pytest.mark.parametrize("key", list(SortKey))
def test_every_order_has_every_row_once(ledger: Workspace, key: SortKey) -> None:
    up, down = codes(ledger, sort=key), codes(ledger, sort=key, descending=True)
    assert sorted(up) == sorted(down) == codes(ledger)


def test_assessments_sort_by_their_order_and_lights_too(ledger: Workspace) -> None:
    rows = list_rows(ledger, LedgerQuery(sort=SortKey.ASSESSMENT, descending=True))
    assert rows[0].assessment is Assessment.NOT_VERIFIABLE
    assert rows[-1].assessment is Assessment.NOT_RATED
    assert list_rows(ledger, LedgerQuery(sort=SortKey.LIGHT))[0].light is Light.FAR_BEHIND


def test_departments_come_in_the_ledgers_order(ledger: Workspace) -> None:
    names = [name.zh for name in list_departments(ledger)]
    assert names.index("中小企业局") < names.index("财政部")


def test_a_detail_shows_the_words_in_their_paragraph(ledger: Workspace) -> None:
    detail = read_detail(ledger, CITIES)
    quote = detail.quotes[0]
    assert quote.paragraph[quote.offset :].startswith(quote.passage.exact)
    assert quote.paragraph_number == 36
    assert detail.speaker.name.zh == "张云明"
    assert detail.baseline_quote is not None
    assert "66个" in detail.baseline_quote.passage.exact
    assert detail.due_quote is not None
    assert (detail.due_quote.passage.exact, detail.row.due.basis) == ("2025年", DueBasis.STATED)


def test_details_of_many_are_the_details_of_each(ledger: Workspace) -> None:
    add_notice(ledger)
    for detail in list_details(ledger, LedgerQuery()):
        assert detail == read_detail(ledger, detail.row.code)


def test_the_source_says_that_it_is_incomplete_and_what_was_left_out(ledger: Workspace) -> None:
    (source,) = list_sources(ledger)
    assert (source.complete, source.held_on) == (False, date(2025, 1, 21))
    text = read_source_text(ledger, source.id)
    assert all(text.text[o.start : o.end] == o.exact for o in text.omissions)
    assert len(text.omissions) > 30


def _noon(day: date) -> Clock:
    return lambda: datetime.combine(day, time(12)).astimezone()


@pytest.fixture
def ledger_with_a_past(empty_location: str) -> Iterator[Workspace]:
    """Made on 1 February 2025, evidence recorded on 1 June, a judgement on 1 February 2026; now it is November."""
    ledger = open_workspace(empty_location, author="张三", clock=_noon(date(2025, 2, 1)))
    ledger.clock = _noon(date(2025, 6, 1))
    add_notice(ledger)
    ledger.clock = _noon(date(2026, 2, 1))
    change = command(AssessmentChange, commitment=CITIES, assessment="in_progress", reason="试点已启动")
    set_assessment(ledger, change)
    ledger.clock = _noon(date(2026, 11, 23))
    yield ledger
    ledger.close()


@pytest.mark.parametrize(
    ("day", "assessment", "light", "evidence", "events"),
    [
        (date(2025, 1, 21), Assessment.NOT_RATED, Light.ON_SCHEDULE, 0, 0),
        (date(2025, 5, 31), Assessment.NOT_RATED, Light.FAR_BEHIND, 0, 1),
        (date(2025, 6, 1), Assessment.NOT_RATED, Light.FAR_BEHIND, 1, 2),
        (date(2026, 1, 31), Assessment.NOT_RATED, Light.OVERDUE, 1, 2),
        (date(2026, 2, 1), Assessment.IN_PROGRESS, Light.OVERDUE, 1, 3),
    ],
)
def test_the_ledger_can_be_read_as_of_any_day(
    ledger_with_a_past: Workspace, day: date, assessment: Assessment, light: Light, evidence: int, events: int
) -> None:
    detail = read_detail(ledger_with_a_past, CITIES, as_of=day)
    assert (detail.row.assessment, detail.row.light) == (assessment, light)
    assert (len(detail.evidence), detail.row.evidence_count, len(detail.history)) == (evidence, evidence, events)
    assert len(list_evidence(ledger_with_a_past, CITIES, as_of=day)) == evidence
    report = build_report(ledger_with_a_past, LedgerQuery(as_of=day))
    assert (report.as_of, report.total, len(report.rows)) == (day, 69, 69)


def test_before_the_briefing_there_was_no_promise(ledger: Workspace) -> None:
    assert codes(ledger, as_of=date(2025, 1, 20)) == []


@pytest.mark.parametrize("day", [date.min, date(1969, 12, 31), date(2026, 11, 23), date.max])
def test_any_day_of_the_calendar_can_be_asked_for(ledger: Workspace, day: date) -> None:
    assert len(codes(ledger, as_of=day)) == (69 if day > date(2025, 1, 21) else 0)
