"""Measures of the services beside plain SQL: filter, search, sort, group, the ends, select all, growth."""

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import cycle
from math import log10
from pathlib import Path
from statistics import median

from floors.queries import Floor
from results import Result, percentile, side_by_side, timed

from tracker.desktop.views.common.facet_panel import SHOWN
from tracker.domain.search.ledger_query import Facet, Group, LedgerQuery, SortKey
from tracker.services.commitments import listing
from tracker.services.ledgers.workspace import Workspace, open_workspace

_CLICKS = (("s.assessment", "met"), ("s.kind", "pilot"), ("s.due_basis", "question"), ("s.assessment", "in_progress"))
_FACETS = {"s.assessment": "assessment", "s.kind": "kind", "s.due_basis": "due_basis"}
_WORDS = ("京", "试点", "京津冀推")
_SORTS = {
    SortKey.TITLE: "s.title_pinyin",
    SortKey.ASSESSMENT: "s.assessment",
    SortKey.DUE: "s.due_on",
    SortKey.TARGET: "s.target",
    SortKey.LATEST_EVIDENCE: "s.latest_evidence",
}
_ALIKE = {
    1: ("津", "钢", "点", "批"),
    2: ("推进", "钢铁", "表示", "汽车"),
    4: ("长三角印", "粤港澳大", "财政部表", "试点有关"),
}
_LARGE, _P95_OF_A_CLICK = 100_000, 0.050


def measure(path: Path, size: int, rounds: int) -> Iterator[Result]:
    """All measures of one ledger."""
    floor = Floor(path)
    with closing(open_workspace(path)) as workspace:
        yield _counting(workspace, size)
        yield _filter(workspace, floor, size, rounds)
        yield from _search(workspace, floor, size)
        yield from _moves(workspace, floor, size, rounds)


def _counting(workspace: Workspace, size: int) -> Result:
    """The first look counts every facet once; until then the first page stands there without counts."""
    taken = timed(lambda: _list(workspace, LedgerQuery()))[1]
    return Result(
        f"all facets counted for the first time, {size:,}",
        [taken],
        note="once a window, in the background; the first page is there before",
    )


def _filter(workspace: Workspace, floor: Floor, size: int, rounds: int) -> Result:
    ours, theirs = cycle(_CLICKS), cycle(_CLICKS)

    def click() -> None:
        column, value = next(ours)
        _list(workspace, _choosing(column, value))

    found = side_by_side(click, lambda: floor.filter(*next(theirs)), rounds)
    name = f"facet click → rows and all counts, {size:,}"
    result = Result(name, *found, most=1.5)
    if size > _LARGE:  # where the bar is for the growth
        return result
    quick = percentile(found[0], 95) <= _P95_OF_A_CLICK
    return Result(name, *found, most=1.5, bar="p95 ≤ 50 ms", passes=bool(result.is_met) and quick)


def _search(workspace: Workspace, floor: Floor, size: int) -> Iterator[Result]:
    for words in _WORDS:
        # Words that were looked for a moment ago are remembered, so each round looks for others of the same length.
        alike = [words, *_ALIKE[len(words)]]
        ours = [timed(lambda word=word: _list(workspace, LedgerQuery(search=word)))[1] for word in alike]
        found, scans = zip(*(timed(lambda word=word: floor.search(word)) for word in alike[:3]), strict=True)
        least = 20 if len(words) > 1 else 1
        name = f"search of {len(words)} character{'s' if len(words) > 1 else ''}, {size:,}"
        yield Result(name, ours, scans, least=least, note=f"{found[0]:,} found")


def _moves(workspace: Workspace, floor: Floor, size: int, rounds: int) -> Iterator[Result]:
    keys, orders = cycle(_SORTS), cycle(_SORTS.values())
    every = _list(workspace, LedgerQuery()).ids
    last = every[-100:]

    def to_the_end() -> None:
        listing.read_page(workspace, last)

    steps: tuple[tuple[str, Callable[[], object], Callable[[], object]], ...] = (
        (
            "sort by any column",
            lambda: _list(workspace, LedgerQuery(sort=next(keys))),
            lambda: floor.sort(next(orders)),
        ),
        ("group by topic", lambda: _regroup(workspace), floor.group),
        ("jump to the end", to_the_end, floor.the_same(to_the_end)),
        ("select all", lambda: listing.read_selection(workspace, every), floor.select_all),
    )
    for name, ours, theirs in steps:
        yield Result(f"{name}, {size:,}", *side_by_side(ours, theirs, rounds), most=1.5)


def _sort(workspace: Workspace, key: SortKey) -> None:
    _list(workspace, LedgerQuery(sort=key))


def _regroup(workspace: Workspace) -> None:
    """Gather anew: what was gathered a moment ago is remembered, so another order comes between."""
    _list(workspace, LedgerQuery(group=Group.TOPIC, descending=not _turned[0]))
    _turned[0] = not _turned[0]


_turned = [False]


def _choosing(column: str, value: str) -> LedgerQuery:
    return LedgerQuery({Facet(_FACETS[column]): frozenset({value})})


def _list(workspace: Workspace, query: LedgerQuery) -> listing.Listing:
    return listing.read_listing(workspace, query, SHOWN)


def growth(paths: dict[int, Path]) -> Iterator[Result]:
    """How the times grow with the ledger: the slope on paper with two logarithmic scales."""
    times: dict[str, list[float]] = {"filter": [], "search": [], "first page": []}
    for path in paths.values():
        with closing(open_workspace(path)) as workspace:
            _list(workspace, LedgerQuery())
            clicks = [_choosing(column, value) for column, value in _CLICKS * 2]
            times["filter"].append(median(timed(lambda q=query: _list(workspace, q))[1] for query in clicks))
            words = ("京", "津冀", "钢铁有关", "试点", "推进")
            found = [timed(lambda w=word: _list(workspace, LedgerQuery(search=w)))[1] for word in words]
            times["search"].append(median(found))
            pages = [timed(lambda: listing.read_beginning(workspace, LedgerQuery()))[1] for _ in range(5)]
            times["first page"].append(median(pages))
    decades = log10(max(paths) / min(paths))
    for name, taken in times.items():
        slope = log10(taken[-1] / taken[0]) / decades
        most = 0.2 if name == "first page" else 1.0
        bar = "flat (slope ≤ 0.2)" if name == "first page" else "slope ≤ 1"
        said = " → ".join(f"{one * 1000:.1f}" for one in taken)
        sizes = " → ".join(f"{size:,}" for size in paths)
        yield Result(f"growth of {name}, {sizes}", bar=bar, passes=slope <= most, note=f"slope {slope:.2f} ({said} ms)")
