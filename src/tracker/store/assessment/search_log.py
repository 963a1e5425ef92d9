"""Documented searches for evidence (coding rules §6)."""

from typing import Any

from sqlalchemy import ColumnElement

from tracker.domain.terms import SearchOutcome
from tracker.store.database.tables import SearchLog


def outcome_of(row: Any) -> SearchOutcome:
    """What a search came to. Rows of before schema 0005 did not say: no words found meant nothing, any are unclear."""
    if row.outcome is not None:
        return row.outcome
    return SearchOutcome.UNCLEAR if row.found else SearchOutcome.NOTHING


def is_undecided() -> ColumnElement[bool]:
    """The condition that a search is one of an older ledger that found some words, which nobody has decided yet."""
    return SearchLog.outcome.is_(None) & (SearchLog.found != "")
