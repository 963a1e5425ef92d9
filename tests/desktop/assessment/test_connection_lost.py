"""A shared ledger whose server goes away while a form is open: one sentence, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any, TypeVar

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from shiboken6 import isValid
from tests.desktop.conftest import Hands, code_of, opened_window

from tracker.desktop.views.exchange.form_preview import FormPreview
from tracker.desktop.views.exchange.forms import FormSending
from tracker.desktop.views.exchange.rounds import RoundsDialog
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.terms import Assessment
from tracker.exports.filling import send_form
from tracker.services.commitments.reading import list_evidence, read_detail
from tracker.services.exchange.forms import FillWish, list_sent
from tracker.services.exchange.rounds import list_rounds
from tracker.services.ledgers.workspace import open_workspace
from tracker.wording import load_words

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from tests.desktop.assessment.conftest import Server

    from tracker.desktop.appearance import Appearance
    from tracker.desktop.form_drafts import State
    from tracker.desktop.settings import Settings
    from tracker.desktop.views.forms.form_dialog import FormDialog
    from tracker.services.ledgers.workspace import Workspace

load: Any = openpyxl.load_workbook
CITIES = "MIIT-2025-044"
STUDIED = "MIIT-2025-072"
"""One without a due date, which is reviewed instead."""
SME = "sme-bureau"
GONE = "server_not_ready"
Shown = TypeVar("Shown", bound=QWidget)
Recorded = Callable[["Workspace"], object]
FORMS: dict[str, tuple[str, State, Recorded]] = {
    "add_evidence": (
        CITIES,
        {"title": "试点名单", "publisher": "工信部", "published": "2025-06-12"},
        lambda ledger: [piece.title for piece in list_evidence(ledger)] == ["试点名单"],
    ),
    "judge": (
        CITIES,
        {"assessment": "not_verifiable", "reason": "没有可核验的指标"},
        lambda ledger: read_detail(ledger, CITIES).row.assessment is Assessment.NOT_VERIFIABLE,
    ),
    "log_search": (
        CITIES,
        {"place": "网站", "words": "试点 名单", "outcome": "nothing"},
        lambda ledger: [one.words for one in read_detail(ledger, CITIES).searches] == ["试点 名单"],
    ),
    "add_claim": (
        CITIES,
        {"said": "已支持101个", "said_by": "张云明", "said_on": "2026-01-21"},
        lambda ledger: [one.said for one in read_detail(ledger, CITIES).claims] == ["已支持101个"],
    ),
    "add_restatement": (
        CITIES,
        {"kind": "dropped", "wording": "不再新增试点城市", "said_by": "张云明", "said_on": "2026-01-21"},
        lambda ledger: [one.wording for one in read_detail(ledger, CITIES).relations] == ["不再新增试点城市"],
    ),
    "review": (
        STUDIED,
        {"reason": "仍在研究"},
        lambda ledger: "仍在研究" in [event.reason for event in read_detail(ledger, STUDIED).history],
    ),
}
"""By the action that opens a form: a commitment, what is typed, and whether it is recorded."""


@pytest.fixture
def window(qtbot: QtBot, appearance: Appearance, settings: Settings, server: Server) -> Iterator[MainWindow]:
    """The window, open on the shared ledger."""
    with opened_window(qtbot, appearance, settings, server.ledger) as window:
        yield window
        server.allow(True)


def opened(hands: Hands, window: MainWindow, action: str, code: str, typed: State) -> FormDialog:
    hands.take(code)
    window.actions_by_name[action].trigger()
    form = hands.opened_form()
    form.type_again(typed)
    hands.settle()
    return form


@pytest.mark.parametrize("action", FORMS)
def test_a_form_whose_server_goes_away_says_so_and_saves_what_was_typed_when_it_is_back(
    action: str, qtbot: QtBot, hands: Hands, window: MainWindow, server: Server
) -> None:
    code, typed, is_recorded = FORMS[action]
    form = opened(hands, window, action, code, typed)
    before = form.typed()
    server.allow(False)
    form.save_button.click()
    qtbot.waitUntil(lambda: code_of(form) == GONE)
    assert form.isVisible()
    assert "\n" not in form.fault()
    assert form.typed() == before
    server.allow(True)
    qtbot.waitUntil(form.save_button.isEnabled)
    form.save_button.click()
    qtbot.waitUntil(lambda: hands.form_is_closed)
    with closing(open_workspace(server.ledger)) as ledger:
        assert is_recorded(ledger)


def test_a_form_about_several_says_so_too_and_changes_all_of_them_later(
    qtbot: QtBot, hands: Hands, window: MainWindow, server: Server
) -> None:
    hands.take(CITIES)
    window.page.table.selectAll()
    hands.settle()
    window.page.change_tags()
    form = hands.opened_form()
    tags = form.input("tags")
    assert isinstance(tags, QLineEdit)
    hands.type(tags, "重点")
    server.allow(False)
    form.save_button.click()
    qtbot.waitUntil(lambda: code_of(form) == GONE)
    assert tags.text() == "重点"
    server.allow(True)
    qtbot.waitUntil(form.save_button.isEnabled)
    form.save_button.click()
    qtbot.waitUntil(lambda: hands.form_is_closed)
    with closing(open_workspace(server.ledger)) as ledger:
        assert {read_detail(ledger, code).tags for code in (CITIES, STUDIED)} == {("重点",)}


def test_a_field_that_is_edited_in_the_pane_stays_open_with_what_was_typed(
    qtbot: QtBot, hands: Hands, window: MainWindow, server: Server
) -> None:
    hands.take(CITIES)
    field = window.page.detail.heading.fields["title"]
    field.open()
    editor = field.editor
    assert editor is not None
    title = editor.input.first
    assert isinstance(title, QLineEdit)
    title.setText("我的标题")
    editor.reason.setText("更正")
    server.allow(False)
    editor.save.click()
    qtbot.waitUntil(lambda: editor.draft.fault is not None)
    assert editor.draft.fault is not None
    assert editor.draft.fault.code == GONE
    assert (title.text(), editor.reason.text()) == ("我的标题", "更正")
    server.allow(True)
    editor.save.click()
    qtbot.waitUntil(lambda: field.editor is None)
    with closing(open_workspace(server.ledger)) as ledger:
        assert read_detail(ledger, CITIES).row.title.zh == "我的标题"


def shown(qtbot: QtBot, kind: type[Shown]) -> Shown:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, kind)
    return dialog


@pytest.mark.parametrize("as_round", [False, True], ids=["alone", "in a round"])
def test_forms_that_are_sent_stay_asked_for_and_are_written_when_the_server_is_back(
    as_round: bool, qtbot: QtBot, hands: Hands, window: MainWindow, server: Server, tmp_path: Path
) -> None:
    folder = tmp_path / "发出"
    folder.mkdir()
    window.actions_by_name["send_forms"].trigger()
    form = shown(qtbot, FormSending)
    form.department.setCurrentIndex(form.department.findData(SME))
    form.as_round.setChecked(as_round)
    form.folder.setText(str(folder))
    server.allow(False)
    qtbot.keyClick(form, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: code_of(form, "folder") == GONE)
    assert form.isVisible()
    assert "\n" not in form.fault("folder")
    assert list(folder.iterdir()) == []
    server.allow(True)
    qtbot.keyClick(form, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not isValid(form) or not form.isVisible())
    hands.settle()
    with closing(open_workspace(server.ledger)) as ledger:
        (sent,) = list_sent(ledger)
        assert (sent.department.key, sent.round is not None) == (SME, as_round)
        assert len(list_rounds(ledger)) == as_round
    assert len(list(folder.iterdir())) == 1 + as_round
    if as_round:
        shown(qtbot, RoundsDialog).reject()


@pytest.fixture
def returned(server: Server, tmp_path: Path) -> Path:
    """A form that came back with a row filled in."""
    path = tmp_path / "退回.xlsx"
    with closing(open_workspace(server.ledger)) as ledger:
        send_form(ledger, FillWish(SME, "2026-11"), path, load_words("zh"))
    workbook = load(path)
    for row in workbook.worksheets[0].iter_rows(min_row=4):
        if row[0].value == CITIES:
            row[6].value = "已公布名单"
    workbook.save(path)
    return path


def test_a_returned_form_stays_open_with_its_ticks_and_is_entered_when_the_server_is_back(
    returned: Path, qtbot: QtBot, hands: Hands, window: MainWindow, server: Server
) -> None:
    window.filling.take_in(returned)
    preview = shown(qtbot, FormPreview)
    accepted = preview.rows.accepted
    assert accepted == (CITIES,)
    server.allow(False)
    preview.enter_button.click()
    qtbot.waitUntil(lambda: preview.refusal == GONE)
    assert preview.isVisible()
    assert preview.rows.accepted == accepted
    server.allow(True)
    preview.enter_button.click()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    hands.settle()
    with closing(open_workspace(server.ledger)) as ledger:
        assert [one.said for one in read_detail(ledger, CITIES).claims] == ["已公布名单"]


def test_a_form_that_comes_back_while_the_server_is_gone_is_looked_at_later(
    returned: Path, qtbot: QtBot, window: MainWindow, server: Server
) -> None:
    said: list[str] = []
    window.filling.refused.connect(said.append)
    server.allow(False)
    window.filling.take_in(returned)
    qtbot.waitUntil(lambda: bool(said))
    assert QApplication.activeModalWidget() is None
    server.allow(True)
    window.filling.take_in(returned)
    shown(qtbot, FormPreview).reject()
