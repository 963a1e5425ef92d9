"""What a document seems to be: proposals with the words they were taken from, for the analyst to confirm or correct."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from tracker.capture import datings, publishers
from tracker.capture.documents import Document
from tracker.capture.figures import Figure, main_figures
from tracker.domain.terms import EvidenceKind, Stage

_HEAD_LINES = 40
_LONGEST_HEAD_LINE = 500
_LONGEST_TITLE = 120
_LONGEST_LINE = 60
_KINDS_OF_TEXT = (
    "通知|公告|通告|公示|意见|方案|办法|规定|条例|名单|公报|决定|批复|函|规划|纲要|指南|指引|目录|细则|报告|解读|答记者问|标准"
    "|计划|清单|倡议|要点|简报|实录|稿）|稿\\)|行）|行\\)"
)
_TITLE_ENDS = re.compile(f"(?:{_KINDS_OF_TEXT})[”》〉]?$")
_TITLE_BEGINS = re.compile("关于|印发|公布|公示|发布|中华人民共和国|《")
_NO_TITLE = re.compile(
    r"^(附\s*件|索\s*引\s*号|发文|文\s*号|来\s*源|日\s*期|时\s*间|首页|当前位置|字体|打印|分享|各[省市]|\d+$|[—\-\d\s]+$)"
)
_SITE = re.compile(
    r"\s*[|_｜—–-]+\s*[^|_｜—–-]*(?:网|部|局|委|委员会|政府|平台|门户|办公室|院|社|报|首页|栏目)[^|_｜—–-]*$"
)
_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,16}\s*[〔\[（(【［]\s*(?:19|20)\d{2}\s*[〕\])）】］]\s*第?\s*\d{1,5}\s*号"
    r"|[\u4e00-\u9fff]{2,24}(?:令|公告|通告)\s*[（(]?\s*(?:(?:19|20)\d{2}\s*年\s*)?第\s*\d{1,4}\s*号[）)]?"
    r"|(?:19|20)\d{2}\s*年\s*第\s*\d{1,4}\s*号\s*(?:公告|令|通告|公示)?"
)
_NUMBER_LABEL = re.compile(r"(?:发\s*文\s*字\s*号|发\s*文\s*文\s*号|文\s*号|文\s*件\s*编\s*号)\s*[:：\t ]\s*")
_CITING = re.compile("^.*(?:根据|按照|依据|关于|印发了|发布了|按|以|见|和|及|由|的|〈|《)(?=[\u4e00-\u9fff]{2})")
_PUBLISHER_LABEL = re.compile(
    r"(?:来\s*源|发布机构|发文机关|发布单位|发布机关|信息来源|发文单位|稿\s*源|制定机关)\s*[:：]\s*([^\s|，。；;]{2,30})"
)
_BEFORE_TITLE = re.compile(r"^([\u4e00-\u9fff、 　]{2,60}?)(?=关于|印发|公布|发布|联合|公示)")
_HEADING = re.compile(r"^(?:中华人民共和国)?([\u4e00-\u9fff、 　]{2,30}?)(?:令|公告|通告)$")
_ORDINAL = re.compile(r"(?:(?:19|20)\d{2}\s*年\s*)?第\s*\d{1,4}\s*号")
_ENACTED = re.compile(r"《([^《》]{2,60}(?:法|条例|规定|办法|决定|细则))》")
_LETTERHEAD = re.compile(r"^\s*([\u4e00-\u9fff、 　]{2,40}?)\s*文\s*件\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value for a field of the evidence, and the words of the document or address that it was taken from."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Proposals:
    """What could be found; None where nothing speaks for any value. `kind` and `stage` are values of the terms."""

    title: Proposal | None = None
    publisher: Proposal | None = None
    number: Proposal | None = None
    published: Proposal | None = None
    kind: Proposal | None = None
    stage: Proposal | None = None
    figures: tuple[Figure, ...] = ()


def propose(document: Document, *, url: str = "", name: str = "") -> Proposals:
    """Look for the particulars of a document, from its text, its own properties, its address and its file name."""
    text = "\n".join(document.pages)
    title = _title(document, text, name)
    number = _number(text)
    publisher = _publisher(document, text, title, url)
    said = title.value if title else ""
    return Proposals(
        title=title,
        publisher=publisher,
        number=number,
        published=_published(document, text, url),
        kind=_kind(said, number, publisher),
        stage=_stage(said, text),
        figures=main_figures(said, text),
    )


def _head(text: str) -> list[str]:
    lines = (line.strip()[:_LONGEST_HEAD_LINE] for line in text.split("\n", _HEAD_LINES * 2)[: _HEAD_LINES * 2])
    return [line for line in lines if line][:_HEAD_LINES]


def _title(document: Document, text: str, name: str) -> Proposal | None:
    if document.title:
        title = _SITE.sub("", document.title).strip() or document.title
        return Proposal(title[:_LONGEST_TITLE], document.title)
    lines = _head(text)
    enacted = _ENACTED.search("\n".join(lines)) if any(line.endswith("令") for line in lines[:5]) else None
    if enacted:
        return Proposal(enacted[1], enacted[0])
    found = next(_titles(lines), None) or next(filter(_may_be_title, lines), None)
    if found:
        return Proposal("".join(found.split("\n"))[:_LONGEST_TITLE], found)
    stem = PurePosixPath(name).stem
    return Proposal(stem, name) if stem else None


def _titles(lines: list[str]) -> Iterator[str]:
    """Lines, up to four broken ones together, that begin and end as the titles of documents do."""
    for start, line in enumerate(lines):
        if not _may_be_title(line) or not _TITLE_BEGINS.search("".join(lines[start : start + 2])):
            continue
        for end in range(start + 1, min(start + 4, len(lines)) + 1):
            title = "".join(lines[start:end])
            if len(title) > _LONGEST_TITLE or not all(map(_may_be_title, lines[start:end])):
                break
            if _TITLE_ENDS.search(title) and _TITLE_BEGINS.search(title):
                yield "\n".join(lines[start:end])
                break


def _may_be_title(line: str) -> bool:
    sentence = line.endswith(("。", "：", ":", "；", "，")) or "。" in line
    return not (sentence or "\t" in line or _NO_TITLE.match(line) or _NUMBER.fullmatch(line) or _LETTERHEAD.match(line))


def _number(text: str) -> Proposal | None:
    """The document's own number: labelled, or on a line of its own; not one that it cites."""
    lines = _head(text)
    for above, line in pairwise(lines):
        if _HEADING.match(above) and _ORDINAL.fullmatch(line.strip("（）()")):
            return Proposal(above + line, f"{above}\n{line}")
    for line in lines:
        label = _NUMBER_LABEL.search(line)
        found = _NUMBER.search(line, label.end()) if label else _NUMBER.fullmatch(line.strip("（）()"))
        if found:
            return Proposal(found[0].strip(), line)
    for line in lines:
        found = _NUMBER.search(line)
        cited = found and (
            "《" in line[: found.start()] or line[found.start() - 1 : found.start()] in ("（", "(", "〈")
        )
        if found and not cited and len(line) <= _LONGEST_LINE:
            own = _CITING.sub("", found[0].strip())
            return Proposal(own, line)
    return None


def _published(document: Document, text: str, url: str) -> Proposal | None:
    labelled = datings.labelled(text)
    of_itself = datings.iso_of(document.published)
    if labelled is None and of_itself:
        return Proposal(of_itself, document.published)
    found = labelled or datings.signed(text) or datings.in_address(url) or _first_day(text)
    return Proposal(found.published, found.words) if found else None


def _first_day(text: str) -> datings.Dated | None:
    """A whole day in the head of the text; a month alone is more likely what the text is about."""
    head = "\n".join(_head(text))
    return next((day for day in datings.days(head) if len(day.published) == len("2025-05-06")), None)


def _publisher(document: Document, text: str, title: Proposal | None, url: str) -> Proposal | None:
    labelled = _PUBLISHER_LABEL.search("\n".join(_head(text)))
    if labelled:
        return Proposal(labelled[1].strip("《》“”"), labelled[0])
    found = _signature(text) or _letterhead(text) or _named_in_title(title)
    if found is None and document.publisher:
        found = Proposal(document.publisher, document.publisher)
    host = urlsplit(url).hostname or ""
    owner = publishers.of_address(host)
    return found or (Proposal(owner, host) if owner else None)


def _signature(text: str) -> Proposal | None:
    """The bodies on the lines over the day under a document (落款)."""
    day = datings.signed(text)
    if day is None:
        return None
    names: list[str] = []
    for line in reversed(text[: day.start].split("\n")[-12:]):
        bodies = line.strip(" 　\t（）()")
        if not bodies:
            continue
        if not publishers.BODY.fullmatch(bodies):
            break
        names.insert(0, bodies)
    words = "\n".join(names)
    return Proposal("、".join("、".join(re.split(r"[ 　]{2,}", name)) for name in names), words) if names else None


def _letterhead(text: str) -> Proposal | None:
    head = _head(text)[:8]
    found = _LETTERHEAD.search("\n".join(head)) or next(filter(None, map(_HEADING.match, head)), None)
    return Proposal(found[1].strip(), found[0].strip()) if found else None


def _named_in_title(title: Proposal | None) -> Proposal | None:
    found = _BEFORE_TITLE.match(title.value) if title else None
    if found is None or not publishers.is_authority(found[1].strip(" 　、")):
        return None
    return Proposal("、".join(found[1].split()), found[0])


def _kind(title: str, number: Proposal | None, publisher: Proposal | None) -> Proposal | None:
    """By number, title and publisher, the strongest kind that they speak for (coding rules §5)."""
    name = publisher.value if publisher else ""
    speakers = publisher.words if publisher else ""
    official = publishers.is_authority(name)
    rules: Iterable[tuple[EvidenceKind, bool, str]] = (
        (EvidenceKind.LAW, bool(number and re.search("令", number.value)), number.words if number else ""),
        (EvidenceKind.LAW, bool(re.search("^(?:中华人民共和国)?[^，。]{2,20}(?:法|条例)$", title)), title),
        (EvidenceKind.STATE_PRESS, publishers.is_state_press(name) and number is None, speakers),
        (EvidenceKind.PRESS, publishers.is_press(name) and number is None, speakers),
        (EvidenceKind.STATEMENT, bool(re.search("答记者问|发布会|实录|讲话|座谈会|表示|解读|吹风会", title)), title),
        (EvidenceKind.LIST, bool(re.search("名单|公示|公告|目录|清单", title)), title),
        (EvidenceKind.STATISTICS, bool(re.search("统计|运行情况|经济运行|公报|月报", title)), title),
        (EvidenceKind.DOCUMENT, number is not None, number.words if number else ""),
        (EvidenceKind.DOCUMENT, bool(_TITLE_ENDS.search(title)), title),
        (EvidenceKind.STATEMENT, official, speakers),
    )
    return next((Proposal(kind.value, words) for kind, holds, words in rules if holds), None)


_STAGES = (
    (Stage.CONSULTATION, re.compile("征求意见|征询意见|公开征集.{0,8}意见")),
    (Stage.PUBLICITY, re.compile("公示")),
    (Stage.IN_FORCE, re.compile("自(?:发布|公布|印发)之日起(?:施行|实施|执行)")),
    (Stage.ISSUED, re.compile("印发|公布|发布|公告|认定|批准|通告|令第|关于.{2,60}的?(?:意见|通知|决定)$")),
    (Stage.DRAFTING, re.compile("正在(?:研究)?(?:制定|起草|编制|修订)|研究起草|研究制定|拟制定|抓紧制定")),
)


def _stage(title: str, text: str) -> Proposal | None:
    """By the title, else by the text; the law that begins to hold on its publication is told by its last article."""
    in_force = next(pattern.search(text) for stage, pattern in _STAGES if stage is Stage.IN_FORCE)
    for stage, pattern in _STAGES:
        found = pattern.search(title)
        if found and stage is Stage.ISSUED and in_force:
            return Proposal(Stage.IN_FORCE.value, in_force[0])
        if found:
            return Proposal(stage.value, found[0])
    for stage, pattern in _STAGES:
        found = pattern.search(text)
        if found:
            return Proposal(stage.value, found[0])
    return None
