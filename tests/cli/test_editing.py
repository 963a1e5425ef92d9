"""`tracker edit`, `undo` and `redo`."""

from collections.abc import Callable
from typing import Any

import pytest

PILOTS, PLANS, STANDING = "MIIT-2025-044", "MIIT-2025-001", "MIIT-2025-067"
Tracker = Callable[..., Any]


def edit(tracker: Tracker, code: str, *more: str, lang: str = "en") -> Any:
    return tracker("edit", code, "--reason=核对原文", *more, lang=lang)


def shown(tracker: Tracker, code: str) -> Any:
    return tracker("show", code, "--json").json


def refused(result: Any, sentence: str) -> None:
    assert (result.code, result.out) == (1, "")
    assert sentence in result.err
    assert result.err.count("\n") == 1


def titles(tracker: Tracker, code: str) -> list[str]:
    return [part["title"] for part in shown(tracker, code)["parts"]]


def test_titles_topic_kind_and_keywords_are_changed_for_a_reason(tracker: Tracker) -> None:
    done = edit(
        tracker, PILOTS, "--title=再支持30个城市", "--title-en=Thirty more cities", "--topic=绿色低碳", "--kind=认定",
        "--keywords=试点 城市", "--keywords=数字化转型", lang="zh",
    )  # fmt: skip
    assert (done.code, done.out.startswith(f"{PILOTS} 修订承诺事项：")) == (0, True)
    item = shown(tracker, PILOTS)
    assert (item["title"], item["title_en"]) == ("再支持30个城市", "Thirty more cities")
    assert (item["topic"], item["kind"]) == ("绿色低碳", "designation")
    assert item["keywords"] == ["试点 城市", "数字化转型"]
    assert item["history"][0]["reason"] == "核对原文"
    assert item["passages"][0]["text"] == "2025年再支持30个以上试点城市"


def test_a_due_date_comes_with_its_basis_or_goes(tracker: Tracker) -> None:
    edit(tracker, STANDING, "--due=2026-06-30", "--due-basis=后续文件", "--due-about")
    item = shown(tracker, STANDING)
    assert (item["due"], item["review_on"]) == ({"date": "2026-06-30", "basis": "document", "about": True}, None)
    assert "约 2026-06-30（后续文件）" in tracker("show", STANDING, lang="zh").out
    edit(tracker, STANDING, "--due=2026-12-31")
    assert shown(tracker, STANDING)["due"]["basis"] == "user"
    edit(tracker, STANDING, "--due=none")
    item = shown(tracker, STANDING)
    assert (item["due"]["date"], item["review_on"]) == (None, "2026-01-21")


def test_a_body_that_no_commitment_named_yet_can_lead_and_is_listed_by_any_of_its_names(tracker: Tracker) -> None:
    listed = tracker("list", "--department=银保监会", lang="en")
    refused(listed, "银保监会")
    done = edit(tracker, PILOTS, "--lead=银保监会")
    assert (done.code, "银保监会" in done.err) == (0, True)
    (lead,) = [d for d in shown(tracker, PILOTS)["departments"] if d["role"] == "lead"]
    assert (lead["key"], lead["name"], lead["name_en"]) == (
        "nfra", "金融监管总局", "National Financial Regulatory Administration",
    )  # fmt: skip
    for name in ("国家金融监督管理总局", "中国银保监会", "nfra"):
        found = tracker("list", f"--department={name}", "--json", lang="en")
        assert [row["code"] for row in found.json] == [PILOTS]
        assert (name in found.err) == (name == "中国银保监会")
    assert [row["code"] for row in tracker("list", "--search=银监会", "--json").json] == [PILOTS]
    tracker("undo", lang="en")
    assert tracker("list", "--search=银监会", "--json").json == []
    assert tracker("check").code == 0


def test_one_role_is_given_to_others_and_the_other_role_keeps_its_bases(tracker: Tracker) -> None:
    edit(tracker, PILOTS, "--lead=规划司")
    roles = {d["key"]: (d["role"], d["basis"]) for d in shown(tracker, PILOTS)["departments"]}
    assert roles == {"planning": ("lead", "user"), "mof": ("co_lead", "function")}
    edit(tracker, PILOTS, "--co-lead=财政部", "--co-lead=sme-bureau")
    roles = {d["key"]: (d["role"], d["basis"]) for d in shown(tracker, PILOTS)["departments"]}
    assert roles["mof"] == ("co_lead", "function")
    assert roles["sme-bureau"] == ("co_lead", "user")
    edit(tracker, PILOTS, "--lead=Ministry of Finance", "--co-lead=none")
    assert [(d["key"], d["role"]) for d in shown(tracker, PILOTS)["departments"]] == [("mof", "lead")]


def test_parts_are_added_renamed_and_removed_by_number_or_name(tracker: Tracker) -> None:
    before = shown(tracker, PLANS)["parts"]
    edit(tracker, PLANS, "--part-add=机械", "--part-add=钢铁", "--parts-expected=9")
    assert titles(tracker, PLANS) == [*(part["title"] for part in before), "机械", "钢铁"]
    assert "9. 钢铁" in tracker("show", PLANS, lang="zh").out
    assert "尚未列出名称" not in tracker("show", PLANS, lang="zh").out
    edit(tracker, PLANS, "--part-title", "1", "电子信息", "--part-title", "钢铁", "钢铁行业")
    edited = shown(tracker, PLANS)["parts"]
    assert (edited[0]["id"], edited[0]["title"], edited[0]["title_en"]) == (
        before[0]["id"], "电子信息", "Electronic information manufacturing",
    )  # fmt: skip
    assert (edited[8]["title"], edited[8]["title_en"], edited[8]["position"]) == ("钢铁行业", "钢铁行业", 9)
    assert edited[1] == before[1]
    edit(tracker, PLANS, "--part-remove=钢铁行业", "--part-remove", f"id:{edited[7]['id']}")
    assert titles(tracker, PLANS) == ["电子信息", *(part["title"] for part in before[1:])]


def test_a_part_in_the_middle_is_removed_and_the_others_are_still_themselves(tracker: Tracker) -> None:
    before = shown(tracker, PLANS)["parts"]
    assert edit(tracker, PLANS, "--part-remove=Automobiles").code == 0
    assert edit(tracker, PLANS, "--part-title", "3", "轻工").code == 0
    after = shown(tracker, PLANS)["parts"]
    assert [part["id"] for part in after] == [part["id"] for part in before if part["title"] != "汽车"]
    assert after[2]["title"] == "轻工"


@pytest.mark.parametrize(
    ("lang", "more", "sentence"),
    [
        ("en", (), f"It was not said what to change of {PLANS}"),
        ("zh", (), f"没有说明要把 {PLANS} 改成什么"),
        ("en", ("--topic=nothing",), "“Topic” cannot be “nothing”"),
        ("zh", ("--topic=nothing",), "工业经济稳增长"),
        ("en", ("--kind=hope",), "choose one of document, programme"),
        ("zh", ("--kind=hope",), "发文、专项行动"),
        ("en", ("--due=someday",), "“Due date” is not a date (someday)"),
        ("zh", ("--due-basis=原文写明",), "期限日期和期限依据要一起填写"),
        ("en", ("--due=none", "--due-basis=stated"), "give the date and its basis together"),
        ("zh", ("--due=2026-01-01", "--due-basis=assumed"), "原文写明、本节写明"),
        ("en", ("--lead=无此司",), "No department is called “无此司”"),
        ("zh", ("--lead=财政部", "--co-lead=财政部"), "同一单位只列一次"),
        ("en", ("--part-remove=9",), "has no part “9”: give the number or name of one of 1. Electronic information"),
        ("zh", ("--part-title", "纺织", "x"), "1. 电子信息制造业、2. 电力装备"),
        ("en", ("--part-add=汽车",), "name each part once"),
        ("zh", ("--parts-expected=many",), "“子项总数”无法识别"),
        ("en", ("--title= ",), "“Title” is empty"),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused_and_changes_nothing(
    tracker: Tracker, lang: str, more: tuple[str, ...], sentence: str
) -> None:
    version = shown(tracker, PLANS)["version"]
    refused(edit(tracker, PLANS, *more, lang=lang), sentence)
    assert shown(tracker, PLANS)["version"] == version


def test_an_edit_that_changes_nothing_says_so(tracker: Tracker) -> None:
    title = f"--title={shown(tracker, PLANS)['title']}"
    assert edit(tracker, PLANS, title).out == f"{PLANS} is unchanged: it says so already.\n"
    assert edit(tracker, PLANS, title, lang="zh").out == f"{PLANS} 没有变化：所给的内容与现有的相同。\n"


def test_a_part_that_evidence_is_linked_to_stays(tracker: Tracker, record: Callable[..., str]) -> None:
    record(PLANS, part="汽车")
    refused(edit(tracker, PLANS, "--part-remove=汽车"), "evidence is linked to 汽车")


def test_undo_and_redo_say_what_they_did(tracker: Tracker) -> None:
    before = shown(tracker, PILOTS)["title"]
    edit(tracker, PILOTS, "--title=甲")
    undone = tracker("undo", lang="zh")
    assert (undone.code, undone.out) == (0, "撤销：修订承诺事项：标题\n")
    assert shown(tracker, PILOTS)["title"] == before
    assert tracker("redo").out == "Done again: Commitment revised: Title\n"
    assert shown(tracker, PILOTS)["title"] == "甲"


def test_undo_and_redo_in_json_name_both_events(tracker: Tracker) -> None:
    edit(tracker, PILOTS, "--title=甲")
    changed = shown(tracker, PILOTS)["history"][0]
    undone = tracker("undo", "--json").json
    assert undone["undone"] == changed
    assert undone["event"] > changed["id"]
    assert undone["message"] == "Undone: Commitment revised: Title"
    redone = tracker("redo", "--json").json
    assert redone["redone"]["id"] == undone["event"]


def test_where_there_is_nothing_to_undo_or_redo_one_line_says_so(tracker: Tracker) -> None:
    refused(tracker("undo"), "There is nothing to undo")
    refused(tracker("redo"), "There is nothing to redo")
    refused(tracker("undo", lang="zh"), "没有可以撤销的改动")
    refused(tracker("redo", lang="zh"), "没有可以重做的改动")
