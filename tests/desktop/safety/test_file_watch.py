"""The window when the ledger's file is replaced, held by somebody else, taken over, or not to be written."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.views.forms.form_dialog import FormDialog
from tracker.desktop.views.forms.plain_dialog import WaysDialog
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.errors import UserError
from tracker.services.assessment.searching import log_search
from tracker.services.commands import NewSearch, command
from tracker.services.commitments.reading import read_detail
from tracker.services.ledgers.workspace import open_workspace

CODE = "MIIT-2025-001"
Start = Callable[[], MainWindow]


@pytest.fixture
def start(qtbot: QtBot, appearance: Appearance, settings: Settings, ledger_path: Path) -> Iterator[Start]:
    """A window on the ledger, once it is open."""
    windows: list[MainWindow] = []

    def start() -> MainWindow:
        window = MainWindow(appearance, settings, str(ledger_path))
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: window.is_ready and window.page.detail.detail is not None)
        return window

    yield start
    for window in windows:
        window.close()


def replace(ledger: Path, fresh: Path) -> None:
    """Somebody's copy comes to the ledger's place, with a search of theirs."""
    other = ledger.with_name("incoming.db")
    shutil.copy(fresh, other)
    with closing(open_workspace(other, author="李四")) as theirs:
        log_search(theirs, command(NewSearch, commitment=CODE, place="网站", words="他的", found=""))
    other.replace(ledger)


def words_in(ledger: Path) -> set[str]:
    with closing(open_workspace(ledger)) as workspace:
        return {one.words for one in read_detail(workspace, CODE).searches}


def asked(qtbot: QtBot, window: MainWindow) -> WaysDialog:
    qtbot.waitUntil(lambda: window.file_watch.dialog is not None and window.file_watch.dialog.isVisible())
    assert window.file_watch.dialog is not None
    return window.file_watch.dialog


def claim_form(qtbot: QtBot, window: MainWindow) -> FormDialog:
    def opened() -> FormDialog | None:
        return next((one for one in window.findChildren(FormDialog) if one.isVisible()), None)

    window.actions_by_name["add_claim"].trigger()
    qtbot.waitUntil(lambda: opened() is not None)
    form = opened()
    assert form is not None
    return form


def typed_form(qtbot: QtBot, window: MainWindow) -> tuple[FormDialog, QPlainTextEdit]:
    """The form for a claim, with something in it that is not saved yet, and where that stands."""
    window.page.show_commitment(CODE)
    qtbot.waitUntil(lambda: window.is_ready)
    form = claim_form(qtbot, window)
    field = form.input("said")
    assert isinstance(field, QPlainTextEdit)
    field.setPlainText("打好的字")
    return form, field


def claims_in(ledger: Path) -> int:
    with closing(open_workspace(ledger)) as workspace:
        return len(read_detail(workspace, CODE).claims)


def mine(ledger: Path) -> None:
    with closing(open_workspace(ledger, author="张三")) as workspace:
        log_search(workspace, command(NewSearch, commitment=CODE, place="网站", words="我的", found=""))


@pytest.mark.parametrize(("way", "kept"), [(0, True), (1, False)])
def test_when_the_file_is_replaced_what_was_typed_is_saved_where_the_user_goes_on(
    qtbot: QtBot, start: Start, ledger_path: Path, fresh_ledger: Path, way: int, kept: bool
) -> None:
    mine(ledger_path)
    window = start()
    form, field = typed_form(qtbot, window)
    replace(ledger_path, fresh_ledger)
    window._look()
    dialog = asked(qtbot, window)
    assert len(dialog.ways) == 2
    dialog.ways[way].click()
    qtbot.waitUntil(lambda: window.file_watch.dialog is None and window.is_ready)
    assert form.isVisible()
    assert field.toPlainText() == "打好的字"
    copies = list(ledger_path.parent.glob("*.mine-*.db"))
    assert len(copies) == 1
    other = ledger_path if kept else copies[0]
    assert other.name in window.file_watch.strip.words.text().replace("\u200b", "")
    assert window._location == str(copies[0] if kept else ledger_path)
    form.submitted.emit({"commitment": CODE, "said": field.toPlainText(), "said_by": "工信部", "said_on": "2025-06-01"})
    qtbot.waitUntil(lambda: window.is_ready and not any(one.isVisible() for one in window.findChildren(FormDialog)))
    assert words_in(copies[0]) == {"我的"}
    assert words_in(ledger_path) == {"他的"}
    assert (claims_in(copies[0]), claims_in(ledger_path)) == ((1, 0) if kept else (0, 1))


def test_a_form_stays_until_it_is_known_whether_it_was_saved(qtbot: QtBot, start: Start, ledger_path: Path) -> None:
    window = start()
    window.page.show_commitment(CODE)
    qtbot.waitUntil(lambda: window.is_ready)
    form = claim_form(qtbot, window)
    form.submitted.emit({"commitment": CODE, "said": "打好的字", "said_by": "工信部", "said_on": "2025-06-01"})
    form.reject()
    assert form.isVisible()
    qtbot.waitUntil(lambda: window.is_ready and not any(one.isVisible() for one in window.findChildren(FormDialog)))
    assert claims_in(ledger_path) == 1


def test_a_form_that_is_saved_into_a_replaced_file_says_so_and_keeps_its_text(
    qtbot: QtBot, start: Start, ledger_path: Path, fresh_ledger: Path, clipped: Callable[[QWidget], list[str]]
) -> None:
    mine(ledger_path)
    window = start()
    window._poll.stop()
    window.page.show_commitment(CODE)
    qtbot.waitUntil(lambda: window.is_ready)
    form = claim_form(qtbot, window)
    replace(ledger_path, fresh_ledger)
    form.submitted.emit({"commitment": CODE, "said": "打好的字", "said_by": "工信部", "said_on": "2025-06-01"})
    qtbot.waitUntil(lambda: "另存为" in form.fault())
    assert form.isVisible()
    window._look()
    dialog = asked(qtbot, window)
    assert clipped(dialog) == []
    dialog.reject()
    form.close()
    qtbot.waitUntil(lambda: window.file_watch.dialog is None)
    assert window.file_watch.strip.isVisible()
    window.file_watch.strip.button.click()
    asked(qtbot, window).reject()


def press(qtbot: QtBot, window: MainWindow, dialog: WaysDialog, way: int) -> None:
    dialog.ways[way].click()
    assert not dialog.ways[way].isEnabled()
    qtbot.waitUntil(dialog.ways[way].isEnabled)
    qtbot.waitUntil(lambda: window.jobs.idle)


def test_the_button_for_the_other_file_makes_none_where_there_is_none_and_works_once_one_is_there(
    qtbot: QtBot, start: Start, ledger_path: Path, fresh_ledger: Path
) -> None:
    mine(ledger_path)
    window = start()
    form, field = typed_form(qtbot, window)
    ledger_path.unlink()
    window._look()
    dialog = asked(qtbot, window)
    before = set(ledger_path.parent.iterdir())
    press(qtbot, window, dialog, -1)
    assert dialog.isVisible()
    said = window._appearance.words.error(UserError("ledger_missing", path=str(ledger_path)))
    assert dialog.said.text().replace("\u200b", "") == said
    assert dialog.close_button.hasFocus()
    assert set(ledger_path.parent.iterdir()) == before
    assert form.isVisible()
    assert field.toPlainText() == "打好的字"
    replace(ledger_path, fresh_ledger)
    dialog.ways[-1].click()
    qtbot.waitUntil(lambda: window.file_watch.dialog is None and window.is_ready)
    form.submitted.emit({"commitment": CODE, "said": field.toPlainText(), "said_by": "工信部", "said_on": "2025-06-01"})
    qtbot.waitUntil(lambda: window.is_ready and not any(one.isVisible() for one in window.findChildren(FormDialog)))
    assert words_in(ledger_path) == {"他的"}
    assert claims_in(ledger_path) == 1


def test_a_copy_that_is_gone_as_well_is_not_made_empty_but_kept_again(
    qtbot: QtBot, start: Start, ledger_path: Path
) -> None:
    mine(ledger_path)
    window = start()
    window._poll.stop()
    ledger_path.unlink()
    window._look()
    dialog = asked(qtbot, window)
    (copy,) = ledger_path.parent.glob("*.mine-*.db")
    copy.unlink()
    press(qtbot, window, dialog, 0)
    assert dialog.isVisible()
    assert not list(ledger_path.parent.glob("*.mine-*.db"))
    window._look()
    qtbot.waitUntil(lambda: window.jobs.idle)
    dialog.ways[0].click()
    qtbot.waitUntil(lambda: window.file_watch.dialog is None and window.is_ready)
    (copy,) = ledger_path.parent.glob("*.mine-*.db")
    assert window._location == str(copy)
    assert words_in(copy) == {"我的"}
    assert not ledger_path.exists()


def test_the_folder_of_a_ledger_that_was_moved_away_is_not_made_again(
    qtbot: QtBot, start: Start, ledger_path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    place = Path(shutil.move(ledger_path, folder / "ledger.db"))
    window = start()
    window._switch(str(place))
    qtbot.waitUntil(lambda: window.is_ready and window._location == str(place))
    folder.rename(tmp_path / "away")
    window._look()
    dialog = asked(qtbot, window)
    press(qtbot, window, dialog, -1)
    assert dialog.isVisible()
    assert not folder.exists()
    (tmp_path / "away").rename(folder)
    dialog.ways[-1].click()
    qtbot.waitUntil(lambda: window.file_watch.dialog is None and window.is_ready)
    assert window._location == str(place)
    assert window.actions_by_name["judge"].isEnabled()


def test_the_dialog_can_be_closed_before_the_answer_comes(qtbot: QtBot, start: Start, ledger_path: Path) -> None:
    window = start()
    ledger_path.unlink()
    window._look()
    dialog = asked(qtbot, window)
    dialog.ways[-1].click()
    dialog.reject()
    delete(dialog)
    qtbot.waitUntil(lambda: window.jobs.idle)
    assert window.file_watch.strip.isVisible()
    assert not ledger_path.exists()


def hold(ledger: Path) -> Path:
    """Somebody on another machine holds the ledger."""
    moment = datetime(2026, 11, 23, 1, tzinfo=UTC).isoformat()
    holder = {"machine": "PC-7", "user": "王五", "process": 1, "boot": "b", "token": "t", "version": "0"}
    lock = ledger.with_name(f"{ledger.name}.lock")
    lock.write_text(json.dumps({**holder, "since": moment, "seen": moment}), encoding="utf-8")
    return lock


def test_a_ledger_that_is_held_is_shown_for_reading_and_taken_over_when_asked(
    qtbot: QtBot,
    start: Start,
    ledger_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    clipped: Callable[[QWidget], list[str]],
) -> None:
    monkeypatch.setenv("TRACKER_SHARED", "1")
    hold(ledger_path)
    window = start()
    strip = window.file_watch.strip
    assert "王五（PC-7）" in strip.words.text().replace("\u200b", "")
    assert "没有写入" not in strip.words.text()  # nothing was to be written yet
    assert not window.actions_by_name["judge"].isEnabled()
    strip.button.click()
    dialog = asked(qtbot, window)
    assert clipped(dialog) == []
    dialog.ways[0].click()
    qtbot.waitUntil(lambda: dialog.ways[0].isEnabled() and window.jobs.idle)
    dialog.ways[1].click()
    qtbot.waitUntil(lambda: window.file_watch.dialog is None and window.is_ready)
    assert not strip.isVisible()
    assert window.actions_by_name["judge"].isEnabled()
    assert "王五" not in ledger_path.with_name("ledger.db.lock").read_text(encoding="utf-8")
    hold(ledger_path)
    window._look()
    dialog = asked(qtbot, window)
    dialog.ways[0].click()
    qtbot.waitUntil(lambda: window.file_watch.dialog is None and window.is_ready)
    assert not window.actions_by_name["judge"].isEnabled()


def test_a_ledger_that_cannot_be_written_says_so_and_offers_no_writing(start: Start, ledger_path: Path) -> None:
    ledger_path.chmod(0o444)
    window = start()
    assert window.file_watch.strip.isVisible()
    assert not window.file_watch.strip.button.isVisible()
    assert not window.actions_by_name["judge"].isEnabled()
    assert window.actions_by_name["export"].isEnabled()
    assert QApplication.activeModalWidget() is None
