"""One process after the other tries the inputs of a door: what ends one, or holds it up, is found with its seed."""

import faulthandler
import json
import mmap
import os
import resource
import signal
import struct
import traceback
import warnings
from pathlib import Path
from time import monotonic
from typing import NoReturn

from tests.torture.inputs.door import Door
from tests.torture.inputs.draw import Draw
from tests.torture.inputs.near import read_near

MOST_MEMORY = 500_000_000
"""Bytes that all inputs of a process may take together, besides what the door takes by itself."""
_HANG, _DEADLOCK = 5.0, 60.0
"""Seconds that one input may take of the processor, and of the clock: other programs may be busy."""
_BOARD = struct.Struct("<QBQ")


class Board:
    """What a process says of itself while it runs: the seed that it is at, whether a reader is reading, and how many
    inputs were accepted (the others were refused)."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, _BOARD.size)
        self.seed, self.is_inside, self.accepted = 0, False, 0

    def write(self) -> None:
        """Say it."""
        _BOARD.pack_into(self._shared, 0, self.seed, self.is_inside, self.accepted)

    def read(self) -> None:
        """Hear what the other process said last."""
        self.seed, inside, self.accepted = _BOARD.unpack_from(self._shared, 0)
        self.is_inside = bool(inside)


def start(door: Door, folder: Path, board: Board, seeds: range, until: float) -> int:
    """Try these seeds in a process of its own, whose id is returned, as many as it comes to `until` then by the clock;
    its finds come into `finds.txt` as JSON lines."""
    pid = os.fork()
    if pid:
        return pid
    try:
        _try_all(door, folder, board, seeds, until)
    except BaseException:
        _find(folder, board.seed, f"the door did not open: {traceback.format_exc()}")
        os._exit(1)


def try_one(door: Door, folder: Path, seed: int) -> None:
    """Try one input here, to look at what comes of it."""
    read_near(lambda _: None)
    door.open(folder)(Draw.of_seed(seed))


def _try_all(door: Door, folder: Path, board: Board, seeds: range, until: float) -> NoReturn:
    from tracker.domain.errors import UserError

    trace = (folder / "trace.txt").open("w")
    os.dup2(trace.fileno(), 2)
    faulthandler.enable(trace)
    faulthandler.register(signal.SIGPROF, trace, chain=True)

    def enter(is_inside: bool) -> None:
        board.is_inside = is_inside
        board.write()

    read_near(enter)
    take = door.open(folder)
    _bound()
    warnings.simplefilter("error")
    end = seeds.stop
    for seed in seeds:
        board.seed, board.is_inside = seed, False
        board.write()
        _set_alarms()
        try:
            take(Draw.of_seed(seed))
            board.accepted += 1
        except UserError:
            pass
        except BaseException as error:
            _find(folder, seed, "".join(traceback.format_exception(error)[-2:]).strip())
        if monotonic() > until:  # after an input, so that on a busy machine each process tries one
            end = seed + 1
            break
    board.seed, board.is_inside = end, False
    board.write()
    os._exit(0)


def _set_alarms() -> None:
    signal.setitimer(signal.ITIMER_PROF, _HANG)
    signal.setitimer(signal.ITIMER_REAL, _DEADLOCK)


def _find(folder: Path, seed: int, what: str) -> None:
    with (folder / "finds.txt").open("a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(json.dumps({"seed": seed, "what": what}) + "\n")


def _bound() -> None:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
        now = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + MOST_MEMORY, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
