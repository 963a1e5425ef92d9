"""The items that were found on watched pages."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from sqlalchemy import Connection, Select, func, select

from tracker.domain.errors import UserError
from tracker.domain.evidence.same_document import document_address, plain_title
from tracker.domain.watching.listings import ListedItem
from tracker.domain.watching.terms import ItemState
from tracker.domain.watching.watched import FoundItemRow
from tracker.store.database.evidence_tables import EvidenceState
from tracker.store.database.id_pages import pages
from tracker.store.database.typed_columns import NamedRow
from tracker.store.database.versions import Horizon, live
from tracker.store.database.watch_tables import FoundItem, WatchedPage
from tracker.store.events.unit_of_work import UnitOfWork

_item = FoundItem
_TELLING = 8
"""Letters of a title from which on it tells a document, together with its day."""


def address_of(url: str) -> str:
    """Return an address as documents are compared by; of a front page, which is no document, the address itself."""
    return document_address(url) or url


def put_new(work: UnitOfWork, page_uid: str, items: Iterable[ListedItem]) -> int:
    """Keep the items that no watched page has shown before; returns how many there are.

    One item is known by its address, and on another page by its title on the same day: many print what others
    published.
    """
    fresh = list(_unknown(work.connection, page_uid, items))
    rows = [
        {
            "uid": work.new_uid(),
            "since": work.event_id,
            "page_uid": page_uid,
            "address": address_of(item.url),
            "url": item.url,
            "title": item.title,
            "published": item.published or None,
            "summary": item.summary,
            "found_at": work.moment,
            "state": ItemState.NEW,
        }
        for item in fresh
    ]
    work.insert_all(_item, rows)
    return len(rows)


def known_addresses(connection: Connection, page_uid: str, urls: Iterable[str]) -> set[str]:
    """Return those of the addresses that a page has shown before, as documents are compared by."""
    wanted = sorted({address_of(url) for url in urls})
    found = (
        connection.scalars(
            select(_item.address).where(_item.until.is_(None), _item.page_uid == page_uid, _item.address.in_(some))
        )
        for some in pages(wanted)
    )
    return {address for some in found for address in some}


def read_items(
    connection: Connection, horizon: Horizon, *, states: Collection[ItemState] = (ItemState.NEW,), page: str = ""
) -> tuple[FoundItemRow, ...]:
    """Return the items of pages that are watched at the horizon in some states, of one page or of all, newest first."""
    wanted = _joined(horizon).where(_item.state.in_(states))
    if page:
        wanted = wanted.where(_item.page_uid == page)
    # What has no day stands by the day on which it was found.
    day = func.coalesce(_item.published, func.substr(_item.found_at, 1, 10))
    return tuple(map(_row, connection.execute(wanted.order_by(day.desc(), _item.id))))


def items_now(connection: Connection, uids: Sequence[str]) -> list[NamedRow]:
    """Return the rows of items that are to be marked. Raises `found_item_unknown`."""
    rows = {
        row.uid: row
        for some in pages(list(uids))
        for row in connection.execute(select(_item).where(_item.until.is_(None), _item.uid.in_(some)))
    }
    unknown = next((uid for uid in uids if uid not in rows), None)
    if unknown is not None:
        raise UserError("found_item_unknown", field="item", value=unknown)
    return [rows[uid] for uid in uids]


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
    ends = {_last_step(address) for address in addresses}
    piece = EvidenceState
    said = select(piece.evidence_id, piece.url).where(piece.until.is_(None), piece.url != "")
    found: dict[str, int] = {}
    for row in connection.execute(said.order_by(piece.evidence_id.desc())):
        # To take an address apart costs forty times as much as to see that its last step is none of those asked for.
        if _last_step(row.url) in ends and (address := address_of(row.url)) in addresses:
            found[address] = row.evidence_id
    return found


def _pieces_titled(connection: Connection, days: Collection[str]) -> dict[tuple[str, str], int]:
    piece = EvidenceState
    said = select(piece.evidence_id, piece.title, piece.published).where(piece.until.is_(None))
    found: dict[tuple[str, str], int] = {}
    for some in pages(sorted(days)):
        for row in connection.execute(said.where(piece.published.in_(some)).order_by(piece.evidence_id.desc())):
            found[_titled(row.title, row.published)] = row.evidence_id
    found.pop(_NAMELESS, None)
    return found


_NAMELESS = ("", "")


def _titled(title: str, day: str) -> tuple[str, str]:
    """What tells a document by its title and day; `_NAMELESS` where these tell nothing, as 中标公告 does not."""
    plain = plain_title(title)
    return (plain, day) if day and len(plain) >= _TELLING else _NAMELESS


def _unknown(connection: Connection, page_uid: str, items: Iterable[ListedItem]) -> Iterator[ListedItem]:
    asked = list(items)
    addresses: set[str] = set()
    for some in pages(sorted({address_of(item.url) for item in asked})):
        addresses |= set(
            connection.scalars(select(_item.address).where(_item.until.is_(None), _item.address.in_(some)))
        )
    # One page prints two documents of one title on one day; that two pages do so means that one prints the other's.
    elsewhere: set[tuple[str, str]] = set()
    said = select(_item.title, _item.published).where(_item.until.is_(None), _item.page_uid != page_uid)
    for some in pages(sorted({item.published for item in asked if item.published})):
        rows = connection.execute(said.where(_item.published.in_(some)))
        elsewhere |= {_titled(row.title, row.published or "") for row in rows}
    elsewhere.discard(_NAMELESS)
    for item in asked:
        address = address_of(item.url)
        if address not in addresses and _titled(item.title, item.published) not in elsewhere:
            addresses.add(address)
            yield item


def _joined(horizon: Horizon) -> Select[FoundItem, str]:
    page = WatchedPage
    columns = select(_item, page.name.label("page"))
    return columns.join(page, page.uid == _item.page_uid).where(live(_item, horizon), live(page, horizon))


def _last_step(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return address.casefold()
    return (
        (parts.path.rstrip("/").rpartition("/")[2] + "?" + parts.query).casefold()
        if parts.query
        else (parts.path.rstrip("/").rpartition("/")[2].casefold())
    )


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
