"""What every test may ask for: a ledger file with the real briefing in it, and a home that is not the user's."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.services.workspace import Workspace, open_workspace


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the data, settings and logs of whoever runs it."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(folder / name.lower()))
    for name in ("TRACKER_LEDGER", "COLUMNS", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TRACKER_AUTHOR", "li")
    return folder


@pytest.fixture(scope="session")
def fresh_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger as the first start leaves it, made once. Copy it; never write to it."""
    path = tmp_path_factory.mktemp("fresh") / "ledger.db"
    open_workspace(path, author="li").close()
    return path


@pytest.fixture
def ledger_path(fresh_ledger: Path, tmp_path: Path) -> Path:
    """A fresh ledger file of the test's own."""
    return shutil.copy(fresh_ledger, tmp_path / "ledger.db")


@pytest.fixture
def workspace(ledger_path: Path) -> Iterator[Workspace]:
    """The test's own ledger, open."""
    opened = open_workspace(ledger_path, author="li")
    yield opened
    opened.close()
