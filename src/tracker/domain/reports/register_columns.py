"""The columns that the register of a report (台账) may have, and those that it has where nobody chose others."""

from collections.abc import Sequence
from enum import StrEnum

from tracker.domain.errors import UserError


class RegisterColumn(StrEnum):
    """What a column of the register says of a commitment."""

    ORDINAL = "ordinal"
    CODE = "code"
    TITLE = "title"
    EXACT = "exact"
    LEAD = "lead"
    CO_LEADS = "co_leads"
    DUE = "due"
    DUE_BASIS = "due_basis"
    QUANTITY = "quantity"
    PROGRESS = "progress"
    ASSESSMENT = "assessment"
    LIGHT = "light"
    EVIDENCE = "evidence"
    PROBLEMS = "problems"
    NEXT_STEP = "next_step"
    REMARKS = "remarks"
    """The reason of the verdict under the heading that an office's ledger has for it (备注)."""
    PARTS = "parts"
    CLAIMS = "claims"
    CHANGED = "changed"
    TOPIC = "topic"
    WORKING = "working"
    DOUBTS = "doubts"
    GROUNDS = "grounds"
    REASON = "reason"
    """The same reason under its own name, for those who choose their columns."""


STANDARD = tuple(RegisterColumn)[:16]
"""What an office's ledger has, in its order. Parts, official words and changes follow where there are any."""
BESIDE = (RegisterColumn.PARTS, RegisterColumn.CLAIMS, RegisterColumn.CHANGED)
"""What follows the standard columns, on the screen: paper has no room for it."""


def register_columns(names: Sequence[str]) -> tuple[RegisterColumn, ...]:
    """Return the columns with these names, in their order. Raises `term_unknown`, `register_column_twice`."""
    known = {column.value: column for column in RegisterColumn}
    chosen: dict[str, RegisterColumn] = {}
    for name in names:
        if name not in known:
            raise UserError("term_unknown", field="columns", value=name, allowed=tuple(known))
        if name in chosen:
            raise UserError("register_column_twice", field="columns", value=name)
        chosen[name] = known[name]
    return tuple(chosen.values())
