"""The names that the rows of a spreadsheet use: speakers of their own, topics and departments of the ledger."""

import hashlib
from typing import Any

from sqlalchemy import Connection, select

from tracker.domain.commitments.bodies import state_bodies
from tracker.store.commitments.commitment_fields import Keys
from tracker.store.database.tables import Department, Speaker, Topic
from tracker.store.events.unit_of_work import UnitOfWork

UNSORTED = ("unsorted", "未分专题", "Without a topic")
"""Key and names of the topic of what has none."""
_KEY = 12
"""Characters of the digest by which a name becomes a key."""


class SheetNames:
    """Finds names, and adds those that are new. `office` is whose spreadsheet it is."""

    def __init__(self, work: UnitOfWork, source_id: int, office: str) -> None:
        self._work = work
        self._source_id = source_id
        self._office = office
        known = Keys.read(work.connection)
        self.topics = dict(known.topics)
        self.departments = dict(known.departments)
        """Ids by keys."""
        named = work.connection.execute(select(Department.key, Department.name, Department.name_en))
        self.department_names = {row.key: (row.name, row.name_en) for row in named}
        """By keys, in Chinese and English."""
        self._topic_keys = _by_name(work.connection, Topic)
        self._speakers: dict[str, int] = {}

    def speaker(self, name: str) -> int:
        """Return the id of who answers for a row; "" is the office."""
        name = name or self._office
        if name not in self._speakers:
            names = {"name": name, "name_en": name, "office": self._office, "office_en": self._office}
            values = {
                "uid": self._work.new_uid(),
                "source_id": self._source_id,
                "key": key_of("speaker", name),
                **names,
            }
            self._speakers[name] = self._work.insert_new(Speaker, values)
        return self._speakers[name]

    def topic(self, name: str) -> str:
        """Return the key of a topic, "" that of none; it is made where the ledger has none of that name."""
        key, zh, en = UNSORTED if not name else (key_of("topic", name), name, name)
        known = self._topic_keys.get(zh.casefold())
        if known is None:
            known = self._topic_keys[zh.casefold()] = key
            self.topics[key] = self._new(Topic, key, zh, en, len(self.topics))
        return known

    def department(self, key: str, name: str) -> str:
        """Return the key of a department; it is made where the ledger has none of that key, or for a name without."""
        key = key or key_of("office", name)
        if key not in self.departments:
            body = state_bodies().get(key)
            en = body.name.en if body else name
            self.departments[key] = self._new(Department, key, name, en, len(self.departments))
            self.department_names[key] = name, en
        return key

    def _new(self, table: type[Topic] | type[Department], key: str, zh: str, en: str, position: int) -> int:
        return self._work.insert_new(
            table, {"uid": self._work.new_uid(), "key": key, "name": zh, "name_en": en, "position": position}
        )


def _by_name(connection: Connection, table: Any) -> dict[str, str]:
    found = connection.execute(select(table.key, table.name, table.name_en))
    return {name.casefold(): row.key for row in found for name in (row.key, row.name_en, row.name)}


def key_of(sort: str, name: str) -> str:
    """Return the key of a name that comes without one; the same name has the same key everywhere."""
    # A digest, not the name: keys are seen by scripts and stay when the name is corrected.
    return f"{sort}-{hashlib.sha256(name.encode()).hexdigest()[:_KEY]}"
