"""Pages in the layouts of the families that an analyst meets: what is found on each, held against what stands there.

The pages are invented; their layouts, with the day of today, captions, menus and lists of other news around the text,
are not. `pytest tests/capture/web/test_page_families.py -s -k table` prints the table.
"""

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from string import Template
from typing import Any, NamedTuple

import pytest

from tracker.capture.documents.formats import Kind
from tracker.capture.documents.reading import read
from tracker.capture.particulars.proposals import propose
from tracker.domain.text.dates import BEIJING

_FOLDER = Path(__file__).parents[1] / "families"
_TABLE = tomllib.loads((_FOLDER / "pages.toml").read_text(encoding="utf-8"))
_FIELDS = ("title", "publisher", "number", "published", "stage")
_DIGITS = "○一二三四五六七八九"


class Page(NamedTuple):
    """A page with what is to be found on it; "" is nothing."""

    family: str
    layout: str
    content: bytes
    url: str
    expected: Mapping[str, str]


class Score(NamedTuple):
    """How many pages of a family have a value, on how many it was found, and on how many something else was."""

    there: int
    found: int
    wrong: int


def _spelt(day: date) -> str:
    def count(number: int) -> str:
        tens, ones = divmod(number, 10)
        return ("一二三"[tens - 1] if tens > 1 else "") + "十" * (tens > 0) + (_DIGITS[ones] if ones else "")

    return "".join(_DIGITS[int(digit)] for digit in str(day.year)) + f"年{count(day.month)}月{count(day.day)}日"


def _days(day: date | None, written: date | None) -> dict[str, str]:
    if day is None:
        return {}
    written = written or day - timedelta(days=5)
    tomorrow = day + timedelta(days=400)  # on which the page was saved, and which it shows as today
    return {
        "iso": day.isoformat(),
        "cn": f"{day:%Y年%m月%d日}",
        "slash": f"{day:%Y/%m/%d}",
        "y": f"{day:%Y}",
        "m": f"{day:%m}",
        "d": f"{day:%d}",
        "epoch": str(int(datetime(day.year, day.month, day.day, 0, 30, tzinfo=BEIJING).timestamp())),
        "tomorrow": tomorrow.isoformat(),
        "tomorrow_cn": f"{tomorrow.year}年{tomorrow.month}月{tomorrow.day}日",
        "written": written.isoformat(),
        "written_cn": f"{written.year}年{written.month}月{written.day}日",
        "written_spelt": _spelt(written),
    }


def _page(number: int, said: Mapping[str, Any]) -> Page:
    day = date.fromisoformat(said["day"]) if said["day"] else None
    written = date.fromisoformat(said["written"]) if "written" in said else None
    values = {"n": str(100 + number), "body": _TABLE["text"][said["text"]], **_days(day, written), **said}
    made = Template((_FOLDER / f"{said['layout']}.html").read_text(encoding="utf-8")).substitute(
        {"number": "", "source": "", "issuer": "", "short": "", **values}
    )
    publisher = said.get("publisher") or said.get("issuer") or said["source"]
    expected = {
        "title": said["title"],
        "publisher": publisher,
        "number": said.get("number", ""),
        "published": said["day"],
        "stage": said["stage"],
    }
    return Page(
        said["family"], said["layout"], made.encode(said.get("encoding", "utf-8")), said.get("url", ""), expected
    )


PAGES = tuple(_page(number, said) for number, said in enumerate(_TABLE["pages"]))


def _found(page: Page) -> dict[str, str]:
    proposals = propose(read(page.content, Kind.HTML, url=page.url), url=page.url)
    return {name: proposal.value if (proposal := getattr(proposals, name)) else "" for name in _FIELDS}


@pytest.fixture(scope="module")
def scores() -> dict[str, dict[str, Score]]:
    """By field and family."""
    counted: dict[str, dict[str, list[int]]] = {name: defaultdict(lambda: [0, 0, 0]) for name in _FIELDS}
    for page in PAGES:
        found = _found(page)
        for name in _FIELDS:
            score, wanted = counted[name][page.family], page.expected[name]
            score[0] += bool(wanted)
            score[1] += bool(wanted) and found[name] == wanted
            score[2] += bool(found[name]) and found[name] != wanted
    return {name: {family: Score(*score) for family, score in of.items()} for name, of in counted.items()}


def _total(scores: Mapping[str, Score]) -> Score:
    return Score(*map(sum, zip(*scores.values(), strict=True)))


def test_there_are_pages_of_at_least_ten_families() -> None:
    assert len({page.family for page in PAGES}) >= 10
    assert len(PAGES) >= 50


@pytest.mark.parametrize("page", PAGES, ids=[f"{number}-{page.layout}" for number, page in enumerate(PAGES)])
def test_each_page_gives_what_stands_on_it_and_nothing_else(page: Page) -> None:
    assert _found(page) == page.expected


@pytest.mark.parametrize(
    ("field", "least_found", "most_wrong"),
    [("title", 1.0, 0.0), ("number", 1.0, 0.0), ("published", 0.9, 0.0), ("publisher", 0.8, 0.02), ("stage", 0.9, 0.0)],
)
def test_the_table_of_families_reaches_its_bars(
    scores: dict[str, dict[str, Score]], field: str, least_found: float, most_wrong: float
) -> None:
    print(f"\n{field}: found/there (wrong)")
    for family, score in scores[field].items():
        print(f"  {family:<24} {score.found}/{score.there} ({score.wrong})")
    total = _total(scores[field])
    assert total.found >= least_found * total.there
    assert total.wrong <= most_wrong * len(PAGES)
