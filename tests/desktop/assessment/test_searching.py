"""Documented searches: what they came to, a round of them, and those of older ledgers that nobody decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton

from tracker.desktop.views.assessment.search_dialog import SearchDialog
from tracker.desktop.views.detail.searches import SearchEntry
from tracker.desktop.views.recording.search_round import MOST_SEARCHES, SearchRoundDialog
from tracker.domain.evidence.search_queries import prepared_queries, search_places
from tracker.domain.terms import SearchOutcome
from tracker.services.assessment.searching import log_search
from tracker.services.commands import NewSearch, command
from tracker.services.commitments.reading import read_detail

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

CITIES, CLUSTERS = "MIIT-2025-044", "MIIT-2025-045"

PLACES = search_places(["工业和信息化部"])


@pytest.fixture
def visited(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that the browser was asked for."""
    asked: list[str] = []

    def note(url: QUrl) -> bool:
        asked.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    return asked


def searching(hands: Hands) -> SearchDialog:
    hands.take(CITIES)
    form = hands.form(Qt.Key.Key_L)
    assert isinstance(form, SearchDialog)
    return form


def round_of(hands: Hands, window: MainWindow, qtbot: QtBot) -> SearchRoundDialog:
    """Two commitments, one round."""
    hands.take(CITIES)
    table = window.page.table
    known = table.rows.id_of(CLUSTERS)
    line = table.rows.position(known) if known is not None else None
    assert line is not None
    place = table.visualRect(table.rows.index(line, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, place)
    hands.settle()
    form = hands.form(Qt.Key.Key_L)
    assert isinstance(form, SearchRoundDialog)
    return form


def saved(hands: Hands, qtbot: QtBot, button: QPushButton) -> None:
    hands.click(button)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    hands.settle()


def test_what_a_search_came_to_is_said_and_never_assumed(hands: Hands, qtbot: QtBot, workspace: Workspace) -> None:
    form = searching(hands)
    hands.type(form.input("place"), "工信部网站")
    hands.type(form.input("words"), "试点城市 名单")
    hands.click(form.save_button)
    assert form.fault("outcome")
    assert read_detail(workspace, CITIES).searches == ()
    hands.choose(form, "outcome", "nothing")
    assert not form.input("found").isVisible()
    saved(hands, qtbot, form.save_button)
    (search,) = read_detail(workspace, CITIES).searches
    assert (search.place, search.outcome, search.decided) == ("工信部网站", SearchOutcome.NOTHING, True)


def test_something_found_needs_to_say_what(hands: Hands, qtbot: QtBot, workspace: Workspace) -> None:
    form = searching(hands)
    hands.type(form.input("place"), "工信部网站")
    hands.type(form.input("words"), "试点城市 名单")
    hands.choose(form, "outcome", "something")
    assert form.input("found").isVisible()
    hands.click(form.save_button)
    assert form.fault("found")
    hands.type(form.input("found"), "第三批名单公示")
    saved(hands, qtbot, form.save_button)
    (search,) = read_detail(workspace, CITIES).searches
    assert (search.outcome, search.found) == (SearchOutcome.SOMETHING, "第三批名单公示")


def test_prepared_words_are_taken_and_looked_for_by_the_users_click_alone(
    hands: Hands, visited: list[str], workspace: Workspace
) -> None:
    form = searching(hands)
    detail = read_detail(workspace, CITIES)
    offers = form.findChildren(QPushButton, "queryOffer")
    assert [one.toolTip() for one in offers] == list(prepared_queries(detail.row.title.zh, detail.keywords))
    (look,) = form.findChildren(QPushButton, "openSearch")
    assert not look.isEnabled()
    place = form.input("place")
    assert isinstance(place, QComboBox)
    place.setCurrentIndex(0)
    hands.click(offers[0])
    assert visited == []
    hands.click(look)
    assert visited == [PLACES[0].address(offers[0].toolTip())]
    form.reject()


def test_a_round_is_one_place_for_several_and_an_outcome_for_each(
    hands: Hands, window: MainWindow, qtbot: QtBot, workspace: Workspace
) -> None:
    form = round_of(hands, window, qtbot)
    assert [line.code for line in form.lines] == [CITIES, CLUSTERS]
    hands.type(form.input("place"), PLACES[0].name)
    hands.type(form.input("words"), "名单 公布")
    form.lines[0].outcome.setCurrentIndex(form.lines[0].outcome.findData("nothing"))
    form.lines[1].outcome.setCurrentIndex(form.lines[1].outcome.findData("something"))
    hands.click(form.save_button)
    assert form.isVisible()
    assert form.lines[1].fault.isVisible()
    form.lines[1].found.setText("新认定100个集群的名单")
    form.lines[1].words.setCurrentText("特色产业集群 名单")
    saved(hands, qtbot, form.save_button)
    first, second = (read_detail(workspace, code) for code in (CITIES, CLUSTERS))
    assert (first.searches[0].words, first.searches[0].outcome) == ("名单 公布", SearchOutcome.NOTHING)
    assert (second.searches[0].words, second.searches[0].found) == ("特色产业集群 名单", "新认定100个集群的名单")
    assert first.history[0].kind == "search_round_logged"


def test_what_was_not_searched_for_is_not_recorded(
    hands: Hands, window: MainWindow, qtbot: QtBot, workspace: Workspace
) -> None:
    form = round_of(hands, window, qtbot)
    hands.type(form.input("place"), "网站")
    hands.type(form.input("words"), "名单")
    hands.click(form.save_button)
    assert form.fault()
    form.lines[0].outcome.setCurrentIndex(form.lines[0].outcome.findData("unclear"))
    saved(hands, qtbot, form.save_button)
    assert [len(read_detail(workspace, code).searches) for code in (CITIES, CLUSTERS)] == [1, 0]


def test_of_a_round_the_words_of_each_are_copied_or_looked_for(
    hands: Hands, window: MainWindow, qtbot: QtBot, visited: list[str], workspace: Workspace
) -> None:
    form = round_of(hands, window, qtbot)
    line, detail = form.lines[1], read_detail(workspace, CLUSTERS)
    wanted = prepared_queries(detail.row.title.zh, detail.keywords)[0]
    hands.click(line.copy_button)
    assert QGuiApplication.clipboard().text() == wanted
    assert not line.open_button.isEnabled()
    place = form.input("place")
    assert isinstance(place, QComboBox)
    place.setCurrentIndex(1)
    hands.click(line.open_button)
    assert visited == [PLACES[1].address(wanted)]
    line.outcome.setCurrentIndex(1)
    assert form.values()["searches"][0]["words"] == wanted, "what was looked for is what is recorded"
    form.reject()


def test_a_round_of_too_many_is_not_begun(hands: Hands, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = window.page.recorder
    monkeypatch.setattr(recorder, "_selected", lambda: [f"X-{number}" for number in range(MOST_SEARCHES + 1)])
    window.page.act(recorder.log_search, "log_search")
    hands.settle()
    assert hands.form_is_closed
    assert str(MOST_SEARCHES) in window.status._message.text()


def entries(window: MainWindow) -> list[SearchEntry]:
    return window.page.detail.findChildren(SearchEntry)


def test_the_pane_lists_the_searches_with_what_they_came_to_and_the_timeline_says_it(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    for day, outcome, found in (("2026-11-01", "nothing", ""), ("2026-11-10", "something", "公示名单")):
        search = {"place": "网站", "words": "名单", "searched_on": day, "outcome": outcome, "found": found}
        log_search(workspace, command(NewSearch, commitment=CITIES, **search))
    hands.take(CITIES)
    window.page.reload()
    hands.settle()
    assert [one.search.outcome for one in entries(window)] == [SearchOutcome.SOMETHING, SearchOutcome.NOTHING]
    assert not window.page.detail.findChildren(QPushButton, "decideSearch")
    words = window.page.detail._appearance.words
    marks = [label.text() for label in window.page.detail.findChildren(QLabel, "searchOutcome")]
    assert marks == [words.term(SearchOutcome.SOMETHING), words.term(SearchOutcome.NOTHING)]


def test_an_unclear_search_is_decided_with_a_reason(
    hands: Hands, window: MainWindow, qtbot: QtBot, workspace: Workspace
) -> None:
    search = {"place": "网站", "words": "名单", "found": "有一条线索", "outcome": "unclear"}
    log_search(workspace, command(NewSearch, commitment=CITIES, **search))
    hands.take(CITIES)
    window.page.reload()
    hands.settle()
    (decide,) = window.page.detail.findChildren(QPushButton, "decideSearch")
    decide.click()
    form = hands.opened_form()
    hands.choose(form, "outcome", "nothing")
    hands.click(form.save_button)
    assert form.fault("reason")
    hands.type(form.input("reason"), "线索说的是上一批")
    saved(hands, qtbot, form.save_button)
    (decided,) = read_detail(workspace, CITIES).searches
    assert (decided.outcome, decided.found) == (SearchOutcome.NOTHING, "有一条线索")
    assert not window.page.detail.findChildren(QPushButton, "decideSearch")
