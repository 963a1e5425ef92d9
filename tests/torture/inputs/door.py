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

    `share` of the inputs that are asked for are tried where one of them takes long; `note` says what of it then.
    """

    name: str
    open: Callable[[Path], Take]
    modules: tuple[str, ...] = ()
    share: float = 1.0
    note: str = ""


def storable(*texts: str) -> None:
    """Whether texts can be kept in a ledger: no halves of surrogate pairs, and no NUL, which PostgreSQL refuses."""
    for text in texts:
        text.encode("utf-8")
        assert "\x00" not in text, "a NUL came through"
