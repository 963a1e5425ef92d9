"""The layouts in which sources offer what they published: what is read off each, held against what stands there.

`layouts` are the twelve of the specification. `unseen` and `quirks` were written before the reader had met them; on
their first reading `unseen` had recall and precision 1.0, `quirks` recall 0.776 and precision 0.980. The pages are
invented, their markup is that of official sites.
"""

import json
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.capture.watching.listing_pages import listing_with, offers, read_listing
from tracker.domain.watching.listings import ListedItem, ListingKind, PageListing

_FOLDER = Path(__file__).parent
_SETS = ("layouts", "unseen", "quirks")


class Layout(NamedTuple):
    """A page with what stands on it."""

    file: str
    content: bytes
    media_type: str
    charset: str
    url: str
    today: date
    kind: ListingKind
    next_url: str
    items: dict[str, tuple[str, str]]
    """Address to title and day."""


def _layout(path: Path) -> Layout:
    answer = json.loads(path.read_text(encoding="utf-8"))
    return Layout(
        answer["file"],
        (path.parent / answer["file"]).read_bytes(),
        answer["media_type"],
        answer["charset"],
        answer["url"],
        date.fromisoformat(answer["today"]),
        ListingKind(answer["kind"]),
        answer["next_url"],
        {item["url"]: (item["title"], item["published"]) for item in answer["items"]},
    )


_LAYOUTS = [(name, _layout(path)) for name in _SETS for path in sorted((_FOLDER / name).glob("*.answer.json"))]
_EACH = pytest.mark.parametrize("layout", [layout for _, layout in _LAYOUTS], ids=[one.file for _, one in _LAYOUTS])


def _read(layout: Layout) -> PageListing:
    return read_listing(layout.content, layout.media_type, layout.charset, layout.url, today=layout.today)


def _shown(items: tuple[ListedItem, ...]) -> dict[str, tuple[str, str]]:
    return {item.url: (item.title, item.published) for item in items}


@pytest.mark.parametrize("name", _SETS)
def test_nearly_all_items_of_a_set_are_found_and_hardly_anything_else(name: str) -> None:
    there = found = right = 0
    for listing, layout in ((_read(layout), layout) for own, layout in _LAYOUTS if own == name):
        there += len(layout.items)
        found += len(listing.items)
        right += len(layout.items.keys() & {item.url for item in listing.items})
    assert right >= 0.98 * there
    assert right >= 0.98 * found


@_EACH
def test_each_item_has_its_title_and_its_day_and_stands_once(layout: Layout) -> None:
    listing = _read(layout)
    assert len({item.url for item in listing.items}) == len(listing.items) == listing.total
    assert _shown(listing.items) == layout.items
    assert listing.rule.kind is layout.kind
    assert listing.problem is None


@_EACH
def test_items_stand_in_the_order_of_the_page(layout: Layout) -> None:
    assert [item.url for item in _read(layout).items] == list(layout.items)


@_EACH
def test_the_next_page_is_the_one_that_the_page_names(layout: Layout) -> None:
    assert _read(layout).next_url == layout.next_url


@_EACH
def test_each_offer_is_found_again_by_its_own_rule(layout: Layout) -> None:
    page = (layout.content, layout.media_type, layout.charset, layout.url)
    for offer in offers(*page, today=layout.today):
        assert read_listing(*page, offer.rule, today=layout.today) == offer


@_EACH
def test_any_item_clicked_leads_to_the_list_that_holds_it(layout: Layout) -> None:
    offered = offers(layout.content, layout.media_type, layout.charset, layout.url, today=layout.today)
    for url, (title, _) in layout.items.items():
        assert listing_with(offered, url) is offered[0]
        assert listing_with(offered, title) is offered[0]


def test_pages_of_a_list_have_no_item_in_common() -> None:
    pages = [layout for name, layout in _LAYOUTS if name == "layouts" and layout.file.startswith("paged")]
    assert len({item.url for page in pages for item in _read(page).items}) == sum(len(page.items) for page in pages)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from([layout for _, layout in _LAYOUTS]), st.sampled_from(_LAYOUTS), st.data())
def test_a_spoilt_page_offers_only_what_its_rules_find_again(
    layout: Layout, other: tuple[str, Layout], data: st.DataObject
) -> None:
    places = st.integers(0, len(layout.content))
    start = data.draw(places)
    end = data.draw(places)
    strange = other[1].content[data.draw(st.integers(0, 2_000)) :][:300]
    page = (layout.content[:start] + strange + layout.content[end:], layout.media_type, layout.charset, layout.url)
    for offer in offers(*page, today=layout.today):
        assert bool(offer.items) == (offer.problem is None)
        if offer.items:
            assert read_listing(*page, offer.rule, today=layout.today) == offer
