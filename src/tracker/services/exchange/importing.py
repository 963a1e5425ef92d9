"""Bring an office's own spreadsheet into the ledger: what it would come to, then all of it in one transaction."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, takewhile
from pathlib import PurePath
from typing import Any

from sqlalchemy import Connection

from tracker.capture.spreadsheets.headings import (
    claim_of,
    columns,
    find_header,
    headings_of,
    is_text,
    names_fields,
    plan_of,
)
from tracker.capture.spreadsheets.sheet_rows import MARKS, RowReader, SeenRows, ranges_of, sheet_findings, status_counts
from tracker.capture.spreadsheets.workbooks import Sheet, SheetFile, open_sheets, read_sheets
from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.errors import UserError
from tracker.domain.exchange.spreadsheet_rows import (
    LEFT_FOR,
    LeftReason,
    LeftRow,
    RowFinding,
    RowMark,
    SheetChoice,
    SheetColumn,
    SheetField,
    SheetFinding,
    SheetItem,
    SheetOffer,
    SheetPlan,
    SheetPreview,
    StatusWord,
)
from tracker.domain.rows import Changes
from tracker.domain.text.dates import stamp
from tracker.domain.text.lines import one_line
from tracker.services.commands import SheetWish
from tracker.services.events.kept_commands import kept_command
from tracker.services.exchange.sheet_items import SheetItemMaker
from tracker.services.ledgers.workspace import Workspace
from tracker.store.events.event_commands import Command
from tracker.store.events.seals import IMPORTING
from tracker.store.evidence.attachments import register
from tracker.store.evidence.known_pieces import KnownPieces
from tracker.store.exchange.importing import (
    Import,
    KnownWords,
    SheetSource,
    SheetWriter,
    coded_prefixes,
    free_key,
    imports,
)

__all__ = ["SheetFile", "bring_in", "offer", "open_sheets", "preview", "read_sheets"]

FIRST_ITEMS = 200
"""Commitments that a preview shows; it counts all."""
FIRST_FINDINGS = 1_000
_MOST_STATUSES = 40
_ROWS_KEPT = 40
"""Numbers of rows that the event keeps for each reason; it counts all."""
_STEP = 500
_LONGEST_PREFIX = 12
_LEFT = {mark: code for code, mark in LEFT_FOR.items()}
_TAKEN = {
    SheetFinding.ROW_HIDDEN: RowMark.HIDDEN,
    SheetFinding.ROW_FILTERED: RowMark.FILTERED,
    SheetFinding.ROW_STRUCK: RowMark.STRUCK,
}
_LONGEST_SHOWN = 200


def offer(
    workspace: Workspace,
    file: SheetFile,
    sheet: str = "",
    header: int | None = None,
    *,
    also: Sequence[str] = (),
    recall: bool = True,
) -> SheetOffer:
    """How a sheet would be read: by the mapping that was confirmed last for these headings, else as they are guessed.

    `sheet` "" is the longest in sight of those with headings; `header` None is sought; `also` are sheets with the same
    headings that are read with it. Raises `sheet_unknown`, `sheets_hidden`, `sheets_differ`, `sheet_is_text`,
    `header_unknown`, `sheet_too_wide`.
    """
    chosen = file.sheet(sheet) if sheet else _likeliest(file)
    if header is None:
        header = find_header(chosen)
        if is_text(chosen, header, file):
            raise UserError("sheet_is_text", field="file", name=file.name)
    if header and not chosen.cells(header):
        raise UserError("header_unknown", field="header", value=header, last=chosen.last)
    found = columns(chosen, header)
    plan = plan_of(chosen, header, found)
    remembered = ""
    publisher = ""
    with workspace.snapshot() as snapshot:
        known = imports(snapshot.connection) if recall else ()
    # By all headings in their order: a column more or less, and the positions would mean other things.
    same = next((one for one in known if one.headings == headings_of(found)), None)
    if same is not None:
        plan = _recalled(plan, same, found)
        remembered = same.file
        publisher = same.publisher
    # By the names that the sheets have: the same one may be asked for twice, and "" is one of them.
    others = dict.fromkeys(file.sheet(name).name for name in also)
    plan = replace(plan, also=tuple(name for name in others if name != chosen.name))
    _sheets_of(file, plan)
    # The file says when it was saved, by a clock that may have been ahead.
    day = min(file.changed_on or workspace.today(), workspace.today())
    return SheetOffer(
        sheets=_choices(file, chosen, found),
        columns=found,
        plan=plan,
        title=_title(file, chosen, header),
        publisher=publisher,
        prefix=_prefix(file.name, day),
        held_on=day,
        stated_on=day,
        remembered=remembered,
    )


def preview(
    workspace: Workspace, file: SheetFile, plan: SheetPlan, wish: SheetWish, progress: Progress = unwatched
) -> SheetPreview:
    """What would come in; records nothing. Raises what `bring_in` raises, but where there is no commitment at all."""
    sheets = _checked(workspace, file, plan, wish)
    with workspace.snapshot() as snapshot:
        _check_unknown(snapshot.connection, file, plan)
        made = _Read(snapshot.connection, workspace.today(), file, sheets, wish)
        items: list[SheetItem] = []
        count = claims = 0
        # By digests: a preview of a hundred thousand rows counts documents without holding their titles.
        evidence: set[bytes] = set()
        for item in made.items(_steps(made, progress)):
            count += 1
            claims += bool(item.row.status or item.row.progress)
            if item.row.evidence and not item.piece:
                evidence.add(item.row.evidence.digest)
            if count <= FIRST_ITEMS:
                items.append(item)
    first = sheets[0][0]
    unmapped = (column for column in columns(first, plan.header) if column.index not in plan.fields)
    return SheetPreview(
        count=count,
        items=tuple(items),
        findings=(*made.of_sheets(), *made.findings)[:FIRST_FINDINGS],
        found=made.found,
        left=tuple(made.left),
        left_out=made.left_out,
        unmapped=tuple(_heading(column) for column in unmapped),
        statuses=_statuses(sheets),
        new_departments=tuple(made.maker.new_departments),
        new_topics=tuple(made.maker.new_topics),
        claims=claims,
        evidence=len(evidence),
        marked=made.marked,
    )


def bring_in(
    workspace: Workspace, file: SheetFile, plan: SheetPlan, wish: SheetWish, progress: Progress = unwatched
) -> Changes:
    """Enter every commitment of a sheet as a source of its own, by one event that can be undone.

    Raises `sheet_known` where this sheet of this very file is in the ledger, `words_column_missing`, `column_twice`,
    `header_unknown`, `sheet_unknown`, `sheets_differ`, `date_future`, `prefix_taken`, `sheet_without_commitments`;
    then, and where `progress` cancels, nothing is changed.
    """
    sheets = _checked(workspace, file, plan, wish)
    with workspace.write() as work:
        _check_unknown(work.connection, file, plan)
        made = _Read(work.connection, workspace.today(), file, sheets, wish)
        details = _details(file, plan, wish, columns(sheets[0][0], plan.header))
        work.record(IMPORTING, details, command=_command(file, plan, wish))
        source = SheetSource(
            key=free_key(work.connection, _key(file)),
            code_prefix=wish.prefix,
            title=wish.title,
            publisher=wish.publisher,
            held_on=wish.held_on,
            stated_on=wish.stated_on,
            sha256=file.sha256,
        )
        writer = SheetWriter(work, source)

        def tell(done: int, total: int) -> None:
            del done  # rows are counted over all sheets
            progress(made.reached, total)

        # Items come one by one from the file: to hold them all takes several times its size.
        done = writer.write(made.items(), tell, made.total)
        # Only now it is known that there is none; the transaction takes the source back.
        if not done["count"]:
            raise UserError("sheet_without_commitments", field="sheet")
        work.complete({**done, "left": made.kept_left()})
        # The bytes come last: where anything before them fails, nothing is kept that the ledger does not refer to.
        work.contents.keep_pieces(file.sha256, file.content.pieces())
        register(work, file.sha256, file.content.size, file.media_type, ())
        return work.changes


class _Read:
    """One reading of the sheets of a file, each with its plan: its items as they come, and what is to be said of them
    beside."""

    def __init__(
        self,
        connection: Connection,
        today: date,
        file: SheetFile,
        sheets: Sequence[tuple[Sheet, SheetPlan]],
        wish: SheetWish,
    ) -> None:
        seen = SeenRows()
        names = (wish.title, PurePath(file.name).stem)
        self._sheets = sheets
        self._readers = [
            RowReader(sheet, plan, today, names, seen, names_sheet=len(sheets) > 1) for sheet, plan in sheets
        ]
        self._pieces = KnownPieces(connection)
        self._publisher = wish.publisher
        self._known = KnownWords(connection)
        self.total = sum(sheet.last for sheet, _ in sheets)
        self.maker = SheetItemMaker(connection, sheets[0][1], wish.prefix, self.total, wish.publisher)
        self.findings: list[RowFinding] = []
        self.found: Counter[SheetFinding] = Counter()
        self.left: list[LeftRow] = []
        self.left_out: Counter[LeftReason] = Counter()
        self.marked: Counter[RowMark] = Counter()
        self._left_marked: dict[tuple[str, RowMark], list[int]] = {}

    @property
    def reached(self) -> int:
        """Return how many rows have been read, of `total`."""
        return sum(reader.reached for reader in self._readers)

    def items(self, told: Callable[[int], None] = lambda row: None) -> Iterator[SheetItem]:
        """Return every commitment. To be used once."""
        for row in chain.from_iterable(reader.rows(told) for reader in self._readers):
            if isinstance(row, LeftRow):
                self._leave(row)
                continue
            item = self._with_known(self._with_piece(self.maker.make(row)))
            if item.findings:
                self.found.update(finding.code for finding in item.findings)
                self.marked.update(_TAKEN[one.code] for one in item.findings if one.code in _TAKEN)
                # Kept up to a limit but counted without one: a column that is wrong throughout would otherwise make a
                # finding of every row.
                self.findings += item.findings if len(self.findings) < FIRST_FINDINGS else ()
            yield item

    def of_sheets(self) -> list[RowFinding]:
        """What is to be known of the sheets as a whole, once all items have come; it is counted with the rest."""
        several = len(self._sheets) > 1
        told = [one for sheet, plan in self._sheets for one in sheet_findings(sheet, plan, several=several)]
        for (sheet, mark), rows in self._left_marked.items():
            told.append(RowFinding(rows[0], _LEFT[mark], ranges_of(rows), str(len(rows)), sheet))
            self.found[_LEFT[mark]] += len(rows)
        self.found.update(one.code for one in told if one.code not in LEFT_FOR)
        return told

    def _leave(self, row: LeftRow) -> None:
        self.left_out[row.reason] += 1
        self.left += [row] if len(self.left) < FIRST_FINDINGS else []
        if row.reason in MARKS:
            mark = MARKS[row.reason]
            self.marked[mark] += 1
            self._left_marked.setdefault((row.sheet, mark), []).append(row.row)

    def _with_known(self, item: SheetItem) -> SheetItem:
        """The commitment, with a word where the ledger has one that says the same: nothing is tied to it (§8)."""
        row = item.row
        code = self._known.find(row.words)
        if not code:
            return item
        finding = RowFinding(row.row, SheetFinding.WORDS_KNOWN, one_line(row.words)[:_LONGEST_SHOWN], code, row.sheet)
        return replace(item, findings=(*item.findings, finding))

    def _with_piece(self, item: SheetItem) -> SheetItem:
        """The commitment with the piece of evidence that is the document which its row names, if there is one: that is
        linked, and no other is added (coding rules §5)."""
        named = item.row.evidence
        piece = self._pieces.find(named.title, self._publisher, named.published, named.url) if named else 0
        if not named or not piece:
            return item
        said = named.title[:_LONGEST_SHOWN]
        finding = RowFinding(item.row.row, SheetFinding.EVIDENCE_KNOWN, said, str(piece), item.row.sheet)
        return replace(item, piece=piece, findings=(*item.findings, finding))

    def kept_left(self) -> dict[str, Any]:
        """For the event: by reason how many rows were left out, and the numbers of the first of them."""
        return {
            reason.value: [count, [row.row for row in self.left if row.reason is reason][:_ROWS_KEPT]]
            for reason, count in self.left_out.items()
        }


def _likeliest(file: SheetFile) -> Sheet:
    """The longest sheet in sight that has headings; the longest in sight where none has any."""
    # Headings before length: a sheet of notes on how to fill in the table is often the longest.
    headed = [sheet for sheet in file.sheets if sheet.is_shown and find_header(sheet)]
    return max(headed, key=lambda sheet: len(sheet.rows)) if headed else file.sheet("")


def _choices(file: SheetFile, chosen: Sheet, found: Sequence[SheetColumn]) -> tuple[SheetChoice, ...]:
    said = _layout(found)
    return tuple(
        SheetChoice(one.name, len(one.rows), one.is_shown, one is not chosen and _layout_of(one) == said)
        for one in file.sheets
    )


def _layout(found: Sequence[SheetColumn]) -> list[tuple[int, str]]:
    # By place and heading: sisters that have the same headings in another order would be read by the columns of the
    # first.
    return list(
        zip((column.index for column in found if column.heading), filter(None, headings_of(found)), strict=False)
    )


def _layout_of(sheet: Sheet) -> list[tuple[int, str]]:
    """Where the headings of a sheet stand; [] for one without."""
    header = find_header(sheet)
    try:
        return _layout(columns(sheet, header)) if header else []
    except UserError:  # too wide to be read at all
        return []


def _sheets_of(file: SheetFile, plan: SheetPlan) -> list[tuple[Sheet, SheetPlan]]:
    """The sheets of a plan, each with the row of its own headings. Raises `sheet_unknown`, `sheets_differ`."""
    first = file.sheet(plan.sheet)
    said = _layout(columns(first, plan.header))
    sheets = [(first, plan)]
    for name in dict.fromkeys(plan.also):
        sister = file.sheet(name)
        if sister is first:
            continue
        if not said or _layout_of(sister) != said:
            raise UserError("sheets_differ", field="sheet", value=name, other=first.name)
        sheets.append((sister, replace(plan, sheet=name, header=find_header(sister))))
    return sheets


def _checked(workspace: Workspace, file: SheetFile, plan: SheetPlan, wish: SheetWish) -> list[tuple[Sheet, SheetPlan]]:
    """The sheets, each with its plan, once plan and wish are sound."""
    sheet = file.sheet(plan.sheet)
    if plan.header and not sheet.cells(plan.header):
        raise UserError("header_unknown", field="header", value=plan.header, last=sheet.last)
    if plan.column(SheetField.WORDS) is None:
        raise UserError("words_column_missing", field="promise")
    held = Counter(field for field in plan.fields.values() if field is not SheetField.REMARKS)
    for field, count in held.items():
        if count > 1:
            raise UserError("column_twice", field="column", held=field)
    for name, day in (("held_on", wish.held_on), ("stated_on", wish.stated_on)):
        if day > workspace.today():
            raise UserError("date_future", field=name, value=day.isoformat())
    with workspace.snapshot() as snapshot:
        if wish.prefix in coded_prefixes(snapshot.connection):
            raise UserError("prefix_taken", field="prefix", value=wish.prefix)
    return _sheets_of(file, plan)


def _check_unknown(connection: Connection, file: SheetFile, plan: SheetPlan) -> None:
    """The same sheet of the same bytes comes in once. Raises `sheet_known`."""
    wanted = {file.sheet(name).name for name in (plan.sheet, *plan.also)}
    for one in imports(connection):
        # One that was taken back may come in again: that is how somebody mends a mapping.
        if one.in_effect and one.sha256 == file.sha256 and not wanted.isdisjoint(one.sheets):
            raise UserError("sheet_known", field="file", name=file.name, by=one.author, at=stamp(one.at))


def _recalled(plan: SheetPlan, known: Import, found: Sequence[SheetColumn]) -> SheetPlan:
    """The mapping as it was confirmed for the same headings, column by column."""
    fields = {column.index: field for column, field in zip(found, known.columns, strict=True) if field}
    return replace(plan, fields=fields, statuses=known.statuses)


def _statuses(sheets: Sequence[tuple[Sheet, SheetPlan]]) -> tuple[StatusWord, ...]:
    every: dict[str, tuple[str, int]] = {}
    for sheet, plan in sheets:
        for key, (words, count) in status_counts(sheet, plan).items():
            every[key] = every.get(key, (words, 0))[0], every.get(key, (words, 0))[1] + count
    plan = sheets[0][1]
    counts = sorted(every.items(), key=lambda one: -one[1][1])[:_MOST_STATUSES]
    return tuple(StatusWord(words, count, claim_of(words, plan.statuses)[1], key) for key, (words, count) in counts)


def _details(file: SheetFile, plan: SheetPlan, wish: SheetWish, found: Sequence[SheetColumn]) -> dict[str, Any]:
    """What the event keeps: enough to know the sheet again, and to read the next one of its sort alike."""
    return {
        "file": file.name,
        "sha256": file.sha256,
        "sheet": file.sheet(plan.sheet).name,
        "also": [file.sheet(name).name for name in plan.also],
        "title": wish.title,
        "publisher": wish.publisher,
        "header": plan.header,
        "headings": headings_of(found),
        "columns": [plan.fields.get(column.index) for column in found],
        "statuses": dict(plan.statuses),
    }


def _command(file: SheetFile, plan: SheetPlan, wish: SheetWish) -> Command:
    """What was asked for; the file is kept by its SHA-256."""
    read = {
        "sheet": plan.sheet,
        "header": plan.header,
        "fields": {str(place): held.value for place, held in plan.fields.items()},
        "statuses": dict(plan.statuses),
        "also": list(plan.also),
        "takes": sorted(plan.takes),
    }
    return kept_command("bring_in", file=file.name, sha256=file.sha256, plan=read, wish=wish.model_dump(mode="json"))


def _title(file: SheetFile, sheet: Sheet, header: int) -> str:
    """What stands over the headings, else the name of the file."""
    rows = takewhile(lambda one: one[0] < header, sheet.numbered())
    above = (cell for _, cells in rows if names_fields(cells) <= 1 for cell in cells if cell)
    return one_line(next(above, ""))[:200] or PurePath(file.name).stem or sheet.name or file.sha256[:8]


def _prefix(name: str, day: date) -> str:
    """OFFICE-2026, or the Latin letters that the name of the file begins with."""
    letters = re.match(r"[A-Za-z]{2,}", name)
    return f"{letters[0][:_LONGEST_PREFIX].upper() if letters else 'OFFICE'}-{day.year}"


def _key(file: SheetFile) -> str:
    stem = re.sub(r"[\s\W]+", "-", PurePath(file.name).stem)[:40].strip("-")
    return "-".join(filter(None, (stem, file.sha256[:12])))


def _heading(column: SheetColumn) -> str:
    return column.heading or next(iter(column.samples), str(column.index + 1))


def _steps(made: _Read, progress: Progress) -> Callable[[int], None]:
    def tell(row: int) -> None:
        if row % _STEP == 0:
            progress(made.reached, made.total)

    return tell
