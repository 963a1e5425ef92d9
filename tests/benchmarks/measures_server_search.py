"""How long the first search of a word takes on a server, beside the same ledger in a file."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from results import Result, timed
from server_ledgers import bring_over, server

from tracker.desktop.views.common.facet_panel import SHOWN
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.services.commitments.listing import Listing, read_listing
from tracker.services.ledgers.workspace import Workspace, open_workspace

_WORDS = {
    "1 character": ("京", "津", "钢", "点", "批", "沪", "网"),
    "2 characters": ("试点", "推进", "钢铁", "表示", "汽车", "京津", "标准"),
    "4 characters": ("京津冀推", "长三角印", "粤港澳大", "财政部表", "试点有关", "中小企业", "特色产业"),
    "Latin and Chinese": ("S00001", "2019-0", "zhong", "5G", "ai", "2018年", "100个"),
    "Traditional signs": ("試點", "鋼鐵", "標準", "長三角", "財政部", "汽車", "產業"),
    "two words": ("试点 城市", "中小 企业", "京 钢", "推进 汽车", "财政部 津", "标准 2018", "网络 安全"),
    "a word that nothing holds": ("魑魅", "鑫鑫鑫鑫", "zqxj", "龘", "齉齉", "𠮷𠮷", "xqz9"),
}
"""Each is asked for once: what was looked for a moment ago is remembered."""


def first_search(paths: dict[int, Path]) -> Iterator[Result]:
    """Measure ledgers of some sizes, each in its file and on a server."""
    with server() as own:
        for size, path in paths.items():
            address = bring_over(path, own, f"ledger_{size}")
            with ExitStack() as open_ledgers:
                ours, theirs = (open_ledgers.enter_context(closing(open_workspace(place))) for place in (address, path))
                yield from _measured(ours, theirs, size)


def _measured(ours: Workspace, theirs: Workspace, size: int) -> Iterator[Result]:
    for workspace in (ours, theirs):
        _list(workspace, "")  # counts every facet once
    found_at_all: list[float] = []
    for name, words in _WORDS.items():
        taken: tuple[list[float], list[float]] = ([], [])
        for word in words:
            answers: list[Listing] = []
            # In turn, so that whatever else the machine does burdens both alike.
            for place, workspace in enumerate((ours, theirs)):
                answer, seconds = timed(lambda ledger=workspace, word=word: _list(ledger, word))
                answers.append(answer)
                taken[place].append(seconds)
            if list(answers[0].ids) != list(answers[1].ids):
                raise AssertionError(word)
        yield Result(f"first search on a server, {name}, {size:,}", *taken, most=2)
        found_at_all += taken[0] if found_at_all == [] else []
        if name == "a word that nothing holds":
            yield Result(f"the same beside a word that is found, on a server, {size:,}", taken[0], found_at_all, most=1)


def _list(workspace: Workspace, words: str) -> Listing:
    return read_listing(workspace, LedgerQuery(search=words), SHOWN)
