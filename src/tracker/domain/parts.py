"""What the evidence shows of each part of a commitment, which is met only when all of them are (coding rules §1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.dates import is_early
from tracker.domain.rows import EvidenceLink, EvidenceRow, Part
from tracker.domain.terms import Bearing, Stage

_STRONGEST_FIRST = (Bearing.FULFILS, Bearing.PARTLY, Bearing.PROGRESS)
_STAGES = tuple(Stage)


@dataclass(frozen=True, slots=True)
class PartState:
    """A part with the strongest bearing that the evidence has on it, and the highest stage that it is shown at.

    `evidence` are the ids of the pieces that have that bearing, oldest first; `through_whole` tells that only the
    fulfilment of the whole shows this part. `contradicted`: some piece shows the opposite.
    """

    part: Part
    bearing: Bearing | None
    stage: Stage | None
    evidence: tuple[int, ...]
    through_whole: bool = False
    contradicted: bool = False

    @property
    def shown(self) -> bool:
        """Whether the part is shown to be done."""
        return self.bearing is Bearing.FULFILS


def part_states(
    parts: Sequence[Part], evidence: Sequence[EvidenceRow], commitment: str, held_on: date
) -> tuple[PartState, ...]:
    """The state of each part of the commitment with that code, from the evidence that counts."""
    counting = sorted((piece for piece in evidence if counts(piece, held_on)), key=lambda piece: piece.published)
    links = [(piece, link) for piece in counting for link in piece.links if link.commitment == commitment]
    whole = _ids(links, None, Bearing.FULFILS)
    return tuple(_state(part, links, whole) for part in parts)


def counts(piece: EvidenceRow, held_on: date) -> bool:
    """Whether a piece can show anything of what was promised on that day: a withdrawn one cannot, nor one of before
    the briefing, nor a report of it (§5)."""
    return not piece.withdrawn and not piece.same_briefing and not is_early(piece.published, held_on)


_Links = Sequence[tuple[EvidenceRow, EvidenceLink]]


def _state(part: Part, links: _Links, whole: tuple[int, ...]) -> PartState:
    own = [(piece, link) for piece, link in links if link.part is not None and link.part.id == part.id]
    bearing = next((one for one in _STRONGEST_FIRST if _ids(own, part.id, one)), None)
    stages = [link.stage for _, link in own if link.stage is not None and link.bearing in _STRONGEST_FIRST]
    through_whole = bool(whole) and bearing is not Bearing.FULFILS
    if through_whole:
        bearing = Bearing.FULFILS
    return PartState(
        part=part,
        bearing=bearing,
        stage=max(stages, key=_STAGES.index, default=None),
        evidence=whole if through_whole else _ids(own, part.id, bearing),
        through_whole=through_whole,
        contradicted=bool(_ids(own, part.id, Bearing.CONTRADICTS)),
    )


def _ids(links: _Links, part_id: int | None, bearing: Bearing | None) -> tuple[int, ...]:
    """The pieces with this bearing on this part, or for None on the whole."""
    found = (
        piece.id
        for piece, link in links
        if link.bearing is bearing and (link.part.id if link.part is not None else None) == part_id
    )
    return tuple(dict.fromkeys(found))
