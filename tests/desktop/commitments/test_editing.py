"""Changing a commitment where it stands, in the detail pane."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from tracker.desktop.views.forms.value_inputs import DepartmentsInput
from tracker.domain.safety.ledger_roles import Permissions
from tracker.domain.terms import CommitmentKind, DepartmentBasis, DepartmentRole, DueBasis
from tracker.services.commands import NewDepartment, command
from tracker.services.commitments import departments, reading
from tracker.services.evidence.suggesting import suggest

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
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


def badges(window: MainWindow) -> list[str]:
    """What the tooltips of the words say that something was edited."""
    found = window.page.detail.heading.findChildren(QLabel, "badge")
    return [one.toolTip() for one in found if one.isVisible()]


def test_a_pencil_is_quiet_until_the_pointer_or_the_focus_is_there(
    qtbot: QtBot, hands: Hands, window: MainWindow
) -> None:
    hands.take(CITIES)
    pencil = field(window, "title").pencil
    assert not pencil.is_seen
    assert pencil.accessibleName() == pencil.toolTip() != ""
    for _ in range(200):
        qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        if pencil.hasFocus():
            break
    assert pencil.hasFocus()
    assert pencil.is_seen


def test_a_title_is_changed_by_the_keyboard_alone_and_undone(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, titles: dict[str, str]
) -> None:
    code = hands.take(CITIES)
    pencil = field(window, "title").pencil
    pencil.setFocus()
    qtbot.keyClick(pencil, Qt.Key.Key_Return)
    editor = opened(window, "title")
    assert line_of(editor, "title").hasFocus()
    qtbot.keyClick(line_of(editor, "title"), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    hands.type(line_of(editor, "title"), "再支持试点城市")
    qtbot.keyClick(line_of(editor, "title"), Qt.Key.Key_Tab)
    assert editor.reason.hasFocus()
    hands.type(editor.reason, "写得短些")
    qtbot.keyClick(editor.reason, Qt.Key.Key_Return)
    hands.settle()

    detail = reading.read_detail(workspace, code)
    assert detail.row.title.zh == "再支持试点城市"
    assert (detail.history[0].kind, detail.history[0].reason) == ("commitment_revised", "写得短些")
    assert "再支持试点城市" in hands.said
    (said,) = badges(window)
    assert titles[CITIES] in said
    assert field(window, "title").editor is None
    assert pencil.hasFocus()

    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hands.settle()
    assert reading.read_detail(workspace, code).row.title.zh == titles[CITIES]
    assert titles[CITIES] in hands.said
    assert not badges(window)


def test_escape_gives_the_change_up_and_leaves_the_search_alone(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, titles: dict[str, str]
) -> None:
    hands.search("试点城市")
    code = hands.take(CITIES)
    editor = opened(window, "title")
    hands.type(line_of(editor, "title"), "没想好")
    qtbot.keyClick(line_of(editor, "title"), Qt.Key.Key_Escape)
    hands.settle()
    assert field(window, "title").editor is None
    assert field(window, "title").pencil.hasFocus()
    assert window.page.query.search == "试点城市"
    assert reading.read_detail(workspace, code).row.title.zh == titles[CITIES]
    assert line_of(opened(window, "title"), "title").text() == titles[CITIES]


def test_enter_on_cancel_cancels(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, titles: dict[str, str]
) -> None:
    code = hands.take(CITIES)
    editor = opened(window, "title")
    hands.type(line_of(editor, "title"), "没想好")
    editor.reason.setText("理由")
    cancel = next(one for one in editor.findChildren(QPushButton) if one.text() == "取消")
    cancel.setFocus()
    qtbot.keyClick(cancel, Qt.Key.Key_Return)
    hands.settle()
    assert field(window, "title").editor is None
    assert reading.read_detail(workspace, code).row.title.zh == titles[CITIES]


def test_a_change_without_a_reason_is_refused_beside_the_reason(hands: Hands, window: MainWindow) -> None:
    hands.take(CITIES)
    editor = opened(window, "title")
    line_of(editor, "title").setText("新标题")
    save(hands, editor, reason="")
    assert opened(window, "title") is editor
    said = [one.text() for one in editor.findChildren(QLabel, "fault") if one.isVisible()]
    assert editor.draft.fault is not None
    assert editor.draft.fault.code == "reason_missing"
    assert said == [window.page.detail._appearance.words.error(editor.draft.fault)]
    assert editor.reason.hasFocus()
    assert editor.reason.property("invalid")
    assert line_of(editor, "title").text() == "新标题"


def test_what_is_not_changed_asks_for_no_reason(hands: Hands, window: MainWindow, workspace: Workspace) -> None:
    code = hands.take(CITIES)
    before = len(reading.read_detail(workspace, code).history)
    hands.click(opened(window, "due").save)
    assert field(window, "due").editor is None
    assert len(reading.read_detail(workspace, code).history) == before


@pytest.mark.parametrize("nonsense", ["长" * 25_000, "", "שלום 🎉"])
def test_nonsense_in_a_title_is_refused_or_kept_as_it_is(
    hands: Hands, window: MainWindow, workspace: Workspace, nonsense: str, titles: dict[str, str]
) -> None:
    code = hands.take(CITIES)
    editor = opened(window, "title")
    line_of(editor, "title").setText(nonsense)
    save(hands, editor)
    saved = reading.read_detail(workspace, code).row.title.zh
    if field(window, "title").editor is None:
        assert saved == nonsense
    else:
        assert saved == titles[CITIES]
        assert editor.fault.text()
        assert line_of(editor, "title").text() == nonsense


def test_the_english_title_kind_and_topic_are_changed_where_they_stand(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    code = hands.take(CITIES)
    editor = opened(window, "title_en")
    line_of(editor, "title_en").setText("Support 30 more pilot cities")
    save(hands, editor)
    editor = opened(window, "sort")
    kind, topic = editor.input.inputs["kind"], editor.input.inputs["topic"]
    assert isinstance(topic, QComboBox)
    assert topic.count() > 1
    other = next(key for key in map(topic.itemData, range(topic.count())) if key != topic.currentData())
    choose(kind, CommitmentKind.STUDY.value)
    choose(topic, other)
    save(hands, editor)
    row = reading.read_detail(workspace, code).row
    assert (row.title.en, row.kind, row.topic.key) == ("Support 30 more pilot cities", CommitmentKind.STUDY, other)
    kind_now = window.page.detail._appearance.words.term(CommitmentKind.STUDY)
    assert f"{code} · {kind_now} · {row.topic.zh}" in hands.said
    newest = reading.read_detail(workspace, code).history[0]
    assert (newest.kind, newest.details["fields"]) == ("commitment_revised", ["kind", "topic"])


def test_a_due_date_is_changed_with_its_basis_and_taken_away(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    code = hands.take(CITIES)
    editor = opened(window, "due")
    line_of(editor, "due_on").setText("改天")
    save(hands, editor)
    assert editor.draft.fault is not None
    assert (editor.draft.fault.field, editor.draft.fault.details["value"]) == ("due_on", "改天")
    assert editor.fault.isVisible()
    assert line_of(editor, "due_on").hasFocus()
    line_of(editor, "due_on").setText("2026-06-30")
    choose(editor.input.inputs["due_basis"], DueBasis.DERIVED.value)
    hands.click(editor.save)
    due = reading.read_detail(workspace, code).row.due
    assert (str(due.on), due.basis) == ("2026-06-30", DueBasis.DERIVED)
    assert "2026-06-30" in hands.said

    editor = opened(window, "due")
    choose(editor.input.inputs["due_basis"], DueBasis.NONE.value)
    assert not line_of(editor, "due_on").isEnabled()
    save(hands, editor)
    due = reading.read_detail(workspace, code).row.due
    assert (due.on, due.basis) == (None, DueBasis.NONE)


def test_departments_are_added_removed_and_given_another_role(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    code = hands.take(CITIES)
    before = [one.department.key for one in reading.read_detail(workspace, code).departments]
    editor = opened(window, "departments")
    assert isinstance(editor.input, DepartmentsInput)
    removes = [one for one in editor.findChildren(QToolButton) if one.accessibleName().startswith("移除司局")]
    assert len(removes) == len(before)
    hands.click(removes[-1])
    assert len(editor.input.values()["departments"]) == len(before) - 1
    hands.click(editor.findChildren(QPushButton, "addDepartment")[0])
    box = QApplication.focusWidget()
    assert isinstance(box, QComboBox)
    assert box.accessibleName() == f"司局 {len(before)}"
    choose(box, "planning")
    save(hands, editor)
    now = reading.read_detail(workspace, code).departments
    assert [one.department.key for one in now] == [*before[:-1], "planning"]
    assert (now[-1].role, now[-1].basis) == (DepartmentRole.CO_LEAD, DepartmentBasis.USER)
    assert "规划司" in hands.said


def test_a_department_that_another_program_added_is_offered_once_the_page_is_read_again(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    hands.take(CITIES)
    departments.add_department(workspace, command(NewDepartment, name="数据处"))
    key = departments.list_named(workspace)[-1].name.key
    window.page.reload()
    hands.settle()
    editor = opened(window, "departments")
    hands.click(editor.findChildren(QPushButton, "addDepartment")[0])
    box = QApplication.focusWidget()
    assert isinstance(box, QComboBox)
    choose(box, key)
    save(hands, editor)
    assert key in [one.department.key for one in reading.read_detail(workspace, CITIES).departments]


def test_two_leads_and_one_department_twice_are_refused_beside_the_field(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    code = hands.take(CITIES)
    before = reading.read_detail(workspace, code).departments
    editor = opened(window, "departments")
    boxes = {one.accessibleName(): one for one in editor.findChildren(QComboBox)}
    choose(boxes["司局 2 的角色"], DepartmentRole.LEAD.value)
    save(hands, editor)
    assert "牵头" in editor.fault.text()
    choose(boxes["司局 2 的角色"], DepartmentRole.CO_LEAD.value)
    choose(boxes["司局 2"], before[0].department.key)
    hands.click(editor.save)
    assert "重复" in editor.fault.text()
    assert reading.read_detail(workspace, code).departments == before


def test_tags_that_are_read_only_are_words(hands: Hands, window: MainWindow) -> None:
    hands.take(CITIES)
    window.page.detail.show_fields()
    strip = window.page.tags
    hands.type(strip.input, "重点")
    strip.input.returnPressed.emit()
    hands.settle()
    strip.permit(Permissions(day=date(2026, 1, 1)))
    hands.settle()
    assert not strip.input.isVisible()
    assert not [one for one in strip.findChildren(QPushButton) if one.isVisible()]
    assert "重点" in [one.text() for one in strip.findChildren(QLabel)]
    strip.permit(Permissions())
    assert strip.input.isVisible()


def test_the_words_of_the_source_say_that_they_are_never_edited(hands: Hands, window: MainWindow) -> None:
    hands.take(CITIES)
    quote = window.page.detail.findChildren(QLabel, "quote")[0]
    assert "一字不改" in quote.toolTip()


def test_a_wheel_over_a_choice_changes_nothing(hands: Hands, window: MainWindow) -> None:
    hands.take(CITIES)
    box = opened(window, "sort").input.inputs["topic"]
    assert isinstance(box, QComboBox)
    before, place = box.currentData(), QPointF(box.rect().center())
    turned = QWheelEvent(
        place,
        QPointF(box.mapToGlobal(place.toPoint())),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, turned)
    assert box.currentData() == before
    assert not turned.isAccepted()


def test_keywords_are_edited_one_a_line_and_count_for_suggestions_at_once(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    code = hands.take(CITIES)
    assert suggest(workspace, "关于开展云帆企业遴选的通知") == ()
    editor = opened(window, "keywords")
    words = editor.input.inputs["keywords"]
    assert isinstance(words, QPlainTextEdit)
    words.setPlainText("云帆企业\n\n  云帆企业 \n试点城市 改造")
    save(hands, editor, "地方习用的叫法")
    assert reading.read_detail(workspace, code).keywords == ("云帆企业", "试点城市 改造")
    assert [found.code for found in suggest(workspace, "关于开展云帆企业遴选的通知")] == [code]


def test_alt_and_an_arrow_open_a_choice_and_do_not_leave_the_commitment(
    qtbot: QtBot, hands: Hands, window: MainWindow
) -> None:
    code = hands.code
    box = opened(window, "sort").input.inputs["kind"]
    assert isinstance(box, QComboBox)
    box.setFocus()
    chosen = box.currentIndex()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(box, key, Qt.KeyboardModifier.AltModifier)
        assert box.view().isVisible()
        qtbot.keyClick(box.view(), Qt.Key.Key_Escape)
        assert not box.view().isVisible()
    hands.settle()
    assert box.currentIndex() == chosen
    assert hands.code == code
