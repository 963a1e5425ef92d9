"""A second start hands its file to the window that is there; what does not answer keeps nobody waiting."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.desktop.conftest import Hands
from tests.surroundings import PATIENCE_SECONDS

from tracker.desktop.single_instance import SingleInstance, own_address
from tracker.desktop.views.window.main_window import MainWindow

pytestmark = pytest.mark.skipif(os.name == "nt", reason="looks at the socket as a file")
_IMPATIENT = 200
"""Milliseconds that a start waits for one that hangs."""


@pytest.fixture
def address() -> Iterator[str]:
    """Not in the test's own folder: the path of a socket has a hundred characters at most."""
    with tempfile.TemporaryDirectory(prefix="t-") as folder:
        yield str(Path(folder) / "s")


@pytest.fixture
def first(qtbot: QtBot, address: str) -> Iterator[SingleInstance]:
    instance = SingleInstance(address)
    assert instance.claim("")
    yield instance
    instance.close()


SECOND = """
import os, sys
from PySide6.QtCore import QCoreApplication
from tracker.desktop.single_instance import SingleInstance
app = QCoreApplication([])
sys.exit(getattr(SingleInstance(sys.argv[1], patience=300_000), sys.argv[2])(sys.argv[3]))
"""


def second(qtbot: QtBot, address: str, file: str, act: str = "hand_over") -> bool:
    """What `hand_over` or `claim` of another program says, while the window of this one answers."""
    # Not in a thread: whoever waits for a socket of Qt's keeps all other threads waiting.
    other = subprocess.Popen([sys.executable, "-c", SECOND, address, act, file])
    try:
        qtbot.waitUntil(lambda: other.poll() is not None)
    finally:
        other.kill()
        other.wait()
    return other.returncode == 1


@pytest.mark.parametrize("file", ["/台账/工信部 2025.db", "/a\nb.db", "/not\udcffutf8.db", ""])
def test_a_path_is_handed_over_whole(qtbot: QtBot, first: SingleInstance, address: str, file: str) -> None:
    wanted: list[str] = []
    first.wanted.connect(wanted.append)
    assert second(qtbot, address, file)
    qtbot.waitUntil(lambda: wanted == [file])


def test_what_must_be_answered_first_keeps_the_window_as_it_is(
    qtbot: QtBot, first: SingleInstance, address: str
) -> None:
    first.takes = lambda path: False
    wanted: list[str] = []
    first.wanted.connect(wanted.append)
    assert not second(qtbot, address, "/a.db")
    assert second(qtbot, address, "")
    qtbot.waitUntil(lambda: wanted == [""])


@pytest.mark.parametrize(
    "said", [b"relative.db\0", b"/a.db\0/b.db\0", b"x" * 40_000, b"/half"], ids=lambda said: said[:9]
)
def test_anything_but_one_whole_path_is_sent_away(
    qtbot: QtBot, first: SingleInstance, address: str, said: bytes
) -> None:
    wanted: list[str] = []
    first.wanted.connect(wanted.append)
    heard: list[bytes] = []

    def speak() -> None:
        with socket.socket(socket.AF_UNIX) as stranger:
            stranger.connect(address)
            stranger.sendall(said)
            try:
                heard.append(stranger.recv(100))
            except ConnectionResetError:
                heard.append(b"")

    other = Thread(target=speak)
    other.start()
    qtbot.waitUntil(lambda: bool(heard))
    other.join()
    assert heard == [b""]
    assert second(qtbot, address, "/after.db")
    qtbot.waitUntil(lambda: wanted == ["/after.db"])


def test_who_was_first_is_asked_by_who_comes_a_moment_later(qtbot: QtBot, first: SingleInstance, address: str) -> None:
    wanted: list[str] = []
    first.wanted.connect(wanted.append)
    assert not second(qtbot, address, "/a.db", "claim")
    assert wanted == ["/a.db"]


def test_a_socket_that_a_killed_program_left_is_replaced(qtbot: QtBot, address: str) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(address)
    later = SingleInstance(address)
    assert not later.hand_over("/a.db")
    assert later.claim("/a.db")
    assert second(qtbot, address, "/b.db")
    later.close()


def test_one_that_hangs_does_not_hold_up_the_next(qtbot: QtBot, address: str) -> None:
    with socket.socket(socket.AF_UNIX) as hung:
        hung.bind(address)
        hung.listen()
        later = SingleInstance(address, patience=_IMPATIENT)
        assert not later.hand_over("/a.db")
        assert later.claim("/a.db")
        assert Path(address).exists()  # it may come to itself


def test_no_window_of_other_data_and_no_folder_that_others_can_reach_is_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    tmp_path.chmod(0o700)
    own = Path(own_address())
    assert own.parent == tmp_path
    monkeypatch.setenv("TRACKER_LEDGER", "/other.db")
    assert own_address() != str(own)
    tmp_path.chmod(0o770)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    private = Path(own_address()).parent
    assert private != tmp_path
    private.chmod(0o777)
    with pytest.raises(PermissionError):
        own_address()


def test_the_window_takes_a_ledger_and_refuses_what_is_none(
    window: MainWindow, hands: Hands, sample_path: Path, ledger_path: Path, tmp_path: Path
) -> None:
    window.open_file(str(tmp_path / "none.db"))
    hands.settle()
    assert window.status._message.objectName() == "fault"
    assert window._opened is not None
    assert window._opened.location == str(ledger_path)
    assert window.can_take(str(sample_path))
    window.open_file(str(sample_path))
    hands.settle()
    assert window._opened.location == str(sample_path)


def test_nothing_is_taken_under_a_form_but_the_ledger_that_is_shown(
    window: MainWindow, hands: Hands, sample_path: Path, ledger_path: Path
) -> None:
    hands.form(Qt.Key.Key_E)
    assert not window.can_take(str(sample_path))
    assert window.can_take(str(ledger_path))


def test_a_ledger_that_is_just_being_opened_is_taken(
    window: MainWindow, hands: Hands, sample_path: Path, ledger_path: Path
) -> None:
    window.open_file(str(sample_path))
    while window._opened is not None:
        QApplication.processEvents()
    assert window.can_take(str(sample_path))
    assert not window.can_take(str(ledger_path))
    window.open_file(str(sample_path))
    hands.settle()
    assert window._opened is not None
    assert window._opened.location == str(sample_path)


@pytest.fixture
def start(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start the program as its user does, without a display."""
    started: list[subprocess.Popen[bytes]] = []
    with tempfile.TemporaryDirectory(prefix="t-") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)

        def begin(*given: str) -> subprocess.Popen[bytes]:
            with (home / "said").open("ab") as said:
                started.append(subprocess.Popen([sys.executable, "-m", "tracker", *given], stderr=said))
            return started[-1]

        yield begin
        for process in started:
            process.kill()
            process.wait()


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_programs_hand_their_files_to_the_first_and_after_it_was_killed_the_next_is_first(
    start: Callable[..., subprocess.Popen[bytes]], home: Path, ledger_path: Path, sample_path: Path
) -> None:
    remembered = home / "xdg_config_home" / "tracker" / "window.ini"

    def has_opened(file: Path) -> bool:
        return remembered.exists() and f"0={file}\n" in remembered.read_text("utf-8")

    first = start(str(ledger_path))
    wait_until(lambda: has_opened(ledger_path))
    assert start(str(sample_path)).wait(PATIENCE_SECONDS) == 0
    wait_until(lambda: has_opened(sample_path))
    assert start().wait(PATIENCE_SECONDS) == 0  # it only comes to the front
    besides = start("--new-window", str(ledger_path))
    wait_until(lambda: has_opened(ledger_path))
    assert (first.poll(), besides.poll()) == (None, None)
    first.kill()
    first.wait()
    next_one = start(str(sample_path))
    wait_until(lambda: has_opened(sample_path))
    assert start(str(ledger_path)).wait(PATIENCE_SECONDS) == 0
    wait_until(lambda: has_opened(ledger_path))
    next_one.send_signal(signal.SIGINT)
    assert next_one.wait(PATIENCE_SECONDS) == 0
    assert "Traceback" not in (home / "said").read_text()
