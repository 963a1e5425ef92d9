"""What makes a SQLModel class the handle of its table: `select(Commitment.code).join(CommitmentState, …)`.

The classes have no mapper, so nothing of SQLAlchemy's ORM takes part in a query. With one, an attribute of a class is
more than its column: a statement of 28 such attributes took 1.1 ms to be built and executed where that of the columns
took 0.45 ms, one of two attributes 0.18 ms in place of 0.13, each time and with the compiled form at hand; and to set
up the mappers took 25 ms of the start.
"""

import re
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

import sqlalchemy
from sqlalchemy import Column, FromClause, MetaData, Row, Select
from sqlmodel import SQLModel
from sqlmodel.main import SQLModelMetaclass

_T = TypeVar("_T")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

if TYPE_CHECKING:

    class Col(Generic[_T]):
        """A field whose values have this type; of the class it is the column."""

        def __get__(self, row: object, table: object) -> Column[_T]: ...

else:

    class Col:
        """For SQLModel a field is of the type of its values."""

        def __class_getitem__(cls, kind):
            return kind


class _TableClass(SQLModelMetaclass):
    """Makes the table of a class, of the columns that SQLModel leaves in it; SQLModel itself would go on to map them.

    A subclass with an `alias` is the table under this name: `class Lead(Department, alias="lead")`.
    """

    def __new__(
        cls, name: str, bases: tuple[type, ...], class_dict: dict[str, Any], *, table: bool = False, alias: str = ""
    ) -> Any:
        if alias:
            return type.__new__(cls, name, bases, class_dict)
        # There are no instances to validate, so pydantic need not build its validators: a fifth of what the tables take
        # at each start.
        config = {"model_config": {"defer_build": True}}
        return super().__new__(cls, name, bases, class_dict | config, table=table)

    def __init__(
        self, name: str, bases: tuple[type, ...], class_dict: dict[str, Any], *, table: bool = False, alias: str = ""
    ) -> None:
        # Past `SQLModelMetaclass.__init__`, which would make the mapper that the module does without.
        type.__init__(self, name, bases, class_dict)
        if alias:
            self.__source__ = self.__table__.alias(alias)
            for column in self.__source__.c:
                type.__setattr__(self, column.name, column)
        elif table:
            columns = {field: vars(self)[field] for field in self.model_fields}
            for field, column in columns.items():
                # SQLModel leaves its name to the mapper, so that a column has none until here.
                column.name = column.key = field
            table_name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
            rules = class_dict.get("__table_args__", ())
            self.__table__ = self.__source__ = sqlalchemy.Table(table_name, metadata, *columns.values(), *rules)


class StoredTable(SQLModel, metaclass=_TableClass):
    """Common ground of all tables. The rows are read by SQLAlchemy Core: there are no instances."""

    metadata = metadata
    __table__: ClassVar[sqlalchemy.Table]
    __source__: ClassVar[FromClause]

    @classmethod
    def __clause_element__(cls) -> FromClause:
        """Return what SQLAlchemy takes the class for wherever a statement names it."""
        return cls.__source__


NamedRow = Row[*tuple[Any, ...]]
"""A row of many columns, which are read by name."""
NamedSelect = Select[*tuple[Any, ...]]
"""A query for such rows."""
