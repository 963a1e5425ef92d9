"""What fell due since the last start: told once, quietly, and left alone for the day."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSystemTrayIcon

from tracker.desktop import services
from tracker.desktop.views.window.main_window import MainWindow
from tracker.desktop.views.window.reminding import fell_due
from tracker.domain.rows import Name
from tracker.services.commitments.reminders import Reminder, ReminderKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.appearance import Appearance
    from tracker.desktop.settings import Settings

TODAY = date(2026, 11, 30)


def reminder(kind: ReminderKind, day: date, code: str = "MIIT-2025-001") -> Reminder:
    return Reminder(kind, day, (day - TODAY).days, code, Name("", "标题", "title"))


@pytest.mark.parametrize(
    ("kind", "day", "is_news"),
    [
        (ReminderKind.DUE, TODAY, True),
        (ReminderKind.DUE, TODAY - timedelta(days=6), True),
        (ReminderKind.DUE, TODAY - timedelta(days=7), False),
        (ReminderKind.REVIEW, TODAY + timedelta(days=1), False),
        (ReminderKind.SEARCH, TODAY, False),
        (ReminderKind.SEARCH, TODAY - timedelta(days=7), True),
        (ReminderKind.FORM, TODAY - timedelta(days=1), True),
        (ReminderKind.FORM, TODAY - timedelta(days=8), False),
    ],
)
def test_news_is_what_began_to_ask_since_the_last_start(kind: ReminderKind, day: date, is_news: bool) -> None:
    """A date asks on its day; a search carries to the end of its last day, and a form may still come back on it."""
    found = fell_due([reminder(kind, day)], TODAY - timedelta(days=7), TODAY)
    assert bool(found) is is_news


def started(window: MainWindow, settings: "Settings", days: int) -> None:
    """As if the last start had been so many days ago."""
    ledger = window.page.ledger
    assert ledger is not None
    last = (ledger.today() - timedelta(days=days)).isoformat()
    settings.keep(window.reminding._key, {"last": last, "before": "", "done": ""})


@pytest.fixture
def reopened(
    qtbot: "QtBot", window: MainWindow, appearance: "Appearance", settings: "Settings", ledger_path: "Path"
) -> "Callable[[int], MainWindow]":
    """The window started again, so many days after the last start; the first one has closed."""

    def make(days: int) -> MainWindow:
        started(window, settings, days)
        window.close()
        again = MainWindow(appearance, settings, str(ledger_path))
        qtbot.addWidget(again)
        again.resize(1440, 900)
        again.show()
        qtbot.waitUntil(lambda: again.is_ready and again.page.detail.detail is not None)
        return again

    return make


def test_the_first_start_says_nothing(window: MainWindow) -> None:
    assert not window.reminding.strip.isVisible()


def test_what_fell_due_leads_to_its_rows(reopened: "Callable[[int], MainWindow]", qtbot: "QtBot") -> None:
    again = reopened(2_000)
    strip = again.reminding.strip
    assert strip.isVisible()
    assert strip.buttons["due"].isVisible()
    assert not strip.buttons["form"].isVisible()
    menu = strip.menu("due")
    code = menu.actions()[0].text().split(" · ")[0]
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: again.is_ready and again.page.detail.detail is not None)
    detail = again.page.detail.detail
    assert detail is not None
    assert detail.row.code == code
    menu.actions()[-1].trigger()
    qtbot.waitUntil(lambda: bool(again.page.query.choices))
    again.close()


def test_it_is_left_alone_for_the_day_and_only_then(
    reopened: "Callable[[int], MainWindow]",
    qtbot: "QtBot",
    appearance: "Appearance",
    settings: "Settings",
    ledger_path: "Path",
) -> None:
    again = reopened(2_000)
    again.close()

    def start() -> MainWindow:
        window = MainWindow(appearance, settings, str(ledger_path))
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: window.is_ready)
        return window

    # Started again on the same day it still tells it: nobody has said yet that it was seen.
    third = start()
    assert third.reminding.strip.isVisible()
    qtbot.mouseClick(third.reminding.strip.dismiss_button, Qt.MouseButton.LeftButton)
    assert not third.reminding.strip.isVisible()
    third.close()
    fourth = start()
    assert not fourth.reminding.strip.isVisible()
    fourth.close()


def test_a_form_that_is_late_leads_to_the_forms(
    window: MainWindow, hands: "Hands", qtbot: "QtBot", tmp_path: "Path"
) -> None:
    ledger = window.page.ledger
    assert ledger is not None
    wish = services.forms.FillWish("sme-bureau", "2026-11", False)
    services.filling.send_forms(ledger.present, [wish], tmp_path, window._appearance.words)
    strip = window.reminding.strip
    strip.show_reminders(
        [Reminder(ReminderKind.FORM, TODAY, -1, "", Name("sme-bureau", "中小企业局", "SME"), "2026-11")]
    )
    qtbot.mouseClick(strip.buttons["form"], Qt.MouseButton.LeftButton)
    hands.settle()
    reports: Any = window.pages["reports"]
    assert reports.isVisible()
    qtbot.waitUntil(lambda: len(reports.past.forms) == 1)
    assert reports.past.list.chosen is reports.past.forms[0]


@pytest.mark.qt_log_ignore("systemTrayWindowChanged")  # there is no tray here, it only says so
def test_the_system_is_asked_to_tell_only_where_that_is_switched_on(
    window: MainWindow, qtbot: "QtBot", monkeypatch: pytest.MonkeyPatch, settings: "Settings"
) -> None:
    shown: list[tuple[str, str]] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda *said: shown.append((said[1], said[2])))
    news = [reminder(ReminderKind.DUE, TODAY)]
    window.reminding._show(news)
    assert shown == []
    settings.notifies = True
    window.reminding._show(news)
    assert shown == [], "before the icon has its place, the notice would stand in a corner of the screen"
    qtbot.waitUntil(lambda: len(shown) == 1)
    title, said = shown[0]
    assert title == window.windowTitle()
    assert window.reminding.strip.sentence() in said


def test_the_strip_follows_the_language(window: MainWindow, appearance: "Appearance", hands: "Hands") -> None:
    window.reminding.strip.show_reminders([reminder(ReminderKind.SEARCH, TODAY)])
    assert window.reminding.strip.buttons["search"].text() == "检索过期 1 项"
    appearance.set_language("en")
    hands.settle()
    assert window.reminding.strip.buttons["search"].text() == "Searches expired: 1"
