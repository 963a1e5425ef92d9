"""One commitment with more of everything than anybody will ever have: its detail, its dossier, and a check."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

from big import big_ledger
from big_done import FORMATS
from results import Result

_ALLOWED = {"detail": 0.5, "window": 0.5, "check": 60.0, **{f"dossier {name}": 30.0 for name in FORMATS}}
"""Seconds."""
_MOST_MEMORY = 600_000_000


def measure(folder: Path) -> Iterator[Result]:
    """Each in a process of its own, on a copy."""
    ledger = Path(copytree(big_ledger().parent, folder / "big")) / "ledger.db"
    for action, allowed in _ALLOWED.items():
        command = [sys.executable, str(Path(__file__).with_name("big_done.py")), action, str(ledger)]
        ended = subprocess.run(command, capture_output=True, text=True, check=True)
        took, memory = map(float, ended.stdout.split()[-2:])
        yield Result(
            f"20,000 pieces: {action}",
            [took],
            bar=f"≤ {allowed:g} s, ≤ {_MOST_MEMORY // 1_000_000} MB",
            passes=took <= allowed and memory <= _MOST_MEMORY,
            note=f"{memory / 1_000_000:.0f} MB",
        )
