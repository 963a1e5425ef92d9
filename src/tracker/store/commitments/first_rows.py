"""The first rows of a ledger in a file, before SQLAlchemy has been loaded: what a window shows while it opens.

Without it the first rows stand a second later at each start (2.1 to 2.2 s instead of 1.0 to 1.2 s, in turn on one
machine, 2026-11-29): SQLModel, Pydantic and the tables have to be imported before anything else can be asked.

The same rows come again, with everything around them, once the ledger is open; a test holds the two together.
"""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tracker.domain.assessment.assessment_rules import Rules, rules_from
from tracker.domain.assessment.kept_doubts import has_changed_grounds, row_doubts
from tracker.domain.commitments.schedule import ScheduleFacts, light
from tracker.domain.errors import UserError
from tracker.domain.rows import Due, LedgerRow, Name, Responsible
from tracker.domain.terms import (
    Assessment,
    CommitmentKind,
    CountingBasis,
    DepartmentBasis,
    DepartmentRole,
    DueBasis,
    Operator,
)
from tracker.domain.text.dates import a_year_after
from tracker.store.commitments.target_amounts import quantity_of, working_of
from tracker.store.database.decoding import (
    Decoding,
    StoredValueError,
    decode_amount,
    decode_boolean,
    decode_day,
    decode_day_or_month,
    decode_doubts,
    decode_integer,
    decode_number,
    decode_setting,
    is_threshold,
    is_working,
    json_decoder,
)
from tracker.store.database.hardening import bound, harden
from tracker.store.database.schema_check import HEAD, read_version, refuse_strange

_ROWS = """
SELECT s.*, c.code, o.held_on, t.key topic_key, t.name topic_name, t.name_en topic_name_en,
    d.key lead_key, d.name lead_name, d.name_en lead_name_en, l.basis lead_basis,
    coalesce(json_array_length(s.parts), (SELECT count(*) FROM part p WHERE p.commitment_id = c.id)) part_count
FROM commitment c
JOIN commitment_state s ON s.commitment_id = c.id AND s.until IS NULL
JOIN source o ON o.id = c.source_id
JOIN topic t ON t.id = s.topic_id
LEFT JOIN commitment_department l ON l.commitment_id = c.id AND l.role = 'lead' AND l.until IS NULL
LEFT JOIN department d ON d.id = l.department_id
WHERE o.held_on <= ? ORDER BY c.code LIMIT ?
"""
_DECODED: Mapping[Callable[[Any], Any], tuple[str, ...]] = {
    decode_day: ("due_on", "held_on", "review_on"),
    decode_day_or_month: ("latest_evidence",),
    decode_amount: ("target", "baseline"),
    decode_number: ("reached",),
    decode_integer: ("version", "evidence_count"),
    decode_boolean: ("due_about", "unreviewed"),
    decode_doubts: ("doubts",),
    json_decoder(list, is_threshold): ("threshold",),
    json_decoder(list, is_working): ("working",),
}
_TERMS: Mapping[str, type[StrEnum]] = {
    "operator": Operator,
    "counting": CountingBasis,
    "due_basis": DueBasis,
    "assessment": Assessment,
    "kind": CommitmentKind,
    "lead_basis": DepartmentBasis,
}


def first_rows(path: Path, today: date, count: int) -> tuple[LedgerRow, ...]:
    """The first rows in the order of their codes; none where the file is not there yet, or not of this schema."""
    try:
        # Not immutable=1, though it would be quicker: another window may be writing, and what is in its log belongs to
        # the ledger.
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            bound(harden(connection), path.stat().st_size)
            refuse_strange(connection, path)
            # Neither migrated nor guessed at here: opening in earnest does that, after a backup.
            if read_version(connection) != HEAD:
                return ()
            connection.row_factory = sqlite3.Row
            rules = _rules(connection)
            found = connection.execute(_ROWS, (today.isoformat(), count))
            return tuple(_ledger_row(_decoded(dict(row)), today, rules) for row in found)
    except (sqlite3.Error, OSError, StoredValueError, UserError):  # whoever opens it in earnest says what is wrong
        return ()


def _rules(connection: sqlite3.Connection) -> Rules:
    rows = connection.execute("SELECT name, value FROM ledger_setting WHERE until IS NULL")
    return rules_from({name: value for name, stored in rows if (value := decode_setting(stored)) is not None})


def _decoded(row: dict[str, Any]) -> SimpleNamespace:
    """The row with what SQLAlchemy's types would make of its values."""
    for decode, names in _DECODED.items():
        row |= {name: decode(row[name]) for name in names}
    with Decoding("commitment_state"):
        for name, kind in _TERMS.items():
            row[name] = None if row[name] is None else kind(row[name])
    return SimpleNamespace(**row)


def _ledger_row(state: SimpleNamespace, today: date, rules: Rules) -> LedgerRow:
    due = Due(state.due_on, state.due_basis, state.due_about)
    review_on = state.review_on or a_year_after(state.held_on)
    progress = ScheduleFacts(
        assessment=state.assessment,
        start=state.held_on,
        due=due,
        review_on=review_on,
        operator=state.operator if state.target is not None else None,
        reached=state.reached,
        about_share=rules.about_share,
    )
    quantity = quantity_of(state, rules)
    return LedgerRow(
        id=state.commitment_id,
        code=state.code,
        title=Name(state.code, state.title, state.title_en),
        topic=Name(state.topic_key, state.topic_name, state.topic_name_en),
        kind=state.kind,
        lead=_lead(state),
        assessment=state.assessment,
        light=light(progress, today, rules.thresholds),
        due=due,
        quantity=quantity,
        working=working_of(quantity, state.working),
        parts=state.part_count,
        latest_evidence=state.latest_evidence,
        evidence_count=state.evidence_count,
        version=state.version,
        doubts=row_doubts(state.doubts, state.assessment, due, today),
        grounds_changed=has_changed_grounds(state.doubts),
        review_on=review_on,
        is_reviewed=not state.unreviewed,
    )


def _lead(state: SimpleNamespace) -> Responsible | None:
    if state.lead_key is None:
        return None
    department = Name(state.lead_key, state.lead_name, state.lead_name_en)
    return Responsible(department, DepartmentRole.LEAD, state.lead_basis)
