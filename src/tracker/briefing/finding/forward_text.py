"""Which sentences of a text look ahead, and what stands over each: speaker, question, headings, their year (§1, §4)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tracker.briefing.finding.clauses import Clause, sentences_of
from tracker.briefing.finding.finding_rules import FindingRules
from tracker.briefing.finding.task_tables import TaskCell, table_lines, task_cells
from tracker.briefing.finding.text_structure import Line, LineKind
from tracker.domain.terms import DueBasis
from tracker.domain.text.numerals import parse_number

_YEAR = re.compile(r"(?<!\d)(20\d\d)年?(?!\d)")
_THIS_YEAR = re.compile("今年|新的一年|本年度?(?!末)")
_NEXT_YEAR = re.compile("明年")
_TITLE_LINES = 6
_LONGEST_TITLE = 60
_NUMBERED = range(1, 7)
"""Levels of lines with an ordinal."""
_CLOSING = re.compile(
    r"^\s*(?:（?此件|附件|抄送|联系人|（?责编|（?责任编辑|来源：|编辑：|（完）|谢谢[^。！]{0,12}[。！]?\s*$)"
)
_OVERVIEW = 2
"""Sentences that a paragraph has which only leads to the next ones."""
_HEAD = 40
"""Characters at the head of a sentence that say for when all of what follows is meant."""
_ASKED_YEAR = re.compile(
    r"(?:20\d\d年|今年|明年)"
    r"(?:[^？。；]{0,60}?(?:举措|部署|安排|打算|计划|考虑|目标|重点|怎么|如何|哪些|什么|工作|措施|动作)|，在[^？。]*?(?:举措|措施))"
    r"(?![^？。]*(?:会不会|了吗|没有))"
)
_YEARS_ON = re.compile("(?:今后|未来|接下来)的?([一两二三四五\\d])年")
_PLAN_YEARS = re.compile("“?十([一二三四五六七八九])五”?(?:时期|期间|末|规划期)")
_PLAN_ENDS = 2005
_YEAR_IS = re.compile(r"(?:今年|20\d\d年)(?=是|，?我们)")
_MEETING = re.compile("\\s*(?:会议|大会|座谈会)(?:[^，。]{0,6})(?:指出|强调|要求|认为|提出|明确|部署|提醒|总结|对)")
_MEETING_PLANS = re.compile(
    r"(?:会议|大会|座谈会)[^，。]{0,6}(?:(?:强调|要求|部署|明确|提出|重申)"
    r"|对[^，。]*(?:作出|进行|提出)[^，。]*(?:安排|部署)|(?:指出|认为)，[^。]{0,20}(?:今年|20\d\d年|下一步|要))"
)
_OF_OTHERS = re.compile("会议|大会|表示|认为|介绍|告诉|透露|记者|本报|代表(?!性)|负责人|据悉|出席")
"""At the head of a paragraph of a report: it tells of somebody else than the meeting, or of another one."""
_SAYS = re.compile(
    "(?:他|她|(?:部长|局长|主任|司长|书记|署长)[^，。]{0,8})(?:同时|还)?[^，。]{0,12}(?:强调|要求|表示|点了|部署|提出)"
)
_ITEM = re.compile(
    "[一二三四五六七八九十]是|[一二三四五六七八九十]要|第[一二三四五六七八九]|（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|\\d+[.．、]|要|同时|此外|在[^，]{2,20}方面"
)
_NOTE = re.compile(r"\s*(?:注|备注|说明|填表说明)\s*[：:]")
_SIGNED = re.compile(r"^\s*(?:20\d\d年\d{1,2}月\d{1,2}日|[\u4e00-\u9fff]{2,16}(?:部|委|局|院|厅|府))\s*$")
_LABEL = re.compile(
    r"^\s*(?:(?:发文字号|发布日期|主\s*题\s*词|成文日期|发文机关|标\s*题|索\s*引\s*号|主题分类|公开方式|文\s*号|有效性|发布机构|公文种类)"
    r"\s*：?|各?[^，。；：]{0,30}(?:人民政府|各部委|直属机构|有关单位|有关部门)[^，。；：]{0,12}：)\s*$"
)
"""A label of the table over a document, or whom it is addressed to."""


_AHEAD = re.compile(
    "|".join(
        (
            # by when or from when it will be
            r"(?:本?月|年|季度?)底前(?!完成了|已)|年内(?!累计|已)",
            r"(?:预计|计划|拟|将|力争)[^，]{0,6}(?:在|于)?[^，]{0,6}(?:上半年|下半年|\d{1,2}月|年底|明年|今年)[^，]{0,8}"
            r"(?:发布|公布|公开|征求意见|印发|出台|施行|建成|开通|上线|启动|完成|实现|结果)",
            r"\d{1,2}月(?:\d{1,2}日)?(?:起|正式|开始)",
            r"(?:下半年|今年|明年|年内|全年|到20\d\d年[底末]?，?)[^，。]{0,4}(?:要(?![求看])|将|力争|不会|先[把将])",
            r"(?:明年|下个[月季汛年]|这个月起|最迟|整个今冬明春|年底前|\d{1,2}月(?:底|初|中旬)?前)(?![^。]*[？?])",
            # who says that they will
            r"(?:我们|部里|我部|我委|我局)(?:还|也|正)?(?:将|会|要|打算|准备|在研究)",
            r"(?:打算|力争|还要|还将|准备(?!充分|工作|好|得|就绪))(?!了)",
            r"^要(?!看|知道|说|承认|补充|强调)",
            r"^(?:[^，。]{0,20}，)?[^，。]{0,14}将(?!近|士|军|领|这|其|本)",
        )
    )
)
"""In a sentence of somebody who speaks: it looks ahead."""
_QUOTED = re.compile("“[^”]*”")
_WILL = re.compile("将|要|拟|计划|打算|重点")
"""In a clause that opens a section: the year that stands in or before it is that of all that follows."""
_ASIDE = re.compile(
    "发布会|提问|记者朋友|媒体朋友|谢谢|感谢|大家关注|请.{1,4}(?:司长|局长|部长|主任|先生|女士)|有消息说|网传|请问"
)
"""What is said of the conference itself, or asked."""


@dataclass(frozen=True, slots=True)
class Year:
    """A year that stands over a section, how it is known (§4), and where it is written."""

    year: int
    basis: DueBasis
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands over a sentence."""

    speaker: str = ""
    question: tuple[int, int] = (0, 0)
    headings: tuple[tuple[int, int], ...] = ()
    year: Year | None = None
    measures: bool = False
    """Whether the text lays down measures, so that what is granted or must be done is a promise."""
    cell: TaskCell | None = None
    told: bool = False
    """Whether somebody speaks, or is reported: what was done and what will be stand side by side."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that looks ahead, with its place in the paragraph.

    `opens` where it is the one that opens a section; `last` where nothing follows it in its paragraph but what is
    in brackets; `leads` where items below go into what it says; `overview` where the paragraphs below do so for all of
    its own.
    """

    clauses: tuple[Clause, ...]
    setting: Setting
    line: Line
    first: bool
    last: bool
    opens: bool = False
    leads: bool = False
    overview: bool = False


@dataclass(slots=True)
class _Reader:
    """What is known of the text up to a line."""

    plain: str
    lines: Sequence[Line]
    rules: FindingRules
    held_on: date
    forward: bool = False
    setting: Setting = field(default_factory=Setting)
    headings: list[tuple[int, Line]] = field(default_factory=list)
    default: bool = False
    asking: bool = False
    digest: bool = False
    """Whether a paper tells what was said at a meeting: each paragraph says itself whether that lies ahead."""
    noted: bool = False
    """Whether the notes below a table have begun."""

    def sentences(self) -> Iterator[Sentence]:
        """All sentences that look ahead."""
        self.default = False
        measures = self._lays_down_measures()
        self.digest = self._reports_a_meeting()
        self.setting = replace(self.setting, measures=measures)
        tables = task_cells(self.plain, self.lines)
        inside = table_lines(self.lines, self.plain)
        for number, line in enumerate(self.lines):
            if number in tables:
                yield from self._tasks(tables[number], line)
            if number in inside:
                continue
            match line.kind:
                case LineKind.ASSIGNMENT:
                    continue
                case LineKind.HEADING:
                    self._heading(line, measures)
                case LineKind.QUESTION:
                    self.forward = False
                    self.asking = True
                    year = self._year_asked(line)
                    self.setting = replace(self.setting, speaker="", question=(line.start, line.end), year=year)
                case LineKind.PARAGRAPH if self.asking:
                    # The question goes on until somebody answers it.
                    year = self._year_asked(line)
                    span = (self.setting.question[0], line.end)
                    self.setting = replace(self.setting, question=span, year=self.setting.year or year)
                case _:
                    yield from self._paragraph(number, line)

    def _tasks(self, cells: Sequence[TaskCell], line: Line) -> Iterator[Sentence]:
        setting = Setting(headings=self.setting.headings, year=self.setting.year, measures=True)
        for cell in cells:
            for clauses in sentences_of(self.plain, cell.start, cell.end):
                yield Sentence(clauses, replace(setting, cell=cell), line, first=False, last=True)

    def _lays_down_measures(self) -> bool:
        titles = [
            self.plain[line.body : line.end].strip()
            for line in self.lines[:_TITLE_LINES]
            if line.end - line.body <= _LONGEST_TITLE
        ]
        asks = any(line.kind is LineKind.QUESTION for line in self.lines)
        return not asks and any(self.rules.measures.search(re.sub("（[^）]*）$", "", title)) for title in titles)

    def _reports_a_meeting(self) -> bool:
        said = [line for line in self.lines if _MEETING.match(self.plain, line.start, line.end)]
        return (
            len(said) > 1
            and not self.setting.measures
            and not any(line.kind is LineKind.QUESTION for line in self.lines)
        )

    def _reports_plans(self, line: Line) -> bool:
        words = self.plain[line.start : line.end].lstrip()
        years = [int(found[1]) for found in _YEAR.finditer(words[:_HEAD])]
        if _MEETING.match(words) and years and max(years) < self.held_on.year:
            return False  # 会议指出，2025年，…, in the year after
        if _MEETING_PLANS.search(words[:_HEAD]):
            year = self._year_in(line.start, line.end, DueBasis.SECTION)
            self.setting = replace(self.setting, year=year or self.setting.year)
            return True
        if _SAYS.search(words[:_HEAD]):
            return True
        # A paragraph without a mark goes on with what the meeting decided, unless somebody else comes to speak.
        return self.forward and (_ITEM.match(words) is not None or _OF_OTHERS.search(words[:_HEAD]) is None)

    def _heading(self, line: Line, measures: bool) -> None:
        self.asking = False
        words = self.plain[line.body : line.end]
        while self.headings and self.headings[-1][0] >= line.level:
            self.headings.pop()
        self.headings.append((line.level, line))
        spans = tuple((one.start, one.end) for _, one in self.headings)
        year = self._year_in(line.body, line.end, DueBasis.SECTION) if re.search("年|时期|期间", words) else None
        is_back = self.rules.back_heading.search(words) is not None
        is_plan = self._opens(line)
        years = [int(found[1]) for found in _YEAR.finditer(words)]
        if years and max(years) < self.held_on.year and not is_plan:
            is_back = True  # 一、2025年工作, in a plan for 2026
        if is_plan or is_back:
            self.forward = is_plan
            self.default = is_plan
            self.setting = Setting(headings=spans, year=year, measures=self.setting.measures)
            return
        # A heading of a lower level goes on with the section that it is in.
        above = any(self._opens(one) for _, one in self.headings[:-1])
        if measures and line.level in _NUMBERED:
            self.forward = self.default = True
        elif not above and not (self.default and line.level > 1):
            self.forward = False
        self.setting = replace(
            self.setting,
            headings=spans,
            speaker="",
            question=(0, 0),
            year=year or (self.setting.year if above or self.default else None),
        )

    def _opens(self, line: Line) -> bool:
        """Whether a heading stands over what is to be done. The title of a text names its subject, whatever it says."""
        words = self.plain[line.body : line.end]
        if self.setting.measures and line.level not in _NUMBERED:
            return False
        if self.rules.back_heading.search(words) is not None:
            return False
        # 二、今年干什么: a numbered heading with the year of the plan stands over it, whatever else it says.
        is_dated = line.level in _NUMBERED and self._year_in(line.body, line.end, DueBasis.SECTION) is not None
        return is_dated or self.rules.heading.search(words) is not None

    def _paragraph(self, number: int, line: Line) -> Iterator[Sentence]:
        if line.kind is LineKind.SPEECH:
            self.forward = self.asking = False
            self.setting = replace(self.setting, speaker=line.speaker, told=True)
        words = self.plain[line.start : line.end]
        if _CLOSING.match(words) or _SIGNED.match(words):
            self.forward = self.default = False
            return
        if _LABEL.match(words):
            return
        if _NOTE.match(words):
            self.noted = True
            self.forward = self.default = False
        if self.setting.measures and line.level in _NUMBERED and not self.noted:
            self.forward = self.default = True
        parts = list(sentences_of(self.plain, line.body, line.end))
        if self.digest:
            self.setting = replace(self.setting, told=True)
            self.forward = self._reports_plans(line)
        final = max((place for place, one in enumerate(parts) if self.plain[one[0].start] not in "（("), default=0)
        overview = len(parts) <= _OVERVIEW and self._is_overview(number)
        ahead = False
        for place, clauses in enumerate(parts):
            opens = self._opens_at(clauses)
            if opens and not self.forward:
                self.forward = True
                start = clauses[0].start
                # Not the year of a later clause: 将继续支持…，力争2026年面积稳定在….
                within = next(
                    (one.end for one in clauses if _WILL.search(self.plain, one.start, one.end)), clauses[-1].end
                )
                head = min(within, start + _HEAD)
                year = self._year_in(start, head, DueBasis.SECTION) or self._year_before(line, start)
                self.setting = replace(self.setting, year=year or self.setting.year)
            ahead = self._looks_ahead(clauses, after_one_that_does=ahead)
            if self.forward or ahead:
                yield Sentence(
                    clauses,
                    self.setting,
                    line,
                    first=place == 0,
                    last=place >= final,
                    opens=opens,
                    leads=place >= final and self._is_followed(number),
                    overview=overview,
                )

    def _opens_at(self, clauses: Sequence[Clause]) -> bool:
        words = self.plain[clauses[0].start : clauses[-1].end]
        if self.rules.opening.search(words) is not None:
            return True
        year = re.match(r"从?(20\d\d)年(?:[^。，]{0,6}起，|，?[^。]{0,20}?(?:将|要|重点|计划|拟|力争|我们))", words)
        return year is not None and int(year[1]) >= self.held_on.year

    def _looks_ahead(self, clauses: Sequence[Clause], *, after_one_that_does: bool) -> bool:
        """Whether a sentence outside of any section that looks ahead does so itself, when somebody speaks; in an answer
        also by following one that does."""
        words = self.plain[clauses[0].start : clauses[-1].end]
        is_back = self.rules.back.search(words) is not None and self.rules.not_back.search(words) is None
        is_told = self.setting.told and not is_back and _ASIDE.search(words) is None
        goes_on = after_one_that_does and bool(self.setting.speaker)
        return is_told and (goes_on or _AHEAD.search(_QUOTED.sub("", words)) is not None)

    def _is_followed(self, number: int) -> bool:
        """Whether the next paragraph begins an item of what this one leads to."""
        following = self.lines[number + 1] if number + 1 < len(self.lines) else None
        if following is None:
            return False
        words = self.plain[following.start : following.end].lstrip()
        return _ITEM.match(words) is not None or re.match("首先|——|一方面", words) is not None

    def _is_overview(self, number: int) -> bool:
        """Whether a paragraph with an ordinal is followed by one without: that goes into what this one says."""
        following = next((line for line in self.lines[number + 1 :] if line.kind is not LineKind.ASSIGNMENT), None)
        is_numbered = self.lines[number].level in _NUMBERED
        return is_numbered and following is not None and following.kind is LineKind.PARAGRAPH and not following.level

    def _year_asked(self, line: Line) -> Year | None:
        """The year for which a question asks what will be done; a year that it only mentions is none."""
        for found in _ASKED_YEAR.finditer(self.plain, line.body, line.end):
            if year := self._year_in(found.start(), found.end(), DueBasis.QUESTION):
                return year
        return None

    def _year_before(self, line: Line, start: int) -> Year | None:
        """The year of which the paragraph speaks before it says what will be done: 今年是“十四五”收官之年."""
        found = _YEAR_IS.search(self.plain, line.body, start)
        return self._year_in(found.start(), found.end(), DueBasis.SECTION) if found else None

    def _year_in(self, start: int, end: int, basis: DueBasis) -> Year | None:
        """The year of a plan that the words name: this one or a later one."""
        words = self.plain[start:end]
        if found := _YEARS_ON.search(words):
            years = int(parse_number(found[1]) or 1)
            return Year(self.held_on.year + years - 1, DueBasis.DERIVED, start + found.start(), start + found.end())
        for found in _YEAR.finditer(words):
            if int(found[1]) >= self.held_on.year and not words[found.end() :].startswith(
                ("以来", "底前完成的", "-", "—")
            ):
                return Year(int(found[1]), basis, start + found.start(), start + found.end())
        if found := _PLAN_YEARS.search(words):
            return Year(
                _PLAN_ENDS + 5 * int(parse_number(found[1]) or 0), basis, start + found.start(), start + found.end()
            )
        for pattern, year in ((_THIS_YEAR, self.held_on.year), (_NEXT_YEAR, self.held_on.year + 1)):
            if found := pattern.search(words):
                return Year(year, basis, start + found.start(), start + found.end())
        return None


def forward_sentences(plain: str, lines: Sequence[Line], rules: FindingRules, held_on: date) -> Iterator[Sentence]:
    """Yield the sentences of a text, in its plain form, that look ahead from the day on which it was said."""
    return _Reader(plain, lines, rules, held_on).sentences()
