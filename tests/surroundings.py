"""What the machine says to programs, the same on every machine: set before Qt starts, for this process and for those
that tests start. To be imported before anything else of the tests."""

import atexit
import os
import shutil
import tempfile
import time
from pathlib import Path

_FONTS = Path(__file__).resolve().with_name("fonts.conf")
_FOREIGN = ("LC_", "XDG_", "TRACKER_LEDGER", "TRACKER_AUTHOR", "TRACKER_SHARED", "MPL", "QT_", "FONTCONFIG_")
"""How the variables begin by which a machine or its user could change what a test sees."""
_FOREIGN_NAMES = ("LANG", "LANGUAGE", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "SOURCE_DATE_EPOCH")
_KEPT = ("QT_QPA_PLATFORM", "XDG_RUNTIME_DIR")
"""How windows show is for whoever runs the tests to say; and a display may need the folder."""

PATIENCE_SECONDS = 300
"""How long a test waits for anything before it says that it will not come. Nothing is measured by it, and a machine
that does ten other things gets there as well."""
_MEMORY = Path("/dev/shm")
_ROOM = 4 << 30
"""Bytes that must be free in memory before the tests put their files there; two workers need less than half a GiB."""
SCALE = "TRACKER_TESTS_SCALE"
"""The variable by which a test asks for a finer screen in another process."""
SAMPLE = "TRACKER_TESTS_SAMPLE"
"""The variable by which it says where the sample ledger is that it has made already."""


def _write_to_memory() -> None:
    """Put temporary files in memory, where the thousands of commits of the tests need not wait for a disk.

    What a commit must outlive is tested by `tests/torture/power.py`, which keeps account of every sync. Whoever sets
    TMPDIR has chosen.
    """
    if "TMPDIR" not in os.environ and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
        os.environ["TMPDIR"] = str(_MEMORY)
        tempfile.tempdir = None  # what was looked up before is forgotten


def settle() -> None:
    """Let nothing of the machine show: its fonts, language, time zone, umask, home and settings."""
    _write_to_memory()
    folder = Path(tempfile.mkdtemp(prefix="tracker-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    foreign = [name for name in os.environ if name.startswith(_FOREIGN) or name in _FOREIGN_NAMES]
    for name in set(foreign) - set(_KEPT):
        del os.environ[name]
    os.environ |= {
        "FONTCONFIG_FILE": str(_FONTS),
        "HOME": str(folder / "home"),
        "LC_CTYPE": "C.UTF-8",
        "TZ": "UTC",
        **{f"XDG_{name}_HOME": str(folder / "home" / name.lower()) for name in ("DATA", "CONFIG", "STATE", "CACHE")},
    }
    if SCALE in os.environ:
        os.environ["QT_SCALE_FACTOR"] = os.environ[SCALE]
    (folder / "home").mkdir()
    os.environ.setdefault("TRACKER_OCR", "0")  # pictures stay unread but where a test asks for it: a page takes seconds
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # windows are opened too, and nobody need see them
    os.umask(0o022)
    if hasattr(time, "tzset"):
        time.tzset()


settle()
