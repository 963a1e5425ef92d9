"""How long other programs take for what ours is used for, seen from outside: until the picture on the screen stands.

    python tests/benchmarks/others.py --environment FOLDER [--rounds 3]

Needs Debian's `xvfb`, `openbox`, `xdotool`, `libreoffice-calc`, `python3-uno` and `sqlitebrowser`, and a virtual
environment in FOLDER that holds `aqt` (Anki) and `novelwriter`, each opened once by hand with FOLDER/home as `HOME`,
so that they do not ask for a language. What is not installed is left out.

All are measured alike, in turn: a process is started, or keys are sent, under a screen of 1440 × 900 without hardware;
the memory of that screen is compared every few milliseconds; the time is that of the last change (a blinking cursor is
none) before it stood still for three seconds. Each program opens the same 100 thousand rows: ours the synthetic
ledger, Calc a workbook and DB Browser a table of seven of its columns. Filter: ours by the search field, which looks
through everything; DB Browser by the field above the codes; Calc by its standard filter, asked by its own interface.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

sys.path.insert(0, str(Path(__file__).parent))

from synthetic import ledger_of
from xlsxwriter.workbook import Workbook

from tracker.services.ledgers.workspace import open_workspace

_DISPLAY, _WIDTH, _HEIGHT = ":87", 1440, 900
_PIECE = 480
"""Bytes that are compared at once: 120 dots of a line."""
_CURSOR = 60
"""So many changed pieces may be a cursor that blinks, or a button under the pointer."""
_QUIET, _PATIENCE = 3.0, 180.0
_COLUMNS = ("code", "title", "title_en", "assessment", "due_on", "target", "latest_evidence")
_ROWS = f"""SELECT c.code, {", ".join(f"s.{name}" for name in _COLUMNS[1:])} FROM commitment c
JOIN commitment_state s ON s.commitment_id = c.id AND s.until IS NULL ORDER BY c.code"""
_WORD = "2025-02"
_UNO = f"""
import uno
from com.sun.star.sheet.FilterOperator2 import CONTAINS
from com.sun.star.sheet import TableFilterField2
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
context = resolver.resolve("uno:pipe,name=tracker_others;urp;StarOffice.ComponentContext")
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
sheet = desktop.getCurrentComponent().Sheets.getByIndex(0)
cursor = sheet.createCursor()
cursor.gotoEndOfUsedArea(False)
area = sheet.getCellRangeByPosition(0, 0, {len(_COLUMNS) - 1}, cursor.RangeAddress.EndRow)
wanted = area.createFilterDescriptor(True)
wanted.ContainsHeader = True
field = TableFilterField2()
field.Field, field.Operator, field.IsNumeric, field.StringValue = 0, CONTAINS, False, "{_WORD}"
wanted.setFilterFields2((field,))
area.filter(wanted)
"""
_Deed = Callable[[], object]


class Screen:
    """A screen without a monitor, whose memory is a file."""

    def __init__(self, folder: Path) -> None:
        self._memory = folder / "Xvfb_screen0"
        size = f"{_WIDTH}x{_HEIGHT}x24"
        self._server = subprocess.Popen(["Xvfb", _DISPLAY, "-screen", "0", size, "-fbdir", str(folder)])
        sleep(1)
        self._manager = subprocess.Popen(["openbox"], env=os.environ | {"DISPLAY": _DISPLAY}, stderr=subprocess.DEVNULL)
        sleep(1)

    def close(self) -> None:
        """End it."""
        self._manager.terminate()
        self._server.terminate()
        self._server.wait()

    def settled(self, deed: _Deed) -> float:
        """The seconds from a deed to the last change of the picture. Raises `TimeoutError`."""
        before = self._memory.read_bytes()
        begun = changed = perf_counter()
        deed()
        seen = False
        while perf_counter() - begun < _PATIENCE:
            now = self._memory.read_bytes()
            if _differ(before, now):
                before, changed, seen = now, perf_counter(), True
            elif seen and perf_counter() - changed > _QUIET:
                return changed - begun
            sleep(0.005)
        raise TimeoutError("the picture never stood still")


def _differ(before: bytes, now: bytes) -> bool:
    if before == now:
        return False
    return sum(before[at : at + _PIECE] != now[at : at + _PIECE] for at in range(0, len(now), _PIECE)) > _CURSOR


def main() -> None:
    """Measure all that is there, and print it."""
    parser = ArgumentParser(description="How long other programs take for the same.")
    parser.add_argument("--environment", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        _write_rows(folder)
        screen = Screen(folder)
        try:
            times: dict[str, list[float]] = {}
            for _ in range(options.rounds + 1):  # the first round fills the caches of the disk
                for what, needed in _round(screen, folder, options.environment.resolve(), options.only):
                    times.setdefault(what, []).append(needed)
        finally:
            screen.close()
    print(f"load {os.getloadavg()[0]:.1f}; seconds, median of {options.rounds}")
    for what, found in times.items():
        print(f"{what:58}{median(found[1:]):8.2f}   {min(found[1:]):.2f} – {max(found[1:]):.2f}")


def _round(screen: Screen, folder: Path, environment: Path, only: str) -> Iterator[tuple[str, float]]:
    ours, scripts = [sys.executable, "-m", "tracker", "--ledger"], environment / "bin"
    starts = {
        "start: commitment ledger": [*ours, str(folder / "real.db")],
        "start: Anki": [str(scripts / "anki"), "-b", str(environment / "home" / "anki")],
        "start: novelWriter": [str(scripts / "novelwriter")],
    }
    large, workbook, table = (str(path) for path in (folder / "large.db", folder / "rows.xlsx", folder / "rows.db"))
    calc = ["soffice", "--norestore", "--nologo", "--accept=pipe,name=tracker_others;urp", workbook]
    opened: dict[str, tuple[list[str], _Deed]] = {
        "100,000 rows: commitment ledger": ([*ours, large], lambda: _type("ctrl+f")),
        "100,000 rows: DB Browser for SQLite": (["sqlitebrowser", "-t", "rows", table], _type_above_the_column),
        "100,000 rows: LibreOffice Calc": (calc, lambda: subprocess.run(["/usr/bin/python3", "-c", _UNO], check=True)),
    }
    for what, command in starts.items():
        if only in what and shutil.which(command[0]):
            with _running(screen, command, environment / "home") as needed:
                yield what, needed
    for what, (command, deed) in opened.items():
        if only in what and shutil.which(command[0]):
            with _running(screen, command, environment / "home") as needed:
                yield f"{what}, open", needed
                sleep(10)  # whatever is still to be done behind the picture
                yield f"{what}, filter", screen.settled(deed)


@contextmanager
def _running(screen: Screen, command: list[str], home: Path) -> Iterator[float]:
    """A program of a fresh process group, and the seconds until its picture stood; ended with all its children."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        quiet = subprocess.DEVNULL
        environment = _environment(home)
        started.append(subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet, start_new_session=True))

    try:
        yield screen.settled(start)
    finally:
        os.killpg(started[0].pid, 9)
        started[0].wait()
        sleep(1)


def _environment(home: Path) -> dict[str, str]:
    environment = {**os.environ, "DISPLAY": _DISPLAY, "HOME": str(home), "QT_QPA_PLATFORM": "xcb"}
    environment |= {"QTWEBENGINE_DISABLE_SANDBOX": "1", "LANG": "C.UTF-8"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def _type(*keys: str) -> None:
    for key in keys:
        _xdotool("key", key)
    _xdotool("type", "--delay", "1", _WORD)


def _type_above_the_column() -> None:
    _xdotool("key", "Escape")  # it may ask whether to interrupt its own reading of the rows
    _xdotool("mousemove", "372", "289", "click", "1")
    _type()


def _xdotool(*words: str) -> None:
    subprocess.run(["xdotool", *words], env=os.environ | {"DISPLAY": _DISPLAY}, check=True)


def _write_rows(folder: Path) -> None:
    """The real ledger, the large one, and seven of its columns as a workbook and as a table."""
    open_workspace(folder / "real.db").close()
    shutil.copy(ledger_of(100_000), folder / "large.db")
    with closing(sqlite3.connect(folder / "large.db")) as ledger:
        rows = ledger.execute(_ROWS).fetchall()
    workbook = Workbook(str(folder / "rows.xlsx"), {"constant_memory": True})
    sheet = workbook.add_worksheet()
    for number, row in enumerate([_COLUMNS, *rows]):
        sheet.write_row(number, 0, row)
    sheet.autofilter(0, 0, len(rows), len(_COLUMNS) - 1)
    workbook.close()
    with closing(sqlite3.connect(folder / "rows.db")) as table, table:
        table.execute(f"CREATE TABLE rows ({', '.join(_COLUMNS)})")
        table.executemany(f"INSERT INTO rows VALUES ({', '.join('?' * len(_COLUMNS))})", rows)


if __name__ == "__main__":
    main()
