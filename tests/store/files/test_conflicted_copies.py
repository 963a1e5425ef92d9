"""By which names a copy is known that a synchronised folder kept."""

import os
import shutil
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tracker.services.commands import TagChange, command
from tracker.services.commitments.tagging import change_tags
from tracker.services.ledgers.workspace import open_workspace
from tracker.store.files.conflicted_copies import is_copy_name, parted_copies


@pytest.mark.parametrize(
    "name",
    [
        "台账 (张三's conflicted copy 2026-01-02)",
        "台账 (冲突副本 2026-01-02)",
        "台账（张三的冲突副本）",
        "台账 (Conflicted copy from PC-7 on 2026-01-02)",
        "台账-DESKTOP-ABC",
        "台账.sync-conflict-20260102-101010-ABCDEFG",
        "台账 (conflicted copy 2026-01-02 101010)",
        "台账_conflict-20260102-101010",
        "台账 (SFConflict zhang@office 2026-01-02-10-10-10)",
        "台账 (1)",
        "台账(1)",
        "台账（2）",
        "台账 2",
        "台账(冲突文件 张三 2026-01-02)",
        "台账_冲突副本_20260102",
        "台账 - 副本",
        "台账 的冲突副本",
        "台账 - 复制",
        "台账 - Copy",
        "台账 - Copy (2)",
        "台账 copy",
        "台账~1",
        "台账_1",
        "Copy of 台账",
        "副本 台账",
        "复件 (2) 台账",
        "台账.mine-2026-01-02",
        "台账.mine-2026-01-02-2",
    ],
)
def test_names_of_copies(name: str) -> None:
    assert is_copy_name(name, "台账")
    assert not is_copy_name("台账", name)


@pytest.mark.parametrize("name", ["台账", "台账2026", "工信部台账", "台账.repaired", "别的", "台账二"])
def test_other_names(name: str) -> None:
    assert not is_copy_name(name, "台账")


def test_copies_are_found_by_their_contents_whatever_their_ending_and_a_pipe_holds_nobody_up(
    ledger_path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    ledger = Path(shutil.copy(ledger_path, folder / "l.db"))
    with closing(open_workspace(ledger_path)) as other:
        change_tags(other, command(TagChange, commitments=("MIIT-2025-001",), add=("他的",)))
    names = ["Copy of l.db", "l (conflicted copy).DB", "l.db (conflicted copy)", "l.db.sync-conflict-20260102-101010-A"]
    for name in names:
        shutil.copy(ledger_path, folder / name)
    shutil.copy(ledger, folder / "l (9).db")
    os.mkfifo(folder / "l (4).db")
    assert [path.name for path in parted_copies(ledger)] == names


def test_what_sqlite_keeps_beside_a_ledger_is_not_opened(ledger_path: Path) -> None:
    """Its locks would go with the closing, and another program would begin a new index of the log."""
    with closing(open_workspace(ledger_path)) as workspace, workspace.write():
        opened: list[str] = []
        sys.addaudithook(lambda event, said: opened.append(str(said[0])) if event == "sqlite3.connect" else None)
        assert parted_copies(ledger_path) == ()
        assert not [name for name in opened if "-shm" in name or "-wal" in name]
