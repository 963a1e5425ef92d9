"""Measures of the pages besides the ledger, beside the plain SQL of the same answers, and how they grow."""

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import cycle
from math import log10
from pathlib import Path
from statistics import median

from floors.pages import PageFloor
from results import Result, percentile, side_by_side, timed

from tracker.desktop.open_ledger import OpenLedger
from tracker.desktop.settings import Settings
from tracker.desktop.views.reports.reports_page import read_scopes
from tracker.domain.evidence.evidence_query import INBOX, EvidenceFacet, EvidenceQuery
from tracker.services.briefings import briefing_view
from tracker.services.commitments import dashboard, reading
from tracker.services.evidence import evidence_view, suggesting
from tracker.services.ledgers.workspace import Workspace, open_workspace

_NOTICE = (
    "关于做好中小企业数字化转型城市试点工作的通知\n财政部办公厅、工业和信息化部办公厅决定支持34个城市开展试点工作，"
    "国家级制造业创新中心、万兆光网试点的申报另行通知。"
)
_CODE, _SOURCE = "MIIT-2025-044", 1
_EVERYTHING = EvidenceQuery()
_CLICKS = tuple(EvidenceQuery({EvidenceFacet.KIND: frozenset({kind})}) for kind in ("document", "list", "press"))
_WORDS = ("粤港", "钢铁", "京津冀", "绿色")
_P95_OF_A_CLICK = 0.050
_Work = Callable[[], object]


def measure(path: Path, size: int, rounds: int) -> Iterator[Result]:
    """Every page of a large ledger: for the first time in a window, and from then on."""
    floor = PageFloor(path)
    yield from _first_time(path, size, floor)
    with closing(open_workspace(path)) as workspace:
        for work in (*_pages(workspace).values(), *_looks(workspace).values()):
            work()
        yield from _again(workspace, size, floor, rounds)
        yield _search(workspace, size, floor)


def _first_time(path: Path, size: int, floor: PageFloor) -> Iterator[Result]:
    """What is counted then is kept, and brought up to date by what is written."""
    works: dict[str, tuple[Callable[[Workspace], object], _Work]] = {
        "dashboard": (dashboard.read_dashboard, floor.dashboard),
        "evidence, all counts": (lambda w: evidence_view.list_pieces(w, _EVERYTHING), floor.evidence),
        "suggestions": (lambda w: suggesting.suggest(w, _NOTICE), lambda: None),
    }
    for name, (ours, theirs) in works.items():
        with closing(open_workspace(path)) as workspace:
            taken = timed(lambda work=ours, ledger=workspace: work(ledger))[1]
        bare = [timed(theirs)[1]] if name != "suggestions" else []
        yield Result(f"first {name}, {size:,}", [taken], bare, note="once a window, in the background")


def _again(workspace: Workspace, size: int, floor: PageFloor, rounds: int) -> Iterator[Result]:
    floors: dict[str, _Work] = {
        "dashboard": floor.dashboard,
        "briefing": lambda: floor.briefing(_SOURCE),
        "detail": lambda: floor.detail(_CODE),
        "past reports and views": floor.reports,
    }
    for name, work in _pages(workspace).items():
        if name in floors:
            yield Result(f"{name}, {size:,}", *side_by_side(work, floors[name], rounds))
        else:
            yield Result(
                f"{name}, {size:,}", [timed(work)[1] for _ in range(rounds)], note="no floor: nothing else does it"
            )
    clicks = cycle(_CLICKS)
    found = side_by_side(lambda: evidence_view.list_pieces(workspace, next(clicks)), floor.evidence, rounds)
    quick = percentile(found[0], 95) <= _P95_OF_A_CLICK
    yield Result(f"evidence facet click, {size:,}", *found, most=1.5, bar="p95 ≤ 50 ms", passes=quick)


def _search(workspace: Workspace, size: int, floor: PageFloor) -> Result:
    """Words that were looked for a moment ago are remembered, so each is looked for once."""
    ours = [
        timed(lambda word=word: evidence_view.list_pieces(workspace, EvidenceQuery(search=word)))[1] for word in _WORDS
    ]
    scans = [timed(lambda word=word: floor.search(word))[1] for word in _WORDS]
    return Result(f"evidence search of 2 or 3 characters, {size:,}", ours, scans, most=1.5, note="LIKE as the floor")


def _pages(workspace: Workspace) -> dict[str, _Work]:
    """What a page reads when it is opened again."""
    settings = Settings(Path("no-reports-were-saved.ini"))
    return {
        "dashboard": lambda: dashboard.read_dashboard(workspace),
        "briefing": lambda: briefing_view.read_briefing(workspace, _SOURCE),
        "detail": lambda: reading.read_detail(workspace, _CODE, shown=()),
        "past reports and views": lambda: read_scopes(settings, OpenLedger(workspace)),
        "suggestions": lambda: suggesting.suggest(workspace, _NOTICE),
        "commitments to link to": lambda: evidence_view.find_targets(workspace, "试点城市"),
    }


def _looks(workspace: Workspace) -> dict[str, _Work]:
    return {
        "evidence": lambda: evidence_view.list_pieces(workspace, _EVERYTHING),
        "inbox": lambda: evidence_view.list_pieces(workspace, EvidenceQuery(INBOX)),
    }


def growth(paths: dict[int, Path], rounds: int = 5) -> Iterator[Result]:
    """The slope of each page on paper with two logarithmic scales."""
    times: dict[str, list[float]] = {}
    for path in paths.values():
        with closing(open_workspace(path)) as workspace:
            begin = [timed(lambda: evidence_view.begin_pieces(workspace, _EVERYTHING))[1] for _ in range(rounds)]
            times.setdefault("evidence, first page", []).append(median(begin))
            for name, work in (_pages(workspace) | _looks(workspace)).items():
                work()
                times.setdefault(name, []).append(median(timed(work)[1] for _ in range(rounds)))
    decades = log10(max(paths) / min(paths))
    for name, taken in times.items():
        slope = log10(taken[-1] / taken[0]) / decades
        said = " → ".join(f"{one * 1000:.1f}" for one in taken)
        sizes = " → ".join(f"{size:,}" for size in paths)
        note = f"slope {slope:.2f} ({said} ms)"
        yield Result(f"growth of page {name}, {sizes}", bar="slope ≤ 1", passes=slope <= 1.0, note=note)
