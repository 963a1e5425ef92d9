"""The ledger's own settings, as of any event."""

from sqlalchemy import Connection, select

from tracker.domain.rules import Rules
from tracker.domain.schedule import Thresholds
from tracker.store import sql as t
from tracker.store.versions import Horizon, live
from tracker.store.work import UnitOfWork


def read_rules(connection: Connection, horizon: Horizon) -> Rules:
    """The settings in force; what was never set has its default."""
    rule = t.ledger_rule
    kept = {row.name: row.value for row in connection.execute(select(rule).where(live(rule, horizon)))}
    default = Rules()
    return Rules(
        Thresholds(
            kept.get("on_schedule", default.thresholds.on_schedule), kept.get("behind", default.thresholds.behind)
        ),
        int(kept.get("search_expiry_days", default.search_expiry_days)),
    )


def replace_rules(work: UnitOfWork, rules: Rules) -> None:
    """Make these settings the ones in force."""
    values = {
        "on_schedule": rules.thresholds.on_schedule,
        "behind": rules.thresholds.behind,
        "search_expiry_days": rules.search_expiry_days,
    }
    work.close(t.ledger_rule)
    for name, value in values.items():
        work.insert(t.ledger_rule, {"since": work.event_id, "name": name, "value": value})
