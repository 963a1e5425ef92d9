"""The briefing report in the window: its period and its office, and paragraphs that are worded by hand."""

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from tests.desktop.conftest import Hands

from tracker.desktop.settings import Settings
from tracker.desktop.views.reports.paragraphs_dialog import ParagraphsDialog
from tracker.desktop.views.reports.reports_page import ReportsPage
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.errors import UserError
from tracker.domain.reports.report_period import PeriodSpan
from tracker.domain.reports.report_request import Length, ParagraphEdit, ReportKind
from tracker.domain.search.ledger_query import query_for
from tracker.services.commands import evidence_fields
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.reports.past_reports import list_reports

OURS = "本段由我们自己撰写 <w:p/> =1+1 🙂"


@pytest.fixture
def page(window: MainWindow, hands: Hands) -> ReportsPage:
    window.show_page("reports")
    hands.settle()
    (page,) = window.findChildren(ReportsPage)
    page.panel.kind.choose(ReportKind.BRIEF)
    page.panel.brief.span.choose(PeriodSpan.QUARTER)
    page.panel.brief.day.setText("2025年10月8日")
    hands.settle()
    return page


def paragraphs(qtbot: QtBot, page: ReportsPage) -> ParagraphsDialog:
    button = page.panel.findChild(QPushButton, "editParagraphs")
    assert button is not None
    button.click()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ParagraphsDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ParagraphsDialog)
    return dialog


def save(qtbot: QtBot, page: ReportsPage, path: Path) -> str:
    order = page.ordered()
    assert order is not None
    page._write(order, path)
    qtbot.waitUntil(path.exists)
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def test_it_asks_for_its_own_fields_and_for_no_changes(page: ReportsPage) -> None:
    wish = page.panel.order().wish
    assert (wish.kind, wish.brief.span, wish.brief.length) == (ReportKind.BRIEF, PeriodSpan.QUARTER, Length.STANDARD)
    assert str(wish.brief.day) == "2025-10-08"
    assert page.panel.brief.isVisible()
    assert not page.panel.since.isVisible()
    page.panel.kind.choose(ReportKind.PERIOD)
    assert not page.panel.brief.isVisible()
    assert page.panel.since.isVisible()


def test_a_day_that_is_none_is_refused_beside_its_field(page: ReportsPage) -> None:
    page.panel.brief.day.setText("2025-13-01")
    with pytest.raises(UserError):
        page.panel.order()
    assert page.panel.fault("period")


def test_a_paragraph_is_worded_by_hand_and_offered_again(
    qtbot: QtBot, page: ReportsPage, tmp_path: Path, ledger_path: Path
) -> None:
    page.panel.brief.office["sender"].setText("某某办公室")
    dialog = paragraphs(qtbot, page)
    first = dialog.findChildren(QPlainTextEdit)[0]
    before = first.toPlainText()
    assert before
    first.setPlainText(OURS)
    assert [edit.text for edit in dialog.edits] == [OURS]
    dialog.edited.emit(dialog.edits)
    dialog.accept()
    said = save(qtbot, page, tmp_path / "one.docx")
    assert OURS in said
    assert before not in said
    assert "某某办公室" in said
    page.panel.brief.take_edits(())
    qtbot.waitUntil(lambda: bool(page.panel._past))
    again = paragraphs(qtbot, page)
    assert again.findChildren(QPlainTextEdit)[0].toPlainText() == OURS
    again.findChildren(QPlainTextEdit)[1].setPlainText("尚未采用")
    again.reject()
    kept = paragraphs(qtbot, page)
    assert kept.findChildren(QPlainTextEdit)[1].toPlainText() == "尚未采用"
    kept.reject()
    workspace = open_workspace(ledger_path)
    (report,) = list_reports(workspace)
    workspace.close()
    assert [edit.text for edit in report.wish.brief.edits] == [OURS]


def test_another_period_lets_go_of_what_was_worded_for_this_one(qtbot: QtBot, page: ReportsPage) -> None:
    dialog = paragraphs(qtbot, page)
    dialog.findChildren(QPlainTextEdit)[0].setPlainText(OURS)
    page.panel.brief.take_edits(dialog.edits)
    dialog.reject()
    assert page.panel.order().wish.brief.edits
    page.panel.brief.span.choose(PeriodSpan.WEEK)
    assert not page.panel.order().wish.brief.edits


def other_scope(page: ReportsPage, window: MainWindow) -> None:
    scope = page.panel.scope
    scope.setCurrentIndex(scope.count() - 1)


def other_day(page: ReportsPage, window: MainWindow) -> None:
    page.panel.as_of.setText("2025-12-01")


def other_language(page: ReportsPage, window: MainWindow) -> None:
    page.panel.language.choose("en")


def other_ledger(page: ReportsPage, window: MainWindow) -> None:
    page.close_ledger()


def other_rows(page: ReportsPage, window: MainWindow) -> None:
    page.follow(query_for(department={"sme-bureau"}))


@pytest.mark.parametrize("change", [other_scope, other_day, other_language, other_ledger, other_rows])
def test_what_was_worded_for_one_report_does_not_get_into_another(
    page: ReportsPage, window: MainWindow, change: Callable[[ReportsPage, MainWindow], None]
) -> None:
    page.follow(query_for(department={"planning"}))
    scope = page.panel.scope
    scope.setCurrentIndex(scope.findData("shown" if change is other_rows else "all"))
    page.panel.brief.take_edits((ParagraphEdit("conclusion", OURS, "1"),))
    assert page.panel.order().wish.brief.edits
    change(page, window)
    assert not page.panel.order().wish.brief.edits


def test_what_was_worded_comes_back_with_its_report(page: ReportsPage) -> None:
    panel = page.panel
    panel.brief.take_edits((ParagraphEdit("conclusion", OURS, "1"),))
    for turn, back in (
        (lambda: panel.language.choose("en"), lambda: panel.language.choose("zh")),
        (lambda: panel.brief.length.choose(Length.FULL), lambda: panel.brief.length.choose(Length.STANDARD)),
        (lambda: panel.as_of.setText("2026-01-31"), lambda: panel.as_of.setText("")),
    ):
        turn()
        assert not panel.order().wish.brief.edits
        back()
        assert [edit.text for edit in panel.order().wish.brief.edits] == [OURS]


def test_a_write_elsewhere_and_another_page_leave_what_was_worded(
    page: ReportsPage, window: MainWindow, hands: Hands, workspace: Workspace
) -> None:
    scope = page.panel.scope
    scope.setCurrentIndex(scope.count() - 1)
    page.panel.brief.take_edits((ParagraphEdit("conclusion", OURS, "1"),))
    piece = {"title": "通知", "publisher": "工信部", "published": "2025-05-12", "kind": "document"}
    add_evidence(workspace, evidence_fields(piece))
    page.refresh()
    hands.settle()
    page.panel.kind.choose(ReportKind.LEDGER)
    window.show_page("ledger")
    window.show_page("reports")
    page.panel.kind.choose(ReportKind.BRIEF)
    assert page.panel.order().wish.brief.edits


def test_the_own_office_is_offered_for_the_first_report_and_goes_with_the_ledger(
    page: ReportsPage, settings: Settings, hands: Hands
) -> None:
    sender = page.panel.brief.office["sender"]
    settings.office = "规划司"
    page.refresh()
    hands.settle()
    assert sender.text() == "规划司"
    hands.type(page.panel.brief.office["signed_by"], "张三")
    page.close_ledger()
    assert {line.text() for line in page.panel.brief.office.values()} == {""}
    assert not page.panel.brief.office["signed_by"].isModified()
