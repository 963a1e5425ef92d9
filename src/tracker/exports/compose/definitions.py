"""What the words of a report mean, one table a vocabulary."""

from enum import StrEnum

from tracker.domain.report import CellKind, Column, Section, Table
from tracker.domain.terms import Assessment, CountingBasis, DepartmentBasis, DueBasis, Light
from tracker.exports.compose.register import term_cell, text_cell
from tracker.exports.compose.terms import paragraph, term
from tracker.wording import Words

_DEFINED: tuple[type[StrEnum], ...] = (Assessment, Light, DepartmentBasis, DueBasis, CountingBasis)
_KEYS = ("assessment", "light", "department_basis", "due_basis", "counting_basis")


def definitions(words: Words) -> Section:
    """The section: who sets what, then every word with its rule."""
    tables = tuple(_table(key, vocabulary, words) for key, vocabulary in zip(_KEYS, _DEFINED, strict=True))
    note = paragraph(words.phrase("definitions_note"))
    return Section("definitions", words.report("section_definitions"), 1, (note, *tables))


def _table(key: str, vocabulary: type[StrEnum], words: Words) -> Table:
    caption = words.phrase(f"definitions_{key}")
    return Table(
        key=key,
        caption=caption,
        columns=(
            Column("term", caption, 150, CellKind.TERM),
            Column("meaning", words.column("meaning"), 700),
        ),
        rows=tuple((term_cell(term(member, words)), text_cell(words.rule(member))) for member in vocabulary),
    )
