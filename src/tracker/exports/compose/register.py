"""All commitments of a report as one table, and all their evidence as another: the ledger as an office keeps it."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from tracker.domain.many import Many
from tracker.domain.reports.report_item import Item, Piece, Restatement
from tracker.domain.reports.report_text import Term
from tracker.domain.reports.report_tree import Align, Cell, CellKind, Column, ItemTable
from tracker.domain.terms import Doubt
from tracker.exports.compose.entries import about_relation, doubt_words
from tracker.exports.compose.promised import part_words, working_words
from tracker.wording import Words

_EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class _Field:
    """A column of the register: how it stands, and what it says of an item."""

    key: str
    cell: Callable[[Item, Words], Cell]
    width: int
    kind: CellKind = CellKind.TEXT
    align: Align = Align.START


def register(items: Many[Item], words: Words, *, parts: bool, claims: bool, changes: bool) -> ItemTable:
    """The table; with columns for `parts`, for official words, `claims`, and for `changes` where there are such."""
    further = ((_PARTS, parts), (_CLAIMS, claims), (_CHANGED, changes))
    fields = [*_FIELDS, *(field for field, there in further if there)]
    return ItemTable(
        key="register",
        caption=words.report("section_register"),
        columns=tuple(Column(f.key, words.column(f.key), f.width, f.kind, f.align) for f in fields),
        items=items,
        rows_of=lambda item: (tuple([f.cell(item, words) for f in fields]),),
        empty=words.phrase("report_nothing"),
    )


def evidence_table(items: Many[Item], words: Words) -> ItemTable:
    """Every piece of evidence below its commitment; one that bears on several stands below each."""
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
        rows_of=lambda item: [_evidence_row(item, piece, words) for piece in item.evidence],
        empty=words.report("evidence_none"),
    )


def _evidence_row(item: Item, piece: Piece, words: Words) -> tuple[Cell, ...]:
    said = [link.words for link in piece.links]
    said += [words.report("in_force", day=piece.effective_on)] if piece.effective_on else []
    said += piece.marks
    said += [words.report("piece_cited")] if piece.cited else []
    number = Cell() if piece.citation is None else Cell((str(piece.citation),), Decimal(piece.citation))
    return (
        text_cell(item.code),
        text_cell(item.title),
        number,
        text_cell(piece.title),
        text_cell(piece.kind.word),
        text_cell(piece.publisher),
        text_cell(piece.published),
        text_cell(piece.document),
        Cell(tuple(said)),
        text_cell(piece.quote),
        text_cell(piece.note),
        text_cell(piece.url),
    )


def text_cell(text: str) -> Cell:
    """A cell of words; of none where there are none."""
    return Cell((text,)) if text else _EMPTY


def term_cell(term: Term | None) -> Cell:
    """A cell of a code and its word."""
    return Cell((term.word,), term) if term else Cell()


def _exact(item: Item, words: Words) -> Cell:
    """Every passage under the name of who said it."""
    return Cell(tuple(words.report("quoted_by", quote=words.quote(quote.exact), by=quote.by) for quote in item.quotes))


def _doubts(item: Item, words: Words) -> Cell:
    """What is questioned about the verdict, with the reasons by which the analyst held to it."""
    return Cell(tuple(doubt_words(doubt, words) for doubt in item.doubts))


def _grounds(item: Item, words: Words) -> Cell:
    """Whether the verdict's grounds have changed."""
    return text_cell(words.term(Doubt.GROUNDS_CHANGED) if item.grounds_changed else "")


def _departments(item: Item, words: Words) -> Cell:
    return Cell(tuple(department.words for department in item.departments))


def _due(item: Item, words: Words) -> Cell:
    return Cell((item.due.words,), item.due.on)


def _quantity(item: Item, words: Words) -> Cell:
    return text_cell(item.target.words if item.target else "")


def _working(item: Item, words: Words) -> Cell:
    """The arithmetic, or that there is nothing to count, and what it leaves out."""
    target = item.target
    if target is None:
        return Cell()
    counted = target.working or working_words(target, words)
    return Cell((*([counted] if counted else []), *(value.words for value in target.left_out)))


def _parts(item: Item, words: Words) -> Cell:
    """The parts, those with the same words about them on one line, and how many have no name yet."""
    alike: dict[str, list[str]] = {}
    for part in item.part_details:
        alike.setdefault(part.details, []).append(part.title)
    lines = [part_words(words.join(titles), details, words) for details, titles in alike.items()]
    lines += [words.phrase("parts_unnamed", count=item.parts_unnamed)] if item.parts_unnamed else []
    return Cell(tuple(lines))


def _evidence(item: Item, words: Words) -> Cell:
    """The newest piece in words, and the numbers of all."""
    standing = [piece for piece in item.evidence if not piece.withdrawn]
    if not standing:
        return Cell()
    newest = standing[0]
    lines = [words.report("newest", title=newest.title, publisher=newest.publisher, published=newest.published)]
    lines += newest.marks
    count = len(standing) + item.evidence_unread
    if count > 1:
        lines.append(words.report("evidence_count", count=count))
    return Cell(tuple(lines), None, tuple(piece.citation for piece in standing if piece.citation))


def _claims(item: Item, words: Words) -> Cell:
    said = [words.report("said", by=claim.by, on=claim.on) + words.quote(claim.said) for claim in item.claims]
    later = [_relation(later, words) for later in item.restatements]
    cited = [statement.citation for statement in (*item.claims, *item.restatements)]
    return Cell((*said, *later), None, tuple(number for number in cited if number))


def _relation(later: Restatement, words: Words) -> str:
    said = words.report("restated", kind=later.kind.word, by=later.by, on=later.on) + words.quote(later.wording)
    aside = words.join(about_relation(later, words), "clause")
    return said + words.report("aside", text=aside).rstrip() if aside else said


def _changes(item: Item, words: Words) -> Cell:
    return Cell(tuple(words.report("on_day", day=change.on) + change.words for change in item.changes))


_FIELDS = (
    _Field("code", lambda item, words: text_cell(item.code), 104),
    _Field("title", lambda item, words: text_cell(item.title), 140),
    _Field("exact", _exact, 228),
    _Field("departments", _departments, 194),
    _Field("due", _due, 132, CellKind.DATE),
    _Field("quantity", _quantity, 104),
    _Field("working", _working, 116),
    _Field("assessment", lambda item, words: term_cell(item.assessment), 108, CellKind.TERM, Align.CENTRE),
    _Field("doubts", _doubts, 140),
    _Field("grounds_changed", _grounds, 76),
    _Field("light", lambda item, words: term_cell(item.light), 80, CellKind.TERM, Align.CENTRE),
    _Field("reason", lambda item, words: text_cell(item.reason), 180),
    _Field("evidence", _evidence, 190),
)
_PARTS = _Field("parts", _parts, 170)
_CLAIMS = _Field("claims", _claims, 170)
_CHANGED = _Field("changed", _changes, 170)
