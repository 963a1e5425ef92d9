"""A kept file in another program: under a name of ours, looked through just before, gone when the window closes."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from tests import strangers
from tests.desktop.conftest import button_of
from tests.desktop.evidence.test_viewer import CODE, close, keep, look, press, shown
from tests.desktop.window.test_handed_copies import OTHER_PROGRAM

from tracker.desktop.handed_copies import PREFIX

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.viewer.viewer_window import Viewer
    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

OPEN, SURE = "handOver", "openCopy"
TEXT = "关于公布名单的通知\n第三批34个城市。\n"


class System(QObject):
    """Takes what would go to the system's programs."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(Path(url.toLocalFile()))


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files of this test."""
    place = tmp_path / "temp"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


@pytest.fixture
def system(qtbot: QtBot, temporary: Path) -> Iterator[System]:
    del qtbot, temporary
    system = System()
    QDesktopServices.setUrlHandler("file", system, "take")  # pyright: ignore[reportArgumentType]
    yield system
    QDesktopServices.unsetUrlHandler("file")


def way_out(viewer: Viewer) -> QPushButton:
    return button_of(viewer, OPEN)


def hand_over(qtbot: QtBot, hands: Hands, viewer: Viewer) -> None:
    press(hands, viewer, OPEN)
    asked = QApplication.activeModalWidget()
    assert asked is not None
    hands.click(button_of(asked, SURE))


@pytest.mark.parametrize("name", ["通知.slk", "通知.scf", "通知.jnlp", "../通知.txt", "通知.settingcontent-ms"])
def test_a_text_is_opened_as_a_text_and_the_copy_goes_with_the_window(
    name: str, qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, system: System, temporary: Path
) -> None:
    viewer = look(qtbot, hands, window, keep(workspace, TEXT.encode(), name))
    hand_over(qtbot, hands, viewer)
    qtbot.waitUntil(lambda: bool(system.opened))
    (path,) = system.opened
    assert (path.name, path.read_text(encoding="utf-8")) == ("通知.txt", TEXT)
    assert path.parent.parent.parent == temporary
    close(qtbot, window, viewer)
    assert path.exists()
    window.close()
    assert list(temporary.glob(f"{PREFIX}*")) == []


@pytest.mark.parametrize("name", ["通知.html", "通知.jar", "通知.exe", "通知.pdf"])
def test_a_pdf_is_opened_as_a_pdf(
    name: str, qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, system: System
) -> None:
    plain = strangers.clean_pdfs()["pdf: has links"].content
    viewer = look(qtbot, hands, window, keep(workspace, plain, name))
    hand_over(qtbot, hands, viewer)
    qtbot.waitUntil(lambda: bool(system.opened))
    assert system.opened[0].name == "通知.pdf"
    close(qtbot, window, viewer)


@pytest.mark.parametrize("name", ["pdf: program on opening", "docx: DDE in pieces", "xlsx: DDE in a cell"])
def test_what_acts_is_read_here_and_quoted_but_never_handed_over(
    name: str, qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, system: System
) -> None:
    stranger = strangers.active()[name]
    viewer = look(qtbot, hands, window, keep(workspace, stranger.content, f"通知{stranger.suffix}"))
    assert way_out(viewer).isHidden()
    assert viewer.barrier.startswith(f"“通知{stranger.suffix}”含有会自行动作或引用外部的内容")
    viewer.open_wanted.emit()
    asked = QApplication.activeModalWidget()
    assert asked is not None
    hands.click(button_of(asked, SURE))
    assert system.opened == []
    assert "含有会自行动作" in viewer.fault
    assert not button_of(viewer, "saveCopy").isHidden()
    close(qtbot, window, viewer)


def test_a_page_of_the_web_says_why_it_stays_here(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, system: System
) -> None:
    page = f"<html><body><article><p>{'第三批34个城市开展试点。' * 9}</p></article></body></html>".encode()
    viewer = look(qtbot, hands, window, keep(workspace, page, "通知.html"))
    assert way_out(viewer).isHidden()
    assert "网页" in viewer.barrier
    assert system.opened == []
    close(qtbot, window, viewer)


def test_the_question_names_the_copy_as_it_will_be_called(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, system: System
) -> None:
    viewer = look(qtbot, hands, window, keep(workspace, TEXT.encode(), "通知.slk"))
    press(hands, viewer, OPEN)
    asked = QApplication.activeModalWidget()
    assert asked is not None
    assert any("通知.txt" in label.text() for label in asked.findChildren(QLabel))
    asked.close()
    assert system.opened == []
    close(qtbot, window, viewer)


def chip_of(pane: QWidget) -> QPushButton:
    return next(one for one in pane.findChildren(QPushButton) if one.objectName() == "openFile")


def entry(chip: QPushButton, name: str) -> QAction:
    return next(one for one in chip.actions() if one.objectName() == name)


def test_the_folder_of_a_file_is_shown_from_its_chip_in_either_pane_from_the_list_and_from_the_viewer(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, system: System
) -> None:
    piece = keep(workspace, TEXT.encode(), "../通知.slk")
    window.page.reload()
    hands.settle()
    window.page.show_commitment(CODE)
    hands.settle()
    entry(chip_of(window.page.detail), "showFolder").trigger()
    qtbot.waitUntil(lambda: len(system.opened) == 1)
    window.show_page("evidence")
    hands.settle()
    window.evidence.table.selectRow(0)
    hands.settle()
    entry(chip_of(window.evidence.detail), "showFolder").trigger()
    qtbot.waitUntil(lambda: len(system.opened) == 2)
    viewer = look(qtbot, hands, window, piece)
    press(hands, viewer, OPEN)
    asked = QApplication.activeModalWidget()
    assert asked is not None
    hands.click(button_of(asked, "showCopy"))
    qtbot.waitUntil(lambda: len(system.opened) == 3)
    assert all(folder.is_dir() for folder in system.opened)
    (copy,) = {path.name for folder in system.opened for path in folder.iterdir()}
    assert copy == "通知.txt"
    close(qtbot, window, viewer)


def test_what_is_not_to_leave_is_shown_in_the_viewer_in_place_of_a_folder(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, system: System
) -> None:
    stranger = strangers.active()["pdf: program on opening"]
    window.page.recorder.show_folder(keep(workspace, stranger.content, "通知.pdf"))
    viewer = shown(qtbot, hands, window)
    assert viewer.barrier
    assert system.opened == []
    close(qtbot, window, viewer)


@pytest.fixture
def left_behind(temporary: Path) -> Path:
    """A copy of a program that was killed."""
    process = subprocess.Popen([sys.executable, "-c", OTHER_PROGRAM, str(temporary)], stdin=-1, stdout=-1)
    assert process.stdout is not None
    path = Path(process.stdout.readline().decode().strip())
    process.kill()
    process.communicate()
    assert path.exists()
    return path


def test_copies_of_a_program_that_was_killed_go_when_the_next_window_opens(
    left_behind: Path, window: MainWindow, qtbot: QtBot
) -> None:
    assert window.isVisible()
    qtbot.waitUntil(lambda: not left_behind.exists())
