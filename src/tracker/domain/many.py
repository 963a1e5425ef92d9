"""Things that are gone through one by one, however many there are."""

from collections.abc import Iterator
from typing import Protocol, TypeVar

_T_co = TypeVar("_T_co", covariant=True)


class Many(Protocol[_T_co]):
    """Things in order, of which it is known how many there are. Those that are too many to be held are read, or made,
    again each time that somebody goes through them; a tuple holds them all."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[_T_co]: ...
