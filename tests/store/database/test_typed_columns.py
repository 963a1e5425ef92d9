"""The classes of tables as the handles of queries."""

import pytest
from sqlalchemy import inspect, select

from tracker.store.database.tables import Commitment, CommitmentState, Department
from tracker.store.database.typed_columns import Table


class _Lead(Department, alias="lead"):
    """A department under another name."""


def test_a_class_stands_for_its_table_in_a_statement() -> None:
    coded = select(Commitment.code).join(CommitmentState, CommitmentState.commitment_id == Commitment.id)
    assert " ".join(str(coded).split()) == (
        "SELECT commitment.code FROM commitment JOIN commitment_state ON commitment_state.commitment_id = commitment.id"
    )


def test_an_alias_has_its_own_columns_and_leaves_those_of_the_table_alone() -> None:
    pairs = select(_Lead.name).join(Department, Department.id == _Lead.id)
    assert " ".join(str(pairs).split()) == (
        "SELECT lead.name FROM department AS lead JOIN department ON department.id = lead.id"
    )


def test_a_misspelt_column_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="codee"):
        select(getattr(Commitment, "code" + "e"))


@pytest.mark.parametrize("table", [Commitment, CommitmentState, _Lead])
def test_no_mapper_slows_a_query_down(table: type[Table]) -> None:
    assert inspect(table, raiseerr=False) is None
