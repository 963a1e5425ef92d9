"""The rows of an office's spreadsheet, one after the other: what each would become, or why it becomes nothing."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from tracker.capture.deadlines import parse_due, parse_published
from tracker.capture.headings import fold
from tracker.capture.lists import is_total
from tracker.capture.targets import parse_target
from tracker.capture.workbooks import Sheet
from tracker.domain.addresses import check_address
from tracker.domain.digests import NumbersByDigest, digest_of
from tracker.domain.errors import UserError
from tracker.domain.lines import LONGEST_LINE, one_line
from tracker.domain.sheets import (
    Finding,
    LeftReason,
    LeftRow,
    SheetEvidence,
    SheetField,
    SheetFinding,
    SheetPlan,
    SheetRow,
)

LONGEST_CELL = 20_000
"""Characters of a cell that are taken in, as of any text that is typed."""
LONGEST_TAG = 40
_LONGEST_SHOWN = 200
_LONGEST_TITLE = 60
_MANY = 3
"""Columns that are read: then a row in which only one thing stands is no commitment with nothing else known of it."""
_TITLE_ENDS = re.compile("[。；;！!？?]")
_TITLE_PAUSES = re.compile("[，,、：:]")
_HEADING = re.compile(
    r"(?:第?[一二三四五六七八九十百]+|[（(][一二三四五六七八九十]+[）)])[、.．章节部 ]|注[:：]|填表|制表|审核|说明[:：]"
)
_LONGEST_HEADING = 40
_TAG_ENDS = re.compile(r"[、,，;；/\s]+")
_KEPT = (SheetField.WORDS, SheetField.TITLE)
"""What stands in the text of the source as the words of the commitment, or as its title in the ledger."""


def verbatim(cell: str) -> str:
    """The words of a cell on one line, otherwise as they are: a line break within a cell is the layout's."""
    lines = () if cell.isprintable() else cell.splitlines()  # nothing that ends a line is printable
    return cell.strip() if len(lines) < 2 else " ".join(filter(None, (line.strip() for line in lines)))


def short_title(words: str) -> str:
    """The first sentence of the words, cut at a pause where it is long."""
    plain = one_line(words)
    sentence = _TITLE_ENDS.split(plain)[0] or plain
    if len(sentence) <= _LONGEST_TITLE:
        return sentence
    pauses = [match.start() for match in _TITLE_PAUSES.finditer(sentence[:_LONGEST_TITLE])]
    late = [pause for pause in pauses if pause >= _LONGEST_TITLE // 3]
    return sentence[: late[-1] if late else _LONGEST_TITLE] + "…"


class RowReader:
    """Reads the rows below the headings of a sheet by a plan. `day` is that of the commitments: its year is that of
    days written without one. Nothing can have been published after `today`."""

    def __init__(self, sheet: Sheet, plan: SheetPlan, day: date, today: date) -> None:
        self._sheet, self._plan, self._day, self._today = sheet, plan, day, today.isoformat()
        self._headings = sheet.cells(plan.header)
        self._told_of = [
            (p, verbatim(self._headings[p]) if self._headings else "")
            for p, field in sorted(plan.fields.items())
            if field not in _KEPT
        ]
        self._of = {field: plan.column(field) for field in SheetField}
        self._telling = [p for p, field in sorted(plan.fields.items()) if field is not SheetField.CODE]
        self._seen, self._said = NumbersByDigest(), NumbersByDigest()

    def rows(self, told: Callable[[int], None] = lambda row: None) -> Iterator[SheetRow | LeftRow]:
        """Every row in order; `told` hears the number of each. To be used once."""
        header = self._plan.header
        for number, cells in self._sheet.numbered():
            if number > header:
                told(number)
                yield self._read(number, cells)
            elif number < header:
                words = _shown(cells)
                yield LeftRow(number, LeftReason.ABOVE if words else LeftReason.EMPTY, words)

    def _read(self, number: int, cells: tuple[str, ...]) -> SheetRow | LeftRow:
        reason = self._reason(cells)
        words = "" if reason else verbatim(self._cell(cells, SheetField.WORDS))
        if not reason and not words:
            reason = LeftReason.NO_WORDS
        if not reason and len(words) > LONGEST_CELL:
            reason = LeftReason.TOO_LONG
        if reason:
            return LeftRow(number, reason, _shown(cells))
        twin = self._seen.setdefault(self._digest(cells), number)
        if twin != number:
            return LeftRow(number, LeftReason.DUPLICATE, _shown(cells), twin)
        return self._row(number, cells, words)

    def _row(self, number: int, cells: tuple[str, ...], words: str) -> SheetRow:
        findings: list[Finding] = []

        def find(code: SheetFinding, said: str, taken: str = "") -> None:
            findings.append(Finding(number, code, one_line(said)[:_LONGEST_SHOWN], taken))

        said_in = self._said.setdefault(digest_of(words), number)
        if said_in != number:
            find(SheetFinding.WORDS_TWICE, words, str(said_in))
        title, due, target = (self._cell(cells, f) for f in (SheetField.TITLE, SheetField.DUE, SheetField.TARGET))
        found_due = parse_due(due, self._day.year) if due else None
        if due and found_due is None:
            find(SheetFinding.DUE_UNREAD, due)
        quantity = parse_target(target) if target else None
        if target and quantity is None:
            find(SheetFinding.TARGET_UNREAD, target)
        return SheetRow(
            row=number,
            words=words,
            title=one_line(title)[:LONGEST_LINE] or short_title(words),
            code=one_line(self._cell(cells, SheetField.CODE)),
            leads=self._cell(cells, SheetField.LEAD),
            co_leads=self._cell(cells, SheetField.CO_LEAD),
            due=found_due,
            quantity=quantity,
            topic=self._line(cells, SheetField.TOPIC, find),
            speaker=self._line(cells, SheetField.SPEAKER, find),
            status=self._told(cells, SheetField.STATUS, find),
            progress=self._told(cells, SheetField.PROGRESS, find),
            evidence=self._evidence(cells, find),
            tags=self._tags(cells, find),
            details=self._details(cells),
            findings=tuple(findings),
        )

    def _cell(self, cells: tuple[str, ...], field: SheetField) -> str:
        place = self._of[field]
        return cells[place] if place is not None and place < len(cells) else ""

    def _line(self, cells: tuple[str, ...], field: SheetField, find: "_Find") -> str:
        """A name, which has to have an end."""
        whole = one_line(self._cell(cells, field))
        if len(whole) > _LONGEST_SHOWN:
            find(SheetFinding.CUT, whole)
        return whole[:_LONGEST_SHOWN]

    def _told(self, cells: tuple[str, ...], field: SheetField, find: "_Find") -> str:
        whole = verbatim(self._cell(cells, field))
        if len(whole) > LONGEST_CELL // 2:  # both together are one claim
            find(SheetFinding.CUT, whole)
        return whole[: LONGEST_CELL // 2]

    def _tags(self, cells: tuple[str, ...], find: "_Find") -> tuple[str, ...]:
        tags = [one_line(tag) for tag in _TAG_ENDS.split(self._cell(cells, SheetField.TAGS)) if one_line(tag)]
        for tag in tags:
            if len(tag) > LONGEST_TAG:
                find(SheetFinding.CUT, tag)
        return tuple(dict.fromkeys(tag[:LONGEST_TAG] for tag in tags))

    def _evidence(self, cells: tuple[str, ...], find: "_Find") -> SheetEvidence | None:
        """What the row names as evidence. Without its day it would have to be given one: so it stays words."""
        title = one_line(self._cell(cells, SheetField.EVIDENCE_TITLE))
        address, written = (self._cell(cells, f) for f in (SheetField.EVIDENCE_URL, SheetField.EVIDENCE_DATE))
        url = _address(address)
        if address and not url:
            find(SheetFinding.URL_UNREAD, address)
        if not title and not url:
            return None
        published = parse_published(written) if written else ""
        if not published or published > self._today[: len(published)]:
            find(SheetFinding.EVIDENCE_UNDATED, title or url, written)
            return None
        return SheetEvidence((title or url)[:LONGEST_LINE], url, published)

    def _details(self, cells: tuple[str, ...]) -> str:
        """The other cells that are read, each behind its heading, on one line."""
        held: list[str] = []
        for place, heading in self._told_of:
            words = verbatim(cells[place])[:LONGEST_CELL] if place < len(cells) else ""
            if words:
                held.append(f"{heading}：{words}" if heading else words)
        return "".join(words + _end(words) for words in held[:-1]) + "".join(held[-1:])

    def _reason(self, cells: tuple[str, ...]) -> LeftReason | None:
        filled = [cell for cell in cells if cell]
        if not filled:
            return LeftReason.EMPTY
        if any(is_total(cell) for cell in (filled[0], self._cell(cells, SheetField.WORDS)) if cell):
            return LeftReason.TOTAL
        if self._headings and cells == self._headings:
            return LeftReason.HEADING
        alone = len(set(filled)) == 1 and len(self._plan.fields) >= _MANY
        spans = len(filled) > 1 or not self._cell(cells, SheetField.WORDS)
        marked = _HEADING.match(filled[0]) and len(filled[0]) <= _LONGEST_HEADING
        return LeftReason.HEADING if alone and (spans or marked) else None

    def _digest(self, cells: tuple[str, ...]) -> bytes:
        """Everything that is read of a row, but for the code: an office numbers what stands twice, too."""
        return digest_of("\x1f".join([cells[p] for p in self._telling if p < len(cells)]))


_Find = Callable[..., None]


def status_counts(sheet: Sheet, plan: SheetPlan) -> dict[str, tuple[str, int]]:
    """The words of the column for the status by their folded form: as first written, and in how many rows."""
    place = plan.column(SheetField.STATUS)
    counts: dict[str, tuple[str, int]] = {}
    if place is not None:
        for _, cells in sheet.numbered(plan.header):
            if cells[place]:
                key = fold(cells[place])
                words, count = counts.get(key, (one_line(cells[place])[:_LONGEST_SHOWN], 0))
                counts[key] = words, count + 1
    return counts


def _address(words: str) -> str:
    try:
        address = check_address(words)
    except UserError:
        return ""
    return address if address.startswith(("http://", "https://")) else ""


def _end(words: str) -> str:
    """What parts a cell from the next."""
    return "　" if words.endswith(("。", "；", ";", "！", "!", "？", "?")) else "；"


def _shown(cells: tuple[str, ...]) -> str:
    """A row in few words; a merged cell says its words once."""
    return " ".join(dict.fromkeys(one_line(cell) for cell in cells if cell))[:_LONGEST_SHOWN]
