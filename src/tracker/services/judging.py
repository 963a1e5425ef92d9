"""Judge a commitment (coding rules §2)."""

from tracker.domain.judgement import Case, Cited, check_judgement
from tracker.domain.rows import Changes
from tracker.services.commands import AssessmentChange
from tracker.services.workspace import Workspace
from tracker.store import sql as t
from tracker.store.evidence import linked_pieces
from tracker.store.searches import has_search
from tracker.store.work import UnitOfWork


def set_assessment(workspace: Workspace, change: AssessmentChange) -> Changes:
    """Append the judgement and make it current.

    Raises `UserError`: `commitment_unknown`, `changed_meanwhile`, and those of `check_judgement`.
    """
    with workspace.write() as work:
        current = work.commitment(change.commitment)
        work.expect(current, change.expected_version)
        cited = _cited(work, current.commitment_id, change)
        case = Case(current.code, current.held_on, current.due_on, has_search(work.connection, current.commitment_id))
        check_judgement(case, change.assessment, change.reason, cited, workspace.today())
        evidence = [piece.evidence_id for piece in cited]
        details = {
            "commitment": current.code,
            "before": current.assessment.value,
            "after": change.assessment.value,
            "evidence": evidence,
        }
        event_id = work.record("assessment_set", details, change.reason)
        work.replace(
            t.commitment_state,
            current,
            assessment=change.assessment,
            reason=change.reason,
            judged_by_event=event_id,
        )
        work.cite(evidence)
        work.touch(current.commitment_id)
        return work.changes


def _cited(work: UnitOfWork, commitment_id: int, change: AssessmentChange) -> list[Cited]:
    """The cited evidence; where none is named, every live piece that bears on the commitment, if one is needed."""
    linked = {row.evidence_id: row for row in linked_pieces(work.connection, commitment_id)}
    if change.evidence is None:
        if not change.assessment.needs_evidence:
            return []
        live = (row for row in linked.values() if row.bears and not row.withdrawn)
        return [Cited(row.evidence_id, row.published, False, True) for row in live]
    pieces = [work.evidence(evidence_id) for evidence_id in dict.fromkeys(change.evidence)]
    return [Cited(piece.evidence_id, piece.published, piece.withdrawn, piece.evidence_id in linked) for piece in pieces]
