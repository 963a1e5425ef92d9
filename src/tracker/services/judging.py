"""Judge a commitment (coding rules §2)."""

from collections.abc import Sequence

from sqlalchemy import Row

from tracker.domain.judgement import Case, Cited, check_judgement
from tracker.domain.progress import Progress, section, steps, unwatched
from tracker.domain.rows import Changes
from tracker.services.commands import AssessmentChange, BulkAssessment
from tracker.services.workspace import Workspace
from tracker.store import sql as t
from tracker.store.evidence import fulfilled_parts, linked_pieces, parts_of
from tracker.store.searches import has_search
from tracker.store.work import UnitOfWork


def set_assessment(workspace: Workspace, change: AssessmentChange) -> Changes:
    """Append the judgement and make it current.

    Raises `UserError`: `commitment_unknown`, `changed_meanwhile`, and those of `check_judgement`.
    """
    with workspace.write() as work:
        current = work.commitment(change.commitment)
        work.expect(current, change.expected_version)
        cited = _checked(workspace, work, current, change)
        details = {"commitment": current.code, "before": current.assessment.value, "after": change.assessment.value}
        work.record("assessment_set", {**details, "evidence": cited}, change.reason)
        _make_current(work, current, change, cited)
        return work.changes


def set_assessments(workspace: Workspace, change: BulkAssessment, progress: Progress = unwatched) -> Changes:
    """Judge several commitments at once: all of them, or none where the rules refuse one or `progress` cancels."""
    with workspace.write() as work:
        codes = list(dict.fromkeys(change.commitments))
        judged = []
        for code in steps(codes, section(progress, 0, 2 * len(codes))):
            single = AssessmentChange(commitment=code, assessment=change.assessment, reason=change.reason)
            current = work.commitment(code)
            judged.append((current, single, _checked(workspace, work, current, single)))
        work.record("assessment_set", {"commitments": codes, "after": change.assessment.value}, change.reason)
        for current, single, cited in steps(judged, section(progress, len(judged), 2 * len(judged))):
            _make_current(work, current, single, cited)
        return work.changes


def _checked(workspace: Workspace, work: UnitOfWork, current: Row, change: AssessmentChange) -> list[int]:
    """The evidence that the judgement rests on, once the rules carry it."""
    cited = _cited(work, current.commitment_id, change)
    searched = has_search(work.connection, current.commitment_id)
    parts = parts_of(work.connection, current.commitment_id)
    case = Case(current.code, current.held_on, current.due_on, searched, parts)
    check_judgement(case, change.assessment, change.reason, cited, workspace.today())
    return [piece.evidence_id for piece in cited]


def _make_current(work: UnitOfWork, current: Row, change: AssessmentChange, cited: list[int]) -> None:
    work.replace(
        t.commitment_state,
        current,
        assessment=change.assessment,
        reason=change.reason,
        judged_by_event=work.event_id,
    )
    work.cite(current.commitment_id, cited)
    work.touch(current.commitment_id)


def _cited(work: UnitOfWork, commitment_id: int, change: AssessmentChange) -> list[Cited]:
    """The cited evidence; where none is named, every live piece that bears on the commitment, if one is needed."""
    linked = {row.evidence_id: row for row in linked_pieces(work.connection, commitment_id)}
    if change.evidence is None:
        if not change.assessment.needs_evidence:
            return []
        proving = (row for row in linked.values() if row.bears and not row.withdrawn and not row.same_briefing)
        pieces: Sequence[Row] = list(proving)
    else:
        pieces = [work.evidence(evidence_id) for evidence_id in dict.fromkeys(change.evidence)]
    done = fulfilled_parts(work.connection, commitment_id)
    return [
        Cited(
            piece.evidence_id,
            piece.published,
            piece.withdrawn,
            piece.evidence_id in linked,
            piece.same_briefing,
            done.get(piece.evidence_id, frozenset()),
        )
        for piece in pieces
    ]
