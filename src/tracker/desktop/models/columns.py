"""The columns of the ledger table, as data: what each says, how it looks, what it sorts by."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.desktop.models.names import short_department
from tracker.domain.commitments.quantity import Quantity
from tracker.domain.rows import LedgerRow
from tracker.domain.search.ledger_query import SortKey
from tracker.domain.terms import Doubt, Operator, is_final
from tracker.wording import Words, decimal_text

NOTHING = "–"
_SIGNS = {Operator.AT_LEAST: "≥", Operator.AT_MOST: "≤", Operator.ABOUT: "≈"}


class CellStyle(StrEnum):
    """How a cell is drawn."""

    CODE = "code"
    TITLE = "title"
    NAME = "name"
    TEXT = "text"
    CHIP = "chip"
    LIGHT = "light"
    TARGET = "target"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One column: its stable name, what it says, how it looks, how wide it starts, and what it sorts by, if it can.

    Width in pixels of the design. A `spare` column gives way where the window is too narrow for all of them, the
    highest number first. What is not `usual` shows only where the user chose it.
    """

    name: str
    text: Callable[[LedgerRow, Words], str]
    look: CellStyle
    width: int
    key: SortKey | None = None
    spare: int = 0
    usual: bool = True

    def heading(self, words: Words) -> str:
        """The words at its top."""
        return words.term(self.key) if self.key else words.column(self.name)


def code_parts(code: str) -> Iterator[str]:
    """A code, then what is left of it without its first part, and so on: `MIIT-2025-044`, `2025-044`, `044`."""
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


def _lead(row: LedgerRow, words: Words) -> str:
    return short_department(row.lead.department, words) if row.lead else NOTHING


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


def doubts_of(row: LedgerRow) -> tuple[Doubt, ...]:
    """Everything that is shown beside the verdict of a row, that its grounds have changed first."""
    return (Doubt.GROUNDS_CHANGED, *row.doubts) if row.grounds_changed else row.doubts


def _number(count: int) -> str:
    return str(count) if count else NOTHING


COLUMNS: tuple[LedgerColumn, ...] = (
    LedgerColumn("code", lambda row, _: row.code.rpartition("-")[2], CellStyle.CODE, 64, SortKey.CODE),
    LedgerColumn("title", lambda row, words: words.name(row.title), CellStyle.TITLE, 240, SortKey.TITLE),
    LedgerColumn("lead", _lead, CellStyle.NAME, 116, SortKey.LEAD, spare=2),
    LedgerColumn("assessment", lambda row, words: words.term(row.assessment), CellStyle.CHIP, 124, SortKey.ASSESSMENT),
    LedgerColumn("light", lambda row, words: words.term(row.light), CellStyle.LIGHT, 92, SortKey.LIGHT, spare=1),
    LedgerColumn("target", target_text, CellStyle.TARGET, 128, SortKey.TARGET, spare=3),
    LedgerColumn("due", _due, CellStyle.DUE, 98, SortKey.DUE, spare=5),
    LedgerColumn(
        "latest_evidence",
        lambda row, _: row.latest_evidence or NOTHING,
        CellStyle.TEXT,
        108,
        SortKey.LATEST_EVIDENCE,
        spare=4,
    ),
    LedgerColumn(
        "topic", lambda row, words: words.name(row.topic), CellStyle.TEXT, 116, SortKey.TOPIC, spare=6, usual=False
    ),
    LedgerColumn(
        "kind", lambda row, words: words.term(row.kind), CellStyle.TEXT, 88, SortKey.KIND, spare=7, usual=False
    ),
    LedgerColumn(
        "evidence_count", lambda row, _: _number(row.evidence_count), CellStyle.TEXT, 72, spare=8, usual=False
    ),
    LedgerColumn(
        "parts",
        lambda row, _: _number(row.parts),
        CellStyle.TEXT,
        64,
        spare=9,
        usual=False,
    ),
)
TITLE_COLUMN = next(number for number, column in enumerate(COLUMNS) if column.look is CellStyle.TITLE)
USUAL = tuple(column.name for column in COLUMNS if column.usual)
"""The columns that show until the user chooses others, in their order."""
