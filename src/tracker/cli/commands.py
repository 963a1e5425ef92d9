"""The commands. Each reads or writes through the services, prints, and returns an exit code.

What only one of them needs it imports itself: that would take longer to import than a list takes to read and print.
"""

import sys
from argparse import Namespace
from collections.abc import Callable
from importlib import import_module

from tracker import __version__
from tracker.cli.inputs import as_of, find_departments, opened, query_of
from tracker.cli.printing import detail_text, json_shapes, plain_tables
from tracker.domain.errors import UserError
from tracker.domain.safety.backups import STRANGE_SCHEMA
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.text.date_input import read_published
from tracker.locations import db_dir, resources_dir, typed_path
from tracker.services.commitments.reading import list_details, list_rows, read_detail, sample_day
from tracker.services.ledgers.workspace import Workspace, default_location
from tracker.wording import Words


def _list(options: Namespace, words: Words) -> int:
    with opened(options) as workspace:
        query = query_of(workspace, options, words)
        if options.json:
            json_shapes.print_json([json_shapes.commitment(detail) for detail in list_details(workspace, query)])
            return 0
        total = len(list_rows(workspace, LedgerQuery(as_of=query.as_of)))
        plain_tables.print_rows(list_rows(workspace, query), total, words)
        _print_sample_day(workspace, words)
    return 0


def _print_sample_day(workspace: Workspace, words: Words) -> None:
    """Say of a sample that it is one, and of which day."""
    day = sample_day(workspace)
    if day is not None:
        print(words.phrase("illustrative", day=day))


def _show(options: Namespace, words: Words) -> int:
    with opened(options) as workspace:
        detail = read_detail(workspace, options.code, as_of(options))
        if options.json:
            json_shapes.print_json(json_shapes.whole_commitment(detail))
            return 0
        detail_text.print_detail(detail, words)
        _print_sample_day(workspace, words)
    return 0


def _suggest(options: Namespace, words: Words) -> int:
    from tracker.services.evidence.suggesting import read_text, suggest

    text = options.text if options.text is not None else read_text(_given_bytes(options.text_file))
    published = read_published(options.published, "published") if options.published else None
    with opened(options) as workspace:
        suggestions = suggest(workspace, text, as_of(options), published)
    if options.json:
        json_shapes.print_json([json_shapes.suggestion(suggestion) for suggestion in suggestions])
    else:
        plain_tables.print_suggestions(suggestions, words)
    return 0


def _check(options: Namespace, words: Words) -> int:
    from tracker.services.ledgers.lost_changes import go_on_without
    from tracker.services.safety.checking import check, check_schema

    if options.duplicates:
        return _of("evidence", "run_duplicates")(options, words)
    if options.go_on:
        go_on_without(options.ledger or default_location())
    try:
        with opened(options) as workspace:
            faults = check(workspace)
    except UserError as error:
        faults = check_schema(options.ledger or default_location()) if error.code in STRANGE_SCHEMA else ()
        if not faults:
            raise
    if options.json:
        json_shapes.print_json([json_shapes.fault(fault, words) for fault in faults])
    else:
        for fault in faults:
            print(words.fault(fault.code, fault.details))
    return 1 if faults else 0


def _reindex(options: Namespace, words: Words) -> int:
    from tracker.services.safety.checking import rebuild_search

    del words
    with opened(options) as workspace:
        rebuild_search(workspace)
    return 0


def _where(options: Namespace, words: Words) -> int:
    del words
    location = json_shapes.public_location(options.ledger or default_location())
    if options.json:
        places = {"ledger": location, "data": str(db_dir()), "resources": str(resources_dir())}
        json_shapes.print_json({**places, "version": __version__})
    else:
        print(location)
    return 0


def _intake(options: Namespace, words: Words) -> int:
    from tracker.cli import intake  # its patterns take longer to make ready than a list takes to print
    from tracker.services.evidence.capturing import examine

    with intake.shown_progress() as progress:
        captured = examine(options.place, allow_private=frozenset(options.allow_private), progress=progress)
    if options.json:
        json_shapes.print_json(intake.shape(captured))
    elif captured.unread is None:
        intake.print_captured(captured, words)
    if captured.unread is None:
        return 0
    intake.say_unread(captured, words)
    return 1


def _verify(options: Namespace, words: Words) -> int:
    from tracker.cli import verifying  # what reads files takes longer to import than a list to print

    return verifying.run(options, words)


def _import(options: Namespace, words: Words) -> int:
    from tracker.cli import importing  # as with `intake`

    with opened(options) as workspace:
        return importing.run(workspace, options, words)


def _fill_in(action: str) -> Callable[[Namespace, Words], int]:
    def do(options: Namespace, words: Words) -> int:
        from tracker.cli import filling  # the writer of workbooks takes longer to import than a list to print

        with opened(options) as workspace:
            wanted = getattr(options, "department", None)
            key = next(iter(find_departments(workspace, [wanted])), None) if wanted is not None else None
            return filling.DEEDS[action](workspace, options, key, words)

    return do


def _sample(options: Namespace, words: Words) -> int:
    from tracker.services.ledgers.sample import default_sample, make_sample

    del words
    path = typed_path(options.out).absolute() if options.out else default_sample()
    make_sample(path)
    if options.json:
        json_shapes.print_json({"ledger": str(path)})
    else:
        print(path)
    return 0


def _of(module: str, run: str) -> Callable[[Namespace, Words], int]:
    """Return the command that a module of `tracker.cli` runs."""

    # Imported when it is asked for: what all commands stand on takes longer to import than a list to read and print.
    def do(options: Namespace, words: Words) -> int:
        return getattr(import_module(f"tracker.cli.{module}"), run)(options, words)

    return do


COMMANDS: dict[str, Callable[[Namespace, Words], int]] = {
    "list": _list,
    "show": _show,
    "evidence add": _of("evidence", "run_add"),
    "evidence link": _of("evidence", "run_link"),
    "evidence unlink": _of("evidence", "run_unlink"),
    "evidence revise": _of("evidence", "run_revise"),
    "evidence withdraw": _of("evidence", "run_withdraw"),
    "evidence restore": _of("evidence", "run_restore"),
    "evidence join": _of("evidence", "run_join"),
    "evidence list": _of("evidence", "run_list"),
    "status set": _of("judging", "run_set"),
    "status log": _of("judging", "run_log"),
    "review": _of("judging", "run_review"),
    "claim add": _of("statements", "run_claim"),
    "claim withdraw": _of("statements", "run_claim_withdraw"),
    "relate add": _of("statements", "run_relate"),
    "relate withdraw": _of("statements", "run_relate_withdraw"),
    "search-log add": _of("searching", "run_add"),
    "search-log round": _of("searching", "run_round"),
    "search-log decide": _of("searching", "run_decide"),
    "search-log queries": _of("searching", "run_queries"),
    "search-log expiring": _of("searching", "run_expiring"),
    "search-log list": _of("searching", "run_list"),
    "edit": _of("editing", "run_edit"),
    "undo": _of("editing", "run_undo"),
    "redo": _of("editing", "run_redo"),
    "fill-in send": _fill_in("send"),
    "fill-in read": _fill_in("read"),
    "fill-in enter": _fill_in("enter"),
    "suggest": _suggest,
    "report": _of("reporting", "run_report"),
    "past-reports list": _of("reporting", "run_past_reports"),
    "past-reports again": _of("reporting", "run_report_again"),
    "verify": _verify,
    "intake": _intake,
    "import": _import,
    "check": _check,
    "reindex": _reindex,
    "compare": _of("comparing", "run_compare"),
    "sample": _sample,
    "where": _where,
    "backup": _of("safekeeping", "run_backup"),
    "restore": _of("safekeeping", "run_restore"),
    "repair": _of("safekeeping", "run_repair"),
}


def _given_bytes(place: str) -> bytes:
    """The content of a file, or of standard input where the place is -."""
    if place == "-":
        return sys.stdin.buffer.read()
    try:
        return typed_path(place).read_bytes()
    except FileNotFoundError:
        raise UserError("file_missing", field="file", value=place) from None
    except IsADirectoryError:
        raise UserError("file_is_folder", field="file", name=place) from None
    except (OSError, ValueError) as fault:
        raise UserError("file_unreadable", field="file", name=place) from fault
