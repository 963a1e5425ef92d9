"""What was measured, and the table of it."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TypeVar

T = TypeVar("T")
_HEADINGS = ("measure", "ours", "floor", "ratio", "bar", "p50/p95 ms", "")


@dataclass(frozen=True, slots=True)
class Result:
    """One row of the table. Times in seconds; `most` is the highest ratio allowed, `least` how many times faster than
    the floor it must be. `passes` overrules both, `note` says what is to be known besides."""

    measure: str
    ours: Sequence[float] = ()
    floor: Sequence[float] = ()
    most: float | None = None
    least: float | None = None
    bar: str = ""
    passes: bool | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """The median of ours over the median of the floor's."""
        return median(self.ours) / median(self.floor) if self.ours and self.floor else None

    @property
    def is_met(self) -> bool | None:
        """Whether the bar is met; None where there is none, or nothing could be measured."""
        if self.passes is not None or self.ratio is None or not (self.most or self.least):
            return self.passes
        if self.most is not None and self.ratio > self.most:
            return False
        return self.least is None or 1 / self.ratio >= self.least

    def cells(self) -> tuple[str, ...]:
        """The row as texts."""
        ratio = self.ratio
        said = "–" if ratio is None else f"1/{1 / ratio:.0f}" if ratio < 0.1 else f"{ratio:.2f}"
        bars = [f"≤ {self.most:g} ×"] if self.most else [f"≥ {self.least:g} × faster"] if self.least else []
        met = {True: "met", False: "BELOW", None: ""}[self.is_met]
        spread = f"{_ms(median(self.ours))}/{_ms(percentile(self.ours, 95))}" if self.ours else "–"
        return (
            self.measure,
            _ms(median(self.ours)) if self.ours else "–",
            _ms(median(self.floor)) if self.floor else "–",
            said,
            ", ".join(filter(None, [*bars, self.bar])) or "–",
            spread,
            " ".join(filter(None, (met, self.note))),
        )


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this many per cent lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))]


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What the work makes, and the seconds it took."""
    start = perf_counter()
    made = work()
    return made, perf_counter() - start


def side_by_side(
    ours: Callable[[], object], floor: Callable[[], object], rounds: int
) -> tuple[list[float], list[float]]:
    """Both in turn, so that whatever else the machine does burdens both alike. Neither's first run counts."""
    ours()
    floor()
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for place, work in enumerate((ours, floor)):
            found[place].append(timed(work)[1])
    return found


def show(results: Sequence[Result]) -> None:
    """Print the table."""
    table = [_HEADINGS, *(result.cells() for result in results)]
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    for line in table:
        print("  ".join(cell + " " * (size - width(cell)) for cell, size in zip(line, widths, strict=True)).rstrip())


def width(words: str) -> int:
    """How many columns of a terminal the words take."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in words)


def _ms(seconds: float) -> str:
    milliseconds = seconds * 1000
    return f"{milliseconds:.0f}" if milliseconds >= 20 else f"{milliseconds:.1f}"
