"""Keep what looks at watched pages saw, and offer it as a round of searches (coding rules §6)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tracker.domain.evidence.search_queries import prepared_queries
from tracker.domain.search.ledger_query import Facet, LedgerQuery
from tracker.domain.terms import FINAL_ASSESSMENTS, Assessment, SearchOutcome, is_final
from tracker.domain.text.dates import day_of
from tracker.domain.watching.listings import ListedItem
from tracker.domain.watching.seen_days import extended
from tracker.domain.watching.terms import ItemState, LookOutcome
from tracker.domain.watching.watched import OfferedSearch, SearchOffer
from tracker.services.commands import RoundSearch, SearchRound, command
from tracker.services.commitments.reading import list_details
from tracker.services.events.kept_commands import asked
from tracker.services.evidence.suggesting import suggest_each
from tracker.store.watching import found_items, watched_pages

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from tracker.domain.rows import Changes
    from tracker.domain.watching.watched import FoundItemRow, WatchedPageRow
    from tracker.services.commands import LookRound, PageLook
    from tracker.services.ledgers.workspace import Workspace
    from tracker.store.events.unit_of_work import UnitOfWork

_GOOD = (LookOutcome.DONE, LookOutcome.UNCHANGED)
_WHICHEVER = tuple(ItemState)
MOST_OFFERED = 500
"""Commitments that one page is looked at for: nobody goes through the list of more."""
_OPEN = frozenset(one.value for one in Assessment if one not in FINAL_ASSESSMENTS)
_JOIN = "、"


def record_looks(workspace: Workspace, round_: LookRound) -> Changes:
    """Keep what a round of looks saw, by one event: items that no page has shown before, and how each look went.

    The event only says what was seen, so that it cannot be taken back. Raises `watched_page_unknown`.
    """
    return keep_looks(workspace, round_)[0]


def keep_looks(workspace: Workspace, round_: LookRound) -> tuple[Changes, tuple[int, ...]]:
    """Do the same, and return besides how many new items each look brought."""
    with workspace.write() as work:
        pages = [watched_pages.find_page(work.connection, look.page) for look in round_.looks]
        details = {"pages": [page.name for page in pages], "outcomes": [look.outcome.value for look in round_.looks]}
        work.record("watched_pages_looked_at", details, command=asked("record_looks", round_))
        new = tuple(_keep(work, look) for look in round_.looks)
        work.complete({"new": sum(new)})
        return work.changes, new


def _keep(work: UnitOfWork, look: PageLook) -> int:
    current = watched_pages.last_look(work.connection, look.page)
    before = watched_pages.seen_days(current)
    seen = before
    if look.outcome is LookOutcome.DONE:
        seen = extended(before, look.reaches_back, work.today)
    elif look.outcome is LookOutcome.UNCHANGED and before is not None:
        seen = extended(before, before.until, work.today)
    # After a look that failed the next one starts where the last good one ended.
    fresh = seen.fresh_since if seen is not None and look.outcome in _GOOD else None
    items = [ListedItem(item.url, item.title, item.published, item.summary) for item in look.items]
    values = {
        "looked_at": work.moment,
        "outcome": look.outcome,
        "problem": look.problem,
        "details": look.details,
        "items": look.total or len(items),
        "etag": look.etag,
        "last_modified": look.last_modified,
        "seen_since": seen.since if seen else None,
        "seen_until": seen.until if seen else None,
        "fresh_since": fresh,
    }
    watched_pages.put_look(work, look.page, current, values)
    return found_items.put_new(work, look.page, items)


def offer_searches(workspace: Workspace, uids: Collection[str] | None = None) -> tuple[SearchOffer, ...]:
    """Return what the last looks at these pages, or at all, may be logged as: for each open commitment that a page is
    looked at for, the titles published in the days that the look added.

    A look that failed, was partial or left days unknown offers nothing.
    """
    with workspace.look() as look:
        horizon = look.scope.horizon
        pages = [
            page
            for page in watched_pages.read_pages(look.connection, horizon)
            if page.outcome in _GOOD and page.fresh_since is not None and (uids is None or page.uid in uids)
        ]
        items = {
            page.uid: found_items.read_items(look.connection, horizon, states=_WHICHEVER, page=page.uid)
            for page in pages
        }
    return tuple(offer for page in pages for offer in _offers(workspace, page, items[page.uid]))


def search_round(offer: SearchOffer, place: str, codes: Collection[str] | None = None) -> SearchRound:
    """Return the round of searches that an offer is logged as, for these commitments of it or for all.

    `place` names the page and the days. What was found is no verdict: titles alone were looked at, so that the outcome
    is "something" where one of them may bear on the commitment, else "nothing".
    """
    searches = [
        command(
            RoundSearch,
            commitment=one.code,
            words=_JOIN.join(one.words),
            found="\n".join(one.found),
            outcome=SearchOutcome.SOMETHING if one.found else SearchOutcome.NOTHING,
        )
        for one in offer.searches
        if codes is None or one.code in codes
    ]
    return command(SearchRound, place=place, searches=searches, searched_on=offer.until)


def _offers(workspace: Workspace, page: WatchedPageRow, items: Sequence[FoundItemRow]) -> Iterator[SearchOffer]:
    since = page.fresh_since
    until = page.seen_until
    if since is None or until is None:
        return
    choices = {Facet.ASSESSMENT: _OPEN} | ({Facet.DEPARTMENT: frozenset(page.departments)} if page.departments else {})
    details = [
        detail
        for detail in list_details(workspace, LedgerQuery(choices))
        if not is_final(detail.row.assessment, detail.row.due.on, workspace.today())
    ][:MOST_OFFERED]
    # What has no day of its own was found by the look itself, and so was published in the days that it added.
    days = ((one, one.published or day_of(one.found_at).isoformat()) for one in items)
    fresh = [one for one, day in days if since.isoformat() <= day <= until.isoformat()]
    suggested = suggest_each(workspace, [(f"{one.title}\n{one.summary}", one.published) for one in fresh])
    found: dict[str, list[str]] = defaultdict(list)
    for item, suggestions in zip(fresh, suggested, strict=True):
        for suggestion in suggestions:
            found[suggestion.code].append(item.title)
    searches = tuple(
        OfferedSearch(
            detail.row.code,
            detail.row.title,
            prepared_queries(detail.row.title.zh, detail.keywords),
            tuple(found[detail.row.code]),
        )
        for detail in details
    )
    if searches:
        yield SearchOffer(page.uid, page.name, page.address, since, until, len(fresh), searches)
