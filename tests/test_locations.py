import os
import re
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

import tracker
from tracker import locations
from tracker.installed_parts import DISTRIBUTION

CHECKOUT = Path(tracker.__file__).resolve().parents[2]
SRC = CHECKOUT / "src"
ASK = "import tracker.locations as l; print(l.db_dir()); print(l.resources_dir())"
ASK_USER = """import tracker.locations as l
print(l.data_dir(), l.default_location(), l.config_dir(), l.log_dir(), list(map(str, l.own_folders())), sep="\\n")"""
ASK_TEMP = "import tempfile, tracker.locations as l; l.keep_temporary_files_portable(); print(tempfile.gettempdir())"


def folders_found(*path: Path) -> list[Path]:
    """What a fresh interpreter finds with only these folders, and its own, to import from."""
    code = f"import sys; sys.path[:0] = {[str(folder) for folder in path]!r}; {ASK}"
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return [Path(line) for line in asked.stdout.splitlines()]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site directory with the built wheel in it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_a_checkout_finds_its_own_data() -> None:
    assert folders_found(CHECKOUT / "src") == [CHECKOUT / "db", CHECKOUT / "resources"]


def test_an_editable_install_finds_the_data_of_its_checkout() -> None:
    assert folders_found() == [CHECKOUT / "db", CHECKOUT / "resources"]


def test_a_wheel_carries_its_data_inside(installed: Path) -> None:
    data = installed / "tracker" / "_data"
    assert folders_found(installed) == [data / "db", data / "resources"]
    assert (data / "resources" / "wording" / "zh.toml").is_file()


def test_a_wheel_asks_for_the_versions_that_were_tested(installed: Path) -> None:
    (found,) = metadata.distributions(path=[str(installed)])
    assert found.name == DISTRIBUTION
    lock = (CHECKOUT / ".ci" / "requirements-all.txt").read_text(encoding="utf-8")
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+)", lock, re.MULTILINE))
    asked = dict(re.findall(r"^([\w.-]+)[<=]=([\d.]+)(?: ;.*)?$", "\n".join(found.requires or ()), re.MULTILINE))
    assert asked.items() <= pinned.items()
    assert {"sqlalchemy", "pydantic-core", "psycopg-binary", "onnxruntime", "pyside6-essentials"} <= asked.keys()
    # What builds the wheel is no part of it.
    assert not {"hatchling", "trove-classifiers"} & asked.keys()


def test_what_only_an_extra_needs_is_asked_for_with_it_alone(installed: Path) -> None:
    (found,) = metadata.distributions(path=[str(installed)])
    asked = {line.partition("==")[0]: line for line in found.requires or () if "==" in line.partition(";")[0]}
    assert 'extra == "ocr"' in asked["rapidocr"]
    assert 'extra == "team"' in asked["psycopg"]
    assert ";" not in asked["sqlalchemy"]


def test_an_older_qt_is_left_to_an_older_linux(installed: Path) -> None:
    (found,) = metadata.distributions(path=[str(installed)])
    bounds = [line for line in found.requires or () if line.startswith("pyside6-essentials")]
    assert not [line for line in bounds if "==" in line.partition(";")[0]]
    assert all(">=6.8" in line for line in bounds if ">=" in line.partition(";")[0])


def test_a_broken_installation_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(locations, "_PACKAGE", tmp_path / "a" / "tracker")
    with pytest.raises(RuntimeError, match="broken installation"):
        locations.data_root.__wrapped__()


def ask_bundle(program: Path, code: str, **environment: str) -> list[str]:
    """What a fresh interpreter prints that takes itself for the program of a bundle."""
    frozen = f"import sys; sys.frozen = True; sys.executable = {str(program)!r}; sys.path.insert(0, {str(SRC)!r}); "
    asked = subprocess.run(
        [sys.executable, "-c", frozen + code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **environment},
    )
    return asked.stdout.splitlines()


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The program of a bundle, in a folder with Chinese and spaces."""
    program = tmp_path / "承诺 台账" / "tracker"
    program.parent.mkdir()
    program.touch()
    return program


@pytest.fixture
def portable(program: Path) -> Path:
    """The folder beside it that makes it portable."""
    folder = program.parent / "data"
    folder.mkdir()
    return folder


def test_a_bundle_keeps_everything_in_the_folder_beside_it_if_it_is_there(program: Path, portable: Path) -> None:
    assert ask_bundle(program, ASK_USER) == [
        str(portable),
        str(portable / "ledger.db"),
        str(portable / "settings"),
        str(portable / "logs"),
        str([str(portable), str(portable / "settings"), str(portable / "logs")]),
    ]


def test_without_that_folder_a_bundle_keeps_it_where_every_program_does(program: Path, tmp_path: Path) -> None:
    places = ask_bundle(program, ASK_USER)
    assert [place for place in places if str(tmp_path) in place] == []
    assert not (program.parent / "data").exists()


def test_a_link_to_the_program_is_not_where_it_lies(program: Path, portable: Path, tmp_path: Path) -> None:
    link = tmp_path / "bin" / "tracker"
    link.parent.mkdir()
    (link.parent / "data").mkdir()
    link.symlink_to(program)
    assert ask_bundle(link, ASK_USER)[0] == str(portable)


def test_what_makes_an_app_of_macos_portable_lies_beside_the_app(tmp_path: Path) -> None:
    program = tmp_path / "承诺台账.app" / "Contents" / "MacOS" / "tracker"
    program.parent.mkdir(parents=True)
    (tmp_path / "data").mkdir()
    assert ask_bundle(program, ASK_USER)[0] == str(tmp_path / "data")


def test_from_source_such_a_folder_means_nothing(portable: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(portable.parent / "tracker"))
    locations.portable_dir.cache_clear()
    assert locations.portable_dir() is None
    assert locations.ocr_dirs() == ()


def test_temporary_files_are_portable_too_where_they_can_be(program: Path, portable: Path) -> None:
    assert ask_bundle(program, ASK_TEMP) == [str(portable / "temp")]
    (portable / "temp").rmdir()
    (portable / "temp").touch()
    (elsewhere,) = ask_bundle(program, ASK_TEMP)
    assert str(portable) not in elsewhere
