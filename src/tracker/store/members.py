"""Sets of rows of a table as whole numbers, and their ids in an order.

In a set the bit `n` stands for the row with the id `n`: a hundred thousand of them cross in a microsecond.
"""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import compress

Members = int
"""A set of rows: bit `n` is set where the one with the id `n` is in it."""
_FLAGS = bytes(byte == ord("1") for byte in range(256))
"""The digits of a number in base two as what is false and true."""
_ONE = ord("1")
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
        return array("q", compress(self.ids, map(flags.__getitem__, self.ids)))


def members_of(ids: Iterable[int]) -> Members:
    """The set of the rows with these ids."""
    known = ids if isinstance(ids, list | array) else array("q", ids)
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


def replaced(side: Mapping[str, Members], news: Mapping[str, Members], others: Members) -> dict[str, Members]:
    """The members of each value: the `others` as they were, and all else by the `news`."""
    return {
        value: members for value in {**side, **news} if (members := side.get(value, 0) & others | news.get(value, 0))
    }
