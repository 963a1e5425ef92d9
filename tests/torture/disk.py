"""A disk that fills up during each deed: a small one of its own, with room for a little, which then is given free."""

from collections.abc import Iterator
from random import Random

from tests.torture.deeds import DEEDS
from tests.torture.ledgers import Ledgers, make_ledgers
from tests.torture.programs import Programs, emptied, has_small_disks
from tests.torture.table import Outcome, Plan, Tally
from tests.torture.verdicts import Case, judge

_USUAL = 16
_MOST_LEFT = 4_000_000


def outcomes(plan: Plan) -> Iterator[Outcome]:
    """A row for each deed."""
    disk = plan.folder / "disk"
    disk.mkdir()
    if not has_small_disks(disk):
        yield Outcome("disk full", 0, note="not tried: no disk of its own is to be had here")
        return
    ledgers = make_ledgers(plan.folder / "ledgers")
    with Programs(plan.folder / "programs", disk) as programs:
        for deed in DEEDS:
            yield fill(deed, programs, ledgers, plan)


def fill(deed: str, programs: Programs, ledgers: Ledgers, plan: Plan) -> Outcome:
    """Do a deed where there is room for a random number of bytes, small ones as likely as large ones."""
    tally = Tally(f"disk full: {deed}")
    chance = Random(f"{plan.seed} {deed}")
    for _ in range(plan.tries(_USUAL)):
        with emptied(plan.folder) as place:
            ledgers.lay_out(DEEDS[deed].begins_with, place)
            left, seed = int(_MOST_LEFT ** chance.uniform(0.5, 1)), chance.randrange(10**9)
            what = f"seed {seed}, room for {left} bytes"
            ended = programs.run(deed, place, seed, left=left)
            with tally.trying(what):
                judge(Case(deed, place, ended, what), tally)
    return tally.outcome()
