"""What stands on top of a report: title, source, scope and filter, in words."""

from collections.abc import Iterator
from dataclasses import replace

from tracker.domain.reports.report_request import ReportKind
from tracker.domain.rows import SourceRow
from tracker.domain.search.ledger_query import Facet, LedgerQuery
from tracker.exports.compose.brief_prose import Prose
from tracker.exports.report_tree import Front, SourceLine
from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words

_SHOWN = 16
"""Digits of the fingerprint that sentences show; they are enough to find a forgery, and can be compared by eye."""
_PUBLIC = (Facet.DEPARTMENT, Facet.LEAD, Facet.ASSESSMENT, Facet.LIGHT, Facet.TOPIC)
"""The facets that readers outside the house may be told: those that the public pages themselves can be filtered by."""


def front_of(facts: ReportFacts, words: Words) -> Front:
    """Return the values on top of the report."""
    return Front(
        as_of=facts.as_of,
        since=facts.since,
        made_on=facts.made_on,
        ledger=facts.ledger,
        fingerprint=facts.fingerprint,
        total=facts.total,
        count=len(facts.details),
        scope=scope(facts, words),
        sources=tuple(_source(source, words) for source in facts.sources),
        illustrative=facts.illustrative is not None,
        origin=facts.origin,
    )


def title(facts: ReportFacts, words: Words) -> str:
    """Return what kind of report this is; a dossier is called by its commitment."""
    if facts.wish.kind is ReportKind.DOSSIER:
        row = next(iter(facts.details)).row
        return words.report("title_dossier", code=row.code, title=words.name(row.title))
    return subject(facts, words) + words.report(f"title_{facts.wish.kind}")


def subject(facts: ReportFacts, words: Words) -> str:
    """Return what the title of a briefing report begins with: whose commitments they are, "" where nobody said."""
    said = facts.wish.brief.office.subject if facts.wish.kind is ReportKind.BRIEF else ""
    return words.report("brief_subject", subject=said) if said else ""


def subtitle(front: Front, facts: ReportFacts, words: Words) -> str:
    """Return the days, and how many commitments; of a briefing report its period."""
    if facts.brief_inputs is not None:
        return words.report("brief_subtitle", period=Prose(words, facts.brief_inputs.period, facts.as_of, {}).name)
    if facts.wish.kind is ReportKind.DOSSIER:
        return words.report("subtitle_dossier", as_of=front.as_of)
    if front.since:
        return counted("subtitle_period", facts, words, as_of=front.as_of, count=front.count)
    key = "subtitle" if front.count == front.total else "subtitle_part"
    return words.report(key, as_of=front.as_of, count=front.count, total=front.total)


def lines(front: Front, words: Words) -> Iterator[str]:
    """Return source, scope, and what is missing."""
    for source in front.sources:
        yield words.report("line_source", source=source.text)
    yield front.scope
    for source in front.sources:
        if source.incomplete:
            yield source.incomplete


def colophon(front: Front, words: Words) -> str:
    """Return when and from which ledger the report was made, and by what it can be checked."""
    return words.report("line_made", made=front.made_on, ledger=front.ledger, fingerprint=front.fingerprint[:_SHOWN])


def scope(facts: ReportFacts, words: Words) -> str:
    """Return which commitments the report is about."""
    if facts.wish.kind is ReportKind.DOSSIER:
        return words.report("line_dossier", code=next(iter(facts.details)).row.code)
    if not facts.wish.query.is_filtered:
        return words.report("line_unfiltered")
    return words.report("line_filter", filter=words.join(_clauses(facts, words), "clause"))


def public_scope(facts: ReportFacts, words: Words) -> str:
    """Return the scope for readers outside the house: tags, and words that were searched for, are its own business."""
    query = facts.wish.query
    if not query.is_filtered:
        return words.report("line_unfiltered")
    told = {facet: chosen for facet, chosen in query.choices.items() if facet in _PUBLIC}
    rest = {facet: chosen for facet, chosen in query.choices.items() if facet not in _PUBLIC}
    clauses = list(_facets(LedgerQuery(told), facts, words))
    # What else narrows it down is not told, but that something does: else these would seem to be all.
    if replace(query, choices=rest).is_filtered:
        clauses.append(words.report("filter_selection"))
    return words.report("line_filter", filter=words.join(clauses, "clause"))


def _source(source: SourceRow, words: Words) -> SourceLine:
    note = "" if source.complete else words.name(source.incomplete_note)
    text = words.report(
        "source_line", title=words.name(source.title), publisher=words.name(source.publisher), day=source.held_on
    )
    return SourceLine(source.key, text, source.held_on, source.sha256, note)


def _clauses(facts: ReportFacts, words: Words) -> Iterator[str]:
    query = facts.wish.query
    yield from _facets(query, facts, words)
    if query.search.strip():
        yield words.phrase("filter_search", search=query.search.strip())
    if query.codes:
        yield words.report("filter_codes", count=len(query.codes))
    if query.changed_since:
        yield words.report("filter_changed_since", day=query.changed_since)


def _facets(query: LedgerQuery, facts: ReportFacts, words: Words) -> Iterator[str]:
    for facet in Facet:
        if chosen := query.chosen(facet):
            names = facts.names[facet]
            values = [words.choice(facet, key, names.get(key)) for key in sorted(chosen)]
            yield words.phrase("filter_facet", facet=words.term(facet), values=values)


def counted(key: str, facts: ReportFacts, words: Words, **values: object) -> str:
    """Return the sentence `key` about what changed; in its second form where changes count from the report before."""
    form = key if facts.wish.after is None else f"{key}_report"
    return words.report(form, since=facts.since, **values)
