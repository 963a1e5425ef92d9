"""The rows of an office's spreadsheet, one after the other: what each would become, or why it becomes nothing."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, pairwise, takewhile

from tracker.capture.particulars.published_lists import is_total
from tracker.capture.spreadsheets.deadlines import DAYS_TO_1904, ReadDue, SaidYear, parse_published, read_due, year_in
from tracker.capture.spreadsheets.headings import (
    begins_table,
    columns,
    fold,
    headings_at,
    is_group,
    is_task,
    plan_of,
    unit_column,
    unit_over,
    year_column,
)
from tracker.capture.spreadsheets.targets import read_measured, unit_in, unit_of
from tracker.capture.spreadsheets.workbooks import Sheet
from tracker.domain.errors import UserError
from tracker.domain.evidence.addresses import check_address
from tracker.domain.exchange.spreadsheet_rows import (
    LeftReason,
    LeftRow,
    RowFinding,
    RowMark,
    SheetEvidence,
    SheetField,
    SheetFinding,
    SheetPlan,
    SheetRow,
    row_place,
)
from tracker.domain.rows import Due
from tracker.domain.terms import DueBasis
from tracker.domain.text.lines import LONGEST_LINE, one_line
from tracker.domain.text.text_folding import digest_of

LONGEST_CELL = 20_000
"""Characters of a cell that are taken in, as of any text that is typed."""
LONGEST_TAG = 40
_LONGEST_SHOWN = 200
_LONGEST_TITLE = 60
_MOST_RANGES = 20
_MOST_TABLES = 20
_LONGEST_OF_TASKS = 12
"""Characters of a heading over tasks."""
_MANY = 3
"""Columns that are read: then a row in which only one thing stands is no commitment with nothing else known of it."""
_TITLE_ENDS = re.compile("[。；;！!？?]")
_TITLE_PAUSES = re.compile("[，,、：:]")
_HEADING = re.compile(
    r"(?:第?[一二三四五六七八九十百]+|[（(][一二三四五六七八九十]+[）)])[、.．章节部 ]|注[:：]|填表|制表|审核|说明[:：]"
)
_LONGEST_HEADING = 40
_OUTLINE = (
    re.compile("[一二三四五六七八九十]{1,3}[、.．]?"),
    re.compile("[（(][一二三四五六七八九十]{1,3}[)）]"),
    re.compile(r"\d{1,4}[、.．]?"),
)
"""How a number of each level of an outline is written, as the rules for official documents have it: 一, （一）, 1."""
_HEADING_MARK = re.compile(r"(第)|([（(])|([一二三四五六七八九十]+[、.．])|(\d)")
_TELLING = re.compile(r"[^\W_]")
_SUBTOTAL = re.compile(
    r"\S{0,10}(?:合\s*计|总\s*计|小\s*计|共\s*计)\s*(?:[（(]\S{0,12}[）)])?\s*[:：]?\s*[\d.,]*\s*[个家项件条]?\S{0,2}"
)
_COUNTED_DAY = re.compile(r"\d{5}")
_SPOILT = "\ufffd"
_OF_MARK = {
    RowMark.HIDDEN: (LeftReason.HIDDEN, SheetFinding.ROW_HIDDEN),
    RowMark.FILTERED: (LeftReason.FILTERED, SheetFinding.ROW_FILTERED),
    RowMark.STRUCK: (LeftReason.STRUCK, SheetFinding.ROW_STRUCK),
}
MARKS = {reason: mark for mark, (reason, _) in _OF_MARK.items()}
"""The mark for which a row is left."""
_TAG_ENDS = re.compile(r"[、,，;；/\s]+")
_KEPT = (SheetField.WORDS, SheetField.TITLE)
"""What is in the text of the source as the words of the commitment, or as its title in the ledger."""


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
    # A pause near the beginning leaves a title that says nothing: 按照要求….
    late = [pause for pause in pauses if pause >= _LONGEST_TITLE // 3]
    return sentence[: late[-1] if late else _LONGEST_TITLE] + "…"


class SeenRows:
    """What the rows said so far, of one sheet or of several that are read one after the other.

    Rows are known by numbers that go on from one sheet to the next.
    """

    def __init__(self) -> None:
        self.rows: dict[bytes, int] = {}
        self.words: dict[bytes, int] = {}
        self._begun: list[tuple[int, str]] = []

    def begin(self, sheet: str, last: int) -> int:
        """How many rows come before those of the next sheet, whose last one has this number."""
        before = self._begun[-1][0] if self._begun else 0
        self._begun.append((before + last, sheet))
        return before

    def place(self, number: int) -> tuple[str, int]:
        """The sheet and the row in it."""
        before = 0
        for end, sheet in self._begun:
            if number <= end:
                return sheet, number - before
            before = end
        raise IndexError(number)


class RowReader:
    """Reads the rows below the headings of a sheet by a plan.

    Days without a year have that which stands over them: in a section heading, in the heading of their column, over the
    headings, in the name of the sheet, else in one of the `names` of the source. Nothing can have been published after
    `today`. `names_sheet` says that rows are told apart by their sheets.
    """

    def __init__(
        self,
        sheet: Sheet,
        plan: SheetPlan,
        today: date,
        names: Sequence[str] = (),
        seen: SeenRows | None = None,
        *,
        names_sheet: bool = False,
    ) -> None:
        self._sheet = sheet
        self._today = today.isoformat()
        self._name = sheet.name if names_sheet else ""
        self._use(plan)
        self._tables = 1
        self._seen = seen or SeenRows()
        self._before = self._seen.begin(self._name, sheet.last)
        self._year = _year_over(sheet, plan, self._headings, names)
        self._section_year: tuple[int, SaidYear | None] = (-1, None)
        self._topic = ""
        self._is_whole = False
        """Whether the upper task has this row alone."""
        self._following: tuple[str, ...] = ()
        self.reached = 0
        """The number of the last row that was read."""

    def _use(self, plan: SheetPlan) -> None:
        """Read what follows by a plan."""
        sheet = self._sheet
        self._plan = plan
        self._headings = headings_at(sheet, plan.header)
        self._folded = [fold(heading) if heading else "" for heading in self._headings]
        self._told_of = [
            (p, verbatim(self._headings[p]) if p < len(self._headings) else "")
            for p, field in sorted(plan.fields.items())
            if field not in _KEPT
        ]
        self._of = {field: plan.column(field) for field in SheetField}
        target = self._of[SheetField.TARGET]
        self._unit_of = None if target is None else unit_column(sheet, plan.header, target)
        self._unit_over = unit_over(sheet, plan.header, target)
        self._year_of = year_column(self._folded)
        self._telling = [p for p, field in sorted(plan.fields.items()) if field is not SheetField.CODE]
        topic = self._of[SheetField.TOPIC]
        self._is_two_level = topic is not None and topic < len(self._headings) and is_group(self._headings[topic])

    def rows(self, told: Callable[[int], None] = lambda row: None) -> Iterator[SheetRow | LeftRow]:
        """Every row in order; `told` hears the number of each. To be used once."""
        header = self._plan.header
        # The row below is looked at as well: an upper task without a row of its own below it is the commitment itself.
        for (number, cells), following in pairwise(chain(self._sheet.numbered(), [(0, ())])):
            self.reached = number
            if number > header:
                told(number)
                self._following = following[1]
                yield self._read(number, cells)
            elif number < header:
                words = _shown(cells)
                yield LeftRow(number, LeftReason.ABOVE if words else LeftReason.EMPTY, words, sheet=self._name)

    def _read(self, number: int, cells: tuple[str, ...]) -> SheetRow | LeftRow:
        reason = self._reason(cells)
        # Most rows are told by the length of their words: of a hundred thousand, few are short enough for headings.
        is_short = len(self._cell(cells, SheetField.WORDS)) <= _LONGEST_OF_TASKS
        if not reason and is_short and self._plan.header and begins_table(cells):
            reason = LeftReason.HEADING
            self._begin_table(number)
        if not reason:
            cells = self._with_topic(cells)
        elif reason is LeftReason.HEADING:
            self._enter_section(_shown(cells))
        words = "" if reason else verbatim(self._cell(cells, SheetField.WORDS) or self._task(cells))
        if not reason and not _TELLING.search(words):
            reason = LeftReason.NO_WORDS
            if len({cell for cell in cells if cell}) == 1:  # of few columns, none of them a commitment's
                self._enter_section(_shown(cells))
        if not reason and len(words) > LONGEST_CELL:
            reason = LeftReason.TOO_LONG
        mark = self._mark(number)
        if not reason and mark and mark not in self._plan.takes:
            reason = _OF_MARK[mark][0]
        if reason:
            return LeftRow(number, reason, _shown(cells), sheet=self._name)
        # By digests: the rows themselves of a hundred thousand would stay in memory to the end of the import.
        twin = self._seen.rows.setdefault(self._digest(cells), self._before + number)
        if twin != self._before + number:
            sheet, row = self._seen.place(twin)
            return LeftRow(number, LeftReason.DUPLICATE, _shown(cells), row, self._name, sheet)
        return self._row(number, cells, words, mark)

    def _begin_table(self, header: int) -> None:
        """Read what follows by the headings of this row, where they say which column holds the commitments."""
        self._tables += 1
        if self._tables > _MOST_TABLES:  # each is looked at to the end of the sheet
            return
        plan = plan_of(self._sheet, header, columns(self._sheet, header))
        if plan.column(SheetField.WORDS) is not None:
            self._use(replace(self._plan, header=header, fields=plan.fields))

    def _mark(self, number: int) -> RowMark | None:
        """What the office did to a row; of one that was struck out, the words are."""
        row = number - self._sheet.first
        marks = self._sheet.marks
        if row in marks.hidden:
            return RowMark.HIDDEN
        if row in marks.filtered:
            return RowMark.FILTERED
        place = self._of[SheetField.WORDS]
        return RowMark.STRUCK if place is not None and (row, place) in marks.struck else None

    def _row(self, number: int, cells: tuple[str, ...], words: str, mark: RowMark | None) -> SheetRow:
        findings: list[RowFinding] = []

        def find(code: SheetFinding, said: str, taken: str = "") -> None:
            findings.append(RowFinding(number, code, one_line(said)[:_LONGEST_SHOWN], taken, self._name))

        if mark:
            find(_OF_MARK[mark][1], words)
        cells = self._without_struck(number, cells, mark, find)
        # Told of and not left out: two departments may have the same words to fulfil, and only a row that is alike
        # throughout is a copy.
        said_in = self._seen.words.setdefault(digest_of(words), self._before + number)
        if said_in != self._before + number:
            sheet, row = self._seen.place(said_in)
            find(SheetFinding.WORDS_TWICE, words, row_place(sheet if sheet != self._name else "", row))
        if _SPOILT in "".join(cells):
            find(SheetFinding.SPOILT, words)
        title, target = (self._cell(cells, field) for field in (SheetField.TITLE, SheetField.TARGET))
        amount = read_measured(target, self._unit(cells))
        if target and (amount.quantity is None or amount.is_several):
            several = amount.quantity is not None
            find(SheetFinding.TARGET_SEVERAL if several else SheetFinding.TARGET_UNREAD, target)
        return SheetRow(
            row=number,
            words=words,
            title=one_line(title)[:LONGEST_LINE] or short_title(words),
            code=one_line(self._cell(cells, SheetField.CODE)),
            leads=self._cell(cells, SheetField.LEAD),
            co_leads=self._cell(cells, SheetField.CO_LEAD),
            due=self._due(cells, find),
            quantity=amount.quantity,
            topic=self._line(cells, SheetField.TOPIC, find),
            speaker=self._line(cells, SheetField.SPEAKER, find),
            status=self._told(cells, SheetField.STATUS, find),
            progress=self._told(cells, SheetField.PROGRESS, find),
            evidence=self._evidence(cells, find),
            tags=self._tags(cells, find),
            details=self._details(cells),
            findings=tuple(findings),
            sheet=self._name,
        )

    def _without_struck(
        self, number: int, cells: tuple[str, ...], mark: RowMark | None, find: "_Find"
    ) -> tuple[str, ...]:
        """The cells, but for those that were struck out in a row that was not."""
        row = number - self._sheet.first
        marks = self._sheet.marks
        # A struck row that was asked for comes in whole: without its struck words nothing would be left of it.
        if mark is RowMark.STRUCK or not (marks.struck or marks.partly):
            return cells
        kept = list(cells)
        for place in self._plan.fields:
            if place < len(cells) and cells[place]:
                if (row, place) in marks.partly:
                    find(SheetFinding.CELL_PARTLY_STRUCK, cells[place])
                elif (row, place) in marks.struck:
                    find(SheetFinding.CELL_STRUCK, cells[place])
                    kept[place] = ""
        return tuple(kept)

    def _due(self, cells: tuple[str, ...], find: "_Find") -> Due | None:
        """The day of the row; one that lost its format is counted as the workbook counts days."""
        words = self._cell(cells, SheetField.DUE)
        if not words:
            return None
        # Excel of the Mac counted from 1904 until 2011, and the day is four years and a day off where that is not
        # known.
        if self._sheet.marks.from_1904 and _COUNTED_DAY.fullmatch(words):
            words = str(int(words) + DAYS_TO_1904)
        read: ReadDue = read_due(words, self._year_beside(cells) or self._section_year[1] or self._year)
        if read.finding:
            find(read.finding, words, read.due.on.isoformat() if read.due and read.due.on else "")
        return read.due

    def _year_beside(self, cells: tuple[str, ...]) -> SaidYear | None:
        """The year in the column of years of a row (年度)."""
        words = cells[self._year_of] if self._year_of is not None and self._year_of < len(cells) else ""
        year = year_in(words, needs_sign=False) if words else None
        return None if year is None else SaidYear(year, DueBasis.SECTION)

    def _enter_section(self, heading: str) -> None:
        """What stands over the next rows may name their year, until a heading of the same rank follows."""
        found = _HEADING_MARK.match(heading)
        rank = found.lastindex or 0 if found else 0
        year = year_in(heading)
        self._topic = ""
        if year is not None:
            self._section_year = rank, SaidYear(year, DueBasis.SECTION)
        # A heading of the same rank ends the year of the one before; one of a lower rank stands under it.
        elif rank == self._section_year[0]:
            self._section_year = -1, None

    def _task(self, cells: tuple[str, ...]) -> str:
        """The task of a row that breaks it down no further: then there are no other words for it."""
        title = self._of[SheetField.TITLE]
        if title is not None and title < len(self._headings) and is_task(self._headings[title]):
            return self._cell(cells, SheetField.TITLE)
        return self._topic if self._is_whole else ""

    def _with_topic(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        """Of tasks in two levels the upper one may be in the first of its rows only."""
        place = self._of[SheetField.TOPIC]
        if not self._is_two_level or place is None or place >= len(cells):
            return cells
        before = self._topic
        self._topic = cells[place] or self._topic
        following = self._cell(self._following, SheetField.TOPIC)
        goes_on = not following and self._cell(self._following, SheetField.WORDS) != ""
        self._is_whole = cells[place] not in ("", before) and following != cells[place] and not goes_on
        return (*cells[:place], self._topic, *cells[place + 1 :])

    def _cell(self, cells: tuple[str, ...], field: SheetField) -> str:
        place = self._of[field]
        return cells[place] if place is not None and place < len(cells) else ""

    def _unit(self, cells: tuple[str, ...]) -> str:
        """The unit next to the target of a row, or else over all of them."""
        target = self._of[SheetField.TARGET]
        beside = cells[self._unit_of] if self._unit_of is not None and self._unit_of < len(cells) else ""
        over = self._headings[target] if target is not None and target < len(self._headings) else ""
        return unit_of(beside) or unit_in(over) or self._unit_over

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
        # Of evidence without its day it cannot be said whether it is older than the promise.
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
        told = (filled[0], self._cell(cells, SheetField.WORDS))
        if any(is_total(cell) or _SUBTOTAL.fullmatch(cell) for cell in told if cell):
            return LeftReason.TOTAL
        # A table that was printed by pages and pasted together has its headings at the top of each.
        if self._repeats_headings(cells) or self._says_its_heading(cells):
            return LeftReason.HEADING
        alone = len(set(filled)) == 1 and len(self._plan.fields) >= _MANY
        # A heading over a section is merged over all columns, so that it stands in each of them.
        spans = len(filled) > 1 or not self._cell(cells, SheetField.WORDS)
        marked = _HEADING.match(filled[0]) and len(filled[0]) <= _LONGEST_HEADING
        is_heading = (alone and (spans or marked)) or self._is_section(filled)
        return LeftReason.HEADING if is_heading else None

    def _is_section(self, filled: Sequence[str]) -> bool:
        """Whether a row has nothing but words and a number, and the next one a number that stands under that: 一 over
        （一） or 1."""
        # A longer one is a task that has parts.
        if len(filled) != 2 or len(filled[1]) > _LONGEST_HEADING or len(self._plan.fields) < _MANY:
            return False
        following = next((cell for cell in self._following if cell), "")
        return 0 < _rank_of(filled[0]) < _rank_of(following)

    def _repeats_headings(self, cells: tuple[str, ...]) -> bool:
        """Whether a row holds headings and nothing else, as the first of each printed page does."""
        same = 0
        for cell, heading in zip(cells, self._folded, strict=False):
            if cell and (cell.isdigit() or len(cell) > _LONGEST_HEADING or fold(cell) != heading):
                return False  # of most rows the first cell says it
            same += cell != ""
        # One cell that says its heading is chance, unless there is but one heading.
        return same > 1 or (same == 1 and sum(map(bool, self._headings)) == 1)

    def _says_its_heading(self, cells: tuple[str, ...]) -> bool:
        """Whether the words are the heading of their column, as in the second row of headings that span two."""
        place = self._of[SheetField.WORDS]
        words = self._cell(cells, SheetField.WORDS)
        is_headed = place is not None and place < len(self._folded) and bool(self._folded[place])
        return is_headed and 0 < len(words) <= _LONGEST_HEADING and fold(words) == self._folded[place or 0]

    def _digest(self, cells: tuple[str, ...]) -> bytes:
        """Everything that is read of a row, but for the code: an office numbers what stands twice, too."""
        return digest_of("\x1f".join([cells[p] for p in self._telling if p < len(cells)]))


_Find = Callable[..., None]


def sheet_findings(sheet: Sheet, plan: SheetPlan, *, several: bool) -> list[RowFinding]:
    """What is to be known of a sheet as a whole: that it is hidden, which columns are, and what its format hides."""
    name = sheet.name if several else ""
    row = plan.header or sheet.first
    found: list[RowFinding] = []
    if not sheet.is_shown:
        found.append(RowFinding(row, SheetFinding.SHEET_HIDDEN, sheet.name, "", name))
    if not sheet.marks.is_known:
        found.append(RowFinding(row, SheetFinding.MARKS_UNKNOWN, sheet.name, "", name))
    if sheet.marks.strikes_by_rule:
        found.append(RowFinding(row, SheetFinding.STRUCK_BY_RULE, sheet.name, "", name))
    for column in columns(sheet, plan.header):
        if column.is_hidden:
            is_taken = column.index in plan.fields
            code = SheetFinding.COLUMN_HIDDEN_TAKEN if is_taken else SheetFinding.COLUMN_HIDDEN
            said = column.heading or next(iter(column.samples), str(column.index + 1))
            found.append(RowFinding(row, code, one_line(said)[:_LONGEST_SHOWN], "", name))
    return found


def ranges_of(rows: Sequence[int]) -> str:
    """Numbers of rows in few words: 4–5, 8."""
    told: list[list[int]] = []
    for row in rows:
        if told and row == told[-1][1] + 1:
            told[-1][1] = row
        else:
            told.append([row, row])
    shown = [str(first) if first == last else f"{first}–{last}" for first, last in told]
    return ", ".join(shown[:_MOST_RANGES]) + (" …" if len(shown) > _MOST_RANGES else "")


def _year_over(sheet: Sheet, plan: SheetPlan, headings: Sequence[str], names: Sequence[str]) -> SaidYear | None:
    """The year that stands over all rows, in what is nearest to them. The name of a file is no part of the table, and
    what is worked out from it is derived."""
    due = plan.column(SheetField.DUE)
    if due is not None and due < len(headings) and (year := year_in(headings[due])) is not None:
        return SaidYear(year, DueBasis.SECTION)
    above = takewhile(lambda one: one[0] < plan.header, sheet.numbered())
    years = {year for _, cells in above if (year := year_in(_shown(cells))) is not None}
    if years:  # two lines over the table that name two years leave it open
        return SaidYear(years.pop(), DueBasis.SECTION) if len(years) == 1 else None
    for words, basis in ((sheet.name, DueBasis.SECTION), *((name, DueBasis.DERIVED) for name in names)):
        if (year := year_in(words, needs_sign=False)) is not None:
            return SaidYear(year, basis)
    return None


def status_counts(sheet: Sheet, plan: SheetPlan) -> dict[str, tuple[str, int]]:
    """The words of the column for the status by their folded form: as first written, and in how many rows."""
    place = plan.column(SheetField.STATUS)
    counts: dict[str, tuple[str, int]] = {}
    if place is not None:
        for _, cells in sheet.numbered(plan.header):
            # A sister may be narrower: that it has the same headings says nothing of columns without one.
            if place < len(cells) and cells[place]:
                key = fold(cells[place])
                words, count = counts.get(key, (one_line(cells[place])[:_LONGEST_SHOWN], 0))
                counts[key] = words, count + 1
    return counts


def _rank_of(number: str) -> int:
    """How deep in an outline a number stands, from 1; 0 for what is no number."""
    return next((rank for rank, form in enumerate(_OUTLINE, 1) if form.fullmatch(number)), 0)


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
