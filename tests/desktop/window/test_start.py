"""Starting: light to begin with, and gone without a trace."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.surroundings import PATIENCE_SECONDS

from tracker.desktop.views.window.pages import PAGES

HEAVY = ("sqlmodel", "sqlalchemy", "pydantic", "xlsxwriter")
RUN_FOR_A_WHILE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from tracker.desktop import application

left = sys.argv[3:]

def leave():
    windows = [one for one in QApplication.allWidgets() if type(one).__name__ == "MainWindow"]
    for window in windows:
        if window.welcome.isVisible() and not window.is_ready and window.jobs.idle:
            # There is no ledger yet: what it begins with is asked first.
            window.welcome.start.click()
        elif window.is_ready and left:
            window.show_page(left.pop(0))
        elif window.is_ready:
            return window.window().close()
    QTimer.singleShot(50, leave)

class Leaving(application.Application):
    # Turns to the pages that are named when the ledger is there, and leaves when all has come.
    def __init__(self, *given):
        super().__init__(*given)
        QTimer.singleShot(50, leave)

application.Application = Leaving
sys.exit(application.run(sys.argv[1], ["--lang", "zh", "--settings", sys.argv[2]]))
"""


def _python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )


def test_the_first_window_does_not_wait_for_the_database() -> None:
    asked = f"import sys, tracker.desktop.application as _; print([m for m in {HEAVY} if m in sys.modules])"
    assert _python("-c", asked).stdout.strip() == "[]"


@pytest.mark.parametrize("pages", [(), tuple(PAGES)], ids=["at once", "from the last page"])
def test_the_program_opens_makes_a_ledger_and_leaves_quietly(tmp_path: Path, pages: tuple[str, ...]) -> None:
    ledger, settings = tmp_path / "new" / "ledger.db", tmp_path / "window.ini"
    ledger.parent.mkdir()
    given = (str(ledger), str(settings), *pages)
    done = _python("-W", "error", "-c", RUN_FOR_A_WHILE, *given, XDG_STATE_HOME=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert not list(tmp_path.rglob("defects.log"))
    assert ledger.stat().st_size > 0
    assert "[state]" in settings.read_text(encoding="utf-8")
