"""Commands about files: documents and spreadsheets that come in, and ledgers that are kept safe."""

from typing import Any

from tracker.cli.arguments.building import add_command

_FIELDS = (
    "words, title, code, lead, co_lead, due, target, topic, speaker, status, progress, evidence_title, evidence_url, "
    "evidence_date, tags, remarks"
)


def add_to(commands: Any) -> None:
    """`intake`, `import`, `backup`, `restore`, `repair`, `compare`, `sample`."""
    _add_intake(commands)
    _add_import(commands)
    _add_safekeeping(commands)
    what = "say where two copies of a ledger part, and what each has that the other lacks; 3 where they differ"
    compare = add_command(commands, "compare", "compare", what, json=True)
    compare.add_argument("first", metavar="A", help="a ledger, a backup, or a copy that a synchronised folder kept")
    compare.add_argument("second", metavar="B")
    sample = add_command(commands, "sample", "sample", "make the sample ledger; prints its path", json=True)
    sample.add_argument("--out", metavar="PATH", help="where it is to lie (else in your data directory)")


def _add_intake(commands: Any) -> None:
    what = "say what a file or a page seems to be; records nothing"
    intake = add_command(commands, "intake", "intake", what, json=True)
    intake.add_argument("place", metavar="FILE|URL")
    intake.add_argument(
        "--allow-private",
        metavar="HOST",
        action="append",
        default=[],
        help="a host of your own network that may be asked; repeatable",
    )


def _add_import(commands: Any) -> None:
    what = "bring an office's XLSX, XLS or CSV ledger in as a source of its own"
    importing = add_command(commands, "import", "import", what, json=True)
    importing.add_argument("file", metavar="FILE")
    importing.add_argument("--preview", action="store_true", help="only say what would come in")
    importing.add_argument(
        "--sheet",
        metavar="NAME",
        action="append",
        help="else the longest in sight; repeatable for sheets with the same headings",
    )
    importing.add_argument(
        "--take",
        metavar="MARK",
        action="append",
        default=[],
        help="hidden, filtered or struck: rows so marked come in, too; repeatable",
    )
    importing.add_argument("--header", metavar="ROW", help="the row of the headings, 0 for none (else it is sought)")
    importing.add_argument(
        "--map",
        metavar="FIELD=HEADING",
        action="append",
        default=[],
        help=f"{_FIELDS}; repeatable; FIELD= for none, FIELD=2 for a column without a heading",
    )
    importing.add_argument("--title", help="of the source (else what stands over the headings)")
    importing.add_argument("--publisher", help="whose ledger it is (else as the last time)")
    importing.add_argument("--held-on", metavar="DATE", help="when the commitments were made (else the file's day)")
    importing.add_argument("--stated-on", metavar="DATE", help="the day of the progress told (else the file's day)")
    importing.add_argument("--prefix", help="of the codes, such as OFFICE-2026")


def _add_safekeeping(commands: Any) -> None:
    backup = add_command(commands, "backup", "backup", "make a backup beside the ledger; prints its path", json=True)
    instead = backup.add_mutually_exclusive_group()
    instead.add_argument("--out", metavar="FILE", help="a complete one there, with the attachments in FILE.files")
    instead.add_argument("--list", action="store_true", help="list the backups that there are")
    restoring = add_command(commands, "restore", "restore", "go back to a backup; keeps the ledger as one", json=True)
    restoring.add_argument("file", metavar="FILE", help="a path, or a name as backup --list has it")
    restoring.add_argument("--preview", action="store_true", help="only say what would change")
    repair = add_command(commands, "repair", "repair", "write a repaired copy; the ledger stays as it is", json=True)
    repair.add_argument("--out", metavar="FILE", help="where it is to lie (else beside the ledger)")
