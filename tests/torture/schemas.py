"""Received ledgers and backups with tables, triggers, views and functions of somebody else: nothing of them is run.

Each of `HOSTILE` is listed, searched, judged, checked, backed up, restored from, repaired and restored over by the
command line, in a process of its own. `lost` counts those of which something ran, or of which a repair lost rows
without a word; `wrong` what hung, was a defect, or was no one sentence.
"""

import multiprocessing
import os
import pickle
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from tests.torture.hostile_schemas import HOSTILE
from tests.torture.programs import emptied
from tests.torture.schema_steps import lay_out, take, wrong_with
from tests.torture.table import Outcome, Plan, Tally

from tracker.services.ledgers.sample import make_sample

_PATIENCE_SECONDS = 300
_SLOW_SECONDS = 60


def outcomes(plan: Plan) -> Iterator[Outcome]:
    """One row, for all of them."""
    tally = Tally("hostile schemas")
    sound = plan.folder / "sample.db"
    make_sample(sound)
    slowest = (0.0, "")
    for name in HOSTILE:
        with emptied(plan.folder) as place, tally.trying(name):
            place.mkdir(exist_ok=True)
            lay_out(name, sound, place)
            start = perf_counter()
            _try(name, place, tally)
            slowest = max(slowest, (perf_counter() - start, name))
    tally.note = f"slowest: {slowest[1]}, {slowest[0]:.0f} s for all steps"
    yield tally.outcome()


def _try(name: str, place: Path, tally: Tally) -> None:
    told = place.with_suffix(".steps")
    process = multiprocessing.get_context("fork").Process(target=_take_all, args=(place, told))
    process.start()
    process.join(_PATIENCE_SECONDS)
    if process.is_alive():
        process.kill()
        process.join()
        tally.blame(f"{name}: hangs")
        return
    steps = pickle.loads(told.read_bytes())
    told.unlink()
    for wrong in wrong_with(place, steps):
        if wrong.startswith(("ran", "repair lost")):
            tally.lose(f"{name}: {wrong}")
        else:
            tally.blame(f"{name}: {wrong}")


def _take_all(place: Path, told: Path) -> None:
    os.environ["XDG_STATE_HOME"] = str(place.parent / "state")  # reports of defects are nobody's
    told.write_bytes(pickle.dumps(list(take(place))))
