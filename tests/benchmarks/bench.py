"""Measures the program beside the least that would do, in one run, and prints one table. Ends with 1 below a bar.

    make bench                      # about five minutes, after the ledgers have been made once
    make bench ARGS=--million       # also a ledger of a million commitments: an hour the first time
    make bench ARGS="--only start"  # start, ledger, pages, window, writing, memory, growth
    make bench ARGS=--office        # fifty programs at one ledger on a server for a minute, and nothing else
    make bench ARGS="--only big"    # one commitment with 20,000 pieces of evidence; only when it is asked for
    make bench ARGS="--only server" # the first search of a word on a server and in a file; only when it is asked for

Ratios say more than times: whatever else the machine does burdens ours and the floor alike.
"""

import os
import shutil
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from platform import python_version
from sqlite3 import sqlite_version
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent))

import measures_big
import measures_import
import measures_ledger
import measures_office
import measures_pages
import measures_server_search
import measures_start
import measures_window
import measures_writing
from results import Result, show
from synthetic import cache_folder, ledger_of, sizes

from tracker.services.ledgers.workspace import open_workspace

_LARGE = 100_000
_GROUPS = ("start", "ledger", "pages", "window", "writing", "memory", "growth", "big", "server")
_WRITTEN, _REPORTED = 2_000, 10_000
"""Commitments of the ledgers that reports are measured on: cells that wait to be written are held in memory; and the
whole of a hundred thousand takes minutes, in proportion."""


def main() -> int:
    """Measure, print, judge."""
    options = _options()
    cache_folder().mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=cache_folder()) as folder:
        results = list(_measured(options, Path(folder)))
    machine = f"{os.cpu_count()} cores, {_processor()}, Python {python_version()}, SQLite {sqlite_version}"
    print(f"{datetime.now(UTC):%Y-%m-%d}, {machine}; load {os.getloadavg()[0]:.1f}. Times in milliseconds, medians.\n")
    show(results)
    below = [result.measure for result in results if result.is_met is False]
    print(f"\n{len(below)} below the bar" if below else "\nall bars met")
    return 1 if below else 0


def _measured(options: Namespace, folder: Path) -> Iterator[Result]:
    if options.only == "big":  # needs none of the large ledgers, and makes one of its own
        yield from _told(measures_big.measure(folder))
        return
    if options.office:
        yield from _told(measures_office.measure(ledger_of(options.size), options.size))
        return
    real = folder / "real.db"
    open_workspace(real).close()
    large = {size: ledger_of(size) for size in sizes(options.million)}
    rounds = options.rounds
    small = min(large)
    groups: dict[str, Callable[[], Iterator[Result]]] = {
        "start": lambda: measures_start.start(real, folder, rounds),
        "ledger": lambda: (one for size in large if size != small for one in _ledger(large[size], size, rounds)),
        "pages": lambda: _pages(large, rounds),
        "window": lambda: measures_window.measure(large[_LARGE], _LARGE),
        "writing": lambda: _writing(large, real, folder, rounds),
        "memory": lambda: measures_start.memory(real, {s: p for s, p in large.items() if s != small}, folder),
        "growth": lambda: measures_ledger.growth(large),
    }
    if options.only == "server":
        yield from _told(measures_server_search.first_search({_REPORTED: ledger_of(_REPORTED), **large}))
    for name, measure in groups.items():
        if options.only in (None, name):
            yield from _told(measure())


def _told(results: Iterator[Result]) -> Iterator[Result]:
    for result in results:
        print(".", end="", file=sys.stderr, flush=True)
        yield result


def _pages(large: dict[int, Path], rounds: int) -> Iterator[Result]:
    yield from measures_pages.measure(large[_LARGE], _LARGE, rounds)
    yield from measures_pages.growth({_REPORTED: ledger_of(_REPORTED), **large})


def _ledger(path: Path, size: int, rounds: int) -> Iterator[Result]:
    return measures_ledger.measure(path, size, rounds)


def _writing(large: dict[int, Path], real: Path, folder: Path, rounds: int) -> Iterator[Result]:
    yield from measures_writing.assessment(large[_LARGE], folder, _LARGE, 3 * rounds)
    yield from measures_import.bulk_import(real, folder, _LARGE)
    yield from measures_writing.reports(ledger_of(_WRITTEN), folder, _WRITTEN, rounds)
    yield from measures_writing.whole_reports(Path(shutil.copy(ledger_of(_REPORTED), folder)), folder, _REPORTED)
    yield from measures_writing.site(Path(shutil.copy(ledger_of(_REPORTED), folder)), folder, _REPORTED)
    yield from measures_writing.pdf(real, 3)


def _options() -> Namespace:
    parser = ArgumentParser(description="Measure the program beside the least that would do.")
    parser.add_argument("--million", action="store_true", help="measure a ledger of a million commitments, too")
    parser.add_argument("--office", action="store_true", help="many programs at one ledger on a server")
    parser.add_argument("--size", type=int, default=_LARGE, help="commitments of that ledger")
    parser.add_argument("--only", choices=_GROUPS, help="one group of measures")
    parser.add_argument("--rounds", type=int, default=7)
    return parser.parse_args()


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.exists() else []
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown processor"
    )


if __name__ == "__main__":
    sys.exit(main())
