"""A program that has everything imported, and does deeds in children that it forks, and kills at the moment asked for.

It reads orders as lines of JSON and answers each with how the child ended. `tests.torture.programs` speaks to it.
"""

import ctypes
import json
import os
import select
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.torture.deeds import DEEDS, Step

from tracker.domain.errors import UserError

_HEAVY = (
    "alembic.command",
    "tracker.exports.tables.csv_",
    *(f"tracker.exports.pages.{name}" for name in ("html_", "json_", "markdown")),
)
"""What deeds import when it is wanted: here once, rather than in every child."""


def main() -> None:
    """Serve until there are no more orders."""
    for module in _HEAVY:
        import_module(module)
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(_serve(json.loads(line))), flush=True)


def _serve(order: dict[str, Any]) -> dict[str, Any]:
    if order["disk"] is None:
        return _let_do(order, order["folder"])
    return _on_a_disk(order)


def _on_a_disk(order: dict[str, Any]) -> dict[str, Any]:
    """Do it on the small disk, with so much room left; what is left there is brought back."""
    disk, folder = Path(order["disk"]), Path(order["folder"])
    place, filler = disk / "work", disk / "filler"
    shutil.copytree(folder, place)
    room = os.statvfs(disk)
    filler.write_bytes(b"0" * max(0, room.f_bavail * room.f_frsize - order["left"]))
    ended = _let_do(order, str(place))
    filler.unlink()
    shutil.rmtree(folder)
    shutil.copytree(place, folder)
    shutil.rmtree(place)
    return ended


def _let_do(order: dict[str, Any], folder: str) -> dict[str, Any]:
    start = time.perf_counter()
    child = os.fork()
    if not child:
        _do(order, folder)
    moment = order["kill_after"]
    handle = os.pidfd_open(child)
    try:
        ended, *_ = select.select([handle], [], [], order["patience"] if moment is None else moment)
    finally:
        os.close(handle)
    if not ended:
        os.kill(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {"seconds": time.perf_counter() - start, "code": code, "hung": not ended and moment is None}


def _do(order: dict[str, Any], folder: str) -> None:
    """In the child: do the deed, and never come back."""
    code = 1
    try:
        words = os.open(order["words"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        tell = _teller(words, order)
        _arm(order, folder)
        try:
            DEEDS[order["deed"]].do(Path(folder), Random(order["seed"]), _attempting(tell))
        except UserError as error:
            tell({"refused": error.code})
        tell({"calls": ctypes.CDLL(None).torture_count() if order["shimmed"] else 0})
        code = 0
    except BaseException:
        Path(f"{order['words']}.crash").write_text(traceback.format_exc(), encoding="utf-8")
    finally:
        os._exit(code)


def _attempting(tell: Callable[[dict[str, Any]], None]) -> Callable[[Step], None]:
    def attempt(step: Step) -> None:
        """As a window does: what is refused is said, and the program goes on."""
        try:
            tell(step())
        except UserError as error:
            tell({"refused": error.code})

    return attempt


def _teller(words: int, order: dict[str, Any]) -> Callable[[dict[str, Any]], None]:
    def tell(what: dict[str, Any]) -> None:
        line = json.dumps(what).encode()
        os.write(words, line + b"\n")
        if order["log"]:
            ctypes.CDLL(None).torture_note(line)

    return tell


def _arm(order: dict[str, Any], folder: str) -> None:
    if not order["shimmed"]:
        return
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600) if order["log"] else -1
    fate = order["fate"] or {"mode": 0, "at": 0, "error": 0}
    arm = ctypes.CDLL(None).torture_arm
    arm.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_long, ctypes.c_int, ctypes.c_int]
    arm(os.fsencode(folder), fate["mode"], fate["at"], fate["error"], log)


if __name__ == "__main__":
    main()
