"""Judge a commitment (coding rules §2). The rules themselves are `tracker.domain.assessment.proof`."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.assessment.kept_doubts import as_kept
from tracker.domain.assessment.proof import Case, Verdict, doubts_beside, proving, questions, refusal
from tracker.domain.commitments.progress import Progress, section, steps, unwatched
from tracker.domain.errors import UserError
from tracker.domain.rows import REASON_EN, Changes
from tracker.domain.terms import Assessment, Doubt
from tracker.domain.text.dates import a_year_after
from tracker.services.commands import AssessmentChange, BulkAssessment, NewReview
from tracker.services.events.kept_commands import kept_command
from tracker.services.ledgers.workspace import Workspace
from tracker.store.assessment.proof_cases import case_questions, read_cases
from tracker.store.commitments.commitment_detail import HELD
from tracker.store.commitments.derived_values import judged_states
from tracker.store.database.id_pages import pages
from tracker.store.database.tables import Commitment, CommitmentState
from tracker.store.database.typed_columns import NamedRow
from tracker.store.events.unit_of_work import UnitOfWork, commitment_question

_MOST_NAMED = 20
"""Commitments of a bulk change that are named as refused; of more the number says enough."""


def set_assessment(workspace: Workspace, change: AssessmentChange) -> Changes:
    """Append the judgement and make it current.

    Raises `UserError`: `commitment_unknown`, `changed_meanwhile`, `reason_missing`, `evidence_unknown`,
    `evidence_withdrawn`, `evidence_not_linked`, `evidence_same_briefing`, those of `proof.refusal`, and
    `verdict_questioned`, which names the questions that `held` gives no reason for.
    """
    _check_reasons(change.reason, change.held)
    asked_first = (commitment_question(change.commitment), *case_questions([change.commitment.strip()]))
    with workspace.write(lambda _: asked_first) as work:
        current = work.commitment(change.commitment)
        mine = {"assessment": change.assessment, "reason": change.reason, "reason_en": change.reason_en}
        work.expect(CommitmentState, current, change.expected_version, mine)
        rules = work.rules
        case = read_cases(work.connection, [current], rules)[current.commitment_id]
        work.know("evidence", {link.evidence_id: link.evidence_uid for link in case.links})
        cited = _cited(work, case, change.assessment, change.evidence)
        named = None if change.evidence is None else cited
        refused = refusal(case, change.assessment, named, work.today)
        if refused is not None:
            raise refused
        # Asked only of what was not refused: a question that can be held to must never cover a rule that cannot.
        raised = questions(case, change.assessment, cited, work.today)
        unanswered = [one for one in raised if one not in change.held]
        if unanswered:
            raise UserError(
                "verdict_questioned",
                field="held",
                commitment=current.code,
                assessment=change.assessment,
                questions=unanswered,
            )
        details = {
            "commitment": current.code,
            "before": current.assessment.value,
            "after": change.assessment.value,
            "evidence": cited,
            **_reason_details(change.held, raised),
            **_english_details(change),
        }
        # What was cited is named, though "all that prove" was asked for: elsewhere there may be others.
        command = kept_command("set_assessment", change, evidence=cited or None)
        work.record("assessment_set", details, change.reason, command=command)
        doubts = as_kept(doubts_beside(case, Verdict(change.assessment, frozenset(cited), work.today), work.today))
        _make_current(work, [current], change, doubts)
        work.cite([(current.commitment_id, piece) for piece in cited])
        return work.changes


def set_assessments(workspace: Workspace, change: BulkAssessment, progress: Progress = unwatched) -> Changes:
    """Judge several commitments at once: all of them, or none where the rules refuse one or `progress` cancels.

    Raises `bulk_refused` and `bulk_questioned`, which name the commitments and their number, besides those of
    `set_assessment`.
    """
    _check_reasons(change.reason, change.held)
    with workspace.write() as work:
        named = {row.commitment_id: row for row in work.commitments(change.commitments)}
        chosen = list(named.values())
        whole = 2 * len(named)
        # All are asked before the first is written: a bulk change is refused as a whole, and names every reason.
        judged = _judge_each(work, chosen, change, section(progress, 0, whole))
        codes = [current.code for current in chosen]
        raised = {doubt for _, _, doubts in judged for doubt in doubts}
        details = {
            "commitments": codes,
            "after": change.assessment.value,
            **_reason_details(change.held, raised),
            **_english_details(change),
        }
        pieces = [{"commitment": current.code, "evidence": found} for current, found, _ in judged if found]
        command = kept_command("set_assessments", change, cited=pieces)
        work.record("assessment_set", details, change.reason, command=command)
        done = len(chosen)
        for page in pages(judged):
            progress(done, whole)
            # By what they keep of doubts: rows that change alike have their new versions by one statement.
            for doubts in dict.fromkeys(as_kept(doubts) for _, _, doubts in page):
                rows = [row for row, _, found in page if as_kept(found) == doubts]
                _make_current(work, rows, change, doubts)
            done += len(page)
        work.cite([(row.commitment_id, piece) for row, cited, _ in judged for piece in cited])
        progress(whole, whole)
        return work.changes


@dataclass(frozen=True, slots=True)
class JudgementPreview:
    """By code why the rules refuse a commitment, and by question the codes of those that it is asked about.

    `count` is that of all commitments that were looked at.
    """

    count: int
    refused: Mapping[str, UserError]
    questioned: Mapping[Doubt, tuple[str, ...]]


def preview_judgements(workspace: Workspace, codes: Sequence[str], assessment: Assessment) -> JudgementPreview:
    """Ask the rules about every one of these commitments, each on all that can carry the assessment.

    One that is not in the ledger is passed over; to write the judgement will refuse it.
    """
    refused: dict[str, UserError] = {}
    questioned: dict[Doubt, list[str]] = defaultdict(list)
    today = workspace.today()
    count = 0
    with workspace.snapshot() as snapshot:
        for page in pages(codes):
            # The cases of the judgement itself: what is said now and what is refused then agree.
            wanted = judged_states().where(CommitmentState.until.is_(None), Commitment.code.in_(page))
            states = {row.code: row for row in snapshot.connection.execute(wanted)}
            known = [states[code] for code in page if code in states]
            for case in read_cases(snapshot.connection, known, snapshot.scope.rules).values():
                count += 1
                error = refusal(case, assessment, None, today)
                if error is not None:
                    refused[case.code] = error
                    continue
                for doubt in questions(case, assessment, None, today):
                    questioned[doubt].append(case.code)
    return JudgementPreview(count, refused, {doubt: tuple(found) for doubt, found in questioned.items()})


def record_review(workspace: Workspace, review: NewReview) -> Changes:
    """Record that a commitment was looked at again, with what came of it; its next review is a year on (§2).

    Raises `commitment_unknown`, `reason_missing`, `changed_meanwhile`, `review_past`.
    """
    if not review.reason.strip():
        raise UserError("reason_missing", field="reason")
    with workspace.write(lambda _: [commitment_question(review.commitment)]) as work:
        current = work.commitment(review.commitment)
        next_on = review.next_on or a_year_after(work.today)
        work.expect(CommitmentState, current, review.expected_version, {"review_on": next_on})
        if next_on <= work.today:
            raise UserError("review_past", field="next_on", value=next_on)
        details = {"commitment": current.code, "next": next_on.isoformat()}
        command = kept_command("record_review", review, next_on=next_on.isoformat())
        work.record("reviewed", details, review.reason, command=command)
        work.replace(CommitmentState, current, review_on=next_on)
        work.touch(current.commitment_id)
        return work.changes


_Judged = tuple[NamedRow, list[int], tuple[Doubt, ...]]
"""A commitment, the pieces that its verdict rests on, and the questions that it raises."""


def _judge_each(
    work: UnitOfWork, chosen: Sequence[NamedRow], change: BulkAssessment, progress: Progress
) -> list[_Judged]:
    named = {one.commitment: one.evidence for one in change.cited}
    refused: dict[str, UserError] = {}
    questioned: dict[str, list[Doubt]] = {}
    judged: list[_Judged] = []
    for current, case in zip(steps(chosen, progress), _cases(work, chosen), strict=True):
        work.know("evidence", {link.evidence_id: link.evidence_uid for link in case.links})
        cited = _cited(work, case, change.assessment, named.get(current.code))
        error = refusal(case, change.assessment, cited, work.today)
        if error is not None:
            refused[current.code] = error
            continue
        raised = questions(case, change.assessment, cited, work.today)
        unanswered = [one for one in raised if one not in change.held]
        if unanswered:
            questioned[current.code] = unanswered
        judged.append((current, cited, raised))
    if refused:
        reasons = {code: error.code for code, error in list(refused.items())[:_MOST_NAMED]}
        counts = dict(Counter(error.code for error in refused.values()).most_common())
        raise UserError("bulk_refused", count=len(refused), whole=len(chosen), reasons=counts, commitments=reasons)
    if questioned:
        named = dict(list(questioned.items())[:_MOST_NAMED])
        asked_for = list(dict.fromkeys(one for doubts in questioned.values() for one in doubts))
        raise UserError(
            "bulk_questioned", count=len(questioned), whole=len(chosen), commitments=named, questions=asked_for
        )
    return judged


def _cases(work: UnitOfWork, chosen: Sequence[NamedRow]) -> Iterator[Case]:
    rules = work.rules
    for page in pages(chosen):
        cases = read_cases(work.connection, page, rules)
        yield from (cases[row.commitment_id] for row in page)


def _cited(work: UnitOfWork, case: Case, assessment: Assessment, evidence: Collection[int] | None) -> list[int]:
    """The cited pieces; where none is named, every one that can carry the assessment.

    A piece that cannot carry it may be named beside one that does, but for what is no evidence of this commitment.
    """
    if evidence is None:
        return list(proving(case, assessment))
    linked = {link.evidence_id: link for link in case.links}
    for evidence_id in evidence:
        if evidence_id not in linked:
            # Only for what it raises: that there is no such piece says more than that it is not linked.
            work.evidence(evidence_id)
            raise UserError("evidence_not_linked", field="evidence", id=evidence_id, commitment=case.code)
        link = linked[evidence_id]
        if link.withdrawn:
            raise UserError("evidence_withdrawn", field="evidence", id=evidence_id)
        if link.same_briefing:
            raise UserError("evidence_same_briefing", field="evidence", id=evidence_id)
    return list(dict.fromkeys(evidence))


def _check_reasons(reason: str, held: Mapping[Doubt, str]) -> None:
    if not reason.strip():
        raise UserError("reason_missing", field="reason")
    for doubt, why in held.items():
        if not why.strip():
            raise UserError("held_reason_missing", field="held", question=doubt)


def _reason_details(held: Mapping[Doubt, str], asked: Collection[Doubt]) -> dict[str, dict[str, str]]:
    """What the event keeps of the reasons by which the analyst holds to her verdict: of questions that were asked."""
    reasons = {doubt.value: held[doubt] for doubt in Doubt if doubt in asked}
    return {HELD: reasons} if reasons else {}


def _english_details(change: AssessmentChange | BulkAssessment) -> dict[str, str]:
    """What the event keeps of a reason in English, where one was given."""
    return {REASON_EN: change.reason_en} if change.reason_en else {}


def _make_current(
    work: UnitOfWork, chosen: Sequence[NamedRow], change: AssessmentChange | BulkAssessment, doubts: str | None
) -> None:
    work.replace_all(
        CommitmentState,
        chosen,
        assessment=change.assessment,
        reason=change.reason,
        reason_en=change.reason_en,
        judged_by_event=work.event_id,
        review_on=a_year_after(work.today),
        doubts=doubts,
    )
    work.add_to_history([row.commitment_id for row in chosen])
