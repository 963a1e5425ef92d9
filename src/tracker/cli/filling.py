"""What `tracker fill-in` does: send a form, look at one that was returned, enter what was accepted of it."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from typing import Any

from tracker.cli.printing import json_shapes
from tracker.cli.printing.text_table import terminal_width, wrap
from tracker.domain.exchange.forms import FormFinding, Preview, PreviewRow, Texts
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.exports.filling import form_words, send_form
from tracker.locations import typed_path
from tracker.services.commitments.saved_views import view_query
from tracker.services.evidence.capturing import read_file
from tracker.services.exchange.forms import FillWish, enter_form, examine_form
from tracker.services.ledgers.workspace import Workspace
from tracker.wording import Words


def send(workspace: Workspace, options: Namespace, department: str | None, words: Words) -> int:
    """Write a form and record that it was sent."""
    query = LedgerQuery() if options.filter is None else view_query(workspace, options.filter)
    path = typed_path(options.out)
    sent = send_form(workspace, FillWish(department or "", options.period, options.lead_only, query), path, words)
    if options.json:
        name = {"key": sent.department.key, "name": sent.department.zh, "name_en": sent.department.en}
        json_shapes.print_json(
            {"file": str(path), "department": name, "period": sent.period, "commitments": list(sent.rows)}
        )
    else:
        print(path)
    return 0


def read(workspace: Workspace, options: Namespace, department: str | None, words: Words) -> int:
    """Say what a returned form would become."""
    path = typed_path(options.file)
    preview = examine_form(workspace, read_file(path), path.name, form_words(), department)
    if options.json:
        json_shapes.print_json(shape(preview, words))
    else:
        _print(preview, words)
    return 0


def enter(workspace: Workspace, options: Namespace, department: str | None, words: Words) -> int:
    """Enter the accepted rows; prints their keys."""
    path = typed_path(options.file)
    content = read_file(path)
    accepted = None if options.all_clear else options.accept
    preview = examine_form(workspace, content, path.name, form_words())
    keys = [row.key for row in preview.clear] if accepted is None else list(dict.fromkeys(accepted))
    enter_form(workspace, content, path.name, form_words(), keys)
    print(*keys, sep="\n")
    return 0


DEEDS: Mapping[str, Callable[[Workspace, Namespace, str | None, Words], int]] = {
    "send": send,
    "read": read,
    "enter": enter,
}


def shape(preview: Preview, words: Words) -> dict[str, Any]:
    """{name, sha256, department {key, name, name_en} or null, period, sent_on, can_be_entered, findings [finding],
    rows [{key, code, row, sent, returned, said, said_on, claimed, value, role,
    evidence {title, publisher, published, number, url, note} or null, can_be_entered, clear, findings [finding]}]}.

    A finding is {code, weight, message, details}, its weight `note`, `doubt` or `stop`; `row` is the number in the
    sheet, null for a row that did not come back; `sent` and `returned` are the cells by column."""
    sending = preview.sending
    clear = {row.key for row in preview.clear}
    enterable = {row.key for row in preview.enterable}
    department = None
    if sending is not None:
        name = sending.department
        department = {"key": name.key, "name": name.zh, "name_en": name.en}
    return {
        "name": preview.name,
        "sha256": preview.sha256,
        "department": department,
        "period": sending.period if sending is not None else None,
        "sent_on": sending.sent_on if sending is not None else None,
        "can_be_entered": preview.can_be_entered,
        "findings": [_finding(found, words) for found in preview.findings],
        "rows": [
            {**_row(row, words), "can_be_entered": row.key in enterable, "clear": row.key in clear}
            for row in preview.rows
        ],
    }


def _row(row: PreviewRow, words: Words) -> dict[str, Any]:
    given = row.evidence
    names = ("title", "publisher", "published", "number", "url", "note")
    return {
        "key": row.key,
        "code": row.code,
        "row": row.place or None,
        "sent": _cells(row.sent),
        "returned": _cells(row.returned),
        "said": row.said,
        "said_on": row.said_on or None,
        "claimed": row.claimed,
        "value": row.value,
        "role": row.role,
        "evidence": None if given is None else {name: getattr(given, name) for name in names},
        "findings": [_finding(found, words) for found in row.findings],
    }


def _cells(texts: Texts) -> dict[str, str]:
    return {column.value: text for column, text in texts.items()}


def _finding(found: FormFinding, words: Words) -> dict[str, Any]:
    message = words.form_finding(found)
    details = dict(found.details)
    return {"code": found.code, "weight": found.weight, "message": message, "details": details}


def _print(preview: Preview, words: Words) -> None:
    """The findings about the file, then each row with what it would become and what is to be said about it."""
    sending = preview.sending
    if sending is not None:
        print(words.name(sending.department), sending.period, sending.sent_on.isoformat(), sep="  ")
    _print_lines([_sentence(found, words) for found in preview.findings], "")
    clear = {row.key for row in preview.clear}
    enterable = {row.key for row in preview.enterable}
    for row in preview.rows:
        mark = "+" if row.key in clear else "?" if row.key in enterable else "-"
        claimed = words.term(row.claimed) if row.claimed is not None else ""
        print(mark, row.key, claimed)
        evidence = [f"{row.evidence.title} · {row.evidence.publisher}"] if row.evidence is not None else []
        _print_lines([*filter(None, [row.said]), *evidence, *(_sentence(one, words) for one in row.findings)], "    ")


def _sentence(found: FormFinding, words: Words) -> str:
    return f"[{words.form('weight', found.weight)}] {words.form_finding(found)}"


def _print_lines(texts: list[str], indent: str) -> None:
    for text in texts:
        print(*wrap(text, terminal_width(), indent), sep="\n")
