"""`tracker source compare` and `tracker status compare`: two people code one text, or judge the same commitments."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.cli.conftest import Tracker
from tests.second_coder import FIRST, SecondCoder, entry

from tracker.cli import run
from tracker.services.ledgers.workspace import open_workspace
from tracker.store.database.tables import Event
from tracker.store.evidence.file_contents import contents_of

Recode = Callable[[str, str], None]


@pytest.fixture
def coder(tmp_path: Path) -> SecondCoder:
    return SecondCoder(tmp_path / "second")


@pytest.fixture
def second(coder: SecondCoder) -> Path:
    """A second coder's folder."""
    return coder.folder


@pytest.fixture
def recode(coder: SecondCoder) -> Recode:
    """Let the second coder say something else, in words of the file."""
    return coder.recode


def test_the_same_coding_twice_agrees_in_everything(tracker: Tracker, second: Path, ledger_path: Path) -> None:
    before = ledger_path.read_bytes()
    found = tracker("source", "compare", str(FIRST), str(second), "--json").json
    assert (found["sections"], found["all_sections"]) == (7, 7)
    assert found["sentences"]["alpha"] == found["units"]["alpha"] == found["fields"]["lead"]["alpha"] == 1
    assert found["units"]["both"] == found["first"]["units"] == found["second"]["units"]
    assert found["sentences_differing"] == found["only_first"] == found["only_second"] == found["units_differing"] == []
    assert ledger_path.read_bytes() == before


def test_differences_are_counted_and_quoted(tracker: Tracker, second: Path, recode: Recode) -> None:
    left_out = entry("MIIT-2025-002")
    recode(left_out, "")
    changed = entry("MIIT-2025-059")
    recode(changed, changed.replace('kind = "pilot"', 'kind = "programme"'))
    found = tracker("source", "compare", str(FIRST), str(second), "--json").json
    assert [one["code"] for one in found["only_first"]] == ["MIIT-2025-002"]
    assert found["only_second"] == []
    (passage,) = found["only_first"][0]["passages"]
    (sentence,) = found["sentences_differing"]
    assert sentence["in_first"]
    assert sentence["start"] <= passage["start"] < passage["end"] <= sentence["end"]
    assert found["sentences"]["compared"] - found["sentences"]["agreed"] == 1
    assert (found["units"]["only_first"], found["units"]["only_second"]) == (1, 0)
    assert 0.9 < found["units"]["alpha"] < 1
    (pair,) = found["units_differing"]
    assert (pair["fields"], pair["first"]["kind"], pair["second"]["kind"]) == (["kind"], "pilot", "programme")
    assert found["fields"]["kind"]["agreed"] == found["fields"]["kind"]["compared"] - 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_says_in_words_where_they_differ(tracker: Tracker, second: Path, recode: Recode, lang: str) -> None:
    recode(entry("MIIT-2025-002"), "")
    changed = entry("MIIT-2025-059")
    recode(changed, changed.replace('key = "telecom-development"', 'key = "planning"'))
    said = tracker("source", "compare", str(FIRST), str(second), lang=lang)
    assert said.code == 0
    assert "“加大对工业大省、工业大市的支持力度”" in said.out
    assert {"zh": "A 信息通信发展司；B 规划司", "en": "B Department of Planning"}[lang] in said.out


def test_a_part_of_the_text_is_compared_where_both_coded_it(tracker: Tracker, second: Path) -> None:
    coding = second / "commitments.toml"
    text = coding.read_text(encoding="utf-8")
    head = text[: text.index("[[commitment]]")]
    coding.write_text(
        head + entry("MIIT-2025-059") + '\n[[omission]]\nstart = 859\nend = 863\nexact = "下一步,"\nreason = "theme"\n',
        "utf-8",
    )
    found = tracker("source", "compare", str(FIRST), str(second), "--json").json
    assert (found["sections"], found["units"]["both"]) == (2, 1)
    coding.write_text(head, "utf-8")
    assert "no section that both coded" in tracker("source", "compare", str(FIRST), str(second)).err


def test_codings_of_two_texts_are_refused_with_where_they_part(tracker: Tracker, second: Path) -> None:
    clean = second / "clean.txt"
    text = clean.read_bytes().decode()
    clean.write_bytes((text[:-3] + "四版)").encode())
    refused = tracker("source", "compare", str(FIRST), str(second))
    assert refused.code == 1
    assert "from paragraph 58 on" in refused.err
    assert "“版)”, the other “四版)”" in refused.err


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('kind = "research_and_development"', 'kind = "reserach"', "reserach"),
        ("start = 933,", "start = 934,", "at character 934"),
        ("[source]", "[sauce]", "source"),
        ("revision = 3", "revision 3", "commitments.toml"),
    ],
)
def test_a_coding_that_breaks_its_form_is_named(
    tracker: Tracker, second: Path, before: str, after: str, said: str
) -> None:
    coding = second / "commitments.toml"
    coding.write_text(coding.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    refused = tracker("source", "compare", str(FIRST), str(second))
    assert refused.code == 1
    assert said in refused.err


def test_a_folder_without_a_coding_and_one_folder_twice_are_refused(tracker: Tracker, tmp_path: Path) -> None:
    assert "has no clean.txt" in tracker("source", "compare", str(FIRST), str(tmp_path)).err
    assert "compared with itself" in tracker("source", "compare", str(FIRST), str(FIRST)).err


def test_a_comparison_is_noted_with_its_reason_and_both_codings_are_kept(
    tracker: Tracker, second: Path, recode: Recode, ledger_path: Path
) -> None:
    recode(entry("MIIT-2025-002"), "")
    tracker("list")
    why = "002 stays: the pledge is vague, and vague pledges stay listed"
    found = tracker("source", "compare", str(FIRST), str(second), "--record", why, "--json").json
    with closing(open_workspace(ledger_path)) as workspace, workspace.snapshot() as snapshot:
        event = snapshot.connection.execute(select(Event).where(Event.id == found["event"])).one()
        assert (event.kind, event.reason, event.author) == ("codings_compared", why, "li")
        assert (event.details["both"], event.details["count"]) == (found["units"]["both"], found["units"]["both"] + 1)
        assert event.details["figures"]["units"]["alpha"] == found["units"]["alpha"]
        for which, folder in (("first", FIRST), ("second", second)):
            kept = contents_of(snapshot.connection.engine, snapshot.connection).read(event.details[which])
            assert kept == (folder / "commitments.toml").read_bytes()
    assert tracker("check").code == 0
    assert "MIIT-2025-002" in tracker("list", "--json").out  # nothing is settled by itself


def test_a_comparison_without_a_reason_or_of_a_text_that_is_not_held_is_not_noted(
    tracker: Tracker, second: Path, tmp_path: Path
) -> None:
    refused = tracker("source", "compare", str(FIRST), str(second), "--record", " ")
    assert (refused.code, refused.out) == (1, "")
    other = Path(shutil.copytree(second, tmp_path / "other"))
    for folder in (second, other):
        clean = folder / "clean.txt"
        clean.write_bytes(clean.read_bytes() + "\n另有一段。".encode())
    refused = tracker("source", "compare", str(second), str(other), "--record", "why")
    assert "does not hold the text" in refused.err


def test_a_source_of_the_ledger_is_compared_by_its_key_and_without_being_exported(
    tracker: Tracker, coder: SecondCoder
) -> None:
    tracker("list")
    coder.change("MIIT-2025-059", ('kind = "pilot"', 'kind = "programme"'))
    found = tracker("source", "compare", FIRST.name, str(coder.folder), "--json").json
    assert (found["first"]["source"], found["first"]["path"]) == (FIRST.name, None)
    assert (found["second"]["source"], found["second"]["path"]) == (None, str(coder.folder))
    assert found["units"]["both"] == found["first"]["units"] == found["second"]["units"]
    (pair,) = found["units_differing"]
    assert (pair["fields"], found["differences"]) == (["kind"], 1)
    assert "2025-01-22" in tracker("source", "compare", "2025-01-22", str(coder.folder)).err
    assert "compared with itself" in tracker("source", "compare", FIRST.name, FIRST.name).err
    assert "has no clean.txt" in tracker("source", "compare", FIRST.name, str(coder.folder / "none")).err


def test_differences_that_nobody_settled_are_counted_and_said(tracker: Tracker, coder: SecondCoder) -> None:
    coder.leave_out("MIIT-2025-002")
    coder.change("MIIT-2025-059", ('kind = "pilot"', 'kind = "programme"'))
    said = tracker("source", "compare", str(FIRST), str(coder.folder), "--record", "see the notes").out
    assert "Differences: 2." in said


@pytest.fixture
def differing(tracker: Tracker, coder: SecondCoder) -> tuple[str, ...]:
    """The command that compares the ledger's own coding with one that differs in two places."""
    tracker("list")
    coder.leave_out("MIIT-2025-002")
    coder.change("MIIT-2025-059", ('kind = "pilot"', 'kind = "programme"'))
    return "source", "compare", FIRST.name, str(coder.folder)


def test_differences_are_numbered_settled_one_by_one_and_applied(tracker: Tracker, differing: tuple[str, ...]) -> None:
    before = tracker(*differing, "--json").json
    assert [(one["number"], one["first"], one["field"], one["holds"]) for one in before["to_settle"]] == [
        (1, "MIIT-2025-002", None, None),
        (2, "MIIT-2025-059", "kind", None),
    ]
    settled = tracker(
        *differing, "--record", "逐处核对", "--apply", "--json",
        "--resolve", "2", "second", "是项目", "--resolve", "1", "first", "仍列",
    ).json  # fmt: skip
    assert [(one["holds"], one["reason"]) for one in settled["to_settle"]] == [("first", "仍列"), ("second", "是项目")]
    assert settled["applied"] == {"commitments": ["MIIT-2025-059"], "refused": {}}
    assert tracker("show", "MIIT-2025-059", "--json").json["kind"] == "programme"
    assert [one["first"] for one in tracker(*differing, "--json").json["to_settle"]] == ["MIIT-2025-002"]


@pytest.mark.parametrize(
    ("resolve", "said"),
    [
        (("3", "first", "why"), "from 1 to 2"),
        (("second", "2", "why"), "from 1 to 2"),
        (("1", "third", "why"), "third"),
        (("1", "first", " "), "reason"),
        (("1", "first", "why", "--resolve", "01", "second", "why"), "twice"),
    ],
)
def test_a_resolution_that_makes_no_sense_records_nothing(
    tracker: Tracker, differing: tuple[str, ...], resolve: tuple[str, ...], said: str
) -> None:
    before = tracker("log", "--json").out
    refused = tracker(*differing, "--record", "why", "--resolve", *resolve)
    assert refused.code == 1
    assert said in refused.err.lower()
    assert tracker(*differing, "--resolve", "1", "first", "why").code == 1  # no reason for the whole
    assert tracker("log", "--json").out == before


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_settled_difference_is_said_with_who_holds_and_why(
    tracker: Tracker, differing: tuple[str, ...], lang: str
) -> None:
    said = tracker(*differing, "--record", "why", "--resolve", "1", "first", "it stays listed", lang=lang).out
    assert "it stays listed" in said
    assert {"en": "Differences: 1.", "zh": "差异 1 处"}[lang] in said


SEARCH = ("--place", "工信部网站", "--words", "万兆光网", "--outcome", "nothing")


@pytest.fixture
def other(ledger_path: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    """A second person's ledger of the same source, which judges two commitments; one of them otherwise than ours.

    In both, the coding says of others that they cannot be verified."""
    other = tmp_path / "other.db"
    for place, verdicts in (
        (ledger_path, {"002": "not_verifiable", "059": "no_evidence", "060": "no_evidence"}),
        (other, {"002": "not_verifiable", "059": "not_verifiable"}),
    ):
        for number, verdict in verdicts.items():
            code = f"MIIT-2025-{number}"
            for deed in (
                ("search-log", "add", code, *SEARCH),
                ("status", "set", code, verdict, "--reason", f"{verdict} of {place.stem}"),
            ):
                assert run(["--ledger", str(place), *deed]) == 0, capfd.readouterr().err
    capfd.readouterr()
    return other


def test_verdicts_of_two_ledgers_are_compared_where_both_judged(tracker: Tracker, other: Path) -> None:
    before = other.read_bytes()
    found = tracker("status", "compare", str(other), "--json").json
    assert (found["only_first"], found["only_second"]) == (0, 0)
    agreement = found["agreement"]
    assert (agreement["compared"], agreement["agreed"], agreement["share"]) == (2, 1, 0.5)
    met = {(one["first"], one["second"]): one["count"] for one in found["met"]}
    assert met == {("not_verifiable", "not_verifiable"): 1, ("no_evidence", "not_verifiable"): 1}
    assert (found["judged_first"], found["judged_second"], found["shared"]) == (3, 2, 0)
    (one,) = found["differing"]
    assert (one["code"], one["first"]["assessment"], one["second"]["assessment"]) == (
        "MIIT-2025-059",
        "no_evidence",
        "not_verifiable",
    )
    assert one["second"]["reason"] == "not_verifiable of other"
    assert other.read_bytes() == before


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_commitments_judged_differently_are_told_with_both_reasons(tracker: Tracker, other: Path, lang: str) -> None:
    said = tracker("status", "compare", str(other), lang=lang).out
    assert "no_evidence of ledger" in said
    assert "not_verifiable of other" in said
    assert "50.0 %" in said


def test_a_copy_has_no_verdicts_of_its_own(tracker: Tracker, other: Path, ledger_path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    tracker("backup", "--out", str(copy))
    found = tracker("status", "compare", str(copy), "--json").json
    assert (found["judged_second"], found["shared"], found["agreement"]["compared"]) == (3, 3, 0)
    assert found["agreement"]["alpha"] is None


def test_ledgers_that_cannot_be_compared_are_refused(tracker: Tracker, ledger_path: Path, tmp_path: Path) -> None:
    tracker("list")
    assert "one and the same file" in tracker("status", "compare", str(ledger_path)).err
    assert "does not exist" in tracker("status", "compare", str(tmp_path / "none.db")).err
    assert "shared ledger" in tracker("status", "compare", "postgresql://host/ledger").err
