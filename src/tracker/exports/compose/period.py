"""What changed in a period, what needs attention, and the commitments by department."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tracker.domain.many import Many
from tracker.domain.query import Attention
from tracker.domain.report import Align, Cell, CellKind, Column, ItemTable, Row, Section
from tracker.domain.report_item import Item
from tracker.domain.rows import CommitmentChange, Name
from tracker.domain.terms import DepartmentRole
from tracker.exports.compose.register import term_cell, text_cell
from tracker.exports.compose.since import counted
from tracker.exports.compose.terms import term
from tracker.services.reporting import ReportFacts
from tracker.wording import Words

_CODE, _TITLE, _TERM, _WHAT = 98, 200, 108, 330


def changes(facts: ReportFacts, items: Many[Item], words: Words) -> ItemTable:
    """What changed: how each stood before, how it stands now, and what was done."""
    by_code = {change.after.code: change for change in facts.changes.values()}

    def rows_of(item: Item) -> Iterator[Row]:
        if item.code in by_code:
            yield _change_row(item, by_code[item.code], words)

    return ItemTable(
        key="changes",
        caption=counted("changes_caption", facts, words),
        columns=(
            Column("code", words.column("code"), _CODE),
            Column("title", words.column("title"), _TITLE),
            Column("before", words.report("column_before"), _TERM, CellKind.TERM, Align.CENTRE),
            Column("after", words.report("column_after"), _TERM, CellKind.TERM, Align.CENTRE),
            Column("what", words.report("column_what"), _WHAT),
        ),
        items=items,
        rows_of=rows_of,
        empty=counted("changes_none", facts, words),
    )


def _change_row(item: Item, change: CommitmentChange, words: Words) -> Row:
    before = term(change.before.assessment, words) if change.before else None
    done = tuple(words.report("on_day", day=done.on) + done.words for done in item.changes)
    return text_cell(item.code), text_cell(item.title), term_cell(before), term_cell(item.assessment), Cell(done)


def attention(facts: ReportFacts, items: Many[Item], words: Words) -> ItemTable:
    """What asks for the analyst, and why."""

    def rows_of(item: Item) -> Iterator[Row]:
        if item.code in facts.attention:
            yield _attention_row(item, facts.attention[item.code], words)

    return ItemTable(
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
        items=items,
        rows_of=rows_of,
        empty=words.report("attention_none"),
    )


def _attention_row(item: Item, asked: Sequence[Attention], words: Words) -> Row:
    lead = next(
        (department.words for department in item.departments if department.role.code == DepartmentRole.LEAD), ""
    )
    why = Cell(tuple(words.term(attention) for attention in asked))
    due = Cell((item.due.words,), item.due.on)
    return text_cell(item.code), text_cell(item.title), text_cell(lead), due, term_cell(item.light), why


def department_sections(facts: ReportFacts, items: Sequence[Item], words: Words) -> Iterator[Section]:
    """The commitments below their lead department, departments in the order of their first commitment."""
    groups: dict[str, list[Item]] = defaultdict(list)
    names: dict[str, Name] = {}
    for detail, item in zip(facts.details, items, strict=True):
        lead = detail.row.lead.department if detail.row.lead else None
        key = lead.key if lead else ""
        groups[key].append(item)
        if lead:
            names[key] = lead
    yield Section("items", words.report("section_items"), 1)
    for key in sorted(groups, key=lambda key: key == ""):
        name = words.name(names[key]) if key else words.report("department_none")
        heading = words.report("department_heading", department=name, count=len(groups[key]))
        yield Section(f"department.{key}", heading, 2, tuple(groups[key]))
