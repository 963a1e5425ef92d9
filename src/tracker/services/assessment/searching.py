"""Record searches for evidence, one or a round of them (coding rules §6)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.domain.errors import UserError
from tracker.domain.rows import Changes
from tracker.domain.terms import SearchOutcome
from tracker.services.commands import NewSearch, SearchDecision, SearchRound
from tracker.services.events.kept_commands import kept_command
from tracker.services.ledgers.workspace import Workspace
from tracker.store.assessment.proof_cases import outcome_of
from tracker.store.database.tables import Commitment, SearchLog
from tracker.store.events.unit_of_work import UnitOfWork, commitment_question
from tracker.store.watching.watched_pages import mark_logged


def log_search(workspace: Workspace, search: NewSearch) -> Changes:
    """Keep where, with which words, when and by whom was searched, and what it came to.

    Raises `commitment_unknown`, `date_future`, `found_missing`.
    """
    searched_on = _day(workspace, search.searched_on)
    outcome = _checked(search.outcome, search.found)
    with workspace.write(lambda _: [commitment_question(search.commitment)]) as work:
        current = work.commitment(search.commitment)
        values = {"place": search.place, "words": search.words, "searched_on": searched_on, "found": search.found}
        plain = {**values, "searched_on": searched_on.isoformat(), "outcome": outcome.value}
        command = kept_command("log_search", search, searched_on=searched_on.isoformat())
        work.record("search_logged", {"commitment": current.code, **plain}, command=command)
        _insert(work, [(current.commitment_id, {**values, "outcome": outcome})])
        return work.changes


def log_round(workspace: Workspace, searched: SearchRound) -> Changes:
    """Keep one round of searching for many commitments: one place, one day, one event, an outcome for each (§6).

    Raises those of `log_search`, and `watched_page_unknown`; then nothing of the round is kept.
    """
    with workspace.write() as work:
        put_round(work, searched, _day(workspace, searched.searched_on))
        return work.changes


def put_round(work: UnitOfWork, searched: SearchRound, searched_on: date) -> None:
    """Write a round of searches as the event of this unit. Raises what `log_round` raises, but for `date_future`."""
    rows = work.commitments([one.commitment for one in searched.searches])
    entries: list[tuple[int, dict[str, object]]] = []
    outcomes: dict[str, str] = {}
    for row, one in zip(rows, searched.searches, strict=True):
        values = {"place": searched.place, "words": one.words or searched.words, "searched_on": searched_on}
        if not values["words"]:
            raise UserError("field_missing", field="words")
        # An outcome that was left out is worked out here: the event keeps what was meant.
        outcome = _checked(one.outcome, one.found)
        entries.append((row.commitment_id, {**values, "found": one.found, "outcome": outcome}))
        outcomes[row.code] = outcome.value
    details = {
        "place": searched.place,
        "words": searched.words,
        "searched_on": searched_on.isoformat(),
        "commitments": [row.code for row in rows],
        "outcomes": outcomes,
    }
    command = kept_command("log_round", searched, searched_on=searched_on.isoformat())
    work.record("search_round_logged", details, command=command)
    _insert(work, entries)
    if searched.watched_page:
        mark_logged(work, searched.watched_page, searched_on)


def decide_search(workspace: Workspace, decision: SearchDecision) -> Changes:
    """Say what a documented search came to, where that is unclear or was never said.

    Raises `search_unknown`, `found_missing`, `reason_missing`.
    """
    if not decision.reason.strip():
        raise UserError("reason_missing", field="reason")
    with workspace.write() as work:
        log = SearchLog
        query = select(log, Commitment.code).join(Commitment, Commitment.id == log.commitment_id)
        current = work.connection.execute(query.where(log.id == decision.search, log.until.is_(None))).one_or_none()
        if current is None:
            raise UserError("search_unknown", field="search", value=decision.search)
        found = current.found if decision.found is None else decision.found
        outcome = _checked(decision.outcome, found)
        details = {
            "commitment": current.code,
            "place": current.place,
            "words": current.words,
            "searched_on": current.searched_on.isoformat(),
            "before": outcome_of(current).value,
            "outcome": outcome.value,
            "found": found,
        }
        work.record("search_decided", details, decision.reason, command=kept_command("decide_search", decision))
        # A version of the search and not another search: its day decides whether it has expired (§6), and stays.
        work.replace(log, current, outcome=outcome, found=found)
        work.touch(current.commitment_id)
        return work.changes


def _day(workspace: Workspace, searched_on: date | None) -> date:
    day = searched_on or workspace.today()
    if day > workspace.today():
        raise UserError("date_future", field="searched_on", value=day)
    return day


def _checked(outcome: SearchOutcome | None, found: str) -> SearchOutcome:
    """The outcome, which says something exactly where it says what; left out, it is nothing, or where words were found
    unclear."""
    if outcome is None:
        return SearchOutcome.UNCLEAR if found else SearchOutcome.NOTHING
    if outcome is SearchOutcome.SOMETHING and not found:
        raise UserError("found_missing", field="found")
    return outcome


def _insert(work: UnitOfWork, entries: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    searched: list[int] = []
    for commitment_id, values in entries:
        version = {"uid": work.new_uid(), "since": work.event_id, "commitment_id": commitment_id}
        work.insert(SearchLog, {**version, "searched_by": work.author, **values})
        searched.append(commitment_id)
    work.touch(*searched)
