"""The items that were found on watched pages."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, Select, func, or_, select

from tracker.domain.errors import UserError
from tracker.domain.evidence.same_document import document_address, plain_title
from tracker.domain.watching.listings import ListedItem
from tracker.domain.watching.terms import ItemState
from tracker.domain.watching.watched import FoundItemRow
from tracker.store.database.evidence_tables import EvidenceState
from tracker.store.database.id_pages import pages
from tracker.store.database.typed_columns import NamedRow
from tracker.store.database.versions import Horizon, live
from tracker.store.database.watch_tables import FoundItem, ItemSighting, WatchedPage
from tracker.store.events.unit_of_work import UnitOfWork

_item = FoundItem
_PLAIN_STEP = re.compile(r"[a-z0-9._~-]+")
"""A last step that stands in every form of an address as it is: nothing in it is escaped, or a session."""
_FRONT_PAGE = re.compile(r"(?:index|default)\..*")
"""The front page of a folder, which the one form of an address leaves out."""
_TELLING = 8
"""Letters of a title from which on it tells a document, together with its day."""


def address_of(url: str) -> str:
    """Return an address as documents are compared by; of a front page, which is no document, the address itself."""
    return document_address(url) or url


def put_seen(work: UnitOfWork, page_uid: str, items: Iterable[ListedItem]) -> int:
    """Keep which items a page shows; returns how many are new: no page that is watched has shown them before.

    One item is known by its address, and on another page by its title on the same day: many print what others
    published.
    """
    connection = work.connection
    shown = {address_of(item.url): item for item in reversed(list(items))}
    known = _known(connection, page_uid, shown)
    here = set(
        connection.scalars(
            select(ItemSighting.item_uid).where(ItemSighting.until.is_(None), ItemSighting.page_uid == page_uid)
        )
    )
    in_sight = _in_sight(connection, known.values())
    rows: list[dict[str, object]] = []
    sightings: list[str] = []
    new = 0
    for address, item in reversed(shown.items()):
        uid = known.get(address)
        if uid is None:
            uid = work.new_uid()
            rows.append(_values(work, uid, address, item))
        elif uid in here:
            continue
        new += uid not in in_sight
        sightings.append(uid)
    work.insert_all(_item, rows)
    sighting = {"since": work.event_id, "page_uid": page_uid}
    work.insert_all(ItemSighting, [{**sighting, "item_uid": uid} for uid in dict.fromkeys(sightings)])
    return new


def read_items(
    connection: Connection, horizon: Horizon, *, states: Collection[ItemState] = (ItemState.NEW,), page: str = ""
) -> tuple[FoundItemRow, ...]:
    """Return the items of pages that are watched at the horizon in some states, of one page or of all, newest first."""
    wanted = _joined(horizon).where(_item.state.in_(states))
    if page:
        wanted = wanted.where(ItemSighting.page_uid == page)
    # What has no day stands by the day on which it was found.
    day = func.coalesce(_item.published, func.substr(_item.found_at, 1, 10))
    found: dict[str, FoundItemRow] = {}
    for row in connection.execute(wanted.order_by(day.desc(), _item.id, ItemSighting.id)):
        found.setdefault(row.uid, _row(row))
    return tuple(found.values())


def read_seen_on(
    connection: Connection, horizon: Horizon, page: str, after: int, whole_from: int, since: str
) -> tuple[FoundItemRow, ...]:
    """Return the items that a page has shown since the event `after`, but for those that are not for us.

    Of what the look by the event `whole_from`, or one before it, showed first, only what was published from the day
    `since` on, or on no known day.
    """
    seen = ItemSighting
    wanted = _joined(horizon).where(seen.page_uid == page, seen.since > after, _item.state != ItemState.NOT_FOR_US)
    in_time = or_(seen.since > whole_from, _item.published.is_(None), _item.published >= since)
    return tuple(map(_row, connection.execute(wanted.where(in_time).order_by(_item.id))))


def items_now(connection: Connection, uids: Sequence[str]) -> list[NamedRow]:
    """Return the rows of items that are to be marked. Raises `found_item_unknown`."""
    wanted = list(dict.fromkeys(uids))
    rows = {
        row.uid: row
        for some in pages(wanted)
        for row in connection.execute(select(_item).where(_item.until.is_(None), _item.uid.in_(some)))
    }
    unknown = next((uid for uid in wanted if uid not in rows), None)
    if unknown is not None:
        raise UserError("found_item_unknown", field="item", value=unknown)
    return [rows[uid] for uid in wanted]


def pieces_of(connection: Connection, items: Sequence[FoundItemRow]) -> dict[str, int]:
    """Return by the UUID of an item the piece of evidence that it is: by its address, or its title on the same day."""
    at = _pieces_at(connection, {address_of(item.url) for item in items})
    titled = _pieces_titled(connection, {item.published for item in items if item.published})
    found: dict[str, int] = {}
    for item in items:
        piece = at.get(address_of(item.url)) or titled.get(_titled(item.title, item.published))
        if piece is not None:
            found[item.uid] = piece
    return found


def _pieces_at(connection: Connection, addresses: Collection[str]) -> dict[str, int]:
    ends = frozenset(_last_step(address) for address in addresses)
    piece = EvidenceState
    query = select(piece.evidence_id, piece.url).where(piece.until.is_(None), piece.url != "")
    found: dict[str, int] = {}
    for row in connection.execute(query.order_by(piece.evidence_id.desc())):
        # To take an address apart costs forty times as much as to see that its last step is none of those asked for.
        if _may_end(row.url, ends) and (address := address_of(row.url)) in addresses:
            found[address] = row.evidence_id
    return found


def _pieces_titled(connection: Connection, days: Collection[str]) -> dict[tuple[str, str], int]:
    piece = EvidenceState
    query = select(piece.evidence_id, piece.title, piece.published).where(piece.until.is_(None))
    found: dict[tuple[str, str], int] = {}
    for some in pages(sorted(days)):
        for row in connection.execute(query.where(piece.published.in_(some)).order_by(piece.evidence_id.desc())):
            found[_titled(row.title, row.published)] = row.evidence_id
    found.pop(_NAMELESS, None)
    return found


_NAMELESS = ("", "")


def _titled(title: str, day: str) -> tuple[str, str]:
    """What tells a document by its title and day; `_NAMELESS` where these tell nothing, as 中标公告 does not."""
    plain = plain_title(title)
    return (plain, day) if day and len(plain) >= _TELLING else _NAMELESS


def _known(connection: Connection, page_uid: str, shown: Mapping[str, ListedItem]) -> dict[str, str]:
    """Which of these items are known, by their addresses: their UUIDs."""
    found: dict[str, str] = {}
    for some in pages(sorted(shown)):
        query = select(_item.address, _item.uid).where(_item.until.is_(None), _item.address.in_(some))
        found |= {row.address: row.uid for row in connection.execute(query)}
    # One page prints two documents of one title on one day; that two pages do so means that one prints the other's.
    seen = ItemSighting
    here = select(seen.item_uid).where(seen.until.is_(None), seen.page_uid == page_uid)
    titled: dict[tuple[str, str], str] = {}
    query = select(_item.uid, _item.title, _item.published).where(_item.until.is_(None), _item.uid.not_in(here))
    for some in pages(sorted({item.published for item in shown.values() if item.published})):
        rows = connection.execute(query.where(_item.published.in_(some)))
        titled |= {_titled(row.title, row.published or ""): row.uid for row in rows}
    titled.pop(_NAMELESS, None)
    for address, item in shown.items():
        # Taken once: of two documents of one title here, one at most is what another page prints.
        uid = None if address in found else titled.pop(_titled(item.title, item.published), None)
        if uid is not None:
            found[address] = uid
    return found


def _in_sight(connection: Connection, uids: Iterable[str]) -> set[str]:
    """Which of these items a page shows that is watched."""
    page = WatchedPage
    seen = ItemSighting
    found: set[str] = set()
    for some in pages(sorted(set(uids))):
        query = select(seen.item_uid).join(page, page.uid == seen.page_uid)
        found |= set(
            connection.scalars(query.where(seen.until.is_(None), page.until.is_(None), seen.item_uid.in_(some)))
        )
    return found


def _values(work: UnitOfWork, uid: str, address: str, item: ListedItem) -> dict[str, object]:
    return {
        "uid": uid,
        "since": work.event_id,
        "address": address,
        "url": item.url,
        "title": item.title,
        "published": item.published or None,
        "summary": item.summary,
        "found_at": work.moment,
        "state": ItemState.NEW,
    }


def _joined(horizon: Horizon) -> Select[FoundItem, str, str]:
    page = WatchedPage
    seen = ItemSighting
    columns = select(_item, seen.page_uid, page.name.label("page"))
    joined = columns.join(seen, seen.item_uid == _item.uid).join(page, page.uid == seen.page_uid)
    return joined.where(live(_item, horizon), live(seen, horizon), live(page, horizon))


def _may_end(url: str, ends: Collection[str]) -> bool:
    """Whether an address as it was typed can be one of those that end so; what is not plain is taken apart to see."""
    step = _last_step(url)
    return step in ends or not _PLAIN_STEP.fullmatch(step) or _FRONT_PAGE.fullmatch(step) is not None


def _last_step(address: str) -> str:
    """The last step of the path, without parameters: many of these only say where somebody came from."""
    path = re.split("[?#]", address, maxsplit=1)[0]
    return path.rstrip("/").rpartition("/")[2].casefold()


def _row(row: NamedRow) -> FoundItemRow:
    return FoundItemRow(
        uid=row.uid,
        page_uid=row.page_uid,
        page=row.page,
        url=row.url,
        title=row.title,
        published=row.published or "",
        summary=row.summary,
        found_at=row.found_at,
        state=row.state,
    )
