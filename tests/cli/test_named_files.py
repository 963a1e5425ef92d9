"""Files whose names mean something elsewhere: to a shell, in an address, on another system."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from tests.cli.conftest import run

if TYPE_CHECKING:
    from tests.cli.conftest import Tracker

NOTICE = "工业和信息化部关于印发《某某工作方案》的通知\n工信部规〔2025〕12号\n2025年5月12日\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the commands run in."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


@pytest.mark.parametrize(
    "name", ["~$台账.txt", "~WRD0001.txt", "a%41.txt", "b?c.txt", "d#e.txt", "file:f.txt", "~root"]
)
def test_a_notice_is_read_whatever_its_file_is_called(tracker: Tracker, folder: Path, name: str) -> None:
    (folder / name).write_text(NOTICE, encoding="utf-8")
    taken = tracker("intake", name, "--json")
    assert (taken.code, taken.json["number"]["value"]) == (0, "工信部规〔2025〕12号")


@pytest.mark.parametrize("name", ["~$台账.xlsx", "%E5%8F%B0.xlsx", "台账?1.xlsx"])
def test_a_spreadsheet_is_brought_in_whatever_its_file_is_called(tracker: Tracker, folder: Path, name: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("序号", "工作任务", "责任部门", "完成时限"),
        (1, "推进甲项工作，认定10个示范基地", "规划司", "2026年6月30日"),
    ):
        sheet.append(row)
    book.save(folder / name)
    assert tracker("import", "--preview", name).code == 0


@pytest.mark.parametrize("name", ["~$台账.db", "%E5%8F%B0%E8%B4%A6.db", "台账?1.db"])
def test_what_is_written_lands_in_the_ledger_that_is_named(
    folder: Path, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    fields = {"title": "t", "publisher": "p", "published": "2025-06-01", "kind": "document", "bearing": "context"}
    typed = [part for key, value in fields.items() for part in (f"--{key}", value)]
    assert run(["--ledger", name, "evidence", "add", "MIIT-2025-001", *typed]) == 0
    assert run(["--ledger", name, "backup", "--out", f"copy of {name}"]) == 0
    capfd.readouterr()
    for written in (name, f"copy of {name}"):
        assert run(["--ledger", written, "evidence", "list", "--json"]) == 0
        assert '"title": "t"' in capfd.readouterr().out
    assert not [path for path in folder.iterdir() if not path.name.startswith((name, f"copy of {name}"))]


@pytest.mark.parametrize(
    "command", ["intake", "restore", "backup --out", "sample --out", "repair --out", "import --preview"]
)
def test_a_name_longer_than_a_disk_takes_is_refused_with_a_sentence(tracker: Tracker, command: str) -> None:
    refused = tracker(*command.split(), "台" * 100)
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "longer than a disk takes" in refused.err
