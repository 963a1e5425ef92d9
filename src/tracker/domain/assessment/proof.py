"""Which verdicts the evidence carries: refused, questioned, or plainly proved (coding rules §2).

The one definition that window, command line, import, sample, suggestions and `check` ask. Everything here is a
function of a `Case`: the state of a commitment on the day of the question.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from tracker.domain.commitments.quantity import BEFORE_ISSUE, Quantity, Working
from tracker.domain.errors import UserError
from tracker.domain.rows import CommitmentDetail, Due, EvidenceLinkRow, EvidenceOutline
from tracker.domain.terms import (
    Assessment,
    Bearing,
    CommitmentKind,
    Doubt,
    DueBasis,
    EvidenceKind,
    RelationKind,
    SearchOutcome,
    Stage,
    ValueRole,
)
from tracker.domain.text.dates import a_year_after, first_day, latest_day

_ISSUED_KINDS = frozenset({CommitmentKind.DOCUMENT, CommitmentKind.DESIGNATION})
_STRONG = frozenset({EvidenceKind.LAW, EvidenceKind.DOCUMENT, EvidenceKind.LIST, EvidenceKind.STATISTICS})
_OFFICIAL = frozenset({EvidenceKind.LAW, EvidenceKind.DOCUMENT, EvidenceKind.LIST, EvidenceKind.STATEMENT})
_STEPS = frozenset({Bearing.FULFILS, Bearing.PARTLY, Bearing.PROGRESS})
_WANTED = {
    Assessment.IN_PROGRESS: _STEPS,
    Assessment.PARTLY_MET: frozenset({Bearing.FULFILS, Bearing.PARTLY}),
    Assessment.MET: frozenset({Bearing.FULFILS}),
    Assessment.NOT_MET: frozenset({Bearing.CONTRADICTS}),
    Assessment.DROPPED: frozenset({Bearing.CONTRADICTS}),
}
"""The bearings that can carry an assessment; the others rest on no evidence."""
ENDING_RELATIONS = frozenset({RelationKind.REPLACED, RelationKind.MERGED, RelationKind.DROPPED})
"""Relations by which the publisher itself gave a promise up or replaced it (§8)."""
_FIRM_DUE = frozenset({DueBasis.STATED, DueBasis.DOCUMENT})
_DOUBTING = frozenset({Assessment.MET, Assessment.PARTLY_MET, Assessment.IN_PROGRESS, Assessment.NO_EVIDENCE})
"""Verdicts beside which a contradicting piece is a question."""


class Count(StrEnum):
    """What the arithmetic says of the promised amount (§4), the parts' own amounts included: the worst of them."""

    NONE = "none"
    UNQUANTIFIED = "unquantified"
    UNCOUNTED = "uncounted"
    SHORT = "short"
    REACHED = "reached"


def count_of(amounts: Iterable[tuple[Quantity | None, Working | None]]) -> Count:
    """Return what the arithmetic says of the amounts of a commitment and of its parts, each with its working."""
    return max((_count(*amount) for amount in amounts), key=_WORST_LAST.index, default=Count.NONE)


def _count(quantity: Quantity | None, working: Working | None) -> Count:
    if quantity is None:
        return Count.NONE
    if quantity.value is None:
        return Count.UNQUANTIFIED
    if working is None:
        return Count.UNCOUNTED
    return Count.REACHED if working.satisfied else Count.SHORT


_WORST_LAST = (Count.NONE, Count.UNQUANTIFIED, Count.REACHED, Count.UNCOUNTED, Count.SHORT)


class Obstacle(StrEnum):
    """Why a link of evidence cannot carry a verdict."""

    WITHDRAWN = "withdrawn"
    SAME_BRIEFING = "same_briefing"
    EARLY = "early"
    BEARING = "bearing"
    STAGE = "stage"
    PLAN = "plan"
    KIND = "kind"
    NOT_AFTER_DUE = "not_after_due"


@dataclass(frozen=True, slots=True)
class Link:
    """What a piece of evidence says of the commitment, or of the `part` with that id, and what the piece is.

    `published` is an ISO day or month; `effective_on` the day on which a law takes effect; `evidence_uid` the UUID of
    the piece, by which commands name it.
    """

    evidence_id: int
    bearing: Bearing
    kind: EvidenceKind
    published: str
    effective_on: date | None = None
    part: int | None = None
    stage: Stage | None = None
    role: ValueRole | None = None
    withdrawn: bool = False
    same_briefing: bool = False
    evidence_uid: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """A documented search: on which day, and what it came to."""

    on: date
    outcome: SearchOutcome


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a commitment on the day of the question.

    `parts` holds the titles of its named parts by their ids, `parts_expected` how many there are to be (0: just those);
    `searches` are in the order in which they were made; `expiry_days` is the setting of §6.
    """

    code: str
    kind: CommitmentKind
    held_on: date
    due: Due
    review_on: date
    links: tuple[Link, ...] = ()
    parts: Mapping[int, str] = field(default_factory=dict[int, str])
    parts_expected: int = 0
    count: Count = Count.NONE
    searches: tuple[Search, ...] = ()
    relations: frozenset[RelationKind] = frozenset()
    expiry_days: int = 30


def case_of(detail: CommitmentDetail, expiry_days: int = 30) -> Case:
    """Return the case of a commitment that was read with all about it; `expiry_days` is the setting of §6."""
    row = detail.row
    amounts = [(row.quantity, row.working), *((part.quantity, part.working) for part in detail.parts)]
    return Case(
        code=row.code,
        kind=row.kind,
        held_on=detail.source.held_on,
        due=row.due,
        review_on=row.review_on or a_year_after(detail.source.held_on),
        links=links_of(detail.pieces, row.code),
        parts={part.id: part.title.zh for part in detail.parts},
        parts_expected=detail.parts_expected,
        count=count_of(amounts),
        searches=tuple(
            Search(one.searched_on, one.outcome)
            for one in sorted(detail.searches, key=lambda one: (one.searched_on, one.id))
        ),
        relations=frozenset(relation.kind for relation in detail.relations),
        expiry_days=expiry_days,
    )


def links_of(evidence: Iterable[EvidenceOutline], code: str) -> tuple[Link, ...]:
    """Return what pieces of evidence say of the commitment with that code, in the order of their ids."""
    return tuple(
        _link_of(piece, link)
        for piece in sorted(evidence, key=lambda piece: piece.id)
        for link in piece.links
        if link.commitment == code
    )


def _link_of(piece: EvidenceOutline, link: EvidenceLinkRow) -> Link:
    return Link(
        evidence_id=piece.id,
        bearing=link.bearing,
        kind=piece.kind,
        published=piece.published,
        effective_on=piece.effective_on,
        part=link.part.id if link.part is not None else None,
        stage=link.stage,
        role=link.role,
        withdrawn=piece.withdrawn,
        same_briefing=piece.same_briefing,
    )


def obstacle(case: Case, assessment: Assessment, link: Link) -> Obstacle | None:
    """Why a link cannot carry this assessment; None where it can, as far as evidence can carry it at all."""
    # What makes a piece useless altogether is named before what only this verdict lacks: nobody is helped by the stage
    # of a piece that is withdrawn.
    return _unfit(case, assessment, link) or _limit(case, assessment, link)


def _unfit(case: Case, assessment: Assessment, link: Link) -> Obstacle | None:
    """What keeps a link from carrying anything, or this assessment whatever it shows."""
    if link.withdrawn:
        return Obstacle.WITHDRAWN
    if link.same_briefing:
        return Obstacle.SAME_BRIEFING
    if not is_timely(link, case.held_on, with_month=assessment is Assessment.IN_PROGRESS):
        return Obstacle.EARLY
    if link.bearing not in _WANTED.get(assessment, frozenset()):
        return Obstacle.BEARING
    return None


def _limit(case: Case, assessment: Assessment, link: Link) -> Obstacle | None:
    """What stage, role, kind and date take from a link that has the wanted bearing.

    An announcement is no document and a plan no amount; each may still prove that something is in progress.
    """
    match assessment:
        case Assessment.MET | Assessment.PARTLY_MET if case.kind in _ISSUED_KINDS and link.stage in BEFORE_ISSUE:
            return Obstacle.STAGE
        # Only where an amount was promised: that a plan was published can be the very thing that was promised.
        case Assessment.MET | Assessment.PARTLY_MET if case.count is not Count.NONE and link.role is ValueRole.PLAN:
            return Obstacle.PLAN
        case Assessment.DROPPED if link.kind not in _OFFICIAL:
            return Obstacle.KIND
        case Assessment.NOT_MET if first_day(link.published) <= term_of(case):
            return Obstacle.NOT_AFTER_DUE
        case _:
            return None


def shown_by(case: Case, link: Link) -> Bearing | None:
    """Return what a link can show at most: an announcement that "fulfils" shows progress, an early piece nothing."""
    for assessment, bearing in _MOST_SHOWN:
        if obstacle(case, assessment, link) is None:
            return bearing
    contradicts = link.bearing is Bearing.CONTRADICTS and _unfit(case, Assessment.DROPPED, link) is None
    return Bearing.CONTRADICTS if contradicts else None


_MOST_SHOWN = (
    (Assessment.MET, Bearing.FULFILS),
    (Assessment.PARTLY_MET, Bearing.PARTLY),
    (Assessment.IN_PROGRESS, Bearing.PROGRESS),
)


def is_timely(link: Link, held_on: date, *, with_month: bool = False) -> bool:
    """Return whether a link is dated on or after the day of the briefing, by the day of the stage that it claims.

    `with_month`: a month that contains the briefing is enough.
    """
    if link.stage is Stage.IN_FORCE and link.effective_on is not None:
        return link.effective_on >= held_on
    if latest_day(link.published) == first_day(link.published):
        return first_day(link.published) >= held_on
    # Later and not the same day: of a briefing held on the first of a month, that month contains it all the same.
    return latest_day(link.published) >= held_on if with_month else first_day(link.published) > held_on


def term_of(case: Case) -> date:
    """Return the day after which a promise may be called not met: its due date, or without one its review date."""
    return case.due.on or case.review_on


def proving(case: Case, assessment: Assessment) -> tuple[int, ...]:
    """The pieces that can carry this assessment, by their ids, in the order of the links: what is cited by default."""
    return tuple(dict.fromkeys(link.evidence_id for link in _carrying(case, assessment, None)))


def refusal(
    case: Case,
    assessment: Assessment,
    cited: Collection[int] | None,
    today: date,
    judged_on: date | None = None,
) -> UserError | None:
    """Why the rules refuse a verdict, or None.

    `cited` are the pieces that it rests on, None all that can carry it. `judged_on` is the day of a verdict that is
    asked about again: a search counts that had not expired then. Codes: `evidence_missing`, `parts_unproved`,
    `search_missing`, `search_expired`, `search_found`, `evidence_found`, `due_not_passed`, `not_met_unproved`,
    `dropped_unproved`.
    """
    carrying = list(_carrying(case, assessment, cited))
    match assessment:
        case Assessment.NO_EVIDENCE:
            return _refuse_no_evidence(case, judged_on or today)
        # With a piece that carries it, met goes on to the case of its parts below.
        case Assessment.IN_PROGRESS | Assessment.PARTLY_MET | Assessment.MET if not carrying:
            return UserError(
                "evidence_missing",
                field="evidence",
                assessment=assessment,
                commitment=case.code,
                obstacles=obstacles(case, assessment, cited),
            )
        case Assessment.MET:
            return _refuse_parts(case, carrying)
        case Assessment.NOT_MET:
            return _refuse_not_met(case, carrying, today)
        case Assessment.DROPPED if not carrying and not case.relations & ENDING_RELATIONS:
            return UserError(
                "dropped_unproved",
                field="evidence",
                commitment=case.code,
                obstacles=obstacles(case, assessment, cited),
            )
        case _:
            return None


def obstacles(case: Case, assessment: Assessment, cited: Collection[int] | None = None) -> dict[int, Obstacle]:
    """Why each piece, or each cited one, that cannot carry the assessment cannot; by the ids of the pieces."""
    able = {link.evidence_id for link in _carrying(case, assessment, cited)}
    found: dict[int, Obstacle] = {}
    for link in case.links:
        why = obstacle(case, assessment, link)
        # A piece with two links, of which one proves, needs no excuse for the other.
        if why is not None and link.evidence_id not in able and (cited is None or link.evidence_id in cited):
            found.setdefault(link.evidence_id, why)
    return found


def questions(case: Case, assessment: Assessment, cited: Collection[int] | None, today: date) -> tuple[Doubt, ...]:
    """Return what is questionable about a verdict that the rules do not refuse: each wants a reason of its own (§2)."""
    return tuple(_questions(case, assessment, list(_carrying(case, assessment, cited)), today))


def _questions(case: Case, assessment: Assessment, carrying: Collection[Link], today: date) -> Iterator[Doubt]:
    if assessment is Assessment.MET and case.count in (Count.SHORT, Count.UNCOUNTED):
        yield Doubt.ARITHMETIC_SHORT
    searched = assessment is Assessment.NOT_MET and _found_nothing_after(case, term_of(case))
    # A search after the term that found nothing carries not_met by itself; what else is cited need not be strong then.
    if carrying and not searched and not any(link.kind in _STRONG for link in carrying):
        yield Doubt.CLAIMS_ONLY
    if assessment in _DOUBTING and any(_contradicts(link) for link in case.links):
        yield Doubt.CONTRADICTED
    if assessment is Assessment.PARTLY_MET and case.due.on is not None and today <= case.due.on:
        yield Doubt.BEFORE_DUE
    if assessment is Assessment.NOT_MET and case.due.basis not in _FIRM_DUE:
        yield Doubt.DUE_INFERRED


def _carrying(case: Case, assessment: Assessment, cited: Collection[int] | None) -> Iterator[Link]:
    for link in case.links:
        if (cited is None or link.evidence_id in cited) and obstacle(case, assessment, link) is None:
            yield link


def _contradicts(link: Link) -> bool:
    return link.bearing is Bearing.CONTRADICTS and not link.withdrawn and not link.same_briefing


def _refuse_no_evidence(case: Case, judged_on: date) -> UserError | None:
    # The newest alone counts: a search that found something is not undone by an older one that did not.
    newest = max(enumerate(case.searches), key=lambda one: (one[1].on, one[0]), default=(0, None))[1]
    named = {"field": "assessment", "commitment": case.code}
    if newest is None:
        return UserError("search_missing", **named)
    if newest.outcome is not SearchOutcome.NOTHING:
        return UserError("search_found", **named, outcome=newest.outcome, on=newest.on)
    if (judged_on - newest.on).days > case.expiry_days:
        return UserError("search_expired", **named, on=newest.on, days=case.expiry_days)
    found = [
        link.evidence_id
        for link in case.links
        if link.bearing in _STEPS and not link.withdrawn and not link.same_briefing and is_timely(link, case.held_on)
    ]
    return UserError("evidence_found", **named, evidence=sorted(set(found))) if found else None


def _refuse_parts(case: Case, carrying: Collection[Link]) -> UserError | None:
    """Met only when all parts are: each is shown to be done, or the whole is; one without a name is not (§1)."""
    # None among them means that a piece shows the whole, and with it every part.
    done = {link.part for link in carrying}
    missing = [] if None in done else [title for part, title in case.parts.items() if part not in done]
    unnamed = max(0, case.parts_expected - len(case.parts))
    if not missing and not unnamed:
        return None
    return UserError("parts_unproved", field="evidence", commitment=case.code, parts=missing, unnamed=unnamed)


def _refuse_not_met(case: Case, carrying: Collection[Link], today: date) -> UserError | None:
    term = term_of(case)
    if today <= term:
        return UserError("due_not_passed", field="assessment", commitment=case.code, due=case.due.on, until=term)
    if carrying or _found_nothing_after(case, term):
        return None
    return UserError("not_met_unproved", field="assessment", commitment=case.code, due=term)


def _found_nothing_after(case: Case, term: date) -> bool:
    """Whether the newest search after a day found nothing: one that found something takes an earlier one's word."""
    # The place decides between two searches of one day: the one that was logged later knows more.
    later = [(search.on, place, search) for place, search in enumerate(case.searches) if search.on > term]
    return bool(later) and max(later, key=lambda one: one[:2])[2].outcome is SearchOutcome.NOTHING


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement as it was set: what it rests on, and on which day."""

    assessment: Assessment
    cited: frozenset[int]
    judged_on: date


def before_verdict(case: Case) -> Case:
    """Return the case by which a verdict that stands is asked about again.

    The verdict itself, and each review since, moved the review date, which takes no ground from it.
    """
    # Else each verdict of not_met without a due date would lose its ground by being set: it moves the review a year on.
    return replace(case, review_on=min(case.review_on, a_year_after(case.held_on)))


def doubts_beside(case: Case, verdict: Verdict, today: date) -> tuple[Doubt, ...]:
    """What is shown beside a verdict now: the questions that it raises, and whether its grounds have changed (§2)."""
    case = before_verdict(case)
    doubts = list(questions(case, verdict.assessment, verdict.cited, today))
    if refusal(case, verdict.assessment, verdict.cited, today, verdict.judged_on) is not None:
        doubts.append(Doubt.GROUNDS_CHANGED)
    return tuple(doubts)


def is_fulfilled_late(case: Case, assessment: Assessment) -> bool:
    """逾期完成: met, and by an act that was itself published after the due date (§2).

    Only a law, a document or a list is the act; a statement or a report about it may simply come later, so that
    alone it proves no lateness.
    """
    due = case.due.on
    if assessment is not Assessment.MET or due is None:
        return False
    # What shows only a part counts, too: one such piece in time, and not all of it came late.
    proofs = [link for link in case.links if obstacle(case, Assessment.PARTLY_MET, link) is None]
    # Figures are published long after what they count, and say nothing of when that was done.
    acts = _STRONG - {EvidenceKind.STATISTICS}
    return any(link.kind in acts for link in proofs) and all(latest_day(link.published) > due for link in proofs)
