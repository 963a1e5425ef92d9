"""From values to words: the one place where a report gets its sentences, so that every format says the same."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.domain.progress import Progress, steps, unwatched
from tracker.domain.report import References, Report, ReportKind, Section
from tracker.domain.report_item import Item
from tracker.domain.rows import EventRow
from tracker.exports.compose import front
from tracker.exports.compose.charts import charts
from tracker.exports.compose.citing import Citations
from tracker.exports.compose.definitions import definitions
from tracker.exports.compose.entries import with_entries
from tracker.exports.compose.figures import figures, summary
from tracker.exports.compose.history import history_section
from tracker.exports.compose.items import ItemMaker
from tracker.exports.compose.period import attention_section, changes_section, department_sections
from tracker.exports.compose.register import evidence_table, register
from tracker.services.reporting import ReportFacts
from tracker.wording import Words

__all__ = ["compose"]


def compose(facts: ReportFacts, words: Words, progress: Progress = unwatched, *, with_charts: bool = True) -> Report:
    """The report of these facts, in the language of the words. `progress` counts commitments."""
    citations = Citations(words)
    items = tuple(_items(facts, words, citations, progress))
    table = register(items, words, changes=facts.since is not None)
    on_top = front.front_of(facts, words)
    report = Report(
        kind=facts.wish.kind,
        language=words.language,
        title=front.title(facts, words),
        subtitle=front.subtitle(on_top, facts, words),
        mark=words.phrase("illustrative") if facts.illustrative else "",
        lines=tuple(front.lines(on_top, words)),
        front=on_top,
        sections=(),
        register=table,
        evidence=evidence_table(items, words),
        items=items,
        references=citations.references,
    )
    return replace(report, sections=tuple(_sections(facts, report, words, with_charts=with_charts)))


def _items(facts: ReportFacts, words: Words, citations: Citations, progress: Progress) -> Iterator[Item]:
    maker = ItemMaker(words, citations, whole=facts.wish.kind is ReportKind.DOSSIER)
    for detail in steps(facts.details, progress):
        change = facts.changes.get(detail.row.id)
        events: Sequence[EventRow] = change.events if change else ()
        yield with_entries(maker.item(detail, events), detail, words)


def _sections(facts: ReportFacts, report: Report, words: Words, *, with_charts: bool) -> Iterator[Section]:
    drawn = charts(facts, words) if with_charts else ()
    match facts.wish.kind:
        case ReportKind.LEDGER:
            numbers = figures(facts, report.items, words)
            yield Section("overview", words.report("section_overview"), 1, (numbers, *drawn))
            yield Section("register", words.report("section_register"), 1, (report.register,))
        case ReportKind.PERIOD:
            told = (figures(facts, report.items, words), *summary(facts, report.items, words))
            yield Section("summary", words.report("section_summary"), 1, told)
            yield changes_section(facts, report.items, words)
            yield attention_section(facts, report.items, words)
            if drawn:  # behind tables, which fill every page to its foot: the first has no room for a chart
                yield Section("charts", words.report("section_charts"), 1, drawn)
            yield from department_sections(facts, report.items, words)
        case ReportKind.DOSSIER:
            yield Section("item", words.report("section_item"), 1, report.items)
            yield history_section(report.items[0], words)
    if report.references:
        cited = References(report.references)
        yield Section("references", words.report("section_references"), 1, (cited,))
    if facts.wish.kind is not ReportKind.DOSSIER:
        yield definitions(words)
