"""Going from a ledger to another one whose rows bear the same ids, as every ledger of the briefing does."""

from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING

from tracker.desktop.views.window.main_window import MainWindow
from tracker.services.commands import evidence_fields
from tracker.services.evidence.recording import add_evidence
from tracker.services.safety.copying import save_copy

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tracker.services.ledgers.workspace import Workspace


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


def test_the_first_piece_of_evidence_of_the_other_ledger_is_shown(
    workspace: "Workspace", window: MainWindow, qtbot: "QtBot", tmp_path: Path
) -> None:
    add_evidence(
        workspace,
        evidence_fields({"title": "通知", "publisher": "财政部", "published": "2025-05-12", "kind": "document"}),
    )
    other = tmp_path / "other.db"
    save_copy(workspace, other)
    window.show_page("evidence")
    qtbot.waitUntil(lambda: window.evidence.detail.detail is not None)
    window.open_file(str(other))
    qtbot.waitUntil(lambda: window.is_ready and window._shows(str(other)))
    window.show_page("evidence")
    qtbot.waitUntil(lambda: window.evidence.detail.detail is not None)
    chosen = window.evidence.table.chosen
    detail = window.evidence.detail.detail
    assert chosen is not None
    assert detail is not None
    assert detail.piece.id == chosen.id
