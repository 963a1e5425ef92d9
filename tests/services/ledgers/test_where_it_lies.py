"""Ledgers behind symbolic links, and where nothing can be written."""

import gzip
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.damage import log_of, work_and_be_killed

from tracker.domain.errors import UserError
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.services.assessment.searching import log_search
from tracker.services.commands import NewSearch, command
from tracker.services.commitments.reading import list_rows, read_detail
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.backups import back_up, list_backups
from tracker.services.safety.checking import check

EARLIER = Path(__file__).parents[2] / "migrations" / "ledgers" / "0004.db.gz"
CODE = "MIIT-2025-001"


def search(workspace: Workspace, words: str) -> None:
    log_search(workspace, command(NewSearch, commitment=CODE, place="网站", words=words, found=""))


def words_in(workspace: Workspace) -> set[str]:
    return {one.words for one in read_detail(workspace, CODE).searches}


@pytest.fixture
def link(ledger_path: Path, tmp_path: Path) -> Path:
    """A ledger's name on the desktop, which leads to the file of another folder."""
    folder = tmp_path / "desktop"
    folder.mkdir()
    link = folder / "台账.db"
    link.symlink_to(ledger_path)
    return link


def test_what_belongs_to_a_ledger_lies_beside_the_file_and_not_beside_a_link(link: Path, ledger_path: Path) -> None:
    with closing(open_workspace(link, author="张三")) as workspace:
        with workspace.write() as work:
            sha256 = work.contents.keep("附件".encode())
        search(workspace, "甲")
        backup = back_up(workspace)
    assert [path.name for path in link.parent.iterdir()] == [link.name]
    assert backup.parent.parent == ledger_path.parent
    assert next(ledger_path.with_name("ledger.db.files").rglob(sha256)).is_file()
    assert list_backups(link) == list_backups(ledger_path)


def test_a_link_to_a_link_leads_to_the_file(link: Path, ledger_path: Path) -> None:
    second = link.with_name("second.db")
    second.symlink_to(link)
    with closing(open_workspace(second)) as workspace:
        assert Path(workspace.location) == ledger_path


def test_what_earlier_versions_kept_beside_a_link_is_brought_and_stays(link: Path, ledger_path: Path) -> None:
    with closing(open_workspace(ledger_path, author="张三")) as workspace:
        with workspace.write() as work:
            sha256 = work.contents.keep("附件".encode())
        back_up(workspace)
    for ending in ("files", "backups"):
        shutil.move(ledger_path.with_name(f"ledger.db.{ending}"), link.with_name(f"{link.name}.{ending}"))
    with closing(open_workspace(link)) as workspace:
        assert [notice.code for notice in workspace.notices] == ["brought_from_link"]
        with workspace.write() as work:
            assert work.contents.is_intact(sha256)
    assert len(list_backups(ledger_path)) == 1
    assert next(link.with_name(f"{link.name}.files").rglob(sha256)).is_file()
    with closing(open_workspace(link)) as workspace:
        assert workspace.notices == ()


def test_a_backup_that_was_thinned_out_is_not_brought_again(link: Path, ledger_path: Path) -> None:
    with closing(open_workspace(ledger_path, author="张三")) as workspace:
        search(workspace, "甲")
        back_up(workspace)
    shutil.move(ledger_path.with_name("ledger.db.backups"), link.with_name(f"{link.name}.backups"))
    open_workspace(link).close()
    for backup in list_backups(ledger_path):
        backup.path.unlink()
    with closing(open_workspace(link)) as workspace:
        assert workspace.notices == ()
    assert list_backups(ledger_path) == ()


@pytest.fixture
def read_only(ledger_path: Path, tmp_path: Path) -> Iterator[Path]:
    """A ledger on a medium that takes no writing."""
    folder = tmp_path / "medium"
    folder.mkdir()
    done = subprocess.run(["mount", "--bind", "-o", "ro", str(ledger_path.parent), str(folder)], check=False)
    subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=False)
    if done.returncode:
        pytest.skip("only root can mount")
    yield folder / ledger_path.name
    subprocess.run(["umount", str(folder)], check=True)


def test_a_medium_that_takes_no_writing_is_read(read_only: Path) -> None:
    with closing(open_workspace(read_only)) as workspace:
        assert len(list_rows(workspace, LedgerQuery())) == 72
        assert check(workspace) == ()
        assert not workspace.can_write
        with pytest.raises(UserError) as refused:
            search(workspace, "甲")
    assert refused.value.code == "ledger_read_only"


def test_a_log_on_such_a_medium_is_read_with_it(ledger_path: Path, read_only: Path) -> None:
    work_and_be_killed(ledger_path, lambda workspace: search(workspace, "在日志里"))
    assert log_of(read_only).stat().st_size
    with closing(open_workspace(read_only)) as workspace:
        assert words_in(workspace) == {"在日志里"}


def test_a_ledger_of_an_earlier_schema_on_such_a_medium_is_read(ledger_path: Path, read_only: Path) -> None:
    ledger_path.write_bytes(gzip.decompress(EARLIER.read_bytes()))
    with closing(open_workspace(read_only)) as workspace:
        assert list_rows(workspace, LedgerQuery())


def test_a_file_without_permission_to_write_shows_what_others_write_meanwhile(ledger_path: Path) -> None:
    with closing(open_workspace(ledger_path, author="张三")) as theirs:
        ledger_path.chmod(0o444)
        with closing(open_workspace(ledger_path)) as workspace:
            assert words_in(workspace) == set()
            search(theirs, "刚写的")
            assert words_in(workspace) == {"刚写的"}
        ledger_path.chmod(0o644)


@pytest.fixture
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where copies to read are made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_a_refused_copy_is_not_left_and_the_ledger_is_named(
    ledger_path: Path, copies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_SHARED", "1")
    with closing(open_workspace(ledger_path)) as workspace:
        with closing(sqlite3.connect(ledger_path)) as newer, newer:
            newer.execute("UPDATE alembic_version SET version_num = '9999'")
        for _ in range(2):
            with pytest.raises(UserError) as refused:
                words_in(workspace)
            assert refused.value.code == "ledger_newer"
            assert refused.value.details["path"] == str(ledger_path)
    assert list(copies.rglob("*")) == []


def test_no_backup_is_made_of_a_copy_that_is_only_read(ledger_path: Path, copies: Path) -> None:
    ledger_path.write_bytes(gzip.decompress(EARLIER.read_bytes()))
    ledger_path.chmod(0o444)
    with closing(open_workspace(ledger_path)) as workspace:
        assert list_rows(workspace, LedgerQuery())
        assert list(copies.rglob("*.db"))
        assert list(copies.rglob("*.backups")) == []


def test_the_copies_of_a_reader_that_was_killed_are_swept_by_the_next(
    ledger_path: Path, copies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_SHARED", "1")
    subprocess.run([sys.executable, "-c", _KILLED_READER, str(ledger_path)], check=False)
    left = list(copies.iterdir())
    assert left
    with closing(open_workspace(ledger_path)) as workspace:
        assert words_in(workspace) == set()
        assert not any(path.exists() for path in left)


def test_a_copy_that_somebody_swept_away_is_made_again(
    ledger_path: Path, copies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_SHARED", "1")
    with closing(open_workspace(ledger_path)) as workspace:
        assert words_in(workspace) == set()
        for folder in copies.iterdir():
            shutil.rmtree(folder)
        assert words_in(workspace) == set()


_KILLED_READER = """
import os, sys
from tracker.services.ledgers.workspace import open_workspace
open_workspace(sys.argv[1])
os._exit(9)
"""
