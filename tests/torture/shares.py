"""Two machines on one share: two mounts of a folder by bindfs, between which neither locks nor shared memory meet.

For half a minute two programs write by turns as they can: each opens the ledger, makes a few changes and closes it, is
refused while the other holds it, and now and then takes it over though it is held. Whatever was acknowledged to either
must be there afterwards. Then holders are stopped in the middle, taken over, and let go on: they must write no more.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from tests.torture.ledgers import TAKEN, make_ledgers
from tests.torture.programs import emptied
from tests.torture.table import Outcome, Plan, Tally

from tracker.domain.errors import UserError
from tracker.services.assessment.searching import log_search
from tracker.services.commands import NewSearch, command
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.safety.checking import check

_MINUTES = 0.5
_PAUSES = 10
_TAKES_OVER = 0.1
"""How often whoever is refused takes the ledger over."""
_ALLOWED = frozenset({"ledger_held", "lock_lost", "ledger_busy", "ledger_moved"})


def outcomes(plan: Plan) -> Iterator[Outcome]:
    """Two rows; where nothing can be mounted, they say so."""
    rows = ("shares: two machines write for half a minute", "shares: holder stopped, taken over, let go on")
    with ExitStack() as stack, emptied(plan.folder) as folder:
        mounts = _mount(stack, folder)
        if mounts is None:
            for name in rows:
                yield Outcome(name, 0, note="needs bindfs and /dev/fuse")
            return
        taken = make_ledgers(plan.folder / "ledgers").folder / TAKEN
        shutil.copytree(taken, folder / "server", dirs_exist_ok=True)
        yield _two_write(rows[0], plan, mounts)
        yield _take_over(rows[1], plan, mounts)


def _mount(stack: ExitStack, folder: Path) -> tuple[Path, Path] | None:
    server = folder / "server"
    server.mkdir(parents=True)
    if not (sys.platform.startswith("linux") and shutil.which("bindfs") and os.access("/dev/fuse", os.W_OK)):
        return None
    places = (folder / "one", folder / "two")
    for place in places:
        place.mkdir()
        if subprocess.run(["bindfs", str(server), str(place)], check=False).returncode:
            return None
        stack.callback(subprocess.run, ["umount", "-l", str(place)], check=False)
    return places[0] / "ledger.db", places[1] / "ledger.db"


def _two_write(name: str, plan: Plan, mounts: tuple[Path, Path]) -> Outcome:
    tally = Tally(name)
    until = time.monotonic() + plan.seconds(_MINUTES)
    context = get_context("fork")
    pipes, programs = [], []
    for number, ledger in enumerate(mounts):
        ours, theirs = context.Pipe(duplex=False)
        programs.append(context.Process(target=_take_turns, args=(ledger, number, f"{plan.seed}", until, theirs)))
        programs[-1].start()
        theirs.close()
        pipes.append(ours)
    saved, happened = set[str](), Counter[str]()
    for pipe, program in zip(pipes, programs, strict=True):
        words, counts = pipe.recv()
        saved |= words
        happened.update(counts)
        program.join()
    tally.tried = len(saved)
    _compare(mounts[0], saved, tally, f"seed {plan.seed}")
    for code in happened.keys() - _ALLOWED - {"taken over"}:
        tally.blame(f"seed {plan.seed}: {code}, {happened[code]} times")
    tally.note = ", ".join(f"{count} {what}" for what, count in sorted(happened.items()))
    return tally.outcome()


def _take_turns(ledger: Path, number: int, seed: str, until: float, pipe: Connection) -> None:
    """Write as one of two; sends the words that were saved, and how often what else happened."""
    chance = Random(f"{seed} {number}")
    saved, happened, made = set[str](), Counter[str](), 0
    while time.monotonic() < until:
        try:
            with closing(open_workspace(ledger, author=f"{number}")) as workspace:
                try:
                    workspace.claim()
                except UserError as error:
                    if error.code != "ledger_held" or chance.random() > _TAKES_OVER:
                        raise
                    workspace.claim(over=True)
                    happened["taken over"] += 1
                for _ in range(chance.randint(1, 5)):
                    made += 1
                    words = f"{number}的{made}"
                    log_search(workspace, _search(words))
                    saved.add(words)
        except UserError as error:
            happened[error.code] += 1
        time.sleep(chance.uniform(0, 0.05))
    pipe.send((saved, happened))
    pipe.close()
    os._exit(0)


def _take_over(name: str, plan: Plan, mounts: tuple[Path, Path]) -> Outcome:
    """Stop a holder at a random moment of its writing."""
    tally = Tally(name)
    chance = Random(f"{plan.seed} over")
    saved = set[str]()
    for number in range(plan.tries(_PAUSES)):
        what = f"seed {plan.seed}, {number}"
        with tally.trying(what):
            words, refused = _stop_and_take_over(mounts, number, chance)
            saved |= words
            if refused != "lock_lost":
                tally.blame(f"{what}: the holder of before ended with {refused}")
    _compare(mounts[1], saved, tally, f"seed {plan.seed}")
    return tally.outcome()


def _stop_and_take_over(mounts: tuple[Path, Path], number: int, chance: Random) -> tuple[set[str], str]:
    context = get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    holder = context.Process(target=_hold, args=(mounts[0], number, theirs))
    holder.start()
    theirs.close()
    assert ours.recv() == "ready"
    time.sleep(chance.uniform(0, 0.3))
    assert holder.pid is not None
    os.kill(holder.pid, signal.SIGSTOP)
    saved = set[str]()
    try:
        with closing(open_workspace(mounts[1], author="李四")) as workspace:
            workspace.claim(over=True)
            for made in range(3):
                if made == 1:
                    os.kill(holder.pid, signal.SIGCONT)
                words = f"接管{number}的{made}"
                log_search(workspace, _search(words))
                saved.add(words)
    finally:
        os.kill(holder.pid, signal.SIGCONT)
    words, refused = ours.recv()
    holder.join()
    return saved | words, refused


def _hold(ledger: Path, number: int, pipe: Connection) -> None:
    saved, refused = set[str](), ""
    workspace = open_workspace(ledger, author="张三")
    workspace.claim()
    pipe.send("ready")
    made = 0
    while not refused:
        made += 1
        words = f"持有{number}的{made}"
        try:
            log_search(workspace, _search(words))
            saved.add(words)
        except UserError as error:
            refused = error.code
    workspace.close()
    pipe.send((saved, refused))
    pipe.close()
    os._exit(0)


def _compare(ledger: Path, saved: set[str], tally: Tally, what: str) -> None:
    with closing(open_workspace(ledger)) as workspace:
        for fault in check(workspace)[:1]:
            tally.blame(f"{what}: unsound, {fault.code}")
        with workspace.snapshot() as snapshot:
            found = set(snapshot.connection.exec_driver_sql("SELECT words FROM search_log").scalars())
    if missing := saved - found:
        tally.lose(f"{what}: {len(missing)} of {len(saved)} acknowledged changes")


def _search(words: str) -> NewSearch:
    return command(NewSearch, commitment="MIIT-2025-001", place="网站", words=words, found="")
