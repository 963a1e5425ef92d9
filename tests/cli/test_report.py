"""`tracker report`: every kind and format, without a display."""

import csv
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import html

from tracker.exports import FORMATS, ending, format_of

Tracker = Callable[..., Any]
PILOTS = "MIIT-2025-044"


@pytest.fixture
def judged(tracker: Tracker) -> None:
    """One commitment has evidence, and was judged."""
    facts = (
        "--title",
        "试点城市累计101个",
        "--publisher",
        "国新办",
        "--published",
        "2026-01-21",
        "--kind",
        "statistics",
    )
    link = ("--bearing", "fulfils", "--value", "101", "--unit", "个", "--role", "cumulative")
    tracker("evidence", "add", PILOTS, *facts, *link)
    tracker("status", "set", PILOTS, "met", "--reason", "新增35个")


@pytest.mark.parametrize("kind", ["ledger", "period", "dossier"])
@pytest.mark.parametrize("name", FORMATS)
def test_every_kind_is_written_in_every_format(
    tracker: Tracker, judged: None, tmp_path: Path, kind: str, name: str
) -> None:
    out = tmp_path / f"report.{ending(name)}"
    code = [PILOTS] if kind == "dossier" else []
    since = ["--since", "2020-01-01"] if kind == "period" else []
    written = tracker(
        "report", *code, "--kind", kind, "--format", name, "--out", str(out), *since, "--department", "sme-bureau"
    )
    assert (written.code, written.out, written.err) == (0, "", "")
    content = out.read_bytes()
    if out.suffix in (".xlsx", ".docx", ".zip"):
        with zipfile.ZipFile(out) as archive:
            content = b"".join(archive.read(member) for member in archive.namelist())
    assert name == "pdf" or PILOTS.encode() in content or name in ("csl-json", "ris")
    assert name == "pdf" or "101个".encode() in content or name == "ical"
    assert format_of(out) == name


def test_the_help_names_every_format(tracker: Tracker) -> None:
    said = tracker("report", "--help").out.split("--format FORMAT", 2)[-1]
    assert [name for name in FORMATS if name not in re.split(r"[^a-z-]+", said)] == []


def test_the_old_call_still_writes_the_ledger(tracker: Tracker, tmp_path: Path) -> None:
    out = tmp_path / "report.csv"
    assert tracker("report", "--format", "csv", "--out", str(out)).code == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 1 + 72


def test_a_period_says_what_was_done_since(tracker: Tracker, judged: None, tmp_path: Path) -> None:
    out = tmp_path / "report.json"
    tracker("report", "--kind", "period", "--format", "json", "--out", str(out), "--since", "2020-01-01", "--no-charts")
    report = json.loads(out.read_text(encoding="utf-8"))
    (changes,) = (section for section in report["sections"] if section["key"] == "changes")
    (row,) = changes["blocks"][0]["rows"]
    assert (row[0]["lines"], row[3]["value"]["code"]) == ([PILOTS], "met")
    assert all(block["type"] != "chart" for section in report["sections"] for block in section["blocks"])


def test_a_report_speaks_the_language_that_is_asked_for(tracker: Tracker, judged: None, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    for lang, title in (("zh", "承诺进展报告"), ("en", "Progress report on commitments")):
        tracker("report", "--kind", "period", "--format", "html", "--out", str(out), "--no-charts", lang=lang)
        page = html.fromstring(out.read_text(encoding="utf-8"))
        assert page.findtext(".//h1") == title
        assert page.get("lang") == {"zh": "zh-CN", "en": "en"}[lang]


def test_a_saved_view_is_a_scope_that_options_narrow_down(
    tracker: Tracker, judged: None, tmp_path: Path, ledger_path: Path
) -> None:
    from tracker.services.commands import ViewDefinition, command
    from tracker.services.commitments.saved_views import save_view
    from tracker.services.ledgers.workspace import open_workspace

    workspace = open_workspace(ledger_path)
    save_view(workspace, command(ViewDefinition, name="我的", definition={"choices": {"department": ["sme-bureau"]}}))
    workspace.close()
    out = tmp_path / "report.xlsx"

    def codes(*options: str) -> list[str]:
        written = tracker("report", "--format", "xlsx", "--out", str(out), "--filter", "我的", *options)
        assert written.code == 0, written.err
        rows = openpyxl.load_workbook(out).worksheets[0].iter_rows(values_only=True)
        return [str(row[1]) for row in rows if str(row[1]).startswith("MIIT-")]

    assert len(codes()) == 7
    assert codes("--assessment", "met") == [PILOTS]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--kind", "weekly"), "“Kind of report” cannot be “weekly”"),
        (("--kind", "dossier"), "“Commitment code” is empty"),
        (("--kind", "period", "--since", "2999-01-01"), "“Changed since”"),
        (("--since", "yesterday"), "“Changed since”"),
        (("--filter", "没有"), "没有"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_and_nothing_is_written(
    tracker: Tracker, tmp_path: Path, options: tuple[str, ...], sentence: str
) -> None:
    out = tmp_path / "report.md"
    refused = tracker("report", "--format", "md", "--out", str(out), *options)
    assert refused.code == 1
    assert sentence in refused.err
    assert refused.err.count("\n") == 1
    assert not out.exists()


def test_past_reports_are_listed_and_made_again(tracker: Tracker, judged: None, tmp_path: Path) -> None:
    assert tracker("past-reports", "list").out == "No report was written yet.\n"
    first, second = tmp_path / "a.md", tmp_path / "b.md"
    tracker("report", "--format", "md", "--out", str(first), "--department", "sme-bureau")
    (kept,) = tracker("past-reports", "list", "--json").json
    assert (kept["kind"], kept["format"], kept["count"], kept["file"]) == ("ledger", "md", 7, "a.md")
    assert kept["filter"] == {"department": ["sme-bureau"]}
    number = str(kept["number"])
    assert number in tracker("past-reports", "list").out
    tracker(
        "evidence",
        "add",
        PILOTS,
        "--title=后来",
        "--publisher=x",
        "--published=2026-02",
        "--kind=press",
        "--bearing=context",
    )
    again = tracker("past-reports", "again", number, "--out", str(second))
    assert (again.code, again.out) == (0, "The same as it was, byte by byte.\n")
    assert second.read_bytes() == first.read_bytes()
    assert tracker("past-reports", "again", "999", "--out", str(second)).code == 1


def test_changes_are_told_since_the_last_report(tracker: Tracker, judged: None, tmp_path: Path) -> None:
    call = ("report", "--kind", "period", "--format", "json", "--out")
    refused = tracker(*call, str(tmp_path / "a.json"), "--since", "last")
    assert (refused.code, len(refused.err.splitlines())) == (1, 1)
    tracker(*call, str(tmp_path / "a.json"), "--since", "2020-01-01")
    tracker(
        "evidence",
        "add",
        "MIIT-2025-045",
        "--title=后来",
        "--publisher=x",
        "--published=2026-02",
        "--kind=press",
        "--bearing=progress",
    )
    assert tracker(*call, str(tmp_path / "b.json"), "--since", "last").code == 0
    told = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    rows = {section["key"]: section["blocks"][0].get("rows") for section in told["sections"] if section["blocks"]}
    assert rows["changes"] == [], "it is of February, and was only entered now"
    assert [row[0]["lines"] for row in rows["late"]] == [["MIIT-2025-045"]]


def test_a_briefing_report_is_asked_for_edited_and_made_by_commands(tracker: Tracker, tmp_path: Path) -> None:
    call = ("report", "--kind", "brief", "--span", "quarter")
    draft, out = tmp_path / "draft.txt", tmp_path / "a.md"
    assert tracker(*call, "--draft", str(draft)).code == 0
    text = draft.read_text(encoding="utf-8")
    key = re.findall(r"^=== (\S+) [0-9a-f]{16}$", text, re.MULTILINE)[0]
    assert key == "conclusion"
    lines = text.split("\n")
    place = next(number for number, line in enumerate(lines) if line.startswith("=== conclusion"))
    lines[place + 1] = "Edited by hand."
    draft.write_text("\n".join(lines), encoding="utf-8")
    made = tracker(*call, "--paragraphs", str(draft), "--recipient", "General Office", "--format=md", "--out", str(out))
    assert (made.code, made.err) == (0, "")
    told = out.read_text(encoding="utf-8")
    assert "Edited by hand." in told
    assert "To: General Office" in told
    tracker(*call, "--format=md", "--out", str(out))
    told = out.read_text(encoding="utf-8")
    assert "To: General Office" in told, "asked once"
    assert "Edited by hand." not in told, "an edit is offered again, and never put in unasked"


@pytest.mark.parametrize(
    "options",
    [
        ("--kind=brief", "--span=year", "--format=md"),
        ("--kind=brief", "--length=long", "--format=md"),
        ("--kind=brief", "--period=2999-01-01", "--format=md"),
        ("--kind=brief", "--paragraphs=nowhere.txt", "--format=md"),
        ("--kind=brief",),
        ("--kind=period", "--draft=x.txt"),
    ],
)
def test_what_a_briefing_report_cannot_be_is_said_in_one_line(
    tracker: Tracker, tmp_path: Path, options: tuple[str, ...]
) -> None:
    out = tmp_path / "a.md"
    said = tracker("report", *options, "--out", str(out))
    assert (said.code, len(said.err.splitlines())) == (1, 1)
    assert not out.exists()


def test_columns_are_chosen_by_name_or_heading_and_kept_as_a_layout(tracker: Tracker, tmp_path: Path) -> None:
    out = tmp_path / "ledger.csv"
    assert tracker("layouts", "save", "处室", "--columns", "编号,承诺事项", "--columns", "due").code == 0
    assert tracker("layouts", "list", "--json").json == [{"name": "处室", "columns": ["code", "title", "due"]}]
    for chosen in (("--layout", "处室"), ("--columns", "code,title,due")):
        assert tracker("report", "--lang", "zh", "--format", "csv", "--out", str(out), *chosen).code == 0
        first = out.read_text(encoding="utf-8-sig").splitlines()[0]
        assert first == "编号,承诺事项,完成时限,截至"
    number = str(tracker("past-reports", "list", "--json").json[0]["number"])
    again = tracker("past-reports", "again", number, "--out", str(tmp_path / "again.csv"))
    assert (tmp_path / "again.csv").read_bytes() == out.read_bytes(), again
    assert tracker("layouts", "rename", "处室", "处室用").code == 0
    assert [one["name"] for one in tracker("layouts", "list", "--json").json] == ["处室用"]
    assert tracker("layouts", "delete", "处室用").code == 0
    assert tracker("report", "--format", "csv", "--out", str(out), "--layout", "处室").code == 1
