"""Make a listing of the items that were found: each once, and not more than are kept."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from tracker.capture.watching.item_days import day_in_address, resolved
from tracker.domain.watching.listings import MOST_ITEMS, ListedItem, ListingProblem, ListRule, PageListing


def dated_by_address(items: list[ListedItem], today: date) -> list[ListedItem]:
    """Return the items with the days in their addresses, where none of them has a day of its own."""
    if any(item.published for item in items):
        return items
    days = resolved([None] * len(items), [day_in_address(item.url) for item in items], today)
    return [replace(item, published=day) for item, day in zip(items, days, strict=True)]


def kept(rule: ListRule, items: Iterable[ListedItem], title: str = "") -> PageListing:
    """Return the listing of items, each address once.

    Of more than `MOST_ITEMS` the newest are kept, in the page's order: some lists run from the oldest on.
    """
    once: dict[str, ListedItem] = {}
    for item in items:
        once.setdefault(item.url, item)
    found = list(once.values())
    if len(found) > MOST_ITEMS:
        newest = sorted(range(len(found)), key=lambda number: found[number].published, reverse=True)[:MOST_ITEMS]
        shown = tuple(found[number] for number in sorted(newest))
    else:
        shown = tuple(found)
    return PageListing(rule, shown, title, total=len(found), problem=None if shown else ListingProblem.NO_LIST)
