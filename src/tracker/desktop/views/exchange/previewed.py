"""What would come of a spreadsheet, as rows of words."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QObject

from tracker.domain.exchange.spreadsheet_rows import LEFT_FOR, LeftRow, RowFinding, SheetItem, SheetPreview
from tracker.domain.rows import Due
from tracker.domain.terms import DepartmentRole, DueBasis
from tracker.wording import Words


class Previewed(StrEnum):
    """What there is to look at."""

    COMMITMENTS = "commitments"
    FINDINGS = "findings"
    LEFT = "left"


PREVIEWS = {Previewed.COMMITMENTS: 2, Previewed.FINDINGS: 2, Previewed.LEFT: 2}
"""What is looked at, and which of its columns takes the room that is left."""
_NO_DUE = Due(None, DueBasis.NONE)

Rows = list[tuple[str, ...]]


class PreviewRows(QObject):
    """Puts what would come in into words."""

    def __init__(self, words: Words, parent: QObject) -> None:
        super().__init__(parent)
        self._words = words

    def shown(self, what: Previewed, found: SheetPreview | None) -> tuple[str, Sequence[str], Rows]:
        """The name of what is looked at, the titles of its columns, and its rows."""
        words = self._words
        row = self.tr("Row")
        if what is Previewed.COMMITMENTS:
            named = [words.column(key) for key in ("code", "title", "departments", "due", "quantity")]
            heads = (row, *named, words.field("claimed"), words.field("topic"))
            return self.tr("Commitments"), heads, [_commitment(item, words) for item in found.items] if found else []
        if what is Previewed.FINDINGS:
            heads = (row, self.tr("About"), self.tr("What comes of it"))
            told = found.findings if found else ()
            return self.tr("To know"), heads, [(f.place, words.term(f.code), self._finding(f)) for f in told]
        heads = (row, self.tr("Why"), self.tr("Words"))
        return self.tr("Left out"), heads, [_left(one, words) for one in found.left] if found else []

    def _finding(self, finding: RowFinding) -> str:
        """What there is to know; of rows that were left out also which tick takes them."""
        told = self._words.finding(finding)
        mark = LEFT_FOR.get(finding.code)
        if mark is None:
            return told
        return self.tr("{told} To take them, tick “Also: {sort}”.").format(told=told, sort=self._words.term(mark))


def _commitment(item: SheetItem, words: Words) -> tuple[str, ...]:
    leads = [one.name for one in item.departments if one.role is DepartmentRole.LEAD]
    others = [one.name for one in item.departments if one.role is not DepartmentRole.LEAD]
    row = item.row
    return (
        row.place,
        item.code,
        row.title,
        words.join([words.join(leads), words.join(others)] if leads and others else leads or others, "clause"),
        words.due(row.due or _NO_DUE),
        words.quantity(row.quantity) if row.quantity else "",
        words.term(item.claimed) if item.claimed else row.status[:20],
        row.topic,
    )


def _left(row: LeftRow, words: Words) -> tuple[str, ...]:
    reason = words.term(row.reason)
    return row.place, f"{reason} ({row.twin_place})" if row.twin else reason, row.words
