"""Judge a commitment (coding rules §2)."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Row

from tracker.domain.judgement import Case, Cited, check_judgement
from tracker.domain.progress import Progress, section, steps, unwatched
from tracker.domain.rows import Changes
from tracker.domain.terms import Assessment
from tracker.services.commands import AssessmentChange, BulkAssessment
from tracker.services.workspace import Workspace
from tracker.store import sql as t
from tracker.store.evidence import Linked, linked_pieces, parts_of
from tracker.store.pages import pages
from tracker.store.searches import searched
from tracker.store.work import UnitOfWork


def set_assessment(workspace: Workspace, change: AssessmentChange) -> Changes:
    """Append the judgement and make it current.

    Raises `UserError`: `commitment_unknown`, `changed_meanwhile`, and those of `check_judgement`.
    """
    with workspace.write() as work:
        current = work.commitment(change.commitment)
        work.expect(current, change.expected_version)
        ((case, linked),) = _cases(work, [current], change.assessment, with_evidence=bool(change.evidence))
        cited = _cited(work, linked, change)
        check_judgement(case, change.assessment, change.reason, cited, workspace.today())
        pieces = [piece.evidence_id for piece in cited]
        details = {"commitment": current.code, "before": current.assessment.value, "after": change.assessment.value}
        work.record("assessment_set", {**details, "evidence": pieces}, change.reason)
        _make_current(work, [current], change.assessment, change.reason)
        work.cite([(current.commitment_id, piece) for piece in pieces])
        return work.changes


def set_assessments(workspace: Workspace, change: BulkAssessment, progress: Progress = unwatched) -> Changes:
    """Judge several commitments at once: all of them, or none where the rules refuse one or `progress` cancels."""
    with workspace.write() as work:
        named = {row.commitment_id: row for row in work.commitments(change.commitments)}
        chosen, whole = list(named.values()), 2 * len(named)
        judged: list[tuple[int, int]] = []
        cases = _cases(work, chosen, change.assessment, with_evidence=False)
        for current, (case, linked) in zip(steps(chosen, section(progress, 0, whole)), cases, strict=True):
            cited = _proving(linked) if change.assessment.needs_evidence else []
            check_judgement(case, change.assessment, change.reason, cited, workspace.today())
            judged += [(current.commitment_id, piece.evidence_id) for piece in cited]
        codes = [current.code for current in chosen]
        work.record("assessment_set", {"commitments": codes, "after": change.assessment.value}, change.reason)
        done = len(chosen)
        for page in pages(chosen):
            progress(done, whole)
            _make_current(work, page, change.assessment, change.reason)
            done += len(page)
        work.cite(judged)
        progress(whole, whole)
        return work.changes


def _cases(
    work: UnitOfWork, chosen: Sequence[Row], assessment: Assessment, *, with_evidence: bool
) -> Iterator[tuple[Case, Mapping[int, Linked]]]:
    """Of each commitment what the rules ask for this assessment, and its evidence by the ids; read a page at a time."""
    for page in pages(chosen):
        ids = [row.commitment_id for row in page]
        linked = linked_pieces(work.connection, ids) if with_evidence or assessment.needs_evidence else {}
        logged = searched(work.connection, ids) if assessment.needs_search else frozenset[int]()
        parts = parts_of(work.connection, ids) if assessment.needs_every_part else {}
        for row in page:
            i = row.commitment_id
            yield Case(row.code, row.held_on, row.due_on, i in logged, parts.get(i, {})), linked.get(i, {})


def _cited(work: UnitOfWork, linked: Mapping[int, Linked], change: AssessmentChange) -> list[Cited]:
    """The cited evidence; where none is named, every live piece that bears on the commitment, if one is needed."""
    if change.evidence is None:
        return _proving(linked) if change.assessment.needs_evidence else []
    named = dict.fromkeys(change.evidence)
    return [_as_cited(linked[one]) if one in linked else _unlinked(work.evidence(one)) for one in named]


def _proving(linked: Mapping[int, Linked]) -> list[Cited]:
    pieces = (one for one in linked.values() if one.bears and not one.withdrawn and not one.same_briefing)
    return [_as_cited(one) for one in pieces]


def _as_cited(piece: Linked) -> Cited:
    done = frozenset(piece.fulfils)
    return Cited(piece.evidence_id, piece.published, piece.withdrawn, True, piece.same_briefing, done)


def _unlinked(piece: Row) -> Cited:
    return Cited(piece.evidence_id, piece.published, piece.withdrawn, False, piece.same_briefing)


def _make_current(work: UnitOfWork, chosen: Sequence[Row], assessment: Assessment, reason: str) -> None:
    judged = {"assessment": assessment, "reason": reason, "judged_by_event": work.event_id}
    work.replace_all(t.commitment_state, chosen, **judged)
    work.tie([row.commitment_id for row in chosen])
