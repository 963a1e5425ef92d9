"""Watched pages (关注源), looks at them, and what became of each item that was found."""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.domain.errors import UserError
from tracker.domain.rows import Name
from tracker.domain.search.suggestion import Suggestion
from tracker.domain.watching.item_signs import SIGN_WEIGHT, ItemSign
from tracker.domain.watching.listings import ListRule
from tracker.domain.watching.terms import ItemGroup, ItemState, LookOutcome


@dataclass(frozen=True, slots=True)
class WatchedPageRow:
    """A watched page with its last look. `departments` names those whose commitments it is looked at for, by their
    keys; none means all.

    `looked_at` None means never. `problem` is what went wrong at the last look, as it would be raised. From
    `seen_since` to `seen_until` every item was seen: no look in between left a gap; None where that is not known.
    `logged_until` is the last day for which the looks were logged as searches.
    """

    uid: str
    name: str
    address: str
    rule: ListRule
    departments: tuple[str, ...] = ()
    is_on: bool = True
    looked_at: datetime | None = None
    outcome: LookOutcome | None = None
    problem: UserError | None = None
    seen_since: date | None = None
    seen_until: date | None = None
    logged_until: date | None = None
    new_items: int = 0


@dataclass(frozen=True, slots=True)
class OfferedPage:
    """An official page that comes with the program, to be watched once the user says so."""

    name: Name
    address: str
    body: str
    """The key of the body whose page it is; "" is offered whatever bodies a ledger names."""


@dataclass(frozen=True, slots=True)
class FoundItemRow:
    """An item of watched pages; `page` is the first that shows it. `published` is an ISO day, or "" where none was
    given."""

    uid: str
    page_uid: str
    page: str
    url: str
    title: str
    published: str
    summary: str
    found_at: datetime
    state: ItemState = ItemState.NEW


@dataclass(frozen=True, slots=True)
class RankedItem:
    """A new item with the commitments that it may bear on, the likeliest first.

    `piece` is the id of the piece of evidence that it is, if the ledger has it already. `put_down_by` is the first of
    the ledger's words for what is not for us that its title holds, or "". `sign` is what its title says against it, by
    which it stands lower. `early`: older than every briefing whose
    commitments it may bear on; `same_briefing`: it reports a briefing of the ledger itself, and is never evidence (§5).
    """

    item: FoundItemRow
    suggestions: tuple[Suggestion, ...] = ()
    piece: int | None = None
    put_down_by: str = ""
    sign: ItemSign | None = None
    early: bool = False
    same_briefing: bool = False

    @property
    def score(self) -> float:
        """How likely it bears on a commitment, between 0 and 1."""
        best = self.suggestions[0].score if self.suggestions else 0.0
        return best if self.sign is None else best * SIGN_WEIGHT

    @property
    def group(self) -> ItemGroup:
        """Which group of the list it is in."""
        if self.piece is not None:
            return ItemGroup.IN_LEDGER
        if self.put_down_by:
            return ItemGroup.PUT_DOWN
        return ItemGroup.BEARING if self.suggestions and not self.same_briefing else ItemGroup.OTHER


@dataclass(frozen=True, slots=True)
class PageLookRow:
    """What one look at one page came to: how many items stood there, and how many of them were new."""

    page_uid: str
    page: str
    outcome: LookOutcome
    problem: UserError | None = None
    items: int = 0
    new: int = 0


@dataclass(frozen=True, slots=True)
class OfferedSearch:
    """What the looks at a page came to for one commitment: the words that name it, and the titles of the items
    that may bear on it. None is a search that found nothing (§6)."""

    code: str
    title: Name
    words: tuple[str, ...]
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchOffer:
    """What the looks at a page may be logged as: `since` and `until` are the first and last day that they saw without a
    gap and that are not logged yet, `items` counts what was found in them, `left_out` the commitments that are too many
    to be gone through. `look_event` is the event that the page's last look stood by when the offer was made: another
    look, a round that was logged or another address give it another one."""

    page_uid: str
    page: str
    address: str
    since: date
    until: date
    items: int
    searches: tuple[OfferedSearch, ...]
    look_event: int
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class CapturedPage:
    """A page of the web that a piece of evidence keeps: its address, and the file that its text was read from."""

    evidence_id: int
    title: str
    address: str
    published: str
    sha256: str
