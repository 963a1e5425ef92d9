"""The first rows of a ledger in a file, before SQLAlchemy has been loaded: what a window shows while it opens.

The same rows come again, with everything around them, once the ledger is open; a test holds the two together.
"""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tracker.domain.rows import Due, LedgerRow, Name, Responsible
from tracker.domain.rules import Rules
from tracker.domain.schedule import Progress, Thresholds, light
from tracker.domain.terms import (
    Assessment,
    CommitmentKind,
    CountingBasis,
    DepartmentBasis,
    DepartmentRole,
    DueBasis,
    Operator,
)
from tracker.store.amounts import quantity_of, working_of
from tracker.store.head import HEAD

_ROWS = """
SELECT s.*, c.code, o.held_on, t.key topic_key, t.name topic_name, t.name_en topic_name_en,
    d.key lead_key, d.name lead_name, d.name_en lead_name_en, l.basis lead_basis,
    (SELECT count(*) FROM part p WHERE p.commitment_id = c.id) parts
FROM commitment c
JOIN commitment_state s ON s.commitment_id = c.id AND s.until IS NULL
JOIN source o ON o.id = c.source_id
JOIN topic t ON t.id = s.topic_id
LEFT JOIN commitment_department l ON l.commitment_id = c.id AND l.role = 'lead' AND l.until IS NULL
LEFT JOIN department d ON d.id = l.department_id
WHERE o.held_on <= ? ORDER BY c.code LIMIT ?
"""


def first_rows(path: Path, today: date, count: int) -> tuple[LedgerRow, ...]:
    """The first rows in the order of their codes; none where the file is not there yet, or not of this schema."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            if connection.execute("SELECT version_num FROM alembic_version").fetchone()[0] != HEAD:
                return ()
            thresholds = _thresholds(connection)
            found = connection.execute(_ROWS, (today.isoformat(), count))
            return tuple(_ledger_row(dict(row), today, thresholds) for row in found)
    except (sqlite3.Error, OSError):  # whoever opens it in earnest says what is wrong
        return ()


def _thresholds(connection: sqlite3.Connection) -> Thresholds:
    kept = dict(connection.execute("SELECT name, value FROM ledger_setting WHERE until IS NULL").fetchall())
    default = Rules().thresholds
    return Thresholds(kept.get("on_schedule", default.on_schedule), kept.get("behind", default.behind))


def _ledger_row(row: Mapping[str, Any], today: date, thresholds: Thresholds) -> LedgerRow:
    state = SimpleNamespace(**row)
    state.operator = None if state.operator is None else Operator(state.operator)
    state.counting = None if state.counting is None else CountingBasis(state.counting)
    state.target, state.baseline = _amount(state.target), _amount(state.baseline)
    state.working = None if state.working is None else json.loads(state.working)
    due = Due(None if state.due_on is None else date.fromisoformat(state.due_on), DueBasis(state.due_basis))
    assessment, start = Assessment(state.assessment), date.fromisoformat(state.held_on)
    progress = Progress(assessment, start, due.on, due.basis, state.target is not None, state.reached)
    quantity = quantity_of(state)
    return LedgerRow(
        id=state.commitment_id,
        code=state.code,
        title=Name(state.code, state.title, state.title_en),
        topic=Name(state.topic_key, state.topic_name, state.topic_name_en),
        kind=CommitmentKind(state.kind),
        lead=_lead(state),
        assessment=assessment,
        light=light(progress, today, thresholds),
        due=due,
        quantity=quantity,
        working=working_of(quantity, state.working),
        parts=state.parts,
        latest_evidence=state.latest_evidence,
        evidence_count=state.evidence_count,
        version=state.version,
    )


def _lead(state: SimpleNamespace) -> Responsible | None:
    if state.lead_key is None:
        return None
    department = Name(state.lead_key, state.lead_name, state.lead_name_en)
    return Responsible(department, DepartmentRole.LEAD, DepartmentBasis(state.lead_basis))


def _amount(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.15g}")
