"""The reports page: what is asked for, its pages, and the reports so far."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from tests import strangers
from tests.desktop.conftest import Hands

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.views.reports.order_panel import OrderPanel, Since
from tracker.desktop.views.reports.reports_page import ReportsPage, VerifiedDialog
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.reports.report_request import ReportKind
from tracker.domain.reports.verification import Outcome
from tracker.domain.search.ledger_query import query_for
from tracker.exports import FORMATS
from tracker.services.commands import TagChange, ViewDefinition, command
from tracker.services.commitments.saved_views import save_view
from tracker.services.commitments.tagging import change_tags
from tracker.services.ledgers.workspace import Workspace
from tracker.services.reports.past_reports import list_reports

PILOTS = "MIIT-2025-044"


class Desk:
    """What a user does on the page."""

    def __init__(self, qtbot: QtBot, window: MainWindow, hands: Hands) -> None:
        self._qtbot, self._hands = qtbot, hands
        page = window.pages["reports"]
        assert isinstance(page, ReportsPage)
        self.page, self.panel = page, page.panel

    def settle(self) -> None:
        """Wait for the pages."""
        self._hands.settle()
        self._qtbot.waitUntil(lambda: not self.page.is_waiting)
        self._hands.settle()

    def choose(self, **choices: str) -> None:
        """Choose in combo boxes by the keys of their choices."""
        for name, key in choices.items():
            combo = {"scope": self.panel.scope, "since": self.panel.since.choice, "format": self.panel.format}[name]
            assert combo.findData(key) >= 0, [combo.itemText(n) for n in range(combo.count())]
            combo.setCurrentIndex(combo.findData(key))
        self.settle()

    def kind(self, kind: ReportKind) -> None:
        """Choose the kind of report."""
        self._hands.click(self.panel.kind.buttons[kind])
        self.settle()

    def save_as(self, path: Path, press: Callable[[], object] | None = None) -> None:
        """Press the button, and name the file in the dialog."""
        (press or self.panel.save_button.click)()
        self._qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        # The dialog puts its own proposal into its field whenever it has read the folder: typing would race with that.
        dialog.fileSelected.emit(str(path))
        dialog.close()
        self._qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
        self.settle()


@pytest.fixture
def desk(qtbot: QtBot, window: MainWindow, hands: Hands) -> Desk:
    """The page, turned to, with its pages drawn."""
    desk = Desk(qtbot, window, hands)
    window.show_page("reports")
    desk.settle()
    return desk


def test_every_format_is_offered(desk: Desk) -> None:
    items = [desk.panel.format.itemData(place) for place in range(desk.panel.format.count())]
    assert sorted(filter(None, items)) == sorted(FORMATS)
    assert items[:5] == ["docx", "pdf", "xlsx", "html", None]  # below the line stands what few offices send


def test_it_shows_the_pages_before_anything_is_saved(desk: Desk, workspace: Workspace) -> None:
    preview = desk.page.preview
    whole = preview.pages
    assert whole > 3
    preview.turn(1)
    assert preview.number == f"第 2 页，共 {whole} 页"
    desk.kind(ReportKind.PERIOD)
    assert preview.pages != whole
    assert list_reports(workspace) == ()


def test_a_saved_report_stands_in_the_list_and_comes_out_again_the_same(
    desk: Desk, workspace: Workspace, window: MainWindow, tmp_path: Path
) -> None:
    first, second = tmp_path / "月报.docx", tmp_path / "again.docx"
    desk.kind(ReportKind.PERIOD)
    desk.save_as(first)
    assert "承诺进展报告" in docx.Document(str(first)).paragraphs[0].text
    (kept,) = list_reports(workspace)
    assert desk.page.past.chosen == kept
    change_tags(workspace, command(TagChange, commitments=(PILOTS,), add=("重点",)))
    sentences: list[str] = []
    desk.page.said.connect(sentences.append)
    desk.save_as(second, desk.page.past.again_button.click)
    assert second.read_bytes() == first.read_bytes()
    assert "逐字节一致" in sentences[-1]
    assert len(list_reports(workspace)) == 1, "the same report is not another one"


def test_of_a_ledger_that_can_only_be_read_it_is_said_that_the_report_is_not_recorded(
    request: pytest.FixtureRequest, ledger_path: Path, tmp_path: Path
) -> None:
    ledger_path.chmod(0o444)
    desk: Desk = request.getfixturevalue("desk")
    sentences: list[str] = []
    desk.page.said.connect(sentences.append)
    desk.save_as(tmp_path / "first.docx")
    assert "没有登记" in sentences[-1]


def test_one_click_asks_for_what_changed_since_a_report(desk: Desk, workspace: Workspace, tmp_path: Path) -> None:
    desk.save_as(tmp_path / "first.docx")
    (first,) = list_reports(workspace)
    change_tags(workspace, command(TagChange, commitments=(PILOTS,), add=("重点",)))
    desk.page.past.follow_button.click()
    desk.settle()
    wish = desk.panel.order().wish
    assert (wish.kind, wish.since, wish.after) == (ReportKind.PERIOD, first.as_of, first.newest_event)
    desk.save_as(tmp_path / "second.docx")
    told = "\n".join(
        cell.text for table in docx.Document(str(tmp_path / "second.docx")).tables for cell in table._cells
    )
    assert "重点" not in told, "a tag is a click of ours, and nothing that happened"


def test_a_ledger_that_goes_takes_the_report_that_was_to_be_followed_along(desk: Desk, tmp_path: Path) -> None:
    desk.save_as(tmp_path / "first.docx")
    desk.page.past.follow_button.click()
    desk.settle()
    assert desk.panel.scope.before is not None
    desk.page.close_ledger()
    assert desk.panel.scope.before is None
    assert desk.panel.order().wish.after is None, "the event of one ledger says nothing in another"


def test_the_scope_is_a_saved_view_or_what_the_ledger_page_shows(
    desk: Desk, workspace: Workspace, window: MainWindow, hands: Hands
) -> None:
    few = {"choices": {"department": ["sme-bureau"]}, "search": "城市"}
    save_view(workspace, command(ViewDefinition, name="中小企业", definition=few))
    window.show_page("ledger")
    window.page.show_rows(query_for(topic={"sme"}).choices)
    window.show_page("reports")
    desk.page.refresh()
    desk.settle()
    desk.choose(scope="view:中小企业")
    assert desk.panel.order().wish.query == query_for(department={"sme-bureau"}, search="城市")
    desk.choose(scope="shown")
    assert desk.panel.order().wish.query == query_for(topic={"sme"})


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_drawn(desk: Desk) -> None:
    desk.panel.as_of.setText("2026-02-30")
    desk.settle()
    assert "2026-02-30" in desk.panel.fault("as_of")
    assert desk.page.preview.pages == 0
    desk.panel.as_of.clear()
    desk.choose(since=Since.DAY)
    desk.panel.since.day.setText("3000-01-01")
    desk.settle()
    assert desk.panel.fault("since")
    desk.panel.since.day.setText("2026-11-01")
    desk.settle()
    assert desk.panel.fault("since") == ""
    assert desk.page.preview.pages > 0


def test_a_dossier_needs_its_commitment(desk: Desk, tmp_path: Path) -> None:
    desk.kind(ReportKind.DOSSIER)
    assert desk.panel.fault("commitment")
    desk.panel.commitment.setText(PILOTS)
    desk.settle()
    assert desk.page.preview.pages >= 1
    desk.choose(format="md")
    desk.save_as(tmp_path / "dossier.md")
    assert PILOTS in (tmp_path / "dossier.md").read_text(encoding="utf-8")


def test_a_template_is_for_word_only_and_what_is_wrong_with_it_is_said(
    desk: Desk, settings: Settings, tmp_path: Path
) -> None:
    template = tmp_path / "office.docx"
    document = docx.Document()
    document.add_paragraph("{{title}} {{unknown}}")
    document.add_paragraph("{{body}}")
    document.save(str(template))
    desk.panel.template.take(template)
    desk.settle()
    desk.save_as(tmp_path / "report.docx")
    assert "unknown" in desk.panel.fault("template")
    assert not (tmp_path / "report.docx").exists()
    desk.choose(format="pdf")
    assert desk.panel.order().template is None
    desk.save_as(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert settings.report_template == str(template)


def test_a_template_in_which_something_acts_is_refused_when_it_is_chosen_and_the_one_before_stays(
    desk: Desk, settings: Settings, tmp_path: Path
) -> None:
    sound, hostile = tmp_path / "office.docx", tmp_path / "evil.docx"
    sound.write_bytes(strangers.clean_documents()["docx: ordinary"].content)
    hostile.write_bytes(strangers.active_documents()["docx: DDE in a header"].content)
    desk.choose(format="docx")
    desk.panel.template.picked.emit(sound)
    desk.settle()
    desk.settle()  # the pages are drawn once more, with the template
    assert desk.panel.template.path == sound
    desk.panel.template.picked.emit(hostile)
    desk.settle()
    assert "DDE 链接（页眉“第三段：结果”处" in desk.panel.fault("template")
    assert desk.panel.template.path == sound
    assert settings.report_template == str(sound)


def test_a_past_day_that_the_window_shows_is_the_day_of_the_report(desk: Desk, window: MainWindow) -> None:
    window.times.go(date(2026, 3, 1), None)
    desk.settle()
    assert "2026-03-01" in desk.panel.as_of.placeholderText()


def test_nothing_is_clipped_and_no_english_shows_in_a_small_window(
    desk: Desk, window: MainWindow, hands: Hands, clipped: Callable[[QWidget], list[str]]
) -> None:
    for size in ((900, 600), (1440, 900)):
        window.resize(*size)
        for kind in (ReportKind.DOSSIER, ReportKind.LEDGER):
            desk.kind(kind)
            assert clipped(window) == [], (size, kind)


def test_the_list_of_reports_keeps_the_rules_of_qt(desk: Desk, workspace: Workspace, tmp_path: Path) -> None:
    desk.save_as(tmp_path / "a.docx")
    panel = desk.page.past
    model = panel.list.rows
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    panel.show_reports((), {})
    panel.show_reports(list_reports(workspace), {})
    assert panel.list.chosen == list_reports(workspace)[0]
    assert "a.docx" in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    panel.show_reports((), {})
    assert model.rowCount() == 0
    del tester


def verified(qtbot: QtBot) -> VerifiedDialog:
    """The dialog that says what a file was found to be."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), VerifiedDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, VerifiedDialog)
    return dialog


def test_a_report_is_verified_by_the_button_and_by_dropping_it_beside_the_reports_so_far(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    desk.choose(format="html")
    desk.save_as(path)
    desk.page.past.verify_button.click()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    chooser = QApplication.activeModalWidget()
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(path))
    chooser.close()
    dialog = verified(qtbot)
    assert dialog.found.outcome is Outcome.SAME
    dialog.accept()
    path.write_bytes(path.read_bytes() + b"\n")
    mime, panel = QMimeData(), desk.page.past
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    place = QPointF(panel.mapTo(window, panel.rect().center()))
    button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.catcher.overlay.dropEvent(QDropEvent(place, Qt.DropAction.CopyAction, mime, button, keys))
    dialog = verified(qtbot)
    assert dialog.found.outcome is Outcome.ALTERED
    dialog.accept()


def test_the_ledger_may_be_closed_while_a_report_is_verified(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    desk.choose(format="html")
    desk.save_as(path)
    desk.page.take_file(path)
    window.close()
    qtbot.waitUntil(lambda: window.jobs.tasks == ())
    assert QApplication.activeModalWidget() is None


def test_what_cannot_be_verified_is_refused_in_one_sentence(
    qtbot: QtBot, desk: Desk, window: MainWindow, tmp_path: Path
) -> None:
    desk.page.take_file(tmp_path / "gone.pdf")
    qtbot.waitUntil(lambda: "gone.pdf" in window.status._message.text())


def test_a_saved_report_can_be_opened_and_its_path_copied(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "月报.md"
    past = desk.page.past
    assert not past.open_button.isEnabled()
    desk.choose(format="md")
    desk.save_as(path)
    assert (past.place, past.open_button.isEnabled()) == (path, True)
    past.copy_button.click()
    assert QApplication.clipboard().text() == str(path)
    second = tmp_path / "第二份.md"
    desk.save_as(second)
    assert past.place == second  # the one that was saved just now is chosen
    second.unlink()
    desk.page.refresh()
    desk.settle()
    assert (past.place, past.open_button.isEnabled(), past.again_button.isEnabled()) == (None, False, True)


def test_a_department_is_a_scope_and_the_last_format_is_remembered(
    desk: Desk, window: MainWindow, settings: Settings, appearance: Appearance, tmp_path: Path
) -> None:
    desk.choose(scope="department:sme-bureau", format="md")
    assert desk.panel.order().wish.query == query_for(department={"sme-bureau"})
    desk.save_as(tmp_path / "中小企业局.md")
    said = (tmp_path / "中小企业局.md").read_text(encoding="utf-8")
    assert "MIIT-2025-044" in said
    assert "MIIT-2025-001" not in said
    again = OrderPanel(appearance, settings)
    assert again.format.currentData() == "md"
    again.deleteLater()


def test_saving_is_in_sight_on_a_low_screen(window: MainWindow, desk: Desk) -> None:
    window.resize(1024, 620)
    desk.settle()
    for button in (desk.panel.save_button, desk.panel.print_button):
        assert button.visibleRegion().boundingRect() == button.rect()
