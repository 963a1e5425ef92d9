"""Drive the program with a real pointer and real keys on screens of its own, and keep pictures: `make drive`.

python tests/drive/run.py FOLDER [NAME …]; needs Xvfb, openbox and xdotool, and no display. Exit 1 where a check fails.
With names, only checks whose names begin with one of them are made.
"""

import argparse
import shutil
import sys
from pathlib import Path

from checks import CHECKS, Check
from driver import program
from screen import screen, what_is_lacking

SIZES = ((1440, 900), (1024, 700))


def main(folder: Path, names: list[str]) -> int:
    """Make the checks on each screen; 1 where one has failed, 2 where programs are lacking."""
    if lacking := what_is_lacking():
        print(f"make drive needs {', '.join(lacking)}: on Debian, apt-get install xvfb openbox xdotool")
        return 2
    shutil.rmtree(folder, ignore_errors=True)
    failed = 0
    for size in SIZES:
        with screen(*size) as display:
            for check in CHECKS:
                if not names or check.name.startswith(tuple(names)):
                    failed += not _holds(check, display, folder, size)
    print(f"{failed} failed; pictures in {folder}")
    return 1 if failed else 0


def _holds(check: Check, display: str, folder: Path, size: tuple[int, int]) -> bool:
    place = folder / f"{size[0]}x{size[1]}" / check.name.replace(" ", "-")
    settings = ("welcomed = true", "author = driver") if check.welcomed else ()
    wrong = ""
    with program(display, place, settings) as driver:
        try:
            driver.settle()
            check.does(driver, lambda name: driver.ask("picture", str(place / f"{name}.png")))
            if (code := driver.close()) != 0:
                wrong = f"the program ended with {code}"
        except AssertionError as found:
            wrong = str(found)
            driver.ask("picture", str(place / "failed.png"))
    wrong = wrong or (place / "stderr.txt").read_text(encoding="utf-8", errors="replace").strip()
    print(f"{size[0]}×{size[1]}  {check.name}: {wrong or 'as it should be'}", flush=True)
    return not wrong


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    wanted = parser.parse_args()
    sys.exit(main(wanted.folder, wanted.names))
