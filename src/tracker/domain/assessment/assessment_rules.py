"""The settings that verdicts depend on; they belong to a ledger, and change by events like everything in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from tracker.domain.commitments.quantity import ABOUT_SHARE
from tracker.domain.commitments.schedule import Thresholds
from tracker.domain.errors import UserError

MOST_POINTS = 100.0
MOST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Rules:
    """Limits of the schedule lights (§2), after how many days a search is old (§6), and from which share of an amount
    on about that amount (左右/约) is reached (§4)."""

    thresholds: Thresholds = field(default_factory=Thresholds)
    search_expiry_days: int = 30
    about_share: Decimal = ABOUT_SHARE


def rules_from(kept: Mapping[str, float]) -> Rules:
    """Return the settings by their names; what was never set has its default."""
    default = Rules()
    limits = default.thresholds
    return Rules(
        Thresholds(kept.get("on_schedule", limits.on_schedule), kept.get("behind", limits.behind)),
        int(kept.get("search_expiry_days", default.search_expiry_days)),
        Decimal(str(kept["about_share"])) if "about_share" in kept else default.about_share,
    )


def check_rules(rules: Rules) -> None:
    """Refuse limits that make no sense. Raises `thresholds_invalid`, `expiry_invalid`, `about_invalid`."""
    limits = rules.thresholds
    if not 0 <= limits.on_schedule <= limits.behind <= MOST_POINTS:
        raise UserError("thresholds_invalid", field="thresholds")
    if not 1 <= rules.search_expiry_days <= MOST_DAYS:
        raise UserError("expiry_invalid", field="search_expiry_days", most=MOST_DAYS)
    # A share of 0 would make every target reached, one above 1 none.
    if not 0 < rules.about_share <= 1:
        raise UserError("about_invalid", field="about_share")
