"""What a line of the ledger says of a commitment in sentences: how far it has come, what is wrong, what is next.

Every sentence follows from what is recorded, by the rules that stand here; nothing is judged. They ask only for what a
report in one line reads (see `commitment_detail.read_details`): the newest piece, the arithmetic, the doubts.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from tracker.domain.reports.brief import share_of
from tracker.domain.reports.happenings import shows
from tracker.domain.rows import Due, EvidenceRow
from tracker.domain.terms import Assessment, DepartmentRole, Doubt, EvidenceKind, Light, Operator, Stage, is_final
from tracker.exports.citing import public_address
from tracker.exports.report_item import Item, doubt_words
from tracker.wording import Words

_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_ISSUED = {EvidenceKind.LAW, EvidenceKind.DOCUMENT}
_UNFINISHED = {Stage.DRAFTING, Stage.CONSULTATION, Stage.PUBLICITY}
"""Rungs of the ladder on which a paper is not yet what it is to be."""
_TROUBLED = {Light.OVERDUE, Light.FAR_BEHIND, Light.BEHIND, Light.AWAITING}
_UNMET = {Assessment.PARTLY_MET, Assessment.NOT_MET}
_ACTIONS = {
    Light.OVERDUE: "next_overdue",
    Light.AWAITING: "next_judge",
    Light.REVIEW: "next_review",
    Light.FAR_BEHIND: "next_press",
    Light.BEHIND: "next_press",
    Light.UNMEASURED: "next_measure",
}


# A ledger of 10,000 has few days that differ, and asks for 30,000.
@lru_cache(maxsize=10_000)
def day_words(day: date | str, words: Words) -> str:
    """Return a day, or an ISO day or month, as running text has it: 2026年1月21日. What is neither stays as it is."""
    found = _ISO.fullmatch(day if isinstance(day, str) else day.isoformat())
    if found is None:
        return str(day)
    year, month, of_month = (part and part.lstrip("0") if words.language == "zh" else part for part in found.groups())
    if of_month is None:
        return words.report("month_words", year=year, month=month)
    return words.report("day_words", year=year, month=month, day=of_month)


@lru_cache(maxsize=10_000)
def due_basis(due: Due, review: date | None, words: Words) -> str:
    """Return how a due date is known, and what is true of it besides; of none, when it comes up for review."""
    if due.on is None:
        none = words.due(due)
        return words.report("due_reviewed", due=none, day=day_words(review, words)) if review else none
    basis = words.term(due.basis)
    return words.report("due_roughly", basis=basis) if due.about else basis


def titled(title: str, words: Words) -> str:
    """Return the title of a paper in the marks of titles, where it has none of its own."""
    return title if "《" in title else words.report("titled", title=title)


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
    if row.assessment is Assessment.NOT_MET:
        yield words.report("problem_not_met")
    elif row.assessment is Assessment.PARTLY_MET and is_final(row.assessment, row.due.on, as_of):
        yield words.report("problem_partly_met")
    elif row.light in _TROUBLED:
        yield words.report(f"problem_{row.light.value}")
    if row.assessment is Assessment.NO_EVIDENCE:
        yield words.report("problem_no_evidence")
    elif row.light is Light.UNMEASURED and item.detail.evidence:
        yield words.report("no_working")
    if row.grounds_changed:
        yield words.term(Doubt.GROUNDS_CHANGED)
    for doubt in item.detail.doubts:
        yield doubt_words(doubt, words)


def next_step(item: Item, as_of: date) -> str:
    """Return what is to be done next by the rules of the ledger, "" where the question is closed."""
    row = item.detail.row
    words = item.words
    if row.grounds_changed:
        return words.report("next_reconsider")
    if row.assessment in _UNMET:
        return words.report(f"next_{row.assessment.value}", lead=_lead(item))
    if is_final(row.assessment, row.due.on, as_of):
        return ""
    if action := _ACTIONS.get(row.light):
        return words.report(action, lead=_lead(item), target=words.quantity(row.quantity) if row.quantity else "")
    if row.assessment is Assessment.NO_EVIDENCE or not item.detail.evidence:
        return words.report("next_search")
    return words.report("next_by", day=day_words(row.due.on, words)) if row.due.on else words.report("next_follow")


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
    """Who did what on which day: 2025年5月6日，工业和信息化部印发《…》（工信部联企业〔2025〕20号）."""
    words = item.words
    stages = [link.stage for link in item.links(piece) if link.stage in _UNFINISHED and link.stage is not None]
    stage = min(stages, key=list(Stage).index, default=None)
    translated = item.translated(piece)
    title = titled(translated, words) if translated else words.in_original(titled(piece.title, words))
    paper = words.report("numbered", title=title, number=piece.number) if piece.number else title
    did = words.report(f"did_{stage.value}" if stage else "did_issued" if piece.kind in _ISSUED else "did_made_known")
    return words.report(
        "happened", day=day_words(piece.published, words), who=_offices(piece.publisher, words), did=did, what=paper
    )


def _offices(publisher: str, words: Words) -> str:
    """Several publishers as running text has them."""
    return words.join(re.split(r"\s*/\s*", publisher)) if words.language == "zh" else publisher


def _said(item: Item, piece: EvidenceRow) -> Iterator[str]:
    """What the piece says of this commitment: its gist, and the amounts that it gives."""
    words = item.words
    if gist := item.gist(piece).strip().rstrip("。."):
        yield words.in_original(gist)
    for link in item.links(piece):
        if link.value is not None and link.role is not None:
            amount = _amount(words.amount(link.value, link.unit or ""), words)
            of = words.report("of_part", part=words.name(link.part.title)) if link.part else ""
            yield of + words.report("amount_said", role=words.term(link.role), amount=amount)


def _measured(item: Item) -> str:
    """Plan against actual, with the share of it that is reached."""
    row = item.detail.row
    words = item.words
    working = row.working
    if row.quantity is None or working is None or row.quantity.value is None:
        return ""
    actual = _amount(words.amount(working.actual, row.quantity.unit), words)
    if len(working.terms) > 1:
        # The number is in none of the papers: whoever reads it must see what it was made from.
        actual = words.report("actual_worked", actual=actual, working=words.working(working))
    target = _amount(words.amount(row.quantity.value, row.quantity.unit), words)
    if working.satisfied:
        return words.report("measured_reached", target=target, actual=actual)
    if row.quantity.operator is Operator.AT_MOST or not working.reached or working.reached < 0:
        return words.report("measured_missed", target=target, actual=actual)
    share = words.report("share", percent=f"{share_of(working)}")
    return words.report("measured_short", target=target, actual=actual, share=share)


def _amount(amount: str, words: Words) -> str:
    """An amount as running text has it: Chinese leaves no blank before the unit."""
    return amount.replace(" ", "") if words.language == "zh" else amount


def _lead(item: Item) -> str:
    """Who leads, with how that is known; or that nobody does."""
    words = item.words
    leads = [one for one in item.detail.departments if one.role is DepartmentRole.LEAD]
    return words.responsible(leads[0]) if leads else words.report("nobody_leads")
