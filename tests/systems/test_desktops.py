"""How the program shows itself, and files: what each system is asked, of which this machine is one."""

import ctypes
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.surroundings import PATIENCE_SECONDS

from tracker.desktop.views.common.widgets import reveal_path
from tracker.systems import desktops


def test_windows_is_told_whose_windows_these_are(windows: Mock) -> None:
    desktops.name_application()
    (name,) = windows.shell32.SetCurrentProcessExplicitAppUserModelID.call_args.args
    assert 0 < len(name) <= 128
    assert " " not in name


def test_windows_is_told_that_another_window_may_come_forward(windows: Mock) -> None:
    desktops.let_others_come_forward()
    windows.user32.AllowSetForegroundWindow.assert_called_once_with(-1)


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_other_systems_are_not_asked_what_only_windows_knows(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(ctypes, "windll", None, raising=False)
    desktops.name_application()
    desktops.let_others_come_forward()


@pytest.mark.parametrize(
    ("platform", "environment", "has_one"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("darwin", {}, True),
    ],
)
def test_a_window_needs_a_display_only_on_linux(
    platform: str, environment: dict[str, str], has_one: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert desktops.has_display(environment) is has_one


SHOWN = Path("a b, c.pdf").absolute()


@pytest.mark.parametrize(
    ("platform", "command"),
    [
        ("win32", ("explorer", "/select,", str(SHOWN))),
        ("darwin", ("open", "-R", str(SHOWN))),
        (
            "linux",
            (
                "dbus-send",
                "--session",
                "--print-reply",
                "--dest=org.freedesktop.FileManager1",
                "/org/freedesktop/FileManager1",
                "org.freedesktop.FileManager1.ShowItems",
                f"array:string:{SHOWN.parent.as_uri()}/a%20b%2C%20c.pdf",
                "string:",
            ),
        ),
    ],
)
def test_a_file_is_shown_in_its_folder_by_the_systems_own_command(
    platform: str, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert desktops.reveal_command(SHOWN) == command


@pytest.mark.parametrize(
    ("script", "opened"),
    [("exit 0", []), ("exit 1", ["folder"]), (None, ["folder"])],
    ids=["shown", "refused", "no such command"],
)
@pytest.mark.skipif(sys.platform == "win32", reason="has no sh")
def test_where_no_command_marks_it_its_folder_is_opened(
    script: str | None,
    opened: list[str],
    tmp_path: Path,
    qapp: QApplication,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command = ("sh", "-c", script) if script is not None else ("no-such-program-here",)
    monkeypatch.setattr("tracker.desktop.views.common.widgets.reveal_command", lambda path: command)
    addresses: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda address: addresses.append(address.toLocalFile()))
    reveal_path(tmp_path / "a.pdf")
    # Gone is the process only after it has told how it ended.
    qtbot.waitUntil(lambda: not qapp.findChildren(QProcess), timeout=PATIENCE_SECONDS * 1000)
    assert addresses == [str(tmp_path)] * len(opened)
