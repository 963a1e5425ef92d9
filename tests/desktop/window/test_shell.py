"""The window around the pages: undo, the palette, the keys, the settings, and going from ledger to ledger."""

from __future__ import annotations

import getpass
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from tracker.desktop import services
from tracker.desktop.settings import Settings
from tracker.desktop.views.common.guide import GuideWindow
from tracker.desktop.views.common.widgets import ElidedLabel
from tracker.desktop.views.ledger.ledger_menu import AddressDialog
from tracker.desktop.views.window.command_palette import CommandPalette, ShortcutSheet
from tracker.desktop.views.window.main_window import MainWindow
from tracker.desktop.views.window.settings_dialog import SettingsDialog
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.search.typed_words import matches
from tracker.domain.terms import Assessment
from tracker.services.assessment.judging import set_assessment
from tracker.services.assessment.searching import log_search
from tracker.services.commands import AssessmentChange, NewSearch, ViewDefinition, command
from tracker.services.commitments import reading
from tracker.services.commitments.saved_views import save_view
from tracker.services.ledgers.ledger_rules import read_rules
from tracker.services.ledgers.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TypeVar

    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.appearance import Appearance
    from tracker.services.ledgers.workspace import Workspace

    _Dialog = TypeVar("_Dialog")

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_a_judgement_is_named_undone_and_redone_by_keys(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    code = hands.code
    assert not window.top_bar.undo_button.isEnabled()
    _judge(window, code)
    hands.settle()
    undo, redo = window.actions_by_name["undo"], window.actions_by_name["redo"]
    assert undo.text() == "撤销：评估结论由“未评估”改为“不可核验”"
    assert "评估结论由" in window.top_bar.undo_button.toolTip()
    assert window.top_bar.undo_button.isEnabled()
    assert not redo.isEnabled()

    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    hands.settle()
    assert reading.read_detail(workspace, code).row.assessment is Assessment.NOT_RATED
    detail = window.page.detail.detail
    assert detail is not None
    assert detail.row.assessment is Assessment.NOT_RATED
    assert not undo.isEnabled()
    assert redo.text() == "重做：评估结论由“未评估”改为“不可核验”"

    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL | SHIFT)
    hands.settle()
    assert reading.read_detail(workspace, code).row.assessment is Assessment.NOT_VERIFIABLE
    assert undo.isEnabled()


def test_what_was_done_before_a_restart_can_be_undone(
    qtbot: QtBot, hands: Hands, window: MainWindow, appearance: Appearance, settings: Settings, ledger_path: Path
) -> None:
    _judge(window, hands.code)
    hands.settle()
    window.close()
    again = MainWindow(appearance, settings, str(ledger_path))
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: again.is_ready and again.actions_by_name["undo"].isEnabled())
    again.close()


def test_an_undo_that_somebody_stands_in_the_way_of_says_so(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    code = hands.code
    _judge(window, code)
    hands.settle()
    log_search(workspace, command(NewSearch, commitment=code, place="中国政府网", words="行动计划"))
    change = {"commitment": code, "assessment": "no_evidence", "reason": "没有找到。"}
    set_assessment(workspace, command(AssessmentChange, **change))
    window.actions_by_name["undo"].trigger()
    hands.settle()
    assert any(label.text().startswith("不能撤销或重做") for label in window.status.findChildren(QLabel))


def test_the_palette_finds_a_commitment_by_pinyin_and_shows_it(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    title = reading.read_detail(workspace, "MIIT-2025-044").row.title.zh
    palette = _open(qtbot, window, CommandPalette, Qt.Key.Key_K)
    hands.type(palette.field, "sdcs")
    hands.settle()
    lines = [palette.list.item(place).text() for place in range(palette.list.count())]
    assert title in lines
    while palette.list.currentItem().text() != title:
        qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert "MIIT-2025-044" in palette.field.accessibleDescription()
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    hands.settle()
    assert hands.code == "MIIT-2025-044"


def test_the_palette_does_a_command_by_its_initials_in_pinyin(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    palette = _open(qtbot, window, CommandPalette, Qt.Key.Key_K)
    hands.settle()
    hands.type(palette.field, "kjj")
    hands.settle()
    assert palette.list.item(0).text() == "快捷键"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    sheet = _shown(qtbot, ShortcutSheet)
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


def test_the_palette_says_when_nothing_matches_and_escape_leaves(
    qtbot: QtBot, hands: Hands, window: MainWindow
) -> None:
    palette = _open(qtbot, window, CommandPalette, Qt.Key.Key_K)
    hands.type(palette.field, "没有这样的词🙂" * 50)
    hands.settle()
    assert palette.list.count() == 0
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


def test_the_palette_applies_a_saved_view(qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace) -> None:
    definition = {"query": {"search": "试点"}, "search": "试点"}
    save_view(workspace, command(ViewDefinition, name="季度复核", definition=definition))
    window.show_page("ledger")
    palette = _open(qtbot, window, CommandPalette, Qt.Key.Key_K)
    hands.settle()
    hands.type(palette.field, "季度")
    hands.settle()
    assert palette.list.item(0).text() == "季度复核"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.page.views.current == "季度复核")


def test_words_match_by_parts_and_by_initials() -> None:
    assert matches("", "User guide")
    assert matches("guide us", "User guide")
    assert matches("ug", "User guide")
    assert not matches("gu x", "User guide")


def test_the_sheet_lists_every_key_of_the_window(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    sheet = _shown(qtbot, ShortcutSheet)
    said = {label.text() for label in sheet.findChildren(QLabel)}
    keys = [keys.toString() for action in window.actions() for keys in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert said.issuperset(keys)
    sheet.close()


def test_the_guide_opens_in_both_languages(qtbot: QtBot, window: MainWindow, appearance: Appearance) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1, SHIFT)
    guide = window.findChild(GuideWindow)
    assert guide is not None
    assert "使用指南" in guide.browser.toPlainText()
    for picture in ("ledger.png", "briefing.png"):
        found = guide.browser.loadResource(QTextDocument.ResourceType.ImageResource, QUrl(picture))
        assert not QImage.fromData(found).isNull(), picture
    appearance.set_language("en")
    qtbot.waitUntil(lambda: appearance.is_settled)
    assert "User guide" in guide.browser.toPlainText()
    guide.close()


def test_settings_are_put_in_force_and_remembered(
    qtbot: QtBot, hands: Hands, window: MainWindow, settings: Settings, appearance: Appearance, workspace: Workspace
) -> None:
    dialog = _settings(qtbot, hands, window)
    for name, value in (("author", "林研究员"), ("search_expiry_days", "45"), ("about_share", "0.85")):
        _set(dialog.input(name), value)
    dialog.save_button.click()
    hands.settle()
    rules = read_rules(workspace)
    assert (rules.search_expiry_days, rules.about_share) == (45, Decimal("0.85"))
    assert Settings(settings.path).author == "林研究员"
    _judge(window, hands.code)
    hands.settle()
    assert reading.read_detail(workspace, hands.code).history[0].author == "林研究员"


def test_limits_that_make_no_sense_are_refused_beside_their_field(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    before = read_rules(workspace)
    dialog = _settings(qtbot, hands, window)
    for name, value in (("behind", "x" * 500), ("behind", "5"), ("behind", "nan"), ("behind", "30")):
        _set(dialog.input(name), value)
        _set(dialog.input("search_expiry_days"), "0" if value == "30" else "30")
        dialog.save_button.click()
        hands.settle()
        assert any(dialog.fault(field) for field in dialog.limits), value
    _set(dialog.input("search_expiry_days"), "30")
    for share in ("0", "1.1", "nan", "九成"):
        _set(dialog.input("about_share"), share)
        dialog.save_button.click()
        hands.settle()
        assert dialog.fault("about_share"), share
    dialog.close()
    assert read_rules(workspace) == before


def test_a_sample_ledger_says_that_it_is_one(
    qtbot: QtBot, hands: Hands, window: MainWindow, home: Path, settings: Settings, ledger_path: Path
) -> None:
    assert not window.illustrative.isVisible()
    window.actions_by_name["open_sample"].trigger()
    qtbot.waitUntil(lambda: window.is_ready and window.illustrative.isVisible(), timeout=30_000)
    assert window.illustrative.text() == "示例台账：据公开报道整理，截至 2026-06-15，引用前请核对"
    assert settings.recent[0].startswith(str(home))
    assert settings.recent[1] == str(ledger_path)


def test_a_report_of_a_sample_says_that_it_is_one(
    hands: Hands, window: MainWindow, sample_path: Path, tmp_path: Path
) -> None:
    window.ledgers.chosen.emit(str(sample_path))
    hands.settle()
    window.page.export(tmp_path / "report.xlsx")
    hands.settle()
    sheet = openpyxl.load_workbook(tmp_path / "report.xlsx").worksheets[0]
    cells = [str(cell.value) for line in sheet.iter_rows() for cell in line]
    assert any(said.startswith("示例台账") and "引用前请核对" in said for said in cells)


def test_a_copy_is_a_ledger_and_never_replaces_a_file(
    hands: Hands, window: MainWindow, tmp_path: Path, workspace: Workspace
) -> None:
    copy = tmp_path / "副本.db"
    window.ledgers.save_copy_to(copy)
    hands.settle()
    opened = open_workspace(copy)
    assert len(reading.list_rows(opened, LedgerQuery())) == len(reading.list_rows(workspace, LedgerQuery()))
    opened.close()
    window.ledgers.save_copy_to(copy)
    hands.settle()
    assert any("副本不会覆盖它" in label.text() for label in window.status.findChildren(QLabel))


def test_recent_ledgers_that_are_gone_are_greyed_with_a_sentence(
    qtbot: QtBot, hands: Hands, window: MainWindow, settings: Settings, tmp_path: Path
) -> None:
    for place in range(12):
        settings.remember_recent(str(tmp_path / f"{place}.db"))
    assert len(settings.recent) == 8
    window.ledgers.retranslate()
    window.ledgers.recent.aboutToShow.emit()
    hands.settle()
    entry = window.ledgers.recent.actions()[0]
    assert not entry.isEnabled()
    assert entry.text().endswith("（已不存在）")
    assert entry.toolTip() == "文件已被移动或删除，请从现在的位置打开。"


def test_an_address_that_is_none_is_refused_beside_the_field(qtbot: QtBot, window: MainWindow) -> None:
    dialog = _open(qtbot, window, AddressDialog, Qt.Key.Key_O, SHIFT)
    dialog.address.setText("https://example.org")
    dialog.open_button.click()
    assert dialog.fault("ledger").startswith("地址以 postgresql:// 开头")
    dialog.close()


def test_a_shared_ledger_opens_by_its_address_and_its_password_is_not_kept(
    qtbot: QtBot, window: MainWindow, settings: Settings, fresh_database: str
) -> None:
    dialog = _open(qtbot, window, AddressDialog, Qt.Key.Key_O, SHIFT)
    dialog.address.setText(fresh_database)
    dialog.open_button.click()
    qtbot.waitUntil(lambda: window.is_ready and settings.recent[0].startswith("postgresql"), timeout=30_000)
    assert settings.recent[0].count("://") == 1


def test_the_first_start_welcomes_once(qtbot: QtBot, appearance: Appearance, tmp_path: Path, ledger_path: Path) -> None:
    fresh = Settings(tmp_path / "fresh.ini")
    for greeted in (True, False):
        window = MainWindow(appearance, fresh, str(ledger_path), welcomes=True)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda window=window: window.is_ready)
        assert window.welcome.isVisible() is greeted
        if greeted:
            qtbot.mouseClick(window.welcome.start, Qt.MouseButton.LeftButton)
            qtbot.waitUntil(window.page.isVisible)
        window.close()


def test_the_first_start_asks_for_a_name_and_what_is_recorded_stands_under_it(
    qtbot: QtBot, appearance: Appearance, tmp_path: Path, ledger_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRACKER_AUTHOR", raising=False)
    fresh = Settings(tmp_path / "fresh.ini")
    window = MainWindow(appearance, fresh, str(ledger_path), welcomes=True)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.is_ready)
    window.welcome.author.setText("  张三  ")
    window.welcome.author.editingFinished.emit()
    qtbot.mouseClick(window.welcome.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.page.isVisible() and window.is_ready)
    ledger = window.page.ledger
    assert ledger is not None
    assert (fresh.author, ledger.workspace.author) == ("张三", "张三")
    window.welcome.author.setText("")
    window.welcome.author.editingFinished.emit()
    qtbot.waitUntil(lambda: window.is_ready)
    assert (fresh.author, ledger.workspace.author) == ("", getpass.getuser())
    window.close()


def _judge(window: MainWindow, code: str) -> None:
    """Judge as the window does."""
    ledger = window.page.ledger
    assert ledger is not None
    change = {"commitment": code, "assessment": "not_verifiable", "reason": "表述无法核验。"}
    window.jobs.run(
        lambda: ledger.write(services.judging.set_assessment, services.commands.AssessmentChange, change),
        window.page.recorder.written.emit,
    )


def _shown(qtbot: QtBot, kind: type[_Dialog]) -> _Dialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, kind)
    return dialog


def _open(
    qtbot: QtBot,
    window: MainWindow,
    kind: type[_Dialog],
    key: Qt.Key,
    more: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> _Dialog:
    qtbot.keyClick(window, key, CONTROL | more)
    return _shown(qtbot, kind)


def _settings(qtbot: QtBot, hands: Hands, window: MainWindow) -> SettingsDialog:
    qtbot.keyClick(window, Qt.Key.Key_Comma, CONTROL)
    hands.settle()
    return _shown(qtbot, SettingsDialog)


def _set(field: object, value: str) -> None:
    assert isinstance(field, QLineEdit)
    field.setText(value)


def test_of_many_sources_the_newest_are_named_and_the_others_counted(window: MainWindow) -> None:
    ledger = window.page.ledger
    assert ledger is not None
    (source,) = services.reading.list_sources(ledger.workspace)
    sources = [replace(source, held_on=date(2020, 1, 1) + timedelta(days=number)) for number in range(1_450)]
    window.top_bar.show_sources(sources)
    subtitle = window.top_bar.findChild(ElidedLabel)
    assert subtitle is not None
    assert subtitle.toolTip() == "工业和信息化部 2023-12-20 · 工业和信息化部 2023-12-19 · 另有 1,448 个来源"


def test_the_window_waits_for_nothing_that_the_ledger_brings() -> None:
    asked = (
        "import sys, tracker.desktop.views.window.main_window;"
        "print(sorted({'sqlalchemy', 'sqlmodel', 'pydantic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_begins_with_the_typed_words_is_offered_first(qtbot: QtBot, hands: Hands, window: MainWindow) -> None:
    palette = _open(qtbot, window, CommandPalette, Qt.Key.Key_K)
    hands.type(palette.field, "关")
    hands.settle()
    begins = [palette.list.item(place).text().startswith("关") for place in range(palette.list.count())]
    assert begins[0]
    assert not all(begins)
    assert begins == sorted(begins, reverse=True)
    palette.reject()
