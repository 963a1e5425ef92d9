"""The fill-in round trip from a script."""

from pathlib import Path
from typing import Any

import openpyxl

load: Any = openpyxl.load_workbook
CITIES, CLUSTERS = "MIIT-2025-044", "MIIT-2025-045"


def returned(tracker: Any, tmp_path: Path, **cells: str) -> str:
    """A form that was sent, with words in its column of progress, by code."""
    path = tmp_path / "form.xlsx"
    sent = tracker("fill-in", "send", "--department", "中小企业局", "--out", str(path), "--period", "2026-11")
    assert (sent.code, sent.out.strip()) == (0, str(path))
    workbook = load(path)
    for row in workbook.worksheets[0].iter_rows(min_row=4):
        row[6].value = cells.get(str(row[0].value).replace("-", "_"))
    workbook.save(path)
    return str(path)


def test_a_form_is_sent_looked_at_and_entered(tracker: Any, tmp_path: Path) -> None:
    path = returned(tracker, tmp_path, MIIT_2025_044="第三批已公布")
    preview = tracker("fill-in", "read", path, "--json").json
    assert (preview["department"]["key"], preview["period"], preview["findings"]) == ("sme-bureau", "2026-11", [])
    row = next(row for row in preview["rows"] if row["key"] == CITIES)
    assert (row["said"], row["clear"], row["can_be_entered"]) == ("第三批已公布", True, True)
    assert row["returned"]["progress"] == "第三批已公布"
    assert tracker("fill-in", "read", path).out.count(CITIES) == 1
    assert tracker("fill-in", "enter", path, "--all-clear").out.split() == [CITIES]
    assert tracker("show", CITIES, "--json").json["claims"][0]["said"] == "第三批已公布"
    assert tracker("check").out == ""
    again = tracker("fill-in", "enter", path, "--accept", CITIES)
    assert again.code == 1
    assert CITIES in again.err


def test_only_what_is_accepted_is_entered(tracker: Any, tmp_path: Path) -> None:
    path = returned(tracker, tmp_path, MIIT_2025_044="一", MIIT_2025_045="二")
    assert tracker("fill-in", "enter", path, "--accept", CLUSTERS).code == 0
    assert tracker("show", CITIES, "--json").json["claims"] == []
    assert tracker("fill-in", "enter", path).code == 2


def test_what_cannot_be_sent_or_read_is_one_clear_line(tracker: Any, tmp_path: Path) -> None:
    gone = tracker("fill-in", "send", "--department", "中小企业局", "--out", str(tmp_path / "gone" / "x.xlsx"))
    unknown = tracker("fill-in", "send", "--department", "无名司", "--out", str(tmp_path / "x.xlsx"))
    missing = tracker("fill-in", "read", str(tmp_path / "none.xlsx"))
    for failed in (gone, unknown, missing):
        assert (failed.code, len(failed.err.splitlines())) == (1, 1)


def test_a_form_of_another_department_is_said_to_be_one(tracker: Any, tmp_path: Path) -> None:
    path = returned(tracker, tmp_path, MIIT_2025_044="一")
    preview = tracker("fill-in", "read", path, "--department", "财政部", "--json").json
    assert [found["code"] for found in preview["findings"]] == ["form_other_department"]
    assert not preview["can_be_entered"]


def test_a_round_is_opened_looked_at_reminded_of_and_closed(tracker: Any, tmp_path: Path) -> None:
    begun = tracker(
        "fill-in", "round", "open", "--return-by", "2026-12-10", "--contact", "王芳", "--department", "中小企业局",
        "--department", "财政部", "--out", str(tmp_path), "--json",
    ).json  # fmt: skip
    assert begun["return_by"] == "2026-12-10"
    assert [Path(file).suffix for file in begun["files"]] == [".xlsx", ".xlsx", ".docx"]
    again = tracker("fill-in", "round", "open", "--return-by", "2026-12-10", "--out", str(tmp_path))
    assert (again.code, len(again.err.splitlines())) == (1, 1)
    form = begun["files"][0]
    workbook = load(form)
    next(row for row in workbook.worksheets[0].iter_rows(min_row=4) if row[0].value == CITIES)[6].value = "已公布"
    workbook.save(form)
    assert tracker("fill-in", "enter", form, "--all-clear").code == 0
    status = tracker("fill-in", "round", "status", "--json").json
    assert (status["returned"], status["missing"]) == (["sme-bureau"], ["mof"])
    (letter,) = tracker("fill-in", "round", "remind", "--out", str(tmp_path), "--json").json["files"]
    assert Path(letter).is_file()
    page = tmp_path / "page.docx"
    assert tracker("fill-in", "round", "close", "--out", str(page)).out.strip() == str(page)
    closed = tracker("fill-in", "round", "remind", "--out", str(tmp_path))
    assert (closed.code, len(closed.err.splitlines())) == (1, 1)
    assert tracker("check").out == ""
