"""Clocks that are wrong: of a ledger to which right and wrong clocks wrote, every day shows what was there on it."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from tests.torture.deeds import AUTHOR
from tests.torture.programs import emptied
from tests.torture.table import Outcome, Plan, Tally

from tracker.services.commands import TagChange, command
from tracker.services.commitments.reading import read_detail
from tracker.services.commitments.tagging import change_tags
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.safety.checking import check

_USUAL = 100
_CHANGES = 10
_FIRST = datetime(2026, 1, 5, 4, tzinfo=UTC)
_CODE = "MIIT-2025-044"
_WRONG_BY = (timedelta(days=366), timedelta(days=-366), timedelta(days=3650), timedelta(days=1), timedelta(days=-30))


def outcomes(plan: Plan) -> Iterator[Outcome]:
    """One row: a minority of the clocks is wrong, each by a day to ten years."""
    tally = Tally("clocks: up to 3 of 10 changes dated by a wrong clock")
    fresh = plan.folder / "fresh.db"
    open_workspace(fresh, author=AUTHOR, clock=lambda: _FIRST - timedelta(days=1)).close()
    chance = Random(plan.seed)
    for number in range(plan.tries(_USUAL)):
        with emptied(plan.folder) as place, tally.trying(f"seed {plan.seed}, try {number}"):
            _try_once(fresh, place, chance, tally)
    yield tally.outcome()


def _try_once(fresh: Path, place: Path, chance: Random, tally: Tally) -> None:
    """A tag a day. What a wrong clock dated may be a day off where nobody can tell; every other change may not."""
    place.mkdir()
    path = Path(shutil.copy(fresh, place / "ledger.db"))
    wrong = {number: chance.choice(_WRONG_BY) for number in chance.sample(range(_CHANGES), chance.randint(1, 3))}
    with closing(open_workspace(path, author=AUTHOR)) as workspace:
        for number in range(_CHANGES):
            said = _true(number) + wrong.get(number, timedelta())
            workspace.clock = lambda said=said: said
            change_tags(workspace, command(TagChange, commitments=(_CODE,), add=(f"{number}",)))
        workspace.clock = lambda: _true(_CHANGES) + timedelta(days=4000)
        events = [event for event in reversed(read_detail(workspace, _CODE).history) if event.kind == "tags_changed"]
        if [event.at for event in events] != [_true(n) + wrong.get(n, timedelta()) for n in range(_CHANGES)]:
            tally.lose("an event does not keep the time of its clock")
        for number in range(_CHANGES):
            seen = read_detail(workspace, _CODE, _true(number).date()).tags
            _judge(seen, number, wrong, tally)
        if any(fault.code != "fault_event_order" for fault in check(workspace)):
            tally.blame("check finds more than times that are out of order")


def _judge(seen: Sequence[str], number: int, wrong: dict[int, timedelta], tally: Tally) -> None:
    """On the day of a change all before it are there, and of those after it only what wrong clocks dated before."""
    there = {int(tag) for tag in seen}
    right = {one for one in range(_CHANGES) if one not in wrong}
    if number in right and there & right != {one for one in right if one <= number}:
        tally.blame(f"as of day {number} there is {sorted(there)}; wrong by {wrong}")


def _true(number: int) -> datetime:
    return _FIRST + timedelta(days=number)
