"""`tracker evidence`: one document is one piece, linked, corrected, withdrawn, restored and joined by command."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tracker.services.commands import EvidenceFields, NewLink, command
from tracker.services.evidence.recording import file_evidence
from tracker.services.ledgers.workspace import open_workspace

PILOTS, CLUSTERS, PROGRAMME, PLANS = "MIIT-2025-044", "MIIT-2025-045", "MIIT-2025-013", "MIIT-2025-001"
NUMBERED = ("--number=工信部规〔2025〕30号", "--title=关于印发行动方案的通知", "--publisher=工业和信息化部")
DATED = ("--published=2025-06-01", "--kind=document", "--bearing=progress")
Tracker = Callable[..., Any]
Record = Callable[..., str]


def pieces(tracker: Tracker, *code: str) -> list[Any]:
    return tracker("evidence", "list", *code, "--json").json


def refused(result: Any, sentence: str) -> None:
    assert (result.code, result.out) == (1, "")
    assert sentence in result.err
    assert result.err.count("\n") == 1


def test_the_same_document_recorded_three_times_is_one_piece(tracker: Tracker) -> None:
    first = tracker("evidence", "add", PILOTS, *NUMBERED, *DATED).id
    for code, lang, sentence in (
        (CLUSTERS, "en", f"tracker evidence link {first} {CLUSTERS}"),
        (PROGRAMME, "zh", f"tracker evidence link {first} {PROGRAMME}"),
    ):
        refused(tracker("evidence", "add", code, *NUMBERED, *DATED, lang=lang), sentence)
    assert len(pieces(tracker)) == 1
    other = tracker("evidence", "add", CLUSTERS, *NUMBERED, *DATED, "--separate").id
    assert [piece["id"] for piece in pieces(tracker)] == [int(other), int(first)]


def test_a_piece_is_linked_to_another_commitment_and_taken_off_it(tracker: Tracker, record: Record) -> None:
    piece = record(PILOTS)
    linked = tracker("evidence", "link", piece, CLUSTERS, "--bearing=证明完成", "--value=100个", "--role=新增")
    assert (linked.code, linked.out, linked.err) == (0, "", "")
    (of_clusters,) = pieces(tracker, CLUSTERS)
    link = next(link for link in of_clusters["links"] if link["commitment"] == CLUSTERS)
    assert (link["bearing"], link["value"], link["unit"], link["role"]) == ("fulfils", 100, "个", "new")
    assert tracker("evidence", "unlink", piece, CLUSTERS, "--reason=无关").code == 0
    assert pieces(tracker, CLUSTERS) == []
    assert len(pieces(tracker, PILOTS)) == 1


@pytest.mark.parametrize(
    ("lang", "arguments", "sentence"),
    [
        ("en", ("link", "77", PILOTS, "--bearing=fulfils"), "There is no piece of evidence 77"),
        ("zh", ("link", "77", PILOTS, "--bearing=很好"), "证明完成、部分证明"),
        ("en", ("link", "x", PILOTS, "--bearing=fulfils"), "“Evidence number” cannot be understood"),
        ("zh", ("link", "1", "X", "--bearing=fulfils"), "没有编号为“X”的承诺事项"),
        ("en", ("link", "1", PILOTS, "--bearing=fulfils", "--value=5"), "“Value” is incomplete"),
        ("zh", ("unlink", "77", PILOTS, "--reason=x"), "没有 77 号证据"),
        ("en", ("unlink", "1", PILOTS, "--reason="), "“Reason” is empty"),
        ("en", ("restore", "77", "--reason=x"), "There is no piece of evidence 77"),
        ("zh", ("join", "1", "77", "--reason=x"), "没有 77 号证据"),
        ("en", ("join", "1", "1", "--reason=x"), "itself"),
        ("zh", ("revise", "1"), "没有说明要把"),
        ("en", ("revise", "77", "--title=x"), "There is no piece of evidence 77"),
        ("zh", ("revise", "1", "--kind=传闻"), "法规、文件"),
    ],
)
def test_what_makes_no_sense_is_refused_in_the_language_of_the_answer(
    tracker: Tracker, record: Record, lang: str, arguments: tuple[str, ...], sentence: str
) -> None:
    assert record(PILOTS) == "1"
    before = pieces(tracker)
    refused(tracker("evidence", *arguments, lang=lang), sentence)
    assert pieces(tracker) == before


def test_a_correction_changes_what_is_given_and_leaves_the_rest(tracker: Tracker, record: Record) -> None:
    piece = record(PILOTS, value="34", unit="个", role="plan", quote="支持34个", note="待核")
    (before,) = pieces(tracker)
    revised = tracker("evidence", "revise", piece, "--title=更正后的标题", "--effective-on=2025-07-01", "--note=")
    assert (revised.code, revised.out) == (0, "")
    (after,) = pieces(tracker)
    assert (after["title"], after["effective_on"], after["note"]) == ("更正后的标题", "2025-07-01", "")
    kept = ("id", "publisher", "published", "kind", "quote", "same_briefing")
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert after["links"] == before["links"]


def test_a_withdrawn_piece_comes_back_into_use(tracker: Tracker, record: Record) -> None:
    piece = record(PILOTS)
    tracker("evidence", "withdraw", piece, "--reason=以为重复")
    assert tracker("evidence", "restore", piece, "--reason=并不重复").code == 0
    assert pieces(tracker)[0]["withdrawn"] is False
    refused(tracker("evidence", "restore", piece, "--reason=x"), "is in use and was not withdrawn")
    refused(tracker("evidence", "restore", piece, "--reason=x", lang="zh"), "仍在使用")


def test_a_piece_that_becomes_another_document_is_asked_about(tracker: Tracker) -> None:
    first = tracker("evidence", "add", PILOTS, *NUMBERED, *DATED).id
    own = tracker("evidence", "add", CLUSTERS, *DATED, "--title=意见", "--publisher=财政部").id
    revise = ("evidence", "revise", own, "--number=工信部规〔2025〕30号")
    refused(tracker(*revise), f"tracker evidence join {own} {first} --reason …")
    refused(tracker(*revise, lang="zh"), f"tracker evidence join {own} {first} --reason …")
    assert tracker(*revise, "--separate").code == 0


@pytest.fixture
def recorded_twice(ledger_path: Path) -> tuple[str, str]:
    """Two records of one document, as ledgers have them that are older than the rule; their ids."""
    number, title, publisher = (option.partition("=")[2] for option in NUMBERED)
    said = {"number": number, "title": title, "publisher": publisher, "published": "2025-06-01", "kind": "document"}
    with closing(open_workspace(ledger_path, author="li")) as workspace:
        ids: list[str] = []
        for code in (PILOTS, CLUSTERS):
            links = (command(NewLink, commitment=code, bearing="progress"),)
            fields = command(EvidenceFields, **said, links=links)
            with workspace.write() as work:
                work.record("evidence_added", {**said, "bearing": "progress"})
                piece = file_evidence(work, fields)
                work.complete({"evidence_id": piece})
                ids.append(str(piece))
    return ids[0], ids[1]


def test_two_records_of_one_document_are_listed_and_joined(tracker: Tracker, recorded_twice: tuple[str, str]) -> None:
    first, second = recorded_twice
    (group,) = tracker("check", "--duplicates", "--json").json
    assert {piece["id"] for piece in group["pieces"]} == {int(first), int(second)}
    assert {code for piece in group["pieces"] for code in piece["commitments"]} == {PILOTS, CLUSTERS}
    assert group["pieces"][0]["reasons"][0] == "number"
    listed = tracker("check", "--duplicates", lang="zh")
    assert (listed.code, listed.out.count("关于印发行动方案的通知")) == (0, 2)
    assert "文号" in listed.out
    assert tracker("evidence", "join", second, first, "--reason=同一份文件").code == 0
    joined = {piece["id"]: piece for piece in pieces(tracker)}
    assert joined[int(second)]["joined_into"] == int(first)
    assert {link["commitment"] for link in joined[int(first)]["links"]} == {PILOTS, CLUSTERS}
    assert f"已并入 {first} 号证据" in tracker("evidence", "list", lang="zh").out
    assert tracker("check").out == ""


def test_where_no_two_pieces_are_one_document_a_line_says_so(tracker: Tracker) -> None:
    assert tracker("check", "--duplicates").out == "No pieces of evidence seem to be one document.\n"
    assert tracker("check", "--duplicates", lang="zh").out == "没有看起来是同一份文件的证据。\n"
    assert tracker("check", "--duplicates", "--json").json == []


@pytest.mark.parametrize("named", ["3", "3.", "汽车", " Ａutomobiles "])
def test_a_part_is_named_by_its_number_or_its_name(tracker: Tracker, record: Record, named: str) -> None:
    record(PLANS, part=named)
    (piece,) = pieces(tracker, PLANS)
    assert piece["links"][0]["part"]["title"] == "汽车"


def test_a_part_is_still_named_by_its_id(tracker: Tracker, record: Record) -> None:
    part = tracker("show", PLANS, "--json").json["parts"][1]
    record(PLANS, part=f"id:{part['id']}")
    assert pieces(tracker, PLANS)[0]["links"][0]["part"]["id"] == part["id"]
    assert f"{part['title']} · 证明完成" in tracker("show", PLANS, lang="zh").out


@pytest.mark.parametrize("named", ["0", "99", "纺织", "id:999999"])
def test_a_part_that_is_not_there_is_answered_with_the_choices(tracker: Tracker, named: str) -> None:
    call = ("evidence", "add", PLANS, *NUMBERED, *DATED, f"--part={named}")
    refused(tracker(*call), f"{PLANS} has no part “{named}”: give the number or name of one of 1. Electronic")
    refused(tracker(*call, lang="zh"), f"没有子项“{named}”：可填序号或名称，现有 1. 电子信息制造业、2. 电力装备")
    refused(tracker("evidence", "add", PILOTS, *NUMBERED, *DATED, "--part=1", lang="zh"), f"{PILOTS} 没有子项")


@pytest.mark.parametrize(
    ("typed", "value", "unit", "note"),
    [
        (("--value=8000以上", "--unit=家"), 8000, "家", "原文：8000以上"),
        (("--value=约8000家",), 8000, "家", "原文：约8000家"),
        (("--value=1,000", "--unit=家"), 1000, "家", ""),
        (("--value=1.2万户",), 12000, "户", ""),
        (("--value=34个", "--unit=试点城市"), 34, "试点城市", ""),
    ],
)
def test_amounts_are_typed_in_their_usual_forms(
    tracker: Tracker, typed: tuple[str, ...], value: int, unit: str, note: str
) -> None:
    piece = tracker("evidence", "add", PILOTS, *NUMBERED, *DATED, *typed, "--role=plan", "--json").json
    link = piece["links"][0]
    assert (link["value"], link["unit"], piece["note"]) == (value, unit, note)


def test_how_an_amount_is_worded_is_noted_once(tracker: Tracker, record: Record) -> None:
    piece = record(PILOTS, note="待核\n原文：30个以上", value="30个以上", role="plan")
    assert pieces(tracker)[0]["note"] == "待核\n原文：30个以上"
    link = ("evidence", "link", piece, CLUSTERS, "--bearing=progress", "--role=plan")
    assert tracker(*link, "--value=约100个").code == 0
    refused(tracker(*link, "--value=约100个"), "is linked to MIIT-2025-045, or to that part of it, already")
    assert pieces(tracker)[0]["note"] == "待核\n原文：30个以上\n原文：约100个"


@pytest.mark.parametrize(
    ("lang", "typed", "sentence"),
    [
        ("en", "--value=几十个", "“Value” is not one amount (几十个)"),
        ("zh", "--value=30至40个", "“数值”不是一个数量（30至40个）"),
        ("en", "--role=guess", "choose one of plan, new, cumulative, removed"),
        ("zh", "--stage=猜测", "研究起草、征求意见"),
        ("zh", "--value=34", "数值、单位和数值口径要一起填写"),
    ],
)
def test_amounts_that_make_no_sense_are_refused(tracker: Tracker, lang: str, typed: str, sentence: str) -> None:
    refused(tracker("evidence", "add", PILOTS, *NUMBERED, *DATED, typed, lang=lang), sentence)
    assert pieces(tracker) == []


def test_a_magnitude_is_said_in_the_number_or_in_the_unit(tracker: Tracker) -> None:
    call = ("evidence", "add", PILOTS, *NUMBERED, *DATED, "--value=1.2万", "--unit=万元", "--role=plan")
    refused(tracker(*call), "both have a magnitude")
    refused(tracker(*call, lang="zh"), "请只写一处")
