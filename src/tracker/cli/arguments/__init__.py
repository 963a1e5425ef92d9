"""What can be typed. Nothing heavy is imported here, so that `--help` answers at once.

Values are not checked here: the services say what is wrong with one, in one sentence, as they do for the window.
"""

import argparse
from collections.abc import Sequence

from tracker import __version__
from tracker.cli.arguments import editing, evidence, files, judging, reading, reporting, searching
from tracker.cli.arguments.building import add_global

_WITH_VALUE = ("--ledger", "--lang")
_ADDING = {"claim": ("add", "withdraw"), "relate": ("add", "withdraw")}
"""Commands that add something where none of their own commands is named: `claim CODE` is `claim add CODE`."""
_HELP = ("-h", "--help")


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line; `command` is None where no sub-command was given. Exits with 2 on a usage error."""
    return _parser().parse_args(_whole(argv))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tracker",
        description="The commitment ledger. Without a command it opens the window.",
        epilog="Exit codes: 0 done, 1 something to put right (one line says what), 2 usage, 3 two copies differ, "
        "or something is due, 70 a defect.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"tracker {__version__}")
    add_global(parser)
    parser.set_defaults(command=None, ledger=None, lang=None, take_over=False)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    reading.add_to(commands)
    evidence.add_to(commands)
    judging.add_to(commands)
    searching.add_to(commands)
    editing.add_to(commands)
    reporting.add_to(commands)
    files.add_to(commands)
    return parser


def _whole(argv: Sequence[str]) -> list[str]:
    """The command line with `add` where it may be left out."""
    place = 0
    while place < len(argv) and argv[place].startswith("-"):
        place += 2 if argv[place] in _WITH_VALUE else 1
    given = list(argv)
    own = _ADDING.get(given[place]) if place < len(given) else None
    if own is not None and given[place + 1 : place + 2] and given[place + 1] not in (*own, *_HELP):
        given.insert(place + 1, own[0])
    return given
