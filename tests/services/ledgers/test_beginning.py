"""What a new ledger begins with: every briefing, chosen ones, or none."""

from contextlib import closing
from pathlib import Path

import pytest

from tracker.domain.errors import UserError
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.services.briefings.coding import bundled_briefings
from tracker.services.commitments.reading import list_rows, list_sources
from tracker.services.events.replaying import FilesOf, list_events, replay
from tracker.services.events.undoing import undo
from tracker.services.ledgers.first_rows import is_there
from tracker.services.ledgers.workspace import begin_ledger, open_empty, open_workspace
from tracker.services.safety.checking import check

BRIEFING = "2025-01-21-miit"


def sources(path: Path) -> list[str]:
    with closing(open_workspace(path)) as workspace:
        assert check(workspace) == ()
        return [source.key for source in list_sources(workspace)]


def test_a_ledger_that_begins_empty_stays_empty_at_every_later_opening(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    begin_ledger(path, ())
    assert sources(path) == []
    assert sources(path) == []


def test_a_ledger_begins_with_the_briefings_that_were_chosen(tmp_path: Path) -> None:
    path = tmp_path / "chosen.db"
    begin_ledger(path, (BRIEFING,))
    assert sources(path) == [BRIEFING]


def test_a_ledger_that_nobody_chose_for_holds_every_briefing(tmp_path: Path) -> None:
    assert sources(tmp_path / "plain.db") == list(bundled_briefings())


def test_what_opens_a_ledger_may_say_with_what_one_that_is_not_there_begins(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with closing(open_workspace(path, begins=())) as workspace:
        assert list_rows(workspace, LedgerQuery()) == ()
    # One that is there is opened as it is.
    other = tmp_path / "there.db"
    open_workspace(other).close()
    with closing(open_workspace(other, begins=())) as workspace:
        assert list_sources(workspace)


def test_that_a_ledger_was_begun_so_cannot_be_undone(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    begin_ledger(path, ())
    with closing(open_workspace(path)) as workspace, pytest.raises(UserError) as refused:
        undo(workspace)
    assert refused.value.code == "nothing_to_undo"
    assert sources(path) == []


@pytest.mark.parametrize("keys", [("nowhere",), (BRIEFING, "nowhere")])
def test_an_unknown_briefing_is_refused_and_leaves_no_file(tmp_path: Path, keys: tuple[str, ...]) -> None:
    path = tmp_path / "new.db"
    with pytest.raises(UserError) as refused:
        begin_ledger(path, keys)
    assert refused.value.code == "briefing_unknown"
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "there.db"
    open_workspace(path).close()
    before = path.read_bytes()
    with pytest.raises(UserError) as refused:
        begin_ledger(path, ())
    assert refused.value.code == "ledger_exists"
    assert path.read_bytes() == before


def test_the_beginning_is_done_again_with_the_other_events(tmp_path: Path) -> None:
    begin_ledger(tmp_path / "one.db", (BRIEFING,))
    with closing(open_workspace(tmp_path / "one.db")) as one, closing(open_empty(tmp_path / "two.db")) as two:
        for event in list_events(one):
            replay(two, event, FilesOf(one))
        assert [event.kind for event in list_events(two)] == ["ledger_begun", "source_loaded"]
        assert [row.code for row in list_rows(one, LedgerQuery())] == [
            row.code for row in list_rows(two, LedgerQuery())
        ]
        assert check(two) == ()


def test_a_place_that_cannot_be_is_left_to_opening_which_says_why(tmp_path: Path) -> None:
    assert not is_there(str(tmp_path / "new.db"))
    assert is_there(str(tmp_path / f"{'x' * 300}.db"))
