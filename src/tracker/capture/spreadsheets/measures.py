"""The unit of an amount: next to it, in a column of its own, or over it: 目标值（万家）."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from tracker.capture.spreadsheets.targets import ReadTarget, is_unit, read_target
from tracker.domain.commitments.quantity import normalise
from tracker.domain.text.numerals import NUMBER

_OF_UNITS = re.compile("(?:计量|度量|计数|数量)单位|unit(?:of)?(?:measure(?:ment)?)?|uom")
_OF_UNITS_OR_OFFICES = re.compile("(?:指标)?单位")
_IN_BRACKETS = re.compile(
    r"\(\s*(?:单位\s*[:：]\s*)?([^()\s\d]{1,8})\s*\)\s*$|[,，/]\s*单位\s*[:：]\s*([^()\s\d]{1,8})$"
)
_A_WORD = re.compile(r"[^\W\d_]{1,8}")
_NO_UNITS = ("无", "無", "无单位", "none")
_BARE = re.compile(rf"(?:{NUMBER})")
_MOSTLY = 0.5
_LONGEST = 12
"""Characters of a cell that holds an amount and little more."""


def holds_units(heading: str, cells: Sequence[str]) -> bool:
    """Whether a column with this folded heading holds units of amounts: 计量单位, or 单位 over 家, 个, %."""
    if _OF_UNITS.fullmatch(heading):
        return True
    return bool(_OF_UNITS_OR_OFFICES.fullmatch(heading) and cells) and all(map(is_unit, cells))


def holds_amounts(cells: Sequence[str]) -> bool:
    """Whether most of the cells are an amount and little more: 1.2, 30家, 6左右."""
    amounts = [cell for cell in cells if len(cell) <= _LONGEST and re.search(r"\d", cell)]
    return len(amounts) > _MOSTLY * len(cells)


def unit_of(cell: str) -> str:
    """The unit that a cell of a column of units holds, "" for none: —, 无."""
    return cell if is_unit(cell) or (_A_WORD.fullmatch(cell) and cell not in _NO_UNITS) else ""


def unit_in(heading: str) -> str:
    """The unit in the brackets of a heading, "" for none."""
    found = _IN_BRACKETS.search(unicodedata.normalize("NFKC", heading).strip())
    unit = (found[1] or found[2]) if found else ""
    return unit if unit and is_unit(unit) else ""


def read_measured(words: str, unit: str) -> ReadTarget:
    """The amount in the words; one that has no unit has this one, and its magnitude."""
    read = read_target(words)
    if not unit or read.is_several:
        return read
    plain = unicodedata.normalize("NFKC", words).strip()
    if read.quantity is None and _BARE.fullmatch(plain):  # 2025 is a year where it has no unit
        measured = read_target(f"{plain}{unit}")
        return replace(measured, quantity=measured.quantity and replace(measured.quantity, wording=words.strip()))
    if read.quantity is None or read.quantity.value is None or read.quantity.unit:
        return read
    value, plain_unit = normalise(read.quantity.value, unicodedata.normalize("NFKC", unit.strip()))
    value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    return ReadTarget(replace(read.quantity, value=value, unit=plain_unit))
