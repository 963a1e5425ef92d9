"""A yearly review (复核): a commitment looked at again, with what came of it (coding rules §2)."""

from datetime import date, datetime, time

import pytest

from tracker.domain.errors import UserError
from tracker.domain.search.ledger_query import Attention, query_for
from tracker.domain.terms import Assessment, Light
from tracker.domain.text.dates import BEIJING
from tracker.services.assessment.judging import record_review, set_assessment
from tracker.services.assessment.searching import log_search
from tracker.services.commands import AssessmentChange, EvidenceFields, NewReview, NewSearch, command
from tracker.services.commitments.reading import latest_event, list_rows, read_detail
from tracker.services.events.undoing import redo, undo
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace
from tracker.services.safety.checking import check

STANDING, CITIES = "MIIT-2025-046", "MIIT-2025-044"


def on(ledger: Workspace, day: date) -> None:
    """Go on at noon of a day."""
    ledger.clock = lambda: datetime.combine(day, time(12), BEIJING)


def review(ledger: Workspace, code: str = STANDING, reason: str = "仍在推进，未见新文件", **values: object) -> int:
    return record_review(ledger, command(NewReview, commitment=code, reason=reason, **values)).event_id


def is_asked_for(ledger: Workspace, code: str = STANDING) -> bool:
    """Whether the ledger asks for a review, by the light as by the list of what asks for the analyst."""
    asked = [row.code for row in list_rows(ledger, query_for(attention={Attention.REVIEW}))]
    assert (code in asked) == (read_detail(ledger, code).row.light is Light.REVIEW)
    return code in asked


def test_the_first_review_is_a_year_after_the_briefing(ledger: Workspace) -> None:
    assert read_detail(ledger, STANDING).row.review_on == date(2026, 1, 21)
    for day, asked in ((date(2026, 1, 21), False), (date(2026, 1, 22), True)):
        on(ledger, day)
        assert is_asked_for(ledger) is asked


def test_a_review_sets_the_next_one_a_year_on(ledger: Workspace) -> None:
    event = review(ledger)
    detail = read_detail(ledger, STANDING)
    assert detail.row.review_on == date(2027, 11, 23)
    assert (detail.row.assessment, detail.row.light) == (Assessment.NOT_RATED, Light.NOT_APPLICABLE)
    newest = detail.history[0]
    assert (newest.id, newest.kind, newest.reason) == (event, "reviewed", "仍在推进，未见新文件")
    assert newest.details == {"commitment": STANDING, "next": "2027-11-23"}
    assert not is_asked_for(ledger)
    on(ledger, date(2027, 11, 24))
    assert is_asked_for(ledger)
    assert check(ledger) == ()


def test_of_29_february_the_next_is_the_last_of_the_month(ledger: Workspace) -> None:
    on(ledger, date(2028, 2, 29))
    review(ledger)
    assert read_detail(ledger, STANDING).row.review_on == date(2029, 2, 28)


def test_the_analyst_may_want_it_sooner(ledger: Workspace) -> None:
    review(ledger, next_on="2026-11-24")
    assert read_detail(ledger, STANDING).row.review_on == date(2026, 11, 24)
    on(ledger, date(2026, 11, 25))
    assert is_asked_for(ledger)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"next_on": "2026-11-23"}, "review_past"),
        ({"next_on": "2026-01-21"}, "review_past"),
        ({"next_on": "2027-02-29"}, "date_invalid"),
        ({"reason": " \n"}, "reason_missing"),
        ({"code": "MIIT-2025-999"}, "commitment_unknown"),
        ({"expected_version": 7}, "changed_meanwhile"),
    ],
)
def test_what_is_wrong_with_a_review_is_refused(ledger: Workspace, values: dict[str, object], code: str) -> None:
    before = latest_event(ledger)
    with pytest.raises(UserError, match=code):
        review(ledger, **values)  # pyright: ignore[reportArgumentType]
    assert latest_event(ledger) == before
    assert read_detail(ledger, STANDING).row.review_on == date(2026, 1, 21)


def test_a_review_is_undone_and_done_again(ledger: Workspace) -> None:
    review(ledger)
    undo(ledger)
    assert read_detail(ledger, STANDING).row.review_on == date(2026, 1, 21)
    assert is_asked_for(ledger)
    redo(ledger)
    assert read_detail(ledger, STANDING).row.review_on == date(2027, 11, 23)
    assert check(ledger) == ()


def test_yesterday_it_was_still_to_come(ledger: Workspace) -> None:
    review(ledger)
    row = read_detail(ledger, STANDING, as_of=date(2026, 11, 22)).row
    assert (row.review_on, row.light) == (date(2026, 1, 21), Light.REVIEW)


def test_a_review_says_nothing_of_what_is_due(ledger: Workspace) -> None:
    review(ledger, CITIES)
    assert read_detail(ledger, CITIES).row.light is Light.OVERDUE
    assert CITIES in [row.code for row in list_rows(ledger, query_for(attention={Attention.DUE}))]


def test_a_review_leaves_a_verdict_and_its_grounds_as_they_are(ledger: Workspace) -> None:
    fields = {"title": "通知", "publisher": "工信部", "published": "2026-01-21", "kind": "document"}
    links = [{"commitment": STANDING, "bearing": "progress"}]
    add_evidence(ledger, command(EvidenceFields, **fields, links=links))
    change = {"commitment": STANDING, "assessment": "in_progress", "reason": "据通知"}
    set_assessment(ledger, command(AssessmentChange, **change))
    before = read_detail(ledger, STANDING)
    on(ledger, date(2027, 11, 30))
    review(ledger)
    after = read_detail(ledger, STANDING)
    assert (after.row.assessment, after.reason, after.cited) == (before.row.assessment, before.reason, before.cited)
    assert (after.row.grounds_changed, after.judged_at) == (False, before.judged_at)
    assert after.row.review_on == date(2028, 11, 30)
    assert check(ledger) == ()


def test_a_review_after_not_met_takes_no_ground_from_it(ledger: Workspace) -> None:
    """Its time was past on the day of the verdict, whenever it is looked at next."""
    log_search(ledger, command(NewSearch, commitment=STANDING, place="网", words="词"))
    change = {"commitment": STANDING, "assessment": "not_met", "reason": "未见", "held": {"due_inferred": "已过复核日"}}
    set_assessment(ledger, command(AssessmentChange, **change))
    review(ledger)
    assert not read_detail(ledger, STANDING).row.grounds_changed
    assert check(ledger) == ()
