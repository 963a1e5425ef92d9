"""What a unit's own words and what stands over them say of it: amount, due date, departments, parts (§3, §4)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from tracker.briefing.finding.finding_rules import FindingRules
from tracker.briefing.finding.forward_text import Sentence
from tracker.briefing.finding.task_tables import TaskCell
from tracker.briefing.finding.text_structure import HELP_LABEL, LEAD_LABEL
from tracker.capture.spreadsheets.deadlines import SaidYear, calendar_day, read_due
from tracker.capture.spreadsheets.targets import read_target
from tracker.domain.briefings.found_units import FoundDepartment
from tracker.domain.commitments.quantity import Quantity
from tracker.domain.rows import Due
from tracker.domain.terms import CommitmentKind, CountingBasis, DepartmentBasis, DepartmentRole, DueBasis, Operator
from tracker.domain.text.numerals import TENTH, parse_number

_IN_BRACKETS = re.compile("（[^）]*）")
_NO_COUNT = re.compile(
    "|".join(
        (
            # levels, one of a kind, what is left out
            r"(?:国家|[省市县区部])级以[上下]",
            r"一[个套份次](?=[\u4e00-\u9fff])",
            r"[\d.]+[^，\d]{1,4}以外",
            # so many for each: how many altogether is not said
            r"(?<=[\u4e00-\u9fff])各(?:选择?|打造|建设?|新建|建成|创建|布局|组织|培育|推出)[^，]*",
            r"每个?(?:行政村|[省市县区乡镇村校]|街道|社区)(?:（[^）]*）)?(?![^，]*%)[^，]*",
            # of what size those are that another figure counts: 年出栏百头以上的养殖大户30户, 2000万元以上项目50个
            r"[\d.百千万亿]+[^，\d个家项件座所条处台套场]{1,4}以[上下]的(?=[\u4e00-\u9fff])",
            r"(?:[\d.]+|[千百]+)?[万亿]元以[上下](?=[^，]*\d)",
            r"(?:低于|高于|超过|不足|不满)[\d.]+[^，\d]{1,4}的(?=[\u4e00-\u9fff])",
            r"一[个户人件](?:都|也)?不",
            r"[\d.]+[^\d，个家项件座]{1,4}以[上下]"
            r"(?=[\u4e00-\u9fff]{0,4}(?:企业|单位|人员|城市|县|项目|用户|家庭|老人|医院|学校|工业|公办))",
            # ages, terms and days
            r"[\d.,]+[-—–~至到][\d.,]+(?:岁|个月|年|天|日)",
            r"[\d.]+(?:岁|周岁)",
            r"(?:满|超过|不足)?[\d一二三四五六七八九十两]+(?:个)?(?:月|年|天|日|小时|分钟|周|季度|工作日)(?:以上|以内|以下|内|左右)?",
            r"20\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?",
            r"\d{1,2}月\d{1,2}日",
            # names, places in an order, and ways of speaking: 十四五, 第三批, 两项补贴, 双碳, 三横
            r"[“《][^”》]*[”》]",
            r"十[一二三四五六七八九]五",
            r"第[\d一二三四五六七八九十百]+[\u4e00-\u9fff]",
            r"[\d一二三四五六七八九十]+(?:大|项|个)?(?:方面|环节|领域|层次|时期|阶段)",
            r"[一两二三四五](?:项|类|种|大|级|期|方|支|次|张|老|小)(?=[\u4e00-\u9fff、]|$)",
            r"双[\u4e00-\u9fff]",
            r"[一二三四五]+[横纵网链园港]",
        )
    )
)
"""Figures that count nothing: ages, terms, days, names, places in an order."""
_ASIDE = re.compile(
    "|".join(
        (
            r"(?:，其中|，首期|，每|，[较比](?:上年|去年|20\d\d年))[^，]*.*$",
            r"(?:去年|上年|已)[^，]{0,8}的?[\d.]+[\u4e00-\u9fff]",
            r"对[^，]{2,30}的(?=[^，]*(?:予以|给予|进行|实施))",
            r"由[^，到至]*(?=(?:提高|增加|扩大|提升|降低|压减|下降|减少|缩短|放宽|延长)?[到至])",
            r"(?:企业|参加|在职)[^，到至]*(?=放宽[到至])",
        )
    )
)
"""What is only a part of the amount, was there before, or what is left behind by it."""
_CONDITION = re.compile(r"^.*?(?:的|后|时)，(?=.*\d)")
_WORKING_DAYS = re.compile(
    r"(?:压缩|缩短|压减|控制|减少)(?:至|到|在)[^，\d]{0,4}([\d.]+)(个工作日|天|小时|分钟)|([\d.]+)(个工作日|小时|分钟|天)以?内(?:办结|核查|办理|完成|答复)"
)
_LISTED = re.compile("(、[^，、]{1,20}?)[一两二三四五六七八九](?:个|项|部|类|大|种|家|所|条|座|处)(?=[\u4e00-\u9fff“])")
"""A、B、C三个专项治理 counts what it names."""
_NAMED_COUNT = re.compile("((?:[^，、\\d]{2,20}、){1,8}[^，、\\d]{2,20}?)([2-9])(?=[个家所条座处][\u4e00-\u9fff])")
"""A、B、C3个项目, where the figure is that of the names."""
_LONE_SCALE = re.compile("(?<![\\d零一二三四五六七八九十百千万亿几数上成])[百千万](?=[件家个项名](?!万户|争))")
"""千件优质品牌 is a thousand."""
_TENTHS = re.compile(f"([一二两三四五六七八九]){TENTH}")
_NEW = re.compile(
    "再|新|增(?!长)|安排|发放|支持|培育|培养|打造|建设|建成|改造|完成|开工|引进|招引|培训|认定|遴选|组织|举办|开展|提供|发行|投入|制定|选派|淘汰|出台|推出|创建|设立|布局|启动|实施|争取"
)
_STOCK = re.compile(
    "累计|达到?|总[数量]|突破|超过|保持在|稳定在|控制在|以内|增长|下降|降低|占|率|比重|返还|不超过|放宽"
)
_BATCH = re.compile(r"(?<![新首第这每分下上同])(?:一批|若干|一系列)(?=[^，、]{2,})[^，]*")
_MEASURES = (
    ("企业|机构|工厂|医院|学校|服务商|园区|银行|公司|院校|高校|门店|单位|商户|标杆", "家"),
    ("措施|政策|标准|规定|改革|技术|任务|工程", "项"),
    ("", "个"),
)
_YEARS_LONG = re.compile(
    r"(?:(?:用|力争用|利用|通过)([\d一二两三四五六七八九十]{1,2})年(?:左右|时间|的时间)|([一二两三四五])年(?:之)?内)"
)
_YEARS_PLAN = re.compile(r"从(20\d\d)年[^，]{0,8}起[^。]*?([一二两三四五])年")
_NAMES = re.compile("十[一二三四五六七八九]五|[“《][^”》]*[”》]|（[^）]*）")
"""What has figures of a date in it and names none: a plan, a title, an aside."""
_DATED = re.compile(r"20\d\d|年底|月底|年内|全年|季度|半年|\d月|今年|明年")
_BY_SEASON = re.compile("(?:主?汛期?|节|国庆|暑期|寒假|供暖|采暖|入冬|开学|封冻)[之以]?前|秋季|春季|今冬|明春|秋冬")
"""A day that must be reckoned from the season is left to a person."""
_FROM_ON = re.compile(r"(?:(20\d\d)年|(明年))?(\d{1,2})月(?:(\d{1,2})日(?:起|正式|开始)|起)")
_ENDS_IN = {
    "上半年": 6,
    "年中": 6,
    "下半年": 12,
    "年底": 12,
    "年末": 12,
    "一季度": 3,
    "二季度": 6,
    "三季度": 9,
    "四季度": 12,
}
_SEASON = re.compile(
    rf"(?:(?P<year>20\d\d)年|(?P<next>明年)|今年)?(?:到|在|于)?(?:(?P<month>\d{{1,2}})月(?:份|底|末)?(?:前|之前|以前)?|(?P<part>{'|'.join(_ENDS_IN)}))(?!\d|以来|\d+日)"
)
_WITHIN = re.compile(r"(?:印发|发布|公布|施行|通知|文件)[^，]{0,8}之日起(\d{1,3})(个月|日|天|个工作日)内")
_YEAR_AHEAD = re.compile(r"(20\d\d)年")
_NAMED_BODIES = re.compile(
    "[（(](?=[^）)]*(?:负责|牵头|分工|[局委部办厅院府]、|[局委部办厅院府][，；]))(?:[^（）()]|（[^（）]*）)*[）)]"
)
_WHOSE = re.compile("(?P<what>[^由]{2,12})?由(?P<name>.+)")
_SHARES = re.compile(
    "(?:等(?:有关|相关)?(?:部门|单位)?(?:和(?:有关)?单位)?)?(?:按(?:照)?(?:各自)?职责分工)?(?:分别|共同)?(?P<role>牵头|负责|主办|配合|参与|协助)(?:落实|实施|推进)?$"
)
_TERM = re.compile(r"20\d\d年|\d月|年底|长期|持续|除|其中|完成|下同|为牵头")
_ASIDE_BEHIND = re.compile("（([^）]*)）$")
_UNNAMED = re.compile("^(?:各?(?:有关|相关|执法|职能)|其他)(?:部门|单位|方面)")
_DUE_LABEL = "(?:完成|办结)?(?:时限|期限|时间)(?:要求)?"
_SHARE = re.compile(
    rf"(?:(?P<co>{HELP_LABEL})|(?P<due>{_DUE_LABEL})|{LEAD_LABEL})\s*：(?P<said>[^\n：]*?)"
    rf"(?=[；。，、\s）】]*(?:(?:{HELP_LABEL}|{LEAD_LABEL}|{_DUE_LABEL})\s*：|\n|$))"
)
"""Who does it, or by when, up to the next label: 牵头单位：甲局；配合单位：乙局；完成时限：6月底."""
_OPENS = "（【( 　"
"""What may stand before a label at the head of its line."""
_REACH = 600
"""Characters behind a unit in which the brackets or lines stand that say who does it."""
_OTHERS = re.compile("等(?:有关|相关)?(?:部门|单位|方面)?(?:和(?:有关)?(?:部门|单位))?$")
_SPLIT = re.compile("、(?![^（]*）)|(?<=[部委局行会院署办])和")
_BODY = r"[\u4e00-\u9fff]{2,14}?(?:部|委|局|总局|署|银行|办|会)"
_WITH = re.compile(
    rf"(?:会同|联合|协同|配合)((?:{_BODY})(?:、{_BODY})*)"
    r"(?=[，。：等在]|制定|出台|印发|开展|推进|实施|推动|修订|组织|研究|建立|完善|加强|联合|共同|启动|做好|举办|加快)"
)
_BY = re.compile(r"^由([\u4e00-\u9fff]{2,14}?(?:部|委|局|厅|办|司|署|中心|院))(?:牵头|负责)")
_HEADED = re.compile(r"(?:[\u4e00-\u9fff]{2,8}?[部委])?([\u4e00-\u9fff]{2,12}?[司局])(?:副)?[司局]长$")
_CORE = re.compile("(?:工业和信息化部|发展|工业|管理|综合)?[司局]$")
_SHARED = 4
_KINDS = (
    (CommitmentKind.STUDY, r"^(?:[^，]{0,6})?(?:研究(?!制定|出台|起草|编制|提出)|论证|谋划)(?!院|所|型|生|中心)"),
    (
        CommitmentKind.DOCUMENT,
        r"(?:制定|制订|修订|出台|印发|发布|编制|起草|公布|制修订)[^，]*(?:意见|办法|规划|方案|规定|通知|标准|指南|条例|目录|政策|计划|细则|文件|措施|白皮书|清单)|完善[^，]*(?:政策|制度|机制|法规|标准)$|(?:建立|健全|构建|完善)[^，]*(?:制度|机制)$",
    ),
    (CommitmentKind.DESIGNATION, r"^(?:[^，]{0,8})?(?:新?认定|遴选|评选|评定|命名|选树)"),
    (CommitmentKind.PILOT, r"试点(?!成果|经验)[^，]{0,12}$|^试点|先行先试|^(?:[^，]{0,8})?开展[^，]*示范"),
    (CommitmentKind.PROGRAMME, r"(?:实施|开展|推进|启动|组织)[^，]*(?:行动|工程|计划)(?:计划)?$"),
    (CommitmentKind.MONITORING, r"(?:运行|统计|动态|质量)监测(?:预警|分析|评估)?$|^(?:[^，]{0,4})?监测"),
    (
        CommitmentKind.RESEARCH_AND_DEVELOPMENT,
        r"(?:技术|装备|产品)[^，]{0,6}(?:攻关|研发|研制|突破)|突破[^，]*(?:技术|瓶颈)|^(?:[^，]{0,8})?(?:攻克|研制|研发)",
    ),
    (CommitmentKind.OPENING, r"(?:扩大|推进|推动)[^，]*(?:开放)$"),
    (CommitmentKind.CULTIVATION, r"^(?:[^，]{0,8})?(?:培育|打造|支持[^，]*发展|壮大|培养)"),
)
_KIND_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
_LISTED_PARTS = re.compile(
    "好?([^、，。“”（）在对于化增]{2,12}(?:[、和][^、，。“”（）和]{2,12}){1,8})"
    "等(?!方式|场所|规定|[^，]{0,4}(?:领域|问题|组织)|工作|地|省|市|流域|渠道|途径|部门|单位)[\u4e00-\u9fff]{2,12}"
)


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a unit; what is unsure is None or empty."""

    kind: CommitmentKind | None = None
    quantity: Quantity | None = None
    due: Due | None = None
    departments: tuple[FoundDepartment, ...] = ()
    parts: tuple[str, ...] = ()


def fields_of(
    plain: str, start: int, end: int, sentence: Sentence, held_on: date, rules: FindingRules, office: str = ""
) -> Fields:
    """Return what is said of the unit at these offsets of a text in its plain form; `office` is its speaker's."""
    words = plain[start:end]
    quantity = quantity_of(words)
    return Fields(
        kind_of(words, rules),
        quantity,
        _due(plain, start, words, sentence, held_on, rules, quantity is not None),
        _departments(plain, start, end, sentence, office),
        parts_of(words, rules),
    )


def parts_of(words: str, rules: FindingRules) -> tuple[str, ...]:
    """Return what the action is done to where the words list it and close the list (A、B、C等…): each can be met alone
    (§1). A list that is not closed so may be parts or one name, and is left to a person."""
    said = words.rsplit("，", maxsplit=1)[-1]
    head = rules.adverbs.match(said)
    said = said[head.end() :] if head else said
    verb = rules.certain_action.match(said) or rules.likely_action.match(said)
    listed = _LISTED_PARTS.fullmatch(said, verb.end()) if verb else None
    return tuple(re.split("、|和", listed[1])) if listed else ()


def kind_of(words: str, rules: FindingRules) -> CommitmentKind | None:
    """Return the kind that the words speak for surely; None where they may be of several."""
    head = rules.adverbs.match(words)
    said = words[head.end() :] if head else words
    fits = [kind for kind, pattern in _KIND_PATTERNS if pattern.search(said) or pattern.match(words)]
    return fits[0] if fits else None


def quantity_of(words: str) -> Quantity | None:
    """Return the amount that the words promise (§4); None where there is none, or several that differ."""
    words = _LISTED.sub(lambda found: f"{found[1]}某某", words)
    words = _NAMED_COUNT.sub(
        lambda found: found[1] + ("某" if found[1].count("、") + 1 == int(found[2]) else found[2]), words
    )
    said = _NO_COUNT.sub(
        lambda found: "某" * len(found[0]), _ASIDE.sub("", _IN_BRACKETS.sub("", _CONDITION.sub("", words)))
    )
    if found := _WORKING_DAYS.search(words):
        return Quantity(
            Operator.AT_MOST, Decimal(found[1] or found[3]), found[2] or found[4], CountingBasis.CUMULATIVE, found[0]
        )
    said = _LONE_SCALE.sub(r"1\g<0>", said)
    said = _TENTHS.sub(lambda found: f"{(parse_number(found[1]) or 0) * 10}%", said)
    read = read_target(said)
    amount = read.quantity
    if amount is None or read.is_several:
        batch = _BATCH.search(said) if amount is None else None
        if batch is None:
            return None
        unit = next(unit for pattern, unit in _MEASURES if re.search(f"(?:{pattern})$", batch[0]))
        return Quantity(Operator.UNQUANTIFIED, None, unit, CountingBasis.NEW, batch[0])
    if amount.operator is Operator.UNQUANTIFIED:
        unit = next(unit for pattern, unit in _MEASURES if re.search(f"(?:{pattern})$", said))
        batch = _BATCH.search(said)
        return replace(amount, unit=unit, basis=CountingBasis.NEW, wording=batch[0] if batch else amount.wording)
    if amount.operator is Operator.EQUAL and re.search(r"(?:最高|最多|上限)[^，\d]{0,6}\d", said):
        amount = replace(amount, operator=Operator.AT_MOST)
    is_new = _NEW.search(said) and not _STOCK.search(said) and amount.unit != "%"
    return replace(
        amount, basis=CountingBasis.NEW if is_new else CountingBasis.CUMULATIVE, wording=_wording(words, amount)
    )


def _wording(words: str, amount: Quantity) -> str:
    """The clause of the words in which the amount stands."""
    counted = amount.counted or amount.unit
    return next(
        (
            clause
            for clause in words.split("，")
            if re.search(r"[\d一二三四五六七八九十百千万两]", clause) and counted[:1] in clause
        ),
        words,
    )


# --- due date ---------------------------------------------------------------------------------------------------------


def _due(
    plain: str, start: int, words: str, sentence: Sentence, held_on: date, rules: FindingRules, counted: bool
) -> Due | None:
    if rules.never_due.search(words) or _BY_SEASON.search(words):
        return None
    cell = sentence.setting.cell or _assigned(plain, plain.find(words, start) + len(words))
    if cell is not None and cell.due:
        return own_due(words, held_on) or _due_in_cell(cell, words, sentence, held_on)
    return own_due(words, held_on) or _due_before(plain, start, sentence, held_on, counted) or _due_over(sentence)


def own_due(words: str, held_on: date) -> Due | None:
    """Return the day that words themselves name; None where they name none, or one that is past."""
    return _derived(words, held_on) or _stated(_NAMES.sub("", words), held_on)


def _derived(words: str, held_on: date) -> Due | None:
    """The end of a time that is counted from a day: 三年左右, 印发之日起30日内."""
    if found := _YEARS_PLAN.search(words):
        return Due(date(int(found[1]) + int(parse_number(found[2]) or 1) - 1, 12, 31), DueBasis.DERIVED)
    if found := _YEARS_LONG.search(words):
        years = int(parse_number(found[1] or found[2]) or 1)
        return Due(date(held_on.year + years - 1, 12, 31), DueBasis.DERIVED, about=True)
    if found := _WITHIN.search(words):
        days = int(found[1]) * (30 if found[2] == "个月" else 1)
        return Due(held_on + timedelta(days), DueBasis.DERIVED, about=found[2] in ("个月", "个工作日"))
    return None


def _stated(words: str, held_on: date) -> Due | None:
    """The latest day, or end of a month, quarter or year, that the words name; one that is past is none."""
    if not _DATED.search(words):
        return None
    if found := _FROM_ON.search(words):
        year = int(found[1]) if found[1] else held_on.year + (found[2] is not None)
        on = calendar_day(year, int(found[3]), int(found[4]) if found[4] else None)
        return Due(on, DueBasis.STATED) if on is not None and on >= held_on else None
    if not re.search(r"20\d\d|\d月|[月季半]|年底", words) and re.search("今年|年内|全年", words):
        return Due(date(held_on.year, 12, 31), DueBasis.STATED)
    due = read_due(words, SaidYear(held_on.year, DueBasis.STATED)).due
    if due is None or due.on is None or due.on < held_on:
        # A month whose year is another one than that of the text: 最迟明年3月底.
        due = _by_season(words, held_on)
    if due is not None and due.on is not None and due.on >= held_on:
        return replace(due, basis=DueBasis.STATED)
    years = [int(found) for found in _YEAR_AHEAD.findall(words) if int(found) >= held_on.year]
    return Due(date(max(years), 12, 31), DueBasis.STATED) if years else None


def _by_season(words: str, held_on: date) -> Due | None:
    """The end of the part of the year that the words name, where they say more than a day."""
    if not (found := _SEASON.search(words)):
        return None
    year = int(found["year"]) if found["year"] else held_on.year + (found["next"] is not None)
    month = int(found["month"]) if found["month"] else _ENDS_IN[found["part"]]
    on = calendar_day(year, month)
    return None if on is None else Due(on, DueBasis.STATED)


def _due_in_cell(cell: TaskCell, words: str, sentence: Sentence, held_on: date) -> Due | None:
    """The day in the table's own column, where it is that of this task: 第1项2025年9月底，其余2025年12月底."""
    said = _share(cell.due, cell.number, words)
    year = sentence.setting.year.year if sentence.setting.year else held_on.year
    if re.search("持续|长期|常态|每年", said):
        return None
    if re.search("全年|年内", said):
        stated = _YEAR_AHEAD.search(said)
        return Due(date(int(stated[1]) if stated else year, 12, 31), DueBasis.STATED)
    # 6月底（电影放映至年底）: an aside is about another task; 汛前（5月底） has no day but in it.
    for words_of_day in (_IN_BRACKETS.sub("", said), *_IN_BRACKETS.findall(said), said):
        due = read_due(words_of_day, SaidYear(year, DueBasis.STATED)).due
        if due is not None and due.on is not None:
            return replace(due, basis=DueBasis.STATED)
    return None


def _share(cell: str, number: int, words: str) -> str:
    """The piece of a cell that is about one of several tasks; the whole cell where it does not tell them apart."""
    pieces = re.split("[；，](?![^（]*）)", cell)
    if len(pieces) == 1:
        return cell
    other = ""
    for piece in pieces:
        if places := re.findall(r"第(\d+)项", piece):
            if str(number) in places:
                return re.sub(r"第\d+项[、]?", "", piece)
        elif "其余" in piece or "其他" in piece:
            other = piece
        elif any(
            piece[at : at + 2] in words
            for at in range(len(piece) - 1)
            if not re.search(r"[\d年月底前]", piece[at : at + 2])
        ):
            return piece
    return other or cell


def _due_before(plain: str, start: int, sentence: Sentence, held_on: date, counted: bool) -> Due | None:
    """The year that an earlier clause of the sentence begins with, for an amount that follows it."""
    if not counted:
        return None
    for clause in sentence.clauses:
        if clause.start >= start:
            return None
        if (found := re.match(r"(20\d\d)年", plain[clause.start : clause.end])) and int(found[1]) >= held_on.year:
            return Due(date(int(found[1]), 12, 31), DueBasis.SECTION)
    return None


def _due_over(sentence: Sentence) -> Due | None:
    year = sentence.setting.year
    return None if year is None else Due(date(year.year, 12, 31), year.basis)


# --- departments ------------------------------------------------------------------------------------------------------


def _departments(plain: str, start: int, end: int, sentence: Sentence, office: str) -> tuple[FoundDepartment, ...]:
    cell = sentence.setting.cell
    if cell is not None:
        return tuple(_in_cells(cell, plain[start:end]))
    assigned = _assigned(plain, end)
    if assigned is not None:
        return tuple(_in_cells(assigned, plain[start:end]))
    behind = _NAMED_BODIES.search(plain, end, min(sentence.line.end, end + _REACH))
    if behind:
        return tuple(_in_brackets(behind[0], plain[start:end]))
    words = plain[start:end]
    found = [FoundDepartment(by[1], DepartmentRole.LEAD, DepartmentBasis.NAMED) for by in _BY.finditer(words)]
    for others in _WITH.finditer(words):
        found += [
            FoundDepartment(name, DepartmentRole.CO_LEAD, DepartmentBasis.NAMED) for name in others[1].split("、")
        ]
    # 我们会同…: who says so is of the department that does it. 我们将 stands before the passage.
    begins = max((clause.start for clause in sentence.clauses if clause.start <= start), default=start)
    headed = headed_by(office) if found and "我们" in plain[begins:end] else ""
    if headed:
        return (FoundDepartment(headed, DepartmentRole.LEAD, DepartmentBasis.SPEAKER), *found)
    return (*_by_speaker(plain, words, sentence, office), *found)


def _assigned(plain: str, end: int) -> TaskCell | None:
    """What the lines or the brackets behind a measure say of who does it and by when, up to the next measure."""
    rest = plain[end : end + _REACH]
    lines = rest.split("\n")
    said = ""
    for number, line in enumerate(lines):
        labelled = _SHARE.search(line)
        # Behind words of its own a label is that of another measure: only a line that begins with one goes on.
        if labelled and (number == 0 or not line[: labelled.start()].strip(_OPENS)):
            said += line + "\n"
        elif said or (number and line.strip()):
            break
    if not said:
        return None
    found = {"lead": "", "co_lead": "", "due": ""}
    for share in _SHARE.finditer(said):
        # 牵头单位：A；责任单位：B: whoever else is responsible helps.
        is_other = share["co"] or (found["lead"] and not share[0].startswith("牵头"))
        name = "due" if share["due"] else "co_lead" if is_other else "lead"
        found[name] = re.sub("列第一位.*|按(?:照)?职责分工.*", "", share["said"]).strip("，；。 ）】")
    has_roles = bool(found["co_lead"]) or re.search("牵头[^，；]{0,4}：", said) is not None
    return TaskCell(0, 0, found["lead"], found["co_lead"], found["due"], has_roles=has_roles)


def _in_cells(cell: TaskCell, words: str) -> Iterator[FoundDepartment]:
    """The bodies of a table's columns; of several that each do a part, those whose part the task is."""
    seen: set[str] = set()
    for said, role in ((cell.lead, DepartmentRole.LEAD), (cell.co_lead, DepartmentRole.CO_LEAD)):
        for number, name in enumerate(_bodies(said, cell.number, words)):
            if name not in seen:
                seen.add(name)
                alone = not cell.has_roles and number > 0
                yield FoundDepartment(name, DepartmentRole.CO_LEAD if alone else role, DepartmentBasis.NAMED)


def _bodies(said: str, number: int, words: str) -> Iterator[str]:
    """The names in a cell. Of those with an aside that says for which task they are, those whose task it is; and where
    none is meant by its aside, those without one."""
    said = said.replace("（牵头）", "")  # who leads stands first
    pieces = [piece.strip() for piece in re.split("[、，；\n](?![^（]*）)", said) if piece.strip("—－- ")]
    parted = [
        (_ASIDE_BEHIND.sub("", piece), aside[1] if (aside := _ASIDE_BEHIND.search(piece)) else "") for piece in pieces
    ]
    meant = [name for name, aside in parted if aside and _is_meant(aside, number, words)]
    names = meant or [name for name, aside in parted if not aside] or [name for name, _ in parted]
    for place, given in enumerate(names):
        name = _OTHERS.sub("", re.sub("等[\u4e00-\u9fff]{2,10}$", "", given))
        following = names[place + 1] if place + 1 < len(names) else ""
        # 高新区、经开区管委会: the end of the name stands once, behind the last.
        if (
            re.search("[区县市州]$", name)
            and (end := re.search("(?:管委会|人民政府|政府)$", following))
            and name[0] != "各"
        ):
            name += end[0]
        if len(name) > 1 and not _UNNAMED.search(name):
            yield name


def _is_meant(aside: str, number: int, words: str) -> bool:
    """Whether the aside behind a name is about the task: 第1项, or words of it."""
    if places := re.findall(r"第(\d+)项", aside):
        return str(number) in places
    plain = re.sub("[“”]", "", aside)
    said = re.sub("[“”]", "", words)
    return any(plain[at : at + 2] in said for at in range(len(plain) - 1))


def _in_brackets(bracket: str, words: str) -> Iterator[FoundDepartment]:
    """The bodies in brackets behind a measure, in order: A牵头，B、C配合，2027年底前完成. Without a word for it the
    first leads; of several that each do a part (管网由A牵头，泵站由B牵头) only those whose part the words are."""
    role: DepartmentRole | None = None
    found: list[tuple[str, DepartmentRole | None, str]] = []
    for clause in re.split("[，；](?![^（]*）)", re.sub("。.*", "", bracket[1:-1])):
        if _TERM.search(clause):
            continue
        what, said = "", clause
        if whose := _WHOSE.fullmatch(clause):
            what, said = whose["what"] or "", whose["name"]
        said = said.replace("会同", "、")  # whoever is named behind the first helps anyway
        share = _SHARES.search(said)
        if share:
            role = DepartmentRole.CO_LEAD if share["role"] in ("配合", "参与", "协助") else DepartmentRole.LEAD
            said = said[: share.start()]
        for named in _SPLIT.split(re.sub("^(?:责任单位|牵头单位|配合单位)：", "", said)):
            name = _OTHERS.sub("", named).strip()
            if len(name) > 1 and not _UNNAMED.search(name):
                found.append((name, role if share and role is DepartmentRole.CO_LEAD else None, what))
    meant = [one for one in found if one[2] and _is_meant(one[2], 0, words)]
    kept = meant or [one for one in found if not one[2]] or found
    for number, (name, given, _) in enumerate(kept):
        yield FoundDepartment(name, given or _in_turn(number), DepartmentBasis.NAMED)


def _in_turn(number: int) -> DepartmentRole:
    return DepartmentRole.CO_LEAD if number else DepartmentRole.LEAD


def _by_speaker(plain: str, words: str, sentence: Sentence, office: str) -> tuple[FoundDepartment, ...]:
    """The department that the speaker heads, where the unit, its headings or its question are about what it does."""
    headed = headed_by(office)
    if not headed:
        return ()
    core = _CORE.sub("", headed)
    setting = sentence.setting
    over = [plain[a:b] for a, b in setting.headings[-2:]]
    if any(core[at : at + _SHARED] in said for said in (words, *over) for at in range(len(core) - _SHARED + 1)):
        return (FoundDepartment(headed, DepartmentRole.LEAD, DepartmentBasis.SPEAKER),)
    return ()


def headed_by(office: str) -> str:
    """Return the department that an office heads; "" for an office that heads none."""
    headed = _HEADED.search(office)
    return headed[1] if headed else ""
