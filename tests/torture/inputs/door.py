"""What a door is: a way in for what others made."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.torture.inputs.draw import Draw

Take = Callable[[Draw], object]
"""Makes one input of a draw and takes it in. Nothing but a `UserError` may come out of it."""


@dataclass(frozen=True, slots=True)
class Door:
    """A way in. `open` readies it in a folder of its own; `modules` are imported before, once for all workers.

    `cost` is how many milliseconds of a processor an input takes, about: the dear ones come last, so that they get the
    time that others leave. `note` says what is to be known of the inputs.
    """

    name: str
    open: Callable[[Path], Take]
    modules: tuple[str, ...] = ()
    cost: float = 0.5
    note: str = ""


def storable(*texts: str) -> None:
    """Whether texts can be kept in a ledger: no halves of surrogate pairs, and no NUL, which PostgreSQL refuses."""
    for text in texts:
        text.encode("utf-8")
        assert "\x00" not in text, "a NUL came through"
