"""A copy is whole, and never takes another file's place."""

from pathlib import Path

import pytest

from tracker.domain.errors import UserError
from tracker.domain.query import LedgerQuery
from tracker.services.copying import save_copy
from tracker.services.reading import list_rows
from tracker.services.workspace import Workspace, open_workspace


def test_a_copy_is_the_ledger_as_it_is_now(workspace: Workspace, tmp_path: Path) -> None:
    save_copy(workspace, tmp_path / "副本.db")
    copy = open_workspace(tmp_path / "副本.db")
    assert list_rows(copy, LedgerQuery()) == list_rows(workspace, LedgerQuery())
    copy.close()


def test_an_existing_file_stays(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("mine")
    with pytest.raises(UserError, match="copy_exists"):
        save_copy(workspace, path)
    assert path.read_text() == "mine"


def test_a_folder_that_is_gone_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="output_unwritable"):
        save_copy(workspace, tmp_path / "gone" / "copy.db")
    assert not (tmp_path / "gone").exists()
