from collections.abc import Callable
from typing import Any

import pytest

from tracker.cli.printing.text_table import display_width

PILOTS = "MIIT-2025-044"
Tracker = Callable[..., Any]


def codes(result: Any) -> list[str]:
    return [item["code"] for item in result.json]


def test_the_list_shows_every_commitment_and_their_number(tracker: Tracker) -> None:
    listed = tracker("list", lang="zh")
    lines = listed.out.splitlines()
    assert listed.code == 0
    assert lines[1].startswith("MIIT-2025-001")
    assert lines[-1] == f"共 {len(tracker('list', '--json').json)} 项"


def test_the_columns_of_the_list_stand_under_each_other(tracker: Tracker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "110")
    lines = tracker("list", lang="zh").out.splitlines()[:-2]
    assert max(map(display_width, lines)) <= 110
    begins = {display_width(line[: line.index("2025-12-31")]) for line in lines if "2025-12-31" in line}
    assert len(begins) == 1


def test_a_commitment_in_json_has_the_promised_shape(tracker: Tracker) -> None:
    (pilots,) = [item for item in tracker("list", "--json").json if item["code"] == PILOTS]
    assert pilots["title"] == "中小企业数字化转型：再支持30个以上试点城市"
    assert pilots["title_en"]
    assert (pilots["topic"], pilots["speaker"], pilots["kind"]) == ("中小企业", "张云明", "pilot")
    assert pilots["due"] == {"date": "2025-12-31", "basis": "stated", "about": False}
    assert (pilots["assessment"], pilots["parts"], pilots["working"]) == ("not_rated", [], None)
    quantity = {key: pilots["quantity"][key] for key in ("operator", "value", "unit", "basis", "baseline")}
    assert quantity == {"operator": "at_least", "value": 30, "unit": "个", "basis": "new", "baseline": 66}
    assert {"name": "中小企业局", "role": "lead", "basis": "function"}.items() <= pilots["departments"][0].items()
    passage = pilots["passages"][0]
    assert passage["text"] == "2025年再支持30个以上试点城市"
    assert passage["end"] - passage["start"] == len(passage["text"])


@pytest.mark.parametrize("name", ["中小企业局", "sme-bureau", "Bureau of Small and Medium Enterprises"])
def test_a_department_is_found_by_any_of_its_names(tracker: Tracker, name: str) -> None:
    found = tracker("list", "--department", name, "--json")
    assert PILOTS in codes(found)
    assert all("中小企业局" in [d["name"] for d in item["departments"]] for item in found.json)


def test_values_of_one_filter_add_up_and_filters_narrow_each_other(tracker: Tracker) -> None:
    one = codes(tracker("list", "--department", "中小企业局", "--json"))
    two = codes(tracker("list", "--department", "中小企业局", "--department", "规划司", "--json"))
    narrowed = codes(tracker("list", "--department", "中小企业局", "--search", "城市", "--json"))
    assert set(narrowed) < set(one) < set(two)
    assert narrowed == [PILOTS]


def test_commitments_are_found_by_assessment_and_by_light(tracker: Tracker) -> None:
    vague = tracker("list", "--assessment", "not_verifiable", "--json").json
    assert {item["assessment"] for item in vague} == {"not_verifiable"}
    overdue = tracker("list", "--light", "overdue", "--json").json
    assert {item["light"] for item in overdue} == {"overdue"}
    assert PILOTS in [item["code"] for item in overdue]


def test_a_filter_that_nothing_meets_says_what_to_do(tracker: Tracker) -> None:
    nothing = tracker("list", "--search", "没有这样的话")
    assert (nothing.code, nothing.out) == (0, "No commitment matches: widen the filter.\n")
    assert tracker("list", "--search", "没有这样的话", "--json").json == []


def test_a_part_of_the_list_says_of_how_many(tracker: Tracker) -> None:
    total = len(tracker("list", "--json").json)
    last = tracker("list", "--search", "城市", "--department", "中小企业局").out.splitlines()[-1]
    assert last == f"Commitments: 1 of {total}"


def test_one_commitment_is_shown_from_its_words_to_its_history(tracker: Tracker) -> None:
    shown = tracker("show", PILOTS, lang="zh").out
    for words in (
        "MIIT-2025-044  中小企业数字化转型：再支持30个以上试点城市",
        "“2025年再支持30个以上试点城市”",
        "张云明",
        "中小企业局（按职能推定）",
        "财政部（配合，按职能推定）",
        "2025-12-31（原文写明）",
        "≥ 30 个（新增）",
        "未评估",
        "载入来源文本",
    ):
        assert words in shown


def test_one_commitment_in_json_adds_its_source_baseline_and_history(tracker: Tracker) -> None:
    shown = tracker("show", PILOTS, "--json").json
    assert "66" in shown["baseline_passage"]["text"]
    assert shown["source"]["complete"] is False
    assert [event["kind"] for event in shown["history"]] == ["source_loaded"]
    assert (shown["evidence"], shown["searches"], shown["cited"]) == ([], [], [])


def test_lists_of_nothing_say_how_to_begin(tracker: Tracker) -> None:
    assert "evidence add" in tracker("evidence", "list").out
    assert "not been changed" in tracker("status", "log", PILOTS).out
    assert "search-log add" in tracker("search-log", "list", PILOTS).out


def test_a_sound_ledger_passes_the_check_in_silence(tracker: Tracker) -> None:
    checked = tracker("check")
    assert (checked.code, checked.out, checked.err) == (0, "", "")
    assert tracker("check", "--json").json == []


def test_the_ledger_can_be_named_after_the_command_too(tracker: Tracker, tmp_path: Any) -> None:
    assert tracker("where", "--ledger", str(tmp_path / "other.db")).out == f"{tmp_path / 'other.db'}\n"


def test_from_source_nothing_is_portable(tracker: Tracker) -> None:
    assert tracker("where", "--json").json["portable"] is False


def test_where_never_shows_a_password(tracker: Tracker) -> None:
    where = tracker("where", "--ledger", "postgresql://li:secret@db.example:5432/ledger?password=secret", "--json")
    assert where.json["ledger"] == "postgresql://li@db.example:5432/ledger"
    assert where.json["version"]
