"""Whether the running program is still the one that is installed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.surroundings import PATIENCE_SECONDS

import tracker
from tracker.domain.errors import UserError
from tracker.systems.program_files import ProgramFiles

SOURCE = Path(tracker.__file__).parent
IMPORT_LATER = """
import shutil, sys
from tracker.domain.errors import UserError
from tracker.systems.program_files import ProgramFiles
files = ProgramFiles()
files.guard_imports()
import tracker.domain.terms
package = tracker.__path__[0]
if sys.argv[1] == "moved":
    shutil.move(package, package + "2")
else:  # by another version
    shutil.move(package, package + "2")
    shutil.copytree(package + "2", package)
    with open(package + "/__init__.py", "a") as file:
        file.write("#")
import json.tool  # what is not ours is found as ever
try:
    import tracker.domain.languages
except UserError as error:
    print(error.code)
"""


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    path = tmp_path / "mark"
    path.write_bytes(b"0.1.0")
    return path


def test_a_program_that_nobody_touched_is_the_same(mark: Path) -> None:
    files = ProgramFiles(mark)
    mark.read_bytes()
    assert not files.were_replaced()
    assert not ProgramFiles().were_replaced()


@pytest.mark.parametrize("change", ["written", "replaced", "gone"])
def test_one_that_was_written_over_replaced_or_moved_is_not(change: str, mark: Path) -> None:
    files = ProgramFiles(mark)
    if change == "written":
        mark.write_bytes(b"0.2.0, longer")
    else:
        mark.rename(mark.with_name("elsewhere"))
        if change == "replaced":
            shutil.copy(mark.with_name("elsewhere"), mark)
    assert files.were_replaced()


def test_what_came_with_a_bundle_is_not_looked_for_in_another(mark: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = ProgramFiles(mark)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    bundle = ProgramFiles(mark)
    bundle.find_spec("docx", None)
    mark.rename(mark.with_name("elsewhere"))
    installed.find_spec("docx", None)
    with pytest.raises(UserError) as refused:
        bundle.find_spec("docx", None)
    assert refused.value.code == "program_replaced"


@pytest.mark.parametrize("change", ["moved", "upgraded"])
def test_no_module_of_another_version_is_loaded(change: str, tmp_path: Path) -> None:
    needed = ("__init__.py", "domain", "systems")
    for name in needed:
        copy = shutil.copytree if (SOURCE / name).is_dir() else shutil.copy
        (tmp_path / "tracker").mkdir(exist_ok=True)
        copy(SOURCE / name, tmp_path / "tracker" / name)
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{IMPORT_LATER}"
    run = subprocess.run(
        [sys.executable, "-c", code, change], capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS
    )
    assert (run.returncode, run.stdout) == (0, "program_replaced\n"), run.stderr
