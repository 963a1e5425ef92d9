"""Programs that fate strikes while they do a deed: how they are started, and what they had said before it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

_HERE = Path(__file__).parent
FAIL_ONCE, FAIL_FROM, KILL = 1, 2, 3
"""What the shim does at a call: as in `shim.c`."""


@dataclass(frozen=True, slots=True)
class Fate:
    """At which call that changes files, counted from 1, what is to happen; `error` is an errno."""

    mode: int
    at: int
    error: int = 0


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended, and the lines it had said. `calls` counts what it did to files, None where it was killed."""

    seconds: float
    code: int
    hung: bool
    said: tuple[dict[str, Any], ...]
    crash: str

    @property
    def calls(self) -> int | None:
        return next((line["calls"] for line in self.said if "calls" in line), None)

    @property
    def refusals(self) -> list[str]:
        return [line["refused"] for line in self.said if "refused" in line]


class Programs:
    """Starts programs, one at a time. A context manager."""

    def __init__(self, folder: Path, disk: Path | None = None) -> None:
        """`folder` is for what is said; `disk`, a folder, becomes the place of a small disk of its own."""
        self._folder = folder
        self._disk = disk
        folder.mkdir(parents=True, exist_ok=True)

    @cached_property
    def shim(self) -> Path | None:
        """The compiled shim; None where there is no C compiler, or no way to put it between."""
        return compile_shim(self._folder)

    def __enter__(self) -> Self:
        command = [sys.executable, str(_HERE / "server.py")]
        if self._disk is not None:
            command = [*on_small_disk(self._disk), *command]
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
        if self.shim is not None:
            environment["LD_PRELOAD"] = str(self.shim)
        self._server = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        assert self._answer() == "ready\n"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.communicate()

    def run(
        self,
        deed: str,
        folder: Path,
        seed: int,
        *,
        kill_after: float | None = None,
        fate: Fate | None = None,
        log: Path | None = None,
        left: int | None = None,
        patience: float = 60.0,
    ) -> Ended:
        """Let a program do a deed in a folder, and fate strike it; `left` is how many bytes the disk has room for."""
        words = self._folder / "said"
        crash = words.with_name("said.crash")
        for path in (words, crash):
            path.unlink(missing_ok=True)
        order = {
            "deed": deed,
            "folder": str(folder),
            "seed": seed,
            "words": str(words),
            "kill_after": kill_after,
            "fate": None if fate is None else asdict(fate),
            "log": None if log is None else str(log),
            "disk": None if left is None else str(self._disk),
            "left": left,
            "patience": patience,
            "shimmed": self.shim is not None,
        }
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps(order) + "\n")
        self._server.stdin.flush()
        ended = json.loads(self._answer())
        said = words.read_text(encoding="utf-8").splitlines() if words.exists() else []
        return Ended(**ended, said=tuple(map(json.loads, said)), crash=crash.read_text() if crash.exists() else "")

    def _answer(self) -> str:
        assert self._server.stdout is not None
        return self._server.stdout.readline()


def compile_shim(folder: Path) -> Path | None:
    """Compile the shim into a folder; None where that cannot be done."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        return None
    shim = folder / "shim.so"
    source = str(_HERE / "shim.c")
    command = [compiler, "-O1", "-shared", "-fPIC", "-o", str(shim), source, "-ldl"]
    return shim if subprocess.run(command, capture_output=True, check=False).returncode == 0 else None


def on_small_disk(disk: Path) -> Sequence[str]:
    """The words before a command by which it sees a disk of 24 MB in this folder, and nobody else does."""
    mount = f'mount -t tmpfs -o size=24m none "{disk}" && exec "$0" "$@"'
    return ["unshare", "--mount", *(["--map-root-user"] if os.geteuid() else []), "sh", "-c", mount]


def has_small_disks(disk: Path) -> bool:
    """Whether this machine lets us have a disk of our own."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*on_small_disk(disk), "true"], capture_output=True, check=False).returncode == 0


@contextmanager
def emptied(folder: Path) -> Iterator[Path]:
    """A place for one try, which does not exist yet and is gone afterwards."""
    place = folder / "try"
    shutil.rmtree(place, ignore_errors=True)
    yield place
    shutil.rmtree(place, ignore_errors=True)
