"""The numbers of a report, and the sentences about them."""

from collections import Counter
from collections.abc import Iterator

from tracker.domain.rows import CommitmentChange
from tracker.domain.search.ledger_query import Attention
from tracker.domain.terms import Assessment, Doubt
from tracker.exports.compose.front import counted
from tracker.exports.report_text import Paragraph, paragraph
from tracker.exports.report_tree import Figure, Figures
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words


def figures(facts: ReportFacts, words: Words) -> Figures:
    """How many there are, how many of them are done, under way, in doubt and red; in a period also how many changed
    and ask for somebody."""
    judged = facts.totals.assessments
    numbers = {"count": len(facts.details)} | {a.value: judged[a] for a in (Assessment.MET, Assessment.IN_PROGRESS)}
    numbers["doubted"] = facts.totals.doubted
    numbers["red"] = facts.totals.red
    if facts.since is not None:
        numbers["changed"] = len(facts.moved)
    if facts.wish.todo:
        numbers["attention"] = len(facts.attention)
    return Figures(tuple(_figure(key, value, words) for key, value in numbers.items()))


def _figure(key: str, value: int, words: Words) -> Figure:
    is_term = key in list(Assessment)
    return Figure(key, words.term(Assessment(key)) if is_term else words.report(f"figure_{key}"), value, str(value))


def summary(facts: ReportFacts, words: Words) -> tuple[Paragraph, ...]:
    """Return where things stand, what happened, and what is to be done, in sentences."""
    if not facts.details:
        return (paragraph(words.report("summary_none")),)
    return tuple(map(paragraph, _sentences(facts, words)))


def _sentences(facts: ReportFacts, words: Words) -> Iterator[str]:
    totals = facts.totals
    judged = facts.totals.assessments
    parts = words.join(words.report("summary_part", word=a, count=judged[a]) for a in Assessment if judged[a])
    standing = words.report("summary_count", as_of=facts.as_of, count=len(facts.details), parts=parts)
    if totals.targets:
        amounts = {"count": totals.targets, "reached": totals.reached, "unmeasured": totals.unmeasured}
        countable = words.report("summary_quantified", **amounts)
        standing = words.report("summary_two", first=standing, second=countable)
    yield standing
    if totals.doubted:
        beside = (doubt for doubt in Doubt if totals.doubts[doubt])
        parts = words.join(words.report("summary_part", word=doubt, count=totals.doubts[doubt]) for doubt in beside)
        yield words.report("summary_doubted", count=totals.doubted, parts=parts)
    if facts.since is not None:
        yield _changed(facts, words)
    if facts.wish.todo:
        yield _attention(facts, words)


def _changed(facts: ReportFacts, words: Words) -> str:
    said = _moved(facts, words)
    if not facts.new_statements:
        return said
    # A claim is told, and moves nothing on (§2): it is counted apart.
    statements = words.report("summary_statements", count=facts.new_statements)
    return words.report("summary_two", first=said, second=statements)


def _moved(facts: ReportFacts, words: Words) -> str:
    if not facts.moved:
        return counted("summary_unchanged", facts, words)
    return counted(
        "summary_changed",
        facts,
        words,
        changed=len(facts.moved),
        evidence=facts.new_evidence,
        judged=sum(map(is_judged_anew, facts.changes.values())),
    )


def is_judged_anew(change: CommitmentChange) -> bool:
    """Return whether the assessment is another one than before."""
    return change.before is not None and change.before.assessment is not change.after.assessment


def _attention(facts: ReportFacts, words: Words) -> str:
    asked = Counter(attention for those in facts.attention.values() for attention in those)
    if not asked:
        return words.report("summary_calm")
    parts = words.join(words.report("summary_part", word=a, count=asked[a]) for a in Attention if asked[a])
    return words.report("summary_attention", count=len(facts.attention), parts=parts)
