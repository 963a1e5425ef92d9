"""What `tracker report` and `tracker past-reports` do."""

import re
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tracker.cli.inputs import day, number, opened, query_of, read_term
from tracker.cli.printing import json_shapes, plain_tables
from tracker.cli.printing.text_table import print_lines
from tracker.domain.errors import UserError
from tracker.domain.languages import LANGUAGES
from tracker.domain.reports.register_columns import RegisterColumn, register_columns
from tracker.domain.reports.report_period import PeriodSpan
from tracker.domain.reports.report_request import SITE, BriefWish, Length, ReportForm, ReportKind, ReportWish
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.exports.drafting import read_edits, write_draft
from tracker.exports.making import make_again, make_report
from tracker.exports.site.addresses import base_of
from tracker.exports.template import read_template
from tracker.services.commitments.saved_views import view_query
from tracker.services.ledgers.workspace import Workspace
from tracker.services.reports.layouts import delete_layout, layout_columns, list_layouts, rename_layout, save_layout
from tracker.services.reports.past_reports import (
    find_report,
    kept_office,
    last_brief,
    list_reports,
    since_last,
)
from tracker.wording import Words, load_words

_LAST = "last"
"""In place of a day: where the last report left off."""


def run_report(options: Namespace, words: Words) -> None:
    """Write a report, or the paragraphs of a briefing report to be edited."""
    kind = ReportKind.LEDGER if options.kind == SITE else _kind(options.kind)
    form = _form(options, words)
    if options.columns is not None and options.layout is not None:
        raise UserError("layout_and_columns", field="columns")
    template = read_template(Path(options.template)) if options.template else None
    with opened(options) as workspace:
        if options.columns is not None:
            form = replace(form, columns=columns_of(options.columns))
        elif options.layout is not None:
            form = replace(form, columns=layout_columns(workspace, options.layout))
        query = query_of(workspace, options, words)
        if options.filter is not None:
            query = _within(view_query(workspace, options.filter), query)
        wish = ReportWish(kind, query, code=options.code, todo=options.todo)
        if options.since == _LAST:
            wish = since_last(workspace, wish)
        else:
            wish = replace(wish, since=day(options.since, "since"))
        if kind is ReportKind.BRIEF:
            wish = _brief(workspace, wish, options, words)
        if options.draft is not None:
            write_draft(workspace, wish, words, Path(options.draft))
            return
        made = make_report(workspace, wish, form, Path(options.out), template=template)
    if not made.is_recorded:
        print(f"tracker: {words.phrase('report_not_recorded')}", file=sys.stderr)


def run_save_layout(options: Namespace, _words: Words) -> None:
    """Keep columns of the ledger under a name."""
    with opened(options) as workspace:
        save_layout(workspace, options.name, columns_of(options.columns))


def run_layouts(options: Namespace, words: Words) -> None:
    """List the layouts with their columns."""
    with opened(options) as workspace:
        layouts = list_layouts(workspace)
    shapes = [{"name": name, "columns": list(columns)} for name, columns in layouts.items()]
    json_shapes.show(
        options,
        shapes,
        lambda: print_lines(
            f"{name}  {words.join(words.register(column.value) for column in columns)}"
            for name, columns in layouts.items()
        ),
    )


def run_rename_layout(options: Namespace, _words: Words) -> None:
    """Keep a layout under another name."""
    with opened(options) as workspace:
        rename_layout(workspace, options.name, options.new_name)


def run_delete_layout(options: Namespace, _words: Words) -> None:
    """Give a layout up."""
    with opened(options) as workspace:
        delete_layout(workspace, options.name)


def columns_of(given: Sequence[str]) -> tuple[RegisterColumn, ...]:
    """Return the columns that were typed, by their names or by their headings in either language.

    Raises what `register_columns` raises.
    """
    headings = {
        load_words(language).register(column): column.value for language in LANGUAGES for column in RegisterColumn
    }
    typed = (name.strip() for text in given for name in re.split("[,，、]", text))
    return register_columns([headings.get(name, name) for name in typed if name])


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


def _brief(workspace: Workspace, wish: ReportWish, options: Namespace, words: Words) -> ReportWish:
    """The wish with what is asked of a briefing report: what the office is called as the last time, unless it is said
    now, and the paragraphs that were edited."""
    span = read_term(PeriodSpan, "span", options.span, words)
    length = read_term(Length, "length", options.length, words)
    wish = replace(wish, brief=BriefWish(span, day(options.period, "period"), length))
    office = kept_office(last_brief(workspace, wish, words.language))
    said = {name: getattr(options, name) for name in ("subject", "sender", "recipient", "signed_by")}
    office = replace(
        office,
        **{name: " ".join(text.split()) for name, text in said.items() if text is not None},
        signed_on=day(options.signed_on, "signed_on"),
        attachments=tuple(" ".join(text.split()) for text in options.attachment or ()),
    )
    wish = replace(wish, brief=replace(wish.brief, office=office))
    if options.paragraphs is None:
        return wish
    edits = read_edits(workspace, wish, words, Path(options.paragraphs))
    return replace(wish, brief=replace(wish.brief, edits=edits))


def _kind(text: str) -> ReportKind:
    allowed = (*(kind.value for kind in ReportKind), SITE)
    if text not in allowed:
        raise UserError("term_unknown", field="report_kind", value=text, allowed=allowed)
    return ReportKind(text)


def _form(options: Namespace, words: Words) -> ReportForm:
    """How the report is to look. What is not for this kind is refused, and never passed over; `field_missing` where no
    file is named, and none of paragraphs is asked for."""
    if options.draft is not None:
        if options.kind != ReportKind.BRIEF:
            raise UserError("draft_needs_brief", field="draft")
        return ReportForm(words.language, options.format or "", charts=not options.no_charts)
    if not options.out:
        raise UserError("field_missing", field="out")
    is_site = options.kind == SITE
    unfit = {name: getattr(options, name) for name in ("since", "template", "format", "columns", "layout")}
    unfit["commitment"] = options.code
    for field, given in (unfit if is_site else {"base_url": options.base_url, "reasons": options.reasons}).items():
        if given:
            raise UserError("site_option_unfit" if is_site else "site_option_only", field=field)
    if is_site:
        base = base_of(options.base_url or "")
        return ReportForm(words.language, SITE, charts=False, reasons=options.reasons, base_url=base)
    if not options.format:
        raise UserError("field_missing", field="format")
    return ReportForm(words.language, options.format, charts=not options.no_charts)


def _within(view: LedgerQuery, given: LedgerQuery) -> LedgerQuery:
    """The query of a view, in which what was given beside it goes before."""
    return replace(
        view,
        choices={**view.choices, **given.choices},
        search=given.search or view.search,
        as_of=given.as_of,
        changed_since=given.changed_since,
    )
