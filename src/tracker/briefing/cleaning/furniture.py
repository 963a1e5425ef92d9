"""Lines of a document that are none of its text: page numbers, running heads and feet, captions, navigation.

What is unsure stays: a line that ends a sentence is dropped as a caption or a part of a page only where it says so.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.briefing.cleaning.text_edits import StepKind
from tracker.briefing.cleaning.text_lines import TextLine
from tracker.capture.documents.documents import Document
from tracker.capture.documents.formats import Kind

SHEETS = frozenset({Kind.CSV, Kind.XLSX, Kind.XLS})
"""Formats whose lines are rows and nothing else."""
_DASH = r"[-—–－─━―~～·•_|]"
_SURE_NUMBER = re.compile(
    rf"{_DASH}{{1,3}}\s*\d{{1,4}}\s*{_DASH}{{1,3}}|第\s*\d{{1,4}}\s*页(?:\s*[,，/／|]?\s*共\s*\d{{1,4}}\s*页)?"
    r"|共\s*\d{1,4}\s*页\s*[,，/／|]?\s*第\s*\d{1,4}\s*页|[Pp]age\s+\d{1,4}(?:\s+of\s+\d{1,4})?"
)
_EDGE_NUMBER = re.compile(r"(\d{1,4})(?:\s*[/／]\s*\d{1,4})?")
_FIGURES = re.compile(r"\d+")
_SENTENCE = ("。", "！", "？", "；", "!", "?", ";")
_WIDEST_HEAD = 80
_DEEPEST_HEAD = 4
"""Lines at the top or the bottom of a page that may be its head or foot."""
_FEWEST_PAGES = 3
_COLUMNS = re.compile(r"[\u4e00-\u9fff（）()/]{1,12}(?:\s+[\u4e00-\u9fff（）()/]{1,12}){1,9}")
"""Names of columns, which have no figures and no marks."""
_FIGURE = re.compile(r"图\s?[\d一二三四五六七八九十]{1,3}(?:[-—.]\d{1,2})?\s*[\s:：.．、|]\s*\S.{0,60}")
_CREDIT = re.compile(
    r"[（(]?(?:(?:图片?|照片|摄影|图/)(?:来源|提供)?|摄影)[:：/]\s*\S.{0,24}"
    r"|[（(]?(?:图为)?.{0,60}(?:(?:记者|新华社|本报|通讯员|中新社)[^。]{0,20}(?:摄|供图)|[\u4e00-\u9fff]{2,3}\s摄)[）)]?"
)
_LETTERING = re.compile(r"#{0,6}\s*[\u4e00-\u9fff]{2,20}\s+[A-Z][A-Z ,.'’&-]{14,}")
_LEAST_CERTAIN = 8
"""Characters of a line of a page that stand in its article by no chance."""
_LEAST_SENTENCE = 15
_BUTTON = re.compile(
    r"""
    (?:[【\[(（]?(?:打印|打印本页|关闭|关闭窗口|返回顶部|收藏|我要纠错|纠错|留言)[】\])）]?[\s|]*)+
    | [【\[]?字[体号][:：]\s*[【\[]?(?:默认|超大|[大中小]|\s)*[】\]]? | [大小]字号 | 分享到?[:：].{0,20} | \+1
    | .{0,20}扫一扫.{0,20} | (?:阅读)?[上下]一[篇版条].{0,40} | 相关(?:链接|文章|稿件|阅读|报道|新闻)[:：]?
    | (?:【纠错】\s*)?[【\[(（]?责任?编(?:辑)?[:：].{0,30}
    | .*(?:版权所有|版\s权\s所\s有|Copyright|ICP备|网站标识码|公网安备).*
    | .{0,12}位置[:：]\s*首页.* | .{0,10}首\s?页\s*(?:>>?|》|›|»|\|).* | .{0,20}(?:>>?|›|»)\s*正文
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Furniture:
    """Lines, one after the other, that are none of the text, and what they are."""

    kind: StepKind
    lines: tuple[TextLine, ...]


def furniture(document: Document, lines: Sequence[TextLine], captions: frozenset[str]) -> tuple[Furniture, ...]:
    """What is to be dropped of a document, in the order of the text; `captions` are known to belong to a picture."""
    if document.kind in SHEETS:
        return ()
    written = [line for line in lines if line.words]
    kinds: dict[int, StepKind] = {}
    for line in written:
        if (kind := _kind_alone(line, captions)) is not None:
            kinds[line.start] = kind
    _find_at_edges(written, kinds)
    if document.kind is not Kind.HTML:
        return tuple(Furniture(kinds[line.start], (line,)) for line in written if line.start in kinds)
    blocks = list(_navigation(document, [line for line in written if line.start not in kinds]))
    blocks += [Furniture(kinds[line.start], (line,)) for line in written if line.start in kinds]
    return tuple(sorted(blocks, key=lambda block: block.lines[0].start))


def _kind_alone(line: TextLine, captions: frozenset[str]) -> StepKind | None:
    """What a line is wherever it stands."""
    if line.words in captions or _LETTERING.fullmatch(line.words):
        return StepKind.CAPTION
    if _SURE_NUMBER.fullmatch(line.words):
        return StepKind.PAGE_NUMBER
    if line.words.endswith(_SENTENCE):
        return None
    return StepKind.CAPTION if _FIGURE.fullmatch(line.words) or _CREDIT.fullmatch(line.words) else None


def _find_at_edges(lines: Sequence[TextLine], kinds: dict[int, StepKind]) -> None:
    """Add what pages have at their top and their bottom: numbers without a dash, running heads and feet."""
    pages: dict[int, list[TextLine]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    if len(pages) < 2:
        return
    for at_end in (False, True):
        edges = {page: of_page[::-1] if at_end else of_page for page, of_page in pages.items()}
        for depth in range(_DEEPEST_HEAD):
            outer = dict(_outer_lines(edges, kinds, depth))
            kinds.update(dict.fromkeys(_numbers(outer), StepKind.PAGE_NUMBER))
            kinds.update(dict.fromkeys(_repeated(outer, len(pages)), StepKind.RUNNING_HEAD))
            if not at_end:
                kinds.update(dict.fromkeys(_table_heads(outer, pages), StepKind.REPEATED_HEAD))


def _outer_lines(
    edges: dict[int, list[TextLine]], kinds: dict[int, StepKind], depth: int
) -> Iterator[tuple[int, TextLine]]:
    """The outermost line of each page that is none of its furniture yet, no more than `depth` lines within it."""
    for page, of_page in edges.items():
        for line in of_page[: depth + 1]:
            if line.start not in kinds:
                yield page, line
                break


def _numbers(outer: dict[int, TextLine]) -> Iterator[int]:
    """The places of lines that count the pages."""
    found = {page: int(match[1]) for page, line in outer.items() if (match := _EDGE_NUMBER.fullmatch(line.words))}
    steps = Counter(number - page for page, number in found.items())
    if not steps:
        return
    step, count = steps.most_common(1)[0]
    if count >= 2 and 2 * count >= len(outer):
        yield from (outer[page].start for page, number in found.items() if number - page == step)


def _repeated(outer: dict[int, TextLine], pages: int) -> Iterator[int]:
    """The places of lines that most pages have, or most of the left or of the right ones."""
    shown = {page: _FIGURES.sub("0", "".join(line.words.split())) for page, line in outer.items()}
    everywhere = Counter(shown.values())
    by_side = Counter((page % 2, words) for page, words in shown.items())
    for page, line in outer.items():
        words = shown[page]
        if line.width > _WIDEST_HEAD or line.is_item or line.words.endswith(_SENTENCE) or words == "0":
            continue
        is_everywhere = 2 * everywhere[words] > pages and everywhere[words] >= min(_FEWEST_PAGES, pages)
        on_side = by_side[page % 2, words]
        if is_everywhere or (on_side >= _FEWEST_PAGES and 4 * on_side > pages):
            yield line.start


def _table_heads(outer: dict[int, TextLine], pages: dict[int, list[TextLine]]) -> Iterator[int]:
    """The places of lines that name the columns of a table at the top of a page, as they did on the page before."""
    for page, line in outer.items():
        if _COLUMNS.fullmatch(line.words) and any(other.words == line.words for other in pages.get(page - 1, ())):
            yield line.start


def _navigation(document: Document, lines: Sequence[TextLine]) -> Iterator[Furniture]:
    """What a page of the web has before and after its article, and buttons within it."""
    first, last = _article(document, lines)
    is_part = [first <= number < last and not _BUTTON.fullmatch(line.words) for number, line in enumerate(lines)]
    block: list[TextLine] = []
    for line, stays in zip(lines, is_part, strict=True):
        if stays or _is_sentence(line):
            if block:
                yield Furniture(StepKind.NAVIGATION, tuple(block))
            block = []
        else:
            block.append(line)
    if block:
        yield Furniture(StepKind.NAVIGATION, tuple(block))


def _is_sentence(line: TextLine) -> bool:
    return line.words.endswith(_SENTENCE) and len(line.words) >= _LEAST_SENTENCE


def _article(document: Document, lines: Sequence[TextLine]) -> tuple[int, int]:
    """From which line to before which the article goes, its title included."""
    article = _letters(document.text)
    certain = [
        number
        for number, line in enumerate(lines)
        if len(shown := _letters(line.words)) >= _LEAST_CERTAIN and shown in article
    ]
    if not certain:
        return 0, len(lines)
    title = _letters(document.title)
    above = [number for number, line in enumerate(lines[: certain[0]]) if title and _letters(line.words) == title]
    last = certain[-1] + 1
    # Short lines that end an article, such as who signs and when, stand in it as lines of their own.
    closing = {_letters(line) for line in document.text.splitlines()}
    while last < len(lines) and _letters(lines[last].words) in closing:
        last += 1
    return (above[-1] if above else certain[0]), last


def _letters(words: str) -> str:
    return "".join(sign for sign in words if sign.isalnum())
