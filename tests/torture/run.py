"""Does to ledgers what fate and strangers do: counts what is lost, half-done or wrong. Ends with 1 if anything is.

    make torture                                  # under half an hour on two idle cores
    make torture ARGS="--minutes 60"              # the full count of hostile inputs, for the night
    make torture ARGS="--only kills --times 300"  # one group, each row so many times
    make torture ARGS="--seed 11"                 # another chance

Every find is told on the way, with the seed that makes it happen again.
"""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.torture.table import Outcome, Plan, show

GROUPS: tuple[str, ...] = (
    "kills",
    "faults",
    "disk",
    "power",
    "damage",
    "migration",
    "clocks",
    "commits",
    "servers",
    "schemas",
    "replaced",
    "shares",
    "strangers",
    "doors",
    "guided",
)
"""Modules beside this one, each with `outcomes(plan)`, which tries its faults and yields a row for each."""


def main() -> int:
    """Try, print, judge."""
    options = _options()
    memory = Path("/dev/shm")  # what is tried is the program, not the disk
    with TemporaryDirectory(prefix="tracker-torture-", dir=memory if memory.is_dir() else None) as folder:
        outcomes = list(_tried(options, Path(folder)))
    print()
    show(outcomes)
    harmful = [outcome for outcome in outcomes if not outcome.is_harmless]
    print(f"\n{len(harmful)} did harm" if harmful else "\nnothing lost, nothing half-done, nothing wrong")
    return 1 if harmful else 0


def _tried(options: Namespace, folder: Path) -> Iterator[Outcome]:
    for group in GROUPS if options.only is None else (options.only,):
        own = folder / group
        own.mkdir()
        try_all: Callable[[Plan], Iterator[Outcome]] = import_module(f"tests.torture.{group}").outcomes
        for outcome in try_all(Plan(own, options.times, options.seed, options.minutes)):
            print(f"{outcome.seconds:6.0f} s  {outcome.fault}", file=sys.stderr, flush=True)
            yield outcome


def _options() -> Namespace:
    parser = ArgumentParser(description="Do to ledgers what fate and strangers do.")
    parser.add_argument("--only", choices=GROUPS, help="one group")
    parser.add_argument("--times", type=int, help="how often each row of the table is tried")
    parser.add_argument("--minutes", type=float, help="how long doors and guided may take, each (else 9 and 2)")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
