"""`tracker search-log`: one search, a round of them, what they came to, and when they expire."""

from collections.abc import Callable
from typing import Any

import pytest

PILOTS, CLUSTERS, DOCUMENT = "MIIT-2025-044", "MIIT-2025-045", "MIIT-2025-065"
PLACE = ("--place=工信部网站", "--words=数字产业")
Tracker = Callable[..., Any]


def searches(tracker: Tracker, code: str) -> list[Any]:
    return tracker("search-log", "list", code, "--json").json


def refused(result: Any, sentence: str) -> None:
    assert (result.code, result.out) == (1, "")
    assert sentence in result.err
    assert result.err.count("\n") == 1


def test_a_search_says_what_it_came_to_in_the_language_of_the_answer(tracker: Tracker) -> None:
    more = ("--date=2026-11-20", "--outcome=有所发现", "--found=三份文件")
    assert tracker("search-log", "add", DOCUMENT, *PLACE, *more).code == 0
    (search,) = searches(tracker, DOCUMENT)
    assert (search["outcome"], search["decided"], search["found"]) == ("something", True, "三份文件")
    assert "有所发现" in tracker("search-log", "list", DOCUMENT, lang="zh").out
    assert "something found" in tracker("search-log", "list", DOCUMENT).out
    shown = tracker("show", DOCUMENT, lang="zh").out
    assert f"{search['id']} · 2026-11-20 · 工信部网站 · “数字产业” · 有所发现 · 三份文件" in shown


@pytest.mark.parametrize(
    ("lang", "more", "sentence"),
    [
        ("en", ("--outcome=something",), "“Something found” needs to say what"),
        ("zh", ("--outcome=something",), "要写明找到了什么"),
        ("en", ("--outcome=perhaps",), "“Outcome” cannot be “perhaps”: choose one of nothing, something, unclear"),
        ("zh", ("--outcome=perhaps",), "没有找到、有所发现、尚不明确"),
        ("en", ("--date=2999-01-01",), "lies in the future"),
        ("zh", ("--date=昨天",), "不是有效日期"),
    ],
)
def test_a_search_that_makes_no_sense_is_refused(
    tracker: Tracker, lang: str, more: tuple[str, ...], sentence: str
) -> None:
    refused(tracker("search-log", "add", DOCUMENT, *PLACE, *more, lang=lang), sentence)
    assert searches(tracker, DOCUMENT) == []


def test_one_round_is_logged_for_many_commitments_with_an_outcome_for_each(tracker: Tracker) -> None:
    outcomes = (f"--outcome={CLUSTERS}=something:名单: 第二批", "--outcome", f"{DOCUMENT}＝尚不明确：待核")
    logged = tracker("search-log", "round", PILOTS, *PLACE, "--date=2026-11-20", *outcomes)
    assert (logged.code, logged.out) == (0, "Commitments for which the search was recorded: 3.\n")
    found = {code: searches(tracker, code)[0] for code in (PILOTS, CLUSTERS, DOCUMENT)}
    assert {code: (one["outcome"], one["found"]) for code, one in found.items()} == {
        PILOTS: ("nothing", ""),
        CLUSTERS: ("something", "名单: 第二批"),
        DOCUMENT: ("unclear", "待核"),
    }
    assert {one["date"] for one in found.values()} == {"2026-11-20"}
    tracker("undo")
    assert [searches(tracker, code) for code in found] == [[], [], []]


def test_a_round_may_name_its_commitments_by_their_outcomes_alone(tracker: Tracker) -> None:
    logged = tracker("search-log", "round", *PLACE, f"--outcome={CLUSTERS}=nothing", lang="zh")
    assert (logged.code, logged.out) == (0, "已为 1 项承诺登记检索。\n")
    assert searches(tracker, CLUSTERS)[0]["outcome"] == "nothing"


@pytest.mark.parametrize(
    ("lang", "arguments", "sentence"),
    [
        ("en", (), "“commitments” is empty"),
        ("zh", (), "“承诺事项”不能为空"),
        ("en", ("--outcome", CLUSTERS), "write CODE=OUTCOME or CODE=OUTCOME:TEXT"),
        ("zh", ("--outcome", CLUSTERS), "请写成 编号=结果"),
        ("en", ("--outcome", f"{CLUSTERS}=something"), "needs to say what"),
        ("zh", ("--outcome", f"{CLUSTERS}=大概"), "没有找到、有所发现、尚不明确"),
        ("en", ("MIIT-2025-999", CLUSTERS), "No commitment has the code “MIIT-2025-999”"),
    ],
)
def test_a_round_that_makes_no_sense_is_refused_as_a_whole(
    tracker: Tracker, lang: str, arguments: tuple[str, ...], sentence: str
) -> None:
    refused(tracker("search-log", "round", *arguments, *PLACE, lang=lang), sentence)
    assert searches(tracker, CLUSTERS) == []


def test_an_unclear_search_is_decided_later(tracker: Tracker) -> None:
    tracker("search-log", "add", DOCUMENT, *PLACE, "--found=一则会议报道")
    (search,) = searches(tracker, DOCUMENT)
    assert search["outcome"] == "unclear"
    decide = ("search-log", "decide", str(search["id"]))
    assert tracker(*decide, "没有找到", "--reason=报道与此无关").code == 0
    assert searches(tracker, DOCUMENT)[0]["outcome"] == "nothing"
    assert tracker("status", "set", DOCUMENT, "no_evidence", "--reason=x").code == 0


@pytest.mark.parametrize(
    ("lang", "arguments", "sentence"),
    [
        ("en", ("77", "nothing", "--reason=x"), "There is no search with the number 77"),
        ("zh", ("77", "nothing", "--reason=x"), "没有 77 号检索记录"),
        ("en", ("x", "nothing", "--reason=x"), "“number of the search” cannot be understood"),
        ("zh", ("77", "算了", "--reason=x"), "没有找到、有所发现、尚不明确"),
        ("en", ("77", "nothing", "--reason= "), "“Reason” is empty"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(
    tracker: Tracker, lang: str, arguments: tuple[str, ...], sentence: str
) -> None:
    refused(tracker("search-log", "decide", *arguments, lang=lang), sentence)


def test_queries_are_prepared_with_the_usual_places(tracker: Tracker) -> None:
    (prepared,) = tracker("search-log", "queries", PILOTS, "--json").json
    assert prepared["code"] == PILOTS
    assert prepared["queries"][0] == "再支持30个以上试点城市"
    assert len(prepared["queries"]) > 1
    assert [place["name"] for place in prepared["places"]] == ["工业和信息化部网站", "中国政府网", "国务院政策文件库"]
    assert all(place["address"].startswith("https://") for place in prepared["places"])
    printed = tracker("search-log", "queries", PILOTS, CLUSTERS).out
    assert printed.count("Website of the Ministry of Industry and Information Technology") == 2
    assert "工业和信息化部网站" in tracker("search-log", "queries", PILOTS, lang="zh").out
    refused(tracker("search-log", "queries", "X"), "No commitment has the code “X”")
    refused(tracker("search-log", "queries", "X", lang="zh"), "台账中没有编号为“X”的承诺事项")


@pytest.fixture
def judged(tracker: Tracker) -> None:
    """“No public evidence”, by a search of 12 November, which carries it until 12 December."""
    tracker("search-log", "add", DOCUMENT, *PLACE, "--date=2026-11-12")
    assert tracker("status", "set", DOCUMENT, "no_evidence", "--reason=未见").code == 0


@pytest.mark.parametrize(("within", "due"), [("7d", 0), ("19d", 1), ("3w", 1), ("20天", 1), ("18", 0)])
def test_verdicts_whose_search_expires_soon_are_listed(tracker: Tracker, judged: None, within: str, due: int) -> None:
    expiring = tracker("search-log", "expiring", "--within", within, "--json").json
    assert len(expiring) == due
    for one in expiring:
        assert (one["code"], one["expires_on"], one["days_left"]) == (DOCUMENT, "2026-12-12", 19)
        assert one["search"]["date"] == "2026-11-12"


def test_what_expires_is_said_in_words(tracker: Tracker, judged: None) -> None:
    assert tracker("search-log", "expiring", lang="zh").out == "没有在 7 天内到期的“暂无公开证据”检索。\n"
    assert "还有 19 天" in tracker("search-log", "expiring", "--within=30d", lang="zh").out
    assert "days left: 19" in tracker("search-log", "expiring", "--within=30d").out
    refused(tracker("search-log", "expiring", "--within=soon"), "“period” cannot be understood (soon)")
    refused(tracker("search-log", "expiring", "--within=soon", lang="zh"), "“期限”无法识别")
