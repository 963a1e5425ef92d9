"""Changes that are begun in the detail pane and not saved yet, while the ledger goes on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from tracker.domain.safety.ledger_roles import Permissions
from tracker.services.assessment.searching import log_search
from tracker.services.briefings.coding import revise_commitment
from tracker.services.commands import CommitmentRevision, NewSearch, command
from tracker.services.commitments import reading

if TYPE_CHECKING:
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.detail.field_editor import EditableField, FieldEditor
    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

CITIES = "MIIT-2025-044"
CLUSTERS = "MIIT-2025-045"


def field(window: MainWindow, name: str) -> EditableField:
    """A field of the commitment that is shown."""
    pane = window.page.detail
    return {**pane.heading.fields, **pane.facts.fields, **pane.more.fields}[name]


def opened(window: MainWindow, name: str) -> FieldEditor:
    """The editor of a field, which is opened with its pencil unless it is open."""
    one = field(window, name)
    if one.editor is None:
        one.pencil.click()
    assert one.editor is not None
    return one.editor


def line_of(editor: FieldEditor, name: str) -> QLineEdit:
    """An input of one line."""
    box = editor.input.inputs[name]
    assert isinstance(box, QLineEdit)
    return box


def choose(box: QWidget, value: str) -> None:
    """Choose a value of a combo box as a user does."""
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def save(hands: Hands, editor: FieldEditor, reason: str = "更正") -> None:
    """Say why, and save."""
    editor.reason.setText(reason)
    hands.click(editor.save)


def test_a_change_made_meanwhile_is_told_and_what_was_typed_stays(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    code = hands.take(CITIES)
    editor = opened(window, "title")
    line_of(editor, "title").setText("我的标题")
    revise_commitment(workspace, command(CommitmentRevision, commitment=code, title="别人的标题", reason="也改了"))
    save(hands, editor)
    assert editor.draft.fault is not None
    assert editor.draft.fault.code == "changed_meanwhile"
    assert editor.fault.isVisible()
    assert line_of(editor, "title").text() == "我的标题"
    assert reading.read_detail(workspace, code).row.title.zh == "别人的标题"

    hands.click(editor.reload)
    assert opened(window, "title") is editor
    assert editor.draft.renewed
    assert editor.fault.isVisible()
    assert (line_of(editor, "title").text(), editor.reason.text()) == ("我的标题", "更正")
    hands.click(editor.save)
    assert field(window, "title").editor is None
    assert reading.read_detail(workspace, code).row.title.zh == "我的标题"


def test_departments_changed_meanwhile_are_not_written_over(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    code = hands.take(CITIES)
    editor = opened(window, "departments")
    choose(next(one for one in editor.findChildren(QComboBox) if one.accessibleName() == "司局 1"), "planning")
    theirs = [{"department": "finance", "role": "lead"}]
    revise_commitment(workspace, command(CommitmentRevision, commitment=code, departments=theirs, reason="也改了"))
    save(hands, editor)
    assert editor.draft.fault is not None
    assert editor.draft.fault.code == "changed_meanwhile"
    assert editor.fault.isVisible()
    assert [one.department.key for one in reading.read_detail(workspace, code).departments] == ["finance"]


def test_a_half_typed_change_survives_a_refresh_of_the_same_commitment(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    code = hands.take(CITIES)
    editor = opened(window, "title")
    typed = line_of(editor, "title")
    typed.setText("我的标题")
    typed.setCursorPosition(2)
    revise_commitment(workspace, command(CommitmentRevision, commitment=code, title_en="Theirs", reason="另一栏"))
    log_search(workspace, command(NewSearch, commitment=code, place="网站", words="城市"))
    window.page.reload()
    hands.settle()
    assert "Theirs" in hands.said
    assert field(window, "title").editor is editor
    assert (typed.text(), typed.cursorPosition(), typed.hasFocus()) == ("我的标题", 2, True)
    save(hands, editor)  # nobody else has touched this field, so nothing is asked
    row = reading.read_detail(workspace, code).row
    assert (row.title.zh, row.title.en) == ("我的标题", "Theirs")


def test_an_unsaved_change_waits_with_its_commitment(
    hands: Hands, window: MainWindow, workspace: Workspace, titles: dict[str, str]
) -> None:
    code = hands.take(CITIES)
    editor = opened(window, "title")
    line_of(editor, "title").setText("想到一半")
    editor.reason.setText("因为")
    opened(window, "due")
    hands.take(CLUSTERS)
    assert field(window, "title").editor is None
    assert reading.read_detail(workspace, code).row.title.zh == titles[CITIES]
    hands.take(CITIES)
    again = field(window, "title").editor
    assert again is not None
    assert (line_of(again, "title").text(), again.reason.text()) == ("想到一半", "因为")
    assert field(window, "due").editor is None  # opened, but nothing was typed


def test_a_change_of_language_keeps_what_was_typed(hands: Hands, window: MainWindow) -> None:
    hands.take(CITIES)
    line_of(opened(window, "title"), "title").setText("想到一半")
    window._appearance.set_language("en")
    hands.settle()
    editor = opened(window, "title")
    assert line_of(editor, "title").text() == "想到一半"
    assert editor.save.text() == "Save"


def test_a_saved_change_is_closed_even_where_another_row_was_chosen_meanwhile(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    code = hands.take(CITIES)
    editor = opened(window, "title")
    line_of(editor, "title").setText("我的标题")
    editor.reason.setText("更正")
    editor.save.click()
    hands.take(CLUSTERS)
    assert reading.read_detail(workspace, code).row.title.zh == "我的标题"
    hands.take(code)
    assert field(window, "title").editor is None


def test_a_pane_that_is_read_only_offers_nothing_to_change(
    hands: Hands, window: MainWindow, titles: dict[str, str]
) -> None:
    hands.take(CITIES)
    pane = window.page.detail
    line_of(opened(window, "title"), "title").setText("想到一半")
    pane.permit(Permissions(day=date(2026, 1, 1)))
    hands.settle()
    offered = {one.objectName() for one in pane.findChildren(QPushButton) if one.isVisible() and one.isEnabled()}
    assert offered == {"showPassage", ""}
    assert not [one for one in pane.findChildren(QLineEdit) if one.isVisible()]
    assert titles[CITIES] in hands.said
    pane.permit(Permissions())
    hands.settle()
    assert line_of(opened(window, "title"), "title").text() == "想到一半"
    assert field(window, "due").pencil.isVisible()
