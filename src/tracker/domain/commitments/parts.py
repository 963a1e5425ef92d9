"""What the evidence shows of each part of a commitment, which is met only when all of them are (coding rules §1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.domain.assessment.proof import Case, Link, shown_by
from tracker.domain.rows import PartRow
from tracker.domain.terms import Bearing, Stage

_STRONGEST_FIRST = (Bearing.FULFILS, Bearing.PARTLY, Bearing.PROGRESS)
_STAGES = tuple(Stage)


@dataclass(frozen=True, slots=True)
class PartState:
    """A part with the strongest bearing that the evidence has on it, and the highest stage that it is shown at.

    `evidence` are the ids of the pieces that have that bearing, oldest first; `through_whole` tells that only the
    fulfilment of the whole shows this part. `contradicted`: some piece shows the opposite.
    """

    part: PartRow
    bearing: Bearing | None
    stage: Stage | None
    evidence: tuple[int, ...]
    through_whole: bool = False
    contradicted: bool = False

    @property
    def shown(self) -> bool:
        """Return whether the part is shown to be done."""
        return self.bearing is Bearing.FULFILS


def part_states(parts: Sequence[PartRow], case: Case) -> tuple[PartState, ...]:
    """Return the state of each part of a commitment, from what its evidence can prove (§2)."""
    # Oldest first, as the reader follows what came to be; a month sorts before its days.
    links = sorted(case.links, key=lambda link: link.published)
    whole = _ids(case, (link for link in links if link.part is None), Bearing.FULFILS)
    return tuple(_state(case, part, [link for link in links if link.part == part.id], whole) for part in parts)


def _state(case: Case, part: PartRow, own: Sequence[Link], whole: tuple[int, ...]) -> PartState:
    bearing = next((one for one in _STRONGEST_FIRST if _ids(case, own, one)), None)
    stages = [link.stage for link in own if link.stage is not None and shown_by(case, link) in _STRONGEST_FIRST]
    through_whole = bool(whole) and bearing is not Bearing.FULFILS
    if through_whole:
        bearing = Bearing.FULFILS
    return PartState(
        part=part,
        bearing=bearing,
        stage=max(stages, key=_STAGES.index, default=None),
        evidence=whole if through_whole else _ids(case, own, bearing),
        through_whole=through_whole,
        contradicted=bool(_ids(case, own, Bearing.CONTRADICTS)),
    )


def _ids(case: Case, links: Iterable[Link], bearing: Bearing | None) -> tuple[int, ...]:
    """The pieces that can show this of what they are linked to."""
    found = (link.evidence_id for link in links if bearing is not None and shown_by(case, link) is bearing)
    return tuple(dict.fromkeys(found))
