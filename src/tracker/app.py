"""The composition root: wires a ledger to the window, or to the command line."""

import os
import re
import sys

from tracker import cli
from tracker.domain.errors import UserError
from tracker.locations import keep_temporary_files_portable
from tracker.services.ledgers import crashes
from tracker.systems.desktops import has_display
from tracker.systems.processes import glibc_version

_GLIBC_WANTED = re.compile(r"version [`']GLIBC_([\d.]+)' not found")


def main() -> int:
    """Open the window, on a file if one is named; with a command, do that instead; with no display, list the ledger
    and say why."""
    keep_temporary_files_portable()
    crashes.watch()
    argv = sys.argv[1:]
    options = cli.parse(argv)
    if options.command is not None:
        from tracker.services.ledgers.defects import keep_quiet

        keep_quiet()
        return cli.run(argv)
    if not has_display(os.environ):
        return cli.list_without_display(argv, "no_display")
    try:
        from tracker.desktop.application import refuse_old_qt, run

        refuse_old_qt()
        return run(
            options.ledger,
            ["--lang", options.lang] if options.lang else [],
            file=options.opens,
            alone=options.new_window,
            without_window=lambda: cli.list_without_display(argv, "no_window"),
        )
    except ImportError as failure:
        if not (failure.name or "").startswith(("PySide6", "shiboken6")):
            raise
        return cli.say_error(_why_unusable(failure), argv)
    except UserError as error:  # before there is a window that could show it
        return cli.say_error(error, argv)


def _why_unusable(failure: ImportError) -> UserError:
    """What keeps Qt from being loaded: a system that is older than its wheels are for, or a library that it lacks."""
    if (wanted := _GLIBC_WANTED.search(str(failure))) is not None:
        return UserError("glibc_too_old", needed=wanted[1], found=glibc_version() or "?")
    return UserError("qt_unusable", reason=str(failure))
