"""What stands above the table of a report: title, source, scope and filter, in words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracker.domain.query import Facet

if TYPE_CHECKING:
    from tracker.services.reporting import Report
    from tracker.wording import Words


def heading(report: "Report", words: "Words") -> tuple[str, ...]:
    """The lines above the table, the title first."""
    lines = [words.phrase("report_title")]
    if report.illustrative:
        lines.append(words.phrase("illustrative"))
    lines += [words.phrase("report_source", source=words.source(source)) for source in report.sources]
    lines.append(_scope(report, words))
    lines.append(_filter(report, words))
    lines += [words.name(source.incomplete_note) for source in report.sources if not source.complete]
    return tuple(lines)


def _scope(report: "Report", words: "Words") -> str:
    made = report.made_at.strftime("%Y-%m-%d")
    return words.phrase("report_scope", as_of=report.as_of, total=report.total, count=len(report.rows), made=made)


def _filter(report: "Report", words: "Words") -> str:
    if not report.query.is_filtered:
        return words.phrase("report_unfiltered")
    return words.phrase("report_filter", filter=words.join(_clauses(report, words), "clause"))


def _clauses(report: "Report", words: "Words") -> Iterator[str]:
    query = report.query
    for facet in Facet:
        if chosen := query.chosen(facet):
            names = report.names[facet]
            values = [words.choice(facet, key, names.get(key)) for key in sorted(chosen)]
            yield words.phrase("filter_facet", facet=words.term(facet), values=values)
    if query.search.strip():
        yield words.phrase("filter_search", search=query.search.strip())
