"""Nothing is sent or fetched unless somebody asks for it, and the guard that the whole suite runs under holds that."""

import ast
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from tests.silence import Guard, NetworkTouched

ROOT = Path(__file__).resolve().parent.parent
DOORS = {"capture/web/connecting.py", "capture/web/fetching.py"}
"""Where an address is fetched that somebody typed, pasted or dropped."""
ROADS = {"aiohttp", "ftplib", "http", "httpcore", "httpx", "requests", "smtplib", "socket", "ssl", "urllib3"}
WITHIN = {
    "desktop/single_instance.py": {"PySide6.QtNetwork.QLocalServer", "PySide6.QtNetwork.QLocalSocket"},
    "store/server/tls_defaults.py": {"ssl"},  # asks where the certificates of this machine lie, and opens nothing
}
"""What does not leave the machine, by who may use it."""
QT_ROADS = ("QtNetwork", "QtWeb", "QtHttpServer", "QtRemoteObjects", "QtBluetooth")
SILENT = "from tests.silence import close_the_network; close_the_network(); "
WINDOW = (
    SILENT
    + """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.views.window.main_window import MainWindow
from tracker.desktop.views.window.pages import PAGES
app, settings = QApplication([]), Settings(Path(sys.argv[1]).with_name("window.ini"))
window = MainWindow(Appearance(settings, "zh"), settings, sys.argv[1])
def settle():
    QTest.qWait(50)
    while not window.is_ready:
        QTest.qWait(10)
window.show()
settle()
for name in PAGES:
    window.show_page(name)
    settle()
for name in ("guide", "rules", "shortcuts"):
    window.actions_by_name[name].trigger()
    settle()
for widget in app.topLevelWidgets():
    widget.close()
print("seen")
"""
)


@pytest.fixture
def guard() -> Guard:
    """A guard of this test's own, that hears nothing of what the process does."""
    return Guard()


def silently(*command: str) -> str:
    """What a Python program says that is killed as soon as it opens a socket to the internet."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(
        [sys.executable, "-c", *command], env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("socket.connect", (None, ("192.0.2.1", 80))),
        ("socket.connect", (None, ("127.0.0.1", 80))),
        ("socket.sendto", (None, ("2001:db8::1", 53, 0, 0))),
        ("socket.getaddrinfo", ("example.org", 80, 0, 0, 0)),
        ("socket.bind", (None, ("0.0.0.0", 80))),
    ],
)
def test_the_guard_refuses_every_road_out_and_notes_it(guard: Guard, event: str, arguments: tuple[object, ...]) -> None:
    with pytest.raises(NetworkTouched):
        guard.hear(event, arguments)
    assert len(guard.attempts) == 1


def test_a_machine_that_talks_to_itself_may_still_not_talk_to_others(guard: Guard) -> None:
    with guard.talking_to_itself():
        guard.hear("socket.connect", (None, ("127.0.0.1", 80)))
        with pytest.raises(NetworkTouched):
            guard.hear("socket.connect", (None, ("192.0.2.1", 80)))
    with pytest.raises(NetworkTouched):
        guard.hear("socket.connect", (None, ("127.0.0.1", 80)))


def test_the_suite_itself_is_guarded_in_every_thread(request: pytest.FixtureRequest) -> None:
    caught: list[BaseException] = []

    def ask() -> None:
        with socket.socket() as one:
            try:
                one.connect(("192.0.2.1", 80))
            except NetworkTouched as touched:
                caught.append(touched)

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert len(caught) == 1
    guard: Guard = request.getfixturevalue("suite_guard")
    assert guard.attempts == ["socket.connect ('192.0.2.1', 80)"]
    guard.attempts.clear()  # else this very test would fail


def test_only_the_door_for_addresses_that_somebody_gave_knows_the_network() -> None:
    package = ROOT / "src" / "tracker"
    for path in sorted(package.rglob("*.py")):
        imported = set[str]()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported |= {f"{node.module}.{alias.name}" for alias in node.names}
        roads = {name for name in imported if name.partition(".")[0] in ROADS or any(qt in name for qt in QT_ROADS)}
        place = path.relative_to(package).as_posix()
        assert place in DOORS or roads <= WITHIN.get(place, set()), (path, roads)


def test_a_program_that_opens_a_socket_is_killed_here_so_that_the_tests_below_can_tell() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", SILENT + "import socket; socket.socket()"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert ended.returncode < 0


def test_the_command_line_opens_no_socket_whatever_is_written(sample_path: Path, tmp_path: Path) -> None:
    program = (  # one for all lines, for each would import everything again
        SILENT
        + """
import json, sys
from tracker.app import main
for line in json.loads(sys.argv[1]):
    sys.argv[1:] = line
    assert main() == 0, line
"""
    )
    evidence = ("--title=x", "--publisher=y", "--published=2025-05-06", "--kind=document", "--bearing=progress")
    lines = (
        ("evidence", "add", "MIIT-2025-044", *evidence, "--url=https://www.miit.gov.cn/a.html"),
        ("backup",),
        ("check",),
        *(("report", "--format", name, "--out", str(tmp_path / f"report.{name}")) for name in ("pdf", "docx", "html")),
    )
    silently(program, json.dumps([("--ledger", str(sample_path), *line) for line in lines]))


def test_the_window_opens_no_socket_on_any_of_its_pages(sample_path: Path) -> None:
    assert silently(WINDOW, str(sample_path)) == "seen\n"
