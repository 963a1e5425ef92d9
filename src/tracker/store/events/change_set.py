"""What an event changes while it is being written, so that its seal and the search index read those tables alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tracker.store.database.tables import Version
from tracker.store.database.typed_columns import StoredTable


@dataclass(frozen=True, slots=True)
class EventRecord:
    """An event as it is read back: `at` in UTC, `details` and `command` as JSON has them."""

    id: int
    uid: str
    at: datetime
    author: str
    kind: str
    reason: str
    details: dict[str, Any]
    cancels: int | None
    role: str
    session: str
    server_at: datetime | None
    command: dict[str, Any]


@dataclass(slots=True)
class ChangeSet:
    """What the event of a unit of work changed so far.

    `commitments` are those whose history it belongs to, `columns` by table the columns that may differ in the rows
    which it opened or closed.
    """

    commitments: dict[int, None] = field(default_factory=dict)
    citations: list[tuple[int, int]] = field(default_factory=list)
    """The ids of commitments, each with that of a piece of evidence that its judgement rests on."""
    columns: dict[type[StoredTable], set[str]] = field(default_factory=dict)

    @property
    def versions(self) -> frozenset[type[Version]]:
        """The tables in which versions were opened or closed."""
        return frozenset(table for table in self.columns if issubclass(table, Version))

    def wrote(self, table: type[StoredTable], columns: Iterable[str] | None = None) -> None:
        """Note that rows were opened or closed; None means all columns."""
        self.columns.setdefault(table, set()).update(table.__table__.columns.keys() if columns is None else columns)

    def may_have_changed(self, words: Mapping[type[Version], Iterable[str]]) -> frozenset[type[Version]]:
        """Those of the tables in which one of these columns may be new."""
        return frozenset(table for table, names in words.items() if self.columns.get(table, set()) & set(names))
