"""What a page that is watched offers: items with title, address and day, and by which rule they were found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LONGEST_ITEM_TITLE = 300
"""Characters of a title that are kept; a headline is shorter."""
LONGEST_SUMMARY = 600
"""Characters of the words beside a title that are kept."""


class ListingKind(StrEnum):
    """How a watched page offers its items."""

    FEED = "feed"
    """RSS or Atom."""
    LIST = "list"
    """Links that are repeated on a page, each with a title and mostly with a day."""
    SITEMAP = "sitemap"
    JSON = "json"
    """A list of objects that a page's own script would show."""


class ListingProblem(StrEnum):
    """Why a page offers nothing that could be watched, or less than it seems to."""

    SCRIPT = "script"
    """The page is made by a script: nothing stands in it."""
    LOGIN = "login"
    CAPTCHA = "captcha"
    """Somebody in between asks for something first: a captive portal, a check whether a person asks."""
    NO_LIST = "no_list"
    UNREADABLE = "unreadable"
    """Broken XML or JSON, or a kind of document that holds no list."""


@dataclass(frozen=True, slots=True)
class ListedItem:
    """One item of a page. `url` is absolute, `published` an ISO day or "" where the page gives none.

    Titles and summaries are plain text on one line, at most `LONGEST_ITEM_TITLE` and `LONGEST_SUMMARY` characters.
    """

    url: str
    title: str
    published: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class ListRule:
    """How to find the items of a page again: the kind, and what that kind needs, as JSON has it.

    `path` of a list names the repeated link, as `tag.class` steps from the top, and `fields` which of several lists in
    the same steps it is (`part`, from 1). Of a JSON list the path names the members that lead to it, `*` for each
    element of an array, and `fields` the members for title, url, published and summary; where a member holds a piece of
    a page, the steps to the links in it (`list`). A feed and a site map need neither.
    """

    kind: ListingKind
    path: str = ""
    fields: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class PageListing:
    """The items of a page by one rule, in the page's order; `next_url` is the next page of the list, or "".

    `total` counts what stood there, of which at most `MOST_ITEMS` are in `items`. `feeds` are the addresses of feeds
    that the page names. `problem` says why there are no items.
    """

    rule: ListRule
    items: tuple[ListedItem, ...]
    title: str = ""
    next_url: str = ""
    total: int = 0
    feeds: tuple[str, ...] = ()
    problem: ListingProblem | None = None


MOST_ITEMS = 2_000
"""Items of one page that are taken: the newest of a list of any length are among the first."""
