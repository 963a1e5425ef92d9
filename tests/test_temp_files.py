"""Drafts of programs that were killed go away; nothing else does. What waits aside comes back as it was."""

import os
import subprocess
import sys
import tempfile
from contextlib import closing
from io import TextIOWrapper
from pathlib import Path

import pytest

from tracker.domain.errors import UserError
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.exports.atomic import write_whole
from tracker.services.commitments.reading import list_rows
from tracker.services.ledgers.workspace import make_whole, open_workspace
from tracker.services.safety.backups import back_up
from tracker.services.safety.checking import check
from tracker.temp_files import SpooledBytes, draft_of, sweep, telling_faults


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
    assert len(list_rows(workspace, LedgerQuery())) == 72
    assert check(workspace) == ()
    workspace.close()
    for workspace in still_open:
        workspace.close()


@pytest.mark.parametrize("lines", [3, 60_000])
def test_what_waits_aside_is_read_from_several_places_at_once(lines: int) -> None:
    aside = SpooledBytes()
    for number in range(lines):
        aside.write(f"{number} 承诺事项\r\n".encode())
    one, other = (TextIOWrapper(aside.opened(), "utf-8", newline="") for _ in range(2))
    assert (next(one), next(one), next(other)) == ("0 承诺事项\r\n", "1 承诺事项\r\n", "0 承诺事项\r\n")
    assert sum(1 for _ in one) == lines - 2
    assert (list(other)[-1], aside.size) == (f"{lines - 1} 承诺事项\r\n", len(b"".join(aside.pieces())))


def test_who_finds_no_room_aside_is_told_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(UserError, match="aside_failing") as refused:
        SpooledBytes().write(bytes(2_000_000))
    assert refused.value.details["path"] == str(tmp_path / "gone")


def test_where_no_temporary_folder_takes_anything_the_one_that_was_set_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse() -> str:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr("tracker.temp_files.gettempdir", refuse)
    monkeypatch.setenv("TMPDIR", "/no/room")
    with pytest.raises(UserError, match="aside_failing") as refused, telling_faults():
        raise OSError(28, "No space left on device")
    assert refused.value.details["path"] == "/no/room"


RESTORE_AND_WAIT = """
import sys, time
from pathlib import Path
from tracker.services.safety.backups import restore
from tracker.store.safety import restoring

def wait(*_, **__):
    print("ready", flush=True)
    time.sleep(600)

restoring.replace_readable = wait
restore(sys.argv[1], Path(sys.argv[2]), author="张三")
"""


def test_the_next_start_sweeps_what_a_killed_restore_left(ledger_path: Path, sample_path: Path, tmp_path: Path) -> None:
    with closing(open_workspace(ledger_path)) as workspace:
        backup = back_up(workspace)
    program = [sys.executable, "-c", RESTORE_AND_WAIT, str(ledger_path), str(backup)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as restoring:
        assert restoring.stdout is not None
        assert restoring.stdout.readline() == "ready\n"
        open_workspace(ledger_path).close()
        assert len(list(tmp_path.glob(".tracker-draft-*"))) == 1  # it is at work
        restoring.kill()
    open_workspace(ledger_path).close()
    assert list(tmp_path.glob(".tracker-draft-*")) == []


def test_the_draft_of_another_machine_stays_until_nobody_writes_to_it(tmp_path: Path) -> None:
    draft = tmp_path / ".tracker-draft-0123abcd.4194305-restore-x"
    draft.mkdir()
    sweep(tmp_path)
    assert draft.is_dir()
    os.utime(draft, (0, 0))
    sweep(tmp_path)
    assert not draft.exists()
