"""The program was killed, so that its last changes stand in SQLite's write-ahead log alone; and the log is lost.

What is left opens as an earlier, sound ledger. So it must be refused, unless nothing that was acknowledged is missing;
put back, the log must bring everything back; and who goes on without it must find a sound ledger.
"""

from contextlib import closing
from pathlib import Path
from random import Random

from tests.damage import work_and_be_killed
from tests.torture.deeds import AUTHOR
from tests.torture.ledgers import TAKEN, Ledgers
from tests.torture.programs import emptied
from tests.torture.table import Outcome, Plan, Tally

from tracker.domain.errors import UserError
from tracker.services.assessment.judging import set_assessment
from tracker.services.assessment.searching import log_search
from tracker.services.commands import AssessmentChange, NewSearch, command
from tracker.services.ledgers.lost_changes import go_on_without
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import check
from tracker.store.events.seals import head

_USUAL = 60
_WITHOUT_EVIDENCE = [number for number in range(1, 70) if number not in (38, 44)]
"""Of the other two the ledger has evidence, so that the rules refuse the verdict that is set here."""
_WAYS = ("taken away", "blank", "cut", "flipped")


def outcome(ledgers: Ledgers, plan: Plan) -> Outcome:
    """The row."""
    tally = Tally("damage: write-ahead log lost")
    chance = Random(f"{plan.seed} log")
    for number in range(plan.tries(_USUAL)):
        with emptied(plan.folder) as place:
            ledgers.lay_out(TAKEN, place)
            way = _WAYS[number % len(_WAYS)]
            what = f"seed {plan.seed}, {number}: log {way}"
            with tally.trying(what):
                _lose(place, way, chance, what, tally)
    return tally.outcome()


def _lose(place: Path, way: str, chance: Random, what: str, tally: Tally) -> None:
    ledger, log = place / "ledger.db", place / "ledger.db-wal"
    acknowledged = work_and_be_killed(ledger, lambda workspace: _work(workspace, chance))
    whole = log.read_bytes()
    _spoil(log, way, chance)
    if (found := _opened(ledger)) is not None:
        if found != acknowledged:
            tally.lose(f"{what}: nothing is found, though the ledger is an earlier one")
        return
    if chance.random() < 0.5:
        log.write_bytes(whole)
        if _opened(ledger) != acknowledged:
            tally.lose(f"{what}: the log is back, but not everything")
    else:
        go_on_without(ledger)
        if not _opened(ledger):
            tally.blame(f"{what}: does not open without what is missing")


def _work(workspace: Workspace, chance: Random) -> str:
    """Make some changes; returns the newest seal."""
    for _ in range(chance.randint(1, 6)):
        _change(workspace, chance)
    with workspace.snapshot() as snapshot:
        return head(snapshot.connection)


def _change(workspace: Workspace, chance: Random) -> None:
    words = f"词{chance.random()}"
    code = f"MIIT-2025-{chance.choice(_WITHOUT_EVIDENCE):03}"
    log_search(workspace, command(NewSearch, commitment=code, place="网站", words=words, found=""))
    if chance.random() < 0.5:
        judged = command(AssessmentChange, commitment=code, assessment="no_evidence", reason=words)
        set_assessment(workspace, judged)


def _spoil(log: Path, way: str, chance: Random) -> None:
    content = bytearray(log.read_bytes())
    match way:
        case "taken away":
            log.unlink()
        case "blank":
            log.write_bytes(b"")
        case "cut":
            log.write_bytes(content[: chance.randrange(len(content))])
        case _:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            log.write_bytes(content)


def _opened(ledger: Path) -> str | None:
    """The newest seal of a ledger that is sound; None where it is refused because something is missing."""
    try:
        with closing(open_workspace(ledger, author=AUTHOR)) as workspace:
            assert not check(workspace)
            with workspace.snapshot() as snapshot:
                return head(snapshot.connection)
    except UserError as error:
        if not error.code.startswith("ledger_behind"):
            raise
        return None
