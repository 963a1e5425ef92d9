"""Make a listing of the items that were found: each once, and not more than are kept."""

from collections.abc import Iterable

from tracker.domain.watching.listings import MOST_ITEMS, ListedItem, Listing, ListingProblem, ListRule


def kept(rule: ListRule, items: Iterable[ListedItem], title: str = "") -> Listing:
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
    return Listing(rule, shown, title, total=len(found), problem=None if shown else ListingProblem.NO_LIST)
