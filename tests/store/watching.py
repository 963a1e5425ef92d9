"""Watching what is asked of a ledger, and how SQLite means to answer."""

import re
import sqlite3

from sqlalchemy import event

from tracker.services.ledgers.workspace import Workspace

SMALL = {
    *("source", "topic", "speaker", "department", "department_state", "department_alias"),
    *("ledger_setting", "lead_name", "omission"),
}
"""Tables with a row for each source or name, not for each commitment."""


class Watch:
    """Notes every statement of an open ledger, with the plan that SQLite makes for it."""

    def __init__(self, workspace: Workspace) -> None:
        self.statements: list[str] = []
        self.plans: list[str] = []
        self.read_again: list[str] = []
        """Steps that read a table, or an index, as a whole for every row of the step before."""
        event.listen(workspace._engine, "before_cursor_execute", self._note)

    def _note(self, _connection: object, cursor: sqlite3.Cursor, statement: str, given: object, *_: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            self.statements.append(statement)
            asked = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", given)  # pyright: ignore[reportArgumentType]
            loops = set[int]()
            for _, parent, _, step in asked:
                self.plans.append(step)
                if step.startswith("SCAN") and parent in loops:
                    self.read_again.append(step)
                if step.startswith(("SCAN", "SEARCH")):
                    loops.add(parent)

    def scans(self) -> list[str]:
        """Tables that are read as a whole, row by row, and not through an index that holds all that is asked; what is
        put together on the way, `anon_1`, is none."""
        found = [re.match(r"SCAN (?!anon_)(\w+)\b(?! USING (COVERING )?INDEX| VIRTUAL| ROW)", s) for s in self.plans]
        return [name[1] for name in found if name and name[1] not in SMALL]

    def clear(self) -> None:
        """Forget what was asked so far."""
        self.statements, self.plans = [], []
