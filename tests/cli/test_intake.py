import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Tracker = Callable[..., Any]
NOTICE = "关于公布试点城市名单的通知\n工信部企业〔2025〕12号\n确定34个城市。\n工业和信息化部\n2025年5月6日\n"


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    file = tmp_path / "通知.txt"
    file.write_text(NOTICE, encoding="gb18030")
    return file


def test_intake_says_what_a_file_seems_to_be(tracker: Tracker, notice: Path) -> None:
    said = tracker("intake", str(notice), lang="zh").out
    for words in (
        "关于公布试点城市名单的通知",
        "工信部企业〔2025〕12号",
        "名单/公告",
        "印发/公布",
        "34 个 城市 新增",
        "2025-05-06",
    ):
        assert words in said


def test_intake_prints_json_with_the_words_behind_every_proposal(tracker: Tracker, notice: Path) -> None:
    found = tracker("intake", str(notice), "--json").json
    assert found["number"] == {"value": "工信部企业〔2025〕12号", "words": "工信部企业〔2025〕12号"}
    assert found["sha256"] == hashlib.sha256(notice.read_bytes()).hexdigest()
    assert (found["format"], found["kind"]["value"], found["url"]) == ("txt", "list", None)
    assert found["figures"][0]["value"] == 34


@pytest.mark.network
def test_intake_refuses_in_one_sentence(tracker: Tracker, tmp_path: Path) -> None:
    program = tmp_path / "setup.exe"
    program.write_bytes(b"MZ\x90\x00\x00")
    for place in (str(program), str(tmp_path), "http://127.0.0.1:1/", str(tmp_path / "no")):
        refused = tracker("intake", place)
        assert (refused.code, refused.out) == (1, "")
        assert refused.err.count("\n") == 1


def test_intake_leaves_the_ledger_alone(tracker: Tracker, notice: Path, ledger_path: Path) -> None:
    before = ledger_path.read_bytes()
    assert tracker("intake", str(notice)).code == 0
    assert ledger_path.read_bytes() == before
    assert not ledger_path.with_name(ledger_path.name + ".files").exists()
