"""Other files come to the place of a ledger that a program has open and writes to.

A change that was begun after the replacement and acknowledged is *lost*; so is one that was acknowledged before, and is
neither in the file at the path nor in the copy that the program kept, nor in the file that was moved away. What both
files show must be one's own and sound, else it is *wrong*: nothing of the one may have come into the other.

Whoever writes another content into the open file itself destroys what was there, acknowledged or not, and no program
can bring that back. Of that row, *lost* is only what was acknowledged after it; the note says how often something of
before could not be kept either.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from tests.torture.ledgers import TAKEN, Ledgers, make_ledgers
from tests.torture.programs import emptied
from tests.torture.table import Outcome, Plan, Tally

from tracker.domain.errors import UserError
from tracker.services.assessment.searching import log_search
from tracker.services.commands import NewSearch, command
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.safety.checking import check

_USUAL = 25
_LONGEST_SECONDS = 0.4
"""How long the program writes before the replacement, at most."""
_REFUSALS = 3
"""After how many refusals the program ends."""
_PAUSE_SECONDS = 0.2
"""Between one refusal and the next try, as somebody has who reads the sentence."""
_PATIENCE_SECONDS = 15.0
_THEIRS = "他的"


@dataclass(slots=True)
class _Said:
    """What the program said: words with when their change was begun, and the codes of refusals."""

    saved: dict[str, float] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)


def outcomes(plan: Plan) -> Iterator[Outcome]:
    """A row for each way in which a file is replaced."""
    ledgers = make_ledgers(plan.folder / "ledgers")
    for name, replace in WAYS.items():
        yield row(ledgers, plan, name, replace)


def row(ledgers: Ledgers, plan: Plan, name: str, replace: Callable[[Path, Path], None]) -> Outcome:
    """One row."""
    tally = Tally(f"replaced: {name}")
    chance = Random(f"{plan.seed} {name}")
    destroyed = 0
    for number in range(plan.tries(_USUAL)):
        with emptied(plan.folder) as folder:
            what = f"seed {plan.seed}, {number}: {name}"
            with tally.trying(what):
                destroyed += _try(ledgers, folder, replace, chance, tally, what)
    if destroyed:
        tally.note = f"in {destroyed} what was there before was destroyed with it"
    return tally.outcome()


def _try(
    ledgers: Ledgers, folder: Path, replace: Callable[[Path, Path], None], chance: Random, tally: Tally, what: str
) -> bool:
    """Returns whether something of before the replacement is gone, which only writing over a file can do."""
    place, other = folder / "work" / "台账", folder / "other"
    for one in (place, other):
        ledgers.lay_out(TAKEN, one)
    ledger = place / "ledger.db"
    _add(other / "ledger.db", _THEIRS)
    said, ended = _written_while(ledger, lambda: replace(ledger, other / "ledger.db"), chance)
    late = [words for words, begun in said.saved.items() if begun > ended]
    if late:
        tally.lose(f"{what}: {len(late)} acknowledged after it")
    if not said.refused:
        tally.blame(f"{what}: nothing was refused")
    kept = [path for path in (folder / "work").rglob("*.mine-*.db") if path.is_file()]
    mine = set().union(*(_words_in(path, tally, what) for path in kept))
    if _THEIRS in mine:
        tally.blame(f"{what}: mixed, theirs in mine")
    mine |= _words_in(folder / "away" / "ledger.db", tally, what)
    if ledger.exists():
        there = _words_in(ledger, tally, what)
        if there & set(said.saved) and _THEIRS in there:
            tally.blame(f"{what}: mixed, mine in theirs")
        mine |= there
    gone = set(said.saved) - mine - set(late)
    if gone and replace is not _write_over:
        tally.lose(f"{what}: {len(gone)} of {len(said.saved)} are nowhere")
    return bool(gone)


def _written_while(ledger: Path, deed: Callable[[], None], chance: Random) -> tuple[_Said, float]:
    """Do something to a ledger while a program of its own writes to it; returns what it said, and when it was done."""
    context = get_context("fork")
    ours, theirs = context.Pipe()
    program = context.Process(target=_write_on, args=(ledger, theirs))
    program.start()
    theirs.close()
    assert ours.recv() == "ready"
    time.sleep(chance.uniform(0, _LONGEST_SECONDS))
    deed()
    ended = time.monotonic()
    said = _Said()
    try:
        while True:
            kind, *rest = ours.recv()
            if kind == "saved":
                said.saved[rest[0]] = rest[1]
            else:
                said.refused.append(rest[0])
    except EOFError:
        program.join()
    return said, ended


def _write_on(ledger: Path, pipe: Connection) -> None:
    """Write until it is refused a few times, then close as a program does that is left."""
    workspace = open_workspace(ledger, author="张三")
    pipe.send("ready")
    refused = number = 0
    started = time.monotonic()
    while refused < _REFUSALS and time.monotonic() - started < _PATIENCE_SECONDS:
        number += 1
        begun, words = time.monotonic(), f"我的{number}"
        try:
            log_search(workspace, _search(words))
            pipe.send(("saved", words, begun))
        except UserError as error:
            refused += 1
            time.sleep(_PAUSE_SECONDS)
            pipe.send(("refused", error.code))
    workspace.close()
    pipe.close()
    os._exit(0)


def _search(words: str) -> NewSearch:
    return command(NewSearch, commitment="MIIT-2025-001", place="网站", words=words, found="")


def _add(ledger: Path, words: str) -> None:
    with closing(open_workspace(ledger, author="李四")) as workspace:
        log_search(workspace, _search(words))


def _words_in(ledger: Path, tally: Tally, what: str) -> set[str]:
    """The searches of a ledger of which all is sound; none where it is not there."""
    if not ledger.exists():
        return set()
    with closing(open_workspace(ledger)) as workspace:
        # Attachments went with their folder; the copy that is kept where it was has none.
        if faults := [fault for fault in check(workspace) if fault.code != "fault_content_missing"]:
            tally.blame(f"{what}: {ledger.name} is unsound, {faults[0].code}")
        with workspace.snapshot() as snapshot:
            found = snapshot.connection.exec_driver_sql("SELECT words FROM search_log").scalars()
            return {words for words in found if words.startswith(("我的", _THEIRS))}


def _rename_over(ledger: Path, other: Path) -> None:
    other.replace(ledger)


def _remove_folder(ledger: Path, other: Path) -> None:
    del other
    while ledger.parent.exists():
        with suppress(OSError):  # the program has put something into it meanwhile
            shutil.rmtree(ledger.parent)


def _rename_folder(ledger: Path, other: Path) -> None:
    del other
    ledger.parent.rename(ledger.parents[2] / "away")


def _write_over(ledger: Path, other: Path) -> None:
    shutil.copyfile(other, ledger)


WAYS: dict[str, Callable[[Path, Path], None]] = {
    "another file renamed over the open one": _rename_over,
    "its folder renamed": _rename_folder,
    "its folder removed": _remove_folder,
    "written over in place": _write_over,
}
