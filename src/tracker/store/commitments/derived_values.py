"""What follows from the evidence of a commitment, kept with its state so that lists need no sums."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select, update

from tracker.domain.assessment.assessment_rules import Rules
from tracker.domain.commitments.quantity import Measurement, working
from tracker.domain.terms import Assessment
from tracker.store.assessment.proof_cases import doubt_questions, is_judged, kept_doubts
from tracker.store.commitments.target_amounts import quantity_of
from tracker.store.database.evidence_tables import EvidenceLink, EvidenceState
from tracker.store.database.id_pages import pages
from tracker.store.database.ledger_settings import read_rules
from tracker.store.database.tables import Commitment, CommitmentState, Event, Source
from tracker.store.database.typed_columns import NamedRow, NamedSelect
from tracker.store.database.versions import Horizon, live
from tracker.store.server.pipeline import Question


def summary_of(connection: Connection, state: NamedRow, rules: Rules, today: date) -> dict[str, Any]:
    """The derived columns of a commitment's current state, from its current evidence, searches and relations.

    `state` has `code`, `held_on` and `judged_at` besides: see `tracker.store.assessment.proof_cases`.
    """
    summary = _summary(state, _proving(connection, {state.commitment_id}, None))
    return {**summary, "doubts": kept_doubts(connection, [state], rules, today)[state.commitment_id]}


def summary_questions(states: Iterable[NamedRow]) -> Iterator[Question]:
    """What `summary_of` asks of each of these states."""
    for state in states:
        yield _proving_statement({state.commitment_id}, None), {}
        if is_judged(state):
            yield from doubt_questions([state])


def current_states(*conditions: ColumnElement[bool]) -> NamedSelect:
    """Those that are true now and meet the conditions."""
    return judged_states().where(CommitmentState.until.is_(None), *conditions)


def judged_states() -> Select[CommitmentState, str, date, datetime]:
    """States with what `summary_of` wants besides."""
    return (
        select(CommitmentState, Commitment.code, Source.held_on, Event.at.label("judged_at"))
        .join(Commitment, Commitment.id == CommitmentState.commitment_id)
        .join(Source, Source.id == Commitment.source_id)
        .outerjoin(Event, Event.id == CommitmentState.judged_by_event)
    )


def refresh_doubts(connection: Connection, rules: Rules, today: date, *conditions: ColumnElement[bool]) -> None:
    """Work out the doubts of current states that hold a verdict, and keep those that differ in their rows.

    What is kept follows from other rows, so that this is no change of the ledger and needs no event.
    """
    for row, doubts in changed_doubts(connection, rules, today, *conditions):
        connection.execute(update(CommitmentState).where(CommitmentState.id == row.id).values(doubts=doubts))


def changed_doubts(
    connection: Connection, rules: Rules, today: date, *conditions: ColumnElement[bool]
) -> list[tuple[NamedRow, str | None]]:
    """Current states that hold a verdict and keep other doubts than they should, each with what it should keep."""
    judged = CommitmentState.assessment.not_in((Assessment.NOT_RATED, Assessment.NOT_VERIFIABLE))
    states = connection.execute(judged_states().where(CommitmentState.until.is_(None), judged, *conditions)).all()
    found: list[tuple[NamedRow, str | None]] = []
    for page in pages(states):
        kept = kept_doubts(connection, page, rules, today)
        found += [(row, kept[row.commitment_id]) for row in page if kept[row.commitment_id] != row.doubts]
    return found


def find_misfits(connection: Connection, today: date) -> Iterator[tuple[NamedRow, dict[str, Any]]]:
    """Every state, ended ones too, that keeps something else than its evidence said when it began, or says now: with
    the `code` of its commitment, and what it should keep."""
    state = CommitmentState
    rules = read_rules(connection, Horizon(today))
    ids = connection.scalars(select(Commitment.id).order_by(Commitment.code)).all()
    # A page of commitments at a time: all links that there ever were would have to be held at once.
    for page in pages(ids):
        links: dict[int, list[NamedRow]] = defaultdict(list)
        for link in _ever_linked(connection, page):
            links[link.commitment_id].append(link)
        wanted = judged_states().where(state.commitment_id.in_(page)).order_by(Commitment.code, state.id)
        states = connection.execute(wanted).all()
        doubts = kept_doubts(connection, [row for row in states if row.until is None], rules, today)
        for row in states:
            event = None if row.until is None else row.since
            summary = _summary(row, [link for link in links[row.commitment_id] if _is_proving(link, event)])
            if row.until is None:  # what was a doubt in an earlier state depended on the day, too
                summary["doubts"] = doubts[row.commitment_id]
            if any(getattr(row, name) != value for name, value in summary.items()):
                yield row, summary


def _ever_linked(connection: Connection, ids: Collection[int]) -> Sequence[NamedRow]:
    """Every link of evidence that there ever was, with every state of its piece."""
    said = (EvidenceState.published, EvidenceState.withdrawn, EvidenceState.same_briefing)
    true = (EvidenceState.since.label("said_since"), EvidenceState.until.label("said_until"))
    return connection.execute(
        select(EvidenceLink, *said, *true)
        .join(EvidenceState, EvidenceState.evidence_id == EvidenceLink.evidence_id)
        .where(EvidenceLink.commitment_id.in_(ids))
        .order_by(EvidenceState.published, EvidenceLink.id)
    ).all()


def _is_proving(link: NamedRow, event: int | None) -> bool:
    """Whether a link counted after an event; now, where that is None."""
    if link.withdrawn or link.same_briefing:
        return False
    times = ((link.since, link.until), (link.said_since, link.said_until))
    # Now is not "after the newest event": a version that has no end is true whatever events there are.
    if event is None:
        return all(until is None for _, until in times)
    return all(since <= event and (until is None or until > event) for since, until in times)


def _summary(state: NamedRow, links: Sequence[NamedRow]) -> dict[str, Any]:
    quantity = quantity_of(state)
    found = working(quantity, _measured(links)) if quantity else None
    return {
        "working": [[str(term.value), term.source] for term in found.terms] if found else None,
        "reached": found.reached if found else None,
        # They come oldest first, by their text: a month stands before its days.
        "latest_evidence": links[-1].published if links else None,
        # One piece may be linked twice, to two parts of the commitment; it is counted once.
        "evidence_count": len({link.evidence_id for link in links}),
    }


def measurements(
    connection: Connection, commitment_ids: Collection[int], horizon: Horizon, apart_from: int | None = None
) -> dict[int, list[Measurement]]:
    """What the evidence measured of these commitments, oldest first; `apart_from` leaves one piece of it out."""
    links: dict[int, list[NamedRow]] = defaultdict(list)
    for link in _proving(connection, commitment_ids, horizon):
        if link.evidence_id != apart_from:
            links[link.commitment_id].append(link)
    return {commitment_id: _measured(rows) for commitment_id, rows in links.items()}


def _proving(connection: Connection, commitment_ids: Collection[int], horizon: Horizon | None) -> Sequence[NamedRow]:
    """The links of evidence that counts: neither withdrawn nor a report of the same briefing; None means now."""
    return connection.execute(_proving_statement(commitment_ids, horizon)).all()


def _proving_statement(commitment_ids: Collection[int], horizon: Horizon | None) -> NamedSelect:
    now = [table.until.is_(None) for table in (EvidenceLink, EvidenceState)]
    true = now if horizon is None else [live(table, horizon) for table in (EvidenceLink, EvidenceState)]
    return (
        select(EvidenceLink, EvidenceState.published)
        .select_from(EvidenceLink)
        .join(EvidenceState, EvidenceState.evidence_id == EvidenceLink.evidence_id)
        .where(EvidenceLink.commitment_id.in_(commitment_ids), *true)
        .where(EvidenceState.withdrawn.is_(False), EvidenceState.same_briefing.is_(False))
        .order_by(EvidenceState.published, EvidenceLink.id)
    )


def _measured(links: Sequence[NamedRow]) -> list[Measurement]:
    return [
        Measurement(link.value, link.unit, link.role, link.published, link.stage)
        for link in links
        if link.value is not None
    ]
