"""Commands that write reports, and forms for departments."""

from typing import Any

from tracker.cli.arguments.building import add_command, add_filters, add_group

_FORMATS = "xlsx, docx, pdf, html, md, csv, json, datapackage (ZIP), ical; csl-json and ris: what the report cites"


def add_to(commands: Any) -> None:
    """`report`, `past-reports`, `verify`, `fill-in`."""
    _add_report(commands)
    _add_past_reports(commands)
    what = "say whether a report is as this ledger wrote it, and the history up to it the same; 1 where not"
    verify = add_command(commands, "verify", "verify", what, json=True)
    verify.add_argument("file", metavar="REPORT", help="a report or form of any format, be it printed or saved again")
    _add_fill_in(commands)


def _add_report(commands: Any) -> None:
    report = add_command(commands, "report", "report", "write a status report", as_of=True)
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
    add_filters(report)


def _add_past_reports(commands: Any) -> None:
    actions = add_group(commands, "past-reports", "the reports that were written, and each of them again as it was")
    add_command(actions, "list", "past-reports list", "list them, newest first", json=True)
    again = add_command(actions, "again", "past-reports again", "write one of them again; says whether it is the same")
    again.add_argument("number", metavar="NUMBER", help="as the list has it")
    again.add_argument("--out", metavar="FILE", required=True)


def _add_fill_in(commands: Any) -> None:
    actions = add_group(commands, "fill-in", "ask departments for progress by a form, and take in what they return")
    send = add_command(actions, "send", "fill-in send", "write the form of a department; prints its path", json=True)
    send.add_argument("--department", metavar="D", required=True, help="Chinese name, English name or key")
    send.add_argument("--out", metavar="FILE", required=True, help="an .xlsx file")
    send.add_argument("--filter", metavar="VIEW", help="only what a saved view shows")
    send.add_argument("--period", metavar="LABEL", default="", help="what the period is called (else the month)")
    send.add_argument("--lead-only", action="store_true", help="only what the department leads")
    what = "say what a returned form would become; records nothing"
    read = add_command(actions, "read", "fill-in read", what, json=True)
    enter = add_command(actions, "enter", "fill-in enter", "enter rows of a returned form as official claims")
    for parser in (read, enter):
        parser.add_argument("file", metavar="FILE")
    read.add_argument("--department", metavar="D", help="the department that it should be of")
    chosen = enter.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--accept", metavar="CODE", action="append", help="a row by its key; repeatable")
    chosen.add_argument("--all-clear", action="store_true", help="every row without a question")
