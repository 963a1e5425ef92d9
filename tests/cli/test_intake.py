import hashlib
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracker.cli.intake import shown_progress
from tracker.domain.evidence.unreadable import Unread, Unreadable
from tracker.wording import load_words

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


@pytest.mark.parametrize(("lang", "words"), [("zh", "扫描件"), ("en", "scan")])
def test_intake_of_a_scan_says_why_nothing_was_read_and_proposes_nothing(
    tracker: Tracker, lang: str, words: str
) -> None:
    scan = Path(__file__).parents[1] / "capture" / "inputs" / "12-empty-capture" / "扫描通知.pdf"
    said = tracker("intake", str(scan), lang=lang)
    assert (said.code, said.out) == (1, "")
    assert words in said.err
    assert said.err.count("\n") == 1
    found = tracker("intake", str(scan), "--json", lang=lang)
    assert (found.code, found.json["unread"]) == (1, {"reason": "ocr_off", "target": None})
    assert [found.json[name] for name in ("title", "publisher", "number", "published", "kind", "stage")] == [None] * 6


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_reason_has_a_sentence(lang: str) -> None:
    sentences = [load_words(lang).unread(Unreadable(reason, "http://a.example/")) for reason in Unread]
    assert len(set(sentences)) == len(Unread)


def test_a_terminal_is_told_how_far_reading_has_come_and_left_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stderr", terminal)
    with shown_progress() as progress:
        progress(0, 0)
        progress(1, 4)
    assert terminal.getvalue() == "\r 25 %\r     \r"
