"""`tracker source read`: which commitments a text may hold, as text and as JSON; nothing is recorded."""

from pathlib import Path

import pytest
from tests.cli.conftest import Tracker

TEXT = (
    "某部2025年工作要点\n2025年1月21日\n"
    "记者：下一步有什么安排？\n张三：2024年，我们出台了三项办法。\n"
    "下一步，我们将修订管理办法，再支持30个以上试点城市，\n让企业受益。会同乙部研究有关问题，相关情况复杂多样\n。"
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "要点.txt"
    path.write_bytes(TEXT.encode("gb18030"))
    return path


def test_units_have_passages_fields_and_the_rule_that_proposed_them(tracker: Tracker, source: Path) -> None:
    found = tracker("source", "read", str(source), "--json").json
    assert (found["held_on"], found["held_on_basis"]) == ("2025-01-21", "read")
    text = found["clean_text"]
    for unit in found["units"]:
        for passage in unit["passages"]:
            assert text[passage["start"] : passage["end"]] == passage["text"]
            assert passage["speaker"] == unit["speaker"] == "张三"
    cities = next(unit for unit in found["units"] if "30个" in unit["passages"][0]["text"])
    assert (cities["quantity"]["operator"], cities["quantity"]["value"], cities["rule"]) == ("at_least", 30, "amount")
    assert {one["reason"] for one in found["omissions"]} >= {"purpose", "theme"}
    for one in (*found["omissions"], *found["open"]):
        assert text[one["start"] : one["end"]] == one["text"]


def test_a_day_that_is_given_goes_before_what_the_text_says(tracker: Tracker, source: Path) -> None:
    found = tracker("source", "read", str(source), "--date", "2025年3月5日", "--json").json
    assert (found["held_on"], found["held_on_basis"]) == ("2025-03-05", "given")


def test_it_records_nothing(tracker: Tracker, source: Path, ledger_path: Path) -> None:
    before = ledger_path.read_bytes()
    assert tracker("source", "read", str(source)).code == 0
    assert ledger_path.read_bytes() == before


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_says_in_words_what_was_found_and_by_which_rule(tracker: Tracker, source: Path, lang: str) -> None:
    said = tracker("source", "read", str(source), lang=lang).out
    assert "“修订管理办法”" in said
    assert {"zh": "写明要达到的数量或期限", "en": "names an amount or a day"}[lang] in said
    assert {"zh": "未收录", "en": "left out"}[lang] in said


def test_a_text_without_a_pledge_says_so(tracker: Tracker, tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text("2024年，全县粮食总产增长3.1%，创历史新高。\n", encoding="utf-8")
    assert tracker("source", "read", str(path), "--json").json["units"] == []


def test_an_english_text_is_said_to_be_read_roughly(tracker: Tracker, tmp_path: Path) -> None:
    path = tmp_path / "speech.txt"
    path.write_text("In 2025 we will support 30 pilot cities.\n", encoding="utf-8")
    found = tracker("source", "read", str(path), "--json").json
    assert found["rough"] is True
    assert len(found["units"]) == 1


def test_an_offices_own_words_are_read_and_a_wrong_list_is_refused(
    tracker: Tracker, source: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[actions]\ncertain = ["相关情况"]\n', encoding="utf-8")
    found = tracker("source", "read", str(source), "--rules", str(own), "--json").json
    assert any("相关情况复杂多样" in unit["passages"][0]["text"] for unit in found["units"])
    own.write_text("actions = (", encoding="utf-8")
    refused = tracker("source", "read", str(source), "--rules", str(own))
    assert refused.code == 1
    assert "own.toml" in refused.err


def test_a_file_without_words_is_refused_with_a_sentence(tracker: Tracker, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"\n \n")
    refused = tracker("source", "read", str(empty))
    assert (refused.code, refused.err.count("\n")) == (1, 1)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sources_are_listed_and_one_is_written_as_a_folder(tracker: Tracker, tmp_path: Path, lang: str) -> None:
    (source,) = tracker("source", "list", "--json").json
    assert (source["key"], source["prefix"], source["commitments"]) == ("2025-01-21-miit", "MIIT-2025", 72)
    assert (source["finished"], source["open"], source["unreviewed"]) == (True, 0, 0)
    assert "MIIT-2025" in tracker("source", "list", lang=lang).out
    said = tracker("source", "export", source["key"], "--out", str(tmp_path / "out"), lang=lang)
    assert (said.code, "72" in said.out) == (0, True)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["clean.txt", "commitments.toml", "raw.txt"]
