"""What terminals print, and the language that their users read."""

import io
import sys
from unittest.mock import Mock

import pytest

from tracker.systems import consoles


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
    consoles.prepare_output(terminal)
    print("承诺？👍", file=terminal, end="", flush=True)
    assert shown.getvalue() == expected


@pytest.mark.parametrize("encoding", ["cp936", "ascii", "utf-8"])
def test_a_file_or_pipe_gets_utf8_whole_whatever_the_locale_is(encoding: str) -> None:
    written = io.BytesIO()
    pipe = io.TextIOWrapper(written, encoding=encoding, newline="")
    consoles.prepare_output(pipe)
    print("承诺👍\udcff", file=pipe, end="", flush=True)
    assert written.getvalue() == "承诺👍".encode() + rb"\udcff"


def test_where_there_is_no_console_nothing_is_prepared() -> None:
    consoles.prepare_output(None)


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
    assert consoles.language_of(environment) == language


@pytest.mark.parametrize(("spoken", "language"), [(0x0804, "zh"), (0x0404, "zh"), (0x0409, "en"), (0x0411, "en")])
def test_on_windows_it_is_that_of_its_interface_unless_a_locale_says_otherwise(
    windows: Mock, spoken: int, language: str
) -> None:
    windows.kernel32.GetUserDefaultUILanguage.return_value = spoken
    assert consoles.language_of({}) == language
    assert consoles.language_of({"LANG": "en_US.UTF-8"}) == "en"


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ('(\n    "zh-Hans-CN",\n    "en-CN"\n)\n', "zh"),
        ("(\n    zh\n)\n", "zh"),
        ('(\n    "en-CN",\n    "zh-Hans-CN"\n)\n', "en"),
        ("", "en"),
    ],
)
def test_on_a_mac_without_a_locale_it_is_the_first_that_the_mac_is_set_to(
    said: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert consoles.language_of({}, lambda: said) == language
    assert consoles.language_of({"LANG": "en_US.UTF-8"}, lambda: said) == "en"


def test_on_a_mac_that_does_not_say_it_is_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setenv("PATH", "/nonexistent")
    assert consoles.language_of({}) == "en"
