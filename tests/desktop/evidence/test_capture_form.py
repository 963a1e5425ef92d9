"""Evidence is recorded beside the words that it is to prove, with the file in view that it is read from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import QMimeData, QRect, Qt, QUrl
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QPlainTextEdit, QWidget
from tests.desktop.conftest import button_of

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.common.drop_overlay import FoundFile, FoundText
from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.domain.terms import ValueRole
from tracker.services.commitments.reading import list_evidence, read_content

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.settings import Settings
    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

CITIES, CLUSTERS = "MIIT-2025-044", "MIIT-2025-045"
LINES = (
    "财政部 工业和信息化部关于公布第三批试点城市名单的通知",
    "财建〔2025〕96号",
    "计划支持34个城市开展中小企业数字化转型试点工作。",
    "财政部　工业和信息化部",
    "2025年5月12日",
)
CONTROL = Qt.KeyboardModifier.ControlModifier
CONTROL_SHIFT = CONTROL | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    """A notice as a file of text."""
    path = tmp_path / "通知.txt"
    path.write_text("\n".join(LINES), encoding="utf-8")
    return path


@pytest.fixture
def printed(tmp_path: Path) -> Path:
    """The same notice as a PDF."""
    path = tmp_path / "通知.pdf"
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setResolution(96)
    painter, font = QPainter(writer), QFont("Noto Sans SC")
    font.setPixelSize(18)
    painter.setFont(font)
    for number, words in enumerate(LINES):
        painter.drawText(QRect(60, 60 + 50 * number, 680, 40), 0, words)
    painter.end()
    return path


def dropped(hands: Hands, window: MainWindow, *paths: Path) -> EvidenceDialog:
    """The form that opens for files that are dropped on the pilot cities."""
    window.catcher.take(tuple(map(FoundFile, paths)), CITIES)
    return opened(hands)


def opened(hands: Hands) -> EvidenceDialog:
    form = hands.opened_form()
    assert isinstance(form, EvidenceDialog)
    hands.settle()
    return form


def adding(hands: Hands, window: MainWindow) -> EvidenceDialog:
    window.page.show_commitment(CITIES)
    hands.settle()
    window.actions_by_name["add_evidence"].trigger()
    return opened(hands)


def line(form: EvidenceDialog, name: str) -> QLineEdit:
    return cast("QLineEdit", form.input(name))


def fill(form: EvidenceDialog, **values: str) -> None:
    for name, words in values.items():
        line(form, name).setText(words)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def paste(form: EvidenceDialog, mime: QMimeData) -> None:
    QGuiApplication.clipboard().setMimeData(mime)
    QTest.keyClick(focused(), Qt.Key.Key_V, CONTROL)


def escape(qtbot: QtBot, hands: Hands, form: EvidenceDialog) -> None:
    QTest.keyClick(form, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: hands.form_is_closed)
    hands.settle()


# --- the six fields -------------------------------------------------------------------------------------------


def test_the_words_and_what_counts_so_far_stand_beside_the_fields(hands: Hands, window: MainWindow) -> None:
    form = adding(hands, window)
    assert form.proved.detail is not None
    assert form.proved.detail.row.code == CITIES
    left = form.proved.mapTo(form, form.proved.rect().topRight()).x()
    title = form.input("title")
    assert left <= title.mapTo(form, title.rect().topLeft()).x()
    form.reject()


def test_the_first_look_shows_six_fields_and_more_says_what_is_in_it(hands: Hands, window: MainWindow) -> None:
    form = adding(hands, window)
    shown = {name for name in form.typed() if form._by_name.has(name) and form.input(name).isVisible()}
    shown |= {name for name, field in form.links[0].inputs.items() if field.isVisible()}
    six = {"title", "publisher", "published", "number", "bearing", "value", "role"}
    assert shown - {"commitment", "unit"} == six
    assert form.more.fold.accessibleDescription() != ""
    form.reject()


def test_from_the_date_to_the_value_it_is_three_tabs(hands: Hands, window: MainWindow) -> None:
    form = adding(hands, window)
    form.input("published").setFocus()
    value = form.links[0].inputs["value"]
    tabs = 0
    while focused() is not value:
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        tabs += 1
        assert tabs <= 4
    assert tabs == 3
    form.reject()


def test_more_stays_open_for_the_next_form(hands: Hands, window: MainWindow) -> None:
    form = adding(hands, window)
    hands.click(form.more.fold)
    form.reject()
    form = adding(hands, window)
    assert form.input("note").isVisible()
    form.reject()


def test_more_opens_for_what_is_refused_in_it(hands: Hands, window: MainWindow) -> None:
    form = adding(hands, window)
    fill(form, title="通知", publisher="财政部", published="2025-05-12", retrieved="没有这样的日期")
    assert not form.more.is_open
    hands.click(form.save_button)
    assert form.more.is_open
    assert form.fault("retrieved") != ""
    assert form.input("retrieved").isVisible()
    form.reject()


def test_of_several_commitments_the_words_of_the_one_show_that_is_worked_in(
    qtbot: QtBot, hands: Hands, window: MainWindow
) -> None:
    form = adding(hands, window)
    hands.click(button_of(form, "addLink"))
    second = form.links[1]
    hands.type(second.inputs["commitment"], CLUSTERS)
    hands.settle()
    qtbot.waitUntil(lambda: form.proved.detail is not None and form.proved.detail.row.code == CLUSTERS)
    form.links[0].inputs["value"].setFocus()
    qtbot.waitUntil(lambda: form.proved.detail is not None and form.proved.detail.row.code == CITIES)
    form.reject()


# --- what was read is marked ----------------------------------------------------------------------------------


def test_what_was_read_is_marked_in_the_text_and_a_click_takes_the_figure(
    hands: Hands, window: MainWindow, notice: Path
) -> None:
    form = dropped(hands, window, notice)
    text = form.material.words_view
    page = "\n".join(LINES)
    marked = [page[place.start : place.stop] for place, _ in text.placed]
    assert LINES[0] in marked
    assert LINES[1] in marked
    assert LINES[4] in marked
    place, mark = next((place, mark) for place, mark in text.placed if mark.figure >= 0)
    assert page[place.start : place.stop].startswith("34个")
    there = text.cursorRect(text._cursor(place.start + 1, place.start + 1)).center()
    QTest.mouseClick(text.viewport(), Qt.MouseButton.LeftButton, pos=there)
    assert form.links[0].values()["value"] == form.draft.figures[mark.figure].value == "34"
    form.discard()


def test_what_was_read_is_marked_on_the_page_of_a_pdf_and_a_click_takes_the_figure(
    qtbot: QtBot, hands: Hands, window: MainWindow, printed: Path
) -> None:
    form = dropped(hands, window, printed)
    form.material.show_words(False)
    view = form.material.pdf
    assert view is not None
    qtbot.waitUntil(lambda: view.is_read and view.is_drawn)
    assert len(view.read_places) >= 4
    sheet = view._sheet
    number, where = next((number, where) for number, (where, said) in sheet.read.items() if said[2])
    area = next(sheet.text.areas(where))
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=(area.center() * sheet._scale).toPoint())
    assert number >= 0
    assert form.links[0].values()["value"] == "34"
    form.discard()


def test_where_the_file_was_read_whole_typing_begins_with_the_value(
    hands: Hands, window: MainWindow, notice: Path
) -> None:
    form = dropped(hands, window, notice)
    assert focused() is form.links[0].inputs["value"]
    form.discard()


def test_a_notice_is_recorded_by_four_keys(
    qtbot: QtBot, hands: Hands, window: MainWindow, notice: Path, workspace: Workspace
) -> None:
    """Ctrl+E on the commitment, Ctrl+V for the notice, Alt+1 for its figure with its role, Ctrl+Enter."""
    form = adding(hands, window)
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(notice))])
    paste(form, files)
    qtbot.waitUntil(lambda: focused() is form.links[0].inputs["value"])
    QTest.keyClick(focused(), Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(focused(), Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: hands.form_is_closed)
    (piece,) = list_evidence(workspace, CITIES)
    assert (str(piece.links[0].value), piece.links[0].role, piece.number) == ("34", ValueRole.PLAN, "财建〔2025〕96号")


def test_selected_words_of_the_material_become_the_quote(
    hands: Hands, window: MainWindow, notice: Path, workspace: Workspace
) -> None:
    form = dropped(hands, window, notice)
    start = "\n".join(LINES).index("计划支持34个城市")
    form.material.words_view.select(start, start + len("计划支持34个城市"))
    hands.click(button_of(form, "quoteMaterial"))
    assert form.values()["quote"] == "计划支持34个城市"
    assert form.values()["anchor"]["start"] == start
    hands.click(form.save_button)
    assert [piece.orphaned for piece in list_evidence(workspace)] == [False]


# --- more files -----------------------------------------------------------------------------------------------


def test_a_file_attached_by_the_button_fills_an_empty_form_and_stays_in_view(
    qtbot: QtBot, hands: Hands, window: MainWindow, notice: Path, workspace: Workspace
) -> None:
    form = adding(hands, window)
    fill(form, publisher="我写的")
    hands.click(form.attach_button)
    chooser = form.findChild(QFileDialog)
    assert chooser is not None
    chooser.filesSelected.emit([str(notice)])
    chooser.reject()
    qtbot.waitUntil(lambda: bool(form.files.added))
    hands.settle()
    values = form.values()
    assert (values["publisher"], values["published"], values["number"]) == ("我写的", "2025-05-12", "财建〔2025〕96号")
    assert form.material.shown is not None
    assert form.material.shown.name == notice.name
    hands.click(form.save_button)
    (piece,) = list_evidence(workspace)
    assert read_content(workspace, piece.attachments[0].sha256) == notice.read_bytes()


def test_a_path_in_the_line_of_addresses_is_attached_by_enter_and_saves_nothing(
    qtbot: QtBot, hands: Hands, window: MainWindow, notice: Path, workspace: Workspace
) -> None:
    form = adding(hands, window)
    form.attach_line.setFocus()
    form.attach_line.setText(str(notice))
    QTest.keyClick(form.attach_line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(form.files.added))
    assert form.isVisible()
    assert list_evidence(workspace) == ()
    form.discard()


def test_files_and_pictures_are_pasted_even_into_a_line(
    qtbot: QtBot, hands: Hands, window: MainWindow, notice: Path
) -> None:
    form = adding(hands, window)
    form.input("title").setFocus()
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(notice))])
    files.setText(str(notice))
    paste(form, files)
    qtbot.waitUntil(lambda: len(form.files.added) == 1)
    hands.settle()
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    pictures = QMimeData()
    pictures.setImageData(picture)
    form.input("publisher").setFocus()
    paste(form, pictures)
    qtbot.waitUntil(lambda: len(form.files.added) == 2)
    assert str(notice) not in line(form, "title").text()
    form.discard()


def test_words_pasted_into_a_line_stay_words(hands: Hands, window: MainWindow) -> None:
    form = adding(hands, window)
    form.input("title").setFocus()
    words = QMimeData()
    words.setText("名单的通知")
    paste(form, words)
    hands.settle()
    assert (line(form, "title").text(), form.files.added) == ("名单的通知", [])
    form.discard()


def test_of_forty_files_at_once_the_bad_ones_are_said_in_one_sentence_and_none_is_lost(
    qtbot: QtBot, hands: Hands, window: MainWindow, tmp_path: Path
) -> None:
    good = [tmp_path / f"第{number}份.txt" for number in range(37)]
    for number, path in enumerate(good):
        path.write_text(f"第{number}份文件的文字", encoding="utf-8")
    folder = tmp_path / "文件夹"
    folder.mkdir()
    twice = tmp_path / "同一份.txt"
    twice.write_bytes(good[0].read_bytes())
    form = adding(hands, window)
    found = [*good[:20], folder, tmp_path / "没有.txt", twice, *good[20:]]
    form.attach_line.setFocus()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in found])
    paste(form, mime)
    qtbot.waitUntil(lambda: form.fault() != "")
    assert [file["name"] for file in form.files.added] == [path.name for path in good]
    assert form.fault().startswith("40 个文件中有 2 个")
    assert not form.is_busy
    form.discard()


# --- the next piece -------------------------------------------------------------------------------------------


def test_the_next_piece_is_begun_without_leaving_and_the_saved_one_can_be_taken_back(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    form = adding(hands, window)
    fill(form, title="第一份通知", publisher="财政部", published="2025-05-12", number="1号", value="34")
    cast("QPlainTextEdit", form.input("note")).setPlainText("备注")
    role = cast("QComboBox", form.links[0].inputs["role"])
    role.setCurrentIndex(role.findData("plan"))
    QTest.keyClick(form.input("title"), Qt.Key.Key_Return, CONTROL_SHIFT)
    qtbot.waitUntil(lambda: line(form, "title").text() == "")
    hands.settle()
    assert form.isVisible()
    assert [piece.title for piece in list_evidence(workspace, CITIES)] == ["第一份通知"]
    values = form.values()
    assert (values["publisher"], values["published"], values["number"], values["note"]) == ("财政部", "", "", "")
    assert [(link["commitment"], link["value"]) for link in values["links"]] == [(CITIES, None)]
    assert focused() is form.input("title")
    hands.click(form.undo_button)
    qtbot.waitUntil(lambda: line(form, "title").text() == "第一份通知")
    assert list_evidence(workspace, CITIES) == ()
    assert form.values()["links"][0]["value"] == "34"
    hands.click(form.save_button)
    qtbot.waitUntil(lambda: hands.form_is_closed)
    assert [piece.title for piece in list_evidence(workspace, CITIES)] == ["第一份通知"]


def test_after_the_next_was_begun_nothing_comes_back_by_itself(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, notice: Path
) -> None:
    form = dropped(hands, window, notice)
    hands.click(form.next_button)
    qtbot.waitUntil(lambda: line(form, "title").text() == "")
    hands.settle()
    assert (form.files.added, form.material.shown, form.draft.figures) == ([], None, ())
    assert len(list_evidence(workspace)) == 1
    escape(qtbot, hands, form)
    form = adding(hands, window)
    assert not form.is_restored
    form.discard()


def test_the_file_of_a_saved_piece_is_there_again_when_that_is_taken_back(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, notice: Path
) -> None:
    content = notice.read_bytes()
    form = dropped(hands, window, notice)
    title = line(form, "title").text()
    hands.click(form.next_button)
    qtbot.waitUntil(lambda: line(form, "title").text() == "")
    hands.settle()
    notice.unlink()
    hands.click(form.undo_button)
    qtbot.waitUntil(lambda: line(form, "title").text() == title)
    assert list_evidence(workspace) == ()
    hands.click(form.save_button)
    qtbot.waitUntil(lambda: hands.form_is_closed)
    (piece,) = list_evidence(workspace)
    assert read_content(workspace, piece.attachments[0].sha256) == content


# --- nothing is lost ------------------------------------------------------------------------------------------


def kept_files(settings: Settings) -> list[Path]:
    return sorted((settings.path.parent / "drafts").glob("*.files/*"))


def test_a_dropped_file_is_offered_back_after_escape_and_goes_when_it_is_saved(
    qtbot: QtBot, hands: Hands, window: MainWindow, settings: Settings, notice: Path, workspace: Workspace
) -> None:
    content = notice.read_bytes()
    form = dropped(hands, window, notice)
    fill(form, value="34")
    escape(qtbot, hands, form)
    notice.unlink()
    (kept,) = kept_files(settings)
    assert (kept.read_bytes(), kept.stat().st_mode & 0o777) == (content, 0o600)
    form = adding(hands, window)
    assert form.is_restored
    assert form.material.shown is not None
    assert form.links[0].values()["value"] == "34"
    assert form.draft.figures[0].value == "34"
    role = cast("QComboBox", form.links[0].inputs["role"])
    role.setCurrentIndex(role.findData("plan"))
    hands.click(form.save_button)
    qtbot.waitUntil(lambda: hands.form_is_closed)
    (piece,) = list_evidence(workspace)
    assert read_content(workspace, piece.attachments[0].sha256) == content
    assert kept_files(settings) == []


def test_a_crash_keeps_the_pasted_text_that_is_nowhere_else(
    qtbot: QtBot, hands: Hands, window: MainWindow, settings: Settings, ledger_path: Path
) -> None:
    window.catcher.take((FoundText("\n".join(LINES)),), CITIES)
    form = opened(hands)
    qtbot.waitUntil(lambda: bool(kept_files(settings)))
    after = Appearance(settings, "zh").drafts  # as the program that is started next has them
    after.open(str(ledger_path))
    key = after.here.find_with_files("EvidenceDialog", CITIES)
    draft = after.find(key)
    assert draft is not None
    content = after.here.content(draft.state["files"][0]["sha256"])
    assert content is not None
    assert content.decode() == "\n".join(LINES)
    form.discard()
    assert kept_files(settings) == []


def test_begin_again_lets_go_of_the_kept_file(
    qtbot: QtBot, hands: Hands, window: MainWindow, settings: Settings, notice: Path
) -> None:
    escape(qtbot, hands, dropped(hands, window, notice))
    form = adding(hands, window)
    hands.click(button_of(form, "beginAgain"))
    assert (form.files.added, line(form, "title").text(), form.material.shown) == ([], "", None)
    assert kept_files(settings) == []
    form.reject()


def test_what_is_skipped_is_not_kept_and_the_next_file_opens(
    qtbot: QtBot, hands: Hands, window: MainWindow, settings: Settings, notice: Path, tmp_path: Path
) -> None:
    other = tmp_path / "另一份.txt"
    other.write_text("另一份文件的文字", encoding="utf-8")
    first = dropped(hands, window, notice, other)
    first.cancel_button.click()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), EvidenceDialog))
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not first)
    second = opened(hands)
    assert [file["name"] for file in second.files.added] == [other.name]
    assert kept_files(settings) == []
    second.discard()


def test_the_language_may_change_while_the_form_is_open(
    qtbot: QtBot, hands: Hands, window: MainWindow, appearance: Appearance, notice: Path, workspace: Workspace
) -> None:
    form = dropped(hands, window, notice)
    fill(form, value="34")
    hands.choose(form, "role", "plan")
    appearance.set_language("en")
    qtbot.waitUntil(lambda: appearance.is_settled)
    escape(qtbot, hands, form)
    form = adding(hands, window)
    values = form.values()
    assert (values["kind"], values["links"][0]["role"], values["links"][0]["value"]) == ("list", "plan", "34")
    hands.click(form.save_button)
    qtbot.waitUntil(lambda: hands.form_is_closed)
    assert len(list_evidence(workspace)) == 1


def test_what_is_typed_stays_with_its_own_ledger_where_another_is_opened(
    hands: Hands, window: MainWindow, appearance: Appearance, ledger_path: Path
) -> None:
    form = adding(hands, window)
    appearance.drafts.open("/elsewhere/other.db")
    fill(form, title="属于第一个台账")
    form.reject()
    assert appearance.drafts.find(f"EvidenceDialog:{CITIES}:") is None
    appearance.drafts.open(str(ledger_path))
    kept = appearance.drafts.find(f"EvidenceDialog:{CITIES}:")
    assert kept is not None
    assert kept.state["title"] == "属于第一个台账"


def test_words_that_another_program_changed_do_not_take_what_is_typed(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    from tracker.services.assessment.judging import set_assessment
    from tracker.services.commands import AssessmentChange, command

    form = adding(hands, window)
    fill(form, title="通知", publisher="财政部", published="2025-05-12")
    change = {"commitment": CITIES, "assessment": "not_verifiable", "reason": "别处改的", "expected_version": 1}
    set_assessment(workspace, command(AssessmentChange, **change))
    window.page.refresh()
    hands.settle()
    assert line(form, "title").text() == "通知"
    hands.click(form.save_button)
    qtbot.waitUntil(lambda: hands.form_is_closed)
    assert [piece.title for piece in list_evidence(workspace, CITIES)] == ["通知"]


def test_what_is_skipped_while_it_is_being_saved_stays_kept(
    qtbot: QtBot, hands: Hands, window: MainWindow, settings: Settings, notice: Path
) -> None:
    form = dropped(hands, window, notice)
    qtbot.waitUntil(lambda: bool(kept_files(settings)))
    form.busy()
    form.discard()
    assert form.isVisible()
    assert kept_files(settings)
    form.settle()
    form.discard()
    assert kept_files(settings) == []


def test_the_words_of_a_file_are_made_ready_to_be_kept_once(hands: Hands, window: MainWindow, notice: Path) -> None:
    """A draft is looked at every few seconds; a file of a thousand pages must not be written out each time."""
    form = dropped(hands, window, notice)
    before = form.typed()["files"]
    line(form, "title").setText("另一个标题")
    assert form.typed()["files"] is before
    form.discard()
