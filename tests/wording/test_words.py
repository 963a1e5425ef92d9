from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from tracker.domain.commitments.quantity import Quantity, Threshold, Working
from tracker.domain.errors import UserError
from tracker.domain.rows import (
    Amount,
    Due,
    EventRow,
    FollowUpQuestion,
    Name,
    OtherPiece,
    Responsible,
    Uncounted,
    VerdictDoubt,
)
from tracker.domain.terms import (
    Assessment,
    CommitmentKind,
    CountingBasis,
    DepartmentBasis,
    DepartmentRole,
    Doubt,
    DueBasis,
    FollowUp,
    Operator,
    ValueRole,
)
from tracker.services.commands import AssessmentChange, command
from tracker.wording import Words, decimal_text, load_words

BUREAU = Name("sme", "中小企业局", "SME Bureau")
NOTICE = {"title": "通知", "kind": "document", "publisher": "财政部", "published": "2025-05-12"}


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("30.00", "30"),
        ("1E+3", "1000"),
        ("0.50", "0.5"),
        ("-2.10", "-2.1"),
        ("-0.0", "0"),
        ("1E-7", "0.0000001"),
    ],
)
def test_numbers_show_neither_exponent_nor_trailing_zeros(number: str, text: str) -> None:
    assert decimal_text(Decimal(number)) == text


def test_only_chinese_and_english_are_spoken() -> None:
    with pytest.raises(ValueError, match="fr"):
        load_words("fr")


def test_terms_are_those_of_the_coding_rules(zh: Words, en: Words) -> None:
    assert zh.term(Assessment.NO_EVIDENCE) == "暂无公开证据"
    assert zh.term(CommitmentKind.PROGRAMME) == "专项行动"
    assert en.term(Assessment.NO_EVIDENCE) == "No public evidence"


@pytest.mark.parametrize(
    ("operator", "value", "chinese", "english"),
    [
        ("at_least", "30", "≥ 30 个（新增）", "≥ 30 new"),
        ("at_most", "30", "≤ 30 个（新增）", "≤ 30 new"),
        ("about", "1E3", "≈ 1000 个（新增）", "≈ 1000 new"),
        ("equal", "100", "100 个（新增）", "100 new"),
        ("unquantified", None, "一批（未量化）", "一批 (unquantified)"),
    ],
)
def test_a_target_shows_how_it_binds_and_what_it_counts(
    zh: Words,
    en: Words,
    target: Callable[..., Quantity],
    operator: str,
    value: str,
    chinese: str,
    english: str,
) -> None:
    assert zh.quantity(target(operator, value)) == chinese
    assert en.quantity(target(operator, value)) == english


def test_a_unit_without_english_stays_as_in_the_source(en: Words, target: Callable[..., Quantity]) -> None:
    assert en.quantity(target("at_least", "3", unit="EFLOPS")) == "≥ 3 EFLOPS new"


def test_the_working_shows_its_arithmetic(zh: Words, en: Words, sum_of: Callable[..., Working]) -> None:
    working = sum_of((101, "cumulative"), (-66, "baseline"))
    assert zh.working(working) == "101 累计 − 66 基数 = 35 新增 ≥ 30"
    assert en.working(working) == "101 cumulative − 66 baseline = 35 new ≥ 30"


def test_a_working_that_falls_short_says_so(zh: Words, sum_of: Callable[..., Working]) -> None:
    assert zh.working(sum_of((86, "cumulative"), (-66, "baseline"))) == "86 累计 − 66 基数 = 20 新增 < 30"


def test_a_loss_of_stock_shows_as_a_minus(zh: Words, sum_of: Callable[..., Working]) -> None:
    working = sum_of((60, "cumulative"), (-66, "baseline"), (3, "removed"))
    assert zh.working(working) == "60 累计 − 66 基数 + 3 退出 = −3 新增 < 30"


def test_a_single_count_of_the_very_thing_is_not_repeated(zh: Words, sum_of: Callable[..., Working]) -> None:
    assert zh.working(sum_of((100, "new"), operator="equal", value="100")) == "100 新增 = 100"


def test_of_very_many_terms_those_between_stand_as_one_sum_so_that_it_still_adds_up(
    zh: Words, en: Words, sum_of: Callable[..., Working]
) -> None:
    many = sum_of(*[(1, "new")] * 4, *[(-2, "removed")] * 1000, *[(9, "new")] * 4)
    assert zh.working(many) == (
        "1 新增 + 1 新增 + 1 新增 + 1 新增 − 2000（中间 1,000 项合计）"
        " + 9 新增 + 9 新增 + 9 新增 + 9 新增 = −1960 新增 < 30"
    )
    assert "− 2000 (sum of 1,000 between) + 9 new" in en.working(many)


@pytest.mark.parametrize(
    ("operator", "actual", "ending"),
    [
        ("at_most", 20, "≤ 30"),
        ("at_most", 40, "> 30"),
        ("about", 29, "≈ 30"),
        ("about", 90, "> 30"),
        ("about", 3, "< 30"),
        ("equal", 31, "> 30"),
    ],
)
def test_the_sign_before_the_target_is_always_true(
    zh: Words, sum_of: Callable[..., Working], operator: str, actual: int, ending: str
) -> None:
    assert zh.working(sum_of((actual, "new"), operator=operator)).endswith(ending)


def test_without_a_number_promised_the_working_compares_nothing(zh: Words, sum_of: Callable[..., Working]) -> None:
    assert zh.working(sum_of((12, "new"), operator="unquantified", value=None)) == "12 新增"


def test_a_due_date_says_how_it_is_known(zh: Words, en: Words) -> None:
    asked, earlier = (Due(date(2025, 12, 31), basis) for basis in (DueBasis.QUESTION, DueBasis.ASSUMED))
    assert zh.due(asked) == "2025-12-31（提问写明）"
    assert en.due(asked) == "2025-12-31 (stated in the question)"
    assert zh.due(earlier) == "2025-12-31（早先假定）"
    assert zh.due(Due(None, DueBasis.NONE)) == "无期限"
    roughly = Due(date(2027, 12, 31), DueBasis.DERIVED, about=True)
    assert zh.due(roughly) == "约 2027-12-31（推算）"
    assert en.due(roughly) == "about 2027-12-31 (derived)"


def test_a_doubt_says_why_the_verdict_is_held_to(zh: Words, en: Words) -> None:
    held = VerdictDoubt(Doubt.ARITHMETIC_SHORT, "名单尚未汇总", 7)
    assert zh.doubt(held) == "坚持结论（与核算不一致）：名单尚未汇总"
    assert en.doubt(held) == "Held to (arithmetic falls short): 名单尚未汇总"
    assert zh.doubt(VerdictDoubt(Doubt.BEFORE_DUE)) == "期限未到"


def test_a_target_says_what_each_counted_thing_must_reach(zh: Words, en: Words) -> None:
    each = Threshold(Operator.AT_LEAST, Decimal(1000), "亿元")
    clusters = Quantity(Operator.UNQUANTIFIED, None, "个", CountingBasis.CUMULATIVE, "一批", threshold=each)
    assert zh.quantity(clusters) == "一批（未量化），每个 ≥ 1000 亿元"
    assert en.quantity(clusters) == "一批 (unquantified), each ≥ 1000 × 100 million yuan"


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("plan", "34 个 计划：计划数，不计入。"),
        ("unit", "34 个 计划：单位与目标不同，不计入。"),
        ("stage", "34 个 计划：尚未正式公布，不计入。"),
        ("baseline", "34 个 计划：没有基数，算不出新增，不计入。"),
    ],
)
def test_a_value_that_is_not_counted_is_named_with_the_reason(zh: Words, why: str, said: str) -> None:
    assert zh.uncounted(Uncounted(1, Decimal(34), "个", ValueRole.PLAN, why)) == said


def test_a_department_says_how_it_is_known_and_whether_it_only_assists(zh: Words, en: Words) -> None:
    lead = Responsible(BUREAU, DepartmentRole.LEAD, DepartmentBasis.FUNCTION)
    assisting = Responsible(BUREAU, DepartmentRole.CO_LEAD, DepartmentBasis.NAMED)
    assert zh.responsible(lead) == "中小企业局（按职能推定）"
    assert zh.responsible(assisting) == "中小企业局（配合，原文点名）"
    assert en.responsible(lead) == "SME Bureau (inferred from duties)"


@pytest.mark.parametrize(
    ("kind", "details", "sentence"),
    [
        ("assessment_set", {"before": "not_rated", "after": "met"}, "评估结论由“未评估”改为“已完成”"),
        ("assessment_set", {"before": "met", "after": "met"}, "评估结论维持“已完成”"),
        (
            "evidence_added",
            NOTICE | {"bearing": "progress"},
            "添加证据：通知（文件，财政部，2025-05-12），体现进展",
        ),
        ("evidence_added", NOTICE, "添加证据：通知（文件，财政部，2025-05-12），尚未关联"),
        (
            "search_logged",
            {"place": "工信部网站", "words": "集群", "searched_on": "2026-11-02", "found": ""},
            "检索记录：2026-11-02 在工信部网站检索“集群”，没有结果",
        ),
        (
            "undone",
            {"before": "met", "after": "dropped", "event": 4, "change": "assessment_set"},
            "撤销：评估结论由“已完成”改为“不再推进”",
        ),
        ("view_renamed", {"before": "met", "name": "月报"}, "视图“met”改名为“月报”"),
        ("commitment_revised", {"fields": ["title", "due"]}, "修订承诺事项：标题、期限"),
        ("commitment_revised", {"fields": ["departments"], "commitments": ["a", "b"]}, "修订 2 项承诺：司局"),
    ],
)
def test_the_history_reads_as_sentences(
    zh: Words, happened: Callable[..., EventRow], kind: str, details: dict[str, object], sentence: str
) -> None:
    assert zh.event(happened(kind, details)) == sentence


def test_a_broken_rule_names_the_field_and_the_remedy(zh: Words) -> None:
    assert zh.error(UserError("reason_missing", field="reason")) == "“理由”不能为空：请写明为什么这样判定或处理。"


def test_a_word_that_is_no_term_is_answered_with_the_terms(en: Words) -> None:
    with pytest.raises(UserError) as refused:
        command(AssessmentChange, commitment="MIIT-2025-001", assessment="done", reason="x")
    sentence = en.error(refused.value)
    assert "“Assessment” cannot be “done”" in sentence
    assert "met, not_met" in sentence


def test_long_or_broken_input_is_repeated_on_one_short_line(en: Words) -> None:
    sentence = en.error(UserError("field_invalid", field="url", value="a\nb\x1b[31m" + "x" * 5000))
    assert "a b [31m" in sentence
    assert len(sentence) < 500


@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_only_read_is_not_told_that_nothing_was_written(language: str) -> None:
    said = load_words(language).error(UserError("ledger_busy", path="台账.db"))
    assert "台账.db" in said
    assert "written" not in said
    assert "写入" not in said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_lock_that_was_taken_by_nobody_known_is_said_in_a_whole_sentence(language: str) -> None:
    words = load_words(language)
    said = words.error(UserError("lock_lost", path="台账.db", by=None))
    assert words.phrase("somebody_gone") in said
    assert "None" not in said


OTHER = OtherPiece(2, "关于废止文件的公告", "2025-11-02")


@pytest.mark.parametrize(
    ("question", "chinese", "english"),
    [
        (
            FollowUpQuestion(FollowUp.CANCELLED, 1, ("废止", "废止《方案》"), other=OTHER),
            "是否已经取消？“关于废止文件的公告”（2025-11-02）写有“废止《方案》”。",
            "Cancelled since? “关于废止文件的公告” (2025-11-02) says “废止《方案》”.",
        ),
        (
            FollowUpQuestion(FollowUp.CANCELLED, 1, ("废止", OTHER.title), other=OTHER),
            "是否已经取消？后来有“关于废止文件的公告”（2025-11-02）。",
            "Cancelled since? “关于废止文件的公告” came later (2025-11-02).",
        ),
        (
            FollowUpQuestion(FollowUp.RENAMED, 1, ("“名品”方阵", "品牌矩阵")),
            "是否已经更名？“‘名品’方阵”现称“品牌矩阵”。",
            "Renamed since? “‘名品’方阵” is now called “品牌矩阵”.",
        ),
        (
            FollowUpQuestion(
                FollowUp.AMOUNT_CHANGED, 1, amounts=(Amount(Decimal(34), "个"), Amount(Decimal("2.5"), "个"))
            ),
            "数量是否已变？原为 34 个，这里写的是 2.5 个。",
            "Amount changed? It was 34; here it is 2.5.",
        ),
        (
            FollowUpQuestion(FollowUp.OTHER_BODY, 1, ("农业农村部",)),
            "是否由责任单位完成？发布单位是“农业农村部”。",
            "Done by the responsible body? It was published by “农业农村部”.",
        ),
        (
            FollowUpQuestion(
                FollowUp.COUNTED_ELSEWHERE, 1, amounts=(Amount(Decimal(34), "个"),), commitment="MIIT-2025-045"
            ),
            "是否重复计数？34 个也计入了 MIIT-2025-045。",
            "Counted twice? 34 is also counted under MIIT-2025-045.",
        ),
        (
            FollowUpQuestion(FollowUp.COUNTED_ELSEWHERE, 1, (), (Amount(Decimal(34), "个"),), OTHER, "MIIT-2025-045"),
            "是否重复计数？34 个也按同一份文件的“关于废止文件的公告”计入了 MIIT-2025-045。",
            "Counted twice? 34 is also counted under MIIT-2025-045, by “关于废止文件的公告” of the same document.",
        ),
    ],
)
def test_a_question_beside_evidence_names_what_raises_it(
    zh: Words, en: Words, question: FollowUpQuestion, chinese: str, english: str
) -> None:
    assert zh.follow_up(question) == chinese
    assert en.follow_up(question) == english
