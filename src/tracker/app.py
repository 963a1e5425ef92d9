"""The composition root: wires a ledger to the window, or to the command line."""

import os
import sys

from tracker import cli
from tracker.domain.errors import UserError
from tracker.locations import keep_temporary_files_portable
from tracker.services.ledgers import crashes
from tracker.systems.desktops import has_display


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
    from tracker.desktop.application import run

    try:
        return run(
            options.ledger,
            ["--lang", options.lang] if options.lang else [],
            file=options.opens,
            alone=options.new_window,
            without_window=lambda: cli.list_without_display(argv, "no_window"),
        )
    except UserError as error:  # before there is a window that could show it
        return cli.say_error(error, argv)
