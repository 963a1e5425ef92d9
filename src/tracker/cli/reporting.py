"""What `tracker report` and `tracker past-reports` do."""

import sys
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from tracker.cli.inputs import day, number, opened, query_of
from tracker.cli.printing import json_shapes, plain_tables
from tracker.domain.errors import UserError
from tracker.domain.reports.report_request import ReportForm, ReportKind, ReportWish
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.exports.making import make_again, make_report
from tracker.exports.template import read_template
from tracker.services.commitments.saved_views import view_query
from tracker.services.reports.past_reports import find_report, list_reports, since_last
from tracker.wording import Words

_LAST = "last"
"""In place of a day: where the last report left off."""


def run_report(options: Namespace, words: Words) -> None:
    """Write a report."""
    kind = _kind(options.kind)
    form = ReportForm(words.language, options.format, charts=not options.no_charts)
    template = read_template(Path(options.template)) if options.template else None
    with opened(options) as workspace:
        query = query_of(workspace, options, words)
        if options.filter is not None:
            query = _within(view_query(workspace, options.filter), query)
        wish = ReportWish(kind, query, code=options.code)
        if options.since == _LAST:
            wish = since_last(workspace, wish)
        else:
            wish = replace(wish, since=day(options.since, "since"))
        made = make_report(workspace, wish, form, Path(options.out), template=template)
    if not made.is_recorded:
        print(f"tracker: {words.phrase('report_not_recorded')}", file=sys.stderr)


def run_past_reports(options: Namespace, words: Words) -> None:
    """List the reports that were written."""
    with opened(options) as workspace:
        reports = list_reports(workspace)
    shapes = [json_shapes.past_report(report) for report in reports]
    json_shapes.show(options, shapes, lambda: plain_tables.print_past_reports(reports, words))


def run_report_again(options: Namespace, words: Words) -> None:
    """Write a report again, and say whether it is the same."""
    with opened(options) as workspace:
        past = find_report(workspace, number("report", options.number))
        same = make_again(workspace, past, Path(options.out))
    print(words.phrase("report_same" if same else "report_differs", version=past.version))


def _kind(text: str) -> ReportKind:
    allowed = tuple(kind.value for kind in ReportKind)
    if text not in allowed:
        raise UserError("term_unknown", field="report_kind", value=text, allowed=allowed)
    return ReportKind(text)


def _within(view: LedgerQuery, given: LedgerQuery) -> LedgerQuery:
    """The query of a view, in which what was given beside it goes before."""
    return replace(
        view,
        choices={**view.choices, **given.choices},
        search=given.search or view.search,
        as_of=given.as_of,
        changed_since=given.changed_since,
    )
