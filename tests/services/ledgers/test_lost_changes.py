"""A ledger that lost its write-ahead log says so; whatever else becomes of a ledger, nothing is said without need."""

import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from tests.damage import log_of, note_of, work_and_be_killed

from tracker.domain.errors import UserError
from tracker.services.assessment.searching import log_search
from tracker.services.commands import NewSearch, command
from tracker.services.ledgers.lost_changes import go_on_without
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.backups import back_up, list_backups, restore
from tracker.services.safety.checking import check
from tracker.store.safety.newest_note import missing_in, note_newest


def work_and_end(ledger: Path, *words: str) -> None:
    """Search with these words, or back up, and be killed."""

    def work(workspace: Workspace) -> None:
        for said in words:
            if said == "backup":
                back_up(workspace)
            else:
                search(workspace, said)

    work_and_be_killed(ledger, work)


def search(workspace: Workspace, words: str) -> None:
    log_search(workspace, command(NewSearch, commitment="MIIT-2025-001", place="网站", words=words, found=""))


def fail_halfway(workspace: Workspace) -> None:
    with workspace.write() as work:
        work.record("search_logged", {})
        raise UserError("disk_full")


def refusal(ledger: Path) -> UserError:
    with pytest.raises(UserError) as refused:
        open_workspace(ledger)
    return refused.value


def is_sound(ledger: Path) -> bool:
    with closing(open_workspace(ledger)) as workspace:
        return not check(workspace)


@pytest.fixture
def killed(ledger_path: Path) -> Path:
    """A ledger with three searches, of which one came into its file."""
    with closing(open_workspace(ledger_path, author="张三")) as workspace:
        search(workspace, "早")
    work_and_end(ledger_path, "午", "晚")
    return ledger_path


def test_a_log_that_was_taken_away_is_noticed_and_nothing_is_written_over_it(killed: Path) -> None:
    log = log_of(killed).rename(killed.with_name("elsewhere"))
    error = refusal(killed)
    assert (error.code, error.details["count"]) == ("ledger_behind", 2)
    assert error.details["log"] == "ledger.db-wal"
    log.rename(log_of(killed))
    assert is_sound(killed)
    with closing(open_workspace(killed)) as workspace, workspace.snapshot() as snapshot:
        assert snapshot.connection.exec_driver_sql("SELECT count(*) FROM search_log").scalar() == 3


@pytest.mark.parametrize("way", ["cut", "blank", "flip"])
def test_a_log_that_is_spoilt_is_noticed(killed: Path, way: str) -> None:
    content = bytearray(log_of(killed).read_bytes())
    if way == "flip":
        content[len(content) // 3] ^= 1
    log_of(killed).write_bytes({"cut": content[: len(content) // 2], "blank": b"", "flip": content}[way])
    assert refusal(killed).code == "ledger_behind"


def test_a_backup_that_has_what_is_missing_is_named_and_can_be_gone_back_to(ledger_path: Path) -> None:
    work_and_end(ledger_path, "早", "午", "backup", "晚")
    log_of(ledger_path).unlink()
    error = refusal(ledger_path)
    assert (error.code, error.details["count"], error.details["regained"]) == ("ledger_behind_backup", 3, 2)
    (backup,) = list_backups(ledger_path)
    assert error.details["backup"] == backup.path.name
    restore(ledger_path, backup.path, author="李四")
    assert is_sound(ledger_path)


def test_who_goes_on_without_them_is_not_asked_again(killed: Path) -> None:
    log_of(killed).unlink()
    refusal(killed)
    go_on_without(killed)
    assert is_sound(killed)
    work_and_end(killed, "夜")
    log_of(killed).unlink()
    assert refusal(killed).details["count"] == 1


def test_a_program_that_is_killed_is_no_reason_to_say_anything(killed: Path) -> None:
    assert is_sound(killed)
    work_and_end(killed, "夜")
    assert is_sound(killed)


def test_a_ledger_in_use_can_be_opened_a_second_time(ledger_path: Path) -> None:
    with closing(open_workspace(ledger_path, author="张三")) as workspace:
        for words in ("早", "晚"):
            search(workspace, words)
            assert is_sound(ledger_path)


def test_a_backup_that_was_copied_over_the_ledger_is_what_was_wanted(ledger_path: Path) -> None:
    with closing(open_workspace(ledger_path, author="张三")) as workspace:
        search(workspace, "早")
        backup = back_up(workspace)
    work_and_end(ledger_path, "晚")
    log_of(ledger_path).unlink()
    os.utime(backup, (1_700_000_000, 1_700_000_000))
    shutil.copy2(backup, ledger_path)
    assert is_sound(ledger_path)


def test_a_restored_ledger_is_what_was_wanted(ledger_path: Path) -> None:
    with closing(open_workspace(ledger_path, author="张三")) as workspace:
        backup = back_up(workspace)
    work_and_end(ledger_path, "早", "午", "晚")
    restore(ledger_path, backup, author="李四")
    assert not note_of(ledger_path).exists()
    assert is_sound(ledger_path)


def test_a_ledger_that_was_copied_alone_opens(killed: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy2(killed, copy)
    assert is_sound(copy)


def test_an_older_note_says_nothing(killed: Path) -> None:
    older = note_of(killed).read_bytes()
    work_and_end(killed, "夜")
    note_of(killed).write_bytes(older)
    assert is_sound(killed)


@pytest.mark.parametrize("size", [0, 1, 20, 40])
def test_a_torn_note_says_nothing(killed: Path, size: int) -> None:
    log_of(killed).unlink()
    note_of(killed).write_bytes(note_of(killed).read_bytes()[:size])
    assert is_sound(killed)


def test_a_shorter_note_over_a_longer_one_is_read(killed: Path) -> None:
    note = note_of(killed)
    whole = note.read_bytes()
    note.write_bytes(whole + b"of an older one\n")
    log_of(killed).unlink()
    assert refusal(killed).code == "ledger_behind"


def test_a_note_that_cannot_be_written_is_no_reason_to_fail(ledger_path: Path) -> None:
    note_of(ledger_path).mkdir()
    with closing(open_workspace(ledger_path, author="张三")) as workspace:
        search(workspace, "早")
    assert is_sound(ledger_path)


def test_a_change_is_noted_only_once_it_is_kept(ledger_path: Path) -> None:
    with closing(open_workspace(ledger_path, author="张三")) as workspace:
        search(workspace, "早")
        before = note_of(ledger_path).read_bytes()
        with pytest.raises(UserError):
            fail_halfway(workspace)
    assert note_of(ledger_path).read_bytes() == before


@pytest.mark.parametrize(("seconds", "is_told"), [(0, True), (7, False)])
def test_a_file_from_an_archive_is_known_by_the_second_in_which_it_changed(
    killed: Path, seconds: int, is_told: bool
) -> None:
    log_of(killed).unlink()
    changed = int(killed.stat().st_mtime) + seconds
    os.utime(killed, (changed, changed))
    assert (missing_in(killed) is not None) == is_told


def test_a_note_ahead_of_a_file_that_changed_since_says_nothing(killed: Path) -> None:
    with closing(open_workspace(killed)) as workspace:
        note_newest(killed, 1_000, workspace.clock())
    assert missing_in(killed) is None
