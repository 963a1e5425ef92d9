"""`tracker department`: what the departments of a ledger are called, by every name that users gave them."""

import pytest
from tests.cli.conftest import Tracker

REASON = ("--reason", "更名")


def test_a_department_is_added_and_found_by_each_name(tracker: Tracker) -> None:
    names = ("--en", "Provincial Data Bureau", "--alias", "省数局", "--former", "某省大数据局")
    added = tracker("department", "add", "某省数据局", *names, "--json").json
    assert added == {
        "key": added["key"],
        "name": "某省数据局",
        "name_en": "Provincial Data Bureau",
        "body": None,
        "aliases": ["省数局"],
        "former": ["某省大数据局"],
        "commitments": 0,
    }
    assert added in tracker("department", "list", "--json").json
    tracker("edit", "MIIT-2025-001", "--lead", "某省大数据局", *REASON)
    for name in ("某省数据局", "省数局", "某省大数据局", added["key"]):
        (found,) = tracker("list", "--department", name, "--json").json
        assert found["code"] == "MIIT-2025-001"
    assert [one["code"] for one in tracker("list", "--search", "省数局", "--json").json] == ["MIIT-2025-001"]


def test_it_is_edited_by_any_of_its_names_and_undone(tracker: Tracker) -> None:
    said = ("--name", "中小企业司", "--former", "中小企业局", "--alias", "企业处", "--body", "工信部")
    edited = tracker("department", "edit", "中小企业局", *said, *REASON, "--json").json
    assert (edited["key"], edited["name"], edited["former"]) == ("sme-bureau", "中小企业司", ["中小企业局"])
    assert edited["body"]["key"] == "miit"
    dropped = tracker("department", "edit", "企业处", "--drop-alias", "企业处", *REASON, "--json").json
    assert dropped["aliases"] == []
    assert tracker("undo", "--json").json["undone"]["kind"] == "department_revised"
    tracker("undo")
    (back,) = (one for one in tracker("department", "list", "--json").json if one["key"] == "sme-bureau")
    assert (back["name"], back["aliases"], back["former"]) == ("中小企业局", [], [])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_is_a_line_with_all_that_was_said_of_it(tracker: Tracker, lang: str) -> None:
    tracker("department", "add", "数据处", "--body", "国家能源局", "--alias", "数处", "--former", "信息处")
    line = next(one for one in tracker("department", "list", lang=lang).out.splitlines() if "数据处" in one)
    assert "数处" in line
    assert "信息处" in line
    assert {"zh": "国家能源局", "en": "National Energy Administration"}[lang] in line


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "中小企业局"), "中小企业局"),
        (("add", "新处", "--alias", "财政部"), "财政部"),
        (("edit", "nobody", "--name", "新处", *REASON), "nobody"),
        (("edit", "中小企业局", *REASON), "中小企业局"),
        (("edit", "中小企业局", "--drop-alias", "中小局", *REASON), "中小局"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(tracker: Tracker, arguments: tuple[str, ...], said: str) -> None:
    refused = tracker("department", *arguments)
    assert refused.code == 1
    assert said in refused.err
    assert len(refused.err.splitlines()) == 1
    assert refused.out == ""
