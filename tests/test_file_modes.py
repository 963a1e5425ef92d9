"""Who may read what the program writes: every door that writes a file, in the user's own folder and elsewhere."""

import hashlib
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import NOW

from tracker.desktop.settings import Settings
from tracker.domain.reports.report_request import ReportForm, ReportWish
from tracker.exports.atomic import write_whole, writing
from tracker.exports.filling import send_form
from tracker.exports.making import make_report
from tracker.locations import config_dir, data_dir, log_dir
from tracker.services.commands import EvidenceFields, command
from tracker.services.evidence.recording import add_evidence
from tracker.services.exchange.forms import FillWish
from tracker.services.ledgers import defects
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.backups import back_up, list_backups, restore
from tracker.services.safety.copying import save_copy
from tracker.services.safety.repairing import repair
from tracker.store.safety.copying import copy_alone_to
from tracker.wording import load_words

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows gives a file the rights of its folder")
NOTICE = "试点城市名单".encode()


@pytest.fixture(params=[0o022, 0o002, 0o077], ids="{:03o}".format)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def opened(ledger: Path) -> Workspace:
    return open_workspace(ledger, author="张三", clock=lambda: NOW)


def modes_in(folder: Path) -> dict[str, str]:
    """The mode of a folder and of all that is in it, by path; what somebody put there is named `put-…`."""
    paths = (folder, *folder.rglob("*"))
    return {
        str(path.relative_to(folder)): f"{stat.S_IMODE(path.stat().st_mode):03o}"
        for path in paths
        if not path.name.startswith("put-")
    }


def expected_in(folder: Path, file_mode: int) -> dict[str, str]:
    folder_mode = file_mode | (file_mode & 0o444) >> 2
    return {
        name: f"{folder_mode if (folder / name).is_dir() else file_mode:03o}"
        for name in modes_in(folder)
        if name != "."
    }


def attach(workspace: Workspace) -> None:
    """Record a piece of evidence with an attachment."""
    sha256 = hashlib.sha256(NOTICE).hexdigest()
    file = {"sha256": sha256, "name": "名单.txt", "size": len(NOTICE), "media_type": "text/plain", "pages": ("x",)}
    link = {"commitment": "MIIT-2025-044", "bearing": "progress"}
    fields = {"title": "名单", "publisher": "工信部", "published": "2026-01-21", "kind": "list"}
    add_evidence(workspace, command(EvidenceFields, **fields, links=(link,), attachments=(file,)), {sha256: NOTICE})


def work_in(folder: Path) -> Path:
    """Go through every door that writes, with a ledger in this folder; returns the ledger."""
    ledger = folder / "ledger.db"
    workspace = opened(ledger)
    attach(workspace)
    back_up(workspace)
    save_copy(workspace, folder / "copy.db")
    make_report(workspace, ReportWish(), ReportForm("zh", "csv"), folder / "report.csv")
    make_report(workspace, ReportWish(), ReportForm("zh", "datapackage"), folder / "report.zip")
    send_form(workspace, FillWish("sme-bureau", "2026-11"), folder / "form.xlsx", load_words("zh"))
    assert {f"ledger.db{ending}" for ending in ("-wal", "-shm", ".newest")} <= modes_in(folder).keys()
    while_open = {name: mode for name, mode in modes_in(folder).items() if name.startswith("ledger.db-")}
    assert set(while_open.values()) == {modes_in(folder)["ledger.db"]}
    workspace.close()
    backup = list_backups(ledger)[0].path
    restore(ledger, backup, author="张三", clock=lambda: NOW)
    restore(folder / "new.db", backup, author="张三", clock=lambda: NOW)
    repair(ledger, folder / "repaired.db", author="张三", clock=lambda: NOW)
    spoil(folder / "new.db")
    restore(folder / "new.db", backup, author="张三", clock=lambda: NOW)
    return ledger


def spoil(ledger: Path) -> None:
    """Damage a ledger so that nothing of it can be read."""
    content = ledger.read_bytes()
    ledger.write_bytes(content[:100] + b"\xff" * (len(content) - 100))


def test_what_is_new_in_the_users_own_folder_is_the_users_alone(umask: int, home: Path) -> None:
    del umask
    work_in(data_dir())
    assert {name: mode for name, mode in modes_in(data_dir()).items() if name != "."} == expected_in(data_dir(), 0o600)
    assert modes_in(data_dir())["."] == "700"


def test_elsewhere_the_umask_decides_so_that_a_shared_folder_stays_shared(umask: int, tmp_path: Path) -> None:
    folder = tmp_path / "share"
    work_in(folder)
    usual = 0o666 & ~umask
    assert {name: mode for name, mode in modes_in(folder).items() if name != "."} == expected_in(folder, usual)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o660])
def test_what_lies_beside_a_ledger_has_its_rights_and_the_ledger_keeps_its_own(
    umask: int, tmp_path: Path, mode: int
) -> None:
    del umask
    ledger = tmp_path / "ledger.db"
    opened(ledger).close()
    ledger.chmod(mode)
    workspace = opened(ledger)
    attach(workspace)
    back_up(workspace)
    workspace.close()
    restore(ledger, list_backups(ledger)[0].path, author="张三", clock=lambda: NOW)
    repair(ledger, tmp_path / "ledger.repaired.db", author="张三", clock=lambda: NOW)
    opened(ledger).close()
    spoil(ledger)
    restore(ledger, list_backups(ledger)[0].path, author="张三", clock=lambda: NOW)
    found = {name: mode for name, mode in modes_in(tmp_path).items() if name.startswith("ledger.")}
    assert found == {name: mode for name, mode in expected_in(tmp_path, mode).items() if name in found}
    assert any(name.startswith("ledger.db.backups/") for name in found)
    assert any(name.startswith("ledger.db.files/") for name in found)


def test_settings_and_logs_are_private_under_any_umask(umask: int, home: Path) -> None:
    del umask
    Settings().language = "zh"
    # In a program of its own: what it writes a crash to stays open as long as the program lives.
    subprocess.run([sys.executable, "-c", "from tracker.services.ledgers import crashes; crashes.watch()"], check=True)
    assert defects.record("report") is not None
    for folder in (config_dir(), log_dir()):
        modes = modes_in(folder)
        assert modes.pop(".") == "700"
        assert modes
        assert set(modes.values()) == {"600"}


def test_a_mode_that_somebody_set_is_kept(umask: int, home: Path) -> None:
    del umask
    for path in (data_dir() / "report.csv", config_dir() / "window.ini", log_dir() / "defects.log"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        path.chmod(0o644)
        path.parent.chmod(0o755)
    write_whole(data_dir() / "report.csv", b"x")
    Settings().language = "zh"
    defects.record("report")
    for path in (data_dir() / "report.csv", config_dir() / "window.ini", log_dir() / "defects.log"):
        assert path.stat().st_size
        assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o644, 0o755)


def test_a_file_is_private_until_it_is_whole(umask: int, tmp_path: Path) -> None:
    del umask
    with writing(tmp_path / "report.csv", lambda: None) as file:
        file.write(b"x")
        assert set(modes_in(tmp_path).values()) - {modes_in(tmp_path)["."]} == {"600"}


def test_a_copy_is_private_while_it_is_made(umask: int, workspace: Workspace, tmp_path: Path) -> None:
    del umask
    seen: set[str] = set()
    folder = tmp_path / "out"
    folder.mkdir()

    def look(done: int, total: int) -> None:
        del done, total
        seen.update(mode for name, mode in modes_in(folder).items() if name != ".")

    workspace.run_on_engine(lambda engine: copy_alone_to(engine, folder / "copy.db", look))
    assert seen == {"600"}


def test_the_users_own_folder_is_known_behind_a_link(umask: int, home: Path, tmp_path: Path) -> None:
    del umask
    data_dir().mkdir(parents=True)
    (tmp_path / "link").symlink_to(data_dir())
    write_whole(tmp_path / "link" / "report.csv", b"x")
    assert modes_in(data_dir())["report.csv"] == "600"


def test_sqlite_gives_its_companions_the_mode_of_the_file(umask: int, tmp_path: Path) -> None:
    """What the promise for -wal and -shm stands on."""
    del umask
    path = tmp_path / "x.db"
    path.touch()
    path.chmod(0o640)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE x (y)")
    assert {modes_in(tmp_path)[f"x.db{ending}"] for ending in ("-wal", "-shm")} == {"640"}
    connection.close()
