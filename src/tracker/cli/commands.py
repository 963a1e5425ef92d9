"""The commands. Each reads or writes through the services, prints, and returns an exit code."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from tracker import __version__
from tracker.cli import plain, safekeeping, shapes
from tracker.domain.dates import parse_day
from tracker.domain.errors import UserError
from tracker.domain.query import LedgerQuery, query_for
from tracker.domain.report import ReportKind
from tracker.domain.report_wish import ReportForm, ReportWish
from tracker.domain.rows import Name
from tracker.domain.terms import Assessment, Light
from tracker.exports.making import make_again, make_report
from tracker.exports.template import read_template
from tracker.locations import db_dir, resources_dir
from tracker.services.behind import go_on_without
from tracker.services.checking import check, rebuild_search
from tracker.services.commands import AssessmentChange, EvidenceFields, NewLink, NewSearch, Withdrawal, command
from tracker.services.evidence import add_evidence, withdraw_evidence
from tracker.services.judging import set_assessment
from tracker.services.past_reports import find_report, list_reports, since_last
from tracker.services.reading import list_departments, list_details, list_evidence, list_rows, read_detail
from tracker.services.sample import default_sample, make_sample
from tracker.services.searching import log_search
from tracker.services.suggesting import read_text, suggest
from tracker.services.views import view_query
from tracker.services.workspace import Workspace, default_location, open_workspace
from tracker.wording import Words

_Term = TypeVar("_Term", bound=StrEnum)

_LAST = "last"
"""In place of a day: where the last report left off."""
_LONGEST_ID = 18
"""Digits that every database takes as an integer key."""


def _list(options: Namespace, words: Words) -> int:
    with _opened(options) as workspace:
        query = _query(workspace, options)
        if options.json:
            shapes.print_json([shapes.commitment(detail) for detail in list_details(workspace, query)])
            return 0
        total = len(list_rows(workspace, LedgerQuery(as_of=query.as_of)))
        plain.print_rows(list_rows(workspace, query), total, words)
    return 0


def _show(options: Namespace, words: Words) -> int:
    with _opened(options) as workspace:
        detail = read_detail(workspace, options.code, _as_of(options))
    if options.json:
        shapes.print_json(shapes.whole_commitment(detail))
    else:
        plain.print_detail(detail, words)
    return 0


def _evidence_add(options: Namespace, words: Words) -> int:
    link = command(
        NewLink,
        commitment=options.code,
        bearing=options.bearing,
        part_id=None if options.part is None else _id("part", options.part),
        stage=options.stage,
        value=options.value,
        unit=options.unit,
        role=options.role,
    )
    names = ("title", "publisher", "published", "kind", "number", "url", "quote", "note", "retrieved")
    fields = command(EvidenceFields, **{name: getattr(options, name) for name in names}, links=(link,))
    with _opened(options) as workspace:
        new = add_evidence(workspace, fields).evidence[0]
        if options.json:
            (added,) = (piece for piece in list_evidence(workspace, options.code) if piece.id == new)
            shapes.print_json(shapes.evidence(added))
        else:
            print(new)
    return 0


def _evidence_withdraw(options: Namespace, words: Words) -> int:
    withdrawal = command(Withdrawal, evidence_id=_id("evidence_id", options.id), reason=options.reason)
    with _opened(options) as workspace:
        withdraw_evidence(workspace, withdrawal)
    return 0


def _evidence_list(options: Namespace, words: Words) -> int:
    with _opened(options) as workspace:
        pieces = list_evidence(workspace, options.code, _as_of(options))
    if options.json:
        shapes.print_json([shapes.evidence(piece) for piece in pieces])
    else:
        plain.print_evidence(pieces, words)
    return 0


def _status_set(options: Namespace, words: Words) -> int:
    cited = None if options.evidence is None else tuple(_id("evidence", text) for text in options.evidence)
    change = command(
        AssessmentChange,
        commitment=options.code,
        assessment=options.assessment,
        reason=options.reason,
        evidence=cited,
    )
    with _opened(options) as workspace:
        set_assessment(workspace, change)
    print(change.commitment, change.assessment)
    return 0


def _status_log(options: Namespace, words: Words) -> int:
    with _opened(options) as workspace:
        history = read_detail(workspace, options.code, _as_of(options)).history
    changes = [event for event in reversed(history) if shapes.is_judgement(event)]
    if options.json:
        shapes.print_json([shapes.judgement(event) for event in changes])
    else:
        plain.print_judgements(changes, words)
    return 0


def _search_log_add(options: Namespace, words: Words) -> int:
    search = command(
        NewSearch,
        commitment=options.code,
        place=options.place,
        words=options.words,
        found=options.found,
        searched_on=options.date,
    )
    with _opened(options) as workspace:
        log_search(workspace, search)
    return 0


def _search_log_list(options: Namespace, words: Words) -> int:
    with _opened(options) as workspace:
        searches = read_detail(workspace, options.code, _as_of(options)).searches
    if options.json:
        shapes.print_json([shapes.search(search) for search in searches])
    else:
        plain.print_searches(searches, words)
    return 0


def _suggest(options: Namespace, words: Words) -> int:
    text = options.text if options.text is not None else read_text(_given_bytes(options.text_file))
    with _opened(options) as workspace:
        suggestions = suggest(workspace, text, _as_of(options))
    if options.json:
        shapes.print_json([shapes.suggestion(suggestion) for suggestion in suggestions])
    else:
        plain.print_suggestions(suggestions, words)
    return 0


def _report(options: Namespace, words: Words) -> int:
    kind = _term(ReportKind, "report_kind", options.kind)
    form = ReportForm(words.language, options.format, charts=not options.no_charts)
    template = read_template(Path(options.template)) if options.template else None
    with _opened(options) as workspace:
        query = _query(workspace, options)
        if options.filter is not None:
            query = _within(view_query(workspace, options.filter), query)
        wish = ReportWish(kind, query, code=options.code)
        if options.since == _LAST:
            wish = since_last(workspace, wish)
        else:
            wish = replace(wish, since=_day(options.since, "since"))
        make_report(workspace, wish, form, Path(options.out), template=template)
    return 0


def _past_reports_list(options: Namespace, words: Words) -> int:
    with _opened(options) as workspace:
        reports = list_reports(workspace)
    if options.json:
        shapes.print_json([shapes.past_report(report) for report in reports])
    else:
        plain.print_past_reports(reports, words)
    return 0


def _past_reports_again(options: Namespace, words: Words) -> int:
    with _opened(options) as workspace:
        past = find_report(workspace, _id("report", options.number))
        same = make_again(workspace, past, Path(options.out))
    print(words.phrase("report_same" if same else "report_differs", version=past.version))
    return 0


def _within(view: LedgerQuery, given: LedgerQuery) -> LedgerQuery:
    """The query of a view, with what was given beside it in its place."""
    return replace(
        view,
        choices={**view.choices, **given.choices},
        search=given.search or view.search,
        as_of=given.as_of,
        changed_since=given.changed_since,
    )


def _check(options: Namespace, words: Words) -> int:
    if options.go_on:
        go_on_without(options.ledger or default_location())
    with _opened(options) as workspace:
        faults = check(workspace)
    if options.json:
        shapes.print_json([shapes.fault(fault, words) for fault in faults])
    else:
        for fault in faults:
            print(words.fault(fault.code, fault.details))
    return 1 if faults else 0


def _reindex(options: Namespace, words: Words) -> int:
    del words
    with _opened(options) as workspace:
        rebuild_search(workspace)
    return 0


def _where(options: Namespace, words: Words) -> int:
    location = shapes.public_location(options.ledger or default_location())
    if options.json:
        places = {"ledger": location, "data": str(db_dir()), "resources": str(resources_dir())}
        shapes.print_json({**places, "version": __version__})
    else:
        print(location)
    return 0


def _intake(options: Namespace, words: Words) -> int:
    from tracker.cli import intake  # its patterns take longer to make ready than a list takes to print
    from tracker.services.capturing import examine

    captured = examine(options.place, allow_private=frozenset(options.allow_private))
    if options.json:
        shapes.print_json(intake.shape(captured))
    else:
        intake.print_captured(captured, words)
    return 0


def _import(options: Namespace, words: Words) -> int:
    from tracker.cli import importing  # as with `intake`

    with _opened(options) as workspace:
        return importing.run(workspace, options, words)


def _fill_in(deed: str) -> Callable[[Namespace, Words], int]:
    def do(options: Namespace, words: Words) -> int:
        from tracker.cli import filling  # the writer of workbooks takes longer to import than a list to print

        with _opened(options) as workspace:
            wanted = getattr(options, "department", None)
            key = next(iter(_departments(workspace, [wanted])), None) if wanted is not None else None
            return filling.DEEDS[deed](workspace, options, key, words)

    return do


def _sample(options: Namespace, words: Words) -> int:
    path = Path(options.out).expanduser().absolute() if options.out else default_sample()
    make_sample(path)
    if options.json:
        shapes.print_json({"ledger": str(path)})
    else:
        print(path)
    return 0


COMMANDS: dict[str, Callable[[Namespace, Words], int]] = {
    "list": _list,
    "show": _show,
    "evidence add": _evidence_add,
    "evidence withdraw": _evidence_withdraw,
    "evidence list": _evidence_list,
    "status set": _status_set,
    "status log": _status_log,
    "search-log add": _search_log_add,
    "search-log list": _search_log_list,
    "fill-in send": _fill_in("send"),
    "fill-in read": _fill_in("read"),
    "fill-in enter": _fill_in("enter"),
    "suggest": _suggest,
    "report": _report,
    "past-reports list": _past_reports_list,
    "past-reports again": _past_reports_again,
    "intake": _intake,
    "import": _import,
    "check": _check,
    "reindex": _reindex,
    "sample": _sample,
    "where": _where,
    "backup": safekeeping.run_backup,
    "restore": safekeeping.run_restore,
    "repair": safekeeping.run_repair,
}


@contextmanager
def _opened(options: Namespace) -> Iterator[Workspace]:
    workspace = open_workspace(options.ledger or default_location())
    try:
        yield workspace
    finally:
        workspace.close()


def _query(workspace: Workspace, options: Namespace) -> LedgerQuery:
    return query_for(
        department=_departments(workspace, options.department),
        assessment=_terms(Assessment, "assessment", options.assessment),
        light=_terms(Light, "light", options.light),
        search=options.search,
        as_of=_as_of(options),
        changed_since=_day(options.changed_since, "changed_since"),
    )


def _departments(workspace: Workspace, wanted: Iterable[str]) -> frozenset[str]:
    known: list[Name] = list(list_departments(workspace)) if wanted else []
    keys = {name.casefold(): d.key for d in known for name in (d.en, d.zh, d.key)}
    for name in wanted:
        if name.strip().casefold() not in keys:
            raise UserError("department_unknown", field="department", value=name)
    return frozenset(keys[name.strip().casefold()] for name in wanted)


def _terms(vocabulary: type[_Term], field: str, wanted: Iterable[str]) -> frozenset[_Term]:
    return frozenset(_term(vocabulary, field, value) for value in wanted)


def _term(vocabulary: type[_Term], field: str, value: str) -> _Term:
    allowed = tuple(member.value for member in vocabulary)
    if value not in allowed:
        raise UserError("term_unknown", field=field, value=value, allowed=allowed)
    return vocabulary(value)


def _given_bytes(place: str) -> bytes:
    """The content of a file, or of standard input where the place is -."""
    if place == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(place).expanduser().read_bytes()
    except FileNotFoundError:
        raise UserError("file_missing", field="file", value=place) from None
    except IsADirectoryError:
        raise UserError("file_is_folder", field="file", name=place) from None
    except (OSError, ValueError) as fault:
        raise UserError("file_unreadable", field="file", name=place) from fault


def _as_of(options: Namespace) -> date | None:
    return _day(options.as_of, "as_of")


def _day(text: str | None, field: str) -> date | None:
    return None if text is None else parse_day(text, field)


def _id(field: str, text: str) -> int:
    """A number as `evidence add` prints it; anything else names nothing."""
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID):
        raise UserError("field_invalid", field=field, value=text)
    return int(text)
