"""When an assessment may be set (coding rules §2 and §5)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.domain.dates import is_early, latest_day
from tracker.domain.errors import UserError
from tracker.domain.terms import Assessment, EvidenceKind

_FULFILMENTS = frozenset({Assessment.MET, Assessment.PARTLY_MET})
_ACTS = frozenset({EvidenceKind.LAW, EvidenceKind.DOCUMENT, EvidenceKind.LIST})


@dataclass(frozen=True, slots=True)
class Cited:
    """A piece of evidence cited for a judgement.

    `bears` tells whether it is linked to this commitment, `same_briefing` whether it only reports the briefing itself,
    `fulfils` the parts that it shows to be done: their ids, or None for the whole.
    """

    evidence_id: int
    published: str
    withdrawn: bool
    bears: bool
    same_briefing: bool = False
    fulfils: frozenset[int | None] = frozenset()


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a commitment at the moment of judging; whether it was searched for, and its parts, only where
    the assessment needs them."""

    code: str
    held_on: date
    due: date | None
    has_search: bool
    parts: Mapping[int, str] = field(default_factory=dict)
    """Titles of the parts by their ids."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence that shows fulfilment, by its kind and the day or month of its publication."""

    kind: EvidenceKind
    published: str


def check_judgement(case: Case, assessment: Assessment, reason: str, cited: Sequence[Cited], today: date) -> None:
    """Refuse a judgement that the rules do not carry.

    Raises `UserError` with one of `reason_missing`, `evidence_missing`, `evidence_withdrawn`, `evidence_not_linked`,
    `evidence_same_briefing`, `evidence_early`, `parts_unproved`, `search_missing`, `due_not_passed`.
    """
    if not reason.strip():
        raise UserError("reason_missing", field="reason")
    _check_cited(case, cited)
    if assessment.needs_evidence and not cited:
        raise UserError("evidence_missing", field="evidence", assessment=assessment, commitment=case.code)
    if assessment.needs_search and not case.has_search:
        raise UserError("search_missing", field="assessment", commitment=case.code)
    if assessment in _FULFILMENTS and all(is_early(c.published, case.held_on) for c in cited):
        raise UserError("evidence_early", field="evidence", held_on=case.held_on)
    if assessment.needs_every_part:
        _check_parts(case, cited)
    if assessment is Assessment.NOT_MET and (case.due is None or today <= case.due):
        raise UserError("due_not_passed", field="assessment", commitment=case.code, due=case.due)


def _check_cited(case: Case, cited: Sequence[Cited]) -> None:
    for piece in cited:
        if piece.withdrawn:
            raise UserError("evidence_withdrawn", field="evidence", id=piece.evidence_id)
        if not piece.bears:
            raise UserError("evidence_not_linked", field="evidence", id=piece.evidence_id, commitment=case.code)
        if piece.same_briefing:
            raise UserError("evidence_same_briefing", field="evidence", id=piece.evidence_id)


def _check_parts(case: Case, cited: Sequence[Cited]) -> None:
    """Met only when all parts are: each is shown to be done, or the whole is (§1), since the briefing (§5)."""
    done = {part for piece in cited if not is_early(piece.published, case.held_on) for part in piece.fulfils}
    missing = [title for part, title in case.parts.items() if part not in done]
    if missing and None not in done:
        raise UserError("parts_unproved", field="evidence", commitment=case.code, parts=missing)


def rests_on_claims(cited: Collection[EvidenceKind]) -> bool:
    """Whether nothing stronger than the ministry's own statements carries a judgement: a claim until it does (§5)."""
    return bool(cited) and all(kind is EvidenceKind.STATEMENT for kind in cited)


def is_fulfilled_late(assessment: Assessment, due: date | None, proofs: Collection[Proof]) -> bool:
    """逾期完成: met, and by an act that was itself published after the due date (§2).

    Only a law, a document or a list is the act; a statement or a report about it may simply come later, so that
    alone it proves no lateness. `proofs` are the pieces that show fulfilment, in full or in part.
    """
    if assessment is not Assessment.MET or due is None:
        return False
    has_act = any(proof.kind in _ACTS for proof in proofs)
    return has_act and all(latest_day(proof.published) > due for proof in proofs)
