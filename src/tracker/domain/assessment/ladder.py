"""How far a document or a list has come: 研究起草 → 征求意见 → 公示 → 印发/公布 → 施行 → 见效 (coding rules §5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.rows import EvidenceLinkRow, EvidenceOutline, PartRow
from tracker.domain.terms import Bearing, CommitmentKind, Stage
from tracker.domain.text.dates import is_early

_CLIMBING = frozenset({CommitmentKind.DOCUMENT, CommitmentKind.DESIGNATION})
_DOCUMENTING = frozenset({Bearing.FULFILS, Bearing.PARTLY, Bearing.PROGRESS})


@dataclass(frozen=True, slots=True)
class Rung:
    """A stage with the pieces of evidence that document it, oldest first.

    `early`: all of them are of before the briefing, so that the promised document has not come that far by them.
    """

    stage: Stage
    evidence: tuple[EvidenceOutline, ...] = ()
    early: bool = False

    @property
    def documented(self) -> bool:
        """Return whether it is known that the document stood here after the briefing."""
        return bool(self.evidence) and not self.early


@dataclass(frozen=True, slots=True)
class Ladder:
    """All stages, lowest first, as the evidence documents them: of one part, or for None of the whole commitment."""

    part: PartRow | None
    rungs: tuple[Rung, ...]

    @property
    def highest(self) -> Rung | None:
        """The highest rung that is documented. One list that was publicised and then published stands on the higher."""
        return next((rung for rung in reversed(self.rungs) if rung.documented), None)


def ladders(
    kind: CommitmentKind, parts: Sequence[PartRow], evidence: Iterable[EvidenceOutline], commitment: str, held_on: date
) -> tuple[Ladder, ...]:
    """The ladders of the commitment with that code: one for all of it, or one a part where parts stand on different
    rungs; none where it is no document or list and nothing says how far it has come.

    Pieces that bear on the whole document every part. Withdrawn ones and reports of the briefing document nothing.
    """
    links = [
        (piece, link)
        for piece in sorted(evidence, key=lambda piece: piece.published)
        for link in piece.links
        if not piece.withdrawn
        and not piece.same_briefing
        and link.commitment == commitment
        and link.stage is not None
        and link.bearing in _DOCUMENTING
    ]
    if not links and kind not in _CLIMBING:
        return ()
    apart = [_ladder(part, links, held_on) for part in parts]
    # One ladder for all parts where they stand alike: several that say the same would be read as a difference.
    if len({ladder.highest and ladder.highest.stage for ladder in apart}) > 1:
        return tuple(apart)
    return (_ladder(None, links, held_on),)


def _ladder(part: PartRow | None, links: Sequence[tuple[EvidenceOutline, EvidenceLinkRow]], held_on: date) -> Ladder:
    # A piece about the whole stands on the ladder of every part: one notice that publishes all plans publishes each.
    own = [(piece, link.stage) for piece, link in links if part is None or link.part is None or link.part.id == part.id]
    return Ladder(part, tuple(_rung(stage, [piece for piece, at in own if at is stage], held_on) for stage in Stage))


def _rung(stage: Stage, pieces: Sequence[EvidenceOutline], held_on: date) -> Rung:
    found = tuple({piece.id: piece for piece in pieces}.values())
    return Rung(stage, found, bool(found) and all(_is_early(piece, stage, held_on) for piece in found))


def _is_early(piece: EvidenceOutline, stage: Stage, held_on: date) -> bool:
    """By the day of the stage: a law published before the briefing may take effect after it."""
    if stage is Stage.IN_FORCE and piece.effective_on is not None:
        return piece.effective_on < held_on
    return is_early(piece.published, held_on)
