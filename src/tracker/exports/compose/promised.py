"""What was promised, in words: who said it, until when, how much, in which parts, and who is responsible."""

from collections.abc import Iterable, Iterator
from datetime import date

from tracker.domain.commitments.quantity import Quantity, Uncountable, Working
from tracker.domain.reports.report_item import (
    Deadline,
    DepartmentItem,
    LeftOut,
    Limit,
    PartDetail,
    QuotationItem,
    Spoken,
    Target,
)
from tracker.domain.reports.report_text import AmountText
from tracker.domain.rows import CommitmentDetail, Due, LedgerRow, PartRow, Quote, Responsible, SpeakerRow, Uncounted
from tracker.domain.terms import DueBasis, is_final
from tracker.exports.compose.terms import term
from tracker.wording import Words


def spoken(speaker: SpeakerRow, words: Words) -> Spoken:
    """Who said something, and in which office."""
    return Spoken(words.name(speaker.name), words.name(speaker.office))


def quotation(quote: Quote, detail: CommitmentDetail, words: Words) -> QuotationItem:
    """Words of a source under the name of who said them, and of nobody else (coding rules §1)."""
    source = words.name(detail.source.title)
    speaker = _speaker(quote, detail, words)
    unnamed = "by_reporter" if detail.row.due.basis is DueBasis.QUESTION else "by_nobody"
    return QuotationItem(
        exact=quote.passage.exact,
        source=source,
        paragraph=quote.paragraph_number,
        place=words.report("place", source=source, paragraph=quote.paragraph_number),
        speaker=speaker,
        answer=quote.answer,
        by=words.report("by", name=speaker.name, office=speaker.office) if speaker else words.report(unnamed),
    )


def _speaker(quote: Quote, detail: CommitmentDetail, words: Words) -> Spoken | None:
    """In a source that tells its speakers apart, words without one stand outside their answers, mostly in a question;
    in any other they are of whoever answers for the commitment."""
    if quote.speaker is None and any(one.speaker for one in detail.quotes):
        return None
    return spoken(quote.speaker or detail.speaker, words)


def deadline_of(row: LedgerRow, words: Words) -> Deadline:
    """When a commitment is due; without a date, its yearly review, as long as the question is open."""
    dateless = row.due.on is None and not is_final(row.assessment, None, date.max)
    return _deadline(row.due, row.review_on if dateless else None, words)


def _deadline(due: Due, review_on: date | None, words: Words) -> Deadline:
    said = words.due(due)
    if review_on is not None:
        said = words.report("due_review", due=said, review=words.phrase("review_on", day=review_on))
    return Deadline(due.on, term(due.basis, words), said, due.about, review_on)


def target_of(quantity: Quantity, working: Working | None, left_out: Iterable[LeftOut], words: Words) -> Target:
    """An amount that was promised, what came of it, and which values do not count towards it."""
    limit = quantity.threshold
    return Target(
        operator=term(quantity.operator, words),
        value=quantity.value,
        unit=quantity.unit,
        counted=quantity.counted,
        basis=term(quantity.basis, words),
        baseline=quantity.baseline,
        actual=working.actual if working else None,
        reached=working.reached if working else None,
        satisfied=working.satisfied if working else None,
        words=words.quantity(quantity),
        working=words.working(working) if working else "",
        threshold=Limit(term(limit.operator, words), AmountText(limit.value, limit.unit)) if limit else None,
        left_out=tuple(left_out),
    )


def left_out(value: Uncounted, detail: CommitmentDetail, words: Words) -> LeftOut:
    """A measured value that the arithmetic does not count: it is named, with the reason."""
    return LeftOut(
        evidence=next((piece.uid for piece in detail.evidence if piece.id == value.evidence_id), ""),
        amount=AmountText(value.value, value.unit),
        role=term(value.role, words),
        why=term(Uncountable(value.why), words),
        words=words.uncounted(value),
    )


def department(responsible: Responsible, quotes: Iterable[Quote], words: Words) -> DepartmentItem:
    """Who is responsible, and how we know: where its head spoke, who that is."""
    head = next((quote.speaker for quote in quotes if quote.passage.start == responsible.passage), None)
    return DepartmentItem(
        responsible.department.key,
        words.name(responsible.department),
        term(responsible.role, words),
        term(responsible.basis, words),
        words.responsible(responsible),
        words.name(head.name) if head else "",
    )


def part_detail(part: PartRow, words: Words) -> PartDetail:
    """A part of a commitment with what is its own."""
    due = _deadline(part.due, None, words) if part.due else None
    target = target_of(part.quantity, part.working, (), words) if part.quantity else None
    departments = tuple(department(one, (), words) for one in part.departments)
    details = words.join(_details(due, target, departments, words), "clause")
    return PartDetail(words.name(part.title), due, target, departments, details)


def part_words(title: str, details: str, words: Words) -> str:
    """A part, or several that are alike, and what is its own."""
    return words.report("part", title=title, details=details) if details else title


def _details(
    due: Deadline | None, target: Target | None, departments: Iterable[DepartmentItem], words: Words
) -> Iterator[str]:
    if due:
        yield words.report("part_due", due=due.words)
    if target:
        yield target.words
        if target.working:
            yield working_words(target, words)
        elif target.value is not None:
            yield words.report("part_unmeasured")
    if responsible := words.join(one.words for one in departments):
        yield responsible


def working_words(target: Target, words: Words) -> str:
    """The arithmetic towards an amount, or that nothing is there to be counted: no data is not zero. "" where no number
    was promised."""
    if target.working:
        return words.report("target_working", working=target.working)
    return words.report("no_working") if target.value is not None else ""
