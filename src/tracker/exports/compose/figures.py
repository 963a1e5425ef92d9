"""The numbers of a report, and the sentences about them."""

from collections import Counter
from collections.abc import Iterator, Sequence

from tracker.domain.query import Attention
from tracker.domain.report import Figure, Figures, ReportKind
from tracker.domain.report_item import Item
from tracker.domain.report_text import Paragraph
from tracker.domain.rows import CommitmentChange
from tracker.domain.terms import Assessment, Light
from tracker.exports.compose.since import counted
from tracker.exports.compose.terms import paragraph
from tracker.services.reporting import ReportFacts
from tracker.wording import Words

_RED = (Light.FAR_BEHIND, Light.OVERDUE)


def figures(facts: ReportFacts, items: Sequence[Item], words: Words) -> Figures:
    """How many there are, are done, are under way, are red, and, in a period, changed and ask for somebody."""
    judged = Counter(item.assessment.code for item in items)
    numbers = {"count": len(items)} | {a.value: judged[a] for a in (Assessment.MET, Assessment.IN_PROGRESS)}
    numbers["red"] = sum(item.light.code in _RED for item in items)
    if facts.since is not None:
        numbers["changed"] = len(facts.changes)
    if facts.wish.kind is ReportKind.PERIOD:
        numbers["attention"] = len(facts.attention)
    return Figures(tuple(_figure(key, value, words) for key, value in numbers.items()))


def _figure(key: str, value: int, words: Words) -> Figure:
    is_term = key in list(Assessment)
    return Figure(key, words.term(Assessment(key)) if is_term else words.report(f"figure_{key}"), value, str(value))


def summary(facts: ReportFacts, items: Sequence[Item], words: Words) -> tuple[Paragraph, ...]:
    """Where things stand, what happened, and what is to be done, in sentences."""
    if not items:
        return (paragraph(words.report("summary_none")),)
    return tuple(map(paragraph, _sentences(facts, items, words)))


def _sentences(facts: ReportFacts, items: Sequence[Item], words: Words) -> Iterator[str]:
    judged = Counter(item.assessment.code for item in items)
    parts = words.join(words.report("summary_part", word=a, count=judged[a]) for a in Assessment if judged[a])
    standing = words.report("summary_count", as_of=facts.as_of, count=len(items), parts=parts)
    if targets := [item.target for item in items if item.target and item.target.value is not None]:
        reached = sum(target.satisfied is True for target in targets)
        countable = words.report("summary_quantified", count=len(targets), reached=reached)
        standing = words.report("summary_two", first=standing, second=countable)
    yield standing
    if facts.since is not None:
        yield _changed(facts, words)
    if facts.wish.kind is ReportKind.PERIOD:
        yield _attention(facts, words)


def _changed(facts: ReportFacts, words: Words) -> str:
    if not facts.changes:
        return counted("summary_unchanged", facts, words)
    return counted(
        "summary_changed",
        facts,
        words,
        changed=len(facts.changes),
        evidence=len(_new_evidence(facts)),
        judged=sum(map(is_judged_anew, facts.changes.values())),
    )


def is_judged_anew(change: CommitmentChange) -> bool:
    """Whether the assessment is another one than before."""
    return change.before is not None and change.before.assessment is not change.after.assessment


def _new_evidence(facts: ReportFacts) -> set[int]:
    """The pieces that were recorded since, and still stand."""
    added = {
        event.details.get("evidence_id")
        for change in facts.changes.values()
        for event in change.events
        if event.kind == "evidence_added"
    }
    standing = {piece.id for detail in facts.details for piece in detail.evidence if not piece.withdrawn}
    return {number for number in added if isinstance(number, int)} & standing


def _attention(facts: ReportFacts, words: Words) -> str:
    asked = Counter(attention for those in facts.attention.values() for attention in those)
    if not asked:
        return words.report("summary_calm")
    parts = words.join(words.report("summary_part", word=a, count=asked[a]) for a in Attention if asked[a])
    return words.report("summary_attention", count=len(facts.attention), parts=parts)
