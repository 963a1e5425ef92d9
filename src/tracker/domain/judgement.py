"""When an assessment may be set (coding rules §2 and §5)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.dates import is_early, latest_day
from tracker.domain.errors import UserError
from tracker.domain.terms import Assessment, EvidenceKind

_ACTS = frozenset({EvidenceKind.LAW, EvidenceKind.DOCUMENT, EvidenceKind.LIST})


@dataclass(frozen=True, slots=True)
class Cited:
    """A piece of evidence cited for a judgement. `bears` tells whether it is linked to this commitment."""

    evidence_id: int
    published: str
    withdrawn: bool
    bears: bool


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a commitment at the moment of judging."""

    code: str
    held_on: date
    due: date | None
    has_search: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence that shows fulfilment, by its kind and the day or month of its publication."""

    kind: EvidenceKind
    published: str


def check_judgement(case: Case, assessment: Assessment, reason: str, cited: Sequence[Cited], today: date) -> None:
    """Refuse a judgement that the rules do not carry.

    Raises `UserError` with one of `reason_missing`, `evidence_missing`, `evidence_withdrawn`, `evidence_not_linked`,
    `evidence_early`, `search_missing`, `due_not_passed`.
    """
    if not reason.strip():
        raise UserError("reason_missing", field="reason")
    _check_cited(case, cited)
    if assessment.needs_evidence and not cited:
        raise UserError("evidence_missing", field="evidence", assessment=assessment, commitment=case.code)
    if assessment is Assessment.NO_EVIDENCE and not case.has_search:
        raise UserError("search_missing", field="assessment", commitment=case.code)
    if assessment is Assessment.MET and all(is_early(c.published, case.held_on) for c in cited):
        raise UserError("evidence_early", field="evidence", held_on=case.held_on)
    if assessment is Assessment.NOT_MET and (case.due is None or today <= case.due):
        raise UserError("due_not_passed", field="assessment", commitment=case.code, due=case.due)


def _check_cited(case: Case, cited: Sequence[Cited]) -> None:
    for piece in cited:
        if piece.withdrawn:
            raise UserError("evidence_withdrawn", field="evidence", id=piece.evidence_id)
        if not piece.bears:
            raise UserError("evidence_not_linked", field="evidence", id=piece.evidence_id, commitment=case.code)


def is_fulfilled_late(assessment: Assessment, due: date | None, proofs: Collection[Proof]) -> bool:
    """逾期完成: met, and by an act that was itself published after the due date (§2).

    Only a law, a document or a list is the act; a statement or a report about it may simply come later, so that
    alone it proves no lateness. `proofs` are the pieces that show fulfilment, in full or in part.
    """
    if assessment is not Assessment.MET or due is None:
        return False
    has_act = any(proof.kind in _ACTS for proof in proofs)
    return has_act and all(latest_day(proof.published) > due for proof in proofs)
