"""The lines of a text by what they are: headings, questions, who speaks, paragraphs, and rows of a table."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from tracker.briefing.finding.plain_marks import plain_marks
from tracker.domain.commitments.department_cells import HELPS, LEADS, OFFICES

_LINE = re.compile(r"[^\n]+")
_BRACKETED = re.compile(r"\s*[\[【［]\s*(?P<label>[^\]】］，。]{2,24})\s*[\]】］]\s*[：:]?")
"""[主持人 梅季青], [晨报记者]: who speaks, as some transcripts have it, alone in a line or before the words."""
_ALONE = re.compile(
    r"\s*(?:[【\[(（]?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?[】\])）]?\s*)?"
    r"(?:(?P<office>[\u4e00-\u9fff、]{2,30}?[长员任席人])[ 　]*)?(?P<name>[\u4e00-\u9fff]{2,4})(?:（[^）]*）)?\s*$"
)
"""【10:03】农村水利水电司司长郑怀山: a name alone in its line, above the words."""
_ASKS_ALONE = re.compile(
    r"\s*(?:[【\[(（]?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?[】\])）]?\s*)?[^，。；：]{2,24}(?:记者|提问)\s*$"
)
_OFFICES = f"{OFFICES}|主体|[科处股]室"
LEAD_LABEL = f"(?:{LEADS}|负责|落实)(?:{_OFFICES})?"
HELP_LABEL = f"(?:{HELPS})(?:{_OFFICES})?"
"""What stands before a colon and those who do it: 牵头单位, 责任科室; 配合单位."""
_ASSIGNMENT = re.compile(
    rf"\s*[（【(]?\s*(?:{LEAD_LABEL}|{HELP_LABEL})\s*："
    r"|\s*[（【][^（）【】]*(?:负责|牵头|按职责分工)[^（）【】]*[）】]\s*$"
)
_LABEL = re.compile(
    r"\s*(?:\*\*)?(?:(?P<office>[\u4e00-\u9fff、（）]{2,40}?[长员任席人记师])[ 　]+)?"
    r"(?P<name>[^\s，。；：“”、（）\d]{1,20}?)(?:\*\*)?\s*："
)
_ASKS = re.compile(r"\s*[《“]?[^，。；：]{0,30}(?:记者|媒体)(?:提问)?\s*：")
_QUESTION = re.compile(
    r"(?:[^，。；：]{0,16}记者(?:提问)?|提问|问|[^，。；：]{0,12}(?:日报|电视台|通讯社|新华社|广播|新闻|报社?))$"
)
_ANSWER = re.compile("答|回答|答复")
_NOBODY = re.compile(
    "责任|牵头|配合|时限|期限|单位|部门|附件|来源|时间|地点|日期|编者|备注|说明|注|标题|主题|要求|指出|强调|认为|表示|如下|目标|任务|内容|措施"
    "|电话|邮箱|联系|编辑|记者$|原则|其中|例如|比如|包括|方面|首先|其次|结果|数据|链接|摘要|关键词|部署|明确|提出|介绍|问题|建议|一是|二是|三是"
)
_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff·]{1,12}")
_ORDINALS = (
    (1, re.compile(r"\s*第[一二三四五六七八九十]+[部章篇]分?[、，：\s]?")),
    (2, re.compile(r"\s*[一二三四五六七八九十]{1,3}[、．.]")),
    (3, re.compile(r"\s*（[一二三四五六七八九十]{1,3}）")),
    (4, re.compile(r"\s*\d{1,3}(?:[．、]|\.(?!\d))")),
    (5, re.compile(r"\s*（\d{1,3}）")),
    (6, re.compile(r"\s*[①-⑳]")),
)
_MARKED = re.compile(r"\s*(#{1,6})\s*")
_ENDS = ("。", "！", "？", "；", "，", "”", "）", "：", "…")
_LONGEST_HEADING = 45
_UNNUMBERED = 9
_CELLS = 2


class LineKind(StrEnum):
    """What a line of a text is."""

    HEADING = "heading"
    QUESTION = "question"
    SPEECH = "speech"
    PARAGRAPH = "paragraph"
    ROW = "row"
    ASSIGNMENT = "assignment"
    """Who does, and by when, what stands above."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text by its offsets, without its line break.

    `body` is where its words begin, after a speaker's name or an ordinal; `level` is that of its ordinal, 1 the
    highest, 0 for none, 9 for a heading without a number; `speaker` is the name at its head, "" for none.
    """

    start: int
    end: int
    kind: LineKind
    body: int
    level: int = 0
    speaker: str = ""


def lines_of(text: str) -> tuple[Line, ...]:
    """Return the lines of a text that hold anything, in order. Marks of either width are known."""
    plain = plain_marks(text)
    speakers = _speakers(plain)
    return tuple(
        _line(plain, found.start(), found.end(), speakers) for found in _LINE.finditer(plain) if found[0].strip()
    )


def offices_of(text: str, names: Iterable[str]) -> dict[str, str]:
    """Return the office of each speaker as the label or an introduction gives it: the words before the name where they
    end an office (工业和信息化部副部长张云明). A speaker without one is left out."""
    plain = plain_marks(text)
    found: dict[str, str] = {}
    for name in names:
        spelt = re.escape(name)
        office = "([\u4e00-\u9fff、（）]{2,40}?[长员任席人记师])"
        labelled = re.search(rf"(?m)^\s*(?:[【\[]\S*?[】\]])?\s*{office}[ 　]*{spelt}\s*(?:：|$)", plain)
        said = labelled or re.search(
            rf"(?:^|[，。；：、\n（\s]|(?<=[和与]))((?:(?!出席)[\u4e00-\u9fff、]){{3,40}}?[长员任席记人家师理])"
            rf"(?:兼[\u4e00-\u9fff]{{2,20}})?\s?{spelt}(?!：)",
            plain,
        )
        if said and (office := said[1].lstrip("、和与")):
            found[name] = office
    return found


def speakers_by_line(lines: Iterable[Line]) -> Iterator[tuple[Line, str]]:
    """Yield each line with the name of whoever says it: until a question, a heading or somebody else, "" for nobody."""
    speaker = ""
    for line in lines:
        if line.kind in (LineKind.QUESTION, LineKind.HEADING):
            speaker = ""
        elif line.kind is LineKind.SPEECH:
            speaker = line.speaker
        yield line, speaker


def _speakers(plain: str) -> frozenset[str]:
    """The names that stand before a colon, or in brackets, at the head of a line and are people: said more than once,
    with their office, or in a text with questions."""
    heads = [found[0] for found in _LINE.finditer(plain)]
    labels = [(label, name) for head in heads for label, name in _labels(head)]
    names = Counter(name for label, name in labels if _NAME.fullmatch(name) and label.re is not _ALONE)
    asked = any(_ASKS.match(head) or _ASKS_ALONE.match(head) for head in heads)
    asked = asked or any(_QUESTION.search(name) for _, name in labels)
    with_office = {name for label, name in labels if label.re is not _BRACKETED and label["office"]}
    if asked:  # elsewhere a short line alone is a title
        names.update(name for label, name in labels if label.re is _ALONE and name in with_office)
    return frozenset(
        name
        for name, count in names.items()
        if not _NOBODY.search(name) and not _QUESTION.search(name)
        if asked or count > 1 or name in with_office or re.search(rf"[长员任席人]\s?{re.escape(name)}(?!：)", plain)
    )


def _line(plain: str, start: int, end: int, speakers: frozenset[str]) -> Line:
    words = plain[start:end]
    if marked := _MARKED.match(words):
        return Line(start, end, LineKind.HEADING, start + marked.end(), len(marked[1]))
    if words.count("\t") >= _CELLS or words.count("|") > _CELLS:
        return Line(start, end, LineKind.ROW, start)
    if _ASSIGNMENT.match(words):
        return Line(start, end, LineKind.ASSIGNMENT, start)
    if said := _said_by(words, speakers):
        kind, body, speaker = said
        return Line(start, end, kind, start + body, speaker=speaker)
    level, body = _ordinal(words)
    body += len(words[body:]) - len(words[body:].lstrip())
    if _is_heading(words, level):
        return Line(start, end, LineKind.HEADING, start + body, level or _UNNUMBERED)
    return Line(start, end, LineKind.PARAGRAPH, start + body, level)


def _said_by(words: str, speakers: frozenset[str]) -> tuple[LineKind, int, str] | None:
    """Whether somebody's words or a question begin in a line, after how many characters, and by whom they are said."""
    if asks := _ASKS.match(words) or _ASKS_ALONE.match(words):
        return LineKind.QUESTION, asks.end(), ""
    for label, name in _labels(words):
        if name in speakers:
            return LineKind.SPEECH, label.end(), name
        if _QUESTION.search(name):
            return LineKind.QUESTION, label.end(), ""
        if _ANSWER.fullmatch(name):
            return LineKind.SPEECH, label.end(), ""
    return None


def _labels(words: str) -> Iterator[tuple[re.Match[str], str]]:
    """What may name a speaker at the head of a line, and the name in it."""
    if label := _BRACKETED.match(words):
        yield label, label["label"].split()[-1]
    if label := _LABEL.match(words) or _ALONE.match(words):
        yield label, label["name"]


def _ordinal(words: str) -> tuple[int, int]:
    for level, pattern in _ORDINALS:
        if found := pattern.match(words):
            return level, found.end()
    return 0, 0


def _is_heading(words: str, level: int) -> bool:
    """Whether a line without a closing mark stands over others: a short one, or one with a number."""
    said = words.strip()
    if said.endswith(_ENDS) or "。" in said or len(said) > _LONGEST_HEADING:
        return False
    return level > 0 or "，" not in said or len(said) <= _LONGEST_HEADING // 2
