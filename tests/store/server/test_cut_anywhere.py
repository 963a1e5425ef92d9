"""Wherever a line is cut while a ledger is opened and read, it is told as that, and never as a defect of ours."""

from collections.abc import Callable
from contextlib import closing

import pytest
from tests.tcp_proxy import TcpProxy, through

from tracker.domain.errors import UserError
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.services.commitments.reading import list_rows
from tracker.services.ledgers.workspace import open_workspace

pytestmark = pytest.mark.network
STEPS = 40
"""So many places, spread evenly over all that passes."""


def open_and_read(address: str) -> None:
    with closing(open_workspace(address)) as ledger:
        assert len(list_rows(ledger, LedgerQuery())) == 72


def codes_of_cuts(cut: Callable[[int], None], total: int, address: str) -> list[str]:
    codes: list[str] = []
    for step in range(STEPS):
        cut(1 + step * total // STEPS)
        try:
            open_and_read(address)
        except UserError as error:
            codes.append(error.code)
    return codes


@pytest.mark.parametrize("direction", ["to_client", "to_server"])
def test_a_line_that_is_cut_anywhere_is_told_as_such(direction: str, proxy: TcpProxy, address: str) -> None:
    place = through(proxy, address)
    way = getattr(proxy, direction)
    before = way.passed
    open_and_read(place)
    total = way.passed - before

    def cut(after: int) -> None:
        way.cut_after = after

    codes = codes_of_cuts(cut, total, place)
    # One that is cut while nothing was asked yet is replaced, and nobody notices.
    assert len(codes) > STEPS // 2
    assert set(codes) == {"connection_lost"}
    way.cut_after = None
    open_and_read(place)
