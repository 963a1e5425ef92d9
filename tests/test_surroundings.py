"""The suite brings its own surroundings: what the machine has, and who starts it, changes no test."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.surroundings import PATIENCE_SECONDS

from tracker.locations import resources_dir

ROOT = Path(__file__).resolve().parent.parent
FAMILIES = """
import sys
sys.path[:0] = [sys.argv[1]]
import tests.surroundings
from PySide6.QtGui import QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication
application = QApplication([])
print(sorted(family for family in QFontDatabase.families() if family.startswith(("Noto", "DejaVu", "WenQuanYi"))))
print(QFontInfo(application.font()).family(), QApplication.primaryScreen().logicalDotsPerInch())
"""
ELSEWHERE: dict[str, str] = {
    "FONTCONFIG_FILE": os.devnull,
    "QT_FONT_DPI": "144",
    "QT_SCALE_FACTOR": "2",
    "LC_ALL": "zh_CN.UTF-8",
    "LANG": "de_DE.UTF-8",
    "TZ": "America/New_York",
    "HOME": "/nowhere",
    "XDG_CONFIG_HOME": "/proc",
    "COLUMNS": "20",
    "SOURCE_DATE_EPOCH": "0",
}


def test_windows_have_the_fonts_of_the_repository_and_no_others() -> None:
    listed = subprocess.run(["fc-list", ":", "file"], capture_output=True, text=True, check=False, timeout=300)
    files = {Path(line.strip().rstrip(":")) for line in listed.stdout.splitlines()}
    assert files == set((resources_dir() / "fonts").glob("*.ttf"))


@pytest.mark.parametrize("given", [{}, ELSEWHERE], ids=["as here", "elsewhere"])
def test_another_machine_user_and_folder_show_the_same(tmp_path: Path, given: dict[str, str]) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", FAMILIES, str(ROOT)],
        env={**os.environ, **given},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE_SECONDS,
    )
    assert ended.stdout.splitlines() == ["['Noto Sans SC', 'Noto Serif SC']", "Noto Sans SC 96.0"]
    assert list(tmp_path.iterdir()) == []


def test_the_day_does_not_depend_on_the_zone_of_the_machine() -> None:
    assert time.tzname[0] == "UTC"
    assert os.environ["TZ"] == "UTC"


def test_nobodys_home_is_written_to(home: Path) -> None:
    assert Path.home().is_relative_to(home) or Path.home().name == "home"
