"""Measures of a spreadsheet that comes in: the time beside bare `executemany`, and the memory by the length."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from floors.bulk_insert import bulk_insert
from results import Result, timed
from spreadsheet import write_spreadsheet

from tracker.services.commands import SheetWish, command
from tracker.services.exchange.importing import bring_in, offer, open_sheets
from tracker.services.ledgers.workspace import open_workspace

_HERE = Path(__file__).parent
_MEGABYTE = 1_000_000


def bulk_import(real: Path, folder: Path, size: int) -> Iterator[Result]:
    """A CSV file from the disk into a ledger, each row with evidence; the floor writes the same rows held ready."""
    spreadsheet = write_spreadsheet(folder / "office.csv", size)
    ours, floor = (Path(shutil.copy(real, folder / f"import-{name}.db")) for name in ("ours", "floor"))
    _, took = timed(lambda: bring(spreadsheet, ours))
    _, least = timed(bulk_insert(floor, ours))
    yield Result(f"bulk import with evidence, {size:,}", [took], [least], most=3)
    half = write_spreadsheet(folder / "half.csv", size // 2)
    whole, part = (_peak(real, folder, one) for one in (spreadsheet, half))
    file = (spreadsheet.stat().st_size - half.stat().st_size) / _MEGABYTE
    note = f"{part:.0f} → {whole:.0f} MB from half to the whole of a file that is {file:.0f} MB longer"
    constant = whole - part <= file
    yield Result(f"memory of an import, {size:,}", bar="constant but for the file", passes=constant, note=note)


def bring(spreadsheet: Path, ledger: Path) -> None:
    """Bring the whole file in, as it is offered."""
    with closing(open_workspace(ledger)) as workspace:
        file = open_sheets(spreadsheet)
        offered = offer(workspace, file)
        days = {"held_on": "2026-01-10", "stated_on": "2026-11-01"}
        wish = command(SheetWish, title=offered.title, publisher="某省工信厅", prefix="OFFICE-2026", **days)
        bring_in(workspace, file, offered.plan, wish)


def _peak(real: Path, folder: Path, spreadsheet: Path) -> float:
    """The most megabytes that a process of its own held in memory while it brought the file in."""
    ledger = shutil.copy(real, folder / "import-memory.db")
    command_line = [sys.executable, str(_HERE / "brought_in.py"), str(spreadsheet), ledger]
    ended = subprocess.run(command_line, capture_output=True, text=True, check=True, timeout=3_600)
    return int(ended.stdout.split()[-1]) / _MEGABYTE
