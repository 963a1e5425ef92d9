"""Columns of the ledger that an office keeps under a name."""

from contextlib import closing
from pathlib import Path

import pytest

from tracker.domain.errors import UserError
from tracker.domain.reports.register_columns import RegisterColumn as Column
from tracker.services.events.replaying import FilesOf, list_events, replay
from tracker.services.events.undoing import undo
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.reports.layouts import delete_layout, layout_columns, list_layouts, rename_layout, save_layout


def test_a_layout_is_kept_in_its_order_and_the_last_of_a_name_counts(workspace: Workspace) -> None:
    save_layout(workspace, " 处室 用 ", [Column.TITLE, Column.DUE])
    save_layout(workspace, "处室 用", [Column.DUE, Column.TITLE, Column.LEAD])
    assert layout_columns(workspace, "处室 用") == (Column.DUE, Column.TITLE, Column.LEAD)
    assert list(list_layouts(workspace)) == ["处室 用"]


def test_a_layout_is_taken_back_like_any_change(workspace: Workspace) -> None:
    save_layout(workspace, "甲", [Column.CODE])
    save_layout(workspace, "甲", [Column.TITLE])
    undo(workspace)
    assert layout_columns(workspace, "甲") == (Column.CODE,)
    delete_layout(workspace, "甲")
    assert list_layouts(workspace) == {}
    undo(workspace)
    assert layout_columns(workspace, "甲") == (Column.CODE,)


def test_a_layout_is_renamed_in_one_event_and_takes_the_place_of_one_of_that_name(workspace: Workspace) -> None:
    save_layout(workspace, "甲", [Column.CODE])
    save_layout(workspace, "乙", [Column.TITLE])
    rename_layout(workspace, "甲", " 乙 ")
    assert list_layouts(workspace) == {"乙": (Column.CODE,)}
    rename_layout(workspace, "乙", "乙")
    undo(workspace)
    assert list_layouts(workspace) == {"甲": (Column.CODE,), "乙": (Column.TITLE,)}
    with pytest.raises(UserError) as refused:
        rename_layout(workspace, "甲", " ")
    assert refused.value.code == "layout_nameless"


def test_what_is_no_layout_is_refused(workspace: Workspace) -> None:
    for name, columns, code in (("", [Column.CODE], "layout_nameless"), ("甲", [], "layout_empty")):
        with pytest.raises(UserError) as refused:
            save_layout(workspace, name, columns)
        assert refused.value.code == code
    for ask in (layout_columns, delete_layout, lambda ledger, name: rename_layout(ledger, name, "丙")):
        with pytest.raises(UserError) as refused:
            ask(workspace, "乙")
        assert refused.value.code == "layout_unknown"


def test_a_layout_is_done_again_with_the_events(workspace: Workspace, tmp_path: Path) -> None:
    save_layout(workspace, "甲", [Column.CODE])
    *_, last = list_events(workspace)
    with closing(open_workspace(tmp_path / "another.db")) as another:
        assert replay(another, last, FilesOf(workspace))
        assert layout_columns(another, "甲") == (Column.CODE,)
