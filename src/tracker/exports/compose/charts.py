"""The charts of a report, as numbers with their words: every format draws, or writes, the same ones."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from tracker.domain.report import Chart, ChartKind, Label, ReportKind, Series
from tracker.domain.report_text import Term
from tracker.domain.rows import CommitmentDetail, Name
from tracker.domain.schedule import elapsed
from tracker.domain.terms import Assessment
from tracker.exports.compose.since import counted
from tracker.exports.compose.terms import term
from tracker.services.reporting import ReportFacts
from tracker.wording import Words

_PERCENT = Decimal(100)
_TENTH = Decimal("0.1")


def charts(facts: ReportFacts, words: Words) -> tuple[Chart, ...]:
    """Assessments by department, targets, and what changed: those that have something to show."""
    if facts.wish.kind is ReportKind.DOSSIER or not facts.details:
        return ()
    found = [_by_department(facts.details, words)]
    if targets := [detail for detail in facts.details if detail.row.quantity and detail.row.quantity.value]:
        found.append(_targets(targets, facts.as_of, words))
    if facts.since is not None and facts.changes:
        found.append(_change(facts, words))
    return tuple(found)


def _by_department(details: Sequence[CommitmentDetail], words: Words) -> Chart:
    names: dict[str, Name | None] = {}
    counts: dict[str, Counter[Assessment]] = defaultdict(Counter)
    for detail in details:
        lead = detail.row.lead.department if detail.row.lead else None
        names[lead.key if lead else ""] = lead
        counts[lead.key if lead else ""][detail.row.assessment] += 1
    keys = sorted(counts, key=lambda key: (-counts[key].total(), key))
    labels = {key: words.name(name) if name else words.report("department_none") for key, name in names.items()}
    used = [a for a in Assessment if any(counts[key][a] for key in keys)]
    said = [_department_in_words(labels[key], counts[key], words) for key in keys]
    return Chart(
        key="departments",
        kind=ChartKind.STACKED,
        title=words.report("chart_departments"),
        alternative=words.report("chart_departments_alternative", parts=words.join(said, "clause")),
        axis=words.report("axis_count"),
        categories=tuple(Label(key, labels[key]) for key in keys),
        series=tuple(_series(term(a, words), [counts[key][a] for key in keys]) for a in used),
    )


def _department_in_words(department: str, counted: Counter[Assessment], words: Words) -> str:
    parts = words.join(words.report("summary_part", word=a, count=counted[a]) for a in Assessment if counted[a])
    return words.report("chart_departments_part", department=department, count=counted.total(), parts=parts)


def _series(term: Term, numbers: Sequence[int]) -> Series:
    return Series(Label(term.code, term.word), tuple(map(Decimal, numbers)), term)


def _targets(details: Sequence[CommitmentDetail], as_of: date, words: Words) -> Chart:
    reached = tuple(_reached(detail) for detail in details)
    gone = tuple(_elapsed(detail, as_of) for detail in details)
    codes = [detail.row.code for detail in details]
    said = [_target_in_words(*numbers, words) for numbers in zip(codes, reached, gone, strict=True)]
    return Chart(
        key="targets",
        kind=ChartKind.BULLETS,
        title=words.report("chart_targets"),
        alternative=words.report("chart_targets_alternative", parts=words.join(said, "clause")),
        axis=words.report("axis_percent"),
        categories=tuple(_target_label(detail, words) for detail in details),
        series=(
            Series(Label("reached", words.report("series_reached")), reached),
            Series(Label("elapsed", words.report("series_elapsed")), gone),
        ),
    )


def _target_label(detail: CommitmentDetail, words: Words) -> Label:
    note = words.quantity(detail.row.quantity) if detail.row.quantity else ""
    return Label(detail.row.code, words.name(detail.row.title), note)


def _reached(detail: CommitmentDetail) -> Decimal | None:
    working = detail.row.working
    if working is None or not working.quantity.value:
        return None
    return (working.actual / working.quantity.value * _PERCENT).quantize(_TENTH)


def _elapsed(detail: CommitmentDetail, as_of: date) -> Decimal | None:
    due = detail.row.due.on
    return Decimal(100 * elapsed(detail.source.held_on, due, as_of)).quantize(_TENTH) if due else None


def _target_in_words(code: str, reached: Decimal | None, gone: Decimal | None, words: Words) -> str:
    if reached is None:
        return words.report("chart_targets_unknown", code=code)
    if gone is None:
        return words.report("chart_targets_undue", code=code, reached=reached)
    return words.report("chart_targets_part", code=code, reached=reached, elapsed=gone)


def _change(facts: ReportFacts, words: Words) -> Chart:
    after = Counter(detail.row.assessment for detail in facts.details)
    before = Counter(_assessments_before(facts))
    used = [a for a in Assessment if before[a] or after[a]]
    parts = [words.report("chart_change_part", word=a, before=before[a], after=after[a]) for a in used]
    said = words.join(parts, "clause")
    return Chart(
        key="change",
        kind=ChartKind.GROUPED,
        title=words.report("chart_change"),
        alternative=counted("chart_change_alternative", facts, words, as_of=facts.as_of, parts=said),
        axis=words.report("axis_count"),
        categories=tuple(Label(a.value, words.term(a)) for a in used),
        series=(
            Series(Label("before", counted("series_before", facts, words)), tuple(Decimal(before[a]) for a in used)),
            Series(Label("after", facts.as_of.isoformat()), tuple(Decimal(after[a]) for a in used)),
        ),
    )


def _assessments_before(facts: ReportFacts) -> Iterator[Assessment]:
    """How the commitments stood; those that nothing was done to stood as they do."""
    for detail in facts.details:
        change = facts.changes.get(detail.row.id)
        if change is None:
            yield detail.row.assessment
        elif change.before is not None:
            yield change.before.assessment
