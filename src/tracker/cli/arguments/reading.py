"""Commands that read the ledger, and those that check it."""

from typing import Any

from tracker.cli.arguments.building import add_command, add_filters


def add_to(commands: Any) -> None:
    """`list`, `show`, `due`, `suggest`, `check`, `reindex`, `where`."""
    listing = add_command(commands, "list", "list", "list the commitments", json=True, as_of=True)
    add_filters(listing)
    show = add_command(commands, "show", "show", "show everything about one commitment", json=True, as_of=True)
    show.add_argument("code", metavar="CODE")
    what = "what has fallen due or soon will: commitments, reviews, searches, forms that have not come back"
    due = add_command(commands, "due", "due", what, json=True, as_of=True)
    due.add_argument("--within", metavar="DAYS", default="14d", help="such as 14d (else 14d); 0d for what is due alone")
    due.add_argument("--exit-code", action="store_true", help="3 where there is something, for a scheduler")
    what = "rank the commitments that a text bears on, with the words that matched; nothing where none is"
    suggest = add_command(commands, "suggest", "suggest", what, json=True, as_of=True)
    given = suggest.add_mutually_exclusive_group(required=True)
    given.add_argument("--text-file", metavar="FILE", help="a text in UTF-8 or GB18030; - reads standard input")
    given.add_argument("--text", metavar="TEXT", help="the text itself, best its title first")
    what = "the day or month of the text; before the briefing it is groundwork. Left out, the text is asked"
    suggest.add_argument("--published", metavar="DATE", help=what)
    check = add_command(commands, "check", "check", "verify the ledger; prints one line a fault", json=True)
    instead = check.add_mutually_exclusive_group()
    instead.add_argument(
        "--go-on", action="store_true", help="take a ledger as it is, without changes that are missing"
    )
    instead.add_argument(
        "--duplicates", action="store_true", help="only list pieces of evidence that seem to be one document"
    )
    what = "make the search index again; changes nothing of what the ledger holds"
    add_command(commands, "reindex", "reindex", what)
    add_command(commands, "where", "where", "say where the ledger lies", json=True)
