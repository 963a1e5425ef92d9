"""The annex of a briefing report: tables, the notes that its sentences lead to, and how it was made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.domain.reports.brief import share_of
from tracker.domain.reports.happenings import Act, Happening, Statement
from tracker.domain.reports.problem_rules import Problem
from tracker.domain.reports.report_request import Length
from tracker.domain.rows import ClaimRow
from tracker.exports.compose.brief import Brief
from tracker.exports.compose.brief_prose import quoted_of
from tracker.exports.compose.register import term_cell, text_cell
from tracker.exports.report_item import due_words
from tracker.exports.report_text import Paragraph, ParagraphKind, paragraph, term
from tracker.exports.report_tree import Align, Block, Cell, CellKind, Column, Front, References, Row, Section, Table
from tracker.exports.running_text import publishers

_MOST_ROWS = 400
"""Rows of a table: who wants more has the ledger."""
_MOST_LATE = 30
"""补录 stays short."""


@dataclass(frozen=True, slots=True)
class _Annex:
    """A table of the annex before it has its number."""

    key: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    most: int = _MOST_ROWS


def annex_of(brief: Brief, front: Front) -> Iterator[Section]:
    """Yield the sections of the annex. The text of the report must have been worded before: its notes come first."""
    words = brief.words
    tables = [table for table in _tables(brief) if table.rows]
    for number, table in enumerate(tables, 1):
        title = words.report(f"brief_annex_{table.key}")
        heading = words.report("brief_annex", number=number, title=title)
        blocks: list[Block] = [Table(table.key, heading, table.columns, tuple(table.rows[: table.most]))]
        if (cut := len(table.rows) - table.most) > 0:
            blocks.append(paragraph(words.report("brief_cut", count=cut), ParagraphKind.NOTE))
        yield Section(f"annex.{table.key}", heading, 1, tuple(blocks), annex=True)
    if brief.notes.entries:
        notes = References(brief.notes.entries)
        yield Section("references", words.report("brief_annex_notes"), 1, (notes,), annex=True)
    yield Section("annex.about", words.report("brief_annex_about"), 1, tuple(_about(brief, front)), annex=True)


def _tables(brief: Brief) -> Iterator[_Annex]:
    # Progress is annex table 1 whenever there is any: sentences name it by that number.
    yield _Annex("progress", _happening_columns(brief), [_happening_row(brief, *one) for one in _told(brief)])
    yield _problems(brief)
    yield _quantities(brief)
    yield _statements(brief)
    yield _late(brief)
    if brief.facts.wish.brief.length is Length.FULL:
        yield _ledger(brief)


def _told(brief: Brief) -> Iterator[tuple[int, Happening]]:
    return enumerate(brief.told.happenings, 1)


def _happening_columns(brief: Brief) -> tuple[Column, ...]:
    words = brief.words
    return (
        Column("order", words.report("brief_column_order"), 46, CellKind.NUMBER, Align.CENTRE),
        Column("published", words.report("column_day"), 94),
        Column("publisher", words.column("publisher"), 120),
        Column("material", words.report("brief_column_material"), 240),
        Column("bears", words.report("brief_column_bears"), 200),
    )


def _happening_row(brief: Brief, number: int, happening: Happening) -> Row:
    """A happening on one line: everything but its address, which its note has."""
    words = brief.words
    piece = happening.piece
    said = [brief.prose.material(happening)]
    if happening.act is Act.IN_FORCE:
        said.append(words.report("in_force", day=words.published(happening.on)))
    bears = [
        words.report("brief_aside", title=code, aside=words.term(bearing))
        for code, bearing in happening.bearings.items()
    ]
    return (
        Cell((str(number),), None),
        text_cell(happening.on),
        text_cell(publishers(piece.publisher, words)),
        Cell(tuple(said), None, (brief.notes.piece(piece),)),
        Cell(tuple(bears)),
    )


def _statements(brief: Brief) -> _Annex:
    """What was said in the period, each beside our assessment (§2)."""
    words = brief.words
    columns = (*_statement_columns(brief), _assessment_column(brief))
    rows = [
        (*_statement_row(brief, number, one), term_cell(term(brief.row(one.code).assessment, words)))
        for number, one in enumerate(brief.told.statements, 1)
    ]
    return _Annex("statements", columns, rows)


def _statement_columns(brief: Brief) -> tuple[Column, ...]:
    order, day, publisher, said, bears = _happening_columns(brief)
    words = brief.words
    return (
        order,
        day,
        replace(publisher, heading=words.report("brief_column_said_by")),
        replace(said, heading=words.report("brief_column_said")),
        bears,
    )


def _statement_row(brief: Brief, number: int, statement: Statement) -> Row:
    words = brief.words
    said = statement.said
    if isinstance(said, ClaimRow):
        what = words.report("brief_claim", term=said.claimed) if said.claimed else words.report("entry_claims")
    else:
        what = words.term(said.kind)
    note = brief.notes.statement(statement, brief.details[statement.code])
    return (
        Cell((str(number),), None),
        text_cell(statement.on),
        text_cell(said.said_by),
        Cell((quoted_of(said),), None, (note,)),
        text_cell(words.report("brief_aside", title=statement.code, aside=what)),
    )


def _late(brief: Brief) -> _Annex:
    """What happened or was said before the period and was entered in it (补录)."""
    rows: list[tuple[int | str, Row]] = [
        *((one.piece.id, _happening_row(brief, number, one)) for number, one in enumerate(brief.told.late, 1)),
        *(
            (one.said.uid, _statement_row(brief, number, one))
            for number, one in enumerate(brief.told.late_statements, len(brief.told.late) + 1)
        ),
    ]
    recorded = Column("recorded", brief.words.report("brief_column_recorded"), 94)
    shown = [(*row, _recorded(brief, key)) for key, row in rows]
    return _Annex("late", (*_happening_columns(brief), recorded), shown, _MOST_LATE)


def _recorded(brief: Brief, key: int | str) -> Cell:
    inputs = brief.facts.brief_inputs
    day = inputs.recorded.get(key) if inputs else None
    return text_cell(day.isoformat() if day else "")


def _problems(brief: Brief) -> _Annex:
    words = brief.words
    named: dict[str, list[Problem]] = {}
    for problem, codes in brief.told.problems.items():
        for code in codes:
            named.setdefault(code, []).append(problem)
    columns = (
        *_commitment_columns(brief),
        Column("problem", words.report("brief_column_problem"), 110),
    )
    ordered = [code for code in brief.details if code in named]
    rows = [
        (
            *_commitment_row(brief, code),
            Cell(tuple(words.report(f"brief_problem_{problem}") for problem in named[code])),
        )
        for code in ordered
    ]
    return _Annex("problems", columns, rows)


def _ledger(brief: Brief) -> _Annex:
    words = brief.words
    light = Column("light", words.column("light"), 80, CellKind.TERM, Align.CENTRE)
    rows = [(*_commitment_row(brief, code), term_cell(term(brief.row(code).light, words))) for code in brief.details]
    return _Annex("ledger", (*_commitment_columns(brief), light), rows)


def _commitment_columns(brief: Brief) -> tuple[Column, ...]:
    words = brief.words
    return (
        Column("code", words.column("code"), 92),
        Column("title", words.column("title"), 166),
        Column("lead", words.report("column_lead"), 132),
        Column("due", words.column("due"), 152),
        _assessment_column(brief),
    )


def _assessment_column(brief: Brief) -> Column:
    return Column("assessment", brief.words.column("assessment"), 92, CellKind.TERM, Align.CENTRE)


def _commitment_row(brief: Brief, code: str) -> Row:
    words = brief.words
    row = brief.row(code)
    return (
        text_cell(code),
        text_cell(words.title(row)),
        text_cell(words.responsible(row.lead) if row.lead else ""),
        text_cell(due_words(row, words, spelt=True)),
        term_cell(term(row.assessment, words)),
    )


def _quantities(brief: Brief) -> _Annex:
    """Plan against actual, with the arithmetic."""
    words = brief.words
    rows: list[Row] = []
    for code, detail in brief.details.items():
        quantity = detail.row.quantity
        working = detail.row.working
        if quantity is None or not quantity.value:
            continue
        share = share_of(working) if working else None
        actual = words.amount(working.actual, quantity.unit) if working else words.report("no_working")
        cells = [code, words.title(detail.row), words.quantity(quantity), actual]
        cells += [f"{share}%" if share is not None else "", words.working(working) if working else ""]
        rows.append(tuple(map(text_cell, cells)))
    columns = (
        Column("code", words.column("code"), 92),
        Column("title", words.column("title"), 190),
        Column("target", words.report("brief_column_target"), 100),
        Column("actual", words.report("brief_column_actual"), 90),
        Column("share", words.report("brief_column_share"), 78),
        Column("working", words.column("working"), 160),
    )
    return _Annex("quantities", columns, rows)


def _about(brief: Brief, front: Front) -> Iterator[Paragraph]:
    words = brief.words
    said = [words.report("line_source", source=source.text) for source in front.sources]
    said += [front.scope, *(source.incomplete for source in front.sources if source.incomplete)]
    said.append(words.report("brief_about"))
    if numbers := _untranslated(brief):
        said.append(words.report("brief_untranslated", numbers=words.join(f"[{number}]" for number in numbers)))
    for line in said:
        yield paragraph(line, ParagraphKind.NOTE)


def _untranslated(brief: Brief) -> list[int]:
    """The notes on pieces whose titles are Chinese in an English report."""
    if brief.words.language != "en":
        return []
    pieces: Mapping[int, object] = {
        brief.notes.piece(piece): piece for piece in brief.notes.pieces.values() if not piece.title_en
    }
    return sorted(pieces)
