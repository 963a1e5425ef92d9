"""Copies that other programs open: private, known for what they are, and gone when nobody uses them any more."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tracker.desktop.handed_copies import PREFIX, HandedCopies, sweep_handed_copies

OTHER_PROGRAM = """
import sys, time
from pathlib import Path
from tracker.desktop.handed_copies import HandedCopies
copies = HandedCopies(Path(sys.argv[1]))
print(copies.add("通知.txt", b"x"), flush=True)
sys.stdin.read()
"""


def folders(place: Path) -> list[Path]:
    return sorted(place.glob(f"{PREFIX}*"))


@pytest.fixture
def other(tmp_path: Path):
    """Another program that has handed a copy over, and still runs."""
    command = [sys.executable, "-c", OTHER_PROGRAM, str(tmp_path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline().strip()
    yield process
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_a_copy_is_for_its_owner_only_and_for_reading_only(tmp_path: Path) -> None:
    copies = HandedCopies(tmp_path)
    path = copies.add("通知.pdf", b"x")
    assert (path.name, path.read_bytes()) == ("通知.pdf", b"x")
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    for folder in (path.parent, *folders(tmp_path)):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    copies.remove()


def test_two_files_of_one_name_lie_side_by_side_and_both_go_at_the_end(tmp_path: Path) -> None:
    copies = HandedCopies(tmp_path)
    first, second = copies.add("通知.txt", b"1"), copies.add("通知.txt", b"2")
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")
    copies.remove()
    assert folders(tmp_path) == []
    third = copies.add("通知.txt", b"3")
    assert third.read_bytes() == b"3"
    copies.remove()
    assert list(tmp_path.iterdir()) == []


def test_the_copies_of_a_program_that_runs_stay_and_those_of_one_that_was_killed_go(
    tmp_path: Path, other: subprocess.Popen[bytes]
) -> None:
    sweep_handed_copies(tmp_path)
    (folder,) = folders(tmp_path)
    assert [path.name for path in folder.rglob("*.txt")] == ["通知.txt"]
    other.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    other.wait()
    assert folders(tmp_path) == [folder]
    sweep_handed_copies(tmp_path)
    assert folders(tmp_path) == []


def test_our_own_copies_are_not_swept_while_we_run(tmp_path: Path) -> None:
    copies = HandedCopies(tmp_path)
    path = copies.add("通知.txt", b"x")
    sweep_handed_copies(tmp_path)
    assert path.exists()
    copies.remove()


def test_a_folder_that_is_just_being_made_stays_and_one_that_was_left_without_a_lock_goes(tmp_path: Path) -> None:
    young, old = tmp_path / f"{PREFIX}young", tmp_path / f"{PREFIX}old"
    for folder in (young, old):
        folder.mkdir()
        (folder / "通知.txt").write_bytes(b"x")
    past = time.time() - 3600
    os.utime(old, (past, past))
    sweep_handed_copies(tmp_path)
    assert folders(tmp_path) == [young]


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
def test_a_link_by_that_name_is_not_followed(tmp_path: Path) -> None:
    place, precious = tmp_path / "temp", tmp_path / "precious"
    place.mkdir()
    precious.mkdir()
    (precious / "a.txt").write_text("x")
    (place / f"{PREFIX}link").symlink_to(precious)
    sweep_handed_copies(place)
    assert (precious / "a.txt").read_text() == "x"


def test_nothing_is_made_before_something_is_handed_over(tmp_path: Path) -> None:
    HandedCopies(tmp_path).remove()
    assert list(tmp_path.iterdir()) == []
