"""In which order rows stand: by one key, and where rows are equal in that by further ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Order(Generic[Key]):
    """One key that rows are ordered by."""

    key: Key
    descending: bool = False


Orders = tuple[Order[Key], ...]


def each_once(orders: Iterable[Order[Key]]) -> Orders[Key]:
    """The same order without keys that came before, as these decide nothing any more."""
    found: dict[Key, Order[Key]] = {}
    for order in orders:
        found.setdefault(order.key, order)
    return tuple(found.values())
