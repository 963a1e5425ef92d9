"""The departments of a ledger, by whatever name somebody calls them, and what users call them."""

from __future__ import annotations

from itertools import chain, count
from typing import TYPE_CHECKING

from tracker.domain.commitments.bodies import other_names, plain_name, state_bodies
from tracker.domain.commitments.department_names import DepartmentNames
from tracker.domain.errors import UserError
from tracker.domain.rows import DepartmentRow, ListedDepartment, Name
from tracker.services.commitments.reading import list_departments
from tracker.services.events.kept_commands import kept_command
from tracker.store.briefings.coding import list_publishers
from tracker.store.commitments import departments as store
from tracker.store.exchange.sheet_names import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

    from tracker.domain.commitments.bodies import Bodies, Body
    from tracker.domain.rows import Changes
    from tracker.services.commands import DepartmentRevision, NewDepartment
    from tracker.services.ledgers.workspace import Workspace


def names_in_use(workspace: Workspace, known: Iterable[Name]) -> DepartmentNames:
    """Return what finds these departments by their names, short and former ones too, as this ledger's publishers would
    say them; and the bodies besides that the program knows."""
    with workspace.snapshot() as snapshot:
        return DepartmentNames(known, store.bodies_in(snapshot.connection), list_publishers(snapshot.connection))


def list_named(workspace: Workspace) -> tuple[DepartmentRow, ...]:
    """Return the departments that commitments may name, with the names that users gave them, in the ledger's order."""
    with workspace.snapshot() as snapshot:
        return store.read_departments(snapshot.connection)


def list_all(workspace: Workspace) -> tuple[ListedDepartment, ...]:
    """Return the departments that commitments may name, in the ledger's order, and after them the bodies that only the
    program knows."""
    with workspace.snapshot() as snapshot:
        offered = store.read_departments(snapshot.connection)
        named = store.named_by_users(snapshot.connection)
    own = {row.name.key for row in offered}
    known = state_bodies()
    others = [DepartmentRow(name, _above(known, name), (), (), 0) for name in known.names if name.key not in own]
    return tuple(
        _listed(row, known.get(row.name.key), is_offered=row.name.key in own, was_named=row.name.key in named)
        for row in (*offered, *others)
    )


def list_called(workspace: Workspace) -> tuple[tuple[Name, tuple[str, ...]], ...]:
    """Return the departments that commitments name, each with what it is called besides, former names last."""
    with workspace.snapshot() as snapshot:
        bodies = store.bodies_in(snapshot.connection)
    return tuple((one, other_names(one, bodies)) for one in list_departments(workspace))


def add_department(workspace: Workspace, wish: NewDepartment) -> Changes:
    """Let the ledger have a department, by one event. A body that the program knows comes in under its own key.

    Raises `department_name_taken` where somebody else has one of the names, `department_unknown` for a body that nobody
    knows, and `department_of_department` for one that belongs to another itself.
    """
    with workspace.write() as work:
        book = _Book(work.connection)
        name = book.new(wish)
        book.check_body(wish.body, name.key)
        book.check_free((name.zh, name.en, wish.name), wish.body, name.key)
        book.check_free(wish.aliases, wish.body, name.key, field="aliases")
        book.check_free(wish.former, wish.body, name.key, field="former")
        work.record("department_added", {"department": name.zh}, command=kept_command("add_department", wish))
        number = store.add_department(work, name, wish.body)
        store.put_aliases(work, number, _once(wish.aliases, wish.former), former=False)
        store.put_aliases(work, number, _once(wish.former), former=True)
        return work.changes


def revise_department(workspace: Workspace, revision: DepartmentRevision) -> Changes:
    """Say otherwise what a department is called or belongs to, by one event; nothing where all is so already.

    Raises as `add_department`, `department_unknown` also for the department itself, `department_alias_unknown` for a
    name to be dropped that no user gave it, and `reason_missing`.
    """
    with workspace.write() as work:
        book = _Book(work.connection)
        row = book.rows.get(revision.department)
        department = store.find_department(work.connection, revision.department)
        if row is None or department is None:
            raise UserError("department_unknown", field="department", value=revision.department)
        before = row.name
        name = _renamed(before, revision)
        body_before = book.body_of(before.key)
        body = body_before if revision.body is None else revision.body
        if revision.body:
            book.check_body(body, before.key)
        kept = {plain_name(one) for one in (*row.aliases, *row.former)}
        strange = [one for one in revision.drop if plain_name(one) not in kept]
        if strange:
            raise UserError("department_alias_unknown", field="alias", value=strange[0], department=before.zh)
        former = [one for one in _once(revision.former) if not _has(row.former, one)]
        aliases = [one for one in _once(revision.aliases, revision.former) if not _has(row.aliases, one)]
        # What it is called already may have come in beside others of that name, and is nothing that this would do.
        is_moved = body != body_before
        own = [one for one, was in ((name.zh, before.zh), (name.en, before.en)) if one != was or is_moved]
        book.check_free(own, body, before.key)
        book.check_free(aliases, body, before.key, field="aliases")
        book.check_free(former, body, before.key, field="former")
        fields = {
            "department_name": name.zh != before.zh,
            "department_name_en": name.en != before.en,
            "body": is_moved,
            "alias": bool(aliases),
            "former": bool(former),
            "drop_alias": bool(revision.drop),
        }
        if not any(fields.values()):
            return work.changes
        if not revision.reason:
            raise UserError("reason_missing", field="reason")
        changed = [field for field, is_changed in fields.items() if is_changed]
        details = {"department": before.zh, "fields": changed}
        work.record("department_revised", details, revision.reason, command=kept_command("revise_department", revision))
        if name != before or is_moved:
            store.change_department(work, department, name, body)
        store.drop_aliases(work, department.id, revision.drop)
        store.put_aliases(work, department.id, aliases, former=False)
        store.put_aliases(work, department.id, former, former=True)
        return work.changes


def _above(bodies: Bodies, name: Name) -> Name | None:
    body = bodies.get(name.key)
    above = bodies.get(body.of) if body is not None else None
    return None if above is None else above.name


def _listed(row: DepartmentRow, known: Body | None, *, is_offered: bool, was_named: bool) -> ListedDepartment:
    names = (*known.names, *known.local) if known is not None else ()
    return ListedDepartment(
        row,
        tuple(name for name in dict.fromkeys(names) if name != row.name.zh),
        known.former if known is not None else (),
        is_offered,
        known is not None,
        was_named,
    )


class _Book:
    """The names of all departments of a ledger, to check new ones against."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._bodies = store.bodies_in(connection)
        self.rows = {row.name.key: row for row in store.read_departments(connection)}

    def new(self, wish: NewDepartment) -> Name:
        """What a new department is called, with a key of its own. Raises `department_name_taken`."""
        body = next((one for one in self._bodies.independent if _has((one.name.zh, one.full), wish.name)), None)
        if body is not None and body.name.key not in self.rows and not wish.body:
            return Name(body.name.key, body.name.zh, wish.name_en or body.name.en)
        first = key_of("office", wish.name)
        keys = chain([first], (f"{first}-{number}" for number in count(2)))
        # The key of one that was called so and was renamed stays its own.
        key = next(key for key in keys if key not in self.rows)
        return Name(key, wish.name, wish.name_en or wish.name)

    def body_of(self, key: str) -> str:
        """The key of the body that a department belongs to, "" for none."""
        body = self._bodies.get(key)
        return body.of if body else ""

    def check_body(self, key: str, own: str) -> None:
        """Refuse a body that nobody knows, and one to which nothing can belong."""
        if not key:
            return
        if self._bodies.get(key) is None and key not in self.rows:
            raise UserError("department_unknown", field="body", value=key)
        if key == own or self.body_of(key) or any(self.body_of(one) == own for one in self.rows):
            name = self._name(key)
            raise UserError("department_of_department", field="body", value=name.zh)

    def check_free(self, names: Iterable[str], of: str, own: str, field: str = "name") -> None:
        """Refuse names of which somebody else has one."""
        for name in names:
            taken = next(self._others(name, of, own), None)
            if taken is not None:
                raise UserError("department_name_taken", field=field, value=name, department=taken.zh)

    def _others(self, name: str, of: str, own: str) -> Iterator[Name]:
        """Who is called so besides the department of the key `own`, which belongs to the body `of`: departments of two
        bodies may share a name."""
        for row in self.rows.values():
            key = row.name.key
            body = self._bodies.get(key)
            called = (*body.names, *body.former) if body else ()
            above = self.body_of(key)
            if key != own and (not of or not above or of == above) and _has((*_called(row.name), *called), name):
                yield row.name
        for body in () if of else self._bodies.independent:
            if body.name.key not in (own, *self.rows) and _has((body.name.en, *body.names, *body.former), name):
                yield body.name

    def _name(self, key: str) -> Name:
        body = self._bodies.get(key)
        return body.name if body else self.rows[key].name


def _called(name: Name) -> tuple[str, ...]:
    return name.key, name.zh, name.en


def _renamed(before: Name, revision: DepartmentRevision) -> Name:
    """The names as they are to be; an English one that only repeats the Chinese goes along."""
    zh = before.zh if revision.name is None else revision.name
    en = zh if before.en == before.zh else before.en
    return Name(before.key, zh, en if revision.name_en is None else revision.name_en)


def _has(names: Iterable[str], name: str) -> bool:
    return plain_name(name) in {plain_name(one) for one in names if one}


def _once(names: Iterable[str], but: Iterable[str] = ()) -> list[str]:
    """Return the names, each once however it is written, without those of `but`."""
    left_out = {plain_name(name) for name in but}
    return [name for plain, name in {plain_name(name): name for name in names}.items() if plain not in left_out]
