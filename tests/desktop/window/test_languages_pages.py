"""Every page and dialog in both languages, in small windows and large type: nothing untranslated, nothing clipped."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QPushButton, QToolButton, QWidget
from tests.surroundings import SAMPLE, SCALE

from tracker.desktop.appearance import Appearance
from tracker.desktop.settings import Settings
from tracker.desktop.views.window.main_window import MainWindow
from tracker.desktop.views.window.pages import PAGES
from tracker.locations import resources_dir

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

ACTIONS = (
    *("add_evidence", "capture", "judge", "log_search", "add_claim", "add_restatement"),
    *("as_of", "palette", "settings", "shortcuts", "about", "open_shared"),
)
DIALOGS: dict[str, Callable[[MainWindow], object]] = {
    **{name: lambda window, name=name: window.actions_by_name[name].trigger() for name in ACTIONS},
    "departments": lambda window: window.page.act(window.page.recorder.set_departments, "revise_commitment"),
    "tags": lambda window: window.page.change_tags(),
    "bulk judgement": lambda window: (
        window.page.table.selectAll(),
        window.page.act(window.page.recorder.judge, "set_assessment"),
    ),
    "name of a view": lambda window: window.page.views.ask_name(),
    "piece": lambda window: window.page.act(
        lambda detail: window.page.recorder.edit_evidence(detail, detail.evidence[0]), "revise_evidence"
    ),
    "list counter": lambda window: (
        window.page.act(window.page.recorder.add_evidence, "add_evidence"),
        _press("countList"),
    ),
    "withdrawal": lambda window: window.page.act(
        lambda detail: window.page.recorder.withdraw_evidence(detail, detail.evidence[0]), "withdraw_evidence"
    ),
}
SIZES = ((1440, 900), (1024, 700))
LARGE_TYPE = 1.5
PILOT_CITIES = "MIIT-2025-044"
"""A commitment with evidence."""
LANGUAGES = ("zh", "en")
in_both_languages = pytest.mark.parametrize(
    ("shown", "language"),
    [pytest.param((language, False), language, id=language) for language in LANGUAGES],
    indirect=["shown"],
    scope="module",
)
in_large_type = pytest.mark.parametrize(
    "shown", [pytest.param((language, True), id=language) for language in LANGUAGES], indirect=True, scope="module"
)


@pytest.fixture(scope="module")
def sample(sample_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample ledger, so that every page has something to show."""
    return Path(shutil.copy(sample_ledger, tmp_path_factory.mktemp("sample") / "sample.db"))


@pytest.fixture(scope="module")
def shown(
    request: pytest.FixtureRequest, qapp: QApplication, sample: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MainWindow]:
    """The window in one of the languages and sizes of type, for all tests that look at it so."""
    language, enlarged = request.param
    settings = Settings(tmp_path_factory.mktemp("settings") / "window.ini")
    settings.theme = "light"
    with pytest.MonkeyPatch.context() as patch:
        if enlarged:  # as a user sets it for the whole desktop
            patch.setattr("tracker.desktop.resources._SMALLEST_TYPE", 9.75 * LARGE_TYPE)
        window = MainWindow(Appearance(settings, language), settings, str(sample))
        window.show()
        yield window
        window.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def as_it_was(request: pytest.FixtureRequest, qtbot: QtBot) -> None:
    """Begin with the ledger of today and a commitment that has evidence, however the test before left the window."""
    if "shown" not in request.fixturenames:
        return
    window: MainWindow = request.getfixturevalue("shown")
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and window.is_ready)
    window.times.go(None, None)
    window.show_page("ledger")
    qtbot.waitUntil(lambda: window.is_ready and window.page.detail.detail is not None)
    window.page.show_commitment(PILOT_CITIES)
    qtbot.waitUntil(lambda: window.is_ready)


@in_both_languages
def test_every_page_is_translated_and_whole(qtbot: QtBot, shown: MainWindow, language: str) -> None:
    for size in SIZES:
        shown.resize(*size)
        for name in PAGES:
            _turn_to(qtbot, shown, name)
            assert _untranslated(shown, language) == set(), name
            assert _clipped(qtbot, shown) == [], (name, size)


@in_both_languages
def test_every_page_of_a_past_day_is_translated_and_whole(qtbot: QtBot, shown: MainWindow, language: str) -> None:
    shown.times.go(date(2025, 9, 30), None)
    for size in SIZES:
        shown.resize(*size)
        for name in PAGES:
            _turn_to(qtbot, shown, name)
            assert _untranslated(shown, language) == set(), name
            assert _clipped(qtbot, shown) == [], (name, size)


@in_large_type
def test_every_page_is_whole_in_large_type(qtbot: QtBot, shown: MainWindow) -> None:
    shown.resize(1440, 900)
    for name in PAGES:
        _turn_to(qtbot, shown, name)
        assert _clipped(qtbot, shown) == [], name


@in_both_languages
@pytest.mark.parametrize("size", SIZES)
def test_every_dialog_is_translated_and_whole(
    qtbot: QtBot, shown: MainWindow, language: str, size: tuple[int, int]
) -> None:
    shown.resize(*size)
    for name in DIALOGS:
        dialog = _open(qtbot, shown, name)
        assert _untranslated(dialog, language) == set(), name
        assert _clipped(qtbot, dialog) == [], name
        _close(qtbot, dialog)


@in_large_type
def test_every_dialog_is_whole_in_large_type(qtbot: QtBot, shown: MainWindow) -> None:
    for name in DIALOGS:
        dialog = _open(qtbot, shown, name)
        assert _clipped(qtbot, dialog) == [], name
        _close(qtbot, dialog)


@pytest.mark.parametrize("factor", ["1.5", "2"])
def test_everything_is_translated_and_whole_on_finer_screens(factor: str, sample_ledger: Path) -> None:
    """Another scale needs another process."""
    asked = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        str(Path(__file__)),
        "-k",
        "translated_and_whole and not finer",
    ]
    surroundings = os.environ | {SCALE: factor, SAMPLE: str(sample_ledger)}
    ran = subprocess.run(asked, env=surroundings, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-3000:]


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
    DIALOGS[name](window)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None and window.is_ready)
    qtbot.wait(1)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    return dialog


def _press(name: str) -> None:
    """Press a button of the form that is open."""
    form = QApplication.activeModalWidget()
    found = form.findChild(QPushButton, name) if form is not None else None
    assert found is not None
    found.click()


def _close(qtbot: QtBot, dialog: QWidget) -> None:
    """Close it, and the form that it was opened from."""
    form = dialog.parentWidget()
    dialog.close()
    if isinstance(form, QDialog):
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is form)
        form.close()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)


def _untranslated(root: QWidget, language: str) -> set[str]:
    """Sentences of the other language that are to be seen."""
    return _sentences_of_the_other(language) & set(_texts(root))


@cache  # pages and dialogs are looked at hundreds of times
def _sentences_of_the_other(language: str) -> set[str]:
    path = resources_dir() / "i18n" / "tracker_zh_CN.ts"
    messages = list(ElementTree.parse(path).getroot().iter("message"))
    pairs = {(message.findtext("source", ""), message.findtext("translation", "")) for message in messages}
    return {source if language == "zh" else translation for source, translation in pairs if source != translation}


def _texts(root: QWidget) -> Iterator[str]:
    for widget in (root, *root.findChildren(QWidget)):
        yield from (widget.toolTip(), widget.accessibleName(), widget.windowTitle())
        if isinstance(widget, QLabel | QAbstractButton):
            yield re.sub("<[^>]*>", "", widget.text())


_LONGEST_LAYOUT = 20_000
"""Milliseconds until what is cut short still is taken for so."""


def _clipped(qtbot: QtBot, root: QWidget) -> list[str]:
    """Labels and buttons with less room than their words need, and no tip that says all, once they are laid out."""
    found: list[str] = []

    def is_whole() -> bool:
        found[:] = _clipped_now(root)
        return not found

    with suppress(qtbot.TimeoutError):
        qtbot.waitUntil(is_whole, timeout=_LONGEST_LAYOUT)
    return found


def _clipped_now(root: QWidget) -> list[str]:
    return [
        f"{type(widget).__name__} {widget.objectName()} {widget.text()[:60]} ({widget.width()} × {widget.height()})"
        for kind in (QLabel, QPushButton, QToolButton)
        for widget in root.findChildren(kind)  # not all widgets: each would become an object of Python
        if widget.isVisible() and widget.window() is root and _needs_more(widget)
    ]


def _needs_more(widget: QLabel | QPushButton | QToolButton) -> bool:
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.heightForWidth(widget.width()) > widget.height() + 1
    if isinstance(widget, QToolButton):  # a tip says what it does, not what is cut off
        return bool(widget.text()) and widget.sizeHint().width() > widget.width() + 1
    return widget.sizeHint().width() > widget.width() + 1 and not widget.toolTip()
