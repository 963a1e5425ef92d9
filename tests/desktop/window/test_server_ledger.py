"""A shared ledger in the window: its password is asked for, and a silent server does not hold the window back."""

from time import monotonic
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from tests.desktop.conftest import Hands
from tests.tcp_proxy import TcpProxy, through

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.views.common.widgets import text
from tracker.desktop.views.ledger.ledger_menu import PasswordDialog
from tracker.desktop.views.window.main_window import MainWindow
from tracker.store.server import known_passwords, server_engine

if TYPE_CHECKING:
    from tests.strict_server import StrictServer

pytestmark = pytest.mark.network
LONG = 20.0
"""Seconds: what a window takes in these tests is a small part of it."""


@pytest.fixture(autouse=True)
def _forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_passwords, "_known", {})


def begun(qtbot: QtBot, appearance: Appearance, settings: Settings, address: str) -> MainWindow:
    window = MainWindow(appearance, settings, address)
    qtbot.addWidget(window)
    window.show()
    return window


def asked(qtbot: QtBot) -> PasswordDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PasswordDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PasswordDialog)
    return dialog


def test_a_password_is_asked_for_until_it_is_right_and_kept_nowhere(
    qtbot: QtBot, appearance: Appearance, settings: Settings, strict: "StrictServer"
) -> None:
    strict.make_role("li", "p@ss/w#rd")
    window = begun(qtbot, appearance, settings, strict.address("li", "wrong-one"))
    for password in ("wrong-two", "p@ss/w#rd"):
        dialog = asked(qtbot)
        assert dialog.fault("password")
        assert dialog.password.echoMode() == dialog.password.EchoMode.Password
        qtbot.keyClicks(dialog.password, password)
        qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda dialog=dialog: QApplication.activeModalWidget() is not dialog)
    qtbot.waitUntil(lambda: window.is_ready)
    assert settings.recent == (strict.address("li"),)
    kept = settings.path.read_text(encoding="utf-8")
    shown = [window.windowTitle(), *(label.text() for label in window.findChildren(QLabel))]
    for password in ("wrong-one", "wrong-two", "p@ss"):
        assert password not in kept
        assert not [words for words in shown if password in words]
    window.close()


def test_closing_the_window_does_not_wait_for_a_server_in_a_black_hole(
    qtbot: QtBot,
    appearance: Appearance,
    settings: Settings,
    address: str,
    proxy: TcpProxy,
    monkeypatch: pytest.MonkeyPatch,
    hands: Hands,
) -> None:
    monkeypatch.setattr(server_engine, "_GRACE_SECONDS", 0.3)
    window = begun(qtbot, appearance, settings, through(proxy, address))
    qtbot.waitUntil(lambda: window.is_ready)
    proxy.black_hole()
    window.top_bar.search_field.setText("城市")
    qtbot.waitUntil(lambda: not window.jobs.idle)
    before = monotonic()
    window.close()
    assert monotonic() - before < LONG / 2


def test_closing_the_window_does_not_wait_for_an_opening_in_a_black_hole(
    qtbot: QtBot, appearance: Appearance, settings: Settings, address: str, proxy: TcpProxy
) -> None:
    proxy.black_hole()
    # Its own limit is short, so that the attempt itself, which cannot be interrupted, is over soon, too.
    window = begun(qtbot, appearance, settings, f"{through(proxy, address)}?connect_timeout=4")
    qtbot.waitUntil(lambda: proxy.connections > 0)
    before = monotonic()
    window.close()
    assert monotonic() - before < LONG / 2


def test_an_address_may_be_broken_after_its_parts_only() -> None:
    address = "postgresql://li.weiguo@ledger.office.example:5432/commitments?sslmode=verify-full&sslrootcert=/etc/o.crt"
    parts = text(address).text().split("\u200b")
    assert "".join(parts) == address
    assert [part[-1] for part in parts[:-1]] == ["/", "@", "/", "?", "&", "/", "/"]
    assert all(len(piece) == 1 for piece in text("a" * 64).text().split("\u200b"))
