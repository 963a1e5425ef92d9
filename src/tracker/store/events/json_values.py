"""Stored values as JSON has them."""

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any


def json_value(value: Any) -> Any:
    """Return a value of a column as JSON has it, the same for the same value in every database."""
    if isinstance(value, Decimal):
        # One text for one amount, however it came: 1.0 is 1 by `normalize`, and by "f" 100 is not 1E+2.
        return format(value.normalize(), "f")
    if isinstance(value, date):  # and moments, which are dates as well
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
