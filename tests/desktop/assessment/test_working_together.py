"""Two people at one shared ledger: each sees at once what the other wrote, and that a line is cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from tests.desktop.conftest import Hands, button_of, opened_window

from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.terms import Assessment
from tracker.services.assessment.judging import set_assessment
from tracker.services.assessment.searching import log_search
from tracker.services.commands import AssessmentChange, EvidenceRevision, NewSearch, command, evidence_fields
from tracker.services.commitments.reading import list_evidence
from tracker.services.evidence.recording import add_evidence, revise_evidence
from tracker.services.ledgers.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.assessment.conftest import Server

    from tracker.desktop.appearance import Appearance
    from tracker.desktop.settings import Settings

CITIES = "MIIT-2025-044"
PIECE = {"title": "试点名单", "publisher": "财政部", "published": "2025-06-12", "kind": "list"}


@pytest.fixture
def colleague(server: Server) -> Iterator[Workspace]:
    with closing(open_workspace(server.ledger, author="张三")) as workspace:
        yield workspace


@pytest.fixture
def window(
    qtbot: QtBot, appearance: Appearance, settings: Settings, server: Server, colleague: Workspace
) -> Iterator[MainWindow]:
    settings.author = "李四"
    with opened_window(qtbot, appearance, settings, server.ledger) as window:
        # What the others wrote has to be heard; to be asked for every two seconds would find it as well.
        window._poll.setInterval(10_000_000)
        yield window
        server.allow(True)


def judge(workspace: Workspace) -> None:
    change = command(AssessmentChange, commitment=CITIES, assessment="not_verifiable", reason="没有可核验的指标")
    set_assessment(workspace, change)


def verdict(window: MainWindow) -> Assessment | None:
    detail = window.page.detail.detail
    return detail.row.assessment if detail is not None and detail.row.code == CITIES else None


def test_what_a_colleague_judged_shows_at_once_and_says_who(
    qtbot: QtBot, hands: Hands, window: MainWindow, colleague: Workspace
) -> None:
    hands.take(CITIES)
    window._poll.stop()
    judge(colleague)
    qtbot.waitUntil(lambda: verdict(window) is Assessment.NOT_VERIFIABLE, timeout=15_000)
    assert "张三" in window.status._message.toolTip()
    assert CITIES in window.status._message.toolTip()


def test_a_form_that_is_open_says_that_a_colleague_was_quicker_and_keeps_what_was_typed(
    qtbot: QtBot, hands: Hands, window: MainWindow, colleague: Workspace
) -> None:
    hands.take(CITIES)
    window._poll.stop()
    window.actions_by_name["judge"].trigger()
    form = hands.opened_form()
    typed = {"assessment": "not_verifiable", "reason": "我的理由"}
    form.type_again(typed)
    before = form.typed()
    judge(colleague)
    told = form.findChild(QLabel, "told")
    assert told is not None
    qtbot.waitUntil(told.isVisible, timeout=15_000)
    assert "张三" in told.text()
    assert form.typed() == before


def test_a_line_that_is_cut_is_shown_at_once_and_goes_when_it_holds_again(
    qtbot: QtBot, hands: Hands, window: MainWindow, server: Server, colleague: Workspace
) -> None:
    hands.take(CITIES)
    window._poll.stop()
    server.allow(False)
    qtbot.waitUntil(window.connection.strip.isVisible, timeout=15_000)
    assert window.page.detail.detail is not None, "what is loaded can be read"
    assert "postgresql://" not in window.connection.strip.words.text()
    assert "postgresql://" in window.connection.strip.words.toolTip().replace("\u200b", "")
    server.allow(True)
    judge(colleague)
    window.connection.try_now()
    qtbot.waitUntil(lambda: not window.connection.strip.isVisible(), timeout=30_000)
    qtbot.waitUntil(lambda: verdict(window) is Assessment.NOT_VERIFIABLE, timeout=15_000)


def test_whoever_else_is_there_is_named(qtbot: QtBot, window: MainWindow, colleague: Workspace) -> None:
    window._look()
    qtbot.waitUntil(window.status._present.isVisible, timeout=15_000)
    assert window.status._present.toolTip().startswith("张三")
    assert "postgres" not in window.status._present.text()


def test_what_both_changed_stands_side_by_side_and_one_chooses_field_by_field(
    qtbot: QtBot, hands: Hands, window: MainWindow, colleague: Workspace, clipped: Callable[[QWidget], list[str]]
) -> None:
    hands.take(CITIES)
    window._poll.stop()
    window.actions_by_name["judge"].trigger()
    form = hands.opened_form()
    form.type_again({"assessment": "not_verifiable", "reason": "我的理由"})
    judge(colleague)
    form.save_button.click()
    qtbot.waitUntil(form.conflict.isVisible, timeout=15_000)
    assert clipped(form) == []
    choice = form.conflict.choices["reason"]
    assert [choice.itemData(place) for place in range(choice.count())] == [
        "我的理由",
        "没有可核验的指标",
        "没有可核验的指标\n我的理由",
    ]
    choice.setCurrentIndex(2)
    assert form.typed()["reason"] == "没有可核验的指标\n我的理由"
    newest = form.findChild(QPushButton, "loadNewest")
    assert newest is not None
    newest.click()
    qtbot.waitUntil(newest.isHidden)
    assert form.save_button.hasFocus()
    form.save_button.click()
    qtbot.waitUntil(lambda: window.page.detail.detail is not None and "我的理由" in window.page.detail.detail.reason)


def test_of_two_verdicts_one_is_chosen_by_the_keyboard_alone(
    qtbot: QtBot, hands: Hands, window: MainWindow, colleague: Workspace
) -> None:
    log_search(colleague, command(NewSearch, commitment=CITIES, place="网站", words="试点", outcome="nothing"))
    hands.take(CITIES)
    window._poll.stop()
    window.actions_by_name["judge"].trigger()
    form = hands.opened_form()
    form.type_again({"assessment": "no_evidence", "reason": "我的理由"})
    form.reject()
    window.actions_by_name["judge"].trigger()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() not in (None, form))
    form = hands.opened_form()
    assert form.is_restored
    judge(colleague)
    qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(form.conflict.isVisible, timeout=15_000)
    first = form.conflict.choices["assessment"]
    qtbot.waitUntil(first.hasFocus)
    assert form._area.viewport().rect().contains(first.mapTo(form._area.viewport(), first.rect().center()))
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert form.typed()["assessment"] == "not_verifiable"
    assert form.typed()["reason"] == "我的理由"
    on_the_way = []
    for _ in range(4):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        on_the_way.append(QApplication.focusWidget())
    reload = button_of(form, "loadNewest")
    assert on_the_way == [form.conflict.choices["reason"], reload, form.cancel_button, form.save_button]


def test_saving_after_a_conflict_takes_nothing_back_that_one_did_not_touch(
    qtbot: QtBot, hands: Hands, window: MainWindow, colleague: Workspace, clipped: Callable[[QWidget], list[str]]
) -> None:
    add_evidence(colleague, evidence_fields(PIECE | {"links": [{"commitment": CITIES, "bearing": "context"}]}))
    (piece,) = list_evidence(colleague)
    hands.take(CITIES)
    window._poll.stop()
    window.page.recorder.edit_evidence(window.page.detail.detail, piece)
    form = hands.opened_form()
    form.put("title", "我的名单")
    fields = evidence_fields(PIECE | {"title": "他的名单", "publisher": "工业和信息化部"})
    revise_evidence(colleague, EvidenceRevision(evidence_id=piece.id, fields=fields, expected_version=piece.version))
    form.save_button.click()
    qtbot.waitUntil(form.conflict.isVisible, timeout=15_000)
    assert clipped(form) == []
    assert list(form.conflict.choices) == ["title", "publisher"]
    assert (form.typed()["title"], form.typed()["publisher"]) == ("我的名单", "工业和信息化部")
