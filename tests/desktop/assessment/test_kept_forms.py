"""Nothing typed is lost: what stood in a form and was not saved is there again."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.assessment.assessment_dialog import AssessmentDialog
from tracker.desktop.views.common.widgets import CheckBox
from tracker.desktop.views.recording.bulk_dialogs import BulkDepartmentsDialog
from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.domain.terms import Assessment, Bearing
from tracker.services.commands import evidence_fields
from tracker.services.commitments.reading import list_departments, list_evidence, read_detail
from tracker.services.evidence.recording import add_evidence

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.settings import Settings
    from tracker.desktop.views.recording.statement_dialogs import WithdrawDialog
    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

CODE = "MIIT-2025-044"


def judging(hands: Hands, window: MainWindow) -> AssessmentDialog:
    window.page.show_commitment(CODE)
    hands.settle()
    window.actions_by_name["judge"].trigger()
    return cast("AssessmentDialog", hands.opened_form())


def adding(hands: Hands, window: MainWindow) -> EvidenceDialog:
    window.page.show_commitment(CODE)
    hands.settle()
    window.actions_by_name["add_evidence"].trigger()
    return cast("EvidenceDialog", hands.opened_form())


def reason(form: AssessmentDialog) -> QPlainTextEdit:
    field = form.input("reason")
    assert isinstance(field, QPlainTextEdit)
    return field


def escape(qtbot: QtBot, hands: Hands, form: AssessmentDialog | EvidenceDialog) -> None:
    QTest.keyClick(form, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: hands.form_is_closed)


def test_a_verdict_that_escape_closed_is_there_again_with_its_day(
    qtbot: QtBot, hands: Hands, window: MainWindow
) -> None:
    form = judging(hands, window)
    assert not form.is_restored
    form.grid.choose(Assessment.NOT_VERIFIABLE)
    reason(form).setPlainText("原文没有给出对象")
    escape(qtbot, hands, form)
    form = judging(hands, window)
    assert form.is_restored
    assert (form.grid.chosen, reason(form).toPlainText()) == (Assessment.NOT_VERIFIABLE, "原文没有给出对象")
    form.reject()


def test_begin_again_empties_the_form_for_good(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    form = judging(hands, window)
    reason(form).setPlainText("写错了")
    escape(qtbot, hands, form)
    form = judging(hands, window)
    again = form.findChild(QPushButton, "beginAgain")
    assert again is not None
    again.click()
    assert (reason(form).toPlainText(), form.is_restored) == ("", False)
    escape(qtbot, hands, form)
    assert not judging(hands, window).is_restored


def test_what_was_saved_does_not_come_back(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    form = judging(hands, window)
    form.grid.choose(Assessment.NOT_VERIFIABLE)
    reason(form).setPlainText("笼统")
    hands.click(form.save_button)
    qtbot.waitUntil(lambda: hands.form_is_closed)
    assert read_detail(workspace, CODE).reason == "笼统"
    form = judging(hands, window)
    assert (form.is_restored, reason(form).toPlainText()) == (False, "")
    form.reject()


def test_a_crash_takes_two_seconds_of_typing_at_most(
    qtbot: QtBot, hands: Hands, window: MainWindow, settings: Settings, ledger_path: str
) -> None:
    form = judging(hands, window)
    reason(form).setPlainText("正在写")
    qtbot.waitUntil(lambda: any((settings.path.parent / "drafts").glob("*.json")))
    after = Appearance(settings, "zh").drafts  # as the program that is started next has them
    after.open(str(ledger_path))
    kept = after.find(f"AssessmentDialog:{CODE}:")
    assert kept is not None
    assert kept.state["reason"] == "正在写"
    form.reject()


def test_evidence_comes_back_with_what_it_bears_on(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    form = adding(hands, window)
    for name, words in (("title", "第三批名单"), ("publisher", "工信部"), ("published", "2025-05-12")):
        field = form.input(name)
        assert isinstance(field, QLineEdit)
        field.setText(words)
    link = form.links[0]
    bearing = link.inputs["bearing"]
    value = link.inputs["value"]
    assert isinstance(bearing, QComboBox)
    assert isinstance(value, QLineEdit)
    bearing.setCurrentIndex(bearing.findData(Bearing.FULFILS.value))
    value.setText("34")
    escape(qtbot, hands, form)
    form = adding(hands, window)
    hands.settle()
    assert form.is_restored
    assert [one.values()["bearing"] for one in form.links] == ["fulfils"]
    assert (form.values()["title"], form.values()["links"][0]["value"]) == ("第三批名单", "34")
    assert form.values()["links"][0]["commitment"] == CODE
    role = form.links[0].inputs["role"]
    assert isinstance(role, QComboBox)
    role.setCurrentIndex(role.findData("plan"))
    hands.click(form.save_button)
    qtbot.waitUntil(lambda: hands.form_is_closed)
    assert [piece.title for piece in list_evidence(workspace, CODE)] == ["第三批名单"]
    assert not adding(hands, window).is_restored


def test_each_commitment_keeps_its_own(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    form = judging(hands, window)
    reason(form).setPlainText("关于试点城市")
    escape(qtbot, hands, form)
    window.page.show_commitment("MIIT-2025-045")
    hands.settle()
    window.actions_by_name["judge"].trigger()
    other = cast("AssessmentDialog", hands.opened_form())
    assert not other.is_restored
    other.reject()


def test_why_one_piece_is_withdrawn_is_never_said_of_another(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    link = {"commitment": CODE, "bearing": "progress"}
    for title in ("第一件", "第二件"):
        piece = {"title": title, "publisher": "工信部", "published": "2025-05-12", "kind": "list", "links": (link,)}
        add_evidence(workspace, evidence_fields(piece))
    first, second = list_evidence(workspace, CODE)
    window.page.recorder.withdraw_evidence(None, first)
    form = cast("WithdrawDialog", hands.opened_form())
    typed = form.input("reason")
    assert isinstance(typed, QPlainTextEdit)
    typed.setPlainText("重复登记")
    form.reject()
    qtbot.waitUntil(lambda: hands.form_is_closed)
    window.page.recorder.withdraw_evidence(None, second)
    form = cast("WithdrawDialog", hands.opened_form())
    assert not form.is_restored
    form.reject()
    qtbot.waitUntil(lambda: hands.form_is_closed)
    window.page.recorder.withdraw_evidence(None, first)
    form = cast("WithdrawDialog", hands.opened_form())
    assert form.is_restored
    assert form.values()["reason"] == "重复登记"
    form.reject()


def test_departments_of_several_come_back_for_the_same_several_alone(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    detail = read_detail(workspace, CODE)
    departments = list_departments(workspace)

    def opened(*codes: str) -> BulkDepartmentsDialog:
        form = BulkDepartmentsDialog(window.page.recorder._appearance, window, detail, codes, departments)
        form.open()
        return form

    form = opened(CODE, "MIIT-2025-045")
    box = form.findChildren(CheckBox)[2]
    box.setChecked(not box.isChecked())
    ticked = [one.isChecked() for one in form.findChildren(CheckBox)]
    form.reject()
    other = opened(CODE, "MIIT-2025-046")
    assert not other.is_restored
    other.reject()
    again = opened(CODE, "MIIT-2025-045")
    assert again.is_restored
    assert [one.isChecked() for one in again.findChildren(CheckBox)] == ticked
    again.reject()


def test_a_reason_in_english_comes_back_in_sight_and_is_saved_with_the_verdict(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    form = judging(hands, window)
    form.grid.choose(Assessment.NOT_VERIFIABLE)
    reason(form).setPlainText("原文没有给出对象")
    english = form.verdict.english
    assert not english.input.isVisible()
    hands.click(english.fold)
    english.input.setPlainText("Names no object")
    hands.click(english.fold)
    escape(qtbot, hands, form)
    form = judging(hands, window)
    english = form.verdict.english
    assert english.input.isVisible()
    assert english.input.toPlainText() == "Names no object"
    hands.click(form.save_button)
    qtbot.waitUntil(lambda: hands.form_is_closed)
    assert read_detail(workspace, CODE).reason_en == "Names no object"


def test_a_reason_in_english_that_is_refused_is_unfolded(hands: Hands, window: MainWindow) -> None:
    form = judging(hands, window)
    form.grid.choose(Assessment.NOT_VERIFIABLE)
    reason(form).setPlainText("原文没有给出对象")
    form.verdict.english.input.setPlainText("x" * 20_001)
    hands.click(form.verdict.english.fold)
    assert not form.verdict.english.input.isVisible()
    hands.click(form.save_button)
    hands.settle()
    assert form.fault("reason_en")
    assert form.verdict.english.input.isVisible()
    form.reject()
