"""Where the program's own data lies: `db/` and `resources/` stand outside the package. And where its logs do."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from tracker.domain.errors import UserError
from tracker.file_modes import make_folders
from tracker.systems.file_names import fits_disk

_PACKAGE = Path(__file__).resolve().parent
_FOLDERS = ("db", "resources")
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


def data_dir() -> Path:
    """The user's own data directory, where the ledger lies unless another one is named. Raises `home_unknown`."""
    import platformdirs

    with _asking_for_home():
        return platformdirs.user_data_path("tracker")


def default_location() -> str:
    """Return where the ledger lies that is meant: `TRACKER_LEDGER`, or one file in the user's data directory. Raises
    `home_unknown`."""
    return os.environ.get("TRACKER_LEDGER") or str(data_dir() / "ledger.db")


def config_dir() -> Path:
    """The user's own directory of settings. Raises `home_unknown`."""
    import platformdirs

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

    with _asking_for_home():
        return platformdirs.user_log_path("tracker", appauthor=False)


@contextmanager
def _asking_for_home() -> Iterator[None]:
    try:
        yield
    except RuntimeError:  # neither HOME nor an account says it, as in a container
        raise UserError("home_unknown") from None


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
