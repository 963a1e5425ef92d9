"""All commitments of a report as one table, and all their evidence as another: the ledger as an office keeps it."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from tracker.domain.commitments.progress import Many
from tracker.domain.rows import EvidenceRow, RelationRow
from tracker.domain.terms import Doubt
from tracker.exports.citing import public_address
from tracker.exports.report_item import (
    Item,
    about_relation,
    doubt_words,
    due_words,
    part_details,
    part_words,
    quoted_by,
    working_words,
)
from tracker.exports.report_text import Term
from tracker.exports.report_tree import Align, Cell, CellKind, Column, ItemTable
from tracker.wording import Words

_EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class _Field:
    """A column of the register: how it stands, and what it says of an item."""

    key: str
    cell: Callable[[Item], Cell]
    width: int
    kind: CellKind = CellKind.TEXT
    align: Align = Align.START


def register(items: Many[Item], words: Words, *, parts: bool, claims: bool, changes: bool) -> ItemTable:
    """Return the table; with columns for `parts`, for official words, `claims`, and for `changes` where there are
    such."""
    further = ((_PARTS, parts), (_CLAIMS, claims), (_CHANGED, changes))
    fields = [*_FIELDS, *(field for field, there in further if there)]
    return ItemTable(
        key="register",
        caption=words.report("section_register"),
        columns=tuple(Column(f.key, words.column(f.key), f.width, f.kind, f.align) for f in fields),
        items=items,
        rows_of=lambda item: (tuple([f.cell(item) for f in fields]),),
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
            Column("published", words.column("published"), 80),
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
        text_cell(piece.published),
        text_cell(piece.number),
        Cell(tuple(said)),
        text_cell(piece.quote),
        text_cell(piece.note),
        text_cell(public_address(piece.url)),
    )


def text_cell(text: str) -> Cell:
    """Return a cell of words; of none where there are none."""
    return Cell((text,)) if text else _EMPTY


def term_cell(term: Term | None) -> Cell:
    """Return a cell of a code and its word."""
    return Cell((term.word,), term) if term else _EMPTY


def _exact(item: Item) -> Cell:
    """Every passage under the name of who said it."""
    return Cell(tuple([quoted_by(quote, item.detail, item.words) for quote in item.detail.quotes]))


def _departments(item: Item) -> Cell:
    return Cell(tuple(map(item.words.responsible, item.detail.departments)))


def _due(item: Item) -> Cell:
    row = item.detail.row
    return Cell((due_words(row, item.words),), row.due.on)


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
    """The newest piece in words, and the numbers of all."""
    words = item.words
    in_use = [piece for piece in item.detail.evidence if not piece.withdrawn]
    if not in_use:
        return _EMPTY
    newest = in_use[0]
    lines = [words.report("newest", title=newest.title, publisher=newest.publisher, published=newest.published)]
    lines += item.limits(newest)
    count = len(in_use) + item.detail.evidence_unread
    if count > 1:
        lines.append(words.report("evidence_count", count=count))
    return Cell(tuple(lines), None, item.cited(piece.id for piece in in_use))


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


_FIELDS = (
    _Field("code", lambda item: text_cell(item.code), 104),
    _Field("title", lambda item: text_cell(item.title), 140),
    _Field("exact", _exact, 228),
    _Field("departments", _departments, 194),
    _Field("due", _due, 132, CellKind.DATE),
    _Field("quantity", _quantity, 104),
    _Field("working", _working, 116),
    _Field("assessment", lambda item: term_cell(item.assessment), 108, CellKind.TERM, Align.CENTRE),
    _Field("doubts", _doubts, 140),
    _Field("grounds_changed", _grounds, 76),
    _Field("light", lambda item: term_cell(item.light), 80, CellKind.TERM, Align.CENTRE),
    _Field("reason", lambda item: text_cell(item.detail.reason), 180),
    _Field("evidence", _evidence, 190),
)
_PARTS = _Field("parts", _parts, 170)
_CLAIMS = _Field("claims", _claims, 170)
_CHANGED = _Field("changed", _changes, 170)
