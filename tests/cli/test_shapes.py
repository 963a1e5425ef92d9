"""What `--json` prints of a commitment: speakers, doubts, parts, values that do not count, and when it is reviewed."""

from collections.abc import Callable
from typing import Any

PILOTS, TRADE_INS, PLANS = "MIIT-2025-044", "MIIT-2025-007", "MIIT-2025-001"
Tracker = Callable[..., Any]
Record = Callable[..., str]


def shown(tracker: Tracker, code: str) -> Any:
    return tracker("show", code, "--json").json


def test_every_passage_has_its_own_speaker_and_answer(tracker: Tracker) -> None:
    item = shown(tracker, TRADE_INS)
    assert [(p["speaker"], p["speaker_en"], p["answer"]) for p in item["passages"]] == [
        ("张云明", "Zhang Yunming", 1),
        ("陶青", "Tao Qing", 2),
    ]
    assert (item["speaker"], [speaker["name"] for speaker in item["speakers"]]) == ("张云明", ["张云明", "陶青"])
    assert item["speakers"][1]["office_en"].startswith("Director-General")


def test_words_stand_under_whoever_said_them(tracker: Tracker) -> None:
    lines = [line.strip() for line in tracker("show", TRADE_INS, lang="zh").out.splitlines()]
    said = lines.index("“加力扩围消费品以旧换新政策”")
    assert lines[said - 1] == "陶青 · 工业和信息化部运行监测协调局局长 · 第 2 个回答"
    assert lines[said - 3].startswith("张云明 · ")
    assert "Tao Qing" in tracker("show", TRADE_INS).out


def test_a_list_has_the_same_shape_as_one_commitment_shown(tracker: Tracker) -> None:
    (listed,) = tracker("list", "--search", TRADE_INS, "--json").json
    whole = shown(tracker, TRADE_INS)
    assert listed == {key: whole[key] for key in listed}


def test_parts_are_numbered_and_those_without_a_name_are_counted(tracker: Tracker) -> None:
    item = shown(tracker, PLANS)
    assert [part["position"] for part in item["parts"]] == list(range(1, len(item["parts"]) + 1))
    first = item["parts"][0]
    assert (first["title"], first["due"], first["quantity"], first["working"]) == ("电子信息制造业", None, None, None)
    assert [(d["key"], d["role"]) for d in first["departments"]] == [("electronics", "lead")]
    assert item["parts_expected"] == 10
    said = tracker("show", PLANS, lang="zh").out
    assert "  1. 电子信息制造业 · 电子信息司（按职能推定）" in said
    assert "另有 3 个子项尚未列出名称" in said
    assert "further parts, without a name yet: 3" in tracker("show", PLANS).out


def test_a_value_that_does_not_count_is_named_with_the_reason(tracker: Tracker, record: Record) -> None:
    piece = record(PILOTS, value="34个", role="plan")
    item = shown(tracker, PILOTS)
    assert item["uncounted"] == [{"evidence": int(piece), "value": 34, "unit": "个", "role": "plan", "why": "plan"}]
    assert item["working"] is None
    assert "34 个 计划：计划数，不计入。" in tracker("show", PILOTS, lang="zh").out
    assert "34 planned: a plan, not counted." in tracker("show", PILOTS).out


def test_a_review_date_stands_only_where_there_is_no_due_date(tracker: Tracker) -> None:
    for item in tracker("list", "--json").json:
        assert (item["review_on"] is None) == (item["due"]["date"] is not None)
        assert item["due"]["about"] in (True, False)
        assert (item["doubts"], item["grounds_changed"]) == ([], False)
        assert all("passage" in department for department in item["departments"])


def test_a_target_says_what_each_counted_thing_must_reach(tracker: Tracker) -> None:
    thresholds = [item["quantity"]["threshold"] for item in tracker("list", "--json").json if item["quantity"]]
    assert None in thresholds
    for each in filter(None, thresholds):
        assert each.keys() == {"operator", "value", "unit"}


def test_a_piece_of_evidence_says_when_it_takes_effect_and_what_it_is_about(tracker: Tracker) -> None:
    fields = ("--title=条例", "--publisher=国务院", "--published=2025-03-17", "--kind=法规", "--bearing=证明完成")
    more = ("--effective-on=2025-06-01", "--gist=条文修订", "--title-en=Regulations", "--gist-en=Revised articles")
    piece = tracker("evidence", "add", "MIIT-2025-042", *fields, *more, "--stage=施行", "--json").json
    assert (piece["effective_on"], piece["gist"]) == ("2025-06-01", "条文修订")
    assert (piece["title_en"], piece["gist_en"], piece["joined_into"]) == ("Regulations", "Revised articles", None)
    assert (piece["kind"], piece["links"][0]["stage"]) == ("law", "in_force")


def test_a_question_stands_under_its_evidence_and_in_a_list_of_its_own(tracker: Tracker, record: Record) -> None:
    assert shown(tracker, PILOTS)["questions"] == []
    title = "关于印发《中小企业数字化转型城市试点工作方案》的通知"
    announced = record(PILOTS, title=title)
    end = "关于废止《中小企业数字化转型城市试点工作方案》的公告"
    ended = record(PILOTS, title=end, published="2025-11-02", bearing="context")
    assert shown(tracker, PILOTS)["questions"] == [
        {
            "kind": "cancelled",
            "evidence": int(announced),
            "said": ["废止", end],
            "amounts": [],
            "other": {"id": int(ended), "title": end, "published": "2025-11-02"},
            "commitment": None,
        }
    ]
    lines = tracker("show", PILOTS).out.splitlines()
    (asked,) = (place for place, line in enumerate(lines) if line.strip().startswith("Cancelled since? "))
    assert lines[asked].startswith("    ")
    assert lines[asked - 1].strip().startswith(f"{announced} · ") or title in lines[asked - 2]


def test_a_figure_that_is_counted_twice_is_asked_with_the_amount_and_the_other_code(
    tracker: Tracker, record: Record
) -> None:
    piece = record(PILOTS, value="34个", role="new")
    tracker("evidence", "link", piece, TRADE_INS, "--bearing=partly", "--value=34个", "--role=new")
    (question,) = shown(tracker, PILOTS)["questions"]
    assert (question["kind"], question["evidence"]) == ("counted_elsewhere", int(piece))
    assert (question["amounts"], question["commitment"]) == ([{"value": 34, "unit": "个"}], TRADE_INS)
    assert f"Counted twice? 34 is also counted under {TRADE_INS}." in " ".join(tracker("show", PILOTS).out.split())
