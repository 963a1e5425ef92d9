"""Hostile input that finds its way: libFuzzer changes what reaches code that nothing before it has reached.

    make torture ARGS="--only guided"                   # 100,000 a door or half a minute, whichever is sooner
    make torture ARGS="--only guided --times 1000000 --minutes 60"

The ways in and what is right are those of `doors.py`; the bytes that decide an input come from libFuzzer (atheris). A
find is kept in a file, named on the way. Where atheris has no wheel, the rows say so.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from shutil import copytree

from tests.torture.inputs.ledgers import open_ledger
from tests.torture.table import Outcome, Plan, Tally

_SCRIPT = Path(__file__).with_name("inputs") / "guided.py"
_DOORS = (
    "text",
    "table of commas",
    "page, the readers below trafilatura",
    "document",
    "answer of a server",
    "saved view",
    "clipboard and drop",
)
"""Those whose code is Python's: what native readers reach is not seen, and they are read apart."""
_TIMES = 100_000
_USUAL_MINUTES = 2.0
"""Of all doors together."""
_LIMITS = ("-timeout=5", "-rss_limit_mb=700", "-max_len=600", "-print_final_stats=1")
_AT_ONCE = 2
_DONE = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_REACHED = re.compile(r"cov: (\d+) .*?corp: (\d+)")


def outcomes(plan: Plan) -> Iterator[Outcome]:
    """A row for each door."""
    if find_spec("atheris") is None:
        yield Outcome("guided input", 0, note="not tried: atheris is not installed here")
        return
    base = plan.folder / "base"
    base.mkdir()
    open_ledger(base).close()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        yield from pool.map(partial(_tried, plan, base), _DOORS)


def _tried(plan: Plan, base: Path, door: str) -> Outcome:
    folder = plan.folder / door.replace(" ", "-")
    copytree(base, folder)
    tally = Tally(f"{door}, guided")
    seconds = max(1, round(plan.seconds(_USUAL_MINUTES) * _AT_ONCE / len(_DOORS)))
    limits = (f"-runs={plan.tries(_TIMES)}", f"-seed={plan.seed}", f"-max_total_time={seconds}", *_LIMITS)
    command = [sys.executable, str(_SCRIPT), door, str(folder), *limits, f"-artifact_prefix={folder}/"]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False, cwd=folder)
    found = _DONE.search(done.stderr)
    tally.tried = int(found[1]) if found else 0
    reached = _REACHED.findall(done.stderr)
    tally.note = f"{reached[-1][0]} places reached, {reached[-1][1]} inputs kept" if reached else ""
    if done.returncode or not found:
        tally.tried = max(1, tally.tried)
        tally.blame(f"{_inputs(folder)} {(done.stdout + done.stderr)[-2_000:]}")
    return tally.outcome()


def _inputs(folder: Path) -> str:
    """The bytes that libFuzzer kept of what went wrong."""
    return " ".join(f"{path.name}: {path.read_bytes().hex()}" for path in folder.glob("*-*") if path.is_file())
