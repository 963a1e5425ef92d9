"""What a document seems to be: proposals with the words they were taken from, for the analyst to confirm or correct."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tracker.capture.documents.documents import Document
from tracker.capture.particulars import publication_dates, publishers, source_labels
from tracker.capture.particulars.conventions import plain, spaced
from tracker.capture.particulars.document_numbers import (
    FoundNumber,
    is_head_of_order,
    is_number,
    number_in_title,
    own_number,
)
from tracker.capture.particulars.figures import TextFigure, main_figures
from tracker.capture.particulars.stages import stage_of
from tracker.domain.terms import EvidenceKind

_HEAD_LINES = 40
_LONGEST_HEAD_LINE = 500
_LONGEST_TITLE = 120
_MOST_TITLE_LINES = 4
_MOST_PLACES = 20
_LINES_OF_DATELINE = 2
_VENUE = re.compile("(?:会议|会展|展览|会堂|礼堂|体育)(?:中心|馆)?$")
"""Where something is held, on a day that is not that of the text."""
_MOST_LINES_OF_TITLE = 16
_MOST_LINES = 4_000
"""Lines of a page in which it is sought what the page says of itself."""
_KINDS_OF_TEXT = (
    "通知|公告|通告|公示|意见|方案|办法|规定|条例|名单|公报|决定|批复|函|规划|纲要|指南|指引|目录|细则|报告|解读|答记者问|标准"
    "|计划|清单|倡议|要点|简报|实录|稿\\)|行\\)"
)
_TITLE_ENDS = re.compile(rf"(?:{_KINDS_OF_TEXT})[”》〉]?(?:\([\d\s年—–~-]{{4,16}}\))?$")
_TITLE_BEGINS = re.compile("关于|印发|公布|公示|发布|中华人民共和国|《")
_NO_TITLE = re.compile(
    r"^((?:总理|部长|主任|局长|署长|行长|主席|省长|市长|院长|检察长)\s*[:：\s]|附\s*件|索\s*引\s*号|发文|文\s*号|来\s*源|日\s*期|时\s*间|首页|当前位置|字体|打印|分享|各[省市]|\d+$|[—\-\d\s]+$)"
)
_SIGNATORY = re.compile(r"(?:签发|会签)人?\s*:|号\s+签发")
"""Beside the number in a letterhead."""
_MARKED_HEADING = re.compile(r"^#{1,6}\s+")
_BOXED_TITLE = re.compile(rf"^(?:{spaced('标题|名称|信息名称|文件名称')})\s*:\s*(.*)$")
_ENACTED = re.compile(r"《([^《》]{2,60}(?:法|条例|规定|办法|决定|细则))》(?=已|业经|经)")
_OF_A_LAW = re.compile(r"^[\u4e00-\u9fff、]{2,60}(?:法|条例|规定|办法|决定|细则|规则)(?:\([^)]{1,20}\))?$")
_HISTORY = re.compile(r"^\(?\s*(?:19|20)\d\d\s*年\s*\d+\s*月\s*\d+\s*日.*(?:通过|公布|发布|修订|修正|令)")
_LETTERHEAD = re.compile(r"^\s*([\u4e00-\u9fff、 　]{2,40}?)\s*文\s*件\s*$")
_OWN_TITLE = re.compile(
    rf"^[\u4e00-\u9fff、,\s]{{0,90}}?(?:关于.*(?:{_KINDS_OF_TEXT})|(?:印发|公布|发布|令|公告).*的(?:通知|公告|通告|决定|意见|函|令))"
    r"[”》〉]?(?:\([^)]{1,30}\))?$"
)
"""The title of a document itself, and not of a report about it."""
_BEFORE_TITLE = re.compile(r"^([\u4e00-\u9fff、 　]{2,90}?)(?=关于|印发|公布|发布|联合|公示|公告|令)")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value for a field of the evidence, and the words of the document or address that it was taken from.

    `by_ocr`: the words were read off a picture, and are to be checked against it.
    """

    value: str
    words: str
    by_ocr: bool = False


@dataclass(frozen=True, slots=True)
class Proposals:
    """What could be found; None where nothing speaks for any value. `kind` and `stage` are values of the terms."""

    title: Proposal | None = None
    publisher: Proposal | None = None
    number: Proposal | None = None
    published: Proposal | None = None
    kind: Proposal | None = None
    stage: Proposal | None = None
    figures: tuple[TextFigure, ...] = ()


class _Layout(NamedTuple):
    """A document as it is searched. `lines` are those of the whole page, or of the head of a file; `places` the numbers
    of those in which its title stands; `text` is its text alone."""

    document: Document
    title: str
    lines: list[str]
    places: list[int]
    text: str
    url: str

    @property
    def under_title(self) -> list[str]:
        """The lines below the title, where it was found."""
        return [line for place in self.places[:1] for line in self.lines[place + 1 : place + 8]]


def propose(document: Document, *, url: str = "", name: str = "") -> Proposals:
    """Look for the particulars of a document, from its text, its own properties, its address and its file name.

    Of a document that could not be read nothing is proposed.
    """
    if document.unread is not None:
        return Proposals()
    text = "\n".join(document.pages)
    title = _title(document, text, name)
    said = title.value if title else ""
    lines = list(document.lines[:_MOST_LINES]) or _head(text)
    # The title comes first: where it stands on the page tells which of all labels, days and sources near it are of this
    # text, and which of the ten others that a page links to.
    layout = _Layout(document, said, lines, _places(lines, said), text, document.address or url)
    number = _number(layout)
    publisher = _publisher(layout, number)
    published = _published(layout)
    kind = _kind(said, number, publisher)
    proposals = Proposals(
        title=title,
        publisher=publisher,
        number=Proposal(number.value, number.words) if number else None,
        published=published,
        kind=kind,
        stage=_stage(layout, number, published, kind),
        figures=main_figures(said, text),
    )
    return _marked(proposals, document) if document.read_by_ocr else proposals


def _marked(proposals: Proposals, document: Document) -> Proposals:
    """The proposals with those marked whose words stand on no page that has a text of its own."""
    own = "\n".join(page for number, page in enumerate(document.pages, 1) if number not in document.read_by_ocr)

    def mark(found: Any, words: str) -> Any:
        return replace(found, by_ocr=words.split("\n", maxsplit=1)[0] not in own)

    names = ("title", "publisher", "number", "published", "kind", "stage")
    found = {name: proposal for name in names if (proposal := getattr(proposals, name)) is not None}
    marked = {name: mark(proposal, proposal.words) for name, proposal in found.items()}
    return replace(proposals, **marked, figures=tuple(mark(one, one.sentence) for one in proposals.figures))


def _head(text: str) -> list[str]:
    cut = text.split("\n", _HEAD_LINES * 2)[: _HEAD_LINES * 2]
    lines = (_MARKED_HEADING.sub("", line.strip())[:_LONGEST_HEAD_LINE] for line in cut)
    return [line for line in lines if line][:_HEAD_LINES]


def _places(lines: Sequence[str], title: str) -> list[int]:
    """The lines in which a title ends; it may run over several."""
    wanted = _folded(title)
    found: list[int] = []
    for number in range(len(lines) if wanted else 0):
        joined = ""
        for end in range(number, min(number + _MOST_LINES_OF_TITLE, len(lines))):
            joined += _folded(lines[end])
            # Pages set a number, a day or a share button on the line of the title: thirty characters besides are let
            # pass, but not for a short title, which any sentence may hold.
            if joined == wanted or (
                end == number and len(wanted) >= 6 and wanted in joined and len(joined) <= len(wanted) + 30
            ):
                found.append(end)
                break
            if not wanted.startswith(joined):
                break
        if len(found) == _MOST_PLACES:
            break
    return found


def _folded(words: str) -> str:
    return re.sub(r"\s+", "", plain(words))


def _title(document: Document, text: str, name: str) -> Proposal | None:
    if document.title:
        return Proposal(document.title[:_LONGEST_TITLE], document.title)
    lines = _head(text)
    ordered = any(is_head_of_order(line) or (is_number(line) and "令" in line) for line in lines[:8])
    enacted = _ENACTED.search("\n".join(lines)) if ordered else None
    # Before the law and the broken titles: old pages have no heading at all, and what stands over 来源 and 发布时间 is
    # it.
    headed = _over_furniture(document.lines)
    if headed:
        return Proposal(headed[:_LONGEST_TITLE], headed)
    boxed = next((found[1] for line in document.lines if (found := _BOXED_TITLE.match(line)) and found[1]), "")
    if boxed or enacted:
        return Proposal(boxed, boxed) if boxed or enacted is None else Proposal(enacted[1], enacted[0])
    law = next((above for above, line in pairwise(lines) if _is_law(above, line)), "")
    if law:
        return Proposal(law, law)
    found = (
        next(_titles(lines, 1 if document.lines else _MOST_TITLE_LINES), None)
        or _announced(lines)
        or next((line for line in lines if _may_be_title(line) and not _is_signature(line)), None)
    )
    if found:
        return Proposal(_joined(found.split("\n"))[:_LONGEST_TITLE], found)
    stem = PurePosixPath(name).stem
    return Proposal(stem, name) if stem else None


def _joined(lines: Sequence[str]) -> str:
    """The lines of a broken title as one, with a blank between the names of two bodies."""
    return "".join(
        (" " if number and publishers.are_two(lines[number - 1], line) else "") + line
        for number, line in enumerate(lines)
    )


def _announced(lines: Sequence[str]) -> str:
    """The head of an announcement with its number, which has no other title: 某某部公告, 2025年第3号."""
    for place, (above, line) in enumerate(pairwise(lines[:8])):
        if is_head_of_order(above) and is_number(line):
            number = own_number(lines[: place + 2])
            return number.value if number else f"{above}\n{line}"
    return ""


def _is_signature(line: str) -> bool:
    """Whether a line is nothing but names of bodies."""
    return bool(line) and publishers.bodies_of(line).replace("、", "") == re.sub(r"[\s、]", "", plain(line))


def _is_law(line: str, below: str) -> bool:
    """Whether a line is the name of a law, over the bracket that says when it was passed."""
    return bool(_OF_A_LAW.match(plain(line)) and _HISTORY.match(plain(below)))


def _over_furniture(lines: Sequence[str]) -> str:
    """The line right over the one in which a page gives source and day: of a page that says no title, its title."""
    for above, line in pairwise(lines):
        about = len(line) <= 120 and re.search("来源|发布时间|发布日期|浏览次数|阅读次数", plain(line))
        if about and next(publication_dates.days(line), None) is not None and 6 <= len(above) <= _LONGEST_TITLE:
            return above if _may_be_title(above) and ">" not in above else ""
    return ""


def _titles(lines: list[str], most: int) -> Iterator[str]:
    """Lines, up to `most` broken ones together, that begin and end as the titles of documents do."""
    for start, line in enumerate(lines):
        if not _may_be_title(line) or not _TITLE_BEGINS.search(plain("".join(lines[start : start + 2]))):
            continue
        for end in range(start + 1, min(start + most, len(lines)) + 1):
            title = "".join(lines[start:end])
            if len(title) > _LONGEST_TITLE or not all(map(_may_be_title, lines[start:end])):
                break
            if _TITLE_ENDS.search(plain(title)) and _TITLE_BEGINS.search(plain(title)):
                yield "\n".join(lines[_first_issuer(lines, start) if most > 1 else start : end])
                break


def _first_issuer(lines: list[str], start: int) -> int:
    """Where the names of the bodies begin that stand over a title, each on a line of its own."""
    while start and publishers.bodies_of(lines[start - 1]) and _may_be_title(lines[start - 1]):
        start -= 1
    return start


def _may_be_title(line: str) -> bool:
    sentence = line.endswith(("。", "：", ":", "；", "，")) or "。" in line
    return not (
        sentence
        or _HISTORY.match(plain(line))
        or "\t" in line
        or _NO_TITLE.match(plain(line))
        or _SIGNATORY.search(plain(line))
        or is_number(line)
        or _LETTERHEAD.match(plain(line))
        or is_head_of_order(line)
    )


def _number(layout: _Layout) -> FoundNumber | None:
    """The document's own number; on a page, where what is around its title or in its text bears one."""
    own = own_number(_around_title(layout)) if layout.document.lines else None
    text = "\n".join(publication_dates.before_asides(layout.text.split("\n")))
    return own or own_number(_head(text)) or number_in_title(layout.title)


def _around_title(layout: _Layout) -> list[str]:
    """The lines of the table about the document, of its letterhead and of its first words."""
    # Without what a page sets under its text: the documents that belong to it have numbers, too.
    lines = publication_dates.before_asides(layout.lines)
    if not layout.places:
        return list(lines[:_HEAD_LINES])
    return [line for place in layout.places for line in lines[max(place - _HEAD_LINES, 0) : place + 20]]


def _published(layout: _Layout) -> Proposal | None:
    """The day of publication, the surest way first; none rather than one that may be another's."""
    lines = layout.lines
    text = layout.text
    places = layout.places or [0] * bool(lines and not layout.document.lines)
    # By the title goes before what the page says of itself in its head: templates fill that in once, with the day of
    # the template.
    near = publication_dates.of_publication(lines, places)
    if near is not None:
        return Proposal(near.published, near.words)
    of_itself = publication_dates.iso_of(layout.document.published)
    if of_itself:
        return Proposal(of_itself, layout.document.published)
    issue = publication_dates.of_issue(lines)
    ways = (
        lambda: issue[0] if issue else None,
        lambda: publication_dates.labelled_anywhere(lines),
        lambda: publication_dates.of_writing(lines),
        lambda: publication_dates.of_proclamation(_head(text)),
        # The day under a document goes before that in the address: sites move, and file what is old under the day of
        # the move.
        lambda: publication_dates.signed(text) if _is_signed(layout) else None,
        lambda: publication_dates.in_address(layout.url),
        lambda: publication_dates.of_update(lines, places),
    )
    found = next((day for way in ways if (day := way()) is not None), None)
    return Proposal(found.published, found.words) if found else None


def _is_signed(layout: _Layout) -> bool:
    """Whether the day at the end is that of a signature: on a page of the web any list of news ends in a day."""
    return not layout.document.lines or _signature(layout.text) is not None


def _publisher(layout: _Layout, number: FoundNumber | None) -> Proposal | None:
    """Who issued a document, by its box, its signature, its head or its title; else who published the page."""
    document = layout.document
    if document.account:
        return Proposal(document.account, document.account)
    boxed = source_labels.issuer(_around_title(layout))
    if boxed is not None:
        return Proposal(*boxed)
    # Who issued a document goes before who shows it: a page on gov.cn may name 中国政府网 as the source of a ministry's
    # notice.
    issuer = _signature(layout.text) or _letterhead(layout, number) or _named_in_title(layout.title)
    return issuer or _source(layout)


def _source(layout: _Layout) -> Proposal | None:
    """Who published a page: by its label, the head of a newspaper, its properties, the lines under its title."""
    document = layout.document
    lines = layout.lines
    named = source_labels.source(lines, layout.places or [0])
    issue = publication_dates.of_issue(lines)
    bare = source_labels.unlabelled(lines, layout.places, document.marked, document.site) if document.lines else None
    host = urlsplit(layout.url).hostname or ""
    # Asked one after the other, as functions: the later ones walk the whole text, and the first mostly answers.
    ways = (
        named,
        (issue[1], issue[0].words) if issue else None,
        (document.publisher, document.publisher),
        bare,
        _dateline(layout),
        (publishers.of_address(host), host),
        (document.site, document.site),
    )
    return next((Proposal(*way) for way in ways if way is not None and way[0]), None)


def _dateline(layout: _Layout) -> tuple[str, str] | None:
    """The bodies that stand right under a title, with nothing but the day beside them."""
    for line in layout.under_title[:_LINES_OF_DATELINE]:
        day = None if ":" in plain(line) else next(publication_dates.days(line), None)  # 数据来源：国家统计局
        bodies = publishers.bodies_of((line[: day.start] + line[day.end :]).strip(" 　\t（）()")) if day else ""
        if bodies and not _VENUE.search(bodies):
            return bodies, line.strip()
    return None


def _signature(text: str) -> Proposal | None:
    """The bodies on the lines over the day under a document (落款)."""
    day = publication_dates.signed(text)
    if day is None:
        return None
    names: list[str] = []
    # Upwards from the day, until something else stands there: above the names comes the last sentence of the text.
    for line in reversed(text[: day.start].split("\n")[-16:]):
        bodies = line.strip(" 　\t（）()")
        if not bodies:
            continue
        if not publishers.bodies_of(bodies):
            break
        names.insert(0, bodies)
    return Proposal("、".join(map(publishers.bodies_of, names)), "\n".join(names)) if names else None


def _letterhead(layout: _Layout, number: FoundNumber | None) -> Proposal | None:
    """The bodies before 文件 in the head, or before the 令 or 公告 that bears the number."""
    if number is not None and number.issuers and "主席令" not in plain(number.value):
        return Proposal(number.issuers, number.words)
    for line in _head(layout.text)[:8]:
        found = _LETTERHEAD.match(plain(line))
        bodies = publishers.bodies_of(line[found.start(1) : found.end(1)]) if found else ""
        if bodies:
            return Proposal(bodies, line.strip())
    return None


def _named_in_title(title: str) -> Proposal | None:
    """The bodies that a document names in its own title, as the one who issues it."""
    found = _BEFORE_TITLE.match(plain(title))
    bodies = publishers.bodies_of(title[: found.end(1)]) if found else ""
    if not bodies or not _OWN_TITLE.match(plain(title)) or not all(map(publishers.is_authority, bodies.split("、"))):
        return None
    return Proposal(bodies, title[: found.end(1)] if found else title)


def _kind(title: str, number: FoundNumber | None, publisher: Proposal | None) -> Proposal | None:
    """By number, title and publisher, the strongest kind that they speak for (coding rules §5)."""
    name = publisher.value if publisher else ""
    speakers = publisher.words if publisher else ""
    official = all(map(publishers.is_authority, name.split("、")))
    title = plain(title)
    own = number is not None or bool(_OWN_TITLE.match(title))
    # The first that holds counts, so that their order is the rule: a paper that prints a notice with its number passes
    # on the document itself, hence `own`; and a list is a list though a notice brings it.
    rules: Iterable[tuple[EvidenceKind, bool, str]] = (
        (EvidenceKind.LAW, number is not None and number.is_order, number.words if number else ""),
        (
            EvidenceKind.LAW,
            bool(re.search("^(?:中华人民共和国)?[^,。]{2,30}(?:(?<![办方做看说想用])法|条例)$", title)),
            title,
        ),
        (EvidenceKind.STATE_PRESS, publishers.is_state_press(name) and not own, speakers),
        (EvidenceKind.PRESS, publishers.is_press(name) and not own, speakers),
        (EvidenceKind.STATEMENT, bool(re.search("答记者问|发布会|实录|讲话|座谈会|表示|解读|吹风会", title)), title),
        (EvidenceKind.LIST, bool(re.search("名单|公示|公告|目录|清单", title)), title),
        (EvidenceKind.STATISTICS, bool(re.search("统计|运行情况|经济运行|公报|月报", title)), title),
        (EvidenceKind.DOCUMENT, number is not None, number.words if number else ""),
        (EvidenceKind.DOCUMENT, bool(_TITLE_ENDS.search(title)), title),
        (EvidenceKind.STATEMENT, official, speakers),
    )
    return next((Proposal(kind.value, words) for kind, holds, words in rules if holds), None)


def _stage(
    layout: _Layout, number: FoundNumber | None, published: Proposal | None, kind: Proposal | None
) -> Proposal | None:
    """None of a report: that it says that something was issued makes it no document."""
    reports = (EvidenceKind.PRESS, EvidenceKind.STATE_PRESS, EvidenceKind.STATEMENT, EvidenceKind.STATISTICS)
    # A report that something was issued says 印发 in its title as the document does.
    if kind is not None and kind.value in reports and number is None:
        return None
    told = stage_of(
        layout.title,
        layout.under_title,
        layout.text,
        numbered=number.value if number else "",
        published=published.value if published else "",
    )
    return Proposal(told.stage.value, told.words) if told else None
