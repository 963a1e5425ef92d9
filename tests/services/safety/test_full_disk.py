"""A disk that is full while a backup is made, or gone back to: one code, nothing half, and the ledger as it was."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.surroundings import PATIENCE_SECONDS

_ON_THE_DISK = """
import sys
from contextlib import closing
from pathlib import Path
from tracker.domain.errors import UserError
from tracker.services.safety.backups import back_up, list_backups, restore
from tracker.services.safety.checking import check
from tracker.services.commands import NewSearch, command
from tracker.services.safety.repairing import repair
from tracker.services.assessment.searching import log_search
from tracker.services.ledgers.workspace import open_workspace

disk = Path(sys.argv[1])
ledger = disk / "ledger.db"

def search(workspace, words):
    log_search(workspace, command(NewSearch, commitment="MIIT-2025-001", place="网站", words=words, found=""))

def told(do):
    try:
        do()
    except UserError as error:
        return error.code
    return "done"

with closing(open_workspace(ledger, author="张三")) as workspace:
    search(workspace, "早")
    first = back_up(workspace)
    search(workspace, "晚")
before = ledger.read_bytes()
free = disk.joinpath("filler")
left = int(sys.argv[2])
import os
room = os.statvfs(disk)
free.write_bytes(b"0" * max(0, room.f_bavail * room.f_frsize - left))
there = sorted(disk.rglob("*"))
with closing(open_workspace(ledger)) as workspace:
    print(told(lambda: back_up(workspace)))
print(told(lambda: restore(ledger, first, author="李四")))
print(told(lambda: repair(ledger, disk / "repaired.db", author="李四")))
print(sorted(disk.rglob("*")) == there, ledger.read_bytes() == before, len(list_backups(ledger)))
with closing(open_workspace(ledger)) as workspace:
    print(len(check(workspace)))
"""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs a disk of its own")
@pytest.mark.parametrize("left", [100_000, 400_000])
def test_a_full_disk_is_told_of_and_leaves_everything_as_it_was(left: int, tmp_path: Path, ledger_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = f'mount -t tmpfs -o size=12m none "{disk}" && cp "{ledger_path}" "{disk}/ledger.db" && exec "$0" "$@"'
    private = ["unshare", "--mount", *(["--map-root-user"] if os.geteuid() else []), "sh", "-c", mount]
    if subprocess.run([*private, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no disk of its own is to be had here")
    command = [*private, sys.executable, "-c", _ON_THE_DISK, str(disk), str(left)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS)
    assert ended.stdout.splitlines() == ["disk_full", "disk_full", "disk_full", "True True 1", "0"], ended.stderr
