"""Keep what looks at watched pages saw, and offer it as a round of searches (coding rules §6)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.domain.errors import UserError
from tracker.domain.evidence.search_queries import prepared_queries
from tracker.domain.rows import Changes
from tracker.domain.search.ledger_query import Facet, LedgerQuery
from tracker.domain.terms import FINAL_ASSESSMENTS, Assessment, SearchOutcome, is_final
from tracker.domain.text.dates import day_of
from tracker.domain.watching.listings import ListedItem
from tracker.domain.watching.seen_days import extended
from tracker.domain.watching.terms import COMPLETE_LOOKS, LookOutcome
from tracker.domain.watching.watched import OfferedSearch, SearchOffer
from tracker.services.assessment.searching import put_round
from tracker.services.commands import RoundSearch, SearchRound, command
from tracker.services.events.kept_commands import kept_command
from tracker.services.evidence.suggesting import suggest_each
from tracker.store.commitments import commitment_detail
from tracker.store.commitments.commitment_list import first_ids, read_codes
from tracker.store.database.versions import Horizon
from tracker.store.watching import found_items, watched_pages

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from tracker.domain.rows import CommitmentDetail
    from tracker.domain.watching.watched import FoundItemRow, WatchedPageRow
    from tracker.services.commands import LookRound, PageLook
    from tracker.services.ledgers.workspace import Snapshot, Workspace
    from tracker.store.database.typed_columns import NamedRow
    from tracker.store.events.unit_of_work import UnitOfWork

MOST_OFFERED = 500
"""Commitments that one page is looked at for: nobody goes through the list of more."""
_OPEN = frozenset(one.value for one in Assessment if one not in FINAL_ASSESSMENTS)
_JOIN = "、"


def record_looks(workspace: Workspace, round_: LookRound) -> Changes:
    """Keep what a round of looks saw, by one event: items that no page has shown before, and how each look went.

    The event only says what was seen, so that it cannot be taken back. Looks at pages that are watched no more are left
    out; raises `watched_page_unknown` where none is left.
    """
    return keep_looks(workspace, round_)[0]


def keep_looks(workspace: Workspace, round_: LookRound) -> tuple[Changes, dict[str, int]]:
    """Do the same, and return besides how many new items each look brought, by the UUID of its page."""
    with workspace.write() as work:
        watched = {page.uid: page.name for page in watched_pages.read_pages(work.connection, Horizon(work.today))}
        # One that was removed while its page was asked must not cost the others.
        looks = [look for look in round_.looks if look.page in watched]
        if not looks:
            raise UserError("watched_page_unknown", field="page", value=round_.looks[0].page)
        details = {
            "pages": [watched[look.page] for look in looks],
            "outcomes": [look.outcome.value for look in looks],
        }
        work.record("watched_pages_looked_at", details, command=kept_command("record_looks", round_))
        new = {look.page: _keep(work, look) for look in looks}
        work.complete({"new": sum(new.values())})
        return work.changes, new


def _keep(work: UnitOfWork, look: PageLook) -> int:
    current = watched_pages.last_look(work.connection, look.page)
    before = watched_pages.seen_days(current)
    day = day_of(look.looked_at)
    seen = before
    if look.outcome is LookOutcome.DONE:
        seen = extended(before, look.reaches_back, day)
    elif look.outcome is LookOutcome.UNCHANGED and before is not None:
        seen = extended(before, before.until, day)
    # After a look that failed the next one starts where the last good one ended.
    goes_on = seen is not None and before is not None and seen.since <= before.until
    seen_from = current.seen_from if current is not None and goes_on else work.event_id
    values = {
        "looked_at": look.looked_at,
        "outcome": look.outcome,
        "problem": look.problem,
        "details": look.details,
        "items": look.total or len(look.items),
        "etag": look.etag,
        "last_modified": look.last_modified,
        "seen_since": seen.since if seen else None,
        "seen_until": seen.until if seen else None,
        "seen_from": seen_from if seen else None,
    }
    watched_pages.put_look(work, look.page, current, values)
    items = [ListedItem(item.url, item.title, item.published, item.summary) for item in look.items]
    return found_items.put_seen(work, look.page, items)


def offer_searches(workspace: Workspace, uids: Collection[str] | None = None) -> tuple[SearchOffer, ...]:
    """Return what the last looks at these pages, or at all, may be logged as: for each open commitment that a page is
    looked at for, the titles that it showed since the looks were last logged, but for those that are not for us.

    A look that failed, was partial or left days unknown offers nothing, nor does one that added nothing.
    """
    offers: list[SearchOffer] = []
    with workspace.snapshot() as snapshot:
        last = watched_pages.last_looks(snapshot.connection)
        asked_for: dict[tuple[str, ...], tuple[tuple[CommitmentDetail, ...], int]] = {}
        for page in watched_pages.read_pages(snapshot.connection, snapshot.scope.horizon):
            if page.outcome not in COMPLETE_LOOKS or (uids is not None and page.uid not in uids):
                continue
            fresh = _fresh(snapshot, last[page.uid])
            if fresh is None:
                continue
            if page.departments not in asked_for:
                asked_for[page.departments] = _open_commitments(snapshot, page.departments, workspace.today())
            offers.append(_offer(workspace, page, fresh, asked_for[page.departments]))
    return tuple(offer for offer in offers if offer.searches)


def log_offers(workspace: Workspace, chosen: Sequence[tuple[SearchOffer, str, Collection[str]]]) -> Changes:
    """Log offers as rounds of searches, each with its place and the codes of its commitments: one event for each, and
    all of them or none.

    Raises `searches_logged_meanwhile` where the days of an offer were logged, or its page was looked at again, revised
    or removed, after the offer was made; `field_missing`, and what `log_round` raises.
    """
    rounds = [(offer, search_round(offer, place, codes)) for offer, place, codes in chosen]
    if not rounds:
        raise UserError("field_missing", field="searches")
    works: list[UnitOfWork] = []
    with workspace.write_several() as begin:
        for offer, round_ in rounds:
            work = begin()
            _refuse_outdated(work, offer)
            put_round(work, round_, offer.until)
            works.append(work)
    touched = dict.fromkeys(known for work in works for known in work.changes.commitments)
    return Changes(works[-1].event_id, tuple(touched))


def _refuse_outdated(work: UnitOfWork, offer: SearchOffer) -> None:
    """Asked within the transaction: another window may have logged the same days a moment ago."""
    pages = watched_pages.read_pages(work.connection, Horizon(work.today))
    is_watched = any(page.uid == offer.page_uid for page in pages)
    last = watched_pages.last_look(work.connection, offer.page_uid)
    if not is_watched or last is None or last.since != offer.look_event:
        raise UserError("searches_logged_meanwhile", field="searches", page=offer.page)


def search_round(offer: SearchOffer, place: str, codes: Collection[str] | None = None) -> SearchRound:
    """Return the round of searches that an offer is logged as, for these commitments of it or for all.

    `log_offers` keeps it, and from then on the page offers only what its looks add.

    `place` names the page and the days. Titles alone were looked at, so that the outcome is "something" where one of
    them may bear on the commitment, else "nothing". Raises `field_missing` where none of the codes is in the offer.
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
    return command(SearchRound, place=place, searches=searches, searched_on=offer.until, watched_page=offer.page_uid)


@dataclass(frozen=True, slots=True)
class _Fresh:
    """What looks added since they were last logged: the days, and the items that the page showed."""

    since: date
    until: date
    items: tuple[FoundItemRow, ...]
    look_event: int


def _fresh(snapshot: Snapshot, last: NamedRow) -> _Fresh | None:
    if last.seen_since is None or last.seen_until is None or last.seen_from is None:
        return None
    since = max(last.seen_since, last.logged_until or last.seen_since)
    logged_by = last.logged_by or 0
    # By the event, and not by the day: what appears late, with the day of an earlier week, was found by this look.
    items = found_items.read_seen_on(
        snapshot.connection, snapshot.scope.horizon, last.page_uid, logged_by, last.seen_from, since.isoformat()
    )
    if last.logged_until == last.seen_until and not items:
        return None
    return _Fresh(since, last.seen_until, items, last.since)


def _open_commitments(
    snapshot: Snapshot, departments: tuple[str, ...], today: date
) -> tuple[tuple[CommitmentDetail, ...], int]:
    """The commitments of these departments, or of all, that are not judged finally, and how many more there are."""
    choices = {Facet.ASSESSMENT: _OPEN} | ({Facet.DEPARTMENT: frozenset(departments)} if departments else {})
    ids = first_ids(snapshot.connection, LedgerQuery(choices), snapshot.scope, None)
    codes = read_codes(snapshot.connection, ids[:MOST_OFFERED])
    details = commitment_detail.list_details(snapshot.connection, LedgerQuery(codes=frozenset(codes)), snapshot.scope)
    open_ones = tuple(one for one in details if not is_final(one.row.assessment, one.row.due.on, today))
    return open_ones, max(0, len(ids) - MOST_OFFERED)


def _offer(
    workspace: Workspace, page: WatchedPageRow, fresh: _Fresh, asked_for: tuple[tuple[CommitmentDetail, ...], int]
) -> SearchOffer:
    details, left_out = asked_for
    texts = [(f"{item.title}\n{item.summary}", item.published) for item in fresh.items]
    found: dict[str, list[str]] = defaultdict(list)
    # All that an item may bear on, and not the first few that a list would show: of the others it would be said that
    # nothing was found.
    for item, suggestions in zip(fresh.items, suggest_each(workspace, texts, whole=True), strict=True):
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
    return SearchOffer(
        page.uid,
        page.name,
        page.address,
        fresh.since,
        fresh.until,
        len(fresh.items),
        searches,
        fresh.look_event,
        left_out,
    )
