"""The add-on that reads scans: found beside a bundle's program, and nowhere where there is none."""

import subprocess
import sys
from pathlib import Path

import pytest

import tracker

SRC = Path(tracker.__file__).resolve().parents[1]
# As in a bundle: nothing can be imported but what Python and the program bring.
ASK = """
import sys
sys.path[:] = [one for one in sys.path if "site-packages" not in one]
sys.frozen, sys.executable = True, {program!r}
sys.modules["platformdirs"] = type(sys)("platformdirs")
sys.modules["platformdirs"].user_data_path = lambda name: __import__("pathlib").Path({data!r})
sys.path.insert(0, {src!r})
import tracker.ocr_parts as parts
print(len(sys.path), parts.find_ocr(), parts.find_ocr(), sys.path[-1])
"""


def ask(folder: Path) -> list[str]:
    code = ASK.format(program=str(folder / "tracker"), data=str(folder / "mine"), src=str(SRC))
    asked = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    return asked.stdout.split()[1:]


@pytest.mark.parametrize("place", ["ocr", "mine/ocr"])
def test_the_add_on_is_found_beside_the_program_or_among_its_data_and_comes_last(tmp_path: Path, place: str) -> None:
    for name in ("rapidocr", "onnxruntime"):
        (tmp_path / place / name).mkdir(parents=True)
        (tmp_path / place / name / "__init__.py").touch()
    assert ask(tmp_path) == ["True", "True", str(tmp_path / place)]


def test_without_the_add_on_and_with_half_of_it_there_is_none(tmp_path: Path) -> None:
    assert ask(tmp_path)[:2] == ["False", "False"]
    (tmp_path / "ocr" / "rapidocr").mkdir(parents=True)
    (tmp_path / "ocr" / "rapidocr" / "__init__.py").touch()
    assert ask(tmp_path)[:2] == ["False", "False"]
