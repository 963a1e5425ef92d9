"""Where the headings of an office's spreadsheet stand, and what each column most likely holds."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tracker.capture.workbooks import Sheet
from tracker.domain.errors import UserError
from tracker.domain.sheets import SheetColumn, SheetField, SheetPlan
from tracker.domain.terms import Assessment

_WITHIN = 20
"""Rows at the top among which the headings are sought."""
_SAMPLE = 200
"""Rows that tell what a column holds."""
_SHOWN = 3
MOST_COLUMNS = 200
"""Columns of a ledger; what has more is a matrix."""
_LONGEST_HEADING = 40
_LONGEST_STATUS = 8
"""Characters: a column of longer cells tells of progress, whatever its heading."""
_SURE, _LIKELY = 2, 1
_LETTER = re.compile(r"[^\W\d_]")

_WHOLE: Mapping[SheetField, str] = {
    SheetField.WORDS: "承诺(?:事项|内容|原文)?|(?:重点|主要|工作|具体)?任务(?:内容|事项|描述)?|"
    "(?:重点|主要)?工作(?:内容|事项)?"
    "|(?:主要|具体|重点|工作)?举措|(?:工作|具体)?措施|事项(?:内容)?|内容"
    "|commitments?|pledges?|tasks?|actions?|measures?|words|description",
    SheetField.TITLE: "标题|名称|(?:任务|事项|工作|项目|承诺)(?:名称|标题)|简称|title|name",
    SheetField.CODE: "编号|编码|代码|(?:任务|事项|承诺)(?:编号|编码|代码)|code|id|number",
    SheetField.LEAD: "(?:主要)?(?:牵头|责任|主办|主责|承办|负责|落实)(?:单位|部门|司局|处室|主体|科室)?"
    "|lead|owner|department|(?:lead|responsible)(?:unit|department|office|body)",
    SheetField.CO_LEAD: "(?:配合|协办|参与|协同|协助|会办)(?:单位|部门|司局|处室|主体)?"
    "|(?:supporting|participating|other)(?:units?|departments?)|co-?leads?|supportedby",
    SheetField.DUE: "(?:完成|办结|截止|落实)?(?:时限|期限|日期|时间)(?:要求|节点)?|时间节点|完成时间"
    "|due|duedate|deadline|by(?:when)?",
    SheetField.TARGET: "(?:量化|年度|工作|绩效)?(?:目标|指标)(?:值|任务)?|target|goal|quantity|indicator",
    SheetField.TOPIC: "类别|分类|领域|板块|专题|方面|任务类别|所属(?:领域|板块)|topic|category|area|field|theme",
    SheetField.SPEAKER: "(?:责任|负责|联系|经办|发言)人|(?:主管|分管|责任)领导"
    "|speaker|contact|responsibleperson|person",
    SheetField.STATUS: "(?:办理|工作|完成|进展|当前|目前)?状态|是否完成|完成情况|办结情况|status|state",
    SheetField.PROGRESS: "(?:工作|最新|目前|任务)?(?:进展|落实|推进|办理|执行)(?:情况|说明)?"
    "|progress(?:notes?)?|update",
    SheetField.EVIDENCE_TITLE: "(?:佐证|证明|支撑|印证)(?:材料|文件)?(?:名称|标题)?|依据(?:文件)?"
    "|evidence(?:title)?|proof",
    SheetField.EVIDENCE_URL: "链接|网址|(?:佐证|证明|材料)?(?:链接|网址)|link|url|address",
    SheetField.EVIDENCE_DATE: "(?:佐证|证明|材料|发布|印发|公布)(?:材料)?(?:日期|时间)|evidencedate|published(?:on)?",
    SheetField.TAGS: "标签|关键词|tags?|keywords?|labels?",
    SheetField.REMARKS: "备注|说明|其他|remarks?|notes?|comments?",
}
_PART: Mapping[SheetField, str] = {
    SheetField.WORDS: "承诺|任务|举措|措施|事项|commitment|pledge|task|measure",
    SheetField.TITLE: "名称|标题|title",
    SheetField.CODE: "编号|编码|代码",
    SheetField.CO_LEAD: "配合|协办|参与|协同|support",
    SheetField.LEAD: "牵头|责任单位|责任部门|主办|承办|处室|司局|responsible|department",
    SheetField.EVIDENCE_DATE: "材料.*日期|evidence.*date",
    SheetField.EVIDENCE_URL: "链接|网址|link|url",
    SheetField.EVIDENCE_TITLE: "佐证|证明|evidence",
    SheetField.DUE: "时限|期限|节点|截止|完成时间|deadline|due",
    SheetField.TARGET: "目标|指标|target",
    SheetField.TOPIC: "领域|类别|分类|专题|category|topic",
    SheetField.SPEAKER: "负责人|责任人|联系人|领导",
    SheetField.STATUS: "状态|是否完成|status",
    SheetField.PROGRESS: "进展|落实|推进|完成情况|progress",
    SheetField.REMARKS: "备注|remark|note|comment",
}
_PATTERNS = [
    (field, re.compile(words), weight)
    for weight, table in ((_SURE, _WHOLE), (_LIKELY, _PART))
    for field, words in table.items()
]
_ORDINAL = re.compile(r"序号?|号|no\.?|#|编?号")

_STATUSES = {
    Assessment.MET: "已完成 完成 已办结 办结 已落实 已印发 已发布 done complete completed met finished",
    Assessment.IN_PROGRESS: "推进中 进行中 正在推进 持续推进 有序推进 正常推进 按计划推进 在办 办理中 进展中 已启动 "
    "inprogress ongoing started ontrack",
    Assessment.PARTLY_MET: "部分完成 基本完成 阶段性完成 partlymet partlydone partial",
    Assessment.NOT_MET: "未完成 逾期未完成 未办结 notmet notdone failed overdue",
    Assessment.DROPPED: "不再推进 终止 已终止 取消 已取消 dropped cancelled canceled",
}
_CLAIMS = {word: claimed for claimed, words in _STATUSES.items() for word in words.split()}
_CLAIM_NOTHING = frozenset(["未启动", "未开展", "未开始", "尚未启动", "待启动", "无", "notstarted", "none", "n/a"])


class _Guess(NamedTuple):
    weight: int
    field: SheetField
    words: str


def fold(words: str) -> str:
    """What two spellings of a heading or of a status have in common: width, case, blanks, what stands in brackets."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    return re.sub(r"\s+|\([^)]*\)|[:。.*_]+", "", plain) or "".join(plain.split())


def claimed_by(words: str) -> Assessment | None:
    """What an office's word for a status claims in our terms, where it is a usual one that claims anything."""
    return _CLAIMS.get(fold(words))


def is_status(words: str) -> bool:
    """Whether it is one of the usual words for a status, those that claim nothing among them."""
    return fold(words) in _CLAIMS.keys() | _CLAIM_NOTHING


def claim_of(words: str, statuses: Mapping[str, Assessment | None]) -> tuple[bool, Assessment | None]:
    """Whether it is known what a word for a status claims, and what: as the user said, else as is usual."""
    key = fold(words)
    if key in statuses:
        return True, statuses[key]
    return is_status(words), claimed_by(words)


def find_header(sheet: Sheet) -> int:
    """The number of the row that holds the headings, 0 where none does: of the first rows the one that names most."""
    best, most = 0, 0
    for number, cells in zip(range(sheet.first, sheet.first + _WITHIN), sheet.rows, strict=False):
        told = {cell for cell in cells[:MOST_COLUMNS] if cell and len(cell) <= _LONGEST_HEADING}
        guesses = [guess for cell in told if (guess := _guess(cell)) is not None]
        known = len({guess.field for guess in guesses})
        sure = sum(guess.weight for guess in guesses) >= _SURE  # 推进 in a promise is no heading by itself
        # A title over the table spans it; a heading that stands alone does not.
        several = len(told) > 1 or sum(map(bool, cells)) == 1
        # Of a heading of two rows the lower one says more.
        if sure and several and known >= max(most, 1):
            best, most = number, known
    return best


def columns(sheet: Sheet, header: int) -> tuple[SheetColumn, ...]:
    """Every column that holds anything below a row of headings, with what it was guessed to hold.

    Raises `sheet_too_wide`.
    """
    headings = sheet.cells(header)
    below = [cells for _, cells in zip(range(_SAMPLE), (cells for _, cells in sheet.numbered(header)), strict=False)]
    found: list[SheetColumn] = []
    for index in range(sheet.width):
        cells = [row[index] for row in below if row[index]]
        heading = " ".join(headings[index].split()) if headings else ""
        if cells or heading:
            found.append(SheetColumn(index, heading, tuple(cells[:_SHOWN])))
        if len(found) > MOST_COLUMNS:
            raise UserError("sheet_too_wide", field="sheet", limit=MOST_COLUMNS)
    return _assigned(found, below)


def plan_of(sheet: Sheet, header: int, found: Sequence[SheetColumn]) -> SheetPlan:
    """The plan that the guesses make."""
    return SheetPlan(sheet.name, header, {column.index: column.guess for column in found if column.guess}, {})


def headings_of(found: Sequence[SheetColumn]) -> list[str]:
    """The headings by which the same sort of sheet is known again."""
    return [fold(column.heading) for column in found]


def _guess(heading: str) -> _Guess | None:
    plain = fold(heading)
    if not plain or (_ORDINAL.fullmatch(plain) and plain != "编号"):
        return None
    for field, pattern, weight in _PATTERNS:
        match = pattern.fullmatch(plain) if weight == _SURE else pattern.search(plain)
        if match is not None:
            return _Guess(weight, field, match[0])
    return None


def _assigned(found: list[SheetColumn], below: Sequence[Sequence[str]]) -> tuple[SheetColumn, ...]:
    """Give each field to the column that names it best, and the words to the longest cells where nothing names them."""
    guesses = {column.index: guess for column in found if (guess := _guess(column.heading)) is not None}
    told = {index: _by_cells(guess, [row[index] for row in below if row[index]]) for index, guess in guesses.items()}
    chosen: dict[SheetField, int] = {}
    for index, guess in sorted(told.items(), key=lambda pair: (-pair[1].weight, pair[0])):
        if guess.field is SheetField.REMARKS or guess.field not in chosen:
            chosen.setdefault(guess.field, index)
        else:
            told.pop(index)
    if SheetField.WORDS not in chosen:
        free = [c for c in found if c.index not in told or told[c.index].field is SheetField.TITLE]
        longest = max(free, key=lambda column: _length(column.index, below), default=None)
        if longest is not None and _length(longest.index, below) > 0:
            told[longest.index] = _Guess(
                _LIKELY, SheetField.WORDS, guesses[longest.index].words if longest.index in guesses else ""
            )
    return tuple(
        SheetColumn(c.index, c.heading, c.samples, told[c.index].field, told[c.index].words) if c.index in told else c
        for c in found
    )


def _by_cells(guess: _Guess, cells: Sequence[str]) -> _Guess:
    """完成情况 and 进展情况 head short words for a status in one office, and whole reports in another."""
    long = bool(cells) and sum(map(len, cells)) > _LONGEST_STATUS * len(cells)
    if guess.field is SheetField.STATUS and long:
        return guess._replace(field=SheetField.PROGRESS)
    known = sum(map(is_status, cells))
    if guess.field is SheetField.PROGRESS and not long and 2 * known > len(cells):
        return guess._replace(field=SheetField.STATUS)
    return guess


def _length(index: int, below: Sequence[Sequence[str]]) -> float:
    cells = [row[index] for row in below if row[index] and _LETTER.search(row[index])]
    return sum(map(len, cells)) / len(cells) if cells else 0.0
