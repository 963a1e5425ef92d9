"""Documented searches for evidence (coding rules §6)."""

from typing import Any

from sqlalchemy import ColumnElement, case, func, literal

from tracker.domain.terms import SearchOutcome
from tracker.store.database import table_handles as t


def outcome_of(row: Any) -> SearchOutcome:
    """What a search came to. Rows of before schema 0005 did not say: no words found meant nothing, any are unclear."""
    if row.outcome is not None:
        return row.outcome
    return SearchOutcome.UNCLEAR if row.found else SearchOutcome.NOTHING


def is_undecided() -> ColumnElement[bool]:
    """The condition that a search is one of an older ledger that found some words, which nobody has decided yet."""
    return t.search_log.c.outcome.is_(None) & (t.search_log.c.found != "")


def outcome_column() -> ColumnElement[str]:
    """`outcome_of` in SQL."""
    log = t.search_log.c
    earlier = case((log.found == "", literal(SearchOutcome.NOTHING.value)), else_=literal(SearchOutcome.UNCLEAR.value))
    return func.coalesce(log.outcome, earlier)
