"""Systems that this machine is not, by what they are asked."""

import ctypes
import sys
from unittest.mock import Mock

import pytest


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Mock:
    """Windows, as far as it is asked by name."""
    monkeypatch.setattr(sys, "platform", "win32")
    windll = Mock()
    monkeypatch.setattr(ctypes, "windll", windll, raising=False)
    return windll
