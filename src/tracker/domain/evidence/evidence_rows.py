"""What a reader of the evidence gets beside the pieces themselves."""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.domain.assessment.link_hints import Hint
from tracker.domain.commitments.quantity import Quantity, Working
from tracker.domain.evidence.evidence_query import EvidenceFacet
from tracker.domain.rows import EventRow, EvidenceRow, FacetValue, LedgerRow, Name, PartRow


@dataclass(frozen=True, slots=True)
class EvidenceFacets:
    """Live counts: each facet counts under the other facets' choices, not under its own.

    `total` and `unlinked` count all evidence, whatever is chosen; `matching` what the query wants of it.
    """

    values: Mapping[EvidenceFacet, tuple[FacetValue, ...]]
    total: int
    unlinked: int
    matching: int


@dataclass(frozen=True, slots=True)
class PieceDetail:
    """One piece of evidence with the commitments it bears on by their codes, and who recorded and last changed it.

    `changed` is None where nothing was changed since it was recorded.
    """

    piece: EvidenceRow
    recorded: EventRow
    changed: EventRow | None
    commitments: Mapping[str, LedgerRow]


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """A commitment as one may be chosen for a link: by code, title or its pinyin. `unit` is that of its target."""

    code: str
    title: Name
    pinyin: str
    unit: str
    parts: tuple[PartRow, ...]


@dataclass(frozen=True, slots=True)
class LinkPreview:
    """What a link that is being written would come to: the rules it runs into, and the arithmetic of the commitment
    without the piece (`before`) and with all of its links (`after`)."""

    code: str
    title: Name
    quantity: Quantity | None
    before: Working | None
    after: Working | None
    hints: tuple[Hint, ...]


@dataclass(frozen=True, slots=True)
class EvidencePreview:
    """What a piece that is being written would come to, link by link; None where no commitment has the code.

    `same_briefing`: it would be taken for a report of the same briefing.
    """

    same_briefing: bool
    links: tuple[LinkPreview | None, ...]
