"""Going from a ledger to another one whose commitments bear the same ids, as every ledger of the briefing does."""

from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING

from tracker.desktop.views.window.main_window import MainWindow

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_the_first_commitment_of_the_other_ledger_is_shown(
    window: MainWindow, qtbot: "QtBot", fresh_ledger: Path, tmp_path: Path
) -> None:
    first = window.page.table.chosen
    assert first is not None
    other = tmp_path / "other.db"
    copyfile(fresh_ledger, other)
    window.open_file(str(other))
    qtbot.waitUntil(lambda: window.is_ready and window._shows(str(other)))
    qtbot.waitUntil(lambda: window.page.detail.detail is not None)
    detail = window.page.detail.detail
    assert detail is not None
    assert detail.row.code == first.code
    assert window.page.detail.bar.judge.isEnabled()
