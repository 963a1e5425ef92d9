"""From values to words: the one place where a report gets its sentences, so that every format says the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.domain.commitments.progress import Many, Progress, steps, unwatched
from tracker.domain.reports.register_columns import RegisterColumn
from tracker.domain.reports.report_request import ReportKind
from tracker.domain.rows import CommitmentChange, EventRow
from tracker.exports.citing import Citations
from tracker.exports.compose import front
from tracker.exports.compose.brief import Brief, addressed, chapters_of, drafts_of
from tracker.exports.compose.brief_annex import annex_of
from tracker.exports.compose.charts import charts
from tracker.exports.compose.definitions import definitions
from tracker.exports.compose.figures import figures, is_judged_anew, summary
from tracker.exports.compose.period import attention, changes, department_sections, history_section, late, news_of
from tracker.exports.compose.register import RegisterShape, evidence_table, register
from tracker.exports.compose.untranslated import untranslated
from tracker.exports.report_item import Item
from tracker.exports.report_text import Reference
from tracker.exports.report_tree import Block, ItemTable, References, Report, Section
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words

__all__ = ["compose", "drafts_of", "flow"]


def compose(
    facts: ReportFacts,
    words: Words,
    progress: Progress = unwatched,
    *,
    with_charts: bool = True,
    columns: Sequence[RegisterColumn] = (),
) -> Report:
    """Return the whole report of these facts, in the language of the words. `progress` counts commitments; `columns`
    are those that were chosen for the register."""
    items = tuple(steps(_Items(facts, words), progress))
    report = _without_sections(facts, words, items, columns)
    if facts.wish.kind is ReportKind.BRIEF:
        return _brief(facts, report, words, columns)
    told = list(_overview(facts, report, words, with_charts=with_charts))
    if facts.wish.kind is ReportKind.PERIOD:
        told += department_sections(facts, items, words)
    if facts.wish.kind is ReportKind.DOSSIER:
        told += [Section("item", words.report("section_item"), 1, items), history_section(items[0], words)]
    # Formats that are read look at a table more than once, and its rows are made anew each time.
    whole = [replace(section, blocks=tuple(map(_whole, section.blocks))) for section in told]
    ending = (*_at_the_end(facts, report.references, words), *untranslated(items, words))
    return replace(report, sections=(*whole, *ending))


def flow(
    facts: ReportFacts,
    words: Words,
    *,
    with_charts: bool = True,
    with_sections: bool = True,
    columns: Sequence[RegisterColumn] = (),
) -> Report:
    """Return the report of these facts for formats that are tables or data: commitments are read one by one, whenever
    they are gone through. `with_sections` False leaves the register and what stands on top."""
    report = _without_sections(facts, words, _Items(facts, words), columns)
    if not with_sections:
        return report
    told = _overview(facts, report, words, with_charts=with_charts)
    return replace(report, sections=(*told, *_at_the_end(facts, (), words)))


def _brief(facts: ReportFacts, report: Report, words: Words, columns: Sequence[RegisterColumn]) -> Report:
    """The briefing report: its notes are numbered as its text leads to them, and so are those of its commitments."""
    brief = Brief(facts, words)
    sections = addressed(facts, words, chapters_of(brief))
    annex = tuple(annex_of(brief, report.front))
    new = set(brief.notes.pieces)
    items: list[Item] = []
    for detail in facts.details:
        mine = [piece for piece in detail.evidence if piece.id in brief.notes.pieces]
        numbers = {piece.id: brief.notes.piece(piece) for piece in mine}
        first = tuple(piece for piece in mine if piece.id in new)
        new -= {piece.id for piece in first}
        items.append(Item(detail, words, numbers, first, ordinal=len(items) + 1))
    told = _without_sections(facts, words, tuple(items), columns)
    return replace(told, sections=(*sections, *annex), lines=(), head=facts.wish.brief.office.sender)


@dataclass(frozen=True, slots=True)
class _Items:
    """The commitments of a report, each made as they are gone through."""

    facts: ReportFacts
    words: Words

    def __len__(self) -> int:
        return len(self.facts.details)

    def __iter__(self) -> Iterator[Item]:
        citations = Citations()
        whole = self.facts.wish.kind is ReportKind.DOSSIER
        for ordinal, detail in enumerate(self.facts.details, 1):
            judged = _judged(self.facts.changes.get(detail.row.id))
            news, late = news_of(detail, self.facts, self.words)
            yield Item(detail, self.words, *citations.cite(detail), judged, whole, ordinal, news, late)


def _judged(change: CommitmentChange | None) -> tuple[EventRow, ...]:
    """The judgement that stands, where it is another one than before: what else was typed is no news."""
    if change is None or not is_judged_anew(change):
        return ()
    judged = [event for event in change.events if event.kind == "assessment_set"]
    return tuple(judged[-1:])


def _without_sections(facts: ReportFacts, words: Words, items: Many[Item], columns: Sequence[RegisterColumn]) -> Report:
    on_top = front.front_of(facts, words)
    return Report(
        kind=facts.wish.kind,
        language=words.language,
        title=front.title(facts, words),
        subject=front.subject(facts, words),
        subtitle=front.subtitle(on_top, facts, words),
        mark=words.phrase("illustrative", day=words.day(facts.illustrative)) if facts.illustrative else "",
        lines=tuple(front.lines(on_top, words)),
        colophon=front.colophon(on_top, words),
        front=on_top,
        sections=(),
        register=register(items, words, RegisterShape(facts.as_of, columns, frozenset(_beside(facts)))),
        evidence=evidence_table(items, words),
        items=items,
    )


def _beside(facts: ReportFacts) -> Iterator[RegisterColumn]:
    """The columns beside the standard ones that there is anything to say in."""
    if facts.totals.parted > 0:
        yield RegisterColumn.PARTS
    if facts.stated:
        yield RegisterColumn.CLAIMS
    if facts.since is not None:
        yield RegisterColumn.CHANGED


def _overview(facts: ReportFacts, report: Report, words: Words, *, with_charts: bool) -> Iterator[Section]:
    """The sections in front, which tell of all commitments together, and the tables of them."""
    drawn = charts(facts, words) if with_charts else ()
    if facts.wish.kind is ReportKind.LEDGER:
        yield Section("overview", words.report("section_overview"), 1, (figures(facts, words), *drawn))
        yield Section("register", words.report("section_register"), 1, (report.register,))
    elif facts.wish.kind is ReportKind.PERIOD:
        told = (figures(facts, words), *summary(facts, words))
        yield Section("summary", words.report("section_summary"), 1, told)
        yield Section("changes", words.report("section_changes"), 1, (changes(facts, report.items, words),))
        if facts.entered:
            yield Section("late", words.report("brief_lead_late"), 1, (late(facts, report.items, words),))
        if facts.wish.todo:
            yield Section("attention", words.report("section_attention"), 1, (attention(facts, words),))
        if drawn:  # behind tables, which fill every page to its foot: the first has no room for a chart
            yield Section("charts", words.report("section_charts"), 1, drawn)


def _whole(block: Block) -> Block:
    return block.whole() if isinstance(block, ItemTable) else block


def _at_the_end(facts: ReportFacts, references: tuple[Reference, ...], words: Words) -> Iterator[Section]:
    if facts.evidenced:
        yield Section("references", words.report("section_references"), 1, (References(references),))
    if facts.wish.kind is not ReportKind.DOSSIER:
        yield definitions(facts, words)
