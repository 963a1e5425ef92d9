from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Tracker = Callable[..., Any]
NOTICE = "关于公布2025年度中小企业特色产业集群名单的通告\n经审核公示,认定100个产业集群。"


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "通告.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return path


def test_json_gives_code_score_and_the_words_that_matched(tracker: Tracker, notice: Path) -> None:
    result = tracker("suggest", "--text-file", str(notice), "--json")
    assert result.code == 0
    (found,) = result.json
    assert found["code"] == "MIIT-2025-045"
    assert 0 < found["score"] < 1
    assert found["matched"]
    assert all(isinstance(words, str) for words in found["matched"])
    assert found["title"] == "新认定100个中小企业特色产业集群"


def test_a_file_in_gb18030_gets_the_same_answer(tracker: Tracker, notice: Path, tmp_path: Path) -> None:
    other = tmp_path / "gb.txt"
    other.write_bytes(NOTICE.encode("gb18030"))
    answers = [tracker("suggest", "--text-file", str(path), "--json").out for path in (notice, other)]
    assert answers[0] == answers[1]


@pytest.mark.parametrize("text", ["", "   \n", "关于放假安排的通知"])
def test_where_nothing_bears_the_list_is_empty_and_the_command_has_succeeded(
    tracker: Tracker, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "empty.txt"
    path.write_text(text, encoding="utf-8")
    result = tracker("suggest", "--text-file", str(path), "--json")
    assert (result.code, result.json, result.err) == (0, [], "")


def test_people_read_a_table_with_the_words_and_where_they_come_from(tracker: Tracker, notice: Path) -> None:
    result = tracker("suggest", "--text-file", str(notice), lang="zh")
    assert "MIIT-2025-045" in result.out
    assert "特色产业集群 (关键词)" in result.out


def test_people_are_told_that_nothing_bears(tracker: Tracker) -> None:
    result = tracker("suggest", "--text", "关于放假安排的通知", lang="zh")
    assert result.code == 0
    assert result.out.startswith("没有相关的承诺事项")


def test_standard_input_is_read_where_the_file_is_a_dash(
    tracker: Tracker, monkeypatch: pytest.MonkeyPatch, notice: Path
) -> None:
    with notice.open(encoding="utf-8") as file:
        monkeypatch.setattr("sys.stdin", file)
        result = tracker("suggest", "--text-file", "-", "--json")
    assert [found["code"] for found in result.json] == ["MIIT-2025-045"]


def test_a_file_that_cannot_be_read_gets_one_sentence(tracker: Tracker, tmp_path: Path) -> None:
    for place in (tmp_path / "nothing.txt", tmp_path):
        result = tracker("suggest", "--text-file", str(place), "--json")
        assert (result.code, result.out) == (1, "")
        assert len(result.err.splitlines()) == 1


def test_a_text_must_be_given_in_one_way(tracker: Tracker, notice: Path) -> None:
    assert tracker("suggest").code == 2
    assert tracker("suggest", "--text", "甲", "--text-file", str(notice)).code == 2


def test_the_ledger_of_an_earlier_day_knew_of_no_commitment(tracker: Tracker, notice: Path) -> None:
    result = tracker("suggest", "--text-file", str(notice), "--as-of", "2024-12-31", "--json")
    assert result.json == []


EARLIER = "2024年6月3日，" + NOTICE


def test_a_text_of_before_the_briefing_is_offered_as_groundwork_and_said_to_be(tracker: Tracker) -> None:
    (found,) = tracker("suggest", "--text", NOTICE, "--published", "2024-06", "--json").json
    assert (found["code"], found["early"]) == ("MIIT-2025-045", True)
    (asked,) = tracker("suggest", "--text", EARLIER, "--json").json
    assert asked["early"]
    assert "（前期基础）" in tracker("suggest", "--text", EARLIER, lang="zh").out
    assert "(Groundwork)" in tracker("suggest", "--text", EARLIER, lang="en").out
    for later in (("--text", NOTICE), ("--text", NOTICE, "--published", "2025-11-07")):
        assert not tracker("suggest", *later, "--json").json[0]["early"]


def test_a_day_that_is_none_is_one_sentence(tracker: Tracker) -> None:
    result = tracker("suggest", "--text", NOTICE, "--published", "someday")
    assert (result.code, result.out) == (1, "")
