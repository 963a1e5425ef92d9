"""Which rows of the ledger are wanted, and in which order."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Self

from tracker.domain.json_values import is_list, is_object
from tracker.domain.search.ordering import Order, Orders, each_once
from tracker.domain.terms import Assessment, CommitmentKind, Doubt, DueBasis, Light
from tracker.domain.text.lines import storable
from tracker.domain.text.text_folding import search_words

MOST_CODES = 10_000
"""Commitments that are named one by one: databases take no more than some ten thousand values in one question."""
MOST_WORDS = 32
"""Words of a search that count: whoever pastes a page into the field finds by its beginning."""


def words_of(search: str) -> list[str]:
    """The words that are looked for, folded, each of which must be there; none where only marks were typed."""
    return search_words(search)[:MOST_WORDS]


class Facet(StrEnum):
    """The sides from which the ledger can be narrowed down."""

    DEPARTMENT = "department"
    LEAD = "lead"
    ASSESSMENT = "assessment"
    DOUBT = "doubt"
    LIGHT = "light"
    TOPIC = "topic"
    SPEAKER = "speaker"
    KIND = "kind"
    TARGET = "target"
    DUE_BASIS = "due_basis"
    DUE_MONTH = "due_month"
    EVIDENCE_AGE = "evidence_age"
    EVIDENCE_MONTH = "evidence_month"
    TAG = "tag"
    ATTENTION = "attention"


class TargetSort(StrEnum):
    """Whether an amount was promised: a number, a batch (一批/若干), or none."""

    AMOUNT = "amount"
    BATCH = "batch"
    NO_AMOUNT = "no_amount"


class EvidenceAge(StrEnum):
    """How long ago the newest evidence was published."""

    MONTH = "month"
    HALF_YEAR = "half_year"
    OLDER = "older"
    NEVER = "never"


class Attention(StrEnum):
    """What asks for the analyst, most wanted first: evidence that came after the verdict, a ground that has changed, a
    firm due date that is past, another one that is past, a yearly review, a red light, an old search, that the same
    body has spoken since and does not say it again, and that no person has read yet what the rules proposed."""

    UNJUDGED = "unjudged"
    GROUNDS_CHANGED = "grounds_changed"
    DUE = "due"
    DUE_ASKED = "due_asked"
    REVIEW = "review"
    RED = "red"
    OLD_SEARCH = "old_search"
    NOT_SAID_AGAIN = "not_said_again"
    NOT_REVIEWED = "not_reviewed"


FACET_TERMS: Mapping[Facet, type[StrEnum]] = {
    Facet.ASSESSMENT: Assessment,
    Facet.DOUBT: Doubt,
    Facet.LIGHT: Light,
    Facet.KIND: CommitmentKind,
    Facet.TARGET: TargetSort,
    Facet.DUE_BASIS: DueBasis,
    Facet.EVIDENCE_AGE: EvidenceAge,
    Facet.ATTENTION: Attention,
}
"""The vocabulary of each facet whose values are terms."""


class SortKey(StrEnum):
    """What the ledger can be ordered by."""

    CODE = "code"
    TITLE = "title"
    TOPIC = "topic"
    KIND = "kind"
    LEAD = "lead"
    ASSESSMENT = "assessment"
    LIGHT = "light"
    DUE = "due"
    TARGET = "target"
    LATEST_EVIDENCE = "latest_evidence"


class Group(StrEnum):
    """What rows can be gathered by: the lead department, the topic, the assessment or the light."""

    DEPARTMENT = "department"
    TOPIC = "topic"
    ASSESSMENT = "assessment"
    LIGHT = "light"


Choices = Mapping[Facet, frozenset[str]]


@dataclass(frozen=True, slots=True)
class LedgerQuery:
    """Several values within one facet mean or; facets among each other, and words, mean and. Empty means all.

    Values are keys of departments, topics and speakers, terms, months `YYYY-MM`, and tags; "" means no lead and no
    due date. `as_of` shows the ledger as it was at the end of that day; `changed_since` only those commitments that
    something was done to after the end of that other day, or after the event `changed_after` of it, where what was done
    on the day itself has been told in part. `then` are the keys that decide among rows which are equal in `sort`.
    `codes` are the only commitments that are wanted, at most `MOST_CODES`.
    """

    choices: Choices = field(default_factory=dict[Facet, frozenset[str]])
    search: str = ""
    sort: SortKey = SortKey.CODE
    descending: bool = False
    then: Orders[SortKey] = ()
    group: Group | None = None
    as_of: date | None = None
    changed_since: date | None = None
    changed_after: int | None = None
    codes: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        # What is looked for, and what a saved view names, may hold what no database could be asked for.
        object.__setattr__(self, "search", storable(self.search))
        choices = {facet: frozenset(map(storable, values)) for facet, values in self.choices.items()}
        object.__setattr__(self, "choices", choices)
        object.__setattr__(self, "then", each_once(self.orders)[1:])

    def chosen(self, facet: Facet) -> frozenset[str]:
        """The values chosen of a facet."""
        return self.choices.get(facet, frozenset())

    def choosing(self, facet: Facet, values: frozenset[str]) -> Self:
        """The same query with other values of one facet; none frees it."""
        others = {name: chosen for name, chosen in self.choices.items() if name is not facet}
        return replace(self, choices=others | {facet: values} if values else others)

    @property
    def orders(self) -> Orders[SortKey]:
        """All keys that rows are ordered by, the one that decides first in front."""
        return (Order(self.sort, self.descending), *self.then)

    def ordered_by(self, orders: Orders[SortKey]) -> Self:
        """The same query in another order, of one key at least."""
        first, *then = orders
        return replace(self, sort=first.key, descending=first.descending, then=tuple(then))

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the ledger down."""
        return (
            any(self.choices.values())
            or bool(words_of(self.search))
            or self.changed_since is not None
            or bool(self.codes)
        )


def orders_as_json(orders: Orders[SortKey]) -> list[dict[str, object]]:
    """An order as plain values, to be kept."""
    return [{"sort": order.key.value, "descending": order.descending} for order in orders]


def orders_from_json(kept: object) -> Orders[SortKey]:
    """The order that was kept, as far as it is one."""
    given = [one for one in kept if is_object(one)] if is_list(kept) else []
    known = [one for one in given if one.get("sort") in list(SortKey)]
    return each_once(Order(SortKey(one["sort"]), one.get("descending") is True) for one in known)


def query_for(
    *, search: str = "", as_of: date | None = None, changed_since: date | None = None, **choices: Collection[str]
) -> LedgerQuery:
    """A query by the names of facets: `query_for(department={"mof"})`."""
    chosen = {Facet(name): frozenset(values) for name, values in choices.items() if values}
    return LedgerQuery(chosen, search=search, as_of=as_of, changed_since=changed_since)
