"""A shared ledger in the window of whoever may do only some of it: what a role may not do is grey, and says why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from tests.desktop.conftest import Hands, button_of, more_acts, opened_window
from tests.shared_office import PEOPLE, SharedOffice, set_up

from tracker.desktop.views.safety.comparing import CompareDialog
from tracker.desktop.views.safety.merging import SettleDialog
from tracker.desktop.views.window.command_palette import CommandPalette
from tracker.desktop.views.window.main_window import MainWindow
from tracker.desktop.views.window.settings_dialog import SettingsDialog
from tracker.domain.errors import UserError
from tracker.domain.terms import LedgerRole
from tracker.services.assessment.judging import set_assessment
from tracker.services.commands import AssessmentChange, command, evidence_fields
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.administration import grant
from tracker.services.ledgers.workspace import open_other, open_workspace
from tracker.services.safety.merging import merge
from tracker.services.safety.moving import pull

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tracker.desktop.appearance import Appearance
    from tracker.desktop.settings import Settings

READER, ANALYST, REVIEWER, ADMINISTRATOR = LedgerRole
CITIES = "MIIT-2025-044"
PIECE = {"title": "试点名单", "publisher": "财政部", "published": "2025-06-12", "kind": "list"}

FOR_ANALYSTS = {
    "add_evidence", "capture", "paste", "log_search", "add_claim", "add_restatement", "take_in_form", "send_forms",
    "check_watched", "add_watched", "log_watched", "watch_words", "settle_merged",
}  # fmt: skip
FOR_REVIEWERS = {"judge", "verdict_menu", "judging_run", "review", "add_source", "bring_in"}
FOR_ADMINISTRATORS = {"departments"}
MAY = {
    READER: set[str](),
    ANALYST: FOR_ANALYSTS,
    REVIEWER: FOR_ANALYSTS | FOR_REVIEWERS,
    ADMINISTRATOR: FOR_ANALYSTS | FOR_REVIEWERS | FOR_ADMINISTRATORS,
}


class Desk:
    """The window of somebody with a role, and their hands on it."""

    def __init__(self, qtbot: QtBot, window: MainWindow, appearance: Appearance, role: LedgerRole) -> None:
        self.qtbot = qtbot
        self.window = window
        self.hands = Hands(qtbot, window)
        self.words = appearance.words
        self.role = role

    def needs(self, needed: LedgerRole) -> str:
        """The sentence that says which role is needed."""
        return self.words.error(UserError("role_forbids", role=self.role, needed=needed))

    def menu(self, name: str) -> dict[str, QAction]:
        """What the menu of that name offers, which has just been opened."""
        menu = next(one for one in self.window.findChildren(QMenu, name) if one.isVisible())
        return {action.text(): action for action in menu.actions() if not action.isSeparator()}

    def said(self) -> str:
        """What the status bar says."""
        return self.window.status._message.toolTip()


@pytest.fixture
def shared(address: str) -> SharedOffice:
    """A shared ledger with somebody in each role, and one piece of evidence."""
    office = set_up(address)
    with office.opened(REVIEWER) as ledger:
        add_evidence(ledger, evidence_fields({**PIECE, "links": [{"commitment": CITIES, "bearing": "progress"}]}))
    return office


@pytest.fixture
def desk(
    request: pytest.FixtureRequest, qtbot: QtBot, appearance: Appearance, settings: Settings, shared: SharedOffice
) -> Iterator[Desk]:
    role: LedgerRole = request.param
    with opened_window(qtbot, appearance, settings, shared.address_of(PEOPLE[role][0])) as window:
        made = Desk(qtbot, window, appearance, role)
        made.hands.take(CITIES)
        yield made


@pytest.mark.parametrize("desk", list(LedgerRole), indirect=True)
def test_actions_are_grey_by_the_least_role_of_what_they_do(desk: Desk) -> None:
    actions = desk.window.actions_by_name
    all_of_them = FOR_ANALYSTS | FOR_REVIEWERS | FOR_ADMINISTRATORS
    assert {name for name in all_of_them if actions[name].isEnabled()} == MAY[desk.role]
    for needed, names in ((ANALYST, FOR_ANALYSTS), (REVIEWER, FOR_REVIEWERS), (ADMINISTRATOR, FOR_ADMINISTRATORS)):
        for name in names - MAY[desk.role]:
            assert actions[name].toolTip() == desk.needs(needed)
    for name in ("search", "as_of", "export", "save_copy", "settings", "form_rounds", "compare_codings"):
        assert actions[name].isEnabled()


@pytest.mark.parametrize("desk", [ANALYST], indirect=True)
def test_an_analyst_finds_what_is_for_reviewers_grey_and_the_rest_not(desk: Desk) -> None:
    bar = desk.window.page.detail.bar
    assert not bar.judge.isEnabled()
    assert bar.judge.toolTip() == desk.needs(REVIEWER)
    assert bar.add.isEnabled()
    assert bar.search.isEnabled()
    acts = more_acts(desk.window)
    assert acts["addClaim"].isEnabled()
    assert acts["showInBriefing"].isEnabled()
    assert button_of(desk.window.page.detail, "editEvidence").isEnabled()
    assert not desk.window.page.detail.read_only
    assert not desk.window.page.tags.read_only


@pytest.mark.parametrize("desk", [ANALYST], indirect=True)
def test_the_keys_and_the_chip_of_the_assessment_say_what_they_need(desk: Desk) -> None:
    window = desk.window
    window.page.table.setFocus()
    for key, modifier in ((Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier), (Qt.Key.Key_F2, None)):
        window.status.say("")
        desk.qtbot.keyClick(window, key, modifier or Qt.KeyboardModifier.NoModifier)
        assert desk.said() == desk.needs(REVIEWER)
    window.status.say("")
    window.page.table.verdict_wanted.emit(QPoint(0, 0))
    assert desk.said() == desk.needs(REVIEWER)
    assert not [one for one in window.findChildren(QMenu, "verdictMenu") if one.isVisible()]
    assert QApplication.activeModalWidget() is None


@pytest.mark.parametrize("desk", [ANALYST], indirect=True)
def test_the_menu_of_a_row_greys_the_assessment_alone(desk: Desk) -> None:
    desk.window.page.table.menu_wanted.emit(QPoint(0, 0))
    offered = list(desk.menu("rowMenu").values())
    grey = [action for action in offered if not action.isEnabled()]
    assert grey == offered[:2]
    assert {action.toolTip() for action in grey} == {desk.needs(REVIEWER)}


@pytest.mark.parametrize("desk", [ANALYST], indirect=True)
def test_of_several_an_analyst_logs_searches_but_judges_none(desk: Desk) -> None:
    bulk = desk.window.page.bulk
    desk.window.page.table.selectAll()
    desk.hands.settle()
    assert not bulk.judge_button.isEnabled()
    assert bulk.judge_button.toolTip() == desk.needs(REVIEWER)
    assert not bulk.accept_button.isEnabled()
    assert bulk.search_button.isEnabled()
    assert bulk.tags_button.isEnabled()
    assert bulk.departments_button.isEnabled()


@pytest.mark.parametrize("desk", [ANALYST], indirect=True)
def test_the_palette_finds_what_is_grey_and_says_what_it_needs(desk: Desk) -> None:
    window = desk.window
    window.actions_by_name["palette"].trigger()
    palette = window.findChild(CommandPalette)
    assert palette is not None
    palette.field.setText(window.actions_by_name["judge"].text())
    desk.qtbot.waitUntil(lambda: palette.list.count() > 0)
    desk.hands.settle()
    (entry,) = [one for one in palette._entries if not one.may]
    assert entry.hint == desk.words.phrase("needs_role", needed=REVIEWER)
    palette.list.setCurrentRow(palette._entries.index(entry))
    desk.qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert desk.said() == desk.needs(REVIEWER)


@pytest.mark.parametrize("desk", [ANALYST, ADMINISTRATOR], indirect=True)
def test_the_limits_of_the_ledger_are_for_administrators(desk: Desk) -> None:
    desk.window.actions_by_name["settings"].trigger()
    desk.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), SettingsDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SettingsDialog)
    assert {field.isEnabled() for field in dialog.limits.values()} == {desk.role is ADMINISTRATOR}
    if desk.role is ANALYST:
        assert {field.toolTip() for field in dialog.limits.values()} == {desk.needs(ADMINISTRATOR)}
    # The rest of the settings is one's own.
    assert dialog.save_button.isEnabled()
    dialog.save_button.click()
    desk.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


@pytest.mark.parametrize("desk", [READER], indirect=True)
def test_the_window_of_a_reader_is_one_for_reading(desk: Desk) -> None:
    window = desk.window
    page = window.page
    assert window.file_watch.strip.isVisible()
    assert page.detail.read_only
    assert page.tags.read_only
    bar = page.detail.bar
    assert not any(made.isEnabled() for made in (bar.judge, bar.add, bar.search))
    assert bar.add.toolTip() == desk.needs(ANALYST)
    assert page.detail.findChild(QPushButton, "editEvidence") is None
    acts = more_acts(window)
    assert not acts["addClaim"].isEnabled()
    menu = QMenu()
    page.views.fill(menu)
    assert not menu.actions()[-1].isEnabled()
    for name in ("evidence", "watching", "reports", "briefing", "dashboard"):
        window.show_page(name)
        desk.hands.settle()
    window.show_page("evidence")
    desk.hands.settle()
    assert window.evidence.detail.read_only
    assert window.watching.reason == desk.needs(ANALYST)
    assert not _offered(window.watching, "checkWatched")
    for name in ("undo", "redo"):
        assert window.actions_by_name[name].toolTip() == desk.needs(ANALYST)


@pytest.mark.parametrize("desk", [REVIEWER], indirect=True)
def test_a_change_made_in_a_role_that_was_taken_away_is_not_offered_for_undoing(
    desk: Desk, shared: SharedOffice
) -> None:
    undo = desk.window.actions_by_name["undo"]
    with shared.opened(REVIEWER) as ledger:
        judged = command(AssessmentChange, commitment=CITIES, assessment="not_verifiable", reason="没有可核验的指标")
        set_assessment(ledger, judged)
    desk.qtbot.waitUntil(undo.isEnabled)
    login, author = PEOPLE[REVIEWER]
    grant(shared.address, login, ANALYST, author=author)
    desk.window.ledgers.chosen.emit(shared.address_of(login))
    desk.qtbot.waitUntil(lambda: desk.window.is_ready)
    assert not undo.isEnabled()


@pytest.fixture
def copy(shared: SharedOffice, tmp_path: Path) -> Path:
    """A working copy whose verdict clashes with that of the shared ledger."""
    path = tmp_path / "copy.db"
    pull(shared.address, path, "李四")
    with shared.opened(REVIEWER) as ledger, closing(open_workspace(path, author="李四")) as away:
        for one, reason in ((ledger, "这里的理由"), (away, "那里的理由")):
            set_assessment(
                one, command(AssessmentChange, commitment=CITIES, assessment="not_verifiable", reason=reason)
            )
    return path


@pytest.mark.parametrize("desk", [ANALYST, REVIEWER], indirect=True)
def test_what_was_put_aside_is_settled_by_whoever_may_have_done_it(
    desk: Desk, shared: SharedOffice, copy: Path
) -> None:
    with shared.opened(REVIEWER) as ledger, closing(open_other(str(copy))) as away:
        assert len(merge(ledger, away).put_aside) == 1
    desk.window.actions_by_name["settle_merged"].trigger()
    desk.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), SettleDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SettleDialog)
    for made in (dialog.leave_button, dialog.take_button):
        assert made.isEnabled() is (desk.role is REVIEWER)
        assert made.toolTip() == ("" if desk.role is REVIEWER else desk.needs(REVIEWER))
    dialog.reject()


@pytest.mark.parametrize("desk", [READER, ANALYST], indirect=True)
def test_a_reader_compares_a_copy_and_merges_none(desk: Desk, copy: Path) -> None:
    desk.window.comparing.ask("", str(copy))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CompareDialog)
    desk.qtbot.waitUntil(lambda: dialog.outcome.toPlainText() != "")
    assert dialog.merge_button.isEnabled() is (desk.role is ANALYST)
    assert (dialog.merge_button.toolTip() == desk.needs(ANALYST)) is (desk.role is READER)
    dialog.reject()


def _offered(parent: QWidget, name: str) -> bool:
    return button_of(parent, name).isEnabled()
