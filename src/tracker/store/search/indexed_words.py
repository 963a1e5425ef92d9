"""The words of a commitment, folded, as both kinds of the search index take them: before a change and after it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Column, ColumnElement, Integer, MetaData, Select, Table, Text, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

MOST_PAIRS = 16
"""Pairs of a long word that are looked up; whatever holds them all is read anyway."""

search_text = Table(
    "search_text",
    MetaData(),
    Column("commitment_id", Integer, primary_key=True, autoincrement=False),
    Column("words", Text, nullable=False),
)
"""What is said of each commitment now, folded, a field a line."""
evidence_text = Table(
    "evidence_text",
    search_text.metadata,
    Column("evidence_id", Integer, primary_key=True, autoincrement=False),
    Column("words", Text, nullable=False),
)
"""What is said of each piece of evidence now, folded."""


class IndexedWords(NamedTuple):
    """The words of a commitment now (`said`), and those that the index holds (`kept`), None where it holds none."""

    said: str
    kept: str | None


WordsById = Mapping[int, IndexedWords]


def runs_of(words: str) -> Iterator[str]:
    """Yield the stretches of a text without blanks, but for those that are part of another."""
    held = ""
    # The longest first, so that what is part of another run is met when that one is held already.
    for run in sorted(words.split(), key=len, reverse=True):
        if run not in held:  # a title stands in what was promised: all its terms are there
            held += run + "\n"
            yield run


class _StandsIn(FunctionElement[bool]):
    """By its clauses a column of folded words, and a folded word."""

    inherit_cache = True
    type = Boolean()


@compiles(_StandsIn, "sqlite")
def _in_file(element: _StandsIn, compiler: SQLCompiler, **how: Any) -> str:
    return f"instr({compiler.process(element.clauses, **how)}) > 0"


@compiles(_StandsIn, "postgresql")
def _on_server(element: _StandsIn, compiler: SQLCompiler, **how: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **how)}) > 0"


def stands_in(words: ColumnElement[str], word: str) -> ColumnElement[bool]:
    """Whether a folded word is in a column of folded words."""
    return _StandsIn(words, literal(word))


class _IsAmong(FunctionElement[Any]):
    """By its clauses a column, and a query for ids."""

    inherit_cache = True
    # Not Boolean, of which SQLAlchemy asks SQLite whether it is 1, so that no index would be used.
    type = NullType()


@compiles(_IsAmong, "sqlite")
def _among_in_file(element: _IsAmong, compiler: SQLCompiler, **how: Any) -> str:
    column, ids = (compiler.process(clause, **how) for clause in element.clauses)
    return f"{column} IN {ids}"


@compiles(_IsAmong, "postgresql")
def _among_on_server(element: _IsAmong, compiler: SQLCompiler, **how: Any) -> str:
    column, ids = (compiler.process(clause, **how) for clause in element.clauses)
    # First all ids, then their rows in order. Left to itself, PostgreSQL goes down the tree for each id, or looks for
    # the word in every text there is, which it takes for cheap: 1.6 s of half a million pieces.
    return f"{column} = ANY (ARRAY{ids})"


def is_among(column: ColumnElement[int], ids: Select[int]) -> ColumnElement[bool]:
    """Whether a column of ids is among those of a query."""
    return _IsAmong(column, ids.scalar_subquery())
