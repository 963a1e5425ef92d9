"""The composition root: wires a ledger to the window, or to the command line."""

import os
import re
import sys

from tracker import cli
from tracker.domain.errors import UserError
from tracker.services.ledgers import crashes
from tracker.systems import glibc_version, has_display

_GLIBC_WANTED = re.compile(r"version [`']GLIBC_([\d.]+)' not found")


def main() -> int:
    """Open the window, on a file if one is named; with a command, do that instead; with no display, list the ledger
    and say why."""
    crashes.watch()
    argv = sys.argv[1:]
    options = cli.parse(argv)
    if options.command is not None:
        from tracker.services.ledgers.defects import keep_quiet

        keep_quiet()
        return cli.run(argv)
    if not has_display(os.environ):
        return cli.list_without_display(argv)
    try:
        from tracker.desktop.application import refuse_old_qt, run

        refuse_old_qt()
    except ImportError as failure:
        if not (failure.name or "").startswith(("PySide6", "shiboken6")):
            raise
        return cli.refuse(argv, _why_unusable(failure))
    except UserError as error:
        return cli.refuse(argv, error)
    return run(
        options.ledger, ["--lang", options.lang] if options.lang else [], file=options.opens, alone=options.new_window
    )


def _why_unusable(failure: ImportError) -> UserError:
    """What keeps Qt from being loaded: a system that is older than its wheels are for, or a library that it lacks."""
    if (wanted := _GLIBC_WANTED.search(str(failure))) is not None:
        return UserError("glibc_too_old", needed=wanted[1], found=glibc_version() or "?")
    return UserError("qt_unusable", reason=str(failure))
