"""Hostile input: every way in for what others made, tried with inputs by the hundred thousand.

    make torture ARGS="--only doors"                                # up to 100,000 a door, some minutes
    make torture ARGS="--only doors --minutes 60"                   # all of them, whatever else the machine does
    make torture ARGS="--only doors --times 1000"
    .venv/bin/python tests/torture/doors.py "returned form" 4711    # one input again, with its traceback

An input is sound, or sound but for one thing, or no sense at all (`inputs/packed.py`, `inputs/documents.py`). Right is
a value or a `UserError`. Wrong is every other exception or warning, an end of the process, five seconds, 500 MB, a
text that no database takes, and what stays of an entry that was refused.
"""

import os
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.torture.inputs import documents, offices, program
from tests.torture.inputs.door import Door
from tests.torture.inputs.ledgers import open_ledger
from tests.torture.inputs.worker import Board, start, try_one
from tests.torture.table import Outcome, Plan, Tally

DOORS: tuple[Door, ...] = (*documents.DOORS, *offices.DOORS, *program.DOORS)
_TIMES = 100_000
_AT_ONCE = 2
_BATCH = 5_000
"""Inputs that a process tries: what it does not let go of is let go of with it."""
_USUAL_MINUTES = 9.0
"""After which no door is tried any more, however many inputs were asked for. On two idle cores the full count of all
doors takes about twice as long."""
_MOST_FINDS = 20
_SEEDS_APART = 1_000_000_000


@dataclass(slots=True)
class _Run:
    """A door while its inputs are tried. `ended` counts the inputs that ended a reader, which reads apart."""

    door: Door
    folder: Path
    seeds: range
    tally: Tally
    board: Board = field(default_factory=Board)
    pid: int = 0
    ended: int = 0
    accepted: int = 0
    told: int = 0
    until: float = 0.0

    @property
    def is_over(self) -> bool:
        return not self.seeds or monotonic() > self.until or self.tally.wrong >= _MOST_FINDS


def outcomes(plan: Plan) -> Iterator[Outcome]:
    """A row for each door; every find is told with its seed."""
    return _outcomes(plan, DOORS)


def _outcomes(plan: Plan, doors: Sequence[Door]) -> Iterator[Outcome]:
    base = plan.folder / "base"
    base.mkdir()
    open_ledger(base).close()
    for name in {module for door in doors for module in door.modules}:
        import_module(name)
    waiting = [_prepared(plan, door, base) for door in sorted(doors, key=lambda door: door.cost)]
    active: list[_Run] = []
    until = monotonic() + plan.seconds(_USUAL_MINUTES)
    while waiting or active:
        while waiting and len(active) < _AT_ONCE:
            share = max(0.0, until - monotonic()) * _AT_ONCE / (len(waiting) + len(active))
            active.append(_begun(waiting.pop(0), min(until, monotonic() + share)))
        for run in list(active):
            if _has_ended(run):
                active.remove(run)
                yield _outcome(run)
        sleep(0.02)


def _prepared(plan: Plan, door: Door, base: Path) -> _Run:
    folder = plan.folder / door.name.replace(" ", "-")
    shutil.copytree(base, folder)
    first = plan.seed * _SEEDS_APART
    return _Run(door, folder, range(first, first + plan.tries(_TIMES)), Tally(door.name))


def _begun(run: _Run, until: float) -> _Run:
    """Begin with a door; it is left at `until`."""
    run.tally = Tally(run.door.name)  # its time begins now
    run.until = until
    _go_on(run)
    return run


def _go_on(run: _Run) -> None:
    run.board.accepted = 0
    run.pid = start(run.door, run.folder, run.board, run.seeds[:_BATCH], run.until)


def _has_ended(run: _Run) -> bool:
    """Whether nothing more is to be tried; what a process that ended has found is counted."""
    pid, status = os.waitpid(run.pid, os.WNOHANG)
    if not pid:
        return False
    run.board.read()
    if status:
        _judge_end(run, os.waitstatus_to_exitcode(status))
        run.board.seed += 1
    run.tally.tried += run.board.seed - run.seeds.start
    run.accepted += run.board.accepted
    run.seeds = range(run.board.seed, run.seeds.stop)
    _take_finds(run)
    if run.is_over:
        return True
    _go_on(run)
    return False


def _judge_end(run: _Run, code: int) -> None:
    how = signal.Signals(-code).name if code < 0 else f"code {code}"
    if run.board.is_inside:
        run.ended += 1
        return
    trace = [line.strip() for line in (run.folder / "trace.txt").read_text(errors="replace").splitlines()]
    run.tally.blame(f"seed {run.board.seed} ended the process ({how}): {' · '.join(trace[-4:])}")


def _take_finds(run: _Run) -> None:
    path = run.folder / "finds.txt"
    finds = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for find in finds[run.told :]:
        run.tally.blame(find)
    run.told = len(finds)


def _outcome(run: _Run) -> Outcome:
    notes = [f"{100 * run.accepted // max(1, run.tally.tried)} % accepted", run.door.note]
    if run.ended:
        notes.append(f"{run.ended:,} ended the reader, which reads apart")
    run.tally.note = "; ".join(filter(None, notes))
    return run.tally.outcome()


def main() -> None:
    """Try one input again."""
    name, seed = sys.argv[1:]
    with TemporaryDirectory(prefix="tracker-torture-") as folder:
        try_one(next(door for door in DOORS if door.name == name), Path(folder), int(seed))


if __name__ == "__main__":
    main()
