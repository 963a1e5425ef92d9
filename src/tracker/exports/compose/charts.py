"""The charts of a report, as numbers with their words: every format draws, or writes, the same ones."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tracker.domain.commitments.schedule import elapsed
from tracker.domain.reports.report_request import ReportKind
from tracker.domain.reports.totals import Totals
from tracker.domain.rows import LedgerRow
from tracker.domain.terms import Assessment, DepartmentBasis, Light
from tracker.exports.compose.front import counted
from tracker.exports.report_text import Term, term
from tracker.exports.report_tree import Chart, ChartKind, Label, Series
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words

_PERCENT = Decimal(100)
_TENTH = Decimal("0.1")


def charts(facts: ReportFacts, words: Words) -> tuple[Chart, ...]:
    """Assessments by department, targets, and what changed: those that have something to show."""
    if facts.wish.kind is ReportKind.DOSSIER or not facts.details:
        return ()
    found = [_by_department(facts.totals, words)]
    if facts.measured:
        found.append(_targets(facts.measured, facts.as_of, words))
    if facts.since is not None and facts.changes:
        found.append(_change(facts, words))
    return tuple(found)


def _by_department(totals: Totals, words: Words) -> Chart:
    counts = totals.judged
    keys = sorted(counts, key=lambda key: (-counts[key].total(), key))
    labels = {key: _lead(key, totals, words) for key in keys}
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


def _lead(key: str, totals: Totals, words: Words) -> str:
    if not key:
        return words.report("department_none")
    return _led_in_short(words.name(totals.leads[key]), totals.bases[key], words)


def _department_in_words(department: str, counted: Counter[Assessment], words: Words) -> str:
    parts = words.join(words.report("summary_part", word=a, count=counted[a]) for a in Assessment if counted[a])
    return words.report("chart_departments_part", department=department, count=counted.total(), parts=parts)


def _series(term: Term, numbers: Sequence[int]) -> Series:
    return Series(Label(term.code, term.word), tuple(map(Decimal, numbers)), term)


def _targets(measured: Sequence[tuple[LedgerRow, date]], as_of: date, words: Words) -> Chart:
    reached = tuple(_reached(row) for row, _ in measured)
    gone = tuple(_elapsed(row, held_on, as_of) for row, held_on in measured)
    codes = [row.code for row, _ in measured]
    said = [_target_in_words(*numbers, words) for numbers in zip(codes, reached, gone, strict=True)]
    return Chart(
        key="targets",
        kind=ChartKind.BULLETS,
        title=words.report("chart_targets"),
        alternative=words.report("chart_targets_alternative", parts=words.join(said, "clause")),
        axis=words.report("axis_percent"),
        categories=tuple(_target_label(row, words) for row, _ in measured),
        series=(
            Series(Label("reached", words.report("series_reached")), reached, missing=words.term(Light.UNMEASURED)),
            Series(Label("elapsed", words.report("series_elapsed")), gone),
        ),
    )


def _target_label(row: LedgerRow, words: Words) -> Label:
    note = words.quantity(row.quantity) if row.quantity else ""
    return Label(row.code, words.name(row.title), note)


def _reached(row: LedgerRow) -> Decimal | None:
    working = row.working
    if working is None or not working.quantity.value:
        return None
    return (working.actual / working.quantity.value * _PERCENT).quantize(_TENTH)


def _elapsed(row: LedgerRow, held_on: date, as_of: date) -> Decimal | None:
    due = row.due.on
    return Decimal(100 * elapsed(held_on, due, as_of)).quantize(_TENTH) if due else None


def _target_in_words(code: str, reached: Decimal | None, gone: Decimal | None, words: Words) -> str:
    if reached is None:
        return words.report("chart_targets_unknown", code=code)
    if gone is None:
        return words.report("chart_targets_undue", code=code, reached=reached)
    return words.report("chart_targets_part", code=code, reached=reached, elapsed=gone)


def _change(facts: ReportFacts, words: Words) -> Chart:
    after = facts.totals.assessments
    before = _assessments_before(facts)
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
            Series(Label("after", words.day(facts.as_of)), tuple(Decimal(after[a]) for a in used)),
        ),
    )


def _assessments_before(facts: ReportFacts) -> Counter[Assessment]:
    """How the commitments stood; those that nothing was done to stood as they do."""
    before = Counter(facts.totals.assessments)
    # Taken back from what is now: nobody has to read the ledger as it was for a chart.
    for change in facts.changes.values():
        before[change.after.assessment] -= 1
        if change.before is not None:
            before[change.before.assessment] += 1
    return before


def _led_in_short(department: str, bases: Counter[DepartmentBasis], words: Words) -> str:
    """The same where there is little room: only whether, or of how many, the text does not name it."""
    count = bases.total()
    inferred = count - bases[DepartmentBasis.NAMED]
    if not inferred:
        return department
    if inferred == count:
        return words.report("led_inferred", department=department)
    return words.report("led_partly", department=department, inferred=inferred, count=count)
