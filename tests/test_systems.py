"""What each system is asked. A machine has one of them: the others are simulated by what they would be asked."""

import ctypes
import io
import signal
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtGui import QDesktopServices
from tests.surroundings import PATIENCE_SECONDS

from tracker import systems
from tracker.desktop.views.common.widgets import reveal_path
from tracker.domain.errors import UserError
from tracker.exports.atomic import write_whole


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """Windows, as far as it is asked by name."""
    monkeypatch.setattr(sys, "platform", "win32")
    windll = Mock()
    monkeypatch.setattr(ctypes, "windll", windll, raising=False)
    return windll


def test_windows_is_told_whose_windows_these_are(windows: Mock) -> None:
    systems.name_application()
    (name,) = windows.shell32.SetCurrentProcessExplicitAppUserModelID.call_args.args
    assert 0 < len(name) <= 128
    assert " " not in name


def test_windows_is_told_that_another_window_may_come_forward(windows: Mock) -> None:
    systems.let_others_come_forward()
    windows.user32.AllowSetForegroundWindow.assert_called_once_with(-1)


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_other_systems_are_not_asked_what_only_windows_knows(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(ctypes, "windll", None, raising=False)
    systems.name_application()
    systems.let_others_come_forward()


NO_ADDRESS_SPACE = """
import resource, time
real = resource.setrlimit
def on_mac(what, pair):
    if what == resource.RLIMIT_AS:
        raise ValueError("current limit exceeds maximum limit")
    real(what, pair)
resource.setrlimit = on_mac
from tracker.capture.documents.reader_process import bound
bound(60, 50_000_000)
"""


def reads_on_mac(more: str) -> int:
    """How a reader's process ends on a system that refuses limits of the address space."""
    ended = subprocess.run([sys.executable, "-c", NO_ADDRESS_SPACE + more], check=False, timeout=PATIENCE_SECONDS)
    return ended.returncode


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limits")
def test_a_reader_is_held_to_its_memory_however_large_the_program_is_that_starts_it() -> None:
    large = bytearray(b"x") * 600_000_000
    assert reads_on_mac("large = bytearray(b'x') * 300_000_000; time.sleep(300)") == -signal.SIGKILL
    assert len(large) > 0


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limits")
def test_a_reader_works_where_the_address_space_cannot_be_limited_and_is_ended_when_it_takes_too_much() -> None:
    assert reads_on_mac("small = bytearray(1_000_000)") == 0
    assert reads_on_mac("large = bytearray(b'x') * 300_000_000; time.sleep(300)") == -signal.SIGKILL


def test_a_limit_that_a_system_does_not_have_is_none() -> None:
    assert not systems.limit("RLIMIT_OF_ANOTHER_SYSTEM", 0)


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("cp936", "承诺？".encode("cp936") + b"?"),
        ("utf-8", "承诺？👍".encode()),
        ("cp437", "承诺？👍".encode()),
        ("ascii", "承诺？👍".encode()),
    ],
)
def test_a_terminal_shows_chinese_in_its_own_encoding_or_else_in_utf8(encoding: str, expected: bytes) -> None:
    shown = io.BytesIO()
    terminal = Terminal(shown, encoding=encoding, newline="")
    systems.prepare_output(terminal)
    print("承诺？👍", file=terminal, end="", flush=True)
    assert shown.getvalue() == expected


@pytest.mark.parametrize("encoding", ["cp936", "ascii", "utf-8"])
def test_a_file_or_pipe_gets_utf8_whole_whatever_the_locale_is(encoding: str) -> None:
    written = io.BytesIO()
    pipe = io.TextIOWrapper(written, encoding=encoding, newline="")
    systems.prepare_output(pipe)
    print("承诺👍\udcff", file=pipe, end="", flush=True)
    assert written.getvalue() == "承诺👍".encode() + rb"\udcff"


def test_where_there_is_no_console_nothing_is_prepared() -> None:
    systems.prepare_output(None)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "LC_ALL": "zh_TW"}, "zh"),
        ({"LANG": "zh_CN", "LC_ALL": ""}, "zh"),
        ({}, "en"),
    ],
)
def test_the_language_is_the_locales(environment: dict[str, str], language: str) -> None:
    assert systems.language_of(environment) == language


@pytest.mark.parametrize(("spoken", "language"), [(0x0804, "zh"), (0x0404, "zh"), (0x0409, "en"), (0x0411, "en")])
def test_on_windows_it_is_that_of_its_interface_unless_a_locale_says_otherwise(
    windows: Mock, spoken: int, language: str
) -> None:
    windows.kernel32.GetUserDefaultUILanguage.return_value = spoken
    assert systems.language_of({}) == language
    assert systems.language_of({"LANG": "en_US.UTF-8"}) == "en"


@pytest.mark.parametrize(
    ("platform", "environment", "has_one"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("darwin", {}, True),
    ],
)
def test_a_window_needs_a_display_only_on_linux(
    platform: str, environment: dict[str, str], has_one: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert systems.has_display(environment) is has_one


RESERVED = ("CON", "nul.pdf", "Com1.docx", "LPT9", "aux .txt", "月报.", "月报 ")


@pytest.mark.parametrize("name", RESERVED)
def test_windows_has_names_of_its_own(windows: Mock, name: str) -> None:
    assert systems.is_reserved(name)


@pytest.mark.parametrize("name", ["月报.pdf", "CONTENTS", "com10.txt", "..", ".gitignore", "a.con"])
def test_other_names_are_names_on_windows(windows: Mock, name: str) -> None:
    assert not systems.is_reserved(name)


@pytest.mark.parametrize("name", RESERVED)
def test_elsewhere_every_name_is_itself(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert not systems.is_reserved(name)


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file can be replaced."""

    def refuse(draft: Path, path: Path) -> None:
        raise PermissionError(13, "Access is denied", str(path))

    monkeypatch.setattr("tracker.exports.atomic.put_durably", refuse)


def code_of_writing(path: Path) -> str:
    with pytest.raises(UserError) as failure:
        write_whole(path, b"new")
    return failure.value.code


@pytest.mark.usefixtures("refused")
def test_a_report_that_is_open_in_another_program_on_windows_is_to_be_closed_there(
    windows: Mock, tmp_path: Path
) -> None:
    (tmp_path / "月报.docx").write_bytes(b"old")
    assert code_of_writing(tmp_path / "月报.docx") == "output_open_elsewhere"
    assert code_of_writing(tmp_path / "new.docx") == "output_unwritable"
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


@pytest.mark.usefixtures("refused")
def test_elsewhere_it_is_a_matter_of_rights(tmp_path: Path) -> None:
    (tmp_path / "月报.docx").write_bytes(b"old")
    assert code_of_writing(tmp_path / "月报.docx") == "output_unwritable"


@pytest.mark.usefixtures("refused")
def test_a_path_that_windows_finds_too_long_is_said_to_be(windows: Mock, tmp_path: Path) -> None:
    assert code_of_writing(tmp_path / ("长" * 80) / ("名" * 80) / ("字" * 80 + ".pdf")) == "path_too_long"


def test_no_report_takes_a_name_that_windows_gives_to_a_device(windows: Mock, tmp_path: Path) -> None:
    assert code_of_writing(tmp_path / "NUL.pdf") == "output_name_reserved"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("platform", "command"),
    [("win32", ("explorer", "/select,", "a b.pdf")), ("darwin", ("open", "-R", "a b.pdf")), ("linux", None)],
)
def test_a_file_is_shown_in_its_folder_by_the_systems_own_command(
    platform: str, command: tuple[str, ...] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert systems.reveal_command(Path("a b.pdf")) == command


@pytest.mark.parametrize(
    ("platform", "starts", "opened"), [("darwin", True, 0), ("darwin", False, 1), ("linux", True, 1)]
)
def test_where_no_command_marks_it_its_folder_is_opened(
    platform: str, starts: bool, opened: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(QProcess, "startDetached", lambda program, given: starts)
    addresses: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda address: addresses.append(address.toLocalFile()))
    reveal_path(tmp_path / "a.pdf")
    assert addresses == [str(tmp_path)] * opened
