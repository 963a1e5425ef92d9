"""What a terminal prints, and the language that its user reads."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

_CHINESE = 0x04
"""The language in the lower ten bits of what Windows calls a language."""
_LANGUAGE_BITS = 0x3FF
_PATIENCE_SECONDS = 5


def prepare_output(stream: Any) -> None:
    """Let a stream of text print Chinese, and never raise `UnicodeEncodeError`.

    A terminal keeps its encoding where that has Chinese, as a console of Windows in code page 936 does; what it lacks
    becomes a question mark there. Files, pipes and all other terminals get UTF-8, whatever the locale is.
    """
    if not hasattr(stream, "reconfigure"):  # none, or one of a test
        return
    if stream.isatty() and _prints_chinese(stream.encoding):
        stream.reconfigure(errors="replace")
    else:
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _prints_chinese(encoding: str) -> bool:
    try:
        return bool("承诺".encode(encoding))
    except (UnicodeEncodeError, LookupError):
        return False


def _languages_of_mac() -> str:
    """The languages that a Mac is set to, the first one first, as it prints them; "" where it does not say."""
    with suppress(OSError, subprocess.SubprocessError):
        command = ("defaults", "read", "-g", "AppleLanguages")
        return subprocess.run(command, capture_output=True, timeout=_PATIENCE_SECONDS, check=False).stdout.decode()
    return ""


def language_of(environment: Mapping[str, str], ask_mac: Callable[[], str] = _languages_of_mac) -> str:
    """The language of the system: Chinese where the locale asks for it, or where there is no locale the interface of
    Windows or macOS does; English otherwise."""
    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    if named := next(filter(None, names), ""):
        return "zh" if named.lower().startswith("zh") else "en"
    if sys.platform == "win32":
        import ctypes

        return "zh" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & _LANGUAGE_BITS == _CHINESE else "en"
    # A program that the Finder starts has no locale.
    return "zh" if sys.platform == "darwin" and ask_mac().strip(' ()\n"').startswith("zh") else "en"
