"""Verdicts by command: what the rules refuse, what they question, and how one holds to a verdict."""

from collections.abc import Callable
from typing import Any

import pytest

PILOTS, CLUSTERS, DOCUMENT, PROGRAMME = "MIIT-2025-044", "MIIT-2025-045", "MIIT-2025-065", "MIIT-2025-013"
Tracker = Callable[..., Any]
Record = Callable[..., str]


@pytest.fixture
def judge(tracker: Tracker) -> Tracker:
    """Set an assessment: `judge(CODE, "met", "--despite", …)`."""

    def call(code: str, assessment: str, *more: str, lang: str = "en") -> Any:
        return tracker("status", "set", code, assessment, "--reason=按材料判断", *more, lang=lang)

    return call


def refused(result: Any, sentence: str) -> None:
    assert (result.code, result.out) == (1, "")
    assert sentence in result.err
    assert result.err.count("\n") == 1


def now(tracker: Tracker, code: str) -> Any:
    return tracker("show", code, "--json").json


def test_a_contradicting_piece_proves_no_fulfilment(tracker: Tracker, judge: Tracker, record: Record) -> None:
    record(PROGRAMME, bearing="contradicts")
    refused(judge(PROGRAMME, "met"), "has no evidence that proves “Met”")
    refused(judge(PROGRAMME, "已完成", lang="zh"), "没有能够证明“已完成”的证据")
    assert now(tracker, PROGRAMME)["assessment"] == "not_rated"


def test_a_context_piece_proves_nothing_even_when_it_is_named(judge: Tracker, record: Record) -> None:
    piece = record(PROGRAMME, bearing="背景")
    refused(judge(PROGRAMME, "met", "--evidence", piece), "has no evidence that proves “Met”")
    refused(judge(PROGRAMME, "in_progress", "--evidence", piece), "has no evidence that proves “In progress”")


def test_a_plan_is_not_the_amount_but_shows_that_something_goes_on(judge: Tracker, record: Record) -> None:
    record(PILOTS, value="34个", role="计划")
    refused(judge(PILOTS, "met"), "has no evidence that proves “Met”")
    refused(judge(PILOTS, "partly_met"), "has no evidence that proves “Partly met”")
    assert judge(PILOTS, "in_progress").code == 0


def test_a_call_for_comments_is_not_the_document(judge: Tracker, record: Record) -> None:
    record(DOCUMENT, title="关于公开征求意见的通知", stage="征求意见")
    refused(judge(DOCUMENT, "met"), "has no evidence that proves “Met”")
    refused(judge(DOCUMENT, "partly_met"), "has no evidence that proves “Partly met”")
    assert judge(DOCUMENT, "in_progress").code == 0


def test_ten_of_a_hundred_are_questioned_until_a_reason_is_given(
    tracker: Tracker, judge: Tracker, record: Record
) -> None:
    record(CLUSTERS, kind="list", value="10个", role="new")
    refused(judge(CLUSTERS, "met"), "“Met” of MIIT-2025-045 raises questions: arithmetic falls short.")
    refused(judge(CLUSTERS, "met", lang="zh"), "与核算不一致")
    held = judge(CLUSTERS, "met", "--despite", "arithmetic_short", "--despite-reason=其余在附件二")
    assert (held.code, held.out, held.err) == (0, f"{CLUSTERS} Met\n", "")
    (doubt,) = now(tracker, CLUSTERS)["doubts"]
    assert (doubt["rule"], doubt["reason"]) == ("arithmetic_short", "其余在附件二")
    assert doubt["event"] == now(tracker, CLUSTERS)["history"][0]["id"]
    (listed,) = tracker("list", "--doubt", "与核算不一致", "--json").json
    assert (listed["code"], listed["doubts"]) == (CLUSTERS, [doubt])
    assert "坚持结论（与核算不一致）：其余在附件二" in tracker("show", CLUSTERS, lang="zh").out
    assert "已完成（与核算不一致）" in tracker("list", "--doubt", "arithmetic_short", lang="zh").out
    assert "Met (arithmetic falls short)" in tracker("list", "--doubt", "arithmetic_short").out


def test_one_reason_serves_all_questions_or_each_has_its_own(tracker: Tracker, judge: Tracker, record: Record) -> None:
    record(CLUSTERS, kind="press", value="10", unit="个", role="new")
    asked = judge(CLUSTERS, "met")
    assert "arithmetic falls short" in asked.err
    assert "claims or press only" in asked.err
    both = ("--despite", "arithmetic_short", "--despite", "仅有表态或报道")
    assert judge(CLUSTERS, "met", *both, "--despite-reason=名单待发").code == 0
    assert {doubt["reason"] for doubt in now(tracker, CLUSTERS)["doubts"]} == {"名单待发"}
    assert judge(CLUSTERS, "met", *both, "--despite-reason=一", "--despite-reason=二").code == 0
    reasons = {doubt["rule"]: doubt["reason"] for doubt in now(tracker, CLUSTERS)["doubts"]}
    assert reasons == {"arithmetic_short": "一", "claims_only": "二"}


@pytest.mark.parametrize(
    ("lang", "more", "sentence"),
    [
        (
            "en",
            ("--despite", "arithmetic_short"),
            "say why you hold to the assessment although “arithmetic falls short”",
        ),
        ("zh", ("--despite", "与核算不一致"), "请写明为什么尽管“与核算不一致”仍坚持这个结论"),
        ("en", ("--despite-reason", "x"), "(x) answers no question: name the question by --despite"),
        ("zh", ("--despite-reason", "x"), "没有对应的疑问"),
        ("en", ("--despite", "grounds_changed", "--despite-reason", "x"), "“question” cannot be “grounds_changed”"),
        ("zh", ("--despite", "too_late", "--despite-reason", "x"), "与核算不一致、仅有表态或报道"),
    ],
)
def test_a_question_and_its_reason_belong_together(
    judge: Tracker, record: Record, lang: str, more: tuple[str, ...], sentence: str
) -> None:
    record(CLUSTERS, kind="list", value="10个", role="new")
    refused(judge(CLUSTERS, "met", *more, lang=lang), sentence)


def search(tracker: Tracker, code: str, day: str, *more: str) -> None:
    added = tracker("search-log", "add", code, "--place=工信部网站", "--words=产业集群", f"--date={day}", *more)
    assert added.code == 0, added.err


def test_a_search_that_found_three_documents_carries_no_verdict_of_nothing(tracker: Tracker, judge: Tracker) -> None:
    search(tracker, CLUSTERS, "2026-11-20", "--outcome=something", "--found=三份文件")
    refused(judge(CLUSTERS, "no_evidence"), "the newest search (2026-11-20) came to “something found”")
    refused(judge(CLUSTERS, "暂无公开证据", lang="zh"), "有所发现")


def test_a_search_of_89_days_ago_is_too_old_for_a_verdict(tracker: Tracker, judge: Tracker) -> None:
    search(tracker, CLUSTERS, "2026-08-26")
    refused(judge(CLUSTERS, "no_evidence"), "the newest search (2026-08-26) is older than 30 days")
    refused(judge(CLUSTERS, "no_evidence", lang="zh"), "已超过 30 天")


def test_a_document_of_the_year_before_shows_no_progress(judge: Tracker, record: Record) -> None:
    record(DOCUMENT, published="2024-10-08", bearing="progress")
    refused(judge(DOCUMENT, "in_progress"), "has no evidence that proves “In progress”")


def test_a_search_after_a_stated_due_date_proves_that_it_was_not_met(tracker: Tracker, judge: Tracker) -> None:
    refused(judge(PILOTS, "not_met"), "there is neither a contradicting piece nor a search that found nothing")
    search(tracker, PILOTS, "2026-11-20")
    assert judge(PILOTS, "not_met").code == 0
    assert now(tracker, PILOTS)["doubts"] == []


def test_a_due_date_that_only_the_section_gives_is_a_question(tracker: Tracker, judge: Tracker) -> None:
    search(tracker, CLUSTERS, "2026-11-20")
    refused(judge(CLUSTERS, "not_met"), "due date inferred")
    held = ("--despite", "期限为推定", "--despite-reason=全年未见名单")
    assert judge(CLUSTERS, "未完成", *held, lang="zh").out == f"{CLUSTERS} 未完成\n"


def test_several_commitments_are_judged_together_or_not_at_all(
    tracker: Tracker, judge: Tracker, record: Record
) -> None:
    record(PROGRAMME)
    refused(
        judge(PROGRAMME, "in_progress", "--also", DOCUMENT),
        f"the rules refuse 1 of 2: no evidence that proves it: 1 ({DOCUMENT})",
    )
    assert now(tracker, PROGRAMME)["assessment"] == "not_rated"
    record(DOCUMENT, title="关于公开征求意见的通知", stage="consultation")
    done = judge(PROGRAMME, "in_progress", "--also", DOCUMENT, lang="zh")
    assert (done.code, done.out) == (0, f"{PROGRAMME} 推进中\n{DOCUMENT} 推进中\n")
    piece = record(PROGRAMME, title="另一份通知")
    refused(judge(PROGRAMME, "met", "--also", DOCUMENT, "--evidence", piece), "goes with one commitment")


def test_ground_that_is_taken_away_shows_beside_the_verdict(tracker: Tracker, judge: Tracker, record: Record) -> None:
    piece = record(PROGRAMME)
    assert judge(PROGRAMME, "in_progress").code == 0
    assert now(tracker, PROGRAMME)["grounds_changed"] is False
    tracker("evidence", "withdraw", piece, "--reason=重复")
    assert now(tracker, PROGRAMME)["grounds_changed"] is True
    assert "推进中（依据已变）" in tracker("list", "--doubt", "依据已变", lang="zh").out
    assert "依据已变" in tracker("show", PROGRAMME, lang="zh").out
    attention = tracker("list", "--attention", "grounds changed", "--json").json
    assert [item["code"] for item in attention] == [PROGRAMME]


@pytest.mark.parametrize(("option", "word"), [("--doubt", "doubtful"), ("--attention", "soon")])
def test_a_filter_that_there_is_none_of_is_answered_with_the_choices(tracker: Tracker, option: str, word: str) -> None:
    refused(tracker("list", option, word), f"cannot be “{word}”: choose one of ")
    refused(tracker("list", option, word, lang="zh"), "依据已变")


def test_a_reason_in_english_is_shown_in_english_and_the_chinese_one_in_chinese(
    tracker: Tracker, judge: Tracker
) -> None:
    judge(PROGRAMME, "not_verifiable", "--reason-en=Nobody could tell", f"--also={DOCUMENT}")
    for code in (PROGRAMME, DOCUMENT):
        item = now(tracker, code)
        assert (item["reason"], item["reason_en"]) == ("按材料判断", "Nobody could tell")
    assert "Nobody could tell" in tracker("show", PROGRAMME, lang="en").out
    assert "Nobody could tell" not in tracker("show", PROGRAMME, lang="zh").out
    (logged,) = tracker("status", "log", PROGRAMME, "--json").json
    assert logged["reason_en"] == "Nobody could tell"
    judge(PROGRAMME, "not_rated")
    assert "按材料判断 [in Chinese]" in tracker("show", PROGRAMME, lang="en").out
