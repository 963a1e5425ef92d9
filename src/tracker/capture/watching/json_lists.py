"""Find the list of items in JSON, as the script of a page would fetch it: by its own address, in JSONP, in strings."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from statistics import mean
from typing import TypeAlias

from tracker.capture.watching.item_days import day_of_moment
from tracker.capture.watching.item_text import absolute, summary_of, title_of, without_markup
from tracker.capture.watching.kept_items import dated_by_address, kept
from tracker.domain.watching.listings import ListedItem, ListingKind, ListRule, PageListing

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

_TITLES = (
    "title", "doctitle", "newstitle", "articletitle", "maintitle", "showtitle", "listtitle", "bt", "biaoti", "headline",
    "subject", "topic", "linktitle", "infotitle", "contenttitle", "docname", "name", "filename",
)  # fmt: skip
_ADDRESSES = (
    "url", "docurl", "docpuburl", "puburl", "publishurl", "link", "linkurl", "href", "pageurl", "weburl", "newsurl",
    "arturl", "articleurl", "contenturl", "htmlurl", "detailurl", "infourl", "dz", "lj", "path", "uri",
)  # fmt: skip
_DAYS = (
    "pubdate", "publishtime", "publishdate", "pubtime", "pubtimestr", "docpubtime", "docreltime", "releasetime",
    "releasedate", "publishedat", "published", "issuetime", "fbrq", "fbsj", "deploytime", "date", "time", "datetime",
    "showtime", "newstime", "ptime", "cwrq", "createtime", "createdate", "created", "createdat", "writetime",
    "datepublished", "updatetime",
)  # fmt: skip
_SUMMARIES = ("summary", "abstract", "description", "digest", "docabstract", "zy", "intro", "brief", "content")
_WRAPPED = re.compile(
    r"^\s*(?:/\*.{0,200}?\*/\s*)?(?:(?:var|let|const)\s+)?[\w$.\[\]'\"]{1,200}\s*(\(|=)\s*(?=[{\[\"])"
)
_ADDRESS = re.compile(r"(?:https?:)?//|[./]|[\w-]+/|[\w%-]+\.\w{2,5}(?:\?|$)")
_MOST_STEPS = 12
_MOST_OBJECTS = 100_000
_SAMPLE = 50
_MOST_PAGES = 5


def looks_like_json(text: str) -> bool:
    """Whether a text is JSON, or a script that only hands over JSON."""
    return text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[") or _WRAPPED.match(text[:1_000]) is not None


def json_list(text: str, url: str, today: date, rule: ListRule | None = None) -> PageListing | None:
    """Return the list in a JSON text by a rule, else the best one; None where the text is no JSON.

    Objects without an address or a title are left out. `path` of the rule joins the members that lead to the array by
    slashes, with * for each element of an array on the way; its `fields` name the members for title, url, published and
    summary, those of an object within the object behind a dot.
    """
    value = _loaded(text)
    if not isinstance(value, list | dict):
        return None
    arrays: dict[str, list[Mapping[str, Json]]] = defaultdict(list)
    for path, objects in _arrays(value):
        arrays[path].extend(objects)
    if rule is not None:
        return kept(rule, _items(arrays.get(rule.path, ()), rule.fields, url, today))
    rules = [
        ListRule(ListingKind.JSON, path, fields) for path, objects in arrays.items() if (fields := _fields(objects))
    ]
    found = [kept(one, _items(arrays[one.path], one.fields, url, today)) for one in rules]
    empty = kept(ListRule(ListingKind.JSON), ())
    return max(found, key=_worth, default=empty)


def html_members(text: str) -> list[tuple[str, str]]:
    """Return the strings in a JSON text that are pieces of a page with links, with the path to each, the longest first.

    That is how the publishing system of many ministries hands over its lists.
    """
    found = [(path, words) for path, words in _strings(_loaded(text)) if "<a " in words]
    return sorted(found, key=lambda one: -len(one[1]))[:_MOST_PAGES]


def _strings(value: Json) -> Iterator[tuple[str, str]]:
    waiting: list[tuple[tuple[str, ...], Json]] = [((), value)]
    left = _MOST_OBJECTS
    while waiting and left > 0:
        path, one = waiting.pop()
        left -= 1
        if isinstance(one, str):
            yield "/".join(path), one
        elif isinstance(one, list) and len(path) < _MOST_STEPS:
            waiting.extend(((*path, "*"), inner) for inner in reversed(one))
        elif isinstance(one, dict) and len(path) < _MOST_STEPS:
            waiting.extend(((*path, name), inner) for name, inner in reversed(one.items()))


def _worth(listing: PageListing) -> float:
    dated = sum(bool(item.published) for item in listing.items)
    return sum(min(len(item.title), 40) for item in listing.items) + 20 * dated


def _loaded(text: str) -> Json:
    text = text.strip("\ufeff \t\r\n")
    wrapped = _WRAPPED.match(text[:1_000]) if text[:1] not in ("{", "[", '"') else None
    try:
        if wrapped is None:
            return json.loads(text)
        # What stands behind the value, );  or another statement, is of no concern.
        return json.JSONDecoder().raw_decode(text, wrapped.end())[0]
    except (ValueError, RecursionError):
        return None


def _arrays(value: Json) -> Iterator[tuple[str, Sequence[Mapping[str, Json]]]]:
    """All arrays that hold objects, with the path to each."""
    waiting: list[tuple[tuple[str, ...], Json]] = [((), value)]
    left = _MOST_OBJECTS
    while waiting and left > 0:
        path, one = waiting.pop()
        if len(path) > _MOST_STEPS:
            continue
        if isinstance(one, str) and one.lstrip()[:1] in ("{", "["):
            one = _loaded(one)
        if isinstance(one, list):
            objects = [inner for inner in one if isinstance(inner, dict)]
            left -= len(one)
            if objects:
                yield "/".join(path), objects
            waiting.extend(((*path, "*"), inner) for inner in reversed(one) if isinstance(inner, list | dict))
        elif isinstance(one, dict):
            left -= len(one)
            waiting.extend(((*path, name), inner) for name, inner in reversed(one.items()))


def _fields(objects: Sequence[Mapping[str, Json]]) -> dict[str, str]:
    """Which members hold title, address, day and summary; nothing without the first two."""
    sample = [_flat(one) for one in objects[:_SAMPLE]]
    names = list(dict.fromkeys(name for one in sample for name in one))
    title = _named(names, _TITLES, sample, lambda texts: _length(texts) >= 4)
    url = _named(names, _ADDRESSES, sample, lambda texts: all(map(_is_address, texts)))
    if not title or not url:
        return {}
    day = _named(names, _DAYS, sample, lambda texts: 2 * sum(map(_can_be_day, texts)) >= len(texts))
    summary = _named([name for name in names if name != title], _SUMMARIES, sample, lambda texts: _length(texts) > 8)
    fields = {"title": title, "url": url, "published": day, "summary": summary}
    return {name: member for name, member in fields.items() if member}


def _length(texts: Sequence[str]) -> float:
    """The number of characters that texts have on average."""
    return mean(map(len, texts))


def _is_address(text: str) -> bool:
    return _ADDRESS.match(text.strip()) is not None


def _can_be_day(text: str) -> bool:
    return bool(day_of_moment(text, date.max))


def _named(
    names: Sequence[str],
    known: Sequence[str],
    sample: Sequence[Mapping[str, Json]],
    fits: Callable[[Sequence[str]], bool],
) -> str:
    """The member by one of the usual names, the most usual first, whose values fit."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_name[re.sub(r"[_\-\s]", "", name.removesuffix(".rendered").rpartition(".")[2]).lower()].append(name)
    for usual in known:
        for name in by_name.get(usual, ()):
            texts = [text for one in sample if (text := _text(one.get(name)))]
            if 2 * len(texts) >= len(sample) and fits(texts):
                return name
    return ""


def _flat(one: Mapping[str, Json]) -> dict[str, Json]:
    """An object with the members of the objects in it."""
    flat: dict[str, Json] = {}
    for name, value in one.items():
        if isinstance(value, dict):
            flat.update({f"{name}.{inner}": deep for inner, deep in value.items() if not isinstance(deep, list | dict)})
        elif not isinstance(value, list):
            flat[name] = value
    return flat


def _text(value: Json) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or value is None or isinstance(value, list | dict):
        return ""
    # No number that is not finite is less; an integer of four hundred digits is none that `math.isfinite` takes.
    return str(int(value)) if abs(value) < 1e15 else ""


def _items(objects: Sequence[Mapping[str, Json]], fields: Mapping[str, str], url: str, today: date) -> list[ListedItem]:
    found: list[ListedItem] = []
    for one in objects:
        flat = _flat(one)
        said = {name: _text(flat.get(member)) for name, member in fields.items()}
        address = absolute(url, said.get("url", ""))
        title = title_of(without_markup(said.get("title", "")))
        if address and title:
            day = day_of_moment(said.get("published", ""), today)
            found.append(ListedItem(address, title, day, summary_of(without_markup(said.get("summary", "")))))
    return dated_by_address(found, today)
