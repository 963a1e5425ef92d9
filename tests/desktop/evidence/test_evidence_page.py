"""The evidence page: everything collected, the inbox, and what a piece may bear on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from tests.desktop.conftest import button_of

from tracker.desktop.models.evidence_columns import EVIDENCE_COLUMNS
from tracker.desktop.models.lazy_table import PAGE, ROW_ROLE, LazyTable
from tracker.desktop.views.dashboard.dashboard_cards import TaskLine
from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.domain.evidence.evidence_query import INBOX, EvidenceFacet, EvidenceQuery, EvidenceSort
from tracker.domain.rows import EvidenceRow
from tracker.domain.terms import Bearing
from tracker.services.commands import EvidenceRevision, Withdrawal, command, evidence_fields
from tracker.services.commitments import reading
from tracker.services.evidence.evidence_view import list_pieces
from tracker.services.evidence.recording import add_evidence, revise_evidence, withdraw_evidence

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.appearance import Appearance
    from tracker.desktop.views.evidence.evidence_page import EvidencePage
    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

CITIES, CLUSTERS = "MIIT-2025-044", "MIIT-2025-045"
NOTICE = {"title": "通知", "publisher": "财政部", "published": "2025-05-12", "kind": "document"}
CLUSTER_LIST = "关于公布2025年度中小企业特色产业集群名单的通知"


def record(workspace: Workspace, *codes: str, **changed: object) -> int:
    links = [{"commitment": code, "bearing": "progress"} for code in codes]
    return add_evidence(workspace, evidence_fields({**NOTICE, "links": links, **changed})).evidence[0]


@pytest.fixture
def collected(workspace: Workspace) -> dict[str, int]:
    """Pieces of several kinds and states, by a word for each."""
    known = {
        "linked": record(workspace, CITIES, number="财办建〔2025〕20号", title="试点城市的通知"),
        "weather": record(workspace, title="天气很好", published="2025-08", kind="press"),
        "clusters": record(workspace, title=CLUSTER_LIST, published="2025-11-07", kind="list"),
        "early": record(workspace, CITIES, published="2024-12-01", title="前期的文件"),
        "withdrawn": record(workspace, CITIES, published="2025-06-01", title="登记错的"),
    }
    withdraw_evidence(workspace, command(Withdrawal, evidence_id=known["withdrawn"], reason="重复登记"))
    return known


@pytest.fixture
def page(collected: dict[str, int], hands: Hands, window: MainWindow) -> EvidencePage:
    """The page of the evidence, turned to."""
    window.show_page("evidence")
    hands.settle()
    return window.evidence


def titles(page: EvidencePage) -> list[str]:
    """What the table lists, from top to bottom."""
    rows = page.table.rows
    return [piece.title for n in range(rows.rowCount()) if (piece := rows.known(n)) is not None]


def said(widget: QWidget) -> list[str]:
    """What a widget says, once what has just come in has been put in its place."""
    QApplication.sendPostedEvents()
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def choose(page: EvidencePage, hands: Hands, evidence_id: int) -> None:
    """Go to a piece by the keyboard's own way: its row becomes current."""
    number = page.table.rows.position(evidence_id)
    assert number is not None
    page.table.go_to_line(number)
    hands.settle()


def test_the_model_keeps_the_rules_of_qt_and_fetches_pages_when_they_are_seen(
    qtbot: QtBot, appearance: Appearance, workspace: Workspace
) -> None:
    record(workspace, CITIES)
    (piece,) = list_pieces(workspace, EvidenceQuery()).first
    pieces = [replace(piece, id=number) for number in range(1, 2 * PAGE + 51)]
    model = LazyTable[EvidenceRow](appearance, EVIDENCE_COLUMNS)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    wanted: list[list[int]] = []
    model.page_wanted.connect(lambda ids: wanted.append(list(ids)))
    model.set_listing([one.id for one in pieces], pieces[:PAGE])
    wanted.clear()
    assert model.rowCount() == len(pieces)
    last = model.index(len(pieces) - 1, model.title_column)
    assert (last.data(), last.data(ROW_ROLE)) == ("…", None)
    assert last.data() == "…"
    assert wanted in ([], [[one.id for one in pieces[2 * PAGE :]]]), "asked for once, and only that page"
    with qtbot.waitSignal(model.dataChanged):
        model.fill(pieces[2 * PAGE :])
    assert (last.data(), last.data(ROW_ROLE)) == (piece.title, pieces[-1])
    with qtbot.assertNotEmitted(model.modelReset):
        model.set_listing([one.id for one in pieces], [replace(one, title="改过") for one in pieces[:PAGE]])
    assert model.index(0, model.title_column).data() == "改过"
    model.set_listing((), ())
    assert tester.model() is model


def test_every_cell_says_something_in_both_languages_and_has_no_opinion_on_colours(
    page: EvidencePage, appearance: Appearance, window: MainWindow, hands: Hands
) -> None:
    for language in ("zh", "en"):
        appearance.set_language(language)
        hands.settle()
        for row in range(page.table.rows.rowCount()):
            for column in range(len(EVIDENCE_COLUMNS)):
                cell = page.table.rows.index(row, column)
                assert cell.data()
                assert cell.data(Qt.ItemDataRole.AccessibleTextRole)
                assert cell.data(Qt.ItemDataRole.ForegroundRole) is None
                assert cell.data(Qt.ItemDataRole.BackgroundRole) is None


def test_everything_collected_is_listed_newest_first_with_live_counts(page: EvidencePage) -> None:
    assert titles(page) == [CLUSTER_LIST, "天气很好", "登记错的", "试点城市的通知", "前期的文件"]
    assert "5 件" in said(page)
    assert (page.filters.inbox.accessibleDescription(), page.filters.everything.accessibleDescription()) == ("2", "5")
    assert page.filters.everything.isChecked()
    assert page.table.chosen is not None
    assert page.table.chosen.title == CLUSTER_LIST


def test_the_inbox_holds_what_is_not_linked(page: EvidencePage, hands: Hands) -> None:
    hands.click(page.filters.inbox)
    assert page.query.choices == INBOX
    assert titles(page) == [CLUSTER_LIST, "天气很好"]
    assert "共 5 件" in said(page)
    hands.click(page.filters.everything)
    assert len(titles(page)) == 5


def test_filters_search_and_headings_work_together(page: EvidencePage, hands: Hands, window: MainWindow) -> None:
    page.filters.choose({EvidenceFacet.KIND: frozenset({"document"})})
    page.filters.changed.emit()
    hands.settle()
    assert titles(page) == ["登记错的", "试点城市的通知", "前期的文件"]
    window.top_bar.search_field.setText("〔2025〕20")
    window.top_bar.searched.emit("〔2025〕20")
    hands.settle()
    assert titles(page) == ["试点城市的通知"]
    window.top_bar.clear_search()
    hands.settle()
    column = next(number for number, one in enumerate(EVIDENCE_COLUMNS) if one.key is EvidenceSort.PUBLISHED)
    page.table.header.sort_by(column)
    hands.settle()
    assert titles(page)[0] == "前期的文件"


def test_a_list_without_a_match_says_how_to_get_back(page: EvidencePage, hands: Hands, window: MainWindow) -> None:
    window.top_bar.search_field.setText("没有这样的词")
    window.top_bar.searched.emit("没有这样的词")
    hands.settle()
    assert "没有符合条件的证据。请减少筛选，或换词搜索。" in said(page)
    assert page.detail.detail is None
    hands.press("清除搜索和筛选")
    assert len(titles(page)) == 5
    assert window.top_bar.search_field.text() == ""


def test_a_ledger_without_evidence_says_how_to_record_the_first(hands: Hands, window: MainWindow) -> None:
    window.show_page("evidence")
    hands.settle()
    assert any("按 Ctrl+E 记录第一件" in words for words in said(window.evidence))


def test_the_chosen_piece_shows_whole(
    page: EvidencePage, hands: Hands, collected: dict[str, int], titles: dict[str, str]
) -> None:
    choose(page, hands, collected["linked"])
    words = said(page.detail)
    assert "试点城市的通知" in words
    assert "财政部 · 2025-05-12 · 财办建〔2025〕20号" in words
    assert titles[CITIES] in words
    assert any(line.startswith("张三 于 ") for line in words)
    choose(page, hands, collected["withdrawn"])
    assert "已撤回：重复登记" in said(page.detail)
    assert page.detail.findChild(QPushButton, "editEvidence") is None


def test_a_suggestion_is_linked_and_the_inbox_goes_on_to_the_next(
    qtbot: QtBot, page: EvidencePage, hands: Hands, collected: dict[str, int], workspace: Workspace
) -> None:
    hands.click(page.filters.inbox)
    line = page.detail.lines[0]
    assert line.suggestion.code == CLUSTERS
    assert any("中小企业特色产业集群" in words for words in said(line))
    hands.click(line.take)
    dialog = hands.opened_form()
    assert isinstance(dialog, EvidenceDialog)
    assert [link.code for link in dialog.links] == [CLUSTERS]
    hands.click(dialog.save_button)
    assert hands.form_is_closed
    (link,) = next(p for p in reading.list_evidence(workspace) if p.id == collected["clusters"]).links
    assert (link.commitment, link.bearing) == (CLUSTERS, Bearing.PROGRESS)
    assert titles(page) == ["天气很好"]
    assert page.detail.detail is not None
    assert page.detail.detail.piece.id == collected["weather"]


def test_none_is_an_answer_with_a_sentence(page: EvidencePage, hands: Hands, collected: dict[str, int]) -> None:
    choose(page, hands, collected["weather"])
    assert page.detail.lines == []
    assert any("这也是一种答案" in words for words in said(page.detail))


def test_enter_edits_and_delete_withdraws_with_a_reason(
    qtbot: QtBot, page: EvidencePage, hands: Hands, collected: dict[str, int], workspace: Workspace
) -> None:
    choose(page, hands, collected["linked"])
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    dialog = hands.opened_form()
    hands.type(dialog.input("note"), "要紧")
    hands.click(dialog.save_button)
    assert page.detail.detail is not None
    assert (page.detail.detail.piece.note, page.detail.detail.piece.version) == ("要紧", 2)

    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    dialog = hands.opened_form()
    hands.click(dialog.save_button)
    assert dialog.fault("reason")
    hands.type(dialog.input("reason"), "不是原件")
    hands.click(dialog.save_button)
    assert page.detail.detail.piece.withdrawn
    assert page.detail.detail.piece.withdrawal_reason == "不是原件"
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert hands.form_is_closed, "what is withdrawn is not withdrawn again"


def test_a_piece_changed_meanwhile_is_not_overwritten(
    page: EvidencePage, hands: Hands, collected: dict[str, int], workspace: Workspace
) -> None:
    choose(page, hands, collected["linked"])
    page.table.edit_wanted.emit()
    dialog = hands.opened_form()
    hands.type(dialog.input("note"), "我的备注")
    fields = evidence_fields({**NOTICE, "note": "别人的备注"})
    revise_evidence(workspace, command(EvidenceRevision, evidence_id=collected["linked"], fields=fields))
    hands.click(dialog.save_button)
    assert "改动" in dialog.fault()
    newest = button_of(dialog, "loadNewest")
    hands.click(newest)
    hands.click(dialog.save_button)
    assert hands.form_is_closed
    piece = next(one for one in reading.list_evidence(workspace) if one.id == collected["linked"])
    assert (piece.note, piece.version) == ("我的备注", 3)


def test_ctrl_e_on_the_page_records_a_piece_for_the_inbox_and_goes_to_it(
    page: EvidencePage, hands: Hands, workspace: Workspace
) -> None:
    dialog = hands.form(Qt.Key.Key_E)
    assert isinstance(dialog, EvidenceDialog)
    assert dialog.links == []
    for name, words in (("title", "随手记下的"), ("publisher", "新华社"), ("published", "2024-01")):
        hands.type(dialog.input(name), words)
    hands.click(dialog.save_button)
    assert page.detail.detail is not None
    assert page.detail.detail.piece.title == "随手记下的"
    assert len(list_pieces(workspace, EvidenceQuery(INBOX)).ids) == 3


def test_the_dashboard_leads_to_the_inbox(page: EvidencePage, hands: Hands, window: MainWindow) -> None:
    window.show_page("dashboard")
    hands.settle()
    line = next(one for one in window.findChildren(TaskLine) if "未关联" in one.task.sentence or one.task.goal == INBOX)
    hands.click(line)
    assert page.isVisible()
    assert page.query.choices == INBOX
    assert titles(page) == [CLUSTER_LIST, "天气很好"]


def test_a_piece_is_seen_as_soon_as_it_is_shown(page: EvidencePage, hands: Hands, collected: dict[str, int]) -> None:
    choose(page, hands, collected["linked"])
    detail = page.detail.detail
    for shown in (None, detail):
        page.detail.show_detail(shown)
    assert CITIES in {one.text() for one in page.detail.findChildren(QPushButton) if one.isVisible()}


def test_a_code_leads_to_its_commitment(
    page: EvidencePage, hands: Hands, window: MainWindow, collected: dict[str, int]
) -> None:
    choose(page, hands, collected["linked"])
    hands.press(CITIES)
    assert window.page.isVisible()
    assert hands.code == CITIES


def test_a_past_day_shows_the_evidence_of_that_day_and_changes_nothing(
    page: EvidencePage, hands: Hands, collected: dict[str, int]
) -> None:
    assert page.ledger is not None
    page.ledger.as_of = date(2026, 11, 23)
    page.refresh()
    hands.settle()
    choose(page, hands, collected["linked"])
    assert page.detail.findChild(QPushButton, "editEvidence") is None
    page.table.edit_wanted.emit()
    assert hands.form_is_closed
    page.ledger.as_of = date(2020, 1, 1)
    page.refresh()
    hands.settle()
    assert titles(page) == []
    page.ledger.as_of = None


def test_nothing_is_clipped_in_a_small_window(
    page: EvidencePage, hands: Hands, window: MainWindow, clipped: Callable[[QWidget], list[str]]
) -> None:
    window.resize(900, 600)
    hands.settle()
    assert clipped(window) == []
    assert page.table.horizontalScrollBar().maximum() > 0
