"""A chart as a table of its numbers, for formats that draw nothing, and for who cannot see the drawing."""

from decimal import Decimal

from tracker.exports.report_tree import Align, Cell, CellKind, Chart, Column, Table
from tracker.wording import Words, decimal_text

_LABEL = 260
_NUMBER = 90


def chart_table(chart: Chart, words: Words) -> Table:
    """A line for each category, a column for each series."""
    series = (Column(s.label.key, s.label.word, _NUMBER, CellKind.NUMBER, Align.END) for s in chart.series)
    return Table(
        key=chart.key,
        caption="",
        columns=(Column("category", words.report("axis", axis=chart.axis), _LABEL), *series),
        rows=tuple(
            (Cell((category.word,)), *(_number(one.values[place], one.missing) for one in chart.series))
            for place, category in enumerate(chart.categories)
        ),
    )


def _number(value: Decimal | None, missing: str) -> Cell:
    """A number; where there is none the word for that, and never zero."""
    if value is None:
        return Cell((missing,) if missing else ())
    return Cell((decimal_text(value),), value)
