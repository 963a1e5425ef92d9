"""What `tracker fill-in` does: send a form, look at one that was returned, enter what was accepted of it."""

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from tracker.cli.inputs import day, find_departments, opened
from tracker.cli.printing.json_shapes import show, taken
from tracker.cli.printing.text_table import print_lines
from tracker.domain.errors import UserError
from tracker.domain.exchange.forms import FormFinding, Preview, PreviewRow, Texts
from tracker.domain.exchange.rounds import RoundStatus
from tracker.domain.rows import Name
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.exports.filling import (
    RoundWish,
    begin_round,
    claimed_words,
    close_with_page,
    counted_words,
    form_words,
    returned_words,
    returns_words,
    send_form,
    write_reminders,
)
from tracker.exports.template import read_template
from tracker.locations import typed_path
from tracker.services.commitments.reading import list_departments
from tracker.services.commitments.saved_views import view_query
from tracker.services.evidence.capturing import read_file
from tracker.services.exchange import rounds
from tracker.services.exchange.forms import FillWish, enter_form, examine_form
from tracker.wording import Words


def run_send(options: Namespace, words: Words) -> None:
    """Write a form and record that it was sent."""
    path = typed_path(options.out)
    with opened(options) as workspace:
        (department,) = find_departments(workspace, [options.department], words)
        query = LedgerQuery() if options.filter is None else view_query(workspace, options.filter)
        sent = send_form(workspace, FillWish(department, options.period, options.lead_only, query), path, words)
    shape = {"file": str(path), "department": _department(sent.department), "period": sent.period}
    show(options, {**shape, "commitments": list(sent.rows)}, lambda: print(path))


def run_read(options: Namespace, words: Words) -> None:
    """Say what a returned form would become."""
    path = typed_path(options.file)
    with opened(options) as workspace:
        wanted = [] if options.department is None else [options.department]
        department = next(iter(find_departments(workspace, wanted, words)), None)
        preview = examine_form(workspace, read_file(path), path.name, form_words(), department)
    show(options, shape(preview, words), lambda: _print(preview, words))


def run_enter(options: Namespace, _words: Words) -> None:
    """Enter the accepted rows; prints their keys."""
    path = typed_path(options.file)
    with opened(options) as workspace:
        content = read_file(path)
        preview = examine_form(workspace, content, path.name, form_words())
        keys = [row.key for row in preview.clear] if options.all_clear else list(dict.fromkeys(options.accept))
        enter_form(workspace, content, path.name, form_words(), keys)
    print(*keys, sep="\n")


def run_round_open(options: Namespace, words: Words) -> None:
    """Begin a round, and write its forms and its notice."""
    folder = typed_path(options.out)
    template = read_template(typed_path(options.template)) if options.template else None
    return_by = day(options.return_by, "return_by")
    if return_by is None:
        raise UserError("field_missing", field="return_by")
    with opened(options) as workspace:
        keys = find_departments(workspace, options.department, words) or [
            one.key for one in list_departments(workspace)
        ]
        query = LedgerQuery() if options.filter is None else view_query(workspace, options.filter)
        wish = RoundWish(
            tuple(keys), options.period, return_by, options.contact, options.phone, options.lead_only, query
        )
        begun = begin_round(workspace, wish, folder, words, template)
    shown = [str(path) for path in (*begun.forms, begun.notice)]
    one = begun.round
    show(options, {"period": one.period, "return_by": one.return_by, "files": shown}, lambda: print_lines(shown))


def run_round_status(options: Namespace, words: Words) -> None:
    """Say who has returned, who has not, and where answers disagree."""
    with opened(options) as workspace:
        one = rounds.find_round(workspace, options.period)
        status = rounds.round_status(workspace, one.uid)
    show(options, round_shape(status), lambda: print_lines(_told(status, words)))


def run_round_remind(options: Namespace, words: Words) -> None:
    """Write a reminder for each department that has not returned, and note that it was reminded."""
    folder = typed_path(options.out)
    template = read_template(typed_path(options.template)) if options.template else None
    with opened(options) as workspace:
        one = rounds.find_round(workspace, options.period, is_open=True)
        paths, _ = write_reminders(workspace, one.uid, folder, words, template)
    shown = [str(path) for path in paths]
    show(options, {"period": one.period, "files": shown}, lambda: print_lines(shown))


def run_round_close(options: Namespace, words: Words) -> None:
    """Close a round, and write its page."""
    path = typed_path(options.out)
    template = read_template(typed_path(options.template)) if options.template else None
    with opened(options) as workspace:
        one = rounds.find_round(workspace, options.period, is_open=True)
        close_with_page(workspace, one.uid, path, words, template)
    print(path)


def round_shape(status: RoundStatus) -> dict[str, Any]:
    """{round, period, opened_on, return_by, contact, phone, closed_on or null, asked [{department {key, name, name_en},
    commitments [code], sent_on, reminded [day], returns [{name, day, late}]}], returned [key], missing [key],
    conflicts [{row, answers [{department, day, claimed, value, unit, role, said …}]}]}."""
    one = status.round
    return {
        "round": one.uid,
        **taken(one, "period", "opened_on", "return_by", "contact", "phone", "closed_on"),
        "asked": [
            {
                "department": _department(asked.department),
                "commitments": list(asked.commitments),
                "sent_on": asked.sent_on,
                "reminded": list(asked.reminded),
                "returns": [taken(back, "name", "day", "late") for back in asked.returns],
            }
            for asked in status.asked
        ],
        "returned": [asked.department.key for asked in status.returned],
        "missing": [asked.department.key for asked in status.missing],
        "conflicts": [
            {
                "row": key,
                "answers": [
                    {"department": answer.department.key, "day": answer.day, **answer.texts} for answer in answers
                ],
            }
            for key, answers in status.conflicts
        ],
    }


def _told(status: RoundStatus, words: Words) -> Iterator[str]:
    one = status.round
    yield words.letter("title_page", period=one.period)
    yield returned_words(status, words, spelt=False)
    for asked in status.asked:
        returns = returns_words(asked, words, spelt=False)
        mark = "+" if asked.in_time else "-"
        yield f"{mark} {words.name(asked.department)}  {len(asked.commitments)}  {returns}".rstrip()
    for key, answers in status.conflicts:
        yield f"{words.letter('conflicts')}: {key}"
        for answer in answers:
            said = claimed_words(answer, words), counted_words(answer, words)
            yield "  ".join(("   ", words.name(answer.department), *said)).rstrip()


def shape(preview: Preview, words: Words) -> dict[str, Any]:
    """{name, sha256, department {key, name, name_en} or null, period, sent_on, can_be_entered, findings [finding],
    rows [{key, code, row, sent, returned, said, said_on, claimed, value, role,
    evidence {title, publisher, published, number, url, note} or null, can_be_entered, clear, findings [finding]}]}.

    A finding is {code, weight, message, details}, its weight `note`, `doubt` or `stop`; `row` is the number in the
    sheet, null for a row that did not come back; `sent` and `returned` are the cells by column."""
    sending = preview.sending
    clear = {row.key for row in preview.clear}
    enterable = {row.key for row in preview.enterable}
    return {
        **taken(preview, "name", "sha256"),
        "department": _department(sending.department) if sending is not None else None,
        "period": sending.period if sending is not None else None,
        "sent_on": sending.sent_on if sending is not None else None,
        "can_be_entered": preview.can_be_entered,
        "findings": [_finding(found, words) for found in preview.findings],
        "rows": [
            {**_row(row, words), "can_be_entered": row.key in enterable, "clear": row.key in clear}
            for row in preview.rows
        ],
    }


def _department(name: Name) -> dict[str, str]:
    return {"key": name.key, "name": name.zh, "name_en": name.en}


def _row(row: PreviewRow, words: Words) -> dict[str, Any]:
    given = row.evidence
    names = ("title", "publisher", "published", "number", "url", "note")
    return {
        **taken(row, "key", "code"),
        "row": row.place or None,
        "sent": _cells(row.sent),
        "returned": _cells(row.returned),
        "said": row.said,
        "said_on": row.said_on or None,
        **taken(row, "claimed", "value", "role"),
        "evidence": None if given is None else taken(given, *names),
        "findings": [_finding(found, words) for found in row.findings],
    }


def _cells(texts: Texts) -> dict[str, str]:
    return {column.value: text for column, text in texts.items()}


def _finding(found: FormFinding, words: Words) -> dict[str, Any]:
    return {**taken(found, "code", "weight"), "message": words.form_finding(found), "details": dict(found.details)}


def _print(preview: Preview, words: Words) -> None:
    """The findings about the file, then each row with what it would become and what is to be said about it."""
    sending = preview.sending
    if sending is not None:
        print(words.name(sending.department), sending.period, sending.sent_on.isoformat(), sep="  ")
    print_lines(_sentence(found, words) for found in preview.findings)
    clear = {row.key for row in preview.clear}
    enterable = {row.key for row in preview.enterable}
    for row in preview.rows:
        mark = "+" if row.key in clear else "?" if row.key in enterable else "-"
        claimed = words.term(row.claimed) if row.claimed is not None else ""
        print(mark, row.key, claimed)
        evidence = [f"{row.evidence.title} · {row.evidence.publisher}"] if row.evidence is not None else []
        print_lines([*filter(None, [row.said]), *evidence, *(_sentence(one, words) for one in row.findings)], "    ")


def _sentence(found: FormFinding, words: Words) -> str:
    return f"[{words.form('weight', found.weight)}] {words.form_finding(found)}"
