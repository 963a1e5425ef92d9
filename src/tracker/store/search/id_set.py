"""Sets of rows of a table as whole numbers, and their ids in an order.

In a set the bit `n` means the row with the id `n`: a hundred thousand of them cross in a microsecond.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any

Members = int
"""A set of rows: bit `n` is set where the one with the id `n` is in it."""
ID_CODE = "I"
"""How ids are held in an array: four bytes each, which are enough for four thousand million rows."""
_FLAGS = bytes(byte == ord("1") for byte in range(256))
"""The digits of a number in base two as what is false and true."""
_ONE = ord("1")
_MOST_HELD = 100_000
"""Ids that wait to be put into their sets: one takes as much memory as a hundred bits."""
_DENSE = 32
"""Where every so many-th row is in a set it is written down as digits, which is faster; else as bits."""


@dataclass(frozen=True, slots=True)
class Order:
    """Ids in an order, and the lowest number above them all."""

    ids: "array[int]"
    above: int

    @classmethod
    def of(cls, ids: "array[int]") -> "Order":
        """The ids as they come."""
        return cls(ids, max(ids, default=0) + 1)

    def only(self, members: Members) -> "array[int]":
        """Those of the ids that are members, in their order."""
        flags = bin(members | 1 << self.above)[:1:-1].encode().translate(_FLAGS)
        return array(ID_CODE, compress(self.ids, map(flags.__getitem__, self.ids)))


def members_of(ids: Iterable[int]) -> Members:
    """The set of the rows with these ids."""
    known = ids if isinstance(ids, list | array) else array(ID_CODE, ids)
    top = max(known, default=-1)
    if len(known) * _DENSE > top:
        digits = bytearray(b"0") * (top + 1)
        for one in known:
            digits[~one] = _ONE
        return int(digits or b"0", 2)
    flags = bytearray((top >> 3) + 1)
    for one in known:
        flags[one >> 3] |= 1 << (one & 7)
    return int.from_bytes(flags, "little")


class Gathering:
    """Sets of rows by a value, which grow as rows are read; no more than some ids are held besides the sets."""

    def __init__(self) -> None:
        self._waiting: defaultdict[Any, list[int]] = defaultdict(list)
        self._sets: dict[str, Members] = {}
        self._held = 0

    def add(self, numbers: Sequence[int], values: Sequence[Any]) -> None:
        """Rows by their ids, and the value of each."""
        waiting = self._waiting
        for number, value in zip(numbers, values, strict=True):
            waiting[value].append(number)
        self._held += len(numbers)
        if self._held > _MOST_HELD:
            self._settle()

    def sets(self) -> dict[str, Members]:
        """The set of each value."""
        self._settle()
        return self._sets

    def _settle(self) -> None:
        for value, numbers in self._waiting.items():
            self._sets[str(value)] = self._sets.get(str(value), 0) | members_of(numbers)
        self._waiting.clear()
        self._held = 0


def replaced(side: Mapping[str, Members], news: Mapping[str, Members], others: Members) -> dict[str, Members]:
    """The members of each value: the `others` as they were, and all else by the `news`."""
    return {
        value: members for value in {**side, **news} if (members := side.get(value, 0) & others | news.get(value, 0))
    }
