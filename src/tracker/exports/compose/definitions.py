"""What the words of a report mean, one table a vocabulary."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from tracker.domain.reports.report_request import ReportKind
from tracker.domain.search.ledger_query import Attention
from tracker.domain.terms import (
    EARLIER_TERMS,
    Assessment,
    CountingBasis,
    DepartmentBasis,
    Doubt,
    DueBasis,
    Light,
    RelationKind,
    SearchOutcome,
)
from tracker.exports.compose.register import term_cell, text_cell
from tracker.exports.report_text import paragraph, term
from tracker.exports.report_tree import CellKind, Column, Section, Table
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words


def definitions(facts: ReportFacts, words: Words) -> Section:
    """Return the section: who sets what, then every word with its rule."""
    tables = tuple(_table(key, members, words) for key, members in _defined(facts))
    note = paragraph(words.phrase("definitions_note"))
    return Section("definitions", words.report("section_definitions"), 1, (note, *tables))


def _defined(facts: ReportFacts) -> Iterator[tuple[str, Iterable[StrEnum]]]:
    """The vocabularies that the report uses. Terms of earlier ledgers only stand there where they occur."""
    yield "assessment", Assessment
    yield "doubt", Doubt
    yield "light", Light
    yield "department_basis", DepartmentBasis
    yield "due_basis", (basis for basis in DueBasis if basis not in EARLIER_TERMS or basis in facts.totals.due_bases)
    yield "counting_basis", CountingBasis
    if facts.relations:
        yield "relation_kind", (kind for kind in RelationKind if kind in facts.relations)
    if facts.wish.kind is ReportKind.PERIOD:  # whose entries tell of searches, as no table does
        yield "search_outcome", SearchOutcome
        asked = frozenset(attention for those in facts.attention.values() for attention in those)
        if asked:
            yield "attention", (attention for attention in Attention if attention in asked)


def _table(key: str, members: Iterable[StrEnum], words: Words) -> Table:
    caption = words.phrase(f"definitions_{key}")
    return Table(
        key=key,
        caption=caption,
        columns=(
            Column("term", caption, 150, CellKind.TERM),
            Column("meaning", words.column("meaning"), 700),
        ),
        rows=tuple((term_cell(term(member, words)), text_cell(words.rule(member))) for member in members),
    )
