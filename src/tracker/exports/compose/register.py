"""All commitments of a report as one table, and all their evidence as another: the ledger as an office keeps it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from tracker.domain.commitments.progress import Many
from tracker.domain.reports.register_columns import BESIDE, STANDARD, RegisterColumn
from tracker.domain.rows import EvidenceRow, RelationRow
from tracker.domain.terms import DepartmentRole, Doubt
from tracker.exports.citing import public_address
from tracker.exports.ledger_words import due_basis, next_step, problems, progress_sentence, proof
from tracker.exports.report_item import (
    Item,
    about_relation,
    doubt_words,
    part_details,
    part_words,
    quoted_by,
    review_day,
    working_words,
)
from tracker.exports.report_text import Term
from tracker.exports.report_tree import Align, Cell, CellKind, Column, ItemTable
from tracker.exports.running_text import day_words
from tracker.wording import Words

_EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class _Field:
    """A column of the register: what it says of an item, and how it stands."""

    cell: Callable[[Item], Cell]
    width: int
    kind: CellKind = CellKind.TEXT
    align: Align = Align.START


@dataclass(frozen=True, slots=True)
class RegisterShape:
    """Which columns a register has: those that are `chosen`, in their order, else the standard ones, with those of
    `there` behind them of which there is anything. `as_of` is the day that it is of."""

    as_of: date
    chosen: Sequence[RegisterColumn] = ()
    there: frozenset[RegisterColumn] = frozenset()

    @property
    def columns(self) -> tuple[RegisterColumn, ...]:
        """Return the columns in their order."""
        return tuple(self.chosen) or (*STANDARD, *(column for column in BESIDE if column in self.there))


def register(items: Many[Item], words: Words, shape: RegisterShape) -> ItemTable:
    """Return the table of all commitments."""
    fields = [(column, _FIELDS[column]) for column in shape.columns]
    of_day = {RegisterColumn.PROBLEMS: _problems, RegisterColumn.NEXT_STEP: _next_step}
    cells = [partial(of_day[column], as_of=shape.as_of) if column in of_day else field.cell for column, field in fields]
    return ItemTable(
        key="register",
        caption=words.report("section_register"),
        columns=tuple(
            Column(
                column.value,
                words.register(column.value),
                field.width,
                field.kind,
                field.align,
                beside=not shape.chosen and column in BESIDE,
            )
            for column, field in fields
        ),
        items=items,
        rows_of=lambda item: (tuple([cell(item) for cell in cells]),),
        empty=words.phrase("report_nothing"),
    )


def evidence_table(items: Many[Item], words: Words) -> ItemTable:
    """Return every piece of evidence below its commitment; one that bears on several stands below each."""
    return ItemTable(
        key="evidence",
        caption=words.report("entry_evidence"),
        columns=(
            Column("code", words.column("code"), 98),
            Column("title", words.column("title"), 180),
            Column("number", words.report("column_number"), 56, CellKind.NUMBER, Align.CENTRE),
            Column("evidence_title", words.column("evidence_title"), 250),
            Column("kind", words.column("kind"), 76),
            Column("publisher", words.column("publisher"), 140),
            Column("published", words.column("published"), 96, CellKind.DATE),
            Column("document", words.column("number"), 110),
            Column("bearing", words.column("bearing"), 190),
            Column("quote", words.field("quote"), 260),
            Column("note", words.field("note"), 220),
            Column("url", words.field("url"), 200),
        ),
        items=items,
        rows_of=lambda item: [_evidence_row(item, piece) for piece in item.pieces],
        empty=words.report("evidence_none"),
    )


def _evidence_row(item: Item, piece: EvidenceRow) -> tuple[Cell, ...]:
    words = item.words
    said = list(map(item.link_words, item.links(piece)))
    said += [words.report("in_force", day=piece.effective_on)] if piece.effective_on else []
    said += item.limits(piece)
    said += [words.report("piece_cited")] if piece.id in item.detail.cited else []
    number = item.numbers.get(piece.id)
    return (
        text_cell(item.code),
        text_cell(item.title),
        Cell() if number is None else Cell((str(number),), Decimal(number)),
        text_cell(piece.title),
        text_cell(words.term(piece.kind)),
        text_cell(piece.publisher),
        published_cell(piece.published, words),
        text_cell(piece.number),
        Cell(tuple(said)),
        text_cell(piece.quote),
        text_cell(piece.note),
        text_cell(public_address(piece.url)),
    )


def text_cell(text: str) -> Cell:
    """Return a cell of words; of none where there are none."""
    return Cell((text,)) if text else _EMPTY


def published_cell(published: str, words: Words) -> Cell:
    """Return a cell of an ISO day, as a date, or of a month, as words."""
    day = date.fromisoformat(published) if len(published) == len("2025-01-21") else None
    return Cell((day_words(published, words),), day)


def term_cell(term: Term | None) -> Cell:
    """Return a cell of a code and its word."""
    return Cell((term.word,), term) if term else _EMPTY


def _exact(item: Item) -> Cell:
    """Every passage under the name of who said it."""
    return Cell(tuple([quoted_by(quote, item.detail, item.words) for quote in item.detail.quotes]))


def _responsible(item: Item, role: DepartmentRole) -> Cell:
    """The departments in a role, each with how we know where the source does not name it."""
    words = item.words
    return Cell(tuple([words.in_charge(one) for one in item.detail.departments if one.role is role]))


def _due(item: Item) -> Cell:
    day = item.detail.row.due.on
    return Cell((day_words(day, item.words),), day) if day else _EMPTY


def _due_basis(item: Item) -> Cell:
    row = item.detail.row
    return text_cell(due_basis(row.due, review_day(row), item.words))


def _quantity(item: Item) -> Cell:
    quantity = item.detail.row.quantity
    return text_cell(item.words.quantity(quantity)) if quantity else _EMPTY


def _working(item: Item) -> Cell:
    """The arithmetic, or that there is nothing to count, and what it leaves out."""
    row = item.detail.row
    words = item.words
    if row.quantity is None:
        return _EMPTY
    counted = words.working(row.working) if row.working else working_words(row.quantity, None, words)
    return Cell((*([counted] if counted else []), *map(words.uncounted, item.detail.uncounted)))


def _doubts(item: Item) -> Cell:
    """What is questioned about the verdict, with the reasons by which the analyst held to it."""
    return Cell(tuple([doubt_words(doubt, item.words) for doubt in item.detail.doubts]))


def _grounds(item: Item) -> Cell:
    """Whether the verdict's grounds have changed."""
    return text_cell(item.words.term(Doubt.GROUNDS_CHANGED) if item.detail.row.grounds_changed else "")


def _parts(item: Item) -> Cell:
    """The parts, those with the same words about them on one line, and how many have no name yet."""
    words = item.words
    alike: dict[str, list[str]] = {}
    for part in item.detail.parts:
        alike.setdefault(part_details(part, words), []).append(words.name(part.title))
    lines = [part_words(words.join(titles), details, words) for details, titles in alike.items()]
    lines += [words.phrase("parts_unnamed", count=item.parts_unnamed)] if item.parts_unnamed else []
    return Cell(tuple(lines))


def _evidence(item: Item) -> Cell:
    """Where the newest piece is found, and the numbers of all."""
    in_use = (piece.id for piece in item.detail.evidence if not piece.withdrawn)
    return Cell(tuple(proof(item)), None, item.cited(in_use))


def _reason(item: Item) -> Cell:
    return text_cell(item.reason)


def _problems(item: Item, as_of: date) -> Cell:
    return Cell(tuple(problems(item, as_of)))


def _next_step(item: Item, as_of: date) -> Cell:
    return text_cell(next_step(item, as_of))


def _claims(item: Item) -> Cell:
    words = item.words
    claims = item.detail.claims
    relations = item.detail.relations
    said = [words.report("said", by=claim.said_by, on=claim.said_on) + words.quote(claim.said) for claim in claims]
    said += [_relation(later, words) for later in relations]
    return Cell(tuple(said), None, item.cited(one.evidence_id for one in (*claims, *relations)))


def _relation(later: RelationRow, words: Words) -> str:
    kind = words.term(later.kind)
    said = words.report("restated", kind=kind, by=later.said_by, on=later.said_on) + words.quote(later.wording)
    aside = words.join(about_relation(later, words), "clause")
    return said + words.report("aside", text=aside).rstrip() if aside else said


def _changes(item: Item) -> Cell:
    return Cell(item.change_lines)


_FIELDS: Mapping[RegisterColumn, _Field] = {
    RegisterColumn.ORDINAL: _Field(
        lambda item: Cell((str(item.ordinal),), Decimal(item.ordinal)), 36, CellKind.NUMBER, Align.CENTRE
    ),
    RegisterColumn.CODE: _Field(lambda item: text_cell(item.code), 98),
    RegisterColumn.TITLE: _Field(lambda item: text_cell(item.marked_title), 112),
    RegisterColumn.EXACT: _Field(_exact, 168),
    RegisterColumn.LEAD: _Field(partial(_responsible, role=DepartmentRole.LEAD), 92),
    RegisterColumn.CO_LEADS: _Field(partial(_responsible, role=DepartmentRole.CO_LEAD), 100),
    RegisterColumn.DUE: _Field(_due, 96, CellKind.DATE, Align.CENTRE),
    RegisterColumn.DUE_BASIS: _Field(_due_basis, 66),
    RegisterColumn.QUANTITY: _Field(_quantity, 80),
    RegisterColumn.PROGRESS: _Field(lambda item: text_cell(progress_sentence(item)), 196),
    RegisterColumn.ASSESSMENT: _Field(lambda item: term_cell(item.assessment), 86, CellKind.TERM, Align.CENTRE),
    RegisterColumn.LIGHT: _Field(lambda item: term_cell(item.light), 72, CellKind.TERM, Align.CENTRE),
    RegisterColumn.EVIDENCE: _Field(_evidence, 112),
    RegisterColumn.PROBLEMS: _Field(lambda item: _EMPTY, 108),
    RegisterColumn.NEXT_STEP: _Field(lambda item: _EMPTY, 100),
    # On purpose the same as REASON: of the standard columns, an office looks for the reason under its remarks.
    RegisterColumn.REMARKS: _Field(_reason, 116),
    RegisterColumn.PARTS: _Field(_parts, 170),
    RegisterColumn.CLAIMS: _Field(_claims, 170),
    RegisterColumn.CHANGED: _Field(_changes, 170),
    RegisterColumn.TOPIC: _Field(lambda item: text_cell(item.words.name(item.detail.row.topic)), 92),
    RegisterColumn.WORKING: _Field(_working, 116),
    RegisterColumn.DOUBTS: _Field(_doubts, 140),
    RegisterColumn.GROUNDS: _Field(_grounds, 76),
    RegisterColumn.REASON: _Field(_reason, 160),
}
"""The columns; what is wrong and what is next ask for the day, too: see `register`."""
