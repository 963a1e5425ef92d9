"""How far a document has come, where its own title, its letterhead or a dated sentence of its own says so.

A word in the body decides nothing: a law that has results publicised (公示), and a report that something was issued,
are neither.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from tracker.capture.particulars.conventions import plain
from tracker.capture.particulars.publication_dates import days
from tracker.domain.terms import Stage

_DOCUMENTS = (
    "通知|公告|通告|意见|决定|办法|规定|条例|方案|规划|函|批复|命令|令|名单|目录|清单|公报|纲要|指南|细则|规则|标准|法"
)
_DRAFT = re.compile(
    r"\((?:公开)?征求意见[稿版]?[^)]{0,6}\)|\((?:再次|第[一二三四]次)?征求意见稿|征求意见稿\)?》?$|\((?:修订|修正)?草案[^)]{0,10}\)|\(送审稿[^)]{0,6}\)"
)
_ASKING = re.compile(
    "(?:公开|再次|书面)?(?:征求|征询|征集).{0,60}(?:意见|建议)(?:的|建议|的公告|的通知|的通告|的函|的启事)*(?:公告|通知|通告|函|启事)?[》)]?$"
    "|意见(?:建议)?(?:征集|征询)(?:的)?(?:公告|通知|通告)?$|公开征求意见|征求(?:社会|公众|各方)?意见的"
)
_NOT_ASKING = re.compile("意见(?:采纳|反馈|汇总|办理)|征求意见(?:结果|情况|工作)|反馈情况|采纳情况")
_ABOUT_IT = re.compile(
    "一图|图解|图说|图示|长图|海报|读懂|速览|解读|问答|访谈|动漫|动画|短视频"
    "|(?:召开|举行|举办|组织|参加|审议|热议).*(?:听证|座谈|论证|研讨|宣讲|培训|发布|常务|部务)?会"
)
"""What a report or a picture about a document is called by."""
_ITSELF = re.compile(r"(?:公告|通知|通告|函)(?:\([^)]{1,30}\))?$")
_POSTED = re.compile(
    r"(?:的|拟.{2,60}|名单|结果|情况|项目|企业|对象|事项|前|任前|入围|评审)?公示(?:公告|公报|名单|通知)?(?:\([^)]{1,20}\))?$|公示的?(?:公告|通知|通告)$"
)
_NO_POSTING = re.compile(
    "信息公示(?:工作|制度|系统|平台)|公示(?:制度|办法|条例|规定|工作|管理)|公示结果|公示期满|公示系统"
)
_MADE_KNOWN = re.compile(
    rf"(?:^|关于)(?:联合)?(?:印发|公布|发布|颁布|颁发|批准发布|废止).{{2,160}}(?:{_DOCUMENTS})[》)]?(?:\([^)]{{1,30}}\))?$"
    r"|(?:部|委|委员会|局|厅|署|办公室|院|政府|中央|会)\s*(?:印发|公布|发布).{2,160}的(?:通知|公告|通告|决定|令)$"
)
_OF_A_FORM = re.compile(rf"(?:{_DOCUMENTS})[》)]?(?:\([^)]{{1,30}}\))?$")
_NOTICE = re.compile(r"(?:公告|通告|令|决定)(?:\([^)]{1,30}\))?$")
_CALLING = re.compile(
    "申报|推荐|征集|遴选|报送|举办|召开|组织开展|填报|申请|报名|招聘|招标|采购|邀请|参加|培训|会议|征求|公示|拟|座谈|调研|答记者问"
)
"""What a notice calls for is still to come, and a ledger would take its being sent for the result."""
_FORCE = re.compile(
    r"(?:(?:本|该)(?:法|条例|办法|规定|决定|通知|意见|细则|规则|规范|规程|公告|通告|标准|目录|措施|方案|令|制度|准则|指南|解释)|现予(?:公布|发布)"
    r"[^。;]{0,30}?)[,,]?\s*自\s*(?P<from>[^,。;\s《》]{2,24}?)\s*(?:起)?(?:正式)?(?:施行|实施|执行|生效|施行实施)(?!以来|后|前|期间|满)"
)
_AT_ONCE = re.compile("(?:发布|公布|印发|颁布|签发)之日")
_DRAFTING = re.compile("正在(?:抓紧|加快|组织|研究)*(?:制定|制订|起草|编制|修订)|研究起草")
_LONGEST_TITLE_LINES = 3


class FoundStage(NamedTuple):
    """A stage, and the words that say it."""

    stage: Stage
    words: str


def stage_of(title: str, under_title: Sequence[str], text: str, *, numbered: str, published: str) -> FoundStage | None:
    """The stage, or None where the document itself says none.

    `under_title` are the lines that follow the title; `numbered` is the document's own number as its letterhead or box
    has it, or ""; `published` its day, or "".
    """
    folded = plain(title)
    # 一图读懂 and a report of a hearing have all the words of the document in their titles; only a number, or the name
    # of a form at the end, shows the document itself.
    if not numbered and _ABOUT_IT.search(folded) and not _ITSELF.search(folded):
        return None
    drafted = _draft(folded, under_title)
    if drafted is not None:
        return FoundStage(Stage.CONSULTATION, title if drafted == folded else drafted)
    if _POSTED.search(folded) and not _NO_POSTING.search(folded):
        return FoundStage(Stage.PUBLICITY, title)
    if _DRAFTING.search(folded):
        return FoundStage(Stage.DRAFTING, title)
    # Its own sentence about when it holds goes before the title, which says 印发 for as long as it exists.
    force = _in_force(text, published)
    issued = _issued(folded, numbered)
    if force is not None and (issued or _OF_A_FORM.search(folded)):
        return force
    return FoundStage(Stage.ISSUED, numbered if issued == "number" else title) if issued else None


def _draft(title: str, under_title: Sequence[str]) -> str | None:
    """The words that make it a draft put up for opinions."""
    if _NOT_ASKING.search(title):
        return None
    if _DRAFT.search(title) or _ASKING.search(title):
        return title
    near = [plain(line).strip() for line in under_title[:_LONGEST_TITLE_LINES]]
    # The whole line: the first sentence below a title may mention the draft of another document.
    return next((line for line in near if _DRAFT.fullmatch(line)), None)


def _issued(title: str, numbered: str) -> str:
    """Whether the title says so ("title"), or the number at the head of a document ("number")."""
    if _MADE_KNOWN.search(title) and not re.search("征求|公示|申报", title):
        return "title"
    # After 印发 and before the number: a numbered notice that calls for applications is sent, but what it calls for has
    # not begun.
    if _CALLING.search(title):
        return ""
    if re.search("令|公告|通告", plain(numbered)) or (numbered and _OF_A_FORM.search(title)):
        return "number"
    return "title" if _NOTICE.search(title) and re.match(".{0,40}关于", title) else ""


def _in_force(text: str, published: str) -> FoundStage | None:
    """From its own sentence about when it holds: at once, or from a day; before that day it is issued, no more."""
    for found in _FORCE.finditer(plain(text)):
        words = text[found.start() : found.end()].strip()
        if _AT_ONCE.search(found["from"]):
            return FoundStage(Stage.IN_FORCE, words)
        day = next(days(found["from"]), None)
        if day is not None:
            # By the day of publication and not by today: a page proves what held then, and must give the same stage
            # next year.
            return FoundStage(Stage.IN_FORCE if published and day.published <= published else Stage.ISSUED, words)
    return None
