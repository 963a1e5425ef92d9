"""Where the headings of an office's spreadsheet stand, and what each column most likely holds.

And whether what was given as a table is a text: a speech, an article, notes, a file of a program.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice, takewhile
from pathlib import PurePath
from typing import NamedTuple

from tracker.capture.spreadsheets.targets import holds_amounts, holds_units, is_unit
from tracker.capture.spreadsheets.workbooks import CsvRows, Sheet, SheetFile
from tracker.domain.errors import UserError
from tracker.domain.exchange.spreadsheet_rows import SheetColumn, SheetField, SheetPlan
from tracker.domain.terms import Assessment
from tracker.domain.text.text_folding import simplified

_WITHIN = 20
"""Rows at the top among which the headings are sought."""
_SAMPLE = 200
"""Rows that tell what a column holds."""
_SHOWN = 3
_REMEMBERED = 4_000
"""Words whose folded form is remembered: thousands of rows have the same few for a status."""
MOST_COLUMNS = 200
"""Columns of a ledger; what has more is a matrix."""
_LONGEST_HEADING = 40
_LONGEST_STATUS = 8
"""Characters: a column of longer cells reports progress, whatever its heading."""
_SURE = 2
_LIKELY = 1
_LETTER = re.compile(r"[^\W\d_]")

_WHOLE: Mapping[SheetField, str] = {
    SheetField.WORDS: "承诺(?:事项|内容|原文)?"
    "|(?:年度|重点|主要|工作|具体|目标|改革)?任务(?:内容|事项|描述|分解|清单|措施|举措)?"
    "|(?:年度|重点|主要|具体)?工作(?:内容|事项|任务|分解|举措|措施)?|[一二三四]级(?:任务|指标|事项)|子任务|(?:分解|细化)任务"
    "|(?:主要|具体|重点|工作|推进|落实|细化|政策|任务|贯彻)*(?:举措|措施)|(?:重点|具体|改革)?事项(?:内容)?|(?:主要|具体|建设)?内容"
    "|(?:工作|任务)?要点|(?:工作|任务)清单|建议"
    "|commitments?|pledges?|(?:sub)?tasks?|actions?(?:items?)?|measures?|words|description",
    SheetField.TITLE: "标题|名称|(?:任务|事项|工作|项目|承诺)(?:名称|标题)|简称|title|name",
    SheetField.CODE: "编号|编码|代码|(?:任务|事项|承诺)(?:编号|编码|代码|序号|id)|code|id|number",
    SheetField.LEAD: "(?:主要)?(?:牵头|责任|主办|主责|承办|负责|落实)(?:单位|部门|司局|处室|主体|科室)?"
    "|(?:主管|归口|实施)?(?:单位|部门)|(?:责任|任务|部门|职责)分工"
    "|lead|owner|department|(?:lead|responsible)(?:unit|department|office|body)",
    SheetField.CO_LEAD: "(?:配合|协办|参与|参加|协同|协助|会办)(?:单位|部门|司局|处室|主体)?"
    "|(?:supporting|participating|other)(?:units?|departments?)|co-?leads?|supportedby",
    SheetField.DUE: "(?:计划|预计|拟|应|要求|目标)?(?:完成|办结|截止|落实|结束|到期|整改|答复|交付|验收|销号)?"
    "(?:时限|期限|日期|时间|时间节点|时间安排)(?:要求|节点)?|(?:完成|办结|截止|结束|到期)日|起止(?:时间|日期)|进度安排"
    "|due|duedate|deadline|by(?:when)?",
    SheetField.TARGET: "(?:量化|年度|工作|绩效)?(?:目标|指标)(?:值)?|(?:完成|验收|考核|工作)(?:标准|目标)"
    "|target|goal|quantity|indicator",
    SheetField.TOPIC: "类别|分类|领域|板块|专题|方面|任务类别|所属(?:领域|板块)|topic|category|area|field|theme",
    SheetField.SPEAKER: "(?:责任|负责|联系|经办|发言|执行|处理)[人者]|(?:主管|分管|责任)领导"
    "|speaker|contact|assignee|responsibleperson|person",
    SheetField.STATUS: "(?:办理|工作|完成|进展|当前|目前|任务|事项|项目)?状态|是否完成|完成情况|办结情况|status|state",
    SheetField.PROGRESS: "(?:工作|最新|目前|任务|完成)?(?:进度|进展|落实|推进|办理|执行)(?:情况|说明)?"
    "|progress(?:notes?)?|update",
    SheetField.EVIDENCE_TITLE: "(?:证据|佐证|证明|支撑|印证)(?:材料|文件)?(?:名称|标题)?|依据(?:文件)?"
    "|evidence(?:title)?|proof",
    SheetField.EVIDENCE_URL: "链接|网址|(?:证据|佐证|证明|材料)?(?:链接|网址)|link|url|address",
    SheetField.EVIDENCE_DATE: "(?:证据|佐证|证明|材料|发布|印发|公布)(?:材料)?(?:日期|时间)"
    "|evidencedate|published(?:on)?",
    SheetField.TAGS: "标签|关键词|tags?|keywords?|labels?",
    SheetField.REMARKS: "备注|说明|其他|(?:完成|工作|成果)(?:标志|要求|形式)|预期成果|remarks?|notes?|comments?",
}
_TASKS = "承诺|任务|举措|措施|事项|内容|commitment|pledge|task|measure"
_PART: Mapping[SheetField, str] = {
    SheetField.WORDS: f"(?:{_TASKS})s?$",  # what a heading is about stands at its end: 任务状态 is a status
    SheetField.TITLE: "名称|标题|title",
    SheetField.CODE: "编号|编码|代码",
    SheetField.CO_LEAD: "配合|协办|参与|协同|support",
    SheetField.LEAD: "牵头|责任单位|责任部门|主办|承办|处室|司局|responsible|department",
    SheetField.EVIDENCE_DATE: "(?:材料|证据).*日期|evidence.*date",
    SheetField.EVIDENCE_URL: "链接|网址|link|url",
    SheetField.EVIDENCE_TITLE: "证据|佐证|证明|evidence",
    SheetField.DUE: "时限|期限|节点|截止|完成[时日]|结束[时日]|时间安排|到期|deadline|due",
    SheetField.TARGET: "目标|指标|target",
    SheetField.TOPIC: "领域|类别|类型|分类|大类|专题|category|topic",
    SheetField.SPEAKER: "负责人|责任人|联系人|领导",
    SheetField.STATUS: "状态|是否完成|status",
    SheetField.PROGRESS: "进展|进度|落实|推进|完成情况|progress",
    SheetField.REMARKS: "备注|remark|note|comment",
}
_NO_TASKS = (
    "来源|优先|时间|日期|[人员者]$|数量|[数号]$|排序|链接|附件|评论|创建|更新|要求|依据|类型|分组|列表"
    "|priority|created|updated|type"
)
"""What else there is about a task."""
_PARENT = re.compile("父|上级|所属(?:任务|项目|事项|工作|清单)|parent")
"""What is above a task: never the task itself."""
_BESIDE = re.compile("前置|后置|关联|依赖|depend|predecessor|successor|related")
"""What is beside a task, and says nothing of it."""
_NO_DUE = re.compile("实际|启动|开始|起始|开工|actual|start(?!.*(?:due|end))|begin")
"""Of the days of a task, those on which it was done or begins, and by which nothing is to be done."""
_ENDS = re.compile("(?<!实际)(?:完成|结束|截止)")
_MEASURED = re.compile("指标")
_OFFICES = ("单位", "部门")
"""Headings that say whose a task is where anything stands below them."""
_DESCRIPTION = re.compile("描述|详情|description|details")
_RANKS = (
    (4, re.compile("承诺|commitment|pledge")),
    (0, _DESCRIPTION),
    (1, re.compile("一级|大项|板块|目标任务|任务目标")),
    (3, re.compile("三级|四级|子任务|具体|细化|分解|举措|措施|做法|步骤|内容|action|measure|subtask")),
    (2, re.compile("")),
)
"""How fine the tasks are that a heading means: it decides where the cells do not."""
_REPEATS = 0.9
"""Share of changes from row to row up to which a column is the coarser one of two."""
_FILLED = 0.5
"""Share of rows in which the words of a commitment must stand at least."""
_ANY_TASK = {SheetField.WORDS: f"^(?!.*(?:{_NO_TASKS})).*(?:{_TASKS})"}
_PATTERNS = [
    (field, re.compile(words), weight)
    for weight, table in ((_SURE, _WHOLE), (_LIKELY, _PART), (_LIKELY, _ANY_TASK))
    for field, words in table.items()
]
_GROUP = re.compile("任务|事项|工作|举措|措施|大类|一级")
_LEADS = re.compile("牵头|主办|主责")
"""Who is named beside one who leads is responsible with it: 牵头单位, 责任单位."""
_TASK = re.compile(f"{_WHOLE[SheetField.WORDS]}|(?:任务|事项|工作)(?:名称|标题)")
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
_YEARS = frozenset({"年度", "年份", "计划年度", "所属年度", "任务年度", "year"})
"""Headings over the year of each task."""
_UNIT_OVER = re.compile(r"单\s*位\s*[:：]\s*([^\s()（）,，、]{1,8})\s*[)）]?$")
_MONEY = re.compile("投资|资金|金额|经费|预算|费用|产值|收入")
_SIGNS = re.compile(r"^[^\w]+|[^\w]+$")
_CROSSED = re.compile("[×✗✘✕✖❌⨯?？]")
_TABLES = (".csv", ".tsv")
_SENTENCE = re.compile(r"[。！？；]|[A-Za-z]{2}[.!?](?=\s|$)")
_BYLINE = re.compile(
    r"(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s+\d{1,2}[:：]\d{2}|^\s*(?:来源|來源|作者|记者|記者|编辑|責任編輯|责任编辑)\s*[:：]"
    r"|(?:新华社|新華社|本报|本報|日报|日報|晚报)\S{0,10}\s*(?:\d|讯|電|电)|^\S{2,8}(?:日报|日報|晚报|早报)(?:\s|$)"
)
_ADDRESS = re.compile(
    r"^\s*(?:同志们|同志們|各位\S{1,8}[，、:：!！]|女士们|女士們|大家好|谢谢大家|謝謝大家|(?:尊敬|亲爱)的)"
)
"""How somebody speaks to an audience."""
_MARKUP = re.compile(r"\s*(?:[{\[<]|#{1,6}\s|>\s|```|---\s*$|\*\*)")
_ITEM = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+[、.．是]|第[一二三四五六七八九十]+[章条、，])"
)
_EVEN = 0.8
"""Share of rows with the same number of cells: that of a table."""
_MOSTLY = 0.5
_SOME = 0.3
_ROWS_OF_TABLE = 2


class _Guess(NamedTuple):
    weight: int
    field: SheetField
    words: str
    heading: str = ""
    """The whole of it, folded."""


@lru_cache(maxsize=_REMEMBERED)
def fold(words: str) -> str:
    """What two spellings of a heading or of a status have in common: width, script, case, blanks, what is in
    brackets."""
    plain = simplified(unicodedata.normalize("NFKC", words).casefold())
    return re.sub(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+|\([^)]*\)|[:。.*_]+", "", plain) or "".join(plain.split())


def claimed_by(words: str) -> Assessment | None:
    """What an office's word for a status claims in our terms, where it is a usual one that claims anything."""
    return _CLAIMS.get(_status_of(words))


def is_status(words: str) -> bool:
    """Whether it is one of the usual words for a status, those that claim nothing among them."""
    return _status_of(words) in _CLAIMS.keys() | _CLAIM_NOTHING


def _status_of(words: str) -> str:
    """A status without the sign beside it, ✅ 已完成; ✗ 完成 says two things, and so neither, and 已完成？ asks."""
    return fold(words) if _CROSSED.search(words) else _SIGNS.sub("", fold(words))


def claim_of(words: str, statuses: Mapping[str, Assessment | None]) -> tuple[bool, Assessment | None]:
    """Whether it is known what a word for a status claims, and what: as the user said, else as is usual."""
    key = fold(words)
    if key in statuses:
        return True, statuses[key]
    return is_status(words), claimed_by(words)


def find_header(sheet: Sheet) -> int:
    """The number of the row that holds the headings, 0 where none does: of the first rows the one that names most."""
    best = 0
    most = 0
    surest = 0
    above: tuple[str, ...] = ()
    # Twenty rows: titles, notes, units and the day of filling in stand over the headings, and below them a cell of the
    # table may say 责任单位 as well.
    for number, cells in zip(range(sheet.first, sheet.first + _WITHIN), sheet.rows, strict=False):
        if _is_hidden(sheet, number):
            continue
        joined = _joined(above, cells)
        goes_on = number == best + 1 and best > 0 and _goes_on(above, cells)
        above = cells
        told = {cell for cell in joined[:MOST_COLUMNS] if cell and len(cell) <= _LONGEST_HEADING}
        guesses = [guess for cell in told if (guess := _guess(cell)) is not None]
        # Fields and not cells: three columns of offices name one field.
        known = len({guess.field for guess in guesses})
        sure = sum(guess.weight for guess in guesses) >= _SURE  # 推进 in a promise is no heading by itself
        # A title over the table spans it; a heading that stands alone does not.
        several = len(told) > 1 or sum(map(bool, cells)) == 1
        # Of a heading of two rows the lower one says more.
        certain = sum(guess.weight == _SURE for guess in guesses)
        follows = number == best + 1 and cells != sheet.cells(best) and certain >= surest
        if sure and several and (goes_on or known > most or (known == most and follows)):
            best = number
            most = known
            surest = certain
    return best


def headings_at(sheet: Sheet, header: int) -> tuple[str, ...]:
    """The headings in a row; of a heading of two rows, what the lower one does not say is said by the upper one."""
    return _joined(() if _is_hidden(sheet, header - 1) else sheet.cells(header - 1), sheet.cells(header))


def names_fields(headings: Sequence[str]) -> int:
    """How many fields a row of headings names, where it names one at all surely."""
    guesses = [guess for heading in set(headings) if (guess := _guess(heading)) is not None]
    sure = any(guess.weight == _SURE for guess in guesses)
    return len({guess.field for guess in guesses}) if sure else 0


def begins_table(headings: Sequence[str]) -> bool:
    """Whether a row below the headings holds headings of its own: those of another table on the same sheet."""
    # A row of data mostly has a number: each other one costs fifty patterns.
    if any(len(cell) > _LONGEST_HEADING or cell.isdigit() for cell in headings):
        return False
    filled = [cell for cell in set(headings) if cell and not _ORDINAL.fullmatch(fold(cell))]
    guesses = [guess for cell in filled if (guess := _guess(cell)) is not None]
    # Most of them, since a row of data may have a few such words: 重点任务, 主管部门, 其他.
    has_values = any(re.search(r"\d", cell) and _guess(cell) is None for cell in filled)
    is_most = not has_values and 2 * len(guesses) > len(filled)
    return is_most and len({guess.field for guess in guesses if guess.weight == _SURE}) > 1


def unit_column(sheet: Sheet, header: int, target: int) -> int | None:
    """The column of the units of the amounts in another, the nearest to that; None for none."""
    headings = headings_at(sheet, header)
    below = _below(sheet, header)
    found = [p for p, heading in enumerate(headings) if heading and holds_units(fold(heading), _filled(p, below))]
    return min((place for place in found if place != target), key=lambda place: abs(place - target), default=None)


def unit_over(sheet: Sheet, header: int, target: int | None) -> str:
    """The unit that a line over the headings of a table says of its amounts (单位：万家); "" for none or several, and
    where it is that of the money in another column than the target."""
    above = takewhile(lambda one: one[0] < header, sheet.numbered())
    said = (_UNIT_OVER.search(cell) for _, cells in above for cell in set(cells) if cell)
    units = {found[1] for found in said if found and is_unit(found[1])}
    unit = units.pop() if len(units) == 1 else ""
    others = (heading for place, heading in enumerate(headings_at(sheet, header)) if place != target)
    return "" if unit.endswith("元") and any(map(_MONEY.search, others)) else unit


def year_column(folded: Sequence[str]) -> int | None:
    """The column of the year of each row, by the folded headings; None for none."""
    return next((place for place, heading in enumerate(folded) if heading in _YEARS), None)


def is_task(heading: str) -> bool:
    """Whether a column with this heading holds tasks, of whatever rank."""
    return _TASK.fullmatch(fold(heading)) is not None


def is_group(heading: str) -> bool:
    """Whether a column with this heading holds what tasks are parts of, so that each stands over several rows; a column
    for the parent of a task does not: without one, a task has none."""
    plain = fold(heading)
    return _GROUP.search(plain) is not None and _PARENT.search(plain) is None


def _joined(above: Sequence[str], cells: tuple[str, ...]) -> tuple[str, ...]:
    """Two rows of headings as one, where both are: most cells of the lower one are headings, and it has gaps."""
    if _goes_on(above, cells):
        pairs = zip(cells, above, strict=False)
        return tuple(cell if cell == over or _guess(cell) else over + cell for cell, over in pairs)
    lower = [_guess(cell) for cell in cells if cell]
    upper = [_guess(cell) for cell in set(above) if cell]
    known = sum(guess is not None and guess.weight == _SURE for guess in lower)
    if len(lower) in (len(cells), 0, 1) or 2 * known < len(lower) or sum(guess is not None for guess in upper) < _SURE:
        return cells
    return tuple(cell or over for cell, over in zip(cells, above, strict=False))


def _goes_on(above: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a row is the lower of two rows of headings, of which some span both."""
    spanning = [_guess(cell) for cell, over in zip(cells, above, strict=False) if cell and cell == over]
    is_sure = any(guess is not None and guess.weight == _SURE for guess in spanning)
    below_one = [over for cell, over in zip(cells, above, strict=False) if cell != over]
    return is_sure and bool(below_one) and len(set(above)) > 1 and all(len(cell) <= _LONGEST_HEADING for cell in cells)


def _is_hidden(sheet: Sheet, number: int) -> bool:
    return number - sheet.first in sheet.marks.hidden


def columns(sheet: Sheet, header: int) -> tuple[SheetColumn, ...]:
    """Every column that holds anything below a row of headings, with what it was guessed to hold.

    Raises `sheet_too_wide`.
    """
    headings = headings_at(sheet, header)
    below = _below(sheet, header)
    found: list[SheetColumn] = []
    for index in range(sheet.width):
        cells = [row[index] for row in below if row[index]]
        heading = " ".join(headings[index].split()) if headings else ""
        if cells or heading:
            is_hidden = index in sheet.marks.columns
            found.append(SheetColumn(index, heading, tuple(cells[:_SHOWN]), is_hidden=is_hidden))
        if len(found) > MOST_COLUMNS:
            raise UserError("sheet_too_wide", field="sheet", limit=MOST_COLUMNS)
    is_list = isinstance(sheet.rows, CsvRows)  # one that is a text was told from lists before
    told = _assigned([column for column in found if not column.is_hidden], below, is_list=is_list)
    return tuple(_told(column, told.get(column.index)) for column in found)


def plan_of(sheet: Sheet, header: int, found: Sequence[SheetColumn]) -> SheetPlan:
    """The plan that the guesses make."""
    return SheetPlan(sheet.name, header, {column.index: column.guess for column in found if column.guess}, {})


def headings_of(found: Sequence[SheetColumn]) -> list[str]:
    """The headings by which the same sort of sheet is known again."""
    return [fold(column.heading) for column in found]


@lru_cache(maxsize=_REMEMBERED)
def _guess(heading: str) -> _Guess | None:
    plain = fold(heading)
    if not plain or (_ORDINAL.fullmatch(plain) and plain != "编号"):
        return None
    # 前置任务 holds another row's task, and would be taken for the words of this one.
    if _BESIDE.search(plain):
        return None
    # Before the patterns: 所属任务 and 父任务 hold the word for a task, and would be taken for the words.
    if parent := _PARENT.search(plain):
        is_task = re.search("任务|项目|事项|工作|task|project", plain)
        return _Guess(_LIKELY, SheetField.TOPIC, parent[0], plain) if is_task and "编号" not in plain else None
    # In this order: whole headings before parts of them, and of parts the one that tells more: 佐证材料的日期 is a date
    # before it is evidence.
    for field, pattern, weight in _PATTERNS:
        # Sure is only a heading that says nothing else; what merely mentions a word competes by its weight.
        match = pattern.fullmatch(plain) if weight == _SURE else pattern.search(plain)
        if match is not None:
            is_none = field is SheetField.DUE and _is_no_due(plain)
            return None if is_none else _Guess(weight, field, match[0], plain)
    return None


def _is_no_due(plain: str) -> bool:
    """Whether a heading is of the day on which a task was done (实际完成时间), or begins and nothing else."""
    found = _NO_DUE.search(plain)
    return found is not None and (found[0] in ("实际", "actual") or _ENDS.search(plain) is None)


def _assigned(found: Sequence[SheetColumn], below: Sequence[Sequence[str]], *, is_list: bool) -> dict[int, _Guess]:
    """Give each field to the column that names it best, and the words to the finest tasks. Where no heading names them,
    none are taken but those of a list, which has no other column."""
    guesses = {column.index: guess for column in found if (guess := _guess(column.heading)) is not None}
    told = {index: _by_cells(guess, _filled(index, below)) for index, guess in guesses.items()}
    _tell_measures(told, found, below)
    words = _words_among(told, below)
    if words is None and is_list and len(found) == 1 and _length(found[0].index, below) > 0:
        words = found[0].index
        told[words] = _Guess(_LIKELY, SheetField.WORDS, "")
    chosen: dict[SheetField, int] = {}
    # The surest first, so that 责任单位 takes the field before a column that only mentions one.
    for index, guess in sorted(told.items(), key=lambda pair: (-pair[1].weight, pair[0])):
        if index == words or guess.field is SheetField.WORDS:
            continue
        if guess.field is SheetField.REMARKS or guess.field not in chosen:
            chosen.setdefault(guess.field, index)
        # 牵头单位 before 责任单位: beside one that leads, the responsible ones are those who help.
        elif guess.field is SheetField.LEAD and _LEADS.search(told[chosen[guess.field]].heading):
            chosen.setdefault(SheetField.CO_LEAD, index)
            told[index] = guess._replace(field=SheetField.CO_LEAD)
            if chosen[SheetField.CO_LEAD] != index:
                told.pop(index)
        else:
            told.pop(index)
    if words is not None:
        told[words] = told[words]._replace(field=SheetField.WORDS)
        _place_others(told, words, chosen, below)
    return told


def _tell_measures(told: dict[int, _Guess], found: Sequence[SheetColumn], below: Sequence[Sequence[str]]) -> None:
    """Of a table of indicators: their units are remarks, the column of amounts is the target, and where no tasks have
    a heading, what is measured are the words."""
    for column in found:
        plain = fold(column.heading) if column.heading else ""
        cells = _filled(column.index, below)
        if plain and holds_units(plain, cells):
            told[column.index] = _Guess(_LIKELY, SheetField.REMARKS, column.heading, plain)
        elif plain in _OFFICES and not cells:
            told.pop(column.index, None)
    targets = [index for index, guess in told.items() if guess.field is SheetField.TARGET]
    amounts = [index for index in targets if holds_amounts(_filled(index, below))]
    has_words = any(guess.field in (SheetField.WORDS, SheetField.TITLE) for guess in told.values())
    for index in targets:
        if index in amounts or not (amounts or _MEASURED.search(told[index].heading)):
            continue
        if not has_words and _length(index, below) > 0:
            told[index] = told[index]._replace(field=SheetField.WORDS)
            has_words = True
        elif amounts:
            told[index] = told[index]._replace(field=SheetField.REMARKS)


def _words_among(told: Mapping[int, _Guess], below: Sequence[Sequence[str]]) -> int | None:
    """The column of the finest tasks, of those that hold any in most rows; else that of their names."""
    for fields in ((SheetField.WORDS,), (SheetField.TITLE,)):
        filled = {
            index: len(_filled(index, below))
            for index, guess in told.items()
            if guess.field in fields and _length(index, below) > 0
        }
        names = [len(_filled(index, below)) for index, guess in told.items() if guess.field is SheetField.TITLE]
        enough = _FILLED * max([*filled.values(), *names], default=0)
        full = sorted(index for index, count in filled.items() if count >= enough)
        if full:
            best = full[0]
            for index in full[1:]:
                best = index if _is_finer(index, best, told, below) else best
            return best
    return None


def _is_finer(index: int, than: int, told: Mapping[int, _Guess], below: Sequence[Sequence[str]]) -> bool:
    """Whether a column breaks down what another holds: it changes from row to row where the other stays."""
    rank = _rank(told[index])
    other_rank = _rank(told[than])
    # By the cells and not by the headings: in one office 重点任务 stands over the groups, in another over what they
    # consist of.
    own = _changes(index, below, gaps_repeat=rank <= other_rank)
    other = _changes(than, below, gaps_repeat=other_rank <= rank)
    if min(own, other) <= _REPEATS * max(own, other):
        return own > other
    return rank > other_rank if rank != other_rank else own > other


def _place_others(
    told: dict[int, _Guess], words: int, chosen: dict[SheetField, int], below: Sequence[Sequence[str]]
) -> None:
    """The coarser tasks are the topic of the finer ones, or their title where each has its own; others are remarks."""
    rank = _rank(told[words])
    changes = _changes(words, below, gaps_repeat=False)
    others = {
        index: _changes(index, below, gaps_repeat=_rank(guess) <= rank)
        for index, guess in told.items()
        if guess.field is SheetField.WORDS and index != words
    }
    for index in sorted(others, key=lambda one: (others[one], one)):
        field = SheetField.REMARKS
        if _DESCRIPTION.search(told[index].heading):
            pass
        elif 0 < others[index] <= _REPEATS * changes and _begins(index, below):
            field = SheetField.TOPIC
        elif _rank(told[index]) < rank and _length(index, below) > 0 and "级" not in told[index].heading:
            field = SheetField.TITLE
        taken = chosen.get(field)
        if field is SheetField.TOPIC and taken is not None and told[taken].weight < _SURE:
            told.pop(taken)
            taken = None
        if field is not SheetField.REMARKS and taken is not None:
            field = SheetField.REMARKS
        chosen.setdefault(field, index)
        told[index] = told[index]._replace(field=field)


def _begins(index: int, below: Sequence[Sequence[str]]) -> bool:
    """Whether a column says something from its first row on, as one does that stands over the rows of another."""
    return any(row[index] for row in below[:2])


def _rank(guess: _Guess) -> int:
    return next(rank for rank, pattern in _RANKS if pattern.search(guess.heading))


def _changes(index: int, below: Sequence[Sequence[str]], *, gaps_repeat: bool) -> int:
    """How many times a column says something else than before; with `gaps_repeat` an empty cell says the same."""
    cells = [row[index] for row in below if row[index] or not gaps_repeat]
    return sum(cell != before for cell, before in zip(cells, ["", *cells], strict=False))


def _filled(index: int, below: Sequence[Sequence[str]]) -> list[str]:
    return [row[index] for row in below if row[index]]


def _below(sheet: Sheet, header: int) -> list[tuple[str, ...]]:
    """The first rows below the headings."""
    return [cells for _, cells in islice(sheet.numbered(header), _SAMPLE)]


def _told(column: SheetColumn, guess: _Guess | None) -> SheetColumn:
    return column if guess is None else replace(column, guess=guess.field, guessed_by=guess.words)


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


def is_text(sheet: Sheet, header: int, file: SheetFile) -> bool:
    """Whether a file without a format of its own holds sentences, and no table.

    A row of headings that names two fields makes a table of whatever stands below. Without one, rows must be alike;
    lines that are not parted at all need a heading over them, or a file that is called a table: then they are a list.
    """
    if not isinstance(sheet.rows, CsvRows) or (header and names_fields(headings_at(sheet, header)) > 1):
        return False
    is_named = PurePath(file.name.lower()).suffix in _TABLES
    rows = [row for row in ([cell for cell in row if cell] for row in islice(sheet.rows, _SAMPLE)) if row]
    lines = [" ".join(row) for row in rows]
    if not header and any(map(_ADDRESS.match, lines)):
        return True
    if len(rows) < _ROWS_OF_TABLE or _MARKUP.match(lines[0]) or any(_BYLINE.search(line) for line in lines[:5]):
        return True
    # As the file has them: a table is as wide in every row, a text as its commas fall.
    widths = [width for width in islice(sheet.rows.widths(), _SAMPLE) if width]
    if max(widths) > 1 and (is_named or max(set(widths), key=widths.count) > 1):
        return _is_uneven(widths) or (not header and _end_sentences(rows))
    above = header - sheet.first
    if header and above <= 1:  # a heading, and perhaps a title over it
        return _are_sentences(lines[above + 1 :])
    return not is_named or _are_sentences(lines) or _is_outline(lines) or (not header and _end_sentences(rows))


def _is_uneven(widths: Sequence[int]) -> bool:
    """Whether marks part the lines as they part clauses: into now few pieces, now many. A title may stand over a
    table."""
    usual = max(set(widths), key=widths.count)
    return widths.count(usual) < _EVEN * (len(widths) - 1)


def _end_sentences(rows: Sequence[Sequence[str]]) -> bool:
    return sum(_ends_sentence(row[-1]) for row in rows) > _MOSTLY * len(rows)


def _are_sentences(lines: Sequence[str]) -> bool:
    """Whether lines are paragraphs: some with several sentences, or sentences under a headline."""
    if not lines:
        return False
    several = sum(len(_SENTENCE.findall(line)) > 1 for line in lines)
    if several > _SOME * len(lines):
        return True
    ended = list(map(_ends_sentence, lines))
    return not ended[0] and sum(ended[1:]) > _MOSTLY * (len(lines) - 1)


def _is_outline(lines: Sequence[str]) -> bool:
    """Whether numbered points stand under a title, as in a document."""
    return not _ITEM.match(lines[0]) and all(map(_ITEM.match, lines[1:]))


def _ends_sentence(words: str) -> bool:
    return _SENTENCE.search(words[-3:]) is not None
