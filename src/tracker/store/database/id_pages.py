"""Long lists a page at a time: a statement names only so many values."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

# SQLite before 3.32 takes 999 parameters a statement, and some of ours need further ones beside the ids.
PAGE = 500
_T = TypeVar("_T")


def pages(items: Sequence[_T], size: int = PAGE) -> Iterator[Sequence[_T]]:
    """The items in their order, at most so many of them at a time."""
    return (items[start : start + size] for start in range(0, len(items), size))
