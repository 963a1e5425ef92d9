"""The sources of a ledger, and one of them written as a folder that the program reads again."""

from pathlib import Path

import pytest
from tests.services.briefings.two_sources import later_briefing
from tests.store.watching import Watch

from tracker.briefing.coding import faults, read_briefing
from tracker.domain.errors import UserError
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.terms import CommitmentKind
from tracker.locations import db_dir
from tracker.services.briefings.coding import load_briefing, revise_commitment
from tracker.services.briefings.sources import export_source, list_sources, read_source_coding, source_of
from tracker.services.commands import CommitmentRevision, command
from tracker.services.commitments.reading import list_rows
from tracker.services.ledgers.workspace import Workspace

KEY = "2025-01-21-miit"


def test_the_first_source_is_listed_as_finished(ledger: Workspace) -> None:
    (source,) = list_sources(ledger)
    assert (source.key, source.prefix, source.commitments) == (KEY, "MIIT-2025", 72)
    assert (source.unreviewed, source.open, source.is_finished) == (0, 0, True)


def test_the_source_of_a_commitment_is_known_by_its_key(ledger: Workspace) -> None:
    load_briefing(ledger, later_briefing())
    found = {row.code: source_of(ledger, row.id) for row in list_rows(ledger, LedgerQuery())}
    assert (found["MIIT-2025-001"], found["MIIT-2026-001"]) == (KEY, "2026-01-20-miit")


def test_a_source_that_nobody_changed_is_exported_as_it_came(ledger: Workspace, tmp_path: Path) -> None:
    export_source(ledger, KEY, tmp_path / "out")
    written = read_briefing(tmp_path / "out")
    assert written == read_briefing(db_dir() / "briefings" / KEY)
    assert list(faults(written)) == []


def test_an_export_has_the_fields_as_they_are_now_and_replaces_the_last(ledger: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    export_source(ledger, KEY, folder)
    revision = {"commitment": "MIIT-2025-001", "title": "另一个标题", "kind": "programme", "reason": "按原文"}
    revise_commitment(ledger, command(CommitmentRevision, **revision))
    export_source(ledger, KEY, folder)
    first = read_briefing(folder).commitments[0]
    assert (first.title, first.kind) == ("另一个标题", CommitmentKind.PROGRAMME)


def test_a_coding_is_read_by_few_questions_however_many_commitments_it_has(workspace: Workspace) -> None:
    watch = Watch(workspace)
    assert len(read_source_coding(workspace, KEY).commitments) == 72
    assert len(watch.statements) < 15


@pytest.mark.parametrize("name", ["notes.txt", "commitments.toml"])
def test_a_folder_with_anything_else_is_left_alone(ledger: Workspace, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / name).write_text("mine")
    with pytest.raises(UserError) as caught:
        export_source(ledger, KEY, folder)
    assert caught.value.code == "source_folder_foreign"
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [(name, "mine")]


def test_a_source_that_is_not_there_is_refused_with_those_that_are(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        export_source(workspace, "other", tmp_path / "out")
    assert (caught.value.code, caught.value.details["allowed"]) == ("source_unknown", [KEY])
