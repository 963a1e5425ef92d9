"""Drafts of programs that were killed go away; nothing else does."""

import os
from pathlib import Path

import pytest

from tracker.domain.query import LedgerQuery
from tracker.drafts import draft_of, sweep
from tracker.exports.atomic import write_whole
from tracker.services.checking import check
from tracker.services.reading import list_rows
from tracker.services.workspace import make_whole, open_workspace


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A draft that was left long ago."""
    draft = draft_of(tmp_path / "report.csv")
    draft.write_text("half")
    os.utime(draft, (0, 0))
    return draft


def test_a_folder_that_is_being_written_to_stays(tmp_path: Path) -> None:
    busy = tmp_path / ".tracker-draft-repair-1"
    busy.mkdir()
    (busy / "ledger.db").write_text("half")
    os.utime(busy, (0, 0))
    sweep(tmp_path)
    assert busy.is_dir()
    os.utime(busy / "ledger.db", (0, 0))
    os.utime(busy, (0, 0))
    sweep(tmp_path)
    assert not busy.exists()


def test_what_somebody_named_like_the_program_stays(tmp_path: Path) -> None:
    own = tmp_path / ".tracker-notes"
    own.write_text("mine")
    os.utime(own, (0, 0))
    sweep(tmp_path)
    assert own.exists()


def test_an_export_sweeps_the_folder_that_it_writes_to(old: Path, tmp_path: Path) -> None:
    write_whole(tmp_path / "other.csv", b"whole")
    assert [path.name for path in tmp_path.iterdir()] == ["other.csv"]


def test_a_first_start_sweeps_what_a_killed_one_left(old: Path, tmp_path: Path) -> None:
    open_workspace(tmp_path / "ledger.db").close()
    assert not old.exists()


def test_a_new_ledger_is_whole_even_if_closing_it_could_not_see_to_that(tmp_path: Path) -> None:
    still_open = []
    make_whole(tmp_path / "ledger.db", lambda draft: still_open.append(open_workspace(draft)))
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.db"]
    workspace = open_workspace(tmp_path / "ledger.db")
    assert len(list_rows(workspace, LedgerQuery())) == 69
    assert check(workspace) == ()
    workspace.close()
    for workspace in still_open:
        workspace.close()
