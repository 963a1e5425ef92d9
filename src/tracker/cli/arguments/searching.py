"""Commands about documented searches for evidence."""

from typing import Any

from tracker.cli.arguments.building import OUTCOMES, add_command, add_group


def add_to(commands: Any) -> None:
    """`search-log add`, `round`, `decide`, `queries`, `expiring` and `list`."""
    actions = add_group(commands, "search-log", "prepare, record and list searches for evidence")
    add = add_command(actions, "add", "search-log add", "record a search")
    add.add_argument("code", metavar="CODE")
    _add_search(add, words_required=True)
    add.add_argument("--found", default="", help="what was found (else nothing)")
    add.add_argument("--outcome", help=f"{OUTCOMES} (else nothing, or unclear where --found says something)")
    searched = add_command(actions, "round", "search-log round", "record one round of searching for many commitments")
    searched.add_argument("codes", metavar="CODE", nargs="*", help="commitments for which nothing was found")
    _add_search(searched, words_required=False)
    searched.add_argument(
        "--outcome",
        metavar="CODE=OUTCOME[:TEXT]",
        action="append",
        default=[],
        help=f"what it came to for one commitment, with what was found: {OUTCOMES}; repeatable",
    )
    decide = add_command(actions, "decide", "search-log decide", "say what a search came to, where that was unclear")
    decide.add_argument("id", metavar="ID", help="as `search-log list` has it")
    decide.add_argument("outcome", metavar="OUTCOME", help=OUTCOMES)
    decide.add_argument("--reason", required=True)
    decide.add_argument("--found", help="what was found (else as it was written)")
    what = "words to look for, and the usual places with their addresses; searches nothing"
    queries = add_command(actions, "queries", "search-log queries", what, json=True)
    queries.add_argument("codes", metavar="CODE", nargs="+")
    what = "verdicts “no public evidence” whose newest search has expired, or soon will"
    expiring = add_command(actions, "expiring", "search-log expiring", what, json=True, as_of=True)
    expiring.add_argument("--within", metavar="DAYS", default="7d", help="such as 7d (else 7d); 0d for expired alone")
    log = add_command(actions, "list", "search-log list", "list the searches", json=True, as_of=True)
    log.add_argument("code", metavar="CODE")


def _add_search(parser: Any, *, words_required: bool) -> None:
    parser.add_argument("--place", required=True, help="where was searched")
    parser.add_argument("--words", required=words_required, default="", help="with which words")
    parser.add_argument("--date", metavar="DATE", help="when (else today)")
