"""The ledger's own settings, as of any event."""

from sqlalchemy import Connection, select

from tracker.domain.rules import Rules
from tracker.domain.schedule import Thresholds
from tracker.store import sql as t
from tracker.store.versions import Horizon, live
from tracker.store.work import UnitOfWork

_ILLUSTRATIVE = "illustrative"


def read_rules(connection: Connection, horizon: Horizon) -> Rules:
    """The settings in force; what was never set has its default."""
    rule = t.ledger_setting
    kept = {row.name: row.value for row in connection.execute(select(rule).where(live(rule, horizon)))}
    default = Rules()
    return Rules(
        Thresholds(
            kept.get("on_schedule", default.thresholds.on_schedule), kept.get("behind", default.thresholds.behind)
        ),
        int(kept.get("search_expiry_days", default.search_expiry_days)),
    )


def is_illustrative(connection: Connection) -> bool:
    """Whether the ledger is only a sample."""
    setting = t.ledger_setting
    marked = select(setting.c.value).where(setting.c.until.is_(None), setting.c.name == _ILLUSTRATIVE)
    return bool(connection.scalar(marked))


def mark_illustrative(work: UnitOfWork) -> None:
    """Say of a new ledger, from its start on, that it is only a sample."""
    work.insert(t.ledger_setting, {"since": 0, "name": _ILLUSTRATIVE, "value": 1})


def replace_rules(work: UnitOfWork, rules: Rules) -> None:
    """Make these settings the ones in force."""
    values = {
        "on_schedule": rules.thresholds.on_schedule,
        "behind": rules.thresholds.behind,
        "search_expiry_days": rules.search_expiry_days,
    }
    work.close(t.ledger_setting, t.ledger_setting.c.name.in_(values))
    for name, value in values.items():
        work.insert(t.ledger_setting, {"since": work.event_id, "name": name, "value": value})
