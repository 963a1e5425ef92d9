"""Column types that mean the same on SQLite and PostgreSQL."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Date, Dialect, Enum, Float, Integer, String, Text, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ColumnElement
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator


def term_column(kind: type[StrEnum], *, nullable: bool = False) -> Column[Any]:
    """A column for a controlled vocabulary: stored by value, with a check constraint."""
    return Column(term_type(kind), nullable=nullable)


def term_type(kind: type[StrEnum]) -> Enum:
    """The SQL type of a controlled vocabulary."""
    return Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        length=24,
        name=_snake(kind.__name__),
    )


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


class Amount(TypeDecorator[Decimal]):
    """A decimal of up to 15 significant digits, sortable in SQL."""

    impl = Float(53)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> float | None:
        return None if value is None else float(value)

    def process_result_value(self, value: float | None, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        return Decimal(f"{value:.15g}")


class LongText(TypeDecorator[str]):
    """A text that may be too long to be held. A file keeps one that was written in pieces as the bytes of its UTF-8."""

    impl = Text
    cache_ok = True

    def process_result_value(self, value: str | bytes | None, dialect: Dialect) -> str | None:
        # Bytes that were altered are to make another text, which its hash tells, and not an error.
        return value.decode(errors="replace") if isinstance(value, bytes) else value


class Moment(TypeDecorator[datetime]):
    """A point in time as ISO 8601 text in UTC with microseconds: readable, and its order is the order of time."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class days_between(FunctionElement[int]):  # noqa: N801 - reads as the SQL function that it is
    """Whole days from the second date to the first."""

    type = Integer()
    inherit_cache = True
    name = "days_between"

    def __init__(self, later: ColumnElement[date] | date, earlier: ColumnElement[date] | date) -> None:
        super().__init__(_as_date(later), _as_date(earlier))


def _as_date(value: ColumnElement[date] | date) -> ColumnElement[Any]:
    if isinstance(value, date):
        return literal(value, Date())
    return value


@compiles(days_between)
def _subtract(element: days_between, compiler: SQLCompiler, **kw: Any) -> str:
    later, earlier = element.clauses
    return f"(CAST({compiler.process(later, **kw)} AS DATE) - CAST({compiler.process(earlier, **kw)} AS DATE))"


@compiles(days_between, "sqlite")
def _subtract_julian(element: days_between, compiler: SQLCompiler, **kw: Any) -> str:
    later, earlier = element.clauses
    return f"(julianday({compiler.process(later, **kw)}) - julianday({compiler.process(earlier, **kw)}))"
