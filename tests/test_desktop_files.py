"""The entry, the file type and the icons that a desktop is given, read by the desktop's own tools and by Qt's."""

import os
import shutil
import struct
import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from tracker.cli.arguments import parse
from tracker.desktop.views.ledger.ledger_menu import ENDING
from tracker.systems.desktops import _WINDOWS_NAME, DESKTOP_NAME

FOLDER = Path(__file__).parents[1] / "resources" / "desktop"
ENTRY = FOLDER / f"{DESKTOP_NAME}.desktop"
TYPE = "application/x-commitment-ledger"
BUNDLE = Path(__file__).parents[1] / ".ci" / "bundle"
ASK = """
import sys
from PySide6.QtCore import QMimeDatabase
known = QMimeDatabase()
print(*(known.mimeTypeForFile(path).name() for path in sys.argv[1:]))
"""


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="needs desktop-file-utils")
def test_the_entry_is_as_desktops_read_it() -> None:
    checked = subprocess.run(["desktop-file-validate", str(ENTRY)], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, "")


def test_the_entry_starts_the_program_on_a_file() -> None:
    entry = RawConfigParser()
    entry.read(ENTRY, encoding="utf-8")
    main = entry["Desktop Entry"]
    assert main["icon"] == DESKTOP_NAME
    assert TYPE in main["mimetype"].split(";")
    for group in entry.sections():
        program, *given = entry[group]["exec"].split()
        assert program == "tracker-window"
        assert parse([word.replace("%f", "/a/台账.commitments") for word in given]).command is None


@pytest.mark.skipif(shutil.which("update-mime-database") is None, reason="needs shared-mime-info")
def test_a_ledger_is_known_by_its_ending_and_no_other_program_loses_its_files(
    ledger_path: Path, tmp_path: Path
) -> None:
    packages = tmp_path / "mime" / "packages"
    packages.mkdir(parents=True)
    shutil.copy(FOLDER / f"{DESKTOP_NAME}.xml", packages)
    system = Path("/usr/share/mime/packages/freedesktop.org.xml")
    if system.exists():
        shutil.copy(system, packages)
    environment = {**os.environ, "XDG_DATA_DIRS": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    made = subprocess.run(
        ["update-mime-database", str(tmp_path / "mime")], env=environment, capture_output=True, text=True, check=False
    )
    assert (made.returncode, made.stderr) == (0, "")
    ours = Path(shutil.copy(ledger_path, tmp_path / f"承诺台账{ENDING}"))
    other = tmp_path / "Thumbs.db"
    other.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    asked = subprocess.run(
        [sys.executable, "-c", ASK, str(ours), str(ledger_path), str(other)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    mine, earlier, strange = asked.stdout.split()
    assert mine == TYPE
    assert strange != TYPE
    assert earlier == ("application/vnd.sqlite3" if system.exists() else TYPE)


def pictures_of(ending: str) -> dict[int, bytes]:
    """The pictures in a file of icons, by the pixels of a side."""
    data = (FOLDER / f"{DESKTOP_NAME}.{ending}").read_bytes()
    if ending == "png":
        return {256: data}
    if ending == "ico":
        _, kind, count = struct.unpack_from("<HHH", data)
        assert kind == 1
        entries = [struct.unpack_from("<BBBBHHII", data, 6 + 16 * place) for place in range(count)]
        return {entry[0] or 256: data[entry[7] : entry[7] + entry[6]] for entry in entries}
    name, length = struct.unpack_from(">4sI", data)
    assert (name, length) == (b"icns", len(data))
    found, place = dict[int, bytes](), 8
    while place < length:
        size = struct.unpack_from(">I", data, place + 4)[0]
        picture = data[place + 8 : place + size]
        found[QImage.fromData(QByteArray(picture)).width()] = picture
        place += size
    return found


@pytest.mark.parametrize(
    ("ending", "sizes"),
    [("png", {256}), ("ico", {16, 24, 32, 48, 64, 128, 256}), ("icns", {16, 32, 64, 128, 256, 512, 1024})],
)
def test_the_icons_hold_the_drawing_in_every_size(qtbot: QtBot, ending: str, sizes: set[int]) -> None:
    pictures = pictures_of(ending)
    assert set(pictures) == sizes
    for size, data in pictures.items():
        image = QImage.fromData(QByteArray(data))
        assert (image.width(), image.height()) == (size, size)
        assert image.pixelColor(0, 0).alpha() == 0
        paper = image.pixelColor(size // 2, round(size * 0.2))
        assert QColor("#FAF9F7").lightness() - paper.lightness() < 20


def test_qt_reads_the_icon_of_windows(qtbot: QtBot) -> None:
    assert not QImage(str(FOLDER / f"{DESKTOP_NAME}.ico")).isNull()


def test_the_installer_and_the_app_say_the_names_that_the_program_has() -> None:
    installer = (BUNDLE / "windows" / "installer.nsi").read_text("utf-8")
    assert f'!define APP_ID "{_WINDOWS_NAME}"' in installer
    assert f'!define ENDING "{ENDING}"' in installer
    spec = (BUNDLE / "tracker.spec").read_text("utf-8")
    assert f'IDENTIFIER = "{_WINDOWS_NAME}"' in spec
    assert f'"public.filename-extension": ["{ENDING.removeprefix(".")}"]' in spec
