"""How long other programs take for what ours is used for, seen from outside: until the picture on the screen stands.

    .venv/bin/python tests/benchmarks/others.py [--only start] [--rounds 7] [--environment FOLDER] [--pictures FOLDER]

Needs Debian's `xvfb`, `openbox`, `xdotool`, `libreoffice-calc`, `python3-uno` and `sqlitebrowser`. Anki (`aqt`) and
novelWriter are installed from the index into a virtual environment of their own, FOLDER, where they are not there yet,
and Anki is told once which language to speak. What was measured is to be looked at (`--pictures`, by `imagemagick`): a
program that greets with a question or an error is soon ready. Ours is measured as it is installed, and as the bundle
where `make bundle` has made one. What is not there is left out.

All are measured alike, in turn: a process is started, or keys are sent, under a screen of 1440 × 900 without hardware;
the memory of that screen is compared every few milliseconds; the time is that of the last change (a blinking cursor is
none) before it stood still for three seconds. Of a start there is also the time until a window shows: the first change
that is larger than a button. The programs take turns, so that a busy machine burdens them alike, and the ratios are
those of the same round. Each program opens the same 100 thousand rows: ours the synthetic ledger, Calc a workbook and
DB Browser a table of seven of its columns. Filter: ours by the search field, which looks through everything; DB Browser
by the field above the codes; Calc by its standard filter, asked by its own interface.
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

from synthetic import cache_folder, ledger_of
from xlsxwriter.workbook import Workbook

from tracker.services.ledgers.workspace import open_workspace

_DISPLAY, _WIDTH, _HEIGHT = ":87", 1440, 900
_PIECE = 480
"""Bytes that are compared at once: 120 dots of a line."""
_CURSOR = 60
"""So many changed pieces may be a cursor that blinks, or a button under the pointer."""
_WINDOW = 1_000
"""So many changed pieces are a window: 120 thousand dots."""
_QUIET, _PATIENCE = 3.0, 180.0
_BUNDLE = Path(__file__).parents[2] / "build" / "bundle" / "tracker" / "tracker"
_OURS, _BUNDLED = "commitment ledger", "commitment ledger, bundle"
_NO_QUESTIONS = """
import sys
from pathlib import Path
from aqt.profiles import ProfileManager
profiles = ProfileManager(Path(sys.argv[1]))
profiles.setupMeta()
profiles.setLang("en_US")
"""
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

    def __init__(self, folder: Path, pictures: Path | None) -> None:
        self._pictures = pictures
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

    def keep_picture(self, what: str) -> None:
        """Keep what the screen shows, where that was asked for."""
        if self._pictures is not None:
            self._pictures.mkdir(parents=True, exist_ok=True)
            name = self._pictures / f"{what.removeprefix('start: ')}.png"
            subprocess.run(["import", "-window", "root", str(name)], env=os.environ | {"DISPLAY": _DISPLAY}, check=True)

    def settled(self, deed: _Deed) -> tuple[float, float]:
        """The seconds from a deed to the first change that is a window, and to the last of all. Raises
        `TimeoutError`."""
        empty = before = self._memory.read_bytes()
        begun = changed = perf_counter()
        deed()
        shown = 0.0
        seen = False
        while perf_counter() - begun < _PATIENCE:
            now = self._memory.read_bytes()
            if _changed(before, now) > _CURSOR:
                before, changed, seen = now, perf_counter(), True
                if not shown and _changed(empty, now) > _WINDOW:
                    shown = changed - begun
            elif seen and perf_counter() - changed > _QUIET:
                return shown, changed - begun
            sleep(0.005)
        raise TimeoutError("the picture never stood still")


def _changed(before: bytes, now: bytes) -> int:
    """How many pieces of the picture are not what they were."""
    if before == now:
        return 0
    return sum(before[at : at + _PIECE] != now[at : at + _PIECE] for at in range(0, len(now), _PIECE))


def main() -> None:
    """Measure all that is there, and print it."""
    parser = ArgumentParser(description="How long other programs take for the same.")
    parser.add_argument("--environment", type=Path, default=cache_folder() / "others", help="where the others lie")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pictures", type=Path, help="where to keep a picture of what each start came to")
    parser.add_argument("--only", default="", help="start, or words of a measure")
    options = parser.parse_args()
    environment = options.environment.resolve()
    _install(environment)
    with TemporaryDirectory() as name:
        folder = Path(name)
        open_workspace(folder / "real.db").close()
        if not options.only.startswith("start"):
            _write_rows(folder)
        screen = Screen(folder, options.pictures and options.pictures.resolve())
        try:
            times: dict[str, list[float]] = {}
            for _ in range(options.rounds + 1):  # the first round fills the caches of the disk
                for what, needed in _round(screen, folder, environment, options.only):
                    times.setdefault(what, []).append(needed)
        finally:
            screen.close()
    print(f"load {os.getloadavg()[0]:.1f}; seconds, median of {options.rounds}")
    for what, found in times.items():
        print(f"{what:58}{median(found[1:]):8.2f}   {min(found[1:]):.2f} – {max(found[1:]):.2f}")
    _print_ratios(times)


def _print_ratios(times: dict[str, list[float]]) -> None:
    """How long ours takes beside the others, in the median of the rounds."""
    for ours in (_OURS, _BUNDLED):
        for other in ("Anki", "novelWriter"):
            for until in ("window", "all"):
                pair = [times.get(f"start: {name}, {until}", []) for name in (ours, other)]
                if all(pair):
                    ratio = median(own / theirs for own, theirs in zip(*(found[1:] for found in pair), strict=True))
                    print(f"start, {until}: {ours} / {other}: {ratio:.2f}")


def _install(environment: Path) -> None:
    """Put the programs to compare with into an environment of their own, once."""
    python = environment / "bin" / "python"
    if not (environment / "bin" / "novelwriter").exists():
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "aqt", "novelWriter"], check=True)
    (environment / "home" / ".config").mkdir(parents=True, exist_ok=True)  # without it novelWriter shows an error
    anki = environment / "home" / "anki"
    if not (anki / "prefs21.db").exists():
        anki.mkdir(parents=True, exist_ok=True)
        settings = _environment(environment / "home") | {"QT_QPA_PLATFORM": "offscreen"}
        subprocess.run([str(python), "-c", _NO_QUESTIONS, str(anki)], env=settings, check=True)


def _round(screen: Screen, folder: Path, environment: Path, only: str) -> Iterator[tuple[str, float]]:
    ours, scripts = [sys.executable, "-m", "tracker", "--ledger"], environment / "bin"
    starts = {
        f"start: {_OURS}": [*ours, str(folder / "real.db")],
        f"start: {_BUNDLED}": [str(_BUNDLE), "--ledger", str(folder / "real.db")],
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
            with _running(screen, command, environment / "home") as (shown, needed):
                screen.keep_picture(what)
                yield f"{what}, window", shown
                yield f"{what}, all", needed
    for what, (command, deed) in opened.items():
        if only in what and shutil.which(command[0]):
            with _running(screen, command, environment / "home") as (_, needed):
                yield f"{what}, open", needed
                sleep(10)  # whatever is still to be done behind the picture
                yield f"{what}, filter", screen.settled(deed)[1]


@contextmanager
def _running(screen: Screen, command: list[str], home: Path) -> Iterator[tuple[float, float]]:
    """A program of a fresh process group, and what `Screen.settled` says of its start; ended with all its children."""
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
    """The large ledger, and seven of its columns as a workbook and as a table."""
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
