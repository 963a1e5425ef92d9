"""Places where no ledger can be: one sentence each, and nothing is left there."""

import os
import pwd
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracker import locations
from tracker.domain.errors import UserError
from tracker.systems.file_names import fits_ledger

TOO_LONG = 200 * "名"
Tracker = Callable[..., Any]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has other limits")


def said(program: Tracker, *given: str, location: Path) -> str:
    refused = program("--lang", "en", *given, location=location)
    assert refused.code == 1
    (line,) = refused.err.splitlines()
    return line


def test_a_folder_that_takes_nothing_is_named(program: Tracker, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    sentence = said(program, "list", location=tmp_path / "file" / "台账.commitments")
    assert f"No ledger can be made in the folder {tmp_path / 'file'}" in sentence


def test_a_path_that_no_disk_takes_is_said_to_be_too_long(program: Tracker, place: Path) -> None:
    for folder in (place.joinpath(*["d" * 200] * 30), place / TOO_LONG):
        sentence = said(program, "list", location=folder / "台账.commitments")
        assert "longer than a disk takes" in sentence
        assert len(sentence) < 300
    assert not list(place.iterdir())


@pytest.mark.parametrize("path", [Path(*["长" * 60] * 3, "台账.commitments"), Path("n" * 250)], ids=["path", "name"])
def test_a_path_that_sqlite_cannot_open_is_said_to_be_too_long(path: Path, program: Tracker, place: Path) -> None:
    for given in (["new", str(place / path)], ["list"]):
        assert "longer than its database can open" in said(program, *given, location=place / path)
    assert not [found for found in place.rglob("*") if found.is_file()]


def test_the_longest_path_of_a_new_ledger_can_be_kept_safe_as_well(program: Tracker, tmp_path: Path) -> None:
    folder = tmp_path / ("d" * 200)
    rest = 512 - 8 - 80 - len(os.fsencode(folder)) - len("/.commitments")
    ledger = folder / f"{'n' * rest}.commitments"
    assert fits_ledger(ledger, is_new=True)
    assert not fits_ledger(ledger.with_name(f"n{ledger.name}"), is_new=True)
    for command in ("list", "backup", "check"):
        assert program(command, location=ledger).code == 0


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with nothing in it."""
    folder = tmp_path / "place"
    folder.mkdir()
    return folder


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the environment nor an account says where the home is, as in a container."""

    def refuse(number: int) -> pwd.struct_passwd:
        raise KeyError(number)

    monkeypatch.setattr(pwd, "getpwuid", refuse)
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "TRACKER_LEDGER"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("homeless")
def test_without_a_home_there_is_no_place_for_the_users_own_files() -> None:
    for ask in (locations.data_dir, locations.config_dir, locations.default_location):
        with pytest.raises(UserError, match="home_unknown"):
            ask()
    with pytest.raises(OSError, match="home"):
        locations.log_dir()
    assert locations.own_folders() == ()
    assert str(locations.typed_path("~/台账")) == "~/台账"
