"""A small sample of the hostile input that `make torture` tries by the hundred thousand."""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.torture.doors import DOORS, _outcomes
from tests.torture.inputs.door import Door, Take
from tests.torture.inputs.draw import Draw
from tests.torture.inputs.packed import archive_of
from tests.torture.table import Plan

from tracker.domain.errors import UserError

ROOT = Path(__file__).resolve().parents[2]
BY_HYPOTHESIS = ("text", "table of commas", "page, the readers below trafilatura", "document", "answer of a server")


def test_every_way_in_stands_a_sample_of_hostile_input() -> None:
    command = [sys.executable, "tests/torture/run.py", "--only", "doors", "--times", "60"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for door in DOORS:
        assert door.name in done.stdout


@pytest.mark.parametrize("name", BY_HYPOTHESIS)
@given(data=st.binary(max_size=400))
@settings(deadline=None, max_examples=60)
def test_whatever_hypothesis_thinks_of_is_taken_in_or_refused(name: str, data: bytes) -> None:
    try:
        TAKES.setdefault(name, _open(name))(Draw(data))
    except UserError:
        return


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (os.abort, "seed 7000000004 ended the process (SIGABRT)"),
        (lambda: bytearray(600_000_000), "MemoryError"),
        (lambda: {}["x"], "KeyError: 'x'"),
    ],
)
def test_what_harms_is_found_with_the_seed_that_makes_it_happen_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], harm: Callable[[], object], said: str
) -> None:
    def open_door(_: Path) -> Take:
        return lambda draw: harm() if draw.taken(4) == Draw.of_seed(7_000_000_004).taken(4) else None

    (outcome,) = _outcomes(Plan(tmp_path, 10), [Door("a door", open_door)])
    assert (outcome.tried, outcome.wrong) == (10, 1)
    found = capsys.readouterr().err
    assert said in found
    assert "7000000004" in found


def test_a_door_is_left_when_its_time_is_over(tmp_path: Path) -> None:
    (outcome,) = _outcomes(Plan(tmp_path, 10**9, minutes=0.01), [Door("a door", lambda _: lambda _: None)])
    assert outcome.is_harmless
    assert 0 < outcome.tried < 10**9


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_archive_of_members_is_what_zipfile_makes_of_them(how: int) -> None:
    members = {"a/b.xml": b"<a/>" * 99, "": b"", "名单.xml": b"x"}
    with zipfile.ZipFile(file := io.BytesIO(), "w", how) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name or "x"), data, how)
    assert archive_of(members, how) == file.getvalue()


TAKES: dict[str, Take] = {}


def _open(name: str) -> Take:
    return next(door for door in DOORS if door.name == name).open(ROOT)
