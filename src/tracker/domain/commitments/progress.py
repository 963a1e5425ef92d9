"""How far long work has come, and the word that it is not wanted any more."""

from collections.abc import Iterator
from typing import Protocol, TypeVar

_T = TypeVar("_T")
_T_co = TypeVar("_T_co", covariant=True)


class Many(Protocol[_T_co]):
    """Things in order, of which it is known how many there are. Those that are too many to be held are read, or made,
    again each time that somebody goes through them; a tuple holds them all."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[_T_co]: ...


class Cancelled(Exception):  # noqa: N818 - nothing is wrong
    """Whoever asked for the work does not want it any more: it leaves everything as it was."""


class Progress(Protocol):
    """Told by long work, again and again, how many of its steps are done; a total of 0 means that nobody knows.

    Raises `Cancelled`, which the work lets pass.
    """

    def __call__(self, done: int, total: int) -> None: ...


def unwatched(done: int, total: int) -> None:
    """Take the progress of work that nobody looks at."""


def section(progress: Progress, before: int, whole: int) -> Progress:
    """Return the progress of a section of the work, before which `before` steps are done, of `whole` in all."""

    def tell(done: int, total: int) -> None:
        del total  # that of the section
        progress(before + done, whole)

    return tell


def standing(progress: Progress, number: int, whole: int) -> Progress:
    """Return the progress of one step, from 0, of `whole`: it stands where it is, and can be cancelled all the time."""

    def tell(done: int, total: int) -> None:
        del done, total  # those within the step
        progress(number, whole)

    return tell


def stage(progress: Progress, number: int, stages: int) -> Progress:
    """Return the progress of one of several stages, from 0, that each go through all the items and weigh the same."""

    def tell(done: int, total: int) -> None:
        progress(number * total + done, stages * total)

    return tell


def steps(items: Many[_T], progress: Progress) -> Iterator[_T]:
    """Return the items, one after the other; each is reported when the next is asked for."""
    for number, item in enumerate(items):
        progress(number, len(items))
        yield item
    progress(len(items), len(items))
