"""Measures of whole processes: the start of the program, and the memory it takes."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

from results import Result
from synthetic import spared

_HERE = Path(__file__).parent
_MEGABYTE = 1_000_000
_ALLOWED = {100_000: 25, 1_000_000: 80}
"""By size of the ledger, the megabytes that it may take more than the real one."""


def start(real: Path, folder: Path, rounds: int) -> Iterator[Result]:
    """From the start of the process to the painted window, and to the first rows; the floors in turn with ours."""
    settings = folder / "window.ini"
    settings.write_text("[General]\nwelcomed=true\n", encoding="utf-8")
    commands = {
        "ours": [str(_HERE / "started.py"), str(real), str(settings)],
        "window": [str(_HERE / "floors" / "window.py")],
        "rows": [str(_HERE / "floors" / "window_with_rows.py"), str(real)],
        "listed": ["-m", "tracker", "list", "--ledger", str(real)],
        "sqlmodel": ["-c", "import sqlmodel"],
    }
    times: dict[str, list[list[float]]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            lines = _lines(command)
            if number:  # the first round fills the caches of the disk, and writes what is compiled
                times[name].append(lines)
    ours = [[found[place] for found in times["ours"]] for place in (0, 1)]
    floors = {name: [found[0] for found in times[name]] for name in ("window", "rows")}
    yield Result("process start → window painted", ours[0], floors["window"], most=1.3)
    yield Result("process start → first rows painted, warm", ours[1], floors["rows"], most=1.2)
    listed, imported = ([found[-1] for found in times[name]] for name in ("listed", "sqlmodel"))
    yield Result("tracker list, whole process", listed, imported, note="floor: import sqlmodel")


def memory(real: Path, large: dict[int, Path], folder: Path) -> Iterator[Result]:
    """What a window that has filtered and scrolled a large ledger takes more than one that has the real ledger."""
    base = _resident(real, folder)
    for size, path in large.items():
        more = (_resident(spared(path), folder) - base) / _MEGABYTE
        most = _ALLOWED.get(size)
        met = None if most is None else more <= most
        bar = "" if most is None else f"≤ +{most} MB"
        yield Result(f"memory, {size:,} against the real ledger", bar=bar, passes=met, note=f"+{more:.0f} MB")


def _lines(command: Sequence[str]) -> list[float]:
    """When each line came, in seconds from the start, and when the process ended."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = perf_counter()
    with subprocess.Popen(
        [sys.executable, *command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        came = [perf_counter() - begun for _ in process.stdout or ()]
    return [*came, perf_counter() - begun]


def _resident(ledger: Path, folder: Path) -> int:
    """The resident bytes of a process that has looked about in a ledger."""
    command = [sys.executable, str(_HERE / "looked_about.py"), str(ledger), str(folder / "memory.ini")]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(command, capture_output=True, text=True, env=environment, check=True, timeout=600)
    return int(ended.stdout.split()[-1])
