"""What was typed and not saved, in its file."""

import json
from pathlib import Path

import pytest

from tracker.desktop.form_drafts import FormDrafts


@pytest.fixture
def drafts(tmp_path: Path) -> FormDrafts:
    made = FormDrafts(tmp_path / "drafts")
    made.open("a.db")
    return made


def test_what_is_kept_is_there_after_a_new_start(drafts: FormDrafts, tmp_path: Path) -> None:
    drafts.keep("judge:1", {"reason": "还没写完"})
    again = FormDrafts(tmp_path / "drafts")
    again.open("a.db")
    found = again.find("judge:1")
    assert found is not None
    assert found.state == {"reason": "还没写完"}
    assert found.at.tzinfo is not None


def test_each_ledger_has_its_own(drafts: FormDrafts) -> None:
    drafts.keep("judge:1", {"reason": "甲"})
    drafts.open("b.db")
    assert drafts.find("judge:1") is None
    drafts.open("a.db")
    assert drafts.find("judge:1") is not None


def test_what_is_forgotten_is_gone_from_the_file(drafts: FormDrafts, tmp_path: Path) -> None:
    drafts.keep("judge:1", {"reason": "甲"})
    drafts.forget("judge:1")
    (file,) = (tmp_path / "drafts").iterdir()
    assert json.loads(file.read_bytes()) == {}


def test_the_file_is_the_users_alone(drafts: FormDrafts, tmp_path: Path) -> None:
    drafts.keep("judge:1", {"reason": "甲"})
    (file,) = (tmp_path / "drafts").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b'{"judge:1": 5}', b'{"judge:1": {"at": "never", "state": {}}}', b"\xff\xfe"]
)
def test_a_file_that_makes_no_sense_counts_as_empty(drafts: FormDrafts, tmp_path: Path, content: bytes) -> None:
    drafts.keep("judge:1", {"reason": "甲"})
    (file,) = (tmp_path / "drafts").iterdir()
    file.write_bytes(content)
    drafts.open("a.db")
    assert drafts.find("judge:1") is None
    drafts.keep("judge:2", {"reason": "乙"})
    drafts.open("a.db")
    assert drafts.find("judge:2") is not None


def test_where_nothing_can_be_written_it_is_kept_until_the_end(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    drafts = FormDrafts(tmp_path / "taken")
    drafts.open("a.db")
    drafts.keep("judge:1", {"reason": "甲"})
    assert drafts.find("judge:1") is not None
