"""What the rules of proof ask of commitments (`tracker.domain.assessment.proof`), read from the tables."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Connection, and_, bindparam, select, tuple_

from tracker.domain.assessment.assessment_rules import Rules
from tracker.domain.assessment.kept_doubts import as_kept
from tracker.domain.assessment.proof import Case, Link, Search, Verdict, count_of, doubts_beside
from tracker.domain.commitments.quantity import Measurement, working
from tracker.domain.rows import Due
from tracker.domain.terms import Assessment, SearchOutcome
from tracker.domain.text.dates import a_year_after, day_of
from tracker.store.commitments.parts import Entry, entries_of
from tracker.store.commitments.target_amounts import quantity_from, quantity_of
from tracker.store.database.evidence_tables import Evidence, EvidenceLink, EvidenceState, Restatement
from tracker.store.database.tables import Citation, Commitment, SearchLog
from tracker.store.database.typed_columns import NamedRow, NamedSelect
from tracker.store.database.versions import Horizon, live
from tracker.store.evidence.joined_evidence import replacements_of
from tracker.store.server.pipeline import Question, announce

_SAID = frozenset({Assessment.NOT_RATED, Assessment.NOT_VERIFIABLE})
"""Assessments beside which no doubt can stand."""


def read_cases(
    connection: Connection, states: Sequence[Any], rules: Rules, horizon: Horizon | None = None
) -> dict[int, Case]:
    """The case of each of these commitments at a horizon, by default now.

    `states` are rows of `commitment_state` at that horizon, with `code` and `held_on`.
    """
    codes = [state.code for state in states]
    questions = case_questions(codes) if horizon is None else _asked_of(codes, _statements(horizon))
    announce(connection, *questions)
    links, searches, relations = (_grouped(connection.execute(statement, given)) for statement, given in questions)
    parts = entries_of(connection, states)
    return {
        known: _case(state, links[known], searches[known], relations[known], parts[known], rules)
        for state in states
        for known in (state.commitment_id,)
    }


def case_questions(codes: Sequence[str]) -> Sequence[Question]:
    """What `read_cases` asks of commitments, now: by their codes, which are known before anything is asked."""
    return _asked_of(codes, _NOW)


def _asked_of(codes: Sequence[str], statements: Iterable[NamedSelect]) -> Sequence[Question]:
    # The statements are bound to no commitment, so that SQLAlchemy compiles each of them once in the life of a program.
    return [(statement, {"codes": codes}) for statement in statements]


def kept_doubts(connection: Connection, states: Sequence[Any], rules: Rules, today: date) -> dict[int, str | None]:
    """By commitment what its state is to keep of the doubts beside its verdict: see `as_kept`.

    `states` are current rows of `commitment_state` with `code`, `held_on`, and `judged_at`, the moment of the verdict.
    """
    # A ledger has mostly commitments that nobody has judged yet: beside those nothing can stand.
    judged = [state for state in states if is_judged(state)]
    kept: dict[int, str | None] = {state.commitment_id: None for state in states}
    if not judged:
        return kept
    announce(connection, *doubt_questions(judged))
    cases = read_cases(connection, judged, rules)
    cited = cited_by(connection, _verdicts(judged))
    for state in judged:
        judged_on = day_of(state.judged_at) if state.judged_at is not None else today
        verdict = Verdict(state.assessment, cited[state.commitment_id], judged_on)
        kept[state.commitment_id] = as_kept(doubts_beside(cases[state.commitment_id], verdict, today))
    return kept


def is_judged(state: Any) -> bool:
    """Whether a state holds a verdict beside which a doubt can stand."""
    return state.assessment not in _SAID


def doubt_questions(judged: Sequence[Any]) -> Sequence[Question]:
    """What `kept_doubts` asks of states that hold a verdict."""
    return [*case_questions([state.code for state in judged]), (_citations(_verdicts(judged), None), {})]


def _verdicts(judged: Sequence[Any]) -> list[tuple[int, int]]:
    return [(state.judged_by_event or 0, state.commitment_id) for state in judged]


def _citations(judged: Collection[tuple[int, int]], horizon: Horizon | None) -> NamedSelect:
    true = EvidenceState.until.is_(None) if horizon is None else live(EvidenceState, horizon)
    joined = and_(EvidenceState.evidence_id == Citation.evidence_id, EvidenceState.joined_into.is_not(None), true)
    return (
        select(Citation, EvidenceState.joined_into)
        .outerjoin(EvidenceState, joined)
        .where(tuple_(Citation.event_id, Citation.commitment_id).in_(judged))
    )


def cited_by(
    connection: Connection, judged: Collection[tuple[int, int]], horizon: Horizon | None = None
) -> dict[int, frozenset[int]]:
    """By commitment the pieces that its verdict rests on; `judged` are the ids of the events of the verdicts, each with
    that of the commitment. For a piece that was joined into another by a horizon, by default now, that one stands."""
    found: dict[int, frozenset[int]] = {commitment_id: frozenset() for _, commitment_id in judged}
    rows = connection.execute(_citations(judged, horizon)).all()
    # Almost no verdict rests on a piece that was joined into another: only then is the chain of joinings followed.
    moved = frozenset(row.evidence_id for row in rows if row.joined_into is not None)
    replacements = replacements_of(connection, moved, horizon) if moved else {}
    for row in rows:
        found[row.commitment_id] |= {replacements.get(row.evidence_id) or row.evidence_id}
    return found


def outcome_of(row: Any) -> SearchOutcome:
    """What a search came to. Rows of before schema 0005 did not say: no words found meant nothing, any are unclear."""
    if row.outcome is not None:
        return row.outcome
    return SearchOutcome.UNCLEAR if row.found else SearchOutcome.NOTHING


def _case(
    state: Any,
    links: Sequence[NamedRow],
    searches: Iterable[NamedRow],
    relations: Iterable[NamedRow],
    parts: Sequence[Entry],
    rules: Rules,
) -> Case:
    quantity = quantity_of(state, rules)
    # Of the commitment every value counts, those that are said of its parts too; of a part only its own.
    amounts = [(quantity, working(quantity, _measured(links)) if quantity else None)]
    for part in parts:
        own = quantity_from(part.get("quantity"), rules)
        counted = [link for link in links if link.part_id == part["id"]]
        amounts.append((own, working(own, _measured(counted)) if own else None))
    return Case(
        code=state.code,
        kind=state.kind,
        held_on=state.held_on,
        due=Due(state.due_on, state.due_basis, state.due_about),
        review_on=state.review_on or a_year_after(state.held_on),
        links=tuple(map(_as_link, links)),
        parts={part["id"]: part["title"] for part in parts},
        parts_expected=state.parts_expected or 0,
        count=count_of(amounts),
        searches=tuple(Search(row.searched_on, outcome_of(row)) for row in searches),
        relations=frozenset(row.kind for row in relations),
        expiry_days=rules.search_expiry_days,
    )


def _as_link(row: NamedRow) -> Link:
    return Link(
        evidence_id=row.evidence_id,
        evidence_uid=row.piece_uid,
        bearing=row.bearing,
        kind=row.kind,
        published=row.published,
        effective_on=row.effective_on,
        part=row.part_id,
        stage=row.stage,
        role=row.role,
        withdrawn=row.withdrawn,
        same_briefing=row.same_briefing,
    )


def _measured(links: Iterable[NamedRow]) -> list[Measurement]:
    """In the order of their dates, as the kept arithmetic has them: see `tracker.store.commitments.derived_values`."""
    counting = [link for link in links if link.value is not None and not link.withdrawn and not link.same_briefing]
    return [
        Measurement(link.value, link.unit, link.role, link.published, link.stage)
        for link in sorted(counting, key=lambda link: (link.published, link.id))
    ]


def _grouped(rows: Iterable[NamedRow]) -> dict[int, list[NamedRow]]:
    found: dict[int, list[NamedRow]] = defaultdict(list)
    for row in rows:
        found[row.commitment_id].append(row)
    return found


def _statements(horizon: Horizon) -> tuple[NamedSelect, NamedSelect, NamedSelect]:
    """Links of evidence, searches and relations at a horizon; each takes the codes of commitments as `codes`."""
    piece = EvidenceState
    codes: BindParameter[str] = bindparam("codes", expanding=True)
    ids = select(Commitment.id).where(Commitment.code.in_(codes))
    said = (piece.kind, piece.published, piece.effective_on, piece.withdrawn, piece.same_briefing)
    return (
        select(EvidenceLink, *said, Evidence.uid.label("piece_uid"))
        .join(piece, piece.evidence_id == EvidenceLink.evidence_id)
        .join(Evidence, Evidence.id == EvidenceLink.evidence_id)
        .where(EvidenceLink.commitment_id.in_(ids), live(EvidenceLink, horizon), live(piece, horizon))
        .order_by(EvidenceLink.commitment_id, EvidenceLink.evidence_id, EvidenceLink.id),
        select(SearchLog)
        .where(SearchLog.commitment_id.in_(ids), live(SearchLog, horizon))
        .order_by(SearchLog.commitment_id, SearchLog.searched_on, SearchLog.id),
        select(Restatement.commitment_id, Restatement.kind).where(
            Restatement.commitment_id.in_(ids), live(Restatement, horizon)
        ),
    )


# Any day does: `live` asks for the event alone, and no event means now.
_NOW = _statements(Horizon(date.min))
"""Made once: SQLAlchemy keeps with a statement what it compiled it to."""
