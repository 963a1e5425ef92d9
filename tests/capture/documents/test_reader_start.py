"""A frozen program is its own reader: it starts itself again by an agreed argument, without Qt and without commands."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tracker.capture.documents.formats import Kind
from tracker.capture.documents.reader_start import READER_ARGUMENT, READER_MODULES, is_reader_start, reader_command
from tracker.capture.documents.reading import read
from tracker.domain.errors import UserError

READER = "tracker.capture.documents.reader_process"
# The program, and what it had loaded when it ended.
TELLING = """
import atexit, runpy, sys
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
runpy.run_module("tracker", run_name="__main__", alter_sys=False)
"""


@pytest.fixture
def frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that starts as one that is frozen does: it takes arguments of the program and none of Python's."""
    program = tmp_path / "承诺 台账"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tracker "$@"\n')
    program.chmod(0o700)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    return program


@pytest.mark.skipif(sys.platform == "win32", reason="the program of this test is a script of the shell")
@pytest.mark.usefixtures("frozen")
def test_a_frozen_program_reads_files_in_a_process_of_its_own(make: Any) -> None:
    assert "推动中小企业" in "".join(read(make.pdf("推动中小企业"), Kind.PDF, "a.pdf").pages)
    with pytest.raises(UserError, match="content_broken"):
        read(b"%PDF-1.7", Kind.PDF, "a.pdf")


def test_a_frozen_program_is_asked_by_the_agreed_argument_alone(frozen: Path) -> None:
    command = reader_command(READER, "pdf")
    assert command == [str(frozen), READER_ARGUMENT, READER, "pdf"]
    assert all(is_reader_start(reader_command(module)) for module in READER_MODULES)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["list"],
        [READER_ARGUMENT],
        [READER_ARGUMENT, "tracker.app"],
        [READER_ARGUMENT, "os"],
        ["list", READER_ARGUMENT],
    ],
    ids=" ".join,
)
def test_nothing_but_a_reader_can_be_started_so(arguments: list[str]) -> None:
    assert not is_reader_start(["tracker", *arguments])


def test_a_reader_loads_nothing_of_the_command_line_nor_of_qt(make: Any) -> None:
    command = [sys.executable, "-c", TELLING, READER_ARGUMENT, READER, "pdf"]
    ended = subprocess.run(command, input=make.pdf("甲"), capture_output=True, check=True)
    assert json.loads(ended.stdout.splitlines()[-1]) == {"end": True}
    loaded = ended.stderr.decode().split()
    assert READER in loaded
    heavy = ("tracker.cli", "tracker.app", "tracker.desktop", "PySide6")
    assert [name for name in loaded if name.startswith(heavy)] == []
