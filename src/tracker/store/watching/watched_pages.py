"""The pages that are watched, with their last looks, and the words for what is not for us."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from tracker.domain.errors import UserError
from tracker.domain.watching.listings import ListingKind, ListRule
from tracker.domain.watching.seen_days import SeenDays
from tracker.domain.watching.terms import ItemState
from tracker.domain.watching.watched import WatchedPageRow
from tracker.store.database.decoding import Decoding, member, object_member
from tracker.store.database.typed_columns import NamedRow
from tracker.store.database.versions import Horizon, live
from tracker.store.database.watch_tables import FoundItem, ItemSighting, NotForUsWord, WatchedPage, WatchLook
from tracker.store.events.unit_of_work import UnitOfWork


def read_pages(connection: Connection, horizon: Horizon) -> tuple[WatchedPageRow, ...]:
    """Return the watched pages at the horizon in the order in which they came, with how many of their items are new."""
    page = WatchedPage
    item = FoundItem
    seen = ItemSighting
    counted = select(seen.page_uid, func.count().label("new")).join(item, item.uid == seen.item_uid)
    counted = counted.where(live(item, horizon), live(seen, horizon), item.state == ItemState.NEW)
    new = {row.page_uid: row.new for row in connection.execute(counted.group_by(seen.page_uid))}
    looks = {row.page_uid: row for row in connection.execute(select(WatchLook).where(live(WatchLook, horizon)))}
    rows = connection.execute(select(page).where(live(page, horizon)).order_by(page.uid))
    return tuple(_page_row(row, looks.get(row.uid), new.get(row.uid, 0)) for row in rows)


def find_page(connection: Connection, uid: str) -> NamedRow:
    """Return the row of a watched page. Raises `watched_page_unknown`."""
    page = WatchedPage
    found = connection.execute(select(page).where(page.uid == uid, page.until.is_(None))).one_or_none()
    if found is None:
        raise UserError("watched_page_unknown", field="page", value=uid)
    return found


def page_at(connection: Connection, address: str) -> NamedRow | None:
    """Return the watched page of an address, or None."""
    page = WatchedPage
    return connection.execute(select(page).where(page.address == address, page.until.is_(None)).limit(1)).one_or_none()


def last_look(connection: Connection, page_uid: str) -> NamedRow | None:
    """Return the row of the last look at a page, or None."""
    look = WatchLook
    return connection.execute(select(look).where(look.page_uid == page_uid, look.until.is_(None))).one_or_none()


def last_looks(connection: Connection) -> dict[str, NamedRow]:
    """Return the rows of the last looks at all pages, by the UUIDs of these."""
    look = WatchLook
    return {row.page_uid: row for row in connection.execute(select(look).where(look.until.is_(None)))}


def seen_days(look: NamedRow | None) -> SeenDays | None:
    """Return the days that were seen without a gap up to a look."""
    if look is None or look.seen_since is None or look.seen_until is None:
        return None
    return SeenDays(look.seen_since, look.seen_until)


def put_look(work: UnitOfWork, page_uid: str, current: NamedRow | None, values: Mapping[str, Any]) -> None:
    """Make a look the last one of its page."""
    if current is None:
        work.insert(WatchLook, {"since": work.event_id, "page_uid": page_uid, **values})
    else:
        work.replace(WatchLook, current, **values)


def forget_look(work: UnitOfWork, page_uid: str) -> None:
    """Let nothing that a look at a page saw count for what the page is from now on: its address or list is another."""
    current = last_look(work.connection, page_uid)
    if current is not None:
        nothing = {"seen_since": None, "seen_until": None, "seen_from": None, "logged_until": None, "logged_by": None}
        work.replace(WatchLook, current, etag="", last_modified="", **nothing)


def mark_logged(work: UnitOfWork, page_uid: str, until: date) -> None:
    """Note that the looks at a page were logged as searches up to a day, by the event of this unit.

    Raises `watched_page_unknown`.
    """
    current = last_look(work.connection, page_uid)
    if current is None:
        raise UserError("watched_page_unknown", field="page", value=page_uid)
    work.replace(WatchLook, current, logged_until=until, logged_by=work.event_id)


def list_words(connection: Connection, horizon: Horizon) -> tuple[str, ...]:
    """Return the words for what is not for us, in the order in which they came."""
    word = NotForUsWord
    return tuple(connection.scalars(select(word.word).where(live(word, horizon)).order_by(word.id)))


def change_words(work: UnitOfWork, add: Iterable[str], remove: Sequence[str]) -> None:
    """Add words, and take others away."""
    work.close(NotForUsWord, NotForUsWord.word.in_(remove))
    work.insert_all(NotForUsWord, [{"since": work.event_id, "word": word} for word in add])


def rule_of(plain: Mapping[str, Any]) -> ListRule:
    """Return a rule that is kept as JSON."""
    with Decoding("watched_page"):
        fields = {name: str(value) for name, value in object_member(plain, "fields").items()}
        return ListRule(ListingKind(member(plain, "kind", str)), member(plain, "path", str), fields)


def plain_rule(rule: ListRule) -> dict[str, Any]:
    """Return a rule as JSON has it."""
    return {"kind": rule.kind.value, "path": rule.path, "fields": dict(rule.fields)}


def _page_row(row: NamedRow, look: NamedRow | None, new: int) -> WatchedPageRow:
    return WatchedPageRow(
        uid=row.uid,
        name=row.name,
        address=row.address,
        rule=rule_of(row.rule),
        departments=tuple(row.departments),
        is_on=row.is_on,
        looked_at=look.looked_at if look else None,
        outcome=look.outcome if look else None,
        problem=UserError(look.problem, **look.details) if look and look.problem else None,
        seen_since=look.seen_since if look else None,
        seen_until=look.seen_until if look else None,
        logged_until=look.logged_until if look else None,
        new_items=new,
    )
