"""What changed in a period, what needs attention, and the commitments by department."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from tracker.domain.commitments.progress import Many
from tracker.domain.reports.happenings import Act, happenings_of, is_news, statements_of
from tracker.domain.reports.report_period import Period, PeriodSpan
from tracker.domain.rows import CommitmentChange, CommitmentDetail, LedgerRow, Name
from tracker.domain.terms import DepartmentBasis, Doubt
from tracker.domain.text.dates import latest_day
from tracker.exports.compose.brief_prose import Prose
from tracker.exports.compose.front import counted
from tracker.exports.compose.register import term_cell, text_cell
from tracker.exports.report_item import Item, due_words
from tracker.exports.report_text import term
from tracker.exports.report_tree import Align, Cell, CellKind, Column, ItemTable, Row, Section, Table
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words

_NO_YEAR = Period(PeriodSpan.QUARTER, date.min, date.min)
"""No period within which a day goes without its year: what is told here may be of any."""
_CODE = 92
_TITLE = 170
_TERM = 92
_DOUBTS = {"zh": 96, "en": 170}
"""“contradicting” is the longest word, and does not break."""
_WHAT = 390


def news_of(detail: CommitmentDetail, facts: ReportFacts, words: Words) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what happened to a commitment since the report's `since` by its own day, and what was entered late."""
    if facts.since is None:
        return (), ()
    prose = Prose(words, _NO_YEAR, facts.as_of, {})
    news: list[tuple[date, str]] = []
    late: list[str] = []
    for one in happenings_of([detail], facts.as_of):
        is_new = one.piece.id in facts.entered
        if is_news(one.on, facts.since, facts.as_of, is_new=is_new):
            news.append((latest_day(one.on), prose.plainly(one)))
        elif is_new and one.act is not Act.IN_FORCE:
            late.append(prose.plainly(one))
    for said in statements_of([detail]):
        told = prose.stated(said, words.report("brief_this"))
        is_new = said.said.uid in facts.entered
        if is_news(said.on, facts.since, facts.as_of, is_new=is_new):
            news.append((latest_day(said.on), told))
        elif is_new:
            late.append(told)
    # Days decide; of one day what happened stands before what was said of it.
    news.sort(key=lambda one: one[0])
    return tuple(text for _, text in news), tuple(late)


def changes(facts: ReportFacts, items: Many[Item], words: Words) -> ItemTable:
    """What changed: how each stood before, how it stands now, with what is questioned about that, and what happened."""
    by_code = {change.after.code: change for change in facts.changes.values()}
    doubted = facts.totals.doubted > 0

    def rows_of(item: Item) -> Iterator[Row]:
        if item.change_lines:
            row = item.detail.row
            change = by_code.get(item.code, CommitmentChange(row, row, ()))
            yield tuple(_change_row(item, change, words, doubted=doubted))

    return ItemTable(
        key="changes",
        caption=counted("changes_caption", facts, words),
        columns=(
            Column("code", words.column("code"), _CODE),
            Column("title", words.column("title"), _TITLE),
            Column("before", words.report("column_before"), _TERM, CellKind.TERM, Align.CENTRE),
            Column("after", words.report("column_after"), _TERM, CellKind.TERM, Align.CENTRE),
            *([Column("doubts", words.column("doubts"), _DOUBTS[words.language])] if doubted else []),
            Column("what", words.report("column_what"), _WHAT),
        ),
        items=items,
        rows_of=rows_of,
        empty=counted("changes_none", facts, words),
    )


def _change_row(item: Item, change: CommitmentChange, words: Words, *, doubted: bool) -> Iterator[Cell]:
    yield text_cell(item.code)
    yield text_cell(item.marked_title)
    yield term_cell(term(change.before.assessment, words) if change.before else None)
    yield term_cell(item.assessment)
    if doubted:  # in words alone: the reasons stand with each commitment
        changed = [Doubt.GROUNDS_CHANGED] if item.detail.row.grounds_changed else []
        yield Cell(tuple(map(words.term, [*changed, *(doubt.rule for doubt in item.detail.doubts)])))
    yield Cell(item.change_lines)


def late(facts: ReportFacts, items: Many[Item], words: Words) -> ItemTable:
    """What had happened before the period and was recorded only in it (补录): a list of its own, and no progress."""

    def rows_of(item: Item) -> Iterator[Row]:
        if item.late:
            yield (text_cell(item.code), text_cell(item.marked_title), Cell(item.late))

    return ItemTable(
        key="late",
        caption=words.report("brief_annex_late"),
        columns=(
            Column("code", words.column("code"), _CODE),
            Column("title", words.column("title"), _TITLE),
            Column("what", words.report("column_what"), _WHAT),
        ),
        items=items,
        rows_of=rows_of,
    )


def attention(facts: ReportFacts, words: Words) -> Table:
    """Return what asks for the analyst, and why: what is most wanted on top."""
    return Table(
        key="attention",
        caption=words.report("section_attention"),
        columns=(
            Column("code", words.column("code"), _CODE),
            Column("title", words.column("title"), _TITLE),
            Column("lead", words.report("column_lead"), 168),
            Column("due", words.column("due"), 104, CellKind.DATE),
            Column("light", words.column("light"), 80, CellKind.TERM, Align.CENTRE),
            Column("why", words.report("column_why"), 140),
        ),
        rows=tuple(_attention_row(row, facts, words) for row in facts.asking),
        empty=words.report("attention_none"),
    )


def _attention_row(row: LedgerRow, facts: ReportFacts, words: Words) -> Row:
    lead = words.responsible(row.lead) if row.lead else ""
    return (
        text_cell(row.code),
        text_cell(words.title(row)),
        text_cell(lead),
        Cell((due_words(row, words),), row.due.on),
        term_cell(term(row.light, words)),
        Cell(tuple(words.term(attention) for attention in facts.attention[row.code])),
    )


def department_sections(facts: ReportFacts, items: Sequence[Item], words: Words) -> Iterator[Section]:
    """Return the commitments below their lead department, departments in the order of their first commitment."""
    groups: dict[str, list[Item]] = defaultdict(list)
    names: dict[str, Name] = {}
    for item in items:
        lead = item.detail.row.lead.department if item.detail.row.lead else None
        key = lead.key if lead else ""
        groups[key].append(item)
        if lead:
            names[key] = lead
    yield Section("items", words.report("section_items"), 1)
    # Those without a lead come last; the sort is stable, so that the others keep the order of their first commitment.
    for key in sorted(groups, key=lambda key: key == ""):
        name = words.name(names[key]) if key else words.report("department_none")
        heading = words.report("department_heading", department=name, count=len(groups[key]))
        if key:  # whether the source named it, or we inferred it, stands in headings too
            heading = led(name, facts.totals.bases[key], words)
        yield Section(f"department.{key}", heading, 2, tuple(groups[key]))


def led(department: str, bases: Counter[DepartmentBasis], words: Words) -> str:
    """Return the department with how many it leads on which basis: 中小企业局（按职能推定 8、原文点名 1）."""
    parts = [words.report("led_part", basis=basis, count=bases[basis]) for basis in DepartmentBasis if bases[basis]]
    return words.report("led", department=department, bases=words.join(parts))


def history_section(item: Item, words: Words) -> Section:
    """Return the section of what was done to a commitment: day, what, and why; oldest first. Who did it is not told:
    a report leaves the house."""
    table = Table(
        key="history",
        caption=words.report("section_history"),
        columns=(
            Column("day", words.report("column_day"), 90, CellKind.DATE),
            Column("what", words.report("column_what"), 420),
            Column("reason", words.column("reason"), 330),
        ),
        rows=tuple(
            (
                Cell((event.day.isoformat(),), event.day),
                text_cell(item.event_words(event)),
                text_cell(item.event_reason(event)),
            )
            for event in reversed(item.detail.history)
        ),
    )
    return Section("history", words.report("section_history"), 1, (table,))
