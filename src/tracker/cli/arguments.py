"""What can be typed. Nothing heavy is imported here, so that `--help` answers at once.

Values are not checked here: the services say what is wrong with one, in one sentence, as they do for the window.
"""

import argparse
from collections.abc import Sequence
from typing import Any

from tracker import __version__

_FORMATS = "xlsx, docx, pdf, html, md, csv, json, datapackage (ZIP), ical; csl-json and ris: what the report cites"
_KINDS = "law, document, list, statistics, statement, state_press, press, other"
_BEARINGS = "fulfils, partly, progress, contradicts, context"
_ASSESSMENTS = "not_rated, no_evidence, in_progress, partly_met, met, not_met, dropped, not_verifiable"
_LIGHTS = "ahead, on_schedule, behind, far_behind, overdue, awaiting, not_applicable"
_FIELDS = (
    "words, title, code, lead, co_lead, due, target, topic, speaker, status, progress, evidence_title, evidence_url, "
    "evidence_date, tags, remarks"
)
_STAGES = "drafting, consultation, publicity, issued, in_force, effective"


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line; `command` is None where no sub-command was given. Exits with 2 on a usage error."""
    return _parser().parse_args(argv)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tracker",
        description="The commitment ledger. Without a command it opens the window.",
        epilog="Exit codes: 0 done, 1 something to put right (one line says what), 2 usage, 70 a defect.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"tracker {__version__}")
    _add_global(parser)
    parser.set_defaults(command=None, ledger=None, lang=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_reading(commands)
    _add_evidence(commands)
    _add_status(commands)
    _add_search_log(commands)
    _add_suggest(commands)
    _add_fill_in(commands)
    _add_others(commands)
    return parser


def _add_global(parser: argparse.ArgumentParser) -> None:
    """What may stand before or after the command; suppressed defaults keep the one from erasing the other."""
    parser.add_argument(
        "--ledger",
        metavar="PATH|URL",
        default=argparse.SUPPRESS,
        help="a file, or a postgresql:// address (else TRACKER_LEDGER, else the file in your data directory)",
    )
    parser.add_argument(
        "--lang", choices=("zh", "en"), default=argparse.SUPPRESS, help="language of the output (else the locale's)"
    )


def _add_reading(commands: Any) -> None:
    listing = _command(commands, "list", "list", "list the commitments", json=True, as_of=True)
    _add_filters(listing)
    show = _command(commands, "show", "show", "show everything about one commitment", json=True, as_of=True)
    show.add_argument("code", metavar="CODE")


def _add_evidence(commands: Any) -> None:
    actions = _group(commands, "evidence", "add, withdraw and list evidence")
    _add_evidence_add(_command(actions, "add", "evidence add", "add a piece; prints its id", json=True))
    withdraw = _command(actions, "withdraw", "evidence withdraw", "take a piece out of use, for a reason")
    withdraw.add_argument("id", metavar="ID")
    withdraw.add_argument("--reason", required=True)
    listing = _command(actions, "list", "evidence list", "list the evidence", json=True, as_of=True)
    listing.add_argument("code", metavar="CODE", nargs="?", help="only what bears on this commitment")


def _add_evidence_add(add: argparse.ArgumentParser) -> None:
    add.add_argument("code", metavar="CODE")
    add.add_argument("--title", required=True)
    add.add_argument("--publisher", required=True)
    add.add_argument("--published", metavar="DATE", required=True, help="YYYY-MM-DD, or YYYY-MM")
    add.add_argument("--kind", required=True, help=_KINDS)
    add.add_argument("--bearing", required=True, help=_BEARINGS)
    add.add_argument("--url", default="", help="an http(s) address, or a file")
    add.add_argument("--number", default="", metavar="文号", help="document number")
    add.add_argument("--quote", default="", help="words quoted from it")
    add.add_argument("--note", default="")
    add.add_argument("--retrieved", metavar="DATE")
    add.add_argument("--stage", help=_STAGES)
    add.add_argument("--part", metavar="ID", help="the part of the commitment that it bears on")
    add.add_argument("--value", metavar="NUMBER", help="a measured value; needs --unit and --role")
    add.add_argument("--unit")
    add.add_argument("--role", help="new, cumulative, plan, removed")


def _add_status(commands: Any) -> None:
    actions = _group(commands, "status", "set the assessment, and see how it came about")
    setting = _command(actions, "set", "status set", "set the assessment, for a reason")
    setting.add_argument("code", metavar="CODE")
    setting.add_argument("assessment", metavar="ASSESSMENT", help=_ASSESSMENTS)
    setting.add_argument("--reason", required=True)
    setting.add_argument(
        "--evidence",
        metavar="ID",
        action="append",
        help="evidence it rests on; repeatable (else all evidence in use that bears on it)",
    )
    log = _command(actions, "log", "status log", "every assessment so far, oldest first", json=True, as_of=True)
    log.add_argument("code", metavar="CODE")


def _add_search_log(commands: Any) -> None:
    actions = _group(commands, "search-log", "record and list searches for evidence")
    add = _command(actions, "add", "search-log add", "record a search")
    add.add_argument("code", metavar="CODE")
    add.add_argument("--place", required=True, help="where was searched")
    add.add_argument("--words", required=True, help="with which words")
    add.add_argument("--date", metavar="DATE", help="when (else today)")
    add.add_argument("--found", default="", help="what was found (else nothing)")
    log = _command(actions, "list", "search-log list", "list the searches", json=True, as_of=True)
    log.add_argument("code", metavar="CODE")


def _add_suggest(commands: Any) -> None:
    what = "rank the commitments that a text bears on, with the words that matched; nothing where none is"
    suggest = _command(commands, "suggest", "suggest", what, json=True, as_of=True)
    given = suggest.add_mutually_exclusive_group(required=True)
    given.add_argument("--text-file", metavar="FILE", help="a text in UTF-8 or GB18030; - reads standard input")
    given.add_argument("--text", metavar="TEXT", help="the text itself, best its title first")


def _add_fill_in(commands: Any) -> None:
    actions = _group(commands, "fill-in", "ask departments for progress by a form, and take in what they return")
    send = _command(actions, "send", "fill-in send", "write the form of a department; prints its path", json=True)
    send.add_argument("--department", metavar="D", required=True, help="Chinese name, English name or key")
    send.add_argument("--out", metavar="FILE", required=True, help="an .xlsx file")
    send.add_argument("--filter", metavar="VIEW", help="only what a saved view shows")
    send.add_argument("--period", metavar="LABEL", default="", help="what the period is called (else the month)")
    send.add_argument("--lead-only", action="store_true", help="only what the department leads")
    read = _command(
        actions, "read", "fill-in read", "say what a returned form would become; records nothing", json=True
    )
    enter = _command(actions, "enter", "fill-in enter", "enter rows of a returned form as official claims")
    for parser in (read, enter):
        parser.add_argument("file", metavar="FILE")
    read.add_argument("--department", metavar="D", help="the department that it should be of")
    chosen = enter.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--accept", metavar="CODE", action="append", help="a row by its key; repeatable")
    chosen.add_argument("--all-clear", action="store_true", help="every row without a question")


def _add_others(commands: Any) -> None:
    _add_report(commands)
    _add_reports(commands)
    _add_intake(commands)
    _add_import(commands)
    check = _command(commands, "check", "check", "verify the ledger; prints one line a fault", json=True)
    check.add_argument("--go-on", action="store_true", help="take a ledger as it is, without changes that are missing")
    _command(commands, "reindex", "reindex", "make the search index anew; changes nothing of what the ledger holds")
    _add_safekeeping(commands)
    sample = _command(commands, "sample", "sample", "make the sample ledger; prints its path", json=True)
    sample.add_argument("--out", metavar="PATH", help="where it is to lie (else in your data directory)")
    _command(commands, "where", "where", "say where the ledger lies", json=True)


def _add_safekeeping(commands: Any) -> None:
    backup = _command(commands, "backup", "backup", "make a backup beside the ledger; prints its path", json=True)
    instead = backup.add_mutually_exclusive_group()
    instead.add_argument("--out", metavar="FILE", help="a complete one there, with the attachments in FILE.files")
    instead.add_argument("--list", action="store_true", help="list the backups that there are")
    restoring = _command(commands, "restore", "restore", "go back to a backup; keeps the ledger as one", json=True)
    restoring.add_argument("file", metavar="FILE", help="a path, or a name as backup --list has it")
    restoring.add_argument("--preview", action="store_true", help="only say what would change")
    repair = _command(commands, "repair", "repair", "write a repaired copy; the ledger stays as it is", json=True)
    repair.add_argument("--out", metavar="FILE", help="where it is to lie (else beside the ledger)")


def _add_report(commands: Any) -> None:
    report = _command(commands, "report", "report", "write a status report", as_of=True)
    report.add_argument("code", metavar="CODE", nargs="?", default="", help="the commitment of a dossier")
    report.add_argument("--kind", default="ledger", help="ledger (else), period, dossier")
    report.add_argument("--format", required=True, help=_FORMATS)
    report.add_argument("--out", metavar="FILE", required=True)
    report.add_argument("--filter", metavar="VIEW", help="a saved view by its name; the options below go before it")
    report.add_argument(
        "--since",
        metavar="DATE|last",
        help="tell what was done after the end of that day; last: since the last report of this kind and filter",
    )
    report.add_argument("--no-charts", action="store_true", help="numbers and words only")
    report.add_argument(
        "--template", metavar="FILE", help="your office's own .docx, with {{title}}, {{body}} and so on"
    )
    _add_filters(report)


def _add_reports(commands: Any) -> None:
    actions = _group(commands, "past-reports", "the reports that were written, and each of them again as it was")
    _command(actions, "list", "past-reports list", "list them, newest first", json=True)
    again = _command(actions, "again", "past-reports again", "write one of them again; says whether it is the same")
    again.add_argument("number", metavar="NUMBER", help="as the list has it")
    again.add_argument("--out", metavar="FILE", required=True)


def _add_intake(commands: Any) -> None:
    intake = _command(commands, "intake", "intake", "say what a file or a page seems to be; records nothing", json=True)
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
    importing = _command(commands, "import", "import", what, json=True)
    importing.add_argument("file", metavar="FILE")
    importing.add_argument("--preview", action="store_true", help="only say what would come in")
    importing.add_argument("--sheet", metavar="NAME", help="else the longest")
    importing.add_argument("--header", metavar="ROW", help="the row of the headings, 0 for none (else it is sought)")
    importing.add_argument(
        "--map", metavar="FIELD=HEADING", action="append", default=[], help=f"{_FIELDS}; repeatable; FIELD= for none"
    )
    importing.add_argument("--title", help="of the source (else what stands over the headings)")
    importing.add_argument("--publisher", help="whose ledger it is (else as the last time)")
    importing.add_argument("--held-on", metavar="DATE", help="when the commitments were made (else the file's day)")
    importing.add_argument("--stated-on", metavar="DATE", help="the day of the progress told (else the file's day)")
    importing.add_argument("--prefix", help="of the codes, such as OFFICE-2026")


def _add_filters(parser: argparse.ArgumentParser) -> None:
    for name, help_text in (
        ("department", "Chinese name, English name or key, in any role; repeatable"),
        ("assessment", f"{_ASSESSMENTS}; repeatable"),
        ("light", f"{_LIGHTS}; repeatable"),
    ):
        parser.add_argument(f"--{name}", action="append", default=[], metavar=name[0].upper(), help=help_text)
    parser.add_argument("--search", default="", metavar="WORDS", help="only what holds these words")
    parser.add_argument(
        "--changed-since", metavar="DATE", help="only what something was done to after the end of that day"
    )


def _group(commands: Any, name: str, help_text: str) -> Any:
    parser = commands.add_parser(name, help=help_text, description=help_text, allow_abbrev=False)
    return parser.add_subparsers(title="commands", metavar="COMMAND", required=True)


def _command(
    commands: Any, name: str, command: str, help_text: str, *, json: bool = False, as_of: bool = False
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help_text, description=help_text, allow_abbrev=False)
    parser.set_defaults(command=command)
    _add_global(parser)
    if json:
        parser.add_argument("--json", action="store_true", help="print JSON")
    if as_of:
        parser.add_argument("--as-of", metavar="DATE", help="the ledger as it was at the end of that day")
    return parser
