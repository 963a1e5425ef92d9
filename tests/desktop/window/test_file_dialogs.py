"""Where the dialogs that ask for files begin."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from tracker.desktop.views.common.widgets import file_dialog
from tracker.desktop.views.window.main_window import MainWindow

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def documents(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of the user's documents, as the system names it."""
    folder = tmp_path / "文档"
    folder.mkdir()
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: str(folder))
    return folder


def test_a_known_folder_is_begun_in_and_one_that_is_gone_is_not(
    window: MainWindow, documents: Path, tmp_path: Path
) -> None:
    known = tmp_path / "reports"
    known.mkdir()
    begun = [file_dialog(window, "", str(place)).directory().path() for place in (known, tmp_path / "stick", "")]
    assert begun == [known.as_posix(), documents.as_posix(), documents.as_posix()]


def test_without_a_documents_folder_asking_begins_at_home(
    window: MainWindow, documents: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    documents.rmdir()
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert file_dialog(window, "").directory().path() == tmp_path.as_posix()


def test_the_first_report_of_the_list_is_offered_among_the_documents(
    window: MainWindow, qtbot: "QtBot", documents: Path
) -> None:
    window.page.ask_to_export()
    qtbot.waitUntil(lambda: window.findChild(QFileDialog) is not None)
    asked = window.findChild(QFileDialog)
    assert asked is not None
    assert asked.directory().path() == documents.as_posix()
    asked.reject()
