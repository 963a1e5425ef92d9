"""Commands that change what is coded of a commitment, and those that take changes back."""

from typing import Any

from tracker.cli.arguments.building import COMMITMENT_KINDS, DUE_BASES, add_command

_P = "a part by its number as `show` prints it, its name, or id:N"


def add_to(commands: Any) -> None:
    """`edit`, `undo`, `redo`."""
    what = "change what is coded of a commitment, for a reason; its exact words are never edited"
    edit = add_command(commands, "edit", "edit", what)
    edit.add_argument("code", metavar="CODE")
    edit.add_argument("--reason", required=True)
    edit.add_argument("--title")
    edit.add_argument("--title-en", metavar="TITLE")
    edit.add_argument("--topic", help="Chinese name, English name or key")
    edit.add_argument("--kind", help=COMMITMENT_KINDS)
    edit.add_argument("--due", metavar="DATE|none", help="when it is due; none: only a yearly review")
    edit.add_argument("--due-basis", metavar="BASIS", help=f"{DUE_BASES} (else user)")
    edit.add_argument("--due-about", action="store_true", help="roughly then")
    edit.add_argument(
        "--lead", metavar="D", help="a department by its Chinese name, English name or key; none for none"
    )
    edit.add_argument(
        "--co-lead", metavar="D", action="append", help="repeatable; together they replace those that there are"
    )
    edit.add_argument(
        "--keywords", metavar="WORDS", action="append", help="repeatable; together they replace those that there are"
    )
    edit.add_argument("--part-add", metavar="TITLE", action="append", default=[], help="a further part; repeatable")
    edit.add_argument(
        "--part-title", metavar=("P", "TITLE"), nargs=2, action="append", default=[], help=f"rename {_P}; repeatable"
    )
    edit.add_argument("--part-remove", metavar="P", action="append", default=[], help=f"remove {_P}; repeatable")
    edit.add_argument("--parts-expected", metavar="N", help="how many parts there are to be; 0: just those with names")
    add_command(commands, "undo", "undo", "take back your last change; says which", json=True)
    add_command(commands, "redo", "redo", "do again what you took back last; says what", json=True)
