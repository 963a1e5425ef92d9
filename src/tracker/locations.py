"""Where things lie: the program's own data (`db/` and `resources/` stand outside the package), the user's, and what may
be put beside the program where it is a bundle.
"""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from tracker.domain.errors import UserError
from tracker.file_modes import make_folders
from tracker.systems.file_names import fits_disk

_PACKAGE = Path(__file__).resolve().parent
_FOLDERS = ("db", "resources")
_PORTABLE = "data"
"""The folder beside a bundle's program that makes it portable; Visual Studio Code calls its own so."""
_OCR = "ocr"
_SHOWN = 60
"""Characters of a path that is too long to be shown whole."""
_HOME = re.compile(r"~(?=$|[/\\])" if os.name == "nt" else "~(?=$|/)")


@cache
def data_root() -> Path:
    """The folder that holds `db/` and `resources/`: inside an installed package, else the checkout around it.

    Raises `RuntimeError` where neither is there: the installation is broken.
    """
    # The wheel carries both folders inside the package; in a checkout, and in an editable install, they stand beside
    # `src`.
    for root in (_PACKAGE / "_data", _PACKAGE.parent.parent):
        if all((root / folder).is_dir() for folder in _FOLDERS):
            return root
    raise RuntimeError(f"broken installation: no db/ and resources/ around {_PACKAGE}")


def db_dir() -> Path:
    """Migrations, briefings and sample facts."""
    return data_root() / "db"


def resources_dir() -> Path:
    """Words, translations, icons, fonts and templates."""
    return data_root() / "resources"


def program_folder() -> Path | None:
    """The folder in which a bundle's program lies, of an app of macOS that of the app; None where it is no bundle."""
    if not getattr(sys, "frozen", False):
        return None
    folder = Path(sys.executable).resolve().parent
    app = folder.parent.parent  # NAME.app/Contents/MacOS
    return app.parent if app.suffix == ".app" else folder


@cache
def portable_dir() -> Path | None:
    """The folder that holds all that is the user's, where one named `data` lies beside a bundle's program; else None.

    Asked once: a bundle that is moved while it is open goes on where its ledger was opened.
    """
    beside = program_folder()
    folder = beside and beside / _PORTABLE
    return folder if folder and folder.is_dir() else None


def ocr_dirs() -> tuple[Path, ...]:
    """Where a bundle looks for the add-on that reads scans: beside its program, and in the user's data directory (an
    app of macOS must not be changed, and lies where few may write). () where it is no bundle: there pip adds it."""
    beside = program_folder()
    return (beside / _OCR, data_dir() / _OCR) if beside else ()


def data_dir() -> Path:
    """The user's own data directory, where the ledger lies unless another one is named. Raises `home_unknown`."""
    import platformdirs

    if portable := portable_dir():
        return portable
    with _asking_for_home():
        return platformdirs.user_data_path("tracker")


def default_location() -> str:
    """Return where the ledger lies that is meant: `TRACKER_LEDGER`, or one file in the user's data directory. Raises
    `home_unknown`."""
    return os.environ.get("TRACKER_LEDGER") or str(data_dir() / "ledger.db")


def config_dir() -> Path:
    """The user's own directory of settings. Raises `home_unknown`."""
    import platformdirs

    if portable := portable_dir():
        return portable / "settings"
    with _asking_for_home():
        return platformdirs.user_config_path("tracker", appauthor=False)


def log_dir() -> Path:
    """The user's log directory, for logs and traces of crashes; made where it is not there. Raises `OSError`."""
    try:
        folder = _log_path()
    except UserError as unknown:
        raise FileNotFoundError("no home folder is known") from unknown
    make_folders(folder)
    return folder


def own_folders() -> tuple[Path, ...]:
    """The folders in which everything new is the user's alone: data, settings, logs. None where no home is known."""
    try:
        return data_dir(), config_dir(), _log_path()
    except UserError:
        return ()


def _log_path() -> Path:
    import platformdirs

    if portable := portable_dir():
        return portable / "logs"
    with _asking_for_home():
        return platformdirs.user_log_path("tracker", appauthor=False)


@contextmanager
def _asking_for_home() -> Iterator[None]:
    try:
        yield
    except RuntimeError:  # neither HOME nor an account says it, as in a container
        raise UserError("home_unknown") from None


def keep_temporary_files_portable() -> None:
    """Let temporary files, which hold pieces of ledgers, lie in the portable folder too, where there is one and it can
    be written. Only this program's own: what it starts is left to the system's folder."""
    portable = portable_dir()
    if portable is None:
        return
    import tempfile

    folder = portable / "temp"
    with suppress(OSError):
        make_folders(folder)
        if os.access(folder, os.W_OK):
            tempfile.tempdir = str(folder)


def typed_path(text: str | os.PathLike[str]) -> Path:
    """The path that was typed: `~` alone or before a slash is the home folder, `~$台账.xlsx` is a name like any other.
    A `file://` address is the path that it names.

    `Path.expanduser` would look for a user of that name, and raise `RuntimeError` where there is none. Raises
    `path_too_long` for what no disk takes.
    """
    plain = os.fspath(text)
    if plain.startswith("file://"):
        from urllib.parse import urlsplit
        from urllib.request import url2pathname

        plain = url2pathname(urlsplit(plain).path)
    if not fits_disk(Path(plain)):
        raise UserError("path_too_long", path=plain[:_SHOWN] + "…")
    try:
        return Path(plain).expanduser() if _HOME.match(plain) else Path(plain)
    except RuntimeError:  # nobody's home is known
        return Path(plain)
