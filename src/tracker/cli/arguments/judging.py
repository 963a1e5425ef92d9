"""Commands by which a commitment is judged, and what its ministry said of it later."""

from typing import Any

from tracker.cli.arguments.building import ASSESSMENTS, DOUBTS, RELATIONS, add_command, add_group


def add_to(commands: Any) -> None:
    """`status`, `review`, `claim` and `relate`."""
    _add_status(commands)
    review = add_command(commands, "review", "review", "record that a commitment was looked at again")
    review.add_argument("code", metavar="CODE")
    review.add_argument("--reason", required=True, help="what came of it")
    review.add_argument("--on", metavar="DATE", help="the day of the next review (else a year on)")
    _add_claim(commands)
    _add_relate(commands)


def _add_status(commands: Any) -> None:
    actions = add_group(commands, "status", "set the assessment, and see how it came about")
    setting = add_command(actions, "set", "status set", "set the assessment, for a reason")
    setting.add_argument("code", metavar="CODE")
    setting.add_argument("assessment", metavar="ASSESSMENT", help=ASSESSMENTS)
    setting.add_argument("--reason", required=True)
    setting.add_argument(
        "--also",
        metavar="CODE",
        action="append",
        default=[],
        help="another commitment to judge so, each on its own evidence, all of them or none; repeatable",
    )
    setting.add_argument(
        "--evidence",
        metavar="ID",
        action="append",
        help="evidence it rests on; repeatable (else all evidence in use that proves it)",
    )
    setting.add_argument(
        "--despite",
        metavar="QUESTION",
        action="append",
        default=[],
        help=f"hold to a verdict that is questioned: {DOUBTS}; repeatable",
    )
    setting.add_argument(
        "--despite-reason",
        metavar="TEXT",
        action="append",
        default=[],
        help="why, one for each --despite in their order; a single one serves all",
    )
    log = add_command(actions, "log", "status log", "every assessment so far, oldest first", json=True, as_of=True)
    log.add_argument("code", metavar="CODE")


def _add_claim(commands: Any) -> None:
    actions = add_group(commands, "claim", "what the ministry itself says of a commitment; `add` may be left out")
    add = add_command(actions, "add", "claim add", "record an official claim; prints its uid")
    add.add_argument("code", metavar="CODE")
    add.add_argument("--said", metavar="TEXT", required=True, help="the words")
    add.add_argument("--by", metavar="WHO", required=True)
    add.add_argument("--on", metavar="DATE", required=True, help="YYYY-MM-DD, or YYYY-MM")
    add.add_argument("--claimed", metavar="ASSESSMENT", help=f"what the words claim: {ASSESSMENTS}")
    add.add_argument("--url", default="")
    add.add_argument("--evidence", metavar="ID", help="the piece that it is also recorded as")
    withdraw = add_command(actions, "withdraw", "claim withdraw", "take a claim back; it stays in the history")
    withdraw.add_argument("uid", metavar="UID", help="as it was printed, and as `show` has it")
    withdraw.add_argument("--reason", required=True)


def _add_relate(commands: Any) -> None:
    what = "tie a commitment to later words about the same promise; `add` may be left out"
    actions = add_group(commands, "relate", what)
    add = add_command(actions, "add", "relate add", "record a relation; prints its uid")
    add.add_argument("code", metavar="CODE", help="the earlier commitment")
    add.add_argument("kind", metavar="KIND", help=RELATIONS)
    add.add_argument("other", metavar="OTHER", help="the later commitment, or - where only --words and --by are given")
    add.add_argument("--on", metavar="DATE", required=True, help="YYYY-MM-DD, or YYYY-MM")
    add.add_argument("--reason", required=True)
    add.add_argument("--words", metavar="TEXT", default="", help="the later words (else the title of OTHER)")
    add.add_argument("--by", metavar="WHO", default="", help="who said them (else the publisher of OTHER)")
    add.add_argument("--url", default="")
    withdraw = add_command(actions, "withdraw", "relate withdraw", "take a relation back; it stays in the history")
    withdraw.add_argument("uid", metavar="UID", help="as it was printed, and as `show` has it")
    withdraw.add_argument("--reason", required=True)
