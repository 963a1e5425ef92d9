"""Column types that mean the same on SQLite and PostgreSQL; of stored values that are none they tell damage."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, Boolean, Column, Date, Dialect, Enum, Float, Integer, MetaData, String, Text, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ColumnElement
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from tracker.store.database import decoding


def term_column(kind: type[StrEnum], *, nullable: bool = False) -> Column[Any]:
    """A column for a controlled vocabulary: stored by value, with a check constraint."""
    return Column(TermType(kind), nullable=nullable)


class TermType(TypeDecorator[StrEnum]):
    """The SQL type of a controlled vocabulary."""

    impl = Enum
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__(
            kind,
            values_callable=_values,
            # PostgreSQL's own enums would need a migration for each new term, and mean nothing to SQLite.
            native_enum=False,
            create_constraint=True,
            length=24,
            name=_snake(kind.__name__),
        )
        self.kind = kind

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """A look-up, which takes a fraction of what SQLAlchemy's own decoding of a term takes."""
        # None is a key like any other: a term that may be missing mostly is, and a key that is not there is what tells
        # damage.
        return decoding.KnownValues({None: None, **{member.value: member for member in self.kind}}).__getitem__


def _values(members: type[StrEnum]) -> list[str]:
    return [member.value for member in members]


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


class _Decoded(TypeEngine[Any]):
    """A type whose stored values `decode` decodes in a ledger in a file. PostgreSQL keeps nothing else in a column, and
    its driver decodes it; where both keep a text of a form that is ours, `everywhere` is set."""

    decode: ClassVar[Callable[[Any], Any]]
    everywhere: ClassVar[bool] = False

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """`decode` itself: every call in between would show where a hundred thousand rows are read."""
        if self.everywhere or dialect.name == "sqlite":
            return type(self).decode
        return super().result_processor(dialect, coltype)


class CheckedInteger(_Decoded, Integer):
    """A whole number."""

    decode = staticmethod(decoding.decode_integer)


class CheckedFloat(_Decoded, Float[float]):
    """A finite floating-point number."""

    decode = staticmethod(decoding.decode_number)


class SettingValue(_Decoded, Float[float]):
    """The value of a setting of the ledger."""

    decode = staticmethod(decoding.decode_setting)


class CheckedBoolean(_Decoded, Boolean):
    """A truth."""

    decode = staticmethod(decoding.decode_boolean)


# `_Decoded` is named first here and below: Python must find its `result_processor` before the one of SQLAlchemy's type.
class LongText(_Decoded, TypeDecorator[str]):
    """A text that may be too long to be held. A file keeps one that was written in pieces as the bytes of its UTF-8."""

    impl = Text
    cache_ok = True
    decode = staticmethod(decoding.decode_long_text)


class CheckedDate(_Decoded, TypeDecorator[date]):
    """A day."""

    impl = Date
    cache_ok = True
    decode = staticmethod(decoding.decode_day)


class DayOrMonth(_Decoded, TypeDecorator[str]):
    """An ISO day, or a month where the day is not known, as text: a month sorts before its days."""

    impl = String(10)
    cache_ok = True
    decode = staticmethod(decoding.decode_day_or_month)
    everywhere = True


class KeptDoubts(_Decoded, TypeDecorator[str]):
    """The doubts beside a verdict, as terms with commas between: see `tracker.domain.assessment.kept_doubts`."""

    impl = String
    cache_ok = True
    decode = staticmethod(decoding.decode_doubts)
    everywhere = True


class SortableDecimal(_Decoded, TypeDecorator[Decimal]):
    """A decimal of up to 15 significant digits, sortable in SQL."""

    # SQLite has no decimals, and text would sort 9 after 10. A double keeps fifteen digits exactly, which is what may
    # be typed.
    impl = Float(53)
    cache_ok = True
    decode = staticmethod(decoding.decode_amount)
    everywhere = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> float | None:
        return None if value is None else float(value)


class Moment(_Decoded, TypeDecorator[datetime]):
    """A point in time as ISO 8601 text in UTC with microseconds: readable, and its order is the order of time."""

    impl = String(27)
    cache_ok = True
    decode = staticmethod(decoding.decode_moment)
    everywhere = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        # Always in UTC and with six digits: texts of one length sort as the moments do.
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class CheckedJson(TypeDecorator[Any]):
    """JSON of one kind, an object or a list, that `fits`."""

    impl = JSON
    cache_ok = True

    def __init__(
        self,
        kind: type[dict[Any, Any] | list[Any]],
        fits: Callable[[Any], bool] = decoding.is_anything,
        *,
        none_as_null: bool = False,
    ) -> None:
        super().__init__(none_as_null=none_as_null)
        self.kind = kind
        self.fits = fits
        self.none_as_null = none_as_null

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """PostgreSQL's driver decodes JSON by itself, so that only its kind is left to be looked at."""
        return decoding.json_decoder(self.kind, self.fits, is_text=dialect.name == "sqlite")


_CHECKED: Mapping[type[TypeEngine[Any]], type[_Decoded]] = {
    Integer: CheckedInteger,
    Float: CheckedFloat,
    Boolean: CheckedBoolean,
    Date: CheckedDate,
}


def check_columns(metadata: MetaData) -> None:
    """Give numbers, truths and days the types that tell damage, and change nothing in the schema. To be called once all
    tables are known; here rather than column by column, so that none is forgotten.

    An id stays as it is: it is SQLite's own number of the row, and what refers to one and is none finds no row. A text
    stays as well: there are so many that to look at each would show in every list. What is wrong in either is found by
    `ledger_inspection.illegible_tables`.
    """
    for table in metadata.tables.values():
        for column in table.columns:
            # By the exact type: a subclass, as one of ours, knows damage already.
            checked = _CHECKED.get(type(column.type))
            if checked is not None and column.name != "id" and not column.foreign_keys:
                column.type = checked()


_Day = ColumnElement[date] | ColumnElement[date | None] | date


class days_between(FunctionElement[int]):  # noqa: N801 - reads as the SQL function that it is
    """Whole days from the second date to the first."""

    type = Integer()
    inherit_cache = True
    name = "days_between"

    def __init__(self, later: _Day, earlier: _Day) -> None:
        super().__init__(_as_date(later), _as_date(earlier))


def _as_date(value: _Day) -> ColumnElement[Any]:
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
    # Fractions of days, but both are days without a time, so that their difference is whole.
    return f"(julianday({compiler.process(later, **kw)}) - julianday({compiler.process(earlier, **kw)}))"


class json_length(FunctionElement[int]):  # noqa: N801 - reads as the SQL function that it is
    """How many entries a list kept as JSON has."""

    type = Integer()
    inherit_cache = True
    name = "json_length"


@compiles(json_length)
def _count_entries(element: json_length, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_array_length({compiler.process(element.clauses, **kw)})"
