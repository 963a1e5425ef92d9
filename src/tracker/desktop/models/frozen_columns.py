"""The columns at the left of a table that stay where they are while the others are scrolled sideways."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QHeaderView

from tracker.desktop.models.columns import TableColumn

_MOST = 0.7
"""The share of a table that stays: what does not fit into it is scrolled, or the others would have no room."""


def frozen_columns(header: QHeaderView, columns: Sequence[TableColumn[Any]]) -> list[int]:
    """Return the numbers of the columns that stay, from the left on: as many as leave room for the others."""
    room = header.viewport().width() * _MOST
    found: list[int] = []
    for number in sorted((n for n, one in enumerate(columns) if one.frozen), key=header.visualIndex):
        room -= header.sectionSize(number)
        if room < 0:
            break
        # A hidden section is 0 wide.
        if header.sectionSize(number):
            found.append(number)
    return found


def frozen_width(header: QHeaderView, columns: Sequence[TableColumn[Any]]) -> int:
    """Return how much of the table the columns that stay take."""
    return sum(map(header.sectionSize, frozen_columns(header, columns)))


def left_of(header: QHeaderView, columns: Sequence[TableColumn[Any]], number: int) -> int:
    """Return where a column begins in what is to be seen of the table."""
    # Those that stay are the first ones, so that nothing stands between them and the edge.
    stays = number in frozen_columns(header, columns)
    return header.sectionPosition(number) if stays else header.sectionViewportPosition(number)
