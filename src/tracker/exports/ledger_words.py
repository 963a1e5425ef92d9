"""What a line of the ledger says of a commitment in sentences: how far it has come, what is wrong, what is next.

Every sentence follows from what is recorded, problems and next steps by the rules of `problem_rules`; nothing is
judged. They ask only for what a report in one line reads (see `commitment_detail.read_details`): the newest piece, the
arithmetic, the doubts.
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from tracker.domain.commitments.quantity import BEFORE_ISSUE
from tracker.domain.reports.brief import share_of
from tracker.domain.reports.happenings import shows
from tracker.domain.reports.problem_rules import CommitmentOnDay, NextStep, Problem, problems_of, steps_of
from tracker.domain.rows import Due, EvidenceRow
from tracker.domain.terms import Assessment, DepartmentRole, Doubt, EvidenceKind, Light, Operator, Stage
from tracker.exports.citing import public_address
from tracker.exports.report_item import Item, doubt_words
from tracker.exports.running_text import amount_words, day_words, publishers, titled
from tracker.wording import Words

_ISSUED = {EvidenceKind.LAW, EvidenceKind.DOCUMENT}


@lru_cache(maxsize=10_000)
def due_basis(due: Due, review: date | None, words: Words) -> str:
    """Return how a due date is known, and what is true of it besides; of none, when it comes up for review."""
    if due.on is None:
        none = words.due(due)
        return words.report("due_reviewed", due=none, day=day_words(review, words)) if review else none
    basis = words.term(due.basis)
    return words.report("due_roughly", basis=basis) if due.about else basis


def progress_sentence(item: Item) -> str:
    """Return what the newest piece of evidence says, with its numbers, and how far the target is reached."""
    words = item.words
    newest = next((piece for piece in item.detail.evidence if shows(piece, item.detail)), None)
    if newest is None:
        searched = item.detail.row.assessment is Assessment.NO_EVIDENCE
        return words.report("progress_searched" if searched else "progress_none")
    clauses = [_happened(item, newest), *_said(item, newest)]
    said = words.report("sentence", text=words.join(clauses, "clause"))
    measured = _measured(item)
    return words.report("summary_two", first=said, second=measured) if measured else said


def problems(item: Item, as_of: date) -> Iterator[str]:
    """Return the problems, by what the ledger knows: behind time, without proof, in doubt."""
    row = item.detail.row
    words = item.words
    found = tuple(problems_of(CommitmentOnDay(item.detail, as_of)))
    for problem in found:
        match problem:
            case Problem.BEHIND:
                yield words.report(f"problem_{row.light}")
            case Problem.QUESTIONED if Problem.CONTRADICTED in found:
                continue  # told with it, in the order in which doubts stand beside a verdict everywhere
            case Problem.CONTRADICTED | Problem.QUESTIONED:
                if row.grounds_changed:
                    yield words.term(Doubt.GROUNDS_CHANGED)
                yield from (doubt_words(doubt, words) for doubt in item.detail.doubts)
            case _:
                yield words.report(f"problem_{problem}")


def next_step(item: Item, as_of: date) -> str:
    """Return what is to be done next, "" where the question is closed."""
    asked = CommitmentOnDay(item.detail, as_of)
    step = next(steps_of(asked), None)
    if step is None:
        return ""
    row = asked.row
    words = item.words
    target = words.quantity(row.quantity) if row.quantity else ""
    day = day_words(row.due.on, words) if row.due.on else ""
    return words.report(_wording(step, asked), lead=_lead(item), target=target, day=day)


def _wording(step: NextStep, asked: CommitmentOnDay) -> str:
    """The sentence about a step, by why it is to be taken."""
    row = asked.row
    match step:
        case NextStep.PRESS:
            why = row.assessment if asked.is_closed else "overdue" if row.light is Light.OVERDUE else step
        case NextStep.JUDGE:
            why = "reconsider" if row.grounds_changed else step
        case NextStep.PROVE:
            why = "measure" if asked.light is Light.UNMEASURED else step
        case NextStep.FOLLOW:
            why = "search" if not asked.detail.evidence else "by" if row.due.on else step
        case _:
            why = step
    return f"next_{why}"


def proof(item: Item) -> Iterator[str]:
    """Return where the newest piece is found, by its number and address, what it cannot prove, and how many there
    are."""
    words = item.words
    in_use = [piece for piece in item.detail.evidence if not piece.withdrawn]
    if not in_use:
        return
    newest = in_use[0]
    # By its title where it has no number: whoever brings this ledger into another one gets the piece by that.
    yield newest.number or titled(newest.title, words)
    if address := public_address(newest.url):
        yield address
    yield from item.limits(newest)
    count = len(in_use) + item.detail.evidence_unread
    if count > 1:
        yield words.report("evidence_count", count=count)


def _happened(item: Item, piece: EvidenceRow) -> str:
    """Who did what on which day: 2025年5月6日，财政部印发《…》（财建〔2025〕20号）."""
    words = item.words
    stages = [link.stage for link in item.links(piece) if link.stage in BEFORE_ISSUE and link.stage is not None]
    stage = min(stages, key=list(Stage).index, default=None)
    translated = item.translated(piece)
    title = titled(translated, words) if translated else words.in_original(titled(piece.title, words))
    paper = words.report("numbered", title=title, number=piece.number) if piece.number else title
    did = words.report(f"did_{stage.value}" if stage else "did_issued" if piece.kind in _ISSUED else "did_made_known")
    return words.report(
        "happened", day=day_words(piece.published, words), who=publishers(piece.publisher, words), did=did, what=paper
    )


def _said(item: Item, piece: EvidenceRow) -> Iterator[str]:
    """What the piece says of this commitment: its gist, and the amounts that it gives."""
    words = item.words
    if gist := item.gist(piece).strip().rstrip("。."):
        yield words.in_original(gist)
    for link in item.links(piece):
        if link.value is not None and link.role is not None:
            amount = amount_words(link.value, link.unit or "", words)
            of = words.report("of_part", part=words.name(link.part.title)) if link.part else ""
            yield of + words.report("amount_said", role=words.term(link.role), amount=amount)


def _measured(item: Item) -> str:
    """Plan against actual, with the share of it that is reached."""
    row = item.detail.row
    words = item.words
    working = row.working
    if row.quantity is None or working is None or row.quantity.value is None:
        return ""
    actual = amount_words(working.actual, row.quantity.unit, words)
    if len(working.terms) > 1:
        # The number is in none of the papers: whoever reads it must see what it was made from.
        actual = words.report("actual_worked", actual=actual, working=words.working(working))
    target = amount_words(row.quantity.value, row.quantity.unit, words)
    if working.satisfied:
        return words.report("measured_reached", target=target, actual=actual)
    if row.quantity.operator is Operator.AT_MOST or not working.reached or working.reached < 0:
        return words.report("measured_missed", target=target, actual=actual)
    share = words.report("share", percent=f"{share_of(working)}")
    return words.report("measured_short", target=target, actual=actual, share=share)


def _lead(item: Item) -> str:
    """Who leads, with how that is known; or that nobody does."""
    words = item.words
    leads = [one for one in item.detail.departments if one.role is DepartmentRole.LEAD]
    return words.responsible(leads[0]) if leads else words.report("nobody_leads")
