"""What the program says of itself."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from tests.desktop.conftest import button_of

from tracker import __version__
from tracker.desktop.views.window.about_dialog import AboutDialog
from tracker.desktop.views.window.main_window import MainWindow
from tracker.installed_parts import installed_parts
from tracker.locations import own_folders


@pytest.fixture
def about(qtbot: QtBot, window: MainWindow) -> AboutDialog:
    window.actions_by_name["about"].trigger()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), AboutDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AboutDialog)
    return dialog


def test_version_licence_folders_and_parts_can_be_copied(about: AboutDialog) -> None:
    button_of(about, "copyAbout").click()
    copied = QGuiApplication.clipboard().text()
    assert __version__ in copied
    assert "MIT" in copied
    assert all(str(folder) in copied for folder in own_folders())
    for part in installed_parts():
        assert part.name in copied
        assert part.licence in copied


def test_a_folder_is_shown_where_it_is_there(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", shown.append)
    data, settings, logs = own_folders()
    data.mkdir(parents=True)
    dialog = AboutDialog(window._appearance, window, ())
    openers = [dialog.findChild(QPushButton, f"openFolder_{place}") for place in range(3)]
    there = [folder.is_dir() for folder in (data, settings, logs)]
    assert [opener is not None and opener.isEnabled() for opener in openers] == there
    button_of(dialog, "openFolder_0").click()
    assert [address.toLocalFile() for address in shown] == [str(data)]
    dialog.close()


def test_the_parts_are_what_the_program_needs_each_with_its_licence() -> None:
    parts = {part.name.lower().replace("_", "-"): part for part in installed_parts()}
    assert {"python", "sqlite", "opencc", "pyside6-essentials", "sqlalchemy", "typst"} <= set(parts)
    assert "pytest" not in parts
    assert all(part.licence for part in parts.values())
    assert "LGPL-3.0-only" in parts["pyside6-essentials"].licence
