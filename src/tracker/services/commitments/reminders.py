"""What has fallen due and what soon will: commitments, yearly reviews, searches, and forms that have not come back."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.domain.exchange.forms import Sending
from tracker.domain.rows import LedgerRow, Name, SearchRow
from tracker.domain.search.ledger_query import Attention, LedgerQuery, query_for
from tracker.domain.terms import Assessment, is_final
from tracker.services.ledgers.workspace import Snapshot, Workspace
from tracker.store.commitments import commitment_list
from tracker.store.commitments.commitment_detail import searches_of
from tracker.store.database.id_pages import pages
from tracker.store.exchange import rounds, sent_forms

FORM_DAYS = 30
"""Days that a department has for its answer where its form belongs to no round, and so names no day."""


class ReminderKind(StrEnum):
    """Why one is reminded."""

    DUE = "due"
    REVIEW = "review"
    SEARCH = "search"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something that falls due on a `day`; `days_left` is negative after it.

    `code` is that of a commitment and `title` its title; of a form the `title` is its department, `code` is "" and
    `period` says which form.
    """

    kind: ReminderKind
    day: date
    days_left: int
    code: str
    title: Name
    period: str = ""


@dataclass(frozen=True, slots=True)
class ExpiringSearch:
    """A verdict “no public evidence” and its newest search: `days_left` counts from the day that was asked about to the
    last on which the search carries the verdict (§6), and is negative after it."""

    row: LedgerRow
    search: SearchRow
    expires_on: date
    days_left: int


def list_expiring(workspace: Workspace, within: int, as_of: date | None = None) -> tuple[ExpiringSearch, ...]:
    """Return the verdicts whose search has expired or will within so many days, the most urgent first."""
    today = as_of or workspace.today()
    with workspace.snapshot(as_of) as snapshot:
        found = [one for one in _expiring(snapshot, today) if one.days_left <= within]
    return tuple(sorted(found, key=lambda one: (one.days_left, one.row.code)))


def list_reminders(workspace: Workspace, within: int, as_of: date | None = None) -> tuple[Reminder, ...]:
    """Return what is past its day or will be within so many days, the longest overdue first.

    Commitments that are judged finally are left out (§2). A form falls due on the day by which its round asks for
    it, and no more once that is closed; without a round, `FORM_DAYS` after it was sent. As of a day, those forms count
    that were out at its end.
    """
    today = as_of or workspace.today()
    with workspace.snapshot(as_of) as snapshot:
        found = [
            *_due(snapshot, today, within),
            *_reviews(snapshot, today),
            *_searches(snapshot, today),
            *_forms(snapshot, today),
        ]
    reminders = (
        Reminder(kind, day, (day - today).days, code, title, period) for kind, day, code, title, period in found
    )
    wanted = (reminder for reminder in reminders if reminder.days_left <= within)
    return tuple(sorted(wanted, key=lambda one: (one.day, one.kind, one.code)))


_Found = Iterator[tuple[ReminderKind, date, str, Name, str]]


def _due(snapshot: Snapshot, today: date, within: int) -> _Found:
    asked = (Attention.DUE, Attention.DUE_ASKED)
    rows = {row.code: row for row in _rows(snapshot, query_for(attention=asked))}
    # Months are what the ledger can be asked for; the days within them are told apart below.
    months = {(today + timedelta(days=days)).isoformat()[:7] for days in range(within + 1)}
    coming = _rows(snapshot, query_for(due_month=months)) if months else ()
    for row in (*rows.values(), *(row for row in coming if row.code not in rows)):
        if row.due.on is not None and not is_final(row.assessment, row.due.on, today):
            yield ReminderKind.DUE, row.due.on, row.code, row.title, ""


def _reviews(snapshot: Snapshot, today: date) -> _Found:
    # Those without a due date: only they have a review, and "" is the month of none.
    for row in _rows(snapshot, query_for(due_month=[""])):
        if row.due.on is None and row.review_on is not None and not is_final(row.assessment, None, today):
            yield ReminderKind.REVIEW, row.review_on, row.code, row.title, ""


def _searches(snapshot: Snapshot, today: date) -> _Found:
    for one in _expiring(snapshot, today):
        yield ReminderKind.SEARCH, one.expires_on, one.row.code, one.row.title, ""


def _expiring(snapshot: Snapshot, today: date) -> Iterator[ExpiringSearch]:
    expiry = timedelta(days=snapshot.scope.rules.search_expiry_days)
    rows = {row.id: row for row in _rows(snapshot, query_for(assessment=[Assessment.NO_EVIDENCE]))}
    for ids in pages(list(rows)):
        for known, searches in searches_of(snapshot.connection, ids, snapshot.scope).items():
            expires_on = searches[0].searched_on + expiry
            yield ExpiringSearch(rows[known], searches[0], expires_on, (expires_on - today).days)


def _forms(snapshot: Snapshot, today: date) -> _Found:
    entered = {form.batch for form in sent_forms.list_entered(snapshot.connection) if form.at[:10] <= today.isoformat()}
    rounds_over = {
        one.uid
        for one in rounds.list_rounds(snapshot.connection)
        if one.closed_on is not None and one.closed_on <= today
    }
    answered: set[Hashable] = set()
    waiting: dict[Hashable, Sending] = {}
    for form in sent_forms.list_sendings(snapshot.connection):
        if form.sent_on <= today and (form.round is None or form.round.uid not in rounds_over):
            known = _question_of(form)
            waiting[known] = form
            if form.batch in entered:
                answered.add(known)
    for known, form in waiting.items():
        if known not in answered:
            day = form.round.return_by if form.round else form.sent_on + timedelta(days=FORM_DAYS)
            yield ReminderKind.FORM, day, "", form.department, form.period


def _question_of(form: Sending) -> Hashable:
    """What a form shares with one that is sent again: that takes its place, and what came back of either counts."""
    if form.round:
        return form.round.uid, form.department.key
    # Without a round, a department may be sent several forms of a period, each about other commitments.
    return form.department.key, form.period, frozenset(form.rows)


def _rows(snapshot: Snapshot, query: LedgerQuery) -> tuple[LedgerRow, ...]:
    return commitment_list.list_rows(snapshot.connection, query, snapshot.scope)
