"""What a start says on a machine that is too old: one sentence, and what to do."""

import os
import re
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest
from tests.surroundings import PATIENCE_SECONDS

from tracker.desktop import application
from tracker.domain.errors import UserError

ROOT = Path(__file__).resolve().parents[1]
NO_GLIBC = "/lib64/libc.so.6: version `GLIBC_2.34' not found (required by /x/PySide6/Qt/lib/libQt6Core.so.6)"
NO_LIBRARY = "libEGL.so.1: cannot open shared object file: No such file or directory"
PIN = re.compile(r"^([\w.-]+==[^\\]+) \\$", re.MULTILINE)
OLD_PYTHON = "import sys; sys.version_info = (3, 10, 13, 'final', 0); import tracker"


def start(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program where packages of a folder come before those that are installed."""
    return subprocess.run(
        [sys.executable, *arguments],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(folder), str(ROOT / "src"))),
            "QT_QPA_PLATFORM": "minimal",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )


@pytest.mark.parametrize(("failure", "said"), [(NO_GLIBC, "glibc 2.34"), (NO_LIBRARY, "libEGL.so.1")])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_qt_that_cannot_be_loaded_is_said_in_one_sentence(
    failure: str, said: str, language: str, tmp_path: Path
) -> None:
    (tmp_path / "PySide6").mkdir()
    broken = f"raise ImportError({failure!r}, name='PySide6.QtCore')"
    (tmp_path / "PySide6" / "__init__.py").write_text(broken, encoding="utf-8")
    ended = start(tmp_path, "-m", "tracker", "--lang", language)
    assert (ended.returncode, ended.stdout) == (1, "")
    (sentence,) = ended.stderr.splitlines()
    assert said in sentence
    assert "Traceback" not in sentence


def test_the_program_s_own_faults_are_not_taken_for_a_missing_qt(tmp_path: Path) -> None:
    (tmp_path / "platformdirs.py").write_text("raise ImportError('x', name='platformdirs')", encoding="utf-8")
    ended = start(tmp_path, "-m", "tracker")
    assert "Traceback" in ended.stderr


def test_a_qt_older_than_what_was_tested_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(application, "qVersion", lambda: "6.7.3")
    with pytest.raises(UserError) as refused:
        application.refuse_old_qt()
    assert refused.value.code == "qt_too_old"
    monkeypatch.setattr(application, "qVersion", lambda: "6.8.0")
    application.refuse_old_qt()


def test_an_old_python_is_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    ended = start(tmp_path, "-c", OLD_PYTHON)
    assert ended.returncode == 1
    (sentence,) = ended.stderr.splitlines()
    assert "Python 3.11" in sentence


@pytest.fixture
def setting_up(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """`.ci/setup`, not yet run, on a machine by Intel."""
    loader = SourceFileLoader("setting_up", str(ROOT / ".ci" / "setup"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    spec = spec_from_loader("setting_up", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    monkeypatch.setitem(module.QT_GLIBC, os.uname().machine, module.QT_GLIBC["x86_64"])
    return module


@pytest.mark.parametrize(
    ("version", "lock"),
    [
        ("glibc 2.36", ".ci/requirements.txt"),
        ("glibc 2.34", ".ci/requirements.txt"),
        ("glibc 2.31", ".ci/requirements-older.txt"),
        ("glibc 2.28", ".ci/requirements-older.txt"),
        ("", ".ci/requirements.txt"),
    ],
)
def test_set_up_takes_the_newest_qt_that_this_linux_takes(
    version: str, lock: str, setting_up: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "confstr", lambda name: version)
    setting_up.choose_lock("run")
    assert setting_up.LOCKS["run"] == lock


@pytest.mark.parametrize(("version", "level"), [("glibc 2.27", "run"), ("glibc 2.31", "dev")])
def test_set_up_says_so_where_no_qt_fits(
    version: str,
    level: str,
    setting_up: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(os, "confstr", lambda name: version)
    with pytest.raises(SystemExit) as stopped:
        setting_up.choose_lock(level)
    assert stopped.value.code == 1
    assert "this system is too old" in capsys.readouterr().err


def test_on_an_older_linux_nothing_but_qt_is_another_version() -> None:
    def pins(name: str) -> set[str]:
        return set(PIN.findall((ROOT / ".ci" / name).read_text(encoding="utf-8")))

    newest, older = pins("requirements.txt"), pins("requirements-older.txt")
    assert {one.partition("==")[0] for one in newest ^ older} == {"pyside6-essentials", "shiboken6"}
    assert {one.partition("==")[2][:4] for one in older - newest} == {"6.9."}
