"""What the parsers of all commands are built with. Nothing heavy is imported here, so that `--help` answers at once."""

import argparse
from typing import Any

ASSESSMENTS = "not_rated, no_evidence, in_progress, partly_met, met, not_met, dropped, not_verifiable"
BEARINGS = "fulfils, partly, progress, contradicts, context"
COMMITMENT_KINDS = (
    "document, programme, pilot, designation, cultivation, study, research_and_development, opening, monitoring, "
    "coordination"
)
DOUBTS = "arithmetic_short, claims_only, contradicted, before_due, due_inferred"
DUE_BASES = "stated, section, question, derived, document, user"
EVIDENCE_KINDS = "law, document, list, statistics, statement, state_press, press, other"
OUTCOMES = "nothing, something, unclear"
RELATIONS = "restated, raised, lowered, extended, renamed, merged, replaced, dropped, widened, narrowed"
ROLES = "plan, new, cumulative, removed"
STAGES = "drafting, consultation, publicity, issued, in_force, effective"
_ATTENTION = "unjudged, grounds_changed, due, due_asked, review, red, old_search"
_LIGHTS = "ahead, on_schedule, behind, far_behind, overdue, awaiting, review, unmeasured, not_applicable"
PART = "the part that it bears on: its number as `show` prints it, its name, or id:N"
EITHER_LANGUAGE = "Terms may be typed as listed, or as the program shows them in Chinese or English."


def add_global(parser: argparse.ArgumentParser) -> None:
    """What may stand before or after the command; suppressed defaults keep the one from erasing the other."""
    parser.add_argument(
        "--ledger",
        metavar="PATH|URL",
        default=argparse.SUPPRESS,
        help="a file, or a postgresql:// address (else TRACKER_LEDGER, else the file in your data directory)",
    )
    parser.add_argument(
        "--take-over",
        action="store_true",
        default=argparse.SUPPRESS,
        help="write though somebody else holds the ledger on a share; who does so writes no more",
    )
    parser.add_argument(
        "--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help="language of the output (else the locale's)"
    )


def add_group(commands: Any, name: str, help_text: str) -> Any:
    """A command that has commands of its own."""
    parser = commands.add_parser(name, help=help_text, description=help_text, allow_abbrev=False)
    return parser.add_subparsers(title="commands", metavar="COMMAND", required=True)


def add_command(
    commands: Any, name: str, command: str, help_text: str, *, json: bool = False, as_of: bool = False
) -> argparse.ArgumentParser:
    """A command; `command` is its whole name, by which it is carried out."""
    parser = commands.add_parser(
        name, help=help_text, description=help_text, epilog=EITHER_LANGUAGE, allow_abbrev=False
    )
    parser.set_defaults(command=command)
    add_global(parser)
    if json:
        parser.add_argument("--json", action="store_true", help="print JSON")
    if as_of:
        parser.add_argument("--as-of", metavar="DATE", help="the ledger as it was at the end of that day")
    return parser


def add_filters(parser: argparse.ArgumentParser) -> None:
    """What narrows the ledger down."""
    for name, help_text in (
        ("department", "Chinese name, English name or key, in any role; repeatable"),
        ("assessment", f"{ASSESSMENTS}; repeatable"),
        ("light", f"{_LIGHTS}; repeatable"),
        ("doubt", f"{DOUBTS}, grounds_changed; repeatable"),
        ("attention", f"what asks for you: {_ATTENTION}; repeatable"),
    ):
        parser.add_argument(f"--{name}", action="append", default=[], metavar=name.upper(), help=help_text)
    parser.add_argument("--search", default="", metavar="WORDS", help="only what holds these words")
    parser.add_argument(
        "--changed-since", metavar="DATE", help="only what something was done to after the end of that day"
    )
