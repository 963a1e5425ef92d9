"""How well later words are known to say an earlier commitment again, and how seldom others are taken for such.

`python tests/evaluation/recognition.py [--misses]`. A pair counts when
its commitment is named first; a look-alike is taken when any commitment is named for it.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tracker.services.briefings.recognising import KnownAgain, SaidBy, read_words, recognise
from tracker.services.ledgers.workspace import Workspace, open_workspace

HERE = Path(__file__).parent / "briefings"
SETS = {
    "development": HERE / "recognition.json",
    "written": HERE / "recognition_written.json",
    "a year on": HERE / "recognition_2026.json",
}
LEAST_FIRST = 90
MOST_TAKEN = 15
"""Percent of the pairs, and of the look-alikes."""
_MINISTRY = "工业和信息化部"
_SAID_ON = date(2026, 3, 1)
_RELATED = "related"
"""A pair that is no relation of §8."""


@dataclass(frozen=True)
class Row:
    """Words, the commitment that they say again, None for a look-alike, by which relation, and who published them."""

    exact: str
    code: str | None
    relation: str
    publisher: str = _MINISTRY


@dataclass(frozen=True)
class Figures:
    """Counts over a set of rows: of the pairs those named first and those for which another commitment is; of those
    named first that have a relation, the ones with the right relation suggested."""

    first: int
    another: int
    pairs: int
    taken: int
    look_alikes: int
    right: int
    related: int

    @property
    def clears(self) -> bool:
        """Whether neither share is on the wrong side of its bar."""
        return 100 * self.first >= LEAST_FIRST * self.pairs and 100 * self.taken <= MOST_TAKEN * self.look_alikes

    def line(self, name: str) -> str:
        """One line of the table."""
        shares = (
            ("named first", self.first, self.pairs),
            ("another", self.another, self.pairs),
            ("look-alikes taken", self.taken, self.look_alikes),
            ("relation right", self.right, self.related),
        )
        return "  ".join([f"{name:<14}", *(f"{what} {_share(one, all_)} ({one}/{all_})" for what, one, all_ in shares)])


def read(path: Path) -> list[Row]:
    """The rows of a set."""
    entries = json.loads(path.read_text(encoding="utf-8"))
    return [Row(entry["exact"], entry["code"], entry["relation"], publisher(path, entry)) for entry in entries]


def publisher(path: Path, entry: Mapping[str, Any]) -> str:
    """Who published the text of a row, as its coding says; the ministry where no coding lies beside the text."""
    coding = (path.parent / entry.get("text_file", "")).with_suffix(".json")
    if not entry.get("text_file") or not coding.is_file():
        return _MINISTRY
    return json.loads(coding.read_text(encoding="utf-8")).get("publisher", _MINISTRY)


def ask(workspace: Workspace, rows: Sequence[Row]) -> list[KnownAgain]:
    """The program's own answers."""
    answers: list[KnownAgain] = []
    for row in rows:
        answers += recognise(workspace, [read_words(row.exact, _SAID_ON)], SaidBy(row.publisher, _SAID_ON))
    return answers


def measure(rows: Sequence[Row], answers: Sequence[KnownAgain]) -> Figures:
    """Count."""
    paired = [(row, answer) for row, answer in zip(rows, answers, strict=True) if row.code]
    named = [(row, answer.same_body[0]) for row, answer in paired if answer.same_body]
    found = [(row, best) for row, best in named if best.code == row.code]
    told = [(row, best) for row, best in found if row.relation != _RELATED]
    others = [answer for row, answer in zip(rows, answers, strict=True) if not row.code]
    return Figures(
        first=len(found),
        another=len(named) - len(found),
        pairs=len(paired),
        taken=sum(bool(answer.same_body) for answer in others),
        look_alikes=len(others),
        right=sum(best.relation is not None and best.relation.value == row.relation for row, best in told),
        related=len(told),
    )


def misses(rows: Sequence[Row], answers: Sequence[KnownAgain]) -> Iterator[str]:
    """What went wrong, one line each, with the words that misled."""
    for row, answer in zip(rows, answers, strict=True):
        best = answer.same_body[0] if answer.same_body else None
        got = None if best is None else best.code
        relation = None if best is None or best.relation is None else best.relation.value
        if got != row.code or (row.code and row.relation not in (relation, _RELATED)):
            words = "" if best is None else f" {best.score} ({', '.join(match.words for match in best.matched[:3])})"
            yield f"{row.exact}\n    wanted {row.code} {row.relation}; got {got} {relation}{words}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:4.0%}" if whole else "   –"


def main() -> int:
    """Print the table, and with --misses what went wrong; 1 where a bar is not cleared."""
    options = argparse.ArgumentParser(description="How well a pledge that is said again is known again")
    options.add_argument("--misses", action="store_true", help="name the words that went wrong")
    wanted = options.parse_args()
    below = 0
    with TemporaryDirectory() as folder:
        workspace = open_workspace(Path(folder) / "ledger.db", author="evaluation")
        for name, path in SETS.items():
            rows = read(path)
            answers = ask(workspace, rows)
            figures = measure(rows, answers)
            below += not figures.clears
            bars = f"bar {LEAST_FIRST} %, {MOST_TAKEN} %{'' if figures.clears else '  BELOW'}"
            print(figures.line(f"again, {name}"), bars, sep="  ")
            if wanted.misses:
                print(*misses(rows, answers), sep="\n")
        workspace.close()
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
