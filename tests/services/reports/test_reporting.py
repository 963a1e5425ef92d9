"""What a report is made of, read from real ledgers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, event

from tracker.domain.errors import UserError
from tracker.domain.reports.report_request import ReportKind, ReportWish
from tracker.domain.search.ledger_query import Attention, LedgerQuery, query_for
from tracker.domain.terms import Assessment
from tracker.domain.text.dates import end_of_month_before
from tracker.exports.compose import compose
from tracker.services.assessment.judging import set_assessment
from tracker.services.commands import AssessmentChange, EvidenceFields, ViewDefinition, command
from tracker.services.commitments.saved_views import query_of, save_view, view_query
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace
from tracker.services.reports.reporting import read_report
from tracker.wording import load_words

CITIES, CLUSTERS = "MIIT-2025-044", "MIIT-2025-045"
PERIOD = ReportKind.PERIOD


def at(ledger: Workspace, day: str) -> Workspace:
    """The same ledger on a later day, at noon."""
    ledger.clock = lambda: datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC)
    return ledger


def note(ledger: Workspace, code: str, published: str) -> None:
    fields = {"title": "通知", "publisher": "工信部", "published": published, "kind": "document"}
    link = {"commitment": code, "bearing": "fulfils", "value": 101, "unit": "个", "role": "cumulative"}
    add_evidence(ledger, command(EvidenceFields, **fields, links=(link,)))


@pytest.fixture
def year(ledger: Workspace) -> Workspace:
    """A ledger with a history from the end of 2026 on, so that it lies after the fixture's making."""
    note(at(ledger, "2027-01-10"), CITIES, "2025-05-06")
    change = command(AssessmentChange, commitment=CITIES, assessment="met", reason="有据")
    set_assessment(at(ledger, "2027-02-10"), change)
    note(at(ledger, "2027-02-15"), CLUSTERS, "2025-11-01")
    return at(ledger, "2027-03-01")


@contextmanager
def counted(ledger: Workspace) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    statements: list[str] = []

    def count(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    engines: list[Engine] = []
    ledger.run_on_engine(engines.append)
    event.listen(engines[0], "before_cursor_execute", count)
    yield statements
    event.remove(engines[0], "before_cursor_execute", count)


def test_a_period_tells_what_changed_and_what_asks_for_somebody(year: Workspace) -> None:
    facts = read_report(year, ReportWish(PERIOD, since=date(2027, 1, 31), todo=True))
    changed = {change.after.code: change for change in facts.changes.values()}
    assert set(changed) == {CITIES, CLUSTERS}
    before = changed[CITIES].before
    assert before is not None
    assert before.assessment is Assessment.NOT_RATED
    assert facts.attention[CLUSTERS] == (Attention.UNJUDGED, Attention.DUE_ASKED), "the section alone names the year"
    assert facts.attention["MIIT-2025-034"] == (Attention.DUE, Attention.RED), "a later document sets the term"
    assert facts.attention["MIIT-2025-046"] == (Attention.REVIEW,)
    assert CITIES not in facts.attention


def test_the_numbers_in_its_sentences_are_those_of_the_ledger(year: Workspace) -> None:
    report = compose(read_report(year, ReportWish(PERIOD, since=date(2027, 1, 31))), load_words("zh"))
    summary = report.section("summary")
    assert summary is not None
    said = [getattr(block, "text", "") for block in summary.blocks]
    # What was entered in February tells of 2025, so that it is nobody's progress now.
    assert "2027年1月31日之后有 1 项承诺取得新进展或有新结论，公开证据 0 件，评估结论改变 1 项。" in said
    assert any("已完成 1 项" in text for text in said)


def test_a_period_counts_from_the_end_of_the_month_before_unless_told_otherwise(year: Workspace) -> None:
    assert end_of_month_before(date(2027, 3, 1)) == date(2027, 2, 28)
    facts = read_report(year, ReportWish(PERIOD))
    assert (facts.since, facts.changes) == (date(2027, 2, 28), {})
    assert read_report(year, ReportWish()).since is None


def test_a_report_of_the_past_is_as_it_was_then(year: Workspace) -> None:
    past = read_report(year, ReportWish(query=LedgerQuery(as_of=date(2027, 1, 31))))
    (cities,) = (detail for detail in past.details if detail.row.code == CITIES)
    assert cities.row.assessment is Assessment.NOT_RATED
    assert (past.as_of, past.made_on) == (date(2027, 1, 31), date(2027, 3, 1))


def test_the_fingerprint_is_that_of_the_state_that_is_shown(year: Workspace) -> None:
    wish = ReportWish(query=LedgerQuery(as_of=date(2027, 2, 20)))
    before = read_report(year, wish)
    assert before.fingerprint == read_report(year, ReportWish()).fingerprint != ""
    note(at(year, "2027-03-02"), CITIES, "2027-03-01")
    assert read_report(year, wish).fingerprint == before.fingerprint
    assert read_report(year, ReportWish()).fingerprint != before.fingerprint


def test_the_same_wish_gives_the_same_report_later(year: Workspace) -> None:
    wish = ReportWish(PERIOD, LedgerQuery(as_of=date(2027, 2, 20)), since=date(2027, 1, 31))
    before = compose(read_report(year, wish), load_words("zh"))
    note(at(year, "2027-03-02"), CITIES, "2027-03-01")
    after = compose(read_report(at(year, "2027-03-01"), wish), load_words("zh"))
    assert after == before


def test_a_dossier_is_of_one_commitment(year: Workspace) -> None:
    facts = read_report(year, ReportWish(ReportKind.DOSSIER, code=f" {CITIES} "))
    assert [detail.row.code for detail in facts.details] == [CITIES]
    assert facts.total == 72


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (ReportWish(ReportKind.DOSSIER), "field_missing"),
        (ReportWish(ReportKind.DOSSIER, code="MIIT-2025-999"), "commitment_unknown"),
        (ReportWish(PERIOD, since=date(2027, 3, 1)), "days_reversed"),
        (ReportWish(PERIOD, LedgerQuery(as_of=date(2027, 1, 1)), since=date(2027, 2, 1)), "days_reversed"),
    ],
)
def test_what_cannot_be_reported_is_said(year: Workspace, wish: ReportWish, code: str) -> None:
    with pytest.raises(UserError) as refused:
        read_report(year, wish)
    assert refused.value.code == code


def test_a_whole_ledger_takes_no_more_questions_than_one_commitment(year: Workspace) -> None:
    with counted(year) as for_one:
        read_report(year, ReportWish(PERIOD, query_for(search="万兆光网"), since=date(2027, 1, 1)))
    with counted(year) as for_all:
        read_report(year, ReportWish(PERIOD, since=date(2027, 1, 1)))
    # A few questions are not asked where nothing could come back: who is cited where nothing was judged, and the like.
    assert len(for_all) <= len(for_one) + 5
    assert len(for_all) < 60


def test_a_saved_view_is_a_scope(year: Workspace) -> None:
    definition = {
        "choices": {"department": ["sme-bureau"], "assessment": ["met", "gone"], "nonsense": 3},
        "sort": "due",
    }
    save_view(year, command(ViewDefinition, name="中小企业局已完成", definition=definition))
    query = view_query(year, "中小企业局已完成")
    assert [detail.row.code for detail in read_report(year, ReportWish(query=query)).details] == [CITIES]
    with pytest.raises(UserError, match="view_unknown"):
        view_query(year, "没有")


@pytest.mark.parametrize("definition", [{}, {"choices": []}, {"choices": {"light": "overdue"}, "search": 5, "sort": 1}])
def test_a_definition_that_is_none_asks_for_everything(definition: dict[str, object]) -> None:
    assert query_of(definition) == LedgerQuery()
