"""Who published a document, by what follows 来源, 发文机关 and the like."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tracker.capture.particulars import publishers
from tracker.capture.particulars.conventions import plain, spaced
from tracker.capture.particulars.publication_dates import before_asides, days, text_begins

_BY_WHOM = spaced(
    "发文机关|发文单位|发文机构|制定机关|制发机关|发布机构|发布机关|发布单位|发布部门|公开主体|颁布机关|颁布单位|印发机关|印发单位"
)
_OF_PAGE = rf"(?:信息|文章|稿件|新闻|内容|本文|原文|文件|转载)?{spaced('来源|稿源|转自')}"
# 图片来源, 数据来源, 资金来源 say nothing of the page.
_SOURCE = re.compile(rf"(?<![\u4e00-\u9fff])(?:{_OF_PAGE})\s*:\s*")
_SOURCE_BEHIND_NAME = re.compile(
    rf"(?<=[\u4e00-\u9fff])(?<![片料据频金材像照图题源要入])(?:{spaced('来源|稿源')})\s*:\s*"
)
"""Right behind another label's value: 作者:张三来源:新华社."""
_AUTHOR = re.compile(spaced("作者|记者|编辑|责编|撰文"))
_ISSUER = re.compile(rf"(?<![\u4e00-\u9fff])(?:{_BY_WHOM})\s*([:]?)\s*")
_END = re.compile(
    r"[|,;。!!【】\[\](<>)]|(?:"
    + spaced(
        "作者|记者|通讯员|编辑|责编|责任编辑|审核|审校|校对|监制|发布时间|发布日期|时间|日期|浏览|浏览次数|浏览量|阅读|阅读量|点击|点击数|"
        "访问量|访问次数|字体|字号|发布|发布人|摄影|作者单位|分享到|扫一扫|来源"
    )
    + r")(?=\s*[:])|(?:字号|字体|打印|分享|关闭|收藏|举报|大\s*中\s*小|阅读全文)|(?:19|20)\d\d\s*[-年/.]"
)
_LABEL_LINE = re.compile(r"^[\u4e00-\u9fff\s]{2,10}:")
_LONGEST = 40
_NEAR_BELOW = 10
_NEAR_ABOVE = 40
_NEAR_UNLABELLED = 3
_LONGEST_PRESS = 12
_UNMARKED = re.compile(rf"(?:^|[|丨\s])(?:{_OF_PAGE})(?:于\s*[:]|\s*)([^\s|丨:,。;]{{2,20}})(?=[|丨\s]|$)")
"""Between other words about the page the colon may be missing: | 来源某某报 |."""
_BESIDE = re.compile(r"(?:19|20)\d\d|阅读|浏览|评论|作者|字号|发布|发表")
_BYLINE = re.compile(r"^[\u4e00-\u9fff、\s]{2,12}/([\u4e00-\u9fff]{2,12})$")
"""A reporter and the paper, as 张某/某某报."""
_ENCLOSED = re.compile(rf"^[(【\[]?\s*(?:{_OF_PAGE})\s*:\s*([^()【】\[\]:]{{2,30}}?)\s*[)】\]]?$")
_MARKS = "《》“”\"'‘’「」 　　·-—"
_QUOTED = re.compile(
    r"(?:[\u4e00-\u9fff]{2,6}网\s*[-—–－·]+\s*)?(?:(?:官方)?(?:微信)?(?:公众号|订阅号|视频号|服务号)|(?:官方)?(?:微信|微博))?\s*[:：]?\s*"
    r"[《“\"「『‘]\s*([^《》“”\"「」『』‘’]{2,30})\s*[》”\"」』’]"
)
"""A name in its marks, behind the kind of account, or the site that shows it: 光明网-《光明日报》."""
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_PERSON = re.compile(rf"(?:[{_SURNAMES}]|欧阳|司马|上官|诸葛|司徒|皇甫|慕容)[\u4e00-\u9fff·]{{1,2}}")
_NO_PERSON = re.compile(
    r"[报网社台刊局部厅委办院司处会号组室站署厂家融讯察界区县省市镇乡州旗圈志书联盟汇库通]$|发布|时报|财经|新闻|日报|观察|之声"
)


class Named(NamedTuple):
    """A publisher, and the words that it was taken from."""

    value: str
    words: str


def issuer(lines: Sequence[str]) -> Named | None:
    """The body behind 发文机关, 发布机构 and the like, wherever the table about the document stands."""
    for number, line in enumerate(lines):
        for label in _ISSUER.finditer(plain(line)):
            value, words = _value(lines, number, label.end())
            named = publishers.bodies_of(value)
            if named or (label[1] and value and publishers.can_publish(value)):
                return Named(named or value, words)
    return None


def source(lines: Sequence[str], places: Sequence[int]) -> Named | None:
    """The name behind 来源 by the title, which is in the lines of `places`; else the one at the end of a page."""
    for place in places:
        below = range(place, min(place + _NEAR_BELOW + 1, text_begins(lines, place + 1)))
        for number in (*below, *range(place - 1, max(place - _NEAR_ABOVE, 0) - 1, -1)):
            found = next(_sources(lines, number), None)
            if found is not None:
                return found
    return _credited(lines)


def unlabelled(lines: Sequence[str], places: Sequence[int], marked: Sequence[str], site: str) -> Named | None:
    """The name of a paper or site in the lines that a page sets under its title, beside the day, without a label."""
    for place in places:
        near = range(place + 1, min(place + _NEAR_UNLABELLED + 1, len(lines)))
        for number in near:
            line = lines[number]
            if len(line) > 2 * _LONGEST or "。" in line:
                break
            found = _name_in(line, marked, site)
            if found:
                return Named(found, line.strip())
    return None


def _name_in(line: str, marked: Sequence[str], site: str) -> str:
    byline = _BYLINE.match(line)
    names = [byline[1]] if byline else re.split(r"[\s|丨·\[\]（）()]+", line)
    for name in names:
        if not publishers.can_publish(name) or publishers.is_portal(name):
            continue
        # Without a label a name must be known by something else, or any word beside the day would be a publisher.
        if name in marked or name == site or (publishers.is_press(name) and len(name) <= _LONGEST_PRESS):
            return name
    return ""


def cleaned(name: str) -> str:
    """A name as a property of a page gives it, without its marks; "" where it names nobody."""
    label = _SOURCE.match(plain(name))
    name = _cut(name[label.end() :] if label else name)
    return name if publishers.can_publish(name) and not is_person(name) else ""


def is_person(name: str) -> bool:
    """Whether a name is that of a person, who writes and does not publish: 张三."""
    return bool(_PERSON.fullmatch(name)) and not _NO_PERSON.search(name)


def _sources(lines: Sequence[str], number: int) -> Iterator[Named]:
    line = plain(lines[number])
    labels = list(_SOURCE.finditer(line))
    if _AUTHOR.search(line):
        labels += _SOURCE_BEHIND_NAME.finditer(line)
    for label in labels:
        value, words = _value(lines, number, label.end())
        if publishers.can_publish(value) and not is_person(value):
            yield Named(publishers.bodies_of(value) or value, words)
    unmarked = _UNMARKED.search(line) if _BESIDE.search(line) or "于" in line else None
    if unmarked and publishers.can_publish(lines[number][unmarked.start(1) : unmarked.end(1)]):
        yield Named(lines[number][unmarked.start(1) : unmarked.end(1)], lines[number].strip()[: 3 * _LONGEST])


def _credited(lines: Sequence[str]) -> Named | None:
    """A known paper or body that a line of its own credits with the text: (来源：新华社)."""
    found: dict[str, Named] = {}
    for line in before_asides(lines):
        dated = next(days(line), None) is not None and not line.startswith(("(", "（", "【", "["))
        match = None if dated else _ENCLOSED.match(plain(line))
        name = _cut(line[match.start(1) : match.end(1)]) if match else ""
        if name and publishers.can_publish(name) and (publishers.is_press(name) or publishers.bodies_of(name)):
            found.setdefault(name, Named(name, line.strip()))
    # Two that are credited are of two texts, and nothing says which is this one's.
    return next(iter(found.values())) if len(found) == 1 else None


def _value(lines: Sequence[str], number: int, start: int) -> tuple[str, str]:
    """What follows a label, on its line or alone on the next; and the words with the label."""
    line = lines[number]
    if line[start:].strip():
        value = _cut(line[start:])
        return value, line.strip()[: 3 * _LONGEST]
    below = lines[number + 1].strip() if number + 1 < len(lines) else ""
    if not below or _LABEL_LINE.match(plain(below)) or len(below) > 2 * _LONGEST or next(days(below), None):
        return "", ""
    return _cut(below), f"{line.strip()}\n{below}"


def _cut(words: str) -> str:
    """The name at the beginning of some words: several bodies, one name, or a Latin name of several words."""
    words = words.strip()
    quoted = _QUOTED.match(words)
    if quoted:
        return quoted[1].strip(_MARKS)
    end = _END.search(plain(words))
    words = words[: end.start()] if end else words
    names = words.split()
    if len(names) > 1 and publishers.bodies_of(words):
        return words.strip(_MARKS)
    # China Daily is one name; 新华社 记者 is a name and what follows it.
    if len(names) > 1 and names[0].isascii():
        latin = [name for name in names if name.isascii() and not name[:1].isdigit()]
        return " ".join(latin).strip(_MARKS)
    return names[0].strip(_MARKS)[:_LONGEST] if names else ""
