"""The columns of the ledger table, as data: what each says, how it looks, what it sorts by."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from html import escape
from typing import Generic, TypeVar

from PySide6.QtCore import QMimeData

from tracker.desktop.models.names import short_department
from tracker.domain.commitments.quantity import Quantity
from tracker.domain.evidence.evidence_query import EvidenceSort
from tracker.domain.rows import LedgerRow
from tracker.domain.search.ledger_query import Facet, Group, SortKey
from tracker.domain.terms import Doubt, Operator, is_final
from tracker.exports.safely import csv_text
from tracker.wording import Words, decimal_text

Row = TypeVar("Row")
NOTHING = "–"
_SIGNS = {Operator.AT_LEAST: "≥", Operator.AT_MOST: "≤", Operator.ABOUT: "≈"}


class CellStyle(StrEnum):
    """How a cell is drawn, in the ledger or in the evidence."""

    TEXT = "text"
    TITLE = "title"
    CODE = "code"
    NAME = "name"
    CHIP = "chip"
    LIGHT = "light"
    TARGET = "target"
    DUE = "due"
    KIND = "kind"
    FILES = "files"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class TableColumn(Generic[Row]):
    """One column of a table: its stable name, what it says, how it looks, how wide it starts, what it sorts by.

    Width in pixels of the design. A `frozen` column stands first, and stays where it is while the others are scrolled
    sideways. It grows up to `widest` where the title has room enough. What is not `usual` shows only where the user
    chose it. `tip` is the rule behind a mark, or the whole of
    what a cell can only hint at; `spoken` is read out where the text alone would say too little. By its values rows can
    be narrowed down where there is a `facet`, and gathered where there is a `group`.
    """

    name: str
    text: Callable[[Row, Words], str]
    look: CellStyle
    width: int
    key: SortKey | EvidenceSort | None = None
    frozen: bool = False
    usual: bool = True
    widest: int = 0
    tip: Callable[[Row, Words], str | None] = lambda _row, _words: None
    spoken: Callable[[Row, Words], str] | None = None
    facet: Facet | None = None
    group: Group | None = None

    def heading(self, words: Words) -> str:
        """Return the words at its top."""
        # Reports have columns of the same names with other words, such as a due date with its basis.
        return words.term(self.key) if isinstance(self.key, SortKey) else words.column(self.name)

    def aloud(self, row: Row, words: Words) -> str:
        """Return what a screen reader says of a cell."""
        return f"{self.heading(words)}: {(self.spoken or self.text)(row, words)}"


def code_parts(code: str) -> Iterator[str]:
    """A code, then what is left of it without its first part, and so on: `MOF-2025-044`, `2025-044`, `044`."""
    while code:
        yield code
        _, _, code = code.partition("-")


def target_text(row: LedgerRow, words: Words) -> str:
    """The actual amount against the target, as short as it goes: `35 / ≥30`."""
    if row.quantity is None:
        return NOTHING
    target = _short_target(row.quantity, words)
    if row.working is None:
        return target
    actual = decimal_text(row.working.actual)
    return f"{actual} / {target}" if row.quantity.value is not None else actual


def _short_target(quantity: Quantity, words: Words) -> str:
    if quantity.value is None:
        return words.term(quantity.operator)
    return _SIGNS.get(quantity.operator, "") + decimal_text(quantity.value)


def _target_tip(row: LedgerRow, words: Words) -> str | None:
    """The target with its baseline, and the arithmetic where something was measured."""
    quantity = row.quantity
    if quantity is None:
        return None
    lines = [words.quantity(quantity)]
    if quantity.baseline is not None:
        lines.append(words.phrase("baseline_of", amount=words.amount(quantity.baseline, quantity.unit)))
    if row.working is not None:
        lines.append(words.working(row.working))
    return "\n".join(lines)


def _lead(row: LedgerRow, words: Words) -> str:
    return short_department(row.lead.department, words) if row.lead else NOTHING


def _lead_tip(row: LedgerRow, words: Words) -> str | None:
    return words.responsible(row.lead) if row.lead else None


def _due(row: LedgerRow, words: Words) -> str:
    """The day it is due, or about due; without one that of its next review, as long as it is not judged finally."""
    if row.due.on is not None:
        day = row.due.on.isoformat()
        return words.phrase("about_day", day=day) if row.due.about else day
    review_on = review_day(row)
    return NOTHING if review_on is None else words.phrase("review_on", day=review_on)


def review_day(row: LedgerRow) -> date | None:
    """When a commitment without a due date is to be looked at again; None where it is judged finally."""
    if row.due.on is not None or is_final(row.assessment, None, date.max):
        return None
    return row.review_on


def assessment_text(row: LedgerRow, words: Words) -> str:
    """The assessment with the doubts that are shown beside it, for those who do not see their sign."""
    doubts = doubts_of(row)
    word = words.term(row.assessment)
    return words.join([word, words.phrase("doubted", doubts=doubts)], "clause") if doubts else word


def _assessment_tip(row: LedgerRow, words: Words) -> str:
    """The rule of the assessment, and the rule of each doubt beside it."""
    doubted = [f"{words.term(doubt)} · {words.rule(doubt)}" for doubt in doubts_of(row)]
    return "\n".join([words.rule(row.assessment), *doubted])


def doubts_of(row: LedgerRow) -> tuple[Doubt, ...]:
    """Everything that is shown beside the verdict of a row, that its grounds have changed first."""
    return (Doubt.GROUNDS_CHANGED, *row.doubts) if row.grounds_changed else row.doubts


def _number(count: int) -> str:
    return str(count) if count else NOTHING


COLUMNS: tuple[TableColumn[LedgerRow], ...] = (
    TableColumn(
        "code",
        lambda row, _: row.code.rpartition("-")[2],
        CellStyle.CODE,
        64,
        SortKey.CODE,
        frozen=True,
        tip=lambda row, _: row.code,
    ),
    TableColumn("title", lambda row, words: words.title(row), CellStyle.TITLE, 240, SortKey.TITLE, frozen=True),
    TableColumn(
        "lead",
        _lead,
        CellStyle.NAME,
        116,
        SortKey.LEAD,
        widest=176,
        tip=_lead_tip,
        facet=Facet.DEPARTMENT,
        group=Group.DEPARTMENT,
    ),
    TableColumn(
        "assessment",
        lambda row, words: words.term(row.assessment),
        CellStyle.CHIP,
        124,
        SortKey.ASSESSMENT,
        tip=_assessment_tip,
        spoken=assessment_text,
        facet=Facet.ASSESSMENT,
        group=Group.ASSESSMENT,
    ),
    TableColumn(
        "light",
        lambda row, words: words.term(row.light),
        CellStyle.LIGHT,
        92,
        SortKey.LIGHT,
        tip=lambda row, words: words.rule(row.light),
        facet=Facet.LIGHT,
        group=Group.LIGHT,
    ),
    TableColumn("target", target_text, CellStyle.TARGET, 128, SortKey.TARGET, tip=_target_tip, facet=Facet.TARGET),
    TableColumn(
        "due",
        _due,
        CellStyle.DUE,
        98,
        SortKey.DUE,
        tip=lambda row, words: f"{words.due(row.due)}\n{words.rule(row.due.basis)}",
        facet=Facet.DUE_BASIS,
    ),
    TableColumn(
        "latest_evidence",
        lambda row, _: row.latest_evidence or NOTHING,
        CellStyle.TEXT,
        108,
        SortKey.LATEST_EVIDENCE,
        facet=Facet.EVIDENCE_AGE,
    ),
    TableColumn(
        "topic",
        lambda row, words: words.name(row.topic),
        CellStyle.TEXT,
        116,
        SortKey.TOPIC,
        usual=False,
        facet=Facet.TOPIC,
        group=Group.TOPIC,
    ),
    TableColumn(
        "kind",
        lambda row, words: words.term(row.kind),
        CellStyle.TEXT,
        88,
        SortKey.KIND,
        usual=False,
        facet=Facet.KIND,
    ),
    TableColumn("evidence_count", lambda row, _: _number(row.evidence_count), CellStyle.TEXT, 72, usual=False),
    TableColumn("parts", lambda row, _: _number(row.parts), CellStyle.TEXT, 64, usual=False),
)
USUAL = tuple(column.name for column in COLUMNS if column.usual)
"""The columns that show until the user chooses others, in their order."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A table as tab-separated lines and as HTML."""

    plain: str
    html: str


def mime_of(copy: Copy) -> QMimeData:
    """A table for the clipboard."""
    data = QMimeData()
    data.setText(copy.plain)
    data.setHtml(copy.html)
    return data


def table_of(rows: Sequence[LedgerRow], names: Sequence[str], words: Words) -> Copy:
    """The columns of these names, under their headings."""
    by_name = {column.name: column for column in COLUMNS}
    columns = [by_name[name] for name in names]
    lines = [[column.heading(words) for column in columns]]
    lines += [[_cell(column, row, words) for column in columns] for row in rows]
    return Copy("\n".join("\t".join(line) for line in lines) + "\n", _html(lines))


def _cell(column: TableColumn[LedgerRow], row: LedgerRow, words: Words) -> str:
    # The short number is enough beside the others; elsewhere only the whole code says which commitment it is.
    text = row.code if column.look is CellStyle.CODE else column.text(row, words)
    return csv_text(" ".join(text.split()))


def _html(lines: Sequence[Sequence[str]]) -> str:
    head, *body = lines
    rows = ["".join(f"<th>{escape(cell)}</th>" for cell in head)]
    # Text, or a spreadsheet makes a number of 017 and a date of 1/2.
    rows += ["".join(f"<td style=\"mso-number-format:'\\@'\">{escape(cell)}</td>" for cell in line) for line in body]
    return '<meta charset="utf-8"><table>' + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
