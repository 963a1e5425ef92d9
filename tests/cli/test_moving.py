"""A ledger goes to a server, back, and home, by command."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.cli.conftest import Tracker

from tracker.cli import run

if TYPE_CHECKING:
    from tests.conftest import NewDatabase

Deed = Callable[..., int]


@pytest.fixture
def deed() -> Deed:
    """A command on any ledger."""
    return lambda ledger, *arguments: run(["--ledger", str(ledger), "--lang", "en", *arguments])


def claim(code: str) -> tuple[str, ...]:
    return ("claim", code, "--said", f"words of {code}", "--by", "MIIT", "--on", "2025-06-01")


def verdict(reason: str) -> tuple[str, ...]:
    return ("status", "set", "MIIT-2025-001", "not_verifiable", "--reason", reason)


@pytest.fixture
def address(new_database: "NewDatabase") -> Iterator[str]:
    with new_database() as address:
        yield address


@pytest.fixture
def copy(ledger_path: Path, deed: Deed, capfd: pytest.CaptureFixture[str]) -> Path:
    """A copy in which another verdict was reached, and something said besides."""
    copy = Path(shutil.copy(ledger_path, ledger_path.with_name("copy.db")))
    for ledger, reason in ((ledger_path, "here"), (copy, "there")):
        assert deed(ledger, *verdict(reason)) == 0
    assert deed(copy, *claim("MIIT-2025-003")) == 0
    capfd.readouterr()
    return copy


def test_a_ledger_goes_to_a_server_and_a_working_copy_comes_home(
    tracker: Tracker, ledger_path: Path, address: str, deed: Deed, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert tracker("push", str(ledger_path), address).code == 0
    copy = tmp_path / "带走.commitments"
    assert tracker("pull", address, str(copy)).code == 0
    assert deed(copy, *claim("MIIT-2025-003")) == 0
    # Named with its address: where a working copy is from is known without the password that this server wants.
    assert deed(address, "merge", str(copy)) == 0
    capfd.readouterr()
    assert deed(address, "show", "MIIT-2025-003", "--json") == 0
    assert [one["said"] for one in json.loads(capfd.readouterr().out)["claims"]] == ["words of MIIT-2025-003"]


def test_what_clashes_waits_and_is_settled(tracker: Tracker, copy: Path) -> None:
    told = tracker("merge", str(copy), "--preview", "--json").json
    assert (told["done"], len(told["put_aside"])) == (1, 1)
    done = tracker("merge", str(copy))
    assert done.code == 3
    assert "here" in done.out
    assert "there" in done.out
    (waiting,) = tracker("merge", "--open", "--json").json
    assert [one["column"] for one in waiting["clashes"]] == ["reason"]
    assert tracker("merge", "--take", waiting["uid"]).code == 1
    assert tracker("merge", "--take", waiting["uid"], "--reason", "they looked again").code == 0
    assert tracker("show", "MIIT-2025-001", "--json").json["reason"] == "there"
    assert tracker("merge", "--open").code == 0


def test_a_sheet_that_both_brought_in_stays_once(
    tracker: Tracker, ledger_path: Path, tmp_path: Path, deed: Deed, capfd: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "tasks.csv"
    sheet.write_text("No.,Task,Lead\n1,Build twenty pilot cities by 2027,装备工业一司\n", "utf-8")
    copy = Path(shutil.copy(ledger_path, ledger_path.with_name("copy.db")))
    for ledger in (ledger_path, copy):
        given = ("--publisher", "MIIT", "--held-on", "2026-01-01", "--map", "words=Task")
        assert deed(ledger, "import", str(sheet), *given) == 0
    capfd.readouterr()
    told = tracker("merge", str(copy), "--preview", "--json").json
    assert (told["done"], told["same"], told["put_aside"]) == (0, 1, [])
    done = tracker("merge", str(copy))
    assert done.code == 0
    assert "once" in done.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("merge",), "--open"),
        (("push", "LEDGER", "elsewhere.db"), "postgresql://"),
        (("pull", "elsewhere.db", "new.db"), "postgresql://"),
        (("merge", "--leave", "nothing", "--reason", "why"), "--open"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(
    tracker: Tracker, ledger_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = tracker(*(str(ledger_path) if one == "LEDGER" else one for one in arguments))
    assert done.code == 1
    assert said in done.err
    assert done.err.count("\n") == 1
