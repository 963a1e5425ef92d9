"""Amounts and days as people type them into a form."""

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_LONGEST_NUMBER = 15
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?")
_CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}.*$")
_SERIAL = re.compile(r"\d{5}")
_EPOCH = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_050
"""The years 2000 to 2099, as spreadsheets count days where a cell has lost its format."""


def amount_in(text: str, unit: str) -> Decimal | None:
    """The amount that a text gives, with or without the unit behind it; None where it gives none for certain."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    plain = _THOUSANDS.sub("", plain)
    if unit and plain.endswith(unit):
        plain = plain.removesuffix(unit)
    if not _NUMBER.fullmatch(plain) or sum(map(str.isdigit, plain)) > _LONGEST_NUMBER:
        return None
    return Decimal(plain)


def day_in(text: str) -> str | None:
    """The ISO day or month that a text gives; None where it gives none for certain."""
    plain = _CLOCK.sub("", unicodedata.normalize("NFKC", text).strip())
    plain = re.sub(r"\s", "", plain)
    if _SERIAL.fullmatch(plain) and _FIRST_SERIAL <= int(plain) <= _LAST_SERIAL:
        return (_EPOCH + timedelta(days=int(plain))).isoformat()
    found = _DAY.fullmatch(plain)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2]), found[3]
    try:
        known = date(year, month, int(day or 1))
    except ValueError:
        return None
    return known.isoformat() if day else f"{known:%Y-%m}"
