"""What each clause of a sentence that looks ahead is: an action, what it is about, what it is for, or none (§1).

The rules are asked in order, and the first that fits decides. Which words they go by lies in `finding_rules.toml`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.briefing.finding.clauses import Clause
from tracker.briefing.finding.finding_rules import FindingRules
from tracker.briefing.finding.forward_text import Sentence
from tracker.domain.briefings.found_units import UnitRule
from tracker.domain.terms import OmissionReason
from tracker.domain.text.numerals import TENTH

LEAST_SCORE = 0.5
"""What scores less is open: nobody is spared reading it."""
_OPENING_SCORE = 0.65
"""What a sentence that opens a section and leads to others needs to promise something itself."""
_CERTAIN, _LIKELY, _MOVED_SCORE, _GRANTED, _WITHIN = 0.65, 0.55, 0.7, 0.6, 0.5
"""What a verb of doing is worth at the head; one that may be a purpose; 将…提高到…; what is granted, or bound to an
amount; and a verb that stands farther in."""
_ORDINAL = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}(?:是|要(?!素|求|件|点))|第[一二三四五六七八九十]{1,2}(?:[是个]|(?=，)|、)"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[．、]|\d{1,2}\.(?!\d)|[①-⑳]"
    r"|——|—|●|·|▪|○|首先|其次|再次|最后|一方面|另一方面|一手)[，：\s]*"
)
_MOVED = re.compile(
    "(?:从[^，]{2,10}起)?(?:将|把)[^，]{2,40}?(?:(?:扩展|扩大|放宽|延长|提高|提升|增加|调整|降低|缩短|压缩|下调|上调|升级)(?:至|到|为)"
    "|纳入|列入|列为|作为|改为|降至|增至|划入|升格为|下放)"
)
"""将/把 before what is changed, and not before what will be done."""
_LEAD_IN = re.compile(
    r"(?:因此|对此|为此|同时|此外|另外)?(?:下一步|下一阶段|下阶段|接下来|今后|未来(?!产业)|后续)"
    r"[^，：。]{0,16}?(?:$|将|要|重点|计划|拟)"
    r"|(?:20\d\d年|今年|明年|新的一年)[^，。]{0,4}(?:$|将|要|重点|计划|拟)"
    r"|(?:我们|我部|我委|我局|(?!配合|会同|推动|指导|督促|支持|引导|组织|协调|各)"
    r"[\u4e00-\u9fff]{2,12}(?:部|委|局|署|总局|省|市|县|政府|国家))(?:还|也)?(?:将|会(?!同)|要|拟|计划)"
    r"|会议(?:最后|同时|特别)?(?:要求|强调|指出|部署了?|明确|提出|认为)|(?:要|将)"
)
_WILL = ("将", "要", "拟")
_GRANT = re.compile(
    r"(?:可|可以|应|应当|须|必须|要|由[^，]{2,20}(?:负责|承担|发放|支付|列支)|给予|予以|享受|不超过|免征|减征|减按)"
)
_AMOUNT = re.compile(
    r"(?:\d[\d.,]*|[一二三四五六七八九十百千万两]{1,6})[余多]?\s*(?:%|个百分点|场次|班次|人次|"
    rf"{TENTH}|[个家项件座户台辆所种处名人亩元吨公场次列班分批条类天倍张株斤期门套间栋层部艘架]|[百千万亿]|平方|立方|公里|千米|GW|EFLOPS)"
)
_BOUND = re.compile(
    r"(?:巩固|维持|降|升|增|扩)(?:在|到|至)|(?:扩大|提高|压减|增加|下降|缩短|延长|提升|稳定|保持)(?:到|至|在)|(?:下降|压减|增长|提高|减少|再提高|再降)\d"
    "|以上|左右|以内|不低于|不少于|达到?|超过?|突破|力争|增长|下降|控制在|不高于|不超过|降低|提高到|增加到|确保"
)
_BATCH = re.compile("一批|若干|一系列|多个|多项")
_NOUN_OF_ACTION = re.compile(
    "[^，]{2,24}?(?:建设|改造|发展|升级|工程|行动|试点|推广应用|普及|部署|投用|开工|竣工|通车|完工|达产)$"
)
_A_DAY = (
    r"20\d\d年[底末]?前?|[上下]半年|\d月(?:底|初|中旬|份)?前?|年底前|月底前|年内|[一二三四]季度|明年"
    "|(?:开学|汛期?|节)前"
)
_GOES_ON = re.compile(
    "|".join(
        (
            "做到|最迟|主要(?:是|包括)|预计[^，]{2,12}$|原则上|试点期|有效期|首期到位|并|且|或|申请|享受",
            "每年?(?:不少于|不低于|不超过)|单[个户家](?!位)",
            # how far it goes: 力争三年内提高到150吨以上
            r"(?:力争|确保|争取|努力)?(?:[一二两三四五六]年内|到20\d\d年底?|年内)?"
            r"(?:达到|(?:提高|提升|增加|增长|扩大|压缩|缩短|降低|下降|压降)[到至])(?=[^，]*[\d一二三四五六七八九十])",
            r"[较比](?:上年|去年|20\d\d年)",
            # by when, and of nothing else: 年底前完成
            f"(?:力争|确保|争取|计划|预计)?[在于]?(?:今年|明年)?(?:{_A_DAY})(?:全部|基本|全面|正式)?"
            "(?:完成|建成|到位|办结|投用|启用|见效|通车|开通|上线|印发|出台)$",
            "(?:进一步|充分|更好)?发挥[^，]*(?:作用|优势)$",
        )
    )
)
"""After an action these words go on with it."""
_OWN_NAME = re.compile("[“《]|专项行动|方案|办法|条例|意见|规划$|一批|若干")
_GIVEN_TO = ("企业", "人员", "家庭", "单位", "项目", "者", "户", "人", "生", "城市", "地区", "比例", "标准", "规定")
_QUOTED = re.compile("“[^”]*”|八项规定")
"""Figures in a name count nothing: “千项万亿”工程."""
_DATED = re.compile(_A_DAY)
_YEAR = re.compile(r"(20\d\d)年(?![^，]{0,8}(?:至|到|起|—|-))")
_WHOLE = re.compile("全覆盖|清零|全程免费|全部|一律|逐户|逐件|逐一")
_EACH = re.compile("每(?:年|半年|季度?|月|旬|周|日|天)|[按逐](?:年|季度?|月|周)")
_TO_COME = re.compile(
    "(?<![主重需])要(?![求看是])|还|再|扩到|力争|争取|明年|下个|年底前|月底前|起(?![了到来])|剩下的|余下的|其余"
)
_EXHORTS = re.compile("让我们|各位代表|努力奋斗|不懈奋斗|同志们")
_OF_A_PLACE = re.compile("[^，。]{1,12}(?:省|自治区|市|州|县|区)[^，。]{0,20}(?:表示|介绍|告诉|说|透露)")
"""Somebody from a place tells what that place will do: no pledge of whoever met."""
_OFFICE_HOLDS = re.compile("(?:我们|我部|[\u4e00-\u9fff]{2,6}[部委局省市县])(?:要|将)?坚持")
_DEPARTMENTS = re.compile(
    "[（(](?=[^）)]*(?:负责|牵头|配合|分工|参与|下同|[局委部办厅院府]、|[局委部办厅院府][，；）)]))(?:[^（）()]|（[^（）]*）)*[）)]$|【[^【】]{2,6}：[^【】]*】$"
)
_IN_BRACKETS = re.compile("（[^）]*）")
_MARKS = "（“《【"
_MOST_MARKS = 40
"""Brackets and quotation marks that a sentence opens: one with more is noise, and patterns would take seconds on it."""
_LONG = 40
_SHORT_THEME = 20
_SHORT = 8
_LONG_PREFIX = 12
_BEFORE = 4
"""Characters before a verb farther in that are what it acts on: 台账内欠款年内全部清零."""
_LEAST_OBJECT = 3
_SPIRIT = 4
"""One clause of four that says in what spirit tells what the others are."""
_HEADING_CLAUSES = 2
_HEADING_LEVEL = 2
"""A number of this level or a higher one stands before a heading: 第一部分, 一、"""


class ClauseSort(StrEnum):
    """What a clause is for the units of its sentence."""

    UNIT = "unit"
    PREFIX = "prefix"
    """What the next unit is about."""
    TAIL = "tail"
    """More words of the unit before."""
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class ReadClause:
    """A clause from the first word of its action on, and what it is; without a reason, what is left out is open."""

    start: int
    end: int
    sort: ClauseSort
    score: float = 0
    rule: UnitRule = UnitRule.ACTION
    reason: OmissionReason | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    """A clause that is to be judged: its words, those from its verb on, and where it stands.

    `begun` where an action of the sentence came before, so that these words may be what that is for.
    """

    words: str
    rest: str
    sentence: Sentence
    number: int
    has_ordinal: bool
    begun: bool
    score: float
    rule: UnitRule

    @property
    def last(self) -> bool:
        """Return whether the sentence ends with it."""
        return self.number == len(self.sentence.clauses) - 1

    @property
    def is_specific(self) -> bool:
        """Return whether it promises an amount or a thing that has a name."""
        return self.rule in (UnitRule.AMOUNT, UnitRule.NAMED)


_Verdict = OmissionReason | ClauseSort | None
_Check = Callable[["ClauseReader", _Case], _Verdict]


class ClauseReader:
    """Reads the clauses of one text."""

    def __init__(self, plain: str, rules: FindingRules, held_on: date) -> None:
        self._plain = plain
        self._rules = rules
        self._held_on = held_on

    def read(self, sentence: Sentence) -> Iterator[ReadClause]:
        """Yield what each stretch of a sentence is, in order; together they hold all of its words."""
        clauses = sentence.clauses
        whole = self._plain[clauses[0].start : clauses[-1].end]
        if sum(map(whole.count, _MARKS)) > _MOST_MARKS:
            yield _left(clauses[0].start, clauses[-1].end, None)
        elif _EXHORTS.search(whole):
            yield _left(clauses[0].start, clauses[-1].end, OmissionReason.MANNER)
        elif sentence.setting.told and not sentence.setting.speaker and _OF_A_PLACE.match(whole):
            yield _left(clauses[0].start, clauses[-1].end, OmissionReason.CONTEXT)
        elif len(clauses) == 1 and _DEPARTMENTS.search(whole):
            yield _left(clauses[0].start, clauses[0].end, OmissionReason.DEPARTMENTS)
        else:
            yield from self._clauses(sentence)

    def _clauses(self, sentence: Sentence) -> Iterator[ReadClause]:
        before: list[ReadClause] = []
        in_spirit = self._states_principles(sentence)
        for number, clause in enumerate(sentence.clauses):
            begin, has_ordinal = self._begin(sentence, number, clause)
            # Within a sentence 将 belongs to its unit: 对持有居住证的老年人，将同等享受优待.
            is_will = number > 0 and self._plain[clause.start : begin] in _WILL and begin < clause.end
            start = clause.start if is_will else begin
            if start > clause.start:
                yield _left(clause.start, start, OmissionReason.THEME)
            if start >= clause.end:
                continue
            bracket = _DEPARTMENTS.search(self._plain[begin : clause.end])
            end = begin + bracket.start() if bracket and bracket.start() else clause.end
            begun = any(one.sort is ClauseSort.UNIT for one in before)
            case = self._case(self._plain[begin:end], sentence, number, has_ordinal, begun)
            one = self._in_context(self._judge(case, start, end), case, before, in_spirit)
            yield one
            before.append(one)
            if end < clause.end:
                yield _left(end, clause.end, OmissionReason.DEPARTMENTS)

    def _begin(self, sentence: Sentence, number: int, clause: Clause) -> tuple[int, bool]:
        """Where the words of a clause begin, behind an ordinal and 下一步，工信部将; and whether it has an ordinal."""
        start = clause.start
        has_ordinal = number == 0 and sentence.first and sentence.line.level > 0
        if number == 0 and (ordinal := _ORDINAL.match(self._plain, start, clause.end)):
            has_ordinal = True
            start = ordinal.end()
        if _MOVED.match(self._plain, start, clause.end):
            return start, has_ordinal
        lead_in = _LEAD_IN.match(self._plain, start, clause.end)
        if lead_in and (number == 0 or sentence.opens or lead_in[0] in _WILL):
            start = lead_in.end()
        return start, has_ordinal

    def _case(self, words: str, sentence: Sentence, number: int, has_ordinal: bool, begun: bool) -> _Case:
        rest = self._from_verb(words)
        score, rule = self._score(words, rest, sentence)
        return _Case(words, rest, sentence, number, has_ordinal, begun, score, rule)

    def _judge(self, case: _Case, start: int, end: int) -> ReadClause:
        for check in _CHECKS:
            verdict = check(self, case)
            if isinstance(verdict, ClauseSort):
                return ReadClause(start, end, verdict, case.score, case.rule)
            if verdict is not None:
                return _left(start, end, verdict)
        return _left(start, end, None)

    def _in_context(self, one: ReadClause, case: _Case, before: list[ReadClause], in_spirit: bool) -> ReadClause:
        """What a unit is after all by what stands before it, or by what its sentence is."""
        if one.sort is not ClauseSort.UNIT:
            return one
        last = before[-1] if before else None
        # What follows a condition is under it; what follows a result is told with it, unless it is said to come.
        is_told = last is not None and last.reason is OmissionReason.RESULT
        if last is not None and (last.reason is OmissionReason.CONDITION or (is_told and not self._is_to_come(case))):
            return _left(one.start, one.end, last.reason)
        if self._has_own_name(case.words):
            return one
        # 一手抓“存量改造”，加快传统产业绿色低碳升级: both are the heading of what follows.
        is_pair = len(case.sentence.clauses) == _HEADING_CLAUSES and case.number == 1 and not case.sentence.last
        if is_pair and last is not None and last.reason is OmissionReason.THEME:
            return _left(one.start, one.end, OmissionReason.THEME)
        if in_spirit and one.rule is not UnitRule.AMOUNT:
            return _left(one.start, one.end, OmissionReason.MANNER)
        return one

    def _states_principles(self, sentence: Sentence) -> bool:
        """Whether a sentence says in what spirit everything is to be done: 坚持…，贯彻…，以…为主线，…"""
        said = [self._plain[one.start : one.end] for one in sentence.clauses]
        held = sum(self._heads(self._rules.manner, one, self._from_verb(one)) for one in said)
        return held > 1 and held * _SPIRIT >= len(said)

    # --- the checks, in the order in which they are asked ---------------------------------------------------------

    def _goes_on(self, case: _Case) -> _Verdict:
        if not case.begun:
            return None
        # 其中 with an amount is a share that can be met on its own.
        if case.words.startswith("其中") and _AMOUNT.search(case.words):
            return ClauseSort.UNIT
        return ClauseSort.TAIL if _GOES_ON.match(case.words) else None

    def _tells_back(self, case: _Case) -> _Verdict:
        rules = self._rules
        year = _YEAR.match(case.words)
        if year and int(year[1]) < self._held_on.year:
            return OmissionReason.RESULT
        words = _IN_BRACKETS.sub("", case.words)
        back = rules.back.search(words) or (case.sentence.setting.told and rules.spoken_back.search(words))
        return OmissionReason.RESULT if back and not rules.not_back.search(words) else None

    def _does_nothing(self, case: _Case) -> _Verdict:
        rules = self._rules
        heads = (
            (rules.context, OmissionReason.CONTEXT),
            (rules.request, OmissionReason.REQUEST),
            (rules.refusal, OmissionReason.REFUSAL),
            (rules.condition, OmissionReason.CONDITION),
        )
        return next((reason for pattern, reason in heads if pattern.match(case.words)), None)

    def _says_what_for(self, case: _Case) -> _Verdict:
        is_purpose = case.begun and not case.is_specific and self._rules.certain_purpose.match(case.words)
        return OmissionReason.PURPOSE if is_purpose else None

    def _heads_what_follows(self, case: _Case) -> _Verdict:
        """A heading in the form of a sentence, with a number or at the head of a paragraph."""
        sentence = case.sentence
        alone = len(sentence.clauses) == 1
        short = len(case.words) <= _SHORT_THEME
        own_name = self._has_own_name(case.words)
        if sentence.overview and not own_name:
            return OmissionReason.THEME
        if case.has_ordinal:
            if alone and not sentence.last and not own_name:
                return OmissionReason.THEME
            is_title = alone and not sentence.last and sentence.line.level > 0 and short
            if is_title and not _AMOUNT.search(case.words) and "《" not in case.words:
                return OmissionReason.THEME
            numbered_pair = len(sentence.clauses) == _HEADING_CLAUSES and not sentence.last and sentence.line.level > 0
            # 2.开展…揭榜挂帅，遴选…: an item of a measure begins with what is done.
            is_measure = sentence.setting.measures and sentence.line.level > _HEADING_LEVEL and case.score >= _CERTAIN
            if not alone and (short or numbered_pair) and not own_name and not is_measure:
                return OmissionReason.THEME
        opens_paragraph = case.number == 0 and sentence.first and not sentence.last and not sentence.opens and alone
        return OmissionReason.THEME if opens_paragraph and short and not own_name else None

    def _is_slogan(self, case: _Case) -> _Verdict:
        is_theme = self._heads(self._rules.theme, case.words, case.rest)
        is_outcome = self._rules.outcome_end.search(case.words) and not case.is_specific
        return OmissionReason.THEME if is_theme or is_outcome else None

    def _leads_to_next(self, case: _Case) -> _Verdict:
        words = case.words
        if case.last or not self._rules.prefix.match(words):
            return None
        # 对…的企业给予补贴 opens like one, and does something all the same.
        if words.endswith("基础上"):
            return OmissionReason.CONTEXT
        acts = len(words) > _LONG_PREFIX and self._rules.certain_action.search(words, 2) is not None
        return None if acts and not words.endswith(("的", "后", "时", "上", "中", *_GIVEN_TO)) else ClauseSort.PREFIX

    def _says_how(self, case: _Case) -> _Verdict:
        says = self._rules.manner.match(case.words) or _OFFICE_HOLDS.match(case.words)
        return OmissionReason.MANNER if says and not case.is_specific else None

    def _may_say_what_for(self, case: _Case) -> _Verdict:
        if not case.begun or case.is_specific or not self._rules.likely_purpose.match(case.rest):
            return None
        is_purpose = self._is_vague(case.words) or (case.last and len(case.rest) <= _SHORT)
        return OmissionReason.PURPOSE if is_purpose else None

    def _opens_a_section(self, case: _Case) -> _Verdict:
        sentence = case.sentence
        leads = sentence.opens and (sentence.leads or not sentence.last)
        is_weak = case.score < _OPENING_SCORE or self._is_vague(case.words)
        return OmissionReason.THEME if leads and is_weak and not _DATED.search(case.words) else None

    def _is_unit(self, case: _Case) -> _Verdict:
        return ClauseSort.UNIT if case.score >= LEAST_SCORE else None

    def _is_small(self, case: _Case) -> _Verdict:
        if not case.begun:
            return None
        if case.score > 0 and case.rule is UnitRule.ACTION:
            return OmissionReason.MANNER
        return ClauseSort.TAIL if not case.score and len(case.words) <= _SHORT else None

    # --- words ------------------------------------------------------------------------------------------------------

    def _from_verb(self, words: str) -> str:
        head = self._rules.adverbs.match(words)
        return words[head.end() :] if head else words

    def _is_to_come(self, case: _Case) -> bool:
        return self._rules.not_back.search(case.words) is not None

    @staticmethod
    def _heads(pattern: re.Pattern[str], words: str, rest: str) -> bool:
        return pattern.match(words) is not None or pattern.match(rest) is not None

    def _has_own_name(self, words: str) -> bool:
        """Whether it promises something so definite that no heading would say it."""
        named = self._rules.nameable.search(words) and _OWN_NAME.search(words)
        return bool(named) or _AMOUNT.search(words) is not None

    def _is_vague(self, words: str) -> bool:
        return self._rules.vague_end.search(words) is not None and _AMOUNT.search(words) is None

    def _score(self, words: str, rest: str, sentence: Sentence) -> tuple[float, UnitRule]:
        """How surely the words promise something, and by which rule."""
        score, rule, thing = self._by_verb(words, rest, sentence)
        if not score:
            return 0, UnitRule.ACTION
        named = self._rules.nameable.search(words) is not None
        if _AMOUNT.search(_QUOTED.sub("", words)):
            score += 0.15
            rule = rule if rule is UnitRule.GRANT else UnitRule.AMOUNT
        score += 0.1 * (_DATED.search(words) is not None)
        score += 0.1 * named
        score += 0.1 * (re.search("[“《]", words) is not None or _BATCH.search(words) is not None)
        score -= 0.3 * (len(thing) < _LEAST_OBJECT)
        score -= 0.05 * (self._is_vague(words) and not named)
        score -= 0.05 * (len(words) > _LONG)
        return score, rule

    def _by_verb(self, words: str, rest: str, sentence: Sentence) -> tuple[float, UnitRule, str]:
        """The score of the verb, the rule, and what is acted on."""
        rules = self._rules
        named = rules.nameable.search(words) is not None
        for pattern, score in ((rules.certain_action, _CERTAIN), (rules.likely_action, _LIKELY)):
            for said in (rest, words):
                # 支持的项目 is what was supported.
                if (verb := pattern.match(said)) and not said.startswith("的", verb.end()):
                    return score, _of_name(named, score), said[verb.end() :]
        if _MOVED.match(words):
            return _MOVED_SCORE, UnitRule.ACTION, words
        if sentence.setting.measures and _GRANT.search(words):
            return _GRANTED, UnitRule.GRANT, words
        if _AMOUNT.search(words) and _BOUND.search(words):
            return _GRANTED, UnitRule.AMOUNT, words
        return self._by_verb_within(words, named, told=bool(sentence.setting.speaker))

    def _by_verb_within(self, words: str, named: bool, told: bool) -> tuple[float, UnitRule, str]:
        if named and (noun := _NOUN_OF_ACTION.search(words)):
            return _WITHIN, UnitRule.ACTION, noun[0]
        inside = self._rules.certain_action.search(words, 2, _LONG) if len(words) > _SHORT else None
        if inside is not None:
            before = words[: inside.start()]
            return _WITHIN, UnitRule.ACTION, before if len(before) >= _BEFORE else words[inside.end() :]
        # In a plan an amount, a day or 全覆盖 says enough: 农村公路“单改双”120公里. Who speaks says that it is to come.
        says_enough = any(one.search(words) for one in (_AMOUNT, _DATED, _WHOLE, _EACH))
        if says_enough and (not told or _TO_COME.search(words)):
            return _LIKELY, UnitRule.AMOUNT, words
        if _BATCH.search(words) or (re.search(r"\d", words) and _BOUND.search(words)):
            return _WITHIN, UnitRule.AMOUNT, words
        return 0, UnitRule.ACTION, ""


_CHECKS: tuple[_Check, ...] = (
    ClauseReader._goes_on,
    ClauseReader._tells_back,
    ClauseReader._does_nothing,
    ClauseReader._says_what_for,
    ClauseReader._heads_what_follows,
    ClauseReader._is_slogan,
    ClauseReader._leads_to_next,
    ClauseReader._says_how,
    ClauseReader._may_say_what_for,
    ClauseReader._opens_a_section,
    ClauseReader._is_unit,
    ClauseReader._is_small,
)


def _of_name(named: bool, score: float) -> UnitRule:
    return UnitRule.NAMED if named and score == _CERTAIN else UnitRule.ACTION


def _left(start: int, end: int, reason: OmissionReason | None) -> ReadClause:
    return ReadClause(start, end, ClauseSort.LEFT_OUT, reason=reason)
