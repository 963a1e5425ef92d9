"""Killed (SIGKILL) while it does each deed: half of the times at a moment, half of them at a call that changes a file.

A program that is killed has no say any more; what it had written is still with the system. What a power cut loses
besides is in `tests.torture.power`.
"""

from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.torture.deeds import DEEDS
from tests.torture.ledgers import Ledgers, make_ledgers
from tests.torture.programs import KILL, Ended, Fate, Programs, emptied
from tests.torture.table import Outcome, Plan, Tally
from tests.torture.verdicts import Case, judge

_USUAL = 36


def outcomes(plan: Plan) -> Iterator[Outcome]:
    """A row for each deed."""
    ledgers = make_ledgers(plan.folder / "ledgers")
    with Programs(plan.folder / "programs") as programs:
        for deed in DEEDS:
            yield kill(deed, programs, ledgers, plan)


def kill(deed: str, programs: Programs, ledgers: Ledgers, plan: Plan) -> Outcome:
    """Kill programs that do a deed at random moments."""
    tally = Tally(f"killed: {deed}")
    if programs.shim is None:
        tally.note = "by moments only: no C compiler"
    chance = Random(f"{plan.seed} {deed}")
    whole = undisturbed(deed, programs, ledgers, plan.folder)
    for number in range(plan.tries(_USUAL)):
        with emptied(plan.folder) as place:
            ledgers.lay_out(DEEDS[deed].begins_with, place)
            _kill_once(deed, place, whole, programs, chance, tally, number)
    return tally.outcome()


def _kill_once(
    deed: str, place: Path, whole: Ended, programs: Programs, chance: Random, tally: Tally, number: int
) -> None:
    seed = chance.randrange(10**9)
    if number % 2 and whole.calls:
        at = chance.randint(1, whole.calls)
        what = f"seed {seed}, killed at call {at}"
        ended = programs.run(deed, place, seed, fate=Fate(KILL, at))
    else:
        moment = chance.uniform(0, whole.seconds)
        what = f"seed {seed}, killed after {moment:.4f} s"
        ended = programs.run(deed, place, seed, kill_after=moment)
    with tally.trying(what):
        judge(Case(deed, place, ended, what), tally)


def undisturbed(deed: str, programs: Programs, ledgers: Ledgers, folder: Path) -> Ended:
    """How long the deed takes, and how many calls, when nothing disturbs it."""
    with emptied(folder) as place:
        ledgers.lay_out(DEEDS[deed].begins_with, place)
        ended = programs.run(deed, place, 0)
    assert not ended.crash, ended.crash
    assert not ended.refusals
    return ended
