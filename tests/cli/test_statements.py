"""`tracker claim`, `relate` and `review`."""

from collections.abc import Callable
from typing import Any

import pytest

PILOTS, CLUSTERS, PROGRAMME = "MIIT-2025-044", "MIIT-2025-045", "MIIT-2025-013"
CLAIM = ("--said=已支持三批试点城市", "--by=工业和信息化部", "--on=2026-01-21")
Tracker = Callable[..., Any]


def refused(result: Any, sentence: str) -> None:
    assert (result.code, result.out) == (1, "")
    assert sentence in result.err
    assert result.err.count("\n") == 1


def shown(tracker: Tracker, code: str) -> Any:
    return tracker("show", code, "--json").json


@pytest.mark.parametrize("words", [("claim",), ("claim", "add")])
def test_a_claim_is_recorded_and_taken_back_by_the_uid_that_was_printed(
    tracker: Tracker, words: tuple[str, ...]
) -> None:
    uid = tracker(*words, PILOTS, *CLAIM, "--claimed", "已完成").id
    (claim,) = shown(tracker, PILOTS)["claims"]
    assert (claim["uid"], claim["said_by"], claim["claimed"]) == (uid, "工业和信息化部", "met")
    assert shown(tracker, PILOTS)["assessment"] == "not_rated"
    assert uid in tracker("show", PILOTS, lang="zh").out
    assert tracker("claim", "withdraw", uid, "--reason=误记").code == 0
    assert shown(tracker, PILOTS)["claims"] == []


def test_a_claim_may_be_that_of_a_piece_of_evidence(tracker: Tracker, record: Callable[..., str]) -> None:
    piece = record(PILOTS, kind="statement", bearing="context")
    tracker("claim", PILOTS, *CLAIM, "--evidence", piece, "--url=https://www.miit.gov.cn/a")
    (claim,) = shown(tracker, PILOTS)["claims"]
    assert (claim["evidence_id"], claim["url"]) == (int(piece), "https://www.miit.gov.cn/a")


@pytest.mark.parametrize(
    ("lang", "arguments", "sentence"),
    [
        ("en", ("claim", "X", *CLAIM), "No commitment has the code “X”"),
        ("zh", ("claim", PILOTS, *CLAIM, "--claimed=差不多"), "未评估、暂无公开证据"),
        ("en", ("claim", PILOTS, *CLAIM, "--evidence=77"), "There is no piece of evidence 77"),
        ("zh", ("claim", PILOTS, "--said=x", "--by=y", "--on=2999-01"), "“发言日期”晚于今天"),
        ("en", ("claim", PILOTS, "--said=", "--by=y", "--on=2026-01"), "“Words” is empty"),
        ("zh", ("claim", "withdraw", "没有", "--reason=x"), "已被撤回或不存在"),
        ("en", ("claim", "withdraw", "x", "--reason="), "“Reason” is empty"),
    ],
)
def test_a_claim_that_makes_no_sense_is_refused(
    tracker: Tracker, lang: str, arguments: tuple[str, ...], sentence: str
) -> None:
    refused(tracker(*arguments, lang=lang), sentence)
    assert shown(tracker, PILOTS)["claims"] == []


def test_a_later_commitment_stands_beside_the_earlier_one(tracker: Tracker) -> None:
    uid = tracker("relate", PILOTS, "取代", CLUSTERS, "--on=2026-03-01", "--reason=并入集群工作").id
    item = shown(tracker, PILOTS)
    (relation,) = item["relations"]
    assert (relation["uid"], relation["kind"], relation["other"]) == (uid, "replaced", CLUSTERS)
    assert (relation["reason"], relation["wording"]) == ("并入集群工作", "新认定100个中小企业特色产业集群")
    assert item["restatements"] == item["relations"]
    said = tracker("show", PILOTS, lang="zh").out
    assert f"取代 · 2026-03-01 · {CLUSTERS} · 工业和信息化部" in said
    assert tracker("status", "set", PILOTS, "不再推进", "--reason=已被取代").code == 0
    assert tracker("relate", "withdraw", uid, "--reason=误记").code == 0
    assert shown(tracker, PILOTS)["relations"] == []


def test_the_chain_of_a_pledge_is_shown_from_both_of_its_ends(tracker: Tracker) -> None:
    tracker("relate", PILOTS, "取代", CLUSTERS, "--on=2026-03-01", "--reason=并入集群工作")
    follows = [{"kind": "replaced", "code": PILOTS}]
    for code in (PILOTS, CLUSTERS):
        chain = shown(tracker, code)["chain"]
        assert [(link["code"], link["follows"]) for link in chain] == [(PILOTS, []), (CLUSTERS, follows)]
    assert f"承接 {PILOTS}（取代）；本条" in "".join(tracker("show", CLUSTERS, lang="zh").out.split("\n    "))
    assert f"follows {PILOTS} (" in " ".join(tracker("show", PILOTS, lang="en").out.split())
    assert shown(tracker, PROGRAMME)["chain"] == []


def test_later_words_without_a_commitment_of_their_own_are_given_by_who_said_them(tracker: Tracker) -> None:
    later = ("--on=2026-03", "--reason=报告重申", "--words=继续支持试点城市", "--by=国务院")
    assert tracker("relate", "add", PILOTS, "restated", "-", *later).code == 0
    (relation,) = shown(tracker, PILOTS)["relations"]
    assert (relation["other"], relation["wording"], relation["said_by"]) == (None, "继续支持试点城市", "国务院")


@pytest.mark.parametrize(
    ("lang", "arguments", "sentence"),
    [
        ("en", ("relate", PILOTS, "better", CLUSTERS, "--on=2026-03", "--reason=x"), "choose one of restated, raised"),
        ("zh", ("relate", PILOTS, "更好", CLUSTERS, "--on=2026-03", "--reason=x"), "重申、提高、降低"),
        ("en", ("relate", PILOTS, "raised", "-", "--on=2026-03", "--reason=x"), "“Later wording” is empty"),
        ("zh", ("relate", PILOTS, "提高", "-", "--on=2026-03", "--reason=x"), "“后续表述”不能为空"),
        ("en", ("relate", PILOTS, "raised", PILOTS, "--on=2026-03", "--reason=x"), "cannot be related to itself"),
        ("zh", ("relate", PILOTS, "提高", "X", "--on=2026-03", "--reason=x"), "没有编号为“X”的承诺事项"),
        ("en", ("relate", "withdraw", "x", "--reason=x"), "was withdrawn or does not exist"),
    ],
)
def test_a_relation_that_makes_no_sense_is_refused(
    tracker: Tracker, lang: str, arguments: tuple[str, ...], sentence: str
) -> None:
    refused(tracker(*arguments, lang=lang), sentence)
    assert shown(tracker, PILOTS)["relations"] == []


def test_a_review_sets_the_next_one_and_quiets_the_light(tracker: Tracker) -> None:
    code = next(item["code"] for item in tracker("list", "--light", "待复核", "--json").json)
    assert shown(tracker, code)["review_on"] == "2026-01-21"
    reviewed = tracker("review", code, "--reason=没有进展")
    assert (reviewed.code, reviewed.out) == (0, f"{code} review on 2027-11-23\n")
    assert (shown(tracker, code)["review_on"], shown(tracker, code)["light"]) == ("2027-11-23", "not_applicable")
    again = tracker("review", code, "--reason=没有进展", "--on=2027-03-01", lang="zh")
    assert again.out == f"{code} 复核日 2027-03-01\n"
    assert "复核日 2027-03-01" in tracker("show", code, lang="zh").out
    assert "复核日 2027-03-01" in tracker("list", "--search", code, lang="zh").out


@pytest.mark.parametrize(
    ("lang", "arguments", "sentence"),
    [
        ("en", (PROGRAMME, "--reason= "), "“Reason” is empty"),
        ("zh", (PROGRAMME, "--reason=x", "--on=2026-11-23"), "须晚于今天"),
        ("en", (PROGRAMME, "--reason=x", "--on=soon"), "“Next review” is not a date (soon)"),
        ("zh", ("X", "--reason=x"), "没有编号为“X”的承诺事项"),
    ],
)
def test_a_review_that_makes_no_sense_is_refused(
    tracker: Tracker, lang: str, arguments: tuple[str, ...], sentence: str
) -> None:
    refused(tracker("review", *arguments, lang=lang), sentence)


def test_help_is_reached_where_add_may_be_left_out(tracker: Tracker) -> None:
    assert "withdraw" in tracker("relate", "--help").out
    assert "--claimed" in tracker("claim", "add", "--help").out
    assert tracker("claim").code == 2
