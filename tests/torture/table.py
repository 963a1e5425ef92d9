"""What a fault was found to do, and the table of it."""

import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

_HEADINGS = ("fault", "tried", "lost", "half-done", "wrong", "seconds", "")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of a group: where it may write, how often to try, and where its chance begins.

    `times` is None where every group chooses for itself; a group shares it out among its rows as it sees fit. So is
    `minutes`, after which a group ends that would go on for long.
    """

    folder: Path
    times: int | None = None
    seed: int = 7
    minutes: float | None = None

    def tries(self, usual: int) -> int:
        """How often a row is tried that is usually tried `usual` times."""
        return usual if self.times is None else self.times

    def seconds(self, usual_minutes: float) -> float:
        """How long a group may take that usually takes so many minutes."""
        return 60 * (usual_minutes if self.minutes is None else self.minutes)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of the table: a fault, how often it was tried, and what became of it.

    `lost` counts what had been acknowledged and is not there, `half_done` what is there by half, `wrong` everything
    else that should not be (a crash, a hang, a fault that is not found, a ledger that does not open). `note` says what
    is to be known besides; a row that could not be tried has `tried` 0 and says why.
    """

    fault: str
    tried: int
    lost: int = 0
    half_done: int = 0
    wrong: int = 0
    note: str = ""
    seconds: float = 0.0

    @property
    def is_harmless(self) -> bool:
        """Whether nothing came of it that should not have."""
        return not (self.lost or self.half_done or self.wrong)

    def cells(self) -> tuple[str, ...]:
        """The row as texts."""
        if not self.tried:
            return (self.fault, "–", "–", "–", "–", "–", self.note)
        counts = (f"{count:,}" for count in (self.tried, self.lost, self.half_done, self.wrong))
        return (self.fault, *counts, f"{self.seconds:.0f}", self.note)


@dataclass(slots=True)
class Tally:
    """Counts while a fault is tried. Each find is told at once, with what makes it happen again."""

    fault: str
    tried: int = 0
    lost: int = 0
    half_done: int = 0
    wrong: int = 0
    note: str = ""
    finds: list[str] = field(default_factory=list)
    _start: float = field(default_factory=perf_counter)

    def lose(self, what: str) -> None:
        """Something acknowledged is not there any more."""
        self.lost += 1
        self._tell("lost", what)

    def halve(self, what: str) -> None:
        """Something is there by half."""
        self.half_done += 1
        self._tell("half-done", what)

    def blame(self, what: str) -> None:
        """Something else is not as it should be."""
        self.wrong += 1
        self._tell("wrong", what)

    def outcome(self) -> Outcome:
        """The row."""
        seconds = perf_counter() - self._start
        return Outcome(self.fault, self.tried, self.lost, self.half_done, self.wrong, self.note, seconds)

    @contextmanager
    def trying(self, what: str) -> Iterator[None]:
        """One more time; an exception that leaves the block is a find, `what` says how to make it happen again."""
        self.tried += 1
        try:
            yield
        except Exception as error:
            self.blame(f"{what}: {type(error).__name__}: {error}")

    def _tell(self, kind: str, what: str) -> None:
        self.finds.append(f"{kind}: {what}")
        print(f"\n{self.fault}: {kind}: {what}", file=sys.stderr, flush=True)


def show(outcomes: Sequence[Outcome]) -> None:
    """Print the table."""
    table = [_HEADINGS, *(outcome.cells() for outcome in outcomes)]
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    for line in table:
        print("  ".join(cell + " " * (size - _width(cell)) for cell, size in zip(line, widths, strict=True)).rstrip())


def _width(words: str) -> int:
    """How many columns of a terminal the words take."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in words)
