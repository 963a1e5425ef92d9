"""What was typed and not saved, in its file."""

import json
from hashlib import sha256
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


CONTENT = "粘贴的文字".encode()
HASH = sha256(CONTENT).hexdigest()
WITH_FILE = {"title": "通知", "files": [{"sha256": HASH, "name": "粘贴的文字.txt"}]}


def kept_files(folder: Path) -> list[str]:
    return [path.name for path in (folder / "drafts").glob("*.files/*")]


def test_the_files_of_a_draft_are_kept_with_it_and_go_with_it(drafts: FormDrafts, tmp_path: Path) -> None:
    drafts.here.keep("EvidenceDialog:044:x", WITH_FILE, {HASH: CONTENT})
    again = FormDrafts(tmp_path / "drafts")
    again.open("a.db")
    assert again.here.find_with_files("EvidenceDialog", "044") == "EvidenceDialog:044:x"
    assert again.here.content(HASH) == CONTENT
    again.forget("EvidenceDialog:044:x")
    assert kept_files(tmp_path) == []


def test_a_file_that_two_drafts_name_stays_until_both_are_gone(drafts: FormDrafts, tmp_path: Path) -> None:
    for code in ("044", "045"):
        drafts.here.keep(f"EvidenceDialog:{code}:x", WITH_FILE, {HASH: CONTENT})
    drafts.forget("EvidenceDialog:044:x")
    assert kept_files(tmp_path) == [HASH]
    drafts.forget("EvidenceDialog:045:x")
    assert kept_files(tmp_path) == []


def test_a_file_of_a_draft_that_is_another_now_is_not_offered(drafts: FormDrafts, tmp_path: Path) -> None:
    drafts.here.keep("EvidenceDialog:044:x", WITH_FILE, {HASH: CONTENT})
    (file,) = (tmp_path / "drafts").glob("*.files/*")
    file.write_bytes(b"something else")
    assert drafts.here.content(HASH) is None
    assert drafts.here.content("../../etc/passwd") is None


def test_what_nobody_came_back_to_for_half_a_year_goes_with_its_files(drafts: FormDrafts, tmp_path: Path) -> None:
    drafts.here.keep("EvidenceDialog:044:x", WITH_FILE, {HASH: CONTENT})
    (file,) = (tmp_path / "drafts").glob("*.json")
    said = json.loads(file.read_bytes())
    said["EvidenceDialog:044:x"]["at"] = "2025-01-01T00:00:00+00:00"
    file.write_text(json.dumps(said))
    again = FormDrafts(tmp_path / "drafts")
    again.open("a.db")
    assert again.find("EvidenceDialog:044:x") is None
    assert kept_files(tmp_path) == []


@pytest.mark.parametrize("content", [b"{", b"[1]", b"\xff\xfe", None])
def test_the_files_of_drafts_that_cannot_be_read_stay(
    drafts: FormDrafts, tmp_path: Path, content: bytes | None
) -> None:
    drafts.here.keep("EvidenceDialog:044:x", WITH_FILE, {HASH: CONTENT})
    (file,) = (tmp_path / "drafts").glob("*.json")
    if content is None:
        # What opens as no file: as one that is locked.
        file.unlink()
        file.mkdir()
    else:
        file.write_bytes(content)
    FormDrafts(tmp_path / "drafts").open("a.db")
    assert kept_files(tmp_path) == [HASH]


def test_files_that_no_draft_names_go_at_the_next_start(drafts: FormDrafts, tmp_path: Path) -> None:
    drafts.here.keep("EvidenceDialog:044:x", WITH_FILE, {HASH: CONTENT})
    (folder,) = (tmp_path / "drafts").glob("*.files")
    (folder / "left").write_bytes(b"")
    FormDrafts(tmp_path / "drafts").open("a.db")
    assert kept_files(tmp_path) == [HASH]
