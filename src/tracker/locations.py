"""Where the program's own data lies: `db/` and `resources/` stand outside the package. And where its logs do."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_FOLDERS = ("db", "resources")


@cache
def data_root() -> Path:
    """The folder that holds `db/` and `resources/`: inside an installed package, else the checkout around it.

    Raises `RuntimeError` where neither is there: the installation is broken.
    """
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


def log_dir() -> Path:
    """The user's log directory, for logs and traces of crashes; made where it is not there. Raises `OSError`."""
    import platformdirs

    return platformdirs.user_log_path("tracker", appauthor=False, ensure_exists=True)
