"""A call that fails during each deed: creating, writing, cutting, syncing, renaming, linking or removing a file.

The call fails once with EIO or ENOSPC, or it and every later one until the program ends; each call of a deed is as
likely as any other. The program may refuse, in its own words, and goes on with what it was to do next.
"""

import errno
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.torture.deeds import DEEDS
from tests.torture.kills import undisturbed
from tests.torture.ledgers import Ledgers, make_ledgers
from tests.torture.programs import FAIL_FROM, FAIL_ONCE, Fate, Programs, emptied
from tests.torture.table import Outcome, Plan, Tally
from tests.torture.verdicts import Case, judge

_USUAL = 36
_WAYS = tuple((mode, error) for mode in (FAIL_ONCE, FAIL_FROM) for error in (errno.EIO, errno.ENOSPC))


def outcomes(plan: Plan) -> Iterator[Outcome]:
    """A row for each deed."""
    ledgers = make_ledgers(plan.folder / "ledgers")
    with Programs(plan.folder / "programs") as programs:
        for deed in DEEDS:
            yield fail(deed, programs, ledgers, plan)


def fail(deed: str, programs: Programs, ledgers: Ledgers, plan: Plan) -> Outcome:
    """Let calls of a deed fail, spread over all that it makes."""
    tally = Tally(f"call fails: {deed}")
    if programs.shim is None:
        tally.note = "not tried: no C compiler"
        return tally.outcome()
    chance = Random(f"{plan.seed} {deed}")
    calls = undisturbed(deed, programs, ledgers, plan.folder).calls or 1
    times = plan.tries(_USUAL)
    for number in range(times):
        with emptied(plan.folder) as place:
            ledgers.lay_out(DEEDS[deed].begins_with, place)
            at = 1 + (calls * number + chance.randrange(calls)) // times
            _fail_once(deed, place, Fate(*_fate(number, at)), programs, tally)
    return tally.outcome()


def _fate(number: int, at: int) -> tuple[int, int, int]:
    mode, error = _WAYS[number % len(_WAYS)]
    return mode, at, error


def _fail_once(deed: str, place: Path, fate: Fate, programs: Programs, tally: Tally) -> None:
    lasting = "from call" if fate.mode == FAIL_FROM else "at call"
    what = f"{errno.errorcode[fate.error]} {lasting} {fate.at}"
    ended = programs.run(deed, place, fate.at, fate=fate)
    with tally.trying(what):
        judge(Case(deed, place, ended, what), tally)
