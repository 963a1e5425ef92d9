"""Which folders are shares, by what Linux says of its mounts."""

from pathlib import Path

import pytest

from tracker.systems.file_systems import FileSystemKind, is_shared, kind_in, kind_of

MOUNTS = """\
22 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw
30 22 0:26 / /dev/shm rw,nosuid shared:4 - tmpfs tmpfs rw
40 22 0:41 / /mnt/办公室 rw,relatime shared:9 - nfs4 server:/export rw,vers=4.2
41 22 0:42 / /mnt/two\\040words rw,relatime - cifs //server/share rw
42 22 0:43 / /home/li/cloud rw,nosuid - fuse.rclone remote: rw
43 22 0:44 / /home/li/bound rw,nosuid - fuse /home/li/data rw
44 22 8:17 / /media/stick rw,nosuid - fuseblk /dev/sdb1 rw
45 22 0:45 / /mnt/host rw - 9p host rw
46 22 0:46 / /mnt/new rw - newfs none rw
47 40 259:3 / /mnt/办公室/disk rw - xfs /dev/sdc1 rw
48 22 0:47 / /over rw - nfs old:/ rw
49 48 259:4 / /over rw - btrfs /dev/sdd1 rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/li/ledger.db", "local"),
        ("/dev/shm/ledger.db", "local"),
        ("/mnt/办公室/ledger.db", "shared"),
        ("/mnt/办公室", "shared"),
        ("/mnt/办公室二/ledger.db", "local"),
        ("/mnt/two words/ledger.db", "shared"),
        ("/home/li/cloud/ledger.db", "shared"),
        ("/home/li/bound/a/b/ledger.db", "shared"),
        ("/media/stick/ledger.db", "local"),
        ("/mnt/host/ledger.db", "shared"),
        ("/mnt/new/ledger.db", "unknown"),
        ("/mnt/办公室/disk/ledger.db", "local"),
        ("/over/ledger.db", "local"),
    ],
)
def test_the_innermost_and_last_mount_tells(path: str, kind: str) -> None:
    assert kind_in(MOUNTS, path) == kind


def test_where_nothing_is_said_nothing_is_known() -> None:
    assert kind_in("", "/home") is FileSystemKind.UNKNOWN
    assert kind_in("no such lines", "/home") is FileSystemKind.UNKNOWN


def test_a_folder_that_is_not_there_yet_lies_where_its_parent_does(tmp_path: Path) -> None:
    assert kind_of(tmp_path / "a" / "b" / "ledger.db") == kind_of(tmp_path)


def test_the_environment_overrules_what_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_SHARED", "1")
    assert is_shared(tmp_path)
    monkeypatch.setenv("TRACKER_SHARED", "0")
    assert not is_shared(tmp_path)
