"""What was done to a commitment, from the beginning."""

from tracker.domain.reports.report_item import Item
from tracker.domain.reports.report_tree import Cell, CellKind, Column, Section, Table
from tracker.exports.compose.register import text_cell
from tracker.wording import Words


def history_section(item: Item, words: Words) -> Section:
    """Day, what, and why; oldest first. Who did it is not told: a report leaves the house."""
    table = Table(
        key="history",
        caption=words.report("section_history"),
        columns=(
            Column("day", words.report("column_day"), 90, CellKind.DATE),
            Column("what", words.report("column_what"), 420),
            Column("reason", words.column("reason"), 330),
        ),
        rows=tuple(
            (Cell((done.on.isoformat(),), done.on), text_cell(done.words), text_cell(done.reason))
            for done in item.history
        ),
    )
    return Section("history", words.report("section_history"), 1, (table,))
