"""The briefing report in the window: its period and its office, and paragraphs that are worded by hand."""

from pathlib import Path

import docx
import pytest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from tests.desktop.conftest import Hands

from tracker.desktop.views.reports.paragraphs_dialog import ParagraphsDialog
from tracker.desktop.views.reports.reports_page import ReportsPage
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.errors import UserError
from tracker.domain.reports.report_period import PeriodSpan
from tracker.domain.reports.report_request import Length, ReportKind
from tracker.services.ledgers.workspace import open_workspace
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
