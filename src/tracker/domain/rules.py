"""The settings that verdicts depend on; they belong to a ledger, and change by events like everything in it."""

from dataclasses import dataclass, field

from tracker.domain.errors import UserError
from tracker.domain.schedule import Thresholds

MOST_POINTS = 100.0
MOST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Rules:
    """Limits of the schedule lights (§2), and after how many days a search is old (§6)."""

    thresholds: Thresholds = field(default_factory=Thresholds)
    search_expiry_days: int = 30


def check_rules(rules: Rules) -> None:
    """Refuse limits that make no sense. Raises `thresholds_invalid`, `expiry_invalid`."""
    limits = rules.thresholds
    if not 0 <= limits.on_schedule <= limits.behind <= MOST_POINTS:
        raise UserError("thresholds_invalid", field="thresholds")
    if not 1 <= rules.search_expiry_days <= MOST_DAYS:
        raise UserError("expiry_invalid", field="search_expiry_days", most=MOST_DAYS)
