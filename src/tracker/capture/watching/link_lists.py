"""Find the repeated lists of links on a page: those that a reader comes for, not its menus, paths and footers.

Links that are reached by the same steps of elements belong together. The row of a link is the largest element around it
that holds no other link of its list; rows that lie apart stay one list unless words are between them, which are the
heading of another list. Only a day between them is the heading of a day.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise
from statistics import mean
from urllib.parse import urlsplit

from tracker.capture.watching.item_days import WrittenDay, day_in_address, days_in, is_about_day, is_only_day, resolved
from tracker.capture.watching.item_text import host_of, summary_of, title_of
from tracker.capture.watching.kept_items import kept
from tracker.capture.watching.page_outline import Outline, OutlineLink
from tracker.domain.watching.listings import ListedItem, ListingKind, ListRule, PageListing

_LEADS_ON = re.compile(
    r"(?:(?:点击)?(?:查看|了解|阅读|浏览)?(?:全文|详情|详细|详细内容|原文|内容)?|read more|details?)(?:\s*[>»›]+)?",
    re.IGNORECASE,
)
"""The words of a link whose title stands beside it; a picture has none."""
_NO_TITLE = re.compile(
    r"[\d\s.,<>«»‹›|/\-+]*|[\[【(（〔].{0,12}[\]】)）〕]"
    r"|(?:首|上一?|下一?|前一?|后一?|末|尾|最后)[一1]?[页篇条]|(?:点击)?(?:查看|了解|阅读|浏览|显示)?(?:更多|全部|全文|详情|详细|详细内容|原文|内容)"
    r"|(?:附件|正文|pdf|word|ofd)?(?:下载|打印|预览|附件|收藏|分享|评论|图解|解读|政策解读|相关解读|相关文件|关闭|返回|返回顶部|登录|注册)"
    r"|(?:read )?more|details?|next|prev(?:ious)?|last|first|top|rss|english|en",
    re.IGNORECASE,
)
_LEAST_LIST = 3
_LEAST_DATED = 2
_LEAST_TITLE = 8
"""Characters that the titles of a list without days have on average: the words of menus have fewer."""
_SHORTEST_DATED = 5
_LEAST_SUMMARY = 15
_MOST_BESIDE = 60
"""Pieces of text beside a title that are looked at."""
_MOST_LISTS = 40
"""Lists of a page that are looked at, those with most words in their titles first."""
_MOST_GROUPS = 200
_MOST_TITLE = 40
_NAVIGATION = re.compile(
    r"(?:^|\s)(?:[\w-]*?(?:nav|menu|footer|crumbs?|pager|paging|pagination|copyright|yqlj|youqing)|foot\w*|bottom|header|top(?:bar)?"
    r"|position|weizhi|dqwz|page|friend\w*|links?|flink|share|tags?)[\d_-]*(?:$|\s)",
    re.IGNORECASE,
)
_NAVIGATING = frozenset({"nav", "footer", "header"})
_TITLED = re.compile(r"(?:^|[\s_-])(?:\w*(?:title|tit|bt|biaoti|headline|name))(?:$|[\s_\d-])", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CUT = re.compile(r"\s*(?:\.{2,}|…+|。{3,})\s*$")
_DAY_BEHIND = re.compile(
    r"\s*[\[(（【〔]?\s*(?:20\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:[0-3]?\d)|(?<=[\[(（【〔])(?:0?[1-9]|1[0-2])[-/.](?:[0-3]?\d))\s*[\])）】〕]?\s*$"
)
_BESIDE = re.compile(r"^(?:来源|作者|发布|浏览|阅读|点击|编辑|文号|主题|分类|发文)")
_LABEL_BEHIND = re.compile(r"\s*(?:发布|发文|创建|更新|公开)?(?:时间|日期)\s*[:：].*$")
_LONGEST_LABEL = 8
_PART = "part"
"""The field of a rule that tells the lists apart whose links stand in the same steps: 1 for the first."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A link of a list with the element that is all its own, and the pieces of text of its title."""

    link: OutlineLink
    node: int
    title: str
    used: range


@dataclass(frozen=True, slots=True)
class _Block:
    """One list: its rows in order, and the rule that finds it again."""

    rows: tuple[_Row, ...]
    path: int
    part: int


@dataclass(frozen=True, slots=True)
class _Scored:
    listing: PageListing
    score: float


def found_lists(outline: Outline, url: str, today: date) -> list[PageListing]:
    """Return the lists of a page, the best first; `url` is the page's own address."""
    # Only so many: how far the links of a group lie apart is paid for each group.
    groups = sorted(_groups(outline, url).values(), key=_words, reverse=True)[:_MOST_GROUPS]
    blocks = [block for group in groups for block in _blocks(outline, group)]
    blocks = sorted(filter(_can_be_list, blocks), key=lambda block: _words(block.rows), reverse=True)[:_MOST_LISTS]
    scored = [_scored(outline, block, url, today) for block in blocks]
    found = sorted((one for one in scored if one.score > 0), key=lambda one: -one.score)
    return [one.listing for one in found]


def list_by_rule(outline: Outline, url: str, rule: ListRule, today: date) -> PageListing | None:
    """Return the list that a rule names, None where these steps lead to nothing any more."""
    part = rule.fields.get(_PART, "1")
    for path, group in _groups(outline, url).items():
        if outline.path_of(path) == rule.path:
            blocks = _blocks(outline, group)
            found = next((block for block in blocks if str(block.part) == part), blocks[0] if blocks else None)
            return _listing(outline, found, rule, today) if found is not None else None
    return None


def _groups(outline: Outline, url: str) -> Mapping[int, list[_Row]]:
    """The links by the steps in which they stand; not those that only lead on within the site's own furniture."""
    groups: dict[int, list[_Row]] = defaultdict(list)
    titled = (_titled(outline, link) for link in outline.links if link.url != url)
    for row in _best_of_siblings(outline, _once_in_a_row(row for row in titled if row is not None)):
        groups[outline.nodes[row.link.node].path].append(row)
    return groups


def _titled(outline: Outline, link: OutlineLink) -> _Row | None:
    """A link with its title, None for 更多, [通知], the number of a page. A picture or 详情 has "" for a title."""
    used = _title_pieces(outline, link)
    shown = title_of("".join(outline.texts[used.start : used.stop]))
    shown = _DAY_BEHIND.sub("", shown).strip() or shown
    said = title_of(link.said)
    cut = _CUT.search(shown)
    title = (_whole(said, shown[: cut.start()]) if cut else "") or shown or said
    if _LEADS_ON.fullmatch(title):
        return _Row(link, link.node, "", range(0))
    return None if _NO_TITLE.fullmatch(title) else _Row(link, link.node, title, used)


def _whole(said: str, start: str) -> str:
    """The title that an attribute says in full, "" where it does not go on as the title that shows was begun.

    标题：… 发布时间：… is what some systems say there.
    """
    place = said.find(start)
    return _LABEL_BEHIND.sub("", said[place:]) if start and 0 <= place <= _LONGEST_LABEL else ""


def _title_pieces(outline: Outline, link: OutlineLink) -> range:
    """The pieces of text within a link that are its title: those of a heading in it, else its first block."""
    node = outline.nodes[link.node]
    for inner in outline.nodes[link.node + 1 : node.after]:
        named = inner.tag in _HEADINGS or (_TITLED.search(inner.marks) is not None)
        if named and inner.end > inner.start:
            return range(inner.start, inner.end)
    pieces = [number for number in range(node.start, node.end) if not is_only_day(outline.texts[number])]
    if not pieces:
        return range(node.start, node.start)
    wordy = (number for number in pieces if len(outline.texts[number].strip()) >= _SHORTEST_DATED)
    block = outline.blocks[next(wordy, pieces[0])]
    own = [number for number in pieces if outline.blocks[number] == block]
    return _without_days(outline, range(own[0], own[-1] + 1))


def _without_days(outline: Outline, pieces: range) -> range:
    """The pieces of a title without those at its ends that give a day."""
    start = pieces.start
    end = pieces.stop
    while start < end and is_about_day(outline.texts[start]):
        start += 1
    while end > start and is_about_day(outline.texts[end - 1]):
        end -= 1
    # A number at the end may be one of the title's own.
    if not days_in(outline.texts[pieces.start : start]):
        start = pieces.start
    if not days_in(outline.texts[end : pieces.stop]):
        end = pieces.stop
    return range(start, end) if start < end else pieces


def _once_in_a_row(rows: Iterator[_Row]) -> Iterator[_Row]:
    """Of links one behind the other that lead to the same page, picture, title and summary, only the title."""
    last: _Row | None = None
    for row in rows:
        if last is not None and row.link.url != last.link.url:
            yield last
            last = row
        elif last is None or not last.title:
            last = row
    if last is not None:
        yield last


def _best_of_siblings(outline: Outline, rows: Iterator[_Row]) -> Iterator[_Row]:
    """Of up to three links beside each other in one item the longest; a category or an office before the title is
    linked many times."""
    beside: dict[int, list[_Row]] = defaultdict(list)
    times: Counter[str] = Counter()
    for row in rows:
        times[row.link.url] += 1
        beside[outline.nodes[row.link.node].parent].append(row)
    for parent, siblings in beside.items():
        one_item = outline.nodes[parent].tag in ("li", "dd", "dt", "td", *_HEADINGS) or _is_one_of_many(outline, parent)
        if len(siblings) <= 3 and one_item:
            yield max(siblings, key=lambda row: (row.title != "", times[row.link.url] == 1, len(row.title)))
        else:
            yield from siblings


def _is_one_of_many(outline: Outline, node: int) -> bool:
    return any(one.tag in ("li", "tr", "dd") for one in outline.around(node)[:3])


def _blocks(outline: Outline, group: list[_Row]) -> list[_Block]:
    """The lists among links in the same steps: parted where words stand between them that are no day."""
    titled = [row for row in group if row.title]
    rows = _with_rows(outline, sorted(titled or group, key=lambda row: row.link.node))
    if not titled:
        rows = [headed for row in rows if (headed := _headed(outline, row)) is not None]
    if not rows:
        return []
    parts: list[list[_Row]] = []
    last: _Row | None = None
    for row in rows:
        if last is None or _is_parted(outline, last, row):
            parts.append([])
        parts[-1].append(row)
        last = row
    path = outline.nodes[rows[0].link.node].path
    return [_Block(tuple(part), path, number) for number, part in enumerate(parts, 1)]


def _headed(outline: Outline, row: _Row) -> _Row | None:
    """A row whose link has no words of its own, with the heading in it for a title."""
    for node in outline.nodes[row.node : min(outline.nodes[row.node].after, row.node + _MOST_BESIDE)]:
        if node.tag in _HEADINGS or _TITLED.search(node.marks):
            title = title_of("".join(outline.texts[node.start : node.end]))
            return _Row(row.link, row.node, title, range(node.start, node.end)) if title else None
    return None


def _with_rows(outline: Outline, rows: Sequence[_Row]) -> list[_Row]:
    """The rows with the largest elements that hold one of the links only."""
    found: list[_Row] = []
    limits = [-1, *(_common(outline, before.link.node, after.link.node) for before, after in pairwise(rows)), -1]
    for number, row in enumerate(rows):
        around = [one for one in limits[number : number + 2] if one >= 0]
        deepest = max(around, default=-1, key=lambda one: outline.nodes[one].depth)
        # Of a list with one link all of the page would be the row.
        node = row.link.node if deepest >= 0 else _usual_row(outline, row.link.node)
        while deepest >= 0 and outline.nodes[node].parent != deepest:
            node = outline.nodes[node].parent
        found.append(_Row(row.link, node, row.title, row.used))
    return found


def _usual_row(outline: Outline, link: int) -> int:
    """The item or the row of a table that a link is in, the link itself where it is in none."""
    return next(
        (node for node in islice(_ancestors(outline, link), 5) if outline.nodes[node].tag in ("li", "tr")), link
    )


def _common(outline: Outline, one: int, other: int) -> int:
    """The innermost element around both. As many steps as lie between them: links that are neighbours cost little."""
    nodes = outline.nodes
    while one != other:
        if nodes[one].depth >= nodes[other].depth:
            one = nodes[one].parent
        else:
            other = nodes[other].parent
    return one


def _is_parted(outline: Outline, before: _Row, after: _Row) -> bool:
    """Whether words stand between two rows that are the heading of another list."""
    first = outline.nodes[before.node]
    second = outline.nodes[after.node]
    headings = (
        node
        for node in outline.nodes[first.after : min(after.node, first.after + _MOST_BESIDE)]
        if node.tag in _HEADINGS
    )
    if any(not is_only_day("".join(outline.texts[node.start : node.end])) for node in headings):
        return True
    if first.parent == second.parent:
        return False
    if any(
        row.node == row.link.node and outline.nodes[node.parent].tag == "td"
        for row, node in ((before, first), (after, second))
    ):
        return True  # lines of text in cells of a layout: a cell is a list of its own
    between = outline.texts[first.end : min(second.start, first.end + _MOST_BESIDE)]
    # Where the rows are the links themselves, what follows in their own element belongs to them.
    own_end = outline.nodes[first.parent].end
    return any(
        not is_about_day(text) and len(re.sub(r"\W", "", text)) > 1
        for number, text in enumerate(between, first.end)
        if number >= own_end
    )


def _can_be_list(block: _Block) -> bool:
    return len(block.rows) >= _LEAST_DATED


def _words(rows: Sequence[_Row]) -> int:
    return sum(min(len(row.title), _MOST_TITLE) for row in rows)


def _scored(outline: Outline, block: _Block, url: str, today: date) -> _Scored:
    """A list with how much it is one that a reader comes for; 0 for a menu, a footer and the like."""
    fields = {_PART: str(block.part)} if block.part > 1 else {}
    rule = ListRule(ListingKind.LIST, outline.path_of(block.path), fields)
    listing = _listing(outline, block, rule, today)
    items = listing.items
    if not items:
        return _Scored(listing, 0)
    dated = sum(bool(item.published) for item in items) / len(items)
    average = mean(len(item.title) for item in items)
    around = outline.around(block.rows[0].link.node)
    is_furniture = any(node.tag in _NAVIGATING or _NAVIGATION.search(node.marks) for node in around[:-2])
    fronts = sum(urlsplit(item.url).path in ("", "/") for item in items) / len(items)
    is_list = (
        len(items) >= _LEAST_DATED
        if dated >= 0.5
        else len(items) >= _LEAST_LIST and average >= _LEAST_TITLE and not is_furniture
    )
    if not is_list or fronts > 0.3 or average < _SHORTEST_DATED:
        return _Scored(listing, 0)
    same_host = sum(host_of(item.url) == host_of(url) for item in items) / len(items)
    weight = (0.3 + dated) * (0.5 + same_host / 2) * (0.5 if is_furniture else 1)
    return _Scored(listing, sum(min(len(item.title), _MOST_TITLE) for item in items) * weight)


def _listing(outline: Outline, block: _Block, rule: ListRule, today: date) -> PageListing:
    rows = block.rows
    before, inside, after = _beside(outline, rows)
    written = _written_days(outline, rows, before, inside, after)
    days = resolved(written, [day_in_address(row.link.url) for row in rows], today)
    found: dict[str, ListedItem] = {}
    mostly_dated = sum(map(bool, days)) >= 0.8 * len(days)
    for row, day, own, following in zip(rows, days, inside, after, strict=True):
        if mostly_dated and not day and len(row.title) < _SHORTEST_DATED:
            continue  # a link of the furniture that came among them
        if row.link.url not in found:
            summary = _summary(outline, [*own, *following], row.title)
            found[row.link.url] = ListedItem(row.link.url, row.title, day, summary)
    return kept(rule, found.values())


def _beside(outline: Outline, rows: Sequence[_Row]) -> tuple[list[range], list[list[int]], list[range]]:
    """For each row the pieces of text before it, within it beside its title, and behind it."""
    nodes = outline.nodes
    container = rows[0].node
    for row in (rows[-1], *rows[1:2]):
        container = _common(outline, container, row.node)
    first = nodes[container].start if container != rows[0].node else nodes[container].end
    last = nodes[container].end
    spans = [(nodes[row.node].start, nodes[row.node].end) for row in rows]
    ends = [first, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), last]
    gaps = [range(max(end, start - _MOST_BESIDE), start) for end, start in zip(ends, starts, strict=True)]
    # What stands behind a row stands in the same element; behind that there may be numbers of pages.
    own_ends = [nodes[nodes[row.node].parent].end for row in rows]
    following = [
        range(end, max(end, min(start, own_end, end + _MOST_BESIDE)))
        for (_, end), start, own_end in zip(spans, starts[1:], own_ends, strict=True)
    ]
    inside = [
        [number for number in range(start, min(end, start + _MOST_BESIDE)) if number not in row.used]
        for (start, end), row in zip(spans, rows, strict=True)
    ]
    return gaps[:-1], inside, following


def _written_days(
    outline: Outline,
    rows: Sequence[_Row],
    before: Sequence[range],
    inside: Sequence[Sequence[int]],
    after: Sequence[range],
) -> list[WrittenDay | None]:
    """The day that is written beside each row: within it, else behind it, else before it or over several of them."""
    labels = _column_labels(outline, rows)
    within = [_first(outline, own, labels) or _in_title(outline, row) for row, own in zip(rows, inside, strict=True)]
    if 2 * sum(day is not None for day in within) >= len(rows):
        return within
    leading = [_first(outline, list(gap)[-6:]) for gap in before]
    trailing = [_first(outline, list(gap)[:6]) for gap in after]
    count = sum(day is not None for day in trailing)
    # A day behind the last row says that days stand behind; one before the first that they stand before.
    if trailing[-1] is not None and leading[0] is None and 2 * count >= len(rows):
        return [own or day for own, day in zip(within, trailing, strict=True)]
    return [own or day for own, day in zip(within, _carried(outline, before, leading), strict=True)]


def _carried(
    outline: Outline, before: Sequence[range], leading: Sequence[WrittenDay | None]
) -> Sequence[WrittenDay | None]:
    """The days over the rows, each for all rows down to the next, where they are headings of days."""
    headings = [any(is_about_day(outline.texts[number]) for number in gap) for gap in before]
    carried: list[WrittenDay | None] = []
    for day, is_heading in zip(leading, headings, strict=True):
        last = carried[-1] if carried else None
        carried.append(day if day is not None and is_heading else last)
    return carried


def _first(outline: Outline, pieces: Sequence[int], labels: Mapping[int, str] | None = None) -> WrittenDay | None:
    texts: list[str] = []
    named: list[str] = []
    for last, number in pairwise([-2, *pieces]):
        if number != last + 1:  # the title stands between them
            texts.append("")
            named.append("")
        texts.append(outline.texts[number])
        named.append(labels.get(number, "") if labels else "")
    return next(iter(days_in(texts, named)), None)


def _in_title(outline: Outline, row: _Row) -> WrittenDay | None:
    """The day in brackets behind a title, within its link."""
    found = _DAY_BEHIND.search("".join(outline.texts[row.used.start : row.used.stop]).rstrip())
    return next(iter(days_in([found[0]])), None) if found else None


def _column_labels(outline: Outline, rows: Sequence[_Row]) -> Mapping[int, str]:
    """For each piece of text in the rows of a table the heading of its column."""
    nodes = outline.nodes
    first = nodes[rows[0].node]
    if first.tag != "tr":
        return {}
    table = next((number for number in _ancestors(outline, rows[0].node) if nodes[number].tag == "table"), -1)
    headings = {
        node.column: " ".join("".join(outline.texts[node.start : node.end]).split())
        for node in nodes[table + 1 : rows[0].node]
        if node.column and node.end - node.start <= 3
    }
    if table < 0 or not headings:
        return {}
    labels: dict[int, str] = {}
    for row in rows:
        for node in nodes[row.node : nodes[row.node].after]:
            if node.column and node.column in headings:
                labels.update(dict.fromkeys(range(node.start, min(node.end, node.start + 6)), headings[node.column]))
    return labels


def _ancestors(outline: Outline, node: int) -> Iterator[int]:
    while node >= 0:
        yield node
        node = outline.nodes[node].parent


def _summary(outline: Outline, pieces: Sequence[int], title: str) -> str:
    """The first block of text beside a title that is long enough to say more than when and by whom."""
    blocks: dict[int, list[str]] = defaultdict(list)
    for number in pieces:
        blocks[outline.blocks[number]].append(outline.texts[number])
    for texts in blocks.values():
        summary = summary_of("".join(texts))
        if (
            len(summary) >= _LEAST_SUMMARY
            and not _BESIDE.match(summary)
            and summary != title
            and not days_in([summary])
        ):
            return summary
    return ""
