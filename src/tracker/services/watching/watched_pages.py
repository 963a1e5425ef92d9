"""The pages that are watched for new documents, and the words for what is not for us."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING

from tracker.domain.commitments.bodies import state_bodies
from tracker.domain.errors import UserError
from tracker.domain.evidence.same_document import plain_title
from tracker.domain.rows import Name
from tracker.domain.watching.watched import OfferedPage
from tracker.locations import db_dir
from tracker.services.events.kept_commands import kept_command
from tracker.store.briefings.coding import list_publishers
from tracker.store.commitments.departments import find_department, read_departments
from tracker.store.database.versions import Horizon
from tracker.store.database.watch_tables import WatchedPage
from tracker.store.watching import watched_pages as store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy import Connection

    from tracker.domain.rows import Changes
    from tracker.domain.watching.watched import WatchedPageRow
    from tracker.services.commands import NewWatchedPage, WatchedPageRemoval, WatchedPageRevision, WordsRevision
    from tracker.services.ledgers.workspace import Workspace


def list_watched(workspace: Workspace, as_of: date | None = None) -> tuple[WatchedPageRow, ...]:
    """Return the watched pages with their last looks, in the order in which they came."""
    with workspace.snapshot(as_of) as snapshot:
        return store.read_pages(snapshot.connection, snapshot.scope.horizon)


def list_words(workspace: Workspace, as_of: date | None = None) -> tuple[str, ...]:
    """Return the words for what is not for us, in the order in which they came."""
    with workspace.snapshot(as_of) as snapshot:
        return store.list_words(snapshot.connection, snapshot.scope.horizon)


def list_offered(workspace: Workspace) -> tuple[OfferedPage, ...]:
    """Return the official pages that come with the program and are not watched yet: those of bodies that gave a source
    of this ledger or are responsible for a commitment of it."""
    with workspace.snapshot() as snapshot:
        watched = {page.address for page in store.read_pages(snapshot.connection, snapshot.scope.horizon)}
        bodies = state_bodies().owners(list_publishers(snapshot.connection))
        bodies |= {row.name.key for row in read_departments(snapshot.connection) if row.commitments}
    return tuple(page for page in _official() if page.address not in watched and (not page.body or page.body in bodies))


@cache
def _official() -> tuple[OfferedPage, ...]:
    coded = tomllib.loads((db_dir() / "watched_pages.toml").read_text(encoding="utf-8"))
    return tuple(
        OfferedPage(Name(page["address"], page["name"], page["name_en"]), page["address"], page["body"])
        for page in coded["page"]
    )


def add_page(workspace: Workspace, wish: NewWatchedPage) -> Changes:
    """Watch a page, by one event. Raises `watched_page_known`, `department_unknown`."""
    with workspace.write() as work:
        _check_address(work.connection, wish.address, "")
        _check_departments(work.connection, wish.departments)
        details = {"page": wish.name, "address": wish.address}
        work.record("watched_page_added", details, command=kept_command("add_watched_page", wish))
        values = {
            "uid": work.new_uid(),
            "name": wish.name,
            "address": wish.address,
            "rule": wish.rule.model_dump(mode="json"),
            "departments": list(wish.departments),
            "is_on": wish.is_on,
        }
        work.insert(WatchedPage, {"since": work.event_id, **values})
        return work.changes


def revise_page(workspace: Workspace, revision: WatchedPageRevision) -> Changes:
    """Change what is said of a watched page; nothing is recorded where that changes nothing.

    Raises `watched_page_unknown`, `watched_page_known`, `department_unknown`.
    """
    with workspace.write() as work:
        current = store.find_page(work.connection, revision.page)
        wanted = {
            "name": revision.name,
            "address": revision.address,
            "rule": None if revision.rule is None else revision.rule.model_dump(mode="json"),
            "departments": None if revision.departments is None else list(revision.departments),
            "is_on": revision.is_on,
        }
        changed = {
            name: value for name, value in wanted.items() if value is not None and value != getattr(current, name)
        }
        if not changed:
            return work.changes
        if revision.address:
            _check_address(work.connection, revision.address, current.uid)
        _check_departments(work.connection, revision.departments or ())
        details = {"page": current.name, "fields": [f"watched_{name}" for name in changed]}
        work.record("watched_page_revised", details, command=kept_command("revise_watched_page", revision))
        work.replace(WatchedPage, current, **changed)
        if "address" in changed or "rule" in changed:
            store.forget_look(work, current.uid)
        return work.changes


def remove_page(workspace: Workspace, removal: WatchedPageRemoval) -> Changes:
    """Watch a page no more; what was found on it is out of sight with it. Raises `watched_page_unknown`."""
    with workspace.write() as work:
        current = store.find_page(work.connection, removal.page)
        details = {"page": current.name, "address": current.address}
        command = kept_command("remove_watched_page", removal)
        work.record("watched_page_removed", details, removal.reason, command=command)
        work.close(WatchedPage, WatchedPage.uid == current.uid)
        return work.changes


def revise_words(workspace: Workspace, revision: WordsRevision) -> Changes:
    """Change the words for what is not for us; nothing is recorded where that changes nothing."""
    with workspace.write() as work:
        check_words(revision.add)
        known = set(store.list_words(work.connection, Horizon(work.today)))
        add = tuple(dict.fromkeys(word for word in revision.add if word not in known))
        remove = tuple(dict.fromkeys(word for word in revision.remove if word in known and word not in add))
        if not add and not remove:
            return work.changes
        details = {"added": list(add), "removed": list(remove)}
        work.record("not_for_us_words_changed", details, command=kept_command("revise_not_for_us_words", revision))
        store.change_words(work, add, remove)
        return work.changes


def check_words(words: Iterable[str]) -> None:
    """Refuse a word of which nothing is left when it is compared: every title would hold it. Raises `word_empty`."""
    for word in words:
        if not plain_title(word):
            raise UserError("word_empty", field="word", value=word)


def _check_address(connection: Connection, address: str, own: str) -> None:
    known = store.page_at(connection, address)
    if known is not None and known.uid != own:
        raise UserError("watched_page_known", field="address", value=address, page=known.name)


def _check_departments(connection: Connection, departments: Iterable[str]) -> None:
    for key in departments:
        if find_department(connection, key) is None:
            raise UserError("department_unknown", field="departments", value=key)
