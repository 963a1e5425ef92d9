"""What `tracker search-log` does. What `--json` prints of it, besides the searches that `shapes` has:

queries     [{code, title, title_en, queries [words], places [{name, name_en, address}]}], the addresses with the
            first of the words
expiring    [{code, title, title_en, search, expires_on, days_left}], the most urgent first
"""

import re
from argparse import Namespace
from collections.abc import Iterable, Sequence

from tracker.cli.inputs import as_of, number, opened, period_days, read_optional, read_term
from tracker.cli.printing import json_shapes, plain_tables
from tracker.domain.errors import UserError
from tracker.domain.evidence.search_queries import SearchPlace, prepared_queries, search_places
from tracker.domain.rows import CommitmentDetail, LedgerRow
from tracker.domain.terms import SearchOutcome
from tracker.services.assessment.searching import decide_search, log_round, log_search
from tracker.services.commands import NewSearch, RoundSearch, SearchDecision, SearchRound, command
from tracker.services.commitments.reading import read_detail
from tracker.services.commitments.reminders import ExpiringSearch, list_expiring
from tracker.wording import Words

_OUTCOME = re.compile(r"([^=＝]+)[=＝]([^:：]*)(?:[:：](.*))?", re.DOTALL)
"""CODE=OUTCOME, and what was found after a colon."""
_Prepared = tuple[LedgerRow, tuple[str, ...], tuple[SearchPlace, ...]]


def run_add(options: Namespace, words: Words) -> None:
    """Record one search."""
    search = command(
        NewSearch,
        commitment=options.code,
        place=options.place,
        words=options.words,
        found=options.found,
        outcome=read_optional(SearchOutcome, "outcome", options.outcome, words),
        searched_on=options.date,
    )
    with opened(options) as workspace:
        log_search(workspace, search)


def run_round(options: Namespace, words: Words) -> None:
    """Record one round of searching; say for how many commitments."""
    outcomes = dict(_outcome(given, words) for given in options.outcome)
    codes = tuple(dict.fromkeys((*(code.strip() for code in options.codes), *outcomes)))
    if not codes:
        raise UserError("field_missing", field="commitments")
    searches = tuple(
        outcomes.get(code) or command(RoundSearch, commitment=code, outcome=SearchOutcome.NOTHING) for code in codes
    )
    searched = command(
        SearchRound, place=options.place, words=options.words, searches=searches, searched_on=options.date
    )
    with opened(options) as workspace:
        log_round(workspace, searched)
    print(words.phrase("round_logged", count=len(codes)))


def run_decide(options: Namespace, words: Words) -> None:
    """Say what a search came to."""
    decision = command(
        SearchDecision,
        search=number("search_id", options.id),
        outcome=read_term(SearchOutcome, "outcome", options.outcome, words),
        reason=options.reason,
        found=options.found,
    )
    with opened(options) as workspace:
        decide_search(workspace, decision)


def run_queries(options: Namespace, words: Words) -> None:
    """Print words to look for, and the addresses of the usual places with them."""
    with opened(options) as workspace:
        details = [read_detail(workspace, code) for code in options.codes]
    shapes = [_queries_shape(*_prepared(detail)) for detail in details]
    json_shapes.show(options, shapes, lambda: _print_queries(map(_prepared, details), words))


def run_expiring(options: Namespace, words: Words) -> None:
    """List the verdicts whose search has expired or will within a period."""
    within = period_days(options.within)
    with opened(options) as workspace:
        due = list_expiring(workspace, within, as_of(options))
    if due or options.json:
        json_shapes.show(options, [_expiring_shape(one) for one in due], lambda: _print_expiring(due, words))
    else:
        print(words.phrase("expiring_none", days=within))


def run_list(options: Namespace, words: Words) -> None:
    """List the searches for one commitment."""
    with opened(options) as workspace:
        searches = read_detail(workspace, options.code, as_of(options)).searches
    shapes = [json_shapes.search(search) for search in searches]
    json_shapes.show(options, shapes, lambda: plain_tables.print_searches(searches, words))


def _prepared(detail: CommitmentDetail) -> _Prepared:
    """A commitment, the words to look for, and where."""
    places = search_places([detail.source.publisher.zh])
    return detail.row, prepared_queries(detail.row.title.zh, detail.keywords), places


def _print_queries(prepared: Iterable[_Prepared], words: Words) -> None:
    for row, queries, places in prepared:
        print(row.code, words.name(row.title), sep="  ")
        for query in queries:
            print(f"  {query}")
        for place in places:
            name = place.name_en if words.language == "en" else place.name
            print(f"  {name}  {place.address(next(iter(queries), row.code))}")


def _outcome(given: str, words: Words) -> tuple[str, RoundSearch]:
    """CODE=OUTCOME or CODE=OUTCOME:TEXT. Raises `outcome_unread`, `term_unknown`."""
    read = _OUTCOME.fullmatch(given)
    if read is None:
        raise UserError("outcome_unread", field="outcome", value=given)
    code, term, found = (part.strip() for part in read.groups(""))
    outcome = read_term(SearchOutcome, "outcome", term, words)
    return code, command(RoundSearch, commitment=code, outcome=outcome, found=found)


def _queries_shape(row: LedgerRow, queries: tuple[str, ...], places: tuple[SearchPlace, ...]) -> json_shapes.Json:
    first = next(iter(queries), row.code)
    shown = [{"name": place.name, "name_en": place.name_en, "address": place.address(first)} for place in places]
    titles = {"title": row.title.zh, "title_en": row.title.en}
    return {"code": row.code, **titles, "queries": list(queries), "places": shown}


def _expiring_shape(one: ExpiringSearch) -> json_shapes.Json:
    return {
        "code": one.row.code,
        "title": one.row.title.zh,
        "title_en": one.row.title.en,
        "search": json_shapes.search(one.search),
        "expires_on": one.expires_on,
        "days_left": one.days_left,
    }


def _print_expiring(due: Sequence[ExpiringSearch], words: Words) -> None:
    cells = [
        (
            one.row.code,
            words.name(one.row.title),
            one.search.searched_on.isoformat(),
            one.search.place,
            words.term(one.search.outcome),
            one.expires_on.isoformat(),
            words.phrase("old_search") if one.days_left < 0 else words.phrase("days_left", days=one.days_left),
        )
        for one in due
    ]
    titles = ("code", "title", "searched_on", "place", "outcome", "expires_on", "state")
    plain_tables.print_table(titles, cells, 1, words, none="expiring_none")
