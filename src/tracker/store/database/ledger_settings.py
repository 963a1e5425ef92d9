"""The ledger's own settings, as of any event."""

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Text, cast, func, select

from tracker.domain.assessment.assessment_rules import Rules, rules_from
from tracker.domain.json_values import is_object
from tracker.domain.rows import SavedViewRow
from tracker.domain.text.dates import day_of
from tracker.store.database.tables import Event, LedgerSetting, SavedView
from tracker.store.database.versions import Horizon, live
from tracker.store.server.pipeline import Question

if TYPE_CHECKING:
    from tracker.store.events.unit_of_work import UnitOfWork

_ILLUSTRATIVE = "illustrative"
_CHOSEN = "briefings_chosen"
SAMPLE_AUTHOR = "示例"
"""Who recorded what comes with the sample ledger."""


def read_rules(connection: Connection, horizon: Horizon) -> Rules:
    """The settings in force; what was never set has its default."""
    statement, given = rules_question(horizon)
    kept = {row.name: row.value for row in connection.execute(statement, given)}
    return rules_from(kept)


def rules_question(horizon: Horizon) -> Question:
    """What `read_rules` asks."""
    return select(LedgerSetting).where(live(LedgerSetting, horizon)), {}


def is_illustrative(connection: Connection) -> bool:
    """Whether the ledger is only a sample."""
    marked = select(LedgerSetting.value).where(LedgerSetting.until.is_(None), LedgerSetting.name == _ILLUSTRATIVE)
    return bool(connection.scalar(marked))


def sample_day(connection: Connection) -> date | None:
    """Return the day as of which a sample ledger tells the truth: that of the last thing which came with it.

    None for a ledger that is no sample. What a user adds to the sample later makes its facts no newer.
    """
    if not is_illustrative(connection):
        return None
    last = connection.scalar(select(func.max(Event.at)).where(Event.author == SAMPLE_AUTHOR))
    return day_of(last) if last is not None else None


def mark_illustrative(work: "UnitOfWork") -> None:
    """Say of a new ledger, from its start on, that it is only a sample."""
    work.insert(LedgerSetting, {"since": 0, "name": _ILLUSTRATIVE, "value": 1})


def are_chosen(connection: Connection) -> bool:
    """Whether somebody chose which briefings the ledger begins with: no others are loaded into it by themselves."""
    marked = select(LedgerSetting.value).where(LedgerSetting.until.is_(None), LedgerSetting.name == _CHOSEN)
    return bool(connection.scalar(marked))


def mark_chosen(work: "UnitOfWork") -> None:
    """Say so of a new ledger."""
    work.insert(LedgerSetting, {"since": work.event_id, "name": _CHOSEN, "value": 1})


def replace_rules(work: "UnitOfWork", rules: Rules) -> None:
    """Make these settings the ones in force."""
    values = {
        "on_schedule": rules.thresholds.on_schedule,
        "behind": rules.thresholds.behind,
        "search_expiry_days": rules.search_expiry_days,
        "about_share": float(rules.about_share),
    }
    work.close(LedgerSetting, LedgerSetting.name.in_(values))
    for name, value in values.items():
        work.insert(LedgerSetting, {"since": work.event_id, "name": name, "value": value})


def list_views(connection: Connection) -> tuple[SavedViewRow, ...]:
    """All current views, by name. One whose definition is none, which only another program can have written, shows all
    of the ledger."""
    view = SavedView
    # As text: the column's own type would raise at one that is broken, and with it all other views would be gone from
    # the menu.
    query = select(view.name, cast(view.definition, Text).label("definition")).where(view.until.is_(None))
    found = connection.execute(query.order_by(view.name))
    return tuple(SavedViewRow(row.name, _definition(row.definition)) for row in found)


def _definition(text: str) -> dict[str, Any]:
    try:
        definition = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return dict(definition) if is_object(definition) else {}
