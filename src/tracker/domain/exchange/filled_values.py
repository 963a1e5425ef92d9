"""Amounts and days as people type them into a form."""

from decimal import Decimal

from tracker.domain.errors import UserError
from tracker.domain.text.amount_input import read_amount
from tracker.domain.text.date_input import Precision, read_date

_LONGEST_NUMBER = 15


def amount_in(text: str, unit: str) -> Decimal | None:
    """The amount that a text gives, with or without the unit behind it; None where it gives none for certain."""
    try:
        value = read_amount(text, unit.strip()).value
    except UserError:
        return None
    return value if len(value.normalize().as_tuple().digits) <= _LONGEST_NUMBER else None


def day_in(text: str) -> str | None:
    """The ISO day or month that a text gives; None where it gives none for certain."""
    try:
        found = read_date(text, "date", counted=True)
    except UserError:
        return None
    if found.precision is Precision.DAY:
        return found.first.isoformat()
    return f"{found.first:%Y-%m}" if found.precision is Precision.MONTH else None
