"""Files are called as their owners call them: whatever a name is made of, it is the name of that file and no other."""

import os
import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.errors import UserError
from tracker.domain.reports.report_request import ReportForm, ReportWish
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.exports.making import make_report
from tracker.locations import typed_path
from tracker.services.commands import EvidenceFields, command
from tracker.services.commitments.reading import list_evidence
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.first_rows import read_first_rows
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.safety.backups import back_up, list_backups, restore
from tracker.services.safety.checking import check
from tracker.services.safety.copying import save_copy

NAMES = (
    *(
        "a%41.db",
        "%E5%8F%B0%E8%B4%A6.db",
        "100%25",
        "c?1.db",
        "d?mode=memory",
        "e#1.db",
        "~f.db",
        "~$台账.db",
        "~",
        "~root",
    ),
    *(
        "g:h.db",
        ":memory:",
        "i*.db",
        "j[1].db",
        "k'l.db",
        'm"n.db',
        "o p.db",
        " q.db",
        "r.db ",
        "s.db.",
        "t...",
        "承诺台账.db",
    ),
    *(
        "🏛️.db",
        "u\\v.db",
        "w&x;y|z.db",
        "$(aa).db",
        "-bb.db",
        "CON",
        "nul.db",
        "cc{0}.db",
        "%s%n.db",
        "dd\nee.db",
        "ff\tgg.db",
    ),
    *("sqlite:", "file:hh", "café.db", "cafe\u0301.db", "ii+jj=kk,ll@mm!.db", "x" * 200, "." * 3 + "nn"),
)
MARKS = "%?#~:*'\"[]{}()&;|$@!+=,^` .\\-_台账🏛️aB1\u0301"
names = st.text(MARKS, min_size=1, max_size=40).filter(lambda name: name.strip(".") != "")
FIELDS = {"title": "通知", "publisher": "工业和信息化部", "published": "2025-05-06", "kind": "document"}


def live_through(folder: Path, name: str, fresh: Path) -> None:
    """A ledger of this name is written, copied, backed up, and gone back to; and no other file is."""
    ledger = folder / name
    shutil.copy(fresh, ledger)
    with closing(open_workspace(str(ledger))) as workspace:
        back_up(workspace)
        add_evidence(workspace, command(EvidenceFields, **FIELDS))
        save_copy(workspace, folder / f"copy of {name}")
    with closing(open_workspace(str(folder / f"copy of {name}"))) as copy:
        assert [piece.title for piece in list_evidence(copy)] == ["通知"]
    (backup,) = [known for known in list_backups(ledger) if known.reason.value == "asked"]
    restore(str(ledger), backup.path, author="张三")
    with closing(open_workspace(str(ledger))) as workspace:
        assert list_evidence(workspace) == ()
    assert read_first_rows(str(ledger)) != ()
    assert [path.name for path in folder.iterdir() if not path.name.startswith((name, f"copy of {name}"))] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_ledger_of_any_name_is_that_file_and_no_other(tmp_path: Path, fresh_ledger: Path, name: str) -> None:
    live_through(tmp_path, name, fresh_ledger)


@pytest.mark.parametrize("name", ["a%41", "b?c", "~d", "e#f", "[k]*"])
def test_a_folder_may_be_called_so_too(tmp_path: Path, fresh_ledger: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    live_through(tmp_path / name, "台账.db", fresh_ledger)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["a%41.db", "c?1.db", "~$台账.db", ":memory:"])
def test_a_new_ledger_of_any_name_is_made_there_and_nowhere_else(tmp_path: Path, name: str) -> None:
    with closing(open_workspace(tmp_path / name)) as workspace:
        form = ReportForm("zh", "csv")
        make_report(workspace, ReportWish(query=LedgerQuery(search="万兆")), form, tmp_path / f"{name}.csv")
        assert check(workspace) == ()
    assert {path.name for path in tmp_path.iterdir()} >= {name, f"{name}.csv"}
    assert (tmp_path / name).stat().st_size > 0


@settings(max_examples=15)
@given(names)
def test_whatever_a_name_is_made_of(fresh_ledger: Path, name: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        shutil.copy(fresh_ledger, Path(place) / name)
        with closing(open_workspace(Path(place) / name)) as workspace:
            add_evidence(workspace, command(EvidenceFields, **FIELDS))
        assert read_first_rows(str(Path(place) / name)) != ()
        assert [path.name for path in Path(place).iterdir() if not path.name.startswith(name)] == []


@pytest.mark.parametrize("name", ["台" * 100, "x" * 256])
def test_a_name_too_long_for_the_disk_is_refused_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="path_too_long"):
        open_workspace(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_only_a_tilde_that_stands_for_home_does(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert typed_path("~") == tmp_path
    assert typed_path(f"~{os.sep}台账.db") == tmp_path / "台账.db"
    assert typed_path((tmp_path / "a%41 b?.db").as_uri()) == tmp_path / "a%41 b?.db"
    for name in ("~$台账.xlsx", "~WRD0001.tmp", "~root", "a~b", "./~", "~~"):
        assert typed_path(name) == Path(name)
