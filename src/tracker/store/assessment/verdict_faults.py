"""What earlier versions of the program let pass, and the rules of proof do not: to be looked at by an analyst.

None of it is damage, and nothing of it is changed by itself (coding rules §2 and §6).
"""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, select

from tracker.domain.assessment.proof import before_verdict, refusal
from tracker.domain.rows import Fault
from tracker.domain.terms import Doubt
from tracker.domain.text.dates import day_of
from tracker.store.assessment.proof_cases import cited_by, read_cases
from tracker.store.commitments.derived_values import judged_states
from tracker.store.database.ledger_settings import read_rules
from tracker.store.database.tables import Commitment, CommitmentState, SearchLog
from tracker.store.database.versions import Horizon, live

TO_JUDGE = frozenset({"fault_verdict", "search_undecided"})
"""The codes of what is found here: for somebody to judge, and no sign that the ledger is damaged."""


def refused_verdicts(connection: Connection, today: date) -> Iterator[Fault]:
    """Verdicts that the rules would have refused when they were set, as earlier versions of the program let pass."""
    state = CommitmentState
    # Only where the rules would refuse it now: a verdict that was refused then and has its proof by now needs nobody's
    # look.
    doubted = judged_states().where(state.until.is_(None), state.doubts.contains(Doubt.GROUNDS_CHANGED.value))
    for now in connection.execute(doubted.order_by(Commitment.code)).all():
        then = Horizon(day_of(now.judged_at) if now.judged_at else today, now.judged_by_event or 0)
        judged = judged_states().where(state.commitment_id == now.commitment_id, live(state, then))
        as_judged = connection.execute(judged).one()
        case = read_cases(connection, [as_judged], read_rules(connection, then), then)[now.commitment_id]
        cited = cited_by(connection, [(then.event or 0, now.commitment_id)], then)[now.commitment_id]
        refused = refusal(before_verdict(case), now.assessment, cited, then.day)
        if refused is not None:
            details = {"commitment": now.code, "assessment": now.assessment.value, "why": refused.code}
            yield Fault("fault_verdict", {**details, "event": then.event})


def undecided_searches(connection: Connection) -> Iterator[Fault]:
    """Searches of earlier versions that found some words: whether that was something, somebody has to say."""
    found = (
        select(SearchLog, Commitment.code)
        .join(Commitment, Commitment.id == SearchLog.commitment_id)
        .where(SearchLog.until.is_(None), SearchLog.outcome.is_(None), SearchLog.found != "")
        .order_by(Commitment.code, SearchLog.id)
    )
    for row in connection.execute(found):
        details = {"commitment": row.code, "search": row.id, "on": row.searched_on.isoformat(), "found": row.found}
        yield Fault("search_undecided", details)
