"""What changed between two days."""

from collections.abc import Mapping
from datetime import date

from tracker.domain.rows import CommitmentChange, LedgerRow
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.services.ledgers.workspace import Snapshot
from tracker.store.commitments import commitment_list
from tracker.store.database.ledger_settings import read_rules
from tracker.store.database.versions import Horizon, horizon_at
from tracker.store.events.history import events_since
from tracker.store.search.conditions import Scope


def changes_in(snapshot: Snapshot, wanted: LedgerQuery, since: date, today: date) -> tuple[CommitmentChange, ...]:
    """The commitments of a query that something was done to after the end of `since`, which `wanted` says as well, and
    until its `as_of`.

    Each shows how it stood on both days by that day's own lights, so that a light may differ by time alone. What was
    done and taken back again leaves both rows alike, and its events tell so.
    """
    after = commitment_list.list_rows(snapshot.connection, wanted, snapshot.scope)
    events = events_since(snapshot.connection, [row.id for row in after], since, snapshot.scope, wanted.changed_after)
    before = rows_before(snapshot, since, today, wanted.changed_after)
    return tuple(CommitmentChange(before.get(row.id), row, tuple(events[row.id])) for row in after)


def rows_before(snapshot: Snapshot, since: date, today: date, event: int | None = None) -> Mapping[int, LedgerRow]:
    """Return every commitment as it stood at the end of a day, or after an event, by its id; by that day's lights."""
    horizon = _before(snapshot, since, today, event)
    scope = Scope(horizon, read_rules(snapshot.connection, horizon))
    return {row.id: row for row in commitment_list.list_rows(snapshot.connection, LedgerQuery(), scope)}


def _before(snapshot: Snapshot, since: date, today: date, event: int | None) -> Horizon:
    """The state that changes are reckoned from, which is never later than the one that they lead to."""
    if event is not None:
        horizon = Horizon(since, event)
    else:
        horizon = horizon_at(snapshot.connection, today, since, snapshot.scope.days())
    return Horizon(since, snapshot.scope.horizon.event) if horizon.event is None else horizon
