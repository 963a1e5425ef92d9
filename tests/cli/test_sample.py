from collections.abc import Callable
from pathlib import Path
from typing import Any

Tracker = Callable[..., Any]


def test_the_sample_is_made_once_and_is_never_replaced(tracker: Tracker, tmp_path: Path) -> None:
    path = tmp_path / "示例.db"
    made = tracker("sample", "--out", str(path))
    assert (made.code, made.out) == (0, f"{path}\n")
    contents = path.read_bytes()

    again = tracker("sample", "--out", str(path), lang="zh")
    assert (again.code, again.out) == (1, "")
    assert again.err == f"tracker: {path} 已经存在，示例台账不会覆盖它：请另选文件名，或直接打开它。\n"
    assert path.read_bytes() == contents


def test_without_a_path_the_sample_lies_in_the_data_directory(tracker: Tracker, home: Path) -> None:
    made = Path(tracker("sample", "--json").json["ledger"])
    assert made.is_file()
    assert made.is_relative_to(home)
    assert made.name == "sample.db"
    listed = tracker("list", "--ledger", str(made))
    assert "Met" in listed.out


def test_a_new_ledger_begins_empty_or_with_a_chosen_briefing(tracker: Tracker, tmp_path: Path) -> None:
    empty, chosen = tmp_path / "空.db", tmp_path / "chosen.db"
    assert tracker("new", str(empty), "--empty").out == f"{empty}\n"
    listed = tracker("list", "--ledger", str(empty))
    assert (listed.code, "tracker import" in listed.out) == (0, True)
    assert tracker("check", "--ledger", str(empty)).code == 0
    made = tracker("new", str(chosen), "--briefing=2025-01-21-miit", "--json").json
    assert made == {"ledger": str(chosen), "briefings": ["2025-01-21-miit"]}
    assert len(tracker("list", "--ledger", str(chosen), "--json").json) == 72
    again = tracker("new", str(empty), "--empty", lang="zh")
    assert (again.code, again.out) == (1, "")
    assert "已经存在" in again.err
    assert tracker("new", str(tmp_path / "x.db"), "--empty", "--briefing=2025-01-21-miit").code == 2
