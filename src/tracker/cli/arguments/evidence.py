"""Commands about evidence."""

import argparse
from typing import Any

from tracker.cli.arguments.building import BEARINGS, EVIDENCE_KINDS, PART, ROLES, STAGES, add_command, add_group

_VALUE = (
    "a measured value in any usual form (34, 1,000, 1.2万, 34个, 8000以上, 约8000); needs --role, and --unit unless it "
    "has one; a word such as 以上 or 约 is kept as a remark in the note of the piece"
)


def add_to(commands: Any) -> None:
    """`evidence add`, `link`, `unlink`, `revise`, `withdraw`, `restore`, `join` and `list`."""
    actions = add_group(commands, "evidence", "add, link, revise, withdraw and list evidence")
    add = add_command(actions, "add", "evidence add", "add a piece; prints its id", json=True)
    add.add_argument("code", metavar="CODE")
    _add_fields(add, required=True)
    _add_link(add)
    _add_separate(add)
    revise = add_command(actions, "revise", "evidence revise", "correct a piece; what is left out stays as it is")
    revise.add_argument("id", metavar="ID")
    _add_fields(revise, required=False)
    _add_separate(revise)
    _add_linking(actions)
    _add_withdrawing(actions)
    listing = add_command(actions, "list", "evidence list", "list the evidence", json=True, as_of=True)
    listing.add_argument("code", metavar="CODE", nargs="?", help="only what bears on this commitment")


def _add_linking(actions: Any) -> None:
    link = add_command(actions, "link", "evidence link", "say of a piece in the ledger what it bears on")
    link.add_argument("id", metavar="ID")
    link.add_argument("code", metavar="CODE")
    _add_link(link)
    unlink = add_command(actions, "unlink", "evidence unlink", "take a piece off a commitment, for a reason")
    unlink.add_argument("id", metavar="ID")
    unlink.add_argument("code", metavar="CODE")
    unlink.add_argument("--part", metavar="P", help="only off this part: its number, its name, or id:N")
    unlink.add_argument("--reason", required=True)


def _add_withdrawing(actions: Any) -> None:
    for name, help_text in (
        ("withdraw", "take a piece out of use, for a reason"),
        ("restore", "take a withdrawn piece into use again, for a reason"),
    ):
        parser = add_command(actions, name, f"evidence {name}", help_text)
        parser.add_argument("id", metavar="ID")
        parser.add_argument("--reason", required=True)
        if name == "restore":
            _add_separate(parser)
    join = add_command(actions, "join", "evidence join", "make two records of one document one piece, for a reason")
    join.add_argument("id", metavar="ID", help="the record that goes; its links move")
    join.add_argument("into", metavar="INTO", help="the record that stays")
    join.add_argument("--reason", required=True)


def _add_fields(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """The fields of a piece. None means one that is left out."""
    parser.add_argument("--title", required=required)
    parser.add_argument("--publisher", required=required)
    parser.add_argument("--published", metavar="DATE", required=required, help="YYYY-MM-DD, or YYYY-MM")
    parser.add_argument("--kind", required=required, help=EVIDENCE_KINDS)
    parser.add_argument("--url", help="an http(s) address, or a file")
    parser.add_argument("--number", metavar="文号", help="document number")
    parser.add_argument("--quote", help="words quoted from it")
    parser.add_argument("--note")
    parser.add_argument("--retrieved", metavar="DATE")
    parser.add_argument("--effective-on", metavar="DATE", help="the day on which it takes effect")
    parser.add_argument("--gist", help="what it says, in a sentence or two")
    parser.add_argument("--title-en", metavar="TITLE")
    parser.add_argument("--gist-en", metavar="GIST")


def _add_separate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--separate", action="store_true", help="it is another document than the like one in the ledger already"
    )


def _add_link(parser: argparse.ArgumentParser) -> None:
    """What it says about a commitment."""
    parser.add_argument("--bearing", required=True, help=BEARINGS)
    parser.add_argument("--part", metavar="P", help=PART)
    parser.add_argument("--stage", help=STAGES)
    parser.add_argument("--value", metavar="AMOUNT", help=_VALUE)
    parser.add_argument("--unit")
    parser.add_argument("--role", help=ROLES)
