"""How the program starts itself once more, as the process that reads a stranger's file.

A frozen program has no Python beside it: `sys.executable` is the program, which knows nothing of `-m`. It is called
with an agreed first argument instead, and `tracker.__main__` asks for that before anything of the command line or of Qt
is loaded.
"""

import sys
from collections.abc import Sequence
from importlib import import_module

READER_ARGUMENT = "--read-apart"
READER_MODULES = frozenset({"tracker.capture.documents.page_process", "tracker.capture.documents.reader_process"})
"""Whose `main` may be started so, and nothing else."""


def reader_command(module: str, *arguments: str) -> list[str]:
    """Return the command that starts a reader's process."""
    if getattr(sys, "frozen", False):
        return [sys.executable, READER_ARGUMENT, module, *arguments]
    return [sys.executable, "-P", "-m", module, *arguments]  # -P: not what lies in the folder that one is in


def is_reader_start(argv: Sequence[str]) -> bool:
    """Return whether the program was called as a reader: by the agreed argument and the name of a reader's module."""
    return len(argv) > 2 and argv[1] == READER_ARGUMENT and argv[2] in READER_MODULES


def run_reader(argv: Sequence[str]) -> int:
    """Be the reader that `argv` names, and return its exit code."""
    sys.argv = [argv[0], *argv[3:]]
    return import_module(argv[2]).main()
