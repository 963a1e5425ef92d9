"""Which pieces of evidence are wanted, and in which order; and what state a piece is in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Self

from tracker.domain.rows import EvidenceRow
from tracker.domain.search.ledger_query import words_of
from tracker.domain.search.ordering import Order, Orders, each_once


class EvidenceStatus(StrEnum):
    """What can be done with a piece: unlinked, it waits in the inbox; early, of the same briefing or withdrawn, it
    proves nothing by itself (§5)."""

    UNLINKED = "unlinked"
    LINKED = "linked"
    EARLY = "early"
    SAME_BRIEFING = "same_briefing"
    WITHDRAWN = "withdrawn"


class EvidenceFacet(StrEnum):
    """The sides from which the evidence can be narrowed down."""

    STATE = "state"
    KIND = "kind"
    YEAR = "year"


class EvidenceSort(StrEnum):
    """What evidence can be ordered by."""

    PUBLISHED = "published"
    KIND = "kind"
    TITLE = "title"
    PUBLISHER = "publisher"
    NUMBER = "number"
    BEARS_ON = "bears_on"
    FILES = "files"
    STATE = "state"


EvidenceChoices = Mapping[EvidenceFacet, frozenset[str]]
INBOX: EvidenceChoices = {EvidenceFacet.STATE: frozenset({EvidenceStatus.UNLINKED.value})}
"""What bears on nothing yet."""


@dataclass(frozen=True, slots=True)
class EvidenceQuery:
    """Several values within one facet mean or; facets among each other, and words, mean and. Empty means all.

    Values are members of `EvidenceStatus` and `EvidenceKind`, and years `YYYY`. Words are looked for in the titles,
    publisher, number, quote and note. `as_of` shows the evidence as it was at the end of that day. `then` are the keys
    that decide among pieces which are equal in `sort`.
    """

    choices: EvidenceChoices = field(default_factory=dict[EvidenceFacet, frozenset[str]])
    search: str = ""
    sort: EvidenceSort = EvidenceSort.PUBLISHED
    descending: bool = True
    then: Orders[EvidenceSort] = ()
    as_of: date | None = None

    def choosing(self, facet: EvidenceFacet, values: frozenset[str]) -> Self:
        """The same query with other values of one facet; none frees it."""
        others = {name: chosen for name, chosen in self.choices.items() if name is not facet}
        return replace(self, choices=others | {facet: values} if values else others)

    def __post_init__(self) -> None:
        object.__setattr__(self, "then", each_once(self.orders)[1:])

    @property
    def orders(self) -> Orders[EvidenceSort]:
        """All keys that pieces are ordered by, the one that decides first in front."""
        return (Order(self.sort, self.descending), *self.then)

    def ordered_by(self, orders: Orders[EvidenceSort]) -> Self:
        """The same query in another order, of one key at least."""
        first, *then = orders
        return replace(self, sort=first.key, descending=first.descending, then=tuple(then))

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the evidence down."""
        return any(self.choices.values()) or bool(words_of(self.search))


def state_of(piece: EvidenceRow) -> EvidenceStatus:
    """The state that asks for most: what is withdrawn is nothing else, what is not linked is to be linked first."""
    # In the order in which somebody has to act, which is that of the facet as well.
    if piece.withdrawn:
        return EvidenceStatus.WITHDRAWN
    if not piece.links:
        return EvidenceStatus.UNLINKED
    if piece.same_briefing:
        return EvidenceStatus.SAME_BRIEFING
    return EvidenceStatus.EARLY if piece.early else EvidenceStatus.LINKED
