"""What this process has open in SQLite is not opened besides: SQLite's locks would be gone, and with them the log."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.damage import log_of

from tracker.open_files import is_open
from tracker.services.assessment.searching import log_search
from tracker.services.commands import NewSearch, command
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.safety.checking import check
from tracker.services.safety.comparing import compare
from tracker.services.safety.copying import save_copy
from tracker.services.safety.repairing import repair

_OTHER = """
import sys
from contextlib import closing
from tracker.services.commands import NewSearch, command
from tracker.services.assessment.searching import log_search
from tracker.services.ledgers.workspace import open_workspace
with closing(open_workspace(sys.argv[1], author="李四")) as workspace:
    log_search(workspace, command(NewSearch, commitment="MIIT-2025-001", place="网站", words="他的", found=""))
"""


def search(workspace: Workspace, words: str) -> None:
    log_search(workspace, command(NewSearch, commitment="MIIT-2025-001", place="网站", words=words, found=""))


def compare_with_a_copy(workspace: Workspace, ledger: Path) -> None:
    (ledger.parent / "copies").mkdir()
    save_copy(workspace, ledger.parent / "copies" / "copy.db")
    assert compare(ledger, ledger.parent / "copies" / "copy.db").only_first == ()


def open_again(workspace: Workspace, ledger: Path) -> None:
    del workspace
    open_workspace(ledger, author="王五").close()


def repair_into_another(workspace: Workspace, ledger: Path) -> None:
    del workspace
    repair(ledger, ledger.with_name("repaired.db"), author="张三")


@pytest.mark.parametrize("use", [compare_with_a_copy, open_again, repair_into_another])
def test_what_is_acknowledged_after_another_program_came_and_went_is_there(
    workspace: Workspace, ledger_path: Path, use: Callable[[Workspace, Path], None]
) -> None:
    search(workspace, "先")
    use(workspace, ledger_path)
    subprocess.run([sys.executable, "-c", _OTHER, str(ledger_path)], check=True)
    assert log_of(ledger_path).exists()
    search(workspace, "后")
    with closing(open_workspace(as_it_lies(ledger_path), author="王五")) as again, again.snapshot() as snapshot:
        assert {fault.code for fault in check(again)} <= {"fault_event_order"}  # two clocks
        words = set(snapshot.connection.exec_driver_sql("SELECT words FROM search_log").scalars())
    assert words == {"先", "他的", "后"}


def as_it_lies(ledger: Path) -> Path:
    """What a program would find that opens the files as they lie there."""
    place = ledger.with_name("as-it-lies.db")
    shutil.copy(ledger, place)
    if log_of(ledger).exists():
        shutil.copy(log_of(ledger), log_of(place))
    return place


def test_a_ledger_that_was_closed_is_open_no_more(ledger_path: Path) -> None:
    with closing(open_workspace(ledger_path)) as workspace:
        search(workspace, "先")
        assert is_open(ledger_path)
    assert not is_open(ledger_path)
