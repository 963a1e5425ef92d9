"""Look at watched pages, on the user's act alone: what stands there now, and which of it is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tracker.capture.watching.item_text import host_of
from tracker.capture.watching.listing_pages import listing_with, offers, read_listing
from tracker.capture.watching.polite_fetching import PoliteVisitor
from tracker.capture.web.fetching import NO_VALIDATORS, Fetched, NotModified, Validators
from tracker.domain.commitments.progress import Progress, standing, unwatched
from tracker.domain.errors import UserError
from tracker.domain.text.dates import day_of
from tracker.domain.watching.listings import MOST_ITEMS, ListedItem, ListingKind, ListingProblem, PageListing
from tracker.domain.watching.seen_days import reaches_back_to, runs_upwards
from tracker.domain.watching.terms import LookOutcome
from tracker.domain.watching.watched import PageLookRow, WatchedPageRow
from tracker.services.commands import LookRound, PageLook, SeenItem, command
from tracker.services.watching.looks import keep_looks
from tracker.store.watching import watched_pages

if TYPE_CHECKING:
    from collections.abc import Collection

    from tracker.services.ledgers.workspace import Clock, Workspace

MOST_PAGES = 5
"""Pages of one list that are looked at, back to the last look."""
MOST_FEEDS = 3
"""Feeds that a page names which are looked at when it is pasted."""


@dataclass(frozen=True, slots=True)
class WatchOffer:
    """One way to watch an address that was pasted: the address to ask, what to call it, and what stands there now."""

    address: str
    name: str
    listing: PageListing


def find_lists(
    address: str,
    today: date,
    *,
    allow_private: frozenset[str] = frozenset(),
    visitor: PoliteVisitor | None = None,
    progress: Progress = unwatched,
) -> tuple[WatchOffer, ...]:
    """Return the ways in which an address can be watched, the best first: feeds that the page names, then its lists.

    Records nothing. Raises what `PoliteVisitor.visit` raises, and `listing_script`, `listing_login`, `listing_captcha`,
    `listing_no_list`, `listing_unreadable` where there is no way.
    """
    visitor = visitor or PoliteVisitor(allow_private=allow_private)
    page = visitor.visit(address, progress=progress)
    if isinstance(page, NotModified):
        raise UserError("page_broken", field="url", host=host_of(address))
    found = offers(page.body, page.media_type, page.charset, page.final_url, today=today)
    if not found[0].items and found[0].next_url and found[0].rule.kind is ListingKind.SITEMAP:
        # An index of site maps is watched itself: which map is the newest, it says anew each time.
        named = visitor.visit(found[0].next_url, progress=progress)
        if isinstance(named, Fetched):
            found = offers(named.body, named.media_type, named.charset, named.final_url, today=today)
    feeds = [offer for feed in found[0].feeds[:MOST_FEEDS] if (offer := _feed(visitor, feed, today, progress))]
    lists = [
        WatchOffer(page.final_url, listing.title or host_of(page.final_url), listing)
        for listing in found
        if listing.items
    ]
    if not feeds and not lists:
        raise _problem(found[0].problem or ListingProblem.NO_LIST, page.final_url)
    return (*feeds, *lists)


def offer_with(found: tuple[WatchOffer, ...], example: str) -> WatchOffer:
    """Return the first of the ways whose items hold an example, an address or a title.

    Raises `list_example_unknown`.
    """
    for offer in found:
        if listing_with((offer.listing,), example) is not None:
            return offer
    raise UserError("list_example_unknown", field="example", value=example)


def check_pages(
    workspace: Workspace,
    uids: Collection[str] | None = None,
    *,
    allow_private: frozenset[str] = frozenset(),
    visitor: PoliteVisitor | None = None,
    progress: Progress = unwatched,
) -> tuple[PageLookRow, ...]:
    """Look at the pages that are watched and on, or at these, one after the other, and keep by one event what was seen.

    A page that fails says why and harms no other. `progress` counts pages; where it raises `Cancelled`, nothing is
    kept. Raises `watched_page_unknown`, and what `Workspace.claim` raises.
    """
    # First: no site is asked for what could not be kept.
    workspace.claim()
    visitor = visitor or PoliteVisitor(allow_private=allow_private)
    with workspace.snapshot() as snapshot:
        watched = watched_pages.read_pages(snapshot.connection, snapshot.scope.horizon)
        pages = [page for page in watched if (page.is_on if uids is None else page.uid in uids)]
        known = {
            uid: Validators(last.etag, last.last_modified)
            for uid, last in watched_pages.last_looks(snapshot.connection).items()
        }
    unknown = next((uid for uid in uids or () if uid not in {page.uid for page in pages}), None)
    if unknown is not None:
        raise UserError("watched_page_unknown", field="page", value=unknown)
    if not pages:
        return ()
    looks: list[PageLook] = []
    for number, page in enumerate(pages):
        told = standing(progress, number, len(pages))
        looks.append(_Look(visitor, page, workspace.clock, told).made(known.get(page.uid, NO_VALIDATORS)))
    progress(len(pages), len(pages))
    # Raises where every page was removed meanwhile: then there is nothing to tell.
    _, new = keep_looks(workspace, command(LookRound, looks=looks))
    return tuple(
        PageLookRow(
            page_uid=page.uid,
            page=page.name,
            outcome=look.outcome,
            problem=UserError(look.problem, **look.details) if look.problem else None,
            items=look.total,
            new=new[page.uid],
        )
        for page, look in zip(pages, looks, strict=True)
        if page.uid in new
    )


class _Look:
    """One look at one page: the first page of its list, and those behind it back to the last look."""

    def __init__(self, visitor: PoliteVisitor, page: WatchedPageRow, clock: Clock, progress: Progress) -> None:
        self._visitor = visitor
        self._page = page
        # When the page was asked, and not when the round was kept: a day that began meanwhile was not seen.
        self._at = clock()
        self._progress = progress
        self._items: dict[str, ListedItem] = {}
        self._has_more = False

    def made(self, known: Validators) -> PageLook:
        """Look, and say what was seen, whatever came of it."""
        try:
            answer = self._visitor.visit(self._page.address, known, progress=self._progress)
        except UserError as error:
            return self._failed(error)
        if isinstance(answer, NotModified):
            return self._said(LookOutcome.UNCHANGED, answer.validators)
        # A log-in, a network's own page or a new owner of the name: what stands there is not what is watched.
        if host_of(answer.final_url) != host_of(self._page.address):
            led = {"host": host_of(self._page.address), "target": answer.final_url}
            return self._failed(UserError("look_led_elsewhere", field="url", **led))
        listing = self._read_through(answer)
        if not listing.items:
            return self._without_items(listing, answer)
        problem = self._follow(listing)
        if problem is None and listing.total > len(listing.items):
            problem = UserError("look_more_items", limit=MOST_ITEMS)
        outcome = LookOutcome.DONE if problem is None else LookOutcome.PARTIAL
        # A page of which a part was not seen is asked for anew the next time, whether it has changed or not.
        return self._said(outcome, answer.validators if problem is None else NO_VALIDATORS, problem, listing.total)

    def _without_items(self, listing: PageListing, answer: Fetched) -> PageLook:
        """What a page without items is: an empty feed, or one that does not show what it did."""
        if listing.problem is None:
            return self._said(LookOutcome.DONE, answer.validators)
        host = host_of(answer.final_url)
        # A list that was there when the page was chosen, and that no rule finds any more, is not an empty one.
        if listing.problem is ListingProblem.NO_LIST and self._page.rule.kind is ListingKind.LIST:
            return self._failed(UserError("listing_rule_stale", field="url", host=host))
        return self._failed(_problem(listing.problem, answer.final_url))

    def _follow(self, first: PageListing) -> UserError | None:
        """Look at the further pages of a list until they reach back to the last look; says what went wrong."""
        self._items |= {item.url: item for item in first.items}
        self._has_more = bool(first.next_url)
        if self._has_more and runs_upwards(first.items):
            return UserError("look_oldest_first", field="url", host=host_of(self._page.address))
        next_url = first.next_url
        asked = {self._page.address}
        for _ in range(MOST_PAGES - 1):
            if not next_url or next_url in asked or not self._is_short():
                return None
            asked.add(next_url)
            try:
                answer = self._visitor.visit(next_url, progress=self._progress)
            except UserError as error:
                return error
            if isinstance(answer, NotModified):
                return None
            listing = self._read(answer)
            if not listing.items or all(item.url in self._items for item in listing.items):
                return None
            self._items |= {item.url: item for item in listing.items if item.url not in self._items}
            next_url = listing.next_url
        return UserError("look_more_pages", limit=MOST_PAGES) if next_url and self._is_short() else None

    def _is_short(self) -> bool:
        """Whether what was read does not reach back to the last look."""
        seen_until = self._page.seen_until
        reach = reaches_back_to(tuple(self._items.values()), has_more=self._has_more)
        return seen_until is not None and reach is not None and reach > seen_until

    def _read_through(self, answer: Fetched) -> PageListing:
        """The items of a page; of an index of site maps those of the map that it names."""
        listing = self._read(answer)
        if listing.items or not listing.next_url or listing.rule.kind is not ListingKind.SITEMAP:
            return listing
        try:
            named = self._visitor.visit(listing.next_url, progress=self._progress)
        except UserError:
            return listing
        return listing if isinstance(named, NotModified) else self._read(named)

    def _read(self, answer: Fetched) -> PageListing:
        return read_listing(
            answer.body, answer.media_type, answer.charset, answer.final_url, self._page.rule, today=day_of(self._at)
        )

    def _said(
        self, outcome: LookOutcome, validators: Validators, problem: UserError | None = None, total: int = 0
    ) -> PageLook:
        items = tuple(self._items.values())[:MOST_ITEMS]
        return command(
            PageLook,
            page=self._page.uid,
            outcome=outcome,
            looked_at=self._at,
            problem=problem.code if problem else "",
            details=problem.kept if problem else {},
            items=[
                command(SeenItem, url=one.url, title=one.title, published=one.published, summary=one.summary)
                for one in items
            ],
            total=max(total, len(items)),
            reaches_back=reaches_back_to(items, has_more=self._has_more),
            etag=validators.etag,
            last_modified=validators.last_modified,
        )

    def _failed(self, error: UserError) -> PageLook:
        return command(
            PageLook,
            page=self._page.uid,
            outcome=LookOutcome.FAILED,
            looked_at=self._at,
            problem=error.code,
            details=error.kept,
        )


def _feed(visitor: PoliteVisitor, address: str, today: date, progress: Progress) -> WatchOffer | None:
    """What a feed offers that a page names; None for one that cannot be read, or is none."""
    try:
        page = visitor.visit(address, progress=progress)
    except UserError:
        return None
    if isinstance(page, NotModified):
        return None
    listing = read_listing(page.body, page.media_type, page.charset, page.final_url, today=today)
    if listing.rule.kind is not ListingKind.FEED or not listing.items:
        return None
    return WatchOffer(page.final_url, listing.title or host_of(page.final_url), listing)


def _problem(problem: ListingProblem, address: str) -> UserError:
    return UserError(f"listing_{problem}", field="url", host=host_of(address))
