"""What kind of file system a ledger lies on. On a share SQLite's locks and shared memory of two machines do not meet.

`TRACKER_SHARED=1` in the environment takes every folder for a share, for a file system that is not recognised;
`TRACKER_SHARED=0` takes none for one.
"""

import os
import re
import sys
from enum import StrEnum
from pathlib import Path

_LOCAL = frozenset((
    "aufs", "bcachefs", "btrfs", "devtmpfs", "ecryptfs", "erofs", "exfat", "ext2", "ext3", "ext4", "f2fs",
    "fuseblk", "hfs", "hfsplus", "iso9660", "jfs", "minix", "msdos", "nilfs2", "ntfs", "ntfs3", "overlay", "ramfs",
    "reiserfs", "rootfs", "squashfs", "tmpfs", "ubifs", "udf", "ufs", "vfat", "xfs", "zfs",
))  # fmt: skip
"""`fuseblk` is a disk of this machine, such as one of NTFS."""
_SHARED = frozenset((
    "9p", "acfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "drvfs", "fakeowner", "gfs", "gfs2", "gpfs",
    "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "orangefs", "panfs", "prl_fs", "smb2", "smb3", "smbfs",
    "vboxsf", "virtiofs", "vmhgfs",
))  # fmt: skip
_ESCAPE = re.compile(r"\\([0-7]{3})")
_MAC_FLAGS = slice(64, 68)
"""Where `f_flags` is in macOS's `struct statfs`."""
_MAC_LOCAL = 0x1000
_MAC_STATFS_BYTES = 2304
_WINDOWS_REMOTE = 4
_WINDOWS_UNKNOWN = (0, 1)


class FileSystemKind(StrEnum):
    """Whether other machines, or other mounts of this one, may have the same file."""

    LOCAL = "local"
    SHARED = "shared"
    UNKNOWN = "unknown"


def is_shared(path: Path) -> bool:
    """Whether a file lies on a share, as far as can be told; `TRACKER_SHARED` overrules that."""
    wanted = os.environ.get("TRACKER_SHARED", "")
    return wanted == "1" if wanted in ("0", "1") else kind_of(path) is FileSystemKind.SHARED


def kind_of(path: Path) -> FileSystemKind:
    """The kind of the file system that a path lies on, which need not be there yet."""
    folder = next((one for one in (path, *path.parents) if one.exists()), path)
    try:
        if sys.platform == "win32":
            return _kind_on_windows(folder)
        real = os.path.realpath(folder)
        if sys.platform == "darwin":
            return _kind_on_mac(real)
        return kind_in(Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape"), real)
    except (OSError, ValueError, AttributeError):  # a system without these ways to ask
        return FileSystemKind.UNKNOWN


def kind_in(mountinfo: str, path: str) -> FileSystemKind:
    """The same by the text of Linux's `/proc/self/mountinfo`; `path` has no links in it."""
    found = ""
    longest = -1
    # statfs gives a number that FUSE file systems share (sshfs is one of them, and a local NTFS disk is another); only
    # the name in mountinfo tells them apart.
    for line in mountinfo.splitlines():
        mount, _, rest = line.partition(" - ")
        fields = mount.split(" ")
        if len(fields) > _POINT and rest:
            point = _ESCAPE.sub(lambda octal: chr(int(octal[1], 8)), fields[_POINT])
            if _is_below(path, point) and len(point) >= longest:  # the later mount hides the earlier one
                found = rest.split(" ")[0]
                longest = len(point)
    if found in _SHARED or found == "fuse" or found.startswith("fuse."):
        return FileSystemKind.SHARED
    return FileSystemKind.LOCAL if found in _LOCAL else FileSystemKind.UNKNOWN


_POINT = 4
"""The field of a line of `mountinfo` that says where something is mounted."""


def _is_below(path: str, point: str) -> bool:
    return path == point or path.startswith(point if point.endswith("/") else f"{point}/")


def _kind_on_mac(path: str) -> FileSystemKind:
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    # On Intel Macs the plain name is that of the old structure with 32-bit inodes, in which the flags stand elsewhere.
    ask = getattr(libc, "statfs$INODE64", None) or libc.statfs
    answer = ctypes.create_string_buffer(_MAC_STATFS_BYTES)
    if ask(os.fsencode(path), answer) != 0:
        return FileSystemKind.UNKNOWN
    flags = int.from_bytes(answer.raw[_MAC_FLAGS], sys.byteorder)
    return FileSystemKind.LOCAL if flags & _MAC_LOCAL else FileSystemKind.SHARED


def _kind_on_windows(path: Path) -> FileSystemKind:
    import ctypes

    drive = path.absolute().drive
    if drive.startswith("\\\\"):
        return FileSystemKind.SHARED
    kind = ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\")  # pyright: ignore[reportAttributeAccessIssue]
    # 0 is a drive whose type cannot be determined, 1 a path without a volume.
    if kind in _WINDOWS_UNKNOWN:
        return FileSystemKind.UNKNOWN
    return FileSystemKind.SHARED if kind == _WINDOWS_REMOTE else FileSystemKind.LOCAL
