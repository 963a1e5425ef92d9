"""What each system is asked. A machine has one of them: the others are simulated by what they would be asked."""

import ctypes
import sys
from unittest.mock import Mock

import pytest

from tracker import systems


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
