"""Every page and dialog in both languages, in small windows and large type: nothing untranslated, nothing clipped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.main_window import MainWindow
from tracker.desktop.views.pages import PAGES
from tracker.locations import resources_dir
from tracker.services.sample import make_sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tracker.desktop.settings import Settings

# The offscreen platform says so whenever a dialog opens.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")

DIALOGS = ("add_evidence", "judge", "log_search", "palette", "settings", "shortcuts", "open_shared")
SIZES = ((1440, 900), (1024, 700))
LARGE_TYPE = 1.5


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample ledger, so that every page has something to show."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    make_sample(path)
    return path


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def shown(qtbot: QtBot, settings: Settings, sample: Path, language: str) -> Iterator[MainWindow]:
    """The window in one of the languages."""
    yield from _window(qtbot, Appearance(settings, language), settings, sample)


@pytest.fixture
def enlarged(
    qtbot: QtBot, settings: Settings, sample: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    """The window in type half as large again, as a user sets it for the whole desktop."""
    monkeypatch.setattr("tracker.desktop.resources._SMALLEST_TYPE", 9.75 * LARGE_TYPE)
    yield from _window(qtbot, Appearance(settings, language), settings, sample)


def _window(qtbot: QtBot, appearance: Appearance, settings: Settings, path: Path) -> Iterator[MainWindow]:
    window = MainWindow(appearance, settings, str(path))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    qtbot.waitUntil(lambda: window.is_ready and window.page.detail.detail is not None)
    yield window
    window.close()


def test_every_page_is_translated_and_whole(qtbot: QtBot, shown: MainWindow, language: str) -> None:
    for size in SIZES:
        shown.resize(*size)
        for name in PAGES:
            _turn_to(qtbot, shown, name)
            assert _untranslated(shown, language) == set(), name
            assert _clipped(shown) == [], (name, size)


def test_every_page_is_whole_in_large_type(qtbot: QtBot, enlarged: MainWindow) -> None:
    enlarged.resize(1440, 900)
    for name in PAGES:
        _turn_to(qtbot, enlarged, name)
        assert _clipped(enlarged) == [], name


def test_every_dialog_is_translated_and_whole(qtbot: QtBot, shown: MainWindow, language: str) -> None:
    for name in DIALOGS:
        dialog = _open(qtbot, shown, name)
        assert _untranslated(dialog, language) == set(), name
        assert _clipped(dialog) == [], name
        _close(qtbot, dialog)


def test_every_dialog_is_whole_in_large_type(qtbot: QtBot, enlarged: MainWindow) -> None:
    for name in DIALOGS:
        dialog = _open(qtbot, enlarged, name)
        assert _clipped(dialog) == [], name
        _close(qtbot, dialog)


def test_a_label_that_has_too_little_room_is_found(qtbot: QtBot) -> None:
    label = QLabel("a sentence that needs more room than this")
    qtbot.addWidget(label)
    label.setFixedWidth(20)
    assert _needs_more(label)


def _turn_to(qtbot: QtBot, window: MainWindow, name: str) -> None:
    window.show_page(name)
    qtbot.wait(1)
    qtbot.waitUntil(lambda: window.is_ready)
    qtbot.wait(1)  # what came has been laid out


def _open(qtbot: QtBot, window: MainWindow, name: str) -> QWidget:
    window.actions_by_name[name].trigger()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None and window.is_ready)
    qtbot.wait(1)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    return dialog


def _close(qtbot: QtBot, dialog: QWidget) -> None:
    dialog.close()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


def _untranslated(root: QWidget, language: str) -> set[str]:
    """Sentences of the other language that are to be seen."""
    path = resources_dir() / "i18n" / "tracker_zh_CN.ts"
    messages = list(ElementTree.parse(path).getroot().iter("message"))
    pairs = {(message.findtext("source", ""), message.findtext("translation", "")) for message in messages}
    other = {source if language == "zh" else translation for source, translation in pairs if source != translation}
    return other & set(_texts(root))


def _texts(root: QWidget) -> Iterator[str]:
    for widget in (root, *root.findChildren(QWidget)):
        yield from (widget.toolTip(), widget.accessibleName(), widget.windowTitle())
        if isinstance(widget, QLabel | QAbstractButton):
            yield re.sub("<[^>]*>", "", widget.text())


def _clipped(root: QWidget) -> list[str]:
    """Labels and buttons with less room than their words need, and no tip that says all of them."""
    return [
        f"{type(widget).__name__} {widget.objectName()} {widget.text()[:60]} ({widget.width()} × {widget.height()})"
        for widget in root.findChildren(QWidget)
        if isinstance(widget, QLabel | QPushButton)
        and widget.isVisible()
        and widget.window() is root
        and _needs_more(widget)
    ]


def _needs_more(widget: QLabel | QPushButton) -> bool:
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.heightForWidth(widget.width()) > widget.height() + 1
    return widget.sizeHint().width() > widget.width() + 1 and not widget.toolTip()
