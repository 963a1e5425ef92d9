"""What a page of the web says of itself outside its text: title, publisher, day and the address it was saved from."""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from lxml import html  # pyright: ignore[reportAttributeAccessIssue]

from tracker.capture.particulars import publication_dates, publishers
from tracker.capture.particulars.conventions import plain
from tracker.capture.particulars.source_labels import cleaned

LONGEST_PROPERTY = 300
# What the pages of Chinese authorities must say of themselves, then what other pages say.
_TITLE = "articletitle"
_PUBLISHERS = ("contentsource", "source", "mediaid", "article:source")
_SITES = ("og:site_name", "sitename", "application-name")
_DATES = (
    "pubdate", "firstpublishedtime", "publishdate", "article:published_time", "og:release_date", "publish_time",
    "pubtime", "apub:time", "og:published_time", "og:pubdate", "datepublished", "dc.date.issued",
    "weibo:article:create_at", "dc.date", "date",
)  # fmt: skip
_HEADINGS = ("h1", "h2", "h3", "founder-title")
_TITLED = re.compile(
    r"(?:^|[\s_-])(?:article|art|news|main|con|content|detail|doc|xl|text|page|activity)?[_-]?"
    r"(?:title|tit|headline|biaoti|bt|name)(?:$|[\s_\d-])",
    re.IGNORECASE,
)
_SOURCED = re.compile(r"(?:^|[\s_-])(?:source|laiyuan|media|from|ly|source_baidu|js_name)(?:$|[\s_-])", re.IGNORECASE)
_TIMED = re.compile(
    r"(?:^|[\s_-])(?:pubtime|publish_time|pubdate|pub_date|news-time|publish-time|pubtime_baidu|date-source|post-time|pub-time)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"(?:^|\s)(?:comments?|reply|replies|pinglun|related?|recommend\w*|tuijian|xiangguan|footer|sidebar|aside)(?:$|[\s_\d-])",
    re.IGNORECASE,
)
"""What is next to a text or under it: comments, other texts, the foot of the page."""
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)\s*(https?://[^\s<>\"]{4,500})", re.IGNORECASE)
_SAVED_WITHIN = 3_000
_ARCHIVE = re.compile(
    r"^https?://(?:web\.archive\.org/web/[\d*]{4,14}[a-z_]{0,4}|(?:archive\.(?:today|ph|is|li|md|vn|fo)|[\w.]*webarchive[\w.]*|[\w.]*arquivo\.pt/\w+)"
    r"(?:/\w+)?/\d{8,14}[a-z_]{0,4})/(?=https?:/)",
    re.IGNORECASE,
)
_ARCHIVES_OWN = ("wm-ipp-base", "wm-ipp", "wm-ipp-print", "donato")
_ACCOUNT = re.compile(
    r"\b(?:nickname|nick_name|profile_nickname)\s*[=:]\s*(?:htmlDecode\(|JsDecode\()?\s*[\"']([^\"'<>]{2,60})[\"']"
)
_CLOCK = re.compile(r"\b(?:window\.)?ct\s*[=:]\s*[\"']?(\d{10})\b")
"""The second of its publication, in the pages of public accounts (公众号)."""
_WRITTEN = re.compile(
    r"\b(?:publish_time|createTime|create_time|publishTime|pubTime|pubDate|ptime)\s*[\"']?\s*[=:]\s*(?:JsDecode\(|htmlDecode\()?\s*[\"']"
    r"((?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}[^\"']{0,20})[\"']"
)
_MESSAGE_TITLE = re.compile(r"\bmsg_title\s*=\s*(?:window\.\w+\s*\|\|\s*)?[\"'](.{2,200}?)[\"'](?:\.html|;|\s)")
_PARTS = re.compile(r"\s*[_|｜]+\s*|\s*-{2,}\s*|\s+[-–—]\s+|\s*›\s*|\s*»\s*|\s+>\s+")
_LAST_PART = re.compile(r"^(.{4,}?)\s*(?<![-–—])[-–—]\s*([^-–—]{2,30})$")
_SITE = re.compile(
    "网$|网站|门户|频道|首页|平台$|政府$|人民政府|官网|客户端|公众号|新闻$|在线$|(?:部|局|委|委员会|办公室|厅|署|院|社|报|日报|时报|晚报|集团|协会|协会|银行)$"
    r"|\.(?:com|cn|net|org)|^(?:要闻|滚动|时政|政策|通知公告|公告|新闻中心|正文|详情|国内|财经|科技|[\u4e00-\u9fff]{2}动态|纪检)$"
)
_NOT_ITS_NAME = re.compile(
    "[\u4e00-\u9fff]{0,4}?(?:(?:详情|详细|内容|正文|列表|展示|终端|终极|细览|显示|浏览|查看|模板|文章|新闻|信息|[二三]级)页面?|内容(?:展示|显示|浏览)|网页标题|详细(?:内容|信息)|内容|详情|模板)"
    "|(?:无标题|未命名|无题|新建)(?:文本)?(?:文档|页面?|网页)?(?:\\s*\\d+)?|标题"
    "|untitled(?: (?:document|page))?|document|new (?:page|document)|details?|index"
    "|(?:政策|规范性|通知|重要|最新|相关|公开|部门|法规|部委|省级|市级)?文件(?:通知|发布|公开|库)?|(?:公示|通告|重要|最新)?公告(?:公示|栏)?"
    "|公告通知|政策法规文件|公示(?:公告|栏)?|(?:政务|政府信息|信息|主动|法定主动)公开(?:内容|目录)?|政策(?:法规|文件库)|法律法规"
    "|(?:新闻|图片|综合)?(?:新闻|资讯|信息|动态|报道)(?:详情|发布|中心)?",
    re.IGNORECASE,
)
"""What templates and columns are called: the name of many pages, and the title of none."""
_WIDE = re.compile("[\u3000-\u9fff\uff00-\uffef]")
_MOST_PIECES = 12
_CUT_SHORT = re.compile(r"(?:\.{2,}|…+)$")
_BETWEEN = '_|｜-–—丨>»›·"“”'
"""Marks between the title of a page and the names of its column and its site."""
_LEAST_ALIKE = 6
_LONGEST_SOURCE = 60
_LONGEST_SITE = 16
_LONGEST_NAME = 1_000
"""Characters of the name of a page that are looked at: its parts are taken off one by one."""
_WITHOUT_YEAR = re.compile(r"^发布时间\s*:?\s*(?:\d\d-)?(\d\d-\d\d)(?!-)")
_LONGEST_HEADING = 200


class Properties(NamedTuple):
    """What was found; "" for what was not.

    `account` is whose the page is where an account publishes under a name, `marked` are the names in elements that call
    themselves a source.
    """

    title: str
    account: str
    source: str
    marked: tuple[str, ...]
    site: str
    published: str
    address: str


def properties_of(tree: html.HtmlElement, text: str, lines: list[str]) -> Properties:
    """Read the properties of a page from its tree, in which the scripts still stand."""
    said = _said(tree)
    scripts = "\n".join(script.text or "" for script in tree.iter("script"))[:2_000_000]
    linked = list(_linked_data(tree))
    # An article of a public account (公众号) names neither source nor publisher anywhere else.
    account = _account(tree, scripts)
    site = _first(said, _SITES)
    return Properties(
        title=_title(tree, said, scripts, linked, lines),
        account=account if publishers.can_publish(account) else "",
        source=next(filter(None, (cleaned(said[name]) for name in _PUBLISHERS if said.get(name))), ""),
        marked=tuple(dict.fromkeys((*_marked_sources(tree), *_ends_of_name(tree)))),
        site=site if publishers.can_publish(site) else _site_of(tree),
        published=_published(tree, said, scripts, linked) or _published_before_update(said, lines),
        address=_address(tree, text, said),
    )


def original_address(url: str) -> str:
    """The address that a copy in an archive was made of; any other address as it is."""
    found = _ARCHIVE.match(url)
    while found is not None:
        url = re.sub(r"^(https?):/+", r"\1://", url[found.end() :])
        found = _ARCHIVE.match(url)
    return url


def without_archive(tree: html.HtmlElement) -> None:
    """Take out what an archive put into the page: its own bar says when it was copied."""
    for name in _ARCHIVES_OWN:
        for element in tree.xpath("//*[@id=$name]", name=name):
            element.drop_tree()


def _said(tree: html.HtmlElement) -> dict[str, str]:
    said: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip().lower()
        content = " ".join((meta.get("content") or "").split())[:LONGEST_PROPERTY]
        if content:
            said.setdefault(key, content)
    return said


def _first(said: dict[str, str], names: tuple[str, ...]) -> str:
    return next((said[name] for name in names if said.get(name)), "")


def _linked_data(tree: html.HtmlElement) -> Iterator[dict[str, Any]]:
    """The articles that the page describes as JSON-LD."""
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            found = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for one in found if isinstance(found, list) else [found]:
            # Several descriptions of one page: WordPress puts them into a graph, others into a list.
            graph = one.get("@graph") if isinstance(one, dict) else None
            for item in graph if isinstance(graph, list) else [one]:
                if isinstance(item, dict) and ("datePublished" in item or "headline" in item or "pubDate" in item):
                    yield item


# --- title -------------------------------------------------------------------------------------------------------


def _title(
    tree: html.HtmlElement, said: dict[str, str], scripts: str, linked: list[dict[str, Any]], lines: list[str]
) -> str:
    """The heading that the page's own name begins with; else what it says of its title. Never the name of its site."""
    named = _named(tree, said, scripts)
    if named:
        return _whole(named, tree, lines)[:LONGEST_PROPERTY]
    sites = [said[name] for name in _SITES if said.get(name)]
    tag = _name_of(tree)
    shared = without_site(said.get("og:title", ""), sites)
    headings = list(_headings(tree))
    bare = _without_neighbours(without_site(tag, sites), headings)
    shown = _shown_of(tag, [*headings, *lines])
    # Marks between title, column and site differ on every site. What also shows as a line on the page is the title,
    # whatever stands around it in the name.
    if shown or not bare or _is_site(bare):  # in the second case, the page is called like its site
        found = shown or _only_heading(tree, tag, sites) or shared
    else:
        headlines = (str(one["headline"]) for one in linked if one.get("headline"))
        found = _alike(headings, bare) or next(headlines, "") or shared or bare
    return found[:LONGEST_PROPERTY]


def _name_of(tree: html.HtmlElement) -> str:
    """What a page is called, with the names of column and site; of one without end, its first parts."""
    name = next((words for element in tree.iter("title") if (words := words_of(element))), "")
    if len(name) <= _LONGEST_NAME:
        return name
    # Its parts are taken off one by one, which takes long for a name of megabytes; cut at a mark, no half part is left.
    name = name[:_LONGEST_NAME]
    mark = max(map(name.rfind, f"{_BETWEEN}-–—"))
    return name[:mark] if mark > 0 else name


def _shown_of(tag: str, shown: list[str]) -> str:
    """The longest line of a page that its name holds as a whole between marks: what is left are site and column."""
    name = _folded(tag)
    found: dict[int, str] = {}
    for words in shown:
        folded = _folded(words) if _LEAST_ALIKE <= len(words) <= _LONGEST_HEADING else ""
        place = name.find(folded) if folded else -1
        if place < 0 or _is_site(words):
            continue
        end = place + len(folded)
        if (not place or name[place - 1] in _BETWEEN) and (end == len(name) or name[end] in _BETWEEN):
            found.setdefault(len(folded), words)
    # A quarter of the name at least: a column of two characters shows on the page as well.
    longest = max(found, default=0)
    return found[longest] if longest and 4 * longest >= len(without_marks(name)) else ""


def _without_neighbours(name: str, headings: list[str]) -> str:
    """A name without the site and the column that only blanks part from it.

    Names of bodies alone may as well be those who issue it: they go where a heading shows the rest without them.
    """
    pieces = name.split()
    if not 1 < len(pieces) <= _MOST_PIECES or _NOT_ITS_NAME.fullmatch(name):
        return name
    shown = set(map(_folded, headings))
    first = 0
    last = len(pieces)
    while first < last - 1 and _is_site(pieces[first]):
        first += 1
    while last > first + 1 and _is_site(pieces[last - 1]):
        last -= 1
    beside = pieces[:first] + pieces[last:]
    rest = " ".join(pieces[first:last])
    surely = not all(map(publishers.bodies_of, beside)) or _folded(rest) in shown
    return rest if beside and surely and not _is_site(rest) and _folded(name) not in shown else name


def without_marks(name: str) -> str:
    """A name without the marks between its parts."""
    return "".join(one for one in name if one not in _BETWEEN)


def _named(tree: html.HtmlElement, said: dict[str, str], scripts: str) -> str:
    """What a page gives as the title of its article: for the meta of authorities, and in public accounts."""
    message = _MESSAGE_TITLE.search(scripts)
    shown = map(words_of, tree.xpath("//*[@id='activity-name']"))
    names = (said.get(_TITLE, ""), *shown, message[1] if message else "")
    return next((name.strip() for name in names if name.strip()), "")


def words_of(element: html.HtmlElement) -> str:
    """The words of an element; lines that break inside a Chinese heading leave no blank, but between two bodies."""
    if not _broken(element):
        return " ".join("".join(element.itertext()).split())
    return joined([" ".join(piece.split()) for piece in element.itertext() if piece.strip()])


def joined(pieces: Sequence[str]) -> str:
    """The lines of a broken heading as one: with a blank between the names of two bodies, and beside Latin words."""
    words = pieces[0] if pieces else ""
    for above, piece in pairwise(pieces):
        close = _WIDE.match(words[-1]) and _WIDE.match(piece) and not publishers.are_two(above, piece)
        words += piece if close else f" {piece}"
    return words


def _broken(element: html.HtmlElement) -> bool:
    return next(element.iter("br"), None) is not None


def without_site(title: str, sites: list[str]) -> str:
    """A title without the names of site and column that follow it, or stand before it."""
    parts = [part.strip() for part in _PARTS.split(title) if part and part.strip()]
    if not parts:
        return ""
    own = [part for part in parts if part not in sites]
    first = next((part for part in own if not _is_site(part)), "") or (parts[0] if len(parts) > 1 or own else "")
    if parts[0] != first and not _is_site(parts[0]) and parts[0] in own:
        first = parts[0]
    last = _LAST_PART.match(first)
    while last is not None and (last[2].strip() in sites or (_is_site(last[2]) and not re.search(r"\d$", last[1]))):
        first = last[1].strip()
        last = _LAST_PART.match(first)
    return first


def _is_site(words: str) -> bool:
    # A document may end as a site does (关于建设…平台), so what sounds like the name of a document is none of a site.
    return bool(_NOT_ITS_NAME.fullmatch(words)) or (
        len(words) <= 24
        and bool(_SITE.search(plain(words)))
        and not re.search("关于|印发|《|公布|发布|召开|——|[,。:!?“”]", plain(words))
    )


def _headings(tree: html.HtmlElement) -> Iterator[str]:
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        marks = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag in _HEADINGS or (
            len(element) <= 8 and element.tag not in ("a", "li", "meta", "input") and _TITLED.search(marks)
        ):
            words = words_of(element)
            if 2 <= len(words) <= _LONGEST_HEADING:
                yield words


def _alike(headings: list[str], name: str) -> str:
    """The heading that says what the page is called; a name or a heading that was cut short goes by its beginning."""
    wanted = _folded(_CUT_SHORT.sub("", name))
    if not wanted:
        return ""
    folded = [(_folded(heading), heading) for heading in headings]
    same = (heading for one, heading in folded if one == wanted)
    shorter = (
        heading for one, heading in folded if wanted.startswith(one) and len(one) >= max(_LEAST_ALIKE, len(wanted) // 2)
    )
    longer = [(len(one), heading) for one, heading in folded if one.startswith(wanted) and len(wanted) >= _LEAST_ALIKE]
    # The shortest of those that go on: the longest is the paragraph that begins with the title.
    best = min(longer, default=(0, ""))
    return next(same, "") or next(shorter, "") or (best[1] if best[0] <= max(3 * len(wanted), 60) else "")


def _only_heading(tree: html.HtmlElement, tag: str, sites: list[str]) -> str:
    """Of a page that is called like its site: its one heading of the first order that is not the site's name."""
    own = []
    for element in tree.iter("h1"):
        words = words_of(element)
        of_site = _is_site(words) and (words in tag or _NOT_ITS_NAME.fullmatch(tag.strip()))
        if words and words not in sites and not of_site and len(words) <= _LONGEST_HEADING:
            own.append(words)
    return own[0] if len(set(own)) == 1 else ""


def _whole(name: str, tree: html.HtmlElement, lines: list[str]) -> str:
    """A title that was cut short, as the heading has it whole."""
    if not _CUT_SHORT.search(name):
        return name
    beginning = _folded(_CUT_SHORT.sub("", name))
    whole = (
        one for one in (*_headings(tree), *lines) if _folded(one).startswith(beginning) and not _CUT_SHORT.search(one)
    )
    return next(whole, name)


def _folded(words: str) -> str:
    return re.sub(r"\s+|[“”\"'‘’]", "", plain(words)).casefold()


# --- publisher and day -------------------------------------------------------------------------------------------


def _account(tree: html.HtmlElement, scripts: str) -> str:
    """The public account that published a page: its name is in the page, and in the script that makes it."""
    shown = [words_of(element) for element in tree.xpath("//*[@id='js_name']")]
    written = _ACCOUNT.search(scripts) if tree.xpath("//*[@id='js_content' or @id='activity-name']") else None
    return next(filter(None, (*shown, written[1] if written else "")), "").strip()


def _marked_sources(tree: html.HtmlElement) -> Iterator[str]:
    """What is in elements that are marked as the source; which of them is the page's own, its place must say."""
    for element in _marked(tree, _SOURCED):
        words = cleaned(words_of(element)) if len(words_of(element)) <= _LONGEST_SOURCE else ""
        if words:
            yield words


def _marked(tree: html.HtmlElement, marks: re.Pattern[str]) -> Iterator[html.HtmlElement]:
    for element in tree.iter("span", "a", "div", "em", "p", "td", "i", "b", "strong", "time"):
        if marks.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            yield element


def _published(tree: html.HtmlElement, said: dict[str, str], scripts: str, linked: list[dict[str, Any]]) -> str:
    """The meta as the page words it; else the one day on which its descriptions, marks and scripts agree, as ISO."""
    metas = (said[name] for name in _DATES if publication_dates.iso_of(said.get(name, "")))
    second = _CLOCK.search(scripts)
    # Only where one way agrees with itself: marks of time stand at every comment and at every text that the page
    # recommends.
    ways = (
        (publication_dates.iso_of(str(one.get(name) or "")) for one in linked for name in ("datePublished", "pubDate")),
        _marked_days(tree),
        [publication_dates.of_clock(second[1])] if second else [],
        map(publication_dates.iso_of, _WRITTEN.findall(scripts)),
        (publication_dates.iso_of(one.get("datetime") or "") for one in tree.iter("time") if not _is_aside(one)),
    )
    return next(metas, "") or next((days.pop() for way in ways if len(days := set(way) - {""}) == 1), "")


def _marked_days(tree: html.HtmlElement) -> Iterator[str]:
    """The whole days in elements that are marked as the time of publication."""
    for element in _marked(tree, _TIMED):
        if _is_aside(element):
            continue
        shown = words_of(element)
        day = publication_dates.iso_of(shown) if len(shown) <= _LONGEST_SOURCE else ""
        yield publication_dates.of_clock((element.get("data-val") or "").strip()) or (
            day if len(day) == len("2025-05-06") else ""
        )


def _is_aside(element: html.HtmlElement) -> bool:
    around = (one for one in element.iterancestors() if one.tag not in ("html", "body"))
    return any(
        one.tag in ("footer", "aside", "nav") or _ASIDE.search(f"{one.get('class') or ''} {one.get('id') or ''}")
        for one in around
    )


def _published_before_update(said: dict[str, str], lines: list[str]) -> str:
    """The day of the last change, where a line gives its month and day, without the year, as that of publication."""
    changed = next((said[name] for name in ("dateupdate", "datemodified", "article:modified_time") if name in said), "")
    updated = publication_dates.iso_of(changed)
    shown = (found[1] for line in lines if (found := _WITHOUT_YEAR.match(plain(line))))
    return updated if updated and updated[5:] in shown else ""


def _ends_of_name(tree: html.HtmlElement) -> list[str]:
    """The parts of the page's name behind its title: where one stands by the day too, it is who published the page."""
    tag = _name_of(tree)
    return [part.strip() for part in _PARTS.split(tag)[1:] if part and 2 <= len(part.strip()) <= _LONGEST_SITE]


def _site_of(tree: html.HtmlElement) -> str:
    """The paper or body whose name ends the name of the page; not a portal, which shows what others published."""
    tag = _name_of(tree)
    parts = [part.strip() for part in _PARTS.split(tag) if part and part.strip()]
    last = _LAST_PART.match(parts[-1]) if len(parts) == 1 else None
    name = last[2].strip() if last else parts[-1] if len(parts) > 1 else ""
    known = publishers.is_press(name) or bool(publishers.bodies_of(name))
    return name if known and not publishers.is_portal(name) and publishers.can_publish(name) else ""


def _address(tree: html.HtmlElement, text: str, said: dict[str, str]) -> str:
    """Where the page was saved from, or what it calls its own address."""
    saved = _SAVED_FROM.search(text[:_SAVED_WITHIN])
    canonical = (link.get("href") or "" for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    own = next(
        (one for one in (saved[1] if saved else "", *canonical, said.get("og:url", "")) if one.startswith("http")), ""
    )
    try:
        urlsplit(own)
    except ValueError:
        return ""
    return original_address(own.strip())
