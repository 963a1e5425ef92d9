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
    own.unlink()
    assert tracker("source", "read", str(source), "--rules", str(own)).code == 1


def test_a_file_without_words_is_refused_with_a_sentence(tracker: Tracker, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"\n \n")
    refused = tracker("source", "read", str(empty))
    assert (refused.code, refused.err.count("\n")) == (1, 1)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sources_are_listed_and_one_is_written_as_a_folder(tracker: Tracker, tmp_path: Path, lang: str) -> None:
    (source,) = tracker("source", "list", "--json").json
    assert source["draft"] is None
    assert (source["key"], source["prefix"], source["commitments"]) == ("2025-01-21-miit", "MIIT-2025", 72)
    assert (source["finished"], source["open"], source["unreviewed"]) == (True, 0, 0)
    assert "MIIT-2025" in tracker("source", "list", lang=lang).out
    said = tracker("source", "export", source["key"], "--out", str(tmp_path / "out"), lang=lang)
    assert (said.code, "72" in said.out) == (0, True)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["clean.txt", "commitments.toml", "raw.txt"]


ADDING = ("--prefix", "MB-2025", "--publisher", "某部")


def test_a_text_waits_as_a_draft_until_somebody_has_read_it(tracker: Tracker, source: Path) -> None:
    added = tracker("source", "add", str(source), *ADDING, "--json").json
    assert (added["source"], added["event"], added["prefix"], added["held_on"]) == (None, None, "MB-2025", "2025-01-21")
    first, draft = tracker("source", "list", "--json").json
    assert (draft["draft"], draft["key"], draft["finished"]) == (added["draft"], None, False)
    assert (draft["commitments"], draft["unreviewed"], draft["open"]) == (0, added["count"], added["open"])
    assert first["draft"] is None
    assert len(tracker("list", "--json").json) == 72
    assert tracker("source", "add", str(source), *ADDING).code == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_nobody_has_read_is_marked_until_somebody_accepts_it(tracker: Tracker, source: Path, lang: str) -> None:
    mark = {"zh": "未复核", "en": "not reviewed"}[lang]
    added = tracker("source", "add", str(source), *ADDING, "--accept-all", "--json").json
    assert (added["source"], added["draft"]) == ("2025-01-21-mb", None)
    codes = [one["code"] for one in tracker("list", "--json").json if not one["reviewed"]]
    assert codes == [f"MB-2025-{number:03d}" for number in range(1, added["count"] + 1)]
    assert mark in tracker("list", lang=lang).out
    assert mark in tracker("show", codes[0], lang=lang).out
    assert mark in tracker("source", "list", lang=lang).out
    accepted = tracker("source", "accept", f" {codes[0]}", codes[0], "--json").json
    assert accepted["accepted"] == [codes[0]]
    again = tracker("source", "accept", codes[0], "--json").json
    assert again["accepted"] == []
    assert tracker("show", codes[0], "--json").json["reviewed"] is True
    assert tracker("undo").code == 0
    assert tracker("source", "accept", "--all", "--json").json["accepted"] == codes
    assert mark not in tracker("list", lang=lang).out
    assert tracker("source", "accept", "--all", lang=lang).code == 0
    assert tracker("check").code == 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--publisher", "——"), "NDRC-2026"),
        (("--prefix", "MIIT-2025", "--publisher", "某部", "--accept-all"), "MIIT-2025"),
        (("--prefix", "MB 2025", "--publisher", "某部"), "MB 2025"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_with_a_sentence(
    tracker: Tracker, source: Path, given: tuple[str, ...], said: str
) -> None:
    refused = tracker("source", "add", str(source), *given)
    assert (refused.code, refused.out, said in refused.err) == (1, "", True)
    assert len(tracker("source", "list", "--json").json) == 1


def test_to_accept_one_names_them_or_says_all(tracker: Tracker) -> None:
    assert tracker("source", "accept").code == 1
    assert tracker("source", "accept", "NO-1").code == 1


def test_what_the_ledger_knows_already_is_named_beside_a_unit(tracker: Tracker, tmp_path: Path) -> None:
    path = tmp_path / "briefing.txt"
    path.write_text(
        "工业和信息化部2026年新闻发布会\n2026年1月21日\n记者：有什么安排？\n"
        "张三：2026年，工信部将再支持40个以上中小企业数字化转型试点城市。\n",
        encoding="utf-8",
    )
    (unit,) = tracker("source", "read", str(path), "--again", "--json").json["units"]
    first = (*unit["again"], *unit["evidence_for"])[0]
    assert first["code"] == "MIIT-2025-044"
    assert "44" in tracker("source", "read", str(path), "--again", lang="zh").out
    assert "again" not in tracker("source", "read", str(path), "--json").json["units"][0]


def test_a_text_in_which_nobody_speaks_stands_under_its_publisher_once(tracker: Tracker, tmp_path: Path) -> None:
    path = tmp_path / "方案.txt"
    path.write_text(
        "乙市人民政府\n关于优化营商环境的实施方案\n2026年3月12日\n一、提升服务\n（一）清理事项。公布保留的证明事项清单。\n",
        encoding="utf-8",
    )
    given = ("--prefix", "YS-2026", "--publisher", "乙市人民政府", "--accept-all")
    assert tracker("source", "add", str(path), *given).code == 0
    assert "乙市人民政府 · 乙市人民政府" not in tracker("show", "YS-2026-001", lang="zh").out


TABLE = (
    "某市2025年任务分工表\n2025年3月21日\n序号\t重点任务\t具体举措\t责任单位\t\t完成时限\n\t\t\t牵头单位\t配合单位\t\n"
    "一、提升服务（1项）\t\t\t\t\t\n1\t改革\t编制证明清单，建立互认制度，\t市司法局\t市财政局\t\n"
    "— 3 —\n序号\t重点任务\t具体举措\t责任单位\t\t完成时限\n\t\t\t牵头单位\t配合单位\t\n"
    "\t\t对失信机构予以清退。\t\t\t\n二、强化保障（1项）\t\t\t\t\t\n2\t\t设立发展基金。\t市金融办\t\t6月底\n"
)


def test_empty_cells_of_a_table_keep_their_columns(tracker: Tracker, tmp_path: Path) -> None:
    path = tmp_path / "分工表.txt"
    path.write_text(TABLE, encoding="utf-8")
    units = tracker("source", "read", str(path), "--json").json["units"]
    assert [unit["passages"][0]["text"] for unit in units] == [
        "编制证明清单",
        "建立互认制度",
        "对失信机构予以清退",
        "设立发展基金",
    ]
    assert [unit["departments"][0]["name"] for unit in units] == ["市司法局"] * 3 + ["市金融办"]
    assert units[3]["due"]["date"] == "2025-06-30"


@pytest.mark.parametrize(
    ("head", "day", "basis"),
    [
        ("新闻发布会实录\n时间：2025年7月22日（星期二）上午10时\n", "2025-07-22", "read"),
        ("全国会议在京召开\n会议总结2025年工作，部署2026年重点任务。\n", "2026-01-01", "year"),
        ("一、2025年工作回顾\n做了很多。\n二、2026年工作任务\n到2030年将更好。\n", "2026-01-01", "year"),
        ("要点\n", "2026-11-23", "today"),
    ],
)
def test_the_day_is_read_off_the_head_else_its_year_off_what_is_planned(
    tracker: Tracker, tmp_path: Path, head: str, day: str, basis: str
) -> None:
    path = tmp_path / "text.txt"
    path.write_text(head + "下一步，我们将出台管理办法。\n", encoding="utf-8")
    found = tracker("source", "read", str(path), "--json").json
    if basis != "today":  # which is the machine's own day
        assert found["held_on"] == day
    assert found["held_on_basis"] == basis
